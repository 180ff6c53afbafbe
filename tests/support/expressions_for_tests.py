"""Random expressions of a given shape, seeded, that depend on what is asked for."""

from __future__ import annotations

import random
from collections.abc import Sequence

from derive import building as b
from derive.ir import Const, Expr, Var
from derive.shapes import Shape

SCALAR = Shape.of()
COLUMN, ROW = Shape.of("m"), Shape.of("n", row=True)
MATRIX = Shape.of("m", "k")
SHAPES = (SCALAR, COLUMN, ROW, MATRIX)


def name_of(letter: str, shape: Shape) -> Var:
    """A variable whose name tells its shape, so that equal letters of different shapes stay apart on the page."""
    return Var(letter if shape.is_scalar else f"{letter}{shape.rank}{'r' if shape.row else ''}", shape)


def leaves_of(shape: Shape) -> list[Expr]:
    """A few names of that shape, and a number."""
    return [*(name_of(letter, shape) for letter in "pqr"), b.broadcast(b.number("3/2"), shape)]


def carrying(v: Var, shape: Shape, rng: random.Random) -> Expr:
    """An expression of that shape which depends on ``v``."""
    weight = name_of(rng.choice("pq"), shape)
    if v.shape == shape:
        return b.mul(weight, v) if rng.random() < 0.5 else v
    if v.shape.is_scalar:
        return b.mul(v, weight)
    inside = b.total(b.mul(name_of("q", v.shape), v))
    return b.mul(inside, weight) if not shape.is_scalar else inside


def grown(leaves: Sequence[Expr], rng: random.Random, depth: int) -> Expr:
    """A random expression over the leaves, entry by entry, of at most that depth."""
    if depth == 0 or rng.random() < 0.2:
        return rng.choice(list(leaves))
    kind = rng.choice(("add", "mul", "mul", "sub", "div", "square", "exp", "sigmoid", "neg"))
    inner = grown(leaves, rng, depth - 1)
    if kind == "square":
        return b.power(inner, Const(2))
    if kind == "neg":
        return b.neg(inner)
    if kind in ("exp", "sigmoid"):
        return b.call(kind, inner)
    other = grown(leaves, rng, depth - 1)
    if other is inner:
        return inner  # u − u and u/u would make whatever stands around them a special case
    return {"add": b.add, "mul": b.mul, "sub": b.sub, "div": b.div}[kind](inner, other)


def expression(shape: Shape, rng: random.Random, v: Var | None = None, depth: int = 2) -> Expr:
    """A random expression of that shape, which depends on ``v`` where one is given."""
    body = grown(leaves_of(shape), rng, depth)
    if v is None:
        return body
    carried = carrying(v, shape, rng)
    return rng.choice((b.add(carried, body), b.mul(body, carried), b.call("exp", carried), b.sub(body, carried)))


def random_loss(rng: random.Random) -> tuple[Expr, list[Var]]:
    """A scalar over a matrix, two vectors and a number, with shared parts and every operator of arrays in it."""
    a, v, w, c = Var("A", MATRIX), Var("v", COLUMN), Var("w", Shape.of("k")), Var("c")
    z = b.add(b.matmul(a, w), rng.choice((v, b.mul(c, v))))
    hidden = b.call(rng.choice(("sigmoid", "exp")), b.mul(b.number("1/4"), z))
    grown_on = grown([hidden, v, *leaves_of(COLUMN)[:1]], rng, 2)
    outer = b.matmul(b.transpose(b.add(hidden, grown_on)), rng.choice((hidden, v)))
    spread = b.matmul(b.transpose(w), b.matmul(b.transpose(a), b.add(hidden, b.broadcast(c, COLUMN))))
    mean = b.div(b.total(b.transpose(b.mul(hidden, v))), b.extent("m"))
    return b.add(outer, b.mul(spread, mean), b.call("log", b.add(b.ONE, b.mul(c, c)))), [a, v, w, c]
