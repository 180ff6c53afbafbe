"""The reverse sweep: the same gradient as the lecturer's derivation, linear in the graph, and indifferent to depth."""

from __future__ import annotations

import random
from collections.abc import Callable
from itertools import pairwise

import pytest
from expressions_for_tests import COLUMN, MATRIX, random_loss
from points_for_tests import differ, positive
from systems_for_tests import ALL

from derive import building as b
from derive import calculus, ops, reverse
from derive.building import total_derivative
from derive.deriving import derive_gradients
from derive.ir import Apply, Const, Expr, Var, children, contains, postorder
from derive.operators import ATOM, Operator, same_shape
from derive.reverse import NoRule
from derive.shapes import Shape
from derive.systems import System

SIGMA = calculus.function_chain(ops.get("sigmoid"))
FUNCTIONS = {SIGMA.start: SIGMA.result}
W, X = Var("w"), Var("x")
LENGTH = 2_000


def edges(root: Expr) -> int:
    """How large an expression is as a graph: its nodes and their arguments."""
    return sum(1 + len(children(node)) for node in postorder(root))


@pytest.mark.parametrize("make", ALL.values(), ids=ALL)
def test_the_sweep_agrees_with_the_derivation(make: Callable[[], System]) -> None:
    system = make()
    results = {chain.start: chain.result for chain in derive_gradients(system).chains}
    swept = reverse.pullback(system.loss, system.parameters, system.equations, FUNCTIONS)
    for v in system.parameters:
        derived = results[total_derivative(system.loss, v)]
        assert swept[v].shape == derived.shape == v.shape
        assert not differ(swept[v], derived, system.equations, supplies=(positive,))
        assert differ(b.mul(b.number("1.001"), swept[v]), derived, system.equations, supplies=(positive,))


@pytest.mark.parametrize("seed", range(25))
def test_the_sweep_agrees_with_power_series_on_random_graphs(seed: int) -> None:
    loss, names = random_loss(random.Random(seed))
    node = Var("L")
    swept = reverse.pullback(loss, names, functions=FUNCTIONS)
    for v in names:
        by_series = total_derivative(node, v)
        assert not differ(swept[v], by_series, {node: loss}, supplies=(positive,))


@pytest.mark.parametrize("seed", range(5))
def test_equations_and_one_expression_have_the_same_gradient(seed: int) -> None:
    """A named part is passed through by its equation; it stands for itself in the result."""
    loss, names = random_loss(random.Random(seed))
    shared = next(node for node in postorder(loss) if isinstance(node, Apply) and node.op.name in ("sigmoid", "exp"))
    h, total = Var("h", shared.shape), Var("L")
    equations = {h: shared, total: b.add(*(_with(h, shared, term) for term in children(loss)))}
    swept = reverse.pullback(total, names, equations, FUNCTIONS)
    direct = reverse.pullback(loss, names, functions=FUNCTIONS)
    assert contains(swept[names[0]], h)
    assert not any(differ(swept[v], direct[v], equations, supplies=(positive,)) for v in names)


def _with(h: Var, part: Expr, root: Expr) -> Expr:
    results: dict[Expr, Expr] = {}
    for node in postorder(root):
        results[node] = h if node is part else b.rebuilt(node, tuple(results[child] for child in children(node)))
    return results[root]


# --- size and depth


def _chain(length: int) -> Expr:
    expr: Expr = W
    for level in range(length):
        expr = (b.call("exp", expr), b.neg(expr), b.call("sigmoid", expr), b.add(expr, X), b.mul(expr, X))[level % 5]
    return expr


def test_the_result_is_linear_in_the_graph() -> None:
    short, long = (_chain(length) for length in (LENGTH // 2, LENGTH))
    assert sum(1 for _ in postorder(long)) > LENGTH
    sizes = [edges(reverse.pullback(e, [W], functions=FUNCTIONS)[W]) for e in (short, long)]
    assert sizes[1] < 2.1 * sizes[0]
    assert sizes[1] < 40 * LENGTH


def test_shared_nodes_are_visited_once() -> None:
    """As a tree this graph has 2²⁰⁰ leaves; as many paths lead from the loss to w."""
    expr: Expr = W
    for level in range(200):
        expr = b.add(expr, expr) if level % 2 else b.mul(expr, expr)
    gradient = reverse.pullback(expr, [W])[W]
    assert edges(gradient) < 200 * 20


def test_a_long_sequence_of_equations_is_no_obstacle() -> None:
    nodes = [Var(f"u{index}") for index in range(LENGTH)]
    equations: dict[Var, Expr] = {nodes[0]: b.mul(W, X)}
    for earlier, node in pairwise(nodes):
        equations[node] = b.add(b.mul(earlier, X), earlier)
    gradient = reverse.pullback(nodes[-1], [W], equations)[W]
    assert edges(gradient) < 40 * LENGTH


# --- what has no gradient


@pytest.mark.parametrize("shape", [Shape.of(), COLUMN, MATRIX])
def test_an_unused_name_has_gradient_zero_in_its_shape(shape: Shape) -> None:
    unused = Var("unused", shape)
    gradients = reverse.pullback(b.mul(W, X), [unused, W])
    assert gradients[unused] is b.zeros(shape)
    assert not differ(gradients[W], X)


def test_the_gradient_of_a_name_with_respect_to_itself_is_one() -> None:
    assert reverse.pullback(W, [W, X]) == {W: Const(1), X: Const(0)}


def test_a_name_used_twice_receives_both_shares() -> None:
    gradient = reverse.pullback(b.add(b.mul(W, W), W), [W])[W]
    assert not differ(gradient, b.add(b.mul(Const(2), W), b.ONE))


def test_a_function_whose_derivative_has_not_been_derived_is_named() -> None:
    with pytest.raises(NoRule, match="the derivative of sigmoid has not been derived"):
        reverse.pullback(b.call("sigmoid", W), [W])


def test_an_operator_without_a_rule_is_named() -> None:
    bare = Operator("step", ("x",), same_shape("a step"), lambda domain, values, call: values[0], "", ATOM, "a test")
    with pytest.raises(NoRule, match="step has no derivative rule for its x"):
        reverse.pullback(Apply(bare, (W,)), [W])
