"""Formulas as Unicode text for a terminal: ``∂L/∂w = (a − y) x``, ``ŷ``, ``wᵀx``, ``(1 + e⁻ᶻ)⁻²``.

Where Unicode has no small letter, a script is written ``^(…)`` or ``_(…)``; brackets are added wherever a fraction or a
script would otherwise reach further, or less far, than it does on paper.
"""

from __future__ import annotations

import re
import unicodedata

from derive.notation.greek import GREEK
from derive.notation.latex import SIGNS
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

_RAISED = dict(
    zip(
        "0123456789+−=()abcdefghijklmnoprstuvwxyzABDEGHIJKLMNOPRTUVW⊤′*βγδϕχθ",
        "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ᵃᵇᶜᵈᵉᶠᵍʰⁱʲᵏˡᵐⁿᵒᵖʳˢᵗᵘᵛʷˣʸᶻᴬᴮᴰᴱᴳᴴᴵᴶᴷᴸᴹᴺᴼᴾᴿᵀᵁⱽᵂᵀ′*ᵝᵞᵟᶲᵡᶿ",
        strict=True,
    )
)
_LOWERED = dict(zip("0123456789+−=()aehijklmnoprstuvxβγρϕχ", "₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎ₐₑₕᵢⱼₖₗₘₙₒₚᵣₛₜᵤᵥₓᵦᵧᵨᵩᵪ", strict=True))
_ACCENTS = {"hat": "\u0302", "bar": "\u0304", "tilde": "\u0303", "dot": "\u0307", "vec": "\u20d7"}
_ACCENTS |= {"ddot": "\u0308", "check": "\u030c", "breve": "\u0306"}
_OWN = {"⊤": "T", "\N{THIN SPACE}": " "}
_STROKE = "\u0336"
_BRACKETS = {"()": "()", "[]": "[]", "{}": "{}", "||": "||", "‖‖": "‖‖"}
_SCRIPT_AT_END = re.compile(r"[_^].$")
_BIG = {"∑": "Σ", "Σ": "Σ", "∏": "Π", "Π": "Π", "∫": "∫", "max": "max", "min": "min", "arg max": "argmax"}
_SCRIPT_LETTERS = {"L": "ℒ", "B": "ℬ", "E": "ℰ", "F": "ℱ", "H": "ℋ", "I": "ℐ", "M": "ℳ", "R": "ℛ"}


def plain(math: Math) -> str:
    """The formula as one line of text. Raises `Unspellable` for a construction that text cannot show."""
    return fold(math, _spelling)


def width(text: str) -> int:
    """How many columns a terminal gives the text: accents and strokes stand over their letter."""
    wide = sum(unicodedata.east_asian_width(character) in "WF" for character in text)
    return len(text) + wide - sum(unicodedata.combining(character) != 0 for character in text)


def _spelling(node: Math, texts: tuple[str, ...]) -> str:
    match node:
        case Letter():
            return _letter(node)
        case Number(digits):
            return digits
        case Sign(character):
            if character not in SIGNS:
                raise Unspellable(f"the sign {character!r} has no spelling in plain text")
            return _OWN.get(character, character)
        case Word(text):
            return "".join(character for character in text if character.isprintable())
        case Row(items):
            return _row(items, texts)
        case Fraction(top, bottom):
            return f"{_operand(top, texts[0])}/{_operand(bottom, texts[1])}"
        case Scripts(base):
            held = isinstance(base, Letter | Number | Word | Accent | Brackets | Matrix | Sign)
            start = texts[0] if held else f"({texts[0]})"
            return start + _script(node.sub, texts[1], "_", _LOWERED) + _script(node.sup, texts[2], "^", _RAISED)
        case _:
            return _decorated(node, texts)


def _decorated(node: Math, texts: tuple[str, ...]) -> str:
    match node:
        case Accent(_, accent):
            return _accented(texts[0], accent)
        case Brackets(_, kind):
            if kind not in _BRACKETS:
                raise Unspellable(f"the brackets {kind!r} have no spelling in plain text")
            return _BRACKETS[kind][0] + texts[0] + _BRACKETS[kind][1]
        case Big(character, lower, upper):
            if character not in _BIG:
                raise Unspellable(f"the large operator {character!r} has no spelling in plain text")
            sign = _BIG[character]
            return sign + _script(lower, texts[0], "_", _LOWERED) + _script(upper, texts[1], "^", _RAISED)
        case Struck():
            return "".join(c if c == " " or unicodedata.combining(c) else c + _STROKE for c in texts[0])
        case Boxed():
            return f"⟦{texts[0]}⟧"
        case Coloured():
            return texts[0]
        case Labelled():
            return f"({texts[0]})⏟({texts[1]})"
        case _:
            return _arranged(node, texts)


def _arranged(node: Math, texts: tuple[str, ...]) -> str:
    match node:
        case Matrix(kind=kind):
            if kind not in _BRACKETS:
                raise Unspellable(f"the brackets {kind!r} of a matrix have no spelling in plain text")
            rows = "; ".join(", ".join(line) for line in lines(node, texts))
            return _BRACKETS[kind][0] + rows + _BRACKETS[kind][1]
        case Root(body):
            return f"√{_operand(body, texts[0])}"
        case Cases(words=(when, word)):
            *held, (otherwise,) = lines(node, texts)
            rows = "; ".join(f"{value} {when} {condition}" for value, condition in held)
            return f"{{{rows}; {otherwise} {word}}}"
        case Blank(width, number):
            shown = texts[0] if texts else "_" * max(int(1.4 * width), 4)
            return f"[{number}: {shown}]" if number else shown
        case Evaluated(body):
            return f"{_operand(body, texts[0])}|_({texts[1]})"
    raise Unspellable(f"plain text has no spelling for {node!r}")


_BOLD_DIGITS = {str(digit): chr(ord("𝟎") + digit) for digit in range(10)}
"""Digits that are names, such as the vector of ones: not to be taken for numbers."""


def _letter(letter: Letter) -> str:
    if letter.font == "cal" and letter.name in _SCRIPT_LETTERS:
        return _SCRIPT_LETTERS[letter.name]
    if letter.font == "blackboard":
        if letter.name not in BLACKBOARD:
            raise Unspellable(f"the letter {letter.name!r} has no blackboard spelling in plain text")
        return BLACKBOARD[letter.name]
    if letter.font == "bold" and letter.name in _BOLD_DIGITS:
        return _BOLD_DIGITS[letter.name]
    text = GREEK.get(letter.name, letter.name)
    if len(text) != 1 or not text.isprintable():
        raise Unspellable(f"the letter {letter.name!r} has no spelling in plain text")
    return text


def _accented(body: str, accent: str) -> str:
    if accent not in _ACCENTS:
        raise Unspellable(f"the accent {accent!r} has no spelling in plain text")
    if width(body) == 1:
        return unicodedata.normalize("NFC", body + _ACCENTS[accent])
    return f"{accent}({body})"


def _script(script: Math | None, text: str | None, mark: str, small: dict[str, str]) -> str:
    """A script in small letters where there are all of them; a layer keeps its square brackets."""
    if script is None or text is None:
        return ""
    if mark == "^" and isinstance(script, Brackets) and script.kind == "[]":
        return f"^{text}"
    tight = text.replace(" ", "")
    if tight == "T":
        return "ᵀ"
    first = script.items[0] if isinstance(script, Row) else None
    if isinstance(first, Brackets) and first.kind == "[]":
        layer, _, rest = tight.partition("]")
        if all(character in small for character in rest):
            return f"^{layer}]" + "".join(small[character] for character in rest)
    if all(character in small for character in tight):
        return "".join(small[character] for character in tight)
    return f"{mark}{text}" if len(text) == 1 else f"{mark}({text})"


def _row(items: tuple[Math, ...], texts: tuple[str, ...]) -> str:
    shown = [f"({text})" if _reaches_too_far(items, k) else text for k, text in enumerate(texts)]
    line = shown[0] if shown else ""
    for k in range(1, len(items)):
        space = _space(items[k - 1], items[k])
        runs_on = _SCRIPT_AT_END.search(line) and shown[k][:1].isalnum()
        line += (" " if runs_on else space) + shown[k]
    return line


def _reaches_too_far(items: tuple[Math, ...], k: int) -> bool:
    """Whether a fraction stands beside a factor that the slash would take in; ``d/dz`` acts on what follows anyway."""
    fraction = _bare(items[k])
    if not isinstance(fraction, Fraction):
        return False
    if _is_differential_sign(fraction.top):
        return k > 0 and _juxtaposed(items[k - 1])
    after = k + 1 < len(items) and _juxtaposed(items[k + 1])
    return after or (k > 0 and _juxtaposed(items[k - 1]))


def _juxtaposed(item: Math) -> bool:
    return not isinstance(item, Sign) or item.role == "ordinary"


def _bare(item: Math) -> Math:
    while isinstance(item, Coloured):
        item = item.body
    return item


def _space(left: Math, right: Math) -> str:
    left, right = _bare(left), _bare(right)
    if isinstance(right, Sign) and right.role == "punctuation":
        return ""
    if _is_differential_sign(left) and not isinstance(left, Sign):
        return ""
    if isinstance(left, Sign):
        return "" if left.role in ("prefix", "ordinary") else " "
    if isinstance(right, Sign):
        return "" if right.role == "ordinary" else " "
    opening = right.base if isinstance(right, Scripts) else right
    if isinstance(opening, Brackets):
        return " " if isinstance(left, Big) or _is_operator(left) else ""
    return "" if _is_short(left) and _is_short(right) and not _digits_touch(left, right) else " "


def _is_operator(item: Math) -> bool:
    return isinstance(item, Fraction) and _is_differential_sign(item.top)


def _is_differential_sign(math: Math) -> bool:
    """Whether this is the ∂ or d of a derivative, or ∂²."""
    sign = math.base if isinstance(math, Scripts) else math
    return isinstance(sign, Sign) and sign.character in "d∂"


def _digits_touch(left: Math, right: Math) -> bool:
    return isinstance(right, Number) or (isinstance(right, Scripts) and isinstance(right.base, Number))


def _is_short(item: Math) -> bool:
    if isinstance(item, Scripts):
        return _is_short(item.base)
    return isinstance(item, Letter | Number | Accent)


def _operand(math: Math, text: str) -> str:
    """A side of the slash: in brackets unless it is one thing, or a ∂ with its name."""
    math = _bare(math)
    if isinstance(math, Row):
        differential = _is_differential_sign(math.items[0])
        return text if differential and len(math.items) == 2 and _is_short(_bare(math.items[1])) else f"({text})"
    if isinstance(math, Struck):
        return _operand(math.body, text)
    held = isinstance(math, Letter | Number | Word | Accent | Brackets | Matrix | Root | Scripts | Sign | Boxed | Blank)
    return text if held else f"({text})"
