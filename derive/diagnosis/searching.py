"""Searching for the edits of a formula that give it a certain value: single ones by what each place needs, and pairs.

Nothing is proved again for a mutant: a value that is needed at a place is looked up, or the values on the way to the
whole are computed anew. Pairs meet in the middle: what one edit leaves to be done at another place is looked up there.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import combinations
from typing import Any

import numpy as np

from derive.building import call, is_apply, rebuilt, replace_at, unwrapped
from derive.diagnosis.desk import Desk, key, size_of
from derive.diagnosis.edits import STAGES, Edit, Mutation
from derive.diagnosis.families import table
from derive.diagnosis.families.factors import with_factor
from derive.diagnosis.sites import Site, sites, value_or_none, wanted
from derive.diagnosis.values import is_number, is_untaken, same
from derive.ir import Apply, Expr, Path, Var, children
from derive.lowering import NoValue
from derive.operators import Undefined
from derive.shapes import SCALAR, Shape, ShapeError

SINGLE_BUDGET = 4000
"""How many edits are looked at, and values computed for them, to find a single mistake."""
PAIR_BUDGET = 5000
"""The same, with what pairs of mistakes cost."""
MOST_ARGUMENTS, ARGUMENTS = 24, 8
"""How many arguments are edited one by one, and how many cost as much as another value."""
EXPLAINING = 4
"""How many values cost as much as the question whether a factor or a difference is a piece."""

RANKS = range(10, 47)
"""Edits of other ranks are no part of pairs: with the opposite case, much would explain anything."""
MOST_FACTORS = 24
"""How many pieces are tried as one of two missing factors."""
MOST_TRIED = 24
"""How many second edits are tried one by one where none can be looked up."""
FEWEST = 3
"""A formula of fewer nodes is not explained by two mistakes."""
FREE, FEW = ("missing-factor", "extra-factor", "missing-term", "extra-term", "chain-rule", "other"), 8
"""Kinds of mistakes that need not have anything to do with the claim, and how many nodes their parts may have."""


@dataclass(frozen=True)
class Found:
    """A formula put right by one or two edits, the inner one first."""

    root: Expr
    edits: tuple[Edit, ...]

    @property
    def rank(self) -> tuple[int, int]:
        """The smallest explains best: by its edits, then by the length of the path, the whole last."""
        return sum(edit.rank for edit in self.edits), -sum(len(edit.path) for edit in self.edits)


@dataclass(frozen=True)
class Made:
    """The value that an edit gives to a place at or above its own."""

    value: Any
    edit: Edit


@dataclass
class Search:
    """The places of a formula, and the value that it should have."""

    root: Expr
    target: Any
    desk: Desk
    spent: int = 0
    _found: dict[int, list[Found]] = field(default_factory=dict)
    _made: dict[Path, list[Made]] = field(default_factory=dict)
    _known: dict[tuple[Path, str], tuple[Edit, ...]] = field(default_factory=dict)
    _args: dict[Path, list[Any]] = field(default_factory=dict)
    _room: dict[tuple[Path, Shape], bool] = field(default_factory=dict)

    @cached_property
    def sites(self) -> Mapping[Path, Site]:
        """The places; what they need is known only where the formula has the shape of its target."""
        values = self.desk.values
        fits = np.shape(values.of(self.root)) == np.shape(self.target)
        return sites(self.root, self.target if fits else None, values)

    def singles(self) -> list[Found]:
        """The single edits that give the formula its target, the best explanation first."""
        return sorted((one for stage in STAGES for one in self.found(stage)), key=lambda one: one.rank)

    def found(self, stage: int) -> list[Found]:
        """Those by the mutations of a stage, looked for once."""
        if stage not in self._found:
            found = []
            with np.errstate(all="ignore"):
                for site, edit in self._edits(stage):
                    root = self._put_right(site, edit)
                    if root is not None:
                        found.append(Found(root, (edit,)))
            self._found[stage] = sorted(found, key=lambda one: one.rank)
        return self._found[stage]

    def _edits(self, stage: int) -> Iterator[tuple[Site, Edit]]:
        """What mutations propose at all places, until the budget is spent."""
        for site in self.sites.values():
            for mutation in mutations_for(site):
                if mutation.stage != stage or (site.dead and (mutation.guided or mutation.keeps_shape)):
                    continue
                for edit in self._proposed(mutation, site):
                    self.spent += 1
                    if self.spent > SINGLE_BUDGET:
                        return
                    yield site, edit

    def _proposed(self, mutation: Mutation, site: Site) -> tuple[Edit, ...]:
        """What a mutation proposes at a place of this formula."""
        place = site.path, mutation.name
        if place not in self._known:
            self._known[place] = tuple(_proposed(mutation.edits, site, self.desk))
        return self._known[place]

    def _put_right(self, site: Site, edit: Edit) -> Expr | None:
        """The whole with the edit, where it has its target."""
        after, values = edit.after, self.desk.values
        if after is site.part:
            return None
        if after.shape == site.part.shape:
            if site.dead or self.sites[()].needed is None:
                return None
            if site.needed is not None:
                value = value_or_none(after, values)
                fits = value is not None and same(value, site.needed)
                return replace_at(self.root, site.path, after) if fits else None
        root = self.lifted(site.path, after)
        return root if root is not None and same(values.of(root), self.target) else None

    def lifted(self, path: Path, part: Expr) -> Expr | None:
        """The whole with another part at a place; None where it fits no more, or is not what is needed higher up."""
        values, keeps_shape = self.desk.values, part.shape == self.sites[path].part.shape
        if not keeps_shape and not self._has_room(path, part.shape):
            return None
        try:
            value = values.of(part)
            if keeps_shape:
                return self._carried(path, part, value)
            for length in range(len(path) - 1, -1, -1):
                site = self.sites[path[:length]]
                self.spent += 1 + len(children(site.part)) // ARGUMENTS
                if self.spent > SINGLE_BUDGET:
                    return None
                part = refitted(site.part, path[length], part)
                value = values.of(part)
                if not is_number(value):
                    return None
                if part.shape == site.part.shape:
                    if site.dead or (site.needed is not None and not same(value, site.needed)):
                        return None
                    if site.needed is not None:
                        return replace_at(self.root, site.path, part)
        except (ShapeError, NoValue, Undefined, ValueError):
            return None
        return part

    def _carried(self, path: Path, part: Expr, value: Any) -> Expr | None:
        """The same for a part of the shape that the place has: values alone are carried up, and nothing is built.

        Raises `NoValue`.
        """
        for length in range(len(path) - 1, -1, -1):
            site = self.sites[path[:length]]
            args, node = self._args_of(site), site.part
            assert isinstance(node, Apply)
            self.spent += 1 + len(args) // ARGUMENTS
            if self.spent > SINGLE_BUDGET:
                return None
            value = self._applied(node, [*args[: path[length]], value, *args[path[length] + 1 :]])
            if value is None or site.dead or (site.needed is not None and not same(value, site.needed)):
                return None
            if site.needed is not None:
                break
        return replace_at(self.root, path, part)

    def _has_room(self, path: Path, shape: Shape) -> bool:
        """Whether something of another shape fits in at a place, and may be what is needed: asked once for a shape."""
        if (path, shape) not in self._room:
            self._room[path, shape] = self._fits(path, Var("part", shape))
        return self._room[path, shape]

    def _fits(self, path: Path, part: Expr) -> bool:
        try:
            for length in range(len(path) - 1, -1, -1):
                site = self.sites[path[:length]]
                part = refitted(site.part, path[length], part)
                if part.shape == site.part.shape:
                    return not site.dead and self.sites[()].needed is not None
        except (ShapeError, Undefined):
            return False
        return bool(part.shape.numbers(self.desk.values.sizes) == np.shape(self.target))

    def _args_of(self, site: Site) -> list[Any]:
        """The values of the arguments at a place."""
        if site.path not in self._args:
            self._args[site.path] = [self.desk.values.of(arg) for arg in children(site.part)]
        return self._args[site.path]

    # --- pairs

    def pairs(self) -> list[Found]:
        """The pairs of edits that give the formula its target, the best explanation first."""
        found: list[Found] = []
        with np.errstate(all="ignore"):
            if size_of(self.root) < FEWEST:
                return []
            if self.sites[()].needed is None:
                found += self._after_a_change_of_shape()
            else:
                for path in reversed(list(self.sites)):
                    self._fill(path)
                for site in self.sites.values():
                    found += self._one_upon_another(site)
                    found += self._beside_each_other(site)
        return sorted(found, key=lambda pair: pair.rank)

    def _after_a_change_of_shape(self) -> Iterator[Found]:
        """First what gives the whole the shape it needs, and then any single edit."""
        seen: set[Expr] = set()
        for site in list(self.sites.values()):
            for mutation in mutations_for(site):
                for edit in self._proposed(mutation, site) if not mutation.guided else ():
                    if edit.after.shape == site.part.shape or len(seen) > 24:
                        continue
                    root = self.lifted(site.path, edit.after)
                    if root is None or root in seen or np.shape(self.desk.values.of(root)) != np.shape(self.target):
                        continue
                    seen.add(root)
                    rest = Search(root, self.target, self.desk).singles()
                    yield from (Found(one.root, (edit, *one.edits)) for one in rest[:3])

    def _fill(self, path: Path) -> None:
        """The values that one edit below a place, or at it, gives to it."""
        site, values = self.sites[path], self.desk.values
        made: list[Made] = []
        for mutation in mutations_for(site) if self.spent < PAIR_BUDGET and not site.is_compared else ():
            if mutation.guided:
                continue
            for edit in self._proposed(mutation, site):
                if is_plain(edit) and edit.after.shape == site.part.shape and edit.after is not site.part:
                    value = value_or_none(edit.after, values)
                    self.spent += 1
                    if value is not None and not same(value, site.value):
                        made.append(Made(value, edit))
        if site.needed is not None and site.is_head:
            made += self._multiplied(site)
        part = site.part
        if isinstance(part, Apply) and not is_untaken(part) and self.spent < PAIR_BUDGET:
            args = self._args_of(site)
            for k in range(len(args)):
                for one in self._made.get((*path, k), ()):
                    self.spent += 1 + len(args) // ARGUMENTS
                    if self.spent > PAIR_BUDGET:
                        break
                    value = self._applied(part, [*args[:k], one.value, *args[k + 1 :]])
                    if value is not None:
                        made.append(Made(value, one.edit))
        self._made[path] = made

    def _multiplied(self, site: Site) -> Iterator[Made]:
        """A place times a name or another small piece: what is still needed then may be a number, or another piece."""
        shapes = dict.fromkeys((site.part.shape, SCALAR))
        small = [piece for shape in shapes for piece in self.desk.by_shape.get(shape, ()) if size_of(piece) <= FEW]
        for piece in small[:MOST_FACTORS]:
            self.spent += 1
            value = site.value * self.desk.values.of(piece)
            if is_number(value) and not is_untaken(piece):
                for edit in with_factor(site, piece, self.desk):
                    yield Made(value, edit)

    def _applied(self, node: Apply, args: list[Any]) -> Any:
        try:
            value = self.desk.values.applied(node, args)
        except (NoValue, ValueError):
            return None
        return value if is_number(value) else None

    def _one_upon_another(self, site: Site) -> Iterator[Found]:
        """An edit at a place, and one that is guided by what the place still needs then."""
        if site.needed is None or not site.is_head:
            return
        for one in self._made.get(site.path, ()):
            self.spent += EXPLAINING
            if self.spent > PAIR_BUDGET:
                return
            if not self._is_explained(site.having(one.value)):
                continue
            part = self._part_with(site, one.edit)
            if part is None:
                continue
            changed = replace(site.having(one.value), part=part)
            for mutation in table().values():
                if mutation.guided or mutation.name == "sign flipped":
                    for edit in filter(is_plain, _proposed(mutation.edits, changed, self.desk)):
                        value = value_or_none(edit.after, self.desk.values)
                        if value is not None and same(value, site.needed):
                            root = replace_at(self.root, site.path, edit.after)
                            yield Found(root, (one.edit, replace(edit, before=site.part)))

    def _is_explained(self, site: Site) -> bool:
        """Whether the ratio or the difference to what is needed may be a number or a piece."""
        if site.constant is not None and self.desk.is_explained(site.constant):
            return True
        shape = site.part.shape
        if site.ratio is not None and any(True for r in (site.ratio, -site.ratio) for _ in self.desk.worth(r, shape)):
            return True
        gap = site.needed - site.value
        return any(True for g in (gap, -gap) for _ in self.desk.worth(g, shape))

    def _part_with(self, site: Site, edit: Edit) -> Expr | None:
        try:
            return replace_at(site.part, edit.path[len(site.path) :], edit.after)
        except ShapeError:
            return None

    def _beside_each_other(self, site: Site) -> Iterator[Found]:
        """One edit below one argument and one below another."""
        part = site.part
        if site.needed is None or not isinstance(part, Apply) or is_untaken(part) or len(part.args) > MOST_ARGUMENTS:
            return
        args = self._args_of(site)
        for i, j in combinations(range(len(args)), 2):
            first, second = (self._made.get((*site.path, k), []) for k in (i, j))
            lookup = _table(second)
            for one in first:
                self.spent += 1
                if self.spent > PAIR_BUDGET:
                    return
                there = [*args[:i], one.value, *args[i + 1 :]]
                needed, dead = wanted(part, j, site.needed, there)
                if dead:
                    continue
                others = second[:MOST_TRIED] if needed is None else list(_near(lookup, needed))
                for other in others if self.spent < PAIR_BUDGET else ():
                    self.spent += 1
                    value = self._applied(part, [*there[:j], other.value, *there[j + 1 :]])
                    if value is not None and same(value, site.needed):
                        root = self._both(one.edit, other.edit)
                        if root is not None:
                            yield Found(root, (one.edit, other.edit))

    def _both(self, one: Edit, other: Edit) -> Expr | None:
        """The whole with two edits at places of which neither holds the other."""
        try:
            return replaced(self.root, {one.path: one.after, other.path: other.after})
        except ShapeError:
            return None


def mutations_for(site: Site) -> Iterable[Mutation]:
    """The mutations that are tried at a place: fewer for what has many arguments, or is how a condition is written."""
    is_wide, is_fixed = len(children(site.part)) > MOST_ARGUMENTS, site.is_fixed
    return [m for m in table().values() if (m.guided or not is_wide) and (m.of_cases or not is_fixed)]


def is_plain(edit: Edit) -> bool:
    """Whether an edit may be one of a pair: it is about small parts, as two large ones would explain anything."""
    small = edit.slip.kind not in FREE or all(size_of(part) <= FEW for part in edit.slip.parts[:1])
    return edit.rank in RANKS and small


def _proposed(edits: Any, site: Site, desk: Desk) -> Iterator[Edit]:
    """The edits that a mutation proposes, as far as what it builds fits together."""
    try:
        yield from edits(site, desk)
    except (ShapeError, NoValue):
        return


def _table(made: list[Made]) -> dict[tuple[int, int], list[Made]]:
    found: dict[tuple[int, int], list[Made]] = defaultdict(list)
    for one in made:
        signature = key(one.value)
        if signature is not None:
            found[signature].append(one)
    return found


def _near(lookup: Mapping[tuple[int, int], list[Made]], value: Any) -> Iterator[Made]:
    signature = key(value)
    if signature is not None:
        exponent, mantissa = signature
        for near in (mantissa, mantissa - 1, mantissa + 1):
            yield from lookup.get((exponent, near), ())


def refitted(node: Expr, k: int, part: Expr) -> Expr:
    """The node with another argument, which may have another shape: numbers are repeated anew where they have to be.

    Raises `ShapeError`.
    """
    args = list(children(node))
    args[k] = part
    if is_apply(node, "broadcast") and not part.shape.is_scalar:
        return part
    if isinstance(node, Apply) and node.op.elementwise and not node.attrs:
        return call(node.op.name, *(unwrapped(arg) for arg in args))
    return rebuilt(node, tuple(args))


def replaced(root: Expr, parts: Mapping[Path, Expr]) -> Expr:
    """The formula with other parts at several places, none of which holds another. Raises `ShapeError`."""
    if () in parts:
        return parts[()]
    args = list(children(root))
    for k in {path[0] for path in parts}:
        args[k] = replaced(args[k], {path[1:]: part for path, part in parts.items() if path[0] == k})
    return rebuilt(root, tuple(args))
