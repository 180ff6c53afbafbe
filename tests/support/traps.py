"""Claims that provers and refuters are known to fall for, each with the verdicts that are right.

Some were bugs of an earlier prover that passed every hand-made case: a sign lost in exp(log x), an atom lost on a
diagonal of a negative power, an index lost in the diagonal matrix of a single number, two rules that undid each other.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction

from derive import building as b
from derive.ir import Const, Expr, Var
from derive.shapes import Shape

PROVED, REFUTED, UNDECIDED = "proved", "refuted", "undecided"
EITHER = (PROVED, UNDECIDED)


@dataclass(frozen=True)
class Trap:
    """A claim, the verdicts that are right, and which conditions a proof must list among its assumptions."""

    name: str
    left: Expr
    right: Expr
    allowed: tuple[str, ...] = (PROVED,)
    assumes: tuple[str, ...] = ()
    facts: Mapping[Var, frozenset[str]] = field(default_factory=dict)

    @property
    def outcome(self) -> str:
        """The best of the verdicts that are right."""
        return self.allowed[0]


WRONG = (REFUTED,)
NEVER_PROVED = (REFUTED, UNDECIDED)
NO_VALUE = (UNDECIDED,)

x, y, z, t, p, q = (Var(name) for name in "xyztpq")
half, one, two, three = b.number("1/2"), b.ONE, Const(2), Const(3)
M, N, K = Shape.of("m"), Shape.of("n"), Shape.of("k")
A, B, S = (Var(name, Shape.of("n", "n")) for name in "ABS")
X, W, G = (Var(name, Shape.of("n", "m")) for name in "XWG")
u, v, w, c = (Var(name, N) for name in "uvwc")
r = Var("r", Shape.of("n", row=True))
a1 = Var("a", Shape.of(1))
C1 = Var("C", Shape.of("n", "n"))
ROW, COLUMN = Shape.of("n", row=True), Shape.of("n")


NOTHING = b.broadcast(b.ZERO, N)


def exp(e: Expr) -> Expr:
    return b.call("exp", e)


def log(e: Expr) -> Expr:
    return b.call("log", e)


def sigma(e: Expr) -> Expr:
    return b.call("sigmoid", e)


def root(e: Expr) -> Expr:
    return b.power(e, half)


def power(e: Expr, n: int | Fraction) -> Expr:
    return b.power(e, Const(n))


def tr(e: Expr) -> Expr:
    return b.call("trace", e)


def inverse(e: Expr) -> Expr:
    return b.call("inverse", e)


def T(e: Expr) -> Expr:
    return b.transpose(e)


def greater(p: Expr, q: Expr) -> Expr:
    return b.call("greater", p, q)


def product(*factors: Expr) -> Expr:
    result = factors[0]
    for factor in factors[1:]:
        result = b.matmul(result, factor)
    return result


def turned(*factors: Expr) -> Expr:
    """The same product, grouped from the right."""
    result = factors[-1]
    for factor in reversed(factors[:-1]):
        result = b.matmul(factor, result)
    return result


def ones(shape: Shape) -> Expr:
    return b.broadcast(one, shape)


LARGER = greater(product(A, u), product(B, u))


def over_lines(e: Expr) -> Expr:
    """The softmax of each row of a matrix, written with exponentials."""
    up = exp(e)
    return b.div(up, b.spread(b.sum_along(up, (1,)), e.shape))


V = Var("V", X.shape)
WEIGHTS = over_lines(b.matmul(X, b.transpose(W)))
WEIGHTS_BAR = b.matmul(G, b.transpose(V))
LINES = b.spread(b.sum_along(b.mul(WEIGHTS_BAR, WEIGHTS), (1,)), WEIGHTS.shape)
LOGITS_BAR = b.mul(WEIGHTS, b.sub(WEIGHTS_BAR, LINES))


def column_sum(e: Expr) -> Expr:
    return b.sum_along(e, (1,))


# --- the bugs of an earlier prover

BUGS = [
    Trap("exp(log x) = -x", exp(log(x)), b.neg(x), WRONG),
    Trap("exp(log x) = x", exp(log(x)), x),
    Trap("exp(3 log x) = x^3", exp(b.mul(three, log(x))), power(x, 3)),
    Trap("exp(log(-x)) = x", exp(log(b.neg(x))), x, NEVER_PROVED),
    Trap("exp(-log x) = 1/x", exp(b.neg(log(x))), b.div(one, x)),
    Trap("exp(log(x - y)) = y - x", exp(log(b.sub(x, y))), b.sub(y, x), WRONG),
    Trap("diagonal of 1/sigma(A)", b.call("diagonal", b.div(one, sigma(A))), b.div(one, b.call("diagonal", sigma(A)))),
    Trap("diagonal of a power keeps it", b.call("diagonal", power(sigma(A), -1)), ones(COLUMN), WRONG),
    Trap("diagonal of a root keeps it", b.call("diagonal", root(sigma(A))), ones(COLUMN), WRONG),
    Trap("diagonal of a root", b.call("diagonal", root(sigma(A))), root(b.call("diagonal", sigma(A)))),
    Trap("trace of 1/sigma(A)", tr(b.div(one, sigma(A))), b.total(b.div(one, b.call("diagonal", sigma(A))))),
    Trap("trace of 1/sigma(A) is no size", tr(power(sigma(A), -1)), b.extent("n"), WRONG),
    Trap(
        "a matrix scaled by a 1x1 diagonal is not symmetric",
        sigma(b.mul(product(ones(Shape.of("n", 1)), b.call("diag", a1), ones(Shape.of(1, "n"))), C1)),
        T(sigma(b.mul(product(ones(Shape.of("n", 1)), b.call("diag", a1), ones(Shape.of(1, "n"))), C1))),
        WRONG,
    ),
    Trap("diag of one number", b.call("diag", a1), b.matmul(a1, ones(Shape.of(1, row=True)))),
    Trap("the identity of size 1", b.eye(1), ones(Shape.of(1, 1))),
    Trap("sigma and exp do not chase each other", b.mul(sigma(x), exp(x), sigma(y), exp(y)), b.mul(
        b.sub(exp(x), sigma(x)), b.sub(exp(y), sigma(y)))),
    Trap("sigma and exp of multiples", b.mul(sigma(b.mul(two, x)), exp(b.add(x, y)), sigma(b.add(x, y))), b.mul(
        sigma(b.mul(two, x)), b.sub(exp(b.add(x, y)), sigma(b.add(x, y))))),
    Trap("sigma and exp, wrong", b.mul(sigma(x), exp(x), sigma(y), exp(y)), b.mul(sigma(x), sigma(y)), WRONG),
]  # fmt: skip

# --- domains and signs

DOMAINS = [
    Trap("log x^2 = 2 log x", log(power(x, 2)), b.mul(two, log(x)), EITHER, ("positive",)),
    Trap("log(xy) = log x + log y", log(b.mul(x, y)), b.add(log(x), log(y)), EITHER, ("positive",)),
    Trap("log(x/y)", log(b.div(x, y)), b.sub(log(x), log(y)), EITHER, ("positive",)),
    Trap("log(x + y) is no sum", log(b.add(x, y)), b.add(log(x), log(y)), WRONG),
    Trap("root of xy", root(b.mul(x, y)), b.mul(root(x), root(y)), EITHER, ("positive",)),
    Trap("root of x^2 = x", root(power(x, 2)), x, WRONG),
    Trap("root of t^2 = t for positive t", root(power(t, 2)), t, facts={t: frozenset(("positive",))}),
    Trap("root of x^2 = |x|", root(power(x, 2)), b.call("abs", x), EITHER),
    Trap("square of the root", power(root(x), 2), x),
    Trap("log exp x = x", log(exp(x)), x),
    Trap("x/x = 1", b.div(x, x), one, assumes=("nonzero",)),
    Trap("x^2/x = x", b.div(power(x, 2), x), x, assumes=("nonzero",)),
    Trap("x/(x-x) = 1/(x-x)", b.div(x, b.sub(x, x)), b.div(one, b.sub(x, x)), NO_VALUE),
    Trap("0/0 = 1", b.div(b.sub(x, x), b.sub(x, x)), one, NO_VALUE),
    Trap("log(-e^x)", log(b.neg(exp(x))), x, NO_VALUE),
    Trap("a negative number to 1/3", power(Const(-8), Fraction(1, 3)), Const(-2), NO_VALUE),
    Trap("x^0 = 1", power(x, 0), one),
    Trap("(x^2)^(1/2) for e^z", root(power(exp(z), 2)), exp(z)),
    Trap("step(z) + step(-z) = 1", b.add(b.call("step", z), b.call("step", b.neg(z))), one, assumes=("nonzero",)),
    Trap("relu(e^z) = e^z", b.call("relu", exp(z)), exp(z)),
    Trap("relu(z^2) = z^2", b.call("relu", power(z, 2)), power(z, 2), EITHER),
    Trap("relu(z) - relu(-z) = z", b.sub(b.call("relu", z), b.call("relu", b.neg(z))), z),
    Trap("relu(z) = z step(z)", b.call("relu", z), b.mul(z, b.call("step", z))),
    Trap("relu(z) = z", b.call("relu", z), z, WRONG),
    Trap("relu(relu z) = relu z", b.call("relu", b.call("relu", z)), b.call("relu", z)),
    Trap("relu(x + y) is no sum", b.call("relu", b.add(x, y)), b.add(b.call("relu", x), b.call("relu", y)), WRONG),
    Trap("|xy| = |x||y|", b.call("abs", b.mul(x, y)), b.mul(b.call("abs", x), b.call("abs", y)), EITHER),
    Trap("sign squared", power(b.call("sign", x), 2), one, EITHER, ("nonzero",)),
    Trap("|x| by cases", b.call("choose", b.call("greater", x, b.ZERO), x, b.neg(x)), b.call("abs", x), EITHER),
    Trap("x by cases", b.call("choose", b.call("greater", x, b.ZERO), x, b.ZERO), x, WRONG),
    Trap("a case is not the other", b.call("choose", b.call("greater", x, y), x, y), y, WRONG),
    Trap("max by cases", b.call("choose", b.call("greater", x, y), x, y), b.call("max", x, y), EITHER),
    Trap("an inequality turned", b.call("greater", x, y), b.call("greater", y, x), WRONG),
]

# --- numbers that are nearly something

NEARLY = [
    Trap("root 2 root 2 = 2", b.mul(root(two), root(two)), two),
    Trap("root 8 = 2 root 2", root(Const(8)), b.mul(two, root(two))),
    Trap("pi = 355/113", b.call("pi"), Const(Fraction(355, 113)), WRONG),
    Trap("tanh 1000 = 1", b.call("tanh", Const(1000)), one, NEVER_PROVED),
    Trap("e^-1000 = 0", exp(Const(-1000)), b.ZERO, NEVER_PROVED),
    Trap("sigma(1000) = 1", sigma(Const(1000)), one, NEVER_PROVED),
    Trap("1 + 10^-60 = 1", b.add(one, Const(Fraction(1, 10**60))), one, WRONG),
    Trap("x + 10^-50 = x", b.add(x, Const(Fraction(1, 10**50))), x, WRONG),
    Trap("e^(pi root 163) is no integer", exp(b.mul(b.call("pi"), root(Const(163)))), Const(640320**3 + 744), WRONG),
    Trap("a small factor", b.mul(x, Const(Fraction(10**40 + 1, 10**40))), x, WRONG),
    Trap("e^-1000 twice", b.mul(two, exp(Const(-1000))), exp(Const(-1000)), WRONG),
]

# --- exponentials and what is made of them

EXPONENTIALS = [
    Trap("exp(x + y)", exp(b.add(x, y)), b.mul(exp(x), exp(y))),
    Trap("exp(xy) is no product", exp(b.mul(x, y)), b.mul(exp(x), exp(y)), WRONG),
    Trap("sigma(-z)", sigma(b.neg(z)), b.sub(one, sigma(z))),
    Trap("sigma(2z) is not 2 sigma(z)", sigma(b.mul(two, z)), b.mul(two, sigma(z)), WRONG),
    Trap("tanh(z/2) = 2 sigma(z) - 1", b.call("tanh", b.mul(half, z)), b.sub(b.mul(two, sigma(z)), one)),
    Trap("tanh z = 2 sigma(z) - 1", b.call("tanh", z), b.sub(b.mul(two, sigma(z)), one), WRONG),
    Trap("softplus(z) - softplus(-z)", b.sub(b.call("softplus", z), b.call("softplus", b.neg(z))), z),
    Trap("log sigma", log(sigma(z)), b.neg(log(b.add(one, exp(b.neg(z)))))),
    Trap("two sigmoids in partial fractions",
        b.mul(b.div(one, b.add(one, exp(x))), b.div(one, b.add(one, exp(b.mul(two, x))))),
        b.mul(half, b.add(b.div(one, b.add(one, exp(x))),
            b.div(b.sub(one, exp(x)), b.add(one, exp(b.mul(two, x))))))),
    Trap("the same under a sum with weights",
        b.total(b.mul(w, b.div(one, b.add(one, exp(u))), b.div(one, b.add(one, exp(b.mul(two, u)))))),
        b.total(b.mul(half, w, b.add(b.div(one, b.add(one, exp(u))),
            b.div(b.sub(one, exp(u)), b.add(one, exp(b.mul(two, u)))))))),
    Trap("two denominators under a sum",
        b.total(b.div(w, b.mul(b.add(one, exp(u)), b.add(two, exp(u))))),
        b.total(b.sub(b.div(w, b.add(one, exp(u))), b.div(w, b.add(two, exp(u)))))),
    Trap("the logarithm of a third of a norm", log(b.call("norm", b.div(u, three))), log(b.call("norm", u)), WRONG),
    Trap("the logarithm of a norm", log(b.call("norm", b.div(u, three))), b.sub(log(b.call("norm", u)), log(three))),
    Trap("logsumexp of a shift", log(b.total(exp(b.add(u, x)))), b.add(log(b.total(exp(u))), x)),
    Trap("logsumexp of a multiple", log(b.total(exp(b.mul(x, u)))), b.mul(x, log(b.total(exp(u)))), WRONG),
    Trap("softmax of a shift", b.call("softmax", b.add(u, x)), b.call("softmax", u)),
    Trap("softmax sums to 1", b.total(b.call("softmax", u)), one),
    Trap("the square of a softmax does not", b.total(power(b.call("softmax", u), 2)), one, WRONG),
    Trap("a variance", b.sub(b.div(b.total(power(u, 2)), b.extent("n")), power(b.div(b.total(u), b.extent("n")), 2)),
        b.div(b.total(power(b.sub(u, b.div(b.total(u), b.extent("n"))), 2)), b.extent("n"))),
    Trap("a mean is no sum", b.div(b.total(u), b.extent("n")), b.total(u), WRONG),
]  # fmt: skip

# --- matrices

MATRICES = [
    *(Trap(f"tr(A^{k} A) = tr(A A^{k})", tr(product(*[A] * k, A)), tr(turned(*[A] * k, A))) for k in (3, 7, 11)),
    *(Trap(f"d tr(A^{k})/dA", b.derivative(tr(product(*[A] * k)), A), b.mul(Const(k), T(product(*[A] * (k - 1)))))
      for k in (3, 5, 7)),
    *(Trap(f"tr((AB)^{k}) = tr((BA)^{k})", tr(product(*[A, B] * k)), tr(product(*[B, A] * k))) for k in (2, 3, 4)),
    Trap("tr(ABAB) is not tr(AABB)", tr(product(A, B, A, B)), tr(product(A, A, B, B)), WRONG),
    Trap("tr(ABC) is not tr(ACB)", tr(product(A, B, C1)), tr(product(A, C1, B)), WRONG),
    Trap("tr((A + B)^3)", tr(product(*[b.add(A, B)] * 3)), b.add(tr(product(A, A, A)), b.mul(three, tr(
        product(A, A, B))), b.mul(three, tr(product(A, B, B))), tr(product(B, B, B)))),
    *(Trap(f"sum_i (sum_j X_ij)^{k}", b.total(b.mul(*[column_sum(X)] * k)), b.total(power(column_sum(X), k)))
      for k in (4, 6, 7, 8)),
    Trap("sum_i (sum_j X_ij)^6, wrong", b.total(power(column_sum(X), 6)), b.total(power(column_sum(X), 5)), WRONG),
    Trap("a row is no column", b.spread(u, A.shape), b.spread(T(u), A.shape), WRONG),
    Trap("uv' is not u'v", b.matmul(T(u), u), b.matmul(u, T(u)), WRONG),
    Trap("[A u > B u] = [(A - B) u > 0]", LARGER, greater(product(b.sub(A, B), u), NOTHING)),
    Trap("[A u > B u], turned", LARGER, greater(product(b.sub(B, A), u), NOTHING), WRONG),
    Trap("[e^x > e^y] = [x > y]", greater(exp(x), exp(y)), greater(x, y)),
    Trap("[e^x > e^y], turned", greater(exp(x), exp(y)), greater(y, x), WRONG),
    Trap("the diagonal of exp", tr(exp(A)), b.total(exp(b.call("diagonal", A)))),
    Trap("exp of the trace", exp(tr(A)), tr(exp(A)), WRONG),
    Trap("sigma(X X') is symmetric", sigma(b.matmul(X, T(X))), T(sigma(b.matmul(X, T(X))))),
    Trap("sigma(A) is not", sigma(A), T(sigma(A)), WRONG),
    Trap("A^-1 A = I", b.matmul(inverse(A), A), b.eye("n")),
    Trap("A^-1 (A B) = B", b.matmul(inverse(A), b.matmul(A, B)), B),
    Trap("(AB)^-1", inverse(b.matmul(A, B)), b.matmul(inverse(B), inverse(A))),
    Trap("(AB)^-1, wrong order", inverse(b.matmul(A, B)), b.matmul(inverse(A), inverse(B)), WRONG),
    Trap("(A + B)^-1 is no sum", inverse(b.add(A, B)), b.add(inverse(A), inverse(B)), WRONG),
    Trap("(A + B)^-1 (A + B)", b.matmul(inverse(b.add(A, B)), b.add(A, B)), b.eye("n")),
    Trap("pushed through", b.matmul(inverse(b.add(b.eye("n"), b.matmul(A, B))), A),
        b.matmul(A, inverse(b.add(b.eye("n"), b.matmul(B, A)))), EITHER),
    Trap("inverse and transpose", inverse(T(A)), T(inverse(A))),
    Trap("inverse of a symmetric one", inverse(b.matmul(X, T(X))), T(inverse(b.matmul(X, T(X))))),
    Trap("the inverse of the inverse", inverse(inverse(A)), A),
    Trap("the inverse entry by entry", inverse(A), power(A, -1), WRONG),
    Trap("det(AB)", b.call("det", b.matmul(A, B)), b.mul(b.call("det", A), b.call("det", B)), EITHER),
    Trap("det(2A) is not 2 det A", b.call("det", b.mul(two, A)), b.mul(two, b.call("det", A)), WRONG),
    Trap("d log det A", b.derivative(log(b.call("det", A)), A), T(inverse(A))),
    Trap("d log det A, transposed", b.derivative(log(b.call("det", A)), A), inverse(A), WRONG),
    Trap("tr I = n", tr(b.eye("n")), b.extent("n")),
    Trap("tr I = 1", tr(b.eye("n")), one, WRONG),
    Trap("the sum of ones", b.total(ones(X.shape)), b.mul(b.extent("n"), b.extent("m"))),
    Trap("the first entry is not the sum", b.total(u), b.call("take", u, one), WRONG),
    Trap("entries of a product", b.mul(b.call("diag", u), A), b.matmul(b.call("diag", u), A), WRONG),
    Trap("a diagonal matrix times a vector", b.matmul(b.call("diag", u), v), b.mul(u, v)),
    Trap("I entry by entry", b.mul(b.eye("n"), b.eye("n")), b.eye("n")),
    Trap("I entry by entry with A", b.mul(b.eye("n"), A), A, WRONG),
    Trap("the positions add up", b.total(b.positions("n")), b.div(b.mul(b.extent("n"), b.add(b.extent("n"), one)), two),
        EITHER),
    Trap("AB = BA", b.matmul(A, B), b.matmul(B, A), WRONG),
    Trap("x'Ax by x", b.derivative(product(T(u), A, u), u), b.matmul(b.add(A, T(A)), u)),
    Trap("x'Ax by x, wrong", b.derivative(product(T(u), A, u), u), b.mul(two, b.matmul(A, u)), WRONG),
    Trap("x'Sx by x, S symmetric", b.derivative(product(T(u), S, u), u), b.mul(two, b.matmul(S, u)),
        facts={S: frozenset(("symmetric",))}),
    Trap("attention by V", b.derivative(b.total(b.mul(G, b.matmul(WEIGHTS, V))), V), b.matmul(T(WEIGHTS), G)),
    Trap("attention by V, not transposed", b.derivative(b.total(b.mul(G, b.matmul(WEIGHTS, V))), V),
        b.matmul(WEIGHTS, G), WRONG),
    Trap("attention by Q", b.derivative(b.total(b.mul(G, b.matmul(WEIGHTS, V))), X), b.matmul(LOGITS_BAR, W)),
    Trap("attention by K", b.derivative(b.total(b.mul(G, b.matmul(WEIGHTS, V))), W), b.matmul(T(LOGITS_BAR), X)),
    Trap("attention by Q, wrong", b.derivative(b.total(b.mul(G, b.matmul(WEIGHTS, V))), X),
        b.matmul(T(LOGITS_BAR), W), WRONG),
]  # fmt: skip

# --- what is declared, and functions that are not

DECLARED = [
    Trap("a one-hot vector sums to 1", b.total(u), one, facts={u: frozenset(("one-hot",))}),
    Trap("any vector does not", b.total(u), one, WRONG),
    Trap("a one-hot vector squared", power(u, 2), u, facts={u: frozenset(("one-hot",))}),
    Trap("its entries exclude each other", b.matmul(u, T(u)), b.call("diag", u), facts={u: frozenset(("one-hot",))}),
    Trap("softmax sums to 1 in products", b.mul(b.total(b.call("softmax", v)), b.total(u)), one,
        facts={u: frozenset(("one-hot",))}),
    Trap("g(-x) = g(x)", b.opaque(b.neg(x), "g", 0), b.opaque(x, "g", 0), WRONG),
    Trap("g = h", b.opaque(x, "g", 0), b.opaque(x, "h", 0), WRONG),
    Trap("g(x + y) = g(y + x)", b.opaque(b.add(x, y), "g", 0), b.opaque(b.add(y, x), "g", 0)),
    Trap("two functions that the refuter takes for one", b.opaque(x, "g", 0), b.opaque(x, "g_ex", 0), NEVER_PROVED),
    Trap("the function that stands for g", b.opaque(x, "g", 3), b.mul(Const(2), b.opaque(x, "g", 3)), WRONG),
    Trap("g''' as what stands for g", power(b.opaque(x, "g", 4), 2), b.mul(b.opaque(x, "g", 3), b.opaque(x, "g", 5)),
        NO_VALUE),
    Trap("the chain rule for g", b.derivative(b.opaque(power(x, 2), "g", 0), x), b.mul(
        two, x, b.opaque(power(x, 2), "g", 1))),
]  # fmt: skip

TRAPS = [*BUGS, *DOMAINS, *NEARLY, *EXPONENTIALS, *MATRICES, *DECLARED]
"""All of them."""
