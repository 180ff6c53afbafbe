"""Expansion: the entry of an expression at given indices, as a polynomial.

One rule for each operator, in terms of the entries of its arguments; an operator that others define is written out.
What an operator is was said in `derive.ops`; tests hold each rule here against its evaluation there.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import TypeAlias

from derive import ruletext, signs
from derive.algebra import blocks, functions, jumps, matrices, sized
from derive.algebra.core import LONGEST_SUM, Algebra
from derive.algebra.heads import Head
from derive.algebra.signs import Sign, sign_of
from derive.algebra.terms import (
    FIXED,
    NAMED,
    RESERVED,
    Index,
    NotCovered,
    Polynomial,
    add_to,
    added,
    as_number,
    constant,
    scaled,
)
from derive.building import unwrapped
from derive.declared import POSITIVE
from derive.ir import Apply, Const, Expr, Var, children
from derive.shapes import Size

MOST_NODES = 6_000
"""How many parts an expression may have."""

At: TypeAlias = tuple[Index, ...]


@dataclass
class Expander:
    """Writes entries of expressions; ``given`` holds the names that are written out by their equations.

    ``seeds`` are names that stand for arrays with one 1 and else 0, and say where the 1 is. ``jacobians`` are
    derivatives already taken: of such a node the cotangent's name, and what carrying that back gave.
    """

    algebra: Algebra
    given: Mapping[Var, Expr] = field(default_factory=dict)
    seeds: Mapping[Var, At] = field(default_factory=dict)
    jacobians: Mapping[Expr, tuple[Var, Expr]] = field(default_factory=dict)
    positions: frozenset[Var] = frozenset()
    _entries: dict[Expr, Polynomial] = field(default_factory=dict)

    def at(self, expr: Expr, at: At) -> Polynomial:
        """The entry at the given indices. Raises `NotCovered`, `TooBig` and `ZeroDivisionError`."""
        return self.algebra.renamed(self.entry(expr), dict(enumerate(at)))

    def entry(self, expr: Expr) -> Polynomial:
        """The entry at the indices 0, 1, …, one for each axis."""
        if expr not in self._entries:
            for count, node in enumerate(self._below(expr)):
                if count == MOST_NODES:
                    raise NotCovered(f"it has more than {MOST_NODES} parts")
                self._entries[node] = self._expanded(node, tuple(range(node.shape.rank)))
        return self._entries[expr]

    def _below(self, root: Expr) -> Iterator[Expr]:
        """The parts without an entry yet, through equations, each after those that it is made of."""
        stack = [(root, False)]
        while stack:
            node, is_open = stack.pop()
            if node in self._entries:
                continue
            if is_open:
                yield node
                continue
            stack.append((node, True))
            below = (self.given[node],) if isinstance(node, Var) and node in self.given else children(node)
            if node not in self.jacobians:
                stack.extend((part, False) for part in below if part not in self._entries)

    def _expanded(self, expr: Expr, at: At) -> Polynomial:
        if isinstance(expr, Const):
            return constant(expr.value.numerator if expr.value.denominator == 1 else expr.value)
        if isinstance(expr, Var):
            return self._name(expr, at)
        if expr in self.jacobians:
            return self._jacobian(expr, at)
        if expr.op.definition and expr.op.name not in _RULES:
            template = ruletext.parse(expr.op.definition)
            binding = dict(zip(expr.op.parameters, expr.args, strict=True))
            return self.entry(ruletext.instantiate(template, binding))
        rule = _RULES.get(expr.op.name)
        if rule is None:
            raise NotCovered(f"it holds {expr.op.name}, which index notation does not cover")
        return rule(self, expr, at)

    def _name(self, v: Var, at: At) -> Polynomial:
        if v in self.given:
            return self.entry(self.given[v])
        if v in self.seeds:
            return self.algebra.multiply(*(self.algebra.delta(i, j) for i, j in zip(at, self.seeds[v], strict=True)))
        symmetric = "symmetric" in self.algebra.facts.get(v, ()) and v.shape.rank == 2
        return self.algebra.atom(Head("name", v, symmetric=symmetric), at)

    def _jacobian(self, node: Apply, at: At) -> Polynomial:
        """∂y/∂v by entries, from the cotangent of y that has one 1, carried back to v."""
        cotangent, carried = self.jacobians[node]
        rank, v_rank = cotangent.shape.rank, carried.shape.rank
        first = node.op.name == "hessian" or node.attr("layout") == "numerator"
        outer, inner = (at[:rank], at[rank:]) if first else (at[v_rank:], at[:v_rank])
        opened = tuple(self.algebra.fresh() for _ in outer)
        seeds = {**self.seeds, cotangent: opened}
        inside = Expander(self.algebra, self.given, seeds, self.jacobians, self.positions)
        found = inside.at(carried, inner)
        return self.algebra.renamed(found, dict(zip(opened, outer, strict=True)))

    def summed_over(self, expr: Expr, axes: Sequence[int], at: At) -> Polynomial:
        """The sum of an expression's entries along some of its axes; the others are at ``at``."""
        outer = iter(at)
        inner = tuple(self.algebra.fresh() if a in axes else next(outer) for a in range(expr.shape.rank))
        result = self.at(expr, inner)
        for axis in axes:
            result = self.algebra.summed(result, inner[axis], expr.shape.sizes[axis])
        return result

    def same_position(self, p: Polynomial, q: Polynomial) -> Polynomial:
        """1 where two numbers are equal, 0 elsewhere."""
        i, j = self._index(p), self._index(q)
        if i is not None and j is not None and len({size for size in (self._size(p), self._size(q)) if size}) < 2:
            return self.algebra.delta(i, j)
        different = functions.sign(self.algebra, self.algebra.subtracted(p, q))
        return self.algebra.subtracted(constant(1), self.algebra.power(different, 2))

    def _index(self, p: Polynomial) -> Index | None:
        """The index that a number is as a position: that of another index, of a whole number, of a name."""
        value = as_number(p)
        if isinstance(value, int) and 0 < value < RESERVED - FIXED:
            return FIXED + value
        if len(p) != 1:
            return None
        ((monomial, coefficient),) = p.items()
        if coefficient != 1 or len(monomial) != 1:
            return None
        ((component, exponent),) = monomial
        if exponent != 1 or component[0] < 0:
            return None
        head = self.algebra.heads[component[0]]
        if head.kind == "position":
            return int(component[1][0])
        return NAMED + int(component[0]) if head.of in self.positions and not component[1] else None

    def _size(self, p: Polynomial) -> Size | None:
        """The size of the axis along which a number is the position of an index; None for any other number."""
        heads = [self.algebra.heads[component[0]] for monomial in p for component, _ in monomial if component[0] > 0]
        return next((head.of for head in heads if head.kind == "position" and isinstance(head.of, Size)), None)

    def placed(
        self, positions: Sequence[Polynomial], sizes: Sequence[Size]
    ) -> tuple[At, Polynomial, list[tuple[Index, Size]]]:
        """Indices for positions: those that they are, or opened ones with the factor that picks the position."""
        at, factor, opened = [], constant(1), []
        for position, size in zip(positions, sizes, strict=True):
            index = self._index(position)
            if index is None:
                index = self.algebra.fresh()
                opened.append((index, size))
                here = self.same_position(position, self.algebra.position(index, size))
                factor = self.algebra.multiply(factor, here)
            at.append(index)
        return tuple(at), factor, opened


def _add(x: Expander, e: Apply, at: At) -> Polynomial:
    return added(*(x.at(arg, at) for arg in e.args))


def _mul(x: Expander, e: Apply, at: At) -> Polynomial:
    return x.algebra.multiply(*(x.at(arg, at) for arg in e.args))


def _div(x: Expander, e: Apply, at: At) -> Polynomial:
    return x.algebra.multiply(x.at(e.args[0], at), _reciprocal(x, e.args[1], at))


def _reciprocal(x: Expander, e: Expr, at: At) -> Polynomial:
    """1/e, factor by factor: a product that is multiplied out does not show its factors."""
    bare = unwrapped(e)
    at = at[: bare.shape.rank]
    if isinstance(bare, Apply) and bare.op.name == "mul":
        return x.algebra.multiply(*(_reciprocal(x, arg, at) for arg in bare.args))
    if isinstance(bare, Apply) and bare.op.name == "power" and isinstance(unwrapped(bare.args[1]), Const):
        exponent = _number(x.at(bare.args[1], at))
        if not isinstance(exponent, int):
            return functions.power(x.algebra, x.at(bare.args[0], at), -exponent)
        return functions.power(x.algebra, _reciprocal(x, bare.args[0], at), exponent)
    return functions.inverse(x.algebra, x.at(bare, at))


def _number(p: Polynomial) -> int | Fraction:
    value = as_number(p)
    assert value is not None
    return value


def _power(x: Expander, e: Apply, at: At) -> Polynomial:
    exponent, p = x.at(e.args[1], at), x.at(e.args[0], at)
    value = as_number(exponent)
    if value is not None:
        if isinstance(value, int) and value < 0:
            return functions.power(x.algebra, _reciprocal(x, e.args[0], at), -value)
        return functions.power(x.algebra, p, value)
    size = sized.whole(x.algebra, exponent)
    if size is not None:
        return sized.power(x.algebra, p, size)
    size = sized.whole(x.algebra, scaled(exponent, -1))
    if size is not None:
        return functions.inverse(x.algebra, sized.power(x.algebra, p, size))
    # x^y is e^(y log x), which has a value for x > 0 only; where y is whole and x < 0 this says nothing.
    if sign_of(x.algebra, p) is not Sign.POSITIVE:
        raise NotCovered("it holds a power with a changing exponent and a base that is not known to be positive")
    return functions.exponential(x.algebra, x.algebra.multiply(exponent, functions.logarithm(x.algebra, p)))


def _of_entries(function: Callable[..., Polynomial]) -> Callable[[Expander, Apply, At], Polynomial]:
    """The rule of an operator that takes its arguments entry by entry."""
    return lambda x, e, at: function(x.algebra, *(x.at(arg, at) for arg in e.args))


def _opaque(x: Expander, e: Apply, at: At) -> Polynomial:
    return x.algebra.function("opaque", x.at(e.args[0], at), e.attrs)


def _equals(x: Expander, e: Apply, at: At) -> Polynomial:
    return x.same_position(x.at(e.args[0], at), x.at(e.args[1], at))


def _matmul(x: Expander, e: Apply, at: At) -> Polynomial:
    a, b = e.args
    if not a.shape.row and a.shape.rank == 1:
        return x.algebra.multiply(x.at(a, at[:1]), x.at(b, at[1:]))
    index = x.algebra.fresh()
    left = x.at(a, (*at[: a.shape.rank - 1], index))
    right = x.at(b, (index, *at[a.shape.rank - 1 :]))
    return x.algebra.summed(x.algebra.multiply(left, right), index, a.shape.sizes[-1])


def _sum(x: Expander, e: Apply, at: At) -> Polynomial:
    return x.summed_over(e.args[0], range(e.args[0].shape.rank), ())


def _axes(e: Apply) -> tuple[int, ...]:
    axes = e.attr("axes")
    assert isinstance(axes, tuple)
    return axes


def _size(e: Apply) -> Size:
    size = e.attr("size")
    assert isinstance(size, Size)
    return size


def _norm(x: Expander, e: Apply, at: At) -> Polynomial:
    index = x.algebra.fresh()
    squares = x.algebra.power(x.at(e.args[0], (index,)), 2)
    return functions.power(x.algebra, x.algebra.summed(squares, index, e.args[0].shape.sizes[0]), Fraction(1, 2))


def _softmax(x: Expander, e: Apply, at: At) -> Polynomial:
    index = x.algebra.fresh()
    up = functions.exponential(x.algebra, x.entry(e.args[0]))
    below = x.algebra.summed(x.algebra.renamed(up, {0: index}), index, e.shape.sizes[0])
    return x.algebra.multiply(x.algebra.renamed(up, {0: at[0]}), functions.inverse(x.algebra, below))


def _softmax_along(x: Expander, e: Apply, at: At) -> Polynomial:
    index, axis = x.algebra.fresh(), e.attr("axis")
    assert isinstance(axis, int)
    up = functions.exponential(x.algebra, x.entry(e.args[0]))
    below = x.algebra.renamed(up, {axis: index, 1 - axis: at[1 - axis]})
    summed = x.algebra.summed(below, index, e.shape.sizes[axis])
    return x.algebra.multiply(x.algebra.renamed(up, {0: at[0], 1: at[1]}), functions.inverse(x.algebra, summed))


def _diag(x: Expander, e: Apply, at: At) -> Polynomial:
    return x.algebra.multiply(x.algebra.delta(*at), x.at(e.args[0], at[:1]))


def _trace(x: Expander, e: Apply, at: At) -> Polynomial:
    index = x.algebra.fresh()
    return x.algebra.summed(x.at(e.args[0], (index, index)), index, e.args[0].shape.sizes[0])


def _array(x: Expander, e: Apply, at: At) -> Polynomial:
    """Σ_k δ_ik a_k over the entries that are written out."""
    result: Polynomial = {}
    columns = e.shape.sizes[-1].number or 1
    for place, entry in enumerate(e.args):
        indices = divmod(place, columns)[2 - e.shape.rank :]
        here = [x.algebra.delta(i, FIXED + k + 1) for i, k in zip(at, indices, strict=True)]
        add_to(result, x.algebra.multiply(*here, x.at(entry, ())))
    return result


def _take(x: Expander, e: Apply, at: At) -> Polynomial:
    source, *positions = e.args
    places, factor, opened = x.placed([x.at(p, at) for p in positions], source.shape.sizes)
    result = x.algebra.multiply(factor, x.at(source, places))
    for index, size in opened:
        result = x.algebra.summed(result, index, size)
    return result


def _scatter(x: Expander, e: Apply, at: At) -> Polynomial:
    source, *positions = e.args
    inner = tuple(x.algebra.fresh() for _ in source.shape.sizes)
    here = [
        x.same_position(x.at(p, inner), x.algebra.position(i, size))
        for p, i, size in zip(positions, at, e.shape.sizes, strict=True)
    ]
    result = x.algebra.multiply(x.at(source, inner), *here)
    for index, size in zip(inner, source.shape.sizes, strict=True):
        result = x.algebra.summed(result, index, size)
    return result


def _functional(x: Expander, e: Apply, at: At) -> Polynomial:
    axes, outer = _axes(e), iter(at)
    inner = tuple(x.algebra.fresh() if a in axes else next(outer) for a in range(e.args[0].shape.rank))
    reduced = {inner[a]: e.args[0].shape.sizes[a] for a in axes}
    numbers = [size.number for size in reduced.values()]
    if e.op.name == "prod_along" and x.algebra.explicit and all(n is not None and n <= LONGEST_SUM for n in numbers):
        return _written_out(x, x.at(e.args[0], inner), {i: size.number or 0 for i, size in reduced.items()})
    return matrices.functional(x.algebra, e.op.name, x.at(e.args[0], inner), reduced)


def _written_out(x: Expander, p: Polynomial, lengths: Mapping[Index, int]) -> Polynomial:
    """The product over indices, factor by factor."""
    for index, length in lengths.items():
        p = x.algebra.multiply(*(x.algebra.renamed(p, {index: FIXED + 1 + k}) for k in range(length)))
    return p


def _absolute(x: Expander, e: Apply, at: At) -> Polynomial:
    """u itself where it is not negative by how it is built: multiplied out, a sum of squares may not show that."""
    entry = x.at(e.args[0], at)
    return entry if _known(x, e.args[0]).not_negative else jumps.absolute(x.algebra, entry)


def _sign(x: Expander, e: Apply, at: At) -> Polynomial:
    return constant(1) if _known(x, e.args[0]).positive else functions.sign(x.algebra, x.at(e.args[0], at))


def _known(x: Expander, expr: Expr) -> signs.Facts:
    return signs.facts(expr, x.given, frozenset(v for v, known in x.algebra.facts.items() if POSITIVE in known))


_RULES: dict[str, Callable[[Expander, Apply, At], Polynomial]] = {
    "add": _add,
    "mul": _mul,
    "neg": lambda x, e, at: scaled(x.at(e.args[0], at), -1),
    "div": _div,
    "power": _power,
    **{name: _of_entries(function) for name, function in functions.FUNCTIONS.items()},
    **{name: _of_entries(function) for name, function in jumps.FUNCTIONS.items()},
    "abs": _absolute,
    "sign": _sign,
    "equals": _equals,
    "opaque": _opaque,
    "pi": lambda x, e, at: x.algebra.atom(Head("pi")),
    "transpose": lambda x, e, at: x.at(e.args[0], at[::-1]),
    "matmul": _matmul,
    "sum": _sum,
    "sum_along": lambda x, e, at: x.summed_over(e.args[0], _axes(e), at),
    "broadcast": lambda x, e, at: x.at(e.args[0], ()),
    "single": lambda x, e, at: x.at(e.args[0], (FIXED + 1, FIXED + 1)),
    "spread": lambda x, e, at: x.at(e.args[0], at[1:] if e.args[0].shape.row else at[:1]),
    "align": lambda x, e, at: x.at(e.args[0], tuple(at[axis] for axis in _axes(e))),
    "extent": lambda x, e, at: x.algebra.extent(_size(e)),
    "eye": lambda x, e, at: x.algebra.delta(*at),
    "positions": lambda x, e, at: x.algebra.position(at[0], _size(e)),
    "norm": _norm,
    "softmax": _softmax,
    "softmax_along": _softmax_along,
    "diag": _diag,
    "diagonal": lambda x, e, at: x.at(e.args[0], (at[0], at[0])),
    "trace": _trace,
    "kron": blocks.kron,
    **dict.fromkeys(("kron_left", "kron_right"), blocks.kron_back),
    "vec": blocks.vec,
    "unvec": blocks.unvec,
    "array": _array,
    "take": _take,
    "scatter": _scatter,
    **dict.fromkeys(("max_along", "argmax", "prod_along"), _functional),
    "inverse": blocks.inverse,
    "det": blocks.det,
}
