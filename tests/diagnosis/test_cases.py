"""What is said of claims by cases: which case is wrong, and never a factor that nobody would have written."""

from __future__ import annotations

import numpy as np
import pytest
from wrong_claims import judged

from derive.building import ONE, call, mul, sub
from derive.diagnosis.searching import mutations_for
from derive.diagnosis.sites import sites
from derive.diagnosis.values import Values
from derive.ir import Const, Var

HUBER = (r"\rho = \begin{cases} \frac12 r^2 & |r| \le c \\ c |r| - \frac12 c^2 & |r| > c \end{cases}",)
LEAKY = (r"f = \begin{cases} z & z > 0 \\ \alpha z & z \le 0 \end{cases}",)
RELU = (r"z = w x", r"h = \operatorname{ReLU}(z)", r"L = \frac12 (h - y)^2")
OF_HUBER = r"\frac{d \rho}{d r} = \begin{cases} %s & |r| \le c \\ %s & |r| > c \end{cases}"
OF_LEAKY = r"\frac{d f}{d z} = \begin{cases} %s & z > 0 \\ %s & z \le 0 \end{cases}"

TOLD = {
    OF_HUBER % ("r", "c"): "one of the cases is wrong: it must be c sign(r), not c",
    OF_HUBER % ("r", r"\operatorname{sign}(r)"): "one of the cases is wrong: it must be c sign(r), not sign(r)",
    OF_HUBER % ("2 r", r"c \operatorname{sign}(r)"): "there is a factor 2 too many in 2r",
    OF_HUBER % (r"c \operatorname{sign}(r)", "r"): "the two cases are swapped: it must be ",
    OF_HUBER % ("r", r"-c \operatorname{sign}(r)"): "the minus in front of c sign(r) is one too many",
    r"\frac{d \rho}{d r} = r": "this is one of the cases alone: it must be ",
    OF_LEAKY % ("1", "0"): "one of the cases is wrong: it must be α, not 0",
    OF_LEAKY % (r"\alpha", "1"): "the two cases are swapped: it must be ",
    r"\frac{d f}{d z} = \mathbb{1}[z > 0]": "",
    r"\frac{\partial L}{\partial w} = (h - y) x \mathbb{1}[z < 0]": "the inequality is the wrong way round",
    r"\frac{\partial L}{\partial w} = (h - y) x \mathbb{1}[h \ge 0]": "what holds where both are equal makes",
}


def told(claim: str) -> str:
    given = HUBER if "rho" in claim else LEAKY if "d f" in claim else RELU
    return judged(claim, given, "data r, z, x, y; parameter c, w, \\alpha; positive c").told


@pytest.mark.parametrize("claim", TOLD)
def test_the_case_that_is_wrong_is_told(claim: str) -> None:
    said = told(claim)
    assert said.startswith(TOLD[claim])
    assert bool(said) == bool(TOLD[claim])


def test_how_a_condition_is_written_is_no_place_for_other_mistakes() -> None:
    """[r ≤ c] is kept as 1 − [r > c], which nobody wrote, and so no sign and no bracket is wrong in it."""
    r, c = Var("r"), Var("c")
    above = call("greater", r, c)
    root = call("choose", sub(ONE, above), r, mul(Const(2), c))
    point = {r: np.float64(2), c: np.float64(3)}
    found = sites(root, None, Values(point, {}, {}, dict(point)))
    looked_at = {path: {m.of_cases for m in mutations_for(site)} for path, site in found.items()}
    fixed = {(0,), (0, 0), (0, 1), (0, 1, 0)}
    assert {path for path, kinds in looked_at.items() if kinds == {True}} == fixed
    assert found[0, 1, 0].part is above
    assert found[0, 1, 0, 0].is_compared
