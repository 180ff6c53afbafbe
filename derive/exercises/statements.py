"""The statements of a model that an exercise can be about, each with its derivation."""

from __future__ import annotations

from dataclasses import dataclass

from derive.building import total_derivative
from derive.ir import Expr, Var
from derive.modelling import Model
from derive.standpoints import Standpoint, standpoints_of
from derive.steps import Derivation
from derive.systems import System
from derive.valuefiles import ValueFile, read_text


@dataclass(frozen=True)
class Statement:
    """One statement of a model with its derivation, where its formulas are judged, and the values that it brings.

    Whoever makes one has replayed the derivation.
    """

    label: str
    derivation: Derivation
    system: System
    standpoint: Standpoint
    example: ValueFile | None = None

    @property
    def settled(self) -> System:
        """The system in which every equation has a value."""
        return self.system.settled(self.derivation.closed)

    @property
    def closed(self) -> dict[Var, Expr]:
        """The gradients without derivatives that are found elsewhere: what can be evaluated."""
        system = self.system
        return {v: self.derivation.closed[total_derivative(system.loss, v)] for v in system.parameters}


def statement(model: Model, label: str, derivation: Derivation) -> Statement:
    """The statement of that label, with the derivation that was found for it and replayed."""
    variant = model.variants[label]
    [standpoint] = standpoints_of(model, label)
    numbers = variant.numbers
    example = read_text(numbers.latex, model.source, numbers.line) if numbers is not None else None
    return Statement(label, derivation, variant.system, standpoint, example)
