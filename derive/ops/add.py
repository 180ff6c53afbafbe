"""The sum of any number of terms of one shape."""

from __future__ import annotations

from collections.abc import Sequence
from functools import reduce
from operator import add

from derive.operators import SUM, Array, Call, Domain, Operator, same_shape


def _evaluate(domain: Domain, values: Sequence[Array], call: Call) -> Array:
    return reduce(add, values)


OPERATOR = Operator(
    name="add",
    parameters=("first", "*rest"),
    shape=same_shape("a sum"),
    evaluate=_evaluate,
    local={"first": "1", "rest": "1"},
    latex="",
    precedence=SUM,
    source="calculus: the sum rule (deck 004, line 2985)",
    elementwise=True,
)
