"""A capital is the small letter: W of layer 2 where only w of layer 2 has a meaning, as in dW for the gradient in w.

Only names that have no meaning of their own are read so.
"""

from __future__ import annotations

from dataclasses import replace

from derive.judging.grounds import Grounds
from derive.judging.restating import Convention


def _restated(grounds: Grounds) -> Grounds | None:
    scope = grounds.scope
    capital = {
        replace(symbol, letter=symbol.letter.upper()): v
        for symbol, v in scope.variables.items()
        if len(symbol.letter) == 1 and symbol.letter.islower()
    }
    new = {symbol: v for symbol, v in capital.items() if not scope.declares(symbol)}
    return replace(grounds, scope=replace(scope, variables={**scope.variables, **new})) if new else None


CONVENTION = Convention(
    name="capital-letters",
    words="where a capital is the small letter",
    family="letters",
    order=0,
    restated=_restated,
    source="lecture slides: dW for the gradient in the weights w",
    explains=frozenset({"names"}),
)
