r"""The LaTeX templates of the operators, such as ``\log #x!3``, as formulas with holes.

A template is parsed once; `parse` gives a function that fills its holes. Only the little LaTeX that templates need is
understood, and everything else is refused by name.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache
from typing import NamedTuple, Protocol, TypeAlias

from derive.notation.greek import GREEK
from derive.notation.math import (
    Accent,
    Big,
    Brackets,
    Fraction,
    Letter,
    Math,
    Number,
    Scripts,
    Sign,
    Unspellable,
    Word,
    row,
)


class Fill(Protocol):
    """Gives the formula for a hole: the parameter's name, the level it asks for, whether nothing stands behind it."""

    def __call__(self, name: str, level: int, last: bool) -> Math:
        """The formula for the hole of that name."""


Part: TypeAlias = Callable[[Fill], Math]


class Template(NamedTuple):
    """A parsed template: ``fill`` builds the formula; ``prefix`` says that an argument stands open at its right end."""

    fill: Part
    prefix: bool


_TOKEN = re.compile(r"\\[A-Za-z]+|\\.|#[A-Za-z_]+(?:!\d)?|\d+(?:\.\d+)?|\s+|.")
_SPACES = frozenset({"\\,", "\\;", "\\!", "\\ ", "\\left", "\\right"})
_FUNCTIONS = frozenset(["log", "ln", "exp", "max", "min", "tanh", "sinh", "cosh", "sin", "cos", "tan", "arctan", "det"])
_ACCENTS = frozenset({"hat", "bar", "tilde", "dot"})
_CLOSING = {"(": ")", "[": "]", "|": "|", "\\{": "\\}", "\\lvert": "\\rvert", "\\lVert": "\\rVert"}
_KINDS = {"(": "()", "[": "[]", "|": "||", "\\{": "{}", "\\lvert": "||", "\\lVert": "‖‖"}
_SIGNS = {
    "+": Sign("+", "binary"),
    "-": Sign("−", "prefix"),
    "=": Sign("=", "relation"),
    ",": Sign(",", "punctuation"),
    "\\cdot": Sign("·", "binary"),
    "\\odot": Sign("⊙", "binary"),
    "\\otimes": Sign("⊗", "binary"),
    "\\times": Sign("×", "binary"),
    "\\partial": Sign("∂", "prefix"),
    "\\top": Sign("⊤"),
    "\\infty": Sign("∞"),
    "'": Sign("′"),
    "\\prime": Sign("′"),
    "\\le": Sign("≤", "relation"),
    "\\ge": Sign("≥", "relation"),
    "<": Sign("<", "relation"),
    ">": Sign(">", "relation"),
}
_BIG = {"\\sum": Big("∑"), "\\prod": Big("∏")}


class _Parser:
    def __init__(self, text: str) -> None:
        self.text = text
        self.tokens = [t for t in _TOKEN.findall(text) if not t.isspace() and t not in _SPACES]
        self.place = 0

    @property
    def next(self) -> str:
        return self.tokens[self.place] if self.place < len(self.tokens) else ""

    def take(self, expected: str = "") -> str:
        token = self.next
        if not token or (expected and token != expected):
            raise Unspellable(f"the template {self.text!r} needs {expected or 'more'} where {token!r} stands")
        self.place += 1
        return token

    def row(self, closing: str = "") -> Part:
        items: list[Part] = []
        holes: dict[int, tuple[str, int]] = {}
        while self.next != closing:
            if self.next.startswith("#"):
                name, _, level = self.take()[1:].partition("!")
                holes[len(items)] = (name, int(level or 0))
                items.append(self.scripts(_hole(name, int(level or 0), last=False)))
            else:
                items.append(self.scripts(self.primary()))
        if closing:
            self.take(closing)
        end = len(items) - 1
        if end in holes and self.tokens[self.place - 1 - bool(closing)].startswith("#"):
            items[end] = _hole(*holes[end], last=True)
        return lambda fill: row(*[item(fill) for item in items])

    def scripts(self, base: Part) -> Part:
        found: dict[str, Part] = {}
        while self.next in ("^", "_"):
            mark = self.take()
            found[mark] = self.argument()
        if not found:
            return base
        sub, sup = found.get("_"), found.get("^")
        return lambda fill: _with_scripts(base(fill), sub and sub(fill), sup and sup(fill))

    def argument(self) -> Part:
        if self.next == "{":
            self.take()
            return self.row("}")
        return self.primary()

    def words(self) -> str:
        self.take("{")
        start = self.place
        while self.next != "}":
            self.take()
        self.place += 1
        return "".join(self.tokens[start : self.place - 1])

    def primary(self) -> Part:
        token = self.take()
        name = token[1:]
        if token in _CLOSING:
            kind, inside = _KINDS[token], self.row(_CLOSING[token])
            return lambda fill: Brackets(inside(fill), kind)
        if token in ("\\frac", "\\tfrac"):
            top, bottom = self.argument(), self.argument()
            return lambda fill: Fraction(top(fill), bottom(fill), small=token == "\\tfrac")
        if token.startswith("\\") and name in _ACCENTS:
            body = self.argument()
            return lambda fill: Accent(body(fill), name)
        math = self.leaf(token)
        return lambda fill: math

    def leaf(self, token: str) -> Math:
        name = token[1:]
        if token in _SIGNS:
            return _SIGNS[token]
        if token in _BIG:
            return _BIG[token]
        if token in ("\\operatorname", "\\mathrm"):
            return Word(self.words(), function=token == "\\operatorname")
        if token == "\\mathbf":
            return Letter(self.words(), "bold")
        if token.startswith("\\") and name in _FUNCTIONS:
            return Word(name)
        if token.startswith("\\") and name in GREEK:
            return Letter(name)
        if token[0].isdigit():
            return Number(token)
        if token.isalpha():
            return Letter(token)
        raise Unspellable(f"the template {self.text!r} has {token!r}, which templates do not understand")


def _with_scripts(base: Math, sub: Math | None, sup: Math | None) -> Math:
    return Big(base.character, sub, sup) if isinstance(base, Big) else Scripts(base, sub, sup)


def _hole(name: str, level: int, *, last: bool) -> Part:
    return lambda fill: fill(name, level, last)


@cache
def parse(text: str) -> Template:
    """The template of that text; raises `Unspellable` where it holds more than templates may."""
    parser = _Parser(text)
    prefix = bool(parser.tokens) and parser.tokens[-1].startswith("#") and not parser.tokens[0].startswith("#")
    return Template(parser.row(), prefix)
