"""Tidying of sums: terms that are put together, factors in front of them, and brackets that are opened so that
something cancels.

As in `derive.tidying`, all of this proposes: that each step is an equality is the kernel's business.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from fractions import Fraction

from derive.bookkeeping import QUIETLY, SIGNS
from derive.building import broadcast, is_apply, mul, neg, unwrapped
from derive.conditions import monomial
from derive.constants import constant_value
from derive.ir import Const, Expr, at, children
from derive.proposing import Draft
from derive.rewriting import Binding

DECLARED = (
    *("a one-hot vector adds up to 1", "one-hot columns add up to 1", "one-hot rows add up to 1"),
    "the entries of a distribution add up to 1",
    *("transpose of an inverse", "a symmetric matrix is its own transpose", "sigmoid of a negative"),
)
"""What is used of declared values, and of functions, as soon as it can be."""


def use_declarations(draft: Draft) -> None:
    """The entries of a one-hot vector add up to 1; a symmetric matrix is its own transpose."""
    while any(draft.rewrite(name) for name in DECLARED):
        draft.exhaust(QUIETLY)


def numbers_cancel(draft: Draft) -> None:
    """A number beside a fraction with a number below: 2 (λ/2) is λ."""
    for place, part in draft.places().all:
        factors = children(part) if is_apply(part, "mul") else ()
        for first, c in enumerate(factors):
            for second, fraction in enumerate(factors):
                if _cancels(c, fraction) and _cancel(draft, part, place, min(first, second), max(first, second)):
                    draft.exhaust(QUIETLY)
                    return


def _cancels(c: Expr, fraction: Expr) -> bool:
    below = unwrapped(children(unwrapped(fraction))[1]) if is_apply(unwrapped(fraction), "div") else None
    number = isinstance(below, Const) and below.value != 0 and not is_numeric(fraction)
    return number and constant_value(c) is not None


def _cancel(draft: Draft, part: Expr, place: tuple[int, ...], first: int, second: int) -> bool:
    factors = children(part)
    form = 0 if constant_value(factors[first]) is not None else 1
    c, fraction = (factors[first], factors[second])[:: 1 if form == 0 else -1]
    p, k = children(unwrapped(fraction))
    binding = {
        "a": factors[:first],
        "b": factors[first + 1 : second],
        "d": factors[second + 1 :],
        "c": unwrapped(c),
        "e": Const(_value(c) / _value(k)),
        "p": p,
        "k": k,
    }
    return draft.apply("a number against a denominator", form, binding, place)


def _value(number: Expr) -> Fraction:
    value = constant_value(number)
    assert value is not None
    return value


def expand_to_cancel(draft: Draft) -> None:
    """A bracket is opened where the factor in front of it stands below a fraction in it: a (y/a + z)."""
    for _, part in draft.places().all:
        if not is_apply(part, "mul"):
            continue
        for bracket in children(part):
            others = set(map(unwrapped, children(part))) - {unwrapped(bracket)}
            if is_apply(bracket, "add") and others.intersection(*[_denominators(bracket)]):
                draft.rewrite("expand", where=lambda node, part=part: node is part)  # type: ignore[misc]
                draft.exhaust((*QUIETLY, *SIGNS))
                return


def _denominators(terms: Expr) -> set[Expr]:
    """The factors that stand below a fraction in a term of a sum."""
    found: set[Expr] = set()
    for term in children(terms):
        bare = children(term)[0] if is_apply(term, "neg") else term
        for factor in children(bare) if is_apply(bare, "mul") else (bare,):
            if is_apply(unwrapped(factor), "div"):
                below = children(unwrapped(factor))[1]
                found.update(map(unwrapped, children(below) if is_apply(below, "mul") else (below,)))
    return {factor for factor in found if not isinstance(factor, Const)}


def equal_terms_together(draft: Draft) -> None:
    """x + x is 2x; what cancels altogether is struck elsewhere."""
    for place, part in draft.places().all:
        if not is_apply(part, "add"):
            continue
        kept = tuple(_together(part))
        if len(kept) < len(children(part)):
            draft.apply("equal terms together", 0, {"t": children(part), "u": kept}, place)
            draft.exhaust((*QUIETLY, *SIGNS))
            return


def _together(total: Expr) -> Iterator[Expr]:
    """The terms of a sum, each with all that differ from it by a number; those that come to 0 are left alone."""
    terms = children(total)
    parts = [monomial(term) for term in terms]
    for index, (term, (coefficient, factors)) in enumerate(zip(terms, parts, strict=True)):
        like = [position for position, (_, others) in enumerate(parts) if others == factors]
        whole = sum((parts[position][0] for position in like), Fraction(0))
        if len(like) == 1 or not whole or not factors:
            yield term
        elif index == like[0]:
            yield _times(whole / coefficient, term)


def _times(ratio: Fraction, term: Expr) -> Expr:
    if ratio < 0:
        return neg(_times(-ratio, term))
    return term if ratio == 1 else mul(broadcast(Const(ratio), term.shape), term)


def common_number_in_front(draft: Draft) -> None:
    """A fraction of numbers and sizes that stands in every term goes in front, and a positive term first in the
    bracket: −(1/n) y + (1/n) a is (1/n)(a − y).
    """
    for place, part in draft.places().all:
        if not is_apply(part, "add"):
            continue
        common = _common_numbers(part)
        if not common:
            continue
        rest = [_without(term, common) for term in children(part)]
        rest.sort(key=lambda term: is_apply(term, "neg"))
        if [is_apply(term, "neg") for term in rest] != [is_apply(term, "neg") for term in children(part)]:
            ordered = sorted(children(part), key=lambda term: is_apply(term, "neg"))
            draft.apply("reorder the terms", 0, {"t": children(part), "u": tuple(ordered)}, place)
        terms = children(at(draft.standing, place))
        binding: Binding = {"t": terms, "c": tuple(common), "u": tuple(rest)}
        if draft.apply("the common factor in front", 0, binding, place):
            draft.exhaust((*QUIETLY, *SIGNS))
            return


def _common_numbers(total: Expr) -> list[Expr]:
    """The fractions of numbers and sizes that are factors of every term."""
    shared: Counter[Expr] | None = None
    for term in children(total):
        bare = children(term)[0] if is_apply(term, "neg") else term
        factors = Counter(map(unwrapped, children(bare))) if is_apply(bare, "mul") else Counter([unwrapped(bare)])
        fractions = Counter({f: count for f, count in factors.items() if _is_fraction_of_numbers(f)})
        shared = fractions if shared is None else shared & fractions
    return list((shared or Counter()).elements())


def _is_fraction_of_numbers(factor: Expr) -> bool:
    if isinstance(factor, Const):
        return factor.value.denominator > 1
    above_and_below = children(factor) if is_apply(factor, "div") else ()
    return bool(above_and_below) and all(is_numeric(part) for part in above_and_below)


def is_numeric(part: Expr) -> bool:
    """Whether an expression is made of numbers and sizes alone."""
    pending = [part]
    while pending:
        node = pending.pop()
        if not (children(node) or isinstance(node, Const) or is_apply(node, "extent")):
            return False
        pending.extend(children(node))
    return True


def _without(term: Expr, factors: list[Expr]) -> Expr:
    """The term without those factors."""
    if is_apply(term, "neg"):
        return neg(_without(children(term)[0], factors))
    missing, rest = Counter(factors), []
    for factor in children(term) if is_apply(term, "mul") else (term,):
        bare = unwrapped(factor)
        if missing[bare]:
            missing[bare] -= 1
        else:
            rest.append(factor)
    return broadcast(mul(*rest), term.shape)
