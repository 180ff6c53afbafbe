"""Whether two things in a figure cover one another."""

from __future__ import annotations

from reports.figures import Curve, Shape, Text

POINTS, NEAR = 12, 2.0
"""How many points stand for each segment of a curve, and how near is too near, in points."""


def overlap(first: Shape | Text, second: Shape | Text) -> bool:
    return (
        abs(first.centre.x - second.centre.x) < (first.width + second.width) / 2 - 0.01
        and abs(first.centre.y - second.centre.y) < (first.height + second.height) / 2 - 0.01
    )


def passes(curve: Curve, thing: Shape | Text) -> bool:
    """Whether an arrow crosses it, or nearly: points of the curve, close to one another, stand for it."""
    start = curve.start
    for first, second, end in curve.segments:
        for k in range(1, POINTS + 1):
            t, s = k / POINTS, 1 - k / POINTS
            shares = ((s**3, start), (3 * s * s * t, first), (3 * s * t * t, second), (t**3, end))
            x, y = (sum(share * point[axis] for share, point in shares) for axis in (0, 1))
            if abs(x - thing.centre.x) < thing.width / 2 + NEAR and abs(y - thing.centre.y) < thing.height / 2 + NEAR:
                return True
        start = end
    return False
