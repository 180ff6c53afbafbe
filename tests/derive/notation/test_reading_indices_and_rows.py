"""Two indices with one range, softmax of matrices, and σ² before a name."""

import pytest

from derive.notation import scoping
from derive.notation.declarations import declared, parse_declarations
from derive.notation.reading import Reading, read
from derive.notation.scope import EMPTY, Scope


def scope_with(declarations: str) -> Scope:
    scope = EMPTY
    for declaration in parse_declarations(declarations)[0]:
        scope = declared(scope, declaration)
    return scope


def read_with(text: str, declarations: str) -> Reading:
    return read(text, scope_with(declarations))


ARRAYS = "shape X: V,V; shape Y: V,W; shape b: V; data w_1, w_2"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (r"\sum_{i,j=1}^{V} X_{ij}", "sum(X)"),
        (r"\sum_{i,j=1}^{V} X_{ij} b_i b_j", "sum(mul(matmul(X, b), b))"),
        (r"\prod_{i,j=1}^{V} X_{ij}", "prod_along(prod_along(X, axes=(1,)), axes=(0,))"),
        (r"\sum_{i,j=1}^{V} b_i", "sum(mul(broadcast(extent(size=V), shape=(V, 1)), b))"),
    ],
)
def test_a_range_belongs_to_all_indices_before_it(text: str, expected: str) -> None:
    assert str(read_with(text, ARRAYS).expr) == expected


@pytest.mark.parametrize(
    ("text", "kind", "part"),
    [
        (r"\sum_{i,j=1}^{V} Y_{ij}", "ill-shaped", "j runs to V"),
        (r"\sum_{i,i=1}^{V} X_{ii}", "unreadable", "twice"),
        (r"\sum_{i=1,j=1}^{V} X_{ij}", "not-yet", "several indices"),
        (r"\sum_{i,j=1, j \ne i}^{V} X_{ij}", "not-yet", "several indices"),
        (r"\sum_{i=1}^{V} \sum_{j,k=1}^{i} X_{jk}", "not-yet", "upper end"),
        (r"\sum_{i,j=1}^{2} w_i w_j", "unbound", "w_i"),
    ],
)
def test_other_ranges_of_several_indices_are_refused(text: str, kind: str, part: str) -> None:
    error = read_with(text, ARRAYS).error
    assert error is not None
    assert (error.kind, part in error.message) == (kind, True), error.message


@pytest.mark.parametrize(("examples", "axis", "line"), [("rows", 1, "row"), ("columns", 0, "column")])
def test_softmax_of_a_matrix_is_of_each_example(examples: str, axis: int, line: str) -> None:
    reading = read_with(r"P = \operatorname{softmax}(S)", f"examples {examples}; shape S: n,m")
    assert str(reading.expr) == f"softmax_along(S, axis={axis})"
    assert any(f"each {line}" in choice for choice in reading.choices)


def test_softmax_of_a_matrix_has_two_readings_where_nothing_is_said() -> None:
    reading = read_with(r"P = \operatorname{softmax}(S)", "shape S: n,m")
    assert reading.error is not None
    assert (reading.error.kind, reading.alternatives) == ("ambiguous", ("of each row", "of each column"))


def test_softmax_of_a_transposed_matrix_has_two_readings() -> None:
    reading = read_with(r"P = \operatorname{softmax}(S^\top)", "examples rows; shape S: n,m")
    assert reading.alternatives == ("of each row", "of each column")


def test_an_index_of_a_declared_number_is_a_label_under_softmax() -> None:
    reading = read_with(
        r"A = \operatorname{softmax}\left( \frac{Q K^T}{\sqrt{d_k}} \right)",
        "examples rows; shape Q: n,d; shape K: m,d; parameter d_k",
    )
    assert reading.error is None
    assert reading.choices[-1] == "k belongs to the names here, and counts nothing"
    assert not any("family" in choice for choice in reading.choices)


def test_a_power_of_sigma_before_a_name_has_two_readings() -> None:
    reading = read_with(r"s = \frac{1}{2} \sigma^2 x", "data x")
    assert reading.error is not None
    assert (reading.error.kind, len(reading.alternatives)) == ("ambiguous", 2)
    assert str(read_with(r"s = \sigma^2 x", r"data x; parameter \sigma").expr) == "mul(power(sigma, 2), x)"
    assert str(read_with(r"s = \sigma^2(x)", "data x").expr) == "power(sigmoid(x), 2)"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("v A + c", "add(matmul(v, A), broadcast(single(c), shape=(1, n)))"),
        ("c + A^T u", "add(broadcast(single(c), shape=(n, 1)), matmul(transpose(A), u))"),
        ("c + 1", "add(c, broadcast(1, shape=(1, 1)))"),
    ],
)
def test_the_bias_of_a_single_neuron_is_added_to_every_example(text: str, expected: str) -> None:
    reading = read_with(text, "shape A: m,n; shape u: m; shape v: 1,m; shape c: 1,1")
    assert str(reading.expr) == expected
    assert ("c is added to every entry" in reading.choices) == ("A" in text)


def test_a_bias_of_several_neurons_does_not_fit_the_row_of_one() -> None:
    error = read_with("v A + d", "shape A: m,n; shape v: 1,m; shape d: 2,1").error
    assert error is not None
    assert error.kind == "ill-shaped"


def test_a_loss_of_one_example_is_a_number_and_no_array() -> None:
    known = scoping.scope((), "a = w x", "L = (a - y)^2")
    reading = read(r"J = \frac{1}{m} \sum_{i=1}^{m} L^{(i)}", known)
    assert reading.error is None or reading.error.kind != "ill-shaped", reading.error


def test_an_array_of_three_axes_has_no_gradient_in_numerator_layout() -> None:
    known = scoping.scope(("shape K: p,l,d; layout numerator",), "L = \\sum_{i,j,k} K_{ijk}^2")
    error = read(r"\frac{\partial L}{\partial K} = 3", known).error
    assert error is not None
    assert error.kind == "ill-shaped"
