"""Families: names that are declared with an index, such as x⁽ⁱ⁾ or wₖ, taken all together as one array."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TypeAlias

from derive.ir import Symbol, Var
from derive.notation.counting import SLOT, Position
from derive.notation.lifting import Value
from derive.shapes import SCALAR, Shape, Size

MAX_SLOTS = 3
"""How many letters of a name may be indices; more are a word."""

_PIECES = re.compile(r"\d+|.")


@dataclass(frozen=True)
class Family:
    """All members of a family as one array: first an axis for each slot of the name, then the axes of a member.

    ``member`` is the name with its slots, ``slots`` holds the letters they were declared with, ``row`` says that a
    member is a row; ``origin`` is the member that was declared.
    """

    var: Var
    member: Symbol
    slots: tuple[str, ...]
    row: bool = False
    origin: Symbol | None = None

    def positions(
        self, symbol: Symbol, below: Sequence[Position | Value], examples: Sequence[str]
    ) -> tuple[Position | Value, ...] | None:
        """The positions along the axes that a name with these scripts stands for; None where it is no member."""
        found: list[Position | Value] = []
        for mine, theirs in ((self.member.layer, symbol.layer), (self.member.example, _one(symbol, examples))):
            if mine == SLOT and theirs:
                found.append(Position({}, int(theirs)) if theirs.isdigit() else Position({theirs: 1}))
            elif mine != theirs:
                return None
        pieces = self.pieces
        if len(pieces) > len(below):
            return None
        for piece, at in zip(pieces, below, strict=False):
            if piece == SLOT:
                found.append(at)
            elif at != Position({}, int(piece)) if piece.isdigit() else at != Position({piece: 1}):
                return None
        return (*found, *below[len(pieces) :])

    @property
    def pieces(self) -> tuple[str, ...]:
        """What stands below the name: slots, and what is no index."""
        return tuple(piece for piece in _PIECES.findall(self.member.sub) if piece != ",")


Families: TypeAlias = Mapping[tuple[str, str], tuple[Family, ...]]
"""Families by the letter and accent of their members."""


def _one(symbol: Symbol, examples: Sequence[str]) -> str:
    return examples[0] if len(examples) == 1 else symbol.example


def slots_of(symbol: Symbol) -> tuple[str, ...]:
    """The letters in the scripts of a name that may be indices: the layer's, the example's, small ones below.

    A capital below is a label, as the B of μ_B, the mean of a batch.
    """
    below = [piece for piece in _PIECES.findall(symbol.sub) if piece != ","]
    if not all((len(piece) == 1 and (piece.isalpha() or piece == SLOT)) or piece.isdigit() for piece in below):
        return ()
    found = [text for text in (symbol.layer, symbol.example) if len(text) == 1 and not text.isdigit()]
    found += [piece for piece in below if piece.islower() or piece == SLOT]
    return tuple(found) if len(found) <= MAX_SLOTS and all(_is_slot(letter) for letter in found) else ()


def _choices(symbol: Symbol, letters: tuple[str, ...]) -> Iterable[tuple[str, ...]]:
    """The letters that may count together: a layer's letter labels one layer as often as it counts them."""
    others = tuple(letter for letter in letters if letter != symbol.layer)
    return dict.fromkeys(chosen for chosen in (others, letters, letters[: len(letters) - len(others)]) if chosen)


def _is_slot(letter: str) -> bool:
    return letter.isalpha() or letter == SLOT


def pattern(symbol: Symbol, letters: Iterable[str]) -> Symbol:
    """The name with a slot for each of the letters in its scripts."""
    taken = set(letters)
    below = "".join(SLOT if piece in taken else piece for piece in _PIECES.findall(symbol.sub))
    return replace(
        symbol,
        sub=below,
        layer=SLOT if symbol.layer in taken else symbol.layer,
        example=SLOT if symbol.example in taken else symbol.example,
    )


def families(variables: Mapping[Symbol, Var], others: Iterable[Symbol], extent: Callable[[str], Size]) -> Families:
    """The families among names, by letter and accent: those that are defined first, then those of declared members."""
    found: dict[tuple[str, str], tuple[Family, ...]] = {}
    shapes = {**dict.fromkeys(others, SCALAR), **{symbol: var.shape for symbol, var in variables.items()}}
    for symbol, shape in shapes.items():
        _enter(found, symbol, shape, extent)
    return found


def with_families_of(before: Families, symbol: Symbol, shape: Shape, extent: Callable[[str], Size]) -> Families:
    """The families among names of which one more is declared."""
    found = dict(before)
    _enter(found, symbol, shape, extent)
    return found


def _enter(
    found: dict[tuple[str, str], tuple[Family, ...]], symbol: Symbol, shape: Shape, extent: Callable[[str], Size]
) -> None:
    letters = slots_of(symbol)
    if not letters:
        return
    key = (symbol.letter, symbol.accent)
    if SLOT in letters:
        found[key] = (Family(Var(symbol, shape), symbol, letters), *found.get(key, ()))
        return
    new: list[Family] = []
    for chosen in _choices(symbol, letters):
        sizes = (*(extent(letter) for letter in chosen), *shape.sizes)
        member = pattern(symbol, chosen)
        new.append(Family(Var(member, Shape(sizes)), member, chosen, shape.row, symbol))
    found[key] = (*found.get(key, ()), *new)


def array_symbol(symbol: Symbol) -> Symbol:
    """The symbol of the array of all examples of a name: its letter as a capital, Z for z and dZ for dz."""
    letter = symbol.letter
    if letter[0] == "d" and len(letter) > 1:
        return replace(symbol, letter="d" + letter[1:].upper())
    return replace(symbol, letter=letter.upper()) if len(letter) == 1 else symbol
