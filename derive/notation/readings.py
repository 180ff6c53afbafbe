"""What is understood of a formula: the record that reading gives."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal, TypeAlias

from derive.ir import Expr, Span, Symbol
from derive.notation.declarations import Declaration, declared
from derive.notation.errors import ReadError
from derive.notation.macros import Macro
from derive.notation.noting import NameUse
from derive.notation.scope import UNSPECIFIED, Scope
from derive.notation.surface import Statement
from derive.shapes import Shape, Size

Kind: TypeAlias = Literal[
    "definition",
    "claim",
    "continuation",
    "update",
    "declaration",
    "value",
    "expression",
    "fragment",
    "notation",
    "prose",
    "statements",
    "unreadable",
]
"""A *continuation* begins with a relation: its other side is an earlier line. *statements* are several."""


@dataclass(frozen=True)
class Update:
    """An update rule: ``target`` moves by ``sign`` · ``rate`` · ``gradient``.

    ``gradient`` is None where the rule is not of that form; ``rate`` is None where no learning rate is
    written.
    """

    target: Expr
    gradient: Expr | None
    rate: Expr | None
    sign: int


@dataclass(frozen=True)
class Reading:
    """What was understood of a formula; `error` says why where something was not.

    ``sides`` are the expressions of a chain from left to right, with ``relations`` between them (``=``,
    ``->``, ``:=``, ``<`` …) and ``spans`` where each stands. A definition's left names are in ``defines``
    and not among the sides; its ``expr`` is the right side, ``arguments`` what its left side lists.
    ``facts`` is what it says of the values of names, ``choices`` in words what the reader decided. ``comments`` are
    declarations in comments, ``inferred`` shapes that the use of a name told, ``unified`` sizes that turned out to be
    others. ``flat`` says that a number is written as only an array would be: transposed, between the bars of a length,
    or multiplied entry by entry.
    """

    kind: Kind
    text: str
    expr: Expr | None = None
    sides: tuple[Expr, ...] = ()
    relations: tuple[str, ...] = ()
    spans: tuple[Span, ...] = ()
    defines: tuple[Symbol, ...] = ()
    arguments: tuple[Symbol, ...] = ()
    declares: tuple[tuple[Symbol, Shape], ...] = ()
    facts: tuple[tuple[Symbol, str], ...] = ()
    update: Update | None = None
    comments: tuple[Declaration, ...] = ()
    macros: tuple[Macro, ...] = ()
    inferred: tuple[tuple[Symbol, Shape, str], ...] = ()
    unified: tuple[tuple[str, Size], ...] = ()
    functions: tuple[Symbol, ...] = ()
    statements: tuple[Reading, ...] = ()
    surface: Statement | None = None
    names: tuple[NameUse, ...] = ()
    choices: tuple[str, ...] = ()
    alternatives: tuple[str, ...] = ()
    error: ReadError | None = None
    flat: bool = False

    def within(self, scope: Scope) -> Scope:
        """The scope in which this statement was read in the end: with what its comments declare, and what it infers."""
        for declaration in self.comments:
            scope = declared(replace(scope, open=False), declaration)
        if self.macros:
            scope = scope.with_macros({macro.name: macro for macro in self.macros})
        for symbol, shape, why in self.inferred:
            scope = scope.with_inferred(symbol, shape, why)
        for symbol in self.functions:
            scope = scope.with_function(symbol, UNSPECIFIED)
        for name, size in self.unified:
            scope = scope.unified(name, size)
        return scope

    def after(self, scope: Scope) -> Scope:
        """The scope behind this statement: with what it defines and declares."""
        scope = self.within(scope)
        for statement in self.statements:
            scope = statement.after(scope)
        for symbol, shape in self.declares:
            scope = scope.with_shape(symbol, shape)
        for symbol, fact in self.facts:
            scope = scope.with_fact(fact, [symbol])
        if self.kind == "definition" and self.expr is not None:
            expr = self.expr
            for symbol in reversed(self.defines):
                scope = scope.with_definition(symbol, expr, self.arguments if symbol == self.defines[0] else ())
                expr = scope.variables[symbol]
        return scope
