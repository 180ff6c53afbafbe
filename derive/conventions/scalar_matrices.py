"""A 1×1 matrix is a scalar: what is declared with the shape (1, 1), and what has that shape, multiplies as a number."""

from __future__ import annotations

from derive.judging.restating import Convention, without_ones

CONVENTION = Convention(
    name="1x1-scalar",
    words="where a 1×1 matrix acts as a scalar",
    family="scalars",
    order=4,
    restated=without_ones,
    source="linear algebra: the 1×1 matrices are a copy of the numbers, but do not conform as numbers do",
    explains=frozenset({"shapes"}),
)
