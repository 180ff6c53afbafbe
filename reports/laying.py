"""Where everything stands on a board: rows, columns and panels of a slide, reckoned once for all formats.

Sizes are in em of the board's text. They are estimates (`reports.emitters.boxes`), with some room to spare; what a row
shows changes from scene to scene, and its place does not.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from derive.notation.math import Math
from reports.deck import Board
from reports.document import Equation, Formula, Inlines
from reports.emitters.boxes import bare_box as box
from reports.emitters.boxes import text_width
from reports.formats.breaking import filled

TEXT = 11.0
"""The size of the board's text, in points, on a slide that is 16 cm wide and 9 cm high."""
WIDTH = 37.0
"""The width of a board."""
TALL, SHORT = 16.0, 8.9
"""The height of a board: of one that has the slide to itself, and of one with panels below it."""
PANEL = 2.6 * 72 / 2.54
"""The height of a panel, in points, without its title."""
GIVEN, ASIDE = 6.8 * 72 / 2.54, 7.3 * 72 / 2.54
"""The widths of the panels, in points: of the model's equations, and of the working on the side."""
SMALLEST, SMALLEST_ASIDE, LARGEST_GIVEN, LARGEST_ASIDE = 6.0, 8.8, 9.5, 11.0
"""Sizes of text in panels, in points."""

GAP, SIGN, INDENT, SPARE = 0.55, 1.5, 1.0, 0.12
_SMALL, _BEHIND = 0.74, 1.6


@dataclass(frozen=True)
class Line:
    """A line of a row: how far it reaches above and below its baseline, and where that is from the board's top."""

    baseline: float
    height: float
    depth: float


@dataclass(frozen=True)
class Slot:
    """The place of a row: its lines, and where the reason stands that has no room behind the formula."""

    lines: tuple[Line, ...]
    below: float | None = None


@dataclass(frozen=True)
class Layout:
    """A board laid out: the width of the column of left sides, a slot for each row, the height of all."""

    column: float
    slots: tuple[Slot, ...]
    height: float


def room_of(board: Board) -> float:
    """The height that the rows of a board may take."""
    return SHORT if board.given else TALL


def layout(rows: Sequence[Sequence[Equation]], gap: float = GAP) -> Layout:
    """The layout of rows, each given as all that stands in it in some scene."""
    wide = column_of([equation for row in rows for equation in row])
    top, slots = 0.0, []
    for row in rows:
        shown = [right_lines(equation, wide) for equation in row]
        count = max(map(len, shown))
        lines = []
        for k in range(count):
            boxes = [box(part[k]) for part in shown if k < len(part)]
            if k == 0:
                boxes += [box(equation.left) for equation in row if equation.left is not None]
            height, depth = max(b.height for b in boxes) + SPARE, max(b.depth for b in boxes) + SPARE
            lines.append(Line(top + height, height, depth))
            top += height + depth + (0.25 if k + 1 < count else 0.0)
        below = None
        if any(equation.reason and not is_beside(equation, wide) for equation in row):
            below = top + 0.85
            top = below + 0.25
        slots.append(Slot(tuple(lines), below))
        top += gap
    return Layout(wide, tuple(slots), top - gap)


def of_board(board: Board) -> Layout:
    """The layout of a board: every scene is laid out alike, closer together where there is little room."""
    count = max(len(scene.rows) for scene in board.scenes)
    rows = [[scene.rows[k] for scene in board.scenes if k < len(scene.rows)] for k in range(count)]
    placed = layout(rows)
    excess = placed.height - room_of(board)
    return placed if excess <= 0 else layout(rows, max(0.0, GAP - excess / max(1, count - 1)))


def column_of(equations: Sequence[Equation]) -> float:
    """The width of the column of left sides."""
    return max((box(equation.left).width for equation in equations if equation.left is not None), default=0.0)


def right_lines(equation: Equation, column: float) -> list[Math]:
    """The right side in as many lines as it takes."""
    room = WIDTH - column - SIGN
    return filled(equation.right, room - INDENT, _width) if _width(equation.right) > room else [equation.right]


def is_beside(equation: Equation, column: float) -> bool:
    """Whether there is room for the reason behind the formula."""
    lines = right_lines(equation, column)
    return len(lines) == 1 and column + SIGN + _width(lines[0]) + _BEHIND + reason_width(equation.reason) <= WIDTH


def reason_width(reason: Inlines) -> float:
    """The width of a reason, which is set in small letters."""
    return _SMALL * sum(_width(part.math) if isinstance(part, Formula) else text_width(part.text) for part in reason)


def panel_size(equations: Sequence[Equation], width: float, height: float, largest: float) -> float:
    """The size of text, in points, at which equations fit a panel of that size in points."""
    column = column_of(equations)
    wide = max((column + SIGN + _width(equation.right) for equation in equations), default=1.0) + 0.5
    return max(SMALLEST, min(largest, width / wide, height / panel_height(equations)))


def panel_height(equations: Sequence[Equation]) -> float:
    """The height of equations one below the other in a panel."""
    return sum(_row_height(equation) + 0.22 for equation in equations) or 1.0


def _row_height(equation: Equation) -> float:
    sides = [box(side) for side in (equation.left, equation.right) if side is not None]
    return max(b.height for b in sides) + max(b.depth for b in sides)


def _width(math: Math) -> float:
    return box(math).width
