"""CSV tables: the ones of the slides, the names of columns, and everything that is refused with its place."""

from pathlib import Path

import pytest

from numeric.tables import BadTable, parse_table, read_table, shipped


def test_the_tables_of_the_slides_come_along() -> None:
    assert shipped() == ("houses", "points", "sentences")
    assert read_table("points").column("x").tolist() == [0.1, 0.2, 0.3]
    assert read_table("houses").column("price in dollars").tolist() == [20000, 30000, 50000]
    words = read_table("sentences")
    assert [words.column(name).tolist() for name in ("aack", "x_2", "y")] == [[3, 0, 1, 2], [0, 2, 3, 1], [1, 0, 0, 1]]
    counts = [text.lower().count("aack") for _, (text, *_) in words.rows]
    assert words.column("x_1").tolist() == counts


def test_a_column_goes_by_its_heading_and_its_parts_unless_they_mean_two() -> None:
    table = parse_table("size (a);size (b);a\n1;2;3\n", "t.csv")
    assert table.column("size (b)").tolist() == [2]
    assert table.column("a").tolist() == [3]
    with pytest.raises(BadTable, match="no column 'size'; there are size"):
        table.column("size")


def test_a_file_with_a_mark_tabs_quotes_and_empty_lines_is_read(tmp_path: Path) -> None:
    file = tmp_path / "data.csv"
    file.write_bytes('\ufeffx\tnote\r\n1\t"two\nlines"\r\n\r\n2.5e1\t-\r\n'.encode())
    table = read_table(str(file))
    assert table.column("x").tolist() == [1, 25]
    with pytest.raises(BadTable, match=r"data.csv:2: column 'note' is 'two.nlines', expected a finite number"):
        table.column("note")
    assert [line for line, _ in table.rows] == [2, 5]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("x,y\n1,\n", "t.csv:2: column 'y' is empty, expected a number; complete the row or leave it out"),
        ("x,y\n1,2\n3,n/a\n", "t.csv:3: column 'y' is 'n/a', expected a finite number"),
        ("x,y\n1,nan\n", "t.csv:2: column 'y' is 'nan', expected a finite number"),
        ("x,y\n1,1_000\n", "t.csv:2: column 'y' is '1_000', expected a finite number"),
        ('x,y\n1,"1,000"\n', "t.csv:2: column 'y' is '1,000', expected a number; a decimal point is a point"),
        ("x,y\n1\n", "t.csv:2: has 1 cell, expected 2: column 'y' is missing"),
        ("x,y\n1,2,3\n", "t.csv:2: has 3 cells, expected 2 (x, y)"),
        ("x,x\n1,2\n", "t.csv:1: two columns are headed 'x'"),
        ("x,\n1,2\n", "t.csv:1: the heading of column 2 is empty"),
        ("1,2\n3,4\n", "t.csv:1: expected headings such as x, y in the first line, and found numbers"),
        ("x,y\n", "t.csv: expected a line of headings and a line for each example"),
        ('x,y\n"1,2\n', "t.csv:2: is no CSV"),
    ],
)
def test_what_is_no_table_is_refused_with_its_place(text: str, message: str) -> None:
    with pytest.raises(BadTable) as caught:
        parse_table(text, "t.csv").column("y")
    assert str(caught.value).startswith(message)


def test_a_file_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    with pytest.raises(BadTable, match=r"house: cannot be read: .*; did you mean houses"):
        read_table("house")
    binary = tmp_path / "b.csv"
    binary.write_bytes(b"x\xff")
    with pytest.raises(BadTable, match=r"is not a text file in UTF-8 .byte 1"):
        read_table(str(binary))
