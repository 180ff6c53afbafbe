"""Random typed expressions over the whole table of operators, seeded."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction

from derive import building as b
from derive.ir import Const, Expr, Var, children, substitute, variables
from derive.shapes import Shape, Size
from derive.systems import System
from twins.kronecker import kronecker_pair
from twins.right import REWRITINGS, Source
from twins.trees import Pool, places, replaced
from twins.wrong import KINDS

UNARY = (
    *("neg", "exp", "sigmoid", "tanh", "relu", "neg", "exp", "sigmoid", "tanh", "relu"),
    *("log", "sin", "cos", "softplus", "abs", "sign", "step", "arctan", "sigmoid_prime", "tanh_prime", "sinh", "cosh"),
)
"""Functions of one array, entry by entry; the common ones more than once."""
BINARY = ("add", "add", "mul", "mul", "sub", "div", "div", "max", "min", "greater", "at_least", "equals")
EXPONENTS = (2, 2, 3, -1, -2, 0, 1, Fraction(1, 2), Fraction(-1, 2), Fraction(3, 2))
NUMBERS = (1, 1, 2, -1, 3, Fraction(1, 2), 0)
NAMES = (("m", "n", "k"), ("m", "n", "k"), (2, 3, 2), ("m", 2, "m"), ("m", 1, "n"))
"""Sizes of the arrays of one expression: names, numbers, and both."""


@dataclass(frozen=True)
class Garden:
    """Where expressions grow: three sizes, and chance."""

    rng: random.Random
    sizes: tuple[int | str, int | str, int | str]

    @property
    def shapes(self) -> tuple[Shape, ...]:
        """The shapes that expressions have here: a number, columns, rows, matrices, square ones."""
        m, n, _ = self.sizes
        return (
            *(Shape.of(), Shape.of(), Shape.of(m), Shape.of(n), Shape.of(m, row=True)),
            *(Shape.of(m, n), Shape.of(m, m), Shape.of(n, m)),
        )

    def leaf(self, shape: Shape) -> Expr:
        """A name of that shape, or a number in every entry."""
        rng = self.rng
        if rng.random() < 0.2:
            return b.broadcast(Const(rng.choice(NUMBERS)), shape)
        letter = rng.choice("pqr" if shape.rank < 2 else "AB")
        text = "".join(map(str, shape.sizes))
        return Var(letter if shape.is_scalar else f"{letter}{text}{'r' if shape.row else ''}", shape)

    def grow(self, shape: Shape, depth: int) -> Expr:
        """A random expression of that shape, nested at most so deep."""
        rng = self.rng
        if depth <= 0 or rng.random() < 0.12:
            return self.leaf(shape)
        if rng.random() < 0.5:
            return self._entry_by_entry(shape, depth - 1)
        return rng.choice(_FORMS[0 if shape.is_scalar else shape.rank])(self, shape, depth - 1)

    def _entry_by_entry(self, shape: Shape, depth: int) -> Expr:
        rng, inner = self.rng, self.grow(shape, depth)
        kind = rng.randrange(10)
        if kind < 3:
            return b.call(rng.choice(UNARY), inner)
        if kind == 3:
            size = b.extent(self.size())
            sized = (size, size, b.mul(Const(2), size), b.neg(size))
            return b.power(inner, rng.choice(sized) if rng.random() < 0.25 else Const(rng.choice(EXPONENTS)))
        if kind == 4 and rng.random() < 0.5:
            return b.opaque(inner, rng.choice("gh"), rng.randrange(3))
        if kind == 5 and rng.random() < 0.3:
            condition = b.call("greater", inner, self.grow(shape, depth - 1))
            return b.call("choose", condition, self.grow(shape, depth - 1), self.grow(shape, depth - 1))
        if kind == 6:
            return b.mul(self.grow(Shape.of(), depth - 1), inner)
        name = rng.choice(BINARY)
        other = self.grow(shape, depth - rng.randrange(2))
        return b.sub(inner, other) if name == "sub" else b.call(name, inner, other)

    def size(self) -> Size:
        """One of the sizes."""
        return Size.of(self.rng.choice(self.sizes))

    def vector(self, depth: int, row: bool | None = None) -> Expr:
        """A random vector of any size."""
        row = self.rng.random() < 0.3 if row is None else row
        return self.grow(Shape((self.size(),), row), depth)

    def matrix(self, depth: int) -> Expr:
        """A random matrix of any size."""
        return self.grow(Shape((self.size(), self.size())), depth)

    def square(self, depth: int, size: Size | None = None) -> Expr:
        """A random square matrix."""
        size = size or self.size()
        return self.grow(Shape((size, size)), depth)


Form = Callable[[Garden, Shape, int], Expr]


def _scalar_product(g: Garden, shape: Shape, depth: int) -> Expr:
    size = g.size()
    return b.matmul(g.grow(Shape((size,), row=True), depth), g.grow(Shape((size,)), depth))


def _quadratic(g: Garden, shape: Shape, depth: int) -> Expr:
    size = g.size()
    x = g.grow(Shape((size,)), depth)
    return b.matmul(b.transpose(x), b.matmul(g.square(depth - 1, size), x))


def _reduced(name: str) -> Form:
    def form(g: Garden, shape: Shape, depth: int) -> Expr:
        x = g.vector(depth) if g.rng.random() < 0.7 else g.matrix(depth)
        axes = tuple(range(x.shape.rank))
        return b.prod_along(x, axes) if name == "prod" else b.max_along(x, axes)

    return form


def _entry(g: Garden, shape: Shape, depth: int) -> Expr:
    """An entry that every array has: the first one."""
    x = g.vector(depth) if g.rng.random() < 0.6 else g.matrix(depth)
    return b.call("take", x, *[b.ONE] * x.shape.rank)


SCALARS: tuple[Form, ...] = (
    lambda g, shape, depth: b.total(g.vector(depth)),
    lambda g, shape, depth: b.total(g.vector(depth)),
    lambda g, shape, depth: b.total(g.matrix(depth)),
    _scalar_product,
    _scalar_product,
    _quadratic,
    lambda g, shape, depth: b.call("trace", g.square(depth)),
    lambda g, shape, depth: b.call("det", g.square(min(depth, 1))),
    lambda g, shape, depth: b.call("norm", g.vector(depth)),
    lambda g, shape, depth: b.extent(g.size()),
    lambda g, shape, depth: b.div(b.ONE, b.extent(g.size())),
    _reduced("prod"),
    _reduced("max"),
    _entry,
)


def _applied(g: Garden, shape: Shape, depth: int) -> Expr:
    """A matrix times a column, or a row times a matrix."""
    size, other = shape.sizes[0], g.size()
    if shape.row:
        return b.matmul(g.grow(Shape((other,), row=True), depth), g.grow(Shape((other, size)), depth))
    return b.matmul(g.grow(Shape((size, other)), depth), g.grow(Shape((other,)), depth))


def _summed(g: Garden, shape: Shape, depth: int) -> Expr:
    axis = g.rng.randrange(2)
    sizes = (shape.sizes[0], g.size()) if axis else (g.size(), shape.sizes[0])
    x = b.sum_along(g.grow(Shape(sizes), depth), (axis,))
    return b.transpose(x) if shape.row else x


def _diagonal(g: Garden, shape: Shape, depth: int) -> Expr:
    x = b.call("diagonal", g.square(depth, shape.sizes[0]))
    return b.transpose(x) if shape.row else x


def _positions(g: Garden, shape: Shape, depth: int) -> Expr:
    x = b.positions(shape.sizes[0])
    return b.transpose(x) if shape.row else x


VECTORS: tuple[Form, ...] = (
    _applied,
    _applied,
    _summed,
    _diagonal,
    lambda g, shape, depth: b.transpose(g.grow(shape.transposed, depth)),
    lambda g, shape, depth: b.broadcast(g.grow(Shape.of(), depth), shape),
    lambda g, shape, depth: b.call("softmax", g.grow(shape, depth)),
    lambda g, shape, depth: b.call("softmax", g.grow(shape, depth)),
    _positions,
)


def _product(g: Garden, shape: Shape, depth: int) -> Expr:
    rows, columns = shape.sizes
    inner = g.size()
    return b.matmul(g.grow(Shape((rows, inner)), depth), g.grow(Shape((inner, columns)), depth))


def _outer(g: Garden, shape: Shape, depth: int) -> Expr:
    rows, columns = shape.sizes
    return b.matmul(g.grow(Shape((rows,)), depth), g.grow(Shape((columns,), row=True), depth))


def _spread(g: Garden, shape: Shape, depth: int) -> Expr:
    rows, columns = shape.sizes
    vector = Shape((columns,), row=True) if g.rng.random() < 0.5 else Shape((rows,))
    return b.spread(g.grow(vector, depth), shape)


def _of_square(g: Garden, shape: Shape, depth: int) -> Expr:
    rows, columns = shape.sizes
    if rows != columns:
        return _product(g, shape, depth)
    kind = g.rng.randrange(4)
    if kind == 0:
        return b.eye(rows)
    if kind == 1:
        return b.call("inverse", g.square(min(depth, 1), rows))
    if kind == 2:
        return b.transpose(g.square(depth, rows))
    return b.call("diag", g.grow(Shape((rows,), row=g.rng.random() < 0.3), depth))


def _contracted(g: Garden, shape: Shape, depth: int) -> Expr:
    """A sum over the first axis of an array with three of them."""
    rows, columns = shape.sizes
    whole = Shape((g.size(), rows, columns))
    left, right = Shape(whole.sizes[:2]), Shape((whole.sizes[0], columns))
    product = b.mul(b.align(g.grow(left, depth), whole, (0, 1)), b.align(g.grow(right, depth), whole, (0, 2)))
    return b.sum_along(product, (0,))


MATRICES: tuple[Form, ...] = (
    _product,
    _product,
    _outer,
    _spread,
    _of_square,
    _of_square,
    _contracted,
    lambda g, shape, depth: b.transpose(g.grow(shape.transposed, depth)),
    lambda g, shape, depth: b.broadcast(g.grow(Shape.of(), depth), shape),
)
_FORMS = (SCALARS, VECTORS, MATRICES)


def expression(rng: random.Random, depth: int, shape: Shape | None = None) -> Expr:
    """A random expression, of a random shape unless one is given."""
    garden = Garden(rng, rng.choice(NAMES))
    return garden.grow(shape or rng.choice(garden.shapes), depth)


def small_pair(rng: random.Random) -> tuple[Expr, Expr]:
    """Two small expressions of very few parts, so that they are often equal by accident."""
    p, q = Var("p"), Var("q")
    atoms: list[Expr] = [p, q, Const(2), b.ONE, Const(-1)]
    e, r = b.call("exp", p), b.power(q, Const(Fraction(1, 2)))
    functions: list[Expr] = [e, r, *(b.call(name, p) for name in ("sigmoid", "tanh", "relu", "step", "abs"))]
    functions += [b.call("log", q), b.div(b.ONE, b.add(b.ONE, e)), b.call("exp", b.neg(p)), b.call("log", e)]
    pool = [*rng.sample(functions, 1), *rng.sample(atoms, 2)]

    def one(depth: int) -> Expr:
        if depth == 0:
            return rng.choice(pool)
        x, y = one(depth - 1), one(depth - 1)
        return rng.choice((b.mul(x, y), b.mul(x, y), b.add(x, y), b.sub(x, y), b.div(x, y), b.neg(x), x))

    return one(2), one(2)


Link = tuple[str, tuple[int, ...]]
"""A factor of a network: which array, and which of the summed indices its axes are."""
ARRAYS = ("A", "B", "C", "u", "S")


def network(rng: random.Random) -> tuple[list[Link], int]:
    """A random sum over a few indices of products of entries: tr(ABAB), Σ_ijk A_ij A_ik B_jk, and their like."""
    rank = rng.choice((2, 3, 3, 4))
    arrays = rng.sample(ARRAYS, rng.choice((1, 2, 2, 3)))
    links: list[Link] = []
    for _ in range(rng.randint(3, 6)):
        name = rng.choice(arrays)
        links.append((name, tuple(rng.choices(range(rank), k=1 if name == "u" else 2))))
    return links, rank


def contracted(links: list[Link], rank: int, rng: random.Random) -> Expr:
    """The sum that a network stands for, its indices and factors in any order."""
    order, whole = rng.sample(range(rank), rank), Shape.of(*["n"] * rank)
    factors = [_linked(name, tuple(order[k] for k in at), whole, rng) for name, at in rng.sample(links, len(links))]
    return b.total(b.mul(*factors, b.broadcast(b.ONE, whole)))


def _linked(name: str, at: tuple[int, ...], whole: Shape, rng: random.Random) -> Expr:
    if name == "u":
        return b.align(Var("u", Shape.of("n")), whole, at)
    matrix: Expr = Var(name, Shape.of("n", "n"))
    if name == "S":
        matrix = b.add(matrix, b.transpose(matrix))
        at = tuple(rng.sample(at, 2))
    if at[0] == at[1]:
        return b.align(b.call("diagonal", matrix), whole, at[:1])
    if rng.random() < 0.5:
        return b.align(b.transpose(matrix), whole, at[::-1])
    return b.align(matrix, whole, at)


def network_pair(rng: random.Random) -> tuple[Expr, Expr]:
    """A network written in two ways, or two networks that differ by where one axis is linked to."""
    links, rank = network(rng)
    others = list(links)
    if rng.random() < 0.5:
        place = rng.randrange(len(others))
        name, at = others[place]
        axis = rng.randrange(len(at))
        others[place] = (name, (*at[:axis], rng.randrange(rank), *at[axis + 1 :]))
    return contracted(links, rank, rng), contracted(others, rank, rng)


@dataclass(frozen=True)
class Pair:
    """Two expressions of one shape in a scope, and how the second came from the first."""

    kind: str
    left: Expr
    right: Expr
    system: System


def scope(equations: dict[Var, Expr], facts: dict[Var, frozenset[str]]) -> System:
    """A scope with equations and declared facts."""
    return System(equations, Var("L"), (), (), {}, facts)


KINDS_OF_PAIRS = (
    *("rewritten", "rewritten", "rewritten", "changed", "changed", "small", "unrelated"),
    *("declared", "declared, changed", "named", "named, changed", "network"),
    *("kronecker", "kronecker, changed"),
)


def pair(rng: random.Random) -> Pair:
    """Two random expressions that are not the same."""
    while True:
        found = _pair(rng, rng.choice(KINDS_OF_PAIRS))
        if found.left is not found.right:
            return found


def _pair(rng: random.Random, kind: str) -> Pair:
    if kind == "small":
        return Pair(kind, *small_pair(rng), scope({}, {}))
    if kind == "network":
        return Pair(kind, *network_pair(rng), scope({}, {}))
    if kind.startswith("kronecker"):
        left, right = kronecker_pair(rng)
        return Pair(kind, left, one_mistake(right, rng) if kind.endswith("changed") else right, scope({}, {}))
    left = expression(rng, rng.choice((1, 2, 3, 3, 4, 5)))
    if kind == "unrelated":
        return Pair(kind, left, expression(rng, 2, left.shape), scope({}, {}))
    facts = declared(left, rng) if kind.startswith("declared") else {}
    right = by_facts(left, facts, rng)
    for _ in range(rng.choice((1, 1, 2, 3))):
        right = one_rewriting(right, rng)
    if kind.endswith("changed"):
        right = one_mistake(right, rng)
    equations: dict[Var, Expr] = {}
    if kind.startswith("named"):
        left = named(left, equations, rng)
    return Pair(kind, left, right, scope(equations, facts))


FACTS = {0: (("positive",), ("below-one",), ("positive", "below-one")), 1: (("one-hot",),), 2: (("symmetric",),)}
"""What may be declared of names, by the number of their axes."""


def declared(root: Expr, rng: random.Random) -> dict[Var, frozenset[str]]:
    """A fact about each of some names; only a square matrix can be symmetric."""
    return {
        v: frozenset(rng.choice(FACTS[v.shape.rank]))
        for v in variables(root)
        if (v.shape.rank < 2 or v.shape.sizes[0] == v.shape.sizes[1]) and rng.random() < 0.7
    }


def by_facts(root: Expr, facts: dict[Var, frozenset[str]], rng: random.Random) -> Expr:
    """The expression with some names written in a way that is right because of what is declared."""
    standing = [place for place in places(root) if place.part in facts and not place.bound]
    for place in rng.sample(standing, min(2, len(standing))):
        assert isinstance(place.part, Var)
        changed = replaced(root, place, rng.choice(_by_fact(place.part, facts[place.part])))
        if changed is not None:
            return changed
    return root


def _by_fact(v: Expr, known: frozenset[str]) -> list[Expr]:
    if "below-one" in known:
        left = b.sub(b.ONE, v)
        return [b.sub(b.ONE, one) for one in (b.call("abs", left), b.call("relu", left), b.call("max", left, b.ZERO))]
    if v.shape.rank == 0:
        return [b.call("abs", v), b.power(b.power(v, Const(2)), Const(Fraction(1, 2))), b.call("relu", v)]
    if v.shape.rank == 1:
        return [b.mul(v, v), b.mul(v, b.total(v)), b.power(v, Const(3)), b.call("relu", v)]
    return [b.transpose(v), b.mul(b.number("1/2"), b.add(v, b.transpose(v)))]


def named(root: Expr, equations: dict[Var, Expr], rng: random.Random) -> Expr:
    """The expression with one or two of its parts under names, whose equations are added."""
    for name in rng.sample(("s", "t"), rng.choice((1, 2))):
        parts = [part for part in Pool(root).parts if children(part)]
        if parts:
            part = rng.choice(parts)
            z = Var(f"{name}{''.join(map(str, part.shape.sizes))}{'r' if part.shape.row else ''}", part.shape)
            equations[z] = part
            root = substitute(root, {part: z})
    return root


def one_rewriting(root: Expr, rng: random.Random) -> Expr:
    """The expression after one rewriting that keeps its value, at a random place; itself where none was found."""
    source = Source(root, (), rng)
    standing = [place for place in places(root) if not place.bound]
    for _ in range(12):
        place, rewrite = rng.choice(standing), REWRITINGS[rng.choice(list(REWRITINGS))]
        found = source.changed(rewrite, place)
        if found:
            return rng.choice(found)
    return root


def one_mistake(root: Expr, rng: random.Random) -> Expr:
    """The expression with one mistake in it, at a random place; itself where none was found."""
    pool, standing = Pool(root), [place for place in places(root) if not place.bound]
    for _ in range(12):
        place, kind = rng.choice(standing), rng.choice(KINDS)
        found = pool.changed(kind.change, place)
        if found:
            return rng.choice(found)
    return root
