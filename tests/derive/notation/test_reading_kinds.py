"""Which kind of statement a formula is, and what declarations say."""

import pytest
from reading_for_tests import ARRAYS, scope_with

from derive.ir import Symbol, Var
from derive.notation.declarations import parse_declarations
from derive.notation.reading import Reading, read
from derive.notation.scope import OPEN
from derive.shapes import SCALAR, Shape, Size

SUM = Size((((), -1), (("K",), 1), (("n",), 1)))
"""n + K - 1"""


def kinds(reading: Reading) -> list[str]:
    return [statement.kind for statement in reading.statements] or [reading.kind]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("c = a b", ["definition"]),
        ("f(a, b) = a b", ["definition"]),
        ("g = c = a b", ["definition"]),
        ("a = c = a b", ["claim"]),
        ("a = a b", ["claim"]),
        (r"w := w - \alpha u", ["update"]),
        (r"w \leftarrow w - \eta u", ["update"]),
        (r"w \gets w + u", ["update"]),
        ("a = 0.1", ["value"]),
        ("q = 0.1", ["value"]),
        ("= a b", ["continuation"]),
        ("a b", ["expression"]),
        ("a", ["notation"]),
        ("c = a +", ["fragment"]),
        ("c = (a + b", ["fragment"]),
        (r"w \in \mathbb{R}^{m}", ["declaration"]),
        (r"a, b \in \mathbb{R}", ["declaration"]),
        (r"w \in \mathbb{R}^m, a, b \in \R", ["declaration"]),
        ("a, b", ["notation"]),
        ("c = a, d = b", ["definition", "definition"]),
        (r"c = a \quad g = b", ["definition", "definition"]),
        (r"c = a \quad b", ["definition"]),
        (r"c = a \text{ and } g = b", ["definition", "definition"]),
        (r"c = a \quad \text{(by the chain rule)}", ["definition"]),
        (r"c = a \\ g = b", ["definition", "definition"]),
        (r"\begin{align} c &= a \\ &+ b \\ g &= b \end{align}", ["definition", "definition"]),
        (r"c = \begin{aligned} & a \\ &= b \end{aligned}", ["definition"]),
        (r"c = a \Rightarrow g = b", ["definition", "definition"]),
        ("This is a sentence about gradients.", ["prose"]),
    ],
)
def test_kinds(text: str, expected: list[str]) -> None:
    assert kinds(read(text, ARRAYS)) == expected


def test_a_definition_binds_its_names() -> None:
    reading = read(r"\hat{y} = c = a b", ARRAYS)
    assert reading.defines == (Symbol("y", "hat"), Symbol("c"))
    scope = reading.after(ARRAYS)
    assert str(scope.definitions[Symbol("y", "hat")]) == "c"
    assert str(scope.definitions[Symbol("c")]) == "mul(a, b)"
    listed = read("L(c, y) = c y", scope)
    assert listed.arguments == (Symbol("c"), Symbol("y"))
    assert listed.after(scope).loss == Symbol("L")


def test_a_second_equation_is_a_claim() -> None:
    scope = scope_with("", "c = a b", scope=ARRAYS)
    assert read("c = b a", scope).kind == "claim"
    assert read("c = b a", scope, defining=True).kind == "definition"
    # Known by its shape alone and used by nothing, a name may still be defined; its shape must fit.
    assert read("v = S u", ARRAYS).kind == "definition"
    error = read("v = W u", ARRAYS).error
    assert error is not None
    assert error.kind == "ill-shaped"


@pytest.mark.parametrize(
    ("text", "shape"),
    [
        (r"\mathbb{R}", SCALAR),
        (r"\mathbb{R}^m", Shape.of("m")),
        (r"\mathbb{R}^{4}", Shape.of(4)),
        (r"\mathbb{R}^{m \times n}", Shape.of("m", "n")),
        (r"\R^{1\times n}", Shape.of("n", row=True)),
        (r"ℝ^{m × 1}", Shape.of("m")),
        (r"\mathbb{R}^{1 \times 1}", Shape.of(1, 1)),
        (r"\mathbb{R}^{n_x}", Shape.of("n_x")),
        (r"\mathbb{R}^{n + K - 1}", Shape.of(SUM)),
        (r"\mathbb{R}^{c \times (n + K - 1)}", Shape.of("c", SUM)),
        (r"\{0, 1\}", SCALAR),
        (r"(0, 1)", SCALAR),
    ],
)
def test_sets_declare_shapes(text: str, shape: Shape) -> None:
    reading = read(rf"q \in {text}", ARRAYS)
    assert reading.declares == ((Symbol("q"), shape),)
    assert reading.after(ARRAYS).variables[Symbol("q")] is Var("q", shape)


def test_declarations() -> None:
    text = 'shape W: h,d; shape Y: 1,n; data x, y_hat; log 10; refuted "a; b"; skip'
    found, errors = parse_declarations(text)
    assert not errors
    assert [d.key for d in found] == ["shape", "shape", "data", "log", "refuted", "skip"]
    assert [d.shape for d in found[:2]] == [Shape.of("h", "d"), Shape.of("n", row=True)]
    assert found[2].names == (Symbol("x"), Symbol("y", "hat"))
    assert [d.value for d in found[3:5]] == ["10", "a; b"]
    assert [text[d.span.start : d.span.end] for d in found[4:]] == ['refuted "a; b"', "skip"]


def test_a_size_may_be_a_sum_that_is_at_least_1() -> None:
    (declaration,), errors = parse_declarations("shape x: n + K - 1, n^[l-1]")
    assert not errors
    assert declaration.shape == Shape.of(SUM, "n^[l-1]")
    for text in ("shape x: N - K + 1", "shape x: n + K - 2"):
        found, (error,) = parse_declarations(text)
        assert not found
        assert "at least 1" in error.message
    error = read(r"x \in \mathbb{R}^{N - K + 1}", ARRAYS).error
    assert error is not None
    assert "may be less than 1" in error.message


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("shap W: h", "shape"),
        ("log 2", "natural"),
        ("layout", "denominator"),
        ("shape W", "a colon"),
        ("shape W: -1", "a number from 1"),
        ("shape W: 99999999999999999999999", "a number from 1"),
        ("shape W: n -", "a sum"),
        ("shape W: n + 0", "a sum"),
        ("data x+y", "a name"),
        ("skip this", ""),
    ],
)
def test_a_wrong_declaration_is_an_error(text: str, expected: str) -> None:
    found, (error,) = parse_declarations(text)
    assert not found
    assert expected in " ".join(error.expected)


def test_a_name_behind_an_arrow_is_a_remark() -> None:
    reading = read(r"1 - a = b \rightarrow b_2", OPEN)
    assert reading.error is None
    assert [str(side) for side in reading.sides] == ["add(1, neg(a))", "b"]
    assert any("remark" in choice for choice in reading.choices)


def test_a_formula_behind_an_arrow_may_follow_and_is_no_remark() -> None:
    error = read(r"a = b \rightarrow a^2", OPEN).error
    assert error is not None
    assert error.kind == "not-yet"
