"""Renaming: a scope in which quantities go by other names, and expressions over these."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from derive.ir import Expr, Symbol, Var, substitute, variables
from derive.notation.scope import Scope


def renamed(expr: Expr, names: Mapping[Symbol, Symbol]) -> Expr:
    """The expression over the new names; shapes stay."""
    found: dict[Expr, Expr] = {v: Var(names[v.symbol], v.shape) for v in variables(expr) if v.symbol in names}
    return substitute(expr, found) if found else expr


def renamed_scope(scope: Scope, names: Mapping[Symbol, Symbol]) -> Scope:
    """The scope in which each quantity among the keys goes by the name beside it. No two may be given one name."""

    def new(symbol: Symbol) -> Symbol:
        return names.get(symbol, symbol)

    return replace(
        scope,
        variables={new(symbol): Var(new(symbol), v.shape) for symbol, v in scope.variables.items()},
        definitions={new(symbol): renamed(expr, names) for symbol, expr in scope.definitions.items()},
        arguments={new(symbol): tuple(map(new, listed)) for symbol, listed in scope.arguments.items()},
        data=frozenset(map(new, scope.data)),
        parameters=frozenset(map(new, scope.parameters)),
        loss=None if scope.loss is None else new(scope.loss),
        facts={new(symbol): facts for symbol, facts in scope.facts.items()},
        inferred={new(symbol): why for symbol, why in scope.inferred.items()},
    )
