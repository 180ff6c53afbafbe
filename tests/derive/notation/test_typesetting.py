"""Expressions as formulas: brackets, signs, product signs, indices, marks."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from itertools import product

import pytest

from derive import building as b
from derive import calculus, constants, ops
from derive.ir import Const, Expr, Path, Symbol, Var
from derive.notation import naming, templates
from derive.notation.latex import escape, latex
from derive.notation.math import Letter, Math, Sign, Unspellable, fold
from derive.notation.typesetting import PLAIN, Mark, Style, TooDeep, typeset
from derive.shapes import Shape, ShapeError, Size
from reports.emitters.mathml import mathml
from reports.emitters.plain import plain
from reports.emitters.typst import typst

M, N, ROW = Shape.of("m"), Shape.of("n"), Shape.of("n", row=True)
a, x, y, z = Var("a"), Var("x"), Var("y"), Var("z")
hat = Var(Symbol("y", accent="hat"))
L = Var(Symbol("L", font="cal"))
w, u, bias = Var("w", M), Var("u", M), Var("b")
A, Y, Z, dZ = (Var(letter, ROW) for letter in ("A", "Y", "Z", "dZ"))
X, W, V = Var("X", Shape.of("m", "n")), Var("W", Shape.of("h", "m")), Var("V", Shape.of("h", "m"))
W2 = Var(Symbol("W", layer="2"), Shape.of("k", "h"))
d2, z1 = Var(Symbol("delta", layer="2"), Shape.of("k")), Var(Symbol("z", layer="1"), Shape.of("h"))

one, two, minus = Const(1), Const(2), Const(-1)
half = b.number("1/2")
sigma = b.call("sigmoid", z)
total, partial = b.total_derivative, b.partial
e = b.call("exp", b.neg(z))


def log(of: Expr) -> Expr:
    return b.call("log", of)


def written(expr: Expr, style: Style = PLAIN, marks: Mapping[Path, Mark] | None = None) -> str:
    return latex(typeset(expr, style, marks))


SCALARS = [
    (b.sub(a, y), "a - y"),
    (b.add(b.neg(x), minus, b.mul(x, y)), "-x - 1 + xy"),
    (b.add(minus, minus), "-1 - 1"),
    (b.power(x, b.add(minus, minus)), "x^{-1-1}"),
    (b.neg(b.sub(y, a)), "-(y - a)"),
    (b.neg(b.mul(x, y)), "-xy"),
    (b.neg(b.neg(x)), "-(-x)"),
    (b.mul(b.neg(x), y), r"(-x) \cdot y"),
    (b.mul(minus, x), r"-1 \cdot x"),
    (b.mul(x, minus), r"x \cdot (-1)"),
    (b.add(x, b.mul(Const(-2), y)), r"x + (-2) \cdot y"),
    (b.mul(two, x), "2x"),
    (b.mul(two, Const(3), x), r"2 \cdot 3x"),
    (b.mul(two, b.number("1/3")), r"2 \cdot \frac{1}{3}"),
    (b.mul(half, b.power(b.sub(y, hat), two)), r"\frac{1}{2}(y - \hat{y})^{2}"),
    (b.mul(b.sub(a, y), x), "(a - y) x"),
    (b.mul(a, b.sub(one, a)), "a(1 - a)"),
    (b.mul(minus, b.power(b.add(one, e), Const(-2))), r"-1 \cdot (1 + e^{-z})^{-2}"),
    (b.mul(sigma, b.sub(one, sigma)), r"\sigma(z)(1 - \sigma(z))"),
    (b.power(sigma, two), r"\sigma(z)^{2}"),
    (b.power(minus, two), "(-1)^{2}"),
    (b.power(b.call("exp", x), two), "(e^{x})^{2}"),
    (b.power(b.div(x, y), half), r"\sqrt{\frac{x}{y}}"),
    (b.power(b.power(x, b.div(b.ONE, Const(2))), Const(3)), r"(\sqrt{x})^{3}"),
    (b.power(b.div(x, y), b.number("3/2")), r"\left( \frac{x}{y} \right)^{\frac{3}{2}}"),
    (b.power(Var(Symbol("a", layer="1")), two), "(a^{[1]})^{2}"),
    (b.power(Var(Symbol("w", sub="1")), two), "w_{1}^{2}"),
    (log(a), r"\log a"),
    (log(b.sub(one, a)), r"\log(1 - a)"),
    (log(b.mul(x, y)), r"\log(xy)"),
    (b.mul(y, log(a)), r"y \log a"),
    (b.mul(log(a), y), r"(\log a) y"),
    (b.power(log(a), two), r"(\log a)^{2}"),
    (b.div(e, b.power(b.add(one, e), two)), r"\frac{e^{-z}}{(1 + e^{-z})^{2}}"),
    (b.mul(x, Var("loss")), r"x \cdot \mathrm{loss}"),
]

MATRICES = [
    (b.add(b.matmul(b.transpose(w), X), bias), r"w^{\top}X + b"),
    (b.mul(b.div(one, b.extent("n")), b.matmul(X, b.transpose(b.sub(A, Y)))), r"\frac{1}{n} X(A - Y)^{\top}"),
    (b.matmul(X, b.transpose(dZ)), r"X \, dZ^{\top}"),
    (b.mul(A, Y, b.sub(one, A)), r"A \odot Y \odot (1 - A)"),
    (b.mul(b.matmul(b.transpose(W2), d2), b.call("sigmoid", z1)), r"(W^{[2]\top}\delta^{[2]}) \odot \sigma(z^{[1]})"),
    (b.matmul(d2, b.transpose(z1)), r"\delta^{[2]}z^{[1]\top}"),
    (b.matmul(b.matmul(W, X), b.transpose(A)), r"WXA^{\top}"),
    (b.matmul(W, b.matmul(X, b.transpose(A))), r"W(XA^{\top})"),
    (b.matmul(b.mul(W, V), X), r"(W \odot V) X"),
    (b.mul(b.matmul(b.transpose(w), u), y), r"(w^{\top}u) y"),
    (b.total(b.mul(W, V)), r"\sum_{i=1}^{h} \sum_{j=1}^{m} w_{ij}v_{ij}"),
    (b.total(w), r"\sum_{i=1}^{m} w_{i}"),
    (b.total(X), r"\sum_{i=1}^{n} \sum_{j=1}^{m} x_{j}^{(i)}"),
    (b.total(b.power(b.matmul(W, X), two)), r"\lVert WX \rVert_{F}^{2}"),
    (b.total(b.power(b.matmul(W, X), Const(3))), r"\sum_{i=1}^{n} \sum_{j=1}^{h} (Wx^{(i)})_{j}^{3}"),
    (
        b.total(b.power(b.sub(b.matmul(b.transpose(w), X), Y), two)),
        r"\sum_{i=1}^{n} (w^{\top}x^{(i)} - y^{(i)})^{2}",
    ),
    (
        b.neg(b.mul(b.div(one, b.extent("n")), b.total(b.mul(Y, log(A))))),
        r"-\frac{1}{n} \sum_{i=1}^{n} y^{(i)} \log a^{(i)}",
    ),
    (b.total(b.mul(Var("i", N), b.broadcast(b.total(w), N))), r"\sum_{j=1}^{n} i^{(j)} \sum_{k=1}^{m} w_{k}"),
]

DERIVATIVES = [
    (b.derivative(sigma, z), r"\frac{d}{dz} \sigma(z)"),
    (b.derivative(b.power(b.add(one, e), minus), z), r"\frac{d}{dz}(1 + e^{-z})^{-1}"),
    (b.derivative(b.div(one, z), z), r"\frac{d}{dz}\left( \frac{1}{z} \right)"),
    (b.derivative(one, z), r"\frac{d}{dz}(1)"),
    (b.derivative(z, z), r"\frac{dz}{dz}"),
    (b.derivative(y, hat), r"\frac{\partial y}{\partial \hat{y}}"),
    (b.derivative(b.mul(y, log(a)), a), r"\frac{\partial}{\partial a}(y \log a)"),
    (b.mul(y, b.derivative(log(a), a)), r"y \cdot \frac{d}{da} \log a"),
    (b.mul(b.derivative(sigma, z), y), r"\frac{d}{dz}(\sigma(z)) \cdot y"),
    (b.mul(y, b.add(b.derivative(a, a), one), x), r"y \cdot \left( \frac{da}{da} + 1 \right) \cdot x"),
    (total(L, a), r"\frac{\partial \mathcal{L}}{\partial a}"),
    (b.mul(total(L, a), partial(a, z)), r"\frac{\partial \mathcal{L}}{\partial a} \cdot \frac{\partial a}{\partial z}"),
    (
        b.mul(total(L, A), b.call("sigmoid", Z)),
        r"\frac{\partial \mathcal{L}}{\partial A} \odot \sigma(Z)",
    ),
    (
        b.vjp(b.mul(total(L, a), partial(a, z)), z, w),
        r"\frac{\partial \mathcal{L}}{\partial a} \cdot \frac{\partial a}{\partial z}"
        r" \cdot \frac{\partial z}{\partial w}",
    ),
    (
        b.pullback(b.sub(a, y), b.matmul(b.transpose(w), u), w),
        r"(a - y) \cdot \frac{\partial}{\partial w}(w^{\top}u)",
    ),
]


@pytest.mark.parametrize(("expr", "expected"), [*SCALARS, *MATRICES, *DERIVATIVES], ids=lambda v: str(v)[:60])
def test_it_is_written_as_a_person_would(expr: Expr, expected: str) -> None:
    assert written(expr) == expected


def test_the_derivation_of_the_activation_is_written_like_in_the_book() -> None:
    chain = calculus.function_chain(ops.get("sigmoid"))
    assert written(chain.start) == r"\frac{d}{dz} \sigma(z)"
    assert written(chain.result) == r"\sigma(z)(1 - \sigma(z))"
    assert r"\frac{e^{-z}}{(1 + e^{-z})^{2}}" in [written(line.after) for line in chain.lines]


@pytest.mark.parametrize(
    ("expr", "style", "expected"),
    [
        (log(a), Style(log="ln"), r"\ln a"),
        (b.transpose(w), Style(transpose="T"), "w^{T}"),
        (b.derivative(sigma, z), Style(derivative="partial"), r"\frac{\partial}{\partial z} \sigma(z)"),
        (
            b.mul(total(L, a), partial(a, z)),
            Style(product="×"),
            r"\frac{\partial \mathcal{L}}{\partial a} \times \frac{\partial a}{\partial z}",
        ),
        (
            b.vjp(total(L, z), z, w),
            Style(order="inner-outer"),
            r"\frac{\partial z}{\partial w} \cdot \frac{\partial \mathcal{L}}{\partial z}",
        ),
        (b.total(w), Style(example_sizes=frozenset({"m"})), r"\sum_{i=1}^{m} w^{(i)}"),
    ],
)
def test_the_style_decides(expr: Expr, style: Style, expected: str) -> None:
    assert written(expr, style) == expected


# --- marks


@pytest.mark.parametrize(
    ("expr", "marks", "expected"),
    [
        (b.mul(minus, x, minus), {(0,): "struck", (2,): "struck"}, r"\cancel{-1} \cdot x \cdot \cancel{(-1)}"),
        (b.add(e, one, minus), {(1,): "struck", (2,): "struck"}, r"e^{-z} + \cancel{1} \cancel{{} - 1}"),
        (b.sub(x, y), {(0,): "boxed", (1,): "backward"}, r"\boxed{x} \textcolor{derive-backward}{{} - y}"),
        (b.mul(b.add(x, y), a), {(0,): "struck"}, r"\cancel{(x + y)} a"),
        (b.div(x, y), {(0,): "struck", (1,): "struck"}, r"\frac{\cancel{x}}{\cancel{y}}"),
        (partial(a, z), {(0,): "struck"}, r"\frac{\cancel{\partial a}}{\partial z}"),
        (b.transpose(w), {(0,): "struck"}, r"{\cancel{w}}^{\top}"),
        (b.power(x, two), {(): "highlight"}, r"\textcolor{derive-highlight}{x^{2}}"),
        (b.sub(one, A), {(0,): "struck"}, r"\cancel{1} - A"),
        (b.sub(one, A), {(0, 0): "struck"}, r"\cancel{1} - A"),
    ],
)
def test_marks_stand_where_their_path_leads(expr: Expr, marks: Mapping[Path, Mark], expected: str) -> None:
    assert written(expr, marks=marks) == expected


def test_only_the_marked_occurrence_is_struck() -> None:
    assert written(b.add(x, b.mul(x, x)), marks={(1, 1): "struck"}) == r"x + x \cancel{x}"


# --- names


@pytest.mark.parametrize(
    ("symbol", "expected"),
    [
        (Symbol("alpha"), r"\alpha"),
        (Symbol("w", sub="1"), "w_{1}"),
        (Symbol("w", sub="1,2"), "w_{1,2}"),
        (Symbol("w", sub="ij"), "w_{ij}"),
        (Symbol("x", sub="in"), r"x_{\mathrm{in}}"),
        (Symbol("x", sub="t-1"), "x_{t-1}"),
        (Symbol("a", layer="l-1", example="i"), "a^{[l-1](i)}"),
        (Symbol("W", layer="2", font="bold"), r"\mathbf{W}^{[2]}"),
        (Symbol("dW", layer="1"), "dW^{[1]}"),
        (Symbol("delta", accent="tilde"), r"\tilde{\delta}"),
        (Symbol("loss"), r"\mathrm{loss}"),
        (Symbol("a", example="i"), "a^{(i)}"),
    ],
)
def test_names(symbol: Symbol, expected: str) -> None:
    assert latex(naming.name(symbol)) == expected


@pytest.mark.parametrize(
    ("size", "expected"),
    [("n", "n"), ("n_x", "n_{x}"), ("h1", "h_{1}"), ("batch", r"\mathrm{batch}"), (3, "3")],
)
def test_sizes(size: str | int, expected: str) -> None:
    assert latex(naming.size(Size.of(size))) == expected


def test_polynomial_sizes() -> None:
    h = Size.of("h")
    assert latex(naming.size(Size.of(2) * h + Size.of(1))) == "1 + 2h"
    assert written(b.mul(b.extent(h + Size.of(1)), x)) == "(1 + h) x"


@pytest.mark.parametrize(
    "broken", [Symbol("漢"), Symbol("x", accent="ring"), Symbol("x", font="gothic"), Symbol("x", sub="a|b")]
)
def test_what_has_no_spelling_is_refused_by_name(broken: Symbol) -> None:
    with pytest.raises(Unspellable, match=r"漢|ring|gothic|\|"):
        written(Var(broken))


# --- limits


def test_too_deep_is_said_and_is_no_recursion_error() -> None:
    deep: Expr = x
    for _ in range(5000):
        deep = b.call("exp", deep)
    with pytest.raises(TooDeep, match="give names to its intermediate results"):
        typeset(deep)


def test_a_graph_that_is_exponentially_large_when_written_out_is_refused() -> None:
    shared: Expr = x
    for _ in range(40):
        shared = b.div(shared, shared)
    with pytest.raises(TooDeep):
        typeset(shared)


def test_what_may_be_written_can_be_spelled_in_every_format() -> None:
    deep: Expr = x
    for _ in range(140):
        deep = b.call("exp", b.neg(deep)) if deep is x else b.div(one, deep)
    for spell in SPELLINGS:
        assert spell(typeset(deep))


# --- brackets


SPELLINGS: tuple[Callable[[Math], str], ...] = (latex, plain, typst, mathml)


def scalar_operations(p: Expr, q: Expr) -> Iterator[Expr]:
    yield from (b.neg(p), b.call("exp", p), log(p), b.call("sigmoid", p), b.derivative(p, x))
    yield from (b.add(p, q), b.mul(p, q), b.power(p, q))
    if not (isinstance(p, Const) and isinstance(q, Const)):
        yield b.div(p, q)


def array_operations(p: Expr, q: Expr) -> Iterator[Expr]:
    yield from (b.transpose(p), b.neg(p), log(p), b.call("sigmoid", p))
    for operation in (b.matmul, b.add, b.mul, b.div):
        try:
            yield operation(p, q)
        except ShapeError:
            continue


def grown(old: list[Expr], leaves: list[Expr], operations: Callable[[Expr, Expr], Iterator[Expr]]) -> list[Expr]:
    pairs = [pair for p, q in product(old, leaves) for pair in ((p, q), (q, p))]
    return list(dict.fromkeys([*old, *(made for p, q in pairs for made in operations(p, q))]))


SQUARE = Shape.of("n", "n")
FEW: dict[str, tuple[list[Expr], Callable[[Expr, Expr], Iterator[Expr]]]] = {
    "scalars": ([x, y, two, minus], scalar_operations),
    "arrays": ([Var("A", SQUARE), Var("B", SQUARE), Var("v", N), Var("s")], array_operations),
}


@pytest.mark.parametrize("spell", SPELLINGS, ids=lambda spell: spell.__name__)
@pytest.mark.parametrize("kind", FEW)
def test_different_expressions_are_written_differently(kind: str, spell: Callable[[Math], str]) -> None:
    leaves, operations = FEW[kind]
    found: dict[str, list[Expr]] = defaultdict(list)
    for expr in grown(grown(leaves, leaves, operations), leaves, operations):
        found[spell(typeset(expr))].append(expr)
    alike = [group for group in found.values() if len(group) > 1]
    assert [group for group in alike if len(set(map(constants.constant_value, group)) - {None}) != 1] == []


# --- LaTeX


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("50% & more_#1", r"50\% \& more\_\#1"),
        ("a\\b{c}", r"a\textbackslash{}b\{c\}"),
        ("σ′ → ∂", r"$\sigma$$'$ $\to$ $\partial$"),
        ("a -- b ''c''", "a -{}- b '{}'c'{}'"),
        ("bell\x07 \x1b[31m", "bell {[}31m"),
    ],
)
def test_running_text_is_escaped(text: str, expected: str) -> None:
    assert escape(text) == expected


@pytest.mark.parametrize("broken", [Sign("☃"), Letter("漢"), Letter("ab")])
def test_characters_without_a_command_are_refused(broken: Math) -> None:
    with pytest.raises(Unspellable, match="no LaTeX spelling"):
        latex(broken)


def test_colours_can_be_left_out() -> None:
    assert latex(typeset(x, marks={(): "backward"}), colours=False) == "x"


def test_folding_visits_each_part_before_what_holds_it() -> None:
    seen: list[str] = []

    def visit(node: Math, inside: tuple[int | None, ...]) -> int:
        seen.append(type(node).__name__)
        return 1 + sum(size for size in inside if size)

    assert fold(typeset(b.div(one, b.power(x, two))), visit) == 5
    assert seen == ["Number", "Letter", "Number", "Scripts", "Fraction"]


# --- templates


@pytest.mark.parametrize("name", ops.names())
def test_every_template_is_understood(name: str) -> None:
    template = ops.get(name).latex
    if template:
        filled = templates.parse(template).fill(lambda hole, level, last: Letter("x"))
        assert latex(filled)


@pytest.mark.parametrize(
    ("template", "expected"),
    [
        (r"\lVert #x \rVert_{2}^{2}", r"\lVert x \rVert_{2}^{2}"),
        (r"\operatorname{softmax}(#x)", r"\operatorname{softmax}(x)"),
        (r"\max\left(0, #x\right)", r"\max(0, x)"),
        (r"\frac{1}{2} \hat{#x}'", r"\frac{1}{2} \hat{x}'"),
        (r"\mathbf{1}", r"\mathbf{1}"),
        (r"\unknown{#x}", None),
        (r"\frac{#x", None),
    ],
)
def test_templates(template: str, expected: str | None) -> None:
    def filled() -> str:
        return latex(templates.parse(template).fill(lambda name, level, last: Letter(name)))

    if expected is None:
        with pytest.raises(Unspellable):
            filled()
    else:
        assert filled() == expected
