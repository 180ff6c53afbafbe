"""Every operator applied to names, in the shapes it is tried on."""

from __future__ import annotations

from contextlib import suppress
from functools import cache
from itertools import product

from derive import building as b
from derive import ops
from derive.ir import Apply, Const, Expr, Var
from derive.operators import Attrs, Operator
from derive.shapes import Shape, ShapeError, Size

NUMBERS = {"m": 2, "k": 3, "n": 5}
POOL = (
    Shape.of(),
    Shape.of("m"),
    Shape.of("m", row=True),
    Shape.of("k", row=True),
    Shape.of("m", "k"),
    Shape.of("k", "n"),
)
CUBE = Shape.of("n", "m", "k")
RANK_THREE = (
    "add",
    "align",
    "argmax",
    "broadcast",
    "concatenate",
    "exp",
    "max_along",
    "prod_along",
    "sum",
    "sum_along",
    "take",
)
"""The operators that are tried on an array of three axes too."""
SQUARE = ("det", "diagonal", "inverse", "trace")
LONE = ("single",)
"""The operators of matrices of one entry."""
"""The operators of square matrices."""


def along(*axes: int) -> Attrs:
    """The attributes of a reduction along these axes."""
    return (("axes", axes),)


ATTRS: dict[str, tuple[Attrs, ...]] = {
    "align": (
        (("shape", Shape.of("m", "k")), ("axes", (0,))),
        (("shape", Shape.of("k", "m")), ("axes", (1, 0))),
        (("shape", Shape.of("k", "n", "m")), ("axes", (2, 0))),
        (("shape", Shape.of("k", "n", "m")), ("axes", (0, 1))),
        (("shape", Shape.of("m", "k", "n")), ("axes", (2, 0, 1))),
        (("shape", Shape.of("m", row=True)), ("axes", (0,))),
    ),
    "argmax": (along(0), along(1)),
    "array": (
        (("shape", Shape.of(3)),),
        (("shape", Shape.of(4, row=True)),),
        (("shape", Shape.of(2, 2)),),
        (("shape", Shape.of(3, 2)),),
    ),
    "broadcast": ((("shape", Shape.of("m", "k")),), (("shape", CUBE),)),
    "concatenate": ((("axis", 0),), (("axis", 1),)),
    "extent": ((("size", Size.of("n")),),),
    "eye": ((("size", Size.of("n")),),),
    "opaque": ((("name", "g"), ("order", 0)), (("name", "h"), ("order", 1)), (("name", "g"), ("order", 3))),
    "positions": ((("size", Size.of("n")),),),
    "spread": ((("shape", Shape.of("m", "k")),),),
    "kron_left": ((("shape", Shape.of("m", "k")),),),
    "kron_right": ((("shape", Shape.of("m", "k")),),),
    "unvec": ((("shape", Shape.of("m", "k")),),),
    "jacobian": ((("layout", "numerator"),), (("layout", "denominator"),)),
    "max_along": (along(0), along(1), along(0, 1), along(0, 1, 2)),
    "prod_along": (along(0), along(1), along(0, 2), along(0, 1, 2)),
    "scatter": ((("shape", Shape.of("k", "n")),), (("shape", Shape.of("k", row=True)),)),
    "softmax_along": ((("axis", 0),), (("axis", 1),)),
    "sum_along": (along(0), along(1), along(0, 2)),
}
"""The attributes with which an operator is tried, where it has any."""
_M, _K, _N = map(Size.of, "mkn")
_BLOCKS = (Shape.of(_M * _M, _K * _K), Shape.of(_M * _K, _K * _N))
PRODUCTS = {"kron_left": _BLOCKS, "kron_right": _BLOCKS, "unvec": (Shape.of(_M * _K),)}
"""The operators of arrays whose sizes are products, and such shapes."""
LETTERS = {"scalar": "pqszcd", "column": "wuvy", "row": "rtxl", "matrix": "ABCE", "cube": "FGHJ"}


def variable(position: int, shape: Shape) -> Var:
    """A name for an argument, whose letter tells its shape."""
    kind = ("scalar", "row" if shape.row else "column", "matrix", "cube")[shape.rank]
    return Var(LETTERS[kind][position], shape)


@cache
def applications(name: str) -> tuple[Apply, ...]:
    """The operator applied to variables, in every combination of shapes from the pool that its shape rule takes."""
    op = ops.get(name)
    found = []
    for attrs in ATTRS.get(name, ((),)):
        fitting = []
        tried = (shapes for number in counts(op) for shapes in product(pool(name), repeat=number))
        for shapes in tried:
            with suppress(ShapeError):
                fitting.append(Apply(op, [variable(i, shape) for i, shape in enumerate(shapes)], attrs))
        assert fitting, f"no arguments fit {name} with {attrs}"
        found += fitting
    return tuple(found)


def pool(name: str) -> tuple[Shape, ...]:
    """The shapes that an operator is tried on."""
    if name in LONE:
        return (Shape.of(1, 1),)
    if name in SQUARE:
        return (*POOL, Shape.of("k", "k"), Shape.of("m", "m"))
    if name in PRODUCTS:
        return (*POOL[4:], *PRODUCTS[name])
    return POOL[:1] if name == "array" else (*POOL, CUBE) if name in RANK_THREE else POOL


COUNTS = {
    "add": (3,),
    "array": (3, 4, 6),
    "concatenate": (2, 3),
    "mul": (3,),
    "scatter": (2, 3),
    "take": (2, 3, 4),
}
"""With how many arguments an operator is tried that takes any number of them."""


def counts(op: Operator) -> tuple[int, ...]:
    """With how many arguments an operator is tried."""
    return COUNTS[op.name] if op.variadic else (len(op.parameters),)


WHOLE: dict[tuple[str, str], tuple[int, ...]] = {
    ("take", "at"): (1, 2),
    ("scatter", "at"): (1, 2),
    ("choose", "c"): (0, 1),
}
"""The arguments that must be certain whole numbers, and such numbers. No array is shorter than 2 along an axis."""


def whole_numbers(op: Operator, index: int) -> tuple[int, ...]:
    """The whole numbers that an argument must be one of; none where it may be any number."""
    parameter = op.parameters[min(index, len(op.parameters) - 1)].lstrip("*")
    return WHOLE.get((op.name, parameter), ())


def constants(op: Operator, index: int, shape: Shape) -> Expr | None:
    """Whole numbers without names for an argument that must be such; None for any other."""
    numbers = whole_numbers(op, index)
    if not numbers:
        return None
    last = b.broadcast(Const(numbers[-1]), shape)
    if shape.rank == 0:
        return last
    # The first entry is the last of the numbers, all others are the one before.
    first = b.align(b.call("equals", b.positions(shape.sizes[0]), b.ONE), shape, (0,))
    return b.sub(last, b.sub(b.ONE, first))
