"""z times the sigmoid of z, entry by entry; also called SiLU. Its derivative is derived from that definition."""

from __future__ import annotations

from collections.abc import Sequence

from derive.operators import ATOM, Array, Call, Domain, Operator, same_shape


def _evaluate(domain: Domain, values: Sequence[Array], call: Call) -> Array:
    return values[0] / (domain.constant(1, 1) + domain.exp(-values[0]))


OPERATOR = Operator(
    name="swish",
    parameters=("z",),
    shape=same_shape("swish"),
    evaluate=_evaluate,
    definition="z * sigmoid(z)",
    latex=r"\operatorname{swish}(#z)",
    precedence=ATOM,
    source="P. Ramachandran, B. Zoph, Q. V. Le: Searching for activation functions (2017)",
    elementwise=True,
)
