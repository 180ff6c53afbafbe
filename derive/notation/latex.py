r"""Formulas as LaTeX that a person would write; it needs amsmath, cancel and xcolor, nothing else.

Colours are named after their meaning, ``derive-forward``, ``derive-backward``, …; the document defines their ink.
"""

from __future__ import annotations

import re
import unicodedata
from typing import NamedTuple

from derive.notation.greek import GREEK
from derive.notation.math import (
    BLACKBOARD,
    THIN,
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

SIGNS: dict[str, str] = {
    "+": "+",
    "−": "-",
    "±": r"\pm",
    "·": r"\cdot",
    "×": r"\times",
    "∗": "*",
    "/": "/",
    "(": "(",
    ")": ")",
    "⊙": r"\odot",
    "∘": r"\circ",
    "⊗": r"\otimes",
    "=": "=",
    "≠": r"\neq",
    "≈": r"\approx",
    "≡": r"\equiv",
    "<": "<",
    ">": ">",
    "≤": r"\leq",
    "≥": r"\geq",
    "≪": r"\ll",
    "≫": r"\gg",
    "∼": r"\sim",
    "∝": r"\propto",
    "∈": r"\in",
    "∉": r"\notin",
    "⊂": r"\subset",
    "→": r"\to",
    "←": r"\leftarrow",
    "↦": r"\mapsto",
    "⇒": r"\Rightarrow",
    "⇔": r"\Leftrightarrow",
    "∂": r"\partial",
    "∇": r"\nabla",
    "d": "d",
    "∞": r"\infty",
    "⊤": r"\top",
    "⊥": r"\perp",
    "′": "'",
    "∥": r"\parallel",
    "|": r"\mid",
    ",": ",",
    ";": ";",
    ":": ":",
    ".": ".",
    "!": "!",
    "…": r"\dots",
    "⋯": r"\cdots",
    "⋮": r"\vdots",
    "∀": r"\forall",
    "∃": r"\exists",
    "∧": r"\land",
    "∨": r"\lor",
    "¬": r"\neg",
    "∪": r"\cup",
    "∩": r"\cap",
    "∅": r"\emptyset",
    "ℝ": r"\mathbb{R}",
    "ℕ": r"\mathbb{N}",
    "𝔼": r"\mathbb{E}",
    "?": "?",
    "\N{THIN SPACE}": r"\,",
}
"""Each sign's command; a sign that is not here has no LaTeX spelling."""

BIG = {"∑": r"\sum", "Σ": r"\sum", "∏": r"\prod", "Π": r"\prod", "∫": r"\int"}
BIG |= {"max": r"\max", "min": r"\min", "arg max": r"\operatorname{arg\,max}"}
"""The large operators' commands."""

_FUNCTIONS = frozenset(["arctan", "arg", "cos", "cosh", "det", "dim", "exp", "inf", "lim", "ln", "log"])
_FUNCTIONS |= {"max", "min", "sin", "sinh", "sup", "tan", "tanh"}
_ACCENTS = {
    "hat": "hat",
    "bar": "bar",
    "tilde": "tilde",
    "dot": "dot",
    "vec": "vec",
    "ddot": "ddot",
    "check": "check",
    "breve": "breve",
}
_BRACKETS = {
    "()": ("(", ")"),
    "[]": ("[", "]"),
    "{}": (r"\{", r"\}"),
    "||": (r"\lvert ", r" \rvert"),
    "‖‖": (r"\lVert ", r" \rVert"),
}
_MATRICES = {"[]": "bmatrix", "()": "pmatrix", "{}": "Bmatrix", "||": "vmatrix", "‖‖": "Vmatrix"}
_TEXT = {
    "\\": r"\textbackslash{}",
    "{": r"\{",
    "}": r"\}",
    "$": r"\$",
    "&": r"\&",
    "#": r"\#",
    "_": r"\_",
    "%": r"\%",
    "^": r"\textasciicircum{}",
    "~": r"\textasciitilde{}",
    "<": r"\textless{}",
    ">": r"\textgreater{}",
    "|": r"\textbar{}",
    "\N{NARROW NO-BREAK SPACE}": r"\,",
    "[": "{[}",
    "]": "{]}",
    "`": r"\textasciigrave{}",
    "–": "--",
    "—": "---",
    "“": "``",
    "”": "''",
    "’": "'",
    "‘": "`",
    "\N{NO-BREAK SPACE}": "~",
    "½": r"\textonehalf{}",
    "…": r"\dots{}",
}
_NAMES = {character: name for name, character in GREEK.items()}
_LIGATURE = re.compile(r"(?<=[-,'])(?=[-,'])|(?<=[?!])(?=`)")
_COMMAND_AT_END = re.compile(r"\\[A-Za-z]+$")
_SPACED = re.compile(r" ([-+=]) |(,) ")
_WORD = re.compile(r"[A-Za-z]+")


def escape(text: str) -> str:
    """Running text as LaTeX, in which every character stands for itself."""
    separated = _LIGATURE.sub("\0", text.replace("\0", ""))
    return "".join("{}" if character == "\0" else _character(character) for character in separated)


def _character(character: str) -> str:
    if character in _TEXT:
        return _TEXT[character]
    if character in _NAMES:
        return rf"$\{_NAMES[character]}$"
    if character in SIGNS and not character.isascii():
        return f"${SIGNS[character]}$"
    if character.isspace():
        return " "
    return _raised(character) if character.isprintable() else ""


def _raised(character: str) -> str:
    """A digit or a letter that is one character with its height, as ₁ is, set low or high; others as they are."""
    how, _, code = unicodedata.decomposition(character).partition(" ")
    command = {"<sub>": "textsubscript", "<super>": "textsuperscript"}.get(how)
    plain = chr(int(code, 16)) if command and " " not in code else ""
    return rf"\{command}{{{plain}}}" if plain.isalnum() else character


class _Spelled(NamedTuple):
    text: str
    tall: bool
    nested: int


def latex(math: Math, *, colours: bool = True) -> str:
    """The formula as LaTeX, for math mode. Raises `Unspellable` for a character that has no command.

    With ``colours=False`` nothing needs a definition, for readers that do not know our names: colours are left out, and
    a box to be filled in is spelled out, in place of `BLANKS`.
    """

    blank = _named_blank if colours else _blank

    def visit(node: Math, inside: tuple[_Spelled | None, ...]) -> _Spelled:
        if isinstance(node, Coloured) and not colours and inside[0] is not None:
            return inside[0]
        tall = any(part is not None and part.tall for part in inside)
        texts = tuple(part.text if part is not None else "" for part in inside)
        if isinstance(node, Blank):
            return _Spelled(blank(node, texts), tall=True, nested=0)
        counted = inside[:1] if isinstance(node, Scripts) else inside
        nested = max((part.nested for part in counted if part is not None), default=0)
        if isinstance(node, Brackets):
            return _Spelled(_brackets(node, texts[0], tall, nested), tall, nested + 1)
        own = isinstance(node, Big | Matrix | Cases) or (isinstance(node, Fraction) and not node.small)
        return _Spelled(_spelling(node, texts), tall or own, nested)

    return fold(math, visit).text


def _spelling(node: Math, texts: tuple[str, ...]) -> str:
    match node:
        case Letter():
            return _letter(node)
        case Number(digits):
            return digits
        case Sign(character):
            return _looked_up(SIGNS, character, "sign")
        case Word():
            return _word(node)
        case Row(items):
            return _row(items, texts)
        case Fraction(small=small):
            return rf"\{'t' if small else ''}frac{{{texts[0]}}}{{{texts[1]}}}"
        case Scripts(base):
            return _base(base, texts[0]) + _scripts(texts[1], texts[2])
        case _:
            return _decorated(node, texts)


def _decorated(node: Math, texts: tuple[str, ...]) -> str:
    match node:
        case Accent(_, accent):
            return rf"\{_looked_up(_ACCENTS, accent, 'accent')}{{{texts[0]}}}"
        case Big(character):
            return _looked_up(BIG, character, "large operator") + _scripts(*texts)
        case Root():
            return rf"\sqrt{{{texts[0]}}}"
        case Struck():
            return rf"\cancel{{{texts[0]}}}"
        case Boxed():
            return rf"\boxed{{{texts[0]}}}"
        case Coloured(_, colour):
            return rf"\textcolor{{derive-{colour}}}{{{texts[0]}}}"
        case Labelled():
            return rf"\underbrace{{{texts[0]}}}_{{{texts[1]}}}"
        case _:
            return _arranged(node, texts)


_BOX = r"\boxed{{}^{(#1)}\vphantom{\dfrac{1}{1}}#2}\rule[-1.2em]{0em}{2.9em}"
"""A box with its number, high enough to write in, and apart from boxes above and below it."""
_GAP, _FILLED = _BOX.replace("#2", r"\hspace{#2}"), _BOX.replace("#2", r"\;#2")

BLANKS = rf"""\newcommand{{\gap}}[2]{{{_GAP}}}
\newcommand{{\filled}}[2]{{{_FILLED}}}
"""
"""The commands for boxes to be filled in and for filled ones: their number, and their width or what is in them."""


def _blank(node: Blank, texts: tuple[str, ...]) -> str:
    """A line, or a box with its number."""
    if not node.number:
        return rf"\underline{{\hspace{{{node.width:g}em}}}}"
    inside = texts[0] if texts else f"{node.width:g}em"
    return (_FILLED if texts else _GAP).replace("#1", node.number).replace("#2", inside)


def _named_blank(node: Blank, texts: tuple[str, ...]) -> str:
    """The same by the commands of `BLANKS`."""
    if not node.number:
        return _blank(node, texts)
    return rf"\filled{{{node.number}}}{{{texts[0]}}}" if texts else rf"\gap{{{node.number}}}{{{node.width:g}em}}"


def _arranged(node: Math, texts: tuple[str, ...]) -> str:
    match node:
        case Matrix(kind=kind):
            name = _looked_up(_MATRICES, kind, "brackets of a matrix")
            return _environment(name, [" & ".join(line) for line in lines(node, texts)])
        case Cases(words=(_, word)):
            *held, (otherwise,) = lines(node, texts)
            return _environment("cases", [*map(" & ".join, held), rf"{otherwise} & \text{{{escape(word)}}}"])
        case Evaluated():
            return rf"\left. {texts[0]} \right|" + _scripts(texts[1], "")
    raise Unspellable(f"LaTeX has no spelling for {node!r}")


def _environment(name: str, rows: list[str]) -> str:
    r"""The rows in an environment; an empty group keeps a bracket or star from being taken for an option of ``\\``."""
    guarded = ["{}" + text if text.startswith(("[", "*")) else text for text in rows]
    body = r" \\ ".join(guarded)
    return rf"\begin{{{name}}} {body} \end{{{name}}}"


def _looked_up(table: dict[str, str], key: str, what: str) -> str:
    if key not in table:
        raise Unspellable(f"the {what} {key!r} has no LaTeX spelling")
    return table[key]


def _letter(letter: Letter) -> str:
    name = letter.name
    greek = name in GREEK
    if not greek and not (len(name) == 1 and name.isascii() and name.isalnum()):
        raise Unspellable(f"the letter {name!r} has no LaTeX spelling")
    text = rf"\{name}" if greek else name
    if letter.font == "bold":
        return rf"\boldsymbol{{{text}}}" if greek else rf"\mathbf{{{text}}}"
    if letter.font == "cal":
        return rf"\mathcal{{{text}}}"
    if letter.font == "blackboard":
        _looked_up(BLACKBOARD, name, "blackboard letter")
        return rf"\mathbb{{{name}}}"
    return rf"\mathrm{{{text}}}" if letter.font == "upright" and not greek else text


def _word(word: Word) -> str:
    if not _WORD.fullmatch(word.text):
        return rf"\text{{{escape(word.text)}}}"
    if not word.function:
        return rf"\mathrm{{{word.text}}}"
    return rf"\{word.text}" if word.text in _FUNCTIONS else rf"\operatorname{{{word.text}}}"


def _brackets(node: Brackets, inside: str, tall: bool, nested: int) -> str:
    """The brackets grow with what is tall, and with brackets inside, which TeX by itself does not make smaller."""
    opening, closing = _looked_up_pair(node.kind)
    if nested > 1 and not tall:
        return rf"\bigl{opening.strip()} {inside} \bigr{closing.strip()}"
    if tall:
        return rf"\left{opening.strip()} {inside} \right{closing.strip()}"
    return f"{opening}{inside}{closing}"


def _looked_up_pair(kind: str) -> tuple[str, str]:
    if kind not in _BRACKETS:
        raise Unspellable(f"the brackets {kind!r} have no LaTeX spelling")
    return _BRACKETS[kind]


def _base(base: Math, text: str) -> str:
    plain = isinstance(base, Letter | Number | Word | Accent | Brackets | Big | Sign | Matrix)
    return text if plain else f"{{{text}}}"


def _scripts(sub: str, sup: str) -> str:
    """The scripts, set tight: a person writes ``x^{n-1}``."""
    if sup and not sup.strip("'"):
        sup = r"\prime " * len(sup)
    tight = [(mark, _SPACED.sub(r"\1\2", text).strip()) for mark, text in (("_", sub), ("^", sup))]
    return "".join(f"{mark}{{{text}}}" for mark, text in tight if text)


def _row(items: tuple[Math, ...], texts: tuple[str, ...]) -> str:
    text = ""
    for k, item in enumerate(items):
        text += _space(items[k - 1], item, text, texts[k]) if k else _beginning(item)
        text += texts[k]
    return text


def _beginning(item: Math) -> str:
    """An empty group keeps a sign that begins a row, as in a struck term, from losing the space behind it."""
    return "{} " if isinstance(item, Sign) and item.role == "binary" else ""


def _space(left: Math, right: Math, before: str, after: str) -> str:
    roles = [item.role if isinstance(item, Sign) else "" for item in (left, right)]
    if {"binary", "relation"}.intersection(roles) or roles[0] == "punctuation" or THIN in (left, right):
        return " "
    collision = bool(_COMMAND_AT_END.search(before)) and after[:1].isalpha()
    if roles[1] == "punctuation" or after.startswith("'"):
        return ""
    if roles[0] == "prefix":
        return " " if _COMMAND_AT_END.search(before) else ""
    if isinstance(left, Number) and after[:1].isdigit():
        return r" \, "
    opening = right.base if isinstance(right, Scripts) else right
    if isinstance(left, Big | Word) and not (isinstance(left, Word) and isinstance(opening, Brackets)):
        return " "
    mark = isinstance(left, Brackets) and isinstance(right, Sign)
    tight = isinstance(opening, Brackets) or mark or (_is_short(left) and _is_short(right))
    return "" if tight and not collision else " "


def _is_short(item: Math) -> bool:
    """Whether a person writes the next letter right behind it."""
    if isinstance(item, Scripts):
        return _is_short(item.base)
    return isinstance(item, Letter | Number | Accent | Sign)
