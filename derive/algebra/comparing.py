"""Setting two sides up to be compared: derivatives taken, conditions collected, the difference of their entries.

This is the part of a proof that is computed and not searched. A prover and the replay of a certificate both begin here,
so that they speak of the same difference.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from itertools import product
from math import prod

from derive.algebra import functions, rebuilding
from derive.algebra.core import Algebra, Facts
from derive.algebra.expanding import Expander
from derive.algebra.heads import Head, Payload
from derive.algebra.obligations import NONZERO, POSITIVE, WITHIN, obligations
from derive.algebra.resolving import Resolver
from derive.algebra.terms import FIXED, NotCovered, Polynomial, TooBig, atoms_of
from derive.building import extent
from derive.indexing import positions_among, taken_at
from derive.ir import Apply, Const, Expr, Symbol, Var, postorder, substitute, variables
from derive.resizing import resized
from derive.rewriting import Assumption
from derive.shapes import ONE, Size

NODES, CUTS, INPUTS, ENTRIES = "nodes", "cuts", "inputs", "entries"
"""The ways to compare: over the named nodes of a model as they are, with a name for every part that both sides have,
with all nodes written out, or with all axes whose size is a number written out entry by entry too.
"""
WAYS = (NODES, CUTS, INPUTS, ENTRIES)
"""All of them, the cheapest first."""
MOST_ENTRIES = 64
"""How many entries are compared one by one at most."""


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
    pointed: frozenset[tuple[Size, Var | Const]] = frozenset()
    explicit: bool = False

    def algebra(self) -> Algebra:
        """A new algebra, which knows the declared facts."""
        pointed = frozenset(
            (size, what if isinstance(what, Var) else FIXED + int(what.value)) for size, what in self.pointed
        )
        return Algebra(self.facts, rebuilding.rebuilt, pointed=pointed, explicit=self.explicit)

    def differences(self, algebra: Algebra) -> list[Polynomial]:
        """The entry of left − right; entry by entry along axes that are written out.

        Raises `NotCovered`, `TooBig` and `ZeroDivisionError`.
        """
        self._assume(algebra)
        expander = self._expander(algebra)
        entry = algebra.subtracted(expander.entry(self.left), expander.entry(self.right))
        axes = [range(size.number or 0) if self.explicit or size == ONE else () for size in self.left.shape.sizes]
        if prod(len(axis) or 1 for axis in axes) > MOST_ENTRIES:
            raise TooBig(f"more than {MOST_ENTRIES} entries to compare one by one")
        places = product(*(tuple(FIXED + 1 + k for k in axis) or (number,) for number, axis in enumerate(axes)))
        return [algebra.renamed(entry, dict(enumerate(place))) for place in places]

    def _expander(self, algebra: Algebra) -> Expander:
        return Expander(algebra, self.given, {}, self.jacobians, self.positions)

    def _assume(self, algebra: Algebra) -> None:
        """Let the algebra know what is assumed: which arguments are positive, which signs are not 0."""
        expander = self._expander(algebra)
        for assumption in self.assumptions:
            if assumption.condition in (POSITIVE, NONZERO):
                # What cannot be written cannot be of use either.
                with suppress(NotCovered, ZeroDivisionError):
                    entry = expander.entry(assumption.parts[0])
                    algebra.nonzero |= _signs(algebra, entry)
                    if assumption.condition == POSITIVE:
                        algebra.positive |= _positive(algebra, entry)


@dataclass(frozen=True)
class Scene:
    """Two sides in the scope of equations, before any derivative is taken."""

    left: Expr
    right: Expr
    equations: Mapping[Var, Expr]
    facts: Facts

    def at_sizes(self, numbers: Mapping[str, int]) -> Scene:
        """The same with numbers in the place of names of sizes. Raises `ShapeError` where they do not fit."""
        sizes = {name: Size.of(number) for name, number in numbers.items()}
        equations = {resized(v, sizes): resized(e, sizes) for v, e in self.equations.items()}
        facts = {resized(v, sizes): known for v, known in self.facts.items()}
        return Scene(resized(self.left, sizes), resized(self.right, sizes), equations, facts)

    def compared(self, way: str, resolver: Resolver | None = None) -> Comparison:
        """The comparison in a way. Raises what taking derivatives raises."""
        return compared(self.left, self.right, self.facts, resolver or Resolver(self.equations), way)


def _positive(algebra: Algebra, entry: Polynomial) -> set[Payload]:
    """What is positive where an entry is: itself, and the one factor of it whose sign is not known."""
    found = {algebra.abstracted(entry)[0]}
    sign = functions.sign(algebra, entry)
    if len(sign) == 1:
        ((monomial, coefficient),) = sign.items()
        if coefficient == 1 and len(monomial) == 1:
            (((number, at), exponent),) = monomial
            head = algebra.heads[number]
            if exponent == 1 and head.kind == "sign":
                found.add(algebra.abstracted(algebra.payload_at(head, at))[0])
    return found


def _signs(algebra: Algebra, entry: Polynomial) -> set[Head]:
    """The heads of the signs that make up the sign of an entry."""
    numbers = {
        number
        for monomial in functions.sign(algebra, entry)
        for component, _ in monomial
        for (number, _), _ in atoms_of(component)
    }
    return {algebra.heads[number] for number in numbers if algebra.heads[number].kind == "sign"}


def compared(left: Expr, right: Expr, facts: Facts, resolver: Resolver, way: str) -> Comparison:
    """The comparison of two sides in the scope of a resolver's equations. Raises what taking derivatives raises."""
    sides = resolver.resolved(left), resolver.resolved(right)
    equations = resolver.equations
    parts = list(postorder(*sides))
    taken = dict.fromkeys((*taken_at(parts), *equations.taken))
    positions = (*positions_among(parts).items(), *equations.positions.items())
    pointed = dict.fromkeys((*taken, *((size, v) for v, sizes in positions for size in sizes)))
    jacobians = {node: resolver.jacobians[node] for node in _jacobians(sides, resolver)}
    positive = frozenset(v for v, known in facts.items() if "positive" in known)
    needed = obligations((*sides, *(carried for _, carried in jacobians.values())), equations.given, positive)
    kinks = (k for node in postorder(left, right) for k in resolver.kinks.get(node, ()))
    beside = (Assumption(WITHIN, (v, extent(size))) for size, v in pointed if (size, v) not in taken)
    assumptions = tuple(dict.fromkeys((*needed, *kinks, *equations.kinks, *beside)))
    pointers = frozenset(v for v, _ in positions)
    found = Comparison(*sides, equations.given, jacobians, facts, assumptions, pointers, frozenset(pointed))
    if way not in (NODES, CUTS):
        return replace(found, explicit=way == ENTRIES)
    folded_jacobians = {node: (u, substitute(carried, equations.names)) for node, (u, carried) in jacobians.items()}
    a, b = (substitute(side, equations.names) for side in sides)
    if way == CUTS:
        a, b = cut(a, b)
    shown = tuple(_folded(assumption, equations.names) for assumption in assumptions)
    return replace(found, left=a, right=b, given={}, jacobians=folded_jacobians, assumptions=shown)


def _folded(assumption: Assumption, names: Mapping[Expr, Expr]) -> Assumption:
    return Assumption(assumption.condition, tuple(substitute(part, names) for part in assumption.parts))


def cut(left: Expr, right: Expr) -> tuple[Expr, Expr]:
    """The two sides with a name in place of each part, taken entry by entry, that both of them have.

    What holds whatever these parts are holds for what they are; multiplied out they may be too many terms.
    """
    both = set(postorder(left)) & set(postorder(right))
    shared = [n for n in postorder(left) if n in both and isinstance(n, Apply) and n.op.elementwise and variables(n)]
    names: dict[Expr, Expr] = {n: Var(Symbol("cut", sub=str(k)), n.shape) for k, n in enumerate(shared)}
    return substitute(left, names), substitute(right, names)


def _jacobians(sides: Iterable[Expr], resolver: Resolver) -> list[Expr]:
    """The derivatives of arrays by arrays below the sides, and those that they rest on."""
    pending, found = list(sides) if resolver.jacobians else [], dict[Expr, None]()
    while pending:
        for node in postorder(pending.pop()):
            if node in resolver.jacobians and node not in found:
                found[node] = None
                pending.append(resolver.jacobians[node][1])
    return list(found)
