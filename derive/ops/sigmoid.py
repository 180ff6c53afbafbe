"""The logistic function σ(z) = 1/(1 + e^(−z)), entry by entry. Its derivative is derived from that definition."""

from __future__ import annotations

from collections.abc import Sequence

from derive.operators import ATOM, Array, Call, Domain, Operator, same_shape


def _evaluate(domain: Domain, values: Sequence[Array], call: Call) -> Array:
    one = domain.constant(1, 1)
    return one / (one + domain.exp(-values[0]))


OPERATOR = Operator(
    name="sigmoid",
    parameters=("z",),
    shape=same_shape("σ"),
    evaluate=_evaluate,
    definition="1 / (1 + exp(-z))",
    latex=r"\sigma(#z)",
    precedence=ATOM,
    source="the logistic function (deck 004, line 2841)",
    elementwise=True,
)
