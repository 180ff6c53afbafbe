"""The leaky rectifier, entry by entry: z where z > 0, a hundredth of it where z < 0. No derivative at z = 0."""

from __future__ import annotations

from collections.abc import Sequence

from derive.operators import ATOM, Array, Call, Domain, Operator, same_shape


def _evaluate(domain: Domain, values: Sequence[Array], call: Call) -> Array:
    size = domain.power(values[0] * values[0], domain.constant(1, 2))
    return (domain.constant(101, 1) * values[0] + domain.constant(99, 1) * size) / domain.constant(200, 1)


OPERATOR = Operator(
    name="leaky_relu",
    parameters=("z",),
    shape=same_shape("a leaky rectifier"),
    evaluate=_evaluate,
    definition="relu(z) - relu(-z) / 100",
    latex=r"\operatorname{LeakyReLU}(#z)",
    precedence=ATOM,
    source="A. L. Maas, A. Y. Hannun, A. Y. Ng: Rectifier nonlinearities improve neural network acoustic models (2013)",
    domain=(("nonzero", "z"),),
    elementwise=True,
)
