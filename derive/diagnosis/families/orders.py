"""Orders: factors of a matrix product, or the two parts of a quotient, the wrong way round."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import permutations, product

from derive.building import div, is_apply, matmul, mul, transpose
from derive.constants import constant_value
from derive.diagnosis.desk import Desk
from derive.diagnosis.edits import Edit, Example, Mutation, instead
from derive.diagnosis.sites import Site
from derive.ir import Expr, children
from derive.shapes import ShapeError

ORDER = "the factors must be in this order: {}, not {}"
TRANSPOSES = "the transposes must stand so: {}, not {}"
MOST_FACTORS = 3
"""How many factors of a matrix product are rearranged: each may be transposed too."""


def _swapped(site: Site, desk: Desk) -> Iterator[Edit]:
    """The factors of a matrix product in any other order, with or without transposes."""
    factors = _chain(site.part)
    if site.parent is not None and site.parent.op.name == "matmul":
        return
    if len(factors) > MOST_FACTORS:
        for k in range(len(factors) - 1):
            swapped = _multiplied([*factors[:k], factors[k + 1], factors[k], *factors[k + 2 :]])
            if swapped is not None and swapped is not site.part:
                yield instead(site, swapped, "order", ORDER, 34)
        return
    for order in permutations(range(len(factors))):
        kind, words = ("order", ORDER) if list(order) != sorted(order) else ("transpose", TRANSPOSES)
        for turns in product((False, True), repeat=len(factors)):
            if kind == "transpose" and sum(turns) < 2:
                continue
            turned = [_turned(factors[k]) if turn else factors[k] for k, turn in zip(order, turns, strict=True)]
            after = _multiplied(turned)
            if after is not None and after is not site.part:
                yield instead(site, after, kind, words, 34 + sum(turns))


def _chain(part: Expr) -> list[Expr]:
    if not is_apply(part, "matmul"):
        return [part]
    a, b = children(part)
    return [*_chain(a), *_chain(b)]


def _turned(factor: Expr) -> Expr:
    return children(factor)[0] if is_apply(factor, "transpose") else transpose(factor)


def _multiplied(factors: list[Expr]) -> Expr | None:
    result = factors[0]
    try:
        for factor in factors[1:]:
            if result.shape.is_scalar or factor.shape.is_scalar:
                return None
            result = matmul(result, factor)
    except ShapeError:
        return None
    return result


def _inverted(site: Site, desk: Desk) -> Iterator[Edit]:
    """A fraction upside down."""
    if is_apply(site.part, "div"):
        top, bottom = children(site.part)
        yield instead(site, div(bottom, top), "order", "the fraction is upside down: it must be {}, not {}", 35)


def _across_the_line(site: Site, desk: Desk) -> Iterator[Edit]:
    """A factor that should be a divisor, or a divisor that should be a factor."""
    part = site.part
    if is_apply(part, "div"):
        yield instead(site, mul(*children(part)), "other", "it must be multiplied, not divided: {}, not {}", 37)
    for k, factor in enumerate(children(part)) if is_apply(part, "mul") else ():
        if constant_value(factor) is None:
            after = div(mul(*children(part)[:k], *children(part)[k + 1 :]), factor)
            yield instead(site, after, "other", "it must be divided, not multiplied: {}, not {}", 37)


MUTATIONS = (
    Mutation(
        "factors swapped",
        _swapped,
        Example("shape A: n,n; shape B: n,n; data A, B", (), r"(A B)^{T} = A^T B^T", "order"),
    ),
    Mutation(
        "upside down",
        _inverted,
        Example("data x, y", ("L = y \\log x",), r"\frac{\partial L}{\partial x} = \frac{x}{y}", "order"),
        keeps_shape=True,
    ),
    Mutation(
        "across the line",
        _across_the_line,
        Example("data x, y", (r"L = \frac{3 x}{y}",), r"\frac{\partial L}{\partial x} = 3 y", "other"),
        keeps_shape=True,
    ),
)
