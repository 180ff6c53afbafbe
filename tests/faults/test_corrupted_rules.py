"""Every rule is tested by being made wrong: with any one of them corrupted, no report comes out."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace

import pytest
from systems_for_tests import ALL

from derive import calculus, ops, rules
from derive.building import total_derivative
from derive.crosschecking import Disagreement, cross_check
from derive.deriving import derive_gradients
from derive.kernel import ReplayError, replay
from derive.proposing import DerivingError
from derive.rewriting import Form, Rule
from derive.systems import System

REFUSALS = (ReplayError, DerivingError, Disagreement)


def _used() -> list[tuple[str, str]]:
    """Each rule that some derivation uses, with a system whose derivation uses it."""
    found: dict[str, str] = {}
    for name, make in ALL.items():
        system = make()
        for step in derive_gradients(system):
            found.setdefault(step.rule, name)
    return sorted(found.items())


@contextmanager
def _with_rule(rule: Rule) -> Iterator[None]:
    """The rule in place of the one of its name; derivations of functions are made anew."""
    table = rules.table()
    before = table[rule.name]
    table[rule.name] = rule
    calculus.function_chain.cache_clear()
    try:
        yield
    finally:
        table[rule.name] = before
        calculus.function_chain.cache_clear()


def _everything(make: Callable[[], System]) -> None:
    """What stands between a model and its report: derive, replay, cross-check."""
    system = make()
    derivation = derive_gradients(system)
    replay(derivation, system.equations)
    results = {chain.start: chain.result for chain in derivation.chains}
    cross_check(system, {v: results[total_derivative(system.loss, v)] for v in system.parameters}, points=1)


def test_without_corruption_everything_passes() -> None:
    for make in ALL.values():
        _everything(make)


@pytest.mark.parametrize(("name", "system"), _used())
@pytest.mark.parametrize("change", ["({}) + 1", "2 * ({}) + 1", "-({}) + 3"])
def test_a_corrupted_rule_stops_the_report(name: str, system: str, change: str) -> None:
    rule = rules.get(name)
    forms = tuple(Form(form.left, change.format(form.right), form.conditions) for form in rule.forms)
    with _with_rule(replace(rule, forms=forms)), pytest.raises(REFUSALS):
        _everything(ALL[system])


CORRUPTED_OPERATORS = [
    ("exp", {"x": "y + 1"}),
    ("exp", {"x": "-y"}),
    ("log", {"x": "1 / x ** 2"}),
    ("power", {"x": "p * x ** p", "p": "y * log(x)"}),
    ("power", {"x": "x ** (p - 1)", "p": "y * log(x)"}),
]


@pytest.mark.parametrize(("name", "local"), CORRUPTED_OPERATORS)
def test_a_corrupted_operator_stops_the_report(
    name: str, local: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The rules made from an operator's record follow the record, and so does the refusal."""
    wrong = replace(ops.get(name), local=local)
    system = {"exp": "logistic", "log": "logistic", "power": "linear"}[name]
    for rule in rules.from_operator(wrong):
        if rule.name == rules.from_operator(ops.get(name))[0].name:
            with _with_rule(rule), pytest.raises(REFUSALS):
                _everything(ALL[system])
            return
    pytest.fail("the operator states no rule")
