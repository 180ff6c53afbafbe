"""The softplus function log(1 + e^z), entry by entry. Its derivative is derived from that definition."""

from __future__ import annotations

from collections.abc import Sequence

from derive.operators import ATOM, Array, Call, Domain, Operator, same_shape


def _evaluate(domain: Domain, values: Sequence[Array], call: Call) -> Array:
    return domain.log(domain.constant(1, 1) + domain.exp(values[0]))


OPERATOR = Operator(
    name="softplus",
    parameters=("z",),
    shape=same_shape("softplus"),
    evaluate=_evaluate,
    definition="log(1 + exp(z))",
    latex=r"\operatorname{softplus}(#z)",
    precedence=ATOM,
    source="the definition of softplus",
    elementwise=True,
)
