"""The hyperbolic sine, entry by entry. Its derivative is derived from its definition."""

from __future__ import annotations

from collections.abc import Sequence

from derive.operators import ATOM, Array, Call, Domain, Operator, same_shape


def _evaluate(domain: Domain, values: Sequence[Array], call: Call) -> Array:
    return (domain.exp(values[0]) - domain.exp(-values[0])) / domain.constant(2, 1)


OPERATOR = Operator(
    name="sinh",
    parameters=("z",),
    shape=same_shape("sinh"),
    evaluate=_evaluate,
    definition="(exp(z) - exp(-z)) / 2",
    latex=r"\sinh(#z)",
    precedence=ATOM,
    source="the definition of the hyperbolic sine",
    elementwise=True,
)
