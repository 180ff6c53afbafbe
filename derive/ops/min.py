"""The smaller of two numbers, entry by entry. Its derivative has no value where both are equal."""

from __future__ import annotations

from collections.abc import Sequence

from derive.operators import ATOM, Array, Call, Domain, Operator, larger, same_shape


def _evaluate(domain: Domain, values: Sequence[Array], call: Call) -> Array:
    return -larger(domain, -values[0], -values[1])


OPERATOR = Operator(
    name="min",
    parameters=("p", "q"),
    shape=same_shape("a minimum"),
    evaluate=_evaluate,
    local={"p": "step(q - p)", "q": "step(p - q)"},
    latex=r"\min(#p, #q)",
    precedence=ATOM,
    source="calculus: the minimum is whichever argument is smaller",
    domain=(("nonzero", "p - q"),),
    elementwise=True,
)
