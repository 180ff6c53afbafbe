"""What is wrong with a printed number: its sign, its decimal point, the logarithm, a step left out, its rounding.

Each mistake is a change of the computation, and is named where the changed computation rounds to the printed digits.
What is found explains the number; it proves nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from fractions import Fraction

import flint

from derive.balls import ball
from derive.building import call, div, is_apply, neg, number
from derive.ir import Apply, Expr, children, postorder, rebuild, substitute
from derive.notation.printed import Printed
from derive.verdicts import Mistake

Value = Callable[[Expr], "flint.arb | None"]
"""What an expression comes to; None where it has no value."""

POWERS = tuple(k for k in range(-6, 7) if k)
"""By which powers of ten a decimal point is off."""
NEAR = ((2, Fraction(1, 5)), (5, Fraction(1, 50)))
"""By how many units of its last digit, and by which part of itself, a number may be off for that to be rounding."""


def misprint(computed: Expr, shown: Printed, value: Value) -> Mistake | None:
    """The mistake that gives the printed number, the likeliest first; None where none of those known does."""
    true = value(computed)
    if true is None:
        return None
    return (
        _sign(true, shown)
        or _rounding(true, shown)
        or _point(true, shown, "")
        or _changed(computed, shown, value)
        or _left_out(computed, shown, value)
    )


def rounded(value: flint.arb, unit: Fraction) -> Fraction:
    """The multiple of the unit that is nearest to a value; to the value's middle where the ball leaves a choice."""
    middle = Fraction(int(value.mid().man_exp()[0])) * Fraction(2) ** int(value.mid().man_exp()[1])
    return round(middle / unit) * unit


def _fits(value: flint.arb, shown: Printed, scale: Fraction = Fraction(1)) -> bool:
    """Whether a value certainly rounds to the printed digits times a scale."""
    return bool(abs(value - ball(shown.value * scale)) <= ball(max(shown.unit / 2 * scale, Fraction(0))))


def _significant(shown: Printed) -> int:
    return len(shown.text.lstrip("-").replace(".", "").lstrip("0"))


def _sign(true: flint.arb, shown: Printed) -> Mistake | None:
    if shown.value and _fits(-true, shown):
        return Mistake("sign", "the sign of the result is the wrong way round")
    return None


def _rounding(true: flint.arb, shown: Printed) -> Mistake | None:
    unit = shown.unit or Fraction(1)
    off = abs(true - ball(shown.value))
    near = off < ball(unit) or any(off < ball(n * unit) and off < abs(true) * ball(part) for n, part in NEAR)
    if not near or (not shown.unit and not off < 1):
        return None
    digits = f"{shown.digits} digits" if shown.digits != 1 else "1 digit"
    places = f"rounded to {digits} behind the point" if shown.unit else "rounded to a whole number"
    right = decimal(rounded(true, unit), shown.digits)
    cut = abs(true) > ball(abs(shown.value)) and off < ball(unit)
    how = "the digits behind were cut off" if cut else "it was rounded wrongly"
    return Mistake("rounding", f"{places} it is {right}: {how}")


def _point(true: flint.arb, shown: Printed, how: str) -> Mistake | None:
    """The decimal point at another place, where enough digits agree for that to be no chance."""
    for k in POWERS:
        scale = Fraction(10) ** k
        unit = (shown.unit or Fraction(1)) * scale
        near = abs(true - ball(shown.value * scale)) <= ball(unit / 2)
        exact = true == ball(shown.value * scale)
        if near and shown.value and (exact or _significant(shown) > 1):
            right = decimal(shown.value * scale, max(shown.digits - k, 0))
            lost = "was lost" if not shown.digits and k < 0 else "is at the wrong place"
            return Mistake("decimal-point", f"the decimal point {lost}: {right}{how}")
    return None


def _changed(computed: Expr, shown: Printed, value: Value) -> Mistake | None:
    """A mistake within the computation, or such a one and a sign or a decimal point beside it."""
    for kind, message, changed in _mutants(computed):
        result = value(changed)
        if result is None:
            continue
        if _fits(result, shown):
            return Mistake(kind, message)
        if kind == "log-base" and _fits(-result, shown):
            return Mistake("sign", f"the sign of the result is the wrong way round, and {message}")
        other = _point(result, shown, f", and {message}") if kind == "log-base" else None
        if other is not None:
            return other
    return None


def _mutants(computed: Expr) -> Iterator[tuple[str, str, Expr]]:
    """Changed computations: another logarithm, a sign within a function."""
    logs = [node for node in postorder(computed) if is_apply(node, "log")]
    based = [node for node in postorder(computed) if _base(node) is not None]
    if based:
        natural = {node: children(node)[0] for node in based}
        yield "log-base", "natural logarithms were taken where base 10 is meant", substitute(computed, natural)
    elif logs:
        common = {node: div(node, call("log", number(10))) for node in logs}
        yield "log-base", "logarithms of base 10 were taken where natural ones are meant", substitute(computed, common)
    for node in postorder(computed):
        if isinstance(node, Apply) and len(node.args) == 1 and node.op.name not in ("neg", "broadcast"):
            turned = rebuild(node, (neg(node.args[0]),))
            message = f"a sign is the wrong way round within the {node.op.name}"
            yield "sign", message, substitute(computed, {node: turned})


def _base(node: Expr) -> Expr | None:
    """The base of log x / log 10."""
    parts = children(node) if is_apply(node, "div") else ()
    return parts[1] if len(parts) == 2 and all(is_apply(part, "log") for part in parts) else None


def _left_out(computed: Expr, shown: Printed, value: Value) -> Mistake | None:
    """The printed number is what a part of the computation comes to."""
    if _significant(shown) < 2:
        return None
    for node in postorder(computed):
        if node is computed or not isinstance(node, Apply) or not node.shape.is_scalar:
            continue
        result = value(node)
        if result is not None and _fits(result, shown):
            message = "this is what a part of it comes to: the last step was left out"
            return Mistake("missing-function", message, where=node)
    return None


def decimal(value: Fraction, digits: int) -> str:
    """A decimal with so many digits behind the point, rounded."""
    scaled = round(abs(value) * 10**digits)
    text = str(scaled).rjust(digits + 1, "0")
    whole = f"{text[:-digits]}.{text[-digits:]}" if digits else text
    return f"-{whole}" if value < 0 and scaled else whole
