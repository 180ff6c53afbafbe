"""Neatening: a derivative of numbers, as the rules leave it, in the form that a person would leave.

A sum of terms, each a number, powers of its factors above the line and below it, is written in a few ways: as it is,
multiplied out, with common factors in front (which puts it over one denominator). The shortest is taken. That all are
equal is the kernel's business, which compares the ends (`derive.rational_form`).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from fractions import Fraction
from functools import reduce
from itertools import product
from typing import TypeAlias

from derive.building import is_apply, unwrapped
from derive.conditions import denominators
from derive.ir import Apply, Const, Expr, Var
from derive.matching import places
from derive.monomials import (
    ARITHMETIC,
    Term,
    collected,
    folds,
    is_fold,
    raised_to,
    single,
    terms_in,
    terms_of,
    times,
    written,
)  # fmt: skip
from derive.proposing import Draft

MOST_TERMS = 30
"""How many terms are multiplied out at most."""
IDENTITIES = ("sine and cosine squared", "a sign over its absolute value")
"""What is looked for before anything is multiplied out."""
RULES = ("over one denominator", "factors in front", "multiply out", "powers together")
"""What is said of a step that does several of these, the most telling first."""

Way: TypeAlias = Callable[[Sequence[Term]], Expr]


def neaten(draft: Draft) -> None:
    """Bring the draft's expression into a short form, a line for each kind of change."""
    for _ in range(3):
        before = draft.standing
        _become(draft, "powers together", put_together(draft.standing))
        for name in IDENTITIES:
            while draft.rewrite(name):
                pass
            draft.end_line()
        _become(draft, *shortest(draft.standing))
        if draft.standing is before:
            return


def _become(draft: Draft, name: str, form: Expr) -> None:
    if form is draft.standing:
        return
    below = tuple(sorted(denominators(draft.standing), key=repr))
    draft.apply(name, 0, {"u": draft.standing, "w": form, "d": below})
    draft.end_line()


def put_together(expr: Expr) -> Expr:
    """Each term with its numbers and its powers put together, and no sum multiplied out."""
    return _inside(expr, lambda terms: written(collected(terms)))


def shortest(expr: Expr) -> tuple[str, Expr]:
    """The shortest of the forms that are tried, inner sums first, with the rule that leads there."""
    done: list[str] = []

    def way(terms: Sequence[Term]) -> Expr:
        name, form = _shortest(terms)
        done.append(name)
        return form

    form = _inside(expr, way, whole=True)
    return min(done, key=RULES.index, default=RULES[-1]), form


def _inside(expr: Expr, way: Way, whole: bool = False) -> Expr:
    """The expression with every sum and product in it written in a way, from the inside out.

    ``whole`` says that sums of fractions above or below a line are put over one denominator.
    """
    expr = unwrapped(expr)
    if isinstance(expr, Apply) and expr.shape.is_scalar and expr.op.name in ARITHMETIC:
        args = [_inside(arg, way, whole) for arg in expr.args]
        over = whole and expr.op.name == "div"
        return way(terms_of(expr.op.name, [_one_fraction(arg) for arg in args] if over else args))
    return expr


def _one_fraction(expr: Expr) -> Expr:
    """A sum of fractions, above or below the line of another, over one denominator."""
    terms = collected(terms_in(expr))
    fractions = any(isinstance(p, Const) and p.value < 0 for term in terms for _, p in term.powers)
    return _fronted(terms, True)[1] if len(terms) > 1 and fractions else expr


def _shortest(terms: Sequence[Term]) -> tuple[str, Expr]:
    """The shortest of the ways to write a sum of terms, the first of those that are as short."""
    plain = collected(terms)
    out = _multiplied_out(plain)
    ways = [("powers together", written(plain))]
    ways += [("multiply out", written(out))] if out is not None else []
    for found in (plain, out):
        ways += [_fronted(found, inside) for inside in (True, False)] if found is not None and len(found) > 1 else []
    return min(ways, key=lambda way: cost(way[1]))


def _fronted(terms: Sequence[Term], multiplied: bool) -> tuple[str, Expr]:
    """The sum with its common factors in front."""
    common = _common(terms)
    if not common.powers and common.e is None:
        return RULES[-1], written(terms)
    inverse = raised_to(common, Const(-1))
    assert inverse is not None
    rest = collected(times(term, inverse) for term in terms)
    rest = (multiplied and _multiplied_out(rest)) or rest
    whole = times(common, single(written(rest)))
    below = any(isinstance(p, Const) and p.value < 0 for _, p in common.powers)
    return RULES[0 if below else 1], written([whole])


def _common(terms: Sequence[Term]) -> Term:
    """The factors that are put in front: what stands below a line anywhere, and what all have that is not a name."""
    powers: list[tuple[Expr, Expr]] = []
    for base in dict.fromkeys(base for term in terms for base, _ in term.powers):
        held = [dict(term.powers).get(base, Const(0)) for term in terms]
        values = [p.value if isinstance(p, Const) else None for p in held]
        numbers = [value for value in values if value is not None]
        if len(numbers) == len(held):
            least = min(numbers)
            if least < 0 or (least > 0 and not isinstance(base, Var)):
                powers.append((base, Const(least)))
        elif all(p is held[0] for p in held):
            powers.append((base, held[0]))
    e = terms[0].e if all(term.e is terms[0].e for term in terms) else None
    return Term(Fraction(1), tuple(powers), e)


def _multiplied_out(terms: Sequence[Term]) -> list[Term] | None:
    """The terms without sums as factors, as far as these have whole powers; None where that would be too many."""
    found: list[Term] = []
    for term in terms:
        sums = [(b, p) for b, p in term.powers if is_apply(b, "add") and is_fold(p)]
        rest = replace(term, powers=tuple(pair for pair in term.powers if pair not in sums))
        factors = [terms_in(base) for base, p in sums for _ in range(folds(p))]
        count = reduce(lambda n, f: n * len(f), factors, 1)
        if len(found) + count > MOST_TERMS:
            return None
        found += [reduce(times, choice, rest) for choice in product(*factors)]
    return collected(found)


def cost(expr: Expr) -> int:
    """How long an expression is to read: its parts as often as they stand there, a minus sign for nothing."""
    return sum(1 for _, part in places(expr) if not is_apply(part, "neg"))
