"""Whether a printed loss is the one that is wrong: a gradient that fails under it holds under a loss of the library.

The definition is blamed only where it is a known mistake away from a loss of the library in its names, and where the
claim fails under the one and is proved under the other. A loss that is just another one, or the same but for a constant
factor, is never blamed: then the claim is wrong.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import islice, permutations

from derive import building, models
from derive.bench import Bench
from derive.checking import decide
from derive.diagnosis.diagnosing import CLOSE
from derive.diagnosis.mutations import Mutant, mutants
from derive.findings import Finding, with_refutation
from derive.ir import Expr, Var, children, contains, postorder, substitute, variables
from derive.judging.grounds import Grounds, equation, with_proof
from derive.modelling import library
from derive.refuters.refuting import refute
from derive.systems import System
from derive.verdicts import Mistake, Proved, Refuted

LEGITIMATE = frozenset({"factor", "sum-mean", "transpose", "log-base"})
"""Mistakes that make one loss of another that is as good."""
MAX_NAMES = 4
"""How many names a loss may have to be compared with those of the library."""


@dataclass(frozen=True)
class WrongLoss:
    """A printed loss, the one that is meant, from which model, and the mistake that makes one of the other."""

    loss: Var
    printed: Expr
    intended: Expr
    model: str
    mistake: Mutant

    def finding(self) -> Finding:
        """The finding about the definition."""
        message = f"the loss is not the one of {self.model}: {self.mistake.message}"
        printed, correct = equation((self.loss, self.printed)), equation((self.loss, self.intended))
        base = Finding("refuted", "definition", printed, read_as=printed, sides=(self.loss, self.printed))
        apart = refute(self.printed, self.intended, System({}, self.loss, (), ())).counterexample
        assert apart is not None
        verdict = Refuted(apart, Mistake(self.mistake.kind, message), self.intended)
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
        if isinstance(decide(left, right, _under(wrong.intended, grounds).bench), Proved):
            return wrong
    return None


@lru_cache(maxsize=64)
def _suspicions(loss: Var, printed: Expr) -> tuple[WrongLoss, ...]:
    """The losses of the library that the printed one is a known mistake away from; none where it is as good as one."""
    found = []
    for model, intended in _candidates(printed):
        mutations = [m for m in (*mutants(intended), *_without_functions(intended)) if m.expr.shape.is_scalar]
        as_good = [intended, *(m.expr for m in mutations if m.kind in LEGITIMATE)]
        if any(_agree(printed, other) for other in as_good):
            return ()
        wrong = (m for m in mutations if m.kind not in LEGITIMATE and _agree(printed, m.expr))
        found += [WrongLoss(loss, printed, intended, model, mistake) for mistake in islice(wrong, 1)]
    return tuple(found)


def is_likelihood(grounds: Grounds) -> bool:
    """Whether the loss is one of the library with the other sign, so that a rule must climb it."""
    system = grounds.bench.system
    printed = system.equations.get(system.loss)
    return printed is not None and any(
        wrong.mistake.expr is building.neg(wrong.intended) for wrong in _suspicions(system.loss, printed)
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
    holds = with_proof(replace(finding, mistake=None, correct="", counterexample=None), verdict)
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
        for variant in library(name).variants.values():
            intended = variant.system.equations[variant.system.loss]
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


def _agree(one: Expr, other: Expr) -> bool:
    """Whether two losses have the same values at points, as functions of the names in them."""
    found = refute(one, other, System({}, Var("L"), (), ()))
    return found.counterexample is None and found.agreeing > 0 and found.widest < CLOSE


def _without_functions(intended: Expr) -> Iterator[Mutant]:
    """The loss with one logarithm lost."""
    for node in postorder(intended):
        if building.is_apply(node, "log"):
            lost = substitute(intended, {node: children(node)[0]})
            yield Mutant("missing-function", "a logarithm is missing", lost)
