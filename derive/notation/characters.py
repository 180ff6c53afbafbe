"""What each Unicode character is, in tables beside the commands': ``·`` is ``\\cdot``, ``ᵀ`` is ``^{\\top}``."""

from __future__ import annotations

from derive.notation import commands, proofs

_SPECIAL_CHARACTERS: dict[str, commands.Meaning] = {
    "{": ("begin-group", "{"),
    "}": ("end-group", "}"),
    "^": ("script", "^"),
    "_": ("script", "_"),
    "(": ("open", "("),
    "[": ("open", "["),
    ")": ("close", "("),
    "]": ("close", "["),
    "'": ("prime", "'"),
    "′": ("prime", "'"),
    "″": ("prime", "''"),
    "’": ("prime", "'"),
    ",": ("comma", ","),
    ";": ("comma", ";"),
    ".": ("stop", "."),
    ":": ("colon", ":"),
    "|": ("bar", "|"),
    "‖": ("bar", "‖"),
    "!": ("stray", "!"),
    "?": ("stray", "?"),
    "&": ("column", "&"),
    "…": ("dots", "…"),
    "−": ("operation", "-"),
    "–": ("operation", "-"),
    "‐": ("operation", "-"),
    "‑": ("operation", "-"),
    "∕": ("operation", "/"),
    "⁄": ("operation", "/"),
    "∙": ("operation", "·"),
    "⊘": ("operation", "/"),
    "⟨": ("open", "<"),
    "⟩": ("close", "<"),
    "〈": ("open", "<"),
    "〉": ("close", "<"),
    "∥": ("bar", "‖"),
    "∣": ("mid", "|"),
    "⋯": ("dots", "…"),
    "⋮": ("dots", "…"),
    "∞": ("stray", "∞"),
    "∀": ("forall", "∀"),
    "∼": ("relation", "~"),
    "⊂": ("relation", "subset"),
    "⊆": ("relation", "subset"),
    "⇔": ("relation", "<=>"),
    "⟺": ("relation", "<=>"),
    "↦": ("relation", "->"),
    "⟵": ("relation", "<-"),
    "∴": ("relation", "=>"),
    "÷": ("operation", "/"),
    "ϕ": ("letter", "phi"),
    "ϵ": ("letter", "epsilon"),
    "µ": ("letter", "mu"),
    "≔": ("relation", ":="),
    "≕": ("relation", "=:"),
    "≜": ("relation", ":="),
    "≐": ("relation", "="),
}
_COMMAND_CHARACTERS = dict(
    zip(
        "·⋅×∗⊙∘•⊗±≤≥≠≈≡→⟶←⇒⟹∈∂∇∑∏∫√⊤ℓℝ∝",
        [
            "cdot",
            "cdot",
            "times",
            "ast",
            "odot",
            "circ",
            "bullet",
            "otimes",
            "pm",
            "leq",
            "geq",
            "neq",
            "approx",
            "equiv",
            "to",
            "to",
            "gets",
            "Rightarrow",
            "implies",
            "in",
            "partial",
            "nabla",
            "sum",
            "prod",
            "int",
            "sqrt",
            "top",
            "ell",
            "R",
            "propto",
        ],
        strict=True,
    )
)
_GREEK_CHARACTERS = dict(
    zip(
        "αβγδεζηθικλμνξπρςστυφχψωΓΔΘΛΞΠΣΥΦΨΩ",
        [
            "alpha",
            "beta",
            "gamma",
            "delta",
            "epsilon",
            "zeta",
            "eta",
            "theta",
            "iota",
            "kappa",
            "lambda",
            "mu",
            "nu",
            "xi",
            "pi",
            "rho",
            "varsigma",
            "sigma",
            "tau",
            "upsilon",
            "phi",
            "chi",
            "psi",
            "omega",
            "Gamma",
            "Delta",
            "Theta",
            "Lambda",
            "Xi",
            "Pi",
            "Sigma",
            "Upsilon",
            "Phi",
            "Psi",
            "Omega",
        ],
        strict=True,
    )
)


def _character_table() -> dict[str, commands.Meaning]:
    table: dict[str, commands.Meaning] = {text: ("relation", commands.RELATIONS[text]) for text in "=<>"}
    table.update((text, ("operation", text)) for text in "+-*/")
    table.update((character, commands.COMMANDS[command]) for character, command in _COMMAND_CHARACTERS.items())
    table.update((character, ("letter", name)) for character, name in _GREEK_CHARACTERS.items())
    table.update((sign, (proofs.KIND, sign)) for sign in proofs.FULL | proofs.EMPTY if not sign.isascii())
    return table | _SPECIAL_CHARACTERS


CHARACTERS: dict[str, commands.Meaning] = _character_table()
"""The kind and text of the token that each character outside letters, digits and spaces becomes."""

RAISED = dict(
    zip(
        "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ᵃᵇᶜᵈᵉᶠᵍʰⁱʲᵏˡᵐⁿᵒᵖʳˢᵗᵘᵛʷˣʸᶻᴬᴮᴰᴱᴳᴴᴵᴶᴷᴸᴹᴺᴼᴾᴿᵀᵁⱽᵂᵝᵞᵟᶿᵠᵡ",
        "0123456789+-=()abcdefghijklmnoprstuvwxyzABDEGHIJKLMNOPRTUVWβγδθφχ",
        strict=True,
    )
)
LOWERED = dict(zip("₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎ₐₑₕᵢⱼₖₗₘₙₒₚᵣₛₜᵤᵥₓᵦᵧᵨᵩᵪ", "0123456789+-=()aehijklmnoprstuvxβγρφχ", strict=True))
"""Raised and lowered characters, by what they raise and lower."""

SUMS = {"Σ": "sum", "Π": "prod"}
"""Capital letters that are used as big operators where an index stands below them."""

LOOK_ALIKES = dict(
    zip("авекмнорстухАВЕКМНОРСТУХЅІЈѕіјοΑΒΕΖΗΙΚΜΝΟΡΤΥΧ", "abekmhopctyxABEKMHOPCTYXSIJsijoABEZHIKMNOPTYX", strict=True)
)
"""Letters of other alphabets that print like a Latin one."""

COMBINING = {
    "\u0302": "hat",
    "\u0304": "bar",
    "\u0305": "bar",
    "\u0303": "tilde",
    "\u0307": "dot",
    "\u20d7": "vec",
}
"""Combining accents, by the command of the same accent."""

FRACTIONS = {"½": ("1", "2"), "⅓": ("1", "3"), "¼": ("1", "4"), "⅔": ("2", "3"), "¾": ("3", "4")}
"""Fractions that are one character."""
