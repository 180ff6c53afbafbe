"""What an operator is: the record that each file of `derive.ops` fills in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple, Protocol, TypeAlias, runtime_checkable

from derive.shapes import Shape, ShapeError, Size

AttrValue: TypeAlias = int | str | Size | Shape | tuple[int, ...]
Attrs: TypeAlias = tuple[tuple[str, AttrValue], ...]
Array: TypeAlias = Any


class Undefined(Exception):
    """An operator has no value at its arguments. The message says why; `derive.lowering` reports it as `NoValue`."""


class Domain(Protocol):
    """The numbers an expression is evaluated in: floats, balls, residues, their power series, SymPy expressions."""

    name: str

    def constant(self, numerator: int, denominator: int) -> Array:
        """The exact rational as a number of this domain."""

    def exp(self, x: Array) -> Array:
        """e to the x, entry by entry."""

    def log(self, x: Array) -> Array:
        """The natural logarithm, entry by entry."""

    def full(self, shape: tuple[int, ...], value: Array) -> Array:
        """An array of that shape with the value in every entry."""

    def power(self, x: Array, p: Array) -> Array:
        """x to the p, entry by entry."""

    def sign(self, x: Array) -> Array:
        """-1, 0 or 1, entry by entry; no value where the sign is not certain. It does not depend on a perturbation."""

    def sin(self, x: Array) -> Array:
        """The sine, entry by entry."""

    def cos(self, x: Array) -> Array:
        """The cosine, entry by entry."""

    def arctan(self, x: Array) -> Array:
        """The inverse tangent, entry by entry."""

    def erf(self, x: Array) -> Array:
        """The error function, entry by entry."""

    def pi(self) -> Array:
        """The number π."""

    def choose(self, c: Array, a: Array, b: Array) -> Array:
        """a where c is 1, b where it is 0, entry by entry, whatever the other is; no value for any other c."""

    def whole(self, x: Array) -> int | None:
        """The integer that a single number certainly is, or None."""


@runtime_checkable
class Ordered(Protocol):
    """A domain that may know for certain which of two numbers is larger, and then says it without any error."""

    def larger(self, p: Array, q: Array) -> Array:
        """The larger of two numbers, entry by entry: one of them, where it is certain which."""


def larger(domain: Domain, p: Array, q: Array) -> Array:
    """The larger of two numbers, entry by entry: (p + q + |p − q|)/2, in domains that do not know it better."""
    if isinstance(domain, Ordered):
        return domain.larger(p, q)
    apart = domain.power((p - q) * (p - q), domain.constant(1, 2))
    return (p + q + apart) / domain.constant(2, 1)


class ShapeRule(Protocol):
    """From the shapes of the arguments to the shape of the result, or `ShapeError`."""

    def __call__(self, shapes: Sequence[Shape], attrs: Mapping[str, Any]) -> Shape:
        """The shape of the result."""


class Call(NamedTuple):
    """What an evaluation may know beside the values: the arguments' shapes, the attributes, the sizes' numbers."""

    shapes: tuple[Shape, ...]
    attrs: Mapping[str, Any]
    sizes: Mapping[str, int]


class Evaluation(Protocol):
    """From the values of the arguments to the value of the result."""

    def __call__(self, domain: Domain, values: Sequence[Array], call: Call) -> Array:
        """The value of the result."""


ATOM, POWER, PRODUCT, SUM = 4, 3, 2, 1
"""How tightly a written form holds together; a part that binds more loosely than its place needs gets brackets."""


@dataclass(frozen=True, eq=False)
class Operator:
    """One operator: its type, its meaning, its local derivative and how it is written.

    ``parameters`` names the arguments; the last may be ``*name`` for any number of them. Exactly one of these says
    how it is differentiated: ``local`` (elementwise operators: the derivative with respect to each parameter, in
    terms of the parameters and the output ``y``), ``pullback`` (the vector-Jacobian product for each parameter, in
    terms of the parameters, ``y`` and its cotangent ``y_bar``), or ``definition`` (what the operator abbreviates:
    its derivative is then derived, never put in). All three are text, parsed by `derive.ruletext` against the
    operator table. ``written`` is how rule texts write an application, where that is more than the name with its
    parameters in brackets. ``domain`` lists what the arguments must satisfy, as ``(condition, argument text)``.
    ``latex`` is a template with holes ``#x``; a hole ``#x!3`` asks for brackets around anything that binds more
    loosely than 3.

    The record does not establish that a rule is right: the contract tests hold each one against differences.
    """

    name: str
    parameters: tuple[str, ...]
    shape: ShapeRule
    evaluate: Evaluation
    latex: str
    precedence: int
    source: str
    local: Mapping[str, str] = field(default_factory=dict)
    pullback: Mapping[str, str] = field(default_factory=dict)
    definition: str = ""
    domain: tuple[tuple[str, str], ...] = ()
    elementwise: bool = False
    written: str = ""

    @property
    def variadic(self) -> bool:
        """Whether the operator takes any number of arguments."""
        return bool(self.parameters) and self.parameters[-1].startswith("*")

    @property
    def piecewise_constant(self) -> bool:
        """Whether the operator is elementwise and its derivative is 0 wherever it has one."""
        return self.elementwise and bool(self.local) and set(self.local.values()) == {"0"}

    @property
    def by_cases(self) -> bool:
        """Whether the operator is elementwise and has cases: its derivative is 0, or jumps where they meet."""
        return self.piecewise_constant or (self.elementwise and any("step(" in slope for slope in self.local.values()))

    @property
    def text(self) -> str:
        """An application of the operator to its parameters, as rule texts write it."""
        return self.written or f"{self.name}({', '.join(self.parameters)})"

    def __repr__(self) -> str:
        return f"<operator {self.name}>"


def expects(op: str, what: str, got: Sequence[Shape]) -> str:
    """The sentence of a `ShapeError`: which operator, what it needs, what it was given."""
    return f"{op} needs {what}, but was given " + " and ".join(str(shape) for shape in got)


def without_axes(op: str, shapes: Sequence[Shape], attrs: Mapping[str, Any]) -> Shape:
    """The shape of a reduction along the axes ``attrs["axes"]``, one or more of them, in order: what is left."""
    axes, x = attrs["axes"], shapes[0]
    chosen = isinstance(axes, tuple) and axes and list(axes) == sorted(set(axes))
    if not chosen or axes[0] < 0 or axes[-1] >= x.rank:
        raise ShapeError(expects(f"{op} along the axes {axes}", "an array with these axes", shapes))
    return Shape(tuple(size for axis, size in enumerate(x.sizes) if axis not in axes))


def same_shape(op: str) -> ShapeRule:
    """The shape rule of elementwise operators: all arguments have the shape of the result; nothing is broadcast."""

    def shape(shapes: Sequence[Shape], attrs: Mapping[str, Any]) -> Shape:
        if any(other != shapes[0] for other in shapes[1:]):
            raise ShapeError(expects(op, "arguments of one shape", shapes))
        return shapes[0]

    return shape


def not_evaluated(domain: Domain, values: Sequence[Array], call: Call) -> Array:
    """The evaluation of derivatives not yet taken: it needs their body, not its value, and is `derive.lowering`'s."""
    raise TypeError("a derivative not yet taken has no value of its own; evaluate it with derive.lowering")
