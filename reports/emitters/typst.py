"""Formulas as Typst mathematics, written directly.

Brackets are written escaped, so that the source is balanced whatever the formula holds; words are quoted, and
characters beyond ASCII are written by number. The functions ``boxed``, ``blank``, ``solved``,
``rule`` and ``ink…`` come from `PREAMBLE`.
"""

from __future__ import annotations

from typing import NamedTuple

from derive.notation.greek import GREEK
from derive.notation.latex import SIGNS as KNOWN
from derive.notation.math import (
    BLACKBOARD,
    Accent,
    Big,
    Blank,
    Boxed,
    Brackets,
    Cases,
    Coloured,
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
    Struck,
    Unspellable,
    Word,
    fold,
    lines,
)
from reports.emitters.characters import visible

INKS = {"forward": "#1a1a1a", "backward": "#b3211d", "highlight": "#1f5fa8", "muted": "#6b6b6b"}
"""The ink of each meaning: apart from one another for colour-blind readers, and in grey."""

_BLANKS = (
    "#let rule(width) = box(width: width, height: 0.9em, stroke: (bottom: 0.5pt))",
    "#let numbered(number) = place(top + left, dx: 2pt, dy: 2pt, text(6.5pt, number))",
    "#let blank(number, width) = box(width: width, height: 2.1em, baseline: 0.75em, stroke: 0.6pt, radius: 2pt,",
    "  numbered(number))",
    "#let solved(number, body) = box(inset: (y: 0.6em), h(1.2em) + box(stroke: 0.6pt, radius: 2pt,",
    "  outset: (left: 1.1em, right: 0.4em, y: 0.5em), $display(body)$ +",
    "  place(top + left, dx: -1.1em + 2pt, dy: -0.5em + 2pt, text(6.5pt, number))) + h(0.5em))",
)
PREAMBLE = "\n".join(
    [
        "#let boxed(body) = box(stroke: 0.6pt, outset: (x: 3pt, y: 4pt), $body$)",
        *_BLANKS,
        *(f'#let ink{name}(body) = text(fill: rgb("{colour}"), $body$)' for name, colour in INKS.items()),
    ]
)
"""The definitions that the emitted formulas use."""

_ACCENTS = {"hat": "hat", "bar": "macron", "tilde": "tilde", "dot": "dot", "vec": "arrow"}
_ACCENTS |= {"ddot": "dot.double", "check": "caron", "breve": "breve"}
_BRACKETS = {"()": ("\\(", "\\)"), "[]": ("\\[", "\\]"), "{}": ("\\{", "\\}"), "||": ("|", "|"), "‖‖": ("‖", "‖")}
_BIG = {"∑": "sum", "Σ": "sum", "∏": "product", "Π": "product", "∫": "integral"}
_WORDS = {"max": '"max"', "min": '"min"', "arg max": '"arg" thin "max"'}
_DELIMITERS = {"[]": '"["', "()": '"("', "{}": '"{"', "||": '"|"', "‖‖": '"‖"'}
_OWN = {"d": "d", "\N{THIN SPACE}": "thin"}
_ESCAPED = frozenset("()/,;:.!?*'+=<>|")


def quoted(text: str) -> str:
    """The text as a Typst string literal, in which every character stands for itself."""
    return '"' + visible(text).replace("\\", "\\\\").replace('"', '\\"') + '"'


def typst(math: Math) -> str:
    """The formula as Typst math source, without dollar signs. Raises `Unspellable` where Typst has no spelling."""
    return fold(math, _visit).text


class _Spelled(NamedTuple):
    text: str
    tall: bool
    nested: int


def _visit(node: Math, inside: tuple[_Spelled | None, ...]) -> _Spelled:
    """The source, whether it is higher than a line, and how deep brackets nest in it outside of scripts."""
    counted = inside[:1] if isinstance(node, Scripts) else inside
    nested = max((part.nested for part in counted if part is not None), default=0)
    tall = any(part.tall for part in inside if part is not None)
    texts = tuple(part.text if part is not None else "" for part in inside)
    if isinstance(node, Brackets):
        return _Spelled(_brackets(node, texts[0], tall, nested), tall, nested + 1)
    if isinstance(node, Fraction) and not node.small:
        # What is a fraction itself would be too small to read in the numerator of another one.
        texts = tuple(
            f"display({part.text})" if part is not None and part.tall else text
            for part, text in zip(inside, texts, strict=True)
        )
    own = isinstance(node, Big | Matrix | Cases) or (isinstance(node, Fraction) and not node.small)
    return _Spelled(_spelling(node, texts), tall or own, nested)


def _spelling(node: Math, texts: tuple[str, ...]) -> str:
    match node:
        case Letter():
            return _letter(node)
        case Number(digits):
            return digits
        case Sign():
            return _sign(node)
        case Word(text, function):
            return f"op({quoted(text)})" if function else f"upright({quoted(text)})"
        case Row(items):
            start = "zws " if items and isinstance(items[0], Sign) and items[0].role == "binary" else ""
            return start + " ".join(_with_room(items, texts))
        case Fraction(small=small):
            fraction = f"frac({', '.join(texts)})"
            return f"inline({fraction})" if small else fraction
        case Scripts():
            scripts = [f"{key}: {text}" for key, text in zip("bt", texts[1:], strict=True) if text]
            return f"attach({', '.join([texts[0], *scripts])})"
        case _:
            return _decorated(node, texts)


def _with_room(items: tuple[Math, ...], texts: tuple[str, ...]) -> list[str]:
    """The parts of a row; between two fractions there is a little room, or their bars would look like one."""
    shown = list(texts[:1])
    for k in range(1, len(items)):
        touching = isinstance(items[k - 1], Fraction) and isinstance(items[k], Fraction)
        shown += ["thin", texts[k]] if touching else [texts[k]]
    return shown


def _decorated(node: Math, texts: tuple[str, ...]) -> str:
    match node:
        case Accent(_, accent):
            if accent not in _ACCENTS:
                raise Unspellable(f"the accent {accent!r} has no Typst spelling")
            return f"{_ACCENTS[accent]}({texts[0]})"
        case Big(character):
            scripts = [f"{key}: {text}" for key, text in zip("bt", texts, strict=True) if text]
            return f"attach({', '.join([_large(character), *scripts])})"
        case Root():
            return f"sqrt({texts[0]})"
        case Struck():
            return f"cancel({texts[0]})"
        case Boxed():
            return f"boxed({texts[0]})"
        case Coloured(_, colour):
            return f"ink{colour}({texts[0]})"
        case Labelled():
            return f"underbrace({texts[0]}, {texts[1]})"
        case _:
            return _arranged(node, texts)


def _arranged(node: Math, texts: tuple[str, ...]) -> str:
    match node:
        case Matrix(kind=kind):
            rows = "; ".join(", ".join(line) for line in lines(node, texts))
            if kind not in _DELIMITERS:
                raise Unspellable(f"the brackets {kind!r} of a matrix have no Typst spelling")
            return f"mat(delim: {_DELIMITERS[kind]}, {rows})"
        case Cases(words=(_, word)):
            *held, (otherwise,) = lines(node, texts)
            rows = ", ".join(f"{value} & quad {condition}" for value, condition in held)
            return f"cases({rows}, {otherwise} & quad upright({quoted(word)}))"
        case Blank(width, ""):
            return f"rule(#{width:g}em)"
        case Blank(width, number):
            return f"solved({quoted(number)}, {texts[0]})" if texts else f"blank({quoted(number)}, #{width:g}em)"
        case Evaluated():
            return f"attach(lr({texts[0]} |), b: {texts[1]})"
    raise Unspellable(f"Typst has no spelling for {node!r}")


def _large(character: str) -> str:
    """The large operator, with its limits below and above it even where it is a word."""
    if character in _WORDS:
        return f"limits(op({_WORDS[character]}))"
    if character not in _BIG:
        raise Unspellable(f"the large operator {character!r} has no Typst spelling")
    return _BIG[character]


def _letter(letter: Letter) -> str:
    character = GREEK.get(letter.name, letter.name)
    if len(character) != 1 or not character.isalnum():
        raise Unspellable(f"the letter {letter.name!r} has no Typst spelling")
    text = character if character.isascii() else f"\\u{{{ord(character):x}}}"
    if letter.font == "bold":
        return f"upright(bold({text}))"
    if letter.font == "blackboard":
        if letter.name not in BLACKBOARD:
            raise Unspellable(f"the letter {letter.name!r} has no Typst spelling in blackboard bold")
        return f"bb({letter.name})"
    if letter.font == "cal":
        return f"cal({text})"
    return f"upright({text})" if letter.font == "upright" else text


def _sign(sign: Sign) -> str:
    character = sign.character
    if character not in KNOWN:
        raise Unspellable(f"the sign {character!r} has no Typst spelling")
    if character in _OWN:
        return _OWN[character]
    if not character.isascii():
        return f"\\u{{{ord(character):x}}}"
    return f"\\{character}" if character in _ESCAPED else character


def _brackets(node: Brackets, inside: str, tall: bool, nested: int) -> str:
    if node.kind not in _BRACKETS:
        raise Unspellable(f"the brackets {node.kind!r} have no Typst spelling")
    opening, closing = _BRACKETS[node.kind]
    if tall or node.kind in ("||", "‖‖"):  # by itself a bar does not say whether it opens or closes
        return f"lr({opening} {inside} {closing})"
    if nested > 1:
        return f"lr(size: #1.25em, {opening} {inside} {closing})"
    return f"{opening} {inside} {closing}"
