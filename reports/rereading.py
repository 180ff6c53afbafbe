"""Whether a model can be written in a house style: no two names alike, and all reads back to what was written.

Every equation and every line of a derivation is printed as LaTeX twice, plainly and in the house style, and `derive`
reads both in the model's own scope: as one and the same expression, or the house style is refused. A line that cannot
be read as it is printed plainly says nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from derive.ir import Expr, Symbol, Var
from derive.modelling import Model
from derive.notation import naming
from derive.notation.latex import latex
from derive.notation.math import Math, Unspellable
from derive.notation.reading import read
from derive.notation.scope import Scope
from derive.notation.styling import Style
from derive.notation.typesetting import typeset_sides
from derive.renaming import renamed, renamed_scope
from derive.steps import Chain
from derive.systems import System
from reports.parts import Checked


class NotWritable(Exception):
    """A model cannot be written in a house style; the message says what stands in the way, and what would work."""


def refuse_unreadable(checked: Checked) -> None:
    """Raise `NotWritable` where a report could not be told apart from another one, or would be misread."""
    for part in checked.parts:
        style = checked.style_of(part)
        refuse_clashes(part.system, style)
    for part, variant in zip(checked.parts, checked.model.variants.values(), strict=False):
        if not part.is_whole:
            _refuse_misread(part.system, part.derivation.chains, variant.scope, checked.style_of(part))


def refuse_unreadable_in(model: Model, style: Style) -> None:
    """The same for a model that is not reported on, as far as its own gradients go."""
    for variant in model.variants.values():
        refuse_clashes(variant.system, style)
        _refuse_misread(variant.system, variant.derivation.chains, variant.scope, style)


# Names that are written alike.


def names_of(system: System) -> tuple[Var, ...]:
    """All names of a system, each once."""
    return tuple(dict.fromkeys((*system.parameters, *system.data, *system.equations)))


def refuse_clashes(system: System, style: Style) -> None:
    """Raise `NotWritable` where two names of a system would be written alike, or one like an entry of another."""
    written: dict[Math, Symbol] = {}
    names = names_of(system)
    for v in names:
        if not naming.count_slots(v.symbol):
            other = written.setdefault(naming.name(v.symbol, layers=style.layers), v.symbol)
            if other != v.symbol:
                raise NotWritable(_alike(v.symbol, other, style))
    if style.layers != "brackets":
        for symbol in (v.symbol for v in names if naming.has_numbered_layer(v.symbol)):
            _refuse_beside(symbol, names, style)


def _refuse_beside(layered: Symbol, names: Sequence[Var], style: Style) -> None:
    """Refuse a layer that would look like the index of an entry: of the name itself, or of one without a layer."""
    lowered = style.layers == "subscripts"
    if lowered and layered.sub:
        shown = _shown(layered)
        raise NotWritable(f"{shown} has a layer and an index, and both cannot stand below it; take brackets")
    for v in names:
        alike = (v.symbol.small, v.symbol.accent) == (layered.small, layered.accent)
        alike = alike and not v.symbol.layer and not v.symbol.sub
        if alike and v.shape.rank and (lowered or any(map(style.counts_examples, v.shape.sizes))):
            raise NotWritable(
                f"with {style.layers} {_shown(layered)} would look like an entry of {_shown(v.symbol)}; take brackets"
            )


def _alike(one: Symbol, other: Symbol, style: Style) -> str:
    both = f"{_shown(other)} and {_shown(one)} would both be written {latex(naming.name(one, layers=style.layers))}"
    return f"with {style.layers} {both}; take brackets"


def _shown(symbol: Symbol) -> str:
    return latex(naming.name(symbol))


# Formulas that would be read as something else.


def _refuse_misread(system: System, chains: Sequence[Chain], scope: Scope, style: Style) -> None:
    line = misread(system, chains, scope, style)
    if line is not None:
        raise NotWritable(f"{line} would not be read as it is meant; take another notation")


def misread(system: System, chains: Sequence[Chain], scope: Scope, style: Style) -> str | None:
    """The first line of a derivation that reads otherwise in a style than plainly, as LaTeX; None where none does.

    ``scope`` is the model's. A line that cannot be read in the plain style either is passed over.
    """
    names = _new_names(system, style)
    there = renamed_scope(scope, names)
    for sides in _statements(system, chains):
        plain = _read(sides, Style(whole_families=True), scope)
        if plain and _read(sides, style, there) != tuple(renamed(side, names) for side in plain):
            return _spelled(sides, style)
    return None


def _statements(system: System, chains: Sequence[Chain]) -> Iterator[tuple[Expr, Expr]]:
    """The equations, and every line of the derivation with the derivative that it is about."""
    yield from system.equations.items()
    for chain in chains:
        yield from ((chain.start, line.after) for line in chain.lines)


def _new_names(system: System, style: Style) -> dict[Symbol, Symbol]:
    """The names that a reader knows otherwise: those with a layer below them."""
    if style.layers != "subscripts":
        return {}
    return {v.symbol: naming.lowered(v.symbol) for v in names_of(system) if naming.has_numbered_layer(v.symbol)}


def _read(sides: tuple[Expr, Expr], style: Style, scope: Scope) -> tuple[Expr, ...]:
    """What a statement is read as that is printed in a style; nothing where it cannot be read."""
    try:
        return read(_spelled(sides, style), scope).sides
    except Unspellable:
        return ()


def _spelled(sides: tuple[Expr, Expr], style: Style) -> str:
    return " = ".join(map(latex, typeset_sides(sides, style)))
