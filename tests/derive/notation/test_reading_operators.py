"""Operators and signs whose reach their spelling must say: ∂ with a subscript, fractions, roots, powers of matrices."""

import pytest

from derive.notation.declarations import declared, parse_declarations
from derive.notation.reading import read
from derive.notation.scope import EMPTY, Scope


def scope_with(declarations: str) -> Scope:
    scope = EMPTY
    for declaration in parse_declarations(declarations)[0]:
        scope = declared(scope, declaration)
    return scope


NUMBERS = scope_with("data x, w, L, d")
ARRAYS = scope_with(r"shape X: n,n; shape Y: m,n; shape \mathbf{e}: n; shape \mathbf{h}_j: q")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (r"\partial_x x^2", "derivative(power(x, 2), x)"),
        (r"\partial_{w} (x w)", "derivative(mul(x, w), w)"),
        (r"\partial_x^2 x^3", "hessian(power(x, 3), x, x)"),
        (r"\partial^2_{x} x^3", "hessian(power(x, 3), x, x)"),
        (r"\partial_x \partial_w (x w)", "derivative(derivative(mul(x, w), w), x)"),
        (r"\nabla_w \tfrac12 w^2 x", "derivative(mul(div(1, 2), power(w, 2), x), w)"),
        (r"\frac{d}{dw} \frac12 (w - x)^2", "derivative(mul(div(1, 2), power(add(w, neg(x)), 2)), w)"),
        (r"√25", "power(25, div(1, 2))"),
        (r"√x + 1", "add(power(x, div(1, 2)), 1)"),
        (r"√2 \cdot x", "mul(power(2, div(1, 2)), x)"),
        (r"√(2x) w", "mul(power(mul(2, x), div(1, 2)), w)"),
        (r"\sqrt2x", "mul(power(2, div(1, 2)), x)"),
    ],
)
def test_what_an_operator_reaches(text: str, expected: str) -> None:
    assert str(read(text, NUMBERS).expr) == expected


@pytest.mark.parametrize(
    ("text", "kind", "part"),
    [
        (r"\partial_i x^2", "ambiguous", r"\partial_i"),
        (r"\partial_{xw} x^2", "not-yet", "several names"),
        (r"\partial_1 x", "not-yet", "a number"),
        (r"\frac{d}{dw} \frac{w}{2} w^2", "ambiguous", "reaches"),
        (r"√2x", "ambiguous", "no bar"),
        (r"√10x", "ambiguous", "no bar"),
        (r"√x²", "ambiguous", "no bar"),
        (r"√x_2^2", "ambiguous", "no bar"),
        (r"\frac{\partial L}\partial w", "unreadable", "braces"),
        (r"\frac{dL}dw", "unreadable", "braces"),
    ],
)
def test_what_may_reach_further_is_refused(text: str, kind: str, part: str) -> None:
    error = read(text, NUMBERS).error
    assert error is not None
    assert (error.kind, part in error.message) == (kind, True), error.message
    assert (len(error.expected) == 2) == (kind == "ambiguous")


def test_a_negative_power_of_a_matrix_is_one_of_its_inverse() -> None:
    reading = read("X^{-2}", ARRAYS)
    assert str(reading.expr) == "matmul(inverse(X), inverse(X))"
    assert reading.choices


@pytest.mark.parametrize(("text", "kind"), [("Y^{-2}", "ill-shaped"), ("X^{-1/2}", "ambiguous")])
def test_other_powers_of_matrices_are_refused(text: str, kind: str) -> None:
    error = read(text, ARRAYS).error
    assert error is not None
    assert error.kind == kind


def test_a_bold_e_that_is_declared_is_no_constant() -> None:
    assert str(read(r"\operatorname{softmax}(\mathbf{e})", ARRAYS).expr) == "softmax(e)"
    assert str(read("e", ARRAYS).expr) == "exp(1)"
