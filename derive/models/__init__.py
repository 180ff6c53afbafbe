"""The library of models: one Markdown document each, in the format that users write too."""

from __future__ import annotations

from functools import cache
from pathlib import Path


@cache
def names() -> tuple[str, ...]:
    """The names of the models in the library, sorted."""
    return tuple(sorted(file.stem for file in Path(__file__).parent.glob("*.md")))


def text(name: str) -> str:
    """The document of a model in the library; raises `KeyError` for a name that is not there."""
    if name not in names():
        raise KeyError(name)
    return (Path(__file__).parent / f"{name}.md").read_text(encoding="utf-8")
