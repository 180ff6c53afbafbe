"""The families of mistakes, one file each; a file lists its ways to go wrong in ``MUTATIONS``.

The ranks of the edits order what explains the same difference, the smallest first: cases swapped (9), a sign (10 to
13; 29 or 31 for that of a function's argument), the base of a logarithm (13), a look-alike (15), > for ≥ (16), one
wrong case (17), a wrong index or layer (18), a mean (20), a decimal point (25), a forgotten "1 −" (27), another
activation (28), a number (30), a transpose (32), an order (34), the kind of a product (36), a root (37), brackets
(38), a dot (39), a factor too many (40) or missing (42), a term too many (43) or missing (44), a function (46),
another name (50), and last what can only be said as one piece in place of another (55, 60). What leads to a right
formula just as it is known comes behind the signs, before all others.
"""

from __future__ import annotations

from functools import cache
from importlib import import_module
from pathlib import Path

from derive.diagnosis.edits import Mutation


class ClashingMutations(Exception):
    """Two mutations have the same name. The message says which."""


@cache
def listed() -> tuple[str, ...]:
    """The names of the files, sorted."""
    return tuple(sorted(file.stem for file in Path(__file__).parent.glob("*.py") if not file.stem.startswith("_")))


@cache
def table() -> dict[str, Mutation]:
    """All mutations by name. Raises `ClashingMutations`."""
    found: dict[str, Mutation] = {}
    for family in listed():
        for mutation in import_module(f"derive.diagnosis.families.{family}").MUTATIONS:
            if mutation.name in found:
                raise ClashingMutations(f"two mutations are called {mutation.name!r}")
            found[mutation.name] = mutation
    return found
