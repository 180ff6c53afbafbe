"""Where values can move: which entries stay as they are while the inputs move a little from a point.

A value at a jump says nothing where it can move off it. It says what it says where it cannot: ReLU(−3) is 0, and so is
all that is near it. What is not certain may move.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeAlias

import flint
import numpy as np
import numpy.typing as npt

from derive.arrays import mapped
from derive.dependence import is_untaken
from derive.ir import Apply, Const, Expr, Var
from derive.tapes import Tape, Values

Moves: TypeAlias = npt.NDArray[np.bool_]
Rule: TypeAlias = Callable[[Sequence[Any], Sequence[Moves]], Moves]

NUMBERS = (flint.arb, flint.fmpq)
"""The numbers whose sign may be certain."""
WHOLE = ("argmax",)
"""Operators that give whole numbers, which meet others by right: where they jump, nothing has a derivative."""


def moving(tape: Tape, values: Values, discrete: frozenset[Var]) -> Mapping[Expr, Moves]:
    """For each node of a tape which of its entries may move with the inputs, but for the ``discrete`` ones."""
    found: dict[Expr, Moves] = {}
    for node, slot in tape.slots.items():
        shape = np.shape(values[slot])
        if isinstance(node, Const):
            found[node] = np.zeros(shape, dtype=bool)
        elif isinstance(node, Var):
            found[node] = found[tape.given[node]] if node in tape.given else np.full(shape, node not in discrete)
        elif is_untaken(node):
            found[node] = np.ones(shape, dtype=bool)
        else:
            assert isinstance(node, Apply)
            found[node] = _operator(
                node, [values[tape.slots[a]] for a in node.args], [found[a] for a in node.args], shape
            )
    return found


def _operator(node: Apply, args: Sequence[Any], moves: Sequence[Moves], shape: tuple[int, ...]) -> Moves:
    name = node.op.name
    if name in WHOLE:
        return np.zeros(shape, dtype=bool)
    if not node.op.elementwise:
        return np.full(shape, any(bool(m.any()) for m in moves))
    return _RULES[name](args, moves) if name in _RULES else np.logical_or.reduce(moves)


def _positive(value: Any) -> Moves:
    """In which entries a value is certainly positive."""
    return np.asarray(mapped(lambda number: isinstance(number, NUMBERS) and bool(number > 0), value), dtype=bool)


def _negative(value: Any) -> Moves:
    return _positive(-value)


def _zero(value: Any) -> Moves:
    """In which entries a value is exactly 0."""
    return np.asarray(mapped(lambda number: isinstance(number, NUMBERS) and bool(number == 0), value), dtype=bool)


def _rectifier(args: Sequence[Any], moves: Sequence[Moves]) -> Moves:
    return moves[0] & ~_negative(args[0])


def _maximum(args: Sequence[Any], moves: Sequence[Moves]) -> Moves:
    difference = args[0] - args[1]
    first, second = _positive(difference), _negative(difference)
    return (moves[0] & ~second) | (moves[1] & ~first)


def _minimum(args: Sequence[Any], moves: Sequence[Moves]) -> Moves:
    return _maximum((args[1], args[0]), moves)


def _jump(args: Sequence[Any], moves: Sequence[Moves]) -> Moves:
    """What is constant on both sides of a jump moves at the jump alone."""
    where = args[0] - args[1] if len(args) == 2 else args[0]
    certain = _positive(where) | _negative(where)
    return np.asarray(np.logical_or.reduce(moves) & ~certain)


def _choice(args: Sequence[Any], moves: Sequence[Moves]) -> Moves:
    condition, first, second = moves
    chosen = _positive(args[0])
    return condition | np.where(chosen, first, second)


def _product(args: Sequence[Any], moves: Sequence[Moves]) -> Moves:
    held = [_zero(value) & ~m for value, m in zip(args, moves, strict=True)]
    return np.asarray(np.logical_or.reduce(moves) & ~np.logical_or.reduce(held))


_RULES: dict[str, Rule] = {
    "relu": _rectifier,
    "max": _maximum,
    "min": _minimum,
    "choose": _choice,
    "mul": _product,
    **dict.fromkeys(("sign", "step", "greater", "at_least", "equals"), _jump),
}
"""The operators of whose entries some stay as they are though an argument moves."""
