"""Declarations in comments of a formula."""

import pytest

from derive.ir import Symbol
from derive.notation.comments import comments, uncommented
from derive.notation.reading import read
from derive.notation.scope import Scope
from derive.shapes import Shape

TEXTS = (
    "% derive: shape w: m; shape x: m\nz = w^T x",
    "z = w^T x % derive: shape w: m; shape x: m",
    "<!-- derive: shape w: m; shape x: m -->\nz = w^T x",
    "%derive: shape w: m\n%derive: shape x: m\nz = w^T x",
)


@pytest.mark.parametrize("text", TEXTS)
def test_a_comment_declares(text: str) -> None:
    reading = read(text, Scope())
    assert (reading.kind, str(reading.expr), reading.text) == ("definition", "matmul(transpose(w), x)", text)
    after = reading.after(Scope())
    assert after.variables[Symbol("w")].shape == Shape.of("m")
    assert Symbol("z") in after.definitions


def test_without_the_comment_nothing_is_known() -> None:
    assert read("% shape w: m; shape x: m\nz = w^T x", Scope()).error is not None
    assert read(r"\% derive: shape w: m; shape x: m", Scope()).kind != "declaration"


def test_a_comment_alone_is_a_declaration() -> None:
    reading = read("% derive: data x, y", Scope())
    assert reading.kind == "declaration"
    assert reading.after(Scope()).data == {Symbol("x"), Symbol("y")}


def test_what_is_declared_is_not_inferred_and_the_rest_is_unbound() -> None:
    reading = read("% derive: shape w: m\nz = w^T x")
    assert reading.error is not None
    assert reading.error.kind == "unbound"


def test_a_comment_that_cannot_be_read_is_an_error_at_its_place() -> None:
    text = "z = w x % derive: shpe w: m"
    error = read(text).error
    assert error is not None
    assert error.expected[0] == "shape"
    assert text[error.span.start : error.span.end] == "shpe w: m"


def test_a_block_comment_has_places_too() -> None:
    text = "<!-- derive: shape w m -->z = 1"
    _, errors = comments(text)
    assert [text[error.span.start : error.span.end] for error in errors] == ["shape w m"]


def test_places_stay_where_they_were() -> None:
    text = "<!-- derive: data x -->  x + q \n% derive: data y"
    assert len(uncommented(text)) == len(text)
    error = read(text).error
    assert error is not None
    assert text[error.span.start : error.span.end] == "q"


def test_a_word_that_is_no_comment_is_left() -> None:
    assert read(r"\text{derive: } z = x").error is None
