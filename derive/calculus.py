"""The schoolbook differentiator: takes derivatives one rule at a time, the way it is done on a board.

Every derivative that stands in an expression is taken once per round, outermost first; a round is a line. The rules
come from the operator table and from `derive.rules`; a function that is defined by others is derived from its
definition.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache

from derive import expressing, ruletext, tidying
from derive.building import derivative, is_apply
from derive.conditions import Context, function_derivative
from derive.ir import Apply, Expr, Path, Var, at, children, contains
from derive.matching import matches, places
from derive.operators import Operator
from derive.proposing import DerivingError, Draft
from derive.rewriting import Binding
from derive.rules import get, table
from derive.steps import Chain

RULE_OF = {
    "add": "sum rule",
    "mul": "product rule",
    "div": "quotient rule",
    "neg": "constant factor rule",
    "sum": "each entry in one term",
    "matmul": "derivative of a scalar product",
    "power": "derivative of power in its x",
}
"""The rule for a derivative of each operator; the others have the rule made from their own record."""

VARIABLE_EXPONENT = "derivative of a power with a variable exponent"
"""The rule for u^p where p moves."""

PARTNERS = {"sinh": "cosh", "cosh": "sinh"}
"""Functions whose derivatives have names of their own."""

LONG_SUM = 6
"""From how many terms on the constant ones are left out at once."""

IN_PASSING = ("drop a zero term", "arithmetic", "power 1", "drop a factor 1")
"""What is done in passing, in the line of the next rule of differentiation: so that 0 + u and x^(2 − 1) are seen
once.
"""


def differentiated(body: Expr, v: Var, context: Context) -> Chain:
    """The chain from ∂body/∂v to its tidy form. Raises `DerivingError` where a rule is missing.

    ``body`` is a scalar, or an array each entry of which depends on the same entry of ``v`` alone. Functions that are
    defined by others need their derivatives among the results in ``context`` (see `needed_functions`).
    """
    draft = Draft(derivative(body, v), context)
    take(draft)
    tidying.tidy(draft)
    return draft.finished()


def needed_functions(body: Expr) -> list[Operator]:
    """The operators in ``body`` that are defined by others, whose derivatives must be derived first, in this order."""
    found: dict[str, Operator] = {}
    for _, node in places(body):
        if isinstance(node, Apply) and node.op.definition and node.op.name not in found:
            found.update((inner.name, inner) for inner in _needed_by(node.op) if inner.name not in found)
            found[node.op.name] = node.op
    return list(found.values())


@cache
def _needed_by(operator: Operator) -> tuple[Operator, ...]:
    """The operators in an operator's definition that are themselves defined by others."""
    parts: Binding = {name: Var(name) for name in operator.parameters}
    return tuple(needed_functions(ruletext.instantiate(ruletext.parse(operator.definition), parts)))


@cache
def function_chain(operator: Operator) -> Chain:
    """The derivation of f′(z) from the definition of f, expressed through f itself where that is possible."""
    z = Var(operator.parameters[0])
    lemmas = [function_chain(inner) for inner in _needed_by(operator)]
    draft = Draft(derivative(Apply(operator, (z,)), z), Context({}, {lemma.start: lemma.result for lemma in lemmas}))
    draft.rewrite(f"definition of {operator.name}")
    draft.end_line()
    draft.rewrite("a fraction as a power")
    draft.end_line()
    take(draft)
    tidying.tidy(draft)
    expressing.express_through(draft, operator)
    if operator.name in PARTNERS:
        draft.rewrite(f"definition of {PARTNERS[operator.name]}")
    return draft.finished()


def take(draft: Draft) -> None:
    """Take every derivative that stands in the draft's expression, and carry every cotangent to its variable, a line
    a round.
    """
    while _untaken(draft.standing) or _pullbacks(draft.standing):
        while _untaken(draft.standing):
            draft.exhaust(IN_PASSING)
            for place in reversed(_untaken(draft.standing)):
                _take_one(draft, place)
            draft.end_line()
        while pending := _pullbacks(draft.standing):
            for place in reversed(pending):
                if place not in _pullbacks(draft.standing):
                    continue  # an equal one was carried in its stead, and it stands elsewhere now
                if not _carry_one(draft, place):
                    raise DerivingError(f"no rule carries a cotangent through {at(draft.standing, place)}")
            draft.exhaust(("drop a zero term", "drop a factor 1"))
            draft.end_line()


def _pullbacks(root: Expr) -> list[Path]:
    return [place for place, node in places(root) if is_apply(node, "pullback")]


def _carry_one(draft: Draft, place: Path) -> bool:
    part = at(draft.standing, place)
    s, body, v = children(part)
    if _first_of(draft, FIRST_PULLBACKS, part):
        return True
    if not isinstance(body, Apply) or not body.op.definition:
        return isinstance(body, Apply) and _first_of(draft, _pullback_rules(body.op.name), part)
    slope = function_derivative(body, body.args[0], draft.context.results)
    if slope is None:
        raise DerivingError(f"the derivative of {body.op.name} has not been derived before it is used")
    return draft.apply("pullback of a function", 0, {"s": s, "f": body, "u": body.args[0], "v": v, "w": slope}, place)


def _first_of(draft: Draft, names: Iterable[str], part: Expr) -> bool:
    return any(draft.rewrite(name, where=lambda node: node is part) for name in names)


FIRST_PULLBACKS = (
    "pullback to the variable",
    "pullback of a sum",
    "pullback to a constant",
    "pullback entry by entry",
)
"""How a cotangent is carried first of all; else by the operator's own rule."""


@cache
def _pullback_rules(operator: str) -> tuple[str, ...]:
    """The rules for one operator, those for one of its arguments first."""
    if operator == "mul":
        return ("pullback of a product",)
    return tuple(name for name in table() if name.startswith("pullback of ") and name.split()[2] == operator)


def _untaken(root: Expr) -> list[Path]:
    """The places of the outermost derivatives not yet taken, left to right."""
    found: list[Path] = []
    for place, node in places(root):
        if is_apply(node, "derivative") and not any(place[: len(outer)] == outer for outer in found):
            found.append(place)
    return found


def _take_one(draft: Draft, place: Path) -> None:
    body, v = children(at(draft.standing, place))
    if not isinstance(v, Var):
        raise DerivingError(f"cannot differentiate with respect to {v}, which is not a name")
    if isinstance(body, Apply) and body.op.definition and contains(body, v):
        inner = function_derivative(body, body.args[0], draft.context.results)
        if inner is not None:
            parts: Binding = {"f": body, "u": body.args[0], "v": v, "w": inner}
            if draft.apply("derivative of a function", 0, parts, place):
                return
        raise DerivingError(f"the derivative of {body.op.name} has not been derived before it is used")
    if _leave_constant_terms(draft, place, body, v):
        return
    for name in _candidates(body, v):
        rule = get(name)
        for form in range(len(rule.forms)):
            for binding in matches(rule.sides(form)[0], at(draft.standing, place), {}):
                if draft.apply(name, form, binding, place):
                    return
    if _has_pullback(body, v) and draft.apply("derivative as a pullback", 0, {"u": body, "v": v}, place):
        return
    raise DerivingError(f"no rule of differentiation fits ∂/∂{v} of {body}")


def _leave_constant_terms(draft: Draft, place: Path, body: Expr, v: Var) -> bool:
    """Of a long sum in which one term depends on ``v``, go on with that term: nobody writes a row of zeros."""
    terms = children(body) if is_apply(body, "add") and len(children(body)) >= LONG_SUM else ()
    moving = [index for index, term in enumerate(terms) if contains(term, v)]
    if len(moving) != 1:
        return False
    first = moving[0]
    parts: Binding = {"c": terms[:first], "u": terms[first], "d": terms[first + 1 :], "v": v}
    return draft.apply("sum rule", 1, parts, place)


def _has_pullback(body: Expr, v: Var) -> bool:
    """Whether a scalar's cotangent can be carried into it: only so is it differentiated by way of arrays."""
    return isinstance(body, Apply) and bool(body.op.pullback) and body.shape.is_scalar and contains(body, v)


def _candidates(body: Expr, v: Var) -> tuple[str, ...]:
    """The names of the rules to try, the most telling first."""
    if body is v:
        return ("derivative of the variable", "derivative of each entry")
    if not contains(body, v):
        return ("derivative of a constant",)
    assert isinstance(body, Apply)
    name = body.op.name
    if name in RULE_OF:
        more = (VARIABLE_EXPONENT,) if name == "power" else ()
        return ("constant factor rule", RULE_OF[name], *more)
    in_one = (f"derivative of {name} in its {parameter}" for parameter in body.op.parameters)
    return tuple(rule for rule in ("derivative by cases", *in_one, f"derivative of {name}") if rule in table())
