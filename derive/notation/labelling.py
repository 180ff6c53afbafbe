"""Bare superscripts that could be labels: the layer of a^l, the step of x^{t+1}, the word of w^{new}."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TypeGuard

from derive.notation.rebuilding import rebuilt
from derive.notation.surface import Name, Number, Part, Scripted, Statement, Sum, Surface, unmarked, walk

BEST = frozenset({"opt", "ML", "MLE", "MAP", "LS", "OLS", "min"})
"""What stands below the best value of a name: it is a word, and no index."""

VARIANCE = ("sigma", "2")
"""The letter and the superscript of a variance, σ²: a name that is known by its square."""

_SIGMA_CALLED = re.compile(
    r"(?:\\sigma(?![A-Za-z])|σ)'*\s*(?:\^\s*\{?[^{}()]{0,8}\}?\s*)?(?:\\(?:left|big|Big)\s*)?[(\[]"
)
"""σ before brackets, and so a function."""


def calls_sigma(source: str) -> bool:
    """Whether a formula has σ before brackets somewhere, and so as a function."""
    return _SIGMA_CALLED.search(source) is not None


def is_label(part: Part) -> bool:
    """Whether a bare superscript could be the label of a layer or a step: a letter, a number, their sum, a word."""
    value = unmarked(part.value) if part.value is not None else None
    if isinstance(value, Sum) and value.terms[0][0] < 0:
        return False
    terms = [unmarked(term) for _, term in value.terms] if isinstance(value, Sum) else [value]
    return all(isinstance(term, (Name, Number)) for term in terms)


def is_variance(node: Surface) -> bool:
    """Whether it is written as a variance is, σ² or σ_B², and so may be one name."""
    if not isinstance(node, Scripted) or not isinstance(node.base, Name) or len(node.sup) != 1:
        return False
    return node.sup[0].kind == "value" and (node.base.letter, node.sup[0].text) == VARIANCE


def is_numbered(node: Surface) -> TypeGuard[Scripted]:
    """Whether a bare number stands above a name."""
    if not isinstance(node, Scripted) or not isinstance(node.base, Name) or node.base.letter == "e":
        return False
    return [(part.kind, part.text.isdigit()) for part in node.sup] == [("value", True)]


def letters_above(node: Surface) -> set[str]:
    """The letters of a bare superscript that could be the label of a layer or a step: the t of x^{t+1}."""
    if not isinstance(node, Scripted) or not isinstance(node.base, Name) or node.base.letter == "e":
        return set()
    if [part.kind for part in node.sup] != ["value"] or not is_label(node.sup[0]):
        return set()
    return {name.letter for name in walk(node.sup[0].value) if isinstance(name, Name)} if node.sup[0].value else set()


def layers_of(statement: Statement) -> set[str]:
    """The letters that number layers: above a name that is defined, and in a sum above another, as in zˡ = wˡ aˡ⁻¹."""
    left, *rest = (unmarked(side) for side in statement.sides)
    letters = letters_above(left)
    base = left.base if isinstance(left, Scripted) else None
    neighbours = (
        node
        for node in walk(*rest)
        if isinstance(node, Scripted) and isinstance(node.base, Name) and isinstance(base, Name)
        if node.base.letter != base.letter and isinstance(_above(node), Sum)
    )
    return letters.intersection(*([set().union(*map(letters_above, neighbours))] if letters else [set()]))


def with_layers(statement: Statement, letters: set[str]) -> Statement:
    """The statement where those letters stand in square brackets wherever they are bare above a name."""

    def bracketed(node: object) -> object:
        if not isinstance(node, Scripted) or not letters_above(node) or not letters_above(node) <= letters:
            return node
        return replace(node, sup=(replace(node.sup[0], kind="bracket"),))

    return replace(statement, sides=rebuilt(statement.sides, bracketed))


def _above(node: Scripted) -> Surface | None:
    value = node.sup[0].value if len(node.sup) == 1 else None
    return unmarked(value) if value is not None else None
