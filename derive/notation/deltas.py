"""The δ of backpropagation: the letter of ∂L/∂z, which is said of every layer at once."""

from __future__ import annotations

from collections.abc import Sequence

from derive.notation.scope import Scope
from derive.notation.surface import Derivative, Name, Scripted, Surface, unmarked

LETTER, SUMS = "delta", ("z", "Z")
"""The letter of an error, and those of the weighted sum that it belongs to."""


def names_errors(sides: Sequence[Surface], scope: Scope) -> bool:
    """Whether an equation says of every layer what its δ is: δ^{(l)} = ∂L/∂z^{(l)} beside z^{(1)}, z^{(2)}.

    That is what a δ means wherever nothing else is said of it, so no name is defined by it.
    """
    left, right = (unmarked(side) for side in sides) if len(sides) == 2 else (None, None)
    if not isinstance(right, Derivative) or len(right.variables) != 1 or scope.loss is None:
        return False
    by, of = unmarked(right.variables[0]), right.target and unmarked(right.target)
    if not isinstance(of, Name) or of.letter != scope.loss.letter:
        return False
    letters = [_letter_above(node) for node in (left, by)]
    bases = [getattr(node.base, "letter", "") if isinstance(node, Scripted) else "" for node in (left, by)]
    numbered = any(s.letter in SUMS and (s.layer + s.example).isdigit() for s in scope.variables)
    return bool(letters[0]) and letters[0] == letters[1] and bases[0] == LETTER and bases[1] in SUMS and numbered


def _letter_above(node: Surface | None) -> str:
    """The one letter above a name, in brackets or without."""
    above = [part.text for part in node.sup] if isinstance(node, Scripted) else []
    return above[0] if len(above) == 1 and len(above[0]) == 1 and above[0].isalpha() else ""
