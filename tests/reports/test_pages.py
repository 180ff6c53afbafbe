"""Rendered pages, one for each style, against small pictures of what a person looked at."""

from __future__ import annotations

import os
from dataclasses import replace
from functools import cache
from pathlib import Path

import pictures
import pytest
from PIL import Image

from derive.modelling import library
from reports import styles
from reports.deck import Deck
from reports.document import Display
from reports.formats import pdf
from reports.parts import Options, check_all

GOLDEN = Path(__file__).parents[1] / "golden" / "pages"
MODEL = "linear-perceptron"


@cache
def composed(name):
    """The document of a style, without the line that says which version made it; of slides a few."""
    style = styles.get(name)
    document = style.compose(check_all(library(MODEL), style.adapt(Options(components=0))))
    if isinstance(document, Deck):
        section = document.sections[0]
        few = next(slide for slide in section.slides if getattr(slide, "given", ()))
        last = replace(few, scenes=few.scenes[-1:])
        return replace(document, provenance="", sections=(replace(section, slides=(last,)),))
    return replace(document, provenance="")


def page(document):
    """The last page of a deck, the first of any other document, in grey."""
    number = -1 if isinstance(document, Deck) else 0
    return pictures.grey(pdf.pages(document, ppi=60 if isinstance(document, Deck) else 36)[number])


def known(name):
    return Image.open(GOLDEN / f"{name}.png")


@pytest.mark.parametrize("name", styles.names())
def test_a_page_of_each_style_is_as_when_a_person_looked_at_it(name):
    """Set DERIVE_NEW_GOLDEN=1 to write the picture anew, and look at it before committing it."""
    picture = page(composed(name))
    if os.environ.get("DERIVE_NEW_GOLDEN"):
        GOLDEN.mkdir(exist_ok=True)
        (GOLDEN / f"{name}.png").write_bytes(pictures.as_png(picture.quantize(16)))
    assert pictures.differing(picture, known(name).convert("L")) <= pictures.TOLERANCE


def test_a_page_without_one_formula_is_another():
    document = composed("sheet")
    k, display = next((k, block) for k, block in enumerate(document.blocks) if isinstance(block, Display))
    dropped = replace(display, equations=display.equations[:-1])
    blocks = (*document.blocks[:k], dropped, *document.blocks[k + 1 :])
    without = page(replace(document, blocks=blocks))
    assert pictures.differing(without, known("sheet").convert("L")) > 2 * pictures.TOLERANCE


def test_a_picture_of_another_size_is_another():
    small = Image.new("L", (10, 10), 255)
    assert pictures.differing(small, small.resize((10, 11))) == 1.0
    assert pictures.differing(small, small) == 0.0
