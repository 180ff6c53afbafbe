"""Arrays at the doors of this package: types, shapes and finiteness, checked by name.

NumPy broadcasts many ill-shaped products without an error (a row times a column becomes a matrix), so a pass
that leaves shape checking to NumPy computes something else instead of failing. Everything that enters goes
through here.
"""

from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt

from numeric.frameworks import plain

Array: TypeAlias = npt.NDArray[np.float64]
"""A real array; a scalar is an array of shape ()."""

Numbers: TypeAlias = npt.NDArray[Any]
"""float64 or complex128: what a forward pass takes and gives, so that complex steps can go through it."""


class WrongShape(ValueError):
    """An array has another shape than the place it stands in demands; the message names both shapes."""


class NotFinite(ValueError):
    """A NaN or an infinity where a number is needed; the message names the array and the entry."""


def as_numbers(name: str, value: object, *, copy: bool = True) -> Numbers:
    """The value as a float64 or complex128 array, a fresh copy unless `copy` is False.

    Does not check shape or finiteness. Raises TypeError for anything that is not made of numbers (text,
    objects, ragged lists), naming it.
    """
    try:
        array = np.array(plain(value)) if copy else np.asarray(value)
    except ValueError as error:
        raise TypeError(f"{name}: not a rectangular array of numbers ({error})") from error
    if array.dtype.kind in "biuf":
        return array.astype(np.float64, copy=False)
    if array.dtype.kind == "c":
        return array.astype(np.complex128, copy=False)
    raise TypeError(f"{name}: expected numbers, found {type(value).__name__} with dtype {array.dtype}")


def as_real(name: str, value: object, *, copy: bool = True) -> Array:
    """The value as a finite float64 array, a fresh copy unless `copy` is False.

    Does not check the shape. Raises TypeError for complex or non-numeric values and NotFinite, naming the
    first entry that is NaN or infinite.
    """
    array = as_numbers(name, value, copy=copy)
    if array.dtype.kind == "c":
        raise TypeError(f"{name}: expected real numbers, found complex ones")
    require_finite(name, array)
    return array


def require_finite(name: str, array: Numbers) -> None:
    """Raise NotFinite, naming the first entry that is NaN or infinite; otherwise do nothing."""
    finite = np.isfinite(array)
    if not finite.all():
        bad = ~finite
        index = first_index(bad)
        where = f"{name}{list(index)}" if index else name
        raise NotFinite(f"{where} is {array[index]}, expected a finite number")


def require_shape(name: str, array: Numbers, expected: tuple[int, ...], reason: str = "") -> None:
    """Raise WrongShape, naming the shape found and the one expected; otherwise do nothing.

    Shapes must be equal: nothing is broadcast, and (1,) is not ().
    """
    if array.shape != expected:
        because = f" ({reason})" if reason else ""
        raise WrongShape(f"{name} has shape {array.shape}, expected {expected}{because}")


def require_dimensions(name: str, array: Numbers, count: int) -> None:
    """Raise WrongShape unless the array has this many axes, none of them empty."""
    if array.ndim != count or array.size == 0:
        kind = ("a scalar", "a vector", "a matrix")[count] if count < 3 else f"an array with {count} axes"
        raise WrongShape(f"{name} has shape {array.shape}, expected {kind} with at least one entry")


def first_index(mask: npt.NDArray[np.bool_]) -> tuple[int, ...]:
    """The index of the first true entry, in row-major order. The mask must have one."""
    return tuple(int(i) for i in np.unravel_index(int(np.argmax(mask)), mask.shape))
