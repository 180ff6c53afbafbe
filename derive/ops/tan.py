"""The tangent, entry by entry. Its derivative is derived from its definition."""

from __future__ import annotations

from collections.abc import Sequence

from derive.operators import ATOM, Array, Call, Domain, Operator, same_shape


def _evaluate(domain: Domain, values: Sequence[Array], call: Call) -> Array:
    return domain.sin(values[0]) / domain.cos(values[0])


OPERATOR = Operator(
    name="tan",
    parameters=("z",),
    shape=same_shape("tan"),
    evaluate=_evaluate,
    definition="sin(z) / cos(z)",
    latex=r"\tan(#z)",
    precedence=ATOM,
    source="the definition of the tangent",
    elementwise=True,
)
