"""The rectifier max(0, z), entry by entry. Its derivative has no value at the kink z = 0."""

from __future__ import annotations

from collections.abc import Sequence

from derive.operators import ATOM, Array, Call, Domain, Operator, larger, same_shape


def _evaluate(domain: Domain, values: Sequence[Array], call: Call) -> Array:
    return larger(domain, values[0], domain.constant(0, 1))


OPERATOR = Operator(
    name="relu",
    parameters=("z",),
    shape=same_shape("a rectifier"),
    evaluate=_evaluate,
    local={"z": "step(z)"},
    latex=r"\operatorname{ReLU}(#z)",
    precedence=ATOM,
    source="calculus: max(0, z) is 0 to the left of 0 and z to the right",
    domain=(("nonzero", "z"),),
    elementwise=True,
)
