"""`derive check` without a model: equations, shapes and declarations on the command line; several claims at once."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest

import derive
from reports import exits

NEURON = (
    "--given",
    "z = w^T x + b",
    "--given",
    "L = (z - y)^2",
    "--shape",
    "w, x: m",
    "--declare",
    "shape b, y: scalar",
)
RIGHT, WRONG = r"\frac{\partial L}{\partial w} = 2(z - y) x", r"\frac{\partial L}{\partial w} = (z - y) x"
ORDERS = {
    "options first": (*NEURON, RIGHT, WRONG),
    "claims first": (RIGHT, WRONG, *NEURON),
    "options between": (*NEURON[:2], RIGHT, *NEURON[2:6], WRONG, *NEURON[6:]),
    "behind dashes": (*NEURON, "--", RIGHT, WRONG),
    "dashes between": (RIGHT, *NEURON, "--", WRONG),
}


def outcomes(run: Any, *arguments: str) -> list[str]:
    return [finding["outcome"] for finding in json.loads(run("check", "--format", "json", *arguments).out)]


@pytest.mark.parametrize("order", ORDERS)
def test_claims_are_judged_against_given_equations(order: str, run: Any) -> None:
    assert outcomes(run, *ORDERS[order]) == ["proved", "refuted"]
    result = run("check", *ORDERS[order])
    assert result.code == exits.WRONG
    assert re.findall(r"^\w.*", result.out, re.M) == [
        "proved for all sizes:  ∂L/∂w = 2(z − y) x", "refuted:  ∂L/∂w = (z − y) x",
    ]  # fmt: skip


def test_nothing_has_to_be_declared(run: Any) -> None:
    assert outcomes(run, "--given", "L = w^2", "dw = 2w", "dw = 3w") == ["proved", "refuted"]
    assert outcomes(run, "--given", "L = (w^T x - y)^2", "dw = 2(w^T x - y) x") == ["proved"]
    assert outcomes(run, "--shape", "u: m", "u^T u = u^T (2u) - u^T u") == ["proved"]


def test_a_claim_that_begins_with_a_minus_stands_behind_dashes(run: Any) -> None:
    assert outcomes(run, "--given", "L = w^2", "--", "-dw = -2w") == ["proved"]
    assert run("check", "--given", "L = w^2", "-dw=-2w").code == exits.FAILED


def test_given_equations_are_added_to_a_model(run: Any) -> None:
    for arguments in (
        ("logistic-regression", "--given", r"M = L + \lambda w^T w", "--shape", r"\lambda: scalar"),
        ("--shape", r"\lambda: scalar", "logistic-regression", "--given", r"M = L + \lambda w^T w"),
    ):
        claims = (r"\frac{\partial M}{\partial w} = (a - y) x + 2 \lambda w", "dw = (a - y) x")
        assert outcomes(run, *arguments, *claims) == ["proved", "proved"]


def test_what_a_claim_defines_is_known_to_those_behind_it(run: Any) -> None:
    claims = ("g = a - y", "dw = g x", "db = -g", "dw = h x", "h = g")
    assert outcomes(run, "logistic-regression", *claims) == ["definition", "proved", "refuted", "unbound", "definition"]


def test_a_constant_has_the_derivative_0(run: Any) -> None:
    constant = ("--shape", "x, k, L: scalar")
    assert outcomes(run, *constant, r"\frac{d}{dx} k = 0", r"\frac{d}{dx} k = 1", r"\frac{d}{dx} L = 0") == [
        "proved", "unbound", "unbound",
    ]  # fmt: skip


def test_without_a_loss_no_step_is_judged(run: Any) -> None:
    result = run("check", "--given", "z = w x", r"w \leftarrow w - \alpha x")
    assert result.code == exits.FINE
    assert result.out.startswith("update:")
    assert "nothing says what the loss is" in result.out


def test_a_loss_without_an_equation_is_unbound(run: Any) -> None:
    """Its derivative is not 0: nothing says what it is."""
    for claim in (r"\frac{\partial L}{\partial w} = 0", r"z = \frac{\partial L}{\partial w} + w x"):
        result = run("check", "--given", "z = w x", claim)
        assert result.code == exits.FAILED
        assert result.out.startswith("unbound:")
        assert "L has no equation here" in result.out
        assert "hint: give its equation before the claim: L = …" in result.out
    assert outcomes(
        run, "--declare", "data x; parameter w", "--given", "L = w x", r"\frac{\partial x}{\partial w} = 0"
    ) == ["proved"]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("--given", "z = ", "z = 1"), "of the kind `fragment`, and defines no name"),
        (("--given", "z = q w", "--shape", "w: m", "z = 1"), "nothing is known about q"),
        (("--given", "2 = 2", "z = 1"), "defines no name"),
        (("--shape", "w", "z = 1"), "a colon"),
        (("--declare", "shpe w: m", "z = 1"), "unknown declaration 'shpe'"),
        (("--declare", "model x", "z = 1"), "has no effect here"),
        (("logistic-regression", "--given", "c = q w", "dw = x"), "nothing is known about q"),
        (("logistic-regression", "--shape", "w: k", "dw = x"), "declared"),
        (("logistic-regresion", "--given", "z = w", "dw = x"), "did you mean logistic-regression"),
        (("logistic-regresion", "dw = x"), "did you mean logistic-regression"),
        (("dw = x", "db = 1"), "'dw = x' is no model"),
        (("--given", "z = w"), "there is no claim to check"),
        (("logistic-regression",), "there is no claim to check"),
        ((), "there is no claim to check"),
        (("logistic-regression", "dw = x", "--bogus"), "unrecognized arguments: --bogus"),
    ],
)
def test_what_cannot_be_heeded_is_refused(arguments: tuple[str, ...], message: str, run: Any) -> None:
    result = run("check", *arguments)
    assert result.code == exits.FAILED
    assert result.out == ""
    assert re.search(message, result.err)


def test_other_commands_take_no_stray_arguments(run: Any) -> None:
    assert "unrecognized arguments: x" in run("models", "x").err


def test_the_same_from_python() -> None:
    scope = derive.scope("shape w, x: m; shape b, y: scalar", "z = w^T x + b", "L = (z - y)^2")
    assert derive.check(RIGHT, scope).outcome == "proved"
    assert isinstance(derive.check(WRONG, scope).verdict, derive.Refuted)
    assert derive.check(RIGHT, derive.scope("shape L: scalar; shape w, x: m; shape z, y: scalar")).outcome == "unbound"
    assert derive.check("dw = q", scope).outcome == "unbound"


def test_aligned_lines_are_judged_link_by_link(run: Any) -> None:
    claim = r"\begin{aligned} db &= \frac{\partial L}{\partial z} \\ &= a - y \\ &= y - a \end{aligned}"
    [finding] = json.loads(run("check", "--format", "json", "logistic-regression", claim).out)
    assert finding["outcome"] == "refuted"
    assert [link["outcome"] for link in finding["links"]] == ["proved", "proved", "refuted"]
    assert finding["correct"] == r"\frac{\partial L}{\partial b} = a - y"
