"""Arithmetic of constants: the number that an expression without names is."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

from derive.ir import Apply, Const, Expr, Var, children, postorder

MAX_EXPONENT = 64
"""The largest exponent that arithmetic carries out; beyond it a power of numbers stays as written."""
MAX_BITS = 256
"""The longest number that arithmetic raises to a power: powers of powers would soon fill the memory."""


def constant_value(x: Expr) -> Fraction | None:
    """The number that an expression of numbers is, exactly; None where it has names, functions or a division by 0."""
    if isinstance(x, Const):
        return x.value
    if isinstance(x, Var) or x.op.name not in _ARITHMETIC:
        return None
    values: dict[Expr, Fraction] = {}
    for node in postorder(x):
        if isinstance(node, Const):
            values[node] = node.value
            continue
        arithmetic = _ARITHMETIC.get(node.op.name) if isinstance(node, Apply) else None
        value = arithmetic([values[child] for child in children(node)]) if arithmetic else None
        if value is None:
            return None
        values[node] = value
    return values[x]


def _product(values: list[Fraction]) -> Fraction:
    result = Fraction(1)
    for value in values:
        result *= value
    return result


def _quotient(values: list[Fraction]) -> Fraction | None:
    return values[0] / values[1] if values[1] else None


def _power(values: list[Fraction]) -> Fraction | None:
    x, p = values
    small = p.denominator == 1 and abs(p) <= MAX_EXPONENT and (x or p > 0)
    small = small and max(x.numerator.bit_length(), x.denominator.bit_length()) <= MAX_BITS
    return x**p.numerator if small else None


_ARITHMETIC: dict[str, Callable[[list[Fraction]], Fraction | None]] = {
    "add": lambda values: sum(values, Fraction(0)),
    "mul": _product,
    "neg": lambda values: -values[0],
    "div": _quotient,
    "power": _power,
    "broadcast": lambda values: values[0],
}
