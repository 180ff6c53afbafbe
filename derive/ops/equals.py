"""1 where two numbers are equal and 0 elsewhere, entry by entry: the indicator [p = q].

It is evaluated exactly, so that equal whole numbers are equal. Its derivative is 0, and has no value at the jump.
"""

from __future__ import annotations

from collections.abc import Sequence

from derive.operators import ATOM, Array, Call, Domain, Operator, same_shape


def _evaluate(domain: Domain, values: Sequence[Array], call: Call) -> Array:
    apart = domain.sign(values[0] - values[1])
    return domain.constant(1, 1) - apart * apart


OPERATOR = Operator(
    name="equals",
    parameters=("p", "q"),
    shape=same_shape("an equality"),
    evaluate=_evaluate,
    local={"p": "0", "q": "0"},
    latex=r"[#p = #q]",
    precedence=ATOM,
    source="the definition of an indicator",
    domain=(("nonzero", "p - q"),),
    elementwise=True,
)
