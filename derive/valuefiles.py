"""Files of values, in YAML or JSON: numbers, lists and tables of numbers by name, each with the line it stands on.

Numbers are read exactly (0.1 is one tenth). Anchors, tags, nesting beyond a table and files beyond `LARGEST` are
refused.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import TypeAlias

import yaml

LARGEST = 1_000_000
"""The largest file that is read, in bytes."""

Value: TypeAlias = "Fraction | list[Fraction] | list[list[Fraction]] | str"


class BadValues(Exception):
    """A file of values cannot be used. The message says file, line, what is there and what was expected."""


@dataclass(frozen=True)
class Given:
    """A value as it stands in a file: what it is, and on which line."""

    value: Value
    line: int


@dataclass(frozen=True)
class ValueFile:
    """The values of a file by name, and what the file is called in messages."""

    source: str
    values: dict[str, Given]

    def complaint(self, name: str, message: str) -> BadValues:
        """An error about one of the values, with its place."""
        line = f":{self.values[name].line}" if name in self.values else ""
        return BadValues(f"{self.source}{line}: {message}")


def read_file(path: Path) -> ValueFile:
    """The values in a file; raises `BadValues`."""
    try:
        with path.open("rb") as file:
            data = file.read(LARGEST + 1)
    except OSError as error:
        raise BadValues(f"{path}: cannot be read: {error.strerror}") from error
    if len(data) > LARGEST:
        raise BadValues(f"{path}: is larger than {LARGEST:,} bytes, which no worked example needs")
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise BadValues(f"{path}: is not a text file in UTF-8 (byte {error.start})") from error
    return read_text(text, str(path))


def read_text(text: str, source: str, first_line: int = 1) -> ValueFile:
    """The values in a text, whose first line is line ``first_line`` of ``source``; raises `BadValues`."""
    try:
        root = _composed(text, source, first_line)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = first_line + mark.line if mark else first_line
        problem = getattr(error, "problem", None) or str(error).splitlines()[0]
        raise BadValues(f"{source}:{line}: is no YAML or JSON: {problem}") from error
    if not isinstance(root, yaml.MappingNode):
        raise BadValues(f"{source}:{first_line}: expected names with values, such as 'w: 0.7'")
    values: dict[str, Given] = {}
    for key, node in root.value:
        line = first_line + (node.start_mark.line if node.start_mark else 0)
        if not isinstance(key, yaml.ScalarNode):
            raise BadValues(f"{source}:{line}: expected a name, and found {_kind(key)}")
        name = str(key.value)
        if name in values:
            raise BadValues(f"{source}:{line}: {name} is given twice, first on line {values[name].line}")
        values[name] = Given(_value(node, f"{source}:{line}", name), line)
    return ValueFile(source, values)


def _composed(text: str, source: str, first_line: int) -> yaml.Node | None:
    """The tree of nodes; anchors are refused before anything is built from them, and so is deep nesting."""
    depth = 0
    for event in yaml.parse(text, Loader=yaml.SafeLoader):
        line = first_line + (event.start_mark.line if event.start_mark else 0)
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            raise BadValues(f"{source}:{line}: anchors and aliases are not allowed here")
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1
        if depth > 3:
            raise BadValues(f"{source}:{line}: lists may be nested twice at most (a table of numbers)")
    return yaml.compose(text, Loader=yaml.SafeLoader)


def _value(node: yaml.Node, where: str, name: str) -> Value:
    if isinstance(node, yaml.ScalarNode):
        number = _number(node.value)
        return node.value if number is None else number
    if not isinstance(node, yaml.SequenceNode) or not node.value:
        raise BadValues(f"{where}: {name} is {_kind(node)}, expected a number, a list or a table of numbers")
    if all(isinstance(item, yaml.SequenceNode) for item in node.value):
        table = [_numbers(line, where, name) for line in node.value]
        if len({len(line) for line in table}) != 1:
            raise BadValues(f"{where}: the lines of {name} have different lengths, {[len(row) for row in table]}")
        return table
    return _numbers(node, where, name)


def _numbers(node: yaml.SequenceNode, where: str, name: str) -> list[Fraction]:
    if not node.value:
        raise BadValues(f"{where}: {name} holds an empty list, expected numbers")
    numbers: list[Fraction] = []
    for item in node.value:
        number = _number(item.value) if isinstance(item, yaml.ScalarNode) else None
        if number is None:
            raise BadValues(f"{where}: {name} holds {_kind(item)}, expected numbers only")
        numbers.append(number)
    return numbers


def _number(text: str) -> Fraction | None:
    """A decimal or a fraction, exactly; None for other text and for exponents beyond ±300."""
    if len(text) > 60:
        return None
    _, _, exponent = text.lower().partition("e")
    if exponent and not (exponent.lstrip("+-").isdigit() and abs(int(exponent)) <= 300):
        return None
    try:
        return Fraction(text)
    except (ValueError, ZeroDivisionError):
        return None


def _kind(node: yaml.Node) -> str:
    if isinstance(node, yaml.ScalarNode):
        return repr(node.value) if node.value else "nothing"
    if isinstance(node, yaml.SequenceNode):
        return "a list" if node.value else "an empty list"
    return "a mapping"
