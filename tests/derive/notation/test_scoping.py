"""`derive.scope`: what is declared and given is known behind it, and what cannot be heeded is refused."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

import derive
from derive.ir import Symbol
from derive.notation.declarations import CHOICES, KEYS, symbol_of
from derive.notation.scope import EMPTY, OPEN
from derive.notation.scoping import ELSEWHERE
from derive.shapes import Shape


def refusal(declarations: str | Sequence[str], *equations: str) -> list[str]:
    with pytest.raises(derive.BadScope) as refused:
        derive.scope(declarations, *equations)
    return str(refused.value).splitlines()


# --- what is said holds


def test_nothing_said_leaves_every_name_a_number() -> None:
    for nothing in ("", " ", (), ("", "  ")):
        assert derive.scope(nothing) == OPEN
    assert derive.read("q + 1", derive.scope()).error is None


def test_something_said_makes_other_names_unknown() -> None:
    error = derive.read("x + q", derive.scope("data x")).error
    assert error is not None
    assert (error.kind, error.message) == ("unbound", "nothing is known about q")


def test_declarations_come_in_one_text_or_in_several() -> None:
    one = derive.scope("shape w, x: m; data x")
    assert derive.scope(["shape w, x: m", "data x"]) == one
    assert derive.scope(iter(["shape w, x: m", "data x"])) == one
    assert one.variables[Symbol("w")].shape == Shape.of("m")
    assert one.data == {Symbol("x")}


def test_equations_give_their_names_a_shape_and_a_right_side() -> None:
    scope = derive.scope("shape w, x: m; shape b: scalar", "z = w^T x + b", r"a = \sigma(z)")
    assert [str(name) for name in scope.definitions] == ["z", "a"]
    reading = derive.read(r"\frac{\partial a}{\partial w}", scope)
    assert reading.error is None
    assert reading.sides[0].shape == Shape.of("m")


def test_an_equation_uses_those_before_it_and_no_later_one() -> None:
    equations = ("z = 2x", "a = z^2")
    assert derive.scope("data x", *equations).definitions.keys() == {Symbol("z"), Symbol("a")}
    assert refusal("data x", *reversed(equations))[:3] == [
        "unknown name: nothing is known about z",
        "  a = z^2",
        "      ^",
    ]


def test_several_statements_in_one_text() -> None:
    scope = derive.scope("data x", r"z = 2x \\ a = z^2")
    assert scope.definitions.keys() == {Symbol("z"), Symbol("a")}


def test_a_formula_may_declare() -> None:
    scope = derive.scope("", r"w \in \mathbb{R}^m", r"x \in \mathbb{R}^m", "z = w^T x")
    assert scope.variables[Symbol("z")].shape.is_scalar
    assert scope.variables[Symbol("w")].shape == Shape.of("m")


def test_a_macro_is_known_behind_its_definition() -> None:
    scope = derive.scope("data x", r"\newcommand{\q}[1]{#1^2}", r"z = \q{x}")
    assert scope.definitions[Symbol("z")] == derive.read("x^2", derive.scope("data x")).sides[0]


def test_a_value_makes_its_name_a_number_and_no_constant() -> None:
    scope = derive.scope("data y", "x = 3")
    assert scope.definitions == {}
    assert scope.variables[Symbol("x")].shape.is_scalar
    assert derive.read("x y", scope).error is None
    assert derive.read("x + 1", derive.scope("data y", "z = y, x = 3")).error is None


# --- what each key does


@pytest.mark.parametrize(
    ("declaration", "formula", "differently"),
    [
        ("shape x: 1, n", "x", "shape x: n"),
        ("log 10; data x", r"\log x", "log natural; data x"),
        ("shape x: n; shape A: m, n; layout numerator", r"\frac{\partial (A x)}{\partial x}", None),
        ("shape X: m, n; examples rows", "x^{(i)}", "shape X: m, n; examples columns"),
        ("function g; data x", "g(x)", "data g, x"),
    ],
)
def test_a_declaration_changes_how_a_formula_is_read(declaration: str, formula: str, differently: str | None) -> None:
    differently = declaration.replace("numerator", "denominator") if differently is None else differently
    found, other = (derive.read(formula, derive.scope(text)) for text in (declaration, differently))
    assert found.error is other.error is None
    assert found.sides != other.sides


@pytest.mark.parametrize("fact", ["positive", "one-hot", "symmetric"])
def test_a_fact_is_kept(fact: str) -> None:
    assert derive.scope(f"shape a: n; {fact} a").facts == {Symbol("a"): {fact}}


def test_roles_are_kept() -> None:
    scope = derive.scope(r"data x, \hat{y}; parameter w, b_1")
    assert scope.data == {Symbol("x"), Symbol("y", "hat")}
    assert scope.parameters == {Symbol("w"), symbol_of("b_1")}


@pytest.mark.parametrize("key", sorted(ELSEWHERE))
def test_what_would_have_no_effect_is_refused(key: str) -> None:
    value = {"model": "model m", "refuted": 'refuted "why"', "reduce": "reduce sum"}.get(key, key)
    first, line, caret, hint = refusal(f"data x; {value}")
    assert first == f"cannot be read: `{key}` has no effect here"
    assert line[caret.index("^") :] == value
    assert hint == f"  hint: {ELSEWHERE[key]}"


@pytest.mark.parametrize("key", sorted(set(KEYS) - set(ELSEWHERE)))
def test_every_other_key_has_an_effect(key: str) -> None:
    value = {"shape": "shape x: m"}.get(key, f"{key} {CHOICES[key][-1] if key in CHOICES else 'x'}")
    assert derive.scope(value) not in (EMPTY, OPEN)


# --- what is refused


@pytest.mark.parametrize(
    ("declarations", "lines"),
    [
        ("shap w: m", ["cannot be read: unknown declaration 'shap'", "  shap w: m", "  ^^^^^^^^^"]),
        (
            "data x; layout sideways",
            [
                "cannot be read: layout cannot be 'sideways'",
                "  data x; layout sideways",
                "          ^^^^^^^^^^^^^^^",
                "  expected: denominator | numerator",
            ],
        ),
        (["data x", "data y z"], ["cannot be read: 'y z' is no single name", "  data y z", "  ^^^^^^^^"]),
        ("shape w m", ["cannot be read: a shape is written `shape W: h,d`", "  shape w m", "  ^^^^^^^^^"]),
        ("shape w: 0", ["cannot be read: '0' is no size"]),
        ("data", ["cannot be read: data needs a value"]),
        (
            "shape x: m; shape x: n",
            ["shapes do not fit: x is declared as (m, 1) already, and here as (n, 1)",
             "  shape x: m; shape x: n",
             "              ^^^^^^^^^^"],
        ),
        (["shape x: m", "shape x: scalar"], ["shapes do not fit: x is declared as (m, 1) already, and here as scalar"]),
    ],
)  # fmt: skip
def test_a_bad_declaration_is_refused_at_its_place(declarations: str | Sequence[str], lines: list[str]) -> None:
    assert refusal(declarations)[: len(lines)] == lines


def test_the_same_declaration_twice_is_no_contradiction() -> None:
    assert derive.scope("shape x: m; shape x: m") == derive.scope("shape x: m")


@pytest.mark.parametrize(
    ("equation", "lines"),
    [
        (r"\frac{x", ["cannot be read: `{` is never closed", r"  \frac{x", "       ^"]),
        ("z = q x", ["unknown name: nothing is known about q", "  z = q x", "      ^"]),
        ("z = 1/2x", ["two readings: the slash before 2x has two readings", "  z = 1/2x", "        ^^"]),
        ("x^2 + 1", ["cannot be read: this is of the kind `expression`, and defines no name", "  x^2 + 1"]),
        ("2x = x + x", ["cannot be read: this is of the kind `claim`, and defines no name"]),
        ("z = 2x + ", ["unknown name: nothing is known about z"]),
        ("what is meant by z is not known", ["cannot be read: this is of the kind `prose`, and defines no name"]),
        (r"z = 2x \\ 2x = x + x", [
            "cannot be read: this is of the kind `claim`, and defines no name",
            r"  z = 2x \\ 2x = x + x",
            "            ^^^^^^^^^^",
            "  hint: an equation has a new name on its left, as in z = wx + b",
        ]),
    ],
)  # fmt: skip
def test_a_bad_equation_is_refused_at_its_place(equation: str, lines: list[str]) -> None:
    assert refusal("data x", equation)[: len(lines)] == lines


def test_a_second_equation_of_a_name_is_refused() -> None:
    assert (
        refusal("data x", "z = 2x", "z = 3x")[0] == "cannot be read: this is of the kind `claim`, and defines no name"
    )


@pytest.mark.parametrize("equation", ["z = x", "z = 2", r"z = \sum_i x_i"])
def test_a_declared_name_of_another_size_refuses_its_equation(equation: str) -> None:
    assert refusal("shape x: m; shape z: n", equation)[0].startswith("shapes do not fit: z is declared as (n, 1), but ")
    assert derive.scope("shape x: m; shape z: m", "z = x").definitions


def test_one_bad_equation_among_good_ones_is_shown_by_itself() -> None:
    assert refusal("data x", "z = 2x", "a = q", "b = z")[1:3] == ["  a = q", "      ^"]


def test_what_is_carried_on_has_one_shape_at_all_steps() -> None:
    """An equation for h_t makes h_{t-1} known; a shape of its own goes first, and another index is another name."""
    equation = r"h_t = \tanh(W h_{t-1} + U x_t)"
    known = derive.scope("shape W: n,n; shape U: n,m; shape x_t: m; shape h_t: n; layout numerator", equation)
    assert known.variables[Symbol("h", sub="t-1")].shape == Shape.of("n")
    assert derive.read("h_{t+1}", known).choices == ("h_{t+1} has the shape of h_t",)
    assert derive.read("h_{s-1}", known).error is not None
    own = derive.scope("shape W: n,k; shape U: n,m; shape x_t: m; shape h_t: n; shape h_{t-1}: k", equation)
    assert own.variables[Symbol("h", sub="t-1")].shape == Shape.of("k")
    right, wrong = (rf"\frac{{\partial h_t}}{{\partial h_{{t-1}}}} = {side}" for side in (r"D W", r"W D"))
    for claim, outcome in ((right, "proved"), (wrong, "refuted")):
        assert derive.check(claim.replace("D", r"\operatorname{diag}(1 - h_t^2)"), known).outcome == outcome
