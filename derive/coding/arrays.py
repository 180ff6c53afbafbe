"""From expressions to terms: what an expression computes, as operations on arrays that broadcast by themselves.

In an expression everything that is repeated says so; here a number stays a number, a column stays a vector, and what
a product with ones or a sum over a repeated axis comes to is said at once. One function for each operator that needs
one; the operators that go entry by entry are one term each, and what others define is written by its definition.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from typing import TypeAlias

from derive import ruletext
from derive.coding import terms as t
from derive.coding.reducing import contracted, expanded, permuted, summed
from derive.coding.terms import Term
from derive.ir import Apply, Const, Expr, Var, children, postorder
from derive.shapes import Shape, Size


class NotWritten(Exception):
    """What cannot be written as code. The message says what, and why."""


ENTRYWISE = frozenset(
    {"abs", "arctan", "choose", "cos", "cosh", "exp", "log", "max", "min"}
    | {"erf", "leaky_relu", "normal_cdf", "relu", "sigmoid", "sign", "sin", "sinh", "softplus", "step", "tan", "tanh"}
)
"""The operators that are a function of the target, or a comparison, entry by entry."""

COMPARING = frozenset({"at_least", "equals", "greater"})
"""The comparisons of two numbers: what stands on both sides is left out."""

Rule: TypeAlias = Callable[[Apply, Sequence[Term]], Term]


def lowered(root: Expr, names: Mapping[Expr, Term]) -> Term:
    """The term of an expression; ``names`` says what stands for names, and for whole expressions that have one.

    Raises `NotWritten`.
    """
    done: dict[Expr, Term] = {}
    for node in postorder(root, within=lambda n: n not in names):
        if node in names:
            done[node] = names[node]
        elif isinstance(node, Const):
            done[node] = t.number(node.value)
        elif isinstance(node, Var):
            raise NotWritten(f"{node} has neither a value nor an equation")
        else:
            done[node] = _applied(node, [done[arg] for arg in children(node)])
    return done[root]


def _applied(node: Apply, args: Sequence[Term]) -> Term:
    name = node.op.name
    if name in RULES:
        return RULES[name](node, args)
    if name == "sigmoid":
        return sigma(args[0])
    if name in TWO_CONSTANTS and all(arg.op == "number" for arg in args[-2:]):
        return TWO_CONSTANTS[name](*args)
    if name in ("max", "min") and args[0].op == "number":
        return t.entrywise(name, args[1], args[0])
    if name == "step" and args[0].op == "number":
        return t.number(int(args[0].data > 0))
    if name in ENTRYWISE:
        return t.entrywise(name, *args)
    if name in COMPARING:
        return _compared(name, *args)
    if node.op.definition:
        names = dict(zip(node.op.parameters, args, strict=True))
        parts = {p: Var(p, arg.shape) for p, arg in zip(node.op.parameters, node.args, strict=True)}
        body = ruletext.instantiate(ruletext.parse(node.op.definition), dict(parts))
        return lowered(body, {parts[p]: term for p, term in names.items()})
    raise NotWritten(f"there is no code for {name}: {node}")


TWO_CONSTANTS: Mapping[str, Callable[..., Term]] = {
    "max": lambda p, q: t.number(max(p.data, q.data)),
    "min": lambda p, q: t.number(min(p.data, q.data)),
    "greater": lambda p, q: t.number(int(p.data > q.data)),
    "at_least": lambda p, q: t.number(int(p.data >= q.data)),
    "equals": lambda p, q: t.number(int(p.data == q.data)),
}
"""What is said without the operator where the last two arguments are numbers."""


def sigma(z: Term) -> Term:
    """The logistic function; σ(−u) as 1 − σ(u), so that a model's own σ(u) is found in it."""
    if t.factors(z)[0] < 0:
        return t.difference(t.ONE, t.entrywise("sigmoid", t.negative(z)))
    return t.entrywise("sigmoid", z)


def _compared(name: str, p: Term, q: Term) -> Term:
    """A comparison, without the terms that stand on both sides, as 1 does in i + 1 = k + 1."""
    left, right = t.terms(p), t.terms(q)
    shared = {m: min(c, right[m]) for m, c in left.items() if m in right and c > 0 and right[m] > 0}
    less = [
        t.of_terms({m: c - shared.get(m, Fraction(0)) for m, c in side.items()}) if shared else whole
        for side, whole in ((left, p), (right, q))
    ]
    return t.entrywise(name, *less)


# --- arrays that need all their axes


def whole(term: Term, shape: Shape) -> Term:
    """The term with every axis of a shape, so that it can be searched, turned or put beside another."""
    lengths = tuple(shape.sizes)
    return term if term.shape == lengths else Term("full", (term,), lengths, lengths)


def _entry(x: Term, at: Sequence[Term], shape: Shape) -> Term:
    """Entries of an array, at positions that are counted from 0 in code."""
    places = [_from_0(place) for place in at]
    return Term("take", (whole(x, shape), *places), None, t.joint(place.shape for place in places))


def _from_0(position: Term) -> Term:
    """Positions from 0 on, as whole numbers: what is read from an array is made one."""
    place = t.difference(position, t.ONE)
    whole_numbers = {"arange", "expand", "number", "permute", "product", "size", "sum_of"}
    certain = all(part.op in whole_numbers for part in t.below(place))
    return place if certain else Term("whole_numbers", (place,), None, place.shape)


# --- one rule for each operator


def _broadcast(node: Apply, args: Sequence[Term]) -> Term:
    return args[0]


def _spread(node: Apply, args: Sequence[Term]) -> Term:
    return args[0] if node.args[0].shape.row else expanded(args[0], (0,), 2)


def _align(node: Apply, args: Sequence[Term]) -> Term:
    axes = node.attr("axes")
    assert isinstance(axes, tuple)
    order = sorted(range(len(axes)), key=axes.__getitem__)
    turned = permuted(args[0], tuple(order), node.args[0].shape.rank)
    return expanded(turned, tuple(axes[k] for k in order), node.shape.rank)


def _transpose(node: Apply, args: Sequence[Term]) -> Term:
    return permuted(args[0], (1, 0), 2) if node.shape.rank == 2 else args[0]


def _sum(node: Apply, args: Sequence[Term]) -> Term:
    shape = node.args[0].shape
    axes = tuple(range(shape.rank)) if node.op.name == "sum" else node.attr("axes")
    assert isinstance(axes, tuple)
    return summed(args[0], shape.sizes, axes)


def _matmul(node: Apply, args: Sequence[Term]) -> Term:
    left, right = (arg.shape for arg in node.args)
    outer = left.rank == 1 and not left.row
    labels = ("i" if outer else "ij"[2 - left.rank :], "k" if outer else "jk"[: right.rank])
    lengths = dict(zip("".join(labels), (*left.sizes, *right.sizes), strict=True))
    return contracted(args[0], labels[0], args[1], labels[1], lengths)


def _power(node: Apply, args: Sequence[Term]) -> Term:
    base, exponent = args
    return t.power(base, exponent.data) if exponent.op == "number" else t.entrywise("to_the", base, exponent)


def _search(node: Apply, args: Sequence[Term]) -> Term:
    """A maximum or a product along axes."""
    axes = node.attr("axes")
    assert isinstance(axes, tuple)
    inner, shape = whole(args[0], node.args[0].shape), node.args[0].shape.sizes
    if node.op.name == "prod_along" and 1 < len(axes) < len(shape):
        # A library may take the product along one axis alone, or along all.
        for axis in reversed(axes):
            shape = (*shape[:axis], *shape[axis + 1 :])
            inner = Term("prod_along", (inner,), (axis,), shape)
        return inner
    found = Term(node.op.name, (inner,), axes, node.shape.sizes)
    return t.total(found, t.ONE) if node.op.name == "argmax" else found


def _of_matrix(node: Apply, args: Sequence[Term]) -> Term:
    return Term(node.op.name, (whole(args[0], node.args[0].shape),), None, node.shape.sizes)


def _kron(node: Apply, args: Sequence[Term]) -> Term:
    """A Kronecker product; what carries it back takes the larger matrix as an array of blocks, along four axes."""
    arrays = [whole(term, arg.shape) for term, arg in zip(args, node.args, strict=True)]
    if node.op.name == "kron":
        return Term("kron", arrays, None, node.shape.sizes)
    pairs = zip(node.shape.sizes, node.args[1].shape.sizes, strict=True)
    blocks = tuple(size for pair in pairs for size in (pair if node.op.name == "kron_left" else pair[::-1]))
    return Term(node.op.name, arrays, blocks, node.shape.sizes)


def _vec(node: Apply, args: Sequence[Term]) -> Term:
    turned = None if node.op.name == "vec" else node.shape.sizes[::-1]
    return Term(node.op.name, (whole(args[0], node.args[0].shape),), turned, node.shape.sizes)


def _trace(node: Apply, args: Sequence[Term]) -> Term:
    """A trace; that of a product is the sum of what stands on its diagonal, and no other entry is computed."""
    [inner] = args
    if inner.op == "matmul" and all(len(arg.shape) == 2 for arg in inner.args):
        p, q = inner.args
        sizes = tuple(size for size in p.shape if size is not None)
        return summed(t.product(p, permuted(q, (1, 0), 2)), sizes, (0, 1))
    return _of_matrix(node, args)


def _softmax(node: Apply, args: Sequence[Term]) -> Term:
    name = "softmax" if node.op.name == "softmax_along" else node.op.name
    axis = node.attr("axis") if node.attrs else 0
    return Term(name, (whole(args[0], node.args[0].shape),), axis, node.shape.sizes)


def _square(node: Apply, args: Sequence[Term]) -> Term:
    """The slope of σ or tanh, through the function itself."""
    if node.op.name == "sigmoid_prime":
        value = sigma(args[0])
        return t.product(value, t.difference(t.ONE, value))
    return t.difference(t.ONE, t.power(t.entrywise("tanh", args[0]), 2))


def _positions(node: Apply, args: Sequence[Term]) -> Term:
    return t.total(Term("arange", (), node.shape.sizes[0], node.shape.sizes), t.ONE)


def _scatter(node: Apply, args: Sequence[Term]) -> Term:
    places = [_from_0(place) for place in args[1:]]
    return Term("scatter", (whole(args[0], node.args[0].shape), *places), node.shape.sizes, node.shape.sizes)


def _array(node: Apply, args: Sequence[Term]) -> Term:
    return Term("array", args, tuple(size.number for size in node.shape.sizes), node.shape.sizes)


def _concatenate(node: Apply, args: Sequence[Term]) -> Term:
    parts = [whole(term, arg.shape) for term, arg in zip(args, node.args, strict=True)]
    return Term("concatenate", parts, node.attr("axis"), node.shape.sizes)


def _extent(node: Apply, args: Sequence[Term]) -> Term:
    size = node.attr("size")
    assert isinstance(size, Size)
    return t.size(size)


def _opaque(node: Apply, args: Sequence[Term]) -> Term:
    return t.entrywise("opaque", args[0], data=(node.attr("name"), node.attr("order")))


RULES: Mapping[str, Rule] = {
    "add": lambda node, args: t.total(*args),
    "mul": lambda node, args: t.product(*args),
    "neg": lambda node, args: t.negative(args[0]),
    "div": lambda node, args: t.quotient(*args),
    "power": _power,
    "broadcast": _broadcast,
    "spread": _spread,
    "align": _align,
    "transpose": _transpose,
    "sum": _sum,
    "sum_along": _sum,
    "matmul": _matmul,
    "max_along": _search,
    "argmax": _search,
    "prod_along": _search,
    "det": _of_matrix,
    "inverse": _of_matrix,
    "trace": _trace,
    "kron": _kron,
    "kron_left": _kron,
    "kron_right": _kron,
    "vec": _vec,
    "unvec": _vec,
    "norm": _of_matrix,
    "diag": _of_matrix,
    "diagonal": _of_matrix,
    "log_det": _of_matrix,
    "softmax": _softmax,
    "softmax_along": _softmax,
    "log_softmax": _softmax,
    "sigmoid_prime": _square,
    "tanh_prime": _square,
    "take": lambda node, args: _entry(args[0], args[1:], node.args[0].shape),
    "single": lambda node, args: _entry(args[0], (t.ONE, t.ONE), node.args[0].shape),
    "scatter": _scatter,
    "array": _array,
    "concatenate": _concatenate,
    "positions": _positions,
    "eye": lambda node, args: Term("eye", (), node.shape.sizes[0], node.shape.sizes),
    "extent": _extent,
    "pi": lambda node, args: Term("pi"),
    "opaque": _opaque,
}
