"""One example only: the formula fits where the batch has a single example, so that x is a column and a number.

It only explains a formula that does not fit a batch. One that fits and is false for more examples, such as one
without its 1/n, is a mistake.
"""

from __future__ import annotations

from derive.judging.grounds import Grounds
from derive.judging.restating import Convention, examples_size, for_one_example


def _restated(grounds: Grounds) -> Grounds | None:
    size = examples_size(grounds)
    return for_one_example(grounds, size) if size else None


CONVENTION = Convention(
    name="one-example",
    words="for one example",
    family="examples",
    order=5,
    restated=_restated,
    source="neural networks: the formulas for one example, before they are vectorised",
    explains=frozenset({"shapes"}),
)
