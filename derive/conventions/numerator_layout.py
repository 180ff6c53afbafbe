"""Numerator layout: the derivative of a number by a column is a row, and by a matrix its transpose.

The whole formula is read again in that layout: ∂L/∂w is then the transpose of the gradient, and so is its short name
dw, while ∇L stays the gradient. A right side that is transposed is told by this name only where the formula is proved
so; everywhere else it is the mistake *transpose*.
"""

from __future__ import annotations

from dataclasses import replace

from derive.building import total_derivative, transpose
from derive.judging.grounds import Grounds
from derive.judging.restating import Convention, with_setting


def _restated(grounds: Grounds) -> Grounds | None:
    found = with_setting(grounds, "layout", "numerator")
    if found is None:
        return None
    scope, loss, shorthands = found.scope, found.bench.system.loss, dict(found.shorthands)
    for symbol, v in found.scope.variables.items():
        short = replace(symbol, letter="d" + symbol.letter)
        if v is not loss and v.shape.rank in (1, 2) and not scope.declares(short):
            meaning = transpose(total_derivative(loss, v))
            scope = scope.with_definition(short, meaning, loss=False)
            shorthands[scope.variables[short]] = meaning
    return replace(found, scope=scope, shorthands=shorthands)


CONVENTION = Convention(
    name="numerator-layout",
    words="in numerator layout",
    family="layout",
    order=1,
    restated=_restated,
    source="matrix calculus: the derivative of a number by a column is the row of its derivatives",
    explains=frozenset({"shapes", "squares"}),
)
