"""Functions of matrices, arrays written out, unspecified functions, Jacobians, Hessians, values at a point."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from itertools import combinations
from typing import Any

import pytest

from derive import building as b
from derive import ops
from derive.ir import Apply, Const, Expr, Path, Symbol, Var
from derive.notation.functions import function_name
from derive.notation.latex import latex
from derive.notation.math import Math, Unspellable
from derive.notation.naming import function_symbol
from derive.notation.typesetting import Mark, Style, typeset
from derive.shapes import Shape
from reports.emitters.mathml import mathml
from reports.emitters.plain import plain
from reports.emitters.typst import typst

SPELLINGS: tuple[Callable[[Math], str], ...] = (latex, plain, typst, mathml)

M, K, MK, KK = Shape.of("m"), Shape.of("k"), Shape.of("m", "k"), Shape.of("k", "k")
one, two, minus = Const(1), Const(2), Const(-1)
f, s, t = Var("f"), Var("s"), Var("t")
w1, a1 = Var(Symbol("w", sub="1")), Var(Symbol("a", layer="1"))
x, y, z = Var("x", M), Var("y", K), Var("z", K)
A, B, C = Var("A", MK), Var("B", KK), Var("C", KK)
W = Var(Symbol("W", layer="1"), KK)
columns = b.sum_along(A, (0,))
square, shared = b.power(s, two), b.add(s, t)


def applied(op: str, *args: Expr, **attrs: Any) -> Expr:
    return Apply(ops.get(op), args, tuple(attrs.items()))


def written(expr: Expr, style: Style | None = None, marks: Mapping[Path, Mark] | None = None) -> str:
    return latex(typeset(expr, style or Style(), marks))


def g(of: Expr, order: int = 0, symbol: Symbol | None = None) -> Expr:
    return applied("opaque", of, name=function_name(symbol or Symbol("g")), order=order)


def jacobian(body: Expr, v: Expr, layout: str = "numerator") -> Expr:
    return applied("jacobian", body, v, layout=layout)


def at(body: Expr, v: Expr, point: Expr) -> Expr:
    return applied("evaluated", body, v, point)


inverse = applied("inverse", B)
MATRICES = [
    (inverse, "B^{-1}"),
    (applied("inverse", b.transpose(B)), r"(B^{\top})^{-1}"),
    (b.transpose(inverse), r"(B^{-1})^{\top}"),
    (applied("inverse", W), "(W^{[1]})^{-1}"),
    (applied("inverse", b.add(B, C)), "(B + C)^{-1}"),
    (applied("inverse", b.matmul(B, C)), "(BC)^{-1}"),
    (b.matmul(inverse, z), "B^{-1}z"),
    (b.power(inverse, two), "(B^{-1})^{2}"),
    (b.power(B, minus), r"\frac{1}{B}"),
    (b.total(inverse), r"\sum_{i=1}^{k} \sum_{j=1}^{k} (B^{-1})_{ij}"),
    (applied("det", B), r"\det B"),
    (applied("det", inverse), r"\det B^{-1}"),
    (b.power(applied("det", B), minus), r"(\det B)^{-1}"),
    (applied("det", b.matmul(B, C)), r"\det(BC)"),
    (b.mul(applied("det", B), applied("det", C)), r"(\det B) \det C"),
    (applied("trace", b.matmul(B, C)), r"\operatorname{tr}(BC)"),
    (applied("trace", b.spread(z, KK)), r"\sum_{i=1}^{k} z_{i}"),
    (applied("diag", z), r"\operatorname{diag}(z)"),
    (b.total(applied("diag", z)), r"\sum_{i=1}^{k} \sum_{j=1}^{k} z_{i}\delta_{ij}"),
    (applied("diag", columns), r"\left( \sum_{l=1}^{m} a_{li} \right) \delta_{ij}"),
    (applied("diagonal", B), r"\operatorname{diag}(B)"),
    (b.total(b.mul(applied("diagonal", B), z)), r"\sum_{i=1}^{k} b_{ii}z_{i}"),
    (applied("diagonal", b.spread(z, KK)), "z_{i}"),
    (applied("diag", b.broadcast(two, K)), r"\operatorname{diag}(2\mathbf{1})"),
    (b.call("norm", b.broadcast(two, K)), r"\lVert 2\mathbf{1} \rVert"),
    (b.spread(b.broadcast(two, M), MK), "2"),
]

ARRAYS = [
    (applied("array", s, t, shared, shape=Shape.of(3)), r"\begin{bmatrix} s \\ t \\ s + t \end{bmatrix}"),
    (applied("array", s, t, shape=Shape.of(2, row=True)), r"\begin{bmatrix} s & t \end{bmatrix}"),
    (applied("array", s, t, one, two, shape=Shape.of(2, 2)), r"\begin{bmatrix} s & t \\ 1 & 2 \end{bmatrix}"),
    (applied("array", s, t, one, two, shape=Shape.of(1, 4)), r"\begin{bmatrix} s & t & 1 & 2 \end{bmatrix}"),
    (
        b.transpose(applied("array", s, t, shape=Shape.of(2))),
        r"\begin{bmatrix} s \\ t \end{bmatrix}^{\top}",
    ),
    (
        applied("take", applied("array", s, t, shape=Shape.of(2)), two),
        r"\begin{bmatrix} s \\ t \end{bmatrix}_{2}",
    ),
    (applied("concatenate", x, z, axis=0), r"\begin{bmatrix} x \\ z \end{bmatrix}"),
    (applied("concatenate", x, b.broadcast(one, K), axis=0), r"\begin{bmatrix} x \\ \mathbf{1} \end{bmatrix}"),
    (applied("concatenate", B, C, axis=1), r"\begin{bmatrix} B & C \end{bmatrix}"),
    (
        applied("concatenate", b.transpose(x), b.transpose(z), axis=0),
        r"\begin{bmatrix} x^{\top} & z^{\top} \end{bmatrix}",
    ),
]

FUNCTIONS = [
    (g(s), "g(s)"),
    (g(s, 2), "g''(s)"),
    (g(z, 1, Symbol("f", sub="1")), "f_{1}'(z)"),
    (g(z, 1, Symbol("g", layer="l")), "g^{[l]'}(z)"),
    (b.mul(two, g(s), t), "2g(s) t"),
    (b.power(g(s, 1), two), "g'(s)^{2}"),
    (b.mul(s, g(t, 0, Symbol("act"))), r"s \cdot \mathrm{act}(t)"),
    (b.total(g(z, 1)), r"\sum_{i=1}^{k} g'(z_{i})"),
    (b.total(g(z, 0, Symbol("i"))), r"\sum_{j=1}^{k} i(z_{j})"),
]

DERIVATIVES = [
    (jacobian(y, x), r"\frac{\partial y}{\partial x}"),
    (jacobian(b.matmul(b.transpose(A), x), x), r"\frac{\partial}{\partial x}(A^{\top}x)"),
    (jacobian(b.call("softmax", x), x), r"\frac{\partial}{\partial x} \operatorname{softmax}(x)"),
    (b.matmul(jacobian(y, z), jacobian(z, x)), r"\frac{\partial y}{\partial z} \frac{\partial z}{\partial x}"),
    (b.total(jacobian(y, x)), r"\sum_{i=1}^{k} \sum_{j=1}^{m} \frac{\partial y_{i}}{\partial x_{j}}"),
    (
        b.total(jacobian(y, x, "denominator")),
        r"\sum_{i=1}^{m} \sum_{j=1}^{k} \frac{\partial y_{j}}{\partial x_{i}}",
    ),
    (
        jacobian(b.mul(y, columns), z),
        r"\frac{\partial}{\partial z_{j}}\left( y_{i} \sum_{l=1}^{m} a_{li} \right)",
    ),
    (applied("hessian", f, s, s), r"\frac{\partial^{2}f}{\partial s^{2}}"),
    (applied("hessian", f, s, t), r"\frac{\partial^{2}f}{\partial s \, \partial t}"),
    (applied("hessian", f, w1, w1), r"\frac{\partial^{2}f}{\partial w_{1}^{2}}"),
    (applied("hessian", f, a1, a1), r"\frac{\partial^{2}f}{\partial (a^{[1]})^{2}}"),
    (applied("hessian", f, x, x), r"\frac{\partial^{2}f}{\partial x \, \partial x^{\top}}"),
    (applied("hessian", f, x, z), r"\frac{\partial^{2}f}{\partial x \, \partial z^{\top}}"),
    (applied("hessian", f, x, s), r"\frac{\partial^{2}f}{\partial x \, \partial s}"),
    (applied("hessian", square, s, s), r"\frac{\partial^{2}}{\partial s^{2}} s^{2}"),
    (applied("hessian", b.mul(s, t), s, t), r"\frac{\partial^{2}}{\partial s \, \partial t}(st)"),
    (
        b.total(applied("hessian", f, x, x)),
        r"\sum_{i=1}^{m} \sum_{j=1}^{m} \frac{\partial^{2}f}{\partial x_{i} \, \partial x_{j}}",
    ),
    (
        b.pullback(columns, b.matmul(B, z), z),
        r"\sum_{j=1}^{k} \left( \sum_{l=1}^{m} a_{lj} \right) \cdot \frac{\partial}{\partial z_{i}}(Bz)_{j}",
    ),
    (
        b.derivative(b.mul(z, columns), z),
        r"\frac{\partial}{\partial z_{i}}\left( z_{i} \sum_{j=1}^{m} a_{ji} \right)",
    ),
]

POINTS = [
    (at(square, s, one), r"\left. s^{2} \right|_{s=1}"),
    (at(shared, s, b.neg(t)), r"\left. (s + t) \right|_{s=-t}"),
    (at(b.neg(s), s, two), r"\left. (-s) \right|_{s=2}"),
    (b.neg(at(s, s, two)), r"-\left. s \right|_{s=2}"),
    (at(b.derivative(square, s), s, two), r"\left. \frac{d}{ds} s^{2} \right|_{s=2}"),
    (b.derivative(at(square, t, two), s), r"\frac{\partial}{\partial s}(\left. s^{2} \right|_{t=2})"),
    (at(b.total_derivative(f, s), s, two), r"\left. \frac{\partial f}{\partial s} \right|_{s=2}"),
    (b.mul(t, at(square, s, one), s), r"t \left. s^{2} \right|_{s=1} s"),
    (at(b.mul(t, square, s), s, one), r"\left. (ts^{2}s) \right|_{s=1}"),
    (b.power(at(s, s, two), two), r"(\left. s \right|_{s=2})^{2}"),
    (b.call("log", at(s, s, two)), r"\log(\left. s \right|_{s=2})"),
    (at(b.call("log", s), s, two), r"\left. (\log s) \right|_{s=2}"),
    (at(y, z, columns), r"\left. y_{i} \right|_{z_{j}=\sum_{l=1}^{m} a_{lj}}"),
]
WRITTEN = [*MATRICES, *ARRAYS, *FUNCTIONS, *DERIVATIVES, *POINTS]


@pytest.mark.parametrize(("expr", "expected"), WRITTEN, ids=lambda v: str(v)[:60])
def test_it_is_written_as_a_person_would(expr: Expr, expected: str) -> None:
    assert written(expr) == expected


def test_a_jacobian_in_two_layouts_is_written_by_its_entries() -> None:
    both = b.add(jacobian(y, x), b.transpose(jacobian(y, x, "denominator")))
    entry = r"\frac{\partial y_{i}}{\partial x_{j}}"
    assert written(both) == f"{entry} + {entry}"


def test_the_style_of_the_transpose_holds_in_a_hessian() -> None:
    hessian = applied("hessian", f, x, x)
    assert written(hessian, Style(transpose="T")) == r"\frac{\partial^{2}f}{\partial x \, \partial x^{T}}"


@pytest.mark.parametrize(
    ("expr", "marks", "expected"),
    [
        (applied("hessian", f, s, s), {(1,): "struck"}, r"\frac{\partial^{2}f}{\cancel{\partial s} \, \partial s}"),
        (applied("hessian", f, s, t), {(2,): "struck"}, r"\frac{\partial^{2}f}{\partial s \, \cancel{\partial t}}"),
        (jacobian(y, x), {(0,): "struck"}, r"\frac{\cancel{\partial y}}{\partial x}"),
        (at(square, s, one), {(2,): "struck"}, r"\left. s^{2} \right|_{s=\cancel{1}}"),
        (at(square, s, one), {(0,): "struck"}, r"\left. \cancel{s^{2}} \right|_{s=1}"),
        (inverse, {(0,): "struck"}, r"{\cancel{B}}^{-1}"),
        (applied("array", s, t, shape=Shape.of(2)), {(1,): "boxed"}, r"\begin{bmatrix} s \\ \boxed{t} \end{bmatrix}"),
        (applied("det", b.add(B, C)), {(0,): "struck"}, r"\det \cancel{(B + C)}"),
    ],
)
def test_marks_stand_where_their_path_leads(expr: Expr, marks: Mapping[Path, Mark], expected: str) -> None:
    assert written(expr, marks=marks) == expected


PAIRS: list[Expr] = [
    *(expr for expr, _ in WRITTEN),
    b.mul(b.transpose(B), B),
    b.matmul(b.transpose(B), B),
    applied("det", b.mul(B, b.broadcast(two, KK))),
    b.mul(two, applied("det", B)),
    applied("det", b.transpose(B)),
    b.add(applied("det", B), s),
    applied("trace", b.add(B, C)),
    b.add(applied("trace", B), s),
    g(g(s)),
    g(b.mul(g(s), s)),
    g(s, 1),
    b.mul(g(s), g(s)),
    g(b.add(s, one)),
    b.add(g(s), one),
    applied("hessian", f, t, s),
    b.mul(applied("hessian", f, s, s), s),
    applied("hessian", b.mul(f, s), s, s),
    b.mul(at(s, s, two), t),
    at(b.mul(s, t), s, two),
    b.add(at(s, s, two), t),
    at(at(s, s, t), t, two),
    at(s, s, at(t, t, two)),
    b.derivative(at(b.call("log", s), s, two), s),
    b.derivative(b.call("log", at(s, s, two)), s),
    at(b.derivative(b.call("log", s), s), s, two),
    at(b.mul(t, b.derivative(square, s)), s, two),
    b.mul(t, at(b.derivative(square, s), s, two)),
]


@pytest.mark.parametrize("spell", SPELLINGS, ids=lambda spell: spell.__name__)
def test_different_expressions_are_written_differently(spell: Callable[[Math], str]) -> None:
    spelled = {expr: spell(typeset(expr)) for expr in PAIRS}
    for left, right in combinations(spelled, 2):
        assert spelled[left] != spelled[right], (left, right)


@pytest.mark.parametrize("op", ["det", "inverse"])
def test_a_matrix_that_repeats_has_no_form_where_its_shape_is_not_known(op: str) -> None:
    with pytest.raises(Unspellable, match=r"repeats a number or a vector.*give it a name"):
        typeset(applied(op, b.spread(z, KK)))


# --- names of functions


@pytest.mark.parametrize(
    ("symbol", "text"),
    [
        (Symbol("g"), "g"),
        (Symbol("f", sub="1"), "f||1"),
        (Symbol("g", layer="l"), "g|||l"),
        (Symbol("phi", accent="hat", font="bold"), "phi|hat||||bold"),
    ],
)
def test_the_name_of_a_function_keeps_its_symbol(symbol: Symbol, text: str) -> None:
    assert function_name(symbol) == text
    assert function_symbol(text) == symbol


@pytest.mark.parametrize("text", ["", "|hat", "g||||||x"])
def test_other_text_is_no_name_of_a_function(text: str) -> None:
    with pytest.raises(Unspellable, match="no name of a function"):
        function_symbol(text)
