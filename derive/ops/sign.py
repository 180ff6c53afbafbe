"""The sign of a number, entry by entry: -1, 0 or 1. Its derivative is 0, and has no value at the jump."""

from __future__ import annotations

from collections.abc import Sequence

from derive.operators import ATOM, Array, Call, Domain, Operator, same_shape


def _evaluate(domain: Domain, values: Sequence[Array], call: Call) -> Array:
    return domain.sign(values[0])


OPERATOR = Operator(
    name="sign",
    parameters=("x",),
    shape=same_shape("a sign"),
    evaluate=_evaluate,
    local={"x": "0"},
    latex=r"\operatorname{sign}(#x)",
    precedence=ATOM,
    source="the definition of the sign",
    domain=(("nonzero", "x"),),
    elementwise=True,
)
