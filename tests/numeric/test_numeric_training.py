"""Gradient descent: the worked example of deck 003, its history, and its failures."""

import math
from typing import Any

import numpy as np
import pytest

from numeric.arrays import Array, WrongShape
from numeric.curvature import curved, steepest
from numeric.networks import Pass, hand_written, loop_pass
from numeric.neurons import logistic_predict
from numeric.passes import over_examples
from numeric.tables import read_table
from numeric.training import (
    Diverged,
    NoMinimum,
    Stop,
    Watch,
    descend,
    flat,
    minimise,
    newton_step,
    settled,
    take_step,
)


def find(name: str, log_base: float = math.e) -> Pass:
    found = hand_written(name, log_base=log_base)
    assert found is not None
    return found


BATCH = find("logistic-regression/n examples")
LINEAR = find("linear-perceptron")


def three_points() -> dict[str, Any]:
    return {"w": np.array([0.7]), "b": 0.1, "X": np.array([[0.1, 0.2, 0.3]]), "Y": np.array([0.0, 0.0, 1.0])}


@pytest.mark.parametrize("pass_", [BATCH, loop_pass()], ids=["vectorised", "loop"])
def test_the_step_of_deck_003(pass_: Pass) -> None:
    step = take_step(pass_, three_points(), ("w", "b"), rate=1)
    assert step.number == 1
    assert step.gradient["w"] == pytest.approx([0.013083], abs=5e-7)
    assert float(step.gradient["b"]) == pytest.approx(0.226332, abs=5e-7)
    assert step.after["w"] == pytest.approx([0.686917], abs=5e-7)
    assert float(step.after["b"]) == pytest.approx(-0.126332, abs=5e-7)
    assert step.loss_before == pytest.approx(0.717399, abs=5e-7)
    assert step.loss_after == pytest.approx(0.672500, abs=5e-7)
    assert float(logistic_predict(step.after["w"], [0.4], step.after["b"])) == pytest.approx(0.537041, abs=5e-7)


def test_the_same_step_with_a_loss_to_base_ten() -> None:
    step = take_step(find("logistic-regression/n examples", 10), three_points(), ("w", "b"), rate=math.log(10))
    assert step.after["w"] == pytest.approx([0.686917], abs=5e-7)
    assert step.loss_after == pytest.approx(0.292063, abs=5e-7)


def test_the_history_is_seamless_and_the_loss_falls() -> None:
    values = three_points()
    history = descend(BATCH, values, ("w", "b"), rate=1, steps=50)
    assert [step.number for step in history.steps] == list(range(1, 51))
    assert len(history.losses) == 51
    assert list(history.losses) == sorted(history.losses, reverse=True)
    for earlier, later in zip(history.steps, history.steps[1:], strict=False):
        assert earlier.loss_after == later.loss_before
        assert (earlier.after["w"] == later.before["w"]).all()
    assert history.final is history.steps[-1].after
    assert history.stopped == ""
    assert values["w"].tolist() == [0.7]
    assert values["b"] == 0.1


def test_loop_and_vectorised_descend_alike() -> None:
    whole = descend(BATCH, three_points(), ("w", "b"), rate=1, steps=20)
    loop = descend(loop_pass(), three_points(), ("w", "b"), rate=1, steps=20)
    assert loop.losses == pytest.approx(whole.losses, rel=1e-13)


def test_a_criterion_ends_the_descent_and_says_why() -> None:
    third = Watch((lambda step: "enough" if step.number == 3 else "",))
    history = descend(BATCH, three_points(), ("w", "b"), 1, 50, third)
    assert (history.stopped, history.taken, len(history.steps)) == ("enough", 3, 3)
    assert descend(BATCH, three_points(), ("w",), 1, 3, third).stopped == ""


@pytest.mark.parametrize("criterion", [settled(1e-3), flat(2e-2)], ids=["loss change", "slope"])
def test_the_criteria_hold_where_they_stop_and_not_before(criterion: Stop) -> None:
    history = descend(BATCH, three_points(), ("w", "b"), 1, 500, Watch((criterion,)))
    assert history.stopped in {"the loss changed by no more than 0.001", "the gradient is no longer than 0.02"}
    assert criterion(history.steps[-1])
    assert not any(criterion(step) for step in history.steps[:-1])


def test_a_long_history_keeps_the_first_the_last_and_every_so_manyth_step() -> None:
    heard: list[int] = []
    watch = Watch(keep=10, progress=lambda step: heard.append(step.number))
    history = descend(BATCH, three_points(), ("w", "b"), 1, 34, watch)
    assert [step.number for step in history.steps] == [1, 10, 20, 30, 34]
    assert heard == list(range(1, 35))
    assert (len(history.losses), history.taken, history.rises) == (35, 34, 0)
    with pytest.raises(ValueError, match="keep is 0"):
        Watch(keep=0)


def test_the_length_of_a_gradient_does_not_overflow() -> None:
    step = take_step(LINEAR, {"w_1": 0.0, "w_2": 0.0, "b": 0.0, "x_1": 1e150, "x_2": 0.0, "y": 1e100}, ("w_1", "b"), 0)
    with np.errstate(all="raise"):
        assert step.slope == pytest.approx(1e250)


def houses(names: tuple[str, ...] = ("x_1", "x_2", "y")) -> dict[str, Any]:
    table = read_table("houses")
    return {name: table.column(name) for name in names}


def test_newtons_method_finds_the_least_squares_of_the_houses() -> None:
    mean = over_examples(LINEAR, ("x_1", "x_2", "y"))
    start = {**houses(), "w_1": 0.0, "w_2": 0.0, "b": 0.0}
    both = minimise(mean, start, ("w_1", "w_2", "b"), 5).final
    assert [float(both[name]) for name in ("w_1", "w_2", "b")] == pytest.approx([-10, 10000, 10000], rel=1e-7)
    size = minimise(mean, start, ("w_1", "b"), 5)
    assert [float(size.final[name]) for name in ("w_1", "b")] == pytest.approx([15, 10000 / 3], rel=1e-9)
    assert 2 * size.losses[-1] == pytest.approx(5555555.555556, abs=1e-5)


def test_newtons_method_refuses_what_has_no_minimum_nearby() -> None:
    start = {"w": np.array([0.0]), "b": 0.0, "X": np.array([[1.0, 1.0]]), "Y": np.array([0.0, 1.0])}
    with pytest.raises(NoMinimum, match=r"step 1: .* has a direction in which it is flat"):
        newton_step(BATCH, start, ("w", "b"))
    with pytest.raises(NoMinimum, match=r"does not curve along w\[0\]"):
        newton_step(BATCH, {**start, "X": np.array([[0.0, 0.0]])}, ("w", "b"))
    chain = find("chain")
    values = {"w_1": 0.1, "b_1": 0.2, "w_2": 0.2, "b_2": 0.2, "x": 9, "y": 1}
    with pytest.raises(NoMinimum, match="curves downwards"):
        newton_step(chain, values, chain.parameters)


def test_the_hessian_is_the_one_of_the_formula_and_says_how_large_a_rate_may_be() -> None:
    """The Hessian of the mean log loss is the mean of a(1-a) (x, 1)(x, 1)^T."""
    values = three_points()
    a = BATCH.forward(values)["A"]
    rows = np.stack([values["X"][0], np.ones(3)])
    exact = rows @ np.diag(a * (1 - a)) @ rows.T / 3
    here = curved(BATCH, values, ("w", "b"))
    np.testing.assert_allclose(here.hessian, exact, rtol=1e-8)
    assert here.name_of(0) == "w[0]"
    assert here.name_of(1) == "b"
    largest = float(np.linalg.eigvalsh(exact)[-1])
    assert steepest(BATCH, values, ("w", "b")) == pytest.approx(largest, rel=1e-6)


def test_the_loop_over_examples_is_the_vectorised_pass_or_its_sum() -> None:
    values = three_points()
    rows = {"w": values["w"], "b": values["b"], "x": values["X"].T, "y": values["Y"]}
    one = find("logistic-regression")
    loop, total = over_examples(one, ("x", "y")), over_examples(one, ("x", "y"), mean=False)
    assert loop.loss(rows) == pytest.approx(BATCH.loss(values), rel=1e-15)
    assert total.loss(rows) == pytest.approx(3 * BATCH.loss(values), rel=1e-15)
    for name, gradient in BATCH.backward(values).items():
        np.testing.assert_allclose(loop.backward(rows)[name], gradient, rtol=1e-14)
        np.testing.assert_allclose(total.backward(rows)[name], 3 * gradient, rtol=1e-14)
    assert loop.forward(rows)["a"].shape == (3,)
    with pytest.raises(ValueError, match=r"the numbers of examples differ: {'x': 3, 'y': 2}"):
        loop.loss({**rows, "y": values["Y"][:2]})


def test_only_the_named_parameters_move() -> None:
    history = descend(BATCH, three_points(), ("b",), rate=1, steps=2)
    assert set(history.final) == {"b"}


def house() -> dict[str, float]:
    return {"w_1": 0.0, "w_2": 0.0, "b": 0.0, "x_1": 1000.0, "x_2": 2.0, "y": 20000.0}


def test_divergence_names_the_step() -> None:
    with pytest.raises(Diverged, match=r"step \d+: .* no longer finite") as caught:
        descend(LINEAR, house(), ("w_1", "w_2", "b"), rate=1, steps=1000)
    assert 20 < caught.value.step < 60
    with pytest.raises(Diverged) as again:
        descend(LINEAR, {**house(), "y": math.nan}, ("w_1",), rate=1, steps=5)
    assert (again.value.step, again.value.quantity) == (1, "the loss")
    assert len(caught.value.losses) == caught.value.step


def test_impossible_requests_are_refused() -> None:
    with pytest.raises(ValueError, match="asked for: x_1"):
        descend(LINEAR, house(), ("x_1",), rate=1, steps=1)
    with pytest.raises(ValueError, match="asked for: nothing"):
        descend(LINEAR, house(), (), rate=1, steps=1)
    with pytest.raises(ValueError, match="learning rate is nan"):
        descend(LINEAR, house(), ("b",), rate=math.nan, steps=1)
    with pytest.raises(ValueError, match="steps is 0"):
        descend(LINEAR, house(), ("b",), rate=1, steps=0)


def test_a_transposed_gradient_does_not_broadcast_into_the_parameter() -> None:
    def backward(values: Any) -> dict[str, Array]:
        return {"w": BATCH.backward(values)["w"][:, None], "b": np.asarray(0.0)}

    crooked = Pass("crooked", BATCH.inputs, BATCH.parameters, "J", BATCH.forward, backward)
    with pytest.raises(WrongShape, match=r"the gradient of w has shape \(1, 1\), expected \(1,\)"):
        take_step(crooked, three_points(), ("w",), rate=1)
