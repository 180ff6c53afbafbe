"""Expressions written for one entry: sums and maxima along axes, entries at positions, indicators, cases."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from itertools import combinations
from typing import Any

import pytest

from derive import building as b
from derive import ops
from derive.ir import Apply, Const, Expr, Path, Symbol, Var
from derive.notation.latex import latex
from derive.notation.math import Math, Unspellable
from derive.notation.typesetting import Mark, TooDeep, needs_indices, together, typeset, typeset_sides
from derive.shapes import Shape, Size
from reports.emitters.mathml import mathml
from reports.emitters.plain import plain
from reports.emitters.typst import typst

SPELLINGS: tuple[Callable[[Math], str], ...] = (latex, plain, typst, mathml)

M, K, MK, KK = Shape.of("m"), Shape.of("k"), Shape.of("m", "k"), Shape.of("k", "k")
ROW = Shape.of("k", row=True)
one, two, minus = Const(1), Const(2), Const(-1)
s, t = Var("s"), Var("t")
x, y, v = Var("x", M), Var("y", K), Var("v", Shape.of("n"))
A, X, F = Var("A", MK), Var("X", Shape.of("m", "n")), Var("F", Shape.of("k", "m", "n"))
B, C = Var("B", KK), Var("C", KK)
of_m, of_k, of_n = (b.positions(size) for size in "mkn")


def applied(name: str, *args: Expr, **attrs: Any) -> Expr:
    return Apply(ops.get(name), args, tuple(attrs.items()))


def written(expr: Expr, marks: Mapping[Path, Mark] | None = None) -> str:
    return latex(typeset(expr, marks=marks))


shift = b.add(b.align(of_m, MK, (0,)), b.align(of_k, MK, (1,)), b.broadcast(minus, MK))
"""i + k − 1, as the window of a convolution stands."""
window = applied("take", v, shift)
rows = b.sum_along(A, (1,))
largest = applied("max_along", x, axes=(0,))

ALONG = [
    (rows, r"\sum_{j=1}^{k} a_{ij}"),
    (b.sum_along(A, (0,)), r"\sum_{j=1}^{m} a_{ji}"),
    (b.sum_along(F, (0, 2)), r"\sum_{j=1}^{n} \sum_{l=1}^{k} f_{li}^{(j)}"),
    (b.sum_along(X, (1,)), r"\sum_{j=1}^{n} x_{i}^{(j)}"),
    (applied("prod_along", x, axes=(0,)), r"\prod_{i=1}^{m} x_{i}"),
    (applied("prod_along", b.add(A, b.broadcast(one, MK)), axes=(1,)), r"\prod_{j=1}^{k} (a_{ij} + 1)"),
    (largest, r"\max_{i} x_{i}"),
    (applied("max_along", A, axes=(0, 1)), r"\max_{i,j} a_{ij}"),
    (applied("argmax", A, axes=(1,)), r"\operatorname{arg\,max}_{j} a_{ij}"),
    (applied("max_along", b.mul(x, x), axes=(0,)), r"\max_{i} (x_{i}x_{i})"),
    (b.mul(largest, s), r"\left( \max_{i} x_{i} \right) s"),
    (b.mul(s, largest), r"s \max_{i} x_{i}"),
    (b.sub(x, b.broadcast(largest, M)), r"x - \max_{i} x_{i}"),
    (b.total(b.mul(x, b.broadcast(b.total(x), M))), r"\sum_{i=1}^{m} x_{i} \sum_{j=1}^{m} x_{j}"),
]

ALIGNED = [
    (b.align(x, F.shape, (1,)), "x_{j}"),
    (b.mul(b.align(A, F.shape, (1, 0)), F), "a_{ji}f_{ij}^{(l)}"),
    (b.sum_along(b.mul(F, b.align(x, F.shape, (1,))), (1,)), r"\sum_{l=1}^{m} f_{il}^{(j)}x_{l}"),
    (b.total(b.add(X, b.spread(x, X.shape))), r"\sum_{i=1}^{n} \sum_{j=1}^{m} (X_{j}^{(i)} + x_{j})"),
    (b.total(b.add(A, b.spread(Var("r", ROW), MK))), r"\sum_{i=1}^{m} \sum_{j=1}^{k} (a_{ij} + r_{j})"),
    (b.matmul(b.transpose(A), rows), r"\sum_{j=1}^{m} a_{ji} \sum_{l=1}^{k} a_{jl}"),
    (b.matmul(b.transpose(rows), x), r"\sum_{i=1}^{m} \left( \sum_{j=1}^{k} a_{ij} \right) x_{i}"),
    (b.matmul(rows, b.transpose(y)), r"\left( \sum_{l=1}^{k} a_{il} \right) y_{j}"),
]

POSITIONS = [
    (of_m, "i"),
    (b.total(b.mul(of_m, x)), r"\sum_{i=1}^{m} ix_{i}"),
    (b.total(b.mul(b.add(of_m, b.broadcast(one, M)), x)), r"\sum_{i=1}^{m} (i + 1) x_{i}"),
    (window, "v_{i+j-1}"),
    (b.total(b.mul(window, A)), r"\sum_{i=1}^{m} \sum_{j=1}^{k} v_{i+j-1}a_{ij}"),
    (applied("take", x, two), "x_{2}"),
    (applied("take", A, one, b.add(s, one)), "a_{1,s+1}"),
    (applied("take", b.mul(x, x), two), "x_{2}x_{2}"),
    (applied("take", Var(Symbol("w", sub="1"), M), two), "w_{1,2}"),
    (b.total(b.mul(v, applied("take", v, of_n))), r"\sum_{i=1}^{n} v^{(i)}v^{(i)}"),
    (b.total(applied("take", v, of_m)), r"\sum_{i=1}^{m} v_{i}"),
    (applied("take", of_m, two), "2"),
    (b.eye("k"), "I_{k}"),
    (b.matmul(A, b.eye("k")), "AI_{k}"),
    (b.total(b.mul(B, b.eye("k"))), r"\sum_{i=1}^{k} \sum_{j=1}^{k} b_{ij}\delta_{ij}"),
    (applied("take", b.eye("k"), two, s), r"\delta_{2,s}"),
    (applied("scatter", s, two, t, shape=MK), r"s\mathbb{1}[2 = i] \mathbb{1}[t = j]"),
    (
        applied("scatter", y, b.add(of_k, b.broadcast(one, K)), shape=M),
        r"\sum_{j=1}^{k} y_{j}\mathbb{1}[j + 1 = i]",
    ),
]

positive = applied("greater", s, b.neg(t))
CHOSEN = [
    (applied("equals", s, t), r"\mathbb{1}[s = t]"),
    (b.power(positive, two), r"\mathbb{1}[s > -t]^{2}"),
    (applied("at_least", A, b.zeros(MK)), r"\mathbb{1}[A \geq 0]"),
    (b.total(applied("equals", x, of_m)), r"\sum_{i=1}^{m} \mathbb{1}[x_{i} = i]"),
    (applied("choose", positive, s, t), r"\begin{cases} s & s > -t \\ t & \text{otherwise} \end{cases}"),
    (applied("choose", s, t, two), r"\begin{cases} t & s = 1 \\ 2 & \text{otherwise} \end{cases}"),
    (
        applied("choose", positive, s, applied("choose", applied("equals", s, t), t, two)),
        r"\begin{cases} s & s > -t \\ t & s = t \\ 2 & \text{otherwise} \end{cases}",
    ),
    (
        b.add(two, applied("choose", positive, s, t)),
        r"2 + \left( \begin{cases} s & s > -t \\ t & \text{otherwise} \end{cases} \right)",
    ),
    (
        b.div(applied("choose", positive, s, t), two),
        r"\frac{\begin{cases} s & s > -t \\ t & \text{otherwise} \end{cases}}{2}",
    ),
    (applied("sign", b.neg(x)), r"\operatorname{sign}(-x)"),
    (applied("sinh", s), r"\sinh(s)"),
    (b.mul(two, applied("pi"), s), r"2\pi s"),
]


@pytest.mark.parametrize(("expr", "expected"), [*ALONG, *ALIGNED, *POSITIONS, *CHOSEN], ids=lambda v: str(v)[:60])
def test_it_is_written_as_a_person_would(expr: Expr, expected: str) -> None:
    assert written(expr) == expected


@pytest.mark.parametrize(
    ("expr", "expected"),
    [
        (rows, True),
        (of_m, True),
        (window, True),
        (b.transpose(rows), True),
        (b.add(x, rows), True),
        (b.matmul(b.transpose(A), rows), True),
        (b.matmul(b.transpose(A), b.broadcast(two, MK)), True),
        (b.total(rows), False),
        (b.sub(x, b.broadcast(largest, M)), False),
        (b.matmul(A, y), False),
        (b.matmul(A, b.broadcast(two, K)), False),
        (b.eye("k"), False),
        (b.spread(x, MK), False),
        (x, False),
    ],
    ids=str,
)
def test_what_needs_indices(expr: Expr, expected: bool) -> None:
    assert needs_indices(expr) is expected


def test_the_sides_of_a_statement_are_written_for_the_same_entry() -> None:
    assert list(map(latex, typeset_sides([x, rows]))) == ["x_{i}", r"\sum_{j=1}^{k} a_{ij}"]
    assert list(map(latex, typeset_sides([x, b.matmul(A, y)]))) == ["x", "Ay"]
    free = Var("i")
    assert list(map(latex, typeset_sides([b.broadcast(free, M), rows]))) == ["i", r"\sum_{l=1}^{k} a_{jl}"]
    write = together([x, rows])
    assert latex(write(x, {(): "boxed"})) == r"\boxed{x_{i}}"
    assert latex(write(s, None)) == "s"
    assert latex(write(b.sum_along(F, (0,)), None)) == r"\sum_{l=1}^{k} f_{li}^{(j)}"
    assert latex(together([x, b.matmul(A, y)])(x, None)) == "x"


@pytest.mark.parametrize(
    ("expr", "marks", "expected"),
    [
        (b.total(b.add(A, b.align(x, MK, (0,)))), {(0, 1): "struck"}, r"a_{ij} + \cancel{x_{i}}"),
        (b.total(b.add(A, b.align(x, MK, (0,)))), {(0, 1, 0): "struck"}, r"a_{ij} + \cancel{x_{i}}"),
        (applied("take", x, two), {(1,): "struck"}, r"x_{\cancel{2}}"),
        (applied("take", x, two), {(0,): "struck"}, r"\cancel{x_{2}}"),
        (b.total(applied("take", v, of_n)), {(0, 1): "struck"}, r"v_{\cancel{i}}"),
        (b.matmul(b.transpose(A), rows), {(1,): "struck"}, r"a_{ji} \cancel{\sum_{l=1}^{k} a_{jl}}"),
        (applied("choose", positive, s, t), {(0,): "highlight"}, r"\textcolor{derive-highlight}{s > -t}"),
    ],
)
def test_marks_stand_where_their_path_leads(expr: Expr, marks: Mapping[Path, Mark], expected: str) -> None:
    assert expected in written(expr, marks)


def test_a_marked_last_branch_is_a_formula_by_cases_of_its_own() -> None:
    nested = applied("choose", positive, s, applied("choose", applied("equals", s, t), t, two))
    assert r"\cancel{\left( \begin{cases} t & s = t" in written(nested, {(2,): "struck"})


# --- names that could be taken for entries


W, w = Var("W", M), Var("w", M)


@pytest.mark.parametrize(
    ("expr", "expected"),
    [
        (b.total(b.mul(W, w)), r"\sum_{i=1}^{m} W_{i}w_{i}"),
        (b.total(W), r"\sum_{i=1}^{m} w_{i}"),
        (b.add(applied("take", x, two), Var(Symbol("x", sub="2"))), "(x)_{2} + x_{2}"),
        (b.total(b.mul(b.eye("k"), Var("delta", KK))), r"\sum_{i=1}^{k} \sum_{j=1}^{k} (I_{k})_{ij} \delta_{ij}"),
        (b.total(b.mul(b.eye("k"), b.broadcast(b.extent("i"), KK))), r"\sum_{j=1}^{k} \sum_{l=1}^{k} \delta_{jl}i"),
    ],
)
def test_an_entry_is_not_taken_for_another_name(expr: Expr, expected: str) -> None:
    assert written(expr) == expected


def test_rows_and_columns_of_a_product_are_told_apart() -> None:
    assert written(b.total(b.matmul(B, C))) == r"\sum_{i=1}^{k} \sum_{j=1}^{k} (BC)_{ij}"
    assert written(b.total(b.matmul(B, b.transpose(C)))) == r"\sum_{i=1}^{k} \sum_{j=1}^{k} (BC^{\top})_{ij}"


@pytest.mark.parametrize(
    ("expr", "expected"),
    [
        (b.matmul(b.broadcast(two, Shape.of("m", row=True)), A), r"2\mathbf{1}^{\top}A"),
        (b.matmul(A, b.broadcast(b.sub(s, t), K)), r"A((s - t) \mathbf{1})"),
        (b.matmul(b.transpose(b.broadcast(two, M)), x), r"(2\mathbf{1})^{\top} x"),
        (b.matmul(b.transpose(A), b.spread(x, MK)), r"\sum_{l=1}^{m} a_{li}x_{l}"),
        (b.matmul(b.transpose(A), b.broadcast(two, MK)), r"\sum_{l=1}^{m} a_{li} \cdot 2"),
        (b.matmul(b.neg(b.broadcast(two, Shape.of("m", row=True))), x), r"\sum_{i=1}^{m} (-2) \cdot x_{i}"),
    ],
)
def test_what_repeats_a_number_is_no_number_in_a_matrix_product(expr: Expr, expected: str) -> None:
    assert written(expr) == expected


PLUS = b.add(s, one)
PAIRS: list[Expr] = [
    *(expr for expr, _ in (*ALONG, *ALIGNED, *POSITIONS, *CHOSEN)),
    b.mul(applied("prod_along", x, axes=(0,)), s),
    applied("prod_along", b.mul(x, b.broadcast(s, M)), axes=(0,)),
    b.add(largest, s),
    applied("max_along", b.add(x, b.broadcast(s, M)), axes=(0,)),
    b.add(applied("take", x, s), one),
    applied("take", x, PLUS),
    applied("take", x, b.mul(two, s)),
    b.mul(applied("take", x, two), s),
    applied("equals", s, PLUS),
    b.add(applied("equals", s, s), one),
    applied("equals", PLUS, s),
    applied("choose", positive, s, PLUS),
    b.add(applied("choose", positive, s, s), one),
    applied("choose", positive, applied("choose", positive, s, t), two),
    applied("choose", applied("equals", positive, two), s, t),
    b.mul(applied("greater", s, t), applied("greater", t, s)),
    applied("greater", b.mul(s, applied("greater", t, t)), s),
]


@pytest.mark.parametrize("spell", SPELLINGS, ids=lambda spell: spell.__name__)
def test_different_expressions_are_written_differently(spell: Callable[[Math], str]) -> None:
    spelled = {expr: spell(typeset(expr)) for expr in PAIRS}
    for left, right in combinations(spelled, 2):
        assert spelled[left] != spelled[right], (left, right)


# --- limits


def test_a_whole_array_that_has_no_name_is_refused() -> None:
    with pytest.raises(Unspellable, match=r"sum_along inside can only be written for one entry.*give it a name"):
        typeset(b.call("norm", rows))
    assert written(b.call("norm", x)) == r"\lVert x \rVert"


def test_letters_come_back_after_their_sum() -> None:
    sums = [b.total(x) for _ in range(20)]
    assert written(b.add(*sums)) == " + ".join([r"\sum_{i=1}^{m} x_{i}"] * 20)
    nested: Expr = x
    for _ in range(22):
        nested = b.mul(x, b.broadcast(b.total(nested), M))
    with pytest.raises(TooDeep, match="no letters left"):
        typeset(b.total(nested))


def test_sizes_are_no_index_letters() -> None:
    assert written(b.total(Var("u", Shape.of(Size.of("i"))))) == r"\sum_{j=1}^{i} u_{j}"
    assert written(b.mul(b.extent("i"), b.total(x))) == r"i \sum_{j=1}^{m} x_{j}"
