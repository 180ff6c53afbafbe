"""The expression graph: interned, immutable, typed, and indifferent to depth."""

import copy
import gc
import pickle

import pytest

from derive import building as b
from derive import wire
from derive.ir import Const, Var, postorder, substitute, text_of
from derive.shapes import Shape, ShapeError

DEPTH = 100_000


def test_equal_expressions_are_one_object() -> None:
    x = Var("x")
    assert b.add(x, Const(1)) is b.add(Var("x"), Const(1))
    assert b.add(x, Const(1)) is not b.add(Const(1), x)
    assert Var("x") is not Var("x", Shape.of("m"))


def test_an_expression_cannot_be_changed_or_asked_for_truth() -> None:
    x = Var("x")
    with pytest.raises(AttributeError, match="immutable"):
        x.symbol = None  # type: ignore[assignment]
    with pytest.raises(TypeError, match=r"derive\.check"):
        bool(b.add(x, x))


def test_an_ill_shaped_expression_cannot_exist() -> None:
    w, x = Var("w", Shape.of("m")), Var("X", Shape.of("m", "n"))
    with pytest.raises(ShapeError, match="rows on the right"):
        b.matmul(w, x)
    with pytest.raises(ShapeError, match="one shape"):
        b.add(w, b.transpose(w))
    assert b.matmul(b.transpose(w), x).shape == Shape.of("n", row=True)


def test_a_named_size_is_never_one() -> None:
    with pytest.raises(ShapeError):
        b.add(Var("u", Shape.of("m")), Var("v", Shape.of(1)))


def deep() -> object:
    expr = Var("z")
    for level in range(DEPTH):
        expr = b.call("exp", expr) if level % 2 else b.neg(expr)
    return expr


def test_depth_is_no_obstacle() -> None:
    expr = deep()
    assert deep() is expr
    assert copy.deepcopy(expr) is expr
    assert text_of(expr).endswith("…")
    assert sum(1 for _ in postorder(expr)) == DEPTH + 1
    assert pickle.loads(pickle.dumps(expr)) is expr
    assert wire.load(wire.dump(expr)) == (expr,)
    swapped = substitute(expr, {Var("z"): Var("y")})
    assert swapped is not expr
    del expr, swapped
    gc.collect()


def test_sharing_keeps_passes_linear() -> None:
    expr = Var("x")
    for _ in range(200):
        expr = b.call("exp", b.mul(expr, expr))
    assert sum(1 for _ in postorder(expr)) == 401
    assert len(text_of(expr)) < 10_000


def test_builders_flatten_and_do_nothing_else() -> None:
    x, y, z = (Var(name) for name in "xyz")
    assert b.add(x, b.add(y, z)) is b.add(x, y, z)
    assert b.mul() is Const(1)
    assert b.add() is Const(0)
    assert b.add(Const(1), Const(1)) is not Const(2)
    assert b.neg(Const(3)) is Const(-3)
