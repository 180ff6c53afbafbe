"""A short way to write the entries of `tests/corpus/papers/`: that of the courses, with other ids and families."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from course_entries import Course
from textbook_entries import Entry, Function


class Paper(Course):
    """One topic of an appendix. Every id begins with `p3-` and the topic, every family is `paper-` and the topic."""

    def entry(self, name: str, latex: str, kind: str, declare: str = "", *sides: Function, **rest: Any) -> Entry:
        course = super().entry(name, latex, kind, declare, *sides, **rest)
        return replace(course, id=f"p3-{self.topic}-{name}", family=f"paper-{self.topic}")
