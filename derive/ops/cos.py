"""The cosine, entry by entry."""

from __future__ import annotations

from collections.abc import Sequence

from derive.operators import ATOM, Array, Call, Domain, Operator, same_shape


def _evaluate(domain: Domain, values: Sequence[Array], call: Call) -> Array:
    return domain.cos(values[0])


OPERATOR = Operator(
    name="cos",
    parameters=("x",),
    shape=same_shape("cos"),
    evaluate=_evaluate,
    local={"x": "-sin(x)"},
    latex=r"\cos(#x)",
    precedence=ATOM,
    source="calculus: d/dx cos x = −sin x",
    elementwise=True,
)
