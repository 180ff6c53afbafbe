"""A scope from what a person says: declarations, and equations that are read one after the other."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from functools import lru_cache
from types import MappingProxyType
from typing import TypeAlias

from derive.ir import Span, Symbol, Var, variables
from derive.notation.bounding import bounds
from derive.notation.declarations import Declaration, declared, parse_declarations
from derive.notation.errors import ReadError
from derive.notation.inferring import WEIGHTS, at_another_step, fresh, is_matrix
from derive.notation.reading import Reading, read
from derive.notation.scope import EMPTY, OPEN, Scope
from derive.shapes import SCALAR, Shape

BINDING = frozenset({"definition", "declaration", "value"})
"""The kinds of statements that say something of names: what may stand among the equations of a scope."""

ELSEWHERE: Mapping[str, str] = MappingProxyType(
    {
        "model": "a model brings names of its own: derive.model(name), or --model",
        "reduce": "no formula is read by it yet: write the sum, or the mean, out",
        "refuted": "it marks a formula of a document",
        "section": "it stands between the formulas of a document",
        "skip": "it marks a formula of a document",
        "steps": "it says how a document shows its formulas",
    }
)
"""The declarations that change no scope, and what to do instead: to pass them over would be to seem to heed them."""


Rows: TypeAlias = tuple[tuple[Symbol, Shape], ...]
"""Matrices that turn out to be rows, because the loss is a number."""

_MOST_ROWS = 4
"""How many of them there may be."""

_MOST_TOLD = 200
"""How many equations are read again at most."""


class BadScope(ValueError):
    """A declaration or an equation cannot be read. The message has the text with a caret under the place."""


def scope(declarations: str | Iterable[str] = (), *equations: str) -> Scope:
    """The scope behind declarations such as ``shape w: m; data x, y`` and behind equations. Raises `BadScope`.

    Without any of them nothing is declared, and names are taken for numbers of their own. Each equation is read behind
    those before it, and may use no later one.
    """
    texts = [declarations] if isinstance(declarations, str) else list(declarations)
    found = EMPTY if any(text.strip() for text in texts) else OPEN
    for text in texts:
        found = with_declarations(found, text)
    for equation in equations:
        found = behind(found, equation)
    return found


def behind(found: Scope, equation: str) -> Scope:
    """The scope behind an equation. Raises `BadScope`."""
    reading, found = read_in(equation, found)
    if reading.error is not None:
        raise BadScope(reading.error.render(equation))
    # Of a name that is not declared, a comparison is not read among names that are.
    said = bounds(reading if reading.sides else read(equation, OPEN))
    if said:
        return _bounded(found, said, equation)
    for statement in reading.statements or (reading,):
        if statement.kind not in BINDING:
            place = statement.surface.span if statement.surface else Span(0, len(equation))
            message = f"this is of the kind `{statement.kind}`, and defines no name"
            is_bound = bool(statement.relations) and not {"<", ">", "<=", ">="}.isdisjoint(statement.relations)
            hint = "an equation has a new name on its left, as in z = wx + b"
            hint = "bounds of a name are 0 < a or a < 1, or both" if is_bound else hint
            raise BadScope(ReadError("unreadable", message, place, hint=hint).render(equation))
    return with_values(reading, _with_steps(reading, found))


def _with_steps(reading: Reading, found: Scope) -> Scope:
    """The scope in which the h_{t-1} of an equation is declared as h_t is, so that a claim can be about it."""
    for use in reading.names:
        other = None if found.declares(use.symbol) else at_another_step(use.symbol, found.variables)
        if other is not None:
            found = found.with_shape(use.symbol, other.shape)
    return found


def _bounded(found: Scope, said: tuple[tuple[Symbol, str], ...], text: str) -> Scope:
    """The scope in which names have bounds. Raises `BadScope` for one that an equation says the values of."""
    for symbol, fact in said:
        if symbol in found.definitions:
            message = f"{symbol} has an equation, and no bounds can be given beside it"
            raise BadScope(ReadError("unreadable", message, Span(0, len(text))).render(text))
        found = declared(found, Declaration(fact, Span(0, len(text)), (symbol,)))
    return found


def with_values(reading: Reading, before: Scope) -> Scope:
    """The scope behind a formula. A value makes its name a number: it is no equation that is put in for it."""
    found = reading.after(before)
    for statement in reading.statements or (reading,):
        for symbol in statement.defines if statement.kind == "value" else ():
            if statement.expr is not None and symbol not in found.variables:
                found = found.with_shape(symbol, statement.expr.shape)
    says_nothing = not found.open or found == before
    return found if says_nothing else replace(found, told=(*before.told, reading.text))


def with_names(scope: Scope, before: Scope = EMPTY) -> Scope:
    """The scope in which each name that stands in a new equation is known, so that a claim can be about it."""
    if not scope.open or scope.definitions is before.definitions:
        return scope
    new = [equation for name, equation in scope.definitions.items() if before.definitions.get(name) is not equation]
    for v in variables(*new):
        if v.symbol not in scope.variables:
            scope = scope.with_shape(v.symbol, v.shape)
    return scope


def read_in(text: str, scope: Scope) -> tuple[Reading, Scope]:
    """A formula, and the scope that it is read in: one in which capital letters are matrices, where it needs that.

    Shapes that do not fit there are a mistake: what is transposed is no product of numbers.
    """
    reading = read(text, scope)
    arrays = in_arrays(scope) if reading.flat else None
    if arrays is None:
        return reading, scope
    again = read(text, arrays)
    return (again, arrays) if again.error is None or again.error.kind == "ill-shaped" else (reading, scope)


def in_arrays(scope: Scope) -> Scope | None:
    """The scope behind the same equations where capital letters are matrices and small ones behind them columns.

    Where the loss would have entries then, the matrix of which it has the rows is a row. None where the equations do
    not fit, or say nothing else; and where a declaration says what is a number.
    """
    if not scope.open or scope.arrays or not 0 < len(scope.told) <= _MOST_TOLD:
        return None
    names = (*scope.variables.values(), *(Var(symbol) for symbol in scope.occurring - scope.variables.keys()))
    if not any(map(is_matrix, names)):
        return None
    rows: dict[Symbol, Shape] = {}
    while len(rows) <= _MOST_ROWS:
        found = _read_again(scope.told, tuple(rows.items()))
        if found is None or found.definitions.keys() != scope.definitions.keys():
            return None
        loss = found.variables[scope.loss].shape if scope.loss is not None else SCALAR
        if loss.is_scalar:
            told = any(var.shape != scope.variables.get(symbol, var).shape for symbol, var in found.variables.items())
            return found if told else None
        weights = [symbol for symbol in found.inferred if found.variables[symbol].shape.rank == 2]
        symbol = next((s for s in weights if found.variables[s].shape.sizes[0] in loss.sizes), None)
        if symbol is None:
            return None
        rows[symbol] = Shape(fresh(symbol, 1, ()).sizes, row=True)
    return None


def _read_again(equations: tuple[str, ...], rows: Rows) -> Scope | None:
    """The scope behind equations in which capital letters are matrices but for those rows; None for what is refused."""
    found: Scope | None = None
    for number in range(len(equations) + 1):
        found = _behind_last(equations[:number], rows)  # what stands before the last is remembered
    return found


@lru_cache(maxsize=512)
def _behind_last(equations: tuple[str, ...], rows: Rows) -> Scope | None:
    if not equations:
        found = replace(OPEN, arrays=True)
        for symbol, shape in rows:
            found = found.with_inferred(symbol, shape, WEIGHTS)
        return found
    before = _behind_last(equations[:-1], rows)
    reading = read(equations[-1], before) if before is not None else None
    if before is None or reading is None or reading.error is not None:
        return None
    return with_names(with_values(reading, before), before)


def with_declarations(found: Scope, text: str) -> Scope:
    """The scope behind declarations such as ``shape w: m; data x``. Raises `BadScope`."""
    declarations, errors = parse_declarations(text)
    if errors:
        raise BadScope(errors[0].render(text))
    for declaration in declarations:
        problem = _objection(found, declaration)
        if problem is not None:
            raise BadScope(problem.render(text))
        found = declared(found, declaration)
    return found


def _objection(found: Scope, declaration: Declaration) -> ReadError | None:
    """Why a declaration that can be read is refused: it has no effect, or takes back what was said before it."""
    key, span = declaration.key, declaration.span
    if key in ELSEWHERE:
        return ReadError("unreadable", f"`{key}` has no effect here", span, hint=ELSEWHERE[key])
    for name in declaration.names if declaration.shape is not None else ():
        before = found.variables.get(name)
        if before is not None and before.shape != declaration.shape:
            message = f"{name} is declared as {before.shape} already, and here as {declaration.shape}"
            return ReadError("ill-shaped", message, span, hint="declare each name once")
    return None
