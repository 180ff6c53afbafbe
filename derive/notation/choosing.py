r"""Indicators and formulas by cases: :math:`\mathbb{1}[p > q]`, and the rows of a brace."""

from __future__ import annotations

from collections.abc import Mapping

from derive.building import unwrapped
from derive.ir import Const
from derive.notation.indexing import indicator
from derive.notation.math import EQUALS, Cases, Math, Number, Sign, row
from derive.notation.printing import Layout, Piece, Place, Printer
from derive.operators import SUM

RELATIONS: Mapping[str, Math] = {"equals": EQUALS, "greater": Sign(">", "relation"), "at_least": Sign("≥", "relation")}
"""The indicators, and the sign of their relation."""

NEGATED: Mapping[str, Math] = {
    "equals": Sign("≠", "relation"),
    "greater": Sign("≤", "relation"),
    "at_least": Sign("<", "relation"),
}
"""The sign of the relation that holds where the indicator's does not."""

OPEN = 0
"""How tightly a formula by cases holds together: its right end is open, so it stands in brackets beside anything."""


def _relation(printer: Printer, place: Place, signs: Mapping[str, Math] = RELATIONS) -> tuple[Math, ...]:
    left, right = (printer.fit(place.aligned(k), SUM) for k in (0, 1))
    return left, signs[place.op], right


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
            return Piece(Cases(tuple(rows), printer.fit(last, SUM), printer.style.case_words), OPEN)
        place = inner


def _condition(printer: Printer, place: Place) -> Math:
    inner = printer.seen(place)
    if inner.op in RELATIONS:
        return printer.marked(place, row(*_relation(printer, inner)))
    denied = _denied(printer, inner)
    if denied is not None:
        return printer.marked(place, row(*_relation(printer, denied, NEGATED)))
    return row(printer.fit(place, SUM), EQUALS, Number("1"))


def _denied(printer: Printer, place: Place) -> Place | None:
    """The indicator that is taken from 1 here; None for anything else, and where a part of that bears a mark."""
    if place.op != "add" or len(place.args) != 2 or unwrapped(place.args[0]) is not Const(1):
        return None
    taken = printer.seen(place.aligned(1))
    inner = printer.seen(taken.aligned(0)) if taken.op == "neg" else taken
    marked = any(printer.is_marked(part) for part in (place.aligned(0), place.aligned(1), taken, inner))
    return inner if taken.op == "neg" and inner.op in RELATIONS and not marked else None


LAYOUTS: Mapping[str, Layout] = {"choose": _choose} | dict.fromkeys(RELATIONS, _indicator)
"""The indicators and the formulas by cases, and their layouts."""
