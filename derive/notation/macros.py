r"""Macros of the user's own: ``\newcommand``, ``\def``, ``\DeclareMathOperator``, and what an application becomes.

A macro is text with ``#1`` … ``#9`` in it. Expanding is bounded by the tokenizer: how deep, how often and how long.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from derive.ir import Span
from derive.notation.errors import Refusal

DEFINING = frozenset(["newcommand", "renewcommand", "providecommand", "def", "DeclareMathOperator"])
"""The commands that define a macro, with or without a star."""

MAX_DEFINITIONS = 500
"""How many macros a text may define."""

_NAME = re.compile(r"\s*\{?\s*\\([A-Za-z]+|.)\s*\}?")
_COUNT = re.compile(r"\s*\[\s*([0-9])\s*\]")
_DEFAULT = re.compile(r"\s*\[([^\[\]{}]*)\]")
_PARAMETERS = re.compile(r"((?:\s*#[1-9])*)\s*(?=\{)")
_PIECE = re.compile(r"\\[A-Za-z]+|\\.|[^\s{}]")
_PARAMETER = re.compile(r"#([1-9])")
_DEFINITION = re.compile(r"\\(newcommand|renewcommand|providecommand|def|DeclareMathOperator)\*?(?![A-Za-z])")


@dataclass(frozen=True)
class Macro:
    """A macro: how many arguments it takes, its text, and what the first one is where it is left out."""

    name: str
    count: int
    body: str
    default: str | None = None

    def applied(self, arguments: Sequence[str]) -> str:
        """The text that an application stands for."""
        return _PARAMETER.sub(lambda found: _argument(arguments, int(found.group(1))), self.body)


def _argument(arguments: Sequence[str], number: int) -> str:
    return arguments[number - 1] if number <= len(arguments) else ""


def braced(text: str, position: int, start: int) -> tuple[str, int]:
    """What stands in the braces that open at ``position`` or behind spaces there, and where they end.

    Raises `Refusal`, about the command that begins at ``start``.
    """
    while position < len(text) and text[position].isspace():
        position += 1
    if position >= len(text) or text[position] != "{":
        shown = text[start:position].strip()[:40]
        raise Refusal("unreadable", f"`{shown}` needs an argument in braces", Span(start, min(position, len(text))))
    depth, first = 0, position + 1
    while position < len(text):
        if text[position] == "\\":
            position += 1
        elif text[position] == "{":
            depth += 1
        elif text[position] == "}":
            depth -= 1
            if depth == 0:
                return text[first:position], position + 1
        position += 1
    raise Refusal("unreadable", "`{` is never closed", Span(first - 1, first))


def one_argument(text: str, position: int, start: int) -> tuple[str, int]:
    """The argument of a macro: a group in braces, a command, or one character; and where it ends."""
    while position < len(text) and text[position].isspace():
        position += 1
    if position < len(text) and text[position] == "{":
        return braced(text, position, start)
    found = _PIECE.match(text, position)
    if found is None:
        shown = text[start:position].strip()[:40]
        raise Refusal("unreadable", f"`{shown}` needs an argument", Span(start, min(position, len(text))))
    return found.group(), found.end()


def definition(text: str, command: str, start: int, position: int) -> tuple[Macro, int]:
    """The macro that a defining command, whose name ends at ``position``, defines; and where that ends."""
    found = _NAME.match(text, position)
    if found is None:
        message = f"`\\{command}` needs the name of a command"
        raise Refusal("unreadable", message, Span(start, position), expected=("\\name",))
    name, position = found.group(1), found.end()
    count, default = 0, None
    if command == "def":
        parameters = _PARAMETERS.match(text, position)
        count = parameters.group(1).count("#") if parameters else 0
        position = parameters.end() if parameters else position
    elif command != "DeclareMathOperator" and (counted := _COUNT.match(text, position)) is not None:
        count, position = int(counted.group(1)), counted.end()
        if (given := _DEFAULT.match(text, position)) is not None:
            default, position = given.group(1), given.end()
    body, end = braced(text, position, start)
    if command == "DeclareMathOperator":
        body = f"\\operatorname{{{body}}}"
    return Macro(name, count, body, default), end


def definitions(text: str) -> dict[str, Macro]:
    """The macros that a text such as a document's preamble defines; what cannot be read is passed over."""
    found: dict[str, Macro] = {}
    position = 0
    while len(found) < MAX_DEFINITIONS and (match := _DEFINITION.search(text, position)) is not None:
        position = match.end()
        try:
            macro, position = definition(text, match.group(1), match.start(), match.end())
        except Refusal:
            continue
        found[macro.name] = macro
    return found
