"""Sizes are polynomials in names, equal where they are equal for all numbers; shapes are tuples of them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from derive.shapes import ONE, SCALAR, Shape, ShapeError, Size, UnknownSize

NUMBERS = {"m": 2, "n": 3, "h": 5}


def _grow(inner: st.SearchStrategy[Size]) -> st.SearchStrategy[Size]:
    pair = st.tuples(inner, inner)
    return st.one_of(pair.map(lambda p: p[0] + p[1]), pair.map(lambda p: p[0] * p[1]))


SIZES = st.recursive(st.one_of(st.sampled_from(list(NUMBERS)), st.integers(1, 4)).map(Size.of), _grow, max_leaves=6)


@given(SIZES, SIZES, SIZES)
def test_sizes_calculate_like_numbers(p: Size, q: Size, r: Size) -> None:
    assert (p + q).value(NUMBERS) == p.value(NUMBERS) + q.value(NUMBERS)
    assert (p * q).value(NUMBERS) == p.value(NUMBERS) * q.value(NUMBERS)
    assert p * (q + r) == p * q + p * r
    assert p * q == q * p
    assert p + q == q + p
    assert p * ONE == p
    assert hash(p * q) == hash(q * p)
    assert p + q != p


@given(SIZES)
def test_a_size_knows_its_names_and_whether_it_is_a_number(size: Size) -> None:
    assert (size.number is None) is bool(size.names)
    if size.number is not None:
        assert size.number == size.value({})
    else:
        with pytest.raises(UnknownSize, match="no number is given for the size"):
            size.value({})


@pytest.mark.parametrize("value", [0, -1])
def test_a_size_is_at_least_one(value: int) -> None:
    with pytest.raises(ShapeError, match="at least 1"):
        Size.of(value)


def test_a_name_is_never_a_number() -> None:
    assert Size.of("m") != ONE
    assert Shape.of("m", 1) != Shape.of("m")
    assert Shape.of(1) != SCALAR
    assert not Shape.of(1, 1).is_scalar


@pytest.mark.parametrize(
    ("size", "text"),
    [
        (Size.of("m"), "m"),
        (Size.of(3), "3"),
        (ONE, "1"),
        (Size.of(2) * Size.of("h") + ONE, "1 + 2·h"),
        (Size.of("n") * Size.of("m"), "m·n"),
    ],
)
def test_sizes_are_written_as_people_write_them(size: Size, text: str) -> None:
    assert str(size) == text


SHAPES = [
    (SCALAR, 0, "scalar", SCALAR),
    (Shape.of("m"), 1, "(m, 1)", Shape.of("m", row=True)),
    (Shape.of("m", row=True), 1, "(1, m)", Shape.of("m")),
    (Shape.of("m", 3), 2, "(m, 3)", Shape.of(3, "m")),
]


@pytest.mark.parametrize(("shape", "rank", "text", "transposed"), SHAPES)
def test_shapes(shape: Shape, rank: int, text: str, transposed: Shape) -> None:
    assert (shape.rank, str(shape), shape.transposed) == (rank, text, transposed)
    assert shape.transposed.transposed == shape
    assert shape.is_scalar is (rank == 0)
    assert shape.names == shape.transposed.names


def test_a_column_is_not_a_row_though_their_arrays_are_alike() -> None:
    column, row = Shape.of("m"), Shape.of("m", row=True)
    assert column != row
    assert column.numbers({"m": 4}) == row.numbers({"m": 4}) == (4,)
    assert Shape.of("m", "n").numbers(NUMBERS) == (2, 3)


@pytest.mark.parametrize("sizes", [(), ("m", "n")])
def test_only_a_vector_stands_as_a_row(sizes: tuple[str, ...]) -> None:
    with pytest.raises(ShapeError, match="only a vector"):
        Shape.of(*sizes, row=True)


def test_a_size_without_a_number_is_named() -> None:
    with pytest.raises(UnknownSize, match="the size n"):
        Shape.of("m", "n").numbers({"m": 2})
