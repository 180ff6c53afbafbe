"""Formulas as they are written with some of their parts changed; what is not changed stays the very same node."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields, is_dataclass, replace
from typing import Any, TypeVar

Node = TypeVar("Node")


def rebuilt(node: Node, change: Callable[[Any], Any], kept: frozenset[str] = frozenset()) -> Node:
    """A part of a formula where each part below that ``change`` gives another one for is that one.

    The parts of what was changed are not looked at; `rebuilt_upward` begins with them. ``kept`` are the fields that
    stay as they are.
    """

    def rebuild(part: Any) -> Any:
        if isinstance(part, tuple):
            return _items(part, rebuild)
        other = change(part) if _is_node(part) else part
        return _fields(part, rebuild, kept) if other is part and _is_node(part) else other

    found: Node = rebuild(node)
    return found


def rebuilt_upward(node: Node, change: Callable[[Any], Any]) -> Node:
    """The same with the parts of each node changed before itself."""

    def rebuild(part: Any) -> Any:
        if isinstance(part, tuple):
            return _items(part, rebuild)
        return change(_fields(part, rebuild, frozenset())) if _is_node(part) else part

    found: Node = rebuild(node)
    return found


def _is_node(part: object) -> bool:
    return is_dataclass(part) and not isinstance(part, type)


def _items(items: tuple[Any, ...], rebuild: Callable[[Any], Any]) -> tuple[Any, ...]:
    found = tuple(rebuild(item) for item in items)
    return items if all(new is old for new, old in zip(found, items, strict=True)) else found


def _fields(node: Any, rebuild: Callable[[Any], Any], kept: frozenset[str]) -> Any:
    names = [field.name for field in fields(node) if field.name not in kept and field.name != "span"]
    before = {name: getattr(node, name) for name in names}
    after = {name: rebuild(value) for name, value in before.items()}
    changed = {name: value for name, value in after.items() if value is not before[name]}
    return replace(node, **changed) if changed else node
