r"""The short name dZ of an array with an axis of examples is the gradient of each example's own loss.

Where the loss is a mean over n examples, dZ then is n times its gradient, as in dZ = A − Y and dW = (1/n) dZ Xᵀ. What
has no axis of examples, such as dW, stays the gradient of the loss.
"""

from __future__ import annotations

from dataclasses import replace

from derive.building import broadcast, extent, mul, total_derivative
from derive.ir import Expr, Var
from derive.judging.grounds import Grounds
from derive.judging.restating import Convention, examples_size, summed


def _restated(grounds: Grounds) -> Grounds | None:
    scope, system = grounds.scope, grounds.bench.system
    size, loss = examples_size(grounds), system.equations.get(system.loss)
    if size is None or loss is None or summed(loss, size) is None or scope.layout != "denominator":
        return None
    short: dict[Expr, Expr] = {}
    # With an equation they are no new names, which a formula could define.
    variables, definitions = dict(scope.variables), dict(scope.definitions)
    for symbol, v in scope.variables.items():
        name = replace(symbol, letter="d" + symbol.letter)
        if v in system.equations and v is not system.loss and size in v.shape.names and not scope.declares(name):
            meaning = mul(broadcast(extent(size), v.shape), total_derivative(system.loss, v))
            variables[name], definitions[name] = Var(name, meaning.shape), meaning
            short[variables[name]] = meaning
    if not short:
        return None
    scope = replace(scope, variables=variables, definitions=definitions)
    return replace(grounds, scope=scope, shorthands={**grounds.shorthands, **short})


CONVENTION = Convention(
    name="own-losses",
    words="where dZ is the gradient of each example's own loss",
    family="reduce",
    order=8,
    restated=_restated,
    source="neural networks: a batch is vectorised after the gradients of one example were found",
    explains=frozenset({"values"}),
)
