"""The section of a report about second derivatives: the Hessian, found along a direction, and Newton's step."""

from __future__ import annotations

from collections.abc import Iterator

from derive.building import call, is_apply, matmul, total_derivative
from derive.curvature import Curvature
from derive.ir import Expr, children
from derive.notation.math import EQUALS, Sign, row
from derive.notation.typesetting import Style, typeset, typeset_sides
from derive.steps import Chain
from reports.chains import Detail, display
from reports.document import Block, Display, Equation, Formula, Heading, Paragraph, Words, words


def blocks(curvature: Curvature, style: Style, detail: Detail, anchor: str) -> Iterator[Block]:
    """The gradient along a direction, the published matrix along it, the conclusion, the step. Nothing is replayed."""
    v, p = (Formula(typeset(name, style)) for name in (curvature.v, curvature.direction))
    q, g = (Formula(typeset(name, style)) for name in (curvature.system.loss, curvature.gradient))
    yield Heading(2, words("Second derivatives"), f"{anchor}-curvature")
    yield Paragraph((Words("Take the gradient "), g, Words(" along any direction "), p, Words(":")))
    names = (curvature.gradient, curvature.system.loss)
    yield Display(tuple(_equation(name, curvature.system.equations[name], style) for name in names))
    yield Paragraph(
        (Words("The Hessian is symmetric, so the gradient of "), q, Words(" is the Hessian times "), p, Words("."))
    )
    for chain in carried(curvature):
        changed = Formula(typeset(children(chain.start)[1], style))
        yield Paragraph((Words("How "), q, Words(" changes with "), changed, Words(":")))
        yield display(chain, style, detail, f"{anchor}-along-{children(chain.start)[1]}".replace("_", "-"))
    yield Paragraph((Words("The published matrix times "), p, Words(" is the same:")))
    yield display(curvature.acting, style, detail, f"{anchor}-acting")
    yield Paragraph((Words("Both are equal for every "), p, Words(", so the matrix is the Hessian:")))
    yield Display((_equation(curvature.hessian, curvature.matrix, style, result=True),))
    yield Paragraph((Words("A step of Newton’s method, wherever the Hessian has an inverse, for "), v, Words(":")))
    name, change = typeset(curvature.v, style), typeset(step(curvature), style)
    yield Display((Equation(name, Sign("←", "relation"), row(name, Sign("−", "binary"), change)),))


def carried(curvature: Curvature) -> list[Chain]:
    """The chains for the gradient along a direction; derivatives of functions have a place of their own."""
    return [chain for chain in curvature.carried.chains if not is_apply(chain.start, "derivative")]


def step(curvature: Curvature) -> Expr:
    """What Newton's method takes away: the inverse of the Hessian times the gradient."""
    return matmul(call("inverse", curvature.hessian), total_derivative(curvature.loss, curvature.v))


def _equation(left: Expr, right: Expr, style: Style, *, result: bool = False) -> Equation:
    shown, equal = typeset_sides([left, right], style)
    return Equation(shown, EQUALS, equal, (), result)
