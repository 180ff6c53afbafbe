"""Networks of any depth and widths: every document reads, its claims are proved, its derivation replays."""

from __future__ import annotations

from functools import cache

import numpy as np
import pytest

from derive import models
from derive.certificates import certificate, replayed_data
from derive.claims import check
from derive.deriving import derive_gradients
from derive.families import BadOption
from derive.kernel import ReplayError, replay
from derive.modelling import MalformedModel, Model, library, model_from
from derive.verdicts import Proved

SAMPLE = (
    "",
    "--layers 1,1,1 --hidden relu --loss mean-squared-error --l1 --l2",
    "--layers d,h,k --hidden g --weights columns",
    "--layers 2,1,3 --hidden softplus --output tanh --examples columns --l1 --reduce sum",
    "--layers h,h,1 --hidden tanh --weights columns --examples columns --dropout",
    "--layers 3,2,1 --hidden step --examples rows",
    "--layers d,2,k --hidden identity --output sigmoid --loss mean-squared-error --examples rows --l2",
    "--layers 2,2 --output softmax --loss half-squared-error",
    "--layers d,2,1 --hidden gelu --output swish",
    "--layers 2,h,1 --hidden leaky-relu --examples columns",
    "--layers 2,3 --examples rows",
)


def network(options: str) -> Model:
    return library(f"network {options}".strip())


@cache
def outcomes(options: str) -> tuple[tuple[str, object], ...]:
    model = network(options)
    return tuple((f.outcome, f.sizes) for claim in model.main.claims for f in [check(claim.formula.latex, model)])


@pytest.mark.parametrize("options", SAMPLE)
def test_the_published_gradients_are_proved_for_all_sizes(options: str) -> None:
    assert set(outcomes(options)) == {("proved", "all")}
    assert len(outcomes(options)) == 3 * len(network(options).main.system.parameters) // 2


@pytest.mark.parametrize("options", SAMPLE)
def test_the_derivation_replays(options: str) -> None:
    system = network(options).system
    derivation = derive_gradients(system)
    assert replay(derivation, system.equations, points=1).equalities == len(derivation)
    with pytest.raises(ReplayError):
        replay(derivation, {**system.equations, system.loss: system.parameters[0]})


@pytest.mark.parametrize(
    ("options", "wrong"),
    [
        ("", r"\delta^{[2]} = y - a^{[2]}"),
        ("", r"\delta^{[1]} = \left(W^{[2]T} \delta^{[2]}\right) \odot \sigma(z^{[1]})"),
        ("--examples columns", r"\Delta^{[2]} = A^{[2]} - Y"),
        ("--l2", r"\frac{\partial L}{\partial W^{[1]}} = \delta^{[1]} x^T"),
        ("--dropout", r"\delta^{[1]} = \left(W^{[2]T} \delta^{[2]}\right) \odot \sigma'(z^{[1]})"),
    ],
)
def test_a_wrong_gradient_is_refuted(options: str, wrong: str) -> None:
    assert check(wrong, network(options)).outcome == "refuted"


def test_in_a_deep_network_a_layer_is_judged_by_itself() -> None:
    """The errors δ have names there, and stand for derivatives all the same: nothing is written out to the end."""
    deep = network("--depth 30 --width h")
    right, wrong = (
        rf"\delta^{{[7]}} = \left(W^{{[{k}]T}} \delta^{{[8]}}\right) \odot \sigma'(z^{{[7]}})" for k in (8, 9)
    )
    proved = check(right, deep)
    assert (proved.outcome, proved.sizes) == ("proved", "all")
    assert isinstance(proved.verdict, Proved)
    assert len(replayed_data(certificate(proved.verdict.proofs))) == len(proved.verdict.proofs) > 0
    assert check(wrong, deep).outcome == "refuted"


def test_gradients_are_what_numpy_finds_layer_by_layer() -> None:
    rng = np.random.default_rng(0)
    model = library("network", layers=(3, 4, 2), hidden="relu")
    point = {v.name: rng.normal(size=v.shape.numbers({})) for v in (*model.system.parameters, *model.system.data)}
    point["y"] = np.array([0.0, 1.0])
    z = point["W1"] @ point["x"] + point["b1"]
    exps = np.exp(point["W2"] @ np.maximum(z, 0) + point["b2"])
    delta = exps / exps.sum() - point["y"]
    assert np.allclose(model.gradient("b2").numpy()(**point), delta)
    expected = np.outer(point["W2"].T @ delta * (z > 0), point["x"])
    assert np.allclose(model.gradient("W1").numpy()(**point), expected)
    assert not np.allclose(model.gradient("W1").numpy()(**{**point, "y": point["y"][::-1]}), expected)


def test_the_deck_writes_a_column_of_weights_for_each_neuron() -> None:
    """Deck 002, lines 198-200: three inputs and four neurons make a matrix of shape (3, 4)."""
    shapes = {v.name: str(v.shape) for v in network("--weights columns").system.parameters}
    assert shapes == {"W1": "(3, 4)", "b1": "(4, 1)", "W2": "(4, 1)", "b2": "scalar"}


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ("--layers 3", "has no layer"),
        ("--layers 3,0,1", "a width in --layers is '0', expected a number from 1"),
        ("--layers 3,n,1 --examples rows", "the width n in --layers has the name of something else"),
        ("--depth 0 --width 3", "--depth is 0, expected a number of layers, at least 1"),
        ("--depth 3", "--depth and --width go together"),
        ("--depth 3 --width 2 --layers 2,2", "leave out --depth and --width"),
        ("--hidden softmax", "--hidden is 'softmax', expected one of identity"),
        ("--hidden rleu", "did you mean relu"),
        ("--layers 3,4,3 --loss log-loss", "use --output softmax --loss cross-entropy"),
        ("--output softmax", "the softmax of one output is always 1"),
        ("--layers 3,2 --output relu --loss cross-entropy", "expected --output softmax"),
        ("--layers 2,2 --output softmax --loss half-squared-error --examples rows", "expected --loss cross-entropy"),
        ("--layers 2,1 --hidden relu", "2-1 has none"),
        ("--reduce sum", "add --examples columns"),
        ("--lyers 3,1", "did you mean --layers"),
        ("--l2=3", "--l2 has no value"),
        ("--layers", "--layers has no value"),
        ("--layers 2,1 --layers 3,1", "is given twice"),
        ("3,4,1", "is no option"),
    ],
)
def test_options_that_make_no_network_are_refused_with_what_would_be_right(options: str, message: str) -> None:
    with pytest.raises(BadOption) as caught:
        network(options)
    assert message in str(caught.value)


def test_every_family_is_a_file_and_its_document_is_one_that_a_user_could_have_written() -> None:
    assert "network" in models.families()
    for name in models.families():
        family = models.family(name)
        assert family.name == name
        assert library(name).text == family.document({})
        assert model_from(family.document({})).parameters == library(name).parameters
    with pytest.raises(MalformedModel):
        model_from(models.family("network").document({}).replace("$$z^{[1]} =", "$$z^{[1]} ="[:-1]))
