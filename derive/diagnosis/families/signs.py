"""Signs: a minus lost or put in, a difference the wrong way round."""

from __future__ import annotations

from collections.abc import Iterator

from derive.building import add, is_apply, mul, neg, rebuilt, unwrapped
from derive.constants import constant_value
from derive.diagnosis.desk import Desk
from derive.diagnosis.edits import Edit, Example, Mutation, Slip, bracketed, change
from derive.diagnosis.sites import Site, inner
from derive.ir import Const, Expr, children

LOSS = (r"z = w x + b", r"a = \sigma(z)", r"L = -(y \log a + (1 - y) \log(1 - a))")
DATA = "data x, y; parameter w, b"


def _turned(site: Site, desk: Desk) -> Iterator[Edit]:
    """y − a for a − y: a difference of two terms, wherever it stands."""
    if is_difference(site.part):
        after, rank = turned(site.part), _rank_of_difference(site)
        yield change(site, after, _difference(site.part, after), _difference(after, site.part), rank)


def is_difference(part: Expr) -> bool:
    """Whether it is a sum of two terms, one of them with a minus."""
    terms = children(part) if is_apply(part, "add") else ()
    return len(terms) == 2 and sum(is_apply(term, "neg") for term in terms) == 1


def turned(difference: Expr) -> Expr:
    """The difference the other way round."""
    plus, minus = sorted(children(difference), key=lambda term: is_apply(term, "neg"))
    return add(children(minus)[0], neg(plus))


def _difference(wrong: Expr, right: Expr) -> Slip:
    return Slip("sign", "the difference is the wrong way round: it must be {}, not {}", (right, wrong))


def _rank_of_difference(site: Site) -> int:
    """Before a sign in front of it, unless it stands behind one, in a term of a sum, or is one minus something."""
    plain = {"add", "neg"}.isdisjoint(site.above)
    return 10 if plain and not has_number(site.part) else 14


def has_number(part: Expr) -> bool:
    """Whether one of the terms is a number, as in 1 − a: that difference is not written the other way round."""
    return any(constant_value(inner(term)) is not None for term in children(part))


def _flipped(site: Site, desk: Desk) -> Iterator[Edit]:
    """The sign of a term, of an argument, or of the whole."""
    if not site.is_head or (isinstance(site.part, Const) and site.part.value == 0):
        return
    after, rank = opposite(site.part), _rank(site)
    if has_minus(site.part):
        yield change(site, after, _extra(after), _lost(after), rank)
    else:
        yield change(site, after, _lost(site.part), _extra(site.part), rank)


def _rank(site: Site) -> int:
    """A term before the whole, the whole before a term that would begin with a minus, an argument behind functions."""
    if site.parent is None:
        return 12
    if not is_apply(site.parent, "add"):
        return 29 if has_minus(site.part) else 31
    return 13 if site.path[-1] == 0 and not has_minus(site.part) else 11


def _lost(part: Expr) -> Slip:
    return Slip("sign", f"you lost the minus in front of {bracketed(part)}", (part,))


def _extra(part: Expr) -> Slip:
    return Slip("sign", f"the minus in front of {bracketed(part)} is one too many", (part,))


def opposite(part: Expr) -> Expr:
    """The negative, as a person would write it: a minus that is there already goes."""
    bare = unwrapped(part)
    if isinstance(bare, Const):
        return rebuilt(part, (Const(-bare.value),)) if bare is not part else Const(-bare.value)
    if is_apply(part, "neg"):
        return children(part)[0]
    if is_apply(part, "mul"):
        for k, factor in enumerate(children(part)):
            if has_minus(factor):
                rest = list(children(part))
                rest[k] = opposite(factor)
                return mul(*rest)
    return neg(part)


def has_minus(part: Expr) -> bool:
    """Whether a minus stands in front of it."""
    bare = unwrapped(part)
    if isinstance(bare, Const):
        return bare.value < 0
    return is_apply(part, "neg") or (is_apply(part, "mul") and any(has_minus(factor) for factor in children(part)))


MUTATIONS = (
    Mutation(
        "difference turned",
        _turned,
        Example(DATA, LOSS, r"\frac{\partial L}{\partial b} = y - a", "sign"),
        stage=0,
        keeps_shape=True,
    ),
    Mutation(
        "sign flipped",
        _flipped,
        Example(DATA, LOSS, r"\frac{\partial L}{\partial w} = (a + y) x", "sign"),
        stage=0,
        keeps_shape=True,
    ),
)
