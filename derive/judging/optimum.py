"""Equations for the minimum: Xᵀ X w = Xᵀ y is no identity, but what ∂J/∂w = 0 says.

An equation that fails in general is proved where the gradient is 0, if the difference of its sides is the gradient but
for a constant factor, or if it gives the name a value at which the gradient is 0. That the gradient is 0 is then listed
as an assumption. That such a value is a minimum, and the only one, is not established.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction

from derive.building import broadcast, div, extent, is_apply, mul, neg, number, sub, total_derivative, zeros
from derive.checking import decide, is_supported
from derive.conditions import ancestors
from derive.diagnosis.diagnosing import derived
from derive.findings import Finding
from derive.ir import Const, Expr, Var, children, contains, postorder, substitute, variables
from derive.judging.grounds import Grounds, equation, with_proof
from derive.judging.restating import INPUTS
from derive.shapes import Size
from derive.verdicts import Proved

AT_MINIMUM = "where the gradient is 0"
"""What is said of an equation that is proved for a minimum alone."""

NUMBERS = (Fraction(1), Fraction(2), Fraction(1, 2))
MOST_SIZES = 3
MOST_NAMES = 12
"""In a loss of more inputs than this nothing is looked for."""


def for_minimum(finding: Finding, grounds: Grounds) -> Finding:
    """The finding of a claim; one that is refuted, but true where the gradient of the loss is 0, is proved for that."""
    left, right = finding.sides if len(finding.sides) == 2 else (None, None)
    system = grounds.bench.system
    if finding.outcome != "refuted" or left is None or right is None or system.loss not in system.equations:
        return finding
    if left.shape != right.shape or any(is_apply(node, "total") for node in postorder(left, right)):
        return finding
    for v in _inputs(left, right, grounds):
        for way in (_of_value, _of_gradient):
            proof = way(left, right, v, grounds)
            if proof is not None:
                return _told(finding, proof, v, grounds)
    return finding


def is_gradient_set_to_zero(finding: Finding) -> bool:
    """Whether a wrong claim says that the derivative of something is 0: it may be a condition, and no derivative."""
    left, right = finding.sides if len(finding.sides) == 2 else (None, None)
    right = children(right)[0] if right is not None and is_apply(right, "broadcast") else right
    is_zero = isinstance(right, Const) and right.value == 0
    return finding.outcome == "refuted" and is_zero and left is not None and is_apply(left, "total")


def as_condition(finding: Finding) -> Finding:
    """The finding of a gradient that is set to 0: a condition, of which nothing is judged."""
    quiet = Finding("notation", finding.kind, finding.latex, read_as=finding.read_as, names=finding.names)
    return replace(quiet, sides=finding.sides, message="a condition for a minimum: nothing was judged")


def _inputs(left: Expr, right: Expr, grounds: Grounds) -> Iterator[Var]:
    """The names that the claim and the loss rest on, and that may be learnt: no inputs, and none with an equation."""
    system = grounds.bench.system
    below = {v for v in ancestors(system.loss, system.equations) if v not in system.equations}
    given = {v for v in below if v.symbol in grounds.scope.data or v.symbol.letter in INPUTS}
    if len(below) <= MOST_NAMES:
        yield from (v for v in variables(left, right) if v in below - given)


def _of_gradient(left: Expr, right: Expr, v: Var, grounds: Grounds) -> Proved | None:
    """The proof that the difference of two sides is the gradient by that name, but for a constant factor."""
    if v.shape != left.shape:
        return None
    gradient, apart = total_derivative(grounds.bench.system.loss, v), sub(left, right)
    due = (mul(broadcast(c, v.shape), gradient) for c in _factors(grounds))
    return next((proof for side in due if (proof := _proof(apart, side, grounds)) is not None), None)


def _proof(left: Expr, right: Expr, grounds: Grounds) -> Proved | None:
    if not is_supported(left, right, grounds.bench):
        return None
    verdict = decide(left, right, grounds.bench)
    return verdict if isinstance(verdict, Proved) else None


def _factors(grounds: Grounds) -> Iterator[Expr]:
    loss = grounds.bench.system.equations[grounds.bench.system.loss]
    sizes = [extent(Size.of(name)) for name in sorted(grounds.scope.sizes) if contains(loss, extent(Size.of(name)))]
    for value in NUMBERS:
        for size in (number(1), *sizes[:MOST_SIZES]):
            for c in (mul(number(value), size), div(number(value), size)):
                yield from (c, neg(c))


def _of_value(left: Expr, right: Expr, v: Var, grounds: Grounds) -> Proved | None:
    """The proof that the gradient is 0 at the value that a claim gives to the name."""
    if left is not v or v.shape != right.shape or contains(right, v):
        return None
    system = grounds.bench.system
    gradient = derived(total_derivative(system.loss, v), grounds.bench)
    if gradient is None:
        return None
    for name in reversed(list(system.equations)):
        gradient = substitute(gradient, {name: system.equations[name]})
    return _proof(substitute(gradient, {v: right}), zeros(v.shape), grounds)


def _told(finding: Finding, proof: Proved, v: Var, grounds: Grounds) -> Finding:
    condition = equation((total_derivative(grounds.bench.system.loss, v), zeros(v.shape)))
    quiet = Finding(finding.outcome, finding.kind, finding.latex, read_as=finding.read_as, names=finding.names)
    told = with_proof(replace(quiet, choices=finding.choices, sides=finding.sides), proof)
    return replace(told, assumptions=(*told.assumptions, condition), message=AT_MINIMUM)
