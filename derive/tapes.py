"""Tapes: what must be evaluated for some expressions, in order, worked out once for many points.

A `Tape` holds each node below its roots once, names with an equation included; `Tape.at` fixes the sizes, and then
knows what one run costs. A run gives the values that `derive.lowering.evaluate` gives, derivatives not yet taken by
power series included, where only the nodes that move with the perturbed name are evaluated again. A value at one point
establishes nothing about other points.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from math import prod
from typing import Any, TypeAlias

import numpy as np

from derive.arrays import entries
from derive.dependence import MOST_NODES, dependence, is_untaken
from derive.ir import Apply, Const, Expr, Var, children
from derive.lowering import NoValue, Setting, evaluate, from_slopes, varied
from derive.operators import Array, Call, Undefined
from derive.resizing import sizes_among
from derive.shapes import Shape, Size

Values: TypeAlias = list[Any]
Action: TypeAlias = Callable[[Any, Values], Any]
Guard: TypeAlias = Callable[[Any], None]

STEP = 6
"""What a step costs beside its entries, in units of an operation on one entry."""
SERIES = 3
"""How much more an operation costs on a power series than on a number."""
PINNED = ("derivative", "partial", "pullback", "vjp")
"""The derivatives in which no name moves but the one that they are taken by."""
BY_CASES = ("max_along", "argmax", "step", "leaky_relu")
"""Operators with cases that their own derivative rule does not show."""


@dataclass(frozen=True)
class Slope:
    """How a derivative is evaluated: ``moving`` are the nodes between the perturbed name and the body, in order."""

    v: Var
    body: Expr
    moving: tuple[Expr, ...]
    needs: tuple[Expr, ...]


class Tape:
    """The nodes below some roots in the order of evaluation. Raises `NoValue` where they cannot have values at all."""

    def __init__(self, roots: Sequence[Expr], given: Mapping[Var, Expr]) -> None:
        self.given = given
        self.slots: dict[Expr, int] = {}
        self.slopes: dict[Expr, Slope | None] = {}
        for root in roots:
            self._put(root)
        self.roots = tuple(self.slots[root] for root in roots)

    @cached_property
    def inputs(self) -> tuple[Var, ...]:
        """The names without an equation, in the order in which they come up."""
        return tuple(node for node in self.slots if isinstance(node, Var) and node not in self.given)

    @cached_property
    def nodes(self) -> tuple[Expr, ...]:
        """Every node that is evaluated, those that move in derivatives among them."""
        moving = (node for slope in self.slopes.values() if slope is not None for node in slope.moving)
        return tuple(dict.fromkeys((*self.slots, *moving)))

    @cached_property
    def sizes(self) -> frozenset[Size]:
        """The sizes that occur, in shapes and as numbers."""
        return sizes_among(self.nodes)

    @cached_property
    def root_shape(self) -> Shape:
        """The shape of the first root."""
        return next(node.shape for node, slot in self.slots.items() if slot == self.roots[0])

    @cached_property
    def has_cases(self) -> bool:
        """Whether some value is another formula at another point, as that of a maximum is."""
        return any(isinstance(node, Apply) and (node.op.by_cases or node.op.name in BY_CASES) for node in self.nodes)

    @cached_property
    def lone(self) -> frozenset[Expr]:
        """The roots that are derivatives by an array, in its shape, and that nothing else rests on."""
        roots = {node for node, slot in self.slots.items() if slot in self.roots}
        found = {node for node, slope in self.slopes.items() if node in roots and slope is not None}
        alone = {node for node in found if isinstance(node, Apply) and node.op.name != "jacobian"}
        if not alone:
            return frozenset()
        used = {below for node in self.nodes for below in self._under(node)}
        return frozenset(node for node in alone - used if not node.shape.is_scalar)

    def _under(self, node: Expr) -> tuple[Expr, ...]:
        slope = self.slopes.get(node)
        return slope.needs if slope is not None else self._arguments(node)

    @cached_property
    def named(self) -> tuple[str, ...]:
        """The names in these sizes, sorted."""
        return tuple(sorted({name for size in self.sizes for name in size.names}))

    def at(self, sizes: Mapping[str, int]) -> Bound:
        """The tape with a number for each size name. Raises `UnknownSize` for a missing one."""
        return Bound(self, sizes)

    def _put(self, root: Expr) -> None:
        """Give a slot to each node below a root that has none yet, arguments first."""
        opened: set[Expr] = set()
        stack: list[tuple[Expr, bool]] = [(root, False)]
        while stack:
            node, done = stack.pop()
            if node in self.slots:
                continue
            below = () if done else self._below(node)
            if done or not below:
                self.slots[node] = len(self.slots)
                continue
            if len(opened) > MOST_NODES:
                raise NoValue(f"it has more than {MOST_NODES} nodes")
            if node in opened:
                raise NoValue(f"the equations of {node} go in a circle")
            opened.add(node)
            stack.append((node, True))
            stack.extend((child, False) for child in reversed(below) if child not in self.slots)

    def _below(self, node: Expr) -> tuple[Expr, ...]:
        """What must have a value before a node has."""
        if isinstance(node, Var):
            return (self.given[node],) if node in self.given else ()
        if not is_untaken(node):
            return children(node)
        slope = self.slopes[node] = self._slope(node)
        return self._inputs_below(node) if slope is None else slope.needs

    def _slope(self, node: Expr) -> Slope | None:
        """The plan for a derivative; None for one that only `derive.lowering` evaluates: in or around another one."""
        assert isinstance(node, Apply)
        v = varied(node)[0]
        if node.op.name not in (*PINNED, "total", "jacobian"):
            return None
        *seed, body, _ = node.args
        if node.op.name in ("partial", "vjp"):
            if not (isinstance(body, Var) and body in self.given):
                raise NoValue(f"{body} has no equation here")
            body = self.given[body]
        pinned = node.op.name in PINNED
        try:
            depends = dependence(body, v, lambda n: () if pinned and isinstance(n, Var) else self._arguments(n))
        except ValueError as error:
            raise NoValue(str(error)) from error
        if depends is None:
            return None
        moving = tuple(one for one, moves in depends.items() if moves and one is not v)
        still = (child for one in moving for child in self._arguments(one) if not depends.get(child, False))
        needs = dict.fromkeys((v, *seed, *still, *(() if depends[body] else (body,))))
        return Slope(v, body, moving, tuple(needs))

    def _arguments(self, node: Expr) -> tuple[Expr, ...]:
        if isinstance(node, Var):
            return (self.given[node],) if node in self.given else ()
        return children(node)

    def _inputs_below(self, root: Expr) -> tuple[Expr, ...]:
        found: dict[Expr, None] = {}
        pending = [root]
        while pending:
            node = pending.pop()
            if node not in found:
                found[node] = None
                pending += reversed(self._arguments(node))
        return tuple(node for node in found if isinstance(node, Var) and node not in self.given)


@dataclass(frozen=True)
class Bound:
    """A tape at sizes that are numbers.

    Where ``places`` are given, a root need only be right in these entries, and ``whole`` is the bound that it is of.
    """

    tape: Tape
    sizes: Mapping[str, int]
    places: tuple[tuple[int, ...], ...] = ()
    whole: Bound | None = None
    _lengths: dict[Shape, int] = field(default_factory=dict)
    _moving: dict[tuple[Var, ...], tuple[int, ...]] = field(default_factory=dict)

    @cached_property
    def cost(self) -> int:
        """What one run costs in balls, in units of an operation on one entry."""
        if self.whole is not None:
            return self.whole.cost + sum(self._cost(node) - self.whole._cost(node) for node in self.tape.lone)
        return sum([self._cost(node) for node in self.tape.slots])

    def only(self, places: tuple[tuple[int, ...], ...]) -> Bound:
        """The same, with roots that are derivatives evaluated in these entries alone; itself where no root is one."""
        return Bound(self.tape, self.sizes, places, self.whole or self, self._lengths) if self.tape.lone else self

    def sample(self, most: int) -> Bound:
        """The same in so many entries, spread over the roots; itself where that saves nothing."""
        if not self.tape.lone:
            return self
        shape = self.tape.root_shape.numbers(self.sizes)
        length = prod(shape)
        if length <= most + 1:
            return self
        flat = [k * (length - 1) // (most - 1) for k in range(most)]
        return self.only(tuple(tuple(int(i) for i in np.unravel_index(k, shape)) for k in flat))

    def entries(self, shape: Shape) -> int:
        """How many entries an array of that shape has."""
        if not shape.sizes:
            return 1
        if shape not in self._lengths:
            self._lengths[shape] = prod(shape.numbers(self.sizes))
        return self._lengths[shape]

    def run(self, point: Mapping[Var, Array], domain: Any, guard: Guard | None = None) -> Values:
        """The value of every node at a point, those of the roots in the slots ``tape.roots``.

        ``guard`` sees each value as it is made, and may raise. Raises `NoValue`.
        """
        tape = self.tape
        values: Values = [None] * (len(tape.slots) + self._most_moving)
        for v in tape.inputs:
            values[tape.slots[v]] = point[v]
        for slot, action in enumerate(self._actions):
            if action is not None:
                value = values[slot] = action(domain, values)
                if guard is not None:
                    guard(value)
        return values

    def again(self, values: Values, changes: Mapping[Var, Array], domain: Any) -> Values:
        """The values of a run where some inputs have other values: only what depends on them is evaluated again.

        ``values`` are those of a run in the same domain; where they are floats, other values may be complex.
        """
        changed = list(values)
        for v, value in changes.items():
            changed[self.tape.slots[v]] = value
        for slot in self._moving_with(tuple(changes)):
            action = self._actions[slot]
            if action is not None:
                changed[slot] = action(domain, changed)
        return changed

    def _moving_with(self, names: tuple[Var, ...]) -> tuple[int, ...]:
        """The slots of the nodes that depend on some inputs, in order."""
        if names not in self._moving:
            moving: set[Expr] = set(names)
            for node in self.tape.slots:
                below = self.tape._inputs_below(node) if is_untaken(node) else self.tape._arguments(node)
                if not moving.isdisjoint(below):
                    moving.add(node)
            slots = self.tape.slots
            self._moving[names] = tuple(slots[node] for node in slots if node in moving and node not in names)
        return self._moving[names]

    @cached_property
    def _actions(self) -> list[Action | None]:
        if self.whole is None:
            return [self._action(node) for node in self.tape.slots]
        actions = list(self.whole._actions)
        for node in self.tape.lone:
            actions[self.tape.slots[node]] = self._action(node)
        return actions

    @cached_property
    def _most_moving(self) -> int:
        return 1 + max((len(slope.moving) for slope in self.tape.slopes.values() if slope is not None), default=0)

    def _cost(self, node: Expr) -> int:
        if not isinstance(node, Apply):
            return STEP + self.entries(node.shape)
        if not is_untaken(node):
            return self._cost_of_operator(node)
        slope = self.tape.slopes[node]
        if slope is not None:
            times = len(self.places) if self.places and node in self.tape.lone else self.entries(slope.v.shape)
            return times * SERIES * sum([self._cost(moving) for moving in slope.moving])
        below = self._below(node)
        times = prod(self.entries(v.shape) for one in below if isinstance(one, Apply) for v in _varied_in(one))
        return SERIES * times * sum(self._cost_of_operator(one) for one in below if isinstance(one, Apply))

    def _cost_of_operator(self, node: Apply) -> int:
        most = self.entries(node.shape)
        for arg in node.args:
            most = max(most, self.entries(arg.shape))
        if node.op.name == "matmul":
            most = max(most, self.entries(node.shape) * node.args[0].shape.numbers(self.sizes)[-1])
        elif node.op.name in ("inverse", "det"):
            most = 2 * node.args[0].shape.numbers(self.sizes)[0] ** 3
        return STEP + most

    def _below(self, root: Expr) -> list[Expr]:
        found: dict[Expr, None] = {}
        pending = [root]
        while pending:
            node = pending.pop()
            if node not in found:
                found[node] = None
                pending += self.tape._arguments(node)
        return list(found)

    def _action(self, node: Expr) -> Action | None:
        """How the value of a node is made from those before it; None for an input, which has one."""
        slots = self.tape.slots
        if not is_untaken(node):
            return self._plain(node, slots)
        assert isinstance(node, Apply)
        slope = self.tape.slopes[node]
        return self._elsewhere(node) if slope is None else self._sloping(node, slope)

    def _plain(self, node: Expr, slots: Mapping[Expr, int]) -> Action | None:
        if isinstance(node, Const):
            top, bottom = node.value.numerator, node.value.denominator
            return lambda domain, values: domain.constant(top, bottom)
        if isinstance(node, Var):
            if node not in self.tape.given:
                return None
            equation = slots[self.tape.given[node]]
            return lambda domain, values: values[equation]
        operator, call = node.op, Call(tuple(arg.shape for arg in node.args), dict(node.attrs), self.sizes)
        args = [slots[arg] for arg in node.args]

        def apply(domain: Any, values: Values) -> Any:
            try:
                return operator.evaluate(domain, [values[slot] for slot in args], call)
            except (Undefined, ZeroDivisionError, OverflowError) as error:
                raise NoValue(f"{operator.name} has no value: {error}") from error

        return apply

    def _sloping(self, node: Apply, slope: Slope) -> Action:
        slots, first = self.tape.slots, len(self.tape.slots)
        local = {one: first + place for place, one in enumerate((slope.v, *slope.moving))}
        within = _Slots(local, slots)
        steps = [(local[one], self._plain(one, within)) for one in slope.moving]
        centre, moved, body = slots[slope.v], first, within[slope.body]
        seed = slots[node.args[0]] if node.op.name in ("pullback", "vjp") else None
        chosen = self.places if node in self.tape.lone else ()

        def differentiate(domain: Any, values: Values) -> Any:
            if not hasattr(domain, "perturbed"):
                raise NoValue(f"a derivative is evaluated in a domain of power series, not {domain.name}")
            found = {}
            try:
                base = values[centre]
                for place, entry in ((p, base[p]) for p in chosen) if chosen else entries(base):
                    values[moved] = _with_entry(base, place, domain.perturbed(entry, 1))
                    for slot, step in steps:
                        assert step is not None
                        values[slot] = step(domain, values)
                    found[place] = domain.coefficient(values[body], 1)
            except (Undefined, ValueError) as error:
                # FLINT raises where balls would be indeterminate: it divides by no series that begins with 0.
                raise NoValue(f"a derivative by {slope.v} has no power series: {error}") from error
            return from_slopes(node, found, None if seed is None else values[seed], self.sizes, domain)

        return differentiate

    def _elsewhere(self, node: Apply) -> Action:
        inputs = [(v, self.tape.slots[v]) for v in self.tape._inputs_below(node) if isinstance(v, Var)]

        def evaluate_anew(domain: Any, values: Values) -> Any:
            setting = Setting({v: values[slot] for v, slot in inputs}, self.sizes, self.tape.given)
            return evaluate(node, setting, domain)

        return evaluate_anew


class _Slots(dict[Expr, int]):
    """The slots of nodes that move, and of all others where they stand still."""

    def __init__(self, local: Mapping[Expr, int], others: Mapping[Expr, int]) -> None:
        super().__init__(local)
        self._others = others

    def __missing__(self, node: Expr) -> int:
        return self._others[node]


def _varied_in(node: Apply) -> Iterable[Var]:
    return varied(node) if is_untaken(node) else ()


def _with_entry(value: Any, place: tuple[int, ...], entry: Any) -> Any:
    if not place:
        return entry
    result = np.array(value, dtype=complex if isinstance(entry, complex) else object, copy=True)
    result[place] = entry
    return result
