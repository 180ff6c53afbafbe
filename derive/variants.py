"""The statements of a model: one for one example, say, and one for n of them."""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from derive.deriving import Order, derive_gradient, derive_gradients
from derive.drafts import Formula
from derive.gradients import Gradient
from derive.ir import Expr, Var
from derive.notation.scope import Scope
from derive.steps import Derivation
from derive.systems import System


class UnknownModel(Exception):
    """There is no model of that name. The message names the nearest ones."""


@dataclass(frozen=True)
class Claim:
    """A published statement about the model: the formula, and its two sides as read."""

    formula: Formula
    sides: tuple[Expr, ...]


@dataclass(frozen=True)
class Note:
    """What was decided where nothing said it, in words; and as data: its kind, and what is said in it."""

    kind: str
    text: str
    parts: Mapping[str, str]

    def __str__(self) -> str:
        return self.text


@dataclass(frozen=True)
class Variant:
    """One statement of a model: its equations as written and as read, what is published about it,
    and the values of a worked example, as YAML. ``notes`` tell what was decided where nothing said it."""

    label: str
    equations: tuple[Formula, ...]
    scope: Scope
    system: System
    claims: tuple[Claim, ...]
    numbers: Formula | None = None
    notes: tuple[Note, ...] = ()
    is_restated: bool = False
    """Whether its arrays are stored otherwise than in the model's document."""

    @cached_property
    def derivation(self) -> Derivation:
        """The derivation of all gradients, outer factors first. It has not been replayed."""
        return derive_gradients(self.system)

    def gradient(self, name: str | Var, order: Order = "outer-inner") -> Gradient:
        """The derivation of ∂loss/∂name. Raises `UnknownModel` for a name that the model does not have."""
        v = self.variable(name)
        derivation = derive_gradient(self.system, v, order)
        return Gradient(derivation.chains, derivation.given, system=self.system, wrt=v)

    def variable(self, name: str | Var) -> Var:
        """The variable of that plain name."""
        if isinstance(name, Var):
            return name
        known = {v.name: v for v in (*self.system.parameters, *self.system.data, *self.system.equations)}
        if name not in known:
            near = difflib.get_close_matches(name, known, n=3, cutoff=0.4) or sorted(known)
            raise UnknownModel(f"the model has no {name!r}; did you mean {', '.join(near)}?")
        return known[name]
