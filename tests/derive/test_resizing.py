"""Sizes in expressions: they are found and replaced wherever they stand."""

from __future__ import annotations

import pytest

from derive import building as b
from derive.ir import Expr, Var
from derive.resizing import numbered_within, resized, size_names
from derive.shapes import Shape, Size

X, V = Var("x"), Var("v", Shape.of("m"))


@pytest.mark.parametrize(
    ("expr", "names"),
    [
        (X, ()),
        (V, ("m",)),
        (b.extent("n"), ("n",)),
        (b.total(b.mul(V, b.broadcast(b.extent("k"), V.shape))), ("k", "m")),
        (b.broadcast(X, Shape.of("h", "m")), ("h", "m")),
        (b.derivative(b.total(V), V), ("m",)),
    ],
)
def test_size_names_are_found_in_shapes_and_as_numbers(expr: Expr, names: tuple[str, ...]) -> None:
    assert size_names(expr) == names


def test_a_size_is_replaced_in_shapes_and_as_a_number() -> None:
    expr = b.total(b.mul(V, b.broadcast(b.extent("m"), V.shape)))
    longer = Var("v", Shape.of("k"))
    assert resized(expr, {"m": Size.of("k")}) is b.total(b.mul(longer, b.broadcast(b.extent("k"), longer.shape)))
    assert resized(V, {"n": Size.of(2)}) is V


def test_sizes_get_smaller_numbers_where_arrays_would_be_too_large() -> None:
    x = Var("x", Shape.of("a", "b", "c"))
    assert numbered_within(105, (3, 5, 7), [x]) == {"a": 3, "b": 5, "c": 7}
    assert numbered_within(104, (3, 5, 7), [x]) == {"a": 2, "b": 3, "c": 4}
    assert numbered_within(12, (3, 5, 7), [x]) == {"a": 2, "b": 3, "c": 2}
    assert numbered_within(1, (3, 5, 7), [x]) == {"a": 1, "b": 2, "c": 1}
    assert numbered_within(9, (3,), [x, b.extent("d")])["d"] == 2
