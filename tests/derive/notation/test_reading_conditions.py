"""Names before brackets with a bar in them: p(x | y) is defined by its equation, and is not p(x, y)."""

import pytest

from derive.notation.declarations import declared, parse_declarations
from derive.notation.latex import latex
from derive.notation.reading import read
from derive.notation.scope import EMPTY, Scope
from derive.notation.typesetting import style_of, typeset

DENSITY = r"p(x \mid \mu, \sigma^2) = \frac{1}{\sigma} \exp\left( -\frac{(x - \mu)^2}{2\sigma^2} \right)"


def scope_with(declarations: str, *definitions: str) -> Scope:
    scope = EMPTY
    for declaration in parse_declarations(declarations)[0]:
        scope = declared(scope, declaration)
    for text in definitions:
        reading = read(text, scope)
        assert (reading.kind, reading.error) == ("definition", None)
        scope = reading.after(scope)
    return scope


PLAIN = scope_with(r"data x, y; parameter \mu, \sigma; shape q,r: n")
DEFINED = scope_with(r"data x, y; parameter \mu, \sigma", DENSITY)


@pytest.mark.parametrize(
    ("text", "name", "expected"),
    [
        (r"p(x \mid \mu) = x \mu", "p", "mul(x, mu)"),
        (r"p(x | \mu) = x \mu", "p", "mul(x, mu)"),
        (r"p_\theta(x \mid y; \mu) = x \mu", "p_theta", "mul(x, mu)"),
        (r"D_{\mathrm{KL}}(q \,\|\, r) = q^\top r", "D_KL", "matmul(transpose(q), r)"),
        (r"\mathrm{KL}(q || r) = q^\top r", "KL", "matmul(transpose(q), r)"),
        (r"D(q \parallel r) = q^\top r", "D", "matmul(transpose(q), r)"),
    ],
)
def test_a_bar_parts_the_arguments_of_a_definition(text: str, name: str, expected: str) -> None:
    reading = read(text, PLAIN)
    assert (reading.kind, reading.error, str(reading.expr)) == ("definition", None, expected)
    assert [str(symbol) for symbol in reading.defines] == [name]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (r"\log p(x \mid \mu, \sigma^2)", "log(p)"),
        (r"p(x | \mu, \sigma^2)^2", "power(p, 2)"),
        (r"\frac{\partial p(x|\mu,\sigma^2)}{\partial x}", "total(p, x)"),
    ],
)
def test_its_own_arguments_are_listed(text: str, expected: str) -> None:
    assert str(read(text, DEFINED).expr) == expected


@pytest.mark.parametrize(
    "text",
    [
        "p(x)",
        r"p(x, \mu, \sigma)",
        r"p(x, \mu, \sigma^2)",
        r"p(x \mid \mu, \sigma)",
        r"p(x \mid 0, 4)",
        r"p(\mu \mid x, \sigma^2)",
        r"\frac{\partial p(x \mid 0, 1)}{\partial x}",
        r"\frac{\partial p(x, \mu)}{\partial x}",
        r"\nabla p",
        r"q(x \mid y)",
    ],
)
def test_other_arguments_are_refused(text: str) -> None:
    assert read(text, DEFINED).error is not None


def test_a_definition_without_a_bar_is_not_met_with_one() -> None:
    scope = scope_with("data x, y", "p(x, y) = 2x y")
    assert str(read("p(x, y)", scope).expr) == "p"
    assert read(r"p(x \mid y)", scope).error is not None


def test_the_probabilities_of_all_classes_are_one_definition() -> None:
    scope = scope_with("shape z: K; shape x: d")
    reading = read(r"P(y = k \mid x) = \frac{e^{z_k}}{\sum_{j=1}^{K} e^{z_j}}", scope)
    assert reading.error is None
    assert "P(y = k \\mid x) is entry k of all these values" in reading.choices
    assert str(reading.expr) == "div(exp(z), broadcast(sum(exp(z)), shape=(K, 1)))"
    assert read(r"P(y = 1 \mid x)", reading.after(scope)).error is not None
    assert str(read(r"\sum_k P(y = k \mid x)", reading.after(scope)).expr) == "sum(P)"


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        (r"h(x) \cdot (1 - x)", r"h \cdot (1 - x)"),
        (r"h(x)^2 \cdot (1 - x)^2", r"h^{2} \cdot (1 - x)^{2}"),
        (r"x^2 (1 - x)", "x^{2}(1 - x)"),
    ],
)
def test_brackets_behind_a_name_with_arguments_are_printed_as_a_factor(text: str, printed: str) -> None:
    scope = scope_with("data x", "h(x) = 2x + 1")
    expr = read(text, scope).expr
    assert expr is not None
    assert latex(typeset(expr, style_of(scope))) == printed
    assert read(printed, scope).expr is expr
