"""The cheapest of several ways to write a term: multiplied out, with common factors in front, or as it is.

A ratio such as a(1 − a)·(−y/a + (1 − y)/(1 − a)) becomes a − y in this way. All ways are equal as polynomials in what
they are made of; that the one chosen computes the gradient is for `derive.coding.checking` to see.
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from math import gcd

from derive.coding import terms as t
from derive.coding.terms import Axes, Term, below

MOST_MONOMIALS = 16
"""Beyond this many terms nothing is multiplied out."""
ROUNDS = 4
"""How often in turn what was multiplied out is multiplied out again."""
FREE = frozenset({"name", "number", "size", "pi", "arange", "expand", "permute", "squeeze", "whole_numbers"})
"""What costs nothing: names, numbers, and other views of an array."""
FUNCTION, PRODUCT_OF_MATRICES = 4, 20
"""What a function costs, and a matrix product, where an addition costs 1."""


def weight(shape: Axes) -> int:
    """What one operation on an array of that shape costs: a guess from its number of axes."""
    rank = len([length for length in shape if length is not None])
    return int(5**rank)


def cost(*roots: Term) -> int:
    """What computing terms costs, what they share counted once."""
    return sum(own_cost(term) for term in below(*roots))


def own_cost(term: Term) -> int:
    """What a term costs beyond its arguments."""
    if term.op in FREE or (term.op == "power" and term.data == -1):
        return 0
    if term.op == "product":
        return (len(term.args) - 1 + int(abs(term.data) != 1)) * weight(term.shape)
    if term.op == "sum_of":
        times = sum(int(abs(c) != 1) for m, c in zip(term.args, term.data, strict=True) if m is not t.ONE)
        return (len(term.args) - 1 + times) * weight(term.shape)
    if term.op == "power" and term.data == 2:
        return weight(term.shape)
    if term.op == "matmul":
        return PRODUCT_OF_MATRICES * weight(term.shape)
    if term.op == "sum":
        return weight(term.args[0].shape)
    largest = max((weight(part.shape) for part in (term, *term.args)), default=0)
    return (1 if term.op in t.COMPARISONS or term.op == "outer" else FUNCTION) * largest


def rebuilt(term: Term, args: tuple[Term, ...]) -> Term:
    """The same operation on other arguments, in the flat form of sums and products."""
    if args == term.args:
        return term
    if term.op == "product":
        return t.product(t.number(term.data), *args)
    if term.op == "sum_of":
        return t.total(*(t.product(t.number(c), arg) for c, arg in zip(term.data, args, strict=True)))
    if term.op == "power":
        return t.power(args[0], term.data)
    if term.op == "expand" and args[0].is_scalar:
        return args[0]
    if term.op == "sum" and args[0].shape == term.args[0].shape:
        outside, inside = without_scalars(args[0])
        return t.product(outside, Term("sum", (inside,), term.data, term.shape))
    # What lost an axis by cancelling has it here, where the operation needs it.
    entrywise = term.shape == t.joint(arg.shape for arg in term.args)
    kept = zip(args, (old.shape for old in term.args), strict=True)
    fitting = args if entrywise else tuple(a if a.shape == s else Term("full", (a,), s, s) for a, s in kept)
    return Term(term.op, fitting, term.data, term.shape)


def without_scalars(term: Term) -> tuple[Term, Term]:
    """A term as a number and the rest of the product."""
    coefficient, bases = t.factors(term)
    outside = t.of_factors(coefficient, {b: e for b, e in bases.items() if b.is_scalar})
    return outside, t.of_factors(Fraction(1), {b: e for b, e in bases.items() if not b.is_scalar})


def replaced(root: Term, names: Mapping[Term, Term]) -> Term:
    """The term with other terms in place of some, outermost first."""
    done: dict[Term, Term] = {}
    for term in below(root):
        done[term] = names[term] if term in names else rebuilt(term, tuple(done[arg] for arg in term.args))
    return done[root]


def simplest(root: Term) -> Term:
    """The cheapest form of a term that is found, and of everything in it."""
    done: dict[Term, Term] = {}
    for term in below(root):
        here = rebuilt(term, tuple(done[arg] for arg in term.args))
        done[term] = _cheapest(here) if here.op in ("product", "sum_of") else here
    return done[root]


def _cheapest(term: Term) -> Term:
    flat = multiplied_out(term)
    ways = [term, factored(term), flat, factored(flat)]
    flipped = _one_softplus(term)
    if flipped is not term:
        ways += [multiplied_out(flipped), factored(multiplied_out(flipped))]
    best = min(range(len(ways)), key=lambda place: (cost(ways[place]), place))
    return ways[best]


def _one_softplus(term: Term) -> Term:
    """softplus(−u) as softplus(u) − u, where both stand in one term."""
    plus = {part: part.args[0] for part in below(term) if part.op == "softplus"}
    others = {u: part for part, u in plus.items()}
    names = {
        part: t.difference(others[t.negative(u)], t.negative(u))
        for part, u in plus.items()
        if t.factors(u)[0] < 0 and t.negative(u) in others
    }
    return replaced(term, names) if names else term


def multiplied_out(term: Term) -> Term:
    """A sum of products in which no factor is a sum; the term itself where that is too long."""
    for _ in range(ROUNDS):
        monomials: dict[Term, Fraction] = {}
        for monomial, coefficient in t.terms(term).items():
            for m, c in _distributed(monomial).items():
                monomials[m] = monomials.get(m, Fraction(0)) + c * coefficient
        if len(monomials) > MOST_MONOMIALS:
            return term
        flat = t.of_terms(monomials)
        if flat is term:
            return flat
        term = flat
    return term


def _distributed(monomial: Term) -> dict[Term, Fraction]:
    """A product as a sum, one factor that is a sum after another."""
    coefficient, bases = t.factors(monomial)
    sums = [(b, e) for b, e in bases.items() if b.op == "sum_of" and e in (1, 2)]
    if not sums:
        return {monomial: Fraction(1)}
    rest = t.of_factors(coefficient, {b: e for b, e in bases.items() if (b, e) not in sums})
    found = {rest: Fraction(1)} if rest.op != "number" else {t.ONE: rest.data}
    for base, exponent in sums:
        for _ in range(int(exponent)):
            found = _multiplied(found, t.terms(base))
            if len(found) > MOST_MONOMIALS:
                return {monomial: Fraction(1)}
    return found


def _multiplied(left: Mapping[Term, Fraction], right: Mapping[Term, Fraction]) -> dict[Term, Fraction]:
    found: dict[Term, Fraction] = {}
    for p, c in left.items():
        for q, d in right.items():
            for m, e in t.terms(t.product(p, q)).items():
                found[m] = found.get(m, Fraction(0)) + c * d * e
    return found


def factored(term: Term) -> Term:
    """A sum with what all its terms have in common in front of it."""
    if term.op != "sum_of":
        return term
    monomials = t.terms(term)
    parts = [t.factors(m)[1] for m in monomials]
    common: dict[Term, Fraction] = {}
    for base, exponent in parts[0].items():
        exponents = [part.get(base, Fraction(0)) for part in parts]
        if all(e > 0 for e in exponents) or all(e < 0 for e in exponents):
            common[base] = min(exponents) if exponent > 0 else max(exponents)
    number = _common_number(list(monomials.values()))
    if not common and number == 1:
        return term
    inverse = t.of_factors(1 / number, {base: -e for base, e in common.items()})
    inner = t.total(*(t.product(t.number(c), m, inverse) for m, c in monomials.items()))
    return t.product(t.of_factors(number, common), inner)


def _common_number(coefficients: list[Fraction]) -> Fraction:
    """The largest fraction of which all coefficients are whole multiples."""
    above = gcd(*(abs(c.numerator) for c in coefficients))
    below_ = 1
    for c in coefficients:
        below_ = below_ * c.denominator // gcd(below_, c.denominator)
    return Fraction(above, below_)
