"""The targets that code is written for, one file each; the file's name is the target's name."""

from __future__ import annotations

from functools import cache
from importlib import import_module
from pathlib import Path

from derive.coding.target import Target


class UnknownTarget(Exception):
    """There is no target of that name. The message lists those that there are."""


@cache
def names() -> tuple[str, ...]:
    """The names of all targets, sorted."""
    files = Path(__file__).parent.glob("*.py")
    return tuple(sorted(file.stem for file in files if not file.stem.startswith("_")))


def get(name: str) -> Target:
    """The target of that name. Raises `UnknownTarget`."""
    if name not in names():
        raise UnknownTarget(f"there is no code for {name!r}; there is {', '.join(names())}")
    target = import_module(f"derive.coding.targets.{name}").TARGET
    assert isinstance(target, Target)
    return target
