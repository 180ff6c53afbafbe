"""The loss is a sum over the examples, where the model has the mean: each gradient is n times as large.

A model whose loss says mean is in that convention, so one gradient without its 1/n is the mistake *sum-mean*. The sum
is only told of several formulas that are true so, all of them, and of the short name dZ of an array with a column for
each example: whose loss dZ is the gradient of, that of all examples or that of its own, the name leaves open.
"""

from __future__ import annotations

from derive.judging.grounds import Grounds
from derive.judging.restating import Convention, examples_size, summed, with_loss


def _restated(grounds: Grounds) -> Grounds | None:
    size, loss = examples_size(grounds), grounds.bench.system.equations.get(grounds.bench.system.loss)
    equation = summed(loss, size) if size is not None and loss is not None else None
    return None if equation is None else with_loss(grounds, equation)


CONVENTION = Convention(
    name="reduce-sum",
    words="for the sum of the losses",
    family="reduce",
    order=7,
    restated=_restated,
    source="neural networks: the cost of a batch is the sum of the losses, or their mean",
    explains=frozenset({"values"}),
    open=False,
)
