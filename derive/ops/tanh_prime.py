"""The derivative tanh′(z) as a function of its own, entry by entry.

Its definition is the quotient that differentiating tanh gives; a test holds it against power series.
"""

from __future__ import annotations

from collections.abc import Sequence

from derive.operators import ATOM, Array, Call, Domain, Operator, same_shape


def _evaluate(domain: Domain, values: Sequence[Array], call: Call) -> Array:
    both = domain.exp(values[0]) + domain.exp(-values[0])
    return domain.constant(4, 1) / (both * both)


OPERATOR = Operator(
    name="tanh_prime",
    parameters=("z",),
    shape=same_shape("tanh′"),
    evaluate=_evaluate,
    definition="4 / (exp(z) + exp(-z)) ** 2",
    latex=r"\tanh'(#z)",
    precedence=ATOM,
    source="calculus: the quotient rule on sinh/cosh",
    elementwise=True,
)
