"""Expressions: an immutable, typed, hash-consed graph.

``Expr = Var | Const | Apply``. Equal expressions are one object, so ``==`` is syntactic and costs nothing; whether
two expressions *mean* the same is only ever a verdict. An `Apply` computes its shape when it is built, so an
ill-shaped expression cannot exist. Every pass over the graph is iterative: a graph may be 100,000 nodes deep.

Where an expression was read from, how it was spelled and what was struck out live in an unshared tree beside it
(`derive.notation.surface`), which points into this graph with a `Span`.
"""

from __future__ import annotations

import weakref
from collections.abc import Callable, Iterable, Iterator, KeysView, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, TypeAlias, cast

from derive.operators import Attrs, AttrValue, Operator
from derive.shapes import SCALAR, Shape, ShapeError

PRINT_BUDGET = 400
"""How many nodes ``repr`` writes before it ends with an ellipsis: a shared graph may be exponentially large as a
tree.
"""

Path: TypeAlias = tuple[int, ...]


@dataclass(frozen=True)
class Span:
    """A stretch of a source text, in code points: ``text[start:end]``."""

    start: int
    end: int


@dataclass(frozen=True, order=True)
class Symbol:
    """A name as mathematics writes it: a letter with its accent, font, subscript, layer and example index.

    ``letter`` is a Latin letter, a word, or a Greek letter by its English name (``alpha``).
    """

    letter: str
    accent: str = ""
    sub: str = ""
    layer: str = ""
    example: str = ""
    font: str = ""

    @property
    def plain(self) -> str:
        """The name in ASCII, as code and options spell it: ``y_hat``, ``w_1``, ``W1``, ``x_i``."""
        name = self.letter
        if self.accent:
            name += f"_{self.accent}"
        if self.layer:
            name += self.layer
        if self.example:
            name += f"_{self.example}"
        if self.sub:
            name += "_" + self.sub.replace(",", "_").replace(" ", "")
        return name

    @property
    def small(self) -> str:
        """The letter of an entry of an array that goes by this letter: x of X, dz of dZ; words stay as they are."""
        is_letter = len(self.letter) == 1 or (len(self.letter) == 2 and self.letter[0] == "d")
        return self.letter.lower() if is_letter else self.letter

    def __str__(self) -> str:
        return self.plain


class Node:
    """What all expressions share: a shape, identity as equality, and weak interning."""

    __slots__ = ("__weakref__", "shape")
    shape: Shape

    def __copy__(self) -> Node:
        return self

    def __deepcopy__(self, memo: dict[int, Any]) -> Node:
        return self

    def __setattr__(self, name: str, value: object) -> None:
        raise AttributeError(f"expressions are immutable; {name} cannot be set")

    def __bool__(self) -> bool:
        raise TypeError("an expression is not true or false; compare with ==, or ask derive.check for a verdict")

    def __repr__(self) -> str:
        return text_of(cast("Expr", self))


_table: weakref.WeakValueDictionary[tuple[Any, ...], Any] = weakref.WeakValueDictionary()


def _fill(node: Node, **fields: object) -> None:
    for name, value in fields.items():
        object.__setattr__(node, name, value)


class Var(Node):
    """A named quantity of a known shape."""

    __slots__ = ("symbol",)
    symbol: Symbol

    def __new__(cls, symbol: Symbol | str, shape: Shape = SCALAR) -> Var:
        """The one variable of that symbol and shape."""
        symbol = Symbol(symbol) if isinstance(symbol, str) else symbol
        key = (cls, symbol, shape)
        found = _table.get(key)
        if found is None:
            found = object.__new__(cls)
            _fill(found, symbol=symbol, shape=shape)
            _table[key] = found
        return cast("Var", found)

    @property
    def name(self) -> str:
        """The plain name."""
        return self.symbol.plain


class Const(Node):
    """An exact rational number."""

    __slots__ = ("value",)
    value: Fraction

    def __new__(cls, value: int | Fraction) -> Const:
        """The one constant of that value."""
        value = value if isinstance(value, Fraction) else Fraction(value)
        key = (cls, value)
        found = _table.get(key)
        if found is None:
            found = object.__new__(cls)
            _fill(found, value=value, shape=SCALAR)
            _table[key] = found
        return cast("Const", found)


class Apply(Node):
    """An operator applied to arguments. Raises `ShapeError` where the arguments do not fit."""

    __slots__ = ("_names", "args", "attrs", "op")
    op: Operator
    args: tuple[Expr, ...]
    attrs: Attrs
    _names: dict[Var, None] | None

    def __new__(cls, op: Operator, args: Iterable[Expr], attrs: Attrs = ()) -> Apply:
        """The one application of that operator to those arguments."""
        args = tuple(args)
        key = (cls, op, args, attrs)
        found = _table.get(key)
        if found is None:
            fixed = len(op.parameters) - op.variadic
            if len(args) < fixed or (len(args) > fixed and not op.variadic):
                raise ShapeError(f"{op.name} takes {', '.join(op.parameters) or 'nothing'}; {len(args)} were given")
            shape = op.shape([arg.shape for arg in args], dict(attrs))
            found = object.__new__(cls)
            _fill(found, op=op, args=args, attrs=attrs, shape=shape, _names=None)
            _table[key] = found
        return cast("Apply", found)

    def attr(self, name: str) -> AttrValue:
        """The attribute of that name; raises `KeyError`."""
        return dict(self.attrs)[name]


Expr: TypeAlias = Var | Const | Apply


def children(expr: Expr) -> tuple[Expr, ...]:
    """The arguments of an application; nothing for a leaf."""
    return expr.args if isinstance(expr, Apply) else ()


def postorder(*roots: Expr, within: Callable[[Expr], bool] | None = None) -> Iterator[Expr]:
    """Each distinct node below ``roots`` once, arguments before their application.

    ``within`` says of which nodes the arguments are entered; the node itself is always yielded.
    """
    done: set[Expr] = set()
    stack: list[Any] = list(reversed(roots))
    while stack:
        node: Expr = stack.pop()
        if node is None:  # it stands above a node whose arguments were yielded
            node = stack.pop()
        elif node in done:
            continue
        elif isinstance(node, Apply) and node.args and (within is None or within(node)):
            stack += (node, None)
            for child in reversed(node.args):
                if child not in done:
                    stack.append(child)
            continue
        done.add(node)
        yield node


def fold(root: Expr, visit: Callable[[Expr, tuple[Any, ...]], Any]) -> Any:
    """The result of ``visit(node, results of its arguments)`` at the root, each shared node visited once."""
    results: dict[Expr, Any] = {}
    for node in postorder(root):
        results[node] = visit(node, tuple(results[child] for child in children(node)))
    return results[root]


def rebuild(node: Expr, args: tuple[Expr, ...]) -> Expr:
    """The same operator over other arguments; the node itself where nothing changed."""
    if not isinstance(node, Apply) or args == node.args:
        return node
    return Apply(node.op, args, node.attrs)


def substitute(root: Expr, replacements: Mapping[Expr, Expr]) -> Expr:
    """``root`` with each occurrence of a key replaced by its value, outermost first and once only."""
    if not replacements:
        return root
    results: dict[Expr, Expr] = {}
    for node in postorder(root, within=lambda n: n not in replacements):
        if node in replacements:
            results[node] = replacements[node]
        else:
            results[node] = rebuild(node, tuple([results[child] for child in children(node)]))
    return results[root]


def variables(*roots: Expr) -> list[Var]:
    """The variables that occur, in order of first occurrence."""
    if len(roots) == 1:
        return list(names_in(roots[0]))
    return [node for node in postorder(*roots) if isinstance(node, Var)]


MOST_NAMES = 256
"""How many names of an application are remembered: more of them, for each of many nodes, would fill the memory."""


def names_in(root: Expr) -> KeysView[Var]:
    """The variables that occur, in order of first occurrence; for an application found once and remembered."""
    if not isinstance(root, Apply):
        return dict.fromkeys((root,) if isinstance(root, Var) else ()).keys()
    if root._names is not None:
        return root._names.keys()
    found = dict.fromkeys([node for node in postorder(root) if isinstance(node, Var)])
    if len(found) <= MOST_NAMES:
        _fill(root, _names=found)
    return found.keys()


def contains(root: Expr, part: Expr) -> bool:
    """Whether ``part`` occurs in ``root``, as written."""
    if isinstance(part, Var):
        return part in names_in(root)
    return any(node is part for node in postorder(root))


def at(root: Expr, path: Path) -> Expr:
    """The part of ``root`` that ``path`` leads to; raises `IndexError` where it leads nowhere."""
    node = root
    for index in path:
        node = children(node)[index]
    return node


def text_of(root: Expr, budget: int = PRINT_BUDGET) -> str:
    """The expression in functional notation, at most ``budget`` nodes of it, for debugging."""
    pieces: list[str] = []
    stack: list[Expr | str] = [root]
    while stack:
        item = stack.pop()
        if isinstance(item, str):
            pieces.append(item)
            continue
        budget -= 1
        if budget < 0:
            pieces.append("…")
            break
        if isinstance(item, Var):
            pieces.append(item.name)
        elif isinstance(item, Const):
            pieces.append(str(item.value))
        else:
            inner: list[Expr | str] = []
            for arg in item.args:
                inner += [", ", arg] if inner else [arg]
            inner += [f"{', ' if inner else ''}{name}={value}" for name, value in item.attrs]
            stack += [")", *reversed(inner), f"{item.op.name}("]
    return "".join(pieces)
