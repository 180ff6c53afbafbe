"""The rules, one file for each family of identities; a file lists its rules in ``RULES``.

Rules that state an operator's own derivative are not written here: they are made from the operator table, so that a
rule and the operator cannot disagree.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache
from importlib import import_module
from pathlib import Path

from derive import ops
from derive.operators import Operator
from derive.rewriting import Condition, Form, Rule


class UnknownRule(Exception):
    """There is no rule of that name."""


@cache
def families() -> tuple[str, ...]:
    """The names of the rule files, sorted."""
    return tuple(sorted(f.stem for f in Path(__file__).parent.glob("*.py") if not f.stem.startswith("_")))


def from_operator(operator: Operator) -> tuple[Rule, ...]:
    """The rules that an operator's record states: its local derivative, its pullback, its definition."""
    made: list[Rule] = []
    if operator.elementwise and len(operator.parameters) == 1 and operator.local:
        made.append(_local_rule(operator, operator.parameters[0], ()))
    elif operator.elementwise and operator.local and not operator.variadic:
        for parameter in operator.parameters:
            others = tuple(other for other in operator.parameters if other != parameter)
            made.append(_local_rule(operator, parameter, others))
        made.append(_whole_rule(operator))
    if "rest" in operator.pullback:
        made.append(_rule_of_parts(operator))
    else:
        made += _pullback_rules(operator, operator.pullback)
    if operator.elementwise and operator.local and not operator.variadic:
        slopes = {p: f"y_bar * ({text})" for p, text in operator.local.items()}
        made += _pullback_rules(operator, slopes, _away_from_jumps(operator))
    if operator.definition:
        written = operator.text
        forms = (Form(written, operator.definition), Form(operator.definition, written))
        made.append(Rule(f"definition of {operator.name}", forms, operator.source))
    return tuple(made)


def _local_rule(operator: Operator, parameter: str, others: tuple[str, ...]) -> Rule:
    """derivative(f(x), v) = f′(x) · derivative(x, v), the others held constant."""
    local = _with_output(operator, operator.local[parameter])
    right = f"({local}) * derivative({parameter}, v)"
    name = f"derivative of {operator.name}" + (f" in its {parameter}" if others else "")
    conditions = (*(("free", other, "v") for other in others), *_away_from_jumps(operator))
    return Rule(name, (Form(f"derivative({operator.text}, v)", right),), operator.source, conditions)


def _whole_rule(operator: Operator) -> Rule:
    """derivative(f(p, q), v) = ∂f/∂p · derivative(p, v) + ∂f/∂q · derivative(q, v)."""
    terms = (f"({_with_output(operator, operator.local[p])}) * derivative({p}, v)" for p in operator.parameters)
    form = Form(f"derivative({operator.text}, v)", " + ".join(terms))
    return Rule(f"derivative of {operator.name}", (form,), operator.source, _away_from_jumps(operator))


def _away_from_jumps(operator: Operator) -> tuple[Condition, ...]:
    """Where a derivative of 0 holds: unlike other derivatives, 0 has a value at a jump too."""
    return operator.domain if operator.piecewise_constant else ()


def _pullback_rules(
    operator: Operator, pullback: Mapping[str, str], conditions: tuple[Condition, ...] = ()
) -> Iterator[Rule]:
    """pullback(s, f(p, q), v) = pullback(ŝ, p, v) for each argument, the others held constant, and for all at once."""
    left = f"pullback(s, {operator.text.replace('y_bar', 's')}, v)"
    single = [p for p in operator.parameters if p in pullback]
    shares = []
    for parameter in single:
        text = _with_output(operator, pullback[parameter]).replace("y_bar", "s")
        shares.append(f"pullback({text}, {parameter}, v)")
        others = [other.lstrip("*") for other in operator.parameters if other != parameter]
        name = f"pullback of {operator.name}" + (f" in its {parameter}" if others else "")
        free = tuple(("free", other, "v") for other in others)
        yield Rule(name, (Form(left, shares[-1]),), operator.source, (*free, *conditions))
    if len(single) == len(operator.parameters) > 1:
        yield Rule(f"pullback of {operator.name}", (Form(left, " + ".join(shares)),), operator.source, conditions)


def _rule_of_parts(operator: Operator) -> Rule:
    """The first part that depends on v gets its share, and stands as zeros in what is left to do."""
    whole = operator.text.replace("first, *rest", "*a, u, *w")
    text = operator.pullback["rest"].replace("before", "a").replace("rest", "u").replace("y_bar", "s")
    share = f"pullback({re.sub(_OUTPUT, whole, text)}, u, v)"
    others = f"pullback(s, {whole.replace('u, *w', 'zeros_like(u), *w')}, v)"
    form = Form(f"pullback(s, {whole}, v)", f"{share} + {others}")
    conditions = (("free", "a", "v"), ("depends", "u", "v"))
    return Rule(f"pullback of {operator.name}", (form,), operator.source, conditions)


_OUTPUT = r"\by\b"


def _with_output(operator: Operator, text: str) -> str:
    """The text with the output ``y`` written out as the operator over its parameters."""
    return re.sub(_OUTPUT, operator.text, text)


@cache
def table() -> dict[str, Rule]:
    """All rules by name."""
    rules: list[Rule] = []
    for family in families():
        rules += import_module(f"derive.rules.{family}").RULES
    for name in ops.names():
        rules += from_operator(ops.get(name))
    found: dict[str, Rule] = {}
    for rule in rules:
        if rule.name in found:
            raise UnknownRule(f"two rules are called {rule.name!r}")
        found[rule.name] = rule
    return found


def get(name: str) -> Rule:
    """The rule of that name; raises `UnknownRule`."""
    if name not in table():
        raise UnknownRule(f"there is no rule {name!r}")
    return table()[name]
