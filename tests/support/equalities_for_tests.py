"""Equal pairs of expressions: what a prover of equalities for all sizes is expected to see."""

from __future__ import annotations

from derive import building as b
from derive import ops
from derive.ir import Apply, Const, Expr, Var
from derive.shapes import Shape

M, N, MN = Shape.of("m"), Shape.of("n"), Shape.of("m", "n")
X, Y, Z, C = (Var(name) for name in "xyzc")
U, V, W = Var("u", M), Var("v", M), Var("w", N)
CUBE = Shape.of("m", "m", "n")
CUBIC = Var("D", CUBE)
A, B, S = Var("A", MN), Var("B", MN), Var("S", Shape.of("m", "m"))
ONE, TWO = b.ONE, Const(2)


def exp(x: Expr) -> Expr:
    return b.call("exp", x)


def g(x: Expr, name: str = "g", order: int = 0) -> Expr:
    return Apply(ops.get("opaque"), (x,), (("name", name), ("order", order)))


def sigma(x: Expr) -> Expr:
    return b.call("sigmoid", x)


def log(x: Expr) -> Expr:
    return b.call("log", x)


def dot(x: Expr, y: Expr) -> Expr:
    return b.matmul(b.transpose(x), y)


def square(x: Expr) -> Expr:
    return b.power(x, TWO)


EQUAL: dict[str, tuple[Expr, Expr]] = {
    "binomial": (square(b.add(X, Y)), b.add(square(X), b.mul(TWO, X, Y), square(Y))),
    "fractions": (b.add(b.div(ONE, X), b.div(ONE, Y)), b.div(b.add(X, Y), b.mul(X, Y))),
    "fraction of a fraction": (b.div(b.div(X, Y), Z), b.div(X, b.mul(Y, Z))),
    "negative powers": (b.power(X, Const(-2)), b.div(ONE, b.mul(X, X))),
    "power 0": (b.power(X, Const(0)), ONE),
    "exp of a sum": (exp(b.add(X, b.mul(TWO, Y))), b.mul(exp(X), exp(Y), exp(Y))),
    "exp of a difference": (exp(b.sub(X, Y)), b.div(exp(X), exp(Y))),
    "exp of a half": (square(exp(b.mul(b.number("1/2"), X))), exp(X)),
    "exp of 0": (exp(b.sub(X, X)), ONE),
    "exp of numbers": (b.mul(exp(ONE), exp(TWO)), exp(Const(3))),
    "exp of a quotient": (exp(b.div(b.mul(X, Y), TWO)), exp(b.mul(b.number("1/2"), Y, X))),
    "sigmoid turned around": (sigma(b.neg(Z)), b.sub(ONE, sigma(Z))),
    "sigmoid's slope": (b.mul(sigma(Z), sigma(b.neg(Z))), b.div(exp(Z), square(b.add(ONE, exp(Z))))),
    "log of equal arguments": (log(b.add(X, Y)), log(b.add(Y, X))),
    "a sum of a constant": (b.total(b.broadcast(C, M)), b.mul(b.extent("m"), C)),
    "a mean of a constant": (b.div(b.total(b.broadcast(C, MN)), b.mul(b.extent("n"), b.extent("m"))), C),
    "a sum of sums": (b.total(b.add(U, V)), b.add(b.total(U), b.total(V))),
    "a factor out of a sum": (b.total(b.mul(b.broadcast(C, M), U)), b.mul(C, b.total(U))),
    "a denominator out of a sum": (b.total(b.div(U, b.broadcast(C, M))), b.div(b.total(U), C)),
    "a denominator in a sum": (b.total(b.div(U, V)), b.total(b.mul(U, b.power(V, Const(-1))))),
    "scalar product": (dot(U, V), b.total(b.mul(V, U))),
    "transpose of a product": (b.transpose(b.matmul(b.transpose(A), U)), b.matmul(b.transpose(U), A)),
    "outer product": (b.transpose(b.matmul(U, b.transpose(W))), b.matmul(W, b.transpose(U))),
    "nested sums": (b.total(b.matmul(A, W)), dot(b.broadcast(ONE, M), b.matmul(A, W))),
    "associativity": (b.matmul(b.matmul(U, b.transpose(V)), U), b.mul(dot(V, U), U)),
    "square of a sum": (square(b.total(U)), b.mul(b.total(U), b.total(U))),
    "aligned factors": (b.sum_along(b.mul(A, b.align(W, MN, (1,))), (1,)), b.matmul(A, W)),
    "aligned in a cube": (
        b.sum_along(b.mul(b.align(A, CUBE, (0, 2)), b.align(S, CUBE, (0, 1))), (0,)),
        b.matmul(b.transpose(S), A),
    ),
    "a cube summed": (b.sum_along(CUBIC, (1, 2)), b.sum_along(b.sum_along(CUBIC, (1,)), (1,))),
    "turned twice": (b.align(b.align(CUBIC, Shape.of("n", "m", "m"), (1, 2, 0)), CUBE, (2, 0, 1)), CUBIC),
    "a repeated vector summed": (b.sum_along(b.align(U, MN, (0,)), (1,)), b.mul(b.extent("n"), U)),
    "identity turned": (b.transpose(b.eye("m")), b.eye("m")),
    "sine of equal arguments": (b.call("sin", b.add(X, Y)), b.call("sin", b.add(Y, X))),
    "tangent": (b.mul(b.call("tan", X), b.call("cos", X)), b.call("sin", X)),
    "an unspecified function": (g(b.add(X, Y)), g(b.add(Y, X))),
    "by cases": (
        b.call("choose", b.call("greater", X, Y), b.mul(TWO, Z), Z),
        b.mul(Z, b.add(ONE, b.call("greater", b.sub(X, Y), b.ZERO))),
    ),
    "a denominator under a root": (
        b.div(U, b.broadcast(b.call("norm", U), M)),
        b.div(U, b.broadcast(b.power(b.total(b.mul(U, U)), b.number("1/2")), M)),
    ),
    "positions": (b.add(b.positions("m"), U), b.add(U, b.positions("m"))),
    "associativity of matrices": (b.matmul(b.matmul(S, S), U), b.matmul(S, b.matmul(S, U))),
    "normal equations": (b.matmul(b.matmul(b.transpose(A), A), W), b.matmul(b.transpose(A), b.matmul(A, W))),
    "sum of a function": (b.total(sigma(b.neg(U))), b.sub(b.extent("m"), b.total(sigma(U)))),
    "a sum beside another": (b.mul(b.total(U), b.total(V)), b.total(b.matmul(U, b.transpose(V)))),
}
