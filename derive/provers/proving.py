"""Proving an equality in the scope of a model; where no way to do it succeeds, saying what was tried."""

from __future__ import annotations

from collections.abc import Sequence

from derive.algebra.comparing import INPUTS, NODES, Comparison, compared
from derive.algebra.proofs import Step
from derive.algebra.resolving import Unresolved
from derive.algebra.terms import NotCovered, TooBig
from derive.bench import Bench
from derive.ir import Expr
from derive.kernel import ReplayError
from derive.proposing import DerivingError
from derive.provers.normal_form import searched
from derive.refuters.declared import ways
from derive.refuters.points import Probe
from derive.reverse import NoRule
from derive.rewriting import Assumption
from derive.verdicts import Attempt, Proof, Proved, Undecided

METHODS = {NODES: "normal form over the named nodes", INPUTS: "normal form over the inputs"}
"""How the ways to compare two sides are called."""


def prove(left: Expr, right: Expr, bench: Bench, found: Probe) -> Proved | Undecided:
    """The verdict on two sides that no point refuted; ``found`` is what the points said."""
    tried: list[Attempt] = []
    if not found.agreeing:
        return _undecided((Attempt("points", "no point has values on both sides"),), found)
    for way in (NODES, INPUTS):
        proofs = _proofs(left, right, bench, way, tried)
        if proofs:
            assumed = dict.fromkeys(a for proof in proofs for a in proof.assumptions)
            return Proved("all", assumptions=tuple(assumed), method=METHODS[way], proofs=tuple(proofs))
    return _undecided(tuple(tried), found)


def _proofs(left: Expr, right: Expr, bench: Bench, way: str, tried: list[Attempt]) -> list[Proof]:
    """A proof for each way to take the declared facts; none where one of them fails."""
    proofs = []
    for facts in ways(bench.system.facts):
        try:
            comparison = compared(left, right, bench.system.equations, facts, bench.resolver, way)
            ended, steps = _search(comparison)
        except (NoRule, Unresolved, DerivingError, ReplayError) as error:
            tried.append(Attempt("derivatives", str(error)))
            return []
        if ended:
            tried.append(Attempt(METHODS[way], ended))
            return []
        proofs.append(Proof(left, right, way, facts, comparison.assumptions, tuple(steps)))
    return proofs


def _search(comparison: Comparison) -> tuple[str, Sequence[Step]]:
    """Where the search for a proof ended, empty where it succeeded, and its steps."""
    try:
        algebra, difference = comparison.difference()
        result = searched(algebra, difference)
    except (NotCovered, TooBig, ZeroDivisionError) as error:
        return str(error), ()
    except RecursionError:
        # Atoms nest with the expression, a few frames of the stack each, and the caller has used some already.
        return "it is nested too deep for what is left of Python's stack", ()
    return ("the normal forms differ" if result.left else ""), result.steps


def _undecided(tried: tuple[Attempt, ...], found: Probe) -> Undecided:
    evidence = f"the two sides agree to {found.widest:.0e} at {found.agreeing} points" if found.agreeing else ""
    reason = "no counterexample was found, and no proof" if found.agreeing else "no point has values on both sides"
    return Undecided(reason, tried, evidence)


def assumed(proofs: Sequence[Proof]) -> tuple[Assumption, ...]:
    """What several proofs assume together, each once."""
    return tuple(dict.fromkeys(a for proof in proofs for a in proof.assumptions))
