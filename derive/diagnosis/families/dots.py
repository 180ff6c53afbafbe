"""A product dot read as a minus, and a minus read as a dot."""

from __future__ import annotations

from collections.abc import Iterator

from derive.building import add, is_apply, mul, neg
from derive.constants import constant_value
from derive.diagnosis.desk import Desk
from derive.diagnosis.edits import Edit, Example, Mutation, Slip, change
from derive.diagnosis.sites import Site
from derive.ir import Expr, children

DOT = "a dot was read as a minus: it must be {}, not {}"
MINUS = "a minus was read as a dot: it must be {}, not {}"


def _dot(site: Site, desk: Desk) -> Iterator[Edit]:
    """p · q for p − q, where they stand beside each other in a sum."""
    terms = children(site.part) if is_apply(site.part, "add") else ()
    for k in range(1, len(terms)):
        if is_apply(terms[k], "neg") and not _are_numbers(terms[k - 1], terms[k]):
            product = mul(terms[k - 1], children(terms[k])[0])
            after = add(*terms[: k - 1], product, *terms[k + 1 :])
            yield change(site, after, _slip(DOT, after, site.part), _slip(MINUS, site.part, after), 39)


def _minus(site: Site, desk: Desk) -> Iterator[Edit]:
    """p − q for p · q, where they stand beside each other in a product."""
    factors = children(site.part) if is_apply(site.part, "mul") else ()
    for k in range(1, len(factors)):
        left, right = mul(*factors[:k]), mul(*factors[k:])
        if _are_numbers(left, right):
            continue
        after = add(left, neg(right))
        yield change(site, after, _slip(MINUS, after, site.part), _slip(DOT, site.part, after), 39)


def _are_numbers(p: Expr, q: Expr) -> bool:
    return constant_value(p) is not None and constant_value(q) is not None


def _slip(words: str, right: Expr, wrong: Expr) -> Slip:
    return Slip("dot-as-minus", words, (right, wrong))


MUTATIONS = (
    Mutation(
        "dot read as minus",
        _dot,
        Example("data x, y; parameter w", ("L = w x y",), r"\frac{\partial L}{\partial w} = x - y", "dot-as-minus"),
        keeps_shape=True,
    ),
    Mutation(
        "minus read as dot",
        _minus,
        Example(
            "data x, y; parameter w",
            (r"L = w (x - y)",),
            r"\frac{\partial L}{\partial w} = x \cdot y",
            "dot-as-minus",
        ),
        keeps_shape=True,
    ),
)
