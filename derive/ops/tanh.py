"""The hyperbolic tangent, entry by entry. Its derivative is derived from its definition by exponentials."""

from __future__ import annotations

from collections.abc import Sequence

from derive.operators import ATOM, Array, Call, Domain, Operator, same_shape


def _evaluate(domain: Domain, values: Sequence[Array], call: Call) -> Array:
    up, down = domain.exp(values[0]), domain.exp(-values[0])
    return (up - down) / (up + down)


OPERATOR = Operator(
    name="tanh",
    parameters=("z",),
    shape=same_shape("tanh"),
    evaluate=_evaluate,
    definition="(exp(z) - exp(-z)) / (exp(z) + exp(-z))",
    latex=r"\tanh(#z)",
    precedence=ATOM,
    source="the definition of the hyperbolic tangent",
    elementwise=True,
)
