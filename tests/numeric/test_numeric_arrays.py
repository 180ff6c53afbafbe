"""What enters the numerical package is checked by name, and importing the package itself is free."""

import subprocess
import sys

import numpy as np
import pytest

from numeric.arrays import NotFinite, WrongShape, as_numbers, as_real, require_dimensions, require_shape


def test_importing_the_package_imports_neither_numpy_nor_flint() -> None:
    code = "import sys, numeric; print(sorted({'numpy', 'flint', 'derive', 'reports'} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_a_value_is_copied() -> None:
    original = np.ones(3)
    as_real("w", original)[0] = 5
    assert original[0] == 1


def test_integers_and_booleans_become_floats() -> None:
    assert as_numbers("w", [1, 2]).dtype == np.float64
    assert as_numbers("y", True).dtype == np.float64


@pytest.mark.parametrize("value", ["text", [[1, 2], [3]], None, [object()]])
def test_what_is_no_number_is_refused_by_name(value: object) -> None:
    with pytest.raises(TypeError, match=r"^w: "):
        as_numbers("w", value)


def test_complex_is_refused_where_a_real_is_needed() -> None:
    with pytest.raises(TypeError, match="w: expected real numbers"):
        as_real("w", 1j)


def test_the_first_bad_entry_is_named() -> None:
    with pytest.raises(NotFinite, match=r"W\[1, 0\] is nan"):
        as_real("W", [[1.0, 2.0], [np.nan, np.inf]])
    with pytest.raises(NotFinite, match="b is inf"):
        as_real("b", np.inf)


def test_shapes_are_never_broadcast() -> None:
    with pytest.raises(WrongShape, match=r"b has shape \(1,\), expected \(\) \(a reason\)"):
        require_shape("b", np.ones(1), (), "a reason")
    with pytest.raises(WrongShape, match=r"w has shape \(0,\), expected a vector"):
        require_dimensions("w", np.ones(0), 1)
