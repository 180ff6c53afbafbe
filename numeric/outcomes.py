"""What a gradient check found: its outcome, the entry that decided it, the kinks, and the words for all of it."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from typing import NoReturn

from numeric.kinks import Kink
from numeric.resemblance import Resemblance

MOST_LISTED = 4
"""How many kinks are told one by one."""


class Outcome(Enum):
    """What a gradient check found. Not usable as a truth value.

    AT_A_KINK is an acceptance: the loss has two slopes in some entries, and the gradient lies between them there and
    agrees everywhere else.
    """

    AGREES = "agrees"
    AT_A_KINK = "agrees, at a kink"
    DISAGREES = "disagrees"
    TOO_ROUGH = "the differences are too rough to tell"

    def __bool__(self) -> NoReturn:
        raise TypeError("an Outcome has no truth value: compare it, as in `outcome is Outcome.AGREES`")


ACCEPTED = (Outcome.AGREES, Outcome.AT_A_KINK)
"""The outcomes that find nothing wrong."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry: claimed by the gradient, estimated from the loss, and the absolute error of the estimate.

    At a kink `kink` holds the slopes to either side, and the estimate is no more than something between them.
    """

    parameter: str
    index: tuple[int, ...]
    claimed: float
    estimated: float
    error: float
    relative_error: float
    kink: Kink | None = None

    @property
    def place(self) -> str:
        """The entry as one would write it: "w[0, 2]", or "b" for a scalar."""
        return self.parameter + (str(list(self.index)) if self.index else "")

    def told(self) -> str:
        """The entry, what is claimed, and what the loss says."""
        if self.kink is not None:
            sides = f"{self.kink.left:.7g} to the left and {self.kink.right:.7g} to the right"
            return f"{self.place} is {self.claimed:.7g}, where the loss has the slopes {sides}"
        # An error far beyond the digits that are shown tells nobody anything.
        error = f" (± {self.error:.1g})" if self.error > 1e-9 * abs(self.estimated) else ""
        return f"{self.place} is {self.claimed:.7g}, and the loss says {self.estimated:.7g}{error}"


@dataclass(frozen=True, slots=True)
class Report:
    """The result of a gradient check. Not usable as a truth value: ask for `outcome`; as text it explains itself.

    `worst` is the entry that decided the outcome, the one with the largest relative error among those;
    `resembles` says what the discrepancy looks like when that is obvious, and is None when there is none.
    `kinks` are the entries in which the loss has two slopes, `remark` says what is not established about them.
    `entries` counts the entries compared, `evaluations` those of the loss. `wrong` names the parameters in which an
    entry disagrees.
    """

    outcome: Outcome
    worst: Entry
    resembles: Resemblance | None
    entries: int
    evaluations: int
    tolerance: float
    method: str
    kinks: tuple[Entry, ...] = ()
    remark: str = ""
    wrong: tuple[str, ...] = ()

    @property
    def relative_error(self) -> float:
        """The relative error of the worst entry."""
        return self.worst.relative_error

    def lines(self) -> Iterator[str]:
        """The report in words, a sentence a line."""
        if self.outcome is Outcome.AGREES:
            yield f"agrees in {self.entries} entries; relative error {self.relative_error:.1g} ({self.method})"
        elif self.outcome is Outcome.DISAGREES:
            yield f"disagrees: {self.worst.told()}"
            if self.resembles is not None:
                yield self.resembles.message
        elif self.outcome is Outcome.TOO_ROUGH:
            yield f"undecided: {self.outcome.value}: {self.worst.told()}"
        else:
            yield f"agrees in {self.entries} entries, {len(self.kinks)} of them at a kink"
        if self.outcome is not Outcome.AGREES:
            for entry in self.kinks[:MOST_LISTED]:
                if entry is not self.worst or self.outcome is Outcome.AT_A_KINK:
                    yield f"a kink: {entry.told()}"
            if len(self.kinks) > MOST_LISTED:
                yield f"and {len(self.kinks) - MOST_LISTED} more kinks"
        if self.remark:
            yield self.remark

    def __str__(self) -> str:
        return "\n".join(self.lines())

    def __bool__(self) -> NoReturn:
        raise TypeError("a gradient report has no truth value: write `report.outcome is Outcome.AGREES`")
