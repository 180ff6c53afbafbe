"""``derive train``: the step of deck 003, tables line by line and at once, pictures, and everything that is refused."""

from __future__ import annotations

import json
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import reports
from derive.fitting import AGREEMENT, _distance
from numeric import networks
from reports import exits
from reports.formats import NOTICE

DECK_003 = ("train", "logistic-regression", "--data", "points", "--rate", "1", "--start", "w=0.7,b=0.1")

RIDGE = r"""# Ridge
<!-- derive: data X, y, lambda; parameter w; shape X: n, m; shape w: m; shape y: n; shape lambda: scalar -->
## Model
$$\hat{y} = X w$$
## Loss
$$J = \frac{1}{n} \|\hat{y} - y\|^2 + \lambda \|w\|^2$$
"""

IDLE = """
<!-- derive: data x, y; parameter w, u -->
$$z = w x$$
$$L = (z - y)^2$$
"""

LINE = r"""# A line through one example
<!-- derive: data x, y; parameter theta; shape theta, x: m -->
## Model
$$h = \theta^T x$$
## Loss
$$L = \frac{1}{2} (h - y)^2$$
"""


def trained(run: Any, *arguments: str) -> dict[str, Any]:
    result = run("train", *arguments, "--format", "json")
    assert result.code == exits.FINE, result.err
    found: dict[str, Any] = json.loads(result.out)
    return found


def refused(run: Any, *arguments: str) -> str:
    result = run("train", *arguments)
    assert result.code == exits.FAILED
    assert result.out == ""
    assert result.err.startswith("derive: ")
    return str(result.err)


def test_the_step_of_deck_003_is_written_out(run: Any) -> None:
    result = run(*DECK_003, "--steps", "1", "--query", "x=0.4", "--values")
    lines = [" ".join(line.split()) for line in result.out.splitlines()]
    for line in (
        "J = 0.717399",
        "∂J/∂w = 0.013083",
        "w ← 0.7 − 1 · 0.013083 = 0.686917",
        "b ← 0.1 − 1 · 0.226332 = −0.126332",
        "J = 0.6725, less by 0.044899",
        "dZ (0.542398, 0.559714, −0.423115)",
        "for x = 0.4 the model predicts A = 0.537041; before the training 0.593873",
        "checked at the start: the derived gradient and the pass written by hand agree in every digit",
    ):
        assert line in lines


def test_the_history_is_a_table_that_ends_where_the_training_does(run: Any) -> None:
    result = run(*DECK_003, "--steps", "35", "--every", "10")
    start = result.out.splitlines().index(next(line for line in result.out.splitlines() if "‖gradient‖" in line))
    rows = [line.split() for line in result.out.splitlines()[start + 1 : start + 7]]
    assert [row[0] for row in rows] == ["0", "1", "10", "20", "30", "35"]
    found = trained(run, *DECK_003[1:], "--steps", "35", "--every", "10")
    assert rows[-1][1] == f"{found['loss']['after']:.6f}"
    assert [step["step"] for step in found["history"]] == [1, 10, 20, 30, 35]


def test_a_criterion_ends_it_and_is_named(run: Any) -> None:
    found = trained(run, *DECK_003[1:], "--steps", "500", "--until-slope", "0.1", "--until-change", "1e-9")
    assert found["stopped"] == "the gradient is no longer than 0.1"
    assert 1 < found["steps"] < 20


def test_both_ways_to_take_a_table_and_both_roads_agree(run: Any) -> None:
    whole = trained(run, *DECK_003[1:], "--steps", "5")
    lines = trained(run, *DECK_003[1:], "--steps", "5", "--line-by-line", "mean")
    assert (whole["variant"], lines["variant"]) == ("n examples", "")
    assert whole["parameters"]["w"] == pytest.approx(lines["parameters"]["w"], rel=1e-12)
    assert whole["checked"]["against"] == "the derived gradient and the pass written by hand"


def test_a_model_of_ones_own_with_examples_as_rows_and_a_penalty(run: Any, folder: Path) -> None:
    (folder / "ridge.md").write_text(RIDGE, encoding="utf-8")
    given = ("ridge.md", "--data", "houses", "--set", "lambda=0", "--method", "newton", "--steps", "3")
    found = trained(run, *given, "--columns", "X_1=size in square feet, y=price in dollars", "--query", "X=[2500]")
    assert found["parameters"]["w"] == pytest.approx([16.428571428571427], rel=1e-9)
    assert found["query"]["after"] == pytest.approx(2500 * 16.428571428571427)
    assert "differences of the loss" in found["checked"]["against"]
    penalised = trained(run, *given[:4], "lambda=1e6", *given[5:], "--columns", "X_1=size in square feet")
    assert penalised["parameters"]["w"][0] < 15


def test_a_feature_that_is_always_one_is_set(run: Any, folder: Path) -> None:
    """Deck 002, L. 9: x_0 = 1. The least squares of the houses are 15 size + 3333.333333."""
    (folder / "line.md").write_text(LINE, encoding="utf-8")
    (folder / "sizes.csv").write_text("x_1;y\n1000;20000\n2000;30000\n3000;50000\n", encoding="utf-8")
    found = trained(run, "line.md", "--data", "sizes.csv", "--set", "x_0=1", "--method", "newton", "--steps", "4")
    assert found["columns"]["x"] == ["x_0 = 1", "x_1"]
    assert found["parameters"]["theta"] == pytest.approx([3333.333333, 15], abs=1e-6)
    given = ("train", "line.md", "--data", "sizes.csv", "--set", "x_0=1", "--method", "newton", "--steps", "4")
    for query in ("x=[2000]", "x=[1, 2000]", "x_1=2000"):
        assert "model predicts h = 33333.333333;" in run(*given, "--query", query).out


def test_a_parameter_that_the_loss_does_not_depend_on_stays_and_is_told(run: Any, folder: Path) -> None:
    (folder / "idle.md").write_text(IDLE, encoding="utf-8")
    (folder / "pairs.csv").write_text("x,y\n1,2\n2,3\n", encoding="utf-8")
    printed = run("train", "idle.md", "--data", "pairs.csv", "--steps", "3").out
    assert "the start is at 0: w, u; L does not depend on u" in printed
    assert "at random" not in printed


def test_a_model_without_data_has_no_use_for_a_table(run: Any) -> None:
    assert "the model has no data that could come from a table" in refused(run, "computation-graph", "--data", "points")


@pytest.mark.parametrize("model", [("total-cost",), ("network", "--layers", "2,2,1", "--hidden", "g")])
def test_a_function_that_is_left_open_is_not_computed_with(run: Any, model: tuple[str, ...]) -> None:
    assert "the model leaves the function g open" in refused(run, *model, "--data", "sentences")


def test_rounding_of_a_gradient_that_cancels_is_no_disagreement() -> None:
    """The biases of a softmax on as many examples of each class have a gradient of 0, up to rounding."""
    one = {"W": np.array([0.3, -0.2]), "b": np.array([1e-17, -2e-17])}
    other = {"W": np.array([0.3, -0.2]), "b": np.array([-1e-17, 3e-17])}
    assert _distance(one, other) < AGREEMENT
    assert _distance(one, {**other, "b": np.array([1e-9, 0.0])}) > AGREEMENT
    assert _distance(one, {**other, "W": np.array([0.3, -0.20001])}) > AGREEMENT


def test_a_network_starts_at_random_because_zeros_stay_alike(run: Any) -> None:
    given = ("train", "network", "--layers", "2,h,1", "--data", "sentences", "--rate", "1", "--sizes", "h=3")
    result = run(*given, "--steps", "30")
    assert result.code == exits.FINE
    assert (
        "the start is at random (seed 0): W1, b1, W2, b2; at 0 the gradient of W1, b1 is 0 for all data" in result.out
    )
    other = run(*given, "--steps", "30", "--seed", "1")
    assert "the start is at random (seed 1)" in other.out
    assert other.out.splitlines()[-2] != result.out.splitlines()[-2]


def test_a_descent_that_runs_away_is_explained_and_the_rate_it_names_does_not(run: Any) -> None:
    message = refused(run, "linear-perceptron", "--data", "houses", "--rate", "1", "--steps", "500")
    assert "ran away at step 23: the loss is no longer a finite number" in message
    assert "the loss curves by up to 4.67e+06, so steps at a rate above 2/4.67e+06 = 4.3e-07 overshoot" in message
    rate = message.split("try --rate ")[1].split(";")[0]
    calm = trained(run, "linear-perceptron", "--data", "houses", "--rate", rate, "--steps", "20")
    assert calm["loss"]["after"] < calm["loss"]["before"]
    assert calm["rises"] == 0


def test_a_loss_that_rises_on_the_way_is_said(run: Any) -> None:
    result = run("train", "linear-perceptron", "--data", "houses", "--rate", "4.5e-7", "--steps", "20")
    assert "the loss rose in 20 of 20 steps; a smaller --rate makes it fall" in result.out


def test_nothing_is_trained_where_the_two_roads_differ(run: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    right = networks.hand_written("linear-perceptron")
    assert right is not None
    wrong = replace(
        right, backward=lambda values: {**right.backward(values), "b": right.backward(values)["b"] * 1.0005}
    )
    monkeypatch.setattr("derive.fitting.hand_written", lambda name, log_base: wrong)
    message = refused(run, "linear-perceptron", "--data", "houses")
    assert (
        "the derived gradient and the pass written by hand differ by 5.0e-04 at the start, so nothing was trained"
        in message
    )


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("--start", "q=1"), "there is no parameter 'q'; there are w, b"),
        (("--start", "w=[1, 2]"), "--start: w is a list of 1, and 2 was given"),
        (("--start", "w"), "--start: w is '', expected a number, or a list"),
        (("--set", "q=1"), "--set: q is no data of the model"),
        (
            ("--set", "Y=[1, 0]"),
            "--set: Y comes with 2 numbers, and in the model it is (1, n), where X says that n = 3",
        ),
        (("--sizes", "k=3"), "--sizes: k is no size of the model; there is m, n"),
        (("--sizes", "m=0.5"), "--sizes: m is 0.5, expected a whole number, at least 1"),
        (("--columns", "Y=z"), "points: there is no column 'z'; there are x, y"),
        (("--columns", "w=x"), "--columns: w is no data of the model"),
        (("--query", "z=1"), "--query: nothing is predicted from z; expected x"),
        (("--query", "x=[1, 2]"), "--query: x has 2 numbers, expected x"),
        (
            ("--query", "x_1=1,x_2=2"),
            "--query: X comes with 2 × 1 numbers, and in the model it is (m, n), where the table",
        ),
        (("--rate", "nan"), "the learning rate is nan, expected a finite number"),
        (("--steps", "0"), "steps is 0, expected at least 1"),
        (("--every", "-1"), "keep is -1, expected at least 1"),
        (("--method", "newton", "--set", "X=[[1, 1, 1]]"), "step 1: Newton's step needs a minimum nearby"),
    ],
)
def test_what_cannot_be_is_refused_with_its_place(run: Any, arguments: tuple[str, ...], message: str) -> None:
    assert message in refused(run, "logistic-regression", "--data", "points", *arguments)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("x,y\n1,1\n,0\n", "t.csv:3: column 'x' is empty, expected a number"),
        ("x_1,x_3,y\n1,2,0\n", "there is no column for x_2, and there are x_1, x_3; a feature is missing"),
        ("x,y\n1,yes\n", "t.csv:2: column 'y' is 'yes', expected a finite number"),
        (
            "a,b\n1,2\n",
            "t.csv: there is no column for x_1, x_2, …; there are a, b; say which with --columns 'x_1=…', or",
        ),
        (
            "x_1,b\n1,2\n",
            "t.csv: there is no column for Y; there are x_1, b; say which with --columns 'Y=…', or",
        ),
    ],
)
def test_a_table_that_does_not_do_is_refused_with_line_and_column(
    run: Any, folder: Path, text: str, message: str
) -> None:
    (folder / "t.csv").write_text(text, encoding="utf-8")
    assert message in refused(run, "logistic-regression", "--data", "t.csv")


def test_labels_that_are_not_one_hot_are_refused_with_their_line(run: Any, folder: Path) -> None:
    (folder / "t.csv").write_text("x_1,x_2,y_1,y_2\n1,2,1,0\n2,1,1,1\n", encoding="utf-8")
    message = refused(run, "network", "--layers", "2,2", "--data", "t.csv")
    assert "t.csv:3: y_1, y_2: y is one-hot, expected one 1 and zeros, found 1, 1" in message


SPREAD = r"""# Spread
<!-- derive: data X; parameter c; positive X; shape X: n, m; shape c: scalar -->
## Model
$$R = X - c$$
## Loss
$$J = \|R\|_F^2$$
"""


def test_examples_that_may_be_rows_or_columns_are_not_guessed(run: Any, folder: Path) -> None:
    (folder / "spread.md").write_text(SPREAD, encoding="utf-8")
    (folder / "t.csv").write_text("x_1,x_2\n1,2\n3,4\n5,0\n", encoding="utf-8")
    message = refused(run, "spread.md", "--data", "t.csv")
    assert "the examples may be the rows or the columns of the data; declare it: examples rows" in message
    (folder / "spread.md").write_text(SPREAD.replace("data X;", "data X; examples rows;"), encoding="utf-8")
    message = refused(run, "spread.md", "--data", "t.csv")
    assert "t.csv:4: x_1, x_2: X is positive, found 5, 0" in message
    message = refused(run, "spread.md", "--data", "t.csv", "--columns", "X_1=x_1", "--set", "X_2=-1")
    assert "t.csv:2: x_1, X_2 = -1: X is positive, found 1, -1" in message


def test_a_start_at_which_the_loss_has_no_value_is_said(run: Any) -> None:
    message = refused(run, "linear-perceptron", "--data", "houses", "--start", "b=1e200")
    assert "the loss is no finite number at the start; other start values may help: --start" in message


def test_numbers_of_classes_become_one_hot_labels(run: Any, folder: Path) -> None:
    (folder / "t.csv").write_text("x_1,x_2,y\n0,0,0\n0,1,1\n1,0,2\n1,1,1\n", encoding="utf-8")
    (folder / "u.csv").write_text("x_1,x_2,y_1,y_2,y_3\n0,0,1,0,0\n0,1,0,1,0\n1,0,0,0,1\n1,1,0,1,0\n", encoding="utf-8")
    given = ("network", "--layers", "2,3", "--examples", "rows", "--steps", "5", "--data")
    numbered, written = trained(run, *given, "t.csv"), trained(run, *given, "u.csv")
    assert numbered["columns"]["Y"] == ["y, one-hot"]
    assert numbered["parameters"] == written["parameters"]
    (folder / "t.csv").write_text("x_1,x_2,y\n0,0,0\n0,1,3\n", encoding="utf-8")
    message = refused(run, *given, "t.csv")
    assert "t.csv:3: column 'y' is 3; Y is one-hot, so this column holds the numbers of classes, 0 to 2" in message


def test_a_person_who_waits_is_told_how_far_it_is_and_a_pipe_is_not(run: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    assert run(*DECK_003, "--steps", "3").err == ""
    monkeypatch.setattr("reports.training.PATIENCE", 0.0)
    monkeypatch.setattr("sys.stderr.isatty", lambda: True, raising=False)
    assert "step 2 of 3, loss 0.6" in run(*DECK_003, "--steps", "3").err


def test_a_size_that_follows_from_nowhere_is_asked_for(run: Any) -> None:
    message = refused(run, "network", "--layers", "2,h,1", "--data", "sentences")
    assert "the size h of W1 does not follow from the table; say it with --sizes h=4" in message


# --- pictures


def test_pictures_are_written_once_and_the_same_again(run: Any, folder: Path) -> None:
    """The feature that is always one is none of those that span the picture."""
    pytest.importorskip("matplotlib")
    (folder / "line.md").write_text(LINE, encoding="utf-8")
    given = ("train", "line.md", "--data", "sentences", "--set", "x_0=1", "--steps", "3", "--plot", "l.svg")
    assert run(*given, "--boundary", "b.png").code == exits.FINE
    first = (folder / "l.svg").read_bytes()
    assert NOTICE.encode() in first
    assert (folder / "b.png").read_bytes().startswith(b"\x89PNG")
    assert run(*given).code == exits.FINE
    assert (folder / "l.svg").read_bytes() == first


def test_a_picture_of_somebody_elses_is_not_overwritten(run: Any, folder: Path) -> None:
    pytest.importorskip("matplotlib")
    (folder / "l.svg").write_text("<svg/>", encoding="utf-8")
    message = refused(run, "logistic-regression", "--data", "points", "--plot", "l.svg")
    assert "l.svg is there already, and derive did not write it" in message
    message = refused(run, "logistic-regression", "--data", "points", "--plot", "loss.txt")
    assert "loss.txt: the suffix '.txt' is none of .svg, .png, .pdf" in message


def test_more_than_two_features_have_no_picture(run: Any, folder: Path) -> None:
    pytest.importorskip("matplotlib")
    (folder / "t.csv").write_text("x_1,x_2,x_3,y\n1,2,1,0\n", encoding="utf-8")
    result = run("train", "logistic-regression", "--data", "t.csv", "--steps", "1", "--boundary", "b.svg")
    assert result.code == exits.FAILED
    assert "needs one or two features, and there are 3" in result.err


def test_without_matplotlib_it_is_said_what_to_install(run: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "matplotlib", None)
    monkeypatch.delitem(sys.modules, "reports.curves", raising=False)
    monkeypatch.delattr(reports, "curves", raising=False)
    message = refused(run, "logistic-regression", "--data", "points", "--plot", "l.svg")
    assert "Matplotlib, which is not installed" in message
    assert "pip install 'derive-gradients[plots]'" in message
