"""A formula by cases, entry by entry: a where the indicator c is 1, b where it is 0, whatever the other one is."""

from __future__ import annotations

from collections.abc import Sequence

from derive.operators import ATOM, Array, Call, Domain, Operator, same_shape


def _evaluate(domain: Domain, values: Sequence[Array], call: Call) -> Array:
    return domain.choose(values[0], values[1], values[2])


OPERATOR = Operator(
    name="choose",
    parameters=("c", "a", "b"),
    shape=same_shape("a choice"),
    evaluate=_evaluate,
    local={"c": "0", "a": "c", "b": "1 - c"},
    latex=r"\operatorname{choose}(#c, #a, #b)",
    precedence=ATOM,
    source="calculus: between its jumps, a formula by cases is one of its cases",
    elementwise=True,
)
