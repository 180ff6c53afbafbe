"""How one part of an expression is written, given what its place asks for: brackets, marks, indices.

Brackets follow one scheme: a part says how tightly it holds together, its place says how tightly it must, and where
that is not enough there are brackets, so that two expressions that mean different things are never written alike. The
operators with a layout of their own are in `derive.notation.layouts`; all others are written by their template.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction as Rational
from typing import Literal, NamedTuple, TypeAlias

from derive.ir import Apply, Const, Expr, Path, Symbol, Var, postorder, variables
from derive.notation import naming, templates
from derive.notation.math import (
    Boxed,
    Brackets,
    Colour,
    Coloured,
    Fraction,
    Letter,
    Math,
    Number,
    Scripts,
    Struck,
    Unspellable,
    row,
)
from derive.notation.naming import NEGATIVE
from derive.operators import ATOM, POWER, PRODUCT, SUM

Mark: TypeAlias = Literal["struck", "boxed"] | Colour

MAX_DEPTH = 150
"""How deep a formula may nest; nobody can read one half as deep."""

MAX_PARTS = 20_000
"""How many parts a formula may have: a shared graph may be exponentially large when written out."""


DERIVATIVES = frozenset({"derivative", "total", "partial", "vjp", "pullback"})
"""The derivatives not yet taken; a product of them is written with the style's product sign."""


class TooDeep(Unspellable):
    """The expression nests deeper, or is longer when written out, than a formula can be."""


@dataclass(frozen=True)
class Style:
    """The choices of a house style that carry no meaning.

    ``product`` stands between the derivatives of a chain (``·`` or ``×``); ``order`` says where the arriving cotangent
    stands beside a local derivative; ``derivative`` may force ∂ where d would do; ``log`` is the logarithm's word;
    ``example_sizes`` are the sizes that count examples, whose index is written :math:`x^{(i)}`.
    """

    product: Literal["·", "×"] = "·"
    order: Literal["outer-inner", "inner-outer"] = "outer-inner"
    transpose: Literal["top", "T"] = "top"
    log: Literal["log", "ln"] = "log"
    derivative: Literal["auto", "partial"] = "auto"
    example_sizes: frozenset[str] = frozenset({"n"})


PLAIN = Style()
"""The style where none is asked for."""


class Index(NamedTuple):
    """An index letter for one axis, and whether it counts examples."""

    letter: str
    example: bool


Indices: TypeAlias = tuple[Index | None, ...]


@dataclass(frozen=True)
class Piece:
    """A written part, and what its neighbours must know of it.

    ``signed`` begins with a minus sign, ``prefix`` would swallow what is written behind it (as ``log a`` does),
    ``digit`` begins with a digit, ``word`` is a name that must not touch its neighbours, ``pair`` one of two letters.
    """

    math: Math
    level: int = ATOM
    signed: bool = False
    prefix: bool = False
    digit: bool = False
    word: bool = False
    pair: bool = False


class Place(NamedTuple):
    """A part of the expression: itself, the way to it, and the index of each axis (None: the whole axis)."""

    expr: Expr
    path: Path
    indices: Indices

    @property
    def is_array(self) -> bool:
        """Whether more than one number is written here."""
        return None in self.indices

    def child(self, k: int, indices: Indices | None = None) -> Place:
        """The place of an argument; its axes are whole unless ``indices`` says otherwise."""
        assert isinstance(self.expr, Apply)
        arg = self.expr.args[k]
        whole: Indices = (None,) * arg.shape.rank
        return Place(arg, (*self.path, k), whole if indices is None else indices)

    def aligned(self, k: int) -> Place:
        """The place of an argument of the same shape, entry by entry."""
        return self.child(k, self.indices)

    @property
    def op(self) -> str:
        """The operator's name; empty for a leaf."""
        return self.expr.op.name if isinstance(self.expr, Apply) else ""


_WRAPPED: dict[str, Callable[[Math], Math]] = {"struck": Struck, "boxed": Boxed}


def _unfinished(root: Expr) -> frozenset[Expr]:
    """The parts that have a derivative not yet taken in them."""
    found: set[Expr] = set()
    for node in postorder(root):
        if isinstance(node, Apply) and (node.op.name in DERIVATIVES or not found.isdisjoint(node.args)):
            found.add(node)
    return frozenset(found)


def _letters(root: Expr) -> list[str]:
    """The letters that names and sizes use, which an index must not be."""
    found: set[str] = set()
    for v in variables(root):
        symbol = v.symbol
        found |= {symbol.letter, symbol.letter.lower(), *symbol.sub, *symbol.example, *v.shape.names}
    return sorted(found)


class Printer:
    """Writes the parts of one expression, with one style, its marks, and the layouts of the operators that have one."""

    def __init__(self, style: Style, marks: Mapping[Path, Mark], layouts: Mapping[str, Layout], root: Expr) -> None:
        self.style = style
        self.unfinished = _unfinished(root)
        self.layouts = layouts
        self.letters = _letters(root)
        self.marks = marks
        self.budget = MAX_PARTS

    def seen(self, place: Place) -> Place:
        """The place below any broadcasts: a number in every entry is written as the number."""
        while place.op == "broadcast":
            place = place.child(0)
        return place

    def piece(self, place: Place) -> Piece:
        """The part as it is written, without its marks."""
        self.budget -= 1
        if len(place.path) > MAX_DEPTH or self.budget < 0:
            raise TooDeep(
                f"the expression nests deeper than {MAX_DEPTH} levels or has more than {MAX_PARTS} parts; "
                "give names to its intermediate results"
            )
        place = self.seen(place)
        if isinstance(place.expr, Var):
            return _variable(place.expr, place.indices)
        if isinstance(place.expr, Const):
            return number(place.expr.value)
        return self.layouts.get(place.op, _from_template)(self, place)

    def marked(self, place: Place, math: Math) -> Math:
        """The formula with the marks of its place, and of the broadcasts around it."""
        while True:
            mark = self.marks.get(place.path)
            if mark is not None:
                wrap = _WRAPPED.get(mark)
                math = wrap(math) if wrap else Coloured(math, mark)  # type: ignore[arg-type]
            if place.op != "broadcast":
                return math
            place = place.child(0)

    def set(self, place: Place, piece: Piece, level: int = 0, last: bool = True) -> Math:
        """A piece brought to where it stands: in brackets if its place asks for them, then marked."""
        loose = piece.level < level or (piece.signed and level > SUM) or (piece.prefix and not last)
        return self.marked(place, Brackets(piece.math) if loose else piece.math)

    def fit(self, place: Place, level: int, last: bool = True) -> Math:
        """The part as it stands in a place that asks for ``level``; ``last``: nothing follows it there."""
        return self.set(place, self.piece(place), level, last)


Layout: TypeAlias = Callable[[Printer, Place], Piece]


def _variable(v: Var, indices: Indices) -> Piece:
    symbol = _entry_name(v.symbol, indices)
    return Piece(naming.name(symbol), word=naming.is_word(symbol), pair=naming.is_differential(symbol))


def _entry_name(symbol: Symbol, indices: Indices) -> Symbol:
    """The name of an entry: one example's in lower case with its superscript, other indices as subscripts."""
    taken = [found for found in indices if found is not None]
    if not taken:
        return symbol
    examples = [found.letter for found in taken if found.example]
    others = [found.letter for found in taken if not found.example]
    sub = ("," if symbol.sub and others else "").join([symbol.sub, "".join(others)])
    return replace(symbol, letter=symbol.small, sub=sub, example=",".join([symbol.example, *examples]).strip(","))


def number(value: Rational) -> Piece:
    """A number, with its sign in front."""
    top = Number(str(abs(value.numerator)))
    whole = value.denominator == 1
    math: Math = top if whole else Fraction(top, Number(str(value.denominator)))
    if value < 0:
        return Piece(row(NEGATIVE, math), PRODUCT, signed=True, digit=True)
    return Piece(math, ATOM if whole else POWER, digit=True)


def _from_template(printer: Printer, place: Place) -> Piece:
    expr = place.expr
    assert isinstance(expr, Apply)
    op = expr.op
    if not op.latex:
        raise Unspellable(f"the operator {op.name} has no template, and no layout of its own")
    template = templates.parse(op.latex)
    entrywise = op.elementwise

    def fill(name: str, level: int, last: bool) -> Math:
        k = op.parameters.index(name)
        return printer.fit(place.aligned(k) if entrywise else place.child(k), level, last)

    piece = Piece(template.fill(fill), op.precedence, prefix=template.prefix and op.precedence < ATOM)
    return piece if entrywise else with_indices(piece, place.indices)


def with_indices(piece: Piece, indices: Indices) -> Piece:
    """An entry of something that is only written as a whole: in brackets, with the indices outside."""
    taken = [found for found in indices if found is not None]
    if not taken:
        return piece
    sub = [Letter(found.letter) for found in taken if not found.example]
    sup = [Brackets(Letter(found.letter)) for found in taken if found.example]
    return Piece(Scripts(Brackets(piece.math), row(*sub) if sub else None, row(*sup) if sup else None))
