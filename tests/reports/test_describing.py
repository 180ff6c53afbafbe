"""What `derive read` shows: the kind, the sides with their shapes, the names, the choices, and errors with a caret."""

from dataclasses import replace
from typing import get_args

import pytest

import derive
from derive import building
from derive.notation.declarations import declared, parse_declarations
from derive.notation.reading import read
from derive.notation.readings import Kind
from derive.notation.scope import EMPTY, Scope
from derive.notation.styling import style_of
from reports.describing import KINDS, describe
from reports.emitters.plain import width


def _scope() -> Scope:
    scope = EMPTY
    for declaration in parse_declarations("shape X: m,n; shape Y: 1,n; shape w: m; shape b: scalar; data X,Y")[0]:
        scope = declared(scope, declaration)
    for text in (r"Z = w^T X + b", r"J = \frac1n \sum_i (y^{(i)} - z^{(i)})^2"):
        scope = read(text, scope).after(scope)
    return scope


SCOPE = _scope()


def test_a_claim_is_described() -> None:
    assert describe(read(r"dw = \frac1n X dZ^T", SCOPE)).lines() == [
        "a claim",
        "    ∂J/∂w            of shape (m, 1)",
        "  = 1/n · X(∂J/∂Z)ᵀ  of shape (m, 1)",
        "  names",
        "    dw  the derivative of J by w",
        "    n   a size",
        "    X   an array of shape (m, n)",
        "    dZ  the derivative of J by Z",
        "  choices",
        "    dw is the derivative of J by w",
        "    dZ is the derivative of J by Z",
    ]


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        (r"q = c = b", ["a definition", "    q", "  = c", "  = b  a number", "  names", "    b  a number"]),
        (r"v \in \mathbb{R}^m", ["a declaration", "  v has the shape (m, 1)"]),
        (r"v \in \mathbb{R}", ["a declaration", "  v is a number"]),
        (
            r"b + \frac{1}",
            [
                "a fragment, no statement by itself",
                r"  cannot be read: `\frac` needs an argument here",
                r"    b + \frac{1}",
                "        ^^^^^",
                "    expected: an argument in braces",
            ],
        ),
        (
            "b + q",
            ["an expression", "  unknown name: nothing is known about q", "    b + q", "        ^"],
        ),
        ("J \\ge b", ["notation that claims nothing", "    J  a number", "  ≥ b  a number", "  names"]),
        ("b = 3", ["a printed value", "    b", "  = 3  a number"]),
        ("This is only a sentence.", ["words, not a formula"]),
    ],
)
def test_other_kinds_are_described(text: str, lines: list[str]) -> None:
    assert describe(read(text, SCOPE)).lines()[: len(lines)] == lines


def test_several_statements_are_described_one_by_one() -> None:
    description = describe(read(r"u = b \\ v = 2u", SCOPE))
    assert [part.kind for part in description.statements] == ["definition", "definition"]
    assert description.lines()[:4] == ["2 statements", "1. a definition", "       u", "     = b  a number"]


def test_signs_of_different_width_keep_the_sides_in_one_column() -> None:
    rows = describe(read(r"w := w - \alpha dw", SCOPE)).lines()
    assert [row.index("w") for row in rows[1:3]] == [5, 5]
    assert len({row.index("of shape") for row in rows[1:3]}) == 1


def test_accents_take_no_column() -> None:
    rows = describe(read(r"\hat{w} \ge \tilde{b} + b")).lines()
    assert [width(row[: row.index("a number")]) for row in rows[1:3]] == [len("  ≥ b + b  ")] * 2


def test_a_long_side_does_not_move_the_column_of_the_others() -> None:
    long = " + ".join(["b"] * 40)
    rows = describe(read(f"J = {long}", SCOPE)).lines()
    assert rows[1] == "    J  a number"
    assert rows[2].endswith("b  a number")


def test_sides_that_have_no_spelling_as_arrays_are_written_for_one_entry_on_both_sides() -> None:
    scope = derive.scope("shape z: k", r"s = \operatorname{softmax}(z)")
    description = describe(read(r"\frac{\partial s_i}{\partial z_j} = s_i(1\{i=j\} - s_j)", scope))
    assert [side.is_entry for side in description.sides] == [True, True]
    assert [side.shape for side in description.sides] == [("k", "k")] * 2
    assert description.sides[1].plain == "sᵢ(𝟙[i = j] − sⱼ)"
    assert description.lines()[2] == "  = sᵢ(𝟙[i = j] − sⱼ)    one entry of an array of shape (k, k)"


def test_a_number_is_no_entry_beside_entries() -> None:
    scope = derive.scope("shape s: k; shape b: scalar")
    reading = read(r"S_{ij} = s_i(1\{i=j\} - s_j)", scope)
    wrong = replace(reading, kind="claim", defines=(), sides=(*reading.sides, read("b", scope).sides[0]))
    assert [side.is_entry for side in describe(wrong).sides] == [True, False]


def test_the_style_of_a_scope_decides_what_counts_examples() -> None:
    scope = derive.scope("shape x: n")
    reading = read(r"\sum_i x_i", scope)
    assert describe(reading, style_of(scope)).sides[0].plain == "Σᵢ₌₁ⁿ xᵢ"
    rows = derive.scope("shape x: 1, n")
    assert describe(read(r"\sum_i x^{(i)}", rows), style_of(rows)).sides[0].plain == "Σᵢ₌₁ⁿ x⁽ⁱ⁾"


def test_what_has_no_spelling_is_shown_in_functional_notation() -> None:
    deep = read(r"\sin b", SCOPE)
    expr = deep.sides[0]
    for _ in range(3_000):
        expr = building.div(building.extent("n"), building.sub(building.extent("m"), expr))
    found = describe(replace(deep, sides=(expr,)))
    assert found.sides[0].latex == found.sides[0].plain == str(expr)


def test_words_say_how_a_formula_is_marked_in_them() -> None:
    hint = "if there is a formula in it, put that between dollars: $a = b$"
    assert describe(read("the gradient is small")).lines() == ["words, not a formula", f"  hint: {hint}"]
    assert describe(read("a = b")).hint == ""


def test_a_choice_about_all_statements_is_told_once_behind_them() -> None:
    rows = describe(read("the loss is $L = a$ and then $c = 2a$")).lines()
    assert rows[0] == "2 statements"
    assert rows[-2:] == ["  choices", "    the words around the formulas are left out"]
    inner = describe(read(r"b_i = 2 x_i, c = b", derive.scope("shape x: m"))).lines()
    assert "       x_i is an entry or column of x" in inner
    assert "  choices" not in inner


def test_the_data_says_everything_in_latex_and_in_plain_text() -> None:
    found = describe(read(r"\hat{q} = \frac{b}{2}", SCOPE)).as_dict()
    assert found == {
        "text": r"\hat{q} = \frac{b}{2}",
        "kind": "definition",
        "defines": ({"latex": r"\hat{q}", "plain": "q̂"},),
        "sides": ({"relation": "=", "latex": r"\frac{b}{2}", "plain": "b/2", "shape": (), "is_entry": False},),
        "declares": (),
        "names": ({"latex": "b", "plain": "b", "meaning": "a number"},),
        "choices": (),
        "error": None,
        "hint": "",
        "statements": (),
    }


def test_rows_and_columns_differ_in_the_data() -> None:
    found = describe(read(r"Y = Y \\ v \in \mathbb{R}^m", SCOPE)).as_dict()
    first, second = found["statements"]
    assert [side["shape"] for side in first["sides"]] == [("1", "n"), ("1", "n")]
    assert second["declares"] == ({"latex": "v", "plain": "v", "shape": ("m", "1")},)


def test_an_error_is_data_too() -> None:
    text = r"b + \frac{1}{2} \cdot q"
    error = describe(read(text, SCOPE)).as_dict()["error"]
    assert (error["kind"], error["message"]) == ("unbound", "nothing is known about q")
    assert text[error["span"]["start"] : error["span"]["end"]] == "q"
    assert error["hint"].startswith("say what it is")
    readings = describe(read("1/2b", SCOPE)).as_dict()["error"]
    assert (readings["kind"], len(readings["expected"])) == ("ambiguous", 2)


@pytest.mark.parametrize("kind", get_args(Kind))
def test_every_kind_has_words(kind: str) -> None:
    assert KINDS[kind]
