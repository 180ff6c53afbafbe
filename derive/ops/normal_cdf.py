"""The normal distribution function Φ(z), entry by entry: how likely a standard normal number is below z."""

from __future__ import annotations

from collections.abc import Sequence

from derive.operators import ATOM, Array, Call, Domain, Operator, same_shape


def _evaluate(domain: Domain, values: Sequence[Array], call: Call) -> Array:
    one, two = domain.constant(1, 1), domain.constant(2, 1)
    return (one + domain.erf(values[0] / domain.power(two, one / two))) / two


OPERATOR = Operator(
    name="normal_cdf",
    parameters=("z",),
    shape=same_shape("Φ"),
    evaluate=_evaluate,
    local={"z": "exp(-(z ** 2) / 2) / (2 * pi()) ** (1 / 2)"},
    latex=r"\Phi(#z)",
    precedence=ATOM,
    source="calculus: the derivative of an integral by its upper end",
    elementwise=True,
)
