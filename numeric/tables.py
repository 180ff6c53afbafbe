"""Tables of numbers: CSV files with a line of names, and the tables of the slides, which come along.

    points     deck 003, L. 141 to 161 and 263 to 267: three points of one feature
    houses     deck 004, L. 89 to 92: sizes, rooms and prices of three houses
    sentences  deck 004, L. 2535 on: how often two words occur, and whether the mood is happy (1) or sad (0)

A column is asked for by its heading, by what stands before a bracket in it, or by what stands in the bracket: the
heading `x_1 (rooms)` goes by x_1 and by rooms too. A column of text does no harm until somebody asks for its numbers.
"""

import csv
import difflib
import io
import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np

from numeric.arrays import Array

FOLDER = Path(__file__).parent / "data"


class BadTable(Exception):
    """A table cannot be used. The message says file, line and column, what is there and what was expected."""


@dataclass(frozen=True)
class Table:
    """The cells of a table as they stand in the file, each row with its line, and what the file is called."""

    source: str
    headings: tuple[str, ...]
    rows: tuple[tuple[int, tuple[str, ...]], ...]

    def __len__(self) -> int:
        return len(self.rows)

    @cached_property
    def places(self) -> dict[str, int]:
        """The columns by all names they go by; a name that would mean two columns means none."""
        found: dict[str, set[int]] = {}
        for place, heading in enumerate(self.headings):
            before, _, inside = heading.partition("(")
            for name in {heading, before.strip(), inside.rstrip(") ").strip()} - {""}:
                found.setdefault(name, set()).add(place)
        whole = {heading: place for place, heading in enumerate(self.headings)}
        return {**{name: next(iter(at)) for name, at in found.items() if len(at) == 1}, **whole}

    def place(self, name: str) -> int:
        """Which column goes by this name, from 0. Raises BadTable, which names the nearest ones."""
        if name not in self.places:
            near = difflib.get_close_matches(name, self.places, n=2, cutoff=0.5)
            meant = f"; did you mean {' or '.join(map(repr, near))}?" if near else ""
            raise BadTable(f"{self.source}: there is no column {name!r}; there are {', '.join(self.headings)}{meant}")
        return self.places[name]

    def column(self, name: str) -> Array:
        """The numbers of a column. Raises BadTable, with line and column, for a cell that is none."""
        place = self.place(name)
        heading = self.headings[place]
        numbers = [_number(cells[place]) for _, cells in self.rows]
        for (line, cells), number in zip(self.rows, numbers, strict=True):
            if number is None:
                raise BadTable(_complaint(cells[place].strip(), f"{self.source}:{line}: column {heading!r}"))
        return np.array(numbers, dtype=np.float64)


def _number(cell: str) -> float | None:
    """The finite number that a cell holds, None where it holds none. Python's own 1_000 is no number of a table."""
    try:
        number = float(cell)
    except ValueError:
        return None
    return number if math.isfinite(number) and "_" not in cell else None


def _complaint(text: str, where: str) -> str:
    if not text:
        return f"{where} is empty, expected a number; complete the row or leave it out"
    if "," in text:
        return f"{where} is {text!r}, expected a number; a decimal point is a point, and no comma parts thousands"
    return f"{where} is {text!r}, expected a finite number"


def shipped() -> tuple[str, ...]:
    """The names of the tables that come along."""
    return tuple(sorted(path.stem for path in FOLDER.glob("*.csv")))


def read_table(source: str) -> Table:
    """The table in a CSV file, or the one of that name that comes along. Raises BadTable.

    A name that comes along is never looked for among the files: `./houses` is a file. The file is text in UTF-8 with
    a line of headings; cells are separated by commas, or by semicolons or tabs where the headings are.
    """
    path = FOLDER / f"{source}.csv" if source in shipped() else Path(source)
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except OSError as error:
        near = difflib.get_close_matches(source, shipped(), n=1)
        meant = f"; did you mean {near[0]}?" if near else f"; the tables that come along are {', '.join(shipped())}"
        raise BadTable(f"{source}: cannot be read: {error.strerror}{meant}") from error
    except UnicodeDecodeError as error:
        raise BadTable(f"{source}: is not a text file in UTF-8 (byte {error.start})") from error
    return parse_table(text, source)


def parse_table(text: str, source: str) -> Table:
    """The table in a text. Raises BadTable, with the line, for what is no table."""
    first = text.lstrip().partition("\n")[0]
    delimiter = max((",", ";", "\t"), key=first.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, skipinitialspace=True, strict=True)
    headings: tuple[str, ...] = ()
    rows: list[tuple[int, tuple[str, ...]]] = []
    after = 1
    try:
        for cells in reader:
            line, after = after, reader.line_num + 1  # a cell in quotes may hold line ends
            if not any(cell.strip() for cell in cells) and len(cells) <= 1:
                continue
            if not headings:
                headings = _headings(cells, f"{source}:{line}")
            elif len(cells) != len(headings):
                raise BadTable(_uneven(len(cells), headings, f"{source}:{line}"))
            else:
                rows.append((line, tuple(cells)))
    except csv.Error as error:
        raise BadTable(f"{source}:{reader.line_num}: is no CSV: {error}") from error
    if not rows:
        found = f"the headings {', '.join(headings)} and no example" if headings else "nothing"
        raise BadTable(f"{source}: expected a line of headings and a line for each example, found {found}")
    return Table(source, headings, tuple(rows))


def _headings(cells: Sequence[str], where: str) -> tuple[str, ...]:
    headings = tuple(cell.strip() for cell in cells)
    for place, heading in enumerate(headings):
        if not heading:
            raise BadTable(f"{where}: the heading of column {place + 1} is empty")
        if heading in headings[:place]:
            raise BadTable(f"{where}: two columns are headed {heading!r}")
    if all(_is_number(heading) for heading in headings):
        raise BadTable(f"{where}: expected headings such as x, y in the first line, and found numbers")
    return headings


def _is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True


def _uneven(found: int, headings: Sequence[str], where: str) -> str:
    has = f"{where}: has {found} cell{'s' if found != 1 else ''}, expected {len(headings)}"
    if found < len(headings):
        return f"{has}: column {headings[found]!r} is missing"
    return f"{has} ({', '.join(headings)})"
