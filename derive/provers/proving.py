"""Proving an equality in the scope of a model; where no way to do it succeeds, saying what was tried."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from itertools import islice
from types import MappingProxyType

from derive.algebra.comparing import CUTS, ENTRIES, INPUTS, NODES, Comparison, Scene, compared
from derive.algebra.core import Algebra, Facts
from derive.algebra.proofs import Step
from derive.algebra.resolving import Resolver, Unresolved
from derive.algebra.terms import NotCovered, TooBig
from derive.bench import Bench
from derive.declared import ways
from derive.ir import Expr, Var, postorder
from derive.kernel import ReplayError
from derive.proposing import DerivingError
from derive.provers.normal_form import searched
from derive.refuters.points import Probe
from derive.resizing import size_names
from derive.reverse import NoRule
from derive.rewriting import Assumption
from derive.shapes import ShapeError
from derive.verdicts import Attempt, Proof, Proved, Undecided
from derive.witnesses import agree

WITNESSED = 1_000
"""In a graph of so many nodes or more the second witness is not asked."""

MANY_PARTS = 120
"""Sides of so many parts are first compared with cuts."""
STATED = (2, 3, 2, 3)
"""The numbers that names of sizes are given where no proof for all sizes is found."""

METHODS = {
    NODES: "normal form over the named nodes",
    CUTS: "normal form with cuts at what the sides share",
    INPUTS: "normal form over the inputs",
    ENTRIES: "normal form entry by entry",
}
"""How the ways to compare two sides are called."""


def prove(left: Expr, right: Expr, bench: Bench, found: Probe) -> Proved | Undecided:
    """The verdict on two sides that no point refuted; ``found`` is what the points said."""
    tried: list[Attempt] = []
    if not found.agreeing:
        ended = f"at none of {found.points} points: {found.reason}" if found.points else found.reason
        return _undecided((Attempt("points", ended),), found)
    known = ways(bench.system.facts)
    for way in _order(left, right, bench):
        if sum(attempt.ended.startswith("more than") for attempt in tried) > 1:
            return _undecided(tuple(tried), found)  # what follows takes more work still
        method = METHODS[way]
        proofs = [proof for facts in known if (proof := _proof(left, right, bench, way, facts, tried)) is not None]
        if proofs and contradicted(left, right, bench):
            tried.append(Attempt(method, "a proof was found, but finite fields contradict it"))
            break
        if proofs:
            chosen = meant(proofs[0], bench) if len(proofs) < len(known) else ()
            assumed = dict.fromkeys((*chosen, *(a for proof in proofs for a in proof.assumptions)))
            return Proved("all", assumptions=tuple(assumed), method=method, proofs=tuple(proofs))
    at_sizes = _at_sizes(left, right, bench, tried)
    return _undecided(tuple(tried), found) if at_sizes is None else at_sizes


def _order(left: Expr, right: Expr, bench: Bench) -> list[str]:
    """The ways in which a proof is tried, the most likely first: large sides multiplied out are too many terms."""
    try:
        sides = bench.resolver.resolved(left), bench.resolver.resolved(right)
    except (NoRule, Unresolved, DerivingError, ReplayError):
        return [NODES]
    large = sum(1 for _ in islice(postorder(*sides), MANY_PARTS)) == MANY_PARTS
    return sorted(METHODS, key=lambda way: large and way != CUTS)


def _at_sizes(left: Expr, right: Expr, bench: Bench, tried: list[Attempt]) -> Proved | None:
    """A proof entry by entry, with small numbers in the place of the names of sizes."""
    system = bench.system
    names = size_names(left, right, *system.equations, *system.equations.values())
    if not names or len(names) > len(STATED):
        return None
    sizes = dict(zip(names, STATED, strict=False))
    proofs = []
    for facts in ways(system.facts):
        try:
            comparison = Scene(left, right, system.equations, facts).at_sizes(sizes).compared(ENTRIES)
        except (NoRule, Unresolved, DerivingError, ReplayError, ShapeError):
            return None
        algebra = comparison.algebra()
        ended, steps = _search(comparison, algebra)
        if ended:
            tried.append(Attempt(f"normal form at the sizes {_listed(sizes)}", ended))
            return None
        assumed = comparison.assumptions
        proof = Proof(left, right, ENTRIES, facts, assumed, steps, system.equations, sizes)
        proofs.append(replace(proof, heads=algebra.heads, sizes=algebra.sizes, digits=algebra.digits.known))
    together = dict.fromkeys(a for proof in proofs for a in proof.assumptions)
    return Proved((sizes,), assumptions=tuple(together), method="normal form entry by entry", proofs=tuple(proofs))


def _listed(sizes: Mapping[str, int]) -> str:
    return ", ".join(f"{name} = {number}" for name, number in sizes.items())


def contradicted(left: Expr, right: Expr, bench: Bench) -> bool:
    """Whether the second witness, where it can say something at little cost, says that the sides differ.

    It shares nothing with a proof but the definitions of operators: a proof that it contradicts is not believed.
    """
    system = bench.system
    if system.parts + sum(1 for _ in islice(postorder(left, right), WITNESSED)) >= WITNESSED:
        return False
    return agree(left, right, system) is False


def meant(proof: Proof, bench: Bench) -> tuple[Assumption, ...]:
    """How declared facts have to be meant where they are proved in one way to take them and not in the other."""
    return tuple(
        Assumption(fact, (v,))
        for v, facts in proof.facts.items()
        for fact in sorted(facts - bench.system.facts.get(v, frozenset()))
    )


def _proof(left: Expr, right: Expr, bench: Bench, way: str, facts: Facts, tried: list[Attempt]) -> Proof | None:
    """A proof in one way, with the facts taken in one way; None where it fails."""
    try:
        comparison = compared(left, right, facts, bench.resolver, way)
    except (NoRule, Unresolved, DerivingError, ReplayError) as error:
        tried.append(Attempt("derivatives", str(error)))
        return None
    algebra = comparison.algebra()
    ended, steps = _search(comparison, algebra)
    if ended:
        tried.append(Attempt(METHODS[way], ended))
        return None
    return Proof(
        left,
        right,
        way,
        facts,
        comparison.assumptions,
        steps,
        bench.system.equations,
        heads=algebra.heads,
        sizes=algebra.sizes,
        digits=algebra.digits.known,
    )


def equal_for_all_sizes(
    left: Expr, right: Expr, given: Mapping[Var, Expr], facts: Facts = MappingProxyType({})
) -> tuple[bool, tuple[Assumption, ...]]:
    """Whether the prover alone, asked without any point, brings the sides together; and what it assumes.

    True is a proof for every size, wherever both sides have a value. False says nothing. Raises what
    `derive.algebra.comparing.compared` and `Comparison.differences` raise.
    """
    comparison = compared(left, right, facts, Resolver(given), INPUTS)
    algebra = comparison.algebra()
    found = [searched(algebra, difference) for difference in comparison.differences(algebra)]
    return not any(result.left for result in found), comparison.assumptions


def _search(comparison: Comparison, algebra: Algebra) -> tuple[str, tuple[tuple[Step, ...], ...]]:
    """Where the search for a proof ended, empty where it succeeded, and the steps for each difference."""
    steps = []
    try:
        for difference in comparison.differences(algebra):
            result = searched(algebra, difference)
            if result.left:
                return "the normal forms differ", ()
            steps.append(result.steps)
    except (NotCovered, TooBig, ZeroDivisionError) as error:
        return str(error), ()
    except RecursionError:
        # Atoms nest with the expression, a few frames of the stack each, and the caller has used some already.
        return "it is nested too deep for what is left of Python's stack", ()
    return "", tuple(steps)


def _undecided(tried: tuple[Attempt, ...], found: Probe) -> Undecided:
    reason = "no counterexample was found, and no proof" if found.agreeing else "no point has values on both sides"
    return Undecided(reason, tried, found.evidence)
