"""Smoothing: an expression without ones, zeros, double signs and nested products, such as a sweep leaves behind.

It keeps the value and replaces nothing by anything clever. It is no derivation: no step of it is written down.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

from derive import building
from derive.building import is_apply, unwrapped
from derive.constants import constant_value
from derive.ir import Apply, Const, Expr, children, fold


def smoothed(root: Expr) -> Expr:
    """The expression, tidied from the inside out."""

    def visit(node: Expr, args: tuple[Expr, ...]) -> Expr:
        rule = _RULES.get(node.op.name) if isinstance(node, Apply) else None
        return building.rebuilt(node, args) if rule is None else rule(node, args)

    result: Expr = fold(root, visit)
    return result


def _product(node: Expr, args: tuple[Expr, ...]) -> Expr:
    """One number in front, at most one sign, no nested products."""
    number, factors = Fraction(1), list[Expr]()
    pending = list(args)
    while pending:
        part = pending.pop(0)
        bare = unwrapped(part)
        value = constant_value(bare)
        if value is not None:
            number *= value
        elif is_apply(bare, "neg") or is_apply(bare, "mul"):
            number = -number if is_apply(bare, "neg") else number
            pending = [building.broadcast(arg, part.shape) for arg in children(bare)] + pending
        else:
            factors.append(part)
    if number == 0:
        return building.zeros(node.shape)
    size = [] if abs(number) == 1 else [Const(abs(number))]
    product = building.broadcast(building.mul(*size, *factors), node.shape)
    return building.neg(product) if number < 0 else product


def _sum(node: Expr, args: tuple[Expr, ...]) -> Expr:
    """The numbers among the terms added up, where there are several; no zeros."""
    numbers = [value for arg in args if (value := constant_value(unwrapped(arg))) is not None]
    terms = [arg for arg in args if constant_value(unwrapped(arg)) != 0]
    if len(numbers) > 1:
        total = sum(numbers, Fraction(0))
        others = [arg for arg in args if constant_value(unwrapped(arg)) is None]
        terms = [*([Const(total)] if total else []), *others]
    return building.broadcast(building.add(*terms), node.shape) if terms else building.zeros(node.shape)


def _power(node: Expr, args: tuple[Expr, ...]) -> Expr:
    return args[0] if constant_value(unwrapped(args[1])) == 1 else building.power(*args)


def _negative(node: Expr, args: tuple[Expr, ...]) -> Expr:
    (arg,) = args
    return children(arg)[0] if is_apply(arg, "neg") else building.neg(arg)


def _quotient(node: Expr, args: tuple[Expr, ...]) -> Expr:
    top, bottom = args
    if constant_value(unwrapped(bottom)) == 1:
        return top
    if is_apply(top, "neg"):
        return building.neg(building.div(children(top)[0], bottom))
    return building.div(top, bottom)


def _turned(node: Expr, args: tuple[Expr, ...]) -> Expr:
    (arg,) = args
    return children(arg)[0] if is_apply(arg, "transpose") else building.transpose(arg)


_RULES: dict[str, Callable[[Expr, tuple[Expr, ...]], Expr]] = {
    "mul": _product,
    "add": _sum,
    "power": _power,
    "neg": _negative,
    "div": _quotient,
    "transpose": _turned,
}
