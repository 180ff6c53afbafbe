"""Checking a claim: refute it at a point, else prove it for all sizes, else say why not; and if refuted, what is
wrong.

The order is the promise: a wrong formula is answered as fast as a right one. A refutation rests on balls and power
series alone; `derive.provers` and `derive.diagnosis` say what their answers rest on.
"""

from __future__ import annotations

from dataclasses import replace

from derive.algebra.localizing import Local, Plain, localized, plain
from derive.algebra.obligations import holds
from derive.algebra.resolving import Unresolved
from derive.bench import Bench
from derive.building import is_apply
from derive.diagnosis.diagnosing import diagnosed, different_shapes
from derive.ir import Expr, Var, children, postorder, substitute
from derive.kernel import ReplayError
from derive.later import Later
from derive.proposing import DerivingError
from derive.provers.proving import prove
from derive.refuters.refuting import refute
from derive.reverse import NoRule
from derive.systems import System
from derive.verdicts import Counterexample, Diagnosis, Proved, Refuted, Undecided, Verdict

MANY = 40
"""In a model of more equations derivatives are evaluated by the sweep, and not by power series."""


def decide(left: Expr, right: Expr, bench: Bench, subject: Expr | None = None) -> Verdict:
    """The verdict on ``left = right`` in the scope of a model's equations.

    ``subject`` is what a chain of equalities is about, where ``left`` is not its first side: if the link is wrong,
    that is what the right formula is derived from.
    """
    subject = left if subject is None else subject
    if left.shape != right.shape:
        return _apart(left, right, bench, subject)
    if _is_vacuous(left, right, bench):
        return Undecided("it speaks of several derivatives of a name without an equation, of which nothing is known")
    local = localized(left, right, bench.graph)
    if local is not None:
        part = _in_part(local, left, right, bench)
        if isinstance(part, Proved):
            return part
        if isinstance(part, Refuted):
            return _deep(local, left, right, bench)
    large = len(bench.system.equations) > MANY
    found = refute(*(_swept(left, right, bench) if large else (left, right)), bench.system)
    if found.counterexample is not None:
        return Refuted(found.counterexample, Later(lambda: diagnosed(left, right, bench, subject)))
    verdict = prove(left, right, bench, found)
    if isinstance(verdict, Undecided) and not large:
        # Points where a mistake does not show are rare, but a claim by cases may have met no other one so far.
        again = refute(left, right, bench.system, later=True)
        if again.counterexample is not None:
            return Refuted(again.counterexample, Later(lambda: diagnosed(left, right, bench, subject)))
    return verdict


def _apart(left: Expr, right: Expr, bench: Bench, subject: Expr) -> Refuted:
    """Two typed sides of different shapes cannot be equal, whatever the sizes."""
    shapes = Counterexample({}, {}, (), str(left.shape), str(right.shape))
    return Refuted(shapes, Later(lambda: different_shapes(left, right, bench, subject)))


def _is_vacuous(left: Expr, right: Expr, bench: Bench) -> bool:
    """Whether several derivatives of a name without an equation occur: taken for a constant, any multiples agree."""
    given = bench.system.equations
    goals = [children(n) for n in postorder(left, right) if is_apply(n, "total")]
    return sum(isinstance(of, Var) and of not in given and of is not by for of, by in goals) > 1


def is_proved(left: Expr, right: Expr, bench: Bench) -> bool:
    """Whether ``left = right`` is refuted nowhere and proved: the verdict where nobody asks what is wrong."""
    if left.shape != right.shape:
        return False
    if _is_vacuous(left, right, bench):
        return False
    found = refute(left, right, bench.system)
    return found.counterexample is None and isinstance(prove(left, right, bench, found), Proved)


def is_supported(left: Expr, right: Expr, bench: Bench) -> bool:
    """Whether ``left = right`` is refuted nowhere, and proved or at least true at points: evidence, and no verdict."""
    if left.shape != right.shape:
        return False
    found = refute(left, right, bench.system)
    return found.counterexample is None and (found.agreeing > 0 or isinstance(prove(left, right, bench, found), Proved))


def _swept(left: Expr, right: Expr, bench: Bench) -> tuple[Expr, Expr]:
    """The sides with their derivatives taken by the sweep, one for all names; as they are where that fails.

    Power series through many layers, one for each entry, would take too long.
    """
    try:
        return bench.resolver.resolved(left), bench.resolver.resolved(right)
    except (NoRule, Unresolved, DerivingError, ReplayError):
        return left, right


def _in_part(local: Local, left: Expr, right: Expr, bench: Bench) -> Verdict | None:
    """What becomes of a claim in the part of a large model that it is about, whatever the names are there.

    That a claim does not hold in the part alone says nothing of the model.
    """
    about = plain(local, bench.system.facts)
    if about.key not in bench.parts:
        bench.parts[about.key] = _settled(
            about, Bench(System(about.equations, bench.system.loss, (), (), {}, about.facts))
        )
    verdict = bench.parts[about.key]
    if not isinstance(verdict, Proved):
        return verdict
    proofs = tuple(
        replace(
            proof,
            left=left,
            right=right,
            facts={about.names[v]: known for v, known in proof.facts.items()},
            assumptions=tuple(map(about.named, proof.assumptions)),
            equations=bench.system.equations,
            is_local=True,
        )
        for proof in verdict.proofs
    )
    assumed = tuple(a for a in map(about.named, verdict.assumptions) if not holds(a, bench.system.equations))
    return replace(verdict, assumptions=assumed, proofs=proofs)


def _settled(about: Plain, part: Bench) -> Verdict | None:
    """The verdict on a claim about a part, without a diagnosis; None where it is undecided."""
    found = refute(about.left, about.right, part.system)
    if found.counterexample is not None:
        return Refuted(found.counterexample)
    verdict = prove(about.left, about.right, part, found)
    return verdict if isinstance(verdict, Proved) else None


def _deep(local: Local, left: Expr, right: Expr, bench: Bench) -> Verdict:
    """The verdict in a large model on a claim that does not hold in the part that it is about.

    There power series showed that it is wrong for some gradient from above. In the model itself derivatives are taken
    by the sweep, and both sides are evaluated in balls.
    """
    found = refute(*_swept(left, right, bench), bench.system)
    if found.counterexample is None:
        return prove(left, right, bench, found)
    return Refuted(found.counterexample, Later(lambda: _diagnosed_in_part(local, bench)))


def _diagnosed_in_part(local: Local, bench: Bench) -> Diagnosis:
    """What is wrong with a claim, said of the names in the model."""

    def named(part: Expr) -> Expr:
        return substitute(part, local.stands_for)

    part = Bench(replace(bench.system, equations=local.equations))
    found = diagnosed(local.left, local.right, part, local.left)
    return Diagnosis(
        None if found.mistake is None else found.mistake.with_parts(named),
        None if found.correct is None else named(found.correct),
        found.about,
    )
