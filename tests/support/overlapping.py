"""Whether two things in a figure cover one another."""

from __future__ import annotations

from reports.figures import Shape, Text


def overlap(first: Shape | Text, second: Shape | Text) -> bool:
    return (
        abs(first.centre.x - second.centre.x) < (first.width + second.width) / 2 - 0.01
        and abs(first.centre.y - second.centre.y) < (first.height + second.height) / 2 - 0.01
    )
