"""From what the other reader returned to an expression of ours: one table over the nodes of SymPy."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction

from derive import building
from derive.ir import Apply, Expr, Symbol, Var, children, postorder, rebuild
from derive.notation.declarations import symbol_of
from derive.notation.errors import Refusal
from derive.notation.greek import GREEK
from derive.notation.scope import FUNCTIONS
from derive.second_reader.process import Tree


class NoCounterpart(Exception):
    """The tree has a node that this table does not translate. The message names it."""


def _logarithm(args: Sequence[Expr]) -> Expr:
    """Of one argument natural; with a base, a quotient of natural logarithms."""
    logarithms = [building.call("log", arg) for arg in args]
    return logarithms[0] if len(logarithms) == 1 else building.div(*logarithms)


def _derivative(args: Sequence[Expr]) -> Expr:
    body, *names = args
    for v in names:
        if not isinstance(v, Var):
            raise NoCounterpart(f"a derivative with respect to {v}")
        body = building.derivative(body, v)
    return body


_ALIKE = {name: name for name in ("exp", "tanh", "sin", "cos", "tan", "sinh", "cosh")}
_ALIKE |= {"atan": "arctan", "Abs": "abs", "Max": "max", "Min": "min"}
"""Functions of SymPy, and the operators here that mean the same."""


def _called(operator: str) -> Callable[[Sequence[Expr]], Expr]:
    return lambda args: building.call(operator, *args)


_NODES: dict[str, Callable[[Sequence[Expr]], Expr]] = {
    "Add": lambda args: building.add(*args),
    "Mul": lambda args: building.mul(*args),
    "Pow": lambda args: building.power(*args),
    "log": _logarithm,
    "Derivative": _derivative,
    **{name: _called(operator) for name, operator in _ALIKE.items()},
}
"""What each of SymPy's nodes is here."""

_UNTAKEN = frozenset({"derivative", "partial", "total"})

_CONSTANTS = {"Exp1": building.call("exp", building.ONE), "Pi": building.call("pi")}
_NUMBERS = frozenset({"Integer", "Rational", "Zero", "One", "NegativeOne", "Half"})


def expression(tree: Tree) -> Expr:
    """The tree as an expression of scalars, names by their spelling. Raises `NoCounterpart`."""
    if not tree.nodes:
        raise NoCounterpart(tree.note or "nothing")
    found: list[Expr] = []
    for name, args in tree.nodes:
        if isinstance(args, str):
            found.append(_leaf(name, args))
        elif name == "Tuple":
            found.append(_once(found[args[0]], [found[place] for place in args[1:]]))
        elif name in _NODES:
            found.append(_NODES[name]([found[place] for place in args]))
        else:
            found.append(building.call(_function(name), *(found[place] for place in args)))
    return found[-1]


def _once(v: Expr, counts: Sequence[Expr]) -> Expr:
    """The name in SymPy's ``(x, 1)``, by which is differentiated once; its other tuples are bounds."""
    if not isinstance(v, Var) or list(counts) != [building.ONE]:
        raise NoCounterpart("bounds of a sum, or a derivative of a higher order")
    return v


def with_opaque_derivatives(root: Expr) -> Expr:
    """The expression with every derivative of a bare name, such as ∂L/∂w, as a number of its own, ``dL_dw``.

    What the name depends on stands in equations that the other reader does not see.
    """
    found: dict[Expr, Expr] = {}
    for node in postorder(root):
        below = children(node)
        if isinstance(node, Apply) and node.op.name in _UNTAKEN and all(isinstance(part, Var) for part in below):
            found[node] = Var(Symbol(f"d{below[0]}", sub=f"d{below[1]}"))
        else:
            found[node] = rebuild(node, tuple(found[part] for part in below)) if below else node
    return found[root]


def _function(name: str) -> str:
    r"""The operator of an undefined function that is spelled like one of ours, such as ``\sigma``."""
    operator = FUNCTIONS.get(spelled(name)) if not name[:1].isupper() else None
    if operator is None:
        raise NoCounterpart(f"SymPy's {name}")
    return operator


def _leaf(name: str, text: str) -> Expr:
    if name == "Symbol":
        return Var(spelled(text))
    if name in _NUMBERS:
        return building.number(Fraction(text))
    if name in _CONSTANTS:
        return _CONSTANTS[name]
    raise NoCounterpart(f"SymPy's {name}")


def spelled(text: str) -> Symbol:
    r"""The symbol of a name as the other reader spells it: ``\hat{y}_i``, ``w_{12}``, ``alpha``."""
    letter, mark, index = text.partition("_")
    if letter in GREEK:
        text = f"\\{letter}{mark}{index}"
    try:
        return symbol_of(text)
    except Refusal as refusal:
        raise NoCounterpart(f"the name {text!r}") from refusal
