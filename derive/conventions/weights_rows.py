"""Weights as rows: a weight matrix has one row for each neuron, z = W x + b, where the model has z = Wᵀ x + b."""

from __future__ import annotations

from derive.judging.grounds import Grounds
from derive.judging.restating import Convention, turned, weights


def _restated(grounds: Grounds) -> Grounds | None:
    return turned(grounds, [v for v, way in weights(grounds).items() if way == "columns"])


CONVENTION = Convention(
    name="weights-rows",
    words="with a row of weights for each neuron",
    family="weights",
    order=2,
    restated=_restated,
    source="neural networks: z = W x + b, the weights of a neuron in a row of W",
    explains=frozenset({"shapes"}),
)
