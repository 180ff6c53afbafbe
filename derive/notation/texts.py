r"""Words among formulas: ``\text{where}``, remarks, formulas inside words, names such as ``\text{loss}``."""

from __future__ import annotations

import re
from abc import ABC, abstractmethod

from derive.notation import vocabulary
from derive.notation.letters import Letters
from derive.notation.macros import argument_range

_WORD = re.compile(r"[A-Za-z]+")
_NUMBERED = re.compile(r"[A-Za-z]{2,}[0-9]{1,3}")
_DEFINES = re.compile(r"\s*&?\s*(?:\\coloneqq|\\leftarrow|\\gets|\\triangleq|:\s*=|=(?!=))")
_SPACING = re.compile(r"\\[,;:!> ]|\{\}|~|\\limits")
_DOLLAR = re.compile(r"(?<!\\)\$+")


class Texts(Letters, ABC):
    """Reads the arguments that are words; `pieces` is the tokenizer's."""

    @abstractmethod
    def pieces(self, position: int, end: int) -> None:
        """Add the tokens of a range of the text."""

    def words_of(self, name: str, start: int, end: int) -> int:
        """Add what the argument of ``\\text`` or of ``\\operatorname`` is; where it ends."""
        first, last, after = argument_range(self.text, end, start, braces=True)
        content = self.text[first:last]
        word = _SPACING.sub(" ", content).strip()
        if name == "operatorname":
            word = word.replace(" ", "")
        if word in vocabulary.FUNCTION_WORDS:
            self.put("function", word, start, after)
        elif (_WORD.fullmatch(word) and not self._is_spoken(name, content, word)) or self._is_numbered(word, after):
            self.put("letter", word, start, after)
        elif _DOLLAR.search(content):
            self.mixed(start, first, last, after)
        else:
            self._remark(content, start, after)
        return after

    def _is_numbered(self, word: str, after: int) -> bool:
        """Whether a word with a number behind it is a name: one that is known, or that an equation begins with."""
        if not _NUMBERED.fullmatch(word):
            return False
        begins = not self.items or self.items[-1].kind in ("newline", "column", "comma", "quad", "begin")
        if begins and _DEFINES.match(self.text, after) is not None:
            self.words |= {word}
        return word in self.words

    def _is_spoken(self, name: str, content: str, word: str) -> bool:
        """Whether one word is a part of a sentence rather than a name: a connective, or one with a space beside it."""
        spaced = name != "operatorname" and content != content.strip()
        return word in vocabulary.CONNECTIVES or (spaced and word not in self.words | vocabulary.WORDS)

    def mixed(self, start: int, first: int, last: int, after: int) -> None:
        """Words with formulas between dollars in them."""
        position, inside = first, False
        for dollar in [*_DOLLAR.finditer(self.text, first, last), None]:
            stop = last if dollar is None else dollar.start()
            if inside:
                self.pieces(position, stop)
            elif self.text[position:stop].strip():
                self._remark(self.text[position:stop], start if position == first else position, stop)
            position, inside = after if dollar is None else dollar.end(), not inside

    def _remark(self, content: str, start: int, end: int) -> None:
        """Words; a bracket that they open and do not close makes a remark of all up to where it is closed."""
        self.put("text", content, start, end)
        opened = content.count("(") - content.count(")")
        if opened > 0:
            self.wait_for_bracket()
        elif opened < 0 and self.waiting and self.waiting[-1][1] == len(self.stack):
            self.end_remark(end)
