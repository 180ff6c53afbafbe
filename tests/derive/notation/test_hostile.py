"""Formulas that the reader once stumbled over, or misunderstood without a word: small ones, found by random search."""

from dataclasses import replace
from functools import reduce

import pytest

from derive.ir import Symbol
from derive.notation.declarations import declared, parse_declarations
from derive.notation.reading import Reading, read
from derive.notation.scope import OPEN, Scope
from derive.shapes import Shape


def scope_of(declarations: str) -> Scope:
    found = Scope()
    for declaration in parse_declarations(declarations)[0]:
        found = declared(found, declaration)
    return found


SCOPE = scope_of("shape x: m; shape a,b,y,y_hat: scalar")


def error_of(reading: Reading) -> tuple[str, str]:
    assert reading.error is not None, f"read as {reading.kind}: {[str(side) for side in reading.sides]}"
    return reading.error.kind, reading.error.message


def expression_of(text: str, scope: Scope = SCOPE) -> str:
    reading = read(text, scope)
    assert reading.error is None, reading.error
    return str(reading.expr)


# --- nothing is raised


@pytest.mark.parametrize("text", ["={}", "<{}", r"\cdot{}"])
def test_a_sign_before_empty_braces_is_a_fragment(text: str) -> None:
    assert read(text).kind == "fragment"


@pytest.mark.parametrize(
    "text", [r"({\begin{cases}{[]}\end{cases}}{\text{(}})(())", r"(\lVert\operatorname{{}($()\rVert){()}}"]
)
def test_words_that_open_a_bracket_inside_another_do_not_reach_beyond_it(text: str) -> None:
    assert read(text).error is not None


def test_words_that_open_a_bracket_still_make_a_remark_up_to_where_it_is_closed() -> None:
    assert expression_of(r"(a + b) \text{ (because } a > 0)") == expression_of("a + b")


def test_a_name_is_no_size_because_a_sum_runs_to_it() -> None:
    assert error_of(read(r"\sum_{i}^{\hat{y}} a", SCOPE))[0] == "unbound"


def test_a_sum_up_to_an_index_needs_an_index_of_known_size() -> None:
    kind, message = error_of(read(r"\sum_{j=1}^{m} \sum_{i=1}^{j} x_j", SCOPE))
    assert (kind, message) == ("not-yet", "nothing says how far the index i runs")


# --- what a scope knows of its names


TABLES = ("families", "in_any_font", "step_letters", "sizes", "words", "occurring", "unresolved")


NAMES = (
    (Symbol("z", layer="1", sub="j"), Shape(())),
    (Symbol("z", font="bold"), Shape.of("m")),
    (Symbol("z"), Shape.of("p")),
    (Symbol("z", font="cal"), Shape(())),
    (Symbol("z", layer="·", sub="j"), Shape.of("q")),
    (Symbol("z", layer="2", sub="·"), Shape.of("r")),
    (Symbol("h", sub="t-1"), Shape(())),
    (Symbol("t"), Shape(())),
    (Symbol("k"), Shape(())),
    (Symbol("loss"), Shape(())),
    (Symbol("Q"), Shape.of("m", "n")),
    (Symbol("z"), Shape(())),
    (Symbol("y"), Shape.of("s")),
)
"""Names with their shapes: families and their members, fonts, steps, sizes, words, and two that are declared twice."""


def test_the_tables_of_a_scope_grow_as_they_would_be_made_anew() -> None:
    """Each name is added to a scope with all its tables made, and to one without; both must know the same."""
    grown = Scope().with_roles(data=[Symbol("y")])
    for symbol, shape in NAMES:
        for table in TABLES:
            getattr(grown, table)
        grown.has_entries(Symbol("x"))
        grown = grown.with_shape(symbol, shape)
        fresh = replace(grown)
        for table in TABLES:
            assert getattr(grown, table) == getattr(fresh, table), (symbol, table)
        for letter in ("z", "y", "Q", "h"):
            assert grown.has_entries(Symbol(letter)) == fresh.has_entries(Symbol(letter)), (symbol, letter)


def test_the_names_that_occur_grow_with_each_equation() -> None:
    scope = Scope().with_shape("a", Shape(())).with_shape("b", Shape(()))
    for name, other in (("c", "a"), ("d", "b"), ("c", "b")):
        assert scope.occurring == replace(scope).occurring
        scope = scope.with_definition(name, scope.variables[Symbol(other)])
    assert scope.occurring == replace(scope).occurring == {Symbol("b")}


# --- work


BODY = "(" + "x_i + " * 2_000 + "x_i)"
NUMBERED = reduce(
    lambda scope, name: scope.with_shape(name, Shape(())), (Symbol("x", sub=str(n)) for n in range(1, 61)), Scope()
)
WRITTEN_OUT = "sums over numbered names are written out, to at most"


def test_a_sum_over_numbered_names_is_written_out() -> None:
    assert expression_of(r"\sum_{i=1}^{3} x_i", NUMBERED) == "add(x_1, x_2, x_3)"


def test_a_long_sum_is_not_written_out_time_and_again() -> None:
    kind, message = error_of(read(rf"\sum_{{i=1}}^{{30}} {BODY}", NUMBERED))
    assert kind == "never"
    assert message.startswith(WRITTEN_OUT)


def test_a_macro_does_not_hide_how_long_a_sum_is() -> None:
    assert error_of(read(rf"\newcommand{{\m}}{{{BODY}}} \sum_{{i=1}}^{{30}} \m", NUMBERED))[0] == "never"


def test_all_statements_of_a_formula_share_what_may_be_written_out() -> None:
    statement = r"y_{%d} = \sum_{i=1}^{60} (x_i + x_i + x_i + x_i)"
    readings = read(r" \\ ".join(statement % number for number in range(300)), NUMBERED).statements
    assert readings[0].error is None
    assert error_of(readings[-1])[1].startswith(WRITTEN_OUT)
    assert read(statement % 299, NUMBERED).error is None


# --- commas between digits


@pytest.mark.parametrize("text", ["1,000 x", "x = 1,000", "(1,000)", "12,345,678", "1,000.5 a"])
def test_a_comma_before_three_digits_has_two_readings(text: str) -> None:
    reading = read(text)
    assert error_of(reading)[0] == "ambiguous"
    assert len(reading.alternatives) == 2


@pytest.mark.parametrize("text", ["0,5 x", "y = 0,5 x", "1,5"])
def test_the_only_comma_of_a_side_has_two_readings_close_between_digits(text: str) -> None:
    assert error_of(read(text))[0] == "ambiguous"


def test_commas_that_plainly_part_a_list_do_so() -> None:
    assert len(read("1, 2").statements) == 2
    assert len(read("1,2,3").statements) == 3
    assert len(read("1, 200").statements) == 2
    assert expression_of("(0,1)") == "array(0, 1, shape=(2, 1))"
    assert expression_of("(0,100)") == "array(0, 100, shape=(2, 1))"


def test_commas_in_a_subscript_part_indices() -> None:
    assert read("w_{1,784}", OPEN).error is None


@pytest.mark.parametrize("text", ["000", "(1, 000)", "00.5 a"])
def test_zeros_in_a_row_begin_no_number(text: str) -> None:
    assert error_of(read(text))[0] == "unreadable"


def test_a_zero_before_a_point_begins_one() -> None:
    assert expression_of("0.5") == "div(1, 2)"
    assert expression_of("0") == "0"


# --- what is sound and was refused


def test_a_sum_with_limits_stands_in_a_superscript() -> None:
    assert expression_of(r"e^{\sum_{i=1}^{m} x_i}") == "exp(sum(x))"


def test_an_evaluation_stands_in_a_superscript() -> None:
    assert expression_of(r"e^{\left. a b \right|_{b=2}}") == "exp(evaluated(mul(a, b), b, 2))"


@pytest.mark.parametrize("text", ["e^{a=b}", "e^{(a=b)}", "e^{a > 0}"])
def test_a_comparison_in_a_superscript_is_still_refused(text: str) -> None:
    assert error_of(read(text, SCOPE)) == ("not-yet", "a comparison in a superscript is not read yet")


def test_an_absolute_value_is_an_entry_of_a_matrix() -> None:
    text = r"\begin{bmatrix} |a| & a|b| \\ b & |a||b| \end{bmatrix}"
    assert expression_of(text) == "array(abs(a), mul(a, abs(b)), b, mul(abs(a), abs(b)), shape=(2, 2))"


@pytest.mark.parametrize("entry", ["|", "| |", "| a"])
def test_lines_through_a_matrix_are_still_refused(entry: str) -> None:
    kind, message = error_of(read(rf"\begin{{bmatrix}} a & {entry} \\ b & a \end{{bmatrix}}", SCOPE))
    assert kind == "not-yet"
    assert "lines through them" in message


# --- what is said


@pytest.mark.parametrize("text", [r"\infty", r"a + \infty", "∞"])
def test_infinity_is_said_to_be_no_number(text: str) -> None:
    reading = read(text, SCOPE)
    assert "is not a number here" in error_of(reading)[1]
    assert reading.error is not None
    assert not reading.error.expected
