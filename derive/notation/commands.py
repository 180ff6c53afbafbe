"""What each LaTeX command and each Unicode character is, as tables; `derive.notation.tokens` reads them.

A token is a *kind* and a *text*. Different spellings of one thing become one token here, so that the
grammar knows no synonyms: ``\\tfrac`` is ``frac``, ``·`` is ``\\cdot``, ``ᵀ`` is ``^{\\top}``.
"""

from __future__ import annotations

from typing import TypeAlias

from derive.notation.vocabulary import FUNCTION_WORDS, GREEK

Meaning: TypeAlias = tuple[str, str]

ACCENTS = {
    "hat": "hat",
    "widehat": "hat",
    "bar": "bar",
    "overline": "bar",
    "tilde": "tilde",
    "widetilde": "tilde",
    "dot": "dot",
    "ddot": "ddot",
    "vec": "vec",
    "check": "check",
    "breve": "breve",
}
"""Commands that put an accent on a letter."""

FONTS = {
    "mathbf": "bold",
    "boldsymbol": "bold",
    "bm": "bold",
    "pmb": "bold",
    "mathrm": "upright",
    "mathsf": "upright",
    "mathup": "upright",
    "mathit": "",
    "mathnormal": "",
    "mathcal": "cal",
    "mathscr": "cal",
    "mathbb": "bb",
    "mathfrak": "frak",
    "mathtt": "upright",
}
"""Commands that set their argument in a font."""

FONT_SWITCHES = {"rm": "upright", "bf": "bold", "cal": "cal", "it": "", "sf": "upright", "bfseries": "bold"}
"""Commands that set the rest of their group in a font."""

MARKS = {
    "cancel": "cancel",
    "bcancel": "cancel",
    "xcancel": "cancel",
    "boxed": "box",
    "fbox": "box",
    "underline": "underline",
    "mathop": "none",
    "mathbin": "none",
    "mathrel": "none",
    "mathord": "none",
    "ensuremath": "none",
    "underbrace": "brace",
    "overbrace": "brace",
}
"""Commands that mark their argument and leave it what it is."""

STRUCTURES = [
    "frac",
    "sqrt",
    "sum",
    "prod",
    "partial",
    "nabla",
    "top",
    "intercal",
    "prime",
    "int",
    "oint",
    "lim",
    "color",
    "textcolor",
    "colorbox",
    "binom",
    "substack",
    "overset",
    "underset",
    "stackrel",
]
"""Commands that the grammar knows by name."""

SYNONYMS = {
    "tfrac": "frac",
    "dfrac": "frac",
    "cfrac": "frac",
    "nicefrac": "frac",
    "sfrac": "frac",
    "transp": "top",
    "tran": "top",
    "transpose": "top",
    "differential": "mathrm",
}
"""Commands that are other spellings of a structure."""

IGNORED = frozenset(
    [
        ",",
        ";",
        "!",
        ":",
        ">",
        "/",
        "limits",
        "nolimits",
        "displaystyle",
        "textstyle",
        "scriptstyle",
        "scriptscriptstyle",
        "nonumber",
        "notag",
        "big",
        "Big",
        "bigg",
        "Bigg",
        "bigl",
        "bigr",
        "Bigl",
        "Bigr",
        "biggl",
        "biggr",
        "Biggl",
        "Biggr",
        "bigm",
        "Bigm",
        "biggm",
        "middle",
        "allowbreak",
        "nobreak",
        "hfill",
        "centering",
        "thinspace",
        "medspace",
        "thickspace",
        "negthinspace",
        "left.",
        "right.",
        "par",
        "noindent",
        "relax",
        "strut",
        "mathstrut",
        "hline",
        "null",
    ]
)
"""Commands that change only how a formula looks."""

IGNORED_WITH_ARGUMENT = frozenset(
    ["label", "tag", "vphantom", "hphantom", "phantom", "hspace", "vspace", "mspace", "kern"]
)
"""Commands whose argument is no part of the formula."""

TEXTS = frozenset(
    [
        "text",
        "textrm",
        "textbf",
        "textit",
        "textsf",
        "texttt",
        "textnormal",
        "mbox",
        "hbox",
        "operatorname",
        "mathrm*",
    ]
)
"""Commands whose argument is words."""

RELATIONS: dict[str, str] = {
    "=": "=",
    "<": "<",
    ">": ">",
    "le": "<=",
    "leq": "<=",
    "leqslant": "<=",
    "ge": ">=",
    "geq": ">=",
    "geqslant": ">=",
    "ne": "!=",
    "neq": "!=",
    "approx": "~=",
    "simeq": "~=",
    "sim": "~",
    "propto": "propto",
    "equiv": "=",
    "triangleq": ":=",
    "coloneqq": ":=",
    "defeq": ":=",
    "coloneq": ":=",
    "rightarrow": "->",
    "to": "->",
    "longrightarrow": "->",
    "mapsto": "->",
    "leftarrow": "<-",
    "gets": "<-",
    "longleftarrow": "<-",
    "Rightarrow": "=>",
    "implies": "=>",
    "Longrightarrow": "=>",
    "therefore": "=>",
    "Leftrightarrow": "<=>",
    "iff": "<=>",
    "in": "in",
}
"""Relations by the command or character that writes them."""

PAIRS = {":=": ":=", "->": "->", "=>": "=>", "==": "=", "<=": "<=", ">=": ">=", "!=": "!="}
"""Relations of two characters."""

OPERATIONS: dict[str, str] = {
    "+": "+",
    "-": "-",
    "*": "*",
    "/": "/",
    "pm": "±",
    "cdot": "·",
    "bullet": "·",
    "times": "×",
    "ast": "*",
    "star": "*",
    "odot": "⊙",
    "circ": "∘",
    "otimes": "⊗",
    "div": "/",
}
"""Binary operations by the command or character that writes them."""

OPENING = {
    "(": "(",
    "[": "[",
    "{": "{",
    "lbrace": "{",
    "lbrack": "[",
    "langle": "<",
    "lVert": "‖",
    "lvert": "|",
}
CLOSING = {
    ")": "(",
    "]": "[",
    "}": "{",
    "rbrace": "{",
    "rbrack": "[",
    "rangle": "<",
    "rVert": "‖",
    "rvert": "|",
}
"""Brackets, as delimiters and commands; a closing one by the opening one it belongs to."""


_SPECIAL_COMMANDS: dict[str, Meaning] = {
    "{": ("open", "{"),
    "}": ("close", "{"),
    "|": ("bar", "‖"),
    "Vert": ("bar", "‖"),
    "vert": ("bar", "|"),
    "mid": ("mid", "|"),
    "quad": ("quad", ""),
    "qquad": ("quad", ""),
    " ": ("gap", ""),
    "\n": ("gap", ""),
    "dots": ("dots", "…"),
    "ldots": ("dots", "…"),
    "cdots": ("dots", "…"),
    "vdots": ("dots", "…"),
    "%": ("stray", "%"),
    "$": ("stray", "$"),
    "&": ("stray", "&"),
    "#": ("stray", "#"),
    "_": ("stray", "_"),
    "R": ("reals", "R"),
    "Reals": ("reals", "R"),
    "infty": ("stray", "∞"),
    "forall": ("stray", "∀"),
    "dd": ("letter", "d"),
    "diff": ("letter", "d"),
    "lg": ("function", "log10"),
}


def _command_table() -> dict[str, Meaning]:
    table: dict[str, Meaning] = {name: ("command", name) for name in STRUCTURES}
    for names in (ACCENTS, FONTS, FONT_SWITCHES, MARKS):
        table.update((name, ("command", name)) for name in names)
    table.update((name, ("command", target)) for name, target in SYNONYMS.items())
    table.update((name, ("letter", name)) for name in GREEK)
    table.update((name, ("function", name)) for name in FUNCTION_WORDS)
    table.update((name, ("relation", text)) for name, text in RELATIONS.items() if name.isalpha())
    table.update((name, ("operation", text)) for name, text in OPERATIONS.items() if name.isalpha())
    table.update((name, ("open", text)) for name, text in OPENING.items() if name.isalpha())
    table.update((name, ("close", text)) for name, text in CLOSING.items() if name.isalpha())
    table.update((name, ("ignored", name)) for name in IGNORED)
    return table | _SPECIAL_COMMANDS


COMMANDS: dict[str, Meaning] = _command_table()
"""The kind and text of the token that each command without an argument of its own becomes."""


MATRICES = frozenset(["matrix", "bmatrix", "pmatrix", "vmatrix", "Bmatrix", "smallmatrix", "array"])
"""Environments that are a part of a formula, with entries."""

LINES = frozenset(
    [
        "aligned",
        "align",
        "alignat",
        "gathered",
        "gather",
        "split",
        "equation",
        "eqnarray",
        "multline",
        "cases",
        "displaymath",
        "math",
        "flalign",
    ]
)
"""Environments that hold lines of statements."""
