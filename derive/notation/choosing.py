r"""Indicators and formulas by cases: :math:`\mathbb{1}[p > q]`, and the rows of a brace."""

from __future__ import annotations

from collections.abc import Mapping

from derive.notation.indexing import indicator
from derive.notation.math import EQUALS, Cases, Math, Number, Sign, row
from derive.notation.printing import Layout, Piece, Place, Printer
from derive.operators import SUM

RELATIONS: Mapping[str, Math] = {"equals": EQUALS, "greater": Sign(">", "relation"), "at_least": Sign("≥", "relation")}
"""The indicators, and the sign of their relation."""

OPEN = 0
"""How tightly a formula by cases holds together: its right end is open, so it stands in brackets beside anything."""


def _relation(printer: Printer, place: Place) -> tuple[Math, ...]:
    left, right = (printer.fit(place.aligned(k), SUM) for k in (0, 1))
    return left, RELATIONS[place.op], right


def _indicator(printer: Printer, place: Place) -> Piece:
    return Piece(indicator(*_relation(printer, place)))


def _choose(printer: Printer, place: Place) -> Piece:
    """One row for each choice; a choice in the last branch continues the rows."""
    rows: list[tuple[Math, Math]] = []
    while True:
        rows.append((printer.fit(place.aligned(1), SUM), _condition(printer, place.aligned(0))))
        last = place.aligned(2)
        inner = printer.seen(last)
        if inner.op != "choose" or printer.is_marked(last):
            return Piece(Cases(tuple(rows), printer.fit(last, SUM)), OPEN)
        place = inner


def _condition(printer: Printer, place: Place) -> Math:
    inner = printer.seen(place)
    if inner.op in RELATIONS:
        return printer.marked(place, row(*_relation(printer, inner)))
    return row(printer.fit(place, SUM), EQUALS, Number("1"))


LAYOUTS: Mapping[str, Layout] = {"choose": _choose} | dict.fromkeys(RELATIONS, _indicator)
"""The indicators and the formulas by cases, and their layouts."""
