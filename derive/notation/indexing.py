r"""The operators that are written with indices: sums, products and maxima along axes, entries, positions.

Each opens an index letter for the axes it runs over, and writes the entry of its argument that the letters single out.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from derive.building import unwrapped
from derive.ir import Apply, Const, postorder
from derive.notation import naming
from derive.notation.math import EQUALS, Big, Brackets, Letter, Math, Number, Scripts, row
from derive.notation.naming import PRODUCT_SIGNS
from derive.notation.printing import Index, Indices, Layout, Piece, Place, Printer
from derive.notation.surveying import attribute, axes_of
from derive.operators import POWER, PRODUCT, SUM
from derive.shapes import Size


def size_of(place: Place) -> Size:
    """The attribute ``size`` of an application."""
    return attribute(place.expr, "size", Size)


# --- along axes


def _sum(printer: Printer, place: Place) -> Piece:
    squares = place.child(0)
    if _is_norm(printer, squares):
        base = Brackets(printer.fit(squares.child(0), 0), "‖‖")
        return Piece(Scripts(base, Letter("F"), Number("2")), POWER)
    return _accumulated(printer, place, tuple(range(place.child(0).expr.shape.rank)), "∑")


def _is_norm(printer: Printer, place: Place) -> bool:
    """Whether the entries of a matrix are squared that has a form as a whole, and nothing of the square is marked."""
    if place.op != "power" or place.expr.shape.rank != 2 or unwrapped(place.args[1]) is not Const(2):
        return False
    if not printer.style.unknown_sizes.isdisjoint(map(str, place.expr.shape.sizes)):
        return False  # the letters of the sums say how far they run
    base = place.args[0]
    without_form = printer.entrywise | printer.families
    whole = without_form.isdisjoint(postorder(base)) and base not in printer.repeating
    return whole and not any(printer.is_marked(part) for part in (place, place.child(1)))


def _sum_along(printer: Printer, place: Place) -> Piece:
    return _accumulated(printer, place, axes_of(place.expr), "∑")


def _accumulated(printer: Printer, place: Place, axes: tuple[int, ...], character: str) -> Piece:
    """The large operator for each axis, those that count examples first, and behind them one entry."""
    sizes = place.child(0).expr.shape.sizes
    order = sorted(axes, key=lambda axis: not printer.counts_examples(sizes[axis]))
    with printer.opened([sizes[axis] for axis in order]) as opened:
        signs = printer.summations(opened, [sizes[axis] for axis in order], character)
        running = dict(zip(order, opened, strict=True))
        body = printer.fit(place.child(0, _entered(place, running)), PRODUCT)
    return Piece(row(*signs, body), PRODUCT, prefix=True)


def _entered(place: Place, running: Mapping[int, Index]) -> Indices:
    """The indices of an argument of which some axes are run over; the others are those of the result."""
    rest = iter(place.indices)
    return tuple(running[axis] if axis in running else next(rest) for axis in range(place.child(0).expr.shape.rank))


def _prod_along(printer: Printer, place: Place) -> Piece:
    return _accumulated(printer, place, axes_of(place.expr), "∏")


def _max_along(printer: Printer, place: Place) -> Piece:
    return _largest(printer, place, "max")


def _argmax(printer: Printer, place: Place) -> Piece:
    return _largest(printer, place, "arg max")


def _largest(printer: Printer, place: Place, word: str) -> Piece:
    """The word with all its letters below it; more than a power behind it stands in brackets, as behind a logarithm."""
    axes = axes_of(place.expr)
    sizes = place.child(0).expr.shape.sizes
    with printer.opened([sizes[axis] for axis in axes]) as opened:
        running = dict(zip(axes, opened, strict=True))
        body = printer.fit(place.child(0, _entered(place, running)), POWER)
        lower = row(*naming.commas([index.piece.math for index in opened]))
    return Piece(row(Big(word, lower), body), PRODUCT, prefix=True)


# --- entries at positions


def _take(printer: Printer, place: Place) -> Piece:
    """The entry of an array at positions that are formulas: they stand where its indices do."""
    sizes = place.child(0).expr.shape.sizes
    indices = tuple(_position(printer, place.child(k, place.indices), size) for k, size in enumerate(sizes, start=1))
    whole = place.child(0)
    exact = printer.style.layout is not None and printer.seen(whole).op != "positions"
    if exact and isinstance(whole.expr, Apply) and whole.expr not in printer.entrywise | printer.families:
        return printer.with_indices(replace(printer.piece(whole), math=printer.fit(whole, 0)), indices)
    entry = place.child(0, indices)
    piece = printer.piece(entry)
    return replace(piece, math=printer.marked(entry, piece.math))


def _position(printer: Printer, place: Place, size: Size) -> Index:
    """A position as an index; one that is just the letter of an example counts examples here too."""
    piece = printer.piece(place)
    piece = replace(piece, math=printer.marked(place, piece.math))
    inner = printer.seen(place)
    counted = inner.op == "positions" and any(index is not None and index.example for index in inner.indices)
    return Index(piece, counted and isinstance(piece.math, Letter) and printer.counts_examples(size))


def _scatter(printer: Printer, place: Place) -> Piece:
    """The sum of the numbers that are added into this entry, each with the indicators of its positions."""
    x = place.child(0)
    with printer.opened(x.expr.shape.sizes) as opened:
        indicators = [
            indicator(printer.fit(place.child(k, opened), SUM), EQUALS, index.piece.math)
            for k, index in enumerate(place.indices, start=1)
            if index is not None
        ]
        entry = times(printer, place.child(0, opened), *indicators)
        signs = printer.summations(opened, x.expr.shape.sizes)
    return replace(entry, math=row(*signs, entry.math), digit=False, prefix=True) if signs else entry


def indicator(*relation: Math) -> Math:
    """The number that is 1 where the relation holds and 0 elsewhere."""
    return row(Letter("1", "blackboard"), Brackets(row(*relation), "[]"))


def times(printer: Printer, place: Place, *atoms: Math) -> Piece:
    """The part multiplied by what stands behind it and needs no brackets."""
    piece = printer.piece(place)
    sign = [PRODUCT_SIGNS["·"]] if piece.word else []
    math = row(printer.set(place, piece, POWER, last=False), *sign, *atoms)
    return Piece(math, PRODUCT, digit=piece.digit)


# --- numbers that depend on where they stand


def _positions(printer: Printer, place: Place) -> Piece:
    (index,) = place.indices
    assert index is not None
    return index.piece


def _eye(printer: Printer, place: Place) -> Piece:
    return delta(printer, size_of(place), place.indices)


def _spread(printer: Printer, place: Place) -> Piece:
    """The column or row itself: what stands beside it says that it is repeated."""
    return Piece(printer.fit(place.child(0), POWER), POWER)


def delta(printer: Printer, size: Size, indices: Indices) -> Piece:
    """The identity as a whole, or Kronecker's delta, unless there is a name δ that it could be taken for."""
    subscripts = [index.piece.math for index in indices if index is not None]
    printer.asked.update(subscripts)
    if len(subscripts) == len(indices) and "delta" not in printer.letters and not printer.untold.issuperset(subscripts):
        return Piece(Scripts(Letter("delta"), naming.listed(subscripts)))
    return printer.with_indices(Piece(Scripts(Letter("I"), naming.size(size))), indices)


LAYOUTS: Mapping[str, Layout] = {
    "argmax": _argmax,
    "eye": _eye,
    "max_along": _max_along,
    "positions": _positions,
    "prod_along": _prod_along,
    "scatter": _scatter,
    "spread": _spread,
    "sum": _sum,
    "sum_along": _sum_along,
    "take": _take,
}
"""The operators that are written with indices, and their layouts."""
