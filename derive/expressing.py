"""Expressing the derivative of a function through the function itself: σ′ = σ(1 − σ), tanh′ = 1 − tanh².

What the quotient rule leaves is a fraction over the square of the function's own denominator. Each step is an equality
that the kernel replays; where an expression is not of a form that is known here, it stays as it is.
"""

from __future__ import annotations

from derive.bookkeeping import SIGNS
from derive.building import is_apply, mul
from derive.ir import Const, Expr, Var, at, children
from derive.operators import Operator
from derive.proposing import Draft
from derive.tidying import cancel_powers, left_over


def express_through(draft: Draft, operator: Operator) -> None:
    """Write N/D² through f, which is 1/D or A/D. Where the expression is not of that form, nothing is done."""
    if operator.name == "abs":
        _through_the_sign(draft)
    base = _squared_below(draft.standing)
    if base is None:
        return
    _through_a_fraction(draft, base)
    while draft.rewrite(f"definition of {operator.name}", where=lambda part: is_apply(part, "div")):
        pass
    draft.end_line()


def express_through_name(draft: Draft, node: Var) -> None:
    """The same for a name whose equation is such a fraction: a(1 − a) where a is 1/(1 + exp(−z))."""
    equation, base = draft.context.given[node], _squared_below(draft.standing)
    if base is None or not is_apply(equation, "div") or children(equation)[1] is not base:
        return
    _through_a_fraction(draft, base)
    for place, part in reversed(draft.places().all):
        if part is equation:
            draft.apply("by definition", 1, {"v": node, "e": equation}, place)
    draft.end_line()


def _squared_below(fraction: Expr) -> Expr | None:
    """D, where the expression is N/D²."""
    below = children(fraction)[1] if is_apply(fraction, "div") else fraction
    if not is_apply(below, "power") or children(below)[1] is not Const(2):
        return None
    return children(below)[0]


def _through_a_fraction(draft: Draft, base: Expr) -> None:
    numerator = children(draft.standing)[0]
    if not _through_a_reciprocal(draft, numerator, base):
        _through_a_quotient(draft, numerator, base)


def _through_the_sign(draft: Draft) -> None:
    """z over the root of its square is the sign of z."""
    for place, part in draft.places().all:
        base, exponent = children(part) if is_apply(part, "power") else (part, part)
        if is_apply(base, "power") and draft.apply(
            "the root of a square", 0, {"u": children(base)[0], "h": exponent}, place
        ):
            break
    draft.end_line()
    draft.rewrite("a number over its absolute value")
    draft.end_line()


def _through_a_reciprocal(draft: Draft, numerator: Expr, base: Expr) -> bool:
    """(D − c)/D² as 1/D · (1 − c/D): add and subtract what N lacks of D, split, cancel."""
    missing = _lacking(numerator, base)
    if missing is None:
        return False
    draft.apply("add and subtract the same", 0, {"u": numerator, "c": missing}, (0,))
    draft.end_line()
    terms = children(at(draft.standing, (0,)))
    draft.apply("reorder the terms", 0, {"t": terms, "u": (*children(base), terms[-1])}, (0,))
    draft.end_line()
    _split(draft)
    draft.rewrite("a square as a product")
    draft.end_line()
    draft.rewrite("take out the common factor")
    draft.end_line()
    return True


def _through_a_quotient(draft: Draft, numerator: Expr, base: Expr) -> None:
    """(D·D − A·A)/D² as 1 − (A/D)²."""
    if not is_apply(numerator, "add") or children(numerator)[0] is not mul(base, base):
        return
    _split(draft)
    draft.rewrite("a square over a square")
    draft.end_line()


def _split(draft: Draft) -> None:
    draft.rewrite("split the fraction")
    draft.exhaust(SIGNS)
    draft.end_line()
    cancel_powers(draft)
    draft.end_line()


def _lacking(numerator: Expr, base: Expr) -> Expr | None:
    """The one number by which the sum ``base`` exceeds ``numerator``."""
    if not is_apply(base, "add"):
        return None
    terms = children(numerator) if is_apply(numerator, "add") else (numerator,)
    rest = left_over(children(base), terms)
    return rest[0] if len(rest) == 1 and isinstance(rest[0], Const) and len(children(base)) == len(terms) + 1 else None
