"""What every mutation must satisfy: a docstring, and an example in which it is recognised and says what is wrong."""

from __future__ import annotations

from dataclasses import replace
from types import SimpleNamespace

import pytest
from wrong_claims import judged

from derive.diagnosis import diagnosing, families
from derive.diagnosis.edits import HINTS, Mutation
from derive.diagnosis.searching import Search

KINDS = {
    "sign", "factor", "missing-factor", "extra-factor", "missing-term", "extra-term", "transpose", "shape", "order",
    "index", "layer", "sum-mean", "activation-derivative", "elementwise-matrix", "chain-rule", "log-base",
    "missing-function", "bracket", "dot-as-minus", "look-alike", "decimal-point", "rounding", "label", "other",
}  # fmt: skip
"""The kinds that other tools know."""


def test_there_is_a_hint_for_each_kind_and_for_no_other() -> None:
    assert set(HINTS) == KINDS


def problems(mutation: Mutation) -> list[str]:
    """What is missing in a mutation's record."""
    found = [] if (mutation.edits.__doc__ or "").strip() else ["it has no docstring"]
    if mutation.example.kind not in KINDS:
        found.append(f"its example is of no kind: {mutation.example.kind}")
    return found


@pytest.mark.parametrize("name", families.table())
def test_the_record_is_complete(name: str) -> None:
    assert problems(families.table()[name]) == []


def test_an_incomplete_record_is_found() -> None:
    mutation = families.table()["sign flipped"]
    assert problems(replace(mutation, edits=lambda site, desk: iter(())))
    assert problems(replace(mutation, example=replace(mutation.example, kind="typo")))


@pytest.mark.parametrize("name", families.table())
def test_the_example_is_refuted_and_recognised(name: str) -> None:
    example = families.table()[name].example
    found = judged(example.claim, example.given, example.declare)
    assert found.mistake is not None
    assert found.mistake.kind == example.kind
    assert found.told
    assert found.hint


@pytest.mark.parametrize("name", families.table())
def test_no_other_mutation_recognises_the_example_alone(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without its mutation an example is told otherwise, or as more than one mistake: no mutation is there in vain."""
    monkeypatch.setattr(diagnosing, "_ways", lambda case, target, value: iter([(case.claim, target, False)]))
    example = families.table()[name].example
    with_it = judged(example.claim, example.given, example.declare)
    rest = {other: mutation for other, mutation in families.table().items() if other != name}
    monkeypatch.setattr("derive.diagnosis.searching.table", lambda: rest)
    without = judged(example.claim, example.given, example.declare)
    assert (without.kinds, without.told) != (with_it.kinds, with_it.told)


def test_a_file_of_mutations_is_found_by_being_there() -> None:
    files = {mutation.edits.__module__.rpartition(".")[2] for mutation in families.table().values()}
    assert files == set(families.listed())


def test_two_mutations_of_one_name_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    families.table.cache_clear()
    twice = SimpleNamespace(MUTATIONS=families.import_module("derive.diagnosis.families.signs").MUTATIONS)
    monkeypatch.setattr(families, "import_module", lambda name: twice)
    with pytest.raises(families.ClashingMutations, match="difference turned"):
        families.table()
    families.table.cache_clear()


def test_a_search_without_mutations_finds_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("derive.diagnosis.searching.table", dict)
    assert judged(r"\frac{\partial L}{\partial b} = y - a").mistake is None
    assert Search.singles.__doc__
