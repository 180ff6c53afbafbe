"""Examples as rows: X has one row for each example, and so has every array but the weights: Z = X W + b."""

from __future__ import annotations

from derive.judging.restating import Convention, with_examples

CONVENTION = Convention(
    name="examples-rows",
    words="with the examples as rows",
    family="examples",
    order=3,
    restated=lambda grounds: with_examples(grounds, "rows"),
    source="statistics: a row of the design matrix is an observation",
    explains=frozenset({"shapes"}),
)
