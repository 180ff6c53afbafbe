"""A claim about a convolution is decided whichever letter stands for the longer size."""

import pytest

import derive
from derive import scope


@pytest.mark.parametrize(("signal", "kernel"), [("n", "k"), ("p", "n"), ("a", "k")])
def test_a_convolution_is_decided(signal: str, kernel: str) -> None:
    declared = f"shape x: {signal}; shape w: {kernel}; data x"
    around = scope(declared, rf"y_i = \sum_{{j=1}}^{{{kernel}}} w_j x_{{i+j-1}}", r"L = \sum_i y_i^2")
    claim = r"\frac{\partial L}{\partial w_j} = \sum_i \frac{\partial L}{\partial y_i} x_{i+j-1}"
    assert derive.check(claim, around).outcome == "proved"
    assert derive.check(claim.replace(r"= \sum", r"= 2 \sum"), around).outcome == "refuted"
