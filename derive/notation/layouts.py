r"""The operators whose writing depends on their neighbours or on the style: sums, products, powers, derivatives.

Inside :math:`\sum_{i=1}^{n}` everything is written for one entry: an array bears the index, a matrix product is written
for one column.
"""

from __future__ import annotations

from collections.abc import Mapping

from derive.building import unwrapped
from derive.ir import Apply, Const, Expr, Var, variables
from derive.notation import choosing, lettering, naming
from derive.notation.math import (
    THIN,
    Brackets,
    Fraction,
    Letter,
    Math,
    Row,
    Scripts,
    Sign,
    Word,
    row,
)
from derive.notation.naming import MINUS, NEGATIVE, PLUS, PRODUCT_SIGNS
from derive.notation.printing import (
    DERIVATIVES,
    Indices,
    Layout,
    Piece,
    Place,
    Printer,
    bracketed,
    number,
    with_indices,
)
from derive.operators import ATOM, POWER, PRODUCT, SUM

_LOOSE_IN_MATMUL = frozenset({"mul", "derivative", "vjp", "pullback"})
_DEL = Sign("∂", "prefix")
_D = Sign("d", "prefix")


def _arity(place: Place) -> int:
    assert isinstance(place.expr, Apply)
    return len(place.expr.args)


# --- sums and signs


def _add(printer: Printer, place: Place) -> Piece:
    items: list[Math] = []
    signed = False
    for k in range(_arity(place)):
        outer = place.aligned(k)
        minus, math = _term(printer, printer.seen(outer), first=k == 0)
        if minus:
            signed = signed or not items
            items.append(printer.marked(outer, row(MINUS if items else NEGATIVE, math)))
        else:
            items += [PLUS] if items else []
            items.append(printer.marked(outer, math))
    return Piece(row(*items), SUM, signed=signed)


def _term(printer: Printer, term: Place, first: bool) -> tuple[bool, Math]:
    """Whether the term is subtracted, and what then stands behind the sign."""
    if isinstance(term.expr, Const) and term.expr.value < 0:
        return True, number(-term.expr.value).math
    if term.op == "neg":
        return True, printer.fit(term.aligned(0), PRODUCT)
    piece = _product(printer, term, first) if term.op == "mul" else printer.piece(term)
    loose = piece.level < PRODUCT or (piece.signed and not first)
    return False, Brackets(piece.math) if loose else piece.math


def _neg(printer: Printer, place: Place) -> Piece:
    inner = place.aligned(0)
    piece = printer.piece(inner)
    return Piece(row(NEGATIVE, printer.set(inner, piece, PRODUCT)), PRODUCT, signed=True, prefix=piece.prefix)


# --- products


def _mul(printer: Printer, place: Place) -> Piece:
    return _product(printer, place, first=True)


def _product(printer: Printer, place: Place, first: bool) -> Piece:
    return _joined(printer, [place.aligned(k) for k in range(_arity(place))], first)


def _joined(printer: Printer, outer: list[Place], first: bool) -> Piece:
    """The factors side by side; ``first`` says that nothing is written in front, so a minus sign may begin."""
    factors = [printer.seen(factor) for factor in outer]
    chain = any(factor.expr in printer.unfinished for factor in factors)
    written = [
        _factor(printer, factor, first and k == 0, not any(f.is_array for f in factors[:k]), k + 1 == len(factors))
        for k, factor in enumerate(factors)
    ]
    items = [printer.marked(outer[0], written[0].math)]
    for k in range(1, len(factors)):
        left, right = written[k - 1], written[k]
        touching = left.word or right.word or right.digit or left.signed or right.signed
        sign: str = printer.style.product if chain else "·" if touching else ""
        if factors[k].is_array and any(factor.is_array for factor in factors[:k]):
            sign = "⊙"
        items += [PRODUCT_SIGNS[sign]] if sign else [THIN] if left.pair or right.pair else []
        items.append(printer.marked(outer[k], right.math))
    begins, ends = written[0], written[-1]
    signed = begins.signed and not isinstance(begins.math, Brackets)
    return Piece(row(*items), PRODUCT, signed=signed, prefix=ends.prefix, digit=begins.digit)


def _factor(printer: Printer, factor: Place, first: bool, after_scalars: bool, last: bool) -> Piece:
    """One factor, in brackets where it needs them; a number keeps its minus sign where nothing stands in front."""
    piece = _derivative(printer, factor, closed=not last) if factor.op == "derivative" else printer.piece(factor)
    may_end = piece.prefix or (factor.op == "matmul" and after_scalars)
    if piece.signed:
        loose = not (first and isinstance(factor.expr, Const))
    elif last and may_end and factor.op not in ("mul", "neg", "vjp", "pullback"):
        loose = piece.level < PRODUCT
    else:
        loose = piece.level < POWER or (piece.prefix and not last)
    if not loose:
        return piece
    return Piece(Brackets(piece.math), signed=piece.signed)


def _div(printer: Printer, place: Place) -> Piece:
    top = place.aligned(0)
    piece = printer.piece(top)
    return Piece(Fraction(printer.set(top, piece), printer.fit(place.aligned(1), 0)), POWER, digit=piece.digit)


def _power(printer: Printer, place: Place) -> Piece:
    base = place.aligned(0)
    piece = printer.piece(base)
    level = ATOM + _has_scripts(piece.math)
    math = printer.set(base, piece, level)
    sup = printer.fit(place.aligned(1), 0)
    return Piece(_raised(math, sup), POWER, digit=piece.digit and not isinstance(math, Brackets))


def _has_scripts(math: Math) -> bool:
    """Whether a further superscript would run into one that is there, or catch only the last of several letters."""
    if isinstance(math, Row):
        return not isinstance(math.items[-1], Brackets)
    return isinstance(math, Scripts) and math.sup is not None


def _raised(math: Math, sup: Math) -> Math:
    """The formula with a superscript, which stands at the closing bracket of a function's argument."""
    if isinstance(math, Row):
        return row(*math.items[:-1], Scripts(math.items[-1], sup=sup))
    if isinstance(math, Scripts) and math.sup is None:
        return Scripts(math.base, math.sub, sup)
    return Scripts(math, sup=sup)


def _exp(printer: Printer, place: Place) -> Piece:
    return Piece(Scripts(Letter("e"), sup=printer.fit(place.aligned(0), 0)), POWER)


def _log(printer: Printer, place: Place) -> Piece:
    return Piece(row(Word(printer.style.log), printer.fit(place.aligned(0), POWER)), PRODUCT, prefix=True)


# --- matrices


def _matmul(printer: Printer, place: Place) -> Piece:
    if place.expr in printer.entrywise:
        return _contracted(printer, place)
    left, right, outside = _columns(printer, place)
    a = printer.seen(left)
    first, second = (_ones(printer, side) or printer.piece(printer.seen(side)) for side in (left, right))
    loose = a.op in _LOOSE_IN_MATMUL
    items = [
        printer.set(left, first, ATOM + 1 if loose else PRODUCT, last=False),
        *_between(printer, first, second),
        printer.set(right, second, POWER),
    ]
    return with_indices(Piece(row(*items), PRODUCT), outside)


def _ones(printer: Printer, place: Place) -> Piece | None:
    """The whole vector that repeats a number, as that number times the vector of ones; None for anything else."""
    if place.op != "broadcast" or place.expr.shape.rank != 1 or place.indices != (None,):
        return None
    ones: Math = Letter("1", "bold")
    ones = Scripts(ones, sup=_top(printer)) if place.expr.shape.row else ones
    level = POWER if place.expr.shape.row else ATOM
    if unwrapped(place.expr) is Const(1):
        return Piece(ones, level)
    piece = printer.piece(printer.seen(place))
    sign = [PRODUCT_SIGNS["·"]] if piece.word else []
    return Piece(row(bracketed(piece, POWER, last=False), *sign, ones), PRODUCT, digit=piece.digit)


def _top(printer: Printer) -> Math:
    """The sign of the transpose."""
    return Sign("⊤") if printer.style.transpose == "top" else Letter("T")


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
    single = column.example and b.expr.shape.rank == 2 and not printer.counts_examples(b.expr.shape.sizes[0])
    return (a, place.child(1, (None, column)), place.indices[:-1]) if single else (a, b, place.indices)


def _has_columns(right: Expr) -> bool:
    """Whether the right side of a matrix product gives the product more than one column."""
    return right.shape.rank == 2 or right.shape.row


def _contracted(printer: Printer, place: Place) -> Piece:
    """One entry of a matrix product as the sum that it is."""
    a, b = place.child(0), place.child(1)
    rows = a.expr.shape.rank == 2 or not a.expr.shape.row
    left, right = place.indices[:1] if rows else (), place.indices[-1:] if _has_columns(b.expr) else ()
    if len(left) == a.expr.shape.rank:
        return _joined(printer, [place.child(0, left), place.child(1, right)], first=True)
    size = b.expr.shape.sizes[0]
    with printer.opened([size]) as shared:
        factors = [place.child(0, (*left, *shared)), place.child(1, (*shared, *right))]
        body = _joined(printer, factors, first=False)
        return Piece(row(lettering.summation(shared[0], size), body.math), PRODUCT, prefix=True)


def _transpose(printer: Printer, place: Place) -> Piece:
    if any(place.indices):
        return printer.piece(place.child(0, place.indices[::-1]))
    arg = place.child(0)
    top = _top(printer)
    if isinstance(arg.expr, Var) and arg.path not in printer.marks:
        symbol = arg.expr.symbol
        word, pair = naming.is_word(symbol), naming.is_differential(symbol)
        return Piece(naming.name(symbol, top), POWER, word=word, pair=pair)
    piece = _ones(printer, arg) or printer.piece(arg)
    return Piece(_raised(printer.set(arg, piece, ATOM + _has_scripts(piece.math)), top), POWER)


def _extent(printer: Printer, place: Place) -> Piece:
    math = naming.size(lettering.size_of(place))
    single = not isinstance(math, Row)
    return Piece(math, ATOM if single else SUM, word=isinstance(math, Word))


# --- derivatives


def _derivative(printer: Printer, place: Place, closed: bool = False) -> Piece:
    body, v = place.child(0), place.child(1)
    known = isinstance(v.expr, Var) and set(variables(body.expr)) <= {v.expr}
    sign = _D if known and printer.style.derivative == "auto" else _DEL
    return with_indices(_quotient(printer, body, v, sign, closed), place.indices)


def _quotient(printer: Printer, body: Place, v: Place, sign: Sign, closed: bool) -> Piece:
    """The derivative of a name as a fraction; of anything else as an operator in front of it."""
    below = printer.marked(v, row(sign, printer.piece(v).math))
    piece = printer.piece(body)
    if isinstance(body.expr, Var):
        return Piece(Fraction(printer.marked(body, row(sign, piece.math)), below), POWER)
    operator = Fraction(sign, below)
    seen = printer.seen(body)
    simple = piece.level >= POWER and seen.op not in DERIVATIVES | {"div"} and not isinstance(seen.expr, Const)
    if (simple or seen.op == "log") and not closed:
        return Piece(row(operator, printer.set(body, piece)), PRODUCT, prefix=True)
    return Piece(row(operator, printer.set(body, piece, ATOM + 1)), POWER)


def _named_derivative(printer: Printer, place: Place) -> Piece:
    piece = _quotient(printer, place.child(0), place.child(1), _DEL, closed=True)
    return with_indices(piece, place.indices)


def _contraction(printer: Printer, place: Place) -> Piece:
    """A cotangent beside the derivative that carries it back."""
    inner_first = printer.style.order == "inner-outer"
    cotangent = place.child(0)
    quotient = _quotient(printer, place.child(1), place.child(2), _DEL, closed=inner_first)
    piece = printer.piece(cotangent)
    seen = printer.seen(cotangent)
    chain = seen.op in ("vjp", "pullback") or _is_chain(seen)
    arriving = printer.set(cotangent, piece, PRODUCT if chain else POWER, last=inner_first)
    factors = (quotient.math, arriving) if inner_first else (arriving, quotient.math)
    math = row(factors[0], PRODUCT_SIGNS[printer.style.product], factors[1])
    return with_indices(Piece(math, PRODUCT, prefix=not inner_first and quotient.prefix), place.indices)


def _is_chain(place: Place) -> bool:
    """Whether this is a product of derivatives of numbers, so that one more may simply follow."""
    if place.op != "mul" or place.is_array:
        return False
    return any(place.child(k).op in DERIVATIVES for k in range(_arity(place)))


LAYOUTS: Mapping[str, Layout] = {
    **lettering.LAYOUTS,
    **choosing.LAYOUTS,
    "add": _add,
    "neg": _neg,
    "mul": _mul,
    "div": _div,
    "power": _power,
    "exp": _exp,
    "log": _log,
    "matmul": _matmul,
    "transpose": _transpose,
    "extent": _extent,
    "derivative": _derivative,
    "total": _named_derivative,
    "partial": _named_derivative,
    "vjp": _contraction,
    "pullback": _contraction,
}
"""The operators with a layout of their own."""
