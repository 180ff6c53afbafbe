"""Arrays of other libraries at the doors: PyTorch tensors and JAX arrays, recognised by what they can do.

Neither library is imported: a tensor can be detached, and made anew from numbers; a JAX array can be set.
"""

from typing import Any

import numpy as np


def is_foreign(value: object) -> bool:
    """Whether it is an array of another library."""
    return _is_tensor(value) or _is_settable(value)


def plain(value: object) -> Any:
    """The value as NumPy takes it: a tensor leaves its graph and its device, all else stays what it is."""
    if _is_tensor(value):
        tensor: Any = value
        return tensor.detach().cpu().numpy()
    return np.asarray(value) if _is_settable(value) else value


def like(original: object, array: Any) -> Any:
    """The array as the library of the original has it; NumPy's own stay what they are.

    A tensor is handed over in double precision, whatever it was, since differences in single precision tell little; a
    JAX array keeps its precision, which JAX decides once for a whole program.
    """
    if _is_tensor(original):
        tensor: Any = original
        return tensor.detach().double().new_tensor(array)
    if _is_settable(original):
        settable: Any = original
        return settable.at[...].set(array)
    return array


def is_single(value: object) -> bool:
    """Whether an array of another library stays in single precision when it is handed over."""
    return _is_settable(value) and np.asarray(value).dtype.itemsize < 8


def _is_tensor(value: object) -> bool:
    return all(hasattr(value, name) for name in ("detach", "cpu", "new_tensor"))


def _is_settable(value: object) -> bool:
    return all(hasattr(value, name) for name in ("at", "sharding", "__array__"))
