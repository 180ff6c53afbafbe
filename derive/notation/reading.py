"""Reading a formula: its text in a scope becomes typed expressions, or a reason why not."""

from __future__ import annotations

import re
from dataclasses import replace

from derive.ir import Span, Symbol
from derive.notation import vocabulary
from derive.notation.comments import comments, uncommented
from derive.notation.declarations import declared, parse_declarations
from derive.notation.errors import ReadError, Refusal
from derive.notation.forms import spelling
from derive.notation.grammar import parse
from derive.notation.letters import BETWEEN
from derive.notation.readings import Kind, Reading, Update
from derive.notation.scope import OPEN, Scope
from derive.notation.sentences import formulas_alone, said_shape
from derive.notation.spelt import spelt_names
from derive.notation.statements import interpret
from derive.notation.sums import Allowance
from derive.notation.surface import Statement, walk
from derive.notation.tokens import Tokens, tokenize

__all__ = ["Kind", "Reading", "Update", "read"]

MAX_STATEMENTS = 500
"""How many statements one formula may hold."""

_WORD = re.compile(r"(?<![\\A-Za-z{])[A-Za-z]{3,}")
_ARGUMENT = re.compile(r"\\[A-Za-z]+\*?(?:\s*\[[^\[\]{}]*\])?(?:\s*\{[^{}]*\})*")
_SHORT = 200
"""How long a text may be that says a shape in words."""

_SAYING = frozenset({"definition", "claim", "update", "declaration"})
"""What a sentence with formulas in it is read for."""

_SENTENCE = (
    vocabulary.CONNECTIVES | {"of", "in", "to", "at", "be", "it", "on", "we", "an", "let", "but", "not"}
) - BETWEEN
"""Words that join formulas and are no names."""

_SCRIPT = re.compile(r"[_^]\{(\\[a-z]+\{)?$")
"""What stands before a word that is a script."""

_PROSE = 2
"""How many unknown words make a text prose."""


def read(text: str, scope: Scope | None = None, *, defining: bool = False) -> Reading:
    """What a formula means in a scope. Raises nothing for bad input: `Reading.error` says what is wrong.

    Without a scope nothing is declared, and names are numbers. ``defining`` says that an equation with a
    name on its left defines that name, whatever the name was bound to: what the equations of a model
    document do.
    """
    scope = OPEN if scope is None else scope
    return _with_comments(text, scope, defining) if "derive:" in text else _formulas(text, scope, defining)


def _formulas(text: str, scope: Scope, defining: bool) -> Reading:
    """The reading of a formula, or of those that are marked in a sentence."""
    said = said_shape(text) if len(text) <= _SHORT else ""
    declarations, wrong = parse_declarations(said) if said else ([], [])
    if declarations and not wrong:
        named = tuple((name, one.shape) for one in declarations for name in one.names if one.shape is not None)
        return Reading("declaration", text, declares=named)
    reading = _bare(text, scope, defining)
    alone = formulas_alone(text) if reading.kind == "prose" else ""
    if not alone:
        return reading
    told = "the words around the formulas are left out"
    found = _bare(alone, scope, defining)
    if found.error is None and not any(part.kind in _SAYING for part in (found, *found.statements)):
        return reading
    return replace(found, text=text, choices=(told, *found.choices))


def _bare(text: str, scope: Scope, defining: bool) -> Reading:
    try:
        names = spelt_names(text, scope) - scope.words
        tokens = tokenize(text, scope.words | names, scope.macros)
        tokens.notes.update((f"{name} is one name", None) for name in sorted(names))
    except Refusal as refusal:
        return _refused(text, refusal, prose=len(_unknown_words(text)) > _PROSE)
    if _is_prose(tokens, scope):
        return Reading("prose", text)
    stray = _stray_word(tokens, scope)
    if stray is not None:
        return Reading("unreadable", text, alternatives=stray.expected, error=stray)
    try:
        reading = _read(tokens, scope, defining)
    except RecursionError:
        # Nesting is bounded, but not how much of the stack the caller has used already.
        message = "there is not enough of Python's stack left to read this"
        return Reading("unreadable", text, error=ReadError("never", message, Span(0, len(text))))
    if tokens.notes:
        reading = replace(reading, choices=(*reading.choices, *tokens.notes))
    return replace(reading, macros=tuple(tokens.macros.values())) if tokens.macros else reading


def _with_comments(text: str, scope: Scope, defining: bool) -> Reading:
    """The reading of a text in the scope behind the declarations in its comments."""
    found, errors = comments(text)
    if errors:
        return Reading("unreadable", text, error=errors[0])
    for declaration in found:
        scope = declared(replace(scope, open=False), declaration)
    bare = uncommented(text)
    if found and not bare.strip():
        return Reading("declaration", text, comments=tuple(found))
    reading = _formulas(bare, scope, defining)
    return replace(reading, text=text, comments=tuple(found))


def _read(tokens: Tokens, scope: Scope, defining: bool) -> Reading:
    text = tokens.text
    try:
        statements = parse(tokens)
    except Refusal as refusal:
        return _refused(text, refusal, prose=False)
    if not statements:
        return _empty(tokens)
    if len(statements) > MAX_STATEMENTS:
        message = f"one formula holds at most {MAX_STATEMENTS} statements; this has {len(statements)}"
        return Reading("unreadable", text, error=ReadError("never", message, statements[0].span))
    if len(statements) == 1:
        return interpret(statements[0], text, scope, defining=defining)
    return _several(statements, text, scope, defining)


def _is_prose(tokens: Tokens, scope: Scope) -> bool:
    """Whether a text has so many words, or so little else, that it is no formula."""
    unscripted = [place for place in tokens.words if not _SCRIPT.search(tokens.text[: place.start])]
    words = [place for place in unscripted if not _spells_names(tokens.text[place.start : place.end], scope)]
    if len(words) >= _PROSE or (words and tokens.short):
        return True
    mathematical = any(token.kind not in ("letter", "number", "comma", "stop") for token in tokens.items)
    alone = tokens.text.strip().isalpha()
    return bool(words) and not mathematical and not alone


def _stray_word(tokens: Tokens, scope: Scope) -> ReadError | None:
    """The error for a word of a sentence that stands by itself among formulas: the or of a = b or a = c."""
    for place in (*tokens.short, *tokens.words):
        word, around = (
            tokens.text[place.start : place.end],
            tokens.text[: place.start][-1:] + tokens.text[place.end :][:1],
        )
        if word in _SENTENCE and not around.strip() and not _spells_names(word, scope):
            readings = (f"\\text{{ {word} }}", f"the product {' '.join(word)}")
            return ReadError("ambiguous", f"`{word}` is a word, or a product of letters", place, readings)
    return None


def _spells_names(word: str, scope: Scope) -> bool:
    """Whether a run of letters is a product of names that are known."""
    return all(Symbol(letter) in scope.variables for letter in word)


def _empty(tokens: Tokens) -> Reading:
    """The reading of a text without a statement: definitions of macros, words, a lone sign, or nothing."""
    kinds = {token.kind for token in tokens.items}
    if tokens.macros:
        return Reading("declaration", tokens.text)
    if "text" in kinds:
        return Reading("prose", tokens.text)
    if "relation" in kinds:
        return Reading("fragment", tokens.text)
    message = "there is no formula here: the text is empty, or says nothing"
    return Reading("unreadable", tokens.text, error=ReadError("unreadable", message, Span(0, len(tokens.text))))


def _without_mappings(statements: tuple[Statement, ...], readings: list[Reading]) -> list[Reading]:
    """The readings, with those refused that use a function of which only its domain is known, as in f : ℝⁿ → ℝᵏ."""
    mappings = {spelling(s.sides[0]) for s in statements if s.kind == "declaration" and s.sides}
    found = list(readings)
    for number, statement in enumerate(statements):
        used = next((node for node in walk(*statement.sides) if spelling(node) in mappings), None)
        if mappings and used is not None and statement.kind != "declaration":
            message = "a function of which only the domain is known is not read yet"
            error = ReadError("not-yet", message, used.span)
            found[number] = Reading(readings[number].kind, readings[number].text, surface=statement, error=error)
    return found


def _is_unbound(reading: Reading) -> bool:
    return reading.error is not None and reading.error.kind == "unbound"


def _merged(readings: list[Reading]) -> list[Reading]:
    """The readings, with declarations side by side made one."""
    result: list[Reading] = []
    for reading in readings:
        if result and {result[-1].kind, reading.kind} == {"declaration"} and not (result[-1].error or reading.error):
            before = result.pop()
            declares, names = before.declares + reading.declares, before.names + reading.names
            result.append(replace(before, declares=declares, names=names))
        else:
            result.append(reading)
    return result


def _several(statements: tuple[Statement, ...], text: str, scope: Scope, defining: bool) -> Reading:
    """The readings of several statements, each in the scope behind those before it.

    What is unbound there is read once more behind all of them: z = wx + b, where w = 2.
    """
    readings: list[Reading] = []
    spoken, allowance = scope, Allowance()
    for statement in statements:
        reading = interpret(statement, text, scope, defining=defining, allowance=allowance)
        scope = reading.after(scope)
        readings.append(reading)
        if reading.kind == "value" and reading.expr is not None:
            for symbol in reading.defines:
                spoken = spoken.with_shape(symbol, reading.expr.shape)
        spoken = reading.after(spoken)
    readings = _without_mappings(statements, readings)
    readings = [
        interpret(statement, text, spoken, defining=defining, allowance=allowance) if _is_unbound(reading) else reading
        for statement, reading in zip(statements, readings, strict=True)
    ]
    readings = _merged(readings)
    if len(readings) == 1:
        return readings[0]
    broken = statements[-1].dangling is not None and len({statement.row for statement in statements}) == 1
    error = next((reading.error for reading in readings if reading.error is not None), None)
    names = {use.symbol: use for reading in readings for use in reading.names}
    choices = dict.fromkeys(choice for reading in readings for choice in reading.choices)
    return Reading(
        "fragment" if broken else "statements",
        text,
        statements=tuple(readings),
        names=tuple(names.values()),
        choices=tuple(choices),
        error=error,
        flat=any(reading.flat for reading in readings),
    )


def _unknown_words(text: str) -> list[str]:
    """The words of a text that are neither names of functions nor arguments of commands."""
    known = {*vocabulary.FUNCTION_WORDS, *vocabulary.WORDS}
    return [word for word in _WORD.findall(_ARGUMENT.sub(" ", text[:2_000])) if word not in known]


def _refused(text: str, refusal: Refusal, *, prose: bool) -> Reading:
    if prose:
        return Reading("prose", text)
    alternatives = refusal.error.expected if refusal.error.kind == "ambiguous" else ()
    kind: Kind = "fragment" if refusal.fragment else "unreadable"
    return Reading(kind, text, alternatives=alternatives, error=refusal.error)
