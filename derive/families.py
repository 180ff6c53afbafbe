"""Families of models: one function that returns a model document, for options such as the widths of a network.

A model of a family is named by what one types, ``network --layers 3,4,1 --hidden relu``; its document is the Markdown
that a user could have written, and is read by the same reader.
"""

from __future__ import annotations

import difflib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass


class BadOption(Exception):
    """An option of a family that makes no model. The message says which, and what would be right."""


@dataclass(frozen=True)
class Option:
    """An option of a family: its name, and what may stand behind it; a flag has no value."""

    name: str
    help: str
    metavar: str = ""
    choices: tuple[str, ...] = ()
    flag: bool = False

    def checked(self, value: str, family: str) -> str:
        """The value. Raises `BadOption` where it is none of the choices."""
        if self.choices and value not in self.choices:
            near = difflib.get_close_matches(value, self.choices, n=1)
            meant = f"; did you mean {near[0]}?" if near else ""
            expected = f"expected one of {', '.join(self.choices)}"
            raise BadOption(f"{family}: --{self.name} is {value!r}, {expected}{meant}")
        return value


@dataclass(frozen=True)
class Family:
    """A family of models: its options, and the function from the options that were given to a document.

    ``document`` raises `BadOption` where the options do not go together.
    """

    name: str
    summary: str
    options: tuple[Option, ...]
    document: Callable[[Mapping[str, str]], str]

    def option(self, name: str) -> Option:
        """The option of that name. Raises `BadOption`."""
        found = next((option for option in self.options if option.name == name), None)
        if found is None:
            names = [option.name for option in self.options]
            near = difflib.get_close_matches(name, names, n=1, cutoff=0.5) or names
            raise BadOption(f"{self.name} has no option --{name}; did you mean {' or '.join(f'--{n}' for n in near)}?")
        return found

    def values(self, words: Sequence[str]) -> dict[str, str]:
        """The options that the words give, each with its value. Raises `BadOption` for words that are none."""
        values: dict[str, str] = {}
        rest = list(words)
        while rest:
            word = rest.pop(0)
            if not word.startswith("--"):
                raise BadOption(f"{self.name}: {word!r} is no option; expected {self._usage()}")
            name, equals, value = word.removeprefix("--").partition("=")
            option = self.option(name)
            if option.flag and equals:
                raise BadOption(f"{self.name}: --{name} has no value, but was given {value!r}")
            if not option.flag and not equals:
                if not rest or rest[0].startswith("-"):
                    raise BadOption(f"{self.name}: --{name} has no value; expected {_wanted(option)}")
                value = rest.pop(0)
            if name in values:
                raise BadOption(f"{self.name}: --{name} is given twice")
            values[name] = option.checked("".join(value.split()), self.name)
        return values

    def call(self, values: Mapping[str, str]) -> str:
        """The model's name: the family's, and the options as one would type them, in the family's order."""
        words = [self.name]
        for option in self.options:
            if option.name in values:
                words += [f"--{option.name}", *([] if option.flag else [values[option.name]])]
        return " ".join(words)

    def takes(self, words: Sequence[str]) -> tuple[list[str], list[str]]:
        """The words that are options of the family with their values, and the others, both in order."""
        known = {f"--{option.name}": option for option in self.options}
        taken: list[str] = []
        others: list[str] = []
        rest = list(words)
        while rest:
            word = rest.pop(0)
            if word == "--":
                return taken, [*others, word, *rest]
            option = known.get(word.partition("=")[0])
            (others if option is None else taken).append(word)
            if option is not None and not option.flag and "=" not in word and rest and not rest[0].startswith("-"):
                taken.append(rest.pop(0))
        return taken, others

    def _usage(self) -> str:
        return ", ".join(f"--{option.name}{'' if option.flag else ' ' + option.metavar}" for option in self.options)


def _wanted(option: Option) -> str:
    return f"one of {', '.join(option.choices)}" if option.choices else option.metavar


def words_of(options: Mapping[str, object]) -> list[str]:
    """Options of Python as one would type them: ``layers=(3, 4, 1), l2=True`` as ``--layers 3,4,1 --l2``.

    A name's underscores are hyphens; None and False leave an option out.
    """
    words: list[str] = []
    for name, value in options.items():
        if value is None or value is False:
            continue
        words.append(f"--{name.replace('_', '-')}")
        if value is not True:
            words.append(_text(value))
    return words


def _text(value: object) -> str:
    if isinstance(value, Iterable) and not isinstance(value, str):
        return ",".join(str(item) for item in value)
    return str(value)
