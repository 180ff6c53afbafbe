"""Checking a claim: refute it at a point, else prove it for all sizes, else say why not; and if refuted, what is
wrong.

The order is the promise: a wrong formula is answered as fast as a right one. A refutation rests on balls and power
series alone. A proof rests on derivations that were replayed, and on a normal form; what it had to assume, it
lists.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from derive.building import ONE, is_apply, zeros
from derive.calculus import differentiated, function_chain, needed_functions
from derive.conditions import Context, ancestors
from derive.deriving import derive_gradient
from derive.diagnosis.mutations import mutants
from derive.ir import Expr, Var, children, postorder, substitute, variables
from derive.kernel import ReplayError, replay
from derive.proposing import DerivingError
from derive.provers.normal_form import NotCovered, equal_for_all_sizes
from derive.provers.polynomials import TooBig
from derive.refuters.declared import ways
from derive.refuters.points import Probe, numbered, probe
from derive.resizing import size_names
from derive.rewriting import Assumption
from derive.signs import facts
from derive.steps import Derivation
from derive.systems import System
from derive.verdicts import Attempt, Counterexample, Mistake, Proved, Refuted, Undecided, Verdict

CLOSE = 1e-30
"""How closely balls must agree, relatively, for a mutant to count as the claim: 128 bits carry about 38 digits."""


@dataclass(frozen=True)
class Result:
    """What a derivative is equal to: by how many replayed equalities, under which assumptions."""

    expr: Expr
    equalities: int = 0
    assumptions: tuple[Assumption, ...] = ()


@dataclass(frozen=True)
class Bench:
    """A model's system with what has been derived of it so far; derivatives are derived once and replayed once."""

    system: System
    _results: dict[Expr, Result] = field(default_factory=dict)

    def result(self, goal: Expr) -> Result:
        """What a derivative is: between two nodes, or of a formula in a name with all others held constant.

        Raises `DerivingError` and `ReplayError`.
        """
        if goal not in self._results:
            body, v = children(goal)
            assert isinstance(v, Var)
            if is_apply(goal, "total") and isinstance(body, Var):
                self._results[goal] = self._derived(body, v)
            else:
                self._results[goal] = _differentiated(body, v)
        return self._results[goal]

    def _derived(self, node: Var, v: Var) -> Result:
        if v is node:
            return Result(ONE)
        if v not in ancestors(node, self.system.equations):
            return Result(zeros(v.shape))
        derivation = self.derivation(node, v)
        equalities = replay(derivation, self.system.equations).equalities
        return Result(derivation.result, equalities, derivation.assumptions)

    def derivation(self, node: Var, v: Var) -> Derivation:
        """The derivation of ∂node/∂v through the model's equations, not replayed."""
        system = self.system
        part = System(system.equations, node, system.parameters, system.data, system.published, system.facts)
        return derive_gradient(part, v)


def _differentiated(body: Expr, v: Var) -> Result:
    """The derivative of a formula, by the rules of differentiation alone."""
    functions = tuple(function_chain(operator) for operator in needed_functions(body))
    chain = differentiated(body, v, Context({}, {f.start: f.result for f in functions}))
    derivation = Derivation((*functions, chain))
    equalities = replay(derivation).equalities
    return Result(chain.result, equalities, derivation.assumptions)


def decide(left: Expr, right: Expr, bench: Bench, subject: Expr | None = None) -> Verdict:
    """The verdict on ``left = right`` in the scope of a model's equations.

    ``subject`` is what a chain of equalities is about, where ``left`` is not its first side: if the link is wrong,
    that is what the right formula is derived from.
    """
    subject = left if subject is None else subject
    if left.shape != right.shape:
        return _different_shapes(left, right, bench, subject)
    system = bench.system
    inputs = _inputs((left, right), system.equations)
    names = _all_names((left, right), system.equations)
    sizes = size_names(left, right, *(system.equations.get(v, v) for v in names))
    found = _probed(left, right, system, inputs, sizes)
    if found.counterexample is not None:
        return _refuted(found.counterexample, subject, right, bench, inputs, sizes)
    return _proved(left, right, bench, found)


def _probed(left: Expr, right: Expr, system: System, inputs: Sequence[Var], sizes: Sequence[str]) -> Probe:
    """What points say of two sides: a counterexample counts only where there is one however the facts are taken."""
    numbers = numbered(sizes)
    found = [probe(left, right, system.equations, inputs, numbers, facts=facts) for facts in ways(system.facts)]
    return next((one for one in found if one.counterexample is None), found[0])


def _all_names(sides: Sequence[Expr], given: Mapping[Var, Expr]) -> list[Var]:
    found: dict[Var, None] = {}
    pending = variables(*sides)
    while pending:
        v = pending.pop(0)
        if v not in found:
            found[v] = None
            pending += variables(given[v]) if v in given else []
    return list(found)


def _inputs(sides: Sequence[Expr], given: Mapping[Var, Expr]) -> list[Var]:
    return [v for v in _all_names(sides, given) if v not in given]


def _different_shapes(left: Expr, right: Expr, bench: Bench, subject: Expr) -> Refuted:
    """Two typed sides of different shapes cannot be equal, whatever the sizes."""
    counterexample = Counterexample({}, {}, (), str(left.shape), str(right.shape))
    transposed = left.shape == right.shape.transposed
    message = f"the left side is {_a(left)}, the right side {_a(right)}"
    mistake = Mistake("transpose", f"{message}: transposed") if transposed else Mistake("shape", message)
    return Refuted(counterexample, mistake, _derived(subject, bench))


def _derived(left: Expr, bench: Bench) -> Expr | None:
    """What the left side is, where it is a derivative that can be derived."""
    if not _is_derivative(left):
        return None
    try:
        return bench.result(left).expr
    except (DerivingError, ReplayError):
        return None


def _a(side: Expr) -> str:
    return "a scalar" if side.shape.is_scalar else f"of shape {side.shape}"


def derivatives(*sides: Expr) -> list[Expr]:
    """The derivatives that occur in the sides: between named nodes, and of formulas."""
    return [node for node in postorder(*sides) if _is_derivative(node)]


def _is_derivative(expr: Expr) -> bool:
    return is_apply(expr, "total") or is_apply(expr, "derivative")


def _with_results(side: Expr, bench: Bench) -> Result:
    """A side with each derivative replaced by what was derived for it."""
    found = {goal: bench.result(goal) for goal in derivatives(side)}
    worked_out = substitute(side, {goal: result.expr for goal, result in found.items()})
    assumptions = dict.fromkeys(a for result in found.values() for a in result.assumptions)
    return Result(worked_out, sum(result.equalities for result in found.values()), tuple(assumptions))


def _proved(left: Expr, right: Expr, bench: Bench, found: Probe) -> Verdict:
    given = bench.system.equations
    tried: list[Attempt] = []
    try:
        a, b = _with_results(left, bench), _with_results(right, bench)
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


def _refuted(
    counterexample: Counterexample,
    subject: Expr,
    right: Expr,
    bench: Bench,
    inputs: Sequence[Var],
    sizes: Sequence[str],
) -> Refuted:
    """A refutation with the right formula, and the mistake where a mutation of it gives the claim."""
    correct = _derived(subject, bench)
    if correct is None:
        return Refuted(counterexample)
    for mutant in mutants(correct):
        if mutant.expr.shape == right.shape:
            # Where a size is 2, twice the gradient and a sum for its mean are the same.
            given, known = bench.system.equations, ways(bench.system.facts)[0]
            same = probe(mutant.expr, right, given, inputs, numbered(sizes, 1), points=2, facts=known)
            if same.counterexample is None and same.agreeing and same.widest < CLOSE:
                return Refuted(counterexample, Mistake(mutant.kind, mutant.message), correct=correct)
    return Refuted(counterexample, None, correct=correct)
