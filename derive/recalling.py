"""What was found out in a scope that a document comes back to, which need not be found out again.

Slides repeat their formulas, and a heading may begin the same model once more. What becomes of a formula follows from
what is known where it stands: the standpoints, in every field of them. Two places with the same standpoints share what
was found out, and nothing else does. Where a formula stands, and which earlier mistake it carries on, is not kept here.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from dataclasses import dataclass, field, fields
from typing import Any, TypeAlias

import numpy as np

from derive.consequences import Believed
from derive.ir import Expr
from derive.judging.valuation import Listed, Valuation
from derive.notation.macros import Macro
from derive.notation.scope import Scope
from derive.standpoints import Read, Standpoint
from derive.stating import Judged
from derive.systems import System

Key: TypeAlias = tuple[str, int, Expr | None]
"""A statement: the text that it stands in, its number there, and what it goes on about."""

MOST_NAMES = 300
"""Scopes of more names than this are taken for new ones: to compare each would take the square of their number."""

MOST = 200
"""How many scopes are remembered."""

_TAKEN_APART = (Scope, System, Valuation, Listed, Macro)
"""What is compared field by field, those included that its own equality leaves out."""


@dataclass
class Known:
    """What was found out on some standpoints: how texts read, what is known behind them, what becomes of statements.

    ``content`` is all that the standpoints say; None where they were not compared with any others.
    """

    standpoints: tuple[Standpoint, ...]
    content: Hashable | None = None
    read: dict[str, Read] = field(default_factory=dict)
    behind: dict[str, tuple[Standpoint, ...]] = field(default_factory=dict)
    judged: dict[Key, Judged] = field(default_factory=dict)
    followed: dict[Key, dict[Believed, bool]] = field(default_factory=dict)


@dataclass
class Recalled:
    """What was found out on all standpoints that a document has come to so far."""

    known: dict[Hashable, Known] = field(default_factory=dict)

    def on(self, standpoints: tuple[Standpoint, ...]) -> Known:
        """What was found out on standpoints that say the same as those, or room for it."""
        if any(len(standpoint.scope.variables) > MOST_NAMES for standpoint in standpoints):
            return Known(standpoints)
        content = tuple(map(content_of, standpoints))
        if content not in self.known:
            if len(self.known) >= MOST:
                del self.known[next(iter(self.known))]
            self.known[content] = Known(standpoints, content)
        return self.known[content]


def content_of(standpoint: Standpoint) -> Hashable:
    """All that a standpoint says, so that two are alike where everything that is found out on them is."""
    grounds = standpoint.grounds
    says = [getattr(grounds, each.name) for each in fields(grounds) if each.compare and each.name != "bench"]
    return (standpoint.label, standpoint.loss, *map(_frozen, (grounds.bench.system, *says)))


def _frozen(value: Any) -> Hashable:
    """A value as one that can be looked up."""
    if isinstance(value, Mapping):
        return tuple((key, _frozen(each)) for key, each in value.items())
    if isinstance(value, _TAKEN_APART):
        return (type(value), *(_frozen(getattr(value, each.name)) for each in fields(value)))
    if isinstance(value, np.ndarray):
        return (value.shape, tuple(value.flat))
    return value  # type: ignore[no-any-return]
