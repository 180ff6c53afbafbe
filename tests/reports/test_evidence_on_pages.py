"""Long tables are cut, so that each part stands on one page and no row is lost."""

from __future__ import annotations

import pytest

from reports.evidence import on_pages


@pytest.mark.parametrize(
    ("count", "most", "lengths"),
    [(0, 14, [0]), (1, 14, [1]), (14, 14, [14]), (15, 14, [7, 8]), (23, 14, [11, 12]), (70, 30, [23, 23, 24])],
)
def test_rows_are_cut_into_parts_of_about_one_length(count: int, most: int, lengths: list[int]) -> None:
    parts = on_pages(range(count), most)
    assert [len(part) for part in parts] == lengths
    assert [row for part in parts for row in part] == list(range(count))
