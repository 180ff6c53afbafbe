"""The absolute value, entry by entry, as the root of the square."""

from __future__ import annotations

from collections.abc import Sequence

from derive.operators import ATOM, Array, Call, Domain, Operator, same_shape


def _evaluate(domain: Domain, values: Sequence[Array], call: Call) -> Array:
    return domain.power(values[0] * values[0], domain.constant(1, 2))


OPERATOR = Operator(
    name="abs",
    parameters=("z",),
    shape=same_shape("an absolute value"),
    evaluate=_evaluate,
    definition="(z ** 2) ** (1 / 2)",
    latex=r"\operatorname{abs}(#z)",
    precedence=ATOM,
    source="the definition of the absolute value of a real number",
    domain=(("nonzero", "z"),),
    elementwise=True,
)
