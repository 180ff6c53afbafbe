r"""Macros of the user's own: ``\newcommand``, ``\def``, ``\let`` …, and what an application becomes.

A macro is text with ``#1`` … ``#9`` in it. Expanding is bounded by the tokenizer: how deep, how often and how long.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from derive.ir import Span
from derive.notation.errors import Refusal

DEFINING = frozenset(
    ["newcommand", "renewcommand", "providecommand", "def", "let", "DeclareMathOperator", "DeclarePairedDelimiter"]
)
"""The commands that define a macro, with or without a star."""

MAX_DEFINITIONS = 500
"""How many macros a text may define."""

_NAME = re.compile(r"\s*\{?\s*\\([A-Za-z]+|.)\s*\}?")
_COUNT = re.compile(r"\s*\[\s*([0-9])\s*\]")
_DEFAULT = re.compile(r"\s*\[([^\[\]{}]*)\]")
_PARAMETERS = re.compile(r"[^{}\\]{0,200}(?=\{)")
_PIECE = re.compile(r"\\[A-Za-z]+|\\.|[^\s{}]")
_PARAMETER = re.compile(r"#([1-9])")
_LET = re.compile(r"\s*=?\s*(\\[A-Za-z]+|\\.|[^\s{}])")
_DEFINITION = re.compile(r"\\(" + "|".join(DEFINING) + r")\*?(?![A-Za-z])")
_OPTIONAL = re.compile(r"\s*\[([^\[\]]*)\]")


@dataclass(frozen=True)
class Macro:
    """A macro: how many arguments it takes, its text, and what the first one is where it is left out.

    ``delimiters`` are what must stand before, between and behind the arguments of a ``\\def``; ``sized`` says that a
    star or a size in brackets may stand before the argument; ``place`` is where the text defines it.
    """

    name: str
    count: int
    body: str
    default: str | None = None
    delimiters: tuple[str, ...] = ()
    sized: bool = False
    place: Span | None = field(default=None, compare=False)

    def applied(self, arguments: Sequence[str]) -> str:
        """The text that an application stands for."""
        return _PARAMETER.sub(lambda found: _argument(arguments, int(found.group(1))), self.body)

    def arguments(self, text: str, position: int, start: int) -> tuple[list[str], int]:
        """The arguments behind an application that begins at ``start``, and where they end. Raises `Refusal`."""
        if self.delimiters:
            return self._delimited(text, position, start)
        found: list[str] = []
        if self.default is not None:
            given = _OPTIONAL.match(text, position)
            found.append(given.group(1) if given else self.default)
            position = given.end() if given else position
        elif self.sized and (size := _OPTIONAL.match(text, position)) is not None:
            position = size.end()
        while len(found) < self.count:
            argument, position = one_argument(text, position, start)
            found.append(argument)
        return found, position

    def _delimited(self, text: str, position: int, start: int) -> tuple[list[str], int]:
        found: list[str] = []
        for number, delimiter in enumerate(self.delimiters):
            if number and not delimiter:
                argument, position = one_argument(text, position, start)
                found.append(argument)
                continue
            end = _delimiter(text, position, delimiter, anywhere=bool(number))
            if end is None:
                message = f"`\\{self.name}` needs `{delimiter}` behind its argument {number}"
                raise Refusal("unreadable", message, Span(start, position), expected=(delimiter,))
            if number:
                found.append(text[position:end].strip())
            position = end + len(delimiter)
        return found, position


def _delimiter(text: str, position: int, delimiter: str, *, anywhere: bool) -> int | None:
    """Where a delimiter stands next outside braces."""
    depth = 0
    while position < len(text):
        if depth == 0 and text.startswith(delimiter, position):
            return position
        if not anywhere and not text[position].isspace():
            return None
        depth += {"{": 1, "}": -1}.get(text[position], 0)
        position += 2 if text[position] == "\\" else 1
    return position if not delimiter else None


def _argument(arguments: Sequence[str], number: int) -> str:
    return arguments[number - 1] if number <= len(arguments) else ""


def argument_range(text: str, position: int, start: int, *, braces: bool = False) -> tuple[int, int, int]:
    """Where the argument at ``position`` begins and ends, without its braces, and where what follows begins.

    An argument is a group in braces, a command, or one character; with ``braces`` only a group. Raises `Refusal`,
    about the command that begins at ``start``.
    """
    while position < len(text) and text[position].isspace():
        position += 1
    if position < len(text) and text[position] == "{":
        return _group(text, position)
    found = None if braces else _PIECE.match(text, position)
    if found is None:
        shown = text[start:position].strip()[:40]
        wanted = "an argument in braces" if braces else "an argument"
        place = Span(start, min(position, len(text)))
        raise Refusal("unreadable", f"`{shown}` needs {wanted}", place, expected=("{…}",))
    return found.start(), found.end(), found.end()


def _group(text: str, position: int) -> tuple[int, int, int]:
    depth, first = 0, position + 1
    while position < len(text):
        if text[position] == "\\":
            position += 1
        elif text[position] == "{":
            depth += 1
        elif text[position] == "}":
            depth -= 1
            if depth == 0:
                return first, position, position + 1
        position += 1
    raise Refusal("unreadable", "the brace `{` is never closed", Span(first - 1, first), expected=("a brace `}`",))


def braced(text: str, position: int, start: int) -> tuple[str, int]:
    """What stands in the braces at ``position`` or behind spaces there, and where they end. Raises `Refusal`."""
    first, last, after = argument_range(text, position, start, braces=True)
    return text[first:last], after


def one_argument(text: str, position: int, start: int) -> tuple[str, int]:
    """The argument of a macro: a group in braces, a command, or one character; and where it ends."""
    first, last, after = argument_range(text, position, start)
    return text[first:last], after


def definition(text: str, command: str, start: int, position: int) -> tuple[Macro, int]:
    """The macro that a defining command, whose name ends at ``position``, defines; and where that ends."""
    found = _NAME.match(text, position)
    if found is None:
        message = f"`\\{command}` needs the name of a command"
        raise Refusal("unreadable", message, Span(start, position), expected=("\\name",))
    name, place, position = found.group(1), Span(found.start(1) - 1, found.end(1)), found.end()
    if command == "let":
        other = _LET.match(text, position)
        if other is None:
            raise Refusal("unreadable", "`\\let` needs what the name is to stand for", Span(start, position))
        return Macro(name, 0, other.group(1), place=place), other.end()
    if command == "DeclareMathOperator":
        body, end = braced(text, position, start)
        return Macro(name, 0, f"\\operatorname{{{body}}}", place=place), end
    if command == "DeclarePairedDelimiter":
        left, position = braced(text, position, start)
        right, position = braced(text, position, start)
        return Macro(name, 1, f"\\left{left} #1 \\right{right}", sized=True, place=place), position
    count, default = 0, None
    delimiters: tuple[str, ...] = ()
    if command == "def":
        count, delimiters, position = _parameters(text, position)
    elif (counted := _COUNT.match(text, position)) is not None:
        count, position = int(counted.group(1)), counted.end()
        if (given := _DEFAULT.match(text, position)) is not None:
            default, position = given.group(1), given.end()
    first, last, end = argument_range(text, position, start, braces=True)
    for used in _PARAMETER.finditer(text, first, last):
        if int(used.group(1)) > count:
            message = f"`{used.group()}` stands in `\\{name}`, which takes {_arguments(count)}"
            raise Refusal("unreadable", message, Span(used.start(), used.end()))
    return Macro(name, count, text[first:last], default, delimiters, place=place), end


def _arguments(count: int) -> str:
    return "no argument" if count == 0 else "one argument" if count == 1 else f"{count} arguments"


def _parameters(text: str, position: int) -> tuple[int, tuple[str, ...], int]:
    """How many parameters a ``\\def`` has, and what stands around them where something does."""
    found = _PARAMETERS.match(text, position)
    if found is None:
        return 0, (), position
    pieces = re.split(r"#[1-9]", found.group())
    delimiters = tuple(piece.strip() for piece in pieces)
    return len(pieces) - 1, delimiters if any(delimiters) else (), found.end()


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
