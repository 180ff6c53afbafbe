"""Small systems built by hand, so that tests of deriving do not depend on the reader."""

from derive import building as b
from derive.ir import Const, Expr, Symbol, Var
from derive.shapes import Shape
from derive.systems import System


def log_loss(y: Expr, a: Expr) -> Expr:
    one = b.ONE
    return b.neg(b.add(b.mul(y, b.call("log", a)), b.mul(b.sub(one, y), b.call("log", b.sub(one, a)))))


def logistic() -> System:
    features = Shape.of("m")
    w, x = Var("w", features), Var("x", features)
    bias, z, a, y, loss = (Var(name) for name in ("b", "z", "a", "y", "L"))
    equations = {z: b.add(b.matmul(b.transpose(w), x), bias), a: b.call("sigmoid", z), loss: log_loss(y, a)}
    return System(equations, loss, (w, bias), (x, y))


def batch() -> System:
    row = Shape.of("n", row=True)
    w, x, bias = Var("w", Shape.of("m")), Var("X", Shape.of("m", "n")), Var("b")
    y, z, a = (Var(name, row) for name in "YZA")
    loss = Var("J")
    mean = b.mul(b.div(b.ONE, b.extent("n")), b.total(log_loss(y, a)))
    equations = {z: b.add(b.matmul(b.transpose(w), x), bias), a: b.call("sigmoid", z), loss: mean}
    return System(equations, loss, (w, bias), (x, y))


def linear() -> System:
    y_hat = Var(Symbol("y", "hat"))
    w1, w2, x1, x2 = (Var(Symbol(letter, sub=sub)) for letter in "wx" for sub in "12")
    bias, y, loss = Var("b"), Var("y"), Var("L")
    equations = {
        y_hat: b.add(b.mul(w1, x1), b.mul(w2, x2), bias),
        loss: b.mul(b.number("1/2"), b.power(b.sub(y, y_hat), Const(2))),
    }
    return System(equations, loss, (w1, w2, bias), (x1, x2, y))


def two_paths() -> System:
    """A node that reaches the loss along two paths: u = w x, L = u² + 3u."""
    w, x, u, loss = (Var(name) for name in ("w", "x", "u", "L"))
    equations = {u: b.mul(w, x), loss: b.add(b.power(u, Const(2)), b.mul(Const(3), u))}
    return System(equations, loss, (w,), (x,))


ALL = {"logistic": logistic, "batch": batch, "linear": linear, "two paths": two_paths}
