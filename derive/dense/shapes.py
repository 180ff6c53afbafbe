"""Shapes of a network's arrays as declarations: what is one number wide is no matrix but a row, a column, a number."""

from __future__ import annotations

import re

WIDTH = re.compile(r"[1-9][0-9]{0,5}|[A-Za-z][A-Za-z0-9_]*")
"""A width: a number from 1, or a name, which stands for any."""


def matrix(rows: str, columns: str) -> str:
    """A matrix, which is a row, a column or a number where it has one row or one column."""
    return "scalar" if rows == columns == "1" else f"{rows}, {columns}"


def column(size: str) -> str:
    """A column of that many entries."""
    return "scalar" if size == "1" else size


def row(size: str) -> str:
    """A row of that many entries."""
    return "scalar" if size == "1" else f"1, {size}"
