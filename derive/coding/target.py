"""What a target of code is: a library of arrays, and how each operation is written in it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

CHOICE, COMPARISON, SUM, PRODUCT, NEGATIVE, POWER, ATOM = range(7)
"""How tightly a text holds together in Python; a part that binds more loosely than its place needs gets brackets."""


@dataclass(frozen=True)
class Template:
    """The text of an operation: ``#0`` is its first argument, ``#0!6`` in brackets unless it binds as tightly.

    ``#*`` are all arguments with commas, ``#@`` all but the first as positions. ``#axis`` is the axis or axes along
    which it goes, as an argument; ``#like`` an input that is an array, ``#size`` a size, ``#shape`` a shape, ``#order``
    an order of axes.
    """

    text: str
    precedence: int = ATOM
    helper: str = ""


@dataclass(frozen=True)
class Target:
    """A library of arrays: its imports, the templates of operations, and functions that they call, as text.

    ``needed`` are further imports, by the helper that needs them, or under a name of their own; ``of_numbers`` are the
    templates of operations on what is no array, where these differ. ``package`` is what must be installed for a text to
    be run. ``array`` is the function that makes an array of it out of one of NumPy's; ``precise`` is where what
    switches 64 bits on may be, for the time in which a text is checked; each as ``module:name``. ``casts`` says that
    numbers lose digits where they meet nothing but what is true or false. ``axis`` and ``keep`` are what it calls the
    axis of a reduction, and keeping it.
    """

    name: str
    package: str
    imports: tuple[str, ...]
    templates: Mapping[str, Template]
    helpers: Mapping[str, str] = field(default_factory=dict)
    needed: Mapping[str, str] = field(default_factory=dict)
    axis: str = "axis"
    keep: str = "keepdims"
    reserved: frozenset[str] = frozenset()
    array: str = "numpy:asarray"
    of_numbers: Mapping[str, Template] = field(default_factory=dict)
    casts: bool = False
    precise: tuple[str, ...] = ("contextlib:nullcontext",)
