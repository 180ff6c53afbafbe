"""Whether a printed loss is the one that is wrong: a gradient that fails under it holds under a loss of the library.

The definition is blamed only where it is a known mistake away from a loss of the library in its names, and where the
claim fails under the one and is proved under the other. A loss that is just another one, or the same but for a constant
factor, is never blamed: then the claim is wrong.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import permutations

from derive import building, models
from derive.bench import Bench
from derive.checking import decide, is_proved
from derive.diagnosis.confirming import agree
from derive.diagnosis.diagnosing import explained
from derive.findings import Finding, with_mistake, with_refutation
from derive.ir import Expr, Var, contains, postorder, substitute, variables
from derive.judging.grounds import Grounds, equation, with_proof
from derive.modelling import library, losses
from derive.refuters.refuting import refute
from derive.systems import System
from derive.verdicts import Diagnosis, Mistake, Proved, Refuted

LEGITIMATE = frozenset({"factor", "sum-mean", "transpose", "log-base"})
"""Mistakes that make one loss of another that is as good."""
BARE = System({}, Var("L"), (), ())
"""No equations: a loss is compared with another as a function of the names in both."""
MAX_NAMES = 4
"""How many names a loss may have to be compared with those of the library."""


@dataclass(frozen=True)
class WrongLoss:
    """A printed loss, the one that is meant, from which model, and the mistake that makes one of the other."""

    loss: Var
    printed: Expr
    intended: Expr
    model: str
    mistake: Mistake

    def finding(self) -> Finding:
        """The finding about the definition."""
        message = f"the loss is not the one of {self.model}: {self.mistake.message}"
        printed, correct = equation((self.loss, self.printed)), equation((self.loss, self.intended))
        base = Finding("refuted", "definition", printed, read_as=printed, sides=(self.loss, self.printed))
        apart = refute(self.printed, self.intended, System({}, self.loss, (), ())).counterexample
        assert apart is not None
        verdict = Refuted(apart, Diagnosis(replace(self.mistake, message=message), self.intended))
        return with_refutation(base, verdict, correct=correct)


def wrong_loss(left: Expr, right: Expr, grounds: Grounds) -> WrongLoss | None:
    """The loss as it is meant, where ``left = right`` fails under the printed one only; None where the claim is wrong.

    It is for a claim that was refuted on these grounds.
    """
    system = grounds.bench.system
    printed = system.equations.get(system.loss)
    if printed is None:
        return None
    for wrong in _suspicions(system.loss, printed):
        if is_proved(left, right, _under(wrong.intended, grounds).bench):
            return wrong
    return None


@lru_cache(maxsize=64)
def _suspicions(loss: Var, printed: Expr) -> tuple[WrongLoss, ...]:
    """The losses of the library that the printed one is a known mistake away from; none where it is as good as one."""
    found = []
    for model, intended in _candidates(printed):
        if agree(intended, printed, BARE):
            return ()
        mistake = explained(intended, printed, BARE)
        if mistake is None or mistake.also or mistake.kind == "other":
            continue
        if mistake.kind in LEGITIMATE:
            return ()
        found.append(WrongLoss(loss, printed, intended, model, mistake))
    return tuple(found)


def is_likelihood(grounds: Grounds) -> bool:
    """Whether the loss is one of the library with the other sign, so that a rule must climb it."""
    system = grounds.bench.system
    printed = system.equations.get(system.loss)
    return printed is not None and any(
        agree(building.neg(intended), printed, BARE) for _, intended in _candidates(printed)
    )


def blamed(finding: Finding, grounds: Grounds) -> Finding:
    """A refuted claim, or the wrong definition that it fails by, with what becomes of both as links."""
    if finding.outcome != "refuted" or len(finding.sides) != 2 or not isinstance(finding.verdict, Refuted):
        return finding
    left, right = finding.sides
    wrong = wrong_loss(left, right, grounds) if _about_loss(left, right, grounds) else None
    if wrong is None:
        return finding
    definition = wrong.finding()
    verdict = decide(left, right, _under(wrong.intended, grounds).bench)
    assert isinstance(verdict, Proved)
    quiet = with_mistake(replace(finding, correct="", counterexample=None), None)
    holds = with_proof(quiet, verdict)
    holds = replace(holds, message=f"it holds for {definition.correct}: the definition is wrong")
    return replace(definition, kind="statements", latex=finding.latex, links=(definition, holds))


def _about_loss(left: Expr, right: Expr, grounds: Grounds) -> bool:
    """Whether a claim is about a derivative of the loss."""
    loss = grounds.bench.system.loss
    return any(building.is_apply(node, "total") and contains(node, loss) for node in postorder(left, right))


def _under(intended: Expr, grounds: Grounds) -> Grounds:
    """The grounds under another equation for the loss."""
    system = grounds.bench.system
    equations = {**system.equations, system.loss: intended}
    return replace(grounds, bench=Bench(replace(system, equations=equations, published={})))


def _candidates(printed: Expr) -> Iterator[tuple[str, Expr]]:
    """The losses of the library in the names of the printed one."""
    for name in models.names():
        for intended in losses(name):
            for names in _renamings(intended, printed):
                yield library(name).title.lower(), substitute(intended, names)


def _renamings(intended: Expr, printed: Expr) -> Iterator[Mapping[Expr, Expr]]:
    """The ways to give the names of one loss to another, with names that are alike left alone."""
    there, here = variables(intended), variables(printed)
    if len(there) != len(here) or len(there) > MAX_NAMES:
        return
    alike: dict[Expr, Expr] = {v: w for v in there for w in here if v.name == w.name and v.shape == w.shape}
    rest = [w for w in here if w not in alike.values()]
    missing = [v for v in there if v not in alike]
    for order in permutations(rest):
        pairs: dict[Expr, Expr] = dict(zip(missing, order, strict=True))
        if all(v.shape == w.shape for v, w in pairs.items()):
            yield {**alike, **pairs}
