"""Update rules: w ← w − α g claims that g is the gradient of the loss in w.

A rule is judged by its gradient. What the step does beside that is said in words: that it goes uphill, or that no
learning rate is written. A step along something that the loss does not rest on, such as a velocity, claims nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from derive import ops
from derive.building import is_apply, matmul, neg, total_derivative
from derive.checking import decide
from derive.conditions import ancestors
from derive.findings import Finding, decisive, with_mistake
from derive.ir import Apply, Expr, Span, Var, children, postorder, variables
from derive.judging.equalities import linked, links_of, whole_chain
from derive.judging.grounds import Grounds, equation, said, said_assumption
from derive.judging.losses import is_likelihood
from derive.judging.unjudged import not_judged, not_read
from derive.notation.reading import Reading, Update, read
from derive.notation.updating import rule_of
from derive.rewriting import Assumption
from derive.verdicts import Mistake, Proved

UPHILL = "the gradient is right, but the rule adds it and so goes uphill: it must be taken away"
WITHOUT_LOSS = "nothing says what the loss is: nothing was judged"
WITHOUT_RATE = "no learning rate is written: the step is as long as the gradient"
CLIMBS = "the loss is a likelihood, which the rule climbs"
REVERSED = "the gradient has the wrong sign, so the rule goes uphill"
NEWTON = "a step of Newton's method: the Hessian of the loss times the step is the gradient"
WHICH_WAY = "does the loss become smaller by this step?"


def judged_update(reading: Reading, text: str, grounds: Grounds) -> Finding:
    """What becomes of an update rule: the verdict on the gradient that it steps along, then on further sides."""
    update = reading.update
    if update is None or update.gradient is None or not isinstance(update.target, Var):
        return not_judged(reading, text, grounds)
    strange = _strange(update, grounds)
    if strange:
        why = f"the step goes along {', '.join(map(str, strange))}, on which the loss does not rest: nothing was judged"
        return _noted(reading, text, grounds, why if _has_loss(grounds) else WITHOUT_LOSS)
    finding = _step(update, said(reading, text), grounds)
    if finding.outcome == "unbound" and not _has_loss(grounds):
        return _noted(reading, text, grounds, WITHOUT_LOSS)
    further = links_of(reading.sides[1:], said(reading, text), grounds, reading.sides[1])
    if not further:
        return finding
    return whole_chain((finding, *further), replace(decisive((finding, *further)), read_as=finding.read_as))


def _noted(reading: Reading, text: str, grounds: Grounds, why: str) -> Finding:
    return replace(not_judged(reading, text, grounds), outcome="update", message=why)


def _has_loss(grounds: Grounds) -> bool:
    return grounds.bench.system.loss in grounds.bench.system.equations


def diagnosed_update(reading: Reading, text: str, grounds: Grounds) -> Finding:
    """What is wrong with an update rule that does not fit together: whether its gradient is one of another shape."""
    finding, statement = not_read(reading, text), reading.surface
    rule = rule_of(statement) if statement is not None and len(statement.sides) > 1 else None
    target = read(_cut(text, statement.sides[0].span), grounds.scope) if statement is not None and rule else None
    gradient = read(_cut(text, rule.gradient.span), grounds.scope) if rule and rule.gradient else None
    if target is None or gradient is None or not isinstance(target.expr, Var) or gradient.expr is None:
        return finding
    due = total_derivative(grounds.bench.system.loss, target.expr)
    apart = linked(due, gradient.expr, finding, grounds, due)
    if apart.named is None or apart.outcome != "refuted":
        return finding
    message = f"the gradient in this rule does not fit: {apart.named.message}"
    return replace(with_mistake(finding, replace(apart.named, message=message)), correct=apart.correct)


def _cut(text: str, span: Span) -> str:
    return text[span.start : span.end]


def _strange(update: Update, grounds: Grounds) -> Sequence[Var]:
    """The names in a step on which the loss does not rest, although they are no sizes or rates."""
    assert update.gradient is not None
    system = grounds.bench.system
    below = {system.loss, *ancestors(system.loss, system.equations)}
    below.update(v for name in (*below,) if name in system.equations for v in variables(system.equations[name]))
    used = [v for v in variables(update.gradient) if v not in grounds.shorthands]
    return [v for v in used if v not in below and v not in system.equations]


def step_of(update: Update, grounds: Grounds) -> tuple[Expr, Expr]:
    """The gradient that is due in a step along a gradient, and the one that it goes along."""
    assert update.gradient is not None
    assert isinstance(update.target, Var)
    along: Expr = update.gradient if update.sign < 0 else neg(update.gradient)
    return total_derivative(grounds.bench.system.loss, update.target), along


def _newton(due: Expr, along: Expr, base: Finding, grounds: Grounds) -> Finding | None:
    """What becomes of a step of Newton's method, which the Hessian takes to the gradient; None where it is none."""
    loss, v = children(due)
    column = isinstance(v, Var) and v.shape.rank == 1 and not v.shape.row
    if not column or not any(is_apply(part, "inverse") for part in postorder(along)):
        return None
    hessian = Apply(ops.get("hessian"), (loss, v, v))
    if decided := _both_parts(hessian, due, along, base, grounds):
        return decided
    if not isinstance(decide(matmul(hessian, along), due, grounds.bench, due), Proved):
        return None
    return replace(linked(matmul(hessian, along), due, base, grounds, due), message=NEWTON)


def _both_parts(hessian: Expr, due: Expr, along: Expr, base: Finding, grounds: Grounds) -> Finding | None:
    """What becomes of a step that is written as the inverse of the Hessian times the gradient."""
    inverse, gradient = children(along) if is_apply(along, "matmul") else (along, along)
    if not is_apply(inverse, "inverse"):
        return None
    pairs = ((hessian, children(inverse)[0]), (due, gradient))
    if not all(isinstance(decide(left, right, grounds.bench, left), Proved) for left, right in pairs):
        return None
    finding, regular = linked(*pairs[1], base, grounds, due), Assumption("regular", children(inverse))
    assumptions = tuple(dict.fromkeys((*finding.assumptions, said_assumption(regular))))
    read_as = equation((matmul(hessian, along), due))
    return replace(finding, message=NEWTON, assumptions=assumptions, read_as=read_as)


def _step(update: Update, base: Finding, grounds: Grounds) -> Finding:
    """What becomes of the one step of a rule."""
    assert update.gradient is not None
    due, along = step_of(update, grounds)
    newton = _newton(due, along, base, grounds)
    if newton is not None:
        return newton
    climbs = update.sign > 0 and is_likelihood(grounds)
    finding = linked(due, update.gradient if climbs else along, base, grounds, due)
    if finding.outcome == "proved":
        return replace(finding, message=CLIMBS if climbs else "" if update.rate is not None else WITHOUT_RATE)
    if finding.outcome != "refuted" or climbs:
        return finding
    if update.sign > 0 and linked(due, update.gradient, base, grounds, due).outcome == "proved":
        return with_mistake(finding, Mistake("sign", UPHILL, hint=WHICH_WAY))
    reverse = linked(due, neg(along), base, grounds, due)
    return with_mistake(finding, Mistake("sign", REVERSED, hint=WHICH_WAY)) if reverse.outcome == "proved" else finding
