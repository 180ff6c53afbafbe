"""Every operator applied to names, in the shapes it is tried on."""

from __future__ import annotations

from contextlib import suppress
from functools import cache
from itertools import product

from derive import ops
from derive.ir import Apply, Var
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
RANK_THREE = ("add", "align", "broadcast", "exp", "sum", "sum_along")
"""The operators that are tried on an array of three axes too."""
ATTRS: dict[str, tuple[Attrs, ...]] = {
    "align": (
        (("shape", Shape.of("m", "k")), ("axes", (0,))),
        (("shape", Shape.of("k", "m")), ("axes", (1, 0))),
        (("shape", Shape.of("k", "n", "m")), ("axes", (2, 0))),
        (("shape", Shape.of("k", "n", "m")), ("axes", (0, 1))),
        (("shape", Shape.of("m", "k", "n")), ("axes", (2, 0, 1))),
        (("shape", Shape.of("m", row=True)), ("axes", (0,))),
    ),
    "broadcast": ((("shape", Shape.of("m", "k")),), (("shape", CUBE),)),
    "extent": ((("size", Size.of("n")),),),
    "eye": ((("size", Size.of("n")),),),
    "positions": ((("size", Size.of("n")),),),
    "spread": ((("shape", Shape.of("m", "k")),),),
    "sum_along": ((("axes", (0,)),), (("axes", (1,)),), (("axes", (0, 2)),)),
}
"""The attributes with which an operator is tried, where it has any."""
LETTERS = {"scalar": "pqs", "column": "wuv", "row": "rtx", "matrix": "ABC", "cube": "FGH"}


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
        for shapes in product(pool(name), repeat=count(op)):
            with suppress(ShapeError):
                fitting.append(Apply(op, [variable(i, shape) for i, shape in enumerate(shapes)], attrs))
        assert fitting, f"no arguments fit {name} with {attrs}"
        found += fitting
    return tuple(found)


def pool(name: str) -> tuple[Shape, ...]:
    """The shapes that an operator is tried on."""
    return (*POOL, CUBE) if name in RANK_THREE else POOL


def count(op: Operator) -> int:
    """How many arguments an operator is tried with."""
    return 3 if op.variadic else len(op.parameters)
