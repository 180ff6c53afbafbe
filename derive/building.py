"""Builders: the ways to make an expression that take care of brackets and broadcasting.

They do three things and nothing else: nested sums and products are one sum or product (associativity), a sum of nothing
is 0 and a product of nothing is 1, and a scalar beside an array is broadcast explicitly. They never reorder, combine or
evaluate, so that an expression stays as somebody wrote it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from fractions import Fraction

from derive import ops
from derive.ir import Apply, Const, Expr, Path, Var, children, rebuild
from derive.shapes import SCALAR, Shape, ShapeError, Size

ZERO, ONE = Const(0), Const(1)


def is_apply(expr: Expr, name: str) -> bool:
    """Whether the expression is an application of the operator of that name."""
    return isinstance(expr, Apply) and expr.op.name == name


def broadcast(x: Expr, shape: Shape) -> Expr:
    """The scalar in every entry of an array of that shape; itself where the shape is a scalar."""
    if shape.is_scalar or x.shape == shape:
        return x
    return Apply(ops.get("broadcast"), (x,), (("shape", shape),))


def spread(x: Expr, shape: Shape) -> Expr:
    """The column in every column of a matrix of that shape, or the row in every row."""
    return Apply(ops.get("spread"), (x,), (("shape", shape),))


def gather(x: Expr, like: Shape) -> Expr:
    """The sum of the columns of a matrix where ``like`` is a column, the sum of its rows where it is a row."""
    rows, columns = x.shape.sizes
    if like.row:
        return matmul(broadcast(ONE, Shape((rows,), row=True)), x)
    return matmul(x, broadcast(ONE, Shape((columns,))))


def common_shape(args: Iterable[Expr]) -> Shape:
    """The shape of the first array among the arguments; a scalar where there is none."""
    return next((arg.shape for arg in args if not arg.shape.is_scalar), SCALAR)


def _spread(args: Iterable[Expr]) -> tuple[Expr, ...]:
    args = tuple(args)
    shape = common_shape(args)
    return tuple(broadcast(arg, shape) if arg.shape.is_scalar else arg for arg in args)


def unwrapped(x: Expr) -> Expr:
    """The expression below any broadcasts."""
    while isinstance(x, Apply) and x.op.name == "broadcast":
        x = x.args[0]
    return x


def _flat(name: str, args: Iterable[Expr]) -> Iterable[Expr]:
    for arg in args:
        if isinstance(arg, Apply) and arg.op.name == name:
            yield from arg.args
        else:
            yield arg


def add(*terms: Expr) -> Expr:
    """The sum of the terms."""
    flat = tuple(_flat("add", terms))
    if len(flat) < 2:
        return flat[0] if flat else ZERO
    return Apply(ops.get("add"), _spread(flat))


def mul(*factors: Expr) -> Expr:
    """The product of the factors, entry by entry."""
    flat = tuple(_flat("mul", factors))
    if len(flat) < 2:
        return flat[0] if flat else ONE
    return Apply(ops.get("mul"), _spread(flat))


def neg(x: Expr) -> Expr:
    """The negative; the negative of a number is that number."""
    return Const(-x.value) if isinstance(x, Const) else Apply(ops.get("neg"), (x,))


def sub(p: Expr, q: Expr) -> Expr:
    """The difference, as a sum with a negative."""
    return add(p, neg(q))


def div(p: Expr, q: Expr) -> Expr:
    """The quotient."""
    return Apply(ops.get("div"), _spread((p, q)))


def power(x: Expr, p: Expr) -> Expr:
    """The power."""
    return Apply(ops.get("power"), _spread((x, p)))


def matmul(a: Expr, b: Expr) -> Expr:
    """The matrix product; a scalar on either side multiplies every entry."""
    if a.shape.is_scalar or b.shape.is_scalar:
        return mul(a, b)
    return Apply(ops.get("matmul"), (a, b))


def transpose(x: Expr) -> Expr:
    """The transpose; a scalar is its own."""
    return x if x.shape.is_scalar else Apply(ops.get("transpose"), (x,))


def total(x: Expr) -> Expr:
    """The sum over all entries; a scalar is its own."""
    return x if x.shape.is_scalar else Apply(ops.get("sum"), (x,))


def extent(size: int | str | Size) -> Expr:
    """A size as a number."""
    size = Size.of(size)
    return Const(size.number) if size.number is not None else Apply(ops.get("extent"), (), (("size", size),))


def eye(size: int | str | Size) -> Expr:
    """The identity matrix of that size."""
    return Apply(ops.get("eye"), (), (("size", Size.of(size)),))


def positions(size: int | str | Size) -> Expr:
    """The column 1, 2, …, up to that size."""
    return Apply(ops.get("positions"), (), (("size", Size.of(size)),))


def align(x: Expr, shape: Shape, axes: tuple[int, ...]) -> Expr:
    """x with its axis k as axis ``axes[k]`` of an array of that shape, repeated along all other axes of it.

    The simplest operator that says it: x itself, a broadcast, a transpose or a spread, and else an alignment. Raises
    `ShapeError` where the axes do not fit.
    """
    exact = Apply(ops.get("align"), (x,), (("shape", shape), ("axes", axes))) if x.shape.rank else None
    if exact is None:
        return broadcast(x, shape)
    if x.shape.rank == 1 and shape.rank == 2:
        wanted = Shape(x.shape.sizes, row=axes == (1,))
        return spread(align(x, wanted, (0,)), shape)
    if axes == tuple(range(shape.rank)):
        return x if x.shape == shape else transpose(x)
    return transpose(x) if axes == (1, 0) and shape.rank == 2 else exact


def sum_along(x: Expr, axes: Iterable[int]) -> Expr:
    """The sum over some axes: x itself for none of them, a number for all."""
    axes = tuple(sorted(axes))
    if not axes or axes == tuple(range(x.shape.rank)):
        return total(x) if axes else x
    return Apply(ops.get("sum_along"), (x,), (("axes", axes),))


def sums_along(x: Expr, axis: int) -> Expr:
    """The sum of each column of a matrix, for axis 0, or of each row, for 1, in all entries of it: 𝟏𝟏ᵀX, X𝟏𝟏ᵀ."""
    size = x.shape.sizes[axis]
    square = matmul(broadcast(ONE, Shape((size,))), broadcast(ONE, Shape((size,), row=True)))
    return matmul(x, square) if axis else matmul(square, x)


def _sums_like(x: Expr, like: Expr) -> Expr:
    """The sums along the axis along which a softmax is taken."""
    axis = _application(like, "softmax_along").attr("axis")
    assert isinstance(axis, int)
    return sums_along(x, axis)


def _align_back(s: Expr, aligned: Expr) -> Expr:
    """The cotangent of an alignment carried back: summed over the axes along which it repeats, and turned back."""
    x, axes = _application(aligned, "align").args[0], _axes(aligned)
    summed = sum_along(s, (axis for axis in range(s.shape.rank) if axis not in axes))
    return align(summed, x.shape, tuple(axes.index(axis) for axis in sorted(axes)))


def _sum_along_back(s: Expr, y: Expr) -> Expr:
    """The cotangent of a sum over some axes carried back: repeated along them."""
    x, axes = _application(y, "sum_along").args[0], _axes(y)
    return _repeated(s, x.shape, axes)


def _take_back(s: Expr, y: Expr) -> Expr:
    """The cotangent of entries taken from an array: each added in where it was taken."""
    x, *at = _application(y, "take").args
    return Apply(ops.get("scatter"), (s, *at), (("shape", x.shape),))


def _scatter_back(s: Expr, y: Expr) -> Expr:
    """The cotangent of numbers added into an array: each is that of the entry it was added to."""
    return Apply(ops.get("take"), (s, *_application(y, "scatter").args[1:]))


def _prod_along_back(s: Expr, y: Expr) -> Expr:
    """The cotangent of a product: for each factor the product of the others, as a quotient."""
    x, axes = _application(y, "prod_along").args[0], _axes(y)
    return div(_repeated(mul(s, y), x.shape, axes), x)


def _max_along_back(s: Expr, y: Expr) -> Expr:
    """The cotangent of a maximum, given to the largest entry; a maximum along several axes is one along each."""
    x, axes = _application(y, "max_along").args[0], _axes(y)
    if len(axes) > 1:
        inner = Apply(ops.get("max_along"), (x,), (("axes", axes[-1:]),))
        outer = Apply(ops.get("max_along"), (inner,), (("axes", axes[:-1]),))
        return _max_along_back(_max_along_back(s, outer), inner)
    place = Apply(ops.get("argmax"), (x,), (("axes", axes),))
    here = align(positions(x.shape.sizes[axes[0]]), x.shape, axes)
    return mul(_repeated(s, x.shape, axes), call("equals", here, _repeated(place, x.shape, axes)))


def _array_back(s: Expr, y: Expr, *before: Expr) -> Expr:
    """The cotangent of one entry of an array written out, which has these entries before it."""
    shape = _application(y, "array").shape
    row, column = divmod(len(before), shape.sizes[-1].number or 1)
    return Apply(ops.get("take"), (s, *(Const(place + 1) for place in (row, column)[2 - shape.rank :])))


def _concatenate_back(s: Expr, y: Expr, part: Expr, *before: Expr) -> Expr:
    """The cotangent of one of several arrays that were put together, which has these before it."""
    along = _application(y, "concatenate").attr("axis")
    assert isinstance(along, int)
    places = [positions(size) for size in part.shape.sizes]
    places[along] = add(places[along], *(extent(other.shape.sizes[along]) for other in before))
    return Apply(ops.get("take"), (s, *(align(place, part.shape, (axis,)) for axis, place in enumerate(places))))


def _opaque_derivative(y: Expr) -> Expr:
    """The derivative of an unspecified function of one argument, at that argument."""
    order = _application(y, "opaque").attr("order")
    assert isinstance(y, Apply)
    assert isinstance(order, int)
    return Apply(y.op, y.args, tuple((name, order + 1 if name == "order" else value) for name, value in y.attrs))


def _shaped_as(name: str, like: Expr, *args: Expr) -> Expr:
    """The operator of that name with the shape of another expression as its attribute."""
    return Apply(ops.get(name), args, (("shape", like.shape),))


def _repeated(x: Expr, shape: Shape, axes: tuple[int, ...]) -> Expr:
    """What a reduction along ``axes`` gave, repeated along them in an array of the shape that was reduced."""
    return align(x, shape, tuple(axis for axis in range(shape.rank) if axis not in axes))


def _application(expr: Expr, name: str) -> Apply:
    if not isinstance(expr, Apply) or expr.op.name != name:
        raise ShapeError(f"{name} is needed here, but {expr} was given")
    return expr


def _axes(expr: Expr) -> tuple[int, ...]:
    axes = expr.attr("axes") if isinstance(expr, Apply) else None
    assert isinstance(axes, tuple)
    return axes


def prod_along(x: Expr, axes: Iterable[int]) -> Expr:
    """The product over some axes."""
    return Apply(ops.get("prod_along"), (x,), (("axes", tuple(sorted(axes))),))


def max_along(x: Expr, axes: Iterable[int]) -> Expr:
    """The largest entry along some axes."""
    return Apply(ops.get("max_along"), (x,), (("axes", tuple(sorted(axes))),))


def argmax(x: Expr, axes: Iterable[int]) -> Expr:
    """The position of the largest entry along an axis, counted from 1."""
    return Apply(ops.get("argmax"), (x,), (("axes", tuple(axes)),))


def array(entries: Iterable[Expr], shape: Shape) -> Expr:
    """The vector or matrix with those numbers, row by row; its sizes are numbers."""
    return Apply(ops.get("array"), tuple(entries), (("shape", shape),))


def opaque(x: Expr, name: str, order: int) -> Expr:
    """An unspecified function of each entry, or its derivative of that order."""
    return Apply(ops.get("opaque"), (x,), (("name", name), ("order", order)))


def jacobian(body: Expr, v: Var, layout: str) -> Expr:
    """All derivatives of an array by an array, not yet taken; ``layout`` says whose axes come first."""
    return Apply(ops.get("jacobian"), (body, v), (("layout", layout),))


def hessian(body: Expr, v: Var, w: Var) -> Expr:
    """The second derivatives of a number by two names, not yet taken."""
    return Apply(ops.get("hessian"), (body, v, w))


def evaluated(body: Expr, v: Var, point: Expr) -> Expr:
    """The body where the name has the value of the point."""
    return Apply(ops.get("evaluated"), (body, v, point))


def zeros(shape: Shape) -> Expr:
    """The zero of that shape."""
    return broadcast(ZERO, shape)


def derivative(body: Expr, v: Var) -> Expr:
    """The derivative of a scalar with respect to a variable, not yet taken."""
    return Apply(ops.get("derivative"), (body, v))


def pullback(s: Expr, body: Expr, v: Var) -> Expr:
    """The cotangent ``s`` of ``body`` carried back to ``v``, not yet worked out."""
    return Apply(ops.get("pullback"), (s, body, v))


def total_derivative(node: Expr, v: Var) -> Expr:
    """The derivative of a named node with respect to another, through every path, not yet worked out."""
    return Apply(ops.get("total"), (node, v))


def partial(node: Expr, v: Var) -> Expr:
    """The local derivative of a scalar node's own equation, not yet taken."""
    return Apply(ops.get("partial"), (node, v))


def vjp(s: Expr, node: Expr, v: Var) -> Expr:
    """The cotangent ``s`` of a named node carried back through its equation to ``v``, not yet worked out."""
    return Apply(ops.get("vjp"), (s, node, v))


def number(value: int | str | Fraction) -> Const:
    """An exact number; text may be a decimal or a fraction."""
    return Const(Fraction(value))


_BUILDERS: dict[str, Callable[..., Expr]] = {
    "add": add,
    "mul": mul,
    "neg": neg,
    "div": div,
    "power": power,
    "matmul": matmul,
    "transpose": transpose,
    "sum": total,
    "derivative": derivative,
    "pullback": pullback,
    "total": total_derivative,
    "partial": partial,
    "vjp": vjp,
    "broadcast_like": lambda x, like: broadcast(x, like.shape),
    "zeros_like": lambda like: zeros(like.shape),
    "spread_like": lambda x, like: spread(x, like.shape),
    "gather_like": lambda x, like: gather(x, like.shape),
    "eye_like": lambda like: eye(like.shape.sizes[0]),
    "turned_like": lambda x, like: align(x, like.shape, (0,)),
    "align_back": _align_back,
    "array_back": _array_back,
    "concatenate_back": _concatenate_back,
    "opaque_derivative": _opaque_derivative,
    "sums_like": _sums_like,
    "sum_along_back": _sum_along_back,
    "take_back": _take_back,
    "scatter_back": _scatter_back,
    "prod_along_back": _prod_along_back,
    "max_along_back": _max_along_back,
    "kron_left_like": lambda x, b, like: _shaped_as("kron_left", like, x, b),
    "kron_right_like": lambda x, a, like: _shaped_as("kron_right", like, x, a),
    "unvec_like": lambda x, like: _shaped_as("unvec", like, x),
}


def call(name: str, *args: Expr) -> Expr:
    """The operator or builder of that name, applied. ``f_like(x, y)`` is f of x with the attributes of y, which is
    an application of f. Raises `UnknownOperator` and `ShapeError`.
    """
    builder = _BUILDERS.get(name)
    if builder is not None:
        return builder(*args)
    if name.endswith("_like") and args:
        like = _application(args[-1], name.removesuffix("_like"))
        return Apply(like.op, args[:-1], like.attrs)
    operator = ops.get(name)
    return Apply(operator, _spread(args) if operator.elementwise else args)


def rebuilt(node: Expr, args: tuple[Expr, ...]) -> Expr:
    """The same operator over other arguments, brought into the form the builders give."""
    if not isinstance(node, Apply):
        return node
    if node.attrs:
        return rebuild(node, args)
    return call(node.op.name, *args)


def replace_at(root: Expr, path: Path, part: Expr) -> Expr:
    """``root`` with the one occurrence at ``path`` replaced, other occurrences of it left alone."""
    spine = [root]
    for index in path:
        spine.append(children(spine[-1])[index])
    result = part
    for node, index in zip(reversed(spine[:-1]), reversed(path), strict=True):
        args = list(children(node))
        args[index] = result
        result = rebuilt(node, tuple(args))
    return result
