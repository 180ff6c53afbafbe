"""Functions and gradients at points, steps and averages, and what a bare 0 or number above a name is."""

import pytest

from derive import scope
from derive.notation.reading import read
from derive.notation.readings import Reading

FIELD = scope(
    r"shape x: d; shape A: d,d; shape b: d; shape v: d; shape x_k: d; data t, z",
    r"f(x) = \frac{1}{2} x^\top A x - b^\top x",
    r"g(t) = t^2",
    r"a(z) = \sigma(z)",
    r"h_\theta(t) = 3 t",
)
GRADIENT = "derivative(add(mul(div(1, 2), matmul(matmul(transpose(x), A), x)), neg(matmul(transpose(b), x))), x)"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (r"\nabla f(x)", "total(f, x)"),
        (r"\nabla f(x_k)", f"evaluated({GRADIENT}, x, x_k)"),
        (r"\nabla f(b + v)", f"evaluated({GRADIENT}, x, add(b, v))"),
        (r"\nabla f(x)^\top v", "matmul(transpose(total(f, x)), v)"),
        ("g'(t)", "total(g, t)"),
        ("g'(3)", "evaluated(derivative(power(t, 2), t), t, 3)"),
        ("g(3)", "power(3, 2)"),
        (r"h_\theta(t)", "h_theta"),
        (r"h_\theta(2)", "mul(3, 2)"),
        (r"\log h_\theta(t)", "log(h_theta)"),
        ("a(z)(1 - a(z))", "mul(a, add(1, neg(a)))"),
        ("a(1 - a)", "mul(a, add(1, neg(a)))"),
        ("a(2 z)", "sigmoid(mul(2, z))"),
        ("g(g(t))", "power(g, 2)"),
        (r"\frac{\partial}{\partial x} (b - A x)^\top (b - A x)",
         "derivative(matmul(transpose(add(b, neg(matmul(A, x)))), add(b, neg(matmul(A, x)))), x)"),
    ],
)  # fmt: skip
def test_at_a_point(text: str, expected: str) -> None:
    assert str(read(text, FIELD).expr) == expected


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        (r"\nabla f(t)", "not-yet"),
        ("g'(x)", "ill-shaped"),
        (r"\nabla g(t) x_{k+2}^{7}", "unbound"),
        ("f(x, b)", "not-yet"),
        ("g^2(t)", "not-yet"),
    ],
)
def test_at_no_point(text: str, kind: str) -> None:
    error = read(text, FIELD).error
    assert error is not None
    assert error.kind == kind


def test_a_prime_on_a_name_that_depends_on_one_input_is_the_derivative_by_it() -> None:
    one, several = scope("data x", "y = x^2"), scope("data x; parameter w", "y = w x")
    assert str(read("y'", one).expr) == "total(y, x)"
    assert str(read("(3 y)'", one).expr) == "derivative(mul(3, power(x, 2)), x)"
    error = read("y'", several).error
    assert error is not None
    assert (error.kind, error.expected) == ("ambiguous", ("the derivative by w", "the derivative by x"))


STEP = r"x_{k+1} = x_k - t \nabla f(x_k)"


def test_a_step_beside_the_array_it_belongs_to_is_a_name() -> None:
    reading = read(STEP, FIELD)
    assert (reading.kind, [str(name) for name in reading.defines]) == ("definition", ["x_k+1"])


def test_an_entry_of_the_array_is_no_step() -> None:
    assert str(read(r"\sum_{i=1}^d x_i", FIELD).expr) == "sum(x)"


def test_where_there_is_no_array_a_subscript_still_makes_a_family() -> None:
    family = scope(r"shape y_k: d; shape y: m")
    assert "family" in " ".join(read(r"\sum_{k=1}^m y_k^\top y_k", family).choices)


@pytest.mark.parametrize("text", [r"s = \beta s + (1 - \beta) g", r"s = \beta \cdot s + (1 - \beta) \cdot g^2"])
def test_a_moving_average_is_an_update(text: str) -> None:
    reading = read(text, scope("data s, g; parameter \\beta"))
    assert reading.kind == "update"
    assert reading.update is not None
    assert (str(reading.update.target), reading.update.gradient) == ("s", None)


@pytest.mark.parametrize(
    "text",
    [
        r"s = \beta s + (1 + \beta) g",
        r"s = \beta s + (1 - \gamma) g",
        r"s = \beta g + (1 - \beta) s^2",
        r"s = \beta s - (1 - \beta) g",
        r"g = \beta s + (1 - \beta) g^2",
    ],
)
def test_what_is_no_moving_average_is_no_update(text: str) -> None:
    assert read(text, scope("data s, g; parameter \\beta, \\gamma")).kind == "claim"


def _sides(text: str) -> Reading:
    return read(text, scope("shape x: d; shape A: d,d; shape b: d"))


def test_a_0_beside_arrays_is_the_array_of_zeros() -> None:
    reading = _sides("A x - b = 0")
    assert str(reading.sides[1]) == "broadcast(0, shape=(d, 1))"
    assert "0 is the array of zeros" in reading.choices


@pytest.mark.parametrize("text", ["A x = 1", r"x^\top x = 0", "A x = A = 0"])
def test_other_numbers_stay_numbers(text: str) -> None:
    reading = _sides(text)
    assert reading.error is not None or reading.sides[-1].shape.is_scalar


def test_a_number_above_a_new_name() -> None:
    assert read("a^1 = 3 x").defines[0].layer == "1"
    for text in ("z^3 = w^3 a^2 + b^3", "s^2 = 3 x"):
        error = read(text).error
        assert error is not None
        assert error.kind == "ambiguous"
    labelled = scope("parameter w^2; data x")
    assert read("z^2 = w^2 x", labelled).error is None


def test_an_arrow_of_two_signs_has_blanks_around_it() -> None:
    assert (read("a <- b").kind, str(read("a <- b").expr)) == ("definition", "b")
    assert read("a <- a - b").kind == "update"
    assert read("a<-b").relations == ("<",)


@pytest.mark.parametrize(
    ("text", "kind"),
    [(r"f_t = \sigma(W [h, x])", "not-yet"), (r"J = \frac1m \sum_{i=1}^m L(\hat y^{(i)}, y^{(i)})", "unbound")],
)
def test_what_lists_something_unknown_is_refused(text: str, kind: str) -> None:
    error = read(text).error
    assert error is not None
    assert error.kind == kind


@pytest.mark.parametrize("text", [r"\sum_{i=0}^m x_i", r"\sum_{i=0}^{m-1} x_i", r"\sum_{i=0}^{2} x_i"])
def test_entries_are_counted_from_1(text: str) -> None:
    error = read(text, scope("shape x: m")).error
    assert error is not None
    assert error.kind == "ill-shaped"


def test_a_sum_from_0_may_begin_at_the_first_entry() -> None:
    assert read(r"\sum_{i=0}^{m-1} x_{i+1}", scope("shape x: m")).error is None


@pytest.mark.parametrize(
    ("text", "declarations", "choice"),
    [
        ("A - 1", "shape A: m,n", "1 is added to every entry"),
        ("w T x", "", "T is a number: a transpose is written w^T x"),
        ("h_T = W^T h_0", "shape W: n,n; shape h_0: n", "the T above W^T is a transpose, though T stands below"),
        (r"\ell = -\log p_y", "shape p: K; data y", "y is the number of a class, and p_y the entry there"),
    ],
)
def test_what_could_be_meant_otherwise_is_told(text: str, declarations: str, choice: str) -> None:
    assert choice in " ".join(read(text, scope(declarations)).choices)


def test_a_letter_that_is_no_given_number_is_no_class() -> None:
    assert read(r"\ell = -\log p_y", scope("shape p: K")).error is not None
    assert read(r"\ell = -\log p_y", scope("shape p: K; parameter y")).error is not None


@pytest.mark.parametrize("text", ["cov(x, y)", "mean(w) + 1", "1 + wxb(x + y)"])
def test_a_word_before_brackets_is_no_product_of_letters(text: str) -> None:
    error = read(text).error
    assert error is not None
    assert error.kind == "unbound"


def test_letters_that_are_declared_are_a_product() -> None:
    assert read("wxb(x + 1)", scope("data w, x, b")).error is None
