"""The work of a refutation is counted, and is bounded whatever the claim is."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

import pytest

from derive import building as b
from derive.balls import Balls
from derive.building import total_derivative
from derive.dependence import MOST_NODES
from derive.ir import Apply, Const, Expr, Var
from derive.refuters import points
from derive.refuters.comparing import WORK, Spending
from derive.refuters.refuting import refute
from derive.shapes import Shape
from derive.systems import System
from derive.tapes import Bound, Tape

X, Y, L = Var("x"), Var("y"), Var("L")
EMPTY = System({}, L, (), ())
MUL = b.mul(X, Y).op
HUGE = 10**50_000


def nested(count: int, make: Callable[[Expr], Expr]) -> Expr:
    result: Expr = X
    for _ in range(count):
        result = make(result)
    return result


def squared(e: Expr) -> Expr:
    return Apply(MUL, (e, e))


def call(name: str) -> Callable[[Expr], Expr]:
    return lambda e: b.call(name, e)


HOSTILE: dict[str, Callable[[], Expr]] = {
    "x to the 10⁹": lambda: b.power(X, Const(10**9)),
    "x to the -10⁹": lambda: b.power(X, Const(-(10**9))),
    "an exponent of 50,000 digits": lambda: b.power(X, Const(HUGE)),
    "a tower": lambda: b.power(X, b.power(X, b.power(X, b.power(X, X)))),
    "a tower of numbers": lambda: b.power(Const(9), b.power(Const(9), b.power(Const(9), Const(9)))),
    "exp exp exp 100": lambda: b.mul(X, b.call("exp", b.call("exp", b.call("exp", Const(100))))),
    "a number of 50,000 digits": lambda: b.mul(Const(HUGE), X),
    "a fraction of 50,000 digits": lambda: b.mul(Const(Fraction(HUGE, HUGE + 1)), X),
    "200 exponentials": lambda: nested(200, call("exp")),
    "200 sigmoids": lambda: nested(200, call("sigmoid")),
    "200 squares": lambda: nested(200, squared),
    "5,000 squares": lambda: nested(5_000, squared),
    "100,000 sigmoids": lambda: nested(100_000, call("sigmoid")),
    "more nodes than a tape has": lambda: nested(MOST_NODES + 10, call("sigmoid")),
    "a large matrix": lambda: b.total(b.matmul(Var("A", Shape.of(1_000, 1_000)), Var("B", Shape.of(1_000, 1_000)))),
    "a large determinant": lambda: b.call("det", Var("A", Shape.of(500, 500))),
}  # fmt: skip


@pytest.fixture
def spent(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The cost of each run of a tape in balls."""
    costs: list[int] = []
    run = Bound.run

    def counted(self: Bound, point: object, domain: object, *rest: object) -> object:
        costs.append(self.cost if isinstance(domain, Balls) else 0)
        return run(self, point, domain, *rest)  # type: ignore[arg-type]

    monkeypatch.setattr(Bound, "run", counted)
    return costs


@pytest.mark.parametrize("name", HOSTILE)
def test_whatever_the_claim_is_the_work_is_bounded(name: str, spent: list[int]) -> None:
    claim = HOSTILE[name]()
    for other in (X, b.neg(claim), claim):
        spent.clear()
        found = refute(claim, other, EMPTY)
        assert sum(spent) <= WORK
        assert len(spent) < 60
        assert found.counterexample is not None or found.agreeing or found.reason


def test_where_the_work_ends_is_told() -> None:
    found = refute(HOSTILE["a large matrix"](), X, EMPTY)
    assert (found.counterexample, found.agreeing) == (None, 0)
    assert f"of {WORK} units" in found.reason
    assert f"more than {MOST_NODES} nodes" in refute(HOSTILE["more nodes than a tape has"](), X, EMPTY).reason


def test_a_derivative_costs_one_pass_for_each_entry() -> None:
    v = Var("v", Shape.of("m"))
    tape = Tape((total_derivative(L, v), v), {L: b.total(b.mul(v, v, v))})
    costs = [tape.at({"m": m}).cost for m in (10, 20, 40)]
    assert costs[2] - costs[1] > 1.8 * (costs[1] - costs[0])


def test_derivatives_that_cost_too_much_are_not_begun(spent: list[int]) -> None:
    w, v = Var("W", Shape.of(60, 60)), Var("v", Shape.of(60))
    body: Expr = v
    for _ in range(20):
        body = b.call("sigmoid", b.matmul(w, body))
    system = System({L: b.total(body)}, L, (w,), ())
    for goal in (total_derivative(L, w), b.hessian(L, w, w)):
        found = refute(goal, b.neg(goal), system)
        assert found.counterexample is None
        assert "work" in found.reason
    assert spent == []


def test_less_work_means_fewer_points(monkeypatch: pytest.MonkeyPatch) -> None:
    claim = nested(50, call("sigmoid"))
    whole = refute(claim, claim, EMPTY)
    cost = Tape((claim, claim), {}).at({}).cost
    monkeypatch.setattr(points, "Spending", lambda: Spending(cost + 1))
    some = refute(claim, claim, EMPTY)
    assert whole.agreeing + whole.floats == points.POINTS
    assert some.agreeing == 1
    assert "work" in some.reason


def test_each_shared_node_is_evaluated_once() -> None:
    """Also where both sides share it: there are 2¹⁰⁰ paths, and 102 nodes."""
    shared = nested(100, squared)
    tape = Tape((shared, b.neg(shared)), {})
    assert len(tape.nodes) == 102
    assert refute(shared, b.neg(shared), EMPTY).counterexample is not None
