"""Letters, words and Unicode characters as tokens: ``ylog`` is y and log, ``ŷ`` is \\hat y, ``𝐰`` is \\mathbf w."""

from __future__ import annotations

import unicodedata

from derive.ir import Span
from derive.notation import characters, commands, environments, vocabulary
from derive.notation.brackets import Brackets
from derive.notation.errors import Refusal

_LONG = 3
_CAPITALS = 4
"""How many capitals side by side are rather a product of matrices than a word."""

_TAILS = ("tanh", "sinh", "cosh", "log", "exp", "sin", "cos", "tan", "ln")
_ARCS = {f"{arc}{name}": name for name in ("sin", "cos", "tan", "sinh", "cosh", "tanh") for arc in ("a", "ar")}
_SHORT = frozenset(["or", "is", "of", "in", "to", "by", "if", "as", "at", "be", "it", "on", "we", "so", "an"])
BETWEEN = frozenset(["and", "where", "with", "then", "und", "oder", "otherwise"])
"""Words that are read as such between formulas, without a command."""

_FONTS = {
    "BOLD": "mathbf",
    "DOUBLE-STRUCK": "mathbb",
    "SCRIPT": "mathcal",
    "FRAKTUR": "mathfrak",
    "BLACK-LETTER": "mathfrak",
    "SANS-SERIF": "mathsf",
    "MONOSPACE": "mathtt",
}
_CONSTANTS = {"ⅇ": "e", "ℯ": "e", "ⅆ": "d"}
_TURNING = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200f")


class Letters(Brackets):
    """Reads what is no command."""

    def __init__(self, text: str, words: frozenset[str]) -> None:
        super().__init__(text)
        self.words = words
        self.alignments: dict[int, int] = {}

    def meaning(self, meaning: commands.Meaning, start: int, end: int) -> None:
        """Add the token that a character or a command without an argument is."""
        kind, text = meaning
        if kind in ("begin-group", "open"):
            self.open(kind, text, start, end)
        elif kind in ("end-group", "close"):
            self.close(kind, text, start, end)
        elif kind == "reals":
            self.put("letter", "ℝ", start, end)
        elif kind == "relation":
            self._relation(text, start, end)
        elif kind == "bar" and text == "|":
            self.bar(start, end)
        elif kind == "over":
            self._over(start, end)
        elif kind == "column":
            self._column(start, end)
        elif kind != "ignored":
            if kind == "newline":
                self.bars[-1] = 0
                self.alignments[len(self.stack)] = 0
            self.put(kind, text, start, end)

    def bar(self, start: int, end: int) -> None:
        """Add a single bar."""
        self.bars[-1] += 1
        self.put("bar", "|", start, end)

    def _over(self, start: int, end: int) -> None:
        r"""Add ``\over``, which divides all that stands before it in its group by what stands behind it."""
        if self.stack:
            if self.stack[-1] in self.result.overs:
                raise Refusal("unreadable", "two `\\over` stand in one group", self.place(start, end))
            self.result.overs[self.stack[-1]] = len(self.items)
        self.put("over", "over", start, end)

    def _column(self, start: int, end: int) -> None:
        """Add an alignment point: the end of an entry, or the space between two columns of statements, or nothing."""
        depth = len(self.stack)
        around = self.items[self.stack[-1]] if depth else None
        if around is None or around.kind != "begin":
            return
        if around.text in environments.MATRICES:
            self.bars[-1] = 0
            self.put("column", "&", start, end)
        elif around.text in environments.ALIGNED:
            self.alignments[depth] = self.alignments.get(depth, 0) + 1
            if self.alignments[depth] % 2 == 0:
                self.put("quad", "", start, end)

    def _relation(self, text: str, start: int, end: int) -> None:
        self.bars[-1] = 0
        last = self.items[-1] if self.items else None
        if text == "=" and last is not None and last.kind == "colon":
            self.items.pop()
            text, start = ":=", last.start
        self.put("relation", text, start, end)

    # --- letters

    def letters(self, run: str, start: int) -> None:
        """Add a run of letters: a name, a function, or single letters."""
        end = start + len(run)
        if len(run) == 1:
            self.put("letter", run, start, end)
        elif run in vocabulary.FUNCTION_WORDS:
            self.put("function", run, start, end)
        elif run in self.words or run in vocabulary.WORDS:
            self.put("letter", run, start, end)
        else:
            self._split(run, start)

    def _split(self, run: str, start: int) -> None:
        """A run of letters that is no name: single letters, perhaps with a function's name at the end."""
        if run in _ARCS:
            name = _ARCS[run]
            readings = (f"{run[: -len(name)]} \\{name}", f"\\arc{name}")
            message = f"`{run}` may be a letter before {name}, or the inverse function"
            raise Refusal("ambiguous", message, self.place(start, start + len(run)), expected=readings)
        tail = next((f for f in _TAILS if run.endswith(f) and len(run) - len(f) < _LONG), "")
        place = self.place(start, start + len(run))
        if run in BETWEEN:
            self.result.words.append(place)
            self.put("text", run, start, start + len(run))
            return
        self._check_plain(run, start)
        if run in _SHORT:
            self.result.short.append(place)
        elif not tail and len(run) >= _LONG and not (run.isupper() and len(run) <= _CAPITALS):
            self.result.words.append(place)
        head = len(run) - len(tail)
        for index in range(head):
            self.put("letter", run[index], start + index, start + index + 1)
        if tail:
            self.put("function", tail, start + head, start + len(run))

    def _check_plain(self, run: str, start: int) -> None:
        """Refuse a word that hangs on an underscore without braces, as in x_hat."""
        before, after = self.text[:start][-2:], self.text[start + len(run) :][:1]
        place = self.place(start, start + len(run))
        if before[-1:] == "_" and len(run) >= _LONG and after not in ("_", "^"):
            readings = (f"_{{{run}}}", f"_{run[0]} {run[1:]}")
            message = f"without braces only the first letter of {run} is in the script"
            raise Refusal("ambiguous", message, place, expected=readings, hint=f"write _{{\\text{{{run}}}}}")

    def joined_name(self, name: str, start: int, end: int) -> bool:
        """Add a word behind an escaped underscore to the name before it: y\\_hat. False where there is none."""
        last = self.items[-1] if self.items else None
        if last is None or last.kind != "letter" or last.end != self.place(start, end).start:
            return False
        if name in commands.ACCENTS:
            self.items.insert(len(self.items) - 1, last._replace(kind="command", text=name))
        else:
            self.put("script", "_", start, end)
            self.put("letter", name, start, end)
        return True

    # --- characters

    def character(self, position: int) -> int:
        """Add the token of one character, or of two that belong together; where it ends."""
        text = self.text
        end = position + 1
        if end < len(text) and text[end] in characters.COMBINING:
            end += 1
        plain = unicodedata.normalize("NFD", text[position:end])
        if len(plain) == 2 and plain[1] in characters.COMBINING:
            self._accented(plain, position, end)
            return end
        pair = text[position : position + 2]
        if pair == "||" and not self.bars[-1] % 2:
            self.put("bar", "‖", position, position + 2)
            return position + 2
        around = text[position - 1 : position] + text[position + 2 : position + 3]
        if pair == "<-" and len(around) == 2 and around.isspace():
            self.result.notes["<- with blanks around it is an arrow: a value goes to a name"] = None
            self.meaning(("relation", "<-"), position, position + 2)
            return position + 2
        starred = pair == "*=" and self.text[:position].rstrip()[-1:] == "^"  # w^* = …
        if pair in commands.PAIRS and not starred:
            self.meaning(commands.PAIRS[pair], position, position + 2)
            return position + 2
        return self._single(position)

    def _single(self, position: int) -> int:
        character, end = self.text[position], position + 1
        meaning = characters.CHARACTERS.get(character)
        if character in characters.SUMS and self._is_sum(character, end):
            self.put("command", characters.SUMS[character], position, end)
            return end
        if meaning is not None:
            self.meaning(meaning, position, end)
        elif character in characters.FRACTIONS:
            self.put("command", "frac", position, end)
            for digit in characters.FRACTIONS[character]:
                self.put("number", digit, position, end)
        elif unicodedata.category(character) == "Cf" and character not in _TURNING:
            pass  # a character without a shape, such as a zero-width space
        else:
            return self._compatible(character, position, end)
        return end

    def _is_sum(self, character: str, position: int) -> bool:
        """Whether a capital Σ or Π is the sum or the product over the index below it."""
        name = characters.CHARACTERS[character][1]
        following = self.text[position : position + 3].strip("{_ ")
        below = self.text[position : position + 1]
        lowered = below in characters.LOWERED and characters.LOWERED[below].isalpha()
        if name in self.words or not (lowered or (below == "_" and following[:1].isalpha())):
            return False
        self.result.notes[f"{character} is the {characters.SUMS[character]} over the index below it"] = None
        return True

    def _compatible(self, character: str, position: int, end: int) -> int:
        """A character that is another form of a known one, a letter of another script, or no mathematics."""
        plain = _CONSTANTS.get(character) or unicodedata.normalize("NFKC", character)
        if plain != character and len(plain) == 1 and (plain.isalnum() or plain in characters.CHARACTERS):
            named = unicodedata.name(character, "")
            font = next((command for word, command in _FONTS.items() if word in named), "")
            if font and character not in _CONSTANTS:
                self.put("command", font, position, end)
            if plain in characters.CHARACTERS:
                self.meaning(characters.CHARACTERS[plain], position, end)
            else:
                self.put("number" if plain.isdigit() else "letter", plain, position, end)
            return end
        if unicodedata.category(character)[0] != "L":
            raise _stray(character, self.place(position, end))
        while end < len(self.text) and unicodedata.category(self.text[end])[0] in "LM" and self.text[end] > "ʰ":
            end += 1
        if end - position > 1 or "CJK" in unicodedata.name(character, ""):
            self.result.short.append(self.place(position, end))
            self.put("text", self.text[position:end], position, end)
        elif character in characters.LOOK_ALIKES:
            latin, named = characters.LOOK_ALIKES[character], unicodedata.name(character, "")
            message = f"{character!r} ({named}) only looks like the Latin letter {latin}"
            raise Refusal("unbound", message, self.place(position, end), expected=(latin,))
        else:
            self.put("letter", character, position, end)
        return end

    def _accented(self, plain: str, position: int, end: int) -> None:
        kind, text = characters.CHARACTERS.get(plain[0], ("letter", plain[0]))
        if kind != "letter":
            raise Refusal("unreadable", f"an accent stands on {plain[0]!r}", self.place(position, end))
        self.put("command", characters.COMBINING[plain[1]], position, end)
        self.put(kind, text, position, end)

    def script(self, run: str, start: int, end: int, *, raised: bool) -> None:
        """Add a run of raised or lowered characters, as a script in braces."""
        table = characters.RAISED if raised else characters.LOWERED
        self.put("script", "^" if raised else "_", start, end)
        self.open("begin-group", "{", start, end)
        digits = ""
        for offset, character in enumerate([*(table[c] for c in run), ""]):
            if character.isdigit():
                digits += character
                continue
            if digits:
                self.put("number", digits, start, end)
                digits = ""
            if character:
                meaning = characters.CHARACTERS.get(character, ("letter", character))
                self.meaning(meaning, start + offset, start + offset + 1)
        self.close("end-group", "}", start, end)


def _stray(character: str, place: Span) -> Refusal:
    code = f"U+{ord(character):04X}"
    if character in _TURNING:
        message = f"the character {code} turns the direction of the text: what is shown is not what is read"
        return Refusal("unreadable", message, place, hint="delete it")
    if character == "\\":
        return Refusal("unreadable", "a backslash stands before nothing", place, expected=("a command",))
    kinds = {"Cc": "a control character", "Cs": "a lone surrogate", "Co": "a character of private use"}
    named = unicodedata.name(character, kinds.get(unicodedata.category(character), "without a name"))
    shown = repr(character) if character.isprintable() else code
    return Refusal("unreadable", f"the character {shown} ({named}) is no mathematics", place)
