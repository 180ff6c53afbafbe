"""Worked numbers: deck 003's example to six digits, and what is said of values that do not fit."""

from __future__ import annotations

import json
import math
from functools import cache
from pathlib import Path

import numpy as np
import pytest

from derive.building import total_derivative
from derive.deriving import derive_gradients
from derive.modelling import Variant, library, model_from
from derive.valuefiles import BadValues, read_file, read_text
from derive.working import Worked, fits, outputs, work_out
from reports import cli, exits

DECK_003 = "x: [0.1, 0.2, 0.3]\ny: [0, 0, 1]\nw: 0.7\nb: 0.1\nalpha: 1\nquery: 0.4\n"
FORWARD = {
    "Z": (0.170000, 0.240000, 0.310000),
    "A": (0.542398, 0.559714, 0.576885),
    "dZ": (0.542398, 0.559714, -0.423115),
}
NATURAL = {
    "loss": 0.717399, "w": 0.013083, "b": 0.226332, "new w": 0.686917, "new b": -0.126332, "after": 0.672500,
    "before": 0.593873, "prediction": 0.537041,
}  # fmt: skip
# The step itself, and so the prediction, goes along the gradient of the loss that is measured.
BASE_10 = {"loss": 0.311562, "w": 0.005682, "b": 0.098295, "new w": 0.694318, "new b": 0.001705, "before": 0.593873}


@cache
def one_feature() -> Variant:
    return library("logistic-regression").variants["n examples"]


def worked(text: str, log10: bool = False, variant: Variant | None = None) -> Worked:
    system = (variant or one_feature()).system
    results = {chain.start: chain.result for chain in derive_gradients(system).chains}
    gradients = {v: results[total_derivative(system.loss, v)] for v in system.parameters}
    return work_out(system, gradients, read_text(text, "values.yaml"), log10)


def numbers(result: Worked) -> dict[str, float]:
    values = {v.name: value for v, value in result.gradients.items()}
    updated = {f"new {v.name}": value for v, value in result.updated.items()}
    before, after = result.predictions or (math.nan, math.nan)
    found = {"loss": result.loss, **values, **updated, "after": result.loss_after, "before": before}
    return {name: float(np.asarray(value).reshape(-1)[0]) for name, value in {**found, "prediction": after}.items()}


def test_deck_003_forward() -> None:
    values = {v.name: np.asarray(value).reshape(-1) for v, value in worked(DECK_003).values.items()}
    for name, expected in FORWARD.items():
        assert values[name] == pytest.approx(expected, abs=5e-7), name


@pytest.mark.parametrize(("log10", "expected"), [(False, NATURAL), (True, BASE_10)])
def test_deck_003_loss_gradients_step_and_prediction(log10: bool, expected: dict[str, float]) -> None:
    found = numbers(worked(DECK_003, log10))
    assert {name: found[name] for name in expected} == pytest.approx(expected, abs=5.1e-7)


def test_the_same_by_hand() -> None:
    x, y, w, b = np.array([0.1, 0.2, 0.3]), np.array([0.0, 0.0, 1.0]), 0.7, 0.1
    a = 1 / (1 + np.exp(-(w * x + b)))
    found = numbers(worked(DECK_003))
    assert found["w"] == pytest.approx(np.mean((a - y) * x), rel=1e-14)
    assert found["b"] == pytest.approx(np.mean(a - y), rel=1e-14)


@pytest.mark.parametrize("source", ["the document's own numbers", "yaml", "json", "x in capitals"])
@pytest.mark.parametrize(("log", "expected"), [("natural", NATURAL), ("10", BASE_10)])
def test_the_public_command_prints_them(
    source: str, log: str, expected: dict[str, float], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    as_json = {"x": [0.1, 0.2, 0.3], "y": [0, 0, 1], "w": 0.7, "b": 0.1, "alpha": 1, "query": 0.4}
    texts = {"yaml": DECK_003, "json": json.dumps(as_json), "x in capitals": DECK_003.replace("x", "X")}
    arguments = ["report", "logistic-regression", "-o", "out.txt", "--log", log, "--components", "0"]
    if source in texts:
        Path("values").write_text(texts[source], encoding="utf-8")
        arguments += ["--at", "values"]
    assert cli.main(arguments) == exits.FINE
    text = Path("out.txt").read_text(encoding="utf-8").replace("−", "-")
    for name, value in expected.items():
        assert f"{value:.6f}" in text, name
    for row in zip(*FORWARD.values(), strict=True):
        for value in row:
            assert f"{value:.6f}".rstrip("0") in text
    assert f"With {'base-10' if log == '10' else 'natural'} logarithms" in text


def test_several_features_and_one_example() -> None:
    text = "x: [1, 2]\ny: 1\nw: [0.5, -0.5]\nb: 0.1\nquery: [3, 4]\n"
    variant = library("logistic-regression").main
    assert fits(variant.system, read_text(text, ""))
    assert not fits(one_feature().system, read_text(text, ""))
    result = worked(text, variant=variant)
    a = 1 / (1 + math.exp(0.4))
    assert result.sizes == {"m": 2}
    assert result.loss == pytest.approx(-math.log(a))
    assert next(iter(result.gradients.values())) == pytest.approx([(a - 1), (a - 1) * 2])
    assert result.rate == 1
    assert result.predictions is not None
    assert result.predictions[0] == pytest.approx(1 / (1 + math.exp(0.4)))
    assert [v.name for v in outputs(variant.system)] == ["a"]


def test_a_table_of_features_and_examples() -> None:
    text = "X: [[1, 2, 3], [4, 5, 6]]\nY: [[0, 1, 0]]\nw: [0.1, -0.2]\nb: 0\nalpha: 0.5\nquery: [1, 1]\n"
    result = worked(text.replace("[[0, 1, 0]]", "[0, 1, 0]"))
    assert result.sizes == {"m": 2, "n": 3}
    x, y, w = np.array([[1, 2, 3], [4, 5, 6]]), np.array([0, 1, 0]), np.array([0.1, -0.2])
    a = 1 / (1 + np.exp(-(w @ x)))
    slope, *_ = result.gradients.values()
    updated, *_ = result.updated.values()
    assert slope == pytest.approx(x @ (a - y) / 3)
    assert updated == pytest.approx(w - 0.5 * (x @ (a - y) / 3))


def test_a_vector_with_negative_numbers_is_printed(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    values, out = tmp_path / "v.yaml", tmp_path / "o.txt"
    values.write_text("x: [1, 2]\ny: 1\nw: [0.5, -0.5]\nb: 0.1\n", encoding="utf-8")
    assert cli.main(["report", "logistic-regression", "--at", str(values), "-o", str(out)]) == exits.FINE
    assert "(0.5, −0.5)" in out.read_text(encoding="utf-8")
    capsys.readouterr()


def test_base_10_of_a_loss_that_is_only_partly_logarithms_is_refused() -> None:
    text = "# T\n<!-- derive: data x; parameter w -->\n## Model\n$$h = w x$$\n## Loss\n$$L = h^2 - \\log h$$\n"
    variant = model_from(text).main
    with pytest.raises(BadValues, match="base-10 logarithms change only a part of this loss"):
        worked("x: 1\nw: 2\n", log10=True, variant=variant)
    assert worked("x: 1\nw: 2\nalpha: 0.1\n", variant=variant).loss == pytest.approx(4 - math.log(2))


BAD = {
    "missing": (DECK_003.replace("w: 0.7\n", ""), None, "w is missing; expected a list of m numbers"),
    "wrong length": (DECK_003.replace("[0, 0, 1]", "[0, 1]"), 2, "y has 2 along n, but X has 3"),
    "wrong rank": (DECK_003.replace("b: 0.1", "b: [0.1, 0.2]"), 4, "b is a list of 2, expected a number"),
    "too many lines": (
        DECK_003.replace("[0.1, 0.2, 0.3]", "[[1, 2, 3], [4, 5, 6]]"), 1, "x has 2 along m, but w has 1",
    ),
    "text": (DECK_003.replace("0.7", "hello"), 3, "w is the text 'hello', expected a list of m numbers"),
    "text in a list": (DECK_003.replace("0.2,", "two,"), 1, "x holds 'two', expected numbers only"),
    "nothing": (DECK_003.replace("0.7", ""), 3, "w is the text '', expected"),
    "not a number": (DECK_003.replace("0.7", ".nan"), 3, "w is the text '.nan', expected"),
    "infinite": (DECK_003.replace("0.7", "inf"), 3, "w is the text 'inf', expected"),
    "an infinite power": (DECK_003.replace("0.7", "1e999999999"), 3, "expected a list of m numbers"),
    "two spellings": (DECK_003 + "X: [1, 2, 3]\n", 1, "X is given twice, as X and as x"),
    "twice": (DECK_003 + "w: 0.8\n", 7, "w is given twice, first on line 3"),
    "unknown": (DECK_003 + "gamma: 3\n", 7, "there is no 'gamma' here; expected X, Y, alpha, b, query, w, x, y"),
    "an anchor": ("x: &a [1]\ny: *a\n", 1, "anchors and aliases are not allowed"),
    "a bomb": ("a: &a [1, 1]\nb: &b [*a, *a]\nc: [*b, *b]\n", 1, "anchors and aliases are not allowed"),
    "a mapping": (DECK_003.replace("0.7", "{a: 1}"), 3, "w is a mapping, expected a number"),
    "an empty list": (DECK_003.replace("[0, 0, 1]", "[]"), 2, "y is an empty list, expected"),
    "an empty line": (DECK_003.replace("[0, 0, 1]", "[[]]"), 2, "y holds an empty list, expected numbers"),
    "lines of two lengths": (DECK_003.replace("[0, 0, 1]", "[[1, 2], [3]]"), 2, "different lengths, [2, 1]"),
    "too deep": ("x: [[[1]]]\n", 1, "nested twice at most"),
    "very deep": ("x: " + "[" * 100_000, 1, "nested twice at most"),
    "a list as a name": ("[1, 2]: 3\n", 1, "expected a name, and found a list"),
    "a list": ("[1, 2]\n", 1, "expected names with values, such as 'w: 0.7'"),
    "empty": ("", 1, "expected names with values"),
    "a comment only": ("# nothing\n", 1, "expected names with values"),
    "broken": ("x: [1, 2\n", 2, "is no YAML or JSON"),
    "two documents": (DECK_003 + "---\nx: 1\n", 7, "is no YAML or JSON"),
    "a control character": ("x: \x00\n", 1, "is no YAML or JSON"),
    "a rate of text": (DECK_003.replace("alpha: 1", "alpha: fast"), 5, "alpha is the text 'fast', expected a number"),
    "a query of text": (DECK_003.replace("query: 0.4", "query: what"), 6, "query is the text 'what', expected numbers"),
    "a query of two": (DECK_003.replace("query: 0.4", "query: [1, 2]"), 6, "query has 2 numbers, expected 1"),
    "an overflow": (DECK_003.replace("0.7", "1e5"), None, "J is no finite number in floating point"),
}  # fmt: skip


@pytest.mark.parametrize("case", BAD)
def test_bad_values_are_refused_with_file_line_and_what_was_expected(case: str) -> None:
    text, line, message = BAD[case]
    with pytest.raises(BadValues) as caught:
        worked(text)
    place = f"values.yaml:{line}: " if line else "values.yaml: "
    assert str(caught.value).startswith(place), caught.value
    assert message in str(caught.value)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"\xff\xfe\x00", "is not a text file in UTF-8 (byte 0)"),
        (b"x: [" + b"1," * 600_000 + b"1]", "is larger than 1,000,000 bytes"),
        (None, "cannot be read: Is a directory"),
    ],
)
def test_files_that_hold_no_values(content: bytes | None, message: str, tmp_path: Path) -> None:
    path = tmp_path / "values.yaml"
    if content is None:
        path.mkdir()
    else:
        path.write_bytes(content)
    with pytest.raises(BadValues) as caught:
        read_file(path)
    assert str(caught.value).startswith(f"{path}: ")
    assert message in str(caught.value)


def test_numbers_are_read_exactly() -> None:
    values = read_text("a: 0.1\nb: 1/3\nc: -2e-3\nd: 1_000\n", "").values
    assert {name: str(given.value) for name, given in values.items()} == {
        "a": "1/10", "b": "1/3", "c": "-1/500", "d": "1000",
    }  # fmt: skip


def test_a_model_that_leaves_a_function_open_has_no_numbers() -> None:
    with pytest.raises(BadValues, match="leaves the function g open"):
        worked("x: 1\ny: 2", variant=library("total-cost").main)
