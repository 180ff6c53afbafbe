"""Two readings of one formula, compared at points: agreement is evidence, difference is certain.

Both sides of an equation are compared one by one, because the other reader takes an equation for an assignment or
solves it. Names are matched by their spelling and are independent numbers, whatever a scope says of them.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any, Literal, TypeAlias

from derive.ir import Expr, Var, variables
from derive.notation.latex import latex as latex_of
from derive.notation.math import Unspellable
from derive.notation.reading import Reading, read
from derive.notation.scope import Scope
from derive.notation.typesetting import typeset
from derive.refuters.points import probe
from derive.second_reader.converting import NoCounterpart, expression, with_opaque_derivatives
from derive.second_reader.process import SecondReader, Tree
from derive.shapes import ShapeError

Outcome: TypeAlias = Literal["differ", "incomparable", "only-we", "only-they", "neither", "agree"]
"""*incomparable*: both read it, but at least one reading is no number that can be evaluated."""

_ORDER: tuple[Outcome, ...] = ("differ", "only-we", "only-they", "incomparable", "neither", "agree")
"""Which outcome of a side is the formula's: the first that any of its sides has."""

TITLES: dict[Outcome, str] = {
    "agree": "agrees",
    "differ": "reads something else",
    "only-we": "does not read it",
    "only-they": "reads it, and we do not",
    "neither": "does not read it either",
    "incomparable": "reads it, but the readings cannot be compared",
}

_BREAKS = re.compile(r"\\\\|\\[A-Za-z]+|\\.|:=|[{}()\[\]=]")
_SIGNS = frozenset({"=", ":=", r"\rightarrow", r"\leftarrow", r"\to", r"\gets"})
_OPENING, _CLOSING = frozenset("{(["), frozenset("})]")


@dataclass(frozen=True)
class Side:
    """One side of a formula in both readings; ``note`` says what is in the way, or at which point they differ."""

    latex: str
    outcome: Outcome
    ours: str = ""
    theirs: str = ""
    note: str = ""


@dataclass(frozen=True)
class Comparison:
    """A formula in both readings, side by side."""

    latex: str
    sides: tuple[Side, ...]

    @property
    def outcome(self) -> Outcome:
        """The outcome of the whole formula."""
        return next(outcome for outcome in _ORDER if any(side.outcome == outcome for side in self.sides))

    def as_dict(self) -> dict[str, Any]:
        """The comparison as plain data."""
        return {"outcome": self.outcome, "sides": [asdict(side) for side in self.sides]}

    def lines(self) -> list[str]:
        """The comparison as lines of text."""
        rows = [f"second reader: {TITLES[self.outcome]}"]
        for side in self.sides:
            if side.outcome == "agree":
                continue
            rows += [f"  {side.latex}"] if len(self.sides) > 1 else []
            rows += [f"  it reads  {side.theirs}"] if side.theirs else []
            rows += [f"  we read   {side.ours}"] if side.ours and side.theirs else []
            rows += [f"  {side.note}"] if side.note else []
        return rows


def compare(latex: str, second: SecondReader, scope: Scope | None = None) -> Comparison:
    """A formula as we read it and as the other reader does. Raises `NotInstalled`, and nothing for bad input."""
    reading = read(latex, scope)
    pieces = split(latex)
    trees = [second.read(piece) for piece in pieces]
    ours = sides_of(reading)
    if reading.error is not None or not ours:
        return Comparison(latex, tuple(map(_unread, pieces, trees)))
    if len(ours) != len(pieces):
        theirs = "; ".join(tree.text or "nothing" for tree in trees)
        note = f"we read {len(ours)} sides where {len(pieces)} are written between signs of equality"
        outcome: Outcome = "incomparable" if all(not tree.error for tree in trees) else "only-we"
        return Comparison(latex, (Side(latex, outcome, _shown(ours), theirs, note),))
    return Comparison(latex, tuple(map(_side, pieces, trees, ours)))


def sides_of(reading: Reading) -> list[Expr]:
    """Every side of a reading, those that a definition names among them."""
    if reading.statements:
        return [side for statement in reading.statements for side in sides_of(statement)]
    return [*(Var(symbol) for symbol in reading.defines), *reading.sides]


def split(latex: str) -> list[str]:
    """The pieces of a formula between its signs of equality, and arrows, outside brackets, by the text alone."""
    text = latex.strip().rstrip(" .,;")
    pieces, start, depth = [], 0, 0
    for found in _BREAKS.finditer(text):
        mark = found.group()
        if mark in _OPENING:
            depth += 1
        elif mark in _CLOSING:
            depth -= 1
        elif mark in _SIGNS and depth <= 0:
            pieces.append(text[start : found.start()])
            start = found.end()
    stripped = (piece.strip("$ \t\n") for piece in (*pieces, text[start:]))
    return [piece for piece in stripped if piece] or [text]


def _unread(latex: str, tree: Tree) -> Side:
    return Side(latex, "neither" if tree.error else "only-they", theirs=tree.text, note=tree.error)


def _side(latex: str, tree: Tree, ours: Expr) -> Side:
    shown = _shown([ours])
    if tree.error:
        return Side(latex, "only-we", shown, note=f"it says: {tree.error}")
    try:
        theirs = expression(tree)
    except NoCounterpart as problem:
        return Side(latex, "incomparable", shown, tree.text, f"there is no counterpart here to {problem}")
    except ShapeError as problem:
        return Side(latex, "incomparable", shown, tree.text, str(problem))
    ours, theirs = with_opaque_derivatives(ours), with_opaque_derivatives(theirs)
    names = variables(ours, theirs)
    if not ours.shape.is_scalar or any(not name.shape.is_scalar for name in names):
        return Side(latex, "incomparable", shown, tree.text, "it knows numbers only, and there are arrays in it")
    found = probe(ours, theirs, {}, names, {})
    if found.counterexample is not None:
        point = ", ".join(f"{name} = {value}" for name, value in found.counterexample.point.items())
        values = f"we have {found.counterexample.left}, it has {found.counterexample.right}"
        return Side(latex, "differ", shown, tree.text, f"at {point}: {values}" if point else values)
    if not found.agreeing:
        return Side(latex, "incomparable", shown, tree.text, "neither has a value at any point that was tried")
    return Side(latex, "agree", shown, tree.text)


def _shown(sides: Sequence[Expr]) -> str:
    return " = ".join(map(_written, sides))


def _written(side: Expr) -> str:
    try:
        return latex_of(typeset(side), colours=False)
    except Unspellable:
        return str(side)
