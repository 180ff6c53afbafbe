"""A system in components computes the same loss and the same gradients, entry by entry."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Mapping
from typing import Any

import numpy as np
import pytest
from points_for_tests import close, drawn, positive
from systems_for_tests import ALL, batch, linear, logistic

from derive import building as b
from derive.balls import BITS, Balls
from derive.building import total_derivative
from derive.components import component, in_components
from derive.deriving import derive_gradients
from derive.ir import Const, Symbol, Var, variables
from derive.kernel import replay
from derive.lowering import Setting, evaluate
from derive.shapes import SCALAR, Shape, UnknownSize
from derive.systems import System
from numeric.enclosure import precision

SIZES = {"m": 2, "n": 3}
EXAMPLES = frozenset("n")


def _entries(v: Var, value: Any) -> Iterator[tuple[Var, Any]]:
    if v.shape.is_scalar:
        yield v, value
        return
    for index in np.ndindex(value.shape):
        yield component(v, index, EXAMPLES), value[index]


def _point(system: System) -> tuple[dict[Var, Any], dict[Var, Any]]:
    """Values of the inputs as arrays, and the same values under the names of their entries."""
    rng = random.Random(0)
    inputs = (*system.parameters, *system.data)
    arrays = {
        v: drawn(v.shape.numbers(SIZES), lambda: Balls().constant(*positive(rng).as_integer_ratio())) for v in inputs
    }
    return arrays, {name: value for v, array in arrays.items() for name, value in _entries(v, array)}


@pytest.mark.parametrize("make", ALL.values(), ids=ALL)
def test_the_loss_and_its_gradients_are_the_same(make: Callable[[], System]) -> None:
    system = make()
    written = in_components(system, SIZES)
    assert all(v.shape == SCALAR for e in written.equations.values() for v in variables(e))
    with precision(BITS):
        arrays, singles = _point(system)
        whole, parts = Setting(arrays, SIZES, system.equations), Setting(singles, {}, written.equations)
        assert close(evaluate(system.loss, whole, Balls()), evaluate(written.loss, parts, Balls()))
        for v in system.parameters:
            gradient = evaluate(total_derivative(system.loss, v), whole, Balls())
            for name, expected in _entries(v, gradient):
                found = evaluate(total_derivative(written.loss, name), parts, Balls())
                assert close(found, expected)
                assert not close(found + 1, expected)


def test_names_of_entries() -> None:
    system = in_components(batch(), SIZES)
    assert [v.name for v in system.parameters] == ["w_1", "w_2", "b"]
    assert [v.symbol for v in system.data][:3] == [Symbol("x", sub="1", example=str(k)) for k in (1, 2, 3)]
    assert [v.symbol for v in system.data][6:] == [Symbol("y", example=str(k)) for k in (1, 2, 3)]
    assert component(Var("b"), (), EXAMPLES) is Var("b")
    assert component(Var(Symbol("w", sub="k"), Shape.of("m")), (1,), EXAMPLES).symbol == Symbol("w", sub="k,2")


def test_functions_stay_as_they_are_written() -> None:
    a = [e for v, e in in_components(logistic(), SIZES).equations.items() if v.name == "a"]
    assert a == [b.call("sigmoid", Var("z"))]


def test_a_system_of_numbers_stays_itself() -> None:
    system = linear()
    written = in_components(system, {})
    assert written.parameters == system.parameters
    assert written.equations == system.equations


@pytest.mark.parametrize("sizes", [{"m": 1, "n": 1}, {"m": 3, "n": 1}, {"m": 1, "n": 2}])
def test_a_system_in_components_can_be_derived(sizes: Mapping[str, int]) -> None:
    written = in_components(batch(), sizes)
    assert len(written.parameters) == sizes["m"] + 1
    replay(derive_gradients(written), written.equations, points=1)


def test_published_gradients_of_numbers_are_written_out() -> None:
    system = logistic()
    w, x, error = system.parameters[0], system.data[0], b.sub(Var("a"), Var("y"))
    published = {total_derivative(system.loss, w): b.mul(error, x)}
    written = in_components(System(system.equations, system.loss, system.parameters, system.data, published), SIZES)
    expected = {
        total_derivative(system.loss, Var(Symbol("w", sub=k))): b.mul(error, Var(Symbol("x", sub=k))) for k in "12"
    }
    assert written.published == expected


def test_an_array_of_constants_is_repeated() -> None:
    z, loss = Var("z", Shape.of("m")), Var("L")
    system = System({z: b.broadcast(Const(2), z.shape), loss: b.total(z)}, loss, (), ())
    assert in_components(system, {"m": 2}).equations[loss] is b.add(*(Var(Symbol("z", sub=k)) for k in "12"))


def test_a_size_without_a_number_is_named() -> None:
    with pytest.raises(UnknownSize, match="the size n"):
        in_components(batch(), {"m": 2})


def test_an_equation_with_a_name_that_nothing_gives_a_value_is_left_out_with_what_follows_from_it() -> None:
    w, x, q = Var("w"), Var("x"), Var("q")
    h, t, k, loss = Var("h"), Var("t"), Var("k"), Var("L")
    equations = {h: b.mul(w, x), t: b.mul(q, h), k: b.add(t, h), loss: b.power(h, Const(2))}
    published = {total_derivative(k, h): b.add(q, Const(1)), total_derivative(loss, h): b.mul(Const(2), h)}
    system = System(equations, loss, (w,), (x,), published)
    assert system.computable == (h, loss)
    written = in_components(system, {})
    assert tuple(written.equations) == (h, loss)
    assert written.published == {total_derivative(loss, h): b.mul(Const(2), h)}


def test_a_member_of_a_family_has_its_index_in_the_slot() -> None:
    family = Var(Symbol("x", example="·"), Shape.of("m", "d"))
    assert component(family, (1, 0), frozenset()).symbol == Symbol("x", example="2", sub="1")
