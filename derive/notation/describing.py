"""What was understood of a formula, in calm lines: for a person who asks how the reader takes it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import Any

from derive.ir import Expr, Symbol, Var
from derive.notation.latex import latex
from derive.notation.math import Unspellable
from derive.notation.readings import Reading
from derive.notation.typesetting import typeset

KINDS = {
    "definition": "a definition",
    "claim": "a claim",
    "continuation": "the continuation of an earlier line",
    "update": "an update rule",
    "declaration": "a declaration",
    "value": "a printed value",
    "expression": "an expression",
    "fragment": "a fragment",
    "notation": "notation that claims nothing",
    "prose": "words, not a formula",
    "statements": "several statements",
    "unreadable": "not readable",
}
"""The kinds of statements in words."""

SIGNS = {
    "<=": "≤",
    ">=": "≥",
    "!=": "≠",
    "~=": "≈",
    "->": "→",
    "<-": "←",
    "=>": "⇒",
    "<=>": "⇔",
    "propto": "∝",
    "=!": "=!",
}
"""How relations are shown; the others as they are."""


@dataclass(frozen=True)
class Side:
    """One side of a statement: the LaTeX it is printed as again, and its shape in words."""

    latex: str
    shape: str


@dataclass(frozen=True)
class Description:
    """What was understood of one statement, as data.

    ``names`` says of each name what it is bound to, ``choices`` what the reader decided, ``error`` why it was not
    read, with a caret under the place. ``parts`` describes the statements of a formula that has several.
    """

    kind: str
    defines: tuple[str, ...] = ()
    sides: tuple[Side, ...] = ()
    relations: tuple[str, ...] = ()
    declares: tuple[tuple[str, str], ...] = ()
    names: tuple[tuple[str, str], ...] = ()
    choices: tuple[str, ...] = ()
    error: str = ""
    parts: tuple[Description, ...] = ()

    def as_dict(self) -> dict[str, Any]:
        """The description as plain data."""
        return asdict(self)

    def lines(self) -> list[str]:
        """The description as lines of text."""
        if self.parts:
            rows = [f"{len(self.parts)} statements"]
            for number, part in enumerate(self.parts, start=1):
                rows += _indented(part.lines(), f"{number}. ")
            return rows
        rows = [self.kind]
        rows += [f"  {row}" for row in self._sides()]
        rows += [f"  {name} has the shape {shape}" for name, shape in self.declares]
        rows += _listed("names", (f"{name}: {meaning}" for name, meaning in self.names))
        rows += _listed("choices", self.choices)
        rows += [f"  {row}" for row in self.error.splitlines()]
        return rows

    def _sides(self) -> Iterable[str]:
        signs = ["=" if name else "" for name in self.defines]
        rows = list(zip(signs, [Side(name, "") for name in self.defines], strict=True))
        relations = ["=" if self.defines else "", *self.relations]
        relations += ["="] * (len(self.sides) - len(relations))
        rows += zip(relations, self.sides, strict=False)
        for position, (relation, side) in enumerate(rows):
            shape = f"    {side.shape}" if side.shape else ""
            yield f"{SIGNS.get(relation, relation) if position else ''} {side.latex}{shape}".strip()


def describe(reading: Reading) -> Description:
    """What was understood of a formula. Never raises: what has no spelling is shown in functional notation."""
    return Description(
        kind=KINDS[reading.kind],
        defines=tuple(_name(symbol) for symbol in reading.defines),
        sides=tuple(Side(_spelled(side), _shape(side)) for side in reading.sides),
        relations=reading.relations,
        declares=tuple((_name(symbol), str(shape)) for symbol, shape in reading.declares),
        names=tuple((_name(use.symbol), use.meaning) for use in reading.names),
        choices=reading.choices,
        error=reading.error.render(reading.text) if reading.error is not None else "",
        parts=tuple(describe(statement) for statement in reading.statements),
    )


def _spelled(expr: Expr) -> str:
    try:
        return latex(typeset(expr), colours=False)
    except Unspellable:
        return str(expr)


def _name(symbol: Symbol) -> str:
    return _spelled(Var(symbol))


def _shape(expr: Expr) -> str:
    return "a number" if expr.shape.is_scalar else f"of shape {expr.shape}"


def _listed(title: str, entries: Iterable[str]) -> list[str]:
    found = [f"    {entry}" for entry in entries]
    return [f"  {title}", *found] if found else []


def _indented(rows: list[str], mark: str) -> list[str]:
    return [f"{mark if not number else ' ' * len(mark)}{row}" for number, row in enumerate(rows)]
