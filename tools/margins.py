"""Renders reports and lists the words that run into a margin, and PDFs that are not accessible; it needs Poppler.

With ``--slides`` it has TeX set the slides of each model, and lists what is wider or higher than its place there.

    python tools/margins.py                        every model of the library, on A4 and on US letter
    python tools/margins.py lstm-cell batch-norm   these models only
    python tools/margins.py --slides attention     its slides as Beamer

The exit code is 1 if anything does.
"""

from __future__ import annotations

import argparse
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import get_args

from derive import models
from derive.modelling import library
from reports.formats import PAPERS, Options, Paper, pdf, render
from reports.parts import Options as Choices
from reports.reporting import report

CENTIMETRE = 72 / 2.54
SIDE, BOTTOM = 2.6 * CENTIMETRE, 1.2 * CENTIMETRE
"""The margins: the footer stands in the lower one."""
SLACK = 1.5
"""By how many points the box of a glyph, as of a high bracket, may be larger than the glyph."""
_PAGE = re.compile(r'<page width="([\d.]+)" height="([\d.]+)">')
_OVERFULL = re.compile(r"Overfull \\[hv]box \(([\d.]+)pt too (?:wide|high)\)[^\n]*")
_WORD = re.compile(r'<word xMin="([-\d.]+)" yMin="([-\d.]+)" xMax="([-\d.]+)" yMax="([-\d.]+)">(.*?)</word>')


@dataclass(frozen=True)
class Beyond:
    """A word in a margin: on which page, counted from 1, and by how many points."""

    page: int
    word: str
    points: float


def beyond(content: bytes) -> Iterator[Beyond]:
    """The words of a PDF that run into a margin. A drawing without words in it is not seen."""
    page, width, height = 0, 0.0, 0.0
    for line in _boxes(content).splitlines():
        if found := _PAGE.search(line):
            page, width, height = page + 1, float(found[1]), float(found[2])
        elif found := _WORD.search(line):
            left, top, right, bottom = map(float, found.groups()[:4])
            points = max(SIDE - left, right - (width - SIDE), -top, bottom - (height - BOTTOM))
            if points > SLACK:
                yield Beyond(page, found[5], points)


def _boxes(content: bytes) -> str:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "report.pdf"
        path.write_bytes(content)
        return subprocess.run(
            ["pdftotext", "-bbox", str(path), "-"], capture_output=True, encoding="utf-8", check=True
        ).stdout


def rendered(name: str, paper: Paper) -> bytes:
    """The report of a model of the library as PDF."""
    return pdf.render(report(library(name), Choices()).document, Options(paper=paper))


def slides(name: str) -> str:
    """The slides of a model of the library as Beamer source."""
    return str(render(report(library(name), Choices(), "slides").document, "latex"))


def too_large(source: str) -> Iterator[str]:
    """What TeX says of slides: the boxes that are too large for their place by more than `SLACK`."""
    with tempfile.TemporaryDirectory() as folder:
        Path(folder, "slides.tex").write_text(source, encoding="utf-8")
        command = ["pdflatex", "-interaction=nonstopmode", "-halt-on-error", "slides.tex"]
        ran = subprocess.run(command, cwd=folder, capture_output=True, check=False)
        log = Path(folder, "slides.log").read_text(encoding="utf-8", errors="replace")
    if ran.returncode:
        yield "TeX does not set it"
    yield from (found[0] for found in _OVERFULL.finditer(log) if float(found[1]) > SLACK)


def main(arguments: Sequence[str] | None = None) -> int:
    """Render, list, and return 1 if anything runs into a margin."""
    parser = argparse.ArgumentParser(description="List what runs into the margins of reports.")
    parser.add_argument("models", nargs="*", help="which models; all of the library where none is named")
    parser.add_argument("--slides", action="store_true", help="the slides as Beamer, set by TeX")
    options, found = parser.parse_args(arguments), 0
    for name in options.models or [*models.names(), *models.families()]:
        if options.slides:
            for line in too_large(slides(name)):
                found += 1
                print(f"{name}: {line}")
            continue
        for paper in get_args(Paper):
            content = rendered(name, paper)
            if b"pdfuaid:part" not in content:
                found += 1
                print(f"{name} on {PAPERS[paper]}: it does not say that it is accessible")
            for one in beyond(content):
                found += 1
                print(f"{name} on {PAPERS[paper]}: page {one.page}, {one.word!r}, by {one.points:.1f} points")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
