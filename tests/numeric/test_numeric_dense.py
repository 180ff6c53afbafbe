"""Dense networks: loop and vectorised form, the layouts, and differences of the loss agree; wrong ones do not."""

from dataclasses import replace
from itertools import pairwise, product
from typing import Any

import numpy as np
import pytest

from numeric import dense
from numeric.activations import ACTIVATIONS
from numeric.arrays import NotFinite, WrongShape
from numeric.dense import Arrays, Dense
from numeric.gradcheck import check_pass
from numeric.layouts import Examples, Layout, Weights, dense_pass, network_pass
from numeric.networks import Pass, hand_written, written
from numeric.outcomes import Outcome
from numeric.regressions import ONE_LAYER

ENDS = [
    ("sigmoid", "log-loss"),
    ("softmax", "cross-entropy"),
    ("softmax", "half-squared-error"),
    ("identity", "mean-squared-error"),
    ("tanh", "half-squared-error"),
]


def values_for(layout: Layout, widths: tuple[int, ...], examples: int = 3, seed: int = 0) -> dict[str, Any]:
    """Values of a network of these widths in the layout, away from kinks."""
    random = np.random.default_rng(seed)
    values: dict[str, Any] = {}

    def across(width: int) -> Any:
        shape = {"one": (width,), "columns": (width, examples), "rows": (examples, width)}[layout.examples]
        return random.normal(size=shape)

    first, last = layout.ends
    values[first], values[last] = across(widths[0]), np.abs(across(widths[-1]))
    for layer, (below, here) in enumerate(pairwise(widths), start=1):
        shape = (here, below) if layout.weights == "rows" else (below, here)
        values[f"{layout.letter}{layer}"] = random.normal(size=shape)
        values[f"b{layer}"] = random.normal(size=here)
        if layout.dropout and layer < layout.depth:
            values[f"D{layer}"] = np.round(np.abs(across(here))) / 0.8
    return {**values, **({"lambda": 0.3} if layout.l2 else {}), **({"mu": 0.2} if layout.l1 else {})}


def stepped(pass_: Pass, values: dict[str, Any], seed: int = 1) -> tuple[float, float]:
    """The slope of the loss in a random direction of all parameters, by a complex step and by the backward pass."""
    random = np.random.default_rng(seed)
    direction = {name: random.normal(size=np.shape(values[name])) for name in pass_.parameters}
    moved = {name: values[name] + 1e-20j * along for name, along in direction.items()}
    by_step = pass_.forward({**values, **moved})[pass_.loss_name].imag / 1e-20
    gradient = pass_.backward(values)
    return float(by_step), float(sum(np.sum(gradient[name] * along) for name, along in direction.items()))


@pytest.mark.parametrize("hidden", ACTIVATIONS)
@pytest.mark.parametrize(("output", "loss"), ENDS)
def test_every_activation_and_loss_agrees_with_a_complex_step(hidden: str, output: str, loss: str) -> None:
    layout = Layout(3, "columns", l2=True, l1=True, dropout=True)
    pass_ = dense_pass("net", Dense(hidden, output, loss), layout)
    by_step, by_hand = stepped(pass_, values_for(layout, (3, 4, 3, 2)))
    assert by_hand == pytest.approx(by_step, rel=1e-11)


@pytest.mark.parametrize("output", ACTIVATIONS)
def test_every_output_activation_agrees_with_a_complex_step(output: str) -> None:
    layout = Layout(1, "rows")
    by_step, by_hand = stepped(
        dense_pass("net", Dense(output=output, loss="half-squared-error"), layout), values_for(layout, (3, 2))
    )
    assert by_hand == pytest.approx(by_step, rel=1e-11, abs=0)


@pytest.mark.parametrize(("widths", "examples"), [((1, 1, 1), 1), ((1, 1000, 2), 3), ((3, 2, 2), 1000)])
def test_one_and_a_thousand_neurons_and_examples(widths: tuple[int, ...], examples: int) -> None:
    layout = Layout(2, "rows", l2=True)
    by_step, by_hand = stepped(dense_pass("net", Dense("gelu"), layout), values_for(layout, widths, examples))
    assert by_hand == pytest.approx(by_step, rel=1e-10)


@pytest.mark.parametrize("examples", ["one", "columns", "rows"])
@pytest.mark.parametrize("weights", ["rows", "columns"])
def test_every_layout_agrees_entry_by_entry_and_in_shape(examples: Examples, weights: Weights) -> None:
    layout = Layout(2, examples, weights)
    values = values_for(layout, (2, 3, 2))
    pass_ = dense_pass("net", Dense("tanh", "softmax", "cross-entropy"), layout)
    assert check_pass(pass_, values, method="complex step").outcome is Outcome.AGREES
    for name, gradient in pass_.backward(values).items():
        assert gradient.shape == np.shape(values[name])


def test_layouts_of_the_same_network_give_the_same_numbers() -> None:
    net = Dense("sigmoid", "softmax", "cross-entropy")
    columns, rows = Layout(2, "columns", "rows"), Layout(2, "rows", "columns")
    values = values_for(columns, (3, 4, 2))
    turned = {name: value.T for name, value in values.items()}
    first, second = dense_pass("net", net, columns), dense_pass("net", net, rows)
    assert first.loss(values) == pytest.approx(second.loss(turned), rel=1e-15)
    for name, gradient in first.backward(values).items():
        np.testing.assert_allclose(second.backward(turned)[name].T, gradient, rtol=1e-13)


def test_weights_in_the_other_layout_are_refused_by_name() -> None:
    values = values_for(Layout(1, "columns", "rows"), (3, 2))
    with pytest.raises(WrongShape, match=r"W1 has shape \(2, 3\), expected \(3, 2\)"):
        dense_pass("net", Dense(loss="half-squared-error"), Layout(1, "columns", "columns")).loss(values)


def arrays(net_masks: bool = True, seed: int = 2) -> Arrays:
    layout = Layout(3, "columns", "columns", l2=True, l1=True, dropout=net_masks)
    values = values_for(layout, (3, 4, 3, 2), examples=5, seed=seed)
    return layout.arrays({name: np.asarray(value) for name, value in values.items()})


@pytest.mark.parametrize(
    ("net", "masks"), list(product([Dense("relu", *ENDS[1]), Dense("swish", *ENDS[3], mean=False)], [0, 1]))
)
def test_the_loop_and_the_vectorised_form_agree(net: Dense, masks: int) -> None:
    given = arrays(bool(masks))
    whole, loop = dense.backward(net, given), dense.backward_loop(net, given)
    for one, other in zip((*whole.dZ, *whole.dw, *whole.db), (*loop.dZ, *loop.dw, *loop.db), strict=True):
        np.testing.assert_allclose(other, one, rtol=1e-12, atol=1e-15)


def test_a_wrong_slope_is_noticed_by_the_step_and_by_the_loop(monkeypatch: pytest.MonkeyPatch) -> None:
    layout = Layout(2, "columns")
    pass_ = dense_pass("net", Dense("tanh"), layout)
    values = values_for(layout, (2, 3, 1))
    wrong = replace(ACTIVATIONS["tanh"], slope=lambda z, a: 1.0005 * (1 - a * a))
    monkeypatch.setitem(ACTIVATIONS, "tanh", wrong)  # type: ignore[arg-type]
    by_step, by_hand = stepped(pass_, values)
    assert by_hand != pytest.approx(by_step, rel=1e-6)
    assert check_pass(pass_, values).outcome is Outcome.DISAGREES


# --- the numbers of the slides


def test_the_2_2_2_2_net_prints_the_outputs_of_deck_002() -> None:
    """Deck 002, L. 800: f(1, -1) = (0.62, 0.83), f(0, 0) = (0.51, 0.85); the weights are rows."""
    net = hand_written("network --layers 2,2,2,2 --output sigmoid --loss half-squared-error")
    assert net is not None
    weights = {
        "W1": [[1, -2], [-1, 1]], "b1": [1, 0],
        "W2": [[2, -1], [-2, -1]], "b2": [0, 0],
        "W3": [[3, -1], [-1, 4]], "b3": [-2, 2],
    }  # fmt: skip
    for x, f in (((1, -1), (0.617705, 0.829124)), ((0, 0), (0.511847, 0.854384))):
        assert net.forward({**weights, "x": x, "y": [0, 0]})["a3"] == pytest.approx(f, abs=5e-7)
    assert sum(np.size(value) for value in weights.values()) == 18


def test_the_chain_of_deck_003() -> None:
    chain = hand_written("chain")
    assert chain is not None
    values = {"w_1": 0.1, "b_1": 0.2, "w_2": 0.2, "b_2": 0.2, "x": 9, "y": 1}
    run, slopes = chain.forward(values), chain.backward(values)
    assert [float(run[name]) for name in ("a_1", "z_2", "a_2", "L")] == pytest.approx(
        [0.750260, 0.350052, 0.586630, 0.533361], abs=5e-7
    )
    assert [float(slopes[name]) for name in ("w_2", "b_2", "w_1", "b_1")] == pytest.approx(
        [-0.310135, -0.413370, -0.139415, -0.015491], abs=5e-7
    )


def test_the_2_2_1_net_is_the_dense_network_of_the_same_weights() -> None:
    small, big = hand_written("two-two-one"), hand_written("network --layers 2,2,1")
    assert small is not None
    assert big is not None
    random = np.random.default_rng(5)
    v = {name: random.normal() for name in small.inputs}
    dense_values = {
        "W1": [[v["w_11"], v["w_21"]], [v["w_12"], v["w_22"]]], "b1": [v["b_1"], v["b_2"]],
        "W2": [v["w_1"], v["w_2"]], "b2": v["b"], "x": [v["x_1"], v["x_2"]], "y": v["y"],
    }  # fmt: skip
    assert small.loss(v) == pytest.approx(big.loss(dense_values), rel=1e-14)
    mine, theirs = small.backward(v), big.backward(dense_values)
    assert len(mine) == 9
    assert mine["w_12"] == pytest.approx(theirs["W1"][1, 0], rel=1e-13)
    assert mine["w_21"] == pytest.approx(theirs["W1"][0, 1], rel=1e-13)
    assert mine["b_2"] == pytest.approx(theirs["b1"][1], rel=1e-13)


LENGTHS = {"k": 2, "m": 3, "n": 4, "h": 5}

SHAPES = {
    **{name: {key: tuple(map(LENGTHS.get, axes)) for key, axes in ONE_LAYER[name].axes.items()} for name in ONE_LAYER},
    "linear-regression": {"theta": (3,), "x": (3,)},
    "linear-regression/n examples": {"theta": (3,), "X": (3, 4), "Y": (4,)},
    "relu-unit": {"w": (3,), "x": (3,)},
    "softmax-output": {"W": (2, 3), "h": (3,), "b": (2,), "y": (2,)},
}
"""The shapes of the inputs that are no numbers."""


@pytest.mark.parametrize(
    "name", ["computation-graph", "chain", "two-two-one", "linear-regression/three features", *SHAPES]
)
@pytest.mark.parametrize("base", [np.e, 10.0])
def test_the_small_models_agree_with_differences(name: str, base: float) -> None:
    pass_ = hand_written(name, log_base=base)
    assert pass_ is not None
    random = np.random.default_rng(3)
    shapes = SHAPES.get(name, {})
    values = {key: random.uniform(0.1, 0.9, size=shapes.get(key, ())) for key in pass_.inputs}
    assert check_pass(pass_, values, method="complex step").outcome is Outcome.AGREES
    for key in set(shapes) & set(pass_.parameters):
        with pytest.raises(WrongShape, match=r"has shape .* \(the sizes of the inputs before\)"):
            pass_.loss({**values, key: values[key][1:]})


def test_the_3_4_1_net_of_deck_002_has_its_shapes() -> None:
    net = hand_written("three-four-one/n examples")
    assert net is not None
    layout = Layout(2, "columns", "columns", letter="w")
    values = {**values_for(layout, (3, 4, 1)), "Y": np.array([0.0, 1, 1])}
    run = net.forward(values)
    assert (values["w1"].shape, run["Z1"].shape, run["A2"].shape) == ((3, 4), (4, 3), (1, 3))
    assert check_pass(net, values, method="complex step").outcome is Outcome.AGREES


# --- names, and what is refused


def test_a_network_is_found_by_what_one_types() -> None:
    sparse = network_pass("network --layers 3,4,2 --hidden relu --l2 --dropout --examples rows")
    assert sparse is not None
    assert sparse.inputs == ("W1", "b1", "W2", "b2", "X", "Y", "D1", "lambda")
    assert sparse.loss_name == "J"
    deep = network_pass("network --depth 5 --width m")
    assert deep is not None
    assert deep.parameters[-1] == "b5"
    for name in ("network --hidden g", "network --loss hinge", "network --turbo"):
        assert hand_written(name) is None


def test_a_single_output_may_be_a_number_and_its_labels_a_vector() -> None:
    net = network_pass("network --layers 2,1 --examples columns")
    assert net is not None
    values = {"W1": [0.5, -1.0], "b1": 0.25, "X": [[1.0, 2, 3], [0, 1, 0]], "Y": [1.0, 0, 1]}
    neuron = hand_written("logistic-regression/n examples")
    assert neuron is not None
    same = {"w": values["W1"], "b": values["b1"], "X": values["X"], "Y": values["Y"]}
    assert net.loss(values) == pytest.approx(neuron.loss(same), rel=1e-15)
    assert net.backward(values)["W1"] == pytest.approx(neuron.backward(same)["w"], rel=1e-14)
    assert net.backward(values)["b1"].shape == ()


def test_impossible_networks_are_refused() -> None:
    with pytest.raises(ValueError, match="cross-entropy takes probabilities from the softmax, not from tanh"):
        Dense(output="tanh", loss="cross-entropy")
    with pytest.raises(ValueError, match="there is no hidden activation 'rleu'; expected identity"):
        Dense(hidden="rleu")
    with pytest.raises(NotFinite, match=r"W1\[0, 1\] is nan"):
        dense_pass("net", Dense(), Layout(1)).backward({"W1": [[1, np.nan]], "b1": [0.0], "x": [1.0, 2], "y": [1.0]})


def test_every_name_of_the_list_has_a_pass_and_no_other() -> None:
    assert all(hand_written(name) is not None for name in written())
    assert hand_written("chains") is None
