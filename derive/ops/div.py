"""The quotient, entry by entry."""

from __future__ import annotations

from collections.abc import Sequence

from derive.operators import ATOM, Array, Call, Domain, Operator, same_shape


def _evaluate(domain: Domain, values: Sequence[Array], call: Call) -> Array:
    return values[0] / values[1]


OPERATOR = Operator(
    name="div",
    parameters=("p", "q"),
    shape=same_shape("a quotient"),
    evaluate=_evaluate,
    local={"p": "1 / q", "q": "-(p / q ** 2)"},
    latex=r"\frac{#p}{#q}",
    precedence=ATOM,
    source="calculus: the quotient rule",
    domain=(("nonzero", "q"),),
    elementwise=True,
)
