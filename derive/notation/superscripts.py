"""Bare superscripts on a name that an equation defines: checked to be labels, and refused where they may be powers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from derive.ir import Symbol
from derive.notation.binding import Binder
from derive.notation.errors import Refusal
from derive.notation.labelling import is_numbered, is_variance, letters_above
from derive.notation.scope import Scope
from derive.notation.surface import Name, Scripted, Surface, walk


def check_label(binder: Binder, left: Surface, rest: Sequence[Surface]) -> None:
    """A bare number above a new name is its label; refused where others stand above names on the right."""
    step = letters_above(left)
    powers = [node for node in walk(*rest) if step & letters_above(node) and _is_unknown(node, binder)]
    if powers:
        readings = ("layers or steps", "powers")
        both = f"{binder.shown(left.span)} and {binder.shown(powers[0].span)}"
        message = f"the letters above {both} have two readings"
        hint = "write ^{(t)} or ^{[l]} for a step or a layer, or declare the names"
        raise Refusal("ambiguous", message, left.span, expected=readings, hint=hint)
    if is_variance(left):
        binder.choose(f"{binder.shown(left.span)} is one name, the variance, and no power")
        return
    if not is_numbered(left):
        return
    shown, above = binder.shown(left.span), left.sup[-1].text
    powers = [node for node in walk(*rest) if is_numbered(node) and _is_unknown(node, binder)]
    if powers:
        readings = (f"layer {above}, and so on", "powers")
        message = f"the numbers above {shown} and {binder.shown(powers[0].span)} have two readings"
        hint = f"write ^{{[{above}]}} for a layer, or declare the names"
        raise Refusal("ambiguous", message, left.span, expected=readings, hint=hint)
    if above != "1" and not _has_labels(binder.scope):
        readings = (f"the power of a name that is known by it: {shown}", f"a name with the label {above}")
        message = f"the number above {shown} has two readings"
        hint = f"write ^{{[{above}]}} for a layer, or declare what the power is taken of"
        raise Refusal("ambiguous", message, left.span, expected=readings, hint=hint)
    binder.choose(f"{shown} is a name with a label, and no power")


def _has_labels(scope: Scope) -> bool:
    """Whether names with numbers above them are known here."""
    return any(s.layer.isdigit() for s in (*scope.variables, *scope.data, *scope.parameters))


def _is_unknown(node: Surface, binder: Binder) -> bool:
    """Whether nothing is known of a name, neither by itself nor with the number above it."""
    base = node.base if isinstance(node, Scripted) else None
    bare = Symbol(base.letter, base.accent, font=base.font) if isinstance(base, Name) else None
    if bare is None or not isinstance(node, Scripted):
        return False
    found, declares = binder.found, binder.scope.declares
    return not any(found(s) or declares(s) for s in (bare, replace(bare, layer=node.sup[-1].text)))
