"""The step function, 1 for z > 0 and 0 for z < 0, entry by entry: the derivative of the rectifier. No value at 0."""

from __future__ import annotations

from collections.abc import Sequence

from derive.operators import ATOM, Array, Call, Domain, Operator, same_shape


def _evaluate(domain: Domain, values: Sequence[Array], call: Call) -> Array:
    size = domain.power(values[0] * values[0], domain.constant(1, 2))
    one = domain.constant(1, 1)
    return (one + values[0] / size) / domain.constant(2, 1)


OPERATOR = Operator(
    name="step",
    parameters=("z",),
    shape=same_shape("a step"),
    evaluate=_evaluate,
    definition="(1 + sign(z)) / 2",
    latex=r"\operatorname{step}(#z)",
    precedence=ATOM,
    source="calculus: a function that is constant on both sides of a jump",
    domain=(("nonzero", "z"),),
    elementwise=True,
)
