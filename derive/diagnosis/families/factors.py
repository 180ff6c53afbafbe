"""Factors: one that is missing, one too many, above or below the line, in a product of numbers or of matrices."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from derive.building import ONE, align, broadcast, div, is_apply, matmul, mul, neg, number, power, unwrapped
from derive.constants import constant_value
from derive.diagnosis.desk import Desk, size_of
from derive.diagnosis.edits import Edit, Example, Mutation, Slip, bracketed, change
from derive.diagnosis.families.signs import has_number, is_difference, turned
from derive.diagnosis.sites import Site
from derive.diagnosis.values import same
from derive.ir import Apply, Expr, children, names_in
from derive.ops.matmul import may_be_multiplied
from derive.shapes import SCALAR, Shape

LOSS = (r"z = w x + b", r"a = \sigma(z)", r"L = -(y \log a + (1 - y) \log(1 - a))")
DATA = "data x, y; parameter w, b"
FEW = 8
"""How many nodes a missing factor may have before other explanations are better."""
MOST_TRIED = 16
"""How many pieces are tried as factors where nothing says what is needed."""


def _missing(site: Site, desk: Desk) -> Iterator[Edit]:
    """A factor, or a divisor, of the size that is needed."""
    part = site.part
    if site.ratio is None or not site.is_head:
        if site.unknown and not part.shape.is_scalar and _may_lack(site):
            for piece in desk.by_shape.get(part.shape, ())[:MOST_TRIED]:
                yield from with_factor(site, piece, desk)
        return
    yield from _repeated(site, desk)
    shapes = [part.shape] if site.constant is None else [part.shape, SCALAR]
    for shape in dict.fromkeys(shapes):
        ratio = np.asarray(site.ratio if shape == part.shape else site.constant)
        for piece in desk.worth(ratio, shape):
            yield from with_factor(site, piece, desk)
        for piece in desk.worth(-ratio, shape):
            if is_difference(piece) and not has_number(piece):
                yield from with_factor(site, turned(piece), desk)
        for piece in desk.worth(1 / ratio, shape):
            if unwrapped(piece) is unwrapped(part):
                continue  # divided by itself it is 1, which nobody writes so
            slip = Slip("missing-factor", f"{bracketed(part)} must be divided by {{}}", (part, piece))
            reverse = Slip("extra-factor", f"{bracketed(part)} must not be divided by {{}}", (part, piece))
            yield change(site, divided(part, piece), slip, reverse, 43)


def _repeated(site: Site, desk: Desk) -> Iterator[Edit]:
    """A vector, repeated along the other axis: the δᵢ of δᵢ xⱼ."""
    if site.part.shape.rank != 2:
        return
    for axis, size in enumerate(site.part.shape.sizes):
        lines = site.ratio if axis else site.ratio.T
        if len(lines) > 1 and same(lines, np.array([lines[0]] * len(lines))):
            for shape in (Shape((size,)), Shape((size,), row=True)):
                for piece in desk.worth(lines[0], shape):
                    yield from with_factor(site, align(piece, site.part.shape, (axis,)), desk)


def _may_lack(site: Site) -> bool:
    return site.parent is not None and site.parent.op.name in ("matmul", "sum", "transpose", "sum_along")


def with_factor(site: Site, piece: Expr, desk: Desk) -> Iterator[Edit]:
    """The part at a site with one more factor."""
    if piece is site.part:
        square = power(piece, number(2))
        slip = Slip("missing-factor", "it must be {}, not {}: the square is missing", (square, piece))
        reverse = Slip("extra-factor", "it must be {}, not {}: the square is too many", (piece, square))
        yield change(site, square, slip, reverse, 42)
        return
    slip = lost(piece, desk)
    rank = 42 if size_of(piece) <= FEW or slip.kind == "chain-rule" else 52
    yield change(site, times(site.part, piece), slip, extra(piece), rank)


def lost(piece: Expr, desk: Desk) -> Slip:
    """A factor is missing, which may be the inner derivative of the chain rule."""
    if children(piece) and desk.is_slope(piece):
        words = f"the inner derivative {bracketed(piece)} is missing: the chain rule has it as a factor"
        return Slip("chain-rule", words, (piece,))
    return Slip("missing-factor", f"the factor {bracketed(piece)} is missing", (piece,))


def extra(piece: Expr) -> Slip:
    """There is a factor too many."""
    return Slip("extra-factor", f"the factor {bracketed(piece)} is one too many", (piece,))


def times(part: Expr, piece: Expr) -> Expr:
    """A product with one more factor, which goes above the line of a fraction; a minus stays in front."""
    if is_apply(part, "neg"):
        return neg(times(children(part)[0], piece))
    if is_apply(part, "div"):
        top, bottom = children(part)
        return div(piece if constant_value(top) == 1 else mul(top, piece), bottom)
    if part is piece:
        return power(part, number(2))
    return piece if constant_value(part) == 1 else mul(part, piece)


def divided(part: Expr, piece: Expr) -> Expr:
    """A quotient with one more divisor; a minus stays in front."""
    if is_apply(part, "neg"):
        return neg(divided(children(part)[0], piece))
    if is_apply(part, "div"):
        top, bottom = children(part)
        return div(top, mul(bottom, piece))
    return div(part, piece)


def _missing_in_matrix_product(site: Site, desk: Desk) -> Iterator[Edit]:
    """A matrix or a vector that the whole should be multiplied by, from the left or the right, transposed or not."""
    part, parent = site.part, site.parent
    if parent is not None and (part.shape.is_scalar or parent.op.name not in ("mul", "matmul", "transpose")):
        return
    if part.shape.is_scalar:
        for piece in desk.matrices[::2]:
            yield from with_factor(site, piece, desk)
        return
    for factor in desk.matrices:
        for pair in ((factor, part), (part, factor)):
            if may_be_multiplied(*(one.shape for one in pair)):
                yield change(site, matmul(*pair), lost(factor, desk), extra(factor), 43)


def _extra(site: Site, desk: Desk) -> Iterator[Edit]:
    """One factor of a product left out, or two that stand beside each other."""
    part = site.part
    if not isinstance(part, Apply) or part.op.name not in ("mul", "matmul"):
        return
    count = len(part.args)
    for first, end in ((k, k + length) for length in (1, 2) if length < count for k in range(count - length + 1)):
        left_out = mul(*map(unwrapped, part.args[first:end])) if part.op.name == "mul" else part.args[first]
        if names_in(left_out):
            rest = part.args[:first] + part.args[end:]
            after = mul(*map(unwrapped, rest))
            yield change(site, after, extra(left_out), lost(left_out, desk), 40 + (end - first > 1))


def _extra_divisor(site: Site, desk: Desk) -> Iterator[Edit]:
    """A divisor left out, or a dividend."""
    if not is_apply(site.part, "div"):
        return
    top, bottom = children(site.part)
    if constant_value(bottom) is None and not is_apply(unwrapped(bottom), "extent"):
        slip = Slip("extra-factor", f"{bracketed(top)} must not be divided by {bracketed(bottom)}", (top, bottom))
        reverse = Slip("missing-factor", f"{bracketed(top)} must be divided by {bracketed(bottom)}", (top, bottom))
        yield change(site, top, slip, reverse, 40)
        factors = children(bottom) if is_apply(bottom, "mul") else ()
        for k, factor in enumerate(factors):
            fewer = Slip("extra-factor", f"the factor {bracketed(factor)} below the line is one too many", (factor,))
            more = Slip("missing-factor", f"the factor {bracketed(factor)} is missing below the line", (factor,))
            yield change(site, div(top, mul(*factors[:k], *factors[k + 1 :])), fewer, more, 40)
    if constant_value(top) is None:
        slip = Slip("extra-factor", f"the factor {bracketed(top)} is one too many", (top,))
        reverse = Slip("missing-factor", f"the factor {bracketed(top)} is missing", (top,))
        yield change(site, div(broadcast(ONE, top.shape), bottom), slip, reverse, 41)


MUTATIONS = (
    Mutation(
        "missing factor",
        _missing,
        Example(DATA, LOSS, r"\frac{\partial L}{\partial w} = a - y", "missing-factor"),
        guided=True,
    ),
    Mutation(
        "missing factor of a matrix product",
        _missing_in_matrix_product,
        Example(
            "shape W: k,m; shape x: m; shape y: k; data x, y; parameter W",
            ("a = W x", r"L = \frac{1}{2} \|a - y\|^2"),
            r"\frac{\partial L}{\partial W} = a - y",
            "shape",
        ),
        stage=2,
    ),
    Mutation(
        "extra factor",
        _extra,
        Example(DATA, LOSS, r"\frac{\partial L}{\partial b} = (a - y) x", "extra-factor"),
    ),
    Mutation(
        "extra divisor",
        _extra_divisor,
        Example(DATA, LOSS, r"\frac{\partial L}{\partial b} = \frac{a - y}{a (1 - a)}", "extra-factor"),
        keeps_shape=True,
    ),
)
