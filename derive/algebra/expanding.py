"""Expansion: the entry of an expression at given indices, as a polynomial.

One rule for each operator, in terms of the entries of its arguments; an operator that others define is written out.
What an operator is was said in `derive.ops`; tests hold each rule here against its evaluation there.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import TypeAlias

from derive import ruletext
from derive.algebra import functions, matrices
from derive.algebra.core import LONGEST_SUM, Algebra
from derive.algebra.heads import POSITION_NUMBER, Head
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
from derive.ir import Apply, Const, Expr, Var
from derive.shapes import Size

MAX_DEPTH = 200
"""How deep an expression may be nested; the entries of deeper ones are too large to be of use."""

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
    _depth: int = 0

    def at(self, expr: Expr, at: At) -> Polynomial:
        """The entry at the given indices. Raises `NotCovered`, `TooBig` and `ZeroDivisionError`."""
        return self.algebra.renamed(self.entry(expr), dict(enumerate(at)))

    def entry(self, expr: Expr) -> Polynomial:
        """The entry at the indices 0, 1, …, one for each axis."""
        found = self._entries.get(expr)
        if found is None:
            self._depth += 1
            if self._depth > MAX_DEPTH:
                raise NotCovered(f"it is nested more than {MAX_DEPTH} deep")
            found = self._entries[expr] = self._expanded(expr, tuple(range(expr.shape.rank)))
            self._depth -= 1
        return found

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
        inside = Expander(self.algebra, self.given, seeds, self.jacobians, self.positions, {}, self._depth)
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
        if i is not None and j is not None:
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
        if component[0] == POSITION_NUMBER:
            return int(component[1][0])
        return NAMED + int(component[0]) if head.of in self.positions and not component[1] else None

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
                here = self.same_position(position, self.algebra.position(index))
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
    # x^y is e^(y log x), which has a value for x > 0 only; where y is whole and x < 0 this says nothing.
    if sign_of(x.algebra, p) is not Sign.POSITIVE:
        raise NotCovered("it holds a power with a changing exponent and a base that is not known to be positive")
    return functions.exponential(x.algebra, x.algebra.multiply(exponent, functions.logarithm(x.algebra, p)))


def _function(x: Expander, e: Apply, at: At) -> Polynomial:
    return functions.FUNCTIONS[e.op.name](x.algebra, x.at(e.args[0], at))


def _opaque(x: Expander, e: Apply, at: At) -> Polynomial:
    return x.algebra.function("opaque", x.at(e.args[0], at), e.attrs)


def _abs(x: Expander, e: Apply, at: At) -> Polynomial:
    p = x.at(e.args[0], at)
    return x.algebra.multiply(p, functions.sign(x.algebra, p))


def _relu(x: Expander, e: Apply, at: At) -> Polynomial:
    return scaled(added(x.at(e.args[0], at), _abs(x, e, at)), Fraction(1, 2))


def _step(x: Expander, e: Apply, at: At) -> Polynomial:
    """(1 + sign z)/2; at 0, where this is ½, the step has no value."""
    return scaled(added(constant(1), functions.sign(x.algebra, x.at(e.args[0], at))), Fraction(1, 2))


def _extreme(direction: int) -> Callable[[Expander, Apply, At], Polynomial]:
    """max(p, q) = (p + q + |p − q|)/2, and min(p, q) with a minus."""

    def rule(x: Expander, e: Apply, at: At) -> Polynomial:
        p, q = (x.at(arg, at) for arg in e.args)
        difference = x.algebra.subtracted(p, q)
        size = x.algebra.multiply(difference, functions.sign(x.algebra, difference))
        return scaled(added(p, q, scaled(size, direction)), Fraction(1, 2))

    return rule


def _greater(x: Expander, e: Apply, at: At) -> Polynomial:
    """(s² + s)/2 with s the sign of the difference."""
    p, q = (x.at(arg, at) for arg in e.args)
    s = functions.sign(x.algebra, x.algebra.subtracted(p, q))
    return scaled(added(x.algebra.power(s, 2), s), Fraction(1, 2))


def _at_least(x: Expander, e: Apply, at: At) -> Polynomial:
    """1 − (s² − s)/2 with s the sign of the difference."""
    p, q = (x.at(arg, at) for arg in e.args)
    s = functions.sign(x.algebra, x.algebra.subtracted(p, q))
    return added(constant(1), scaled(added(x.algebra.power(s, 2), scaled(s, -1)), Fraction(-1, 2)))


def _equals(x: Expander, e: Apply, at: At) -> Polynomial:
    return x.same_position(x.at(e.args[0], at), x.at(e.args[1], at))


def _choose(x: Expander, e: Apply, at: At) -> Polynomial:
    """c a + (1 − c) b: where a case that is not chosen has no value, its atoms stand beside a factor that is 0."""
    c, a, b = (x.at(arg, at) for arg in e.args)
    other = x.algebra.multiply(x.algebra.subtracted(constant(1), c), b)
    return added(x.algebra.multiply(c, a), other)


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
    here = [x.same_position(x.at(p, inner), x.algebra.position(i)) for p, i in zip(positions, at, strict=True)]
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


def _inverse(x: Expander, e: Apply, at: At) -> Polynomial:
    """(AB)⁻¹ = B⁻¹A⁻¹ for square A and B, (Aᵀ)⁻¹ = (A⁻¹)ᵀ, (A⁻¹)⁻¹ = A; else entries of which relations are known."""
    inner = e.args[0]
    if isinstance(inner, Apply) and inner.op.name == "inverse":
        return x.at(inner.args[0], at)
    if isinstance(inner, Apply) and inner.op.name == "transpose":
        return x.at(Apply(e.op, inner.args), at[::-1])
    if isinstance(inner, Apply) and inner.op.name == "matmul" and inner.args[0].shape == inner.args[1].shape:
        index, (a, b) = x.algebra.fresh(), (Apply(e.op, (arg,)) for arg in inner.args)
        product = x.algebra.multiply(x.at(b, (at[0], index)), x.at(a, (index, at[1])))
        return x.algebra.summed(product, index, e.shape.sizes[0])
    return matrices.inverse(x.algebra, x.entry(inner), e.shape.sizes[0], at)


def _det(x: Expander, e: Apply, at: At) -> Polynomial:
    """det AB = det A det B for square A and B, det A⁻¹ = 1/det A, det Aᵀ = det A."""
    inner = e.args[0]
    if isinstance(inner, Apply) and inner.op.name == "inverse":
        return functions.inverse(x.algebra, x.at(Apply(e.op, inner.args), ()))
    if isinstance(inner, Apply) and inner.op.name == "matmul" and inner.args[0].shape == inner.args[1].shape:
        return x.algebra.multiply(*(x.at(Apply(e.op, (arg,)), ()) for arg in inner.args))
    return matrices.determinant(x.algebra, x.entry(inner))


_RULES: dict[str, Callable[[Expander, Apply, At], Polynomial]] = {
    "add": _add,
    "mul": _mul,
    "neg": lambda x, e, at: scaled(x.at(e.args[0], at), -1),
    "div": _div,
    "power": _power,
    **dict.fromkeys(("exp", "log", "sin", "cos", "arctan", "sign"), _function),
    "abs": _abs,
    "relu": _relu,
    "step": _step,
    "max": _extreme(1),
    "min": _extreme(-1),
    "greater": _greater,
    "at_least": _at_least,
    "equals": _equals,
    "choose": _choose,
    "opaque": _opaque,
    "pi": lambda x, e, at: x.algebra.atom(Head("pi")),
    "transpose": lambda x, e, at: x.at(e.args[0], at[::-1]),
    "matmul": _matmul,
    "sum": _sum,
    "sum_along": lambda x, e, at: x.summed_over(e.args[0], _axes(e), at),
    "broadcast": lambda x, e, at: x.at(e.args[0], ()),
    "spread": lambda x, e, at: x.at(e.args[0], at[1:] if e.args[0].shape.row else at[:1]),
    "align": lambda x, e, at: x.at(e.args[0], tuple(at[axis] for axis in _axes(e))),
    "extent": lambda x, e, at: x.algebra.extent(_size(e)),
    "eye": lambda x, e, at: x.algebra.delta(*at),
    "positions": lambda x, e, at: x.algebra.position(at[0]),
    "norm": _norm,
    "softmax": _softmax,
    "diag": _diag,
    "diagonal": lambda x, e, at: x.at(e.args[0], (at[0], at[0])),
    "trace": _trace,
    "array": _array,
    "take": _take,
    "scatter": _scatter,
    **dict.fromkeys(("max_along", "argmax", "prod_along"), _functional),
    "inverse": _inverse,
    "det": _det,
}
