"""Names as formulas: symbols with their accents, indices and layers; names of sizes; the derivative's ∂v."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import astuple, replace
from typing import Literal, TypeAlias

from derive.ir import Symbol
from derive.notation.counting import SLOT
from derive.notation.greek import GREEK
from derive.notation.labelling import VARIANCE
from derive.notation.math import (
    Accent,
    Brackets,
    Letter,
    Math,
    Number,
    Row,
    Scripts,
    Sign,
    Unspellable,
    Word,
    row,
)
from derive.shapes import Size

Layers: TypeAlias = Literal["brackets", "parentheses", "subscripts"]
"""How the number of a layer is written: :math:`W^{[1]}`, :math:`W^{(1)}` or :math:`W_1`."""

PLUS, MINUS = Sign("+", "binary"), Sign("−", "binary")
NEGATIVE = Sign("−", "prefix")
PRODUCT_SIGNS = {"·": Sign("·", "binary"), "×": Sign("×", "binary"), "⊙": Sign("⊙", "binary")}
PRODUCT_SIGNS |= {"∘": Sign("∘", "binary"), "∗": Sign("∗", "binary")}

_FONTS = {"": "italic", "italic": "italic", "bold": "bold", "cal": "cal", "upright": "upright", "rm": "upright"}
_PIECES = re.compile(r"\d+(?:\.\d+)?|[^\W\d_]+|[-−+,′'*]|\s+|.")
_INDEX_LETTERS = frozenset("ijkl")
_MARKS = {
    "-": MINUS,
    "−": MINUS,
    "+": PLUS,
    ",": Sign(",", "punctuation"),
    "'": Sign("′"),
    "′": Sign("′"),
    "*": Sign("∗"),
}
_LAYER = re.compile(r"(.*?)(['′*+]*)", re.DOTALL)
_SLOTTED = re.compile(r"\d+|.")
_OF_SIZE = re.compile(r"([^\W\d_]+)_?\[?([^\W_]*)\]?")


def letter(name: str, font: str = "") -> Math:
    """A letter in its font; a longer name that is no Greek letter is a word, set upright."""
    if font not in _FONTS:
        raise Unspellable(f"there is no font {font!r} for the letter {name!r}")
    if len(name) == 1 or name in GREEK:
        return Letter(name, _FONTS[font])
    return Word(name, function=False)


def is_word(symbol: Symbol) -> bool:
    """Whether the name is set as a word, which must not touch its neighbours."""
    return len(symbol.letter) > 1 and symbol.letter not in GREEK and not _differential(symbol.letter)


def index(text: str) -> Math:
    """What stands in an index: ``1``, ``i``, ``ij``, ``i,j``, ``l-1``, or a word."""
    items: list[Math] = []
    for piece in _PIECES.findall(text):
        if piece[0].isdigit():
            items.append(Number(piece))
        elif piece.isalpha() and piece not in GREEK and _INDEX_LETTERS.issuperset(piece):
            items += [Letter(character) for character in piece]
        elif piece.isalpha():
            items.append(letter(piece))
        elif piece in _MARKS:
            items.append(_MARKS[piece])
        elif not piece.isspace():
            raise Unspellable(f"the index {text!r} has {piece!r}, which has no spelling")
    return row(*items)


def is_differential(symbol: Symbol) -> bool:
    """Whether the name is a ``d`` with a letter, as in ``dZ``: two letters side by side, but one name."""
    return _differential(symbol.letter)


def _differential(name: str) -> bool:
    return name[:1] == "d" and (len(name) == 2 or name[1:] in GREEK) and name[1:].isalpha()


def count_slots(symbol: Symbol) -> int:
    """How many indices a name has a slot for: none, unless it is that of all members of a family together."""
    return f"{symbol.layer}{symbol.example}{symbol.sub}".count(SLOT)


def has_numbered_layer(symbol: Symbol) -> bool:
    """Whether a layer stands at the name that is neither a word nor a mark, so that it may be written otherwise."""
    head, _ = _layer(symbol)
    return bool(head) and not _is_label(head) and not _is_variance(symbol)


def lowered(symbol: Symbol) -> Symbol:
    """The name with its layer below it, before what stands there already."""
    if not has_numbered_layer(symbol):
        return symbol
    head, marks = _layer(symbol)
    return replace(symbol, layer=marks, sub=f"{head},{symbol.sub}" if symbol.sub else head)


def _layer(symbol: Symbol) -> tuple[str, str]:
    match = _LAYER.fullmatch(symbol.layer)
    assert match is not None
    return match[1], match[2]


def superscripts(symbol: Symbol, filled: Sequence[Math] = (), kind: str = "[]") -> tuple[Math, ...]:
    """The layer in brackets of that kind and the example in round ones, those there are; words and marks stand bare.

    ``filled`` has what stands in their slots.
    """
    found: list[Math] = []
    slots = iter(filled)
    head, marks = _layer(symbol)
    if _is_label(head):
        found.append(Word(head, function=False))
    elif _is_variance(symbol):
        found.append(index(head))
    elif head:
        found.append(Brackets(next(slots) if head == SLOT else index(head), kind))
    found += [Sign("+") if mark == "+" else _MARKS[mark] for mark in marks]
    if symbol.example:
        found.append(Brackets(next(slots) if symbol.example == SLOT else index(symbol.example)))
    return tuple(found)


def is_open(symbol: Symbol) -> bool:
    """Whether more can stand above the letter: no word is there, and the name is no family's."""
    return not _is_label(symbol.layer) and not _is_variance(symbol) and not count_slots(symbol)


def _is_variance(symbol: Symbol) -> bool:
    return (symbol.letter, symbol.layer) == VARIANCE


def _is_label(text: str) -> bool:
    return len(text) > 1 and text.isalpha() and text not in GREEK


def without_slots(symbol: Symbol) -> Symbol:
    """The letter that a family goes by, all its members together."""
    sub, layer, example = (text.replace(SLOT, "") for text in (symbol.sub, symbol.layer, symbol.example))
    return replace(symbol, sub=sub, layer=layer, example=example)


def name(
    symbol: Symbol,
    *above: Math,
    below: Sequence[Math] = (),
    slots: Sequence[Math] = (),
    layers: Layers = "brackets",
) -> Math:
    """The symbol as a formula, with ``above`` behind its superscripts and ``below`` behind its subscript.

    ``slots`` has what stands in the slots of a family's name: first the layer's, then the example's, then those below.
    """
    if layers == "subscripts":
        if symbol.layer == SLOT and symbol.example == SLOT:
            slots = (*slots[1:2], *slots[:1], *slots[2:])
        symbol = lowered(symbol)
    if len(slots) != count_slots(symbol):
        raise Unspellable(f"all members of the family {symbol} together have no form of their own; give them a name")
    differential = _differential(symbol.letter)
    head = [Letter("d")] if differential else []
    base = letter(symbol.letter[len(head) :], symbol.font)
    if symbol.accent:
        base = Accent(base, symbol.accent)
    sup = superscripts(symbol, slots, "()" if layers == "parentheses" else "[]") + above
    sub = [_subscript(symbol.sub, slots[len(slots) - symbol.sub.count(SLOT) :])] if symbol.sub else []
    sub += [listed(below)] if below else []
    if sub or sup:
        base = Scripts(base, row(*commas(sub)) if sub else None, row(*sup) if sup else None)
    return row(*head, base)


def _subscript(text: str, filled: Sequence[Math]) -> Math:
    if SLOT not in text:
        return index(text)
    slots = iter(filled)
    pieces = [piece for piece in _SLOTTED.findall(text) if piece != ","]
    return listed([next(slots) if piece == SLOT else index(piece) for piece in pieces])


def listed(indices: Sequence[Math]) -> Math:
    """Indices in one script: letters side by side, and with commas wherever there is more than letters."""
    return row(*(indices if all(isinstance(part, Letter) for part in indices) else commas(indices)))


def commas(items: Sequence[Math]) -> list[Math]:
    """The items with commas between them."""
    return [part for item in items for part in (_MARKS[","], item)][1:]


def has_scripts(math: Math) -> bool:
    """Whether a further superscript would run into one that is there, or catch only the last of several letters."""
    if isinstance(math, Row):
        return not isinstance(math.items[-1], Brackets)
    return isinstance(math, Scripts) and math.sup is not None


def raised(math: Math, sup: Math) -> Math:
    """The formula with a superscript, which stands at the closing bracket of a function's argument."""
    if isinstance(math, Row):
        return row(*math.items[:-1], Scripts(math.items[-1], sup=sup))
    if isinstance(math, Scripts) and math.sup is None:
        return Scripts(math.base, math.sub, sup)
    return Scripts(math, sup=sup)


def function_symbol(text: str) -> Symbol:
    """The symbol that `function_name` wrote; raises `Unspellable` for any other text."""
    fields = text.split("|")
    if not fields[0] or len(fields) > len(astuple(Symbol(""))):
        raise Unspellable(f"{text!r} is no name of a function; write it with function_name")
    return Symbol(*fields)


def size_name(text: str) -> Math:
    """The name of a size: ``n``, ``n_x``, ``h1``."""
    match = _OF_SIZE.fullmatch(text)
    if match is None:
        return Word(text, function=False)
    base, sub = letter(match[1]), match[2]
    return Scripts(base, index(sub)) if sub else base


def size(value: Size) -> Math:
    """A size as a formula: a polynomial in its names."""
    items: list[Math] = []
    # A negative term stands first only where there is no other: T − 1.
    for monomial, coefficient in sorted(value.terms, key=lambda term: term[1] < 0):
        if items or coefficient < 0:
            minus = MINUS if items else NEGATIVE
            items.append(minus if coefficient < 0 else PLUS)
        if abs(coefficient) != 1 or not monomial:
            items.append(Number(str(abs(coefficient))))
        items += [size_name(part) for part in monomial]
    return row(*items) if items else Number("0")
