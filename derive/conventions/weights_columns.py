"""Weights as columns: a weight matrix has one column for each neuron, z = Wᵀ x + b, where the model has z = W x + b."""

from __future__ import annotations

from derive.judging.grounds import Grounds
from derive.judging.restating import Convention, turned, weights


def _restated(grounds: Grounds) -> Grounds | None:
    return turned(grounds, [v for v, way in weights(grounds).items() if way == "rows"])


CONVENTION = Convention(
    name="weights-columns",
    words="with a column of weights for each neuron",
    family="weights",
    order=2,
    restated=_restated,
    source="neural networks: z = Wᵀ x + b, the weights of a neuron in a column of W",
    explains=frozenset({"shapes"}),
)
