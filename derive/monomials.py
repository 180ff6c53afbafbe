"""Terms: a number times powers of factors, as sums of numbers are taken apart and written again.

What is written is equal to what was taken apart wherever both have a value; the kernel re-checks that.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import lru_cache, reduce
from math import gcd, lcm
from typing import Any

from derive.building import add, call, div, is_apply, mul, neg, power, unwrapped
from derive.constants import constant_value
from derive.ir import Apply, Const, Expr, Var
from derive.rational_form import TooLarge, polynomial

MOST_FOLD = 4
"""The highest power of a sum that is multiplied out."""
SMALL = 12
"""The largest number that a sum is put over: 1 + 0.134145x² is not."""
ONE = Const(1)
EXP = 3
"""Where e stands among the factors of a product, as `_rank` counts."""
ARITHMETIC = ("add", "mul", "neg", "div", "power", "exp")
"""The operators that terms are taken from."""


@dataclass(frozen=True)
class Term:
    """A number times powers of factors, times e to ``e``."""

    number: Fraction
    powers: tuple[tuple[Expr, Expr], ...] = ()
    e: Expr | None = None

    @property
    def key(self) -> Any:
        """What two terms have in common that differ by a number."""
        factors = frozenset((_key(base), _key(exponent)) for base, exponent in self.powers)
        return factors, None if self.e is None else _key(self.e)


def terms_of(name: str, args: Sequence[Expr]) -> list[Term]:
    """The terms of an operator of arithmetic over arguments that are written already."""
    if name == "add":
        return [term for arg in args for term in terms_in(arg)]
    if name == "neg":
        return [replace(term, number=-term.number) for term in terms_in(args[0])]
    if name == "mul":
        multiplied = reduce(times, (single(arg, names=True) for arg in args))
        return [_divided(multiplied)] if multiplied.number else []
    if name == "div":
        above, under = (single(arg, names=True) for arg in args)
        below = raised_to(under, Const(-1))
        if below is None:
            return [Term(Fraction(1), ((div(*args), ONE),))]
        return [_divided(times(above, below))] if above.number else []
    if name == "exp":
        return [Term(Fraction(1), (), args[0]) if terms_in(args[0]) else Term(Fraction(1))]
    value = constant_value(args[1])
    exponent = args[1] if value is None else Const(value)
    raised = raised_to(single(args[0]), exponent) if isinstance(exponent, Const) and terms_in(args[0]) else None
    return [raised if raised is not None else Term(Fraction(1), ((args[0], exponent),))]


@lru_cache(maxsize=4096)
def terms_in(expr: Expr) -> tuple[Term, ...]:
    """The terms of an expression that is written already."""
    expr = unwrapped(expr)
    if isinstance(expr, Const):
        return (Term(expr.value),) if expr.value else ()
    if isinstance(expr, Apply) and expr.shape.is_scalar and expr.op.name in ARITHMETIC:
        return tuple(terms_of(expr.op.name, expr.args))
    return (Term(Fraction(1), ((expr, ONE),)),)


def single(expr: Expr, names: bool = False) -> Term:
    """The expression as one term: a sum is a factor of its own, without the number that divides all its terms.

    With ``names`` also without the powers of names that all its terms have.
    """
    terms = collected(terms_in(expr))
    if not terms:
        return Term(Fraction(0))
    if len(terms) == 1:
        return terms[0]
    front = Term(_content(terms), _shared(terms) if names else ())
    inverse = raised_to(front, Const(-1))
    assert inverse is not None
    return times(front, Term(Fraction(1), ((written([times(term, inverse) for term in terms]), ONE),)))


def _shared(terms: Sequence[Term]) -> tuple[tuple[Expr, Expr], ...]:
    """The powers of names that all terms have."""
    found = []
    for base in dict.fromkeys(base for term in terms for base, _ in term.powers if isinstance(base, Var)):
        held = [dict(term.powers).get(base, Const(0)) for term in terms]
        values = [p.value for p in held if isinstance(p, Const)]
        if len(values) == len(held) and min(values) > 0:
            found.append((base, Const(min(values))))
    return tuple(found)


def _divided(term: Term) -> Term:
    """The term with sums above the line divided by those below it, where that comes out even: (1 − x²)/(x + 1)²."""
    sums = [(base, p) for base, p in term.powers if is_apply(base, "add") and is_whole(p)]
    for below in (base for base, p in sums if isinstance(p, Const) and p.value < 0):
        for above in (base for base, p in sums if p is ONE):
            quotient = _quotient(terms_in(above), terms_in(below))
            if quotient is not None:
                rest = replace(term, powers=tuple(pair for pair in term.powers if pair[0] is not above))
                more = times(rest, Term(Fraction(1), ((below, ONE),)))
                return _divided(times(more, single(written(quotient))))
    return term


def is_whole(p: Expr) -> bool:
    """Whether an exponent is a whole number."""
    return isinstance(p, Const) and p.value.denominator == 1


def _quotient(above: Sequence[Term], below: Sequence[Term]) -> list[Term] | None:
    """The quotient of two polynomials in one name, where nothing is left over."""
    names = {base for term in (*above, *below) for base, _ in term.powers}
    plain = all(term.e is None and all(is_whole(p) for _, p in term.powers) for term in (*above, *below))
    x = names.pop() if len(names) == 1 else None
    if not plain or not isinstance(x, Var):
        return None
    left, divisor = ({_degree(term): term.number for term in terms} for terms in (above, below))
    found: list[Term] = []
    while left and max(left) >= max(divisor) and min(left) >= 0:
        degree = max(left) - max(divisor)
        ratio = left[max(left)] / divisor[max(divisor)]
        found.append(Term(ratio, ((x, Const(degree)),) if degree else ()))
        for power_, number in divisor.items():
            value = left.pop(power_ + degree, Fraction(0)) - ratio * number
            if value:
                left[power_ + degree] = value
    return None if left else found


def _degree(term: Term) -> int:
    [value] = [p.value for _, p in term.powers if isinstance(p, Const)] or [Fraction(0)]
    return value.numerator


def _content(terms: Sequence[Term]) -> Fraction:
    """The number that can be put in front of a sum, with the sign of its first term where all have that."""
    above = reduce(gcd, (term.number.numerator for term in terms))
    below = reduce(lcm, (term.number.denominator for term in terms))
    size = Fraction(above, below) if below <= SMALL else Fraction(1)
    if _is_polynomial(terms):
        return size if max(terms, key=_degree).number > 0 else -size
    return size if any(term.number > 0 for term in terms) else -size


def raised_to(term: Term, exponent: Const) -> Term | None:
    """A term to a power by a number; None where that is no product of powers: the root of x²."""
    n = exponent.value
    whole = n.denominator == 1
    if whole and (term.number or n > 0) and abs(n) <= 64:
        powers = tuple((base, _product(p, exponent)) for base, p in term.powers)
        return Term(term.number**n.numerator, powers, None if term.e is None else _product(term.e, exponent))
    plain = term.number == 1 and term.e is None and len(term.powers) == 1 and term.powers[0][1] is ONE
    return Term(Fraction(1), ((term.powers[0][0], exponent),)) if plain else None


def _product(p: Expr, c: Const) -> Expr:
    value = constant_value(p)
    return Const(value * c.value) if value is not None else _put_together(mul(c, p))


def _plus(p: Expr, q: Expr) -> Expr:
    values = constant_value(p), constant_value(q)
    if values[0] is not None and values[1] is not None:
        return Const(values[0] + values[1])
    return _put_together(add(p, q))


def times(a: Term, b: Term) -> Term:
    """The product: powers of one base add their exponents, and those to 0 go."""
    number, powers = a.number * b.number, dict(a.powers)
    for base, exponent in b.powers:
        same = base if base in powers else next((o for o in powers if _key(o) == _key(base)), base)
        powers[same] = _plus(powers[same], exponent) if same in powers else exponent
    for base, exponent in list(powers.items()):
        if exponent is Const(0):
            del powers[base]
        elif isinstance(base, Const) and is_fold(exponent, below=True) and base.value:
            number *= base.value ** folds(exponent)
            del powers[base]
    e = b.e if a.e is None else a.e if b.e is None else _plus(a.e, b.e)
    return Term(number, tuple(powers.items()), None if e is Const(0) else e)


@lru_cache(maxsize=4096)
def _key(expr: Expr) -> Any:
    """The same for expressions that are equal by the laws of fractions, where that is found out."""
    try:
        return frozenset(polynomial(expr).items()) if is_apply(expr, "add") or is_apply(expr, "mul") else expr
    except TooLarge:
        return expr


def collected(terms: Iterable[Term]) -> list[Term]:
    """Terms that differ by a number, together; in the order in which they came."""
    found: dict[Any, Term] = {}
    for term in terms:
        before = found.get(term.key)
        found[term.key] = term if before is None else replace(before, number=before.number + term.number)
    return [term for term in found.values() if term.number]


def is_fold(p: Expr, below: bool = False) -> bool:
    """Whether an exponent is a whole number that is multiplied out; with ``below`` also a negative one."""
    return isinstance(p, Const) and is_whole(p) and (-64 if below else 1) <= p.value <= (64 if below else MOST_FOLD)


def folds(p: Expr) -> int:
    """The whole number that an exponent is."""
    assert isinstance(p, Const)
    return p.value.numerator


def written(terms: Iterable[Term]) -> Expr:
    """The sum as an expression; it begins with a positive term where it has one."""
    listed = list(terms)
    if (
        len(listed) > 2
        and len({base for term in listed for base, _ in term.powers}) == 1
        and all(map(_is_power, listed))
    ):
        listed.sort(key=_degree, reverse=True)
    first = next((index for index, term in enumerate(listed) if term.number > 0), 0)
    if first:
        listed.insert(0, listed.pop(first))
    return add(*map(_product_of, listed))


def _is_polynomial(terms: Sequence[Term]) -> bool:
    """Whether a sum of more than two terms goes in powers of one name: then it is written from the highest down."""
    one = len({base for term in terms for base, _ in term.powers}) == 1
    return one and len(terms) > 2 and all(map(_is_power, terms))


def _is_power(term: Term) -> bool:
    """Whether a term is a number times a whole power of a name."""
    return term.e is None and all(isinstance(base, Var) and is_whole(p) for base, p in term.powers)


def _product_of(term: Term) -> Expr:
    above: list[Expr] = []
    below: list[Expr] = []
    for base, exponent in sorted(term.powers, key=_rank):
        negative = isinstance(exponent, Const) and exponent.value < 0
        p = Const(-exponent.value) if negative and isinstance(exponent, Const) else exponent
        (below if negative else above).append(base if p is ONE else power(base, p))
    if term.e is not None:
        place = sum(_rank(pair)[0] < EXP and not _is_below(pair) for pair in term.powers)
        above.insert(place, call("exp", term.e))
    size = abs(term.number)
    top, bottom = ([Const(n)] if n != 1 else [] for n in (size.numerator, size.denominator))
    if not above and not below:
        whole: Expr = Const(size)
    elif below or bottom:
        whole = div(mul(*top, *above), mul(*bottom, *below))
    else:
        whole = mul(*top, *above)
    return neg(whole) if term.number < 0 else whole


def _is_below(pair: tuple[Expr, Expr]) -> bool:
    return isinstance(pair[1], Const) and pair[1].value < 0


def _rank(pair: tuple[Expr, Expr]) -> tuple[int, str]:
    """Where a factor stands in its product: numbers, names, their powers, e, functions, sums."""
    base, exponent = pair
    if constant_value(base) is not None or _is_bare(base):
        return (0 if isinstance(exponent, Const) else 2), ""
    if isinstance(base, Var):
        return (1 if isinstance(exponent, Const) and exponent.value.denominator == 1 else 2), ""
    return (5 if is_apply(base, "add") else 4), ""


def _is_bare(base: Expr) -> bool:
    return isinstance(base, Apply) and not base.args


def _put_together(expr: Expr) -> Expr:
    return written(collected(terms_in(expr)))
