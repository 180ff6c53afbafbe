"""The conventions that a formula may be written in, one file each, discovered and never listed.

Names are listed without importing the files; a file is imported when its convention is first used.
"""

from __future__ import annotations

from functools import cache
from importlib import import_module
from pathlib import Path

from derive.judging.restating import Convention


class UnknownConvention(Exception):
    """There is no convention of that name."""


@cache
def names() -> tuple[str, ...]:
    """The names of the files, sorted."""
    return tuple(sorted(file.stem for file in Path(__file__).parent.glob("*.py") if not file.stem.startswith("_")))


@cache
def get(name: str) -> Convention:
    """The convention in the file of that name; raises `UnknownConvention`."""
    if name not in names():
        raise UnknownConvention(f"there is no convention {name!r}; there are {', '.join(names())}")
    convention = import_module(f"derive.conventions.{name}").CONVENTION
    if not isinstance(convention, Convention):
        raise UnknownConvention(f"derive/conventions/{name}.py does not define a convention")
    return convention


@cache
def ordered() -> tuple[Convention, ...]:
    """All conventions, the commonest first."""
    return tuple(sorted(map(get, names()), key=lambda convention: (convention.order, convention.name)))
