"""Numbers: a constant factor too many or missing, an exponent, a decimal point."""

from __future__ import annotations

import math
from collections.abc import Iterator
from fractions import Fraction

from derive.building import broadcast, div, is_apply, mul, neg, number, unwrapped
from derive.constants import constant_value
from derive.diagnosis.desk import Desk
from derive.diagnosis.edits import Edit, Example, Mutation, Slip, bracketed, change, instead
from derive.diagnosis.sites import Site
from derive.diagnosis.values import CLOSE, LARGEST, is_small_fraction
from derive.ir import Const, Expr, children

USUAL = (Fraction(2), Fraction(1, 2))
"""The factors that are tried where nothing says what is needed."""


def small_fraction(x: float) -> Fraction | None:
    """The fraction of small numbers that it is, or None."""
    return Fraction(x).limit_denominator(LARGEST) if is_small_fraction(x) else None


def scaled(part: Expr, c: Fraction) -> Expr:
    """The part times a number, as a person would write it: into a number that stands there already."""
    inside = _scaled_inside(part, c)
    return mul(number(c), part) if inside is None else inside


def _scaled_inside(part: Expr, c: Fraction) -> Expr | None:
    bare = unwrapped(part)
    if bare is not part:
        inside = _scaled_inside(bare, c)
        return None if inside is None else broadcast(inside, part.shape)
    if isinstance(part, Const):
        return Const(part.value * c)
    if is_apply(part, "neg"):
        inside = _scaled_inside(children(part)[0], c)
        return None if inside is None else neg(inside)
    if is_apply(part, "mul"):
        return _one_factor_scaled(part, c)
    if is_apply(part, "div"):
        top, bottom = children(part)
        below = _scaled_inside(bottom, 1 / c)
        if below is not None:
            return top if constant_value(below) == 1 else div(top, below)
        above = _scaled_inside(top, c)
        return None if above is None else div(above, bottom)
    return None


def _one_factor_scaled(part: Expr, c: Fraction) -> Expr | None:
    for k, factor in enumerate(children(part)):
        inside = _scaled_inside(factor, c)
        if inside is not None:
            rest = children(part)[:k], children(part)[k + 1 :]
            return mul(*rest[0], *rest[1]) if constant_value(inside) == 1 else mul(*rest[0], inside, *rest[1])
    return None


def _factor(site: Site, desk: Desk) -> Iterator[Edit]:
    """A number as a factor: 2, ½, or any other fraction of small numbers."""
    if not _may_be_scaled(site) or (site.parent is not None and constant_value(site.part) is not None):
        return
    found = small_fraction(site.constant) if site.constant is not None else None
    for c in [found] if found is not None else USUAL if site.unknown and site.parent is not None else ():
        if c > 0 and c != 1:
            after, slip = scaled(site.part, c), _wrong_by(c, site.part)
            if slip.parts[0] is number(c) and desk.is_slope(number(c)):
                where = bracketed(site.part)
                words = f"the inner derivative {{}} is missing in front of {where}: the chain rule has it as a factor"
                slip = Slip("chain-rule", words, slip.parts)
            yield change(site, after, slip, _wrong_by(1 / c, after), 30)


def _may_be_scaled(site: Site) -> bool:
    return site.is_head and not _is_exponent(site)


def _is_exponent(site: Site) -> bool:
    return site.parent is not None and site.parent.op.name == "power" and site.path[-1] == 1


def _wrong_by(missing: Fraction, part: Expr) -> Slip:
    """What is wrong with a part that should be that many times as large."""
    if abs(missing) < 1 and missing.numerator in (1, -1) and not _is_written(1 / missing, part):
        return Slip("factor", f"the factor {{}} is missing in front of {bracketed(part)}", (number(missing), part))
    if _is_written(1 / missing, part):
        return Slip("factor", "there is a factor {} too many in {}", (number(1 / missing), part))
    return Slip("factor", f"the factor {{}} is missing in front of {bracketed(part)}", (number(missing), part))


def _is_written(value: Fraction, part: Expr) -> bool:
    """Whether the part has that number as a factor."""
    if is_apply(part, "neg"):
        return _is_written(value, children(part)[0])
    if is_apply(part, "mul"):
        return any(abs(constant_value(factor) or 0) == abs(value) for factor in children(part))
    return is_apply(part, "div") and any(constant_value(bottom) == 1 / abs(value) for bottom in children(part)[1:])


def _exponent(site: Site, desk: Desk) -> Iterator[Edit]:
    """Another whole number as an exponent."""
    here, parent = constant_value(site.part), site.parent
    if not _is_exponent(site) or here is None or parent is None:
        return
    base, old = parent.args[0], number(here)
    for other in dict.fromkeys((here + 1, here - 1, 2 * here, here / 2, -here, Fraction(1) / (here or 1))):
        if other != here:
            new = number(other)
            slip, reverse = _raised(base, new, old), _raised(base, old, new)
            yield change(site, broadcast(new, site.part.shape), slip, reverse, 31)


def _raised(base: Expr, right: Expr, wrong: Expr) -> Slip:
    return Slip("factor", "the exponent of {} must be {}, not {}", (base, right, wrong))


def _decimal_point(site: Site, desk: Desk) -> Iterator[Edit]:
    """A number that is wrong by a power of ten."""
    written = constant_value(site.part)
    if written in (None, 1) or site.constant is None or site.constant <= 0:
        return
    if site.parent is not None and constant_value(site.parent) is not None:
        return
    places = round(math.log10(site.constant))
    if places == 0 or abs(places) > 6 or abs(site.constant / 10.0**places - 1) > CLOSE:
        return
    assert written is not None
    after = broadcast(number(written * Fraction(10) ** places), site.part.shape)
    yield instead(site, after, "decimal-point", "the decimal point is in the wrong place: it must be {}, not {}", 25)


MUTATIONS = (
    Mutation(
        "constant factor",
        _factor,
        Example("parameter w", ("L = w^2",), r"\frac{\partial L}{\partial w} = w", "factor"),
        guided=True,
    ),
    Mutation(
        "exponent",
        _exponent,
        Example("data z", (), r"\sigma'(z) = \frac{e^{-z}}{(1 + e^{-z})^3}", "factor"),
        keeps_shape=True,
    ),
    Mutation(
        "decimal point",
        _decimal_point,
        Example("data z", (), r"\frac{z}{4} = 2.5 z", "decimal-point"),
        guided=True,
    ),
)
