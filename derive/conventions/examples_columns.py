"""Examples as columns: X has one column for each example, and so has every array but the weights: Z = Wᵀ X + b."""

from __future__ import annotations

from derive.judging.restating import Convention, with_examples

CONVENTION = Convention(
    name="examples-columns",
    words="with the examples as columns",
    family="examples",
    order=3,
    restated=lambda grounds: with_examples(grounds, "columns"),
    source="neural networks: a column of X is an example, so that z = W x + b holds column by column",
    explains=frozenset({"shapes"}),
)
