"""Numerator layout: the derivative of a number by a column is a row, and by a matrix its transpose.

The whole formula is read again in that layout: ∂L/∂w is then the transpose of the gradient, and so is its short name
dw, while ∇L stays the gradient. A right side that is transposed is told by this name only where the formula is proved
so; everywhere else it is the mistake *transpose*.
"""

from __future__ import annotations

from dataclasses import replace

from derive.building import total_derivative, transpose
from derive.ir import Expr, Var
from derive.judging.grounds import Grounds
from derive.judging.restating import Convention, with_setting


def _restated(grounds: Grounds) -> Grounds | None:
    found = with_setting(grounds, "layout", "numerator")
    if found is None:
        return None
    scope, loss = found.scope, found.bench.system.loss
    short: dict[Expr, Expr] = {}
    # With an equation they are no new names, which a formula could define.
    variables, definitions = dict(scope.variables), dict(scope.definitions)
    for symbol, v in scope.variables.items():
        name = replace(symbol, letter="d" + symbol.letter)
        if v is not loss and v.shape.rank in (1, 2) and not scope.declares(name):
            meaning = transpose(total_derivative(loss, v))
            variables[name], definitions[name] = Var(name, meaning.shape), meaning
            short[variables[name]] = meaning
    shorthands = {**found.shorthands, **short}
    return replace(found, scope=replace(scope, variables=variables, definitions=definitions), shorthands=shorthands)


CONVENTION = Convention(
    name="numerator-layout",
    words="in numerator layout",
    family="layout",
    order=1,
    restated=_restated,
    source="matrix calculus: the derivative of a number by a column is the row of its derivatives",
    explains=frozenset({"shapes", "squares"}),
)
