"""A scope from what a person says: declarations, and equations that are read one after the other."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType

from derive.ir import Span
from derive.notation.declarations import Declaration, declared, parse_declarations
from derive.notation.errors import ReadError
from derive.notation.reading import Reading, read
from derive.notation.scope import EMPTY, OPEN, Scope

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
    reading = read(equation, found)
    if reading.error is not None:
        raise BadScope(reading.error.render(equation))
    for statement in reading.statements or (reading,):
        if statement.kind not in BINDING:
            place = statement.surface.span if statement.surface else Span(0, len(equation))
            message = f"this is of the kind `{statement.kind}`, and defines no name"
            hint = "an equation has a new name on its left, as in z = wx + b"
            raise BadScope(ReadError("unreadable", message, place, hint=hint).render(equation))
    return with_values(reading, found)


def with_values(reading: Reading, found: Scope) -> Scope:
    """The scope behind a formula. A value makes its name a number: it is no equation that is put in for it."""
    found = reading.after(found)
    for statement in reading.statements or (reading,):
        for symbol in statement.defines if statement.kind == "value" else ():
            if statement.expr is not None and symbol not in found.variables:
                found = found.with_shape(symbol, statement.expr.shape)
    return found


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
