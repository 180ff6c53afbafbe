"""The inverse tangent, entry by entry."""

from __future__ import annotations

from collections.abc import Sequence

from derive.operators import ATOM, Array, Call, Domain, Operator, same_shape


def _evaluate(domain: Domain, values: Sequence[Array], call: Call) -> Array:
    return domain.arctan(values[0])


OPERATOR = Operator(
    name="arctan",
    parameters=("x",),
    shape=same_shape("arctan"),
    evaluate=_evaluate,
    local={"x": "1 / (1 + x ** 2)"},
    latex=r"\operatorname{arctan}(#x)",
    precedence=ATOM,
    source="calculus: d/dx arctan x = 1/(1 + x²)",
    elementwise=True,
)
