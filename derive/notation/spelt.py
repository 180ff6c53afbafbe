"""Words that are names, such as net and target: found in the text before it is cut into letters."""

from __future__ import annotations

import re

from derive.ir import Symbol
from derive.notation import vocabulary
from derive.notation.letters import BETWEEN
from derive.notation.scope import Scope
from derive.notation.tokens import MAX_LENGTH

_RUN = re.compile(r"(?<![\\A-Za-z{_^])[A-Za-z]{3,}(?![A-Za-z])")
_DEFINED = re.compile(r"(?:\s*[_^]\s*(?:\{[^{}]*\}|[A-Za-z0-9]))*\s*&?\s*:?=")
"""What stands behind a name on the left of an equation: scripts, and the sign."""
_BEGIN = re.compile(r"(?:^|\n|\\\\|\\begin\{[a-z]+\*?\})\s*$")
_WORD_BEFORE = re.compile(r"[A-Za-z]{2,}\s+$")
_WORD_BEHIND = re.compile(r"\s+[A-Za-z]{2,}")
_KNOWN = frozenset({*vocabulary.FUNCTION_WORDS, *vocabulary.WORDS, *BETWEEN})
_NEAR = 40
"""How far back the beginning of a line, or another word, is looked for."""


def spelt_names(text: str, scope: Scope) -> frozenset[str]:
    """The words of a text that are names: those that it defines, and those that people use as such.

    None of their letters may be a name by itself here, and no other word may stand beside them.
    """
    found: set[str] = set()
    if len(text) > MAX_LENGTH:
        return frozenset()
    for run in _RUN.finditer(text):
        word, near = run.group(), max(0, run.start() - _NEAR)
        if word in _KNOWN or word in found or any(scope.declares(Symbol(letter)) for letter in word):
            continue
        if _WORD_BEFORE.search(text, near, run.start()) or _WORD_BEHIND.match(text, run.end()):
            continue
        defined = _BEGIN.search(text, near, run.start()) and _DEFINED.match(text, run.end())
        if defined or word in vocabulary.NAMES:
            found.add(word)
    return frozenset(found)
