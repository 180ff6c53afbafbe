"""The gaps of a sheet: which parts of a derivation are left out, and what belongs there."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias

from derive.building import is_apply, total_derivative, unwrapped
from derive.deriving import restricted
from derive.exercises.lots import Lot
from derive.exercises.statements import Statement
from derive.ir import Expr, Path, at, children, postorder, variables
from derive.notation.typesetting import needs_indices
from derive.steps import Chain

Kind: TypeAlias = Literal["shape", "local", "factor", "result", "number"]

POINTS: Mapping[Kind, int] = {"shape": 1, "local": 1, "factor": 1, "result": 2, "number": 1}
"""How many points a gap of each kind is worth."""

GOALS = 3
"""For how many parameters at most a sheet asks for the gradient, in one statement."""
FEWEST_SHAPES, MOST_SHAPES = 2, 4
MOST_LOCALS, MOST_FACTORS, MOST_RESULTS = 5, 4, 7
"""How many gaps of each kind there are at most, in one statement."""

TRANSPARENT = frozenset({"neg", "broadcast", "transpose"})
"""Operators through which a factor is looked for: what stands in them is a product all the same."""
PRODUCTS = frozenset({"mul", "matmul"})


@dataclass(frozen=True)
class Gap:
    """A place to fill in: what it is about, and what belongs there.

    ``subject`` is what the answer is equal to, or has the shape of; ``answer`` is the form that the derivation arrives
    at. A number has a ``value``: that of the ``entry`` of the subject, ``stepped`` after a step of gradient descent.
    """

    number: int
    kind: Kind
    label: str
    subject: Expr
    answer: Expr | None = None
    entry: tuple[int, ...] = ()
    value: float | None = None
    stepped: bool = False

    @property
    def points(self) -> int:
        """How many points it is worth."""
        return POINTS[self.kind]


@dataclass(frozen=True)
class Item:
    """A derivative to be found: its chain, and the gaps in it.

    ``opened`` is the chain rule written out, where that is worth showing, and ``place`` where in it a factor is left
    out.
    """

    chain: Chain
    opened: Expr | None = None
    place: Path = ()
    factor: Gap | None = None
    result: Gap | None = None

    @property
    def gaps(self) -> tuple[Gap, ...]:
        """Its gaps, in order."""
        return tuple(gap for gap in (self.factor, self.result) if gap is not None)


@dataclass(frozen=True)
class Section:
    """The part of a sheet about one statement of the model: shapes, local derivatives, derivatives of the loss."""

    statement: Statement
    shapes: tuple[tuple[Expr, Gap | None], ...]
    locals: tuple[Item, ...]
    totals: tuple[Item, ...]

    @property
    def tasks(self) -> tuple[tuple[Gap, ...], ...]:
        """Its gaps task by task: shapes, local derivatives, derivatives of the loss."""
        shapes = tuple(gap for _, gap in self.shapes if gap is not None)
        return (shapes, *(tuple(gap for item in items for gap in item.gaps) for items in (self.locals, self.totals)))

    @property
    def gaps(self) -> tuple[Gap, ...]:
        """Its gaps, in order."""
        return tuple(gap for task in self.tasks for gap in task)


Accepts: TypeAlias = Callable[[Gap], bool]
"""Whether the answer that belongs in a gap would be marked as right: nothing else is asked."""


def section(
    statement: Statement, lot: Lot, numbers: Iterator[int], accepts: Accepts, shown: Sequence[Chain] = ()
) -> Section:
    """What is asked about one statement; what an earlier section has ``shown`` is not asked again."""
    return _Chooser(statement, lot.at(statement.label), numbers, accepts, frozenset(shown)).section()


class _Chooser:
    """Chooses the gaps of one statement."""

    def __init__(
        self, statement: Statement, lot: Lot, numbers: Iterator[int], accepts: Accepts, shown: frozenset[Chain]
    ) -> None:
        self.statement, self.lot, self.numbers = statement, lot, numbers
        self.accepts, self.shown = accepts, shown
        self.system = statement.system
        self.goals = self._goals()
        self.chains = self._chains()

    def section(self) -> Section:
        shapes = tuple(self._shapes())
        found = tuple(self._locals())
        return Section(self.statement, shapes, found, tuple(self._totals()))

    def _may_ask(self, kind: Kind, subject: Expr, answer: Expr) -> bool:
        return self.accepts(Gap(0, kind, self.statement.label, subject, answer))

    def _gap(self, kind: Kind, subject: Expr, answer: Expr | None = None) -> Gap:
        return Gap(next(self.numbers), kind, self.statement.label, subject, answer)

    def _goals(self) -> list[Expr]:
        goals = [total_derivative(self.system.loss, v) for v in self.system.parameters]
        return self.lot.some(goals, GOALS, "goals")

    def _chains(self) -> list[Chain]:
        """The chains that lead to the goals, in the order of the derivation."""
        needed = {chain for goal in self.goals for chain in restricted(self.statement.derivation, goal).chains}
        return [c for c in self.statement.derivation.chains if c in needed and c not in self.shown]

    # --- shapes

    def _shapes(self) -> Iterator[tuple[Expr, Gap | None]]:
        """All names, some of what is computed left out, and the gradients of which the shape is asked."""
        system = self.system
        given = [*system.parameters, *system.data]
        asked: list[Expr] = [*system.equations, *self.goals]
        if all(v.shape.is_scalar for v in given):
            return
        count = self.lot.between(FEWEST_SHAPES, MOST_SHAPES, "shapes")
        telling = [e for e in asked if not e.shape.is_scalar] or asked
        blank = set(self.lot.some(telling, count, "shape"))
        yield from ((v, None) for v in given)
        named = [e for e in asked if e in blank or not is_apply(e, "total")]
        yield from ((e, self._gap("shape", e) if e in blank else None) for e in named)

    # --- derivatives

    def _locals(self) -> Iterator[Item]:
        """The derivatives of functions and the local ones; what would give an answer away is left out with it."""
        found = [chain for chain in self.chains if not is_apply(chain.start, "total")]
        asked = {chain.start for chain in found if self._may_ask("local", chain.start, chain.result)}
        count = self.lot.between((len(found) + 1) // 2, MOST_LOCALS, "locals")
        blank = set(self.lot.some([chain.start for chain in found if chain.start in asked], count, "local"))
        for chain in found:
            used = restricted(self.statement.derivation, chain.start).chains[:-1]
            left_out = chain.start in blank or any(other.start in blank for other in used)
            left_out = left_out and chain.start in asked
            yield Item(chain, result=self._gap("local", chain.start, chain.result) if left_out else None)

    def _totals(self) -> Iterator[Item]:
        """The derivatives of the loss. Those that come first may be given, those behind never: they tell the others."""
        found = [chain for chain in self.chains if is_apply(chain.start, "total")]
        spare = self.lot.below(2, "spare") if len(found) > len(self.goals) + 1 else 0
        given = max(len(found) - MOST_RESULTS, spare)
        places = {chain.start: self._factor(chain) for chain in found}
        with_factor = [chain.start for chain in found if places[chain.start] is not None]
        blank = set(self.lot.some(with_factor, self.lot.between(1, MOST_FACTORS, "factors"), "factor"))
        for k, chain in enumerate(found):
            opened = opened_in(chain)
            place, factor = places[chain.start] if chain.start in blank else None, None
            if place is not None and opened is not None:
                part = unwrapped(at(opened, place))
                factor = self._gap("factor", part, part)
            asked = k >= given and self._may_ask("result", chain.start, chain.result)
            result = self._gap("result", chain.start, chain.result) if asked else None
            yield Item(chain, opened, place or (), factor, result)

    def _factor(self, chain: Chain) -> Path | None:
        """Where in the opened chain rule a factor stands beside a derivative of the loss; the outermost, and of them
        the last. None where there is none, or where all is written for one entry: a factor would be one of an entry.
        """
        opened = opened_in(chain)
        if opened is None or _is_open(opened) or needs_indices(chain.start, opened, chain.result):
            return None
        parts = {place: unwrapped(at(opened, place)) for place in _factors(opened)}
        found = [place for place, part in parts.items() if self._may_ask("factor", part, part)]
        return max(found, key=lambda place: (-len(place), place)) if found else None


def opened_in(chain: Chain) -> Expr | None:
    """The chain rule of a chain in a form that says something: with the derivative from above still in it by its name.

    None where nothing from above is put in, where it is the result already, and where derivatives remain to be taken.
    """
    for line in chain.lines:
        if any(step.rule == "from above" for step in line.steps):
            return None if line.before in (chain.start, chain.result) or _is_open(line.before) else line.before
    first = chain.lines[0].after
    return None if first is chain.result or any(is_apply(node, "pullback") for node in postorder(first)) else first


def _is_open(expr: Expr) -> bool:
    return any(is_apply(node, "pullback") or is_apply(node, "derivative") for node in postorder(expr))


def _factors(root: Expr) -> Iterator[Path]:
    """The places of all factors that stand beside a derivative of the loss."""
    pending: list[tuple[Path, Expr]] = [((), root)]
    while pending:
        place, node = pending.pop()
        kind = next((name for name in (*PRODUCTS, *TRANSPARENT) if is_apply(node, name)), "")
        parts = list(enumerate(children(node)))
        if kind in PRODUCTS:
            beside = any(_speaks_of_loss(part) for _, part in parts)
            telling = [(k, p) for k, p in parts if not _speaks_of_loss(p) and (variables(p) or _is_local(p))]
            yield from ((*place, k) for k, _ in telling if beside)
        if kind or is_apply(node, "add"):
            pending += [((*place, k), part) for k, part in reversed(parts) if _speaks_of_loss(part)]


def _speaks_of_loss(expr: Expr) -> bool:
    return any(is_apply(node, "total") for node in postorder(expr))


def _is_local(expr: Expr) -> bool:
    return is_apply(unwrapped(expr), "partial")
