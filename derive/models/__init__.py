"""The library of models: one Markdown document each, in the format that users write too; and families of models.

A family is one Python file with a `derive.families.Family`: a function that returns such a document.
"""

from __future__ import annotations

from functools import cache
from importlib import import_module
from pathlib import Path

from derive.families import Family


@cache
def names() -> tuple[str, ...]:
    """The names of the models in the library, sorted."""
    return tuple(sorted(file.stem for file in Path(__file__).parent.glob("*.md")))


def text(name: str) -> str:
    """The document of a model in the library; raises `KeyError` for a name that is not there."""
    if name not in names():
        raise KeyError(name)
    return (Path(__file__).parent / f"{name}.md").read_text(encoding="utf-8")


def summary(name: str) -> str:
    """The first paragraph of a model's document, which says what it is; nothing else of the document is read."""
    paragraphs = (paragraph.strip() for paragraph in text(name).split("\n\n"))
    return next((" ".join(p.split()) for p in paragraphs if p and not p.startswith(("#", "<!--", "$$"))), "")


@cache
def families() -> tuple[str, ...]:
    """The names of the families, sorted."""
    return tuple(sorted(file.stem for file in Path(__file__).parent.glob("[!_]*.py")))


def family(name: str) -> Family:
    """The family of that name; raises `KeyError` for a name that is not there."""
    if name not in families():
        raise KeyError(name)
    found: Family = import_module(f"{__name__}.{name}").FAMILY
    return found
