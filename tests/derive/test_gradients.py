"""A gradient in the forms in which people want it, each of which must be the same gradient."""

import numpy as np
import pytest

import derive
from derive.lowering import NoValue

MODEL = derive.model("logistic-regression")
POINT = {"w": np.array([0.5, -0.25, 2.0]), "x": np.array([1.5, 0.75, -0.5]), "b": 0.125, "y": 1.0}


def expected() -> np.ndarray:
    activation = 1 / (1 + np.exp(-(POINT["w"] @ POINT["x"] + POINT["b"])))
    return (activation - POINT["y"]) * POINT["x"]


def test_iterating_gives_the_steps_and_they_replay() -> None:
    derivation = MODEL.gradient("w")
    rules = [step.rule for step in derivation]
    assert "chain rule" in rules
    assert derivation.replay().equalities == len(rules) == len(derivation)


def test_latex_reads_as_a_lecturer_writes_it() -> None:
    assert MODEL.gradient("w").latex() == r"\frac{\partial L}{\partial w} = (a - y) x"
    assert MODEL.gradient("b").latex() == r"\frac{\partial L}{\partial b} = a - y"
    assert derive.check(MODEL.gradient("w").latex(), MODEL).outcome == "proved"


def test_the_numpy_function_computes_the_gradient_for_any_number_of_features() -> None:
    gradient = MODEL.gradient("w").numpy()
    assert np.allclose(gradient(**POINT), expected(), rtol=1e-14)
    one = gradient(w=[0.5], x=[2.0], b=0.0, y=0.0)
    assert one.shape == (1,)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"x": [1.0, 2.0]}, "the size m is 3"),
        ({"x": 1.0}, "expected 1"),
        ({"q": 1.0}, "there is no 'q'"),
    ],
)
def test_the_numpy_function_says_what_does_not_fit(change: dict[str, object], message: str) -> None:
    with pytest.raises(NoValue, match=message):
        MODEL.gradient("w").numpy()(**{**POINT, **change})


def test_the_sympy_form_has_the_same_values() -> None:
    entries = MODEL.gradient("w").sympy({"m": 3})
    values = {f"{name}_{i + 1}": v for name in "wx" for i, v in enumerate(POINT[name])}
    values |= {"b": POINT["b"], "y": POINT["y"]}
    found = [float(entry.subs({s: values[str(s)] for s in entry.free_symbols})) for entry in entries]
    assert np.allclose(found, expected(), rtol=1e-12)


def test_a_notebook_shows_aligned_lines() -> None:
    shown = MODEL.gradient("w")._repr_markdown_()
    assert shown.startswith("$$\n\\begin{aligned}\n")
    assert shown.count("&=") == len(MODEL.gradient("w").chains[-1].lines)
    assert "\\frac{\\partial L}{\\partial w}" in MODEL.gradient("w")._repr_latex_()


def test_an_unknown_name_is_answered_with_the_names_there_are() -> None:
    with pytest.raises(derive.UnknownModel, match="did you mean"):
        MODEL.gradient("ww")
    with pytest.raises(derive.UnknownModel, match="logistic-regression"):
        derive.model("logistic-regresion")
