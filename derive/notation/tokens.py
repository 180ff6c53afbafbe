"""From text to tokens: LaTeX and Unicode alike, with the place of each token, in one pass.

Beside the tokens stands for each bracket the index of its partner, so that everything after this can jump.
Text that is too long, too deep or unbalanced is refused here.
"""

from __future__ import annotations

import difflib
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import NamedTuple

from derive.ir import Span
from derive.notation import characters, commands, vocabulary
from derive.notation.errors import Refusal
from derive.notation.macros import DEFINING, Macro, braced, definition, one_argument

MAX_LENGTH = 50_000
"""How many characters a formula may have; a page of text has about 3,000."""

MAX_DEPTH = 40
"""How deep brackets may be nested: the grammar recurses into them, and Python's stack is finite."""


MAX_EXPANSION_DEPTH = 25
"""How deep macros may stand in one another's text."""


class Token(NamedTuple):
    """A piece of a formula: its kind, its normalised text and its place in the source."""

    kind: str
    text: str
    start: int
    end: int

    @property
    def span(self) -> Span:
        """The place in the source."""
        return Span(self.start, self.end)


@dataclass
class Tokens:
    """A formula in tokens. ``partner`` leads from each opening bracket to its closing one."""

    text: str
    items: list[Token] = field(default_factory=list)
    partner: dict[int, int] = field(default_factory=dict)
    words: list[Span] = field(default_factory=list)
    macros: dict[str, Macro] = field(default_factory=dict)


_PIECE = re.compile(
    r"(?P<space>[\s~]+)"
    r"|(?P<letters>[A-Za-z]+)"
    r"|(?P<number>[0-9]+(?:\.[0-9]+)?|\.[0-9]+)"
    r"|\\(?P<command>[A-Za-z]+\*?|.|\n)"
    r"|(?P<comment>%[^\n]*)"
    r"|(?P<raised>[⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁽⁾ᵀⁱⁿ]+)"
    r"|(?P<lowered>[₀₁₂₃₄₅₆₇₈₉₊₋₍₎ᵢⱼₖₗₘₙₜ]+)"
    r"|(?P<dollars>\$+)",
)
_ENVIRONMENT = re.compile(r"\s*\{\s*([A-Za-z]+)\*?\s*\}")
_COLUMNS = re.compile(r"\s*\{[clr|@ ]*\}")
_DELIMITER = re.compile(r"\s*(?:\\([A-Za-z]+|.)|(\S))")
_ROW_SKIP = re.compile(r"\*?\s*\[\s*-?[0-9.]+\s*[a-z]+\s*\]")
_WORD = re.compile(r"[A-Za-z]+")
_OPTIONAL = re.compile(r"\s*\[([^\[\]]*)\]")
_LONG = 3

NO_MACROS: Mapping[str, Macro] = MappingProxyType({})
"""No macros."""


def tokenize(text: str, words: frozenset[str] = frozenset(), macros: Mapping[str, Macro] = NO_MACROS) -> Tokens:
    """The tokens of a formula. ``words`` are names of several letters; raises `Refusal`.

    ``macros`` are known from before; those that the formula defines itself are added to `Tokens.macros`.
    """
    if len(text) > MAX_LENGTH:
        message = f"a formula has at most {MAX_LENGTH:,} characters; this has {len(text):,}"
        raise Refusal("never", message, Span(0, 0))
    return _Tokenizer(text, words, dict(macros)).run()


class _Tokenizer:
    def __init__(self, text: str, words: frozenset[str], macros: dict[str, Macro]) -> None:
        self.text = text
        self.words = words
        self.macros = macros
        self.result = Tokens(text)
        self.items = self.result.items
        self.stack: list[int] = []
        self.around: list[Span] = []
        self.expanded = 0

    def run(self) -> Tokens:
        self._pieces()
        if self.stack:
            end = len(self.text)
            raise self._unclosed(Span(end, end))
        return self.result

    def _pieces(self) -> None:
        text, match = self.text, _PIECE.match
        position, end = 0, len(self.text)
        while position < end:
            found = match(text, position)
            if found is None:
                position = self._character(position)
                continue
            kind, after = found.lastgroup, found.end()
            if kind == "letters":
                self._letters(found.group(), position)
            elif kind == "number":
                self._put("number", found.group(), position, after)
            elif kind == "command":
                after = self._command(found.group("command"), position, after)
            elif kind in ("raised", "lowered"):
                self._script(found.group(), position, after, raised=kind == "raised")
            position = after

    # --- brackets

    def _put(self, kind: str, text: str, start: int, end: int) -> None:
        if self.around:
            start, end = self.around[0].start, self.around[0].end
        self.items.append(Token(kind, text, start, end))

    def _open(self, kind: str, text: str, start: int, end: int) -> None:
        if len(self.stack) >= MAX_DEPTH:
            message = f"brackets are nested more than {MAX_DEPTH} deep"
            raise Refusal("never", message, Span(start, end))
        self.stack.append(len(self.items))
        self._put(kind, text, start, end)

    def _close(self, kind: str, text: str, start: int, end: int) -> None:
        opening = {"end-group": "begin-group", "close": "open", "right": "left", "end": "begin"}[kind]
        if not self.stack:
            raise Refusal("unreadable", f"{self._shown(start, end)} closes nothing", Span(start, end))
        partner = self.items[self.stack[-1]]
        if partner.kind != opening or (kind in ("close", "end") and partner.text != text):
            if partner.kind == "open" and kind in ("end-group", "end", "right"):
                raise self._unclosed(Span(start, end))
            shown = self._shown(partner.start, partner.end)
            message = f"{shown} is closed by {self._shown(start, end)}"
            raise Refusal("unreadable", message, Span(start, end), hint="close them in the order they were opened")
        self.result.partner[self.stack.pop()] = len(self.items)
        self._put(kind, text, start, end)

    def _unclosed(self, at: Span) -> Refusal:
        partner = self.items[self.stack[-1]]
        message = f"{self._shown(partner.start, partner.end)} is never closed"
        at_the_end = at.start >= len(self.text) or self.text.startswith("\\end", at.start)
        breaks_off = at_the_end and partner.kind == "open" and partner.text in ("(", "[")
        return Refusal("unreadable", message, partner.span, fragment=breaks_off)

    def _shown(self, start: int, end: int) -> str:
        return "`" + self.text[start:end] + "`"

    # --- letters and characters

    def _letters(self, run: str, start: int) -> None:
        end = start + len(run)
        if len(run) == 1:
            self._put("letter", run, start, end)
        elif run in vocabulary.FUNCTION_WORDS:
            self._put("function", run, start, end)
        elif run in self.words or run in vocabulary.WORDS:
            self._put("letter", run, start, end)
        else:
            self._split(run, start)

    def _split(self, run: str, start: int) -> None:
        """A run of letters that is no name: single letters, perhaps with a function's name at the end."""
        tail = next((f for f in ("log", "ln", "exp") if run.endswith(f) and len(run) - len(f) < _LONG), "")
        if not tail and len(run) >= _LONG:
            self.result.words.append(Span(start, start + len(run)))
        head = len(run) - len(tail)
        for index in range(head):
            self._put("letter", run[index], start + index, start + index + 1)
        if tail:
            self._put("function", tail, start + head, start + len(run))

    def _character(self, position: int) -> int:
        character = self.text[position]
        end = position + 1
        if end < len(self.text) and self.text[end] in characters.COMBINING:
            end += 1
        plain = unicodedata.normalize("NFD", self.text[position:end])
        if len(plain) == 2 and plain[1] in characters.COMBINING:
            kind, text = characters.CHARACTERS.get(plain[0], ("letter", plain[0]))
            if kind != "letter":
                raise Refusal("unreadable", f"an accent stands on {plain[0]!r}", Span(position, end))
            self._put("command", characters.COMBINING[plain[1]], position, end)
            self._put(kind, text, position, end)
            return end
        pair = self.text[position : position + 2]
        if pair in commands.PAIRS:
            self._put("relation", commands.PAIRS[pair], position, position + 2)
            return position + 2
        meaning = characters.CHARACTERS.get(character)
        if meaning is None and character in characters.FRACTIONS:
            self._put("command", "frac", position, end)
            for digit in characters.FRACTIONS[character]:
                self._put("number", digit, position, end)
            return end
        if meaning is None:
            named = unicodedata.name(character, "a character without a name")
            raise Refusal("unreadable", f"{character!r} ({named}) is no mathematics", Span(position, end))
        self._meaning(meaning, position, end)
        return end

    def _script(self, run: str, start: int, end: int, *, raised: bool) -> None:
        """A run of raised or lowered characters, as a script in braces."""
        table = characters.RAISED if raised else characters.LOWERED
        self._put("script", "^" if raised else "_", start, end)
        self._open("begin-group", "{", start, end)
        digits = ""
        for offset, character in enumerate([*(table[c] for c in run), ""]):
            if character.isdigit():
                digits += character
                continue
            if digits:
                self._put("number", digits, start, end)
                digits = ""
            if character:
                meaning = characters.CHARACTERS.get(character, ("letter", character))
                self._meaning(meaning, start + offset, start + offset + 1)
        self._close("end-group", "}", start, end)

    def _meaning(self, meaning: commands.Meaning, start: int, end: int) -> None:
        kind, text = meaning
        if kind in ("begin-group", "open"):
            self._open(kind, text, start, end)
        elif kind in ("end-group", "close"):
            self._close(kind, text, start, end)
        elif kind == "reals":
            self._put("letter", "ℝ", start, end)
        elif kind != "ignored":
            self._put(kind, text, start, end)

    # --- commands

    def _command(self, name: str, start: int, end: int) -> int:
        if name in self.macros:
            return self._expand(self.macros[name], start, end)
        if name.rstrip("*") in DEFINING:
            macro, after = definition(self.text, name.rstrip("*"), start, end)
            self.macros[macro.name] = self.result.macros[macro.name] = macro
            return after
        if name == "\\":
            skip = _ROW_SKIP.match(self.text, end)
            self._put("newline", "", start, end)
            return skip.end() if skip else end
        meaning = commands.COMMANDS.get(name)
        if meaning is not None:
            self._meaning(meaning, start, end)
            return end
        if name in ("left", "right", "begin", "end"):
            read = self._sized if name in ("left", "right") else self._environment
            return read(name, start, end)
        if name.rstrip("*") in commands.TEXTS:
            return self._text(name.rstrip("*"), start, end)
        if name in commands.IGNORED_WITH_ARGUMENT:
            return braced(self.text, end, start)[1]
        if name in ("(", ")", "[", "]"):
            return end
        raise self._unknown(name, start, end)

    def _expand(self, macro: Macro, start: int, end: int) -> int:
        """Read what a macro stands for in its place: all its tokens stand where the macro does."""
        arguments: list[str] = []
        after, text = end, self.text
        if macro.default is not None:
            found = _OPTIONAL.match(text, after)
            arguments.append(found.group(1) if found else macro.default)
            after = found.end() if found else after
        while len(arguments) < macro.count:
            argument, after = one_argument(text, after, start)
            arguments.append(argument)
        self.around.append(Span(start, after))
        place, body = self.around[0], macro.applied(arguments)
        self.expanded += len(body) + 1
        if len(self.around) > MAX_EXPANSION_DEPTH or self.expanded > MAX_LENGTH:
            raise Refusal("never", f"the macro `\\{macro.name}` expands without end, or to too much", place)
        self.text = body
        try:
            self._pieces()
        except Refusal as refusal:
            error = refusal.error
            message = f"{error.message} (in `\\{macro.name}`)" if len(self.around) == 1 else error.message
            self.around.pop()
            raise Refusal(error.kind, message, place, expected=error.expected, hint=error.hint) from refusal
        self.text = text
        self.around.pop()
        return after

    def _unknown(self, name: str, start: int, end: int) -> Refusal:
        known = [*commands.COMMANDS, *commands.TEXTS]
        close = difflib.get_close_matches(name, [k for k in known if len(k) > 1], n=3, cutoff=0.6)
        hint = "a macro of your own? its \\newcommand must come first" if not close else ""
        expected = tuple(f"\\{match}" for match in close)
        return Refusal("unreadable", f"unknown command `\\{name}`", Span(start, end), expected=expected, hint=hint)

    def _sized(self, name: str, start: int, end: int) -> int:
        found = _DELIMITER.match(self.text, end)
        if found is None:
            raise Refusal("unreadable", f"`\\{name}` needs a bracket, or a dot for none", Span(start, end))
        spelled, after = found.group(1) or found.group(2), found.end()
        table = commands.OPENING if name == "left" else commands.CLOSING
        bars = {"|": "‖" if found.group(1) else "|", "Vert": "‖", "vert": "|", ".": "."}
        text = table.get(spelled, bars.get(spelled))
        if text is None:
            raise Refusal("unreadable", f"`{spelled}` is no bracket for `\\{name}`", Span(start, after))
        if name == "left":
            self._open("left", text, start, after)
        else:
            self._close("right", text, start, after)
        return after

    def _environment(self, name: str, start: int, end: int) -> int:
        found = _ENVIRONMENT.match(self.text, end)
        if found is None:
            raise Refusal("unreadable", f"`\\{name}` needs the name of an environment in braces", Span(start, end))
        environment = found.group(1)
        if environment not in commands.LINES and environment not in commands.MATRICES:
            known = sorted(commands.LINES | commands.MATRICES)
            close = tuple(difflib.get_close_matches(environment, known, n=3))
            message = f"unknown environment `{environment}`"
            raise Refusal("unreadable", message, Span(start, found.end()), expected=close)
        (self._open if name == "begin" else self._close)(name, environment, start, found.end())
        columns = _COLUMNS.match(self.text, found.end()) if name == "begin" and environment == "array" else None
        return columns.end() if columns else found.end()

    def _text(self, name: str, start: int, end: int) -> int:
        content, after = braced(self.text, end, start)
        word = content.strip()
        if word in vocabulary.FUNCTION_WORDS:
            self._put("function", word, start, after)
        elif _WORD.fullmatch(word) and word not in _CONNECTIVES:
            self._put("letter", word, start, after)
        else:
            self._put("text", content, start, after)
        return after


_CONNECTIVES = frozenset(
    [
        "and",
        "or",
        "if",
        "where",
        "for",
        "with",
        "so",
        "then",
        "otherwise",
        "when",
        "as",
        "since",
        "thus",
        "hence",
        "by",
        "else",
    ]
)
