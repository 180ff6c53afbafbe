"""Diagnosis: what the right formula is where a claim was refuted, and which mistake gives the claim instead."""

from __future__ import annotations

from derive.bench import Bench, is_derivative
from derive.diagnosis.mutations import mutants
from derive.ir import Expr
from derive.kernel import ReplayError
from derive.proposing import DerivingError
from derive.refuters.declared import ways
from derive.refuters.points import numbered, probe
from derive.refuters.refuting import inputs_of, sizes_of
from derive.verdicts import Counterexample, Mistake, Refuted

CLOSE = 1e-30
"""How closely balls must agree, relatively, for a mutant to count as the claim: 128 bits carry about 38 digits."""


def diagnosed(counterexample: Counterexample, left: Expr, right: Expr, bench: Bench, subject: Expr) -> Refuted:
    """The refutation of ``left = right`` with the right formula, and the mistake where a mutation gives the claim."""
    correct = derived(subject, bench)
    if correct is None:
        return Refuted(counterexample)
    given, known = bench.system.equations, ways(bench.system.facts)[0]
    inputs, sizes = inputs_of((left, right), given), sizes_of((left, right), given)
    for mutant in mutants(correct):
        if mutant.expr.shape == right.shape:
            # Where a size is 2, twice the gradient and a sum for its mean are the same.
            same = probe(mutant.expr, right, given, inputs, numbered(sizes, 1), points=2, facts=known)
            if same.counterexample is None and same.agreeing and same.widest < CLOSE:
                return Refuted(counterexample, Mistake(mutant.kind, mutant.message), correct=correct)
    return Refuted(counterexample, None, correct=correct)


def different_shapes(left: Expr, right: Expr, bench: Bench, subject: Expr) -> Refuted:
    """Two typed sides of different shapes cannot be equal, whatever the sizes."""
    counterexample = Counterexample({}, {}, (), str(left.shape), str(right.shape))
    transposed = left.shape == right.shape.transposed
    message = f"the left side is {_a(left)}, the right side {_a(right)}"
    mistake = Mistake("transpose", f"{message}: transposed") if transposed else Mistake("shape", message)
    return Refuted(counterexample, mistake, derived(subject, bench))


def derived(left: Expr, bench: Bench) -> Expr | None:
    """What the left side is, where it is a derivative that can be derived."""
    if not is_derivative(left):
        return None
    try:
        return bench.result(left).expr
    except (DerivingError, ReplayError):
        return None


def _a(side: Expr) -> str:
    return "a scalar" if side.shape.is_scalar else f"of shape {side.shape}"
