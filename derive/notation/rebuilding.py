"""Formulas as they are written with some of their parts changed; what is not changed stays the very same node."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields, is_dataclass, replace
from typing import Any, TypeVar

Node = TypeVar("Node")


def rebuilt(node: Node, change: Callable[[Any], Any], kept: frozenset[str] = frozenset()) -> Node:
    """A part of a formula where each part below that ``change`` gives another one for is that one.

    The parts of what was changed are not looked at. ``kept`` are the fields that stay as they are.
    """
    found: Node = _rebuilt(node, change, kept | {"span"})
    return found


def _rebuilt(node: Any, change: Callable[[Any], Any], kept: frozenset[str]) -> Any:
    if isinstance(node, tuple):
        items = tuple(_rebuilt(item, change, kept) for item in node)
        return node if all(new is old for new, old in zip(items, node, strict=True)) else items
    if not is_dataclass(node) or isinstance(node, type):
        return node
    other = change(node)
    if other is not node:
        return other
    below = {field.name: getattr(node, field.name) for field in fields(node) if field.name not in kept}
    after = {name: _rebuilt(value, change, kept) for name, value in below.items()}
    changed = {name: value for name, value in after.items() if value is not below[name]}
    return replace(node, **changed) if changed else node
