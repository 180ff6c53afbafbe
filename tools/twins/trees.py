"""Places in a formula, and formulas with one place changed."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from derive import building
from derive.ir import Apply, Expr, Path, Var, postorder, variables
from derive.resizing import size_names
from derive.shapes import Shape, ShapeError

MOST_PLACES = 300
"""How many places of one formula are looked at: a graph with shared parts may be very large as a tree."""
NAMES_ONLY = ("v", "w", "node")
"""Parameters of operators for which only a name can stand."""


@dataclass(frozen=True)
class Place:
    """Where a part stands; ``bound`` says that a name has to stand there."""

    path: Path
    part: Expr
    bound: bool = False


def places(root: Expr) -> Iterator[Place]:
    """Each place of the tree, outer ones first."""
    pending, count = [Place((), root)], 0
    while pending and count < MOST_PLACES:
        place = pending.pop(0)
        count += 1
        yield place
        if isinstance(place.part, Apply):
            for index, arg in enumerate(place.part.args):
                pending.append(Place((*place.path, index), arg, must_be_a_name(place.part, index)))


def must_be_a_name(node: Apply, index: int) -> bool:
    """Whether only a name can stand as that argument."""
    name = node.op.parameters[min(index, len(node.op.parameters) - 1)]
    return name in NAMES_ONLY or (node.op.name == "total" and isinstance(node.args[index], Var))


def replaced(root: Expr, place: Place, part: Expr) -> Expr | None:
    """The formula with another part at a place; None where the part does not fit there."""
    if part is place.part or part.shape != place.part.shape:
        return None
    try:
        result = building.replace_at(root, place.path, part)
    except ShapeError:
        return None
    return result if result.shape == root.shape and result is not root else None


@dataclass(frozen=True)
class Pool:
    """What a formula is made of, for changes that put something of it elsewhere."""

    root: Expr
    others: Sequence[Var] = field(default=())

    @cached_property
    def parts(self) -> list[Expr]:
        """The distinct parts, small ones first."""
        return list(postorder(self.root))[:MOST_PLACES]

    @cached_property
    def names(self) -> list[Var]:
        """The names in the formula, and others of the same scope."""
        return list(dict.fromkeys((*variables(self.root), *self.others)))

    @cached_property
    def sizes(self) -> tuple[str, ...]:
        """The names of sizes."""
        return size_names(self.root)

    def like(self, shape: Shape) -> list[Expr]:
        """The parts of a shape."""
        return [part for part in self.parts if part.shape == shape]

    def changed(self, change: Callable[[Expr, Any], Iterator[Expr]], place: Place) -> list[Expr]:
        """The formula with whatever a change makes of a part, up to where things do not fit: there is no formula."""
        found: list[Expr] = []
        try:
            for part in change(place.part, self):
                whole = replaced(self.root, place, part)
                found += [] if whole is None else [whole]
        except ShapeError:
            return found
        return found
