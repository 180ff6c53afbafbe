"""Matching: every binding that is found gives the expression back, and what is there is found."""

from __future__ import annotations

import random

import pytest
from expressions_for_tests import SHAPES, expression, random_loss
from instances_for_tests import instances

from derive import building as b
from derive import rules, ruletext
from derive.ir import Const, Expr, Var, at, postorder
from derive.matching import Index, matches, places
from derive.ruletext import parse
from derive.shapes import Shape

U, V, W, X = (Var(name) for name in "uvwx")
FORMS = [(name, form) for name, rule in rules.table().items() for form in range(len(rule.forms))]


def _formulas(seed: int) -> list[Expr]:
    rng = random.Random(seed)
    v = Var("v", rng.choice(SHAPES))
    body = expression(v.shape, rng, v, depth=2)
    return [
        expression(rng.choice(SHAPES), rng, depth=3),
        random_loss(rng)[0],
        b.derivative(body, v),
        b.pullback(body, body, v),
    ]


@pytest.mark.parametrize("seed", range(12))
def test_every_binding_gives_the_expression_back(seed: int) -> None:
    found = 0
    for expr in _formulas(seed):
        for _, part in places(expr):
            for name, form in FORMS:
                left = rules.get(name).sides(form)[0]
                for binding in matches(left, part, {}):
                    again = ruletext.instantiate(left, binding)
                    # A number in an array is matched below its broadcast, and spread again where it is put in.
                    assert again is part or b.broadcast(b.unwrapped(again), part.shape) is part, f"{name} at {part}"
                    found += 1
    assert found > 100


@pytest.mark.parametrize(("name", "form"), FORMS)
def test_an_instance_of_a_left_side_is_found(name: str, form: int) -> None:
    """Where each part is a name; the builders merge sums with sums, and a part that is merged is not found again."""
    rule = rules.get(name)
    left, _ = rule.sides(form)
    for made in instances(rule, form, 4, plain=True):
        found = list(matches(left, made.left, {}))
        assert found
        assert any(ruletext.instantiate(left, binding) is made.left for binding in found)
        assert () in [place for place, _ in Index(made.left).candidates(rule, form)]


@pytest.mark.parametrize(
    ("text", "expr", "bindings"),
    [
        ("u + v", b.add(X, W), [{"u": X, "v": W}]),
        ("u + u", b.add(X, W), []),
        ("u + u", b.add(X, X), [{"u": X}]),
        ("add(*a, 0, *c)", b.add(X, Const(0), W), [{"a": (X,), "c": (W,)}]),
        ("add(*a, u, *c)", b.add(X, W), [{"a": (), "u": X, "c": (W,)}, {"a": (X,), "u": W, "c": ()}]),
        ("mul(*t) / mul(*d)", b.div(X, b.mul(U, W)), [{"t": (X,), "d": (U, W)}]),
        ("mul(*t) / mul(*t)", b.div(b.mul(U, W), b.mul(U, W)), [{"t": (U, W)}]),
        ("mul(*t) / mul(*t)", b.div(b.mul(U, W), b.mul(W, U)), []),
        ("-u", Const(-3), [{"u": Const(3)}]),
        ("-u", Const(3), []),
        ("u - v", b.add(X, Const(-1)), [{"u": X, "v": Const(1)}]),
        ("u ** -1", b.power(X, Const(-1)), [{"u": X}]),
        ("u ** -1", b.power(X, Const(-2)), []),
        ("exp(u)", b.call("log", X), []),
        ("add(*t)", b.mul(X, W), []),
        ("derivative(v, v)", b.derivative(X, X), [{"v": X}]),
        ("derivative(v, v)", b.derivative(W, X), []),
    ],
)
def test_what_matches(text: str, expr: Expr, bindings: list[dict[str, object]]) -> None:
    assert list(matches(parse(text), expr, {})) == bindings


def test_what_is_bound_already_is_kept_to() -> None:
    assert list(matches(parse("u + v"), b.add(X, W), {"u": W})) == []
    assert list(matches(parse("u + v"), b.add(X, W), {"u": X})) == [{"u": X, "v": W}]


def test_numbers_are_matched_below_a_broadcast() -> None:
    a = Var("a", Shape.of("m"))
    (binding,) = matches(parse("mul(*a, 1, *b)"), b.mul(a, b.ONE), {})
    assert binding == {"a": (a,), "b": ()}
    spread = b.broadcast(X, a.shape)
    assert list(matches(parse("broadcast_like(x, y)"), spread, {})) == [{"x": X, "y": spread}]
    assert list(matches(parse("broadcast_like(x, y)"), spread, {"y": a})) == [{"x": X, "y": a}]


def test_places_are_visited_in_order() -> None:
    expr = b.add(b.mul(U, V), W)
    assert [path for path, _ in places(expr)] == [(), (0,), (0, 0), (0, 1), (1,)]
    assert [path for path, _ in places(expr, inner_first=True)] == [(0, 0), (0, 1), (0,), (1,), ()]
    assert all(at(expr, path) is node for path, node in places(expr))


@pytest.mark.parametrize("seed", range(4))
def test_an_index_leaves_out_no_place_where_a_rule_fits(seed: int) -> None:
    for expr in _formulas(seed):
        index = Index(expr)
        assert {node for _, node in index.all} == set(postorder(expr))
        for name, form in FORMS:
            rule = rules.get(name)
            if any(condition == "value" for condition, *_ in rule.conditions):
                continue  # a rule about numbers fits numbers alone, which its condition says and its left side does not
            fitting = [
                place for place, part in index.all if next(matches(rule.sides(form)[0], part, {}), None) is not None
            ]
            assert set(fitting) <= {place for place, _ in index.candidates(rule, form)}


def test_arithmetic_is_tried_where_numbers_are_combined() -> None:
    expr = b.add(X, b.mul(Const(2), Const(3)))
    assert [part for _, part in Index(expr).candidates(rules.get("arithmetic"), 0)] == [b.mul(Const(2), Const(3))]
