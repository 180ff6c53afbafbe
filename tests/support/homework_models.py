"""The scopes of `tests/corpus/homework/`: lists of equations between numbers, as for slide deck 004, with other ids."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from deck_004_models import Model
from textbook_entries import Entry, Function


@dataclass(frozen=True)
class Homework(Model):
    """A scope whose entries have ids `h2-…` and a family of their own."""

    family: str = "homework"

    def before(self, name: str) -> Homework:
        """The same scope before the equation for a name was read."""
        names = [defined for defined, _, _ in self.equations]
        return replace(self, equations=self.equations[: names.index(name)])

    def entry(self, number: str, latex: str, kind: str, *sides: Function, **more: Any) -> Entry:
        """An entry in this scope; all its arguments are numbers."""
        made = super().entry(number, latex, kind, *sides, **more)
        return replace(made, id=f"h2-{number}", family=self.family)
