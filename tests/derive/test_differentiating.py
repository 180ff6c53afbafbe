"""Elementary differentiation: what comes out, in the form that a person would leave, and that nothing false does."""

from __future__ import annotations

from dataclasses import replace

import pytest

from derive import building as b
from derive.elementary import Elementary, differentiate
from derive.ir import Const, Expr, Var, variables
from derive.kernel import ReplayError, replay
from derive.notation.reading import read
from derive.rational_form import identical
from derive.steps import Chain, Derivation, Line
from reports.differentiating import spoken
from reports.evidence import assumed
from reports.manner import manner
from reports.spelling import Style, text

STYLE = manner(Style(whole_families=True, example_sizes=frozenset()))

X, Y = Var("x"), Var("y")

LEFT_LIKE_THIS = [
    (r"\log(x^2)", "x", "2/x", "x ≠ 0"),
    (r"x^2 \sin x", "x", "2x sin(x) + x² cos(x)", ""),
    (r"3x^4 - 2x^3 + x", "x", "12x³ − 6x² + 1", ""),
    (r"(2x-1)^3 (x+1)^2", "x", "2(2x − 1)²(x + 1)(5x + 2)", ""),
    (r"\frac{x}{(x+1)^2}", "x", "(1 − x)/(x + 1)³", "x + 1 ≠ 0"),
    (r"\frac{ax+b}{cx+d}", "x", "(ad − cb)/(cx + d)²", "cx + d ≠ 0"),
    (r"\frac{x}{\sqrt{x^2+1}}", "x", "1/(x² + 1)^(3/2)", ""),
    (r"\sqrt[3]{x}", "x", "1/(3x^(2/3))", "x > 0"),
    (r"x^x", "x", "xˣ(log x + 1)", "x > 0"),
    (r"a^x", "x", "aˣ log a", "a > 0"),
    (r"\log_2 x", "x", "1/(x log 2)", "x > 0"),
    (r"\log|x|", "x", "1/x", "x ≠ 0"),
    (r"\ln(\ln x)", "x", "1/(x log x)", "x > 0; log x > 0"),
    (r"\frac{\cos x}{\sin x}", "x", "−1/(sin(x)²)", "sin(x) ≠ 0"),
    (r"\arctan(x/a)", "x", "a/(a² + x²)", "a ≠ 0"),
    (r"\tanh(wx+b)", "w", "x(1 − tanh(wx + b)²)", ""),
    (r"\log\cosh x", "x", "(sinh(x))/(cosh(x))", "cosh(x) > 0"),
    (r"\log(1+e^x)", "x", "eˣ/(1 + eˣ)", ""),
    (r"x e^{-x}", "x", "e⁻ˣ(1 − x)", ""),
    (r"-y\log a - (1-y)\log(1-a)", "a", "(a − y)/(a(1 − a))", "a > 0; 1 − a > 0"),
    (r"-y\log(\sigma(z)) - (1-y)\log(1-\sigma(z))", "z", "σ(z) − y", ""),
    (r"\operatorname{GELU}(x)", "x", "Φ(x) + (xe^(−x²/2))/√(2π)", ""),
    (r"\max(0,x)", "x", "step(x)", "x ≠ 0"),
    (r"\frac{xy}{x^2+y^2}", "x", "(y(y² − x²))/(x² + y²)²", "x² + y² ≠ 0"),
    (r"\sum_{i=1}^m (y_i - w x_i)^2", "w", "−2 Σᵢ₌₁ᵐ xᵢ(yᵢ − wxᵢ)", ""),
    (r"\log \sum_{i=1}^m e^{t x_i}", "t", "(Σᵢ₌₁ᵐ xᵢe^(txᵢ))/(Σᵢ₌₁ᵐ e^(txᵢ))", ""),
]


def found(formula: str, name: str) -> Elementary:
    """The derivative of a formula by a name."""
    body = read(formula).expr
    assert body is not None
    return differentiate(body, next(v for v in variables(body) if v.name == name))


@pytest.mark.parametrize(("formula", "name", "result", "conditions"), LEFT_LIKE_THIS)
def test_it_comes_out_as_a_person_would_leave_it(formula: str, name: str, result: str, conditions: str) -> None:
    derivative = found(formula, name)
    assert derivative.replayed.equalities
    assert text(derivative.result, STYLE) == result
    assert spoken(assumed(derivative.assumptions, STYLE)) == conditions


def test_a_corrupted_step_is_refused_wherever_it_stands() -> None:
    [chain] = found(r"\frac{x}{\sqrt{x^2+1}}", "x").chains
    for number, line in enumerate(chain.lines):
        wrong = b.add(line.steps[-1].after, b.ONE)
        broken = Line((*line.steps[:-1], replace(line.steps[-1], after=wrong)))
        lines = (*chain.lines[:number], broken, *chain.lines[number + 1 :])
        with pytest.raises(ReplayError):
            replay(Derivation((Chain(chain.start, lines),)))


def test_a_sum_is_not_differentiated_by_a_lemma_about_something_else() -> None:
    derivative = found(r"\sum_{i=1}^m (y_i - w x_i)^2", "w")
    with pytest.raises(ReplayError, match="condition"):
        replay(Derivation(derivative.chains))


@pytest.mark.parametrize(
    ("u", "w"),
    [
        (b.power(b.power(X, Const(2)), b.number("1/2")), X),
        (b.power(b.mul(X, Y), b.number("1/2")), b.mul(X, Y)),
        (b.call("log", b.mul(X, Y)), b.add(b.call("log", X), b.call("log", Y))),
        (b.div(b.ONE, b.add(X, Y)), b.add(b.div(b.ONE, X), b.div(b.ONE, Y))),
        (b.call("sin", X), b.call("sin", b.neg(X))),
    ],
)
def test_only_the_laws_of_fractions_and_powers_are_used(u: Expr, w: Expr) -> None:
    assert identical(u, u)
    assert not identical(u, w)
