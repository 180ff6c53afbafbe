"""δ stands for ∂L/∂z: δ^{[2]} beside z^{[2]}, δ_1 beside z_1, δ beside z, wherever δ is no other name.

In the literature of backpropagation δ means nothing else where there is a z of the same index; a formula that defines
δ is therefore judged as a claim about ∂L/∂z, and says so.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from derive.building import total_derivative
from derive.conditions import ancestors
from derive.ir import Expr, Symbol
from derive.notation.deltas import LETTER, SUMS
from derive.notation.scope import Scope


def error_of(symbol: Symbol, scope: Scope) -> Expr | None:
    """What a δ of that name stands for: the derivative of the scope's loss in the z of the same index.

    None where there is no such z, or where the loss does not follow from it: then nothing is known of that derivative.
    """
    if symbol.letter != LETTER or scope.loss is None or scope.loss not in scope.definitions:
        return None
    alike = (replace(symbol, letter=letter, font="") for letter in SUMS)
    found = next((scope.in_any_font[one] for one in alike if one in scope.in_any_font), None)
    loss, given = scope.variables[scope.loss], scope.given()
    if found is None or scope.variables[found] not in ancestors(loss, given) - {loss}:
        return None
    return total_derivative(loss, scope.variables[found])


def with_errors(scope: Scope) -> tuple[Scope, Mapping[Expr, Expr]]:
    """The scope in which every δ that is no other name is known, and what each stands for."""
    meanings: dict[Expr, Expr] = {}
    for symbol in tuple(scope.variables) if scope.loss is not None else ():
        name = replace(symbol, letter=LETTER, font="")
        meaning = error_of(name, scope) if symbol.letter in SUMS else None
        if meaning is not None and name not in scope.variables and not scope.declares(name):
            scope = scope.with_shape(name, meaning.shape)
            meanings[scope.variables[name]] = meaning
    return scope, meanings
