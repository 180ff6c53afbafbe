"""The cheat sheet: every gradient of a model with its shape and its step, on one page."""

from __future__ import annotations

import os
from dataclasses import replace
from functools import cache
from pathlib import Path

from derive.modelling import library
from reports import formats
from reports.document import Formula, Table
from reports.emitters.plain import plain
from reports.formats import pdf
from reports.parts import Options
from reports.reporting import report
from reports.styles import sheet

GOLDEN = Path(__file__).parents[1] / "golden" / "two-two-one-sheet.tex"


def spelled(cell):
    return plain(cell[0].math) if isinstance(cell[0], Formula) else cell[0].text


@cache
def made(name):
    return report(library(name), Options(), "sheet")


def test_the_sheet_of_the_two_two_one_net_is_as_it_was_when_a_person_looked_at_it():
    """Set DERIVE_NEW_GOLDEN=1 to write the file anew, and look at what changed before committing it."""
    rendered = formats.render(replace(made("two-two-one").document, provenance=""), "latex")
    if os.environ.get("DERIVE_NEW_GOLDEN"):
        GOLDEN.write_text(rendered, encoding="utf-8")
    assert GOLDEN.read_text(encoding="utf-8") == rendered


def test_it_is_one_page_however_much_there_is():
    sheet_ = made("two-two-one").document
    assert len(pdf.pages(sheet_, ppi=20)) == 1
    long = replace(sheet_, blocks=sheet_.blocks * 4)
    assert len(pdf.pages(long, ppi=20)) == 1
    assert len(pdf.pages(replace(long, one_page=False), ppi=20)) > 1


def test_it_has_every_gradient_with_its_shape_and_its_step():
    found = made("logistic-regression")
    tables = [block for block in found.document.blocks if isinstance(block, Table)]
    rows = [
        [plain(cell[0].math) if hasattr(cell[0], "math") else cell[0].text for cell in row] for row in tables[0].rows
    ]
    assert rows == [
        ["∂L/∂w = (a − y) x", "(m, 1)", "w ← w − α (∂L/∂w)"],
        ["∂L/∂b = a − y", "a number", "b ← b − α (∂L/∂b)"],
    ]
    assert len(tables) == len(found.parts)


def test_what_a_gradient_goes_on_from_is_there_before_it():
    [part, *_] = made("batch-norm").parts
    goals = sheet.needed(part)
    names = [str(goal) for goal in goals]
    assert names.index("total(L, y)") < names.index("total(L, gamma)")
