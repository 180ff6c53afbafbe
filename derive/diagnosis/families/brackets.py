"""Brackets: forgotten, or put around too much; and a power that stands at the wrong side of a bracket."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from derive.building import ONE, add, is_apply, mul, neg, power, rebuilt, unwrapped
from derive.diagnosis.desk import Desk
from derive.diagnosis.edits import Edit, Example, Mutation, Slip, change, instead
from derive.diagnosis.sites import Site, inner
from derive.ir import Apply, Expr, children
from derive.shapes import ShapeError

DATA = "data x, y; parameter w"
MISSING = "brackets are missing: it must be {}, not {}"
NEEDLESS = "the brackets hold too much: it must be {}, not {}"
RAISED = "the power belongs elsewhere: it must be {}, not {}"
DISTRIBUTED = ("mul", "matmul", "div", "power")
"""Operators beside functions that stand at one term of a sum, or at the whole."""


def _around(part: Expr) -> bool:
    """Whether the operator is one that brackets are set for."""
    if not isinstance(part, Apply) or part.op.name in ("neg", "broadcast"):
        return False
    return part.op.name in DISTRIBUTED or (part.op.elementwise and len(part.args) == 1)


def _missing(site: Site, desk: Desk) -> Iterator[Edit]:
    """u + v·x for (u + v)·x: what stands at one term belongs to the whole sum."""
    terms = children(site.part) if is_apply(site.part, "add") else ()
    for k, term in enumerate(terms):
        bare = inner(term)
        for place, part in enumerate(children(bare)) if _around(bare) else ():
            whole = [*terms]
            whole[k] = part if bare is term else neg(part)
            after = _fitting(lambda bare=bare, place=place, whole=whole: _with(bare, place, add(*whole)))  # type: ignore[misc]
            if after is not None:
                yield _changed(site, after, MISSING, NEEDLESS, is_apply(bare, "div"))


def _needless(site: Site, desk: Desk) -> Iterator[Edit]:
    """(u + v)·x for u + v·x: what stands at the whole sum belongs to one term."""
    part = site.part
    for place, sum_ in enumerate(children(part)) if _around(part) else ():
        terms = children(sum_) if is_apply(sum_, "add") else ()
        for k, term in enumerate(terms):
            after = _fitting(lambda place=place, terms=terms, k=k, term=term: _at_one(part, place, terms, k))  # type: ignore[misc]
            if after is not None:
                yield _changed(site, after, NEEDLESS, MISSING, is_apply(part, "div"))


def _at_one(part: Expr, place: int, terms: tuple[Expr, ...], k: int) -> Expr:
    """The sum with the operator at its k-th term only."""
    bare = inner(terms[k])
    one = _with(part, place, bare)
    return add(*terms[:k], one if bare is terms[k] else neg(one), *terms[k + 1 :])


def _with(part: Expr, place: int, arg: Expr) -> Expr:
    """The operator with another argument at a place; factors 1 are left out."""
    args = [*children(part)]
    args[place] = arg
    if is_apply(part, "mul"):
        return mul(*(factor for factor in args if unwrapped(factor) is not ONE))
    return rebuilt(part, tuple(args))


def _fitting(build: Callable[[], Expr]) -> Expr | None:
    """What is built, or None where it does not fit together."""
    try:
        return build()
    except ShapeError:
        return None


def _changed(site: Site, after: Expr, words: str, reverse: str, of_fraction: bool) -> Edit:
    """The edit; brackets that a fraction's bar stands for are forgotten less often."""
    slip = Slip("bracket", words, (after, site.part))
    return change(site, after, slip, Slip("bracket", reverse, (site.part, after)), 47 if of_fraction else 38)


def _power(site: Site, desk: Desk) -> Iterator[Edit]:
    """f(z²) for f(z)², x y² for (x y)², and the other way round."""
    for after in _repowered(site.part):
        yield instead(site, after, "bracket", RAISED, 38)


def _repowered(part: Expr) -> Iterator[Expr]:
    args = children(part)
    if isinstance(part, Apply) and len(args) == 1 and part.op.elementwise and is_apply(args[0], "power"):
        base, exponent = children(args[0])
        yield power(rebuilt(part, (base,)), exponent)
    elif is_apply(part, "power"):
        base, exponent = args
        if isinstance(base, Apply) and len(base.args) == 1 and base.op.elementwise:
            yield rebuilt(base, (power(base.args[0], exponent),))
        factors = children(base) if is_apply(base, "mul") else ()
        yield from (mul(*factors[:k], *factors[k + 1 :], power(f, exponent)) for k, f in enumerate(factors))
    elif is_apply(part, "mul"):
        for k, factor in enumerate(args):
            if is_apply(factor, "power"):
                base, exponent = children(factor)
                yield power(mul(*args[:k], base, *args[k + 1 :]), exponent)


MUTATIONS = (
    Mutation(
        "brackets forgotten",
        _missing,
        Example(DATA, (r"L = \frac{1}{2} (w x - y)^2",), r"\frac{\partial L}{\partial w} = w x - y x", "bracket"),
    ),
    Mutation(
        "brackets around too much",
        _needless,
        Example(DATA, ("L = w x^2 + y w^2",), r"\frac{\partial L}{\partial w} = x^2 (1 + 2 w y)", "bracket"),
    ),
    Mutation(
        "power at the wrong place",
        _power,
        Example("data z", (), r"\frac{d}{dz} \tanh z = 1 - \tanh z^2", "bracket"),
        keeps_shape=True,
    ),
)
