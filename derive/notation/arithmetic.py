"""How sums, signs, products, quotients, powers, exponentials and logarithms are written beside their neighbours."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from derive.building import ONE, call, div, unwrapped
from derive.building import number as number_of
from derive.ir import Const, Var
from derive.notation import indexing, naming, quotients
from derive.notation.math import THIN, Brackets, Fraction, Letter, Math, Number, Root, Row, Scripts, Sign, Word, row
from derive.notation.naming import MINUS, NEGATIVE, PLUS, PRODUCT_SIGNS
from derive.notation.printing import Layout, Piece, Place, Printer, number
from derive.notation.surveying import attribute
from derive.operators import ATOM, POWER, PRODUCT, SUM


def _add(printer: Printer, place: Place) -> Piece:
    items: list[Math] = []
    signed = False
    for k in range(len(place.args)):
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
    return joined(printer, [place.aligned(k) for k in range(len(place.args))], first)


def joined(printer: Printer, outer: list[Place], first: bool) -> Piece:
    """The factors side by side; ``first`` says that nothing is written in front, so a minus sign may begin."""
    factors = [printer.seen(factor) for factor in outer]
    chain = any(factor.expr in printer.unfinished for factor in factors)
    local = any(f.op in _AROUND and f.expr in printer.unfinished for f in factors)  # there a star is a chain's dot
    ones = _ends_in_ones(printer, outer)
    written = [
        _factor(printer, factor, first and k == 0, not any(f.is_array for f in factors[:k]), k + 1 == len(factors))
        for k, factor in enumerate(factors)
    ]
    written[-1] = ones or written[-1]
    items = [printer.marked(outer[0], written[0].math)]
    for k in range(1, len(factors)):
        left, right = written[k - 1], written[k]
        touching = left.word or right.word or right.digit or left.signed or right.signed
        touching = touching or (_is_called(printer, factors[k - 1]) and _opens(right.math))
        sign: str = printer.style.product if chain else "·" if touching else ""
        if factors[k].is_array and any(factor.is_array for factor in factors[:k]):
            sign = printer.style.entrywise if printer.style.entrywise != "∗" or not local else "⊙"
        items += [PRODUCT_SIGNS[sign]] if sign else [THIN] if left.pair or right.pair else []
        items.append(printer.marked(outer[k], right.math))
    begins, ends = written[0], written[-1]
    signed = begins.signed and not isinstance(begins.math, Brackets)
    return Piece(row(*items), PRODUCT, signed=signed, prefix=ends.prefix, digit=begins.digit)


_AROUND = frozenset({"derivative", "add", "neg", "div"})
"""What holds a derivative that is not yet taken entry by entry."""


def _is_called(printer: Printer, factor: Place) -> bool:
    """Whether a factor is a name that takes arguments, or a power of one."""
    base = factor.args[0] if factor.op == "power" else factor.expr
    base = unwrapped(base)
    return isinstance(base, Var) and base.symbol in printer.style.called


def _opens(math: Math) -> bool:
    """Whether a formula begins with a bracket."""
    while isinstance(math, Scripts) or (isinstance(math, Row) and math.items):
        math = math.base if isinstance(math, Scripts) else math.items[0]
    return isinstance(math, Brackets)


def _ends_in_ones(printer: Printer, factors: Sequence[Place]) -> Piece | None:
    """The vector of ones, where all factors are numbers, and the last is the 1 that makes a whole vector of them."""
    last = factors[-1]
    repeated = len(factors) > 1 and all(factor.repeated is not None for factor in factors)
    return printer.ones(last) if repeated and unwrapped(last.expr) is Const(1) else None


def _factor(printer: Printer, factor: Place, first: bool, after_scalars: bool, last: bool) -> Piece:
    """One factor, in brackets where it needs them; a number keeps its minus sign where nothing stands in front."""
    piece = quotients.gradient(printer, factor, closed=not last) if factor.op == "derivative" else printer.piece(factor)
    may_end = piece.prefix or (factor.op == "matmul" and after_scalars)
    if factor.op == "evaluated":
        loose = False
    elif piece.signed:
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
    if printer.style.log_base == "10" and top.op == "log" and unwrapped(place.args[1]) is _LOG_OF_TEN:
        return _logarithm(printer, top, "log")
    piece = printer.piece(top)
    return Piece(Fraction(printer.set(top, piece), printer.fit(place.aligned(1), 0)), POWER, digit=piece.digit)


def _power(printer: Printer, place: Place) -> Piece:
    base = place.aligned(0)
    if place.is_array and base.expr.shape.rank == 2 and unwrapped(place.args[1]) is Const(-1):
        # As a power it would be taken for the inverse of the matrix.
        return Piece(Fraction(Number("1"), printer.fit(base, 0)), POWER, digit=True)
    piece = printer.piece(base)
    if unwrapped(place.args[1]) in _HALVES and not printer.is_marked(place.aligned(1)):
        return Piece(Root(printer.marked(base, piece.math)), POWER)
    level = ATOM + naming.has_scripts(piece.math)
    math = printer.set(base, piece, level)
    sup = printer.fit(place.aligned(1), 0)
    return Piece(naming.raised(math, sup), POWER, digit=piece.digit and not isinstance(math, Brackets))


def _exp(printer: Printer, place: Place) -> Piece:
    return Piece(Scripts(Letter("e"), sup=printer.fit(place.aligned(0), 0)), POWER)


_LOG_OF_TEN = call("log", Const(10))
_HALVES = (number_of("1/2"), div(ONE, Const(2)))
"""What a root has for its exponent."""


def _log(printer: Printer, place: Place) -> Piece:
    return _logarithm(printer, place, printer.style.log if printer.style.log_base == "natural" else "ln")


def _logarithm(printer: Printer, place: Place, word: str) -> Piece:
    return Piece(row(Word(word), printer.fit(place.aligned(0), POWER)), PRODUCT, prefix=True)


def _opaque(printer: Printer, place: Place) -> Piece:
    """A function of any name, with a prime for each derivative."""
    symbol = naming.function_symbol(attribute(place.expr, "name", str))
    primes = [Sign("′")] * attribute(place.expr, "order", int)
    above = bool(naming.superscripts(symbol))
    name = printer.spelt(symbol, *primes) if above else row(printer.spelt(symbol), *primes)
    return Piece(row(name, Brackets(printer.fit(place.aligned(0), 0))), word=naming.is_word(symbol))


def _extent(printer: Printer, place: Place) -> Piece:
    math = naming.size(indexing.size_of(place))
    single = not isinstance(math, Row)
    return Piece(math, ATOM if single else SUM, word=isinstance(math, Word))


LAYOUTS: Mapping[str, Layout] = {
    "add": _add,
    "neg": _neg,
    "mul": _mul,
    "div": _div,
    "power": _power,
    "exp": _exp,
    "log": _log,
    "extent": _extent,
    "opaque": _opaque,
}
"""The operators of arithmetic, and their layouts."""
