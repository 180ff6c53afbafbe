"""The formula as written: an unshared tree with places. Nothing is decided that needs to know the names.

A product is a flat row of parts; whether ``a(b)`` is a call, what ``dw`` is, and what a superscript means
are settled by `derive.notation.binding`, which knows the scope.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from types import MappingProxyType
from typing import Any, Literal, TypeAlias

from derive.ir import Span


@dataclass(frozen=True, eq=False)
class Number:
    """A number as printed: the digits, and exactly what they say."""

    text: str
    value: Fraction
    span: Span


@dataclass(frozen=True, eq=False)
class Name:
    """A letter or word with its accent and font."""

    letter: str
    span: Span
    accent: str = ""
    font: str = ""


@dataclass(frozen=True, eq=False)
class FunctionWord:
    """The name of a function that needs no brackets, such as log; what it is applied to stands behind it."""

    name: str
    span: Span


@dataclass(frozen=True, eq=False)
class Text:
    """Words inside a formula."""

    text: str
    span: Span


PartKind: TypeAlias = Literal[
    "transpose", "letter-T", "inverse-transpose", "bracket", "paren", "angle", "value", "prime", "star", "entrywise"
]


@dataclass(frozen=True, eq=False)
class Part:
    """One part of a superscript: a transpose sign, an index in brackets, a value."""

    kind: PartKind
    text: str
    span: Span
    value: Surface | None = None


@dataclass(frozen=True, eq=False)
class Subscript:
    """A subscript: its text, and the letters and numbers in it one by one.

    ``value`` is what it says where that is more than these, such as another name with a subscript, or a condition.
    """

    text: str
    pieces: tuple[str, ...]
    span: Span
    value: Surface | None = None


@dataclass(frozen=True, eq=False)
class Scripted:
    """A base with its subscript and the parts of its superscript."""

    base: Surface
    sub: Subscript | None
    sup: tuple[Part, ...]
    span: Span


@dataclass(frozen=True, eq=False)
class Group:
    """Something in brackets, or several items with commas; ``{`` is a pair of invisible braces."""

    items: tuple[Surface, ...]
    bracket: str
    span: Span


@dataclass(frozen=True, eq=False)
class Sum:
    """Terms with their signs, 1 or −1."""

    terms: tuple[tuple[int, Surface], ...]
    span: Span


@dataclass(frozen=True, eq=False)
class Product:
    """A row of parts, and the operations between them: empty where nothing is written.

    ``quad`` stands for a wide space.
    """

    parts: tuple[Surface, ...]
    operations: tuple[str, ...]
    span: Span


@dataclass(frozen=True, eq=False)
class Fractional:
    """A fraction with a bar."""

    top: Surface
    bottom: Surface
    span: Span


@dataclass(frozen=True, eq=False)
class Root:
    """A root."""

    body: Surface
    degree: Surface | None
    span: Span


@dataclass(frozen=True, eq=False)
class Differential:
    """``d`` or ``∂`` and what it belongs to: ``dw``, ``∂L``; nothing in the bare operator."""

    sign: Literal["d", "∂"]
    target: Surface | None
    span: Span
    order: int = 1


@dataclass(frozen=True, eq=False)
class Derivative:
    """A derivative written as a fraction; without a target it is an operator on what stands behind it.

    There is a variable for each order; ∇ may leave them out. ``below`` says that they stand as a subscript on ∂.
    """

    sign: Literal["d", "∂", "∇"]
    target: Surface | None
    variables: tuple[Surface, ...]
    span: Span
    order: int = 1
    below: bool = False


@dataclass(frozen=True, eq=False)
class Relation:
    """A comparison inside a formula: a condition such as z > 0, j ≠ i or k ∈ {1, 3}."""

    left: Surface
    relation: str
    right: Surface
    span: Span


@dataclass(frozen=True, eq=False)
class BigSum:
    """A sum or product over indices, with as much of their range as is written.

    ``lower`` and ``upper`` belong to each of the indices; ``conditions`` say which values of the indices count.
    """

    indices: tuple[str, ...]
    lower: Surface | None
    upper: Surface | None
    body: Surface
    span: Span
    kind: Literal["sum", "prod"] = "sum"
    conditions: tuple[Relation, ...] = ()


@dataclass(frozen=True, eq=False)
class Marked:
    """Something struck, boxed, coloured or over a brace with a label: it stays what it is."""

    mark: str
    body: Surface
    label: Surface | Text | None
    span: Span


@dataclass(frozen=True, eq=False)
class Matrix:
    """Rows of entries, all of one length; ``bracket`` is what stands around them, empty where nothing does."""

    rows: tuple[tuple[Surface, ...], ...]
    bracket: str
    span: Span


@dataclass(frozen=True, eq=False)
class Cases:
    """A value for each of several conditions; the condition of the last is None where it holds otherwise."""

    rows: tuple[tuple[Surface, Relation | None], ...]
    span: Span


@dataclass(frozen=True, eq=False)
class At:
    """A value at a point: what stands before an evaluation bar, and the equations below the bar."""

    body: Surface
    conditions: tuple[Relation, ...]
    span: Span


@dataclass(frozen=True, eq=False)
class Restricted:
    """A side of a claim that is made only where conditions hold: elsewhere it counts as 0."""

    body: Surface
    conditions: tuple[Relation, ...]
    span: Span


@dataclass(frozen=True, eq=False)
class Given:
    """What stands on the two sides of a bar inside brackets, as in p(y | x): values or comparisons."""

    left: tuple[Surface, ...]
    right: tuple[Surface, ...]
    span: Span


@dataclass(frozen=True, eq=False)
class Conditioned:
    """Something with a comparison as its subscript: \\mathbf 1_{z > 0}, \\{x_i\\}_{i=1}^{n}."""

    base: Surface
    condition: Relation
    sup: tuple[Part, ...]
    span: Span


@dataclass(frozen=True, eq=False)
class Dots:
    """Dots that stand for what is left out."""

    span: Span


Surface: TypeAlias = (
    Number
    | Name
    | FunctionWord
    | Text
    | Scripted
    | Group
    | Sum
    | Product
    | Fractional
    | Root
    | Differential
    | Derivative
    | BigSum
    | Relation
    | Marked
    | Matrix
    | Cases
    | At
    | Restricted
    | Given
    | Conditioned
    | Dots
)


@dataclass(frozen=True, eq=False)
class Statement:
    """Sides with relations between them.

    ``leads`` says that the statement begins with a relation and so continues another one, ``dangling``
    where an operator or relation at its end waits for more. A line of several names is several sides with
    commas between them. ``kind`` is set where the form alone says what the statement is. ``conditions`` are the places
    of those that words behind it say, ``row`` the line it stands on.
    """

    sides: tuple[Surface, ...]
    relations: tuple[str, ...]
    span: Span
    leads: bool = False
    dangling: Span | None = None
    kind: Literal["", "notation", "declaration", "fragment"] = ""
    conditions: tuple[Relation | Span, ...] = ()
    row: int = 0


def parts_of(node: Surface) -> tuple[Surface, ...]:
    """The nodes directly below."""
    below = _PARTS.get(type(node))
    return () if below is None else tuple(part for part in below(node) if part is not None)


def _raised(sup: tuple[Part, ...]) -> tuple[Surface | None, ...]:
    return tuple(part.value for part in sup)


_PARTS: Mapping[type, Callable[[Any], Iterable[Surface | None]]] = MappingProxyType(
    {
        Scripted: lambda node: (node.base, node.sub and node.sub.value, *_raised(node.sup)),
        Conditioned: lambda node: (node.base, node.condition, *_raised(node.sup)),
        Sum: lambda node: (term for _, term in node.terms),
        Group: lambda node: node.items,
        Product: lambda node: node.parts,
        Fractional: lambda node: (node.top, node.bottom),
        Relation: lambda node: (node.left, node.right),
        BigSum: lambda node: (node.body,),
        Root: lambda node: (node.body,),
        Marked: lambda node: (node.body,),
        Differential: lambda node: (node.target,),
        Derivative: lambda node: (node.target, *node.variables),
        Matrix: lambda node: (entry for row in node.rows for entry in row),
        Cases: lambda node: (part for row in node.rows for part in row),
        At: lambda node: (node.body, *node.conditions),
        Restricted: lambda node: (node.body, *node.conditions),
        Given: lambda node: (*node.left, *node.right),
    }
)


def walk(*roots: Surface) -> Iterator[Surface]:
    """Every node below, each before its parts."""
    stack = list(roots)
    while stack:
        node = stack.pop()
        yield node
        stack.extend(reversed(parts_of(node)))


def indices(root: Surface) -> set[str]:
    """The letters that occur as an index, in subscripts or raised in brackets, and belong to no sum below."""
    found: set[str] = set()
    stack: list[tuple[Surface, frozenset[str]]] = [(root, frozenset())]
    while stack:
        node, bound = stack.pop()
        if isinstance(node, Scripted):
            found.update(piece for piece in (node.sub.pieces if node.sub else ()) if piece not in bound)
            found.update(part.text for part in node.sup if part.kind in _INDEXING and part.text not in bound)
        elif isinstance(node, BigSum):
            bound = bound.union(node.indices)
        stack.extend((part, bound) for part in parts_of(node))
    return {index for index in found if index.isalpha()}


_INDEXING = frozenset({"paren", "bracket", "angle"})


def unmarked(node: Surface) -> Surface:
    """The node below its marks and its invisible braces."""
    while True:
        if isinstance(node, Marked):
            node = node.body
        elif isinstance(node, Group) and node.bracket == "{" and len(node.items) == 1:
            node = node.items[0]
        elif isinstance(node, Product) and len(node.parts) == 1:
            node = node.parts[0]
        else:
            return node
