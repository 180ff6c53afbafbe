"""Arrays of anything: NumPy's object arrays, entry by entry. A single thing counts as an array without axes."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import repeat
from math import prod
from typing import Any

import numpy as np

from derive.operators import Undefined


def filled(shape: tuple[int, ...], supply: Callable[[tuple[int, ...]], Any]) -> Any:
    """An array of that shape whose entry at each index is ``supply(index)``; for no axes the thing itself."""
    if not shape:
        return supply(())
    result = np.empty(shape, dtype=object)
    for index in np.ndindex(shape):
        result[index] = supply(index)
    return result


def mapped(function: Callable[..., Any], *values: Any) -> Any:
    """``function`` of the values, entry by entry; single things go with every entry of the arrays among them."""
    if not isinstance(values[0], np.ndarray) and len(values) == 1:
        return function(values[0])
    arrays = [value for value in values if isinstance(value, np.ndarray)]
    if not arrays:
        return function(*values)
    # NumPy would take a lone power series for a sequence of its coefficients, so single things are kept from it.
    lines = [value.ravel().tolist() if isinstance(value, np.ndarray) else repeat(value) for value in values]
    flat = map(function, *lines)
    return np.fromiter(flat, dtype=object, count=arrays[0].size).reshape(arrays[0].shape)


def entries(value: Any) -> Iterator[tuple[tuple[int, ...], Any]]:
    """Each entry with its index; a single thing has the index ``()``."""
    if not isinstance(value, np.ndarray):
        yield (), value
        return
    for index in np.ndindex(value.shape):
        yield index, value[index]


def holding(array: Any, values: Any) -> Any:
    """The array, as one that can hold the values too: an array of floats would drop the imaginary part of a number."""
    return array if array.dtype == object else array.astype(np.result_type(array, values))


def sections(array: Any, axes: tuple[int, ...]) -> list[Any]:
    """The sections of an array across some of its axes: arrays of the other axes, or single things."""
    front = np.moveaxis(array, axes, range(len(axes)))
    return [front[index] for index in np.ndindex(front.shape[: len(axes)])]


def places_at(
    whole: Callable[[Any], int | None], at: Sequence[Any], shape: tuple[int, ...], lengths: tuple[int, ...]
) -> tuple[Any, ...]:
    """Arrays of positions, counted from 1, as indices of an array of ``lengths``: one array of ``shape`` for each axis.

    ``whole`` says which integer a position is. Raises `Undefined` for one that is none, or that points outside.
    """
    return tuple(_indices(whole, positions, length, shape) for positions, length in zip(at, lengths, strict=True))


def _indices(whole: Callable[[Any], int | None], positions: Any, length: int, shape: tuple[int, ...]) -> Any:
    if not isinstance(positions, np.ndarray):
        flat = [positions] * prod(shape)
    elif positions.dtype.kind == "f" and np.all((positions % 1 == 0) & (positions >= 1) & (positions <= length)):
        return positions.astype(int) - 1
    else:
        flat = positions.ravel().tolist()
    found = [whole(position) for position in flat]
    for position in found:
        if position is None or not 1 <= position <= length:
            said = "no whole number" if position is None else str(position)
            raise Undefined(f"a position is {said}, and not one of 1 to {length}")
    return np.array(found, dtype=int).reshape(shape) - 1
