"""Printed numbers: a decimal claims equality to within half a unit of its last digit.

Both sides are enclosed in balls, once with every printed number taken exactly, once with those that were computed and
rounded before as the intervals that they stand for. A claim is proved where the exact value rounds to the digits,
refuted where no value of the rounded numbers does, and undecided in between.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction

import flint

from derive.balls import BITS, ball
from derive.building import is_apply
from derive.diagnosis.misprints import decimal, misprint, rounded
from derive.findings import Finding, with_refutation
from derive.ir import Const, Expr, Var, children, variables
from derive.judging.grounds import Grounds
from derive.judging.worth import Link, Numbers, is_closed
from derive.notation.printed import Printed
from derive.verdicts import Counterexample, Diagnosis, Proved, Refuted, Undecided, Verdict
from numeric.enclosure import enclosure_text, precision

SHOWN = 8
"""How many digits of a value are shown."""
AT_PRINTED = "balls at the printed numbers"
"""By what a claim about numbers is proved."""
NO_VALUE = Undecided("a side has no value here")

Otherwise = Callable[[Expr, Expr], Finding]
"""What becomes of a link that says something for all values of its names."""


def judged_number(
    numbers: Numbers, place: int, sides: tuple[Expr, Expr], grounds: Grounds, otherwise: Otherwise
) -> Finding | None:
    """What becomes of one link, where it is about numbers; None where it is not.

    ``otherwise`` judges it as a claim for all values, which it may be as well: ∂z/∂b = 1.
    """
    link = Link(numbers, place, sides, grounds)
    closed = [is_closed(side) for side in sides]
    if not any(closed):
        return None
    decimals = any(v in numbers.decimals for side in link.named for v in variables(side))
    general = otherwise(*sides)
    if general.outcome == "proved" or (all(closed) and not decimals and general.outcome != "refuted"):
        return general
    missing = link.missing()
    if missing and not decimals and not numbers.named and not any(isinstance(side, Var) for side in sides):
        return general
    general = replace(general, latex=" = ".join(numbers.texts[place : place + 2]), sides=())
    if missing:
        return _given(general, missing)
    with precision(BITS):
        verdict = _rounds(link) if link.result() is not None else _between_sums(link)
        quiet = replace(
            general, assumptions=(), correct="", counterexample=None, mistake=None, named=None, message="", tried=()
        )
        return _told(quiet, verdict, link)


def _given(finding: Finding, missing: list[Var]) -> Finding:
    names = ", ".join(map(str, missing))
    message = f"it says what a name comes to, but no value of {names} is known here: nothing was judged"
    quiet = replace(finding, mistake=None, named=None, counterexample=None, correct="", hint="", tried=(), verdict=None)
    return replace(quiet, outcome="value", message=message)


def _rounds(link: Link) -> Verdict:
    """Whether a computation rounds to a printed number."""
    found = link.result()
    assert found is not None
    computed, shown = found
    allowed = ball(_allowed(shown, link.about))
    fraction, exact = link.fraction(computed), link.exact(computed)
    rough = link.rough(computed, link.numbers.new_on(link.place) if link.place else ())
    if exact is None or rough is None:
        return NO_VALUE
    if fraction is not None and abs(fraction - shown.value) <= _allowed(shown, link.about):
        return Proved("all", method=AT_PRINTED)
    if abs(exact - ball(shown.value)) <= allowed:
        return Proved("all", method=AT_PRINTED)
    if abs(rough - ball(shown.value)) > allowed:
        values = (_text(exact), shown.text) if computed is link.named[0] else (shown.text, _text(exact))
        mistake = misprint(computed, shown, link.exact)
        return Refuted(Counterexample({}, link.valued(), (), *values), Diagnosis(mistake))
    reason = f"computed with the numbers as printed it is {_text(exact)}, but rounding before may explain {shown.text}"
    return Undecided(reason)


def _allowed(shown: Printed, about: bool) -> Fraction:
    """By how much a number may be off: by half a unit, by a whole one where only nearness is claimed."""
    if about:
        return shown.unit or Fraction(1, 2)
    return shown.unit / 2


def _between_sums(link: Link) -> Verdict:
    """Whether two computations with decimals agree: term by term, or as a whole."""
    left, right = link.named
    new = link.numbers.new_on(link.place + 1)
    if _term_by_term(link, new):
        return Proved("all", method=f"{AT_PRINTED}, term by term")
    if link.put_in(left) is link.put_in(right):
        return Proved("all", method=AT_PRINTED)
    fractions = link.fraction(left), link.fraction(right)
    if fractions[0] is not None and fractions[0] == fractions[1]:
        return Proved("all", method="arithmetic")
    a, b = link.rough(left, link.numbers.new_on(link.place) if link.place else ()), link.rough(right, new)
    first, second = link.exact(left), link.exact(right)
    if a is None or b is None or first is None or second is None:
        return NO_VALUE
    if not a.overlaps(b):
        return Refuted(Counterexample({}, link.valued(), (), _text(first), _text(second)))
    return Undecided(f"the sides are {_text(first)} and {_text(second)}: rounding of the numbers may explain that")


def _term_by_term(link: Link, new: frozenset[Var]) -> bool:
    """Whether two sums or products of the same length agree part by part, with printed numbers on the right."""
    left, right = (children(side) if is_apply(side, "add") or is_apply(side, "mul") else () for side in link.named)
    same = is_apply(link.named[0], "add") == is_apply(link.named[1], "add")
    if not left or len(left) != len(right) or not same:
        return False
    return all(a is b or _rounds_to(link, a, b, new) for a, b in zip(left, right, strict=True))


def _rounds_to(link: Link, part: Expr, result: Expr, new: frozenset[Var]) -> bool:
    sign = -1 if is_apply(result, "neg") else 1
    inner = children(result)[0] if sign < 0 else result
    value = link.exact(part)
    if value is None or inner not in new or not isinstance(inner, Var):
        return False
    shown = link.numbers.decimals[inner]
    return bool(abs(value - ball(sign * shown.value)) <= ball(shown.unit / 2))


def _told(base: Finding, verdict: Verdict, link: Link) -> Finding:
    """The finding of a verdict on numbers."""
    finding = replace(base, verdict=verdict, outcome=verdict.outcome)
    if isinstance(verdict, Proved):
        values = tuple(f"{name} = {text}" for name, text in link.valued().items())
        return replace(finding, sizes="all", assumptions=values)
    if isinstance(verdict, Undecided):
        return replace(finding, message=verdict.reason)
    return with_refutation(finding, verdict, correct=_right(link))


def _right(link: Link) -> str:
    """The computation with the digits that are right."""
    found = link.result()
    value = link.exact(found[0]) if found is not None else None
    if found is None or value is None or isinstance(found[0], Const):
        return ""
    text = link.numbers.texts[link.place if found[0] is link.named[0] else link.place + 1]
    digits = found[1].digits or (0 if value.is_integer() else 4)
    return f"{text} = {decimal(rounded(value, Fraction(1, 10**digits)), digits)}"


def _text(value: flint.arb) -> str:
    return enclosure_text(value, SHOWN)
