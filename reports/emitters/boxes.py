"""Formulas as boxes: how wide and how high they come out, in em, estimated without a typesetter.

Good to a tenth or so, which is enough to lay out a graph and to decide whether a reason fits behind an equation.
"""

from __future__ import annotations

from typing import NamedTuple

from derive.notation.greek import GREEK
from derive.notation.math import (
    Accent,
    Big,
    Blank,
    Boxed,
    Brackets,
    Cases,
    Evaluated,
    Fraction,
    Labelled,
    Letter,
    Math,
    Matrix,
    Number,
    Root,
    Row,
    Scripts,
    Sign,
    Word,
    fold,
    lines,
)

SCRIPT = 0.72
"""The size of a script, against its base."""

_NARROW = dict.fromkeys("ijltfr", 0.4) | dict.fromkeys("mwMW", 0.88) | dict.fromkeys("I", 0.45)
_WORDS = frozenset({"max", "min", "arg max"})
_GAP = 1.0
_ROOM = {"binary": 0.45, "relation": 0.56, "punctuation": 0.17}


class Box(NamedTuple):
    """The width of a formula, and its height above and its depth below the baseline, in em."""

    width: float
    height: float = 0.7
    depth: float = 0.2

    @property
    def total(self) -> float:
        """Height and depth together."""
        return self.height + self.depth


def box(math: Math) -> Box:
    """The estimated box of a formula in display style."""
    return fold(math, _measured)


def bare_box(math: Math) -> Box:
    """The same where a frame around a part takes no room, so that formulas stay in place when a part is framed."""
    return fold(math, lambda node, inside: inside[0] if isinstance(node, Boxed) else _measured(node, inside))


def text_width(text: str) -> float:
    """The estimated width of running text, in em."""
    return sum(0.28 if character in " ijltfI.,;:'|!()[]" else 0.5 for character in text)


def _measured(node: Math, inside: tuple[Box, ...]) -> Box:
    match node:
        case Letter(name):
            character = GREEK.get(name, name)
            return Box(_NARROW.get(character, 0.72 if character.isupper() else 0.55))
        case Number(digits):
            return Box(0.5 * len(digits))
        case Sign("\N{THIN SPACE}"):
            return Box(0.17)
        case Sign(character, role):
            return Box((0.3 if character in ",.;:′·" else 0.6 if character != "d" else 0.52) + _ROOM.get(role, 0))
        case Word(text):
            return Box(text_width(text) + 0.17)
        case Row():
            return _beside(inside)
        case Fraction() | Matrix() | Cases():
            return _stacked(node, inside)
        case _:
            return _scripted(node, inside)


def _blank(width: float, number: str, body: Box | None = None) -> Box:
    if body is not None:
        return Box(body.width + 2.2, max(body.height, 0.7) + 0.6, max(body.depth, 0.3) + 0.5)
    return Box(width, 1.3, 0.8) if number else Box(width)


def _beside(inside: tuple[Box, ...]) -> Box:
    if not inside:
        return Box(0.0)
    return Box(
        sum(part.width for part in inside),
        max(part.height for part in inside),
        max(part.depth for part in inside),
    )


def _stacked(node: Fraction | Matrix | Cases, inside: tuple[Box, ...]) -> Box:
    if not isinstance(node, Fraction):
        return _table(node, inside)
    top, bottom = inside
    return Box(max(top.width, bottom.width) + 0.24, top.total + 0.45, bottom.total + 0.05)


def _table(node: Matrix | Cases, inside: tuple[Box, ...]) -> Box:
    """Lines at least a line apart, half of them above the middle of the signs; a word ends the last line of cases."""
    rows = [list(line) for line in lines(node, inside)]
    if isinstance(node, Cases):
        rows[-1].append(Box(text_width(node.words[1])))
    width = sum(max(part.width for part in column) for column in zip(*rows, strict=True)) + _GAP * (len(rows[0]) - 1)
    height = sum(max(1.2, *(part.total + 0.2 for part in line)) for line in rows)
    return Box(width + 1.2, height / 2 + 0.25, height / 2 - 0.25)


def _scripted(node: Math, inside: tuple[Box | None, ...]) -> Box:
    match node, inside:
        case Scripts(), (Box() as base, sub, sup):
            below, above = sub or Box(0, 0, 0), sup or Box(0, 0, 0)
            return Box(
                base.width + SCRIPT * max(below.width, above.width) + 0.05,
                base.height + (0.65 * SCRIPT * above.total if sup else 0),
                base.depth + (0.5 * SCRIPT * below.total if sub else 0),
            )
        case Big(character), (lower, upper):
            limits = [SCRIPT * limit.width for limit in (lower, upper) if limit]
            sign = Box(text_width(character), 0.7, 0.2) if character in _WORDS else Box(1.44, 1.0, 0.5)
            width = max([sign.width, *limits]) + 0.17
            return Box(width, sign.height + (0.65 if upper else 0), sign.depth + (0.8 if lower else 0))
        case Evaluated(), (Box() as body, Box() as point):
            return Box(body.width + 0.4 + SCRIPT * point.width, body.height, body.depth + 0.5 * SCRIPT * point.total)
        case Blank(width, number), held:
            return _blank(width, number, *held)
        case Labelled(), (Box() as body, Box() as label):
            width = max(body.width, SCRIPT * label.width)
            return Box(width, body.height, body.depth + 0.5 + SCRIPT * label.total)
        case _, (Box() as body, *_):
            return _framed(node, body)
    return Box(0.0)


def _framed(node: Math, body: Box) -> Box:
    match node:
        case Root():
            return Box(body.width + 0.9, body.height + 0.15, body.depth)
        case Accent():
            return Box(body.width, body.height + 0.1, body.depth)
        case Brackets():
            return Box(body.width + (0.78 if body.total < 1.6 else 1.2), body.height + 0.05, body.depth + 0.05)
        case Boxed():
            return Box(body.width + 0.6, body.height + 0.4, body.depth + 0.4)
    return body
