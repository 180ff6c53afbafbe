"""How matrix products, transposes and the other operators of matrices are written."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from derive.building import unwrapped
from derive.ir import Const, Expr, Var
from derive.notation import indexing, naming, quotients
from derive.notation.arithmetic import joined
from derive.notation.math import THIN, Brackets, Math, Matrix, Number, Unspellable, Word, row
from derive.notation.naming import NEGATIVE, PRODUCT_SIGNS
from derive.notation.printing import (
    Indices,
    Layout,
    Piece,
    Place,
    Printer,
    from_template,
)
from derive.notation.surveying import attribute
from derive.operators import ATOM, POWER, PRODUCT, SUM

_LOOSE_IN_MATMUL = frozenset({"mul", "derivative", "vjp", "pullback"})


def _matmul(printer: Printer, place: Place) -> Piece:
    if place.expr in printer.entrywise:
        return _contracted(printer, place)
    if printer.families.isdisjoint(place.args):
        return _of_whole(printer, place)
    try:
        return _of_whole(printer, place)
    except Unspellable:
        return _contracted(printer, place)


def _of_whole(printer: Printer, place: Place) -> Piece:
    """Both sides beside each other, as whole as they are asked for."""
    left, right, outside = _columns(printer, place)
    a = printer.seen(left)
    first, second = (printer.ones(side) or printer.piece(printer.seen(side)) for side in (left, right))
    loose = a.op in _LOOSE_IN_MATMUL
    items = [
        printer.set(left, first, ATOM + 1 if loose else PRODUCT, last=False),
        *_between(printer, first, second),
        printer.set(right, second, POWER),
    ]
    return printer.with_indices(Piece(row(*items), PRODUCT), outside)


def _between(printer: Printer, left: Piece, right: Piece) -> list[Math]:
    """What stands between the sides of a matrix product: nothing, unless they could be taken for one name."""
    if left.word or right.word or right.digit:
        return [PRODUCT_SIGNS[printer.style.product]]
    return [THIN] if left.pair or right.pair else []


def _columns(printer: Printer, place: Place) -> tuple[Place, Place, Indices]:
    """Both sides of a matrix product as one example of it needs them, and the indices left for the outside.

    Only the column of an example has a name; where all columns are asked for, the outer product has entries.
    """
    a, b = place.child(0), place.child(1)
    column = place.indices[-1] if _has_columns(b.expr) and place.indices else None
    if column is None:
        return a, b, place.indices
    if b.expr.shape.rank == 1 and a.expr.shape.rank == 1 and not a.expr.shape.row:
        return place.child(0, place.indices[:1]), place.child(1, (column,)), ()
    single = (column.example and not printer.counts_examples(b.expr.shape.sizes[0])) or b.expr in printer.families
    if not single or b.expr.shape.rank != 2:
        return a, b, place.indices
    return a, place.child(1, (None, column)), place.indices[:-1]


def _has_columns(right: Expr) -> bool:
    """Whether the right side of a matrix product gives the product more than one column."""
    return right.shape.rank == 2 or right.shape.row


def _contracted(printer: Printer, place: Place) -> Piece:
    """One entry of a matrix product as the sum that it is."""
    a, b = place.child(0), place.child(1)
    rows = a.expr.shape.rank == 2 or not a.expr.shape.row
    if b.expr.shape.rank == 1 and unwrapped(b.expr) is Const(1) and rows:
        return _row_sum(printer, a, place.indices)
    left, right = place.indices[:1] if rows else (), place.indices[-1:] if _has_columns(b.expr) else ()
    if len(left) == a.expr.shape.rank:
        return joined(printer, [place.child(0, left), place.child(1, right)], first=True)
    size = b.expr.shape.sizes[0]
    with printer.opened([size]) as shared:
        factors = [place.child(0, (*left, *shared)), place.child(1, (*shared, *right))]
        body = joined(printer, factors, first=False)
        return Piece(row(*printer.summations(shared, [size]), body.math), PRODUCT, prefix=True)


def _row_sum(printer: Printer, a: Place, indices: Indices) -> Piece:
    """One entry of a matrix times the vector of ones: the sum of a row."""
    size = a.expr.shape.sizes[1]
    with printer.opened([size]) as shared:
        body = printer.fit(Place(a.expr, a.path, (*indices, *shared)), PRODUCT)
        return Piece(row(*printer.summations(shared, [size]), body), PRODUCT, prefix=True)


def _transpose(printer: Printer, place: Place) -> Piece:
    if any(place.indices):
        return printer.piece(place.child(0, place.indices[::-1]))
    arg = place.child(0)
    top = printer.top
    if quotients.is_standing(printer, arg):
        return quotients.lying(printer, arg)
    if isinstance(arg.expr, Var) and arg.path not in printer.marks and naming.is_open(arg.expr.symbol):
        symbol = arg.expr.symbol
        word, pair = naming.is_word(symbol), naming.is_differential(symbol)
        return Piece(printer.spelt(symbol, top), POWER, word=word, pair=pair)
    piece = printer.ones(arg) or printer.piece(arg)
    return Piece(naming.raised(printer.set(arg, piece, ATOM + naming.has_scripts(piece.math)), top), POWER)


# --- functions of a matrix


def _inverse(printer: Printer, place: Place) -> Piece:
    arg = place.child(0)
    piece = printer.whole(arg)
    held = printer.set(arg, piece, ATOM + naming.has_scripts(piece.math))
    inverse = Piece(naming.raised(held, row(NEGATIVE, Number("1"))), POWER, word=piece.word, pair=piece.pair)
    return printer.with_indices(inverse, place.indices)


def _det(printer: Printer, place: Place) -> Piece:
    arg = place.child(0)
    return Piece(row(Word("det"), printer.set(arg, printer.whole(arg), POWER)), PRODUCT, prefix=True)


def _trace(printer: Printer, place: Place) -> Piece:
    """The sum of the diagonal, where the matrix can only be written by its entries."""
    if place.expr not in printer.entrywise:
        return from_template(printer, place)
    size = place.args[0].shape.sizes[0]
    with printer.opened([size]) as opened:
        body = printer.fit(place.child(0, opened * 2), PRODUCT)
        return Piece(row(*printer.summations(opened, [size]), body), PRODUCT, prefix=True)


def _diag(printer: Printer, place: Place) -> Piece:
    if place.is_array:
        return from_template(printer, place)
    size = place.args[0].shape.sizes[0]
    return indexing.times(printer, place.child(0, place.indices[:1]), indexing.delta(printer, size, place.indices).math)


def _diagonal(printer: Printer, place: Place) -> Piece:
    if not place.is_array:
        return printer.piece(place.child(0, place.indices * 2))
    return Piece(row(Word("diag"), Brackets(printer.fit(place.child(0), 0))))


# --- arrays written out


def _array(printer: Printer, place: Place) -> Piece:
    """The entries row by row; those of a column one below the other."""
    shape = place.expr.shape
    entries = [printer.fit(place.child(k), SUM) for k in range(len(place.args))]
    length = (shape.sizes[-1].number or 1) if shape.rank == 2 or shape.row else 1
    return printer.with_indices(Piece(matrix(entries, length)), place.indices)


def _concatenate(printer: Printer, place: Place) -> Piece:
    """Arrays beside or below one another, as the blocks of one."""
    parts = [place.child(k) for k in range(len(place.args))]
    pieces = [printer.whole(part) for part in parts]
    blocks = [printer.set(part, piece, SUM) for part, piece in zip(parts, pieces, strict=True)]
    beside = place.expr.shape.row or attribute(place.expr, "axis", int) == 1
    return printer.with_indices(Piece(matrix(blocks, len(blocks) if beside else 1)), place.indices)


def matrix(entries: Sequence[Math], length: int) -> Math:
    """The entries in rows of that length."""
    return Matrix(tuple(tuple(entries[k : k + length]) for k in range(0, len(entries), length)))


LAYOUTS: Mapping[str, Layout] = {
    "array": _array,
    "concatenate": _concatenate,
    "det": _det,
    "diag": _diag,
    "diagonal": _diagonal,
    "inverse": _inverse,
    "matmul": _matmul,
    "trace": _trace,
    "transpose": _transpose,
}
"""The operators of matrices, and their layouts."""
