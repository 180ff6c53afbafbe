"""What the targets of a cross entropy are taken to be, where nobody says it: shares, which add up to 1.

Only a claim that fails for arbitrary targets is judged so, and what it then rests on is listed as an assumption.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import product

from derive.building import ONE, is_apply, neg
from derive.checking import decide
from derive.declared import DISTRIBUTION, DISTRIBUTIONS
from derive.ir import Expr, Var, children, postorder, substitute, variables
from derive.judging.grounds import Grounds
from derive.rewriting import Assumption
from derive.systems import System
from derive.verdicts import Proved, Refuted, Verdict


def decided(left: Expr, right: Expr, grounds: Grounds, subject: Expr) -> Verdict:
    """The verdict on a claim; where it fails for arbitrary targets of a cross entropy, that for shares.

    A counterexample for shares is one for arbitrary targets too; a proof has the assumption.
    """
    verdict = decide(left, right, grounds.bench, subject)
    if not isinstance(verdict, Refuted) or left.shape != right.shape:
        return verdict
    names = tuple(targets(grounds.bench.system))
    if not names:
        return verdict
    found: list[Verdict] = []
    for facts in product(*map(_ways, names)):
        scope = grounds.scope
        for name, fact in zip(names, facts, strict=True):
            scope = scope.with_fact(fact, [name.symbol])
        again = decide(left, right, grounds.on(scope).bench, subject)
        if isinstance(again, Proved):
            assumed = (Assumption(fact, (name,)) for name, fact in zip(names, facts, strict=True))
            return replace(again, assumptions=(*again.assumptions, *assumed))
        found.append(again)
    return found[0] if all(isinstance(again, Refuted) for again in found) else verdict


def _ways(name: Var) -> tuple[str, ...]:
    """The ways to take the entries of a name for shares: those of a vector, of each row, of each column."""
    return (DISTRIBUTION,) if name.shape.rank == 1 else DISTRIBUTIONS


def targets(system: System) -> Iterator[Var]:
    """The vectors and matrices of which nothing is said, and which weigh the logarithms of shares."""
    equations = system.equations
    nodes = list(postorder(*equations.values()))
    for name in variables(*equations.values()):
        if name in equations or name.shape.rank not in (1, 2) or system.facts.get(name):
            continue
        if any(is_apply(node, "add") and {ONE, neg(name)} <= set(children(node)) for node in nodes):
            continue  # the cross entropy of each entry by itself: y log p + (1 − y) log(1 − p)
        if any(_weighs(node, name, system) for node in nodes):
            yield name


def _weighs(node: Expr, name: Var, system: System) -> bool:
    """Whether it multiplies the entries of that name by logarithms of shares."""
    if not is_apply(node, "mul") and not is_apply(node, "matmul"):
        return False
    factors = [children(f)[0] if is_apply(f, "transpose") else f for f in children(node)]
    return name in factors and any(_is_log_of_shares(f, system) for f in factors if f is not name)


def _is_log_of_shares(expr: Expr, system: System) -> bool:
    inner = list(postorder(substitute(expr, system.in_inputs)))
    logs = any(is_apply(node, "log") or is_apply(node, "log_softmax") for node in inner)
    exponentials = any(is_apply(node, "exp") or is_apply(node, "softmax") for node in inner)
    return logs and exponentials
