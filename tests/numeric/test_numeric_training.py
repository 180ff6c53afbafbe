"""Gradient descent: the worked example of deck 003, its history, and its failures."""

import math
from typing import Any

import numpy as np
import pytest

from numeric.arrays import Array, WrongShape
from numeric.networks import Pass, hand_written, loop_pass
from numeric.neurons import logistic_predict
from numeric.training import Diverged, descend, take_step


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
    assert not history.stopped
    assert values["w"].tolist() == [0.7]
    assert values["b"] == 0.1


def test_loop_and_vectorised_descend_alike() -> None:
    whole = descend(BATCH, three_points(), ("w", "b"), rate=1, steps=20)
    loop = descend(loop_pass(), three_points(), ("w", "b"), rate=1, steps=20)
    assert loop.losses == pytest.approx(whole.losses, rel=1e-13)


def test_stop_ends_the_descent() -> None:
    history = descend(BATCH, three_points(), ("w", "b"), rate=1, steps=50, stop=lambda step: step.number == 3)
    assert history.stopped
    assert len(history.steps) == 3
    assert not descend(BATCH, three_points(), ("w",), rate=1, steps=3, stop=lambda step: step.number == 3).stopped


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
