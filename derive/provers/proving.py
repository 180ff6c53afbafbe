"""Proving an equality in the scope of a model; where no way to do it succeeds, saying what was tried."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from derive.bench import Bench, with_results
from derive.ir import Expr, Var
from derive.kernel import ReplayError
from derive.proposing import DerivingError
from derive.provers.normal_form import NotCovered, equal_for_all_sizes
from derive.provers.polynomials import TooBig
from derive.refuters.points import Probe
from derive.rewriting import Assumption
from derive.signs import facts
from derive.verdicts import Attempt, Proved, Undecided


def prove(left: Expr, right: Expr, bench: Bench, found: Probe) -> Proved | Undecided:
    """The verdict on two sides that no point refuted; ``found`` is what the points said."""
    given = bench.system.equations
    tried: list[Attempt] = []
    try:
        a, b = with_results(left, bench), with_results(right, bench)
    except (DerivingError, ReplayError) as error:
        return _undecided((Attempt("derivation", str(error)),), found)
    for method, names in (("normal form over the named nodes", {}), ("normal form over the inputs", given)):
        try:
            same, denominators = equal_for_all_sizes(a.expr, b.expr, names)
        except (NotCovered, TooBig, ZeroDivisionError) as error:
            tried.append(Attempt(method, str(error)))
            continue
        if same and found.agreeing:
            assumed = dict.fromkeys((*a.assumptions, *b.assumptions, *_assumed(denominators, given)))
            return Proved("all", assumptions=tuple(assumed), method=method, equalities=a.equalities + b.equalities)
        tried.append(Attempt(method, "the normal forms differ" if not same else "no point has values on both sides"))
    return _undecided(tuple(tried), found)


def _undecided(tried: tuple[Attempt, ...], found: Probe) -> Undecided:
    evidence = f"the two sides agree to {found.widest:.0e} at {found.agreeing} points" if found.agreeing else ""
    reason = "no counterexample was found, and no proof" if found.agreeing else "no point has values on both sides"
    return Undecided(reason, tried, evidence)


def _assumed(denominators: Sequence[Expr], given: Mapping[Var, Expr]) -> tuple[Assumption, ...]:
    """The denominators that are not known to be different from 0."""
    unknown = [d for d in denominators if not facts(d, given).nonzero]
    return tuple(dict.fromkeys(Assumption("nonzero", (d,)) for d in unknown))
