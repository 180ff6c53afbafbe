"""The styles of a report, one file each; the file's name is the style's name.

A style writes what `reports.parts` has derived, replayed and cross-checked; it derives nothing itself that it does
not hand to the kernel. Names are listed without importing the files; a file is imported when its style is first used.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from reports.deck import Deck
    from reports.document import Document
    from reports.parts import Checked, Options

DEFAULT = "article"
"""The style of a report where none is asked for."""


class UnknownStyle(Exception):
    """There is no style of that name; the message names the nearest, and all there are."""


@dataclass(frozen=True)
class ReportStyle:
    """A style: what writes it, and how it changes what is derived before."""

    compose: Callable[[Checked], Document | Deck]
    adapt: Callable[[Options], Options] = lambda options: options
    in_copies: bool = False
    """Whether it is written in copies, one for each seed, of several files each (`reports.exercising`)."""


@cache
def names() -> tuple[str, ...]:
    """The names of all styles, sorted."""
    files = Path(__file__).parent.glob("*.py")
    return tuple(sorted(file.stem for file in files if not file.stem.startswith("_")))


def get(name: str) -> ReportStyle:
    """The style of that name; raises `UnknownStyle`."""
    if name not in names():
        near = get_close_matches(name, names(), n=1, cutoff=0.5)
        meant = f": did you mean {near[0]}?" if near else ";"
        raise UnknownStyle(f"there is no style {name!r}{meant} there are {', '.join(names())}")
    style: ReportStyle = import_module(f"reports.styles.{name}").STYLE
    return style
