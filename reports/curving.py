"""The section of a report about second derivatives: the Hessian, found along a direction, and Newton's step."""

from __future__ import annotations

from collections.abc import Iterator

from derive.building import call, is_apply, matmul, total_derivative
from derive.curvature import Curvature
from derive.ir import Expr, children
from derive.notation.math import EQUALS, Sign, row
from derive.notation.typesetting import typeset, typeset_sides
from derive.steps import Chain
from reports.chains import Detail, display
from reports.document import Block, Display, Equation, Heading, Paragraph
from reports.manner import Manner


def blocks(curvature: Curvature, style: Manner, detail: Detail, anchor: str) -> Iterator[Block]:
    """The gradient along a direction, the published matrix along it, the conclusion, the step. Nothing is replayed."""
    v, p = (typeset(name, style) for name in (curvature.v, curvature.direction))
    q, g = (typeset(name, style) for name in (curvature.system.loss, curvature.gradient))
    yield Heading(2, style.say("second derivatives"), f"{anchor}-curvature")
    yield Paragraph(style.say("gradient along", gradient=g, direction=p))
    names = (curvature.gradient, curvature.system.loss)
    yield Display(tuple(_equation(name, curvature.system.equations[name], style) for name in names))
    yield Paragraph(style.say("Hessian symmetric", scalar=q, direction=p))
    for chain in carried(curvature):
        changed = typeset(children(chain.start)[1], style)
        yield Paragraph(style.say("scalar changes", scalar=q, v=changed))
        yield display(chain, style, detail, f"{anchor}-along-{children(chain.start)[1]}".replace("_", "-"))
    yield Paragraph(style.say("published matrix", direction=p))
    yield display(curvature.acting, style, detail, f"{anchor}-acting")
    yield Paragraph(style.say("matrix is Hessian", direction=p))
    yield Display((_equation(curvature.hessian, curvature.matrix, style, result=True),))
    yield Paragraph(style.say("Newton step", v=v))
    name, change = typeset(curvature.v, style), typeset(step(curvature), style)
    yield Display((Equation(name, Sign("←", "relation"), row(name, Sign("−", "binary"), change)),))


def carried(curvature: Curvature) -> list[Chain]:
    """The chains for the gradient along a direction; derivatives of functions have a place of their own."""
    return [chain for chain in curvature.carried.chains if not is_apply(chain.start, "derivative")]


def step(curvature: Curvature) -> Expr:
    """What Newton's method takes away: the inverse of the Hessian times the gradient."""
    return matmul(call("inverse", curvature.hessian), total_derivative(curvature.loss, curvature.v))


def _equation(left: Expr, right: Expr, style: Manner, *, result: bool = False) -> Equation:
    shown, equal = typeset_sides([left, right], style)
    return Equation(shown, EQUALS, equal, (), result)
