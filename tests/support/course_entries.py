"""A short way to write the entries of `tests/corpus/courses/`: the topic is named once, ids and families follow."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from textbook_entries import Entry, Function, Refused


@dataclass(frozen=True)
class Course:
    """One topic of a course. Every id begins with `c1-` and the topic, every family is `course-` and the topic."""

    topic: str

    def entry(self, name: str, latex: str, kind: str, declare: str = "", *sides: Function, **rest: Any) -> Entry:
        return Entry(
            id=f"c1-{self.topic}-{name}",
            family=f"course-{self.topic}",
            latex=latex,
            kind=kind,
            declare=declare,
            sides=sides,
            **rest,
        )

    def claim(self, name: str, latex: str, declare: str, *sides: Function, **rest: Any) -> Entry:
        return self.entry(name, latex, rest.pop("kind", "claim"), declare, *sides, **rest)

    def definition(self, name: str, latex: str, declare: str, *sides: Function, **rest: Any) -> Entry:
        return self.entry(name, latex, rest.pop("kind", "definition"), declare, *sides, **rest)

    def two(self, name: str, latex: str, first: str, second: str, **rest: Any) -> Entry:
        """A formula with two readings."""
        return self.entry(name, latex, rest.pop("kind", "definition"), ambiguous=(first, second), **rest)

    def refused(self, name: str, latex: str, outcome: str, *at: str, says: tuple[str, ...], **rest: Any) -> Entry:
        """A formula that must not be read, with the pieces at one of which the caret stands."""
        refusal = Refused(outcome=outcome, at=at, says=says, when=rest.pop("when", ""))
        return self.entry(name, latex, rest.pop("kind", "definition"), refused=refusal, **rest)
