"""Which function judges which kind of statement."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType

from derive.findings import Finding, assumptions_of, decisive
from derive.judging.definitions import judged_definition
from derive.judging.equalities import judged_claim
from derive.judging.grounds import Grounds, names_of
from derive.judging.loops import Line, judged_loop
from derive.judging.repairs import diagnosed_claim
from derive.judging.shapes import judged_declaration, judged_notation, judged_product, judged_shapes
from derive.judging.shorthands import with_errors
from derive.judging.unjudged import not_judged, not_read
from derive.judging.updates import diagnosed_update, judged_update
from derive.judging.upstream import with_upstream
from derive.notation.forms import lists_with_dots
from derive.notation.reading import Reading, read
from derive.notation.readings import Kind
from derive.notation.scoping import read_in
from derive.notation.statements import interpret

JUDGES: Mapping[Kind, Callable[[Reading, str, Grounds], Finding]] = MappingProxyType(
    {
        "claim": judged_claim,
        "declaration": judged_declaration,
        "definition": judged_definition,
        "notation": judged_notation,
        "update": judged_update,
    }
)
"""The judge of each kind of statement; kinds that are not listed are not judged."""


LISTED = "it says how an array is written, with dots for some of its entries: nothing was judged"
"""What is said of w = (w_1, …, w_m)ᵀ."""


def read_on(text: str, grounds: Grounds) -> tuple[Reading, Grounds]:
    """A formula as it reads on those grounds, and the grounds with the shorthands that it needs.

    What names are unknown in is read once more where δ stands for ∂L/∂z.
    """
    reading, scope = read_in(text, grounds.scope)
    grounds = grounds.on(scope)
    if reading.error is None or reading.error.kind != "unbound":
        return reading, with_upstream(reading, grounds)
    scope, meanings = with_errors(grounds.scope)
    again = read(text, scope) if meanings else reading
    if again.error is not None:
        return reading, grounds
    return again, replace(grounds, scope=scope, shorthands={**grounds.shorthands, **meanings})


def judged(reading: Reading, text: str, grounds: Grounds) -> Finding:
    """What becomes of a formula that was read from ``text``. Several statements are judged one behind the other."""
    if not reading.statements:
        said = judged_product(reading, text, grounds) or judged_shapes(text, grounds)
        judge = JUDGES.get(reading.kind, not_judged)
        return said or judge(reading, text, with_upstream(reading, grounds.within(reading)))
    looped = judged_loops(reading, grounds)
    parts = [
        looped.get(number) or judged(part, text_of(part, text), at)
        for number, (part, at) in enumerate(parts_of(reading, grounds))
    ]
    return _together(parts, reading, text)


def parts_of(reading: Reading, grounds: Grounds) -> Iterator[tuple[Reading, Grounds]]:
    """The statements of a formula, each with the grounds behind those before it."""
    grounds = _with_values(reading, grounds)
    redeclared = False
    for part in reading.statements or (reading,):
        again = _read_again(part, grounds) if redeclared else part
        yield again, grounds
        redeclared = redeclared or any(symbol in grounds.scope.variables for symbol, _ in part.declares)
        grounds = grounds.behind(again)


def _with_values(reading: Reading, grounds: Grounds) -> Grounds:
    """The grounds with the values in a formula, which may stand behind the claim that rests on them.

    As in z = wx + b = 1.1, where x = 9.
    """
    for part in reading.statements:
        if part.kind == "value" and not grounds.values.declared.keys() & set(part.defines):
            grounds = replace(grounds, values=grounds.values.behind(part))
    return grounds


def judged_loops(reading: Reading, grounds: Grounds) -> Mapping[int, Finding]:
    """What becomes of the statements of a formula that add up over examples, by their number."""
    grounds = _with_values(reading, grounds)
    found = [(number, part) for number, part in enumerate(reading.statements) if part.surface is not None]
    lines = [Line(part.surface, part.text) for _, part in found if part.surface is not None]
    return {found[number][0]: finding for number, finding in judged_loop(lines, grounds).items()}


def _read_again(statement: Reading, grounds: Grounds) -> Reading:
    """A statement behind a second shape of a name, which is a claim: it is read with the first one."""
    if statement.surface is None:
        return statement
    again = interpret(statement.surface, statement.text, grounds.scope, defining=False)
    return statement if again.error is not None else again


def unread(reading: Reading, text: str, grounds: Grounds) -> Finding:
    """What becomes of a formula that could not be read; one that does not fit together is still diagnosed.

    Some of what is said about shapes is no formula for the reader, and is judged here.
    """
    assert reading.error is not None
    said = judged_product(reading, text, grounds) or judged_shapes(text, grounds)
    if said is not None:
        return said
    if reading.surface is not None and lists_with_dots(reading.surface.sides):
        return replace(not_read(reading, text), outcome="notation", message=LISTED)
    if reading.kind == "update" and reading.error.kind == "ill-shaped":
        return diagnosed_update(reading, text, grounds)
    if reading.kind == "claim" and reading.error.kind == "ill-shaped":
        return diagnosed_claim(reading, text, grounds)
    return not_read(reading, text)


def _together(findings: Sequence[Finding], reading: Reading, text: str) -> Finding:
    """One finding for several statements: each is a link, and the whole is what the decisive one is."""
    parts = [finding for finding in findings if finding.verdict is not None] or findings
    whole = replace(decisive(parts), kind=reading.kind, latex=text, names=names_of(reading), links=tuple(findings))
    return replace(whole, assumptions=assumptions_of(parts))


def text_of(statement: Reading, text: str) -> str:
    """The part of the text that a statement stands in."""
    span = statement.surface.span if statement.surface else None
    return text[span.start : span.end] if span else text
