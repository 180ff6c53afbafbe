"""What every rule must satisfy: a source, words for it, text that parses, and sides that are equal where it applies."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from typing import Any

import pytest
from instances_for_tests import MAKERS, instances
from points_for_tests import NoPoint, differ
from systems_for_tests import two_paths

from derive import building as b
from derive import conditions, rules, ruletext
from derive.conditions import Context, UnknownCondition, decide
from derive.ir import Const, Symbol, Var
from derive.rewriting import Form, Rule, instance
from derive.shapes import Shape
from reports import languages
from reports.words import keys

INSTANCES = 6
REASONS = languages.get(languages.DEFAULT).reasons
BROUGHT_IN = {"add and subtract the same": {"c"}}
"""Parts that a rule puts in, whatever they are: u = u + c − c."""
FORMS = [(name, form) for name, rule in rules.table().items() for form in range(len(rule.forms))]


def record_problems(rule: Rule) -> list[str]:
    """What is missing in a rule's record."""
    problems = [] if rule.source.strip() else ["it has no source"]
    if not set(keys(rule.name)) <= set(REASONS):
        problems.append("there are no words for it")
    for form in range(len(rule.forms)):
        left, right = rule.sides(form)
        bound = ruletext.parts(left) | {part for name, *parts in rule.needs(form) if name in MAKERS for part in parts}
        unbound = ruletext.parts(right) - bound
        spoken_of = {name for _, *texts in rule.needs(form) for text in texts for name in _names(text)}
        unbound |= spoken_of - bound - ruletext.parts(right)
        problems += [f"{part} is bound by nothing" for part in unbound - BROUGHT_IN.get(rule.name, set())]
        problems += [f"unknown condition {n}" for n, *_ in rule.needs(form) if n not in conditions._CONDITIONS]
    problems += [f"{part} is struck but does not occur" for part in set(rule.struck) - _all_parts(rule)]
    return problems


def _names(text: str) -> frozenset[str]:
    """The parts that a condition's text speaks of: itself, where it is the name of one."""
    return ruletext.parts(ruletext.parse(text))


def _all_parts(rule: Rule) -> set[str]:
    found = {part for _, *parts in rule.conditions for part in parts}
    for form in range(len(rule.forms)):
        found |= ruletext.parts(rule.sides(form)[0])
    return found


@pytest.mark.parametrize("name", rules.table())
def test_the_record_is_complete(name: str) -> None:
    assert record_problems(rules.get(name)) == []


@pytest.mark.parametrize(
    "change",
    [
        {"source": ""},
        {"name": "a rule nobody has words for"},
        {"conditions": (("no-such-condition", "u"),)},
        {"forms": (Form("derivative(u, v)", "nowhere"),)},
        {"struck": ("nowhere",)},
    ],
)
def test_an_incomplete_record_is_found(change: dict[str, Any]) -> None:
    assert record_problems(replace(rules.get("sum rule"), **change))


def test_there_are_words_for_no_other_rules() -> None:
    assert set(REASONS) == {key for name in rules.table() for key in keys(name)}


def test_no_two_rules_share_a_name_and_each_is_found_by_it() -> None:
    assert all(rules.get(name).name == name for name in rules.table())
    with pytest.raises(rules.UnknownRule, match="no rule 'nonsense'"):
        rules.get("nonsense")


# --- both sides


def wrong_instances(rule: Rule, form: int, wanted: int = INSTANCES) -> tuple[int, list[str]]:
    """How many instances of a form were evaluated, and those whose sides certainly differ."""
    tried, wrong = 0, []
    for seed, made in enumerate(instances(rule, form, 5 * wanted)):
        try:
            if differ(made.left, made.right, made.context.given, seed=seed, facts=made.context.facts):
                wrong.append(f"{made.left} = {made.right}")
        except NoPoint:
            continue
        tried += 1
        if tried == wanted:
            break
    return tried, wrong


@pytest.mark.parametrize(("name", "form"), FORMS)
def test_both_sides_are_equal(name: str, form: int) -> None:
    tried, wrong = wrong_instances(rules.get(name), form)
    assert tried == INSTANCES, "too few instances could be built; a new condition needs a maker in instances_for_tests"
    assert wrong == []


@pytest.mark.parametrize(("name", "form"), FORMS)
@pytest.mark.parametrize("change", ["({}) + 1", "7 * ({}) + 11"])
def test_a_corrupted_side_is_found(name: str, form: int, change: str) -> None:
    rule = rules.get(name)
    left, right, needs = rule.forms[form]
    corrupted = replace(rule, forms=(Form(left, change.format(right), needs),))
    found = 0
    for made in instances(rule, form, INSTANCES):
        sides = instance(corrupted, 0, made.binding)
        with suppress(NoPoint):
            assert differ(*sides, made.context.given, facts=made.context.facts)
            found += 1
    assert found


def test_rules_are_tried_on_arrays_too() -> None:
    """Rules that hold for numbers are used on arrays: their instances must not all be numbers."""
    for name in ("drop a factor 1", "one fraction", "equal factors cancel", "product rule", "derivative of exp"):
        shapes = {made.left.shape for made in instances(rules.get(name), 0, 20)}
        assert len(shapes) > 2, name


# --- conditions

U, V, W, X = (Var(name) for name in "uvwx")
VEC = Shape.of("m")
A, P = Var("a", VEC), Var("p", VEC)
SYSTEM = two_paths()
NODE, LOSS = SYSTEM.equations
(PARAMETER,) = SYSTEM.parameters
SQUARE = b.derivative(b.mul(X, X), X)
SIGMA = b.call("sigmoid", X)
ENTRY = b.power(Var(Symbol("a", sub="i")), U)
ENTRY_SLOPE = b.mul(ENTRY, b.call("log", Var(Symbol("a", sub="i"))))
OVER = b.power(A, b.broadcast(U, VEC))
LEMMA = {b.derivative(SIGMA, X): b.mul(SIGMA, b.sub(b.ONE, SIGMA))}
AT_U = b.mul(b.call("sigmoid", U), b.sub(b.ONE, b.call("sigmoid", U)))

Parts = tuple[Any, ...]
CASES: dict[str, tuple[list[Parts], list[Parts], Context]] = {
    "free": ([(U, V), ((U, W), V)], [(V, V), (b.add(U, V), V), ((U, b.call("exp", V)), V)], Context()),
    "depends": ([(V, V), (b.add(U, V), V), ((U, V), V)], [(U, V), ((U, W), V), ((), V)], Context()),
    "nonzero": (
        [(b.call("exp", U),), (Const(-2),), ((Const(2), b.call("exp", U)),)],
        [(Const(0),), ((U, Const(0)),)],
        Context(),
    ),
    "positive": ([(b.call("exp", U),), (Const(2),)], [(Const(-2),), (Const(0),)], Context()),
    "value": ([(b.add(Const(1), Const(2)), Const(3))], [(Const(1), Const(3)), (U, Const(3)), (Const(1), U)], Context()),
    "numbers": (
        [((Const(2), U, Const(3)), Const(6), (U,)), ((U,), Const(1), (U,))],
        [((Const(2), U, Const(3)), Const(5), (U,)), ((Const(2), U, V), Const(2), (V, U)), ((Const(2), U), U, (U,))],
        Context(),
    ),
    "minus-one": ([(Const(-1),), (b.broadcast(Const(-1), VEC),)], [(Const(1),), (b.neg(U),)], Context()),
    "negated": ([(Const(-3), Const(3))], [(Const(3), Const(3)), (U, b.neg(U))], Context()),
    "negative-number": ([(Const(-3),)], [(Const(3),), (Const(0),), (b.neg(U),)], Context()),
    "one-less": ([(Const(3), Const(2))], [(Const(2), Const(3)), (U, b.sub(U, b.ONE))], Context()),
    "cancelled-terms": (
        [
            ((U, V, b.neg(U)), (V,)),
            ((U, b.neg(U)), ()),
            ((b.mul(Const(2), U, V), W, b.neg(b.mul(V, U, Const(2)))), (W,)),
        ],
        [((U, V), (V,)), ((U, V), (U, V)), ((U, b.neg(U)), (U,)), ((U, U, b.neg(U)), ()), ((U, b.neg(V)), ())],
        Context(),
    ),
    "interleaves": (
        [((U, V, W), (V,), (W, U)), ((U,), (), (U,))],
        [((U, V), (V,), (W,)), ((U, V), (U, V), ()), ((U, U), (U,), (U, U))],
        Context(),
    ),
    "interleaves-both": (
        [((U, V), (W,), (V,), (W,), (U,)), ((U,), (V,), (), (), (V, U))],
        [((U,), (V,), (U,), (V,), ()), ((U,), (V,), (), (U,), (U,))],
        Context(),
    ),
    "same-terms": ([((U, V), (V, U))], [((U, V), (U, V)), ((U, V), (V,)), ((U, U), (U, V))], Context()),
    "given": (
        [(NODE, SYSTEM.equations[NODE])],
        [(NODE, b.add(SYSTEM.equations[NODE], b.ONE)), (U, V), (b.neg(NODE), SYSTEM.equations[NODE])],
        Context(SYSTEM.equations),
    ),
    "result": (
        [(SQUARE, b.mul(Const(2), X))],
        [(SQUARE, X), (U, b.mul(Const(2), X))],
        Context({}, {SQUARE: b.mul(Const(2), X)}),
    ),
    "scalar": ([(U,)], [(A,)], Context()),
    "scalar-factors": ([((U, b.broadcast(V, VEC)),), ((),)], [((U, A),)], Context()),
    "identity": ([(b.eye("m"),)], [(A,), (b.call("diag", A),)], Context()),
    "column": ([(A,)], [(U,), (b.transpose(A),), (Var("M", Shape.of("m", "m")),)], Context()),
    "half": ([(b.number("1/2"),)], [(Const(2),), (U,)], Context()),
    "quotient": (
        [(Const(3), Const(2), b.number("3/2"))],
        [(Const(3), Const(2), Const(2)), (Const(3), b.ZERO, Const(3)), (U, Const(1), U)],
        Context(),
    ),
    "same-sum": (
        [((U, V, U), (V, b.mul(Const(2), U))), ((b.mul(U, V),), (b.mul(V, U),))],
        [((U, V), (U,)), ((U, U), (U,)), ((U,), (b.neg(U),))],
        Context(),
    ),
    "factored": (
        [((b.mul(U, V), b.neg(b.mul(W, U))), (U,), (V, b.neg(W)))],
        [((b.mul(U, V), W), (U,), (V, W)), ((b.mul(U, V),), (U,), (V, V)), ((U,), (), (U,))],
        Context(),
    ),
    "ones": (
        [(b.sums_along(Var("s", Shape.of("m", "m")), 0).args[0],)],
        [(A,), (b.matmul(A, b.transpose(A)),), (U,)],
        Context(),
    ),
    "entrywise": (
        [(b.mul(A, P), A), (A, A), (b.call("exp", b.mul(A, b.broadcast(b.total(P), VEC))), A)],
        [(b.mul(A, b.broadcast(b.total(A), VEC)), A), (b.total(A), A), (b.matmul(Var("M", Shape.of("m", "m")), A), A)],
        Context(),
    ),
    "chain": (
        [
            (LOSS, NODE, (b.partial(LOSS, NODE),)),
            (LOSS, PARAMETER, (b.mul(b.total_derivative(LOSS, NODE), b.partial(NODE, PARAMETER)),)),
            (LOSS, PARAMETER, (b.mul(b.partial(NODE, PARAMETER), b.total_derivative(LOSS, NODE)),)),
            (LOSS, Var("unused"), (b.ZERO,)),
        ],
        [
            (LOSS, NODE, ()),
            (LOSS, NODE, (b.partial(LOSS, NODE), b.partial(LOSS, NODE))),
            (LOSS, NODE, (b.neg(b.partial(LOSS, NODE)),)),
            (LOSS, LOSS, (b.partial(LOSS, LOSS),)),
            (LOSS, PARAMETER, (b.total_derivative(LOSS, NODE),)),
        ],
        Context(SYSTEM.equations),
    ),
    "function-lemma": (
        [(b.call("sigmoid", U), U, AT_U)],
        [
            (b.call("sigmoid", U), V, AT_U),
            (b.call("exp", U), U, b.call("exp", U)),
            (b.call("sigmoid", U), U, U),
            (U, U, U),
        ],
        Context({}, LEMMA),
    ),
    "same-rational-form": (
        [
            (b.div(b.mul(Const(2), U), b.power(U, Const(2))), b.div(Const(2), U), (b.power(U, Const(2)),)),
            (b.mul(b.call("exp", U), b.call("exp", V)), b.call("exp", b.add(V, U)), ()),
            (b.mul(U, b.power(U, V)), b.power(U, b.add(V, b.ONE)), ()),
            (b.add(b.div(U, V), b.ONE), b.div(b.add(U, V), V), (V, W)),
            (b.mul(b.power(b.add(U, V), b.number("1/2")), b.power(b.add(V, U), b.number("1/2"))), b.add(U, V), ()),
        ],
        [
            (b.div(U, U), b.ONE, ()),
            (b.power(U, Const(-1)), b.div(b.ONE, U), ()),
            (b.power(b.power(U, Const(2)), b.number("1/2")), U, ()),
            (b.power(b.mul(U, V), b.number("1/2")), b.mul(U, V), ()),
            (b.call("log", b.mul(U, V)), b.mul(b.call("log", U), V), ()),
            (b.call("exp", b.mul(U, V)), b.mul(b.call("exp", U), b.call("exp", V)), ()),
            (b.power(b.add(U, V), Const(2)), b.add(b.power(U, Const(2)), b.power(V, Const(2))), ()),
            (A, A, ()),
        ],
        Context(),
    ),
    "entry-lemma": (
        [(OVER, U, b.mul(OVER, b.call("log", A)))],
        [
            (OVER, V, b.mul(OVER, b.call("log", A))),
            (OVER, U, OVER),
            (b.power(P, b.broadcast(U, VEC)), U, b.mul(OVER, b.call("log", A))),
            (b.mul(OVER, A), U, b.mul(OVER, b.call("log", A))),
        ],
        Context({}, {b.derivative(ENTRY, U): ENTRY_SLOPE}),
    ),
}
"""For each condition: parts of which it holds, parts of which it does not, and the context in which."""


DECLARED = ("one-hot", "one-hot rows", "one-hot columns", "distribution", "symmetric")
"""The conditions on names that hold by what is declared."""


def _decide(name: str, parts: Parts, context: Context) -> bool | None:
    names = tuple(f"part_{index}" for index in range(len(parts)))
    return decide((name, *names), dict(zip(names, parts, strict=True)), context)


def test_every_condition_has_cases() -> None:
    assert set(CASES) | set(DECLARED) == set(conditions._CONDITIONS)
    assert all(holding and failing for holding, failing, _ in CASES.values())


@pytest.mark.parametrize("name", CASES)
def test_a_condition_is_decided(name: str) -> None:
    holding, failing, context = CASES[name]
    for parts in holding:
        assert _decide(name, parts, context) is True, parts
    for parts in failing:
        assert _decide(name, parts, context) is False, parts


@pytest.mark.parametrize("name", ["nonzero", "positive"])
def test_what_is_not_known_of_a_name_stays_open(name: str) -> None:
    assert name in conditions.MAY_BE_ASSUMED
    assert _decide(name, (U,), Context()) is None
    assert _decide(name, (b.sub(U, V),), Context()) is None


@pytest.mark.parametrize("name", DECLARED)
def test_what_is_declared_is_recorded_and_what_is_not_fails(name: str) -> None:
    shape = VEC if name in ("one-hot", "distribution") else Shape.of("m", "m")
    v, fact = Var("d", shape), name if name in ("symmetric", "distribution") else "one-hot"
    assert name in conditions.MAY_BE_ASSUMED
    assert _decide(name, (v,), Context(facts={v: frozenset({fact})})) is None
    assert _decide(name, (v,), Context(facts={v: frozenset({"positive"})})) is False
    assert _decide(name, (v,), Context()) is False
    assert _decide(name, (b.neg(v),), Context(facts={v: frozenset({fact})})) is False


def test_an_open_condition_is_recorded_and_a_failed_one_refuses() -> None:
    rule = rules.get("a fraction as a power")
    (needed,) = conditions.open_conditions(rule, 0, {"u": U}, Context()) or []
    assert (needed.condition, needed.parts) == ("nonzero", (U,))
    assert conditions.open_conditions(rule, 0, {"u": b.call("exp", U)}, Context()) == []
    assert conditions.open_conditions(rule, 0, {"u": b.ZERO}, Context()) is None


@pytest.mark.parametrize(
    ("condition", "message"),
    [(("no-such-thing", "u"), "no condition 'no-such-thing'"), (("free", "u", "q"), "speaks of q")],
)
def test_an_unknown_condition_raises(condition: tuple[str, ...], message: str) -> None:
    with pytest.raises(UnknownCondition, match=message):
        decide(condition, {"u": U}, Context())


def test_makers_exist_only_for_conditions() -> None:
    assert set(MAKERS) <= set(conditions._CONDITIONS)
