"""A document that comes back to a scope: what it repeats there is decided once, and in any other scope anew."""

from __future__ import annotations

from dataclasses import fields, replace
from fractions import Fraction
from typing import Any

import numpy as np
import pytest

from derive import stating
from derive.documents import document
from derive.homework import graded
from derive.ir import Const, Symbol, Var
from derive.judging.grounds import Grounds
from derive.judging.valuation import Listed, Valuation
from derive.notation.macros import Macro
from derive.notation.printed import Printed
from derive.notation.scope import OPEN, Scope
from derive.notation.scoping import scope
from derive.recalling import MOST_NAMES, Recalled, content_of
from derive.remembering import content_digest
from derive.shapes import Size
from derive.standpoints import Standpoint, standpoints_of
from derive.systems import System

LECTURE = r"""# A neuron
$$z = w x$$
$$L = (z - y)^2$$
$$\frac{\partial L}{\partial w} = 2 (z - y) x$$
$$\frac{\partial L}{\partial w} = (z - y) x$$
"""
AGAIN = LECTURE + LECTURE
CHANGED = LECTURE + LECTURE.replace("w x$$", "w x^2$$")


def found(text: str) -> tuple[list[str], int]:
    """The outcomes of the claims about gradients, and how often something was judged."""
    judged: list[str] = []
    with pytest.MonkeyPatch.context() as patch:
        known = stating.judged
        patch.setattr(stating, "judged", lambda *given: judged.append(given[1]) or known(*given))
        findings = list(graded(document(text, "a.md"), standpoints_of(OPEN)))
    return [finding.outcome for finding in findings if "partial" in finding.latex], len(judged)


def test_what_is_repeated_in_the_same_scope_is_decided_once() -> None:
    (outcomes, once), (both, twice) = found(LECTURE), found(AGAIN)
    assert outcomes == ["proved", "refuted"]
    assert both == [*outcomes, *outcomes]
    # z = wx and L = … are claims the second time.
    assert twice - once == 2


def test_in_another_scope_it_is_decided_anew() -> None:
    outcomes, _ = found(CHANGED)
    assert outcomes == ["proved", "refuted", "refuted", "refuted"]
    outcomes, _ = found(CHANGED + LECTURE)
    assert outcomes == ["proved", "refuted", "refuted", "refuted", "proved", "refuted"]


def test_formulas_that_were_all_alike_would_be_decided_wrongly(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("derive.recalling.content_of", lambda standpoint: "the same")
    outcomes, _ = found(CHANGED)
    assert outcomes != ["proved", "refuted", "refuted", "refuted"], "otherwise the test above proves nothing"


STANDPOINT = standpoints_of(scope((), "z = w x", "L = (z - y)^2"))[0]
A, B = Symbol("a"), Symbol("b")
OTHERS: dict[str, Any] = {
    "variables": {A: Var(A)},
    "definitions": {A: Const(1)},
    "functions": {A: "tanh"},
    "arguments": {A: (B,)},
    "data": frozenset({A}),
    "parameters": frozenset({A}),
    "size_names": frozenset({"k"}),
    "loss": A,
    "macros": {"m": Macro("m", 0, "x")},
    "open": False,
    "extents": {"i": Size.of("k")},
    "facts": {A: frozenset({"positive"})},
    "inferred": {A: "its use"},
    "inferred_sizes": frozenset({"k"}),
    "log": "10",
    "examples": "rows",
    "layout": "numerator",
    "stated": frozenset({"log"}),
    "told": ("a = 1",),
    "arrays": True,
}
SYSTEM: dict[str, Any] = {
    "equations": {Var(A): Const(1)},
    "loss": Var(A),
    "parameters": (Var(A),),
    "data": (Var(A),),
    "published": {Var(A): Const(1)},
    "facts": {Var(A): frozenset({"positive"})},
    "staged": {Var(A): Const(1)},
}
NUMBER = Printed("1.0", Fraction(1), Fraction(1, 10))
VALUES: dict[str, Any] = {
    "declared": {A: NUMBER},
    "computed": {A: NUMBER},
    "results": frozenset({"1.0"}),
    "arrays": {A: Listed(np.array([Fraction(1)], dtype=object), "(1)")},
}
GROUNDS: dict[str, Any] = {
    "shorthands": {Var(A): Const(1)},
    "written": ("a = 1",),
    "assumed": ("it is so",),
    "handed": {Var(A): Const(1)},
}


def others() -> dict[str, Standpoint]:
    """The standpoint with each thing that it says said otherwise."""
    grounds, system = STANDPOINT.grounds, STANDPOINT.grounds.bench.system
    changed = {f"scope {key}": replace(grounds, scope=replace(grounds.scope, **{key: OTHERS[key]})) for key in OTHERS}
    for key, value in SYSTEM.items():
        changed[f"system {key}"] = replace(
            grounds, bench=replace(grounds.bench, system=replace(system, **{key: value}))
        )
    for key, value in VALUES.items():
        changed[f"values {key}"] = replace(grounds, values=Valuation(**{key: value}))
    for key, value in GROUNDS.items():
        changed[key] = replace(grounds, **{key: value})
    found = {name: replace(STANDPOINT, grounds=grounds) for name, grounds in changed.items()}
    return {**found, "label": replace(STANDPOINT, label="n examples"), "loss": replace(STANDPOINT, loss=A)}


def test_standpoints_are_alike_only_where_all_that_they_say_is() -> None:
    contents = {name: content_of(standpoint) for name, standpoint in others().items()}
    assert len({content_of(STANDPOINT), *contents.values()}) == len(contents) + 1
    told = {each.name for kind in (Scope, System, Valuation) for each in fields(kind)}
    assert told == {*OTHERS, *SYSTEM, *VALUES}, "a new field tells scopes apart as well"
    compared = {each.name for each in fields(Grounds) if each.compare}
    assert compared == {"bench", "scope", "values", *GROUNDS}
    digests = {content_digest(content) for content in contents.values()}
    assert len(digests - {None, content_digest(content_of(STANDPOINT))}) == len(contents)
    again = standpoints_of(scope((), "z = w x", "L = (z - y)^2"))[0]
    assert content_of(again) == content_of(STANDPOINT)


def test_another_array_of_the_same_numbers_is_another_value() -> None:
    listed = [Listed(np.array(entries, dtype=object), "") for entries in ([[1, 2]], [[1], [2]], [[1, 3]])]
    grounds = [replace(STANDPOINT.grounds, values=Valuation(arrays={A: each})) for each in listed]
    assert len({content_of(replace(STANDPOINT, grounds=each)) for each in grounds}) == 3


def test_large_scopes_are_not_compared() -> None:
    names = {Symbol(f"v{n}"): Var(f"v{n}") for n in range(MOST_NAMES + 1)}
    large = replace(STANDPOINT, grounds=replace(STANDPOINT.grounds, scope=replace(STANDPOINT.scope, variables=names)))
    recalled = Recalled()
    assert recalled.on((large,)) is not recalled.on((large,))
    assert recalled.on((STANDPOINT,)) is recalled.on((STANDPOINT,))
