"""Styles made from a scope: layouts, logarithms, examples and families as that scope reads them."""

import pytest

from derive import building as b
from derive.ir import Const, Expr, Symbol, Var
from derive.notation.latex import latex
from derive.notation.math import Unspellable
from derive.notation.scope import Scope
from derive.notation.typesetting import PLAIN, Style, needs_indices, style_of, typeset
from derive.shapes import Shape, Size

N, MN, NN = Shape.of("n"), Shape.of("m", "n"), Shape.of("n", "n")
x, z, t = Var("x", N), Var("z"), Var("t")
X, A, W = Var("X", MN), Var("A", NN), Var("W", MN)
y = Var("y", Shape.of("n", row=True))
L = Var("L")
layers = Var(Symbol("W", layer="·"), Shape.of("L", "m", "n"))
examples = Var(Symbol("x", example="·"), Shape.of("n", "m"))
weights = Var(Symbol("w", sub="·0"), Shape.of("k"))
DECLARED = Scope().with_shape("x", N).with_shape("X", MN).with_shape("y", y.shape).with_shape("A", NN)
NUMERATOR = Style(layout="numerator")


def written(expr: Expr, style: Style = PLAIN) -> str:
    return latex(typeset(expr, style))


def test_only_the_examples_of_the_scope_stand_above() -> None:
    style = style_of(DECLARED)
    assert style.example_sizes == {"n"}
    assert written(b.total(X), style) == r"\sum_{i=1}^{n} \sum_{j=1}^{m} x_{j}^{(i)}".replace("x_{j}", "X_{j}")
    assert written(b.total(y), style) == r"\sum_{i=1}^{n} y^{(i)}"
    assert written(b.total(x), style) == r"\sum_{i=1}^{n} x_{i}"
    assert written(b.total(A), style) == r"\sum_{i=1}^{n} \sum_{j=1}^{n} a_{ij}"
    assert written(b.total(A), PLAIN) == r"\sum_{i=1}^{n} \sum_{j=1}^{n} a^{(i,j)}"


def test_examples_as_rows() -> None:
    style = style_of(DECLARED.with_setting("examples", "rows"))
    assert style.example_sizes == {"n"}
    assert [style.has_examples(X, axis) for axis in (0, 1)] == [True, False]
    assert [style.has_examples(x, 0), style.has_examples(y, 0)] == [True, False]


@pytest.mark.parametrize(
    ("expr", "style", "expected"),
    [
        (b.div(b.call("log", z), b.call("log", Const(10))), Style(log_base="10"), r"\log z"),
        (b.call("log", z), Style(log_base="10"), r"\ln z"),
        (b.div(b.call("log", z), b.call("log", Const(2))), Style(log_base="10"), r"\frac{\ln z}{\ln 2}"),
        (b.transpose(b.total_derivative(L, x)), NUMERATOR, r"\frac{\partial L}{\partial x}"),
        (b.total_derivative(L, x), NUMERATOR, r"\nabla_{x}L"),
        (b.total_derivative(L, z), NUMERATOR, r"\frac{\partial L}{\partial z}"),
        (b.derivative(b.matmul(b.transpose(x), x), x), NUMERATOR, r"\nabla_{x}(x^{\top}x)"),
        (b.total_derivative(L, x), Style(layout="denominator"), r"\frac{\partial L}{\partial x}"),
        (b.evaluated(b.hessian(b.call("sigmoid", t), t, t), t, z), PLAIN, r"\sigma''(z)"),
        (
            b.total(Var("u", Shape.of(Size.of("n_i")))),
            Style(unknown_sizes=frozenset({"n_i"})),
            r"\sum_{i} u_{i}",
        ),
    ],
    ids=str,
)
def test_what_depends_on_the_style(expr: Expr, style: Style, expected: str) -> None:
    assert written(expr, style) == expected


def test_a_jacobian_in_another_layout_is_written_for_one_entry() -> None:
    jacobian = b.jacobian(b.call("sigmoid", x), x, "numerator")
    assert written(jacobian, Style(layout="numerator")) == r"\frac{\partial}{\partial x} \sigma(x)"
    entry = written(jacobian, Style(layout="denominator", examples="columns"))
    assert entry == r"\frac{\partial}{\partial x_{j}} \sigma(x_{i})"


def test_an_identity_whose_size_nothing_tells_bears_it() -> None:
    style = Style(layout="denominator", examples="columns")
    alone = b.align(b.eye("k"), Shape.of("k", "k", "n"), (0, 1))
    beside = b.mul(alone, b.align(x, alone.shape, (2,)))
    assert written(beside, style) == r"(I_{k})_{ij} x_{l}"
    assert written(beside) == r"\delta_{ij}x^{(l)}"
    told = b.mul(b.eye("n"), b.spread(x, NN))
    assert written(told, style) == r"\delta_{ij}x_{i}"


def test_members_of_families() -> None:
    assert written(b.total(examples)) == r"\sum_{i=1}^{n} \sum_{j=1}^{m} x_{j}^{(i)}"
    assert written(b.total(weights)) == r"\sum_{i=1}^{k} w_{i,0}"
    assert written(b.total(layers)).endswith("W_{ki}^{[j]}")
    assert written(examples) == "x_{j}^{(i)}"
    assert needs_indices(examples)
    product = b.matmul(b.transpose(Var("w", Shape.of("m"))), b.transpose(examples))
    assert written(product) == r"w^{\top}x^{(i)}"
    with pytest.raises(Unspellable, match="have no form of their own"):
        typeset(b.call("det", Var(Symbol("A", example="·"), NN)))


def test_what_repeats_says_along_which_axis() -> None:
    column, row = b.spread(Var("c", Shape.of("m")), MN), b.spread(y, MN)
    assert written(b.add(b.matmul(A, A), b.spread(x, NN)), PLAIN) == "AA + x"
    assert written(b.mul(column, row)) == "c_{i}y^{(j)}"
    assert written(b.mul(column, W)) == "c_{i}w_{i}^{(j)}"


@pytest.mark.parametrize(
    ("symbol", "expected"),
    [
        (Symbol("x", layer="'"), r"x^{\prime }"),
        (Symbol("w", layer="*"), "w^{*}"),
        (Symbol("w", layer="+"), "w^{+}"),
        (Symbol("w", layer="new"), r"w^{\mathrm{new}}"),
        (Symbol("W", layer="2*"), "W^{[2]*}"),
        (Symbol("x", accent="check"), r"\check{x}"),
    ],
)
def test_layers_that_are_words_or_marks(symbol: Symbol, expected: str) -> None:
    assert written(Var(symbol)).replace(r"\prime}", r"\prime }") == expected


def test_a_word_above_stands_in_brackets_before_a_transpose() -> None:
    assert written(b.transpose(Var(Symbol("w", layer="new"), N))) == r"(w^{\mathrm{new}})^{\top}"
    assert written(b.transpose(Var(Symbol("w", layer="*"), N))) == r"w^{*\top}"
