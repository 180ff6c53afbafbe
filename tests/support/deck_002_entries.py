r"""Short ways to write the entries of slide deck 002: prose, words beside a derivative, lines that go on.

The layout of the deck: examples are columns, z = w^T x + b, w^{[1]} is (3, 4) and w^{[2]} is (4, 1).
"""

from __future__ import annotations

import inspect
from functools import partial
from typing import Any

import numpy as np
from textbook_entries import Entry, Function

NAME = "notation|expression|fragment"  # a name or an expression that stands alone in a sentence
VECTORS = "definition|notation"  # a vector written out with dots

new = partial(Entry, family="deck-002")


def prose(number: str, latex: str, note: str = "", **scope: Any) -> Entry:
    """A sentence of the deck, with or without formulas in it."""
    return new(id=f"s002-{number}", latex=latex, kind="prose|notation", note=note, **scope)


def words(number: str, latex: str, scope: dict[str, Any]) -> Entry:
    """A derivative, and words for it behind an equality sign."""
    return new(id=f"s002-{number}", latex=latex, kind="notation|prose", **scope)


def goes_on(number: str, latex: str, side: Function, shapes: dict[str, tuple[int, ...]], **scope: Any) -> Entry:
    """A display that begins with an equality sign: its one side is what stands right of it."""
    return new(id=f"s002-{number}", latex=latex, kind="fragment", sides=(side,), shapes=shapes, **scope)


def of(function: Function, *names: str) -> Function:
    """The function with other names for its arguments."""

    def value(**values: Any) -> Any:
        return function(*(values[name] for name in names))

    return _with_arguments(value, names)


def of_entries(function: Function, **vectors: tuple[str, ...]) -> Function:
    """A function of vectors as a function of the numbers in them, which have names of their own."""

    def value(**numbers: Any) -> Any:
        return function(**{name: np.array([numbers[entry] for entry in names]) for name, names in vectors.items()})

    return _with_arguments(value, tuple(entry for names in vectors.values() for entry in names))


def _with_arguments(function: Function, names: tuple[str, ...]) -> Function:
    parameters = [inspect.Parameter(name, inspect.Parameter.KEYWORD_ONLY) for name in names]
    function.__signature__ = inspect.Signature(parameters)  # type: ignore[attr-defined]
    return function
