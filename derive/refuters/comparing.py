"""Two sides at one point, in balls: they certainly differ, they agree closely, or nothing is known.

Balls are the arbiter of every refutation. Where they are too wide to tell, they are made narrower until the bits or
the work are spent. Beside a jump nothing is said: what a step is at 0 is a convention.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt

from derive.arrays import entries, mapped
from derive.balls import BITS, Balls, ball, farthest, is_defined, relative_width
from derive.ir import Apply, Expr, Var, children
from derive.lowering import NoValue
from derive.refuters.pinning import WHOLE, moving
from derive.tapes import Bound, Tape, Values
from numeric.enclosure import precision

PRECISIONS = (BITS, 4 * BITS, 16 * BITS)
"""The working precisions in bits, tried in turn while balls are too wide to tell."""
CLOSE = 1e-12
"""How closely balls must agree, relatively, to count as agreeing."""
WORK = 1_500_000
"""How much work one claim may take, in operations on one number at the first precision: some 0.2 µs each."""
JUMPING = {"greater": (0, 1), "at_least": (0, 1), "equals": (0, 1), "sign": (0,), "power": (0,)}
"""The operators that are evaluated exactly at their jump, and which arguments meet or vanish there.

A power is one of them where its exponent moves: what 0⁰ is, is a convention.
"""


@dataclass
class Spending:
    """The work that may still be spent on a claim."""

    left: int = WORK

    def takes(self, cost: int) -> bool:
        """Whether so much is left, which is spent then."""
        if cost > self.left:
            return False
        self.left -= cost
        return True


@dataclass(frozen=True)
class Seen:
    """What balls said of two sides at a point: in which entry they certainly differ most, or how closely they agree.

    ``left`` and ``right`` are the values of that entry, and ``ratio`` is their difference relative to the larger one.
    Where nothing is known, ``reason`` says why.
    """

    left: Any = None
    right: Any = None
    entry: tuple[int, ...] | None = None
    ratio: float = 0.0
    width: float = 0.0
    reason: str = ""
    bits: int = BITS

    @property
    def differs(self) -> bool:
        """Whether the sides certainly differ."""
        return self.entry is not None


@dataclass(frozen=True)
class Jumps:
    """The places of a tape where a value jumps, as far as names that take any value can come near."""

    tape: Tape
    discrete: frozenset[Var]

    @cached_property
    def _places(self) -> tuple[tuple[Expr, ...], ...]:
        jumping = [n for n in self.tape.slots if isinstance(n, Apply) and n.op.name in JUMPING]
        if not jumping:
            return ()
        moves: dict[Expr, bool] = {}
        for node in self.tape.slots:
            below = (self.tape.given[node],) if isinstance(node, Var) and node in self.tape.given else children(node)
            own = isinstance(node, Var) and not below and node not in self.discrete
            # What is below a derivative may have no slot of its own, and counts as able to move.
            held = isinstance(node, Apply) and node.op.name in WHOLE
            moves[node] = own or (not held and any(moves.get(child, True) for child in below))
        met = (n for n in jumping if moves[n.args[1] if n.op.name == "power" else n])
        return tuple(tuple(n.args[k] for k in JUMPING[n.op.name]) for n in met)

    def met(self, values: Values) -> bool:
        """Whether a point stands exactly at one of them, and would leave it if the point moved a little."""
        slots = self.tape.slots
        at = [(place, self._meeting([values[slots[node]] for node in place])) for place in self._places]
        if not any(where.any() for _, where in at):
            return False
        moves = moving(self.tape, values, self.discrete)
        return any(bool((where & np.logical_or.reduce([moves[n] for n in place])).any()) for place, where in at)

    @staticmethod
    def _meeting(values: list[Any]) -> npt.NDArray[np.bool_]:
        """In which entries the two values are equal, or the one is 0."""
        difference = values[0] - values[1] if len(values) == 2 else values[0]
        return np.asarray(mapped(lambda entry: entry == 0, difference), dtype=bool)


def compared(bound: Bound, point: Mapping[Var, Any], jumps: Jumps, spending: Spending) -> Seen:
    """Both roots of a tape at an exact point, in balls of rising precision until they tell."""
    seen = Seen(reason="the work that a claim may take is spent")
    for bits in PRECISIONS:
        if not spending.takes(bound.cost * (1 + bits // (4 * BITS))):
            return seen
        with precision(bits):
            seen, wide = _compared(bound, point, jumps, bits)
        if not wide:
            break
    return seen


def _compared(bound: Bound, point: Mapping[Var, Any], jumps: Jumps, bits: int) -> tuple[Seen, bool]:
    """What balls of one precision say, and whether narrower ones could say more."""
    try:
        values = bound.run({v: mapped(ball, value) for v, value in point.items()}, Balls())
    except NoValue as error:
        return Seen(reason=str(error)), False
    if jumps.met(values):
        return Seen(reason="a value stands at a jump"), False
    left, right = (_chosen(values[slot], bound.places) for slot in bound.tape.roots)
    if not (is_defined(left) and is_defined(right)):
        name, wide = _undefined(bound.tape, values)
        return Seen(reason=f"{name} has no value there"), wide
    found = farthest(left, right)
    if found is not None:
        index, ratio = found
        entry = bound.places[index[0]] if bound.places else index
        return Seen(_at(left, index), _at(right, index), entry, ratio, bits=bits), False
    width = relative_width(left, right)
    if width < CLOSE:
        return Seen(width=width, bits=bits), False
    return Seen(reason=f"the values are not known closely enough, with {bits} bits"), True


def _chosen(value: Any, places: tuple[tuple[int, ...], ...]) -> Any:
    """Those entries of an array in a row; all of it where none are chosen."""
    return np.fromiter((value[place] for place in places), dtype=object, count=len(places)) if places else value


def _at(value: Any, index: tuple[int, ...]) -> Any:
    return value[index] if index else value


def _undefined(tape: Tape, values: Values) -> tuple[str, bool]:
    """The operator that has no value first, and whether that may be so because an argument is known too loosely."""
    for node, slot in tape.slots.items():
        if isinstance(node, Apply) and not is_defined(values[slot]):
            balls = [entry for arg in node.args if arg in tape.slots for _, entry in entries(values[tape.slots[arg]])]
            return node.op.name, any(entry.contains(0) and not entry.is_exact() for entry in balls)
    return "a side", False
