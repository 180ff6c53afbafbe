"""From what the other reader returned to an expression of ours: one table over the nodes of SymPy."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction

from derive import building
from derive.ir import Expr, Symbol, Var
from derive.notation.declarations import symbol_of
from derive.notation.errors import Refusal
from derive.notation.scope import FUNCTIONS
from derive.second_reader.process import Tree


class NoCounterpart(Exception):
    """The tree has a node that this table does not translate. The message names it."""


def _logarithm(args: Sequence[Expr]) -> Expr:
    """Of one argument natural; with a base, a quotient of natural logarithms."""
    logarithms = [building.call("log", arg) for arg in args]
    return logarithms[0] if len(logarithms) == 1 else building.div(*logarithms)


_NODES: dict[str, Callable[[Sequence[Expr]], Expr]] = {
    "Add": lambda args: building.add(*args),
    "Mul": lambda args: building.mul(*args),
    "Pow": lambda args: building.power(*args),
    "exp": lambda args: building.call("exp", *args),
    "log": _logarithm,
    "tanh": lambda args: building.call("tanh", *args),
    "Abs": lambda args: building.call("abs", *args),
    "Max": lambda args: building.call("max", *args),
    "Min": lambda args: building.call("min", *args),
}
"""What each of SymPy's nodes is here."""

_NUMBERS = frozenset({"Integer", "Rational", "Zero", "One", "NegativeOne", "Half"})


def expression(tree: Tree) -> Expr:
    """The tree as an expression of scalars, names by their spelling. Raises `NoCounterpart`."""
    if not tree.nodes:
        raise NoCounterpart(tree.note or "nothing")
    found: list[Expr] = []
    for name, args in tree.nodes:
        if isinstance(args, str):
            found.append(_leaf(name, args))
        elif name in _NODES:
            found.append(_NODES[name]([found[place] for place in args]))
        else:
            found.append(building.call(_function(name), *(found[place] for place in args)))
    return found[-1]


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
    if name == "Exp1":
        return building.call("exp", building.ONE)
    raise NoCounterpart(f"SymPy's {name}")


def spelled(text: str) -> Symbol:
    r"""The symbol of a name as the other reader spells it: ``\hat{y}_i``, ``w_{12}``, ``alpha``."""
    try:
        return symbol_of(text)
    except Refusal as refusal:
        raise NoCounterpart(f"the name {text!r}") from refusal
