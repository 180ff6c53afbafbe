"""Setting two sides up to be compared: derivatives taken, conditions collected, the difference of their entries.

This is the part of a proof that is computed and not searched. A prover and the replay of a certificate both begin here,
so that they speak of the same difference.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from derive.algebra import functions
from derive.algebra.core import Algebra, Facts
from derive.algebra.expanding import Expander
from derive.algebra.heads import Head
from derive.algebra.obligations import NONZERO, POSITIVE, obligations
from derive.algebra.resolving import Resolver, folded
from derive.algebra.terms import NotCovered, Polynomial, atoms_of
from derive.indexing import bounds_of_positions
from derive.ir import Expr, Var, postorder
from derive.rewriting import Assumption

NODES, INPUTS = "nodes", "inputs"
"""The two ways to compare: over the named nodes of a model as they are, or with all of them written out."""


@dataclass(frozen=True)
class Comparison:
    """Two sides without derivatives, and all that their comparison rests on.

    ``given`` are the equations that names are written out by: none, where nodes are compared as names.
    """

    left: Expr
    right: Expr
    given: Mapping[Var, Expr]
    jacobians: Mapping[Expr, tuple[Var, Expr]] = field(default_factory=dict)
    facts: Facts = field(default_factory=dict)
    assumptions: tuple[Assumption, ...] = ()
    positions: frozenset[Var] = frozenset()

    def difference(self) -> tuple[Algebra, Polynomial]:
        """An algebra, and the entry of left − right in it.

        Raises `NotCovered`, `TooBig` and `ZeroDivisionError`.
        """
        algebra = Algebra(self.facts, functions.rebuilt)
        self._assume(algebra)
        expander = self._expander(algebra)
        return algebra, algebra.subtracted(expander.entry(self.left), expander.entry(self.right))

    def _expander(self, algebra: Algebra) -> Expander:
        return Expander(algebra, self.given, {}, self.jacobians, self.positions)

    def _assume(self, algebra: Algebra) -> None:
        """Let the algebra know what is assumed: which arguments are positive, which signs are not 0."""
        expander = self._expander(algebra)
        for assumption in self.assumptions:
            if assumption.condition in (POSITIVE, NONZERO):
                try:
                    entry = expander.entry(assumption.parts[0])
                except (NotCovered, ZeroDivisionError):
                    continue  # what cannot be written cannot be of use either
                if assumption.condition == POSITIVE:
                    algebra.positive.add(algebra.abstracted(entry)[0])
                algebra.nonzero |= _signs(algebra, entry)


def _signs(algebra: Algebra, entry: Polynomial) -> set[Head]:
    """The heads of the signs that make up the sign of an entry."""
    numbers = {
        number
        for monomial in functions.sign(algebra, entry)
        for component, _ in monomial
        for (number, _), _ in atoms_of(component)
    }
    return {algebra.heads[number] for number in numbers if algebra.heads[number].kind == "sign"}


def compared(
    left: Expr, right: Expr, equations: Mapping[Var, Expr], facts: Facts, resolver: Resolver, way: str
) -> Comparison:
    """The comparison of two sides in the scope of equations. Raises what taking derivatives raises."""
    sides = resolver.resolved(left), resolver.resolved(right)
    given = {v: resolver.resolved(e) for v, e in equations.items()}
    positions = frozenset(bounds_of_positions((*sides, *given.values())))
    jacobians = {node: resolver.jacobians[node] for node in _jacobians(sides, resolver)}
    needed = obligations((*sides, *(carried for _, carried in jacobians.values())), given)
    kinks = (k for node in postorder(left, right, *equations.values()) for k in resolver.kinks.get(node, ()))
    assumptions = tuple(dict.fromkeys((*needed, *kinks)))
    found = Comparison(*sides, given, jacobians, facts, assumptions, positions)
    if way == INPUTS:
        return found
    folded_jacobians = {node: (u, folded(carried, given)) for node, (u, carried) in jacobians.items()}
    a, b = (folded(side, given) for side in sides)
    shown = tuple(Assumption(x.condition, tuple(folded(part, given) for part in x.parts)) for x in assumptions)
    return replace(found, left=a, right=b, given={}, jacobians=folded_jacobians, assumptions=shown)


def _jacobians(sides: Iterable[Expr], resolver: Resolver) -> list[Expr]:
    pending, found = list(sides), dict[Expr, None]()
    while pending:
        for node in postorder(pending.pop()):
            if node in resolver.jacobians and node not in found:
                found[node] = None
                pending.append(resolver.jacobians[node][1])
    return list(found)
