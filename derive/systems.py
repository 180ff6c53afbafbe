"""A system of equations: the forward pass of a model, its loss, and which names are parameters and which are data."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property, reduce
from operator import add, mul

from derive.conditions import ancestors
from derive.indexing import bounds_of_positions
from derive.ir import Apply, Expr, Var, names_in, postorder, substitute, variables
from derive.notation.scope import UNSPECIFIED
from derive.resizing import size_names
from derive.shapes import Size


@dataclass(frozen=True)
class System:
    """Equations in the order in which they are computed, and the loss at their end.

    ``published`` maps a derivative to the form in which a source states it; a derivation ends in that form where it
    can. ``staged`` maps one to a form that goes on from other derivatives, as in ∂L/∂W = ∂L/∂z xᵀ: these are then left
    as they stand. ``facts`` says which names are declared to be ``one-hot``, ``symmetric`` or ``positive``: no other
    values of theirs count.
    """

    equations: Mapping[Var, Expr]
    loss: Var
    parameters: tuple[Var, ...]
    data: tuple[Var, ...]
    published: Mapping[Expr, Expr] = field(default_factory=dict)
    facts: Mapping[Var, frozenset[str]] = field(default_factory=dict)
    staged: Mapping[Expr, Expr] = field(default_factory=dict)

    @property
    def learnt(self) -> Size:
        """How many numbers the parameters are together."""
        return reduce(add, (reduce(mul, v.shape.sizes, Size.of(1)) for v in self.parameters), Size(()))

    @cached_property
    def nodes(self) -> tuple[Var, ...]:
        """The names that have an equation and lead to the loss, in the order of computation."""
        below = ancestors(self.loss, self.equations)
        return tuple(name for name in self.equations if name in below)

    @cached_property
    def in_inputs(self) -> Mapping[Expr, Expr]:
        """What each name with an equation is, in the inputs of the system alone."""
        found: dict[Expr, Expr] = {}
        for name, equation in self.equations.items():
            found[name] = substitute(equation, found)
        return found

    @property
    def computable(self) -> tuple[Var, ...]:
        """The names with an equation that follow from the parameters and the data, in the order of computation.

        All that lead to the loss do; another equation may use names that nothing gives a value, and is left out.
        """
        known = {*self.parameters, *self.data}
        for name, equation in self.equations.items():
            if known.issuperset(variables(equation)):
                known.add(name)
        return tuple(name for name in self.equations if name in known)

    @property
    def left_open(self) -> str | None:
        """The name of a function that is declared and not further specified, so that nothing can be computed."""
        nodes = (node for node in postorder(*self.equations.values()) if isinstance(node, Apply))
        return next((str(node.attr("name")) for node in nodes if node.op.name == UNSPECIFIED), None)

    @property
    def size_names(self) -> tuple[str, ...]:
        """The names of the sizes that occur, sorted."""
        return size_names(*self.equations.values())

    def settled(self, results: Mapping[Expr, Expr]) -> System:
        """The system with names for derivatives, as in δ = ∂L/∂z, standing for what these were found to be.

        Every equation can then be evaluated in floats; that the results are right is for the kernel to say.
        """
        return replace(self, equations={v: results.get(e, e) for v, e in self.equations.items()})

    @cached_property
    def positions(self) -> Mapping[Var, tuple[Size, ...]]:
        """The names that the equations use as positions, each with the sizes of the axes that it points along."""
        return bounds_of_positions(self.equations.values())

    @cached_property
    def parts(self) -> int:
        """How many parts the equations have, shared ones counted once."""
        return sum(1 for _ in postorder(*self.equations.values()))

    def consumers(self, v: Var) -> tuple[Var, ...]:
        """The nodes whose equation uses ``v``."""
        return tuple(self._users.get(v, ()))

    @cached_property
    def _users(self) -> dict[Var, list[Var]]:
        users: dict[Var, list[Var]] = {}
        for node in self.nodes:
            for name in names_in(self.equations[node]):
                users.setdefault(name, []).append(node)
        return users
