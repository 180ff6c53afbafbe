"""Scopes and readings in few words, for tests of the reader."""

from derive.notation.declarations import declared, parse_declarations
from derive.notation.reading import read
from derive.notation.scope import EMPTY, Scope


def scope_with(declarations: str, *definitions: str, scope: Scope = EMPTY) -> Scope:
    """The scope behind declarations and equations."""
    found, errors = parse_declarations(declarations)
    assert not errors
    for declaration in found:
        scope = declared(scope, declaration)
    for text in definitions:
        reading = read(text, scope)
        assert (reading.kind, reading.error) == ("definition", None), text
        scope = reading.after(scope)
    return scope


ARRAYS = scope_with(
    "shape w,x,u,v: m; shape W: h,m; shape S: m,m; shape a,b,y,alpha: scalar; shape X: m,n; shape Y,A: 1,n"
)


def text_of(text: str, scope: Scope = ARRAYS) -> str:
    """What a formula is read as, in functional notation."""
    reading = read(text, scope)
    assert reading.error is None, reading.error
    return str(reading.expr if reading.expr is not None else reading.sides)
