"""What each LaTeX command and each Unicode character is, as tables; `derive.notation.tokens` reads them.

A token is a *kind* and a *text*. Different spellings of one thing become one token here, so that the
grammar knows no synonyms: ``\\tfrac`` is ``frac``, ``·`` is ``\\cdot``, ``ᵀ`` is ``^{\\top}``.
"""

from __future__ import annotations

from typing import TypeAlias

from derive.notation import proofs
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
    "colorbox": "box",
    "textcolor": "colour",
    "underline": "underline",
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
    "binom",
    "substack",
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
        *(",", ";", "!", ":", ">", "/", "limits", "nolimits", "displaystyle", "textstyle", "scriptstyle"),
        *("scriptscriptstyle", "nonumber", "notag", "big", "Big", "bigg", "Bigg", "bigl", "bigr", "Bigl"),
        *("Bigr", "biggl", "biggr", "Biggl", "Biggr", "bigm", "Bigm", "biggm", "middle", "allowbreak"),
        *("nobreak", "hfill", "centering", "thinspace", "medspace", "thickspace", "negthinspace", "par"),
        *("noindent", "relax", "strut", "mathstrut", "hline", "null", "xspace", "smash", "protect", "mathop"),
        *("mathbin", "mathrel", "mathord", "mathopen", "mathclose", "mathpunct", "mathinner", "ensuremath"),
        *("mathsurround", "hfil", "newline", "break", "smallskip", "medskip", "bigskip", "footnotesize"),
        *("small", "normalsize", "large"),
    ]
)
"""Commands that change only how a formula looks."""

IGNORED_WITH_ARGUMENT = frozenset(
    ["label", "tag", "vphantom", "hphantom", "phantom", "hspace", "vspace", "mspace", "footnote", "index"]
)
"""Commands whose argument is no part of the formula."""

COLOURS = {"color": True, "textcolor": False, "colorbox": False}
"""Commands that name a colour first; whether they switch to it until the end of their group."""

LENGTHS = frozenset(["kern", "mkern", "hskip", "mskip", "vskip"])
"""Commands with a length behind them that is no part of the formula."""

OVER = frozenset(["overset", "stackrel"])
"""Commands that put their first argument over the second; ``underset`` puts it below."""

REFERENCES = frozenset(["eqref", "ref", "cite", "autoref", "cref"])
"""Commands that name another place of the text."""

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
        "textup",
        "textsc",
        "operatorname",
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
    "Longleftrightarrow": "<=>",
    "iff": "<=>",
    "in": "in",
    "doteq": "=",
    "eqqcolon": "=:",
    "coloneq": ":=",
    "cong": "~=",
    "ll": "<",
    "gg": ">",
    "subset": "subset",
    "subseteq": "subset",
    "longmapsto": "->",
    "leadsto": "->",
}
"""Relations by the command or character that writes them."""

REQUIRED = "=!"
"""The relation of ``\\overset{!}{=}``: the sides are to become equal, and are not claimed to be."""

PAIRS: dict[str, Meaning] = {
    **{pair: ("relation", pair) for pair in (":=", "=:", "->", "=>", "<=", ">=", "!=", "-=", "+=", "*=", "/=")},
    "==": ("relation", "="),
    ".*": ("operation", "⊙"),
    "./": ("operation", "/"),
}
"""Relations and operations of two characters."""

COMPOUNDS = frozenset({"-=", "+=", "*=", "/="})
"""Relations that change what stands on their left."""

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
    "oslash": "/",
    "div": "/",
}
"""Binary operations by the command or character that writes them."""

OPENING = {
    "(": "(",
    "[": "[",
    "lparen": "(",
    "{": "{",
    "lbrace": "{",
    "lbrack": "[",
    "langle": "<",
    "lVert": "‖",
    "lvert": "|",
}
CLOSING = {
    ")": "(",
    "rparen": "(",
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
    "parallel": ("mid", "‖"),
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
    "forall": ("forall", "∀"),
    "over": ("over", "over"),
    "sp": ("script", "^"),
    "sb": ("script", "_"),
    "vcentcolon": ("colon", ":"),
    "colon": ("colon", ":"),
    "dotsc": ("dots", "…"),
    "dotsb": ("dots", "…"),
    "dotsm": ("dots", "…"),
    "ddots": ("dots", "…"),
    "arg": ("function", "arg"),
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
    table.update((name, (proofs.KIND, name)) for name in proofs.FULL | proofs.EMPTY if name.isascii())
    return table | _SPECIAL_COMMANDS


COMMANDS: dict[str, Meaning] = _command_table()
"""The kind and text of the token that each command without an argument of its own becomes."""


UNREAD: dict[str, str] = {
    "lfloor": "rounding down",
    "rfloor": "rounding down",
    "lceil": "rounding up",
    "rceil": "rounding up",
    "atop": "one formula above another",
    "choose": "a binomial coefficient",
    "brace": "one formula above another",
    "exists": "a statement that something exists",
    "nexists": "a statement that something does not exist",
    "land": 'a statement with "and"',
    "wedge": "this operation",
    "lor": 'a statement with "or"',
    "vee": "this operation",
    "neg": "a negated statement",
    "lnot": "a negated statement",
    "notin": "this relation",
    "perp": "this relation",
    "cup": "an operation on sets",
    "cap": "an operation on sets",
    "setminus": "an operation on sets",
    "emptyset": "the empty set",
    "varnothing": "the empty set",
    "oplus": "this operation",
    "ominus": "this operation",
    "mp": "a sign with two readings",
    "dagger": "the adjoint or pseudo-inverse",
    "ddagger": "this sign",
    "iint": "an integral",
    "iiint": "an integral",
    "bigcup": "an operation on sets",
    "bigcap": "an operation on sets",
    "bigotimes": "this operation",
    "bigoplus": "this operation",
    "xrightarrow": "an arrow with words on it",
    "xleftarrow": "an arrow with words on it",
    "uparrow": "this arrow",
    "downarrow": "this arrow",
    "leftrightarrow": "this arrow",
    "hbar": "this letter",
    "Re": "a part of a complex number",
    "Im": "a part of a complex number",
    "angle": "an angle",
}
"""Commands with a clear meaning that is not read yet, and what they are."""
