"""Statements over free indices: z_j = Σᵢ w_ji x_i is meant for every j, and read as one equality of arrays."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import partial

from derive import building
from derive.ir import Expr, Span, Symbol, variables
from derive.notation import lifting
from derive.notation.binding import Binder
from derive.notation.chains import ENTRYWISE
from derive.notation.contexts import NeedsShape
from derive.notation.counting import FREE_LETTERS, FreeIndex, Index, compound_letters
from derive.notation.errors import ErrorKind, Refusal
from derive.notation.lifting import COLUMN, ROW, Factor, Lifted, Value
from derive.notation.noting import NameUse
from derive.notation.scope import Scope
from derive.notation.surface import Derivative, Name, Number, Part, Scripted, Sum, Surface, indices, unmarked, walk
from derive.shapes import ShapeError, Size

MAX_FREE = 4
"""How many indices a statement may leave free."""


class OneSided(Refusal):
    """An index is free on one side and does not occur on the other: in a definition it may be summed over silently."""

    def __init__(self, letters: Sequence[str], span: Span, *, claimed: bool = False) -> None:
        self.letters = tuple(letters)
        index = ", ".join(letters)
        readings = (f"it holds for every {index}", f"the other side is summed over {index}")
        message = f"the index {index} is bound by no sum, and occurs on one side only"
        expected = () if claimed else readings
        super().__init__("unbound" if claimed else "ambiguous", message, span, expected=expected, hint="write the sum")


def bound(binder: Binder, nodes: Sequence[Surface], left: Sequence[str] | None = None) -> tuple[Expr, ...]:
    """What the sides mean; a statement over free indices is read for all their values at once.

    ``left`` holds the indices of the name that is being defined, where one is: the sides must have just these.
    Raises `Refusal`, and `OneSided` among them.
    """
    binder.outer = frozenset(left or ())
    counting = set().union(*map(indices, nodes))
    binder.counting = frozenset() if binder.scope.open else FREE_LETTERS.intersection(counting)
    kept = dict(binder.choices), dict(binder.uses)
    try:
        exprs = _freed(binder, nodes, left)
    except OneSided as refusal:
        exprs = _with_names(binder, nodes, refusal, *kept)
    except Refusal as refusal:
        labels_only = left is not None and binder.indices and binder.indices.keys().isdisjoint(left)
        if refusal.error.kind != "not-yet" or not labels_only:
            raise
        exprs = _with_names(binder, nodes, refusal, *kept)
    return _with_zeros(binder, nodes, exprs)


def _with_zeros(binder: Binder, nodes: Sequence[Surface], exprs: tuple[Expr, ...]) -> tuple[Expr, ...]:
    """The sides, where a 0 beside arrays of one shape is the array of zeros: ∇f = 0."""
    shapes = {expr.shape for expr in exprs if expr is not building.ZERO}
    if len(shapes) != 1 or len(exprs) < 2 or building.ZERO not in exprs:
        return exprs
    (shape,) = shapes
    if shape.is_scalar:
        return exprs
    for node, expr in zip(nodes, exprs, strict=True):
        if expr is building.ZERO:
            binder.choose(f"{binder.shown(node.span)} is the array of zeros")
    return tuple(building.zeros(shape) if expr is building.ZERO else expr for expr in exprs)


def _with_names(
    binder: Binder, nodes: Sequence[Surface], refusal: Refusal, choices: dict[str, None], uses: dict[Symbol, NameUse]
) -> tuple[Expr, ...]:
    """The sides where their free indices are parts of names and count nothing. Raises the refusal where they do.

    ``choices`` and ``uses`` are those from before the sides were read with these indices.
    """
    indices, frozen, noted = dict(binder.indices), binder.frozen, (binder.choices, binder.uses)
    letters = frozenset(indices)
    binder.choices, binder.uses = choices, uses
    binder.indices.clear()
    binder.frozen |= letters
    try:
        exprs = _freed(binder, nodes, None)
    except Refusal:
        binder.indices.update(indices)
        binder.frozen = frozen
        binder.choices, binder.uses = noted
        raise refusal from None
    binder.choose(f"{', '.join(sorted(letters))} belongs to the names here, and counts nothing")
    return exprs


def _freed(binder: Binder, nodes: Sequence[Surface], left: Sequence[str] | None) -> tuple[Expr, ...]:
    """What the sides mean, as arrays over their free indices."""
    values: list[Value] = []
    while True:
        try:
            values = _values(binder, nodes)
            break
        except FreeIndex as free:
            if len(binder.indices) >= MAX_FREE:
                message = f"a statement leaves at most {MAX_FREE} indices free"
                raise Refusal("not-yet", message, free.span) from None
            binder.indices[free.name] = Index(free.name, free=True)
            for name in [name for name in binder.free if name.sub == free.name and not binder.scope.declares(name)]:
                binder.free.pop(name)  # it was met before the letter was known to be an index
                binder.uses.pop(name, None)
            binder.size_from(nodes, binder.indices[free.name])
    if not binder.indices:
        return tuple(value for value in values if not isinstance(value, Lifted))
    if left is None:
        values = _for_each(binder, values)
    _check_sides(binder, values, nodes, left)
    binder.choose(f"the statement is meant for every {', '.join(binder.indices)}")
    return _assembled(values, nodes, left)


def _values(binder: Binder, nodes: Sequence[Surface]) -> list[Value]:
    """What the sides mean, where 𝟏, 𝟎 or I alone on a side are of the shape of another: ∂z/∂b = I."""
    told = dict(binder.choices)
    try:
        return [binder.side(node) for node in nodes]
    except NeedsShape:
        binder.choices = told
        return binder.alike([partial(binder.bind, node) for node in nodes])


def _for_each(binder: Binder, values: Sequence[Value]) -> list[Value]:
    """The sides of a claim, those behind the first the same for each index that the first has beyond theirs."""
    first = _indices(values[0])
    sizes = {letter: size for letter in sorted(first) if (size := binder.indices[letter].size) is not None}
    if first != set(binder.indices) or first != set(sizes):
        return list(values)
    return [values[0], *(_repeated(value, sizes) for value in values[1:])]


def _repeated(value: Value, sizes: Mapping[str, Size]) -> Value:
    """A value for some of the indices, the same for each of the others; itself where it stands as a column or row."""
    missing = {letter: size for letter, size in sizes.items() if letter not in _indices(value)}
    return value if not missing or lifting.rank(value) else lifting.repeated(value, missing)


def _check_sides(binder: Binder, values: Sequence[Value], nodes: Sequence[Surface], left: Sequence[str] | None) -> None:
    """Refuse a statement whose sides do not have the same free indices; a number may stand for all of them."""
    free = set(binder.indices)
    if left is not None and set(left) != free:
        raise OneSided(sorted(free), nodes[0].span)
    for value, node in zip(values, nodes, strict=True):
        own = _indices(value)
        # 1/m holds no name either: it is the same number for every index.
        constant = not isinstance(value, Lifted) and value.shape.is_scalar and not variables(value)
        if own != free and not constant:
            other = next((n for n, v in zip(nodes, values, strict=True) if _indices(v)), node)
            raise OneSided(sorted(free - own), _place(other, free - own), claimed=left is None)


def _place(node: Surface, letters: set[str]) -> Span:
    """Where one of the letters stands as an index."""
    return next((n.span for n in walk(node) if isinstance(n, Scripted) and letters & indices(n)), node.span)


def _indices(value: Value) -> set[str]:
    return set(value.axes) - {COLUMN, ROW} if isinstance(value, Lifted) else set()


def _assembled(values: Sequence[Value], nodes: Sequence[Surface], left: Sequence[str] | None) -> tuple[Expr, ...]:
    """Each side as one array, all with their axes in one order: that of the left side, or of the first that has all."""
    settled: list[Factor] = []
    for value, node in zip(values, nodes, strict=True):
        try:
            settled.append(lifting.settled(value) if isinstance(value, Lifted) else Factor(value, ()))
        except (lifting.NotLifted, ShapeError) as error:
            kind: ErrorKind = "ill-shaped" if isinstance(error, ShapeError) else "not-yet"
            raise Refusal(kind, str(error), node.span) from error
    first = next(factor for factor in settled if factor.axes)
    axes = first.axes
    if left is not None and len(left) + len([a for a in axes if a in (COLUMN, ROW)]) == len(axes) and len(left) > 1:
        axes = (*left, *(axis for axis in axes if axis in (COLUMN, ROW)))
    exprs: list[Expr] = []
    for factor, node in zip(settled, nodes, strict=True):
        if not factor.axes:
            exprs.append(building.broadcast(factor.expr, first.expr.shape))
            continue
        if set(factor.axes) != set(axes):
            raise Refusal("ill-shaped", "the sides do not stand the same way for each index", node.span)
        like = first.expr.shape if len(axes) == 1 else None
        exprs.append(lifting.turned(factor, axes, like))
    if any(expr.shape != exprs[0].shape for expr in exprs):
        raise Refusal("ill-shaped", "the sides have different sizes for each index", nodes[-1].span)
    return tuple(exprs)


def labels(nodes: Sequence[Surface], scope: Scope) -> frozenset[str]:
    """The letters that label steps or layers, because a sum of one with a number is part of a name: the t of t − 1."""
    found: set[str] = set()
    for node in walk(*nodes):
        if isinstance(node, Scripted) and isinstance(node.base, Name):
            for part in node.sup:
                found |= _letters_of_sum(part)
            if node.sub is not None:
                array = Symbol(node.base.letter, node.base.accent)
                entries, compound = scope.has_entries(array), compound_letters(node.sub.pieces)
                found |= {one for one in compound if not entries or scope.is_step(replace(array, sub=one))}
    return frozenset(found) | scope.step_letters


def _letters_of_sum(part: Part) -> set[str]:
    value = unmarked(part.value) if part.value is not None and part.kind in ("paren", "bracket", "angle") else None
    terms = [unmarked(term) for _, term in value.terms] if isinstance(value, Sum) else []
    if not any(isinstance(term, Number) for term in terms):
        return set()
    return {term.letter for term in terms if isinstance(term, Name)}


def with_jacobians(binder: Binder, sides: Sequence[Surface], exprs: tuple[Expr, ...]) -> tuple[Expr, ...]:
    """The sides, where the derivative of an array beside a side of another shape is the matrix of all of them."""
    for side, expr in zip(sides, exprs, strict=False):
        taken = isinstance(unmarked(side), Derivative) and not building.is_apply(expr, "total")
        if taken and not expr.shape.is_scalar and any(other.shape != expr.shape for other in exprs):
            whole = binder.bind(side)
            if isinstance(whole, Lifted) or any(other.shape != whole.shape for other in exprs if other is not expr):
                message = "the derivative of an array has two layouts, and the one in force fits no other side here"
                readings = ("numerator layout: the entry i, j is ∂yᵢ/∂xⱼ", "denominator layout: it is ∂yⱼ/∂xᵢ")
                hint = "declare the layout: numerator or denominator"
                raise Refusal("ambiguous", message, side.span, expected=readings, hint=hint)
            told = f"{binder.shown(side.span)} {ENTRYWISE}"
            binder.choices.pop(told, None)
            exprs = tuple(whole if other is expr else other for other in exprs)
    return exprs
