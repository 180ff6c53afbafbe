"""What was understood of a formula: as data for programs, and as calm, aligned lines for a person who asks."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from derive.ir import Expr, Symbol, Var
from derive.notation.errors import ReadError
from derive.notation.latex import latex
from derive.notation.math import Math, Unspellable
from derive.notation.readings import Reading
from derive.notation.styling import Style
from derive.notation.typesetting import PLAIN, needs_indices, typeset, typeset_sides
from derive.shapes import Shape
from reports.emitters.plain import plain, width

KINDS = {
    "definition": "a definition",
    "claim": "a claim",
    "continuation": "the continuation of an earlier line",
    "update": "an update rule",
    "declaration": "a declaration",
    "value": "a printed value",
    "expression": "an expression",
    "fragment": "a fragment, no statement by itself",
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

DOLLARS = "if there is a formula in it, put that between dollars: $a = b$"
"""What to do about words."""

WIDEST = 60
"""The longest side, in columns, that moves the column of the shapes to the right."""


@dataclass(frozen=True)
class Spelled:
    """A name or an expression, as LaTeX and as plain text."""

    latex: str
    plain: str


@dataclass(frozen=True)
class Side:
    """One side of a statement: the relation before it (empty for the first), its spellings and its shape.

    ``shape`` lists the sizes and is empty for a number; ``(1, n)`` is a row, ``(m, 1)`` a column. Where ``is_entry``,
    the spellings are of one entry of an array of that shape, because the array has no spelling of its own.
    """

    relation: str
    latex: str
    plain: str
    shape: tuple[str, ...]
    is_entry: bool = False


@dataclass(frozen=True)
class Declared:
    """A name that the formula declares, with its shape."""

    latex: str
    plain: str
    shape: tuple[str, ...]


@dataclass(frozen=True)
class Name:
    """A name that the formula uses, and in words what it is bound to."""

    latex: str
    plain: str
    meaning: str


@dataclass(frozen=True)
class Description:
    """What was understood of one formula, as data.

    ``defines`` are the names that an equation defines, ``sides`` what stands behind them, or all sides of a claim;
    ``choices`` is what the reader decided, in words. ``error`` is None where nothing was refused; its span counts code
    points from 0. ``statements`` describes the statements of a formula that has several, and ``hint`` says what to do
    about a text that is no formula.
    """

    text: str
    kind: str
    defines: tuple[Spelled, ...] = ()
    sides: tuple[Side, ...] = ()
    declares: tuple[Declared, ...] = ()
    names: tuple[Name, ...] = ()
    choices: tuple[str, ...] = ()
    error: ReadError | None = None
    hint: str = ""
    statements: tuple[Description, ...] = ()

    def as_dict(self) -> dict[str, Any]:
        """The description as plain data, with every field in every statement."""
        return asdict(self)

    def lines(self) -> list[str]:
        """The description as lines of text."""
        if self.statements:
            rows = [f"{len(self.statements)} statements"]
            for number, part in enumerate(self.statements, start=1):
                rows += _indented(part.lines(), f"{number}. ")
            told = {choice for part in self.statements for choice in part.choices}
            return rows + _listed("choices", (choice for choice in self.choices if choice not in told))
        rows = [KINDS[self.kind]]
        if self.error is not None:
            rows += [f"  {row}" for row in self.error.render(self.text).splitlines()]
        rows += [f"  {row}" for row in self._sides()]
        rows += [f"  {name.plain} {_declared(name.shape)}" for name in self.declares]
        rows += _listed("names", _aligned((name.plain, name.meaning) for name in self.names))
        rows += _listed("choices", self.choices)
        return [*rows, f"  hint: {self.hint}"] if self.hint else rows

    def _sides(self) -> list[str]:
        named = [("=" if number else "", name.plain, "") for number, name in enumerate(self.defines)]
        sides = [(SIGNS.get(s.relation, s.relation), s.plain, _of_shape(s)) for s in self.sides]
        rows = [*named, *sides]
        signs = max((len(sign) for sign, _, _ in rows), default=0)
        lead = signs + 1 if signs else 0
        texts = [(f"{sign:<{lead}}{text}", shape) for sign, text, shape in rows]
        return _aligned(texts)


def describe(reading: Reading, style: Style = PLAIN) -> Description:
    """What was understood of a formula. Never raises: what has no spelling is shown in functional notation.

    ``style`` is that of the scope behind the formula: in it the spellings read back to what they show.
    """
    write, indexed = _writer(reading, style)
    return Description(
        text=reading.text,
        kind=reading.kind,
        defines=tuple(write(name) for name in _defined(reading)),
        sides=tuple(_sides_of(reading, write, indexed)),
        declares=tuple(Declared(*_name(symbol), _sizes(shape)) for symbol, shape in reading.declares),
        names=tuple(Name(*_name(use.symbol), use.meaning) for use in reading.names),
        choices=reading.choices,
        error=reading.error,
        hint=DOLLARS if reading.kind == "prose" else "",
        statements=tuple(describe(statement, style) for statement in reading.statements),
    )


def _writer(reading: Reading, style: Style) -> tuple[Callable[[Expr], Spelled], bool]:
    """How the sides of a statement are written, and whether that is for one entry of them."""
    exprs = [*_defined(reading), *reading.sides]
    if not exprs:
        return _functional, False
    try:
        written = dict(zip(exprs, typeset_sides(exprs, style), strict=True))
    except Unspellable:
        return _functional, False
    return lambda expr: _spelled(expr, written[expr]), needs_indices(*exprs)


def _defined(reading: Reading) -> list[Expr]:
    """The names that a statement defines, of the shape of what defines them."""
    return [Var(symbol, reading.sides[-1].shape) for symbol in reading.defines]


def _sides_of(reading: Reading, write: Callable[[Expr], Spelled], indexed: bool) -> Iterable[Side]:
    relations = ["=" if reading.defines else "", *reading.relations]
    relations += ["="] * (len(reading.sides) - len(relations))
    for relation, side in zip(relations, reading.sides, strict=False):
        spelled = write(side)
        entry = indexed and not side.shape.is_scalar
        yield Side(relation, spelled.latex, spelled.plain, _sizes(side.shape), entry)


def _functional(expr: Expr) -> Spelled:
    return Spelled(str(expr), str(expr))


def _spelled(expr: Expr, math: Math) -> Spelled:
    """Both spellings; in functional notation where one of the formats has none."""
    try:
        return Spelled(latex(math, colours=False), plain(math))
    except Unspellable:
        return _functional(expr)


def _name(symbol: Symbol) -> tuple[str, str]:
    try:
        spelled = _spelled(Var(symbol), typeset(Var(symbol)))
    except Unspellable:
        spelled = _functional(Var(symbol))
    return spelled.latex, spelled.plain


def _sizes(shape: Shape) -> tuple[str, ...]:
    return () if shape.is_scalar else tuple(part.strip() for part in str(shape).strip("()").split(","))


def _declared(sizes: Sequence[str]) -> str:
    return f"has the shape ({', '.join(sizes)})" if sizes else "is a number"


def _of_shape(side: Side) -> str:
    if not side.shape:
        return "a number"
    return f"{'one entry of an array ' if side.is_entry else ''}of shape ({', '.join(side.shape)})"


def _aligned(rows: Iterable[tuple[str, str]]) -> list[str]:
    """Two columns; the second is not moved by what is longer than `WIDEST`."""
    listed = list(rows)
    column = max((width(left) for left, _ in listed if width(left) <= WIDEST), default=0)
    return [f"{left}{' ' * max(0, column - width(left))}  {right}".rstrip() for left, right in listed]


def _listed(title: str, entries: Iterable[str]) -> list[str]:
    found = [f"    {entry}" for entry in entries]
    return [f"  {title}", *found] if found else []


def _indented(rows: list[str], mark: str) -> list[str]:
    return [f"{mark if not number else ' ' * len(mark)}{row}" for number, row in enumerate(rows)]
