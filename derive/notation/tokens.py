"""From text to tokens: LaTeX and Unicode alike, with the place of each token, in one pass.

Beside the tokens stands for each bracket the index of its partner, so that everything after this can jump.
Text that is too long, too deep or unbalanced is refused here.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Mapping
from types import MappingProxyType

from derive.ir import Span
from derive.notation import commands, environments, proofs, vocabulary
from derive.notation.brackets import MAX_DEPTH, Token, Tokens
from derive.notation.errors import Refusal
from derive.notation.macros import DEFINING, Macro, argument_range, braced, definition
from derive.notation.texts import Texts

__all__ = ["MAX_DEPTH", "MAX_EXPANSION_DEPTH", "MAX_LENGTH", "NO_MACROS", "Token", "Tokens", "tokenize"]

MAX_LENGTH = 50_000
"""How many characters a formula may have; a page of text has about 3,000."""

MAX_EXPANSION_DEPTH = 25
"""How deep macros may stand in one another's text."""

_PIECE = re.compile(
    r"(?P<space>[\s~]+)"
    r"|(?P<letters>[A-Za-z]+(?![\u0300-\u036f\u20d7]))"
    r"|(?P<number>[0-9]{1,3}(?:\\,[0-9]{3})+(?![0-9])(?:\.[0-9]+)?"
    r"|[0-9]+(?:\.[0-9]+|\{[.,]\}[0-9]+|\.(?=[A-Za-z](?![A-Za-z])))?|\.[0-9]+)"
    r"|\\(?P<command>[A-Za-z]+\*?|.|\n)"
    r"|(?P<comment>%[^\n]*)"
    r"|(?P<raised>[⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ᵃᵇᶜᵈᵉᶠᵍʰⁱʲᵏˡᵐⁿᵒᵖʳˢᵗᵘᵛʷˣʸᶻᴬᴮᴰᴱᴳᴴᴵᴶᴷᴸᴹᴺᴼᴾᴿᵀᵁⱽᵂᵝᵞᵟᶿᵠᵡ]+)"
    r"|(?P<lowered>[₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎ₐₑₕᵢⱼₖₗₘₙₒₚᵣₛₜᵤᵥₓᵦᵧᵨᵩᵪ]+)"
    r"|(?P<dollars>\$+)"
    r"|(?P<braces>\{+\s*(?:[-+*/=<>:]|:=|\\(?:cdot|times|odot|circ|le|ge|approx|equiv)\s)\s*\}+)",
)
_ENVIRONMENT = re.compile(r"\s*\{\s*([A-Za-z]+)\*?\s*\}")
_OPTION = re.compile(r"\s*\[\s*[a-z]+\s*\](?!\w)")
_COLUMNS = frozenset({"array", "darray", "alignat", "alignedat", "xalignat", "xxalignat", "IEEEeqnarray"})
_DELIMITER = re.compile(r"\s*(?:\\([A-Za-z]+|.)|(\S))")
_ROW_SKIP = re.compile(r"\*?\s*\[\s*-?[0-9.]+\s*[a-z]+\s*\]|\*(?=\s)")
_COMPOUND = re.compile(r"\s*\{\s*([-+*/:])\s*\}\s*=|\s*\{\s*\\mathop\s*(?:\{\s*:\s*\}|:)\s*\}\s*=")
_ROMAN = re.compile(r"\s*\{\s*\\(?:rm|mathrm|text|sf|mathsf)\s*\{?\s*([A-Za-z]+)\s*\}?\s*\}")
_COLOUR = re.compile(r"\s*(?:\[[^\[\]{}]*\])?\s*(?=\{)")
_LENGTH = re.compile(r"\s*-?[0-9.]*\s*(?:pt|mu|em|ex|cm|mm|in|\\[A-Za-z]+)")
_EVALUATION = re.compile(r"\s*_\s*\{[^{}]*(?:\{[^{}]*\}[^{}]*)*=")
_SENTENCE = re.compile(r"\s*[*_]*[A-Za-z]{3,}(?: +[a-zA-Z]{2,})*[*_]* *:? *\$[^$]+\$\s*[.,;:]?\s*$")
_EXTREME = re.compile(r"\s*(?:\\,|\\!)?\s*\\(min|max)(?![A-Za-z])")
_WORD = re.compile(r"[A-Za-z]+")
_SIDES = {"left": "left", "right": "right", "mleft": "left", "mright": "right"}
_DEFINING_REMARK = re.compile(
    r"\\(?:text|mathrm|rm|textrm|mbox)?\W*(?:def|\\?[dD]ef|\\triangle|\\Delta|\\vartriangle)\W*"
)
_REMARK = re.compile(
    r"\s*(?:\\(?:text|mathrm|textrm|mbox|rm|eqref|ref)\b.*|\(\s*[0-9a-z.*ivx]+\s*\)|[*†]+)\s*", re.DOTALL
)

NO_MACROS: Mapping[str, Macro] = MappingProxyType({})
"""No macros."""


def tokenize(text: str, words: frozenset[str] = frozenset(), macros: Mapping[str, Macro] = NO_MACROS) -> Tokens:
    """The tokens of a formula. ``words`` are names of several letters; raises `Refusal`.

    ``macros`` are known from before; those that the formula defines itself are added to `Tokens.macros`.
    """
    if len(text) > MAX_LENGTH:
        raise _too_long(text)
    return _Tokenizer(text, words, dict(macros)).run()


def _too_long(text: str) -> Refusal:
    depth = 0
    for character in text[:MAX_LENGTH]:
        depth += {"{": 1, "}": -1}.get(character, 0)
        if depth > MAX_DEPTH:
            return Refusal("never", f"brackets are nested more than {MAX_DEPTH} deep", Span(0, 0))
    message = f"this is too long: a formula has at most {MAX_LENGTH:,} characters, and this has {len(text):,}"
    return Refusal("never", message, Span(0, 0))


_EXPONENT = re.compile(r"[eE]([-+\u2212]?\d+)")
"""What stands behind 1 in 1e-3."""

_LETTERS = re.compile(r"(?<![\\A-Za-z_^])[A-Za-z]+$")

_APART = re.compile(r"_\{[^{}]*$|\\[dtc]?(?:frac|binom)\s+[A-Za-z]$")
"""The inside of a subscript, where letters and numbers are indices, and what stands behind \\frac: \\frac n2 is n/2."""

_NEAR = 40
"""How far back letters before a number are looked for."""

_LOG = re.compile(r"(\\?)log$")
_BRACKET = re.compile(r"\s*\(")

_OPERAND = re.compile(r"\s*[A-Za-z(\[{\\]")
"""What may be the argument of a function, or its beginning."""


class _Endless(Refusal):
    """A macro stands for itself: the place is its definition, whatever it was expanded in."""


class _Tokenizer(Texts):
    def __init__(self, text: str, words: frozenset[str], macros: dict[str, Macro]) -> None:
        super().__init__(text, words)
        self.macros = macros
        self.expanded = 0
        self.outermost: Macro | None = None
        self.dollars: list[Span] = []
        self.readers: dict[str, Callable[[str, int, int], int]] = {
            **dict.fromkeys(_SIDES, self._sized),
            **dict.fromkeys(("begin", "end"), self._environment),
            **dict.fromkeys(commands.TEXTS, self.words_of),
            **dict.fromkeys(commands.IGNORED_WITH_ARGUMENT, self._ignored),
            **dict.fromkeys(commands.LENGTHS, self._length),
            **dict.fromkeys(commands.REFERENCES, self._reference),
            **dict.fromkeys(("intertext", "shortintertext"), self._words_between_lines),
            **dict.fromkeys(commands.COLOURS, self._colour),
            **dict.fromkeys((*commands.OVER, "underset"), self._stacked),
        }

    def run(self) -> Tokens:
        if _SENTENCE.match(self.text):
            self.mixed(0, 0, len(self.text), len(self.text))
        else:
            self.pieces(0, len(self.text))
        if self.stack:
            end = len(self.text)
            raise self.unclosed(Span(end, end))
        if len(self.dollars) % 2:
            raise Refusal("unreadable", "the dollar `$` is never closed", self.dollars[-1], expected=("`$`",))
        proofs.without_ends(self.result)
        return self.result

    def pieces(self, position: int, end: int) -> None:
        text, match = self.text, _PIECE.match
        while position < end:
            found = match(text, position, end)
            if found is None:
                position = self.character(position)
                continue
            kind, after = found.lastgroup, found.end()
            if kind == "letters":
                self.letters(found.group(), position)
            elif kind == "number":
                self._number(found.group(), position, after)
            elif kind == "command":
                after = self._command(found.group("command"), position, after)
            elif kind in ("raised", "lowered"):
                self.script(found.group(), position, after, raised=kind == "raised")
            elif kind == "dollars":
                self.dollars.append(self.place(position, after))
            elif kind == "braces":
                after = self._braces(found.group(), position, after)
            position = after

    def _number(self, spelled: str, start: int, end: int) -> None:
        """A number, without the spaces between thousands and with a point for a decimal comma."""
        following = self.text[end : end + 2]
        if "." in spelled and following[:1] == "." and following[1:].isdigit():
            message = f"a number has one decimal point, and `{spelled}{following}` has two"
            raise Refusal("unreadable", message, self.place(start, end + 2))
        self._check_pasted(spelled, start, end)
        whole, comma, digits = spelled.partition("{,}")
        if comma and len(digits) == 3 and whole != "0":
            readings = (f"{whole}{digits}", f"{whole}.{digits}")
            message = f"`{spelled}` has a comma for thousands or for decimals"
            raise Refusal("ambiguous", message, self.place(start, end), expected=readings)
        plain = spelled.replace("\\,", "").replace("{,}", ".").replace("{.}", ".").rstrip(".")
        self.put("number", plain, start, end)

    def _check_pasted(self, spelled: str, start: int, end: int) -> None:
        """Refuse 1e-3, x1 and log2(x), which a program reads otherwise than a formula."""
        power = _EXPONENT.match(self.text, end)
        if power is not None:
            readings = (f"{spelled} times 10 to the power {power[1]}", f"a formula with the number e: {spelled} e …")
            message = f"`{spelled}{power[0]}` has two readings"
            raise Refusal("ambiguous", message, self.place(start, power.end()), expected=readings)
        near = max(0, start - _NEAR)
        letters = None if _APART.search(self.text, near, start) else _LETTERS.search(self.text, near, start)
        if letters is not None and letters[0] not in vocabulary.FUNCTION_WORDS and "." not in spelled:
            name = letters[0][-1]
            message = f"`{name}{spelled}` has two readings"
            readings = (f"{name}_{{{spelled}}}", f"{name} \\cdot {spelled}")
            raise Refusal("ambiguous", message, self.place(start - 1, end), expected=readings)
        logarithm = _LOG.search(self.text, near, start)
        behind = _BRACKET if logarithm is not None and logarithm[1] else _OPERAND
        if spelled in ("2", "10") and logarithm is not None and behind.match(self.text, end):
            readings = (f"the logarithm to the base {spelled}", f"the logarithm of a product with {spelled}")
            message = f"`log{spelled}` has two readings"
            hint = f"write \\log_{{{spelled}}}, or a space"
            raise Refusal("ambiguous", message, self.place(start, end), expected=readings, hint=hint)

    def _braces(self, spelled: str, start: int, end: int) -> int:
        """Braces around nothing but a sign: only typography, unless they are an argument."""
        last = self.items[-1].kind if self.items else ""
        if last in ("script", "command") or spelled.count("{") != spelled.count("}"):
            self.open("begin-group", "{", start, start + 1)
            return start + 1
        inner = spelled.strip("{} \t\n")
        first = start + spelled.index(inner)
        self.pieces(first, first + len(inner))
        return end

    def bar(self, start: int, end: int) -> None:
        """Add a single bar; one with equations below it is an evaluation bar."""
        if not self.bars[-1] % 2 and _EVALUATION.match(self.text, end):
            self.put("evaluation", "|", start, end)
        else:
            super().bar(start, end)

    # --- commands

    def _command(self, name: str, start: int, end: int) -> int:
        macro = self.macros.get(name)
        plain = name.rstrip("*")
        if macro is None and name != plain and plain in self.macros:
            macro = self.macros[plain]
            end -= 0 if macro.sized else 1
        if macro is not None:
            return self._expand(macro, start, end)
        if plain in DEFINING:
            macro, after = definition(self.text, plain, start, end)
            if self.around:
                macro = Macro(macro.name, macro.count, macro.body, macro.default, macro.delimiters, macro.sized)
            self.macros[macro.name] = self.result.macros[macro.name] = macro
            return after
        if name == "\\":
            skip = _ROW_SKIP.match(self.text, end)
            self.meaning(("newline", ""), start, end)
            return skip.end() if skip else end
        reader = self.readers.get(plain)
        if reader is not None:
            return reader(plain, start, end)
        if name not in (plain, "*"):
            name, end = plain, end - 1
        meaning = commands.COMMANDS.get(name)
        if meaning is not None:
            return self._plain_command(name, meaning, start, end)
        if name in ("(", ")", "[", "]"):
            return end
        raise self._unknown(name, start, end)

    def _plain_command(self, name: str, meaning: commands.Meaning, start: int, end: int) -> int:
        """A command that is a token by itself, or one that changes nothing."""
        if name in ("mathrel", "mathbin", "mathop") and (signs := _COMPOUND.match(self.text, end)) is not None:
            self.put("relation", f"{signs.group(1) or ':'}=", start, signs.end())
            return signs.end()
        if name == "mathop" and (roman := _ROMAN.match(self.text, end)) is not None:
            self._roman(roman.group(1), start, roman.end())
            return roman.end()
        if name == "arg" and (extreme := _EXTREME.match(self.text, end)) is not None:
            self.put("function", f"arg{extreme.group(1)}", start, extreme.end())
            return extreme.end()
        if name == "bullet" and (not self.items or self.items[-1].kind == "newline"):
            return end  # the bullet of a list
        found = _WORD.match(self.text, end) if name == "_" else None
        if found is not None and self.joined_name(found.group(), start, found.end()):
            return found.end()
        self.meaning(meaning, start, end)
        return end

    def _ignored(self, _: str, start: int, end: int) -> int:
        return braced(self.text, end, start)[1]

    def _length(self, _: str, start: int, end: int) -> int:
        found = _LENGTH.match(self.text, end)
        return found.end() if found else end

    def _reference(self, _: str, start: int, end: int) -> int:
        content, after = braced(self.text, end, start)
        self.put("text", content, start, after)
        return after

    def _words_between_lines(self, _: str, start: int, end: int) -> int:
        self.meaning(("newline", ""), start, end)
        return braced(self.text, end, start)[1]

    def _roman(self, word: str, start: int, end: int) -> None:
        kind = "function" if word in vocabulary.FUNCTION_WORDS else "letter"
        self.put(kind, word, start, end)

    def _colour(self, name: str, start: int, end: int) -> int:
        """Go past the name of a colour; a switch changes only how what follows looks."""
        option = _COLOUR.match(self.text, end)
        _, after = braced(self.text, option.end() if option else end, start)
        if not commands.COLOURS[name]:
            self.put("command", name, start, after)
        return after

    def _stacked(self, name: str, start: int, end: int) -> int:
        """One thing over or below another: a remark on a relation, limits of an operator."""
        first, last, after = argument_range(self.text, end, start)
        base, stop, behind = argument_range(self.text, after, start)
        remark, below = self.text[first:last], self.text[base:stop].strip()
        if below in ("=", "\\equiv") and _DEFINING_REMARK.fullmatch(remark):
            self.meaning(("relation", ":="), start, behind)
            return behind
        if below == "=" and remark.strip() == "!":
            self.meaning(("relation", commands.REQUIRED), start, behind)
            shown = self.text[start:behind]
            self.result.notes[f"{shown}: `!` above the sign says that this is required, not derived"] = None
            return behind
        if not _REMARK.fullmatch(remark):
            if name != "underset":
                message = f"{self.shown(start, behind)} is not read yet: what stands above may change what is meant"
                raise Refusal("not-yet", message, self.place(start, behind))
            self.pieces(base, stop)
            self.put("script", "_", start, after)
            self.open("begin-group", "{", first, first)
            self.pieces(first, last)
            self.close("end-group", "}", last, last)
            return behind
        self.pieces(base, stop)
        return behind

    def _expand(self, macro: Macro, start: int, end: int) -> int:
        """Read what a macro stands for in its place: all its tokens stand where the macro does."""
        text = self.text
        arguments, after = macro.arguments(text, end, start)
        if not self.around:
            self.outermost = macro
        self.around.append(Span(start, after))
        place, body = self.around[0], macro.applied(arguments)
        self.expanded += len(body) + 1
        if len(self.around) > MAX_EXPANSION_DEPTH or self.expanded > MAX_LENGTH:
            first = self.outermost or macro
            message = f"the macro `\\{first.name}` expands without end, or to too much: does it stand for itself?"
            raise _Endless("never", message, first.place or place)
        self.text = body
        try:
            self.pieces(0, len(body))
        except _Endless:
            raise
        except Refusal as refusal:
            error = refusal.error
            message = f"{error.message} (in `\\{macro.name}`)" if len(self.around) == 1 else error.message
            self.around.pop()
            raise Refusal(error.kind, message, place, expected=error.expected, hint=error.hint) from refusal
        self.text = text
        self.around.pop()
        return after

    def _unknown(self, name: str, start: int, end: int) -> Refusal:
        if name in commands.UNREAD:
            message = f"`\\{name}` is not read yet: {commands.UNREAD[name]}"
            return Refusal("not-yet", message, self.place(start, end))
        if not name.strip():
            message = "a backslash `\\` stands before nothing"
            return Refusal("unreadable", message, self.place(start, end))
        known = [*commands.COMMANDS, *commands.TEXTS, *self.macros]
        close = difflib.get_close_matches(name, [k for k in known if len(k) > 1], n=3, cutoff=0.6)
        prefix = max((k for k in known if len(k) > 2 and name.startswith(k)), key=len, default="")
        if prefix and prefix not in close:
            close.append(prefix)
        hint = "a macro of your own? its \\newcommand must come first" if not close else ""
        expected = tuple(f"\\{match}" for match in close)
        place = self.place(start, end)
        return Refusal("unreadable", f"unknown command `\\{name}`", place, expected=expected, hint=hint)

    # --- brackets and environments

    def _sized(self, name: str, start: int, end: int) -> int:
        found = _DELIMITER.match(self.text, end)
        if found is None:
            raise Refusal("unreadable", f"`\\{name}` needs a bracket, or a dot for none", self.place(start, end))
        spelled, after = found.group(1) or found.group(2), found.end()
        side = _SIDES[name]
        table = commands.OPENING if side == "left" else commands.CLOSING
        bars = {"|": "‖" if found.group(1) else "|", "Vert": "‖", "vert": "|", ".": ".", "‖": "‖", "⟨": "<", "⟩": "<"}
        text = table.get(spelled, bars.get(spelled))
        if text is None:
            message = f"`{spelled}` is no bracket for `\\{name}`"
            raise Refusal("unreadable", message, self.place(start, after), expected=("(", "[", "\\{", "|", "."))
        (self.open if side == "left" else self.close)(side, text, start, after)
        return after

    def _environment(self, name: str, start: int, end: int) -> int:
        found = _ENVIRONMENT.match(self.text, end)
        if found is None:
            message = f"`\\{name}` needs the name of an environment in braces"
            raise Refusal("unreadable", message, self.place(start, end))
        environment, after = found.group(1), found.end()
        if environment not in environments.LINES and environment not in environments.MATRICES:
            known = sorted(environments.LINES | environments.MATRICES)
            close = tuple(difflib.get_close_matches(environment, known, n=3))
            message = f"unknown environment `{environment}`"
            raise Refusal("unreadable", message, self.place(start, after), expected=close)
        if name == "end":
            self.close("end", environment, start, after)
            return after
        self.open("begin", environment, start, after)
        if environment not in ("equation", "cases") and (option := _OPTION.match(self.text, after)) is not None:
            after = option.end()
        return braced(self.text, after, start)[1] if environment in _COLUMNS else after
