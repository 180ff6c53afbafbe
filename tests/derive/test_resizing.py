"""Sizes in expressions: they are found and replaced wherever they stand."""

from __future__ import annotations

import pytest

from derive import building as b
from derive.ir import Expr, Var
from derive.resizing import resized, size_names
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
