"""The forms in which findings are written, one file each, discovered and never listed.

A form says which suffix is its own (``SUFFIX``) and how findings are written in it (``written``).
"""

from __future__ import annotations

import difflib
from functools import cache
from importlib import import_module
from pathlib import Path

from derive.scanning import Findings


class UnknownForm(ValueError):
    """No form is called that, or has that suffix. The message says which there are."""


@cache
def names() -> tuple[str, ...]:
    """The names of the forms, sorted."""
    return tuple(sorted(file.stem for file in Path(__file__).parent.glob("*.py") if not file.stem.startswith("_")))


def written(found: Findings, name: str) -> str:
    """The findings in the form of that name. Raises `UnknownForm`."""
    if name not in names():
        near = difflib.get_close_matches(name, names(), n=1)
        hint = f"; did you mean {near[0]}?" if near else ""
        raise UnknownForm(f"findings are not written as {name!r}, but as {', '.join(names())}{hint}")
    text: str = import_module(f"reports.scans.{name}").written(found)
    return text


def suffix_of(name: str) -> str:
    """The suffix of files in the form of that name."""
    suffix: str = import_module(f"reports.scans.{name}").SUFFIX
    return suffix


def form_of(path: str) -> str:
    """The form that the suffix of a file says. Raises `UnknownForm`."""
    forms = {suffix_of(name): name for name in names()}
    suffix = Path(path).suffix.lower()
    if suffix not in forms:
        raise UnknownForm(f"{path}: findings are written to files that end in {', '.join(sorted(forms))}")
    return forms[suffix]
