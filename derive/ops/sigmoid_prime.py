"""The derivative σ′(z) of the logistic function as a function of its own, entry by entry.

Its definition is the quotient that differentiating 1/(1 + e^(−z)) gives; a test holds it against power series.
"""

from __future__ import annotations

from collections.abc import Sequence

from derive.operators import ATOM, Array, Call, Domain, Operator, same_shape


def _evaluate(domain: Domain, values: Sequence[Array], call: Call) -> Array:
    up = domain.exp(-values[0])
    below = domain.constant(1, 1) + up
    return up / (below * below)


OPERATOR = Operator(
    name="sigmoid_prime",
    parameters=("z",),
    shape=same_shape("σ′"),
    evaluate=_evaluate,
    definition="exp(-z) / (1 + exp(-z)) ** 2",
    latex=r"\sigma'(#z)",
    precedence=ATOM,
    source="calculus: the reciprocal rule on 1/(1 + e^(−z)) (deck 004, line 2841)",
    elementwise=True,
)
