r"""Formulas of Office files (OMML) as LaTeX: one entry in a table for every element.

What is written is what is seen: no brackets are added that the page does not show. An element or a character that the
table does not know is refused, and so is a formula in linear form, in which ``^`` and ``_`` stand as signs. Letters
stay the Unicode letters that they are, which the reader of formulas reads.

Source: ECMA-376, Office Open XML File Formats, part 1, 22.1 Math; names of elements, and what they are by default.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from xml.etree.ElementTree import Element


class UnknownMath(ValueError):
    """A formula has something in it that cannot be written as LaTeX. The message says what."""


def latex(math: Element) -> str:
    """The LaTeX of an ``m-oMath``. Raises `UnknownMath`."""
    return " ".join(_inside(math).split())


def _inside(element: Element | None) -> str:
    """What stands in an element, one after the other."""
    return "" if element is None else "".join(_written(child) for child in element)


def _written(element: Element) -> str:
    writer = _WRITERS.get(element.tag)
    if writer is not None:
        return writer(element)
    if element.tag.endswith("Pr") or not "".join(element.itertext()).strip():
        return ""
    raise UnknownMath(f"an element {element.tag} of Office maths is not known")


def _part(element: Element, name: str) -> str:
    return _inside(element.find(f"m-{name}")).strip()


def _property(element: Element, name: str, otherwise: str = "") -> str:
    """The value of a property of an element; ``otherwise`` where it is not given."""
    kind = element.tag.removeprefix("m-")
    found = element.find(f"m-{kind}Pr/m-{name}")
    return otherwise if found is None else found.get("m-val", "")


def _is_on(element: Element, name: str) -> bool:
    """Whether a property is given and not switched off."""
    kind = element.tag.removeprefix("m-")
    found = element.find(f"m-{kind}Pr/m-{name}")
    return found is not None and found.get("m-val", "1") not in ("0", "off", "false")


# --- letters and signs

_ESCAPED = {
    "\\": r"\backslash ", "{": r"\{", "}": r"\}", "%": r"\%", "#": r"\#", "$": r"\$", "&": r"\&", "~": r"\sim ",
    "…": r"\ldots ", "⋯": r"\cdots ", "∖": r"\setminus ",
}  # fmt: skip
_STYLES = {"b": "mathbf", "bi": "mathbf"}
_SCRIPTS = {"script": "mathcal", "double-struck": "mathbb", "fraktur": "mathfrak", "sans-serif": "mathsf"}
_COMMANDS = frozenset(
    {"arccos", "arcsin", "arctan", "cos", "cosh", "cot", "coth", "csc", "det", "exp", "inf", "lim", "ln", "log", "max"}
    | {"min", "sec", "sin", "sinh", "sup", "tan", "tanh"}
)
"""The functions for which LaTeX has a command."""
_FUNCTIONS = _COMMANDS | {"argmax", "argmin", "diag", "tr", "Tr", "rank", "sign"}


def _run(run: Element) -> str:
    """Letters and signs of one style."""
    text = "".join(_piece(child) for child in run if not child.tag.endswith("rPr"))
    if _is_on(run, "nor") and len(text.strip()) > 1:
        return _word(text.strip()) if text.strip() in _FUNCTIONS else rf"\text{{{''.join(map(_escaped, text))}}}"
    text = "".join(_italic(character) for character in text)
    if ("^" in text or "_" in text) and run.find("m-rPr/m-lit") is None:
        raise UnknownMath("a formula is written in linear form, with ^ or _ as signs: choose Convert to Professional")
    style = _STYLES.get(_property(run, "sty")) if run.tag == "m-r" else None
    script = _SCRIPTS.get(_property(run, "scr"))
    if text.strip() in _FUNCTIONS and _property(run, "sty") == "p":
        return _word(text.strip())
    command = script or style
    pieces = ("".join(rf"\{command}{{{c}}}" if c.isalpha() else _escaped(c) for c in text),) if command else ()
    return "".join(pieces) or "".join(map(_escaped, text))


def _piece(child: Element) -> str:
    """A text, or a line that ends."""
    if child.tag in ("m-t", "w-t", "a-t"):
        return _UNSEEN.sub("", child.text or "")
    return _ROW if child.tag in ("w-br", "a-br", "w-cr") else " " if child.tag == "w-tab" else ""


_UNSEEN = re.compile("[\u200b-\u200f\u2028-\u202e\u2060\ufeff]")
_ROW = "\N{LINE SEPARATOR}"
"""What stands for the end of a line until all signs are written."""


def _escaped(character: str) -> str:
    return r" \\ " if character == _ROW else _ESCAPED.get(character, character)


def _italic(character: str) -> str:
    """The letter itself where it is only set in italics, as letters of formulas are."""
    is_italic = unicodedata.name(character, "").startswith("MATHEMATICAL ITALIC")
    return unicodedata.normalize("NFKC", character) if is_italic or character == "ℎ" else character


def _word(text: str) -> str:
    return rf"\{text} " if text in _COMMANDS else rf"\operatorname{{{text}}}"


# --- scripts


def _base(element: Element) -> str:
    """What bears a script: as it stands, and in braces where it bears one already or is a whole of its own."""
    inner = element.find("m-e")
    written = _inside(inner).strip()
    only = _shown(inner) if inner is not None else []
    if not written or (len(only) == 1 and only[0].tag in _WHOLES):
        return f"{{{written}}}"
    return written


_WHOLES = ("m-sSup", "m-sSub", "m-sSubSup", "m-f", "m-rad", "m-m", "m-nary", "m-borderBox", "m-groupChr")


def _scripted(sub: str, sup: str) -> str:
    return (f"_{{{sub}}}" if sub else "") + (f"^{{{sup}}}" if sup else "")


def _superscript(element: Element) -> str:
    inner = element.find("m-e")
    below = inner.find("m-sSub") if inner is not None and len(_shown(inner)) == 1 else None
    base = _inside(inner).strip() if below is not None else _base(element)
    return base + _scripted("", _part(element, "sup"))


def _shown(element: Element) -> list[Element]:
    return [child for child in element if not child.tag.endswith("Pr")]


def _before(element: Element) -> str:
    """Scripts before what they belong to."""
    return "{}" + _scripted(_part(element, "sub"), _part(element, "sup")) + _part(element, "e")


# --- what bears limits

_SUMS = {"∑": r"\sum", "∏": r"\prod", "∫": r"\int", "⋃": r"\bigcup", "⋂": r"\bigcap", "∐": r"\coprod"}


def _sum(element: Element) -> str:
    sign = _property(element, "chr", "∫")
    if sign not in _SUMS:
        raise UnknownMath(f"a sum with the sign {sign!r} is not known")
    sub = "" if _is_on(element, "subHide") else _part(element, "sub")
    sup = "" if _is_on(element, "supHide") else _part(element, "sup")
    return f"{_SUMS[sign]}{_scripted(sub, sup)} {_part(element, 'e')}"


def _limit(below: bool) -> Callable[[Element], str]:
    """A base with something below or above it: a limit, or the label of a brace."""

    def written(element: Element) -> str:
        base, limit = _part(element, "e"), _part(element, "lim")
        if limit in _GROUPS:
            return rf"\{_GROUPS[limit]}{{{base}}}"
        if re.fullmatch(r"\\(?:operatorname\{\w+\}|under\w+\{.*\}|over\w+\{.*\}|[A-Za-z]+)", base, re.DOTALL):
            return f"{base}{'_' if below else '^'}{{{limit}}}"
        if base in _FUNCTIONS:
            return f"{_word(base)}{'_' if below else '^'}{{{limit}}}"
        return rf"\{'under' if below else 'over'}set{{{limit}}}{{{base}}}"

    return written


def _function(element: Element) -> str:
    name = _part(element, "fName")
    word = _word(name) if name.isascii() and name.isalpha() and len(name) > 1 else name
    return f"{word} {_part(element, 'e')}"


# --- signs over and around

_ACCENTS = {
    "\u0302": "hat", "^": "hat", "ˆ": "hat", "\u0303": "tilde", "˜": "tilde", "~": "tilde", "\u0304": "bar",
    "\u0305": "bar", "¯": "bar", "‾": "bar", "\u0307": "dot", "˙": "dot", "\u0308": "ddot", "¨": "ddot",
    "\u20d7": "vec", "→": "vec", "\u030c": "check", "ˇ": "check", "\u0306": "breve", "˘": "breve",
}  # fmt: skip


def _accent(element: Element) -> str:
    sign = _property(element, "chr", "\u0302")
    if sign not in _ACCENTS:
        raise UnknownMath(f"the accent {sign!r} (U+{ord(sign[:1] or ' '):04X}) is not known")
    return rf"\{_ACCENTS[sign]}{{{_part(element, 'e')}}}"


def _bar(element: Element) -> str:
    command = "bar" if _property(element, "pos", "bot") == "top" else "underline"
    return rf"\{command}{{{_part(element, 'e')}}}"


_GROUPS = {"⏟": "underbrace", "⏞": "overbrace", "→": "vec", "\u20d7": "vec", "¯": "bar"}


def _group(element: Element) -> str:
    sign = _property(element, "chr", "⏟")
    if sign not in _GROUPS:
        raise UnknownMath(f"the sign {sign!r} over or below a group is not known")
    return rf"\{_GROUPS[sign]}{{{_part(element, 'e')}}}"


def _boxed(element: Element) -> str:
    strikes = ("strikeBLTR", "strikeTLBR", "strikeH", "strikeV")
    command = "cancel" if any(_is_on(element, strike) for strike in strikes) else "boxed"
    return rf"\{command}{{{_part(element, 'e')}}}"


def _phantom(element: Element) -> str:
    is_shown = _property(element, "show", "1") not in ("0", "off", "false")
    return _part(element, "e") if is_shown else ""


# --- brackets, fractions, grids

_BRACKETS = {
    "": ".", "(": "(", ")": ")", "[": "[", "]": "]", "{": r"\{", "}": r"\}", "|": "|", "‖": r"\|", "∥": r"\|",
    "⟨": r"\langle", "⟩": r"\rangle", "〈": r"\langle", "〉": r"\rangle", "⌊": r"\lfloor", "⌋": r"\rfloor",
    "⌈": r"\lceil", "⌉": r"\rceil", "/": "/",
}  # fmt: skip
_MATRICES = {"()": "pmatrix", "[]": "bmatrix", "||": "vmatrix", "‖‖": "Vmatrix", "{}": "Bmatrix", "{": "cases"}
_PLAIN = ("()", "[]")


def _bracketed(element: Element) -> str:
    opening, closing = _property(element, "begChr", "("), _property(element, "endChr", ")")
    parts = element.findall("m-e")
    only = _shown(parts[0]) if len(parts) == 1 else []
    if len(only) == 1 and opening + closing in _MATRICES and only[0].tag in ("m-m", "m-eqArr"):
        rows = _rows(only[0])
        return _grid(_MATRICES[opening + closing], rows)
    for sign in (opening, closing):
        if sign not in _BRACKETS:
            raise UnknownMath(f"the bracket {sign!r} is not known")
    inside = f" {_property(element, 'sepChr', '|')} ".join(_inside(part).strip() for part in parts)
    if opening + closing in _PLAIN:
        return f"{opening}{inside}{closing}"
    return rf"\left{_BRACKETS[opening]} {inside} \right{_BRACKETS[closing]}"


def _rows(element: Element) -> list[list[str]]:
    """The rows of a matrix, or of equations below one another, in which ``&`` says what is aligned."""
    if element.tag == "m-m":
        return [[_inside(entry).strip() for entry in row.findall("m-e")] for row in element.findall("m-mr")]
    return [_inside(row).strip().split(r"\&") for row in element.findall("m-e")]


def _grid(name: str, rows: list[list[str]]) -> str:
    body = r" \\ ".join(" & ".join(row) for row in rows)
    return rf"\begin{{{name}}} {body} \end{{{name}}}"


def _equations(element: Element) -> str:
    return _grid("aligned", [["".join(row)] for row in _rows(element)])


def _fraction(element: Element) -> str:
    kind = _property(element, "type", "bar")
    above, below = _part(element, "num"), _part(element, "den")
    if kind == "noBar":
        raise UnknownMath("a fraction without a bar is not known")
    return f"{above}/{below}" if kind in ("lin", "skw") else rf"\frac{{{above}}}{{{below}}}"


def _root(element: Element) -> str:
    degree = "" if _is_on(element, "degHide") else _part(element, "deg")
    return rf"\sqrt{f'[{degree}]' if degree else ''}{{{_part(element, 'e')}}}"


_WRITERS: Mapping[str, Callable[[Element], str]] = {
    "m-r": _run,
    "w-r": _run,
    "m-f": _fraction,
    "m-sSup": _superscript,
    "m-sSub": lambda e: _base(e) + _scripted(_part(e, "sub"), ""),
    "m-sSubSup": lambda e: _base(e) + _scripted(_part(e, "sub"), _part(e, "sup")),
    "m-sPre": _before,
    "m-nary": _sum,
    "m-func": _function,
    "m-limLow": _limit(below=True),
    "m-limUpp": _limit(below=False),
    "m-rad": _root,
    "m-d": _bracketed,
    "m-m": lambda e: _grid("matrix", _rows(e)),
    "m-eqArr": _equations,
    "m-acc": _accent,
    "m-bar": _bar,
    "m-groupChr": _group,
    "m-borderBox": _boxed,
    "m-box": lambda e: _part(e, "e"),
    "m-phant": _phantom,
    "m-oMath": _inside,
    "w-ins": _inside,
    "w-sdt": lambda e: _inside(e.find("w-sdtContent")),
    "w-del": lambda e: "",
    "w-moveFrom": lambda e: "",
}
"""How each element is written. What else has no text in it, is left out."""
