"""A scope from what a person says: declarations, and equations that are read one after the other."""

from __future__ import annotations

from collections.abc import Iterable

from derive.ir import Span
from derive.notation.declarations import declared, parse_declarations
from derive.notation.errors import ReadError
from derive.notation.reading import read
from derive.notation.scope import EMPTY, OPEN, Scope


class BadScope(ValueError):
    """A declaration or an equation cannot be read. The message has the text with a caret under the place."""


def scope(declarations: str | Iterable[str] = (), *equations: str) -> Scope:
    """The scope behind declarations such as ``shape w: m; data x, y`` and behind equations. Raises `BadScope`.

    Without any of them nothing is declared, and names are taken for numbers of their own.
    """
    texts = [declarations] if isinstance(declarations, str) else list(declarations)
    found = EMPTY if any(text.strip() for text in texts) else OPEN
    for text in texts:
        read_declarations, errors = parse_declarations(text)
        if errors:
            raise BadScope(errors[0].render(text))
        for declaration in read_declarations:
            found = declared(found, declaration)
    for equation in equations:
        reading = read(equation, found)
        if reading.error is not None:
            raise BadScope(reading.error.render(equation))
        if reading.kind not in ("definition", "declaration", "value", "statements"):
            error = ReadError("unreadable", f"this is {reading.kind}, and no equation", Span(0, len(equation)))
            raise BadScope(error.render(equation))
        found = reading.after(found)
    return found
