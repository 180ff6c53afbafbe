"""Expressions over arrays that are stored transposed, or without axes of length 1, have the same values."""

from __future__ import annotations

import random
from typing import Any

import numpy as np
import pytest
from applications_for_tests import applications
from points_for_tests import NoPoint, differ, positive, setting_for

from derive import building as b
from derive import ops, squeezing, turning
from derive.balls import BITS, Balls, apart, is_defined
from derive.ir import Apply, Const, Expr, Var, substitute, variables
from derive.lowering import NoValue, Setting, evaluate
from derive.resizing import resized, size_names
from derive.shapes import ONE, Shape
from derive.squeezing import NotSqueezable, squeezed, squeezed_shape
from derive.turning import NotTurnable, over_turned, turned_name
from numeric.enclosure import precision

ALL = ops.names()
X, W, V = Var("X", Shape.of("m", "n")), Var("W", Shape.of("k", "m")), Var("v", Shape.of("m"))


WITHOUT_VALUES = {"choose", "scatter", "take"}
"""The operators that have values at whole numbers alone."""

ON_EQUATIONS = {"partial", "pullback", "total", "vjp"}
"""The operators that rest on equations, which there are none of here."""


# --- turned


def _names(expr: Expr) -> dict[Var, Var]:
    return {v: turned_name(v) for v in variables(expr) if v.shape.rank in (1, 2)}


@pytest.mark.parametrize("name", sorted(set(ALL) - ON_EQUATIONS))
def test_an_expression_over_turned_names_means_the_same(name: str) -> None:
    for expr in applications(name)[:40]:
        names = _names(expr)
        try:
            both = over_turned(expr, names)
        except NotTurnable:
            assert name in turning.BINDING
            continue
        back: dict[Expr, Expr] = {new: b.transpose(old) for old, new in names.items()}
        renamed = {old for old, new in names.items() if old is not new}
        assert renamed.isdisjoint(variables(both.plain, both.turned))
        try:
            assert not differ(substitute(both.plain, back), expr)
            if expr.shape.rank in (1, 2):
                assert not differ(substitute(both.turned, back), b.transpose(expr))
        except NoPoint:
            assert name in WITHOUT_VALUES


def test_transposes_that_cancel_are_gone() -> None:
    expr = b.call("sigmoid", b.matmul(b.transpose(W), b.matmul(W, X)))
    names = _names(expr)
    turned_x, turned_w = names[X], names[W]
    both = over_turned(expr, names)
    inner = b.matmul(b.transpose(turned_w), b.transpose(turned_x))
    assert both.turned is b.call("sigmoid", b.matmul(b.matmul(turned_x, turned_w), b.transpose(turned_w)))
    assert both.plain is b.call("sigmoid", b.matmul(turned_w, inner))


def test_a_gradient_is_turned_with_its_name() -> None:
    loss = Var("L")
    new = turned_name(W)
    assert over_turned(b.total_derivative(loss, W), {W: new}).turned is b.total_derivative(loss, new)
    with pytest.raises(NotTurnable):
        over_turned(b.derivative(b.total(W), W), {W: new})
    assert over_turned(b.derivative(b.total(X), X), {W: new}).plain is b.derivative(b.total(X), X)


def test_deep_expressions_are_turned() -> None:
    expr: Expr = X
    for _ in range(20_000):
        expr = b.neg(b.transpose(expr))
    assert over_turned(expr, _names(expr)).plain.shape == X.shape


# --- squeezed


def _value(expr: Expr, setting: Setting) -> Any:
    try:
        return evaluate(expr, setting, Balls())
    except (NoValue, ZeroDivisionError):
        return None


@pytest.mark.parametrize("name", sorted(set(ALL) - ON_EQUATIONS))
@pytest.mark.parametrize("size", ["m", "k", "n"])
def test_an_expression_without_axes_of_length_1_means_the_same(name: str, size: str) -> None:
    rng = random.Random(1)
    for application in applications(name)[:40]:
        expr = resized(application, {size: ONE})
        if size not in size_names(application):
            continue
        try:
            small = squeezed(expr)
        except NotSqueezable:
            continue
        assert small.shape == squeezed_shape(expr.shape)
        with precision(BITS):
            setting = setting_for([expr], rng, supply=positive)
            values = {squeezed(v): _without_ones(value, v.shape) for v, value in setting.values.items()}
            before, after = _value(expr, setting), _value(small, Setting(values, setting.sizes, {}))
            if before is None or not is_defined(before):
                continue
            assert apart(_without_ones(before, expr.shape), after) is None


def _without_ones(value: Any, shape: Shape) -> Any:
    lengths = [axis for axis, size in enumerate(shape.sizes) if size == ONE]
    if not lengths:
        return value
    small = np.squeeze(value, axis=tuple(lengths))
    return small[()] if small.ndim == 0 else small


COVERED = {"add", "mul", "div", "matmul", "transpose", "spread", "broadcast", "sum", "sum_along", "extent", "sigmoid"}


@pytest.mark.parametrize("name", sorted(COVERED))
def test_what_models_are_made_of_can_be_squeezed(name: str) -> None:
    expressions = [resized(expr, {size: ONE}) for expr in applications(name) for size in ("m", "k", "n")]
    assert [squeezed(expr).shape for expr in expressions if expr.shape.rank < 3]


def test_one_example_reads_as_if_it_had_been_written_so() -> None:
    batch = b.mul(b.div(b.ONE, b.extent("n")), b.total(b.matmul(b.transpose(V), X)))
    column = Var("X", Shape.of("m"))
    assert squeezed(resized(batch, {"n": ONE})) is b.matmul(b.transpose(V), column)


def test_a_shape_loses_its_axes_of_length_1() -> None:
    shapes = [Shape.of("m", 1), Shape.of(1, "m"), Shape.of(1, 1), Shape.of(1, row=True), Shape.of("m", row=True)]
    wanted = [Shape.of("m"), Shape.of("m", row=True), Shape.of(), Shape.of(), Shape.of("m", row=True)]
    assert list(map(squeezed_shape, shapes)) == wanted


def test_what_needs_its_axis_is_refused() -> None:
    with pytest.raises(NotSqueezable):
        squeezed(Apply(ops.get("softmax"), (Var("v", Shape.of(1)),)))
    assert squeezed(Const(3)) is Const(3)


def test_a_wrong_rule_shows(monkeypatch: pytest.MonkeyPatch) -> None:
    wrong = {**turning._RULES, "matmul": lambda _, args: b.matmul(args[0].plain, args[1].plain)}
    monkeypatch.setattr(turning, "_RULES", wrong)
    square, other = Var("P", Shape.of("m", "m")), Var("Q", Shape.of("m", "m"))
    expr = b.matmul(square, other)
    names = _names(expr)
    back: dict[Expr, Expr] = {new: b.transpose(old) for old, new in names.items()}
    assert differ(substitute(over_turned(expr, names).turned, back), b.transpose(expr))
    monkeypatch.setattr(squeezing, "_BUILT", {**squeezing._BUILT, "transpose": lambda _, args: args[0]})
    with pytest.raises(NotSqueezable):
        squeezed(resized(b.transpose(X), {"n": ONE}))
