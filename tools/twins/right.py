"""Ways to write a formula that leave its value as it is, wherever both ways have one.

Each is one or two lines of school mathematics, written here anew: none of the project's rules is used, so that a wrong
rule cannot agree with itself.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from fractions import Fraction

from derive import building as b
from derive.building import is_apply, unwrapped
from derive.ir import Apply, Const, Expr, children
from derive.shapes import Shape
from twins.trees import Pool, places

Rewrite = Callable[[Expr, "Source"], Iterator[Expr]]


@dataclass(frozen=True)
class Source(Pool):
    """What a rewriting may draw on: the formula's parts, and chance."""

    rng: random.Random = field(default_factory=random.Random)

    def some(self, shape: Shape) -> Expr | None:
        """A part of that shape, or a scalar part, other than a number."""
        found = [part for part in self.like(shape) if not isinstance(unwrapped(part), Const)]
        return self.rng.choice(found) if found else None


@dataclass(frozen=True)
class Rewritten:
    """A formula after one rewriting."""

    kind: str
    expr: Expr


def rewritten(root: Expr, rng: random.Random, most: int = 4) -> Iterator[Rewritten]:
    """The formula after each rewriting, at a few of the places where it applies."""
    source = Source(root, (), rng)
    standing = [place for place in places(root) if not place.bound]
    rng.shuffle(standing)
    for kind, rewrite in REWRITINGS.items():
        found = 0
        for place in standing:
            for whole in source.changed(rewrite, place):
                found += 1
                yield Rewritten(kind, whole)
            if found >= most:
                break


# --- sums and products


def _terms_reordered(part: Expr, source: Source) -> Iterator[Expr]:
    if is_apply(part, "add"):
        yield b.add(*source.rng.sample(children(part), len(children(part))))
        yield b.add(*reversed(children(part)))


def _factors_reordered(part: Expr, source: Source) -> Iterator[Expr]:
    if is_apply(part, "mul"):
        yield b.mul(*source.rng.sample(children(part), len(children(part))))
        yield b.mul(*reversed(children(part)))


def _distributed(part: Expr, source: Source) -> Iterator[Expr]:
    if is_apply(part, "mul"):
        factors = children(part)
        for index, factor in enumerate(factors):
            if is_apply(factor, "add"):
                yield b.add(*(b.mul(*factors[:index], term, *factors[index + 1 :]) for term in children(factor)))
    if is_apply(part, "matmul"):
        left, right = children(part)
        if is_apply(left, "add"):
            yield b.add(*(b.matmul(term, right) for term in children(left)))
        if is_apply(right, "add"):
            yield b.add(*(b.matmul(left, term) for term in children(right)))
    if is_apply(part, "sum") and is_apply(children(part)[0], "add"):
        yield b.add(*map(b.total, children(children(part)[0])))
    if is_apply(part, "neg") and is_apply(children(part)[0], "add"):
        yield b.add(*map(b.neg, children(children(part)[0])))


def _factored(part: Expr, source: Source) -> Iterator[Expr]:
    if not is_apply(part, "add"):
        return
    terms = children(part)
    for index, term in enumerate(terms[:-1]):
        for shared in _factors(term):
            other = terms[index + 1]
            if shared in _factors(other) and not isinstance(unwrapped(shared), Const):
                left, right = (_without_factor(t, shared) for t in (term, other))
                yield b.add(*terms[:index], b.mul(shared, b.add(left, right)), *terms[index + 2 :])


def _factors(term: Expr) -> tuple[Expr, ...]:
    return children(term) if is_apply(term, "mul") else (term,)


def _without_factor(term: Expr, factor: Expr) -> Expr:
    rest = list(_factors(term))
    rest.remove(factor)
    return b.broadcast(b.mul(*rest), term.shape)


def _minus_twice(part: Expr, source: Source) -> Iterator[Expr]:
    yield b.neg(b.neg(part)) if not isinstance(part, Const) else b.neg(b.mul(Const(-1), part))


def _minus_moved(part: Expr, source: Source) -> Iterator[Expr]:
    if is_apply(part, "neg"):
        yield b.mul(Const(-1), children(part)[0])
        inner = children(part)[0]
        for name in ("mul", "div", "matmul"):
            if is_apply(inner, name) and isinstance(inner, Apply):
                yield b.rebuilt(inner, (b.neg(inner.args[0]), *inner.args[1:]))
    if is_apply(part, "add"):
        yield b.neg(b.add(*map(b.neg, children(part))))


def _term_added_and_taken(part: Expr, source: Source) -> Iterator[Expr]:
    other = source.some(part.shape)
    if other is not None:
        yield b.add(part, other, b.neg(other))
        yield b.add(b.sub(part, other), other)


def _zero_added(part: Expr, source: Source) -> Iterator[Expr]:
    yield b.add(part, b.ZERO)
    yield b.mul(b.ONE, part)


def _halves(part: Expr, source: Source) -> Iterator[Expr]:
    half = b.mul(b.number("1/2"), part)
    yield b.add(half, half)
    yield b.sub(b.mul(Const(2), part), part)


# --- fractions and powers


def _quotient_as_product(part: Expr, source: Source) -> Iterator[Expr]:
    if is_apply(part, "div"):
        p, q = children(part)
        yield b.mul(p, b.div(b.ONE, q))
        yield b.mul(p, b.power(q, Const(-1)))


def _fraction_of_fraction(part: Expr, source: Source) -> Iterator[Expr]:
    if is_apply(part, "div"):
        p, q = children(part)
        if unwrapped(p) is not b.ZERO:
            yield b.div(b.ONE, b.div(q, p))
    elif isinstance(part, Apply) and part.op.name in ("exp", "sigmoid"):
        yield b.div(b.ONE, b.div(b.ONE, part))


def _common_denominator(part: Expr, source: Source) -> Iterator[Expr]:
    if not is_apply(part, "add"):
        return
    terms = children(part)
    for index in range(len(terms) - 1):
        first, second = _over(terms[index]), _over(terms[index + 1])
        if first is None and second is None:
            continue
        (p, q), (r, s) = first or (terms[index], b.ONE), second or (terms[index + 1], b.ONE)
        one = b.div(b.add(b.mul(p, s), b.mul(r, q)), b.mul(q, s))
        yield b.add(*terms[:index], one, *terms[index + 2 :])


def _over(term: Expr) -> tuple[Expr, Expr] | None:
    if is_apply(term, "neg"):
        inner = _over(children(term)[0])
        return (b.neg(inner[0]), inner[1]) if inner else None
    return (children(term)[0], children(term)[1]) if is_apply(term, "div") else None


def _fraction_split(part: Expr, source: Source) -> Iterator[Expr]:
    if is_apply(part, "div") and is_apply(children(part)[0], "add"):
        p, q = children(part)
        yield b.add(*(b.div(term, q) for term in children(p)))


def _extended(part: Expr, source: Source) -> Iterator[Expr]:
    """Multiplied and divided by an exponential, which is never 0."""
    other = source.some(part.shape)
    if other is not None:
        up = b.call("exp", b.mul(b.number("1/4"), other))
        yield b.div(b.mul(part, up), up)
        if is_apply(part, "div"):
            p, q = children(part)
            yield b.div(b.mul(p, up), b.mul(q, up))


def _power_written_out(part: Expr, source: Source) -> Iterator[Expr]:
    if is_apply(part, "power"):
        base, exponent = children(part)
        value = unwrapped(exponent)
        if isinstance(value, Const):
            if value.value in (2, 3):
                yield b.mul(*[base] * int(value.value))
            if value.value == -1:
                yield b.div(b.ONE, base)
            yield b.mul(base, b.power(base, Const(value.value - 1)))
            yield b.div(b.power(base, Const(value.value + 1)), base)


def _power_gathered(part: Expr, source: Source) -> Iterator[Expr]:
    if is_apply(part, "mul"):
        factors = children(part)
        for index, factor in enumerate(factors):
            if factor in factors[:index] and not isinstance(unwrapped(factor), Const):
                rest = list(factors)
                rest.remove(factor)
                rest.remove(factor)
                yield b.mul(*rest, b.power(factor, Const(2)))


def _binomial(part: Expr, source: Source) -> Iterator[Expr]:
    if is_apply(part, "power") and unwrapped(children(part)[1]) is Const(2) and is_apply(children(part)[0], "add"):
        first, *rest = children(children(part)[0])
        other = b.add(*rest)
        yield b.add(b.power(first, Const(2)), b.mul(Const(2), first, other), b.power(other, Const(2)))


def _square_completed(part: Expr, source: Source) -> Iterator[Expr]:
    """p q = ((p + q)² − (p − q)²)/4."""
    if is_apply(part, "mul") and len(children(part)) == 2:
        p, q = children(part)
        plus, minus = b.power(b.add(p, q), Const(2)), b.power(b.sub(p, q), Const(2))
        yield b.mul(b.number("1/4"), b.sub(plus, minus))


# --- functions


def _sigmoid_reflected(part: Expr, source: Source) -> Iterator[Expr]:
    if is_apply(part, "sigmoid"):
        yield b.sub(b.ONE, b.call("sigmoid", b.neg(children(part)[0])))


def _sigmoid_by_exp(part: Expr, source: Source) -> Iterator[Expr]:
    if is_apply(part, "sigmoid"):
        up = b.call("exp", children(part)[0])
        yield b.div(up, b.add(b.ONE, up))
        yield b.power(b.add(b.ONE, b.call("exp", b.neg(children(part)[0]))), Const(-1))


def _sigmoid_by_tanh(part: Expr, source: Source) -> Iterator[Expr]:
    if is_apply(part, "sigmoid"):
        half = b.number("1/2")
        yield b.mul(half, b.add(b.ONE, b.call("tanh", b.mul(half, children(part)[0]))))


def _tanh_by_sigmoid(part: Expr, source: Source) -> Iterator[Expr]:
    if is_apply(part, "tanh"):
        z = children(part)[0]
        yield b.sub(b.mul(Const(2), b.call("sigmoid", b.mul(Const(2), z))), b.ONE)
        yield b.neg(b.call("tanh", b.neg(z)))


def _exp_split(part: Expr, source: Source) -> Iterator[Expr]:
    if is_apply(part, "exp"):
        u = children(part)[0]
        if is_apply(u, "add"):
            yield b.mul(*(b.call("exp", term) for term in children(u)))
        yield b.div(b.ONE, b.call("exp", b.neg(u)))
        yield b.power(b.call("exp", b.mul(b.number("1/2"), u)), Const(2))


def _log_turned(part: Expr, source: Source) -> Iterator[Expr]:
    if is_apply(part, "log"):
        u = children(part)[0]
        yield b.neg(b.call("log", b.div(b.ONE, u)))
        yield b.call("log", b.call("exp", b.call("log", u)))


def _log_split(part: Expr, source: Source) -> Iterator[Expr]:
    """Where the parts are positive, which the logarithms of both sides ask for."""
    if is_apply(part, "log"):
        u = children(part)[0]
        if is_apply(u, "mul"):
            yield b.add(*(b.call("log", factor) for factor in children(u)))
        if is_apply(u, "div"):
            yield b.sub(*(b.call("log", side) for side in children(u)))


def _log_of_exp(part: Expr, source: Source) -> Iterator[Expr]:
    yield b.call("log", b.call("exp", part))


def _relu_by_step(part: Expr, source: Source) -> Iterator[Expr]:
    if is_apply(part, "relu"):
        z = children(part)[0]
        yield b.mul(z, b.call("step", z))
        yield b.add(z, b.call("relu", b.neg(z)))


def _root_squared(part: Expr, source: Source) -> Iterator[Expr]:
    if is_apply(part, "power") and unwrapped(children(part)[1]) is Const(Fraction(1, 2)):
        base = children(part)[0]
        yield b.div(base, part)
        yield b.power(b.power(base, Const(Fraction(1, 4))), Const(2))
    if is_apply(part, "norm"):
        x = children(part)[0]
        yield b.power(b.total(b.mul(x, x)), b.number("1/2"))


def _softmax_by_exp(part: Expr, source: Source) -> Iterator[Expr]:
    if is_apply(part, "softmax"):
        up = b.call("exp", children(part)[0])
        yield b.div(up, b.total(up))


def _softmax_shifted(part: Expr, source: Source) -> Iterator[Expr]:
    if is_apply(part, "softmax"):
        x = children(part)[0]
        yield b.call("softmax", b.add(x, b.total(x)))
        yield b.call("softmax", b.sub(x, Const(3)))


# --- matrices


def _transposed_twice(part: Expr, source: Source) -> Iterator[Expr]:
    if part.shape.rank in (1, 2):
        yield b.transpose(b.transpose(part))


def _transposed_product(part: Expr, source: Source) -> Iterator[Expr]:
    if is_apply(part, "matmul"):
        left, right = children(part)
        yield b.transpose(b.matmul(b.transpose(right), b.transpose(left)))
    if is_apply(part, "transpose") and is_apply(children(part)[0], "matmul"):
        left, right = children(children(part)[0])
        yield b.matmul(b.transpose(right), b.transpose(left))


def _transposed_parts(part: Expr, source: Source) -> Iterator[Expr]:
    """The transpose of a sum or of a product entry by entry is that of the transposes."""
    if isinstance(part, Apply) and part.op.elementwise and part.shape.rank in (1, 2) and not part.attrs:
        yield b.transpose(b.rebuilt(part, tuple(map(b.transpose, part.args))))


def _by_indices(part: Expr, source: Source) -> Iterator[Expr]:
    """A product of matrices as a sum over the index that both share."""
    if not is_apply(part, "matmul"):
        return
    left, right = children(part)
    rows = left.shape.sizes[:1] if left.shape.rank == 2 or not left.shape.row else ()
    columns = right.shape.sizes[-1:] if right.shape.rank == 2 or right.shape.row else ()
    if left.shape.rank == 1 and not left.shape.row:
        return  # a column times a row shares no index
    inner = left.shape.sizes[-1:]
    whole = Shape((*rows, *inner, *columns))
    axis = len(rows)
    product = b.mul(b.align(left, whole, tuple(range(axis + 1))), b.align(right, whole, tuple(range(axis, whole.rank))))
    summed = b.sum_along(product, (axis,))
    yield b.transpose(summed) if part.shape.row else summed


def _outer_by_indices(part: Expr, source: Source) -> Iterator[Expr]:
    """A column times a row, entry by entry."""
    if is_apply(part, "matmul") and children(part)[0].shape.rank == 1 and part.shape.rank == 2:
        left, right = children(part)
        yield b.mul(b.align(left, part.shape, (0,)), b.align(right, part.shape, (1,)))


def _sum_by_product(part: Expr, source: Source) -> Iterator[Expr]:
    """The sum of the entries as a product with ones."""
    if not is_apply(part, "sum"):
        return
    x = children(part)[0]
    if x.shape.rank == 1:
        ones = b.broadcast(b.ONE, x.shape.transposed)
        yield b.matmul(x, ones) if x.shape.row else b.matmul(ones, x)
    if x.shape.rank == 2:
        rows, columns = x.shape.sizes
        left = b.broadcast(b.ONE, Shape((rows,), row=True))
        yield b.matmul(left, b.matmul(x, b.broadcast(b.ONE, Shape((columns,)))))
        yield b.total(b.transpose(x))
        yield b.total(b.sum_along(x, (0,)))


def _inner_product(part: Expr, source: Source) -> Iterator[Expr]:
    """uᵀv = vᵀu = Σ uᵢvᵢ = tr(v uᵀ)."""
    if is_apply(part, "matmul") and part.shape.is_scalar:
        left, right = children(part)
        yield b.matmul(b.transpose(right), b.transpose(left))
        yield b.total(b.mul(b.transpose(left), right))
        yield b.call("trace", b.matmul(right, left))


def _regrouped(part: Expr, source: Source) -> Iterator[Expr]:
    """(A B) C = A (B C)."""
    if not is_apply(part, "matmul"):
        return
    left, right = children(part)
    if is_apply(left, "matmul"):
        yield b.matmul(children(left)[0], b.matmul(children(left)[1], right))
    if is_apply(right, "matmul"):
        yield b.matmul(b.matmul(left, children(right)[0]), children(right)[1])


def _scalar_moved(part: Expr, source: Source) -> Iterator[Expr]:
    """A number in front of a factor put in front of the product, of matrices or of a sum."""
    if is_apply(part, "matmul") or is_apply(part, "sum"):
        assert isinstance(part, Apply)
        for index, arg in enumerate(part.args):
            for factor in _factors(arg):
                if unwrapped(factor).shape.is_scalar and is_apply(arg, "mul"):
                    rest = _without_factor(arg, factor)
                    inner = b.rebuilt(part, (*part.args[:index], rest, *part.args[index + 1 :]))
                    yield b.mul(unwrapped(factor), inner)
    if is_apply(part, "mul"):
        factors = children(part)
        for index, factor in enumerate(factors):
            if is_apply(factor, "sum") or is_apply(factor, "matmul"):
                others = [f for k, f in enumerate(factors) if k != index]
                if all(unwrapped(f).shape.is_scalar for f in others):
                    x, *more = children(factor)
                    scaled = b.mul(*map(unwrapped, others), x)
                    yield b.total(scaled) if not more else b.matmul(scaled, *more)


def _identity_put_in(part: Expr, source: Source) -> Iterator[Expr]:
    if part.shape.rank == 2 or (part.shape.rank == 1 and not part.shape.row):
        yield b.matmul(b.eye(part.shape.sizes[0]), part)
    elif part.shape.rank == 1:
        yield b.matmul(part, b.eye(part.shape.sizes[0]))


def _trace_turned(part: Expr, source: Source) -> Iterator[Expr]:
    if is_apply(part, "trace"):
        x = children(part)[0]
        yield b.call("trace", b.transpose(x))
        yield b.total(b.call("diagonal", x))
        if is_apply(x, "matmul") and all(side.shape.rank == 2 for side in children(x)):
            yield b.call("trace", b.matmul(*reversed(children(x))))


def _diagonal_as_product(part: Expr, source: Source) -> Iterator[Expr]:
    if is_apply(part, "diag"):
        x = children(part)[0]
        column = b.transpose(x) if x.shape.row else x
        yield b.mul(b.eye(x.shape.sizes[0]), b.spread(column, part.shape))
    if is_apply(part, "matmul") and is_apply(children(part)[0], "diag") and part.shape.rank == 1:
        yield b.mul(children(children(part)[0])[0], children(part)[1])


def _inverse_turned(part: Expr, source: Source) -> Iterator[Expr]:
    if is_apply(part, "inverse"):
        x = children(part)[0]
        yield b.transpose(b.call("inverse", b.transpose(x)))
        yield b.matmul(part, b.matmul(x, part))
        if is_apply(x, "matmul") and all(side.shape == x.shape for side in children(x)):
            yield b.matmul(*(b.call("inverse", side) for side in reversed(children(x))))


def _entry_by_entry(part: Expr, source: Source) -> Iterator[Expr]:
    """A product entry by entry of two vectors as a diagonal matrix times a vector."""
    if is_apply(part, "mul") and part.shape.rank == 1 and not part.shape.row and len(children(part)) == 2:
        p, q = children(part)
        yield b.matmul(b.call("diag", p), q)


REWRITINGS: dict[str, Rewrite] = {
    "terms reordered": _terms_reordered,
    "factors reordered": _factors_reordered,
    "distributed": _distributed,
    "factored": _factored,
    "minus twice": _minus_twice,
    "minus moved": _minus_moved,
    "a term added and taken away": _term_added_and_taken,
    "0 added, 1 multiplied": _zero_added,
    "two halves": _halves,
    "a quotient as a product": _quotient_as_product,
    "a fraction of a fraction": _fraction_of_fraction,
    "common denominator": _common_denominator,
    "a fraction split": _fraction_split,
    "extended by an exponential": _extended,
    "a power written out": _power_written_out,
    "a power gathered": _power_gathered,
    "the square of a sum": _binomial,
    "a product by squares": _square_completed,
    "sigma(-z)": _sigmoid_reflected,
    "sigma by exp": _sigmoid_by_exp,
    "sigma by tanh": _sigmoid_by_tanh,
    "tanh by sigma": _tanh_by_sigmoid,
    "exp split": _exp_split,
    "log turned": _log_turned,
    "log split": _log_split,
    "log of exp": _log_of_exp,
    "relu by step": _relu_by_step,
    "roots and norms": _root_squared,
    "softmax by exp": _softmax_by_exp,
    "softmax shifted": _softmax_shifted,
    "transposed twice": _transposed_twice,
    "transpose of a product": _transposed_product,
    "transposes of parts": _transposed_parts,
    "matrix product by indices": _by_indices,
    "outer product by indices": _outer_by_indices,
    "sums by products": _sum_by_product,
    "inner products": _inner_product,
    "regrouped": _regrouped,
    "a number moved": _scalar_moved,
    "the identity matrix put in": _identity_put_in,
    "traces turned": _trace_turned,
    "diagonal matrices": _diagonal_as_product,
    "inverses turned": _inverse_turned,
    "entry by entry by a diagonal matrix": _entry_by_entry,
}
"""Each way to write a formula another way, by name."""
