"""Shapes with numbers for sizes that have names."""

from __future__ import annotations

from typing import TypeAlias

from derive.shapes import ONE, Shape, Size

Sizes: TypeAlias = tuple[Size, ...]
"""The sizes of an array, a column as (n, 1) and a row as (1, n); nothing for a number."""


def sizes_of(shape: Shape) -> Sizes:
    """The sizes of a shape along two axes."""
    if shape.rank == 1:
        return (ONE, shape.sizes[0]) if shape.row else (shape.sizes[0], ONE)
    return () if all(size == ONE for size in shape.sizes) else shape.sizes


def is_instance(general: Sizes, special: Sizes, numbers: dict[str, Size]) -> bool:
    """Whether sizes are others with numbers for names; each name is one number throughout, and none of them is 1."""
    if len(general) != len(special):
        return False
    for size, other in zip(general, special, strict=True):
        if size == other:
            continue
        name = str(size) if str(size).isidentifier() else ""
        if not name or other == ONE or other.number is None or numbers.setdefault(name, other) != other:
            return False
    return True
