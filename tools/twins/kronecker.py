"""Random expressions with Kronecker products, vec and what carries them back, and ways to write them otherwise."""

from __future__ import annotations

import random
from collections.abc import Iterator
from math import prod

from derive import building as b
from derive.building import is_apply
from derive.ir import Apply, Expr, Var, children, postorder
from derive.shapes import Shape, Size
from twins.trees import places, replaced

SIZES = (("m", "n", "k"), ("m", "n", "k"), ("m", "m", "k"), ("m", 1, "k"), ("m", 2, "k"), (2, 3, 2), (2, 2, "m"))
"""Sizes of the factors of one expression: names, numbers, equal ones and 1 among them."""
MOST_ENTRIES = 2_500
"""How many entries the arrays of one expression may have."""
Factors = tuple[Size, ...]


def whole(factors: Factors) -> Size:
    """The size of an axis that is made of these."""
    total = Size.of(1)
    for size in factors:
        total = total * size
    return total


class Blocks:
    """Where such expressions grow; an axis is a tuple of the sizes that it is the product of."""

    def __init__(self, rng: random.Random) -> None:
        self.rng, self.sizes = rng, [Size.of(size) for size in rng.choice(SIZES)]

    def axis(self, count: int) -> Factors:
        """An axis made of so many sizes."""
        return tuple(self.rng.choices(self.sizes, k=count))

    def leaf(self, rows: Factors, columns: Factors) -> Expr:
        """A name of that shape, or the identity matrix."""
        shape = Shape((whole(rows), whole(columns)))
        if rows == columns and self.rng.random() < 0.15:
            return b.eye(shape.sizes[0])
        letter = self.rng.choice("AB")
        return Var(letter + "_".join(str(size).replace("·", "") for size in shape.sizes), shape)

    def grow(self, rows: Factors, columns: Factors, depth: int) -> Expr:
        """A random matrix of that shape."""
        rng = self.rng
        if depth <= 0 or rng.random() < 0.1:
            return self.leaf(rows, columns)
        if len(rows) > 1 and len(columns) > 1 and rng.random() < 0.6:
            k, j = rng.randrange(1, len(rows)), rng.randrange(1, len(columns))
            return b.call(
                "kron", self.grow(rows[:k], columns[:j], depth - 1), self.grow(rows[k:], columns[j:], depth - 1)
            )
        kind = rng.randrange(7)
        if kind < 2:
            inner = self.axis(max(len(rows), len(columns)))
            return b.matmul(self.grow(rows, inner, depth - 1), self.grow(inner, columns, depth - 1))
        if kind == 2:
            return b.transpose(self.grow(columns, rows, depth - 1))
        if kind == 3:
            return b.mul(self.grow(rows, columns, depth - 1), self.grow(rows, columns, depth - 1))
        if kind == 4:
            return b.add(self.grow(rows, columns, depth - 1), self.grow(rows, columns, depth - 1))
        if kind == 5:
            return self._carried_back(rows, columns, depth - 1)
        column = b.call("vec", self.grow(rows, columns, depth - 1))
        return b.call("unvec_like", column, self.leaf(rows, columns))

    def _carried_back(self, rows: Factors, columns: Factors, depth: int) -> Expr:
        """What a Kronecker product with a matrix of that shape as a factor carries back to it."""
        more, beside, like = self.axis(1), self.axis(1), self.leaf(rows, columns)
        other = self.grow(more, beside, depth)
        if self.rng.random() < 0.5:
            return b.call("kron_left_like", self.grow((*rows, *more), (*columns, *beside), depth), other, like)
        return b.call("kron_right_like", self.grow((*more, *rows), (*beside, *columns), depth), other, like)

    def expression(self) -> Expr:
        """A random matrix, a column made of one, or a number."""
        rng, depth = self.rng, self.rng.choice((2, 3, 3))
        rows = self.axis(rng.choice((1, 2, 2, 3)))
        columns = self.axis(len(rows))
        kind = rng.randrange(6)
        if kind == 0:
            return b.call("trace", self.grow(rows, rows, depth))
        if kind == 1:
            return b.total(self.grow(rows, columns, depth))
        if kind == 2:
            return b.call("vec", self.grow(rows, columns, depth))
        if kind == 3:
            column = b.call("vec", self.grow(columns, self.axis(1), depth - 1))
            wide = self.grow(rows, (*columns, Size.of(1)), depth)
            return b.matmul(wide, column) if wide.shape.sizes[1] == column.shape.sizes[0] else b.total(wide)
        return self.grow(rows, columns, depth)


def _identity(part: Expr) -> Iterator[Expr]:
    """Ways to write one part otherwise."""
    match part:
        case Apply() if is_apply(part, "kron"):
            x, y = children(part)
            yield b.matmul(b.call("kron", x, b.eye(y.shape.sizes[0])), b.call("kron", b.eye(x.shape.sizes[1]), y))
            yield b.transpose(b.call("kron", b.transpose(x), b.transpose(y)))
            if is_apply(x, "kron"):
                first, second = children(x)
                yield b.call("kron", first, b.call("kron", second, y))
            if is_apply(x, "matmul") and is_apply(y, "matmul"):
                pairs = zip(children(x), children(y), strict=True)
                yield b.matmul(*(b.call("kron", p, q) for p, q in pairs))
            if is_apply(y, "add"):
                yield b.add(*(b.call("kron", x, term) for term in children(y)))
        case Apply() if is_apply(part, "matmul") and part.shape.rank == 2:
            x, y = children(part)
            if x.shape.rank == y.shape.rank == 2:
                moved = b.matmul(b.call("kron", b.transpose(y), b.eye(x.shape.sizes[0])), b.call("vec", x))
                yield b.call("unvec_like", moved, part)
        case Apply() if is_apply(part, "trace"):
            inner = children(part)[0]
            if is_apply(inner, "kron") and all(x.shape.sizes[0] == x.shape.sizes[1] for x in children(inner)):
                yield b.mul(*(b.call("trace", x) for x in children(inner)))
            column = b.call("vec", inner)
            yield b.matmul(b.transpose(b.call("vec", b.eye(inner.shape.sizes[0]))), column)
        case Apply() if is_apply(part, "sum") and is_apply(children(part)[0], "kron"):
            yield b.mul(*(b.total(x) for x in children(children(part)[0])))
        case Apply() if part.op.name in ("kron_left", "kron_right") and is_apply(children(part)[0], "kron"):
            yield from _contracted(part)


def _contracted(part: Apply) -> Iterator[Expr]:
    """What is carried back of a Kronecker product itself: one factor times a number."""
    (x, y), other = children(part.args[0]), part.args[1]
    own, beside = (x, y) if part.op.name == "kron_left" else (y, x)
    if own.shape == part.shape and beside.shape == other.shape:
        yield b.mul(b.total(b.mul(beside, other)), own)


def is_small(root: Expr) -> bool:
    """Whether no array in it has more than `MOST_ENTRIES` entries: it is evaluated in balls, entry by entry."""
    numbers = {"m": 2, "n": 3, "k": 5}
    shapes = (node.shape.numbers(numbers) for node in postorder(root))
    return all(prod(shape) <= MOST_ENTRIES for shape in shapes)


def rewritten(root: Expr, rng: random.Random) -> Expr:
    """The expression with one part written otherwise; itself where none was found."""
    standing = [place for place in places(root) if not place.bound]
    for place in rng.sample(standing, min(12, len(standing))):
        ways = (replaced(root, place, part) for part in _identity(place.part) if is_small(part))
        found = [whole for whole in ways if whole is not None]
        if found:
            return rng.choice(found)
    return root


def kronecker_pair(rng: random.Random) -> tuple[Expr, Expr]:
    """A random expression and another way to write it."""
    left = Blocks(rng).expression()
    while not is_small(left):
        left = Blocks(rng).expression()
    right = left
    for _ in range(rng.choice((1, 2, 3))):
        right = rewritten(right, rng)
    return left, right
