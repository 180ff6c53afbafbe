"""Rules as data, and how one is applied: a rule is text with conditions, a binding says which parts it is applied to.

Searching for a binding is the business of `derive.matching` and the tactics; this module only instantiates, so the
kernel needs nothing else to re-check a step.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple, TypeAlias

from derive import ruletext
from derive.building import broadcast, replace_at
from derive.ir import Expr, Path, at

Binding: TypeAlias = dict[str, "Expr | tuple[Expr, ...]"]


Condition: TypeAlias = tuple[str, ...]


class Form(NamedTuple):
    """One way an identity is written: the rule texts of both sides, and what it needs beside the rule's conditions."""

    left: str
    right: str
    conditions: tuple[Condition, ...] = ()


@dataclass(frozen=True)
class Rule:
    """A family of equalities ``left = right``, under conditions.

    ``forms`` are the ways the same identity is written; ``conditions`` are ``(name, *parts)`` and hold for every
    form, each decided by `derive.conditions` or recorded as an assumption. ``struck`` names the parts that a reader
    sees crossed out. ``minor`` rules are bookkeeping that a lecturer does not give a line of its own.
    """

    name: str
    forms: tuple[Form, ...]
    source: str
    conditions: tuple[Condition, ...] = ()
    struck: tuple[str, ...] = ()
    minor: bool = False

    def sides(self, form: int) -> tuple[ruletext.Template, ruletext.Template]:
        """The parsed left and right side of one form."""
        written = self.forms[form]
        return ruletext.parse(written.left), ruletext.parse(written.right)

    def needs(self, form: int) -> tuple[Condition, ...]:
        """The conditions under which that form holds."""
        return self.conditions + self.forms[form].conditions


@dataclass(frozen=True)
class Assumption:
    """A condition that is not known to hold and that an equality rests on, such as ``nonzero`` of ``a``."""

    condition: str
    parts: tuple[Expr, ...]


def instance(rule: Rule, form: int, binding: Binding) -> tuple[Expr, Expr]:
    """The equality that a rule states of the parts in ``binding``."""
    left, right = (ruletext.instantiate(side, binding) for side in rule.sides(form))
    return left, broadcast(right, left.shape) if right.shape.is_scalar else right


def applied(rule: Rule, form: int, binding: Binding, before: Expr, place: Path) -> Expr | None:
    """``before`` with the rule applied at ``place``; None where the left side is not what stands there."""
    left = rule.sides(form)[0]
    if ruletext.instantiate(left, binding) is not at(before, place):
        return None
    return replace_at(before, place, instance(rule, form, binding)[1])
