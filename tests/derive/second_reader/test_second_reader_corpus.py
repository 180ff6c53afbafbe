"""Two readers that share no line of code: where they differ, it is known who is right and why."""

import importlib.util
import os
import sys
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path
from types import ModuleType

import pytest

from derive.ir import variables
from derive.notation.declarations import declared, parse_declarations
from derive.notation.reading import read
from derive.notation.scope import OPEN, Scope
from derive.second_reader.comparing import Comparison, compare, sides_of
from derive.second_reader.process import NotInstalled, SecondReader

CORPUS = Path(__file__).parents[2] / "corpus"
AGREEING = 200
"""How many formulas must agree at least, so that the test cannot pass by reading nothing."""
WORD_LENGTH = 6


def _load(path: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location(f"second_{path.stem}", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module  # dataclasses look their module up
    spec.loader.exec_module(module)
    return module


MODULES = [_load(path) for path in sorted(CORPUS.glob("*.py"))]
OWN = next(module for module in MODULES if hasattr(module, "FORMULAS"))


def _scope(module: ModuleType) -> Scope:
    scope = Scope()
    for declaration in parse_declarations(module.DECLARATIONS)[0]:
        scope = declared(scope, declaration)
    for text in module.DEFINITIONS:
        scope = read(text, scope).after(scope)
    return scope


def _is_of_numbers(text: str, scope: Scope) -> bool:
    reading = read(text, scope)
    sides = sides_of(reading)
    return reading.error is None and all(node.shape.is_scalar for side in sides for node in (side, *variables(side)))


def formulas() -> Iterator[tuple[str, Scope]]:
    """The formulas of numbers of the corpus, each with the scope it is read in."""
    for text in OWN.FORMULAS:
        yield text, OPEN
    for module in MODULES:
        scope = _scope(module)
        for entry in module.ENTRIES:
            if _is_of_numbers(entry[0], scope):
                yield entry[0], scope


def unexplained(found: Mapping[str, set[str]], explained: set[str]) -> set[str]:
    """The formulas that are read differently, or in only one reading that the other lacks, without a reason."""
    return {text for text, outcomes in found.items() if outcomes & {"differ", "only-they", "incomparable"}} - explained


def obsolete(found: Mapping[str, set[str]], explained: set[str]) -> set[str]:
    """The formulas with a reason that are not in the corpus, or that are read alike."""
    return {text for text in explained if not found.get(text, set()) & {"differ", "only-they", "incomparable"}}


@pytest.fixture(scope="module")
def comparisons() -> list[Comparison]:
    """Every formula, compared: one process for all of them."""
    with SecondReader() as second:
        try:
            return [compare(text, second, scope) for text, scope in formulas()]
        except NotInstalled as problem:
            if os.environ.get("CI"):
                pytest.fail(str(problem))
            pytest.skip(str(problem))


@pytest.fixture(scope="module")
def outcomes(comparisons: list[Comparison]) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for comparison in comparisons:
        found.setdefault(comparison.latex, set()).add(comparison.outcome)
    return found


def test_every_difference_has_a_reason_and_every_reason_a_difference(outcomes: dict[str, set[str]]) -> None:
    explained = {text for row in OWN.DIFFERENCES for text in row.formulas}
    assert unexplained(outcomes, explained) == set()
    assert obsolete(outcomes, explained) == set()


def test_most_formulas_agree(comparisons: list[Comparison]) -> None:
    counts = Counter(comparison.outcome for comparison in comparisons)
    assert counts["agree"] >= AGREEING, counts


def test_no_formula_is_given_up_for_time(comparisons: list[Comparison]) -> None:
    slow = [c.latex for c in comparisons for side in c.sides if "did not answer" in side.note or "ended" in side.note]
    assert slow == []


def test_the_table_is_well_formed() -> None:
    texts = [text for row in OWN.DIFFERENCES for text in row.formulas]
    assert len(texts) == len(set(texts))
    assert len(OWN.FORMULAS) == len(set(OWN.FORMULAS)) >= 150
    assert {row.right for row in OWN.DIFFERENCES} <= {"we", "they", "both", "neither"}
    assert all(len(row.reason.split()) >= WORD_LENGTH for row in OWN.DIFFERENCES)


def test_a_difference_without_a_reason_and_a_reason_without_a_difference_are_found() -> None:
    found = {"a": {"differ"}, "b": {"agree"}, "c": {"only-they"}, "d": {"only-we"}, "e": {"agree", "differ"}}
    assert unexplained(found, {"a"}) == {"c", "e"}
    assert obsolete(found, {"a", "b", "gone"}) == {"b", "gone"}
