"""Gradients that people get wrong, proved for all sizes, and their usual mistakes, refuted.

Sources: the forward equations as everybody writes them; each gradient is held against power series by `decide` itself.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import pytest

from derive import building as b
from derive.bench import Bench
from derive.certificates import replayed, written
from derive.checking import decide
from derive.ir import Const, Expr, Var
from derive.shapes import Shape
from derive.systems import System
from derive.verdicts import Proved, Refuted

LOSS, TWO, HALF = Var("L"), Const(2), b.number("1/2")


@dataclass(frozen=True)
class Case:
    """A model's equations, ending in the loss; for a name its gradient, and formulas that are wrong."""

    equations: Mapping[Var, Expr]
    by: Var
    right: Expr
    wrong: tuple[Expr, ...]

    @property
    def bench(self) -> Bench:
        return Bench(System(self.equations, LOSS, (self.by,), ()))


def square(x: Expr) -> Expr:
    return b.power(x, TWO)


def root(x: Expr) -> Expr:
    return b.power(x, HALF)


def minus(x: Expr, y: Expr) -> Expr:
    return b.sub(x, b.broadcast(y, x.shape) if y.shape.is_scalar else y)


def mean(x: Expr, size: str) -> Expr:
    return b.div(b.total(x), b.extent(size))


def batch_norm() -> Case:
    n = Shape.of("n")
    x, g, xhat, y = Var("x", n), Var("g", n), Var("h", n), Var("y", n)
    mu, v, eps, gamma, beta = (Var(name) for name in ("mu", "v", "epsilon", "gamma", "beta"))
    equations = {
        mu: mean(x, "n"),
        v: mean(square(minus(x, mu)), "n"),
        xhat: b.div(minus(x, mu), root(b.add(v, eps))),
        y: b.add(b.mul(gamma, xhat), beta),
        LOSS: b.total(b.mul(g, y)),
    }
    scale = b.div(gamma, b.mul(b.extent("n"), root(b.add(v, eps))))

    def gradient(first: Expr, last: Expr) -> Expr:
        return b.mul(scale, b.add(b.mul(first, g), b.neg(b.broadcast(b.total(g), n)), b.neg(b.mul(xhat, last))))

    through = b.total(b.mul(g, xhat))
    right = gradient(b.extent("n"), through)
    without_eps = b.mul(right, b.div(root(b.add(v, eps)), root(v)))
    return Case(equations, x, right, (gradient(b.ONE, through), gradient(b.extent("n"), b.total(g)), without_eps))


def attention() -> Case:
    rows, keys = Shape.of("q", "k"), Shape.of("k", "d")
    q, k, v, g = (
        Var("Q", Shape.of("q", "d")),
        Var("K", keys),
        Var("V", Shape.of("k", "e")),
        Var("G", Shape.of("q", "e")),
    )
    s, p, o = Var("S", rows), Var("P", rows), Var("O", Shape.of("q", "e"))
    ones = b.broadcast(b.ONE, Shape.of("k"))
    up = b.call("exp", s)
    equations = {
        s: b.div(b.matmul(q, b.transpose(k)), root(b.extent("d"))),
        p: b.div(up, b.spread(b.matmul(up, ones), rows)),
        o: b.matmul(p, v),
        LOSS: b.total(b.mul(g, o)),
    }
    slope = b.matmul(g, b.transpose(v))

    def gradient(inner: Expr) -> Expr:
        return b.div(b.matmul(b.mul(p, inner), k), root(b.extent("d")))

    row_sums = b.spread(b.matmul(b.mul(slope, p), ones), rows)
    right = gradient(b.sub(slope, row_sums))
    unscaled = b.mul(root(b.extent("d")), right)
    return Case(equations, q, right, (gradient(slope), unscaled, gradient(b.add(slope, row_sums))))


def multi_head_attention() -> Case:
    """Heads beside one another, each with a head of its own of queries, keys and values: arrays of three axes."""
    queries, keys = Shape.of("p", "q", "d"), Shape.of("p", "k", "d")
    values, out, scores = Shape.of("p", "k", "e"), Shape.of("p", "q", "e"), Shape.of("p", "q", "k")
    q, k, v, g = Var("Q", queries), Var("K", keys), Var("V", values), Var("G", out)
    s, p, o = Var("S", scores), Var("P", scores), Var("O", out)

    def contracted(left: Expr, at: tuple[int, ...], right: Expr, places: tuple[int, ...], size: str) -> Expr:
        """Σ over the last axis of the product of two arrays, each with its axes at these places."""
        shape = Shape.of("p", *(str(x) for x in size.split()))
        return b.sum_along(b.mul(b.align(left, shape, at), b.align(right, shape, places)), (3,))

    up = b.call("exp", s)
    equations = {
        s: b.div(contracted(q, (0, 1, 3), k, (0, 2, 3), "q k d"), root(b.extent("d"))),
        p: b.div(up, b.align(b.sum_along(up, (2,)), scores, (0, 1))),
        o: contracted(p, (0, 1, 3), v, (0, 3, 2), "q e k"),
        LOSS: b.total(b.mul(g, o)),
    }
    slope = contracted(g, (0, 1, 3), v, (0, 2, 3), "q k e")
    inner = b.mul(p, b.sub(slope, b.align(b.sum_along(b.mul(slope, p), (2,)), scores, (0, 1))))
    right = b.div(contracted(inner, (0, 1, 3), k, (0, 3, 2), "q d k"), root(b.extent("d")))
    wrong = b.div(contracted(b.mul(p, slope), (0, 1, 3), k, (0, 3, 2), "q d k"), root(b.extent("d")))
    return Case(equations, q, right, (wrong, b.neg(right)))


def softmax_regression() -> Case:
    shape = Shape.of("c", "n")
    w, x, y = Var("W", Shape.of("c", "m")), Var("X", Shape.of("m", "n")), Var("Y", shape)
    z, p = Var("Z", shape), Var("P", shape)
    up = b.call("exp", z)
    sums = b.matmul(b.broadcast(b.ONE, Shape.of("c", row=True)), up)
    equations = {
        z: b.matmul(w, x),
        p: b.div(up, b.spread(sums, shape)),
        LOSS: b.neg(b.div(b.total(b.mul(y, b.call("log", p))), b.extent("n"))),
    }
    right = b.div(b.matmul(b.sub(p, y), b.transpose(x)), b.extent("n"))
    return Case(equations, w, right, (b.neg(right), b.mul(b.extent("n"), right)))


def lstm_cell() -> Case:
    h = Shape.of("h")
    names = ("c", "f", "i", "u", "o", "g", "y")
    before, f, i, u, o, g, y = (Var(name, h) for name in names)
    cell = Var("s", h)
    sigma, tanh = (lambda v: b.call("sigmoid", v)), (lambda v: b.call("tanh", v))
    equations = {
        cell: b.add(b.mul(sigma(f), before), b.mul(sigma(i), tanh(u))),
        y: b.mul(sigma(o), tanh(cell)),
        LOSS: b.total(b.mul(g, y)),
    }
    inside = b.sub(b.ONE, square(tanh(cell)))
    right = b.mul(g, sigma(o), inside, before, sigma(f), b.sub(b.ONE, sigma(f)))
    return Case(equations, f, right, (b.mul(g, sigma(o), before, sigma(f), b.sub(b.ONE, sigma(f))), b.neg(right)))


def log_likelihood() -> Case:
    square_, m = Shape.of("m", "m"), Shape.of("m")
    precision, x = Var("A", square_), Var("x", m)
    form = b.matmul(b.transpose(x), b.matmul(precision, x))
    equations = {LOSS: b.mul(HALF, b.sub(b.call("log", b.call("det", precision)), form))}
    right = b.mul(HALF, b.sub(b.transpose(b.call("inverse", precision)), b.matmul(x, b.transpose(x))))
    return Case(equations, precision, right, (b.transpose(right), b.neg(right)))


CASES = {
    "batch norm": batch_norm(),
    "attention": attention(),
    "multi-head attention": multi_head_attention(),
    "softmax regression": softmax_regression(),
    "LSTM": lstm_cell(),
    "log likelihood": log_likelihood(),
}


@pytest.mark.parametrize("name", CASES)
def test_it_is_proved_for_all_sizes(name: str) -> None:
    case = CASES[name]
    bench = case.bench
    if name == "softmax regression":
        facts = {v: frozenset({"one-hot", "one-hot columns"}) for v in (Var("Y", Shape.of("c", "n")),)}
        bench = Bench(System(case.equations, LOSS, (case.by,), (), {}, facts))
    verdict = decide(b.total_derivative(LOSS, case.by), case.right, bench)
    assert isinstance(verdict, Proved), verdict
    assert verdict.sizes == "all"
    for proof in replayed(written(verdict.proofs)):
        assert proof.right is case.right


@pytest.mark.parametrize("name", CASES)
def test_its_usual_mistakes_are_refuted(name: str) -> None:
    case = CASES[name]
    for wrong in case.wrong:
        if wrong.shape == case.right.shape:
            assert isinstance(decide(b.total_derivative(LOSS, case.by), wrong, case.bench), Refuted)
