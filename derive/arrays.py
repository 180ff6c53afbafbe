"""Arrays of anything: NumPy's object arrays, entry by entry. A single thing counts as an array without axes."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import numpy as np


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
    shape = next((value.shape for value in values if isinstance(value, np.ndarray)), ())

    def entry(index: tuple[int, ...]) -> Any:
        return function(*(value[index] if isinstance(value, np.ndarray) else value for value in values))

    return filled(shape, entry)


def entries(value: Any) -> Iterator[tuple[tuple[int, ...], Any]]:
    """Each entry with its index; a single thing has the index ``()``."""
    if not isinstance(value, np.ndarray):
        yield (), value
        return
    for index in np.ndindex(value.shape):
        yield index, value[index]
