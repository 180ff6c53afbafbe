"""Checking a claim: refute it at a point, else prove it for all sizes, else say why not; and if refuted, what is
wrong.

The order is the promise: a wrong formula is answered as fast as a right one. A refutation rests on balls and power
series alone; `derive.provers` and `derive.diagnosis` say what their answers rest on.
"""

from __future__ import annotations

from dataclasses import replace

from derive.algebra.localizing import Local, localized
from derive.algebra.resolving import Unresolved
from derive.bench import Bench
from derive.diagnosis.diagnosing import diagnosed, different_shapes
from derive.ir import Expr, substitute
from derive.kernel import ReplayError
from derive.proposing import DerivingError
from derive.provers.proving import prove
from derive.refuters.refuting import refute
from derive.reverse import NoRule
from derive.verdicts import Proved, Verdict

REFUTED, UNDECIDED = "refuted", "undecided"
"""What may become of a claim in a part of its model."""


def decide(left: Expr, right: Expr, bench: Bench, subject: Expr | None = None) -> Verdict:
    """The verdict on ``left = right`` in the scope of a model's equations.

    ``subject`` is what a chain of equalities is about, where ``left`` is not its first side: if the link is wrong,
    that is what the right formula is derived from.
    """
    subject = left if subject is None else subject
    if left.shape != right.shape:
        return different_shapes(left, right, bench, subject)
    local = localized(left, right, bench.graph)
    if local is not None:
        part = _in_part(local, left, right, bench)
        if isinstance(part, Proved):
            return part
        if part == REFUTED:
            return _deep(local, left, right, bench)
    found = refute(left, right, bench.system)
    if found.counterexample is not None:
        return diagnosed(found.counterexample, left, right, bench, subject)
    return prove(left, right, bench, found)


def is_proved(left: Expr, right: Expr, bench: Bench) -> bool:
    """Whether ``left = right`` is refuted nowhere and proved: the verdict where nobody asks what is wrong."""
    if left.shape != right.shape:
        return False
    found = refute(left, right, bench.system)
    return found.counterexample is None and isinstance(prove(left, right, bench, found), Proved)


def _in_part(local: Local, left: Expr, right: Expr, bench: Bench) -> Proved | str:
    """A proof in the part of a large model that the claim is about, or what became of it there.

    That a claim does not hold in the part alone says nothing of the model.
    """
    part = Bench(replace(bench.system, equations=local.equations))
    found = refute(local.left, local.right, part.system)
    if found.counterexample is not None:
        return REFUTED
    verdict = prove(local.left, local.right, part, found)
    if not isinstance(verdict, Proved):
        return UNDECIDED
    proofs = tuple(
        replace(proof, left=left, right=right, equations=bench.system.equations, is_local=True)
        for proof in verdict.proofs
    )
    return replace(verdict, proofs=proofs)


def _deep(local: Local, left: Expr, right: Expr, bench: Bench) -> Verdict:
    """The verdict in a large model on a claim that does not hold in the part that it is about.

    There power series showed that it is wrong for some gradient from above. In the model itself the derivatives are
    taken by the sweep, one for all names, and both sides are evaluated in balls: power series through all layers, one
    for each entry, would take too long.
    """
    try:
        sides = bench.resolver.resolved(left), bench.resolver.resolved(right)
    except (NoRule, Unresolved, DerivingError, ReplayError):
        sides = left, right
    found = refute(*sides, bench.system)
    if found.counterexample is None:
        return prove(left, right, bench, found)
    part = Bench(replace(bench.system, equations=local.equations))
    verdict = diagnosed(found.counterexample, local.left, local.right, part, local.left)
    correct, mistake = verdict.correct, verdict.mistake
    if correct is not None:
        correct = substitute(correct, local.stands_for)
    if mistake is not None:
        mistake = mistake.with_parts(lambda part: substitute(part, local.stands_for))
    return replace(verdict, correct=correct, mistake=mistake)
