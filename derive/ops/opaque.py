"""An unspecified smooth function of one number, g or one of its derivatives, entry by entry.

``name`` says which function, ``order`` which derivative: 0 for g itself. It is evaluated as one fixed function that is
made from the name, g(z) = e^(cz)/2 + cz + z²/3 with c between 1/2 and 3/2. So a claim about every g is refuted by a
point at which it fails for this one, and is never proved by points at which it holds.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from zlib import crc32

from derive.operators import ATOM, Array, Call, Domain, Operator, expects
from derive.shapes import Shape, ShapeError

STEPS = 97
"""How many functions there are: names whose checksums differ by a multiple of it share one."""
MAX_ORDER = 40
"""The highest derivative that is evaluated: the numbers in it grow with its order."""


def _shape(shapes: Sequence[Shape], attrs: Mapping[str, Any]) -> Shape:
    name, order = attrs["name"], attrs["order"]
    if not isinstance(name, str) or not isinstance(order, int) or not 0 <= order <= MAX_ORDER:
        needs = f"a name and an order from 0 to {MAX_ORDER}"
        raise ShapeError(expects(f"the function {name} to the order {order}", needs, shapes))
    return shapes[0]


def _evaluate(domain: Domain, values: Sequence[Array], call: Call) -> Array:
    name, order, x = call.attrs["name"], call.attrs["order"], values[0]
    if hasattr(domain, "opaque"):
        return domain.opaque(name, order, x)
    top, bottom = STEPS + 2 * (crc32(name.encode()) % STEPS), 2 * STEPS
    c = domain.constant(top, bottom)
    result = domain.constant(top**order, 2 * bottom**order) * domain.exp(c * x)
    third = domain.constant(1, 3)
    polynomial = (c * x + third * x * x, c + (third + third) * x, third + third)
    return result + polynomial[order] if order < len(polynomial) else result


OPERATOR = Operator(
    name="opaque",
    parameters=("x",),
    shape=_shape,
    evaluate=_evaluate,
    written="opaque_like(x, y)",
    local={"x": "opaque_derivative(y)"},
    latex="",
    precedence=ATOM,
    source="the definition of the derivative",
    elementwise=True,
)
