"""The schoolbook differentiator: what it derives replays, and agrees with SymPy and with the reverse sweep."""

from __future__ import annotations

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from points_for_tests import NoPoint, close, differ, positive, setting_for
from systems_for_tests import logistic

from derive import building as b
from derive import calculus, cas, ops, reverse
from derive.balls import BITS, Balls, apart, is_defined
from derive.conditions import Context
from derive.deriving import derive_gradients
from derive.ir import Apply, Const, Expr, Var, postorder
from derive.kernel import replay
from derive.lowering import evaluate
from derive.proposing import DerivingError
from derive.shapes import Shape
from derive.steps import Chain, Derivation
from numeric.enclosure import precision

Z, A, C = Var("z"), Var("a"), Var("c")
SIGMA = calculus.function_chain(ops.get("sigmoid"))
CONTEXT = Context({}, {SIGMA.start: SIGMA.result})


def _grow(inner: st.SearchStrategy[Expr]) -> st.SearchStrategy[Expr]:
    pair = st.tuples(inner, inner)
    return st.one_of(
        pair.map(lambda p: b.add(*p)),
        pair.map(lambda p: b.sub(*p)),
        pair.map(lambda p: b.mul(*p)),
        pair.map(lambda p: b.div(*p)),
        st.tuples(inner, st.sampled_from([-2, -1, 1, 2, 3])).map(lambda p: b.power(p[0], Const(p[1]))),
        inner.map(lambda e: b.call("exp", e)),
        inner.map(lambda e: b.call("sigmoid", e)),
        inner.map(lambda e: b.call("log", b.add(b.ONE, b.power(e, Const(2))))),
        inner.map(lambda e: b.call("log", b.call("sigmoid", e))),
    )


FUNCTIONS = st.recursive(st.sampled_from([Z, Z, A, C, Const(2), b.number("3/2"), Const(-1)]), _grow, max_leaves=5)


def _by_sympy(body: Expr) -> bool:
    """Whether SymPy's derivative agrees with the power series of the body at a random point."""
    domain, rng = Balls(), random.Random(0)
    derivative = cas.to_sympy(body).diff(cas.symbol_of(Z))
    chain = calculus.differentiated(body, Z, CONTEXT)
    with precision(BITS):
        for _ in range(3):
            setting = setting_for((body, Z), rng, supply=positive)
            symbols = {cas.symbol_of(v): value for v, value in setting.values.items()}
            ours = evaluate(chain.result, setting, domain)
            theirs = cas.value(derivative, symbols, domain)
            if is_defined(ours) and is_defined(theirs):
                return apart(ours, theirs) is None and close(ours, theirs)
    raise NoPoint(f"neither has a value for {body}")


@settings(max_examples=60)
@given(FUNCTIONS)
def test_a_derivation_replays_and_agrees_with_every_other_road(body: Expr) -> None:
    try:
        defined = not differ(body, body, supplies=(positive,))
    except NoPoint:
        return  # a function without values has no derivative to speak of
    assert defined
    chain = calculus.differentiated(body, Z, CONTEXT)
    assert chain.start is b.derivative(body, Z)
    assert replay(Derivation((SIGMA, chain))).equalities == len(SIGMA.steps) + len(chain.steps)
    assert _by_sympy(body)
    swept = reverse.pullback(body, [Z], functions=CONTEXT.results)[Z]
    assert not differ(chain.result, swept, supplies=(positive,))


def test_a_wrong_derivative_would_be_seen() -> None:
    """The comparison above is able to fail."""
    body = b.call("sigmoid", b.mul(A, Z))
    swept = reverse.pullback(body, [Z], functions=CONTEXT.results)[Z]
    assert differ(b.derivative(body, Z), b.mul(b.number("1.0001"), swept))


@pytest.mark.parametrize("op", [name for name in ops.names() if ops.get(name).definition])
def test_a_function_is_derived_from_its_definition_alone(op: str) -> None:
    chain = calculus.function_chain(ops.get(op))
    needed = calculus.needed_functions(chain.start)
    assert replay(Derivation(tuple(map(calculus.function_chain, needed)))).widest < 1e-30
    used = [step.binding["f"] for step in chain.steps if step.rule == "derivative of a function"]
    assert {f.op for f in used if isinstance(f, Apply)} == set(needed) - {ops.get(op)}


def test_functions_that_others_define_are_needed_first() -> None:
    body = b.call("exp", b.call("sigmoid", Z))
    assert calculus.needed_functions(body) == [ops.get("sigmoid")]
    with pytest.raises(DerivingError, match="sigmoid has not been derived before it is used"):
        calculus.differentiated(body, Z, Context())


def test_no_rule_is_said() -> None:
    third = Apply(ops.get("hessian"), (b.power(Z, Const(3)), Z, Z))
    with pytest.raises(DerivingError, match="no rule of differentiation fits"):
        calculus.differentiated(third, Z, Context())


def test_a_scalar_is_differentiated_by_way_of_the_arrays_in_it() -> None:
    v, c = Var("v", Shape.of("m")), Var("C", Shape.of("m", "m"))
    for body in (
        b.matmul(b.transpose(v), b.matmul(c, v)),
        b.call("log", b.call("norm", v)),
        b.call("take", b.call("exp", b.matmul(c, v)), Const(2)),
        b.call("det", b.add(c, b.matmul(v, b.transpose(v)))),
        b.total(b.call("sigmoid", b.matmul(c, b.mul(v, v, b.call("sin", v))))),
        b.total(b.sum_along(b.mul(c, b.align(v, c.shape, (1,)), b.align(v, c.shape, (0,))), (0,))),
    ):
        chain = calculus.differentiated(body, v, CONTEXT)
        replay(Derivation((SIGMA, chain)))
        left = {node.op.name for node in postorder(chain.result) if isinstance(node, Apply)}
        assert left.isdisjoint({"derivative", "pullback"})
        assert not differ(chain.start, chain.result, supplies=(positive,))


def test_arrays_are_differentiated_entry_by_entry() -> None:
    v, w = Var("v", Shape.of("m")), Var("w", Shape.of("m"))
    body = b.mul(w, b.call("sigmoid", b.mul(v, v)))
    chain = calculus.differentiated(body, v, CONTEXT)
    assert chain.result.shape == v.shape
    replay(Derivation((SIGMA, chain)))
    assert not differ(chain.start, chain.result)


def test_the_slope_of_tanh_is_expressed_through_tanh() -> None:
    chain = calculus.function_chain(ops.get("tanh"))
    z = Var("z")
    assert chain.result is b.sub(b.ONE, b.power(b.call("tanh", z), Const(2)))
    assert [step.rule for step in chain.steps][-5:] == [
        "split the fraction",
        "the minus sign in front",
        "equal powers cancel",
        "a square over a square",
        "definition of tanh",
    ]
    replay(Derivation((chain,)))


# --- the two derivations that every report of logistic regression shows

SIGMOID = [
    (("definition of sigmoid",), "derivative(div(1, add(1, exp(neg(z)))), z)"),
    (("a fraction as a power",), "derivative(power(add(1, exp(neg(z))), -1), z)"),
    (
        ("derivative of power in its x",),
        "mul(-1, power(add(1, exp(neg(z))), add(-1, -1)), derivative(add(1, exp(neg(z))), z))",
    ),
    (
        ("arithmetic", "sum rule"),
        "mul(-1, power(add(1, exp(neg(z))), -2), add(derivative(1, z), derivative(exp(neg(z)), z)))",
    ),
    (
        ("derivative of exp", "derivative of a constant"),
        "mul(-1, power(add(1, exp(neg(z))), -2), add(0, mul(exp(neg(z)), derivative(neg(z), z))))",
    ),
    (
        ("drop a zero term", "constant factor rule"),
        "mul(-1, power(add(1, exp(neg(z))), -2), exp(neg(z)), neg(derivative(z, z)))",
    ),
    (("derivative of the variable",), "mul(-1, power(add(1, exp(neg(z))), -2), exp(neg(z)), -1)"),
    (("two minus signs cancel",), "mul(power(add(1, exp(neg(z))), -2), exp(neg(z)))"),
    (("a negative power as a fraction",), "mul(div(1, power(add(1, exp(neg(z))), 2)), exp(neg(z)))"),
    (("one fraction", "drop a factor 1"), "div(exp(neg(z)), power(add(1, exp(neg(z))), 2))"),
    (("add and subtract the same",), "div(add(exp(neg(z)), 1, -1), power(add(1, exp(neg(z))), 2))"),
    (("reorder the terms",), "div(add(1, exp(neg(z)), -1), power(add(1, exp(neg(z))), 2))"),
    (
        ("split the fraction", "the minus sign in front"),
        "add(div(add(1, exp(neg(z))), power(add(1, exp(neg(z))), 2)), neg(div(1, power(add(1, exp(neg(z))), 2))))",
    ),
    (
        ("equal powers cancel", "power 1"),
        "add(div(1, add(1, exp(neg(z)))), neg(div(1, power(add(1, exp(neg(z))), 2))))",
    ),
    (
        ("a square as a product",),
        "add(div(1, add(1, exp(neg(z)))), neg(mul(div(1, add(1, exp(neg(z)))), div(1, add(1, exp(neg(z)))))))",
    ),
    (("take out the common factor",), "mul(div(1, add(1, exp(neg(z)))), add(1, neg(div(1, add(1, exp(neg(z)))))))"),
    (("definition of sigmoid", "definition of sigmoid"), "mul(sigmoid(z), add(1, neg(sigmoid(z))))"),
]
"""The rules of each line, and what it arrives at."""

LOG_LOSS = [
    (
        ("chain rule", "open a local derivative"),
        "derivative(neg(add(mul(y, log(a)), mul(add(1, neg(y)), log(add(1, neg(a)))))), a)",
    ),
    (("constant factor rule",), "neg(derivative(add(mul(y, log(a)), mul(add(1, neg(y)), log(add(1, neg(a))))), a))"),
    (("sum rule",), "neg(add(derivative(mul(y, log(a)), a), derivative(mul(add(1, neg(y)), log(add(1, neg(a)))), a)))"),
    (
        ("constant factor rule", "constant factor rule"),
        "neg(add(mul(y, derivative(log(a), a)), mul(add(1, neg(y)), derivative(log(add(1, neg(a))), a))))",
    ),
    (
        ("derivative of log", "derivative of log"),
        "neg(add(mul(y, div(1, a), derivative(a, a)), "
        "mul(add(1, neg(y)), div(1, add(1, neg(a))), derivative(add(1, neg(a)), a))))",
    ),
    (
        ("sum rule", "derivative of the variable"),
        "neg(add(mul(y, div(1, a), 1), "
        "mul(add(1, neg(y)), div(1, add(1, neg(a))), add(derivative(1, a), derivative(neg(a), a)))))",
    ),
    (
        ("drop a factor 1", "constant factor rule", "derivative of a constant"),
        "neg(add(mul(y, div(1, a)), mul(add(1, neg(y)), div(1, add(1, neg(a))), add(0, neg(derivative(a, a))))))",
    ),
    (
        ("drop a zero term", "derivative of the variable", "minus one as a minus sign"),
        "neg(add(mul(y, div(1, a)), neg(mul(add(1, neg(y)), div(1, add(1, neg(a)))))))",
    ),
    (
        ("one fraction", "drop a factor 1", "one fraction", "drop a factor 1"),
        "neg(add(div(y, a), neg(div(add(1, neg(y)), add(1, neg(a))))))",
    ),
    (
        ("the minus sign into the bracket", "minus of a minus"),
        "add(neg(div(y, a)), div(add(1, neg(y)), add(1, neg(a))))",
    ),
    (("common denominator",), "div(add(neg(mul(y, add(1, neg(a)))), mul(a, add(1, neg(y)))), mul(a, add(1, neg(a))))"),
    (
        (
            "expand",
            "the minus sign into the bracket",
            "the minus sign in front",
            "drop a factor 1",
            "minus of a minus",
            "expand",
            "the minus sign in front",
            "drop a factor 1",
        ),
        "div(add(neg(y), mul(y, a), a, neg(mul(a, y))), mul(a, add(1, neg(a))))",
    ),
    (("opposite terms cancel",), "div(add(neg(y), a), mul(a, add(1, neg(a))))"),
    (("take out a minus sign", "the minus sign in front"), "neg(div(add(y, neg(a)), mul(a, add(1, neg(a)))))"),
]
"""The same for the derivative of the log loss in the prediction."""


def _rows(chain: Chain) -> list[tuple[tuple[str, ...], str]]:
    return [(tuple(step.rule for step in line.steps), str(line.after)) for line in chain.lines]


def test_the_derivation_of_the_sigmoids_derivative() -> None:
    assert str(SIGMA.start) == "derivative(sigmoid(z), z)"
    assert _rows(SIGMA) == SIGMOID


def test_the_derivation_of_the_losss_derivative() -> None:
    system = logistic()
    a, loss = Var("a"), system.loss
    chains = {chain.start: chain for chain in derive_gradients(system).chains}
    chain = chains[b.total_derivative(loss, a)]
    assert _rows(chain) == LOG_LOSS
