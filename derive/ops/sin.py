"""The sine, entry by entry."""

from __future__ import annotations

from collections.abc import Sequence

from derive.operators import ATOM, Array, Call, Domain, Operator, same_shape


def _evaluate(domain: Domain, values: Sequence[Array], call: Call) -> Array:
    return domain.sin(values[0])


OPERATOR = Operator(
    name="sin",
    parameters=("x",),
    shape=same_shape("sin"),
    evaluate=_evaluate,
    local={"x": "cos(x)"},
    latex=r"\sin(#x)",
    precedence=ATOM,
    source="calculus: d/dx sin x = cos x",
    elementwise=True,
)
