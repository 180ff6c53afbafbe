"""How one part of an expression is written, given what its place asks for: brackets, marks, indices.

Brackets follow one scheme: a part says how tightly it holds together, its place says how tightly it must, and where
that is not enough there are brackets, so that two expressions that mean different things are never written alike. The
operators with a layout of their own are in `derive.notation.layouts`; all others are written by their template.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from fractions import Fraction as Rational
from typing import Literal, NamedTuple, TypeAlias

from derive.building import unwrapped
from derive.ir import Apply, Const, Expr, Path, Symbol, Var, children, variables
from derive.notation import naming, surveying, templates
from derive.notation.math import (
    EQUALS,
    Big,
    Blank,
    Boxed,
    Brackets,
    Colour,
    Coloured,
    Fraction,
    Letter,
    Math,
    Matrix,
    Number,
    Row,
    Scripts,
    Sign,
    Struck,
    Unspellable,
    row,
)
from derive.notation.naming import NEGATIVE, PRODUCT_SIGNS
from derive.notation.styling import Style
from derive.notation.surveying import axes_of
from derive.operators import ATOM, POWER, PRODUCT, SUM
from derive.shapes import Size

Mark: TypeAlias = Literal["struck", "boxed"] | Colour | Blank
"""What may be done to a part: struck, boxed, coloured, or left out, with a blank in its place."""

MAX_DEPTH = 150
"""How deep a formula may nest; nobody can read one half as deep."""

MAX_PARTS = 20_000
"""How many parts a formula may have: a shared graph may be exponentially large when written out."""


_INDEX_LETTERS = "ijklprsmntuvahqwbcfg"


class TooDeep(Unspellable):
    """The expression nests deeper, or is longer when written out, than a formula can be."""


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


class Index(NamedTuple):
    """What stands in an index of one axis: a letter, or a formula; and whether it is a letter that counts examples."""

    piece: Piece
    example: bool = False


Indices: TypeAlias = tuple[Index | None, ...]


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
    def args(self) -> tuple[Expr, ...]:
        """The arguments of an application; nothing for a leaf."""
        return children(self.expr)

    @property
    def op(self) -> str:
        """The operator's name; empty for a leaf."""
        return self.expr.op.name if isinstance(self.expr, Apply) else ""

    @property
    def repeated(self) -> Place | None:
        """What is written in place of an array that repeats it, such as a number; None where nothing is repeated."""
        if self.op == "broadcast":
            return self.child(0)
        if self.op == "spread" and any(self.indices):
            row = self.child(0).expr.shape.row
            return self.child(0, self.indices[1:] if row else self.indices[:1])
        if self.op == "align" and any(self.indices):
            return self.child(0, tuple(self.indices[axis] for axis in axes_of(self.expr)))
        return None


_UNMARKED = Row(())
_TRANSPOSES: dict[str, Math] = {"top": Sign("⊤"), "T": Letter("T"), "prime": Sign("′")}
_WRAPPED: dict[str, Callable[[Math], Math]] = {"struck": Struck, "boxed": Boxed}


def _with_mark(math: Math, mark: Mark) -> Math:
    if isinstance(mark, Blank):
        return mark
    wrap = _WRAPPED.get(mark)
    return wrap(math) if wrap else Coloured(math, mark)  # type: ignore[arg-type]


class Printer:
    """Writes the parts of one expression, with one style, its marks, and the layouts of the operators that have one.

    ``told`` collects the indices of names, whose arrays say how far they run, ``asked`` those of Kronecker's delta,
    which does not say it; ``untold`` are those that nothing else tells.
    """

    def __init__(
        self, style: Style, marks: Mapping[Path, Mark], layouts: Mapping[str, Layout], roots: Sequence[Expr]
    ) -> None:
        self.style = style
        self.unfinished = surveying.unfinished(*roots)
        self.repeating = surveying.repeating(*roots)
        self.entrywise = surveying.entrywise(style, *roots)
        self.families = surveying.families(*roots)
        self.layouts = layouts
        self.letters = surveying.letters(style, *roots)
        self.names = {v.symbol: self.spelt(v.symbol) for v in variables(*roots) if not naming.count_slots(v.symbol)}
        self.marks = marks
        self.told: set[Math] = set()
        self.asked: set[Math] = set()
        self.untold: frozenset[Math] = frozenset()
        self.budget = MAX_PARTS

    def seen(self, place: Place) -> Place:
        """The place below any repetition: a number in every entry is written as the number."""
        while (inside := place.repeated) is not None:
            place = inside
        return place

    @contextmanager
    def opened(self, sizes: Sequence[Size]) -> Iterator[tuple[Index, ...]]:
        """A letter for each of the axes of these sizes, which nothing written in this block may use otherwise."""
        free = [letter for letter in _INDEX_LETTERS if letter not in self.letters][: len(sizes)]
        if len(free) < len(sizes):
            raise TooDeep("the sums nest so deep that there are no letters left for their indices")
        self.letters += free
        try:
            yield tuple(
                Index(Piece(Letter(name)), self.counts_examples(size)) for name, size in zip(free, sizes, strict=True)
            )
        finally:
            del self.letters[len(self.letters) - len(free) :]

    @property
    def top(self) -> Math:
        """The sign of the transpose."""
        return _TRANSPOSES[self.style.transpose]

    def spelt(self, symbol: Symbol, *above: Math, below: Sequence[Math] = (), slots: Sequence[Math] = ()) -> Math:
        """The name as the style writes its layer; the arguments are those of `naming.name`."""
        return naming.name(symbol, *above, below=below, slots=slots, layers=self.style.layers)

    def counts_examples(self, size: Size) -> bool:
        """Whether the style says that an axis of this size counts examples."""
        return self.style.counts_examples(size)

    def summations(self, opened: Sequence[Index], sizes: Sequence[Size], character: str = "∑") -> list[Math]:
        """A large operator for each index, with its limits: from 1 to the size, or none where that has no name."""
        unknown = self.style.unknown_sizes
        return [
            Big(character, index.piece.math, None)
            if str(size) in unknown
            else Big(character, row(index.piece.math, EQUALS, Number("1")), naming.size(size))
            for index, size in zip(opened, sizes, strict=True)
        ]

    def with_indices(self, piece: Piece, indices: Indices) -> Piece:
        """An entry of something that is only written as a whole: in brackets, with the indices outside."""
        taken = [found for found in indices if found is not None]
        if not taken:
            return piece
        above = [found for found in taken if found.example and self.style.examples == "any"]
        sub = [found.piece.math for found in taken if found not in above]
        sup = [Brackets(found.piece.math) for found in above]
        base = piece.math if isinstance(piece.math, Matrix) else Brackets(piece.math)
        return Piece(Scripts(base, naming.listed(sub) if sub else None, row(*sup) if sup else None))

    def piece(self, place: Place) -> Piece:
        """The part as it is written, without its marks."""
        self.budget -= 1
        if len(place.path) > MAX_DEPTH or self.budget < 0:
            raise TooDeep(
                f"the expression nests deeper than {MAX_DEPTH} levels or has more than {MAX_PARTS} parts; "
                "give names to its intermediate results"
            )
        if place.is_array and place.expr in self.entrywise:
            raise Unspellable(
                f"the {place.op} inside can only be written for one entry, and a whole array must stand there; "
                "give it a name"
            )
        place = self.seen(place)
        if isinstance(place.expr, Var):
            return self.name(place.expr, place.indices)
        if isinstance(place.expr, Const):
            return number(place.expr.value)
        return self.layouts.get(place.op, from_template)(self, place)

    def whole(self, place: Place) -> Piece:
        """The part where nothing says its shape but itself: a number in every entry is not written as the number."""
        if place.expr in self.repeating and place.expr.shape.rank == 2:
            raise Unspellable("a matrix that repeats a number or a vector has no form of its own here; give it a name")
        return self.ones(place) or self.piece(place)

    def ones(self, place: Place) -> Piece | None:
        """The whole vector that repeats a number, as that number times the vector of ones; None for anything else."""
        if place.op != "broadcast" or place.expr.shape.rank != 1 or place.indices != (None,):
            return None
        row_of_ones = place.expr.shape.row
        ones: Math = Letter("1", "bold")
        ones = Scripts(ones, sup=self.top) if row_of_ones else ones
        if unwrapped(place.expr) is Const(1):
            return Piece(ones, POWER if row_of_ones else ATOM)
        piece = self.piece(self.seen(place))
        sign = [PRODUCT_SIGNS["·"]] if piece.word else []
        return Piece(row(bracketed(piece, POWER, last=False), *sign, ones), PRODUCT, digit=piece.digit)

    def marked(self, place: Place, math: Math) -> Math:
        """The formula with the marks of its place, and of what is written in its stead."""
        here: Place | None = place
        while here is not None:
            mark = self.marks.get(here.path)
            if mark is not None:
                math = _with_mark(math, mark)
            here = here.repeated
        return math

    def is_marked(self, place: Place) -> bool:
        """Whether the place, or what is written in its stead, bears a mark."""
        return self.marked(place, _UNMARKED) is not _UNMARKED

    def set(self, place: Place, piece: Piece, level: int = 0, last: bool = True) -> Math:
        """A piece brought to where it stands: in brackets if its place asks for them, then marked."""
        return self.marked(place, bracketed(piece, level, last))

    def fit(self, place: Place, level: int, last: bool = True) -> Math:
        """The part as it stands in a place that asks for ``level``; ``last``: nothing follows it there."""
        return self.set(place, self.piece(place), level, last)

    def name(self, v: Var, indices: Indices) -> Piece:
        """A name, or an entry of it: in lower case, one example's with its superscript, other indices as subscripts.

        Where an entry would look like another name, the whole name stands in brackets with the indices outside.
        """
        symbol = v.symbol
        if naming.count_slots(symbol):
            return self._member(v, indices)
        plain = Piece(self.names[symbol], word=naming.is_word(symbol), pair=naming.is_differential(symbol))
        taken = [found for found in indices if found is not None]
        if not taken:
            return plain
        self.told.update(found.piece.math for found in taken)
        if self._is_beside_family(symbol):
            return self.with_indices(plain, indices)
        small = replace(symbol, letter=symbol.small)
        if small in self.names or small in self.style.names:
            small = symbol
        above = self._examples(v, indices)
        examples = [found.piece.math.name for found in above if isinstance(found.piece.math, Letter)]
        small = replace(small, example=",".join([symbol.example, *examples]).strip(","))
        math = self.spelt(small, below=[found.piece.math for found in taken if found not in above])
        return replace(plain, math=math) if math not in self.names.values() else self.with_indices(plain, indices)

    def _is_beside_family(self, symbol: Symbol) -> bool:
        """Whether more indices on a name that has one already would make it a member of a family."""
        alike = (v.symbol for v in self.families if isinstance(v, Var))
        return bool(symbol.sub) and (symbol.letter, symbol.accent) in {(other.letter, other.accent) for other in alike}

    def _examples(self, v: Var, indices: Indices) -> list[Index]:
        """The indices that are written above an array's letter, as they count its examples."""
        return [
            found
            for axis, found in enumerate(indices)
            if found is not None and found.example and self.style.has_examples(v, axis)
        ]

    def _member(self, v: Var, indices: Indices) -> Piece:
        """A member of a family, or an entry of one: the indices stand in place of the name's slots."""
        symbol = v.symbol
        count = naming.count_slots(symbol)
        slots, rest = indices[:count], indices[count:]
        self.told.update(found.piece.math for found in indices if found is not None)
        below = [found.piece.math for found in rest if found is not None]
        if self.style.whole_families and None in slots:
            below = [*(found.piece.math for found in slots if found is not None), *below]
            symbol, slots = naming.without_slots(symbol), ()
        math = self.spelt(symbol, below=below, slots=[found.piece.math for found in slots if found is not None])
        return Piece(math, word=naming.is_word(symbol), pair=naming.is_differential(symbol))


Layout: TypeAlias = Callable[[Printer, Place], Piece]


def bracketed(piece: Piece, level: int, last: bool = True) -> Math:
    """A piece in brackets if it binds more loosely than ``level`` asks, or would swallow what follows it."""
    loose = piece.level < level or (piece.signed and level > SUM) or (piece.prefix and not last)
    return Brackets(piece.math) if loose else piece.math


def number(value: Rational) -> Piece:
    """A number, with its sign in front."""
    top = Number(str(abs(value.numerator)))
    whole = value.denominator == 1
    math: Math = top if whole else Fraction(top, Number(str(value.denominator)))
    if value < 0:
        return Piece(row(NEGATIVE, math), PRODUCT, signed=True, digit=True)
    return Piece(math, ATOM if whole else POWER, digit=True)


def from_template(printer: Printer, place: Place) -> Piece:
    """An application written by its operator's template, entry by entry or as a whole."""
    expr = place.expr
    assert isinstance(expr, Apply)
    op = expr.op
    if not op.latex:
        raise Unspellable(f"the operator {op.name} has no template, and no layout of its own")
    template = templates.parse(op.latex)
    entrywise = op.elementwise

    def fill(name: str, level: int, last: bool) -> Math:
        k = op.parameters.index(name)
        part = place.aligned(k) if entrywise else place.child(k)
        return printer.set(part, printer.piece(part) if entrywise else printer.whole(part), level, last)

    piece = Piece(template.fill(fill), op.precedence, prefix=template.prefix and op.precedence < ATOM)
    return piece if entrywise else printer.with_indices(piece, place.indices)
