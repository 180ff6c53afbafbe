"""Refutation at a point: exact, short, readable inputs at which the two sides certainly differ.

Derivatives in a claim are evaluated by power series through the model, so a refutation rests on no derivative rule.
Balls are the arbiter, or exact arithmetic: two sides differ only where their balls do not meet. Floats are asked for
further points where balls have agreed, and decide nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from types import MappingProxyType
from typing import Any

import numpy as np

from derive.ir import Expr, Var
from derive.lowering import NoValue
from derive.refuters.comparing import WORK, Jumps, Seen, Spending, compared
from derive.refuters.screening import look
from derive.refuters.shrinking import CHEAP, Shown, shrunk
from derive.refuters.supplies import FIRST, OTHERS, Facts, Point, Pointing, Supply, numbered
from derive.tapes import Bound, Tape
from derive.verdicts import Counterexample
from numeric.enclosure import enclosure_text

__all__ = ["POINTS", "Probe", "numbered", "probe", "search"]

POINTS = 4
"""How many points are tried before a claim counts as not refuted."""
IN_BALLS = 2
"""At how many points balls must agree before floats are asked for the others, if that saves work."""
DIGITS = 6
"""How many digits of the two values are shown; more where they would look the same."""
MOST_DIGITS = 40
LARGE = 150_000
"""Up to which cost of a point a shorter one is looked for."""
SAMPLE = 3
"""How many entries of a derivative by an array are evaluated, but at the first point where they agree: there, all.

Where there are cases, all are evaluated at every point: each point may be in another case.
"""
SUSPICIOUS = 1e-7
"""By how much floats must differ, relatively, for balls to be asked."""


@dataclass(frozen=True)
class Probe:
    """What evaluating at points said: a counterexample, or at how many points the sides agree and how closely.

    ``agreeing`` counts the points at which balls agree, to ``widest``; ``floats`` those at which floating point alone
    was asked and agrees, to ``nearest``. ``points`` were tried in all; ``reason`` says why one of them told nothing.
    """

    counterexample: Counterexample | None
    agreeing: int = 0
    widest: float = 0.0
    floats: int = 0
    nearest: float = 0.0
    points: int = 0
    reason: str = ""

    @property
    def evidence(self) -> str:
        """What numbers say where they refute nothing: at how many points the sides agree, how closely, and in what."""
        if not self.agreeing:
            return ""
        balls = f"the two sides agree to {self.widest:.0e} at {self.agreeing} points"
        return f"{balls} in balls, and to {self.nearest:.0e} at {self.floats} in floats" if self.floats else balls


def probe(
    left: Expr,
    right: Expr,
    given: Mapping[Var, Expr],
    inputs: Sequence[Var],
    sizes: Mapping[str, int],
    points: int = POINTS,
    facts: Facts = MappingProxyType({}),
) -> Probe:
    """Evaluate both sides at short points until they certainly differ, and no shorter point is looked for.

    ``inputs`` says in which order names are shown; ``sizes`` what each size stands for (`numbered`).
    A point at which a side has no value is passed over. Points are only drawn where the declared ``facts`` hold.
    """
    try:
        tape = Tape((left, right), given)
    except NoValue as error:
        return Probe(None, reason=str(error))
    return search(tape, [tape.at(sizes)], facts, FIRST[:points], order=inputs)


def search(
    tape: Tape,
    bounds: Sequence[Bound],
    facts: Facts,
    points: Sequence[Callable[[], Supply]] = FIRST[:POINTS],
    shrink: bool = False,
    order: Sequence[Var] = (),
    parameters: Sequence[Var] = (),
) -> Probe:
    """Look for a point at which the two roots of a tape certainly differ, at the sizes of each bound in turn.

    ``points`` are where their numbers come from; there are others where fewer than two of them have values.
    """
    pointing = Pointing(tape, facts)
    jumps, spending, tally = Jumps(tape, pointing.discrete), Spending(), _Tally()
    for number, supply in _supplies(points, tally):
        bound = bounds[number % len(bounds)]
        if bound.cost > spending.left:
            tally.spent(bound)
            break
        point = pointing.drawn(supply, bound.sizes, dominant=number >= len(FIRST))
        seen = tally.seen(bound, point, jumps, spending)
        if seen is not None and seen.differs:
            own = Spending(spending.left) if shrink and bound.cost <= LARGE else Spending(0)
            shown = shrunk([*bounds[: number % len(bounds)], bound], point, seen, pointing, jumps, own, parameters)
            return Probe(_counterexample(shown, order), points=tally.points)
    return tally.probe()


def sampled(bound: Bound) -> Bound:
    """The entries that are evaluated at a point: a few of a derivative by an array, but where there are cases."""
    return bound if bound.tape.has_cases else bound.sample(SAMPLE)


@dataclass
class _Tally:
    """What the points have said so far."""

    agreeing: int = 0
    widest: float = 0.0
    floats: int = 0
    nearest: float = 0.0
    points: int = 0
    reasons: dict[str, None] = field(default_factory=dict)

    def seen(self, bound: Bound, point: Point, jumps: Jumps, spending: Spending) -> Seen | None:
        """What a point says, which is counted; None where floats alone were asked, and agree."""
        self.points += 1
        if self.agreeing >= IN_BALLS and bound.cost > CHEAP and spending.takes(bound.cost // 4):
            found = look(sampled(bound), point)
            if found is not None and found.ratio < SUSPICIOUS:
                self.floats += 1
                self.nearest = max(self.nearest, found.ratio)
                return None
        sample = sampled(bound)
        seen = compared(sample, point, jumps, spending)
        if sample is not bound and not (seen.differs or seen.reason or self.agreeing):
            seen = compared(bound, point, jumps, spending)
        if seen.reason:
            self.reasons[seen.reason] = None
        elif not seen.differs:
            self.agreeing += 1
            self.widest = max(self.widest, seen.width)
        return seen

    def spent(self, bound: Bound) -> None:
        """Note that no more points can be paid for."""
        self.reasons[f"the work that a claim may take is spent: a point costs {bound.cost} of {WORK} units"] = None

    def probe(self) -> Probe:
        """The result where no point refutes."""
        reason = next(iter(self.reasons), "")
        return Probe(None, self.agreeing, self.widest, self.floats, self.nearest, self.points, reason)


def _supplies(points: Sequence[Callable[[], Supply]], tally: _Tally) -> Iterator[tuple[int, Supply]]:
    """Numbers for these points; for others too where fewer than two of them had values."""
    for number, supply in enumerate(points):
        yield number, supply()
    for number, supply in enumerate(OTHERS, start=max(len(points), len(FIRST))):
        if tally.agreeing >= min(IN_BALLS, len(points)):
            return
        yield number, supply()


def _counterexample(shown: Shown, order: Sequence[Var]) -> Counterexample:
    names = sorted(shown.point, key=lambda v: order.index(v) if v in order else len(order))
    left, right = _texts(shown)
    return Counterexample(
        {name: shown.bound.sizes[name] for name in shown.bound.tape.named},
        {v.name: _text(shown.point[v]) for v in names},
        tuple(index + 1 for index in shown.entry),
        left,
        right,
    )


def _texts(shown: Shown) -> tuple[str, str]:
    """Both values, with as many digits as it takes to tell them apart."""
    if shown.exact:
        texts = number_text(shown.left), number_text(shown.right)
        decimal = "." in texts[0] + texts[1] and all(_terminates(n) for n in (shown.left, shown.right))
        return (_decimal(shown.left), _decimal(shown.right)) if decimal else texts
    for digits in range(DIGITS, MOST_DIGITS, 4):
        left, right = enclosure_text(shown.left, digits), enclosure_text(shown.right, digits)
        if left.partition(" ± ")[0] != right.partition(" ± ")[0]:
            break
    return left, right


def number_text(number: Fraction) -> str:
    """A rational as a person writes it: 3/2, 0.3 for tenths and hundredths."""
    return _decimal(number) if number.denominator > 4 and _terminates(number) else str(number)


def _terminates(number: Fraction) -> bool:
    return 1000 % number.denominator == 0


def _decimal(number: Fraction) -> str:
    return f"{float(number):.3f}".rstrip("0").removesuffix(".")


def _text(value: Any) -> str:
    if not isinstance(value, np.ndarray):
        return number_text(value)
    if value.ndim == 1:
        return "(" + ", ".join(map(number_text, value)) + ")"
    if value.ndim == 2:
        return "[" + "; ".join(", ".join(map(number_text, line)) for line in value) + "]"
    return "[" + "; ".join(_text(part) for part in value) + "]"
