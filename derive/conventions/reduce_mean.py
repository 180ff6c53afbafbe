"""The loss is the mean over the examples, where the model has the sum: each gradient is an n-th of it.

As for the sum, the model's loss says which it is: one gradient with a 1/n too many is the mistake *sum-mean*, and only
several formulas that are true so, all of them, tell of the mean.
"""

from __future__ import annotations

from derive.judging.grounds import Grounds
from derive.judging.restating import Convention, averaged, examples_size, with_loss


def _restated(grounds: Grounds) -> Grounds | None:
    size, loss = examples_size(grounds), grounds.bench.system.equations.get(grounds.bench.system.loss)
    equation = averaged(loss, size) if size is not None and loss is not None else None
    return None if equation is None else with_loss(grounds, equation)


CONVENTION = Convention(
    name="reduce-mean",
    words="for the mean of the losses",
    family="reduce",
    order=7,
    restated=_restated,
    source="neural networks: the cost of a batch is the sum of the losses, or their mean",
    explains=frozenset({"values"}),
    open=False,
)
