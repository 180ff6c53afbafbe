"""Cases: two of them swapped, an inequality the wrong way round, one case that is wrong or forgotten."""

from __future__ import annotations

from collections.abc import Iterator

from derive.building import ONE, broadcast, call, is_apply, sub, unwrapped
from derive.diagnosis.desk import Desk
from derive.diagnosis.edits import Edit, Example, Mutation, Slip, change, instead
from derive.diagnosis.sites import Site, denied
from derive.ir import Expr, children

STRICT = {"greater": "at_least", "at_least": "greater"}
"""The comparison that differs where both sides are equal."""
WITHIN = frozenset(("mul", "neg", "broadcast", "matmul", "transpose", "diag"))
"""Where one of the cases may stand for all of them."""


def _swapped(site: Site, desk: Desk) -> Iterator[Edit]:
    """The values of two cases in each other's place, or an inequality the wrong way round."""
    part = site.part
    if is_apply(part, "choose"):
        condition, first, second = children(part)
        words = "the two cases are swapped: it must be {}, not {}"
        yield instead(site, call("choose", condition, second, first), "other", words, 9)
    opposite = _opposite(site)
    if opposite is not None:
        yield instead(site, opposite, "other", "the inequality is the wrong way round: it must be {}, not {}", 9)


def _opposite(site: Site) -> Expr | None:
    """The indicator of the opposite; None inside one, where the opposite is written so already, and in a condition."""
    if site.is_fixed:
        return None
    inner = denied(site.part)
    if inner is not None:
        return inner
    is_order = any(is_apply(site.part, name) for name in STRICT)
    return sub(broadcast(ONE, site.part.shape), site.part) if is_order else None


def _strict(site: Site, desk: Desk) -> Iterator[Edit]:
    """> for ≥, or ≥ for >."""
    for name, other in STRICT.items():
        if is_apply(site.part, name):
            words = "what holds where both are equal makes a difference here: it must be {}, not {}"
            yield instead(site, call(other, *children(site.part)), "other", words, 16)


def _one_case(site: Site, desk: Desk) -> Iterator[Edit]:
    """One case has another value, or only one of the cases stands there."""
    part = site.part
    if site.is_fixed or (site.parent is not None and is_apply(site.parent, "choose")):
        return
    for piece in desk.by_shape.get(part.shape, ()):
        if not is_apply(piece, "choose") or piece is part:
            continue
        condition, *values = children(piece)
        if is_apply(part, "choose") and children(part)[0] is condition:
            own = children(part)[1:]
            for k in range(2):
                branches = [values[k] if i == k else own[i] for i in range(2)]
                after = call("choose", condition, *branches)
                words = "one of the cases is wrong: it must be {}, not {}"
                slip, reverse = Slip("other", words, (values[k], own[k])), Slip("other", words, (own[k], values[k]))
                yield change(site, after, slip, reverse, 17)
        elif WITHIN.issuperset(site.above) and unwrapped(part) in [unwrapped(value) for value in values]:
            words = "this is one of the cases alone: it must be {}, not {}"
            slip = Slip("other", words, (piece, part))
            yield change(
                site, piece, slip, Slip("other", "this has no cases: it must be {1}, not {0}", (piece, part)), 17
            )


LOSS = (r"f = \begin{cases} x^2 & x > 0 \\ 3 x & x \le 0 \end{cases}",)

MUTATIONS = (
    Mutation(
        "cases swapped",
        _swapped,
        Example(
            "data x",
            LOSS,
            r"\frac{d f}{d x} = \begin{cases} 3 & x > 0 \\ 2 x & x \le 0 \end{cases}",
            "other",
        ),
        stage=0,
        keeps_shape=True,
        of_cases=True,
    ),
    Mutation(
        "strict or not",
        _strict,
        Example("data z; shape z: n", (r"h = \max(0, z)",), r"\mathbb{1}[z > 0] = \mathbb{1}[h \ge 0]", "other"),
        keeps_shape=True,
        of_cases=True,
    ),
    Mutation(
        "one case",
        _one_case,
        Example(
            "data x",
            LOSS,
            r"\frac{d f}{d x} = \begin{cases} 2 x & x > 0 \\ 0 & x \le 0 \end{cases}",
            "other",
        ),
        keeps_shape=True,
        of_cases=True,
    ),
)
