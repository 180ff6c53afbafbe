"""z times the normal distribution function of z, entry by entry. Its derivative is derived from that definition."""

from __future__ import annotations

from collections.abc import Sequence

from derive.operators import ATOM, Array, Call, Domain, Operator, same_shape


def _evaluate(domain: Domain, values: Sequence[Array], call: Call) -> Array:
    one, two = domain.constant(1, 1), domain.constant(2, 1)
    inside = values[0] / domain.power(two, domain.constant(1, 2))
    return values[0] * (one + domain.erf(inside)) / two


OPERATOR = Operator(
    name="gelu",
    parameters=("z",),
    shape=same_shape("GELU"),
    evaluate=_evaluate,
    definition="z * normal_cdf(z)",
    latex=r"\operatorname{GELU}(#z)",
    precedence=ATOM,
    source="D. Hendrycks, K. Gimpel: Gaussian error linear units (2016)",
    elementwise=True,
)
