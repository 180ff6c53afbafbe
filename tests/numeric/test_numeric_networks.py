"""Every hand-written pass, found by name, agrees with differences of its loss; wrong ones do not."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from numeric.arrays import WrongShape
from numeric.differences import complex_step
from numeric.gradcheck import Method, check_gradient, check_pass
from numeric.networks import MissingValue, Pass, hand_written, loop_pass
from numeric.outcomes import Outcome

NAMES = (
    "logistic-regression",
    "logistic-regression/n examples",
    "linear-perceptron",
    "perceptron-classifier",
)
calmly = settings(deadline=None, max_examples=10)


def find(name: str, log_base: float = np.e) -> Pass:
    found = loop_pass(log_base=log_base) if name == "loop" else hand_written(name, log_base=log_base)
    assert found is not None
    return found


def draw_values(pass_: Pass, seed: int, m: int = 3, n: int = 5) -> dict[str, object]:
    random = np.random.default_rng(seed)
    shapes = {"w": (m,), "x": (m,), "X": (m, n), "Y": (n,)}
    values: dict[str, object] = {name: random.normal(size=shapes.get(name, ())) for name in pass_.inputs}
    for label in {"y", "Y"} & set(values):
        values[label] = random.integers(0, 2, size=shapes.get(label, ()))
    return values


@pytest.mark.parametrize("method", ["richardson", "central", "complex step"])
@pytest.mark.parametrize("base", [np.e, 10.0])
@pytest.mark.parametrize("name", [*NAMES, "loop"])
def test_every_pass_agrees_with_differences_of_its_loss(name: str, base: float, method: Method) -> None:
    pass_ = find(name, base)
    tolerance = 1e-3 if method == "central" else 1e-5
    report = check_pass(pass_, draw_values(pass_, 1), method=method, tolerance=tolerance)
    assert report.outcome is Outcome.AGREES, report


@calmly
@given(st.sampled_from(NAMES), st.integers(0, 10**6))
def test_every_pass_agrees_at_random_points(name: str, seed: int) -> None:
    pass_ = find(name)
    assert check_pass(pass_, draw_values(pass_, seed)).outcome is Outcome.AGREES


@pytest.mark.parametrize("name", NAMES)
def test_results_have_the_promised_names_and_shapes(name: str) -> None:
    pass_ = find(name)
    values = draw_values(pass_, 2)
    forward, backward = pass_.forward(values), pass_.backward(values)
    assert pass_.name == name
    assert pass_.loss_name == ("J" if name.endswith("n examples") else "L")
    assert pass_.loss(values) == float(forward[pass_.loss_name])
    assert isinstance(pass_.loss(values), float)
    assert tuple(backward) == pass_.parameters
    for parameter, gradient in backward.items():
        assert gradient.shape == np.shape(values[parameter])
    if name.endswith("n examples"):
        assert forward["A"].shape == forward["Z"].shape == (5,)


@pytest.mark.parametrize("name", NAMES)
def test_a_complex_step_of_the_loss_gives_the_gradient_to_the_last_digits(name: str) -> None:
    pass_ = find(name)
    values = draw_values(pass_, 3)
    for parameter, gradient in pass_.backward(values).items():
        estimate = complex_step(lambda p, q=parameter: pass_.loss({**values, q: p}), values[parameter])  # type: ignore[misc]
        np.testing.assert_allclose(gradient, estimate.value, rtol=1e-11, atol=1e-14)


def test_an_unknown_name_has_no_pass() -> None:
    assert hand_written("transformer") is None


def test_a_missing_value_is_named() -> None:
    with pytest.raises(MissingValue, match="logistic-regression needs w, x, b, y; missing: b, y"):
        find("logistic-regression").forward({"w": [1.0], "x": [1.0]})


def test_a_vector_for_a_scalar_is_named() -> None:
    values = {"w_1": 1.0, "w_2": [1.0], "x_1": 1.0, "x_2": 1.0, "b": 0.0, "y": 0.0}
    with pytest.raises(WrongShape, match=r"w_2 has shape \(1,\), expected \(\)"):
        find("linear-perceptron").forward(values)


def test_surplus_values_are_ignored() -> None:
    values = {"w": [1.0], "x": [1.0], "b": 0.0, "y": 0.0}
    assert find("logistic-regression").loss({**values, "alpha": "anything"}) == find("logistic-regression").loss(values)


def test_the_base_is_checked_at_once() -> None:
    with pytest.raises(ValueError, match="log_base"):
        hand_written("linear-perceptron", log_base=1)


@pytest.mark.parametrize("name", [*NAMES, "loop"])
@pytest.mark.parametrize("corrupt", ["sign", "factor", "slightly", "dropped"])
def test_a_pass_with_a_wrong_derivative_is_refused(name: str, corrupt: str) -> None:
    """The fault is put into the pass, not into the check: that is what the independent road is for."""
    right = find(name)
    change = {"sign": -1.0, "factor": 2.0, "slightly": 1.0005, "dropped": 0.0}[corrupt]

    for parameter in right.parameters:

        def backward(values: object, parameter: str = parameter) -> dict[str, np.ndarray]:
            gradient = right.backward(values)  # type: ignore[arg-type]
            return {**gradient, parameter: np.asarray(gradient[parameter] * change)}

        wrong = Pass(right.name, right.inputs, right.parameters, right.loss_name, right.forward, backward)  # type: ignore[arg-type]
        report = check_pass(wrong, draw_values(right, 4))
        assert report.outcome is Outcome.DISAGREES
        assert report.worst.parameter == parameter


def test_the_gradient_of_the_other_base_is_refused_by_name() -> None:
    """Deck 003 takes its losses to base 10 and its gradient from the natural logarithm."""
    natural, decimal = find("logistic-regression/n examples"), find("logistic-regression/n examples", 10)
    values = {"w": np.array([0.7]), "X": np.array([[0.1, 0.2, 0.3]]), "b": 0.1, "Y": np.array([0.0, 0, 1])}
    report = check_gradient(decimal.loss, natural.backward, values, parameters=("w", "b"))
    assert report.outcome is Outcome.DISAGREES
    assert report.resembles is not None
    assert report.resembles.kind == "log-base"
