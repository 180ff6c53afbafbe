"""What the derivatives of a model are: each derived once, and kept."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass, field
from itertools import islice

from derive.algebra.localizing import Graph
from derive.algebra.resolving import Resolver, folded
from derive.building import ONE, is_apply, total_derivative, zeros
from derive.calculus import differentiated, function_chain, needed_functions
from derive.conditions import Context, ancestors
from derive.deriving import derive_gradient
from derive.ir import Expr, Var, children, postorder
from derive.kernel import ReplayError
from derive.proposing import DerivingError
from derive.smoothing import smoothed
from derive.steps import Derivation
from derive.systems import System
from derive.verdicts import Verdict

LARGE = 80
"""In a model of so many parts or more derivatives are taken by the sweep, and not as a lecturer does."""


@dataclass(frozen=True)
class Result:
    """What a derivative is equal to, and the derivation that says so, which has not been replayed; None for a sweep."""

    expr: Expr
    derivation: Derivation | None = None


@dataclass(frozen=True)
class Bench:
    """A model's system with what has been derived of it so far; derivatives are derived once.

    What cannot be derived is not tried again.
    """

    system: System
    resolver: Resolver = field(init=False)
    graph: Graph = field(init=False)
    parts: dict[Hashable, Verdict | None] = field(default_factory=dict)
    """What became of claims in the parts of the model that they are about; None for one that is not settled there."""
    right: dict[Expr, Expr | None] = field(default_factory=dict)
    """The derivatives that claims were wrong about, each with what it is by a proof or a replay; None where there is
    neither.
    """
    _results: dict[Expr, Result] = field(default_factory=dict)
    _failures: dict[Expr, DerivingError | ReplayError] = field(default_factory=dict)

    def __post_init__(self) -> None:
        object.__setattr__(self, "resolver", Resolver(self.system.equations))
        object.__setattr__(self, "graph", Graph(self.system.equations))

    def result(self, goal: Expr) -> Result:
        """What a derivative is: between two nodes, or of a formula in a name with all others held constant.

        Raises `DerivingError` and `ReplayError`.
        """
        if goal in self._failures:
            raise self._failures[goal]
        if goal not in self._results:
            body, v = children(goal)
            assert isinstance(v, Var)
            try:
                if is_apply(goal, "total") and isinstance(body, Var):
                    self._results[goal] = self._derived(body, v)
                else:
                    self._results[goal] = _differentiated(body, v)
            except (DerivingError, ReplayError) as error:
                self._failures[goal] = error
                raise
        return self._results[goal]

    def _derived(self, node: Var, v: Var) -> Result:
        if v is node:
            return Result(ONE)
        if v not in ancestors(node, self.system.equations):
            return Result(zeros(v.shape))
        if sum(1 for _ in islice(postorder(*self.system.equations.values()), LARGE)) == LARGE:
            swept = self.resolver.resolved(total_derivative(node, v))
            return Result(smoothed(folded(swept, self.system.equations)))
        derivation = self.derivation(node, v)
        return Result(derivation.result, derivation)

    def derivation(self, node: Var, v: Var) -> Derivation:
        """The derivation of ∂node/∂v through the model's equations, not replayed."""
        system = self.system
        part = System(system.equations, node, system.parameters, system.data, system.published, system.facts)
        return derive_gradient(part, v)


def _differentiated(body: Expr, v: Var) -> Result:
    """The derivative of a formula, by the rules of differentiation alone."""
    functions = tuple(function_chain(operator) for operator in needed_functions(body))
    chain = differentiated(body, v, Context({}, {f.start: f.result for f in functions}))
    return Result(chain.result, Derivation((*functions, chain)))


def derivatives(*sides: Expr) -> list[Expr]:
    """The derivatives that occur in the sides: between named nodes, and of formulas."""
    return [node for node in postorder(*sides) if is_derivative(node)]


def is_derivative(expr: Expr) -> bool:
    """Whether it is the derivative of a named node or of a formula by one name."""
    return is_apply(expr, "total") or is_apply(expr, "derivative")
