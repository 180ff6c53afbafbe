"""The number below a letter that is part of an array's name, and the layer in parentheses above one of its examples."""

from __future__ import annotations

import pytest

from derive.ir import Symbol
from derive.notation.reading import read
from derive.notation.scope import Scope
from derive.shapes import Shape, Size

H, N = Size.of("h"), Size.of("n")
SCOPE = (
    Scope()
    .with_shape(Symbol("W", sub="1"), Shape((H, N)))
    .with_shape(Symbol("A", sub="2"), Shape((H, N)))
    .with_shape(Symbol("B", layer="2"), Shape((H, N)))
    .with_shape(Symbol("c", sub="1"), Shape(()))
)


def read_whole(text):
    return read(text, SCOPE).sides


def test_an_entry_of_a_numbered_array_is_that_entry():
    [entry] = read_whole(r"\sum_{i=1}^{h} \sum_{j=1}^{n} W_{1,ij}")
    assert entry == read_whole(r"\sum_{i=1}^{h} \sum_{j=1}^{n} (W_1)_{ij}")[0]
    [example] = read_whole(r"\sum_{i=1}^{n} a_2^{(i)}")
    assert str(example) == "matmul(A_2, broadcast(1, shape=(n, 1)))"


def test_a_layer_in_parentheses_stands_before_the_example():
    assert read_whole(r"\sum_{i=1}^{n} b^{(2)(i)}") == read_whole(r"\sum_{i=1}^{n} b^{[2](i)}") != ()


@pytest.mark.parametrize("text", ["W_{3,ij}", "a_3^{(i)}", "c_{1,i}", "b^{(3)(i)}"])
def test_what_no_array_goes_by_is_refused(text):
    reading = read(rf"\sum_{{i=1}}^{{h}} \sum_{{j=1}}^{{n}} {text}", SCOPE)
    assert reading.error is not None
