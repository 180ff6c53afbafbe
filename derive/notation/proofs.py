"""The sign behind a proof, which is no part of the formula before it."""

from __future__ import annotations

import re

from derive.notation.brackets import Token, Tokens
from derive.notation.errors import Refusal

FULL = frozenset({"blacksquare", "qed", "qedsymbol", "qedhere", "∎", "■"})
"""Signs that say nothing but that a proof ends."""

EMPTY = frozenset({"square", "Box", "□"})
"""Signs that end a proof too, but may also be a blank that is left to be filled in."""

KIND = "proof-end"
"""The kind of their tokens."""

_BEHIND = frozenset({"gap", "quad", "newline", "column", "stop", "end", KIND})
_APART = re.compile(r"(?:\\q?quad|\\hfill|\\hspace\*?\{[^{}]*\}|\\end\{[a-z]+\*?\}|\\\\|(?<!\\)[.,;$])\s*$")


def without_ends(tokens: Tokens) -> None:
    """Leave out the signs at the end of proofs. Raises `Refusal` for one elsewhere, and for one that may be a blank."""
    items = tokens.items
    for number, token in enumerate(items):
        if token.kind != KIND:
            continue
        if any(item.kind not in _BEHIND for item in items[number + 1 :]):
            message = f"`{_shown(tokens, token)}` stands only at the end of a proof"
            raise Refusal("not-yet", message, token.span)
        if token.text in EMPTY and not _APART.search(tokens.text[: token.start]):
            readings = ("the end of a proof", "a blank that is to be filled in")
            message = f"`{_shown(tokens, token)}` has two readings here"
            hint = "write \\blacksquare behind a proof"
            raise Refusal("ambiguous", message, token.span, expected=readings, hint=hint)
        items[number] = token._replace(kind="gap", text="")


def _shown(tokens: Tokens, token: Token) -> str:
    return tokens.text[token.start : token.end]
