"""Shapes that nobody declared: what the use of a name tells about it, and what it does not."""

import pytest

from derive.ir import Symbol
from derive.notation.reading import read
from derive.notation.readings import Reading
from derive.notation.scope import OPEN, Scope


def _after(*texts: str) -> tuple[Reading, Scope]:
    scope = OPEN
    for text in texts:
        reading = read(text, scope)
        scope = reading.after(scope)
    return reading, scope


def _ranks(*texts: str) -> dict[str, int]:
    return {str(symbol): var.shape.rank for symbol, var in _after(*texts)[1].variables.items()}


SHAPES = {
    r"z = w^T x + b": {"w": 1, "x": 1, "z": 0},
    r"z = w^\top x": {"w": 1, "x": 1, "z": 0},
    r"L = x^T A x": {"x": 1, "A": 2, "L": 0},
    r"L = \|Xw - y\|^2": {"X": 2, "w": 1, "y": 1, "L": 0},
    r"L = (Xw - y)^T (Xw - y)": {"X": 2, "w": 1, "y": 1, "L": 0},
    r"p = \mathrm{softmax}(z)": {"z": 1, "p": 1},
    r"z = \sum_j w_j x_j + b": {"w": 1, "x": 1, "z": 0},
    r"\mathbf{z} = \mathbf{W} \mathbf{x} + \mathbf{b}": {"W": 2, "x": 1, "b": 1, "z": 1},
    r"\mathbf{z} = \mathbf{W} \mathbf{x} + b": {"W": 2, "x": 1, "z": 1},
    r"t = \operatorname{tr}(W)": {"W": 2, "t": 0},
    r"t = \operatorname{tr}(A B)": {"A": 2, "B": 2, "t": 0},
    r"d = \det A": {"A": 2, "d": 0},
    r"z = w x + b": {"z": 0},
    r"y = w_1 x_1 + w_2 x_2": {"y": 0},
}


@pytest.mark.parametrize("text", SHAPES)
def test_use_tells_shapes(text: str) -> None:
    reading, _ = _after(text)
    assert reading.error is None
    assert _ranks(text) == SHAPES[text]


@pytest.mark.parametrize("text", [text for text, ranks in SHAPES.items() if len(ranks) > 1])
def test_what_is_inferred_is_told(text: str) -> None:
    reading, scope = _after(text)
    told = [choice for choice in reading.choices if ", because " in choice]
    assert [str(symbol) for symbol in scope.inferred] == [choice.split(" is ")[0] for choice in told]
    assert len(told) == len(SHAPES[text]) - 1


def test_sizes_unify_through_the_equations() -> None:
    _, scope = _after(r"z = w^T x + b", r"L = \|x - c\|^2")
    assert len({scope.variables[Symbol(name)].shape for name in "wxc"}) == 1


def test_sizes_that_nothing_makes_equal_stay_apart() -> None:
    _, scope = _after(r"z = w^T x", r"u = v^T y")
    assert scope.variables[Symbol("w")].shape != scope.variables[Symbol("v")].shape


def test_a_trace_makes_matrices_square() -> None:
    _, scope = _after(r"t = \operatorname{tr}(A B)")
    a, b = (scope.variables[Symbol(name)].shape for name in "AB")
    assert a.sizes == b.sizes[::-1]


def test_inferred_shapes_hold_for_the_statements_behind() -> None:
    reading, _ = _after(r"z = w^T x + b", r"L = \frac12 (z - y)^2", r"\frac{\partial L}{\partial w} = (z - y) x")
    assert reading.kind == "claim"
    assert all(side.shape.rank == 1 for side in reading.sides)


@pytest.mark.parametrize(
    ("text", "members"),
    [
        (r"L = \sum_{i=1}^n (w^T x_i - y_i)^2", {"x_i": 1, "y_i": 0}),
        (r"L = \sum_{i=1}^n (y_i - w^T x_i)^2", {"x_i": 1}),
        (r"L = \sum_{i=1}^m (w^T x^{(i)} - y^{(i)})^2", {"x_i": 1, "y_i": 0}),
        (r"L = \frac{1}{m} \sum_{i=1}^m (w x^{(i)} + b - y^{(i)})^2", {"x_i": 0, "y_i": 0}),
        (r"L = \sum_i \|\mathbf{W} \mathbf{x}_i - \mathbf{y}_i\|^2", {"x_i": 1, "y_i": 1}),
        (r"p_k = \frac{e^{w_k^T x}}{\sum_j e^{w_j^T x}}", {"w_k": 1}),
    ],
)
def test_one_of_many_is_a_vector_where_products_say_so(text: str, members: dict[str, int]) -> None:
    reading, scope = _after(text)
    assert reading.error is None
    ranks = {str(symbol): scope.variables[symbol].shape.rank for symbol in scope.inferred}
    assert {name: ranks[name] for name in members} == members


def test_an_entry_that_is_met_before_its_index_is_one() -> None:
    reading, _ = _after(r"\frac{\partial p_i}{\partial z_j} = p_i (\delta_{ij} - p_j)")
    assert reading.error is None
    assert [side.shape.rank for side in reading.sides] == [2, 2]


def test_what_use_does_not_tell_is_refused() -> None:
    error = _after(r"z = w^T x", r"L = w^T x^T")[0].error
    assert error is not None
    assert error.kind == "ill-shaped"


def test_a_name_that_an_equation_took_for_a_number_stays_one() -> None:
    reading, _ = _after(r"z = w x", r"L = w^T z")
    assert reading.error is not None


def test_nothing_is_inferred_where_something_is_declared() -> None:
    reading = read(r"z = w^T x", Scope().with_roles(data=[Symbol("x")], parameters=[Symbol("w")]))
    assert reading.inferred == ()


NAMES = "abcdfghjkmnpqrsuvwyz"
TRANSPOSED = " + ".join(f"{name}^T {name}" for name in NAMES)


def test_what_is_read_again_for_inferred_shapes_is_bounded() -> None:
    """Each shape makes the statement be read once more, so a long one may leave few."""
    assert len(read(f"L = {TRANSPOSED}").inferred) == len(NAMES)
    long = read(f"L = {'x + ' * 10_000}{TRANSPOSED}")
    assert long.error is not None
    assert (long.error.kind, long.inferred) == ("never", ())


def test_how_many_shapes_are_inferred_is_bounded() -> None:
    reading = read("L = " + " + ".join(f"{name}_{{{k}}}^T {name}_{{{k}}}" for name in "abcu" for k in range(1, 9)))
    assert reading.error is not None
    assert reading.error.kind == "never"


def test_numbers_for_each_example() -> None:
    reading, _ = _after(r"L = \frac{1}{m} \sum_{i=1}^m (w x^{(i)} + b - y^{(i)})^2")
    assert reading.error is None
    assert (
        "x^(i) is a number for each i, because it has an index, beside examples or products of arrays"
        in reading.choices
    )
