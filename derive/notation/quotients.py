"""How derivatives not yet taken are written: as quotients of differentials, or as an operator in front.

A Jacobian or a Hessian is written whole, or for the entries that its indices single out.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace

from derive.building import is_apply
from derive.ir import Apply, Const, Expr, Symbol, Var, children, variables
from derive.notation import naming, templates
from derive.notation.math import EQUALS, THIN, Brackets, Evaluated, Fraction, Math, Number, Scripts, Sign, row
from derive.notation.naming import PRODUCT_SIGNS
from derive.notation.printing import Indices, Layout, Piece, Place, Printer, bracketed
from derive.notation.styling import Style
from derive.notation.surveying import DERIVATIVES, attribute
from derive.operators import ATOM, POWER, PRODUCT, SUM

_DEL = Sign("∂", "prefix")
_D = Sign("d", "prefix")
_CALLED = re.compile(r"([^#(]+)\(#\w+\)")
_QUOTIENTS = DERIVATIVES - {"vjp", "pullback"}
"""The derivatives that are a quotient, or an operator in front of what it takes."""


def is_standing(printer: Printer, place: Place) -> bool:
    """Whether this is a gradient, a column, in a layout in which a quotient of differentials is a row."""
    numerator = printer.style.layout == "numerator" and place.op in _QUOTIENTS | {"vjp", "pullback"}
    return numerator and place.op not in ("jacobian", "hessian") and place.is_array


def lying(printer: Printer, place: Place) -> Piece:
    """The transpose of a gradient that `is_standing`: the quotient itself."""
    if place.op in ("vjp", "pullback"):
        return _contraction(printer, place)
    return derivative(printer, place) if place.op == "derivative" else _named_derivative(printer, place)


def _standing(printer: Printer, place: Place) -> Piece:
    """A gradient where a quotient would be its transpose: with a nabla for a derivative, else as that transpose's."""
    if place.op in ("vjp", "pullback"):
        row_form = lying(printer, place)
        return Piece(naming.raised(bracketed(row_form, ATOM + 1), printer.top), POWER)
    body, v = place.child(0), place.child(1)
    nabla = Scripts(Sign("∇", "prefix"), sub=printer.marked(v, printer.piece(v).math))
    piece = printer.piece(body)
    held = printer.set(body, piece, ATOM if isinstance(body.expr, Var) else ATOM + 1)
    return Piece(row(nabla, held), POWER)


def derivative(printer: Printer, place: Place, closed: bool = False) -> Piece:
    """The derivative by a name; ``closed`` says that more is written behind it, so its body must end in brackets."""
    if place.child(1).expr in printer.families:
        v = place.child(1, place.indices)
        return _quotient(printer, place.child(0), _sign(printer), _differential(printer, v), closed)
    entry = place.expr in printer.entrywise
    body, v = (place.aligned(0), place.aligned(1)) if entry else (place.child(0), place.child(1))
    known = isinstance(v.expr, Var) and set(variables(body.expr)) <= {v.expr}
    sign = _D if known and printer.style.derivative in ("auto", "short") else _sign(printer)
    piece = _quotient(printer, body, sign, _differential(printer, v, sign), closed)
    return piece if entry else printer.with_indices(piece, place.indices)


def _sign(printer: Printer) -> Sign:
    """The sign of a derivative by one of several names."""
    return _D if printer.style.derivative == "d" else _DEL


def _differential(printer: Printer, v: Place, sign: Sign | None = None) -> Math:
    return printer.marked(v, row(sign or _sign(printer), printer.piece(v).math))


def _quotient(printer: Printer, body: Place, sign: Math, below: Math, closed: bool) -> Piece:
    """The derivative of a name as a fraction; of anything else as an operator in front of it."""
    piece = printer.piece(body)
    if isinstance(body.expr, Var):
        return Piece(Fraction(printer.marked(body, row(sign, piece.math)), below), POWER)
    operator = Fraction(sign, below)
    seen = printer.seen(body)
    simple = piece.level >= POWER and seen.op not in DERIVATIVES | {"div"} and not isinstance(seen.expr, Const)
    if (simple or seen.op == "log") and not closed:
        return Piece(row(operator, printer.set(body, piece)), PRODUCT, prefix=True)
    return Piece(row(operator, printer.set(body, piece, ATOM + 1)), POWER)


def gradient(printer: Printer, place: Place, closed: bool = False) -> Piece:
    """The derivative by a name, however it has to stand in the layout in force; ``closed`` as in `derivative`."""
    return _standing(printer, place) if is_standing(printer, place) else derivative(printer, place, closed)


def _named_gradient(printer: Printer, place: Place) -> Piece:
    return _standing(printer, place) if is_standing(printer, place) else _named_derivative(printer, place)


def _chain(printer: Printer, place: Place) -> Piece:
    return _standing(printer, place) if is_standing(printer, place) else _contraction(printer, place)


def _named_derivative(printer: Printer, place: Place) -> Piece:
    if place.child(1).expr in printer.families:
        return derivative(printer, place, closed=True)
    body, v = place.child(0), place.child(1)
    short = _shortened(printer, body, v, place.indices)
    if short is not None:
        return short
    piece = _quotient(printer, body, _sign(printer), _differential(printer, v), closed=True)
    return printer.with_indices(piece, place.indices)


def _shortened(printer: Printer, body: Place, v: Place, indices: Indices) -> Piece | None:
    """The short name dw of the derivative of the loss, where the style has one; None where there is no such name."""
    of_loss = isinstance(body.expr, Var) and body.expr.symbol == printer.style.loss
    short = short_name(v.expr, printer.style) if of_loss else None
    if short is None or printer.is_marked(body) or printer.is_marked(v):
        return None
    printer.names.setdefault(short, printer.spelt(short))
    return printer.name(Var(short, v.expr.shape), indices)


def short_name(v: Expr, style: Style) -> Symbol | None:
    """The name dw for the derivative by w; None where it would be no name, or is that of something else."""
    if (
        style.derivative != "short"
        or not isinstance(v, Var)
        or v.symbol == style.loss
        or naming.is_differential(v.symbol)
    ):
        return None
    short = replace(v.symbol, letter=f"d{v.symbol.letter}")
    return short if naming.is_differential(short) and short not in style.names else None


# --- chains


def _contraction(printer: Printer, place: Place) -> Piece:
    """A cotangent beside the derivative that carries it back."""
    cotangent, body, v = (place.child(k) for k in range(3))
    if printer.entrywise.isdisjoint((cotangent.expr, body.expr)) or cotangent.expr.shape.is_scalar:
        return printer.with_indices(_carried(printer, cotangent, body, v), place.indices)
    sizes = body.expr.shape.sizes
    with printer.opened(sizes) as opened:
        signs = printer.summations(opened, sizes)
        parts = place.child(0, opened), place.child(1, opened), place.child(2, place.indices)
        return Piece(row(*signs, _carried(printer, *parts).math), PRODUCT, prefix=True)


def _carried(printer: Printer, cotangent: Place, body: Place, v: Place) -> Piece:
    inner_first = printer.style.order == "inner-outer"
    quotient = _quotient(printer, body, _sign(printer), _differential(printer, v), closed=inner_first)
    seen = printer.seen(cotangent)
    if seen.expr is Const(1) and body.expr.shape.is_scalar and not printer.is_marked(cotangent):
        return _quotient(printer, body, _sign(printer), _differential(printer, v), closed=False)
    piece = lying(printer, seen) if is_standing(printer, seen) else printer.piece(cotangent)
    chain = seen.op in ("vjp", "pullback") or _is_chain(printer, seen)
    arriving = printer.set(cotangent, piece, PRODUCT if chain else POWER, last=inner_first)
    factors = (quotient.math, arriving) if inner_first else (arriving, quotient.math)
    math = row(factors[0], PRODUCT_SIGNS[printer.style.product], factors[1])
    return Piece(math, PRODUCT, prefix=not inner_first and quotient.prefix)


def _is_chain(printer: Printer, place: Place) -> bool:
    """Whether this is a product of derivatives, of arrays only the last, so that one more may simply follow."""
    if place.op != "mul":
        return False
    factors = [printer.seen(place.aligned(k)) for k in range(len(place.args))]
    if place.is_array:
        numbers = not any(factor.is_array for factor in factors[:-1])
        return numbers and all(factor.op in DERIVATIVES for factor in factors)
    return any(factor.op in DERIVATIVES for factor in factors)


# --- Jacobians, Hessians, values at a point


def _jacobian(printer: Printer, place: Place) -> Piece:
    body, v = place.child(0), place.child(1)
    numerator = attribute(place.expr, "layout", str) == "numerator"
    if not place.is_array:
        first = body.expr.shape.rank if numerator else v.expr.shape.rank
        parts = place.indices[:first], place.indices[first:]
        body, v = (place.child(k, part) for k, part in enumerate(parts if numerator else parts[::-1]))
    piece = _quotient(printer, body, _sign(printer), _differential(printer, v), closed=False)
    return printer.with_indices(piece, place.indices) if place.is_array else piece


def _hessian(printer: Printer, place: Place) -> Piece:
    v, w = place.child(1), place.child(2)
    if not place.is_array:
        rank = v.expr.shape.rank
        v, w = place.child(1, place.indices[:rank]), place.child(2, place.indices[rank:])
    piece = _quotient(
        printer,
        place.child(0),
        Scripts(_sign(printer), sup=Number("2")),
        _two_differentials(printer, v, w),
        closed=False,
    )
    return printer.with_indices(piece, place.indices) if place.is_array else piece


def _two_differentials(printer: Printer, v: Place, w: Place) -> Math:
    """∂x² for a number twice, ∂x ∂xᵀ for two whole columns, else one beside the other."""
    twice = v.expr is w.expr and v.expr.shape.is_scalar and not printer.is_marked(v) and not printer.is_marked(w)
    if twice:
        return row(_sign(printer), _raised(printer.piece(v), Number("2")))
    columns = v.is_array and w.is_array and v.expr.shape.rank == w.expr.shape.rank == 1 and not w.expr.shape.row
    name = printer.piece(w)
    second = _raised(name, printer.top) if columns else name.math
    return row(_differential(printer, v), THIN, printer.marked(w, row(_sign(printer), second)))


def _raised(piece: Piece, sup: Math) -> Math:
    return naming.raised(bracketed(piece, ATOM + naming.has_scripts(piece.math)), sup)


def _evaluated(printer: Printer, place: Place) -> Piece:
    """The bar belongs to the one thing in front of it, like a script: a power, brackets, or a derivative."""
    body, v, point = place.aligned(0), place.child(1), place.child(2)
    primed = _primed(printer, place)
    if primed is not None:
        return primed
    piece = printer.piece(body)
    derived = printer.seen(body).op in _QUOTIENTS
    held = printer.marked(body, piece.math) if derived else printer.set(body, piece, POWER, last=False)
    sizes = point.expr.shape.sizes if point.expr in printer.entrywise else ()
    with printer.opened(sizes) as opened:
        if opened:
            v, point = place.child(1, opened), place.child(2, opened)
        where = row(printer.fit(v, SUM), EQUALS, printer.fit(point, SUM))
    return Piece(Evaluated(held, where), PRODUCT)


def _primed(printer: Printer, place: Place) -> Piece | None:
    """The second derivative of a named function at a point, with primes on its name; None for anything else."""
    body, v, point = place.args
    if not is_apply(body, "hessian") or children(body)[1:] != (v, v):
        return None
    function = children(body)[0]
    if not isinstance(function, Apply) or function.args != (v,) or not point.shape.is_scalar or printer.marks:
        return None
    called = _CALLED.fullmatch(function.op.latex)
    if called is None:
        return None
    name = templates.parse(called[1]).fill(lambda name, level, last: row())
    return Piece(row(name, Sign("′"), Sign("′"), Brackets(printer.fit(place.child(2), 0))))


LAYOUTS: Mapping[str, Layout] = {
    "derivative": gradient,
    "total": _named_gradient,
    "partial": _named_gradient,
    "vjp": _chain,
    "pullback": _chain,
    "jacobian": _jacobian,
    "hessian": _hessian,
    "evaluated": _evaluated,
}
"""The derivatives not yet taken, and their layouts."""
