"""Formulas as native MathML, in the core that browsers draw without a script.

Letters in bold and calligraphic fonts are written with their own Unicode characters, for the core has no other way.
What is struck, boxed or coloured bears a class; `STYLE` draws them.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from html import escape
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

STYLE = """\
math { font-family: "New Computer Modern Math", "Latin Modern Math", "STIX Two Math", "Cambria Math", math; }
math .struck { background: linear-gradient(to bottom right, transparent calc(50% - .6px), currentColor calc(50% - .6px),
  currentColor calc(50% + .6px), transparent calc(50% + .6px)); print-color-adjust: exact;
  -webkit-print-color-adjust: exact; }
math .boxed { border: 1px solid currentColor; padding: .3em .4em; }
math .rule { border-bottom: 1px solid currentColor; }
math .forward { color: var(--forward, #1a1a1a); }
math .backward { color: var(--backward, #b3211d); }
math .highlight { color: var(--highlight, #1f5fa8); }
math .cases > mtr > mtd { text-align: left; padding-right: 1em; }
math .muted { color: var(--muted, #6b6b6b); }
"""
"""The style sheet that the emitted formulas need."""

_ACCENTS = {"hat": "^", "bar": "¯", "tilde": "~", "dot": "˙", "vec": "→", "ddot": "¨", "check": "ˇ", "breve": "˘"}
_BRACKETS = {"()": "()", "[]": "[]", "{}": "{}", "||": "||", "‖‖": "‖‖"}
_BIG = {"∑": "∑", "Σ": "∑", "∏": "∏", "Π": "∏", "∫": "∫"}
_WORDS = {"max": "max", "min": "min", "arg max": "arg max"}
_SCRIPT = {"B": "ℬ", "E": "ℰ", "F": "ℱ", "H": "ℋ", "I": "ℐ", "L": "ℒ", "M": "ℳ", "R": "ℛ"}
_FORMS = {"binary": "infix", "relation": "infix", "prefix": "prefix", "punctuation": "postfix"}
_SPACES = {
    "binary": ' lspace="0.222em" rspace="0.222em"',
    "relation": ' lspace="0.278em" rspace="0.278em"',
    "punctuation": ' lspace="0em" rspace="0.167em"',
    "prefix": ' lspace="0em" rspace="0em"',
    "ordinary": ' lspace="0em" rspace="0em"',
}
_OWN = {"d": "<mi>d</mi>", "\N{THIN SPACE}": '<mspace width="0.167em"/>'}
_NONE = "<mrow></mrow>"


def mathml(math: Math, *, display: bool = False) -> str:
    """The formula as a ``math`` element. Raises `Unspellable` where MathML has no spelling."""
    style = ' displaystyle="true"' if display else ""
    return f'<math xmlns="http://www.w3.org/1998/Math/MathML"{style}>{fold(math, _visit).text}</math>'


class _Spelled(NamedTuple):
    text: str
    tall: bool


def _visit(node: Math, inside: tuple[_Spelled | None, ...]) -> _Spelled:
    """The element, and whether it is higher than a line: only then do brackets stretch, and get room of their own."""
    tall = any(part.tall for part in inside if part is not None)
    texts = tuple(part.text if part is not None else "" for part in inside)
    if isinstance(node, Brackets):
        return _Spelled(_brackets(node.kind, texts[0], tall), tall)
    own = isinstance(node, Big | Matrix | Cases) or (isinstance(node, Fraction) and not node.small)
    return _Spelled(_spelling(node, texts), tall or own)


def _spelling(node: Math, texts: tuple[str, ...]) -> str:
    match node:
        case Letter():
            return _letter(node)
        case Number(digits):
            return f"<mn>{escape(digits)}</mn>"
        case Sign():
            return _sign(node)
        case Word():
            return _word(node.text, node.function)
        case Row(items):
            return f"<mrow>{''.join(_with_function_space(items, texts))}</mrow>"
        case Fraction(small=small):
            attribute = ' displaystyle="false"' if small else ""
            return f"<mfrac{attribute}>{texts[0]}{texts[1]}</mfrac>"
        case Scripts():
            return _scripted(("msub", "msup", "msubsup"), *texts)
        case _:
            return _decorated(node, texts)


def _decorated(node: Math, texts: tuple[str, ...]) -> str:
    match node:
        case Accent(_, accent):
            if accent not in _ACCENTS:
                raise Unspellable(f"the accent {accent!r} has no MathML spelling")
            sign = f'<mo stretchy="false">{_ACCENTS[accent]}</mo>'
            return f'<mover accent="true">{texts[0]}{sign}</mover>'
        case Big(character):
            return _scripted(("munder", "mover", "munderover"), _large(character), *texts)
        case Root():
            return f"<msqrt>{texts[0]}</msqrt>"
        case Struck():
            return f'<mrow class="struck">{texts[0]}</mrow>'
        case Boxed():
            return f'<mrow class="boxed">{texts[0]}</mrow>'
        case Coloured(_, colour):
            return f'<mrow class="{colour}">{texts[0]}</mrow>'
        case Labelled():
            brace = f'<munder>{texts[0]}<mo stretchy="true">⏟</mo></munder>'
            return f"<munder>{brace}{texts[1]}</munder>"
        case _:
            return _arranged(node, texts)


def _arranged(node: Math, texts: tuple[str, ...]) -> str:
    match node:
        case Matrix(kind=kind):
            return _brackets(kind, _table("", lines(node, texts)), tall=True)
        case Cases(words=(_, word)):
            *held, (otherwise,) = lines(node, texts)
            table = _table(' class="cases"', [*held, (otherwise, f"<mtext>{escape(word)}</mtext>")])
            return f"<mrow>{_fence('prefix', '{')}{table}</mrow>"
        case Blank(width, ""):
            return f'<mrow class="rule"><mspace width="{width:g}em"/></mrow>'
        case Blank(width, number):
            room = texts[0] if texts else f'<mspace width="{width:g}em" height="1.2em" depth="0.6em"/>'
            return f'<mrow class="boxed"><msup><mrow></mrow><mn>{escape(number)}</mn></msup>{room}</mrow>'
        case Evaluated():
            return f"<msub><mrow>{texts[0]}{_fence('postfix', '|')}</mrow>{texts[1]}</msub>"
    raise Unspellable(f"MathML has no spelling for {node!r}")


def _large(character: str) -> str:
    if character in _WORDS:
        return f'<mo movablelimits="true" form="prefix" lspace="0em" rspace="0.167em">{_WORDS[character]}</mo>'
    if character not in _BIG:
        raise Unspellable(f"the large operator {character!r} has no MathML spelling")
    return f'<mo movablelimits="true" largeop="true">{_BIG[character]}</mo>'


def _table(attributes: str, rows: Iterable[Sequence[str]]) -> str:
    body = "".join(f"<mtr>{''.join(f'<mtd>{entry}</mtd>' for entry in line)}</mtr>" for line in rows)
    return f"<mtable{attributes}>{body}</mtable>"


def _fence(form: str, sign: str) -> str:
    """One bracket that grows with what it stands beside."""
    return f'<mo form="{form}" fence="true" stretchy="true" symmetric="true" lspace="0em" rspace="0em">{sign}</mo>'


def _letter(letter: Letter) -> str:
    character = GREEK.get(letter.name, letter.name)
    if len(character) != 1 or not character.isalnum():
        raise Unspellable(f"the letter {letter.name!r} has no MathML spelling")
    if letter.font == "bold":
        return f'<mi mathvariant="normal">{_styled(character, "BOLD")}</mi>'
    if letter.font == "blackboard":
        if letter.name not in BLACKBOARD:
            raise Unspellable(f"the letter {letter.name!r} has no MathML spelling in blackboard bold")
        return f'<mi mathvariant="normal">{BLACKBOARD[letter.name]}</mi>'
    if letter.font == "cal":
        return f"<mi>{_SCRIPT.get(character) or _styled(character, 'SCRIPT')}</mi>"
    upright = ' mathvariant="normal"' if letter.font == "upright" else ""
    return f"<mi{upright}>{character}</mi>"


def _styled(character: str, style: str) -> str:
    """The mathematical letter of that style, by its name in Unicode; the letter itself where there is none."""
    kind = unicodedata.name(character, "").replace("LATIN ", "").replace("GREEK ", "").replace("LETTER ", "")
    try:
        return unicodedata.lookup(f"MATHEMATICAL {style} {kind.replace('CAPITAL LETTER', 'CAPITAL')}")
    except KeyError:
        return character


def _sign(sign: Sign) -> str:
    if sign.character not in KNOWN:
        raise Unspellable(f"the sign {sign.character!r} has no MathML spelling")
    if sign.character in _OWN:
        return _OWN[sign.character]
    if sign.role == "ordinary" and sign.character in "⊤∞∅ℝℕ𝔼⊥":
        return f'<mi mathvariant="normal">{sign.character}</mi>'
    form = f' form="{_FORMS[sign.role]}"' if sign.role in _FORMS else ""
    return f'<mo{form}{_SPACES[sign.role]} stretchy="false">{escape(sign.character)}</mo>'


def _word(text: str, function: bool) -> str:
    shown = escape("".join(character for character in text if character.isprintable()))
    return f'<mi mathvariant="normal">{shown}</mi>' if function else f"<mtext>{shown}</mtext>"


def _with_function_space(items: tuple[Math, ...], texts: tuple[str, ...]) -> list[str]:
    """The parts of a row, with the thin space that sets ``log`` off from its neighbours."""
    shown: list[str] = []
    for k, text in enumerate(texts):
        if k and _needs_space(items[k - 1], items[k]):
            shown.append('<mspace width="0.167em"/>')
        shown.append(text)
    return shown


def _needs_space(left: Math, right: Math) -> bool:
    if isinstance(left, Word) and left.function:
        return not isinstance(right, Brackets | Sign)
    if isinstance(left, Big) or isinstance(right, Big):
        return not isinstance(left, Sign)
    if isinstance(left, Fraction) and isinstance(right, Fraction):
        return True
    return isinstance(right, Word) and right.function and not isinstance(left, Sign)


def _brackets(kind: str, inside: str, tall: bool) -> str:
    if kind not in _BRACKETS:
        raise Unspellable(f"the brackets {kind!r} have no MathML spelling")
    opening, closing = _BRACKETS[kind][0], _BRACKETS[kind][1]
    stretchy = f'stretchy="{"true" if tall else "false"}" lspace="0em" rspace="0em"'
    return (
        f'<mrow><mo form="prefix" {stretchy}>{opening}</mo>{inside}<mo form="postfix" {stretchy}>{closing}</mo></mrow>'
    )


def _scripted(tags: tuple[str, str, str], base: str, below: str, above: str) -> str:
    low, high, both = tags
    if below and above:
        return f"<{both}>{base}{below}{above}</{both}>"
    if below:
        return f"<{low}>{base}{below}</{low}>"
    return f"<{high}>{base}{above or _NONE}</{high}>"
