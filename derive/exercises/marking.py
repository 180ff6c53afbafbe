"""Marking: what became of the answer to one gap, with a hint where it is wrong.

A formula is judged as the claim that it equals what stands left of the gap, by the checks that judge any claim; a shape
is compared as declarations are read; a number may be off by a little more than its last digit. An answer that only
names what is asked for is none, however true.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any, Literal, TypeAlias

import flint
import numpy as np

from derive.arrays import mapped
from derive.balls import Balls, ball
from derive.building import is_apply
from derive.diagnosis.misprints import misprint
from derive.exercises.gaps import Gap
from derive.exercises.numbers import PLACES, Numbers
from derive.findings import Finding
from derive.ir import Apply, Expr, Var, children, postorder
from derive.judging.kinds import read_on
from derive.judging.worth import is_closed
from derive.lowering import NoValue, Setting, evaluate
from derive.notation import scoping
from derive.notation.latex import latex
from derive.notation.printed import Printed
from derive.notation.reading import Reading
from derive.notation.scoping import BadScope
from derive.notation.spelling import spelled
from derive.notation.typesetting import typeset_sides
from derive.shapes import Shape, UnknownSize
from derive.standpoints import Standpoint, best, standpoints_of
from derive.verdicts import Mistake
from numeric.enclosure import precision

Outcome: TypeAlias = Literal["right", "carried", "wrong", "convention", "undecided", "unreadable", "empty"]

OUTCOMES: Mapping[str, Outcome] = {
    "proved": "right",
    "refuted": "wrong",
    "ill-shaped": "wrong",
    "convention": "convention",
    "undecided": "undecided",
}
"""What the outcome of a claim is for an answer; any other is that it could not be read."""

TOLERANCE = Fraction(2, 10**PLACES)
"""By how much a number may be off: whoever rounds on the way loses a little."""
LONGEST = 2000
"""How many characters an answer may have."""


@dataclass(frozen=True)
class Marked:
    """What became of an answer. ``hint`` says what is wrong without saying what is right.

    ``value`` is the number that it comes to, where one is asked for; ``follows_from`` is the answer from which a
    mistake is carried on.
    """

    gap: Gap
    text: str
    outcome: Outcome
    hint: str = ""
    mistake: Mistake | None = None
    finding: Finding | None = None
    value: float | None = None
    follows_from: int | None = None

    @property
    def points(self) -> int:
        """The points that it earns: all or none."""
        return self.gap.points if self.outcome in ("right", "carried") else 0


def marked(gap: Gap, text: str, standpoint: Standpoint, numbers: Numbers | None) -> Marked:
    """What becomes of the answer to a gap. Raises nothing for a bad answer."""
    bare = stripped(text)
    if not bare:
        return Marked(gap, text, "empty")
    if len(bare) > LONGEST:
        return Marked(gap, text[:60], "unreadable", f"an answer has at most {LONGEST} characters")
    if gap.kind == "shape":
        found = _shape(gap, bare)
    elif gap.kind == "number":
        found = _number(gap, bare, standpoint, numbers)
    else:
        found = _formula(gap, bare, standpoint)
    return replace(found, text=text)


_WRAPPED = re.compile(
    r"\\\((?P<a>.*)\\\)|\\\[(?P<b>.*)\\\]|\$\$(?P<c>[^$]*)\$\$|\$(?P<d>[^$]*)\$|`(?P<e>[^`]*)`", re.DOTALL
)


def stripped(text: str) -> str:
    """An answer without the signs that mark it as a formula in a text; a line to write on is no answer."""
    bare = text.strip().strip("_").strip()
    found = _WRAPPED.fullmatch(bare)
    return next(part for part in found.groups() if part is not None).strip() if found else bare


# --- formulas


NAMED = Mistake("other", "", hint="this only names what is to be found")


def _formula(gap: Gap, text: str, standpoint: Standpoint) -> Marked:
    """The best of what becomes of an answer for the whole array, and for the entry that the sheet may write."""
    assert gap.answer is not None
    standpoint = _of_function(gap.subject, standpoint)
    whole = spelled(gap.subject)
    entry = latex(typeset_sides((gap.subject, gap.answer))[0])
    found = [_equal(gap, asked, text, standpoint) for asked in dict.fromkeys((whole, entry))]
    return min(found, key=lambda one: RANKS.index(one.outcome))


RANKS: tuple[Outcome, ...] = ("right", "carried", "convention", "undecided", "wrong", "unreadable", "empty")
"""Which outcome counts where an answer may be meant in two ways."""


def _of_function(subject: Expr, standpoint: Standpoint) -> Standpoint:
    """Where the derivative of a function of a number is judged: beside the model, where that has no such number."""
    v = children(subject)[1] if is_apply(subject, "derivative") else None
    if not isinstance(v, Var) or standpoint.scope.variables.get(v.symbol) == v:
        return standpoint
    return standpoints_of(scoping.scope([f"shape {v.name}: {v.shape}"]))[0]


def _equal(gap: Gap, asked: str, text: str, standpoint: Standpoint) -> Marked:
    reading, _ = read_on(text, standpoint.grounds)
    claim = _claim(gap, asked, text, reading)
    if claim is None:
        return Marked(gap, text, "unreadable", _unclear(reading))
    if any(_names_what_is_asked(gap, side) for side in reading.sides[-1:]):
        return _wrong(gap, text, NAMED)
    finding = best((standpoint,), claim).finding
    if any(_names_what_is_asked(gap, side) for side in finding.sides[1:]):
        return _wrong(gap, text, NAMED)
    outcome = OUTCOMES.get(finding.outcome, "unreadable")
    return Marked(gap, text, outcome, _hint(finding), finding.named, finding)


def _claim(gap: Gap, asked: str, text: str, reading: Reading) -> str | None:
    """The claim that an answer makes: that what is asked for is equal to it. None where it is no formula by itself.

    Whoever repeats what is asked for, as in ∂L/∂b = a − y, or begins with a sign of equality, means the same.
    """
    if reading.kind in ("expression", "notation", "fragment") and not set(reading.relations):
        return f"{asked} = {text}"
    if reading.kind == "continuation" and set(reading.relations) <= {"="}:
        return f"{asked} {text}"
    if reading.kind == "claim" and reading.sides[:1] == (gap.subject,) and set(reading.relations) <= {"="}:
        return text
    return None


def _unclear(reading: Reading) -> str:
    if reading.error is not None:
        return _short(reading.error.render(reading.text))
    if len(reading.sides) > 1 or reading.statements:
        return "it is an equation about something else; write only what belongs in the gap"
    return "it is no formula"


def _hint(finding: Finding) -> str:
    if finding.outcome == "convention":
        return finding.message
    if finding.outcome in OUTCOMES:
        return finding.hint if finding.outcome in ("refuted", "ill-shaped") else ""
    return _short(finding.message) or "it claims nothing that could be judged"


def _short(message: str) -> str:
    """A message about a formula in one line: what is wrong, and what would help."""
    first, *others = message.splitlines() or [""]
    advice = next((line.partition("hint: ")[2] for line in others if "hint: " in line), "")
    return f"{first}; {advice}" if advice else first


def _names_what_is_asked(gap: Gap, side: Expr) -> bool:
    """Whether a derivative stands in an answer that is still to be found, and not in the form the derivation has."""
    allowed = set(postorder(gap.answer)) if gap.answer is not None else set[Expr]()
    for node in postorder(side):
        if node in allowed:
            continue
        if is_apply(node, "total") and not (gap.kind == "factor" and _is_local(node, gap)):
            return True
        if gap.kind != "factor" and any(is_apply(node, name) for name in ("partial", "derivative", "jacobian")):
            return True
        if is_apply(gap.subject, "derivative") and isinstance(node, Apply) and node.op.name.endswith("_prime"):
            return True
    return False


def _is_local(node: Expr, gap: Gap) -> bool:
    """Whether a total derivative is a local one, as ∂z/∂w is: not that of what the gap's own chain is about."""
    return is_apply(gap.subject, "partial") and children(node) == children(gap.subject)[:2]


def _wrong(gap: Gap, text: str, mistake: Mistake) -> Marked:
    return Marked(gap, text, "wrong", mistake.hinted(spelled), mistake)


# --- shapes


_NUMBER = frozenset({"scalar", "a scalar", "a number", "number", "1", "1,1", ""})
_TIMES = re.compile(r"\\times|×|(?<=[\w)\s])x(?=\s)")
_SHAPE = re.compile(r"[\w\s,+*·()−-]*")


def _shape(gap: Gap, text: str) -> Marked:
    right = gap.subject.shape
    inside = _TIMES.sub(",", text).strip().removeprefix("(").removesuffix(")").strip().removesuffix(",")
    if right.is_scalar and re.sub(r"\s", "", inside.lower()) in {re.sub(r"\s", "", name) for name in _NUMBER}:
        return Marked(gap, text, "right")
    found = _declared(inside)
    if found is None:
        return Marked(gap, text, "unreadable", "it is no shape: write (m, 1), or scalar for a number")
    if found == right:
        return Marked(gap, text, "right")
    if found == right.transposed:
        return _wrong(gap, text, Mistake("transpose", "", hint="the two sizes are the wrong way round"))
    return _wrong(gap, text, Mistake("shape", "", hint="one of the sizes is another"))


def _declared(text: str) -> Shape | None:
    """A shape as declarations write it."""
    if not text or not _SHAPE.fullmatch(text):
        return None
    try:
        [known] = scoping.scope([f"shape q: {text}"]).variables.values()
    except (BadScope, ValueError):
        return None
    return known.shape


# --- numbers


_COMMA = re.compile(r"[-−+]?\d+,\d+")


def _number(gap: Gap, text: str, standpoint: Standpoint, numbers: Numbers | None) -> Marked:
    assert gap.value is not None
    bare = re.split(r"=|≈|\\approx", text)[-1].strip()
    bare = bare.replace(",", ".") if _COMMA.fullmatch(bare) else bare
    reading, _ = read_on(bare, standpoint.grounds)
    is_whole = reading.error is None and reading.kind != "fragment" and len(reading.sides) == 1
    if not is_whole or not reading.sides[0].shape.is_scalar:
        return Marked(gap, text, "unreadable", f"a number is asked for, such as {0.5:.{PLACES}f}")
    if not is_closed(reading.sides[0]):
        return Marked(gap, text, "unreadable", "a number is asked for, and names stand in this")
    with precision(64):
        found = _ball(reading.sides[0], Setting({}, {}, {}))
        if found is None or not found.is_finite():
            return Marked(gap, text, "unreadable", "this has no value")
        if abs(found - ball(Fraction(gap.value))) <= ball(TOLERANCE + Fraction(1, 10**9)):
            return Marked(gap, text, "right")
        return replace(_wrong(gap, text, _misprinted(gap, bare, found, numbers)), value=float(found))


OTHER = Mistake("other", "", hint="it comes to another number")
NUMBER_HINTS = {
    "sign": "look at the signs",
    "rounding": "rounded too far, or too early",
    "decimal-point": "look at the decimal point",
    "log-base": "look at which logarithm is meant",
    "missing-function": "a step was left out",
}
"""What is said of the mistakes in numbers that have a name."""


def _misprinted(gap: Gap, text: str, found: flint.arb, numbers: Numbers | None) -> Mistake:
    """What is wrong with a number: one of a few slips, or what `derive.diagnosis.misprints` knows."""
    assert gap.value is not None
    value, shown = gap.value, _printed(text, found)
    if numbers is None or gap.label != numbers.statement.label:
        return OTHER
    for slip, other in _slips(gap, value, numbers):
        if abs(float(found) - other) <= float(TOLERANCE):
            return slip
    if abs(float(found) - value) < 10 * float(TOLERANCE):
        return Mistake("rounding", "", hint=f"nearly: round to {PLACES} digits behind the point, and only at the end")
    mistake = None if gap.stepped else _known(gap, shown, numbers)
    if mistake is not None and mistake.kind == "rounding" and abs(float(found) - value) > abs(value) / 8:
        return OTHER  # 2 for 1.04: whoever rounds so has not rounded
    return replace(mistake, hint=NUMBER_HINTS.get(mistake.kind, "")) if mistake is not None else OTHER


def _slips(gap: Gap, value: float, numbers: Numbers) -> Iterator[tuple[Mistake, float]]:
    """What a number would be after a slip: of a step that goes the wrong way, of a sum and of a mean."""
    if gap.stepped and isinstance(gap.subject, Var):
        before: Any = np.asarray(numbers.worked.values[gap.subject])
        yield Mistake("sign", "", hint="the step goes the wrong way"), 2 * float(before[gap.entry]) - value
        return
    is_of_loss = gap.subject is numbers.statement.system.loss or is_apply(gap.subject, "total")
    for count in sorted({count for count in numbers.worked.sizes.values() if count > 1 and is_of_loss}):
        slip = Mistake("sum-mean", "", hint="is the sum meant, or the mean?")
        yield slip, value * count
        yield slip, value / count


def _known(gap: Gap, shown: Printed, numbers: Numbers) -> Mistake | None:
    settled, closed = numbers.statement.settled, numbers.statement.closed
    subject = gap.subject
    v = subject if isinstance(subject, Var) else children(subject)[1]
    assert isinstance(v, Var)
    computed = settled.equations[v] if v is subject else closed[v]
    inputs = ((v, value) for v, value in numbers.worked.values.items() if v not in settled.equations)
    values = {v: mapped(lambda x: ball(Fraction(float(x))), value) for v, value in inputs}
    setting = Setting(values, numbers.worked.sizes, settled.equations)
    return misprint(computed, shown, _valued(setting, gap.entry))


def _printed(text: str, found: flint.arb) -> Printed:
    """The number as it was written; a formula is taken with as many digits as are asked for."""
    written = text.replace("−", "-").lstrip("+")
    digits = re.fullmatch(r"-?\d*\.?(\d*)", written)
    if digits and written.strip("-."):
        return Printed(written, Fraction(written), Fraction(1, 10 ** len(digits[1])) if "." in written else Fraction(0))
    shown = f"{float(found):.{PLACES}f}"
    return Printed(shown, Fraction(shown), Fraction(1, 10**PLACES))


def _valued(setting: Setting, entry: tuple[int, ...]) -> Callable[[Expr], flint.arb | None]:
    def value(expr: Expr) -> flint.arb | None:
        found: Any = _ball(expr, setting)
        if isinstance(found, np.ndarray):
            found = found[entry] if found.ndim == len(entry) else None
        return found if isinstance(found, flint.arb) and found.is_finite() else None

    return value


def _ball(expr: Expr, setting: Setting) -> Any:
    try:
        return evaluate(expr, setting, Balls())
    except (NoValue, UnknownSize, ZeroDivisionError):
        return None
