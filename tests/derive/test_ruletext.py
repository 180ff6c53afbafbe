"""The language of rules: what it reads, what it becomes under a binding, and what it refuses."""

from __future__ import annotations

import pytest

from derive import building as b
from derive import ops, rules
from derive.ir import Const, Expr, Var
from derive.ruletext import Binding, Call, Part, RuleTextError, instantiate, instantiate_many, number, parse, parts
from derive.shapes import Shape

U, V, W, X = (Var(name) for name in "uvwx")
BOUND: Binding = {"u": U, "v": V, "many": (U, V, W), "none": (), "one": (X,)}

READ: list[tuple[str, Expr]] = [
    ("u", U),
    ("3", Const(3)),
    ("-3", Const(-3)),
    ("u + v", b.add(U, V)),
    ("u - v", b.add(U, b.neg(V))),
    ("u - 1", b.add(U, Const(-1))),
    ("u * v / 2", b.div(b.mul(U, V), Const(2))),
    ("-u ** 2", b.neg(b.power(U, Const(2)))),
    ("u ** -1", b.power(U, Const(-1))),
    ("(u + v) * u", b.mul(b.add(U, V), U)),
    ("u + v + u", b.add(U, V, U)),
    ("exp(u)", b.call("exp", U)),
    ("add(*many)", b.add(U, V, W)),
    ("mul(u, *many, v)", b.mul(U, U, V, W, V)),
    ("mul(*none)", b.ONE),
    ("add(*none)", b.ZERO),
    ("add(*one)", X),
    ("add(*neg(many))", b.add(b.neg(U), b.neg(V), b.neg(W))),
    ("add(*mul(*one, many))", b.add(b.mul(X, U), b.mul(X, V), b.mul(X, W))),
    ("add(*derivative(many, v))", b.add(*(b.derivative(e, V) for e in (U, V, W)))),
    ("zeros_like(u)", b.ZERO),
    ("broadcast_like(u, v)", U),
]


@pytest.mark.parametrize(("text", "expr"), READ)
def test_what_a_text_becomes(text: str, expr: Expr) -> None:
    assert instantiate(parse(text), BOUND) is expr


def test_arrays_are_filled_with_numbers() -> None:
    a = Var("a", Shape.of("m"))
    assert instantiate(parse("zeros_like(u)"), {"u": a}) is b.zeros(a.shape)
    assert instantiate(parse("broadcast_like(1, u)"), {"u": a}) is b.broadcast(b.ONE, a.shape)
    assert instantiate(parse("u + 1"), {"u": a}) is b.add(a, b.broadcast(b.ONE, a.shape))


@pytest.mark.parametrize(
    "text",
    ["", "u +", "u[0]", "u.v", "'u'", "1.5", "u if v else w", "lambda: u", "f(u, key=v)", "u // v", "u % v", "~u", "*u",
     "add(*1)", "__import__('os').system('true')",
     "u; v", "(lambda: 1)()", "f'{u}'", "u == v", "True and u", "[u]", "u @ v"],
)  # fmt: skip
def test_what_is_not_in_the_language_is_refused(text: str) -> None:
    with pytest.raises(RuleTextError, match="rule text"):
        parse(text)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("u + q", "'q' is not bound"),
        ("add(*neg(u))", "exactly one part of any number"),
        ("add(*mul(many, many2))", "exactly one part of any number"),
    ],
)
def test_a_binding_that_does_not_fit_is_refused(text: str, message: str) -> None:
    with pytest.raises(RuleTextError, match=message):
        instantiate(parse(text), {**BOUND, "many2": (U, V)})


def test_several_expressions_are_not_one() -> None:
    template = Part("many", many=True)
    assert instantiate_many(template, BOUND) == [U, V, W]
    with pytest.raises(RuleTextError, match="3 expressions, not one"):
        instantiate(template, BOUND)


def test_an_unknown_operator_is_named_when_it_is_used() -> None:
    with pytest.raises(ops.UnknownOperator, match="nonsense"):
        instantiate(parse("nonsense(u)"), BOUND)


def test_parts_and_numbers() -> None:
    assert parts(parse("mul(*a, u, derivative(u, v)) + 1")) == {"a", "u", "v"}
    assert number(parse("-2")) == -2
    assert number(parse("u")) is None
    assert parse("u + v") == Call("add", (Part("u"), Part("v")))
    assert parse("u + v") is parse("u + v")


@pytest.mark.parametrize("name", rules.table())
def test_every_rule_is_written_in_it(name: str) -> None:
    rule = rules.get(name)
    for form in range(len(rule.forms)):
        left, _ = rule.sides(form)
        assert parts(left)
