"""A model and a table: which columns are which data, along which axis the examples stand, and how large everything is.

Two readings. Where the data are arrays over examples (X of shape m × n, Y of shape 1 × n), the whole table goes in at
once; where they are those of one example, each line of the table is an example. The first one that fits the columns is
taken, the whole table before line by line, and what was taken is part of the result.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from derive.ir import Var
from derive.modelling import Model, Variant
from derive.shapes import UnknownSize
from numeric.arrays import Array
from numeric.tables import BadTable, Table


class DoesNotFit(Exception):
    """A table does not fit a model. The message says which name has no column, or which sizes differ."""


@dataclass(frozen=True)
class Wishes:
    """What is said beside the table: headings for names, values of names, numbers for sizes, and how it goes in."""

    headings: Mapping[str, str] = field(default_factory=dict)
    values: Mapping[str, Array] = field(default_factory=dict)
    sizes: Mapping[str, int] = field(default_factory=dict)
    line_by_line: bool = False


@dataclass(frozen=True)
class Column:
    """A column of the data: the name that it was asked for by, its heading, or the number that it is everywhere."""

    name: str
    heading: str
    constant: float | None = None

    def __str__(self) -> str:
        return self.heading if self.constant is None else f"{self.name} = {self.constant:g}"


@dataclass(frozen=True)
class Tabulated:
    """A variant of a model with its data: values by name, and from which columns they are.

    ``axes`` says along which axis of which array the examples stand, where the whole table goes in at once; where it
    goes in line by line, ``along`` are the names whose values have a line each along their first axis.
    """

    label: str
    variant: Variant
    axes: Mapping[Var, int]
    values: Mapping[str, Array]
    columns: Mapping[str, tuple[Column, ...]]
    along: tuple[str, ...]
    sizes: Mapping[str, int]
    examples: int

    def shape_of(self, v: Var) -> tuple[int, ...]:
        """The shape of an array in numbers. Raises `DoesNotFit` where a size is known from nowhere."""
        try:
            return v.shape.numbers(self.sizes)
        except UnknownSize:
            unknown = sorted(v.shape.names - set(self.sizes))
            wanted = ",".join(f"{name}=4" for name in unknown)
            message = f"the size {' and '.join(unknown)} of {v} does not follow from the table"
            raise DoesNotFit(f"{message}; say it with --sizes {wanted}") from None


@dataclass(frozen=True)
class _Reading:
    """One way to take a table: for each array the axis along which the examples stand, or line by line."""

    label: str
    variant: Variant
    axes: Mapping[Var, int]

    @property
    def whole(self) -> bool:
        return bool(self.axes)


def tabulated(model: Model, table: Table, wishes: Wishes) -> Tabulated:
    """The first reading of the table that fits. Raises `DoesNotFit`, and `BadTable` for cells that are no numbers."""
    _refuse_unknown(model, wishes)
    if not any(_from_table(variant, wishes) for variant in model.variants.values()):
        raise DoesNotFit("the model has no data that could come from a table; a table is for examples")
    problems: list[_Missing] = []
    for same in _readings(model, wishes):
        fitting: list[Tabulated] = []
        for reading in same:
            try:
                fitting.append(_taken(reading, table, wishes))
            except _Missing as problem:
                problems.append(problem)
        if len(fitting) > 1:
            raise DoesNotFit("the examples may be the rows or the columns of the data; declare it: examples rows")
        if fitting:
            _refuse_facts(fitting[0], table)
            return fitting[0]
    # The reading for which most columns were there is the one that was meant.
    raise max(problems, key=lambda problem: problem.found)


def new_input(made: Tabulated, table: Table, wishes: Wishes, only: Sequence[Var]) -> Tabulated:
    """Another table, of new inputs, taken as the first one was. Raises `DoesNotFit` and `BadTable`."""
    counted = {str(v.shape.sizes[axis]) for v, axis in made.axes.items()}
    sizes = {name: number for name, number in made.sizes.items() if name not in counted}
    reading = _Reading(made.label, made.variant, made.axes)
    names = [name for v in only for name in (v.name, v.name.lower())]
    for heading in table.headings:
        if heading not in names and not any(_numbered(name, [heading]) for name in names):
            raise DoesNotFit(f"{table.source}: nothing is predicted from {heading}; expected {_either(only)}")
    try:
        return _taken(reading, table, Wishes({}, wishes.values, sizes), only, (table.source, "the table"))
    except _Missing as problem:
        raise DoesNotFit(f"{table.source}: expected a value for {_either(only)}") from problem


def _either(names: Sequence[Var]) -> str:
    return ", ".join(v.name.lower() for v in names)


def _refuse_unknown(model: Model, wishes: Wishes) -> None:
    """Refuse what is said of a name or a size that no variant of the model has."""
    systems = [variant.system for variant in model.variants.values()]
    names = [name for system in systems for v in system.data for name in (v.name, v.name.lower())]
    for option, said in (("--columns", wishes.headings), ("--set", wishes.values)):
        for name in said:
            if name not in names and not any(_numbered(base, [name]) for base in names):
                known = ", ".join(dict.fromkeys(names))
                raise DoesNotFit(f"{option}: {name} is no data of the model; expected {known}, or x_1 and so on")
    sizes = {name for system in systems for name in system.size_names}
    for name in wishes.sizes:
        if name not in sizes:
            known = ", ".join(sorted(sizes)) or "none that has a name"
            raise DoesNotFit(f"--sizes: {name} is no size of the model; there is {known}")


class _Missing(DoesNotFit):
    """There is no column for a name; ``found`` says how many others had theirs."""

    def __init__(self, message: str, found: int) -> None:
        super().__init__(message)
        self.found = found


def _readings(model: Model, wishes: Wishes) -> Iterator[list[_Reading]]:
    """The readings in the order of preference; of those that stand together only one may fit."""
    whole = {} if wishes.line_by_line else model.variants
    for label, variant in whole.items():
        yield [_Reading(label, variant, axes) for axes in _axes(variant, wishes)]
    for label, variant in model.variants.items():
        yield [_Reading(label, variant, {})]


def _from_table(variant: Variant, wishes: Wishes) -> list[Var]:
    """The data that nobody gave a value."""
    return [v for v in variant.system.data if v.name not in wishes.values]


def _axes(variant: Variant, wishes: Wishes) -> Iterator[dict[Var, int]]:
    """For each size that counts examples the axes along which it stands: one in every array of the data."""
    wanted = _from_table(variant, wishes)
    arrays = [v for v in wanted if v.shape.rank]
    if len(arrays) < len(wanted) and all(v.shape.rank < 2 for v in arrays):
        return  # vectors beside numbers are the features and the label of one example
    stated = variant.scope.examples if "examples" in variant.scope.stated else ""
    for size in dict.fromkeys(str(size) for v in arrays[:1] for size in v.shape.sizes):
        axes: dict[Var, int] = {}
        for v in arrays:
            found = [axis for axis, other in enumerate(v.shape.sizes) if str(other) == size]
            if v.shape.rank == 2 and stated:
                found = [axis for axis in found if axis == (0 if stated == "rows" else 1)]
            if len(found) == 1:
                axes[v] = found[0]
        if len(axes) == len(arrays) and not size.isdigit():
            yield axes


def _taken(
    reading: _Reading,
    table: Table,
    wishes: Wishes,
    only: Sequence[Var] | None = None,
    said: tuple[str, str] = ("--columns", "--sizes"),
) -> Tabulated:
    """The table in that reading. ``said`` is what values and sizes are called in messages."""
    values: dict[str, Array] = {}
    columns: dict[str, tuple[Column, ...]] = {}
    sizes = _Sizes(dict(wishes.sizes), said[1])
    wanted = [v for v in _from_table(reading.variant, wishes) if only is None or v in only]
    for v in wanted:
        columns[v.name], values[v.name] = _columns(v, reading, table, wishes, len(values))
    for v in wanted:
        array = values[v.name]
        sizes.measure(v, array.shape if reading.whole else array.shape[1:], said[0])
    for v in reading.variant.system.data:
        if v.name in wishes.values and (only is None or v in only):
            values[v.name] = wishes.values[v.name]
            sizes.measure(v, values[v.name].shape, "--set")
    along = () if reading.whole else tuple(v.name for v in wanted)
    return Tabulated(reading.label, reading.variant, reading.axes, values, columns, along, sizes.known, len(table))


def _columns(v: Var, reading: _Reading, table: Table, wishes: Wishes, found: int) -> tuple[tuple[Column, ...], Array]:
    """The headings for a name, and their numbers in its shape; the examples come first line by line."""
    if v.shape.rank == 0 and reading.whole:
        raise _Missing(f"{v} is one number for all examples: give it with --set {v}=0.1", found)
    if v.shape.rank == 2 and not reading.whole:
        raise _Missing(f"{v} is a table ({v.shape}), and no axis of it counts the examples; give it with --set", -1)
    single = v.shape.rank == (1 if reading.whole else 0)
    names = _names(v, single, table, wishes)
    if not names:
        wanted = v.name if single else f"{v.name.lower()}_1, {v.name.lower()}_2, …"
        there = ", ".join(table.headings)
        asked = v.name if single else f"{v.name.lower()}_1"
        say = f"say which with --columns '{asked}=…', or give its value with --set"
        raise _Missing(f"{table.source}: there is no column for {wanted}; there are {there}; {say}", found)
    columns = [_column(name, table, wishes) for name in names]
    numbers = [
        table.column(column.heading) if column.constant is None else np.full(len(table), column.constant)
        for column in columns
    ]
    if single:
        return tuple(columns), numbers[0]
    if len(names) == 1 and "one-hot" in reading.variant.system.facts.get(v, ()):
        numbers = _one_hot(v, numbers[0], _classes(v, reading, wishes), table, columns[0].heading)
        columns = [Column(names[0], f"{columns[0].heading}, one-hot")]
    return tuple(columns), np.stack(numbers, axis=1 - reading.axes[v] if reading.whole else 1)


def _column(name: str, table: Table, wishes: Wishes) -> Column:
    if name in wishes.values:
        if wishes.values[name].shape:
            raise DoesNotFit(f"--set: {name} is a list, expected the number that this feature always is")
        return Column(name, "", float(wishes.values[name]))
    return Column(name, table.headings[table.place(wishes.headings.get(name, name))])


def _classes(v: Var, reading: _Reading, wishes: Wishes) -> int | None:
    """How many classes the labels are of, where the model or somebody says so."""
    (size,) = [size for axis, size in enumerate(v.shape.sizes) if axis != reading.axes.get(v)]
    return wishes.sizes.get(str(size), size.number)


def _one_hot(v: Var, labels: Array, classes: int | None, table: Table, heading: str) -> list[Array]:
    """A column of class numbers 0, 1, 2, … as a column for each class. Raises `BadTable` for other numbers."""
    # Without a word about it there are no more classes than examples: a large number is an amount, and no class.
    most = len(table) if classes is None else classes
    for (line, _), label in zip(table.rows, labels, strict=True):
        if label != int(label) or not 0 <= label < most:
            message = f"{v} is one-hot, so this column holds the numbers of classes, 0 to {most - 1}"
            raise BadTable(f"{table.source}:{line}: column {heading!r} is {label:g}; {message}")
    count = int(labels.max()) + 1 if classes is None else classes
    return [np.where(labels == number, 1.0, 0.0) for number in range(count)]


def _names(v: Var, single: bool, table: Table, wishes: Wishes) -> list[str]:
    """Under which names the columns for a name are asked for: as somebody said, as it is called, or numbered."""
    bases = list(dict.fromkeys((v.name, v.name.lower())))
    for base in bases:
        said = _numbered(base, list(wishes.headings))
        if base in wishes.headings:
            return [base]
        if said and not single:
            return _counted([*said, *_numbered(base, list(wishes.values))])
    for base in bases:
        if base in table.places:
            return [base]
        counted = _numbered(base, [*table.places, *wishes.values])
        if counted and not single:
            return _counted(counted)
    return []


def _numbered(base: str, names: Sequence[str]) -> list[str]:
    return [name for name in dict.fromkeys(names) if re.fullmatch(re.escape(base) + r"_\d+", name)]


def _counted(names: Sequence[str]) -> list[str]:
    """The names by their numbers. Raises `DoesNotFit` where one is left out."""
    by_number = {int(name.rpartition("_")[2]): name for name in names}
    base = names[0].rpartition("_")[0]
    for number in range(min(1, *by_number), max(by_number) + 1):
        if number not in by_number:
            there = ", ".join(by_number[other] for other in sorted(by_number))
            raise DoesNotFit(f"there is no column for {base}_{number}, and there are {there}; a feature is missing")
    return [by_number[number] for number in sorted(by_number)]


class _Sizes:
    """The numbers of sizes, as the shapes of values tell them."""

    def __init__(self, known: dict[str, int], owner: str) -> None:
        self.known = known
        self.owners: dict[str, str] = dict.fromkeys(known, owner)

    def measure(self, v: Var, found: tuple[int, ...], said: str) -> None:
        """Take in the shape of a value. Raises `DoesNotFit` where it has another one than the model."""
        if len(found) != v.shape.rank:
            kinds = ("a number", "a list", "a table")
            raise DoesNotFit(
                f"{said}: {v} is {kinds[v.shape.rank]} ({v.shape}), and {kinds[min(len(found), 2)]} was given"
            )
        for size, length in zip(v.shape.sizes, found, strict=True):
            name = str(size)
            number = self.known.get(name, size.number)
            if number is None and name.isidentifier():
                self.known[name], self.owners[name] = length, v.name
            elif number is not None and number != length:
                why = f", where {self.owners[name]} says that {name} = {number}" if name in self.owners else ""
                numbers = " × ".join(map(str, found))
                came = f"{numbers} number{'s' * (numbers != '1')}"
                raise DoesNotFit(f"{said}: {v} comes with {came}, and in the model it is {v.shape}{why}")


def _refuse_facts(made: Tabulated, table: Table) -> None:
    """Refuse values that the model declares to be impossible: entries that are not positive, no one-hot vectors."""
    facts = made.variant.system.facts
    for v in made.variant.system.data:
        array = made.values[v.name]
        lines = np.moveaxis(array, made.axes[v], 0) if v in made.axes else array
        for number, example in enumerate(lines if v.name in made.columns else [array]):
            where = "--set"
            if v.name in made.columns:
                where = f"{table.source}:{table.rows[number][0]}: {', '.join(map(str, made.columns[v.name]))}"
            if (
                "one-hot" in facts.get(v, ())
                and v.name in made.columns
                and not (set(np.unique(example)) <= {0, 1} and np.sum(example) == 1)
            ):
                raise BadTable(f"{where}: {v} is one-hot, expected one 1 and zeros, found {_text(example)}")
            if "positive" in facts.get(v, ()) and not np.all(example > 0):
                raise BadTable(f"{where}: {v} is positive, found {_text(example)}")


def _text(example: Any) -> str:
    return ", ".join(f"{float(entry):g}" for entry in np.ravel(example))
