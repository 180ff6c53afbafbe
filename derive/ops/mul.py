"""The product of any number of factors of one shape, entry by entry (the Hadamard product where they are arrays)."""

from __future__ import annotations

from collections.abc import Sequence
from functools import reduce
from operator import mul

from derive.operators import PRODUCT, Array, Call, Domain, Operator, same_shape


def _evaluate(domain: Domain, values: Sequence[Array], call: Call) -> Array:
    return reduce(mul, values)


OPERATOR = Operator(
    name="mul",
    parameters=("first", "*rest"),
    shape=same_shape("an elementwise product"),
    evaluate=_evaluate,
    local={"first": "mul(*before, *after)", "rest": "mul(*before, *after)"},
    latex="",
    precedence=PRODUCT,
    source="calculus: the product rule",
    elementwise=True,
)
