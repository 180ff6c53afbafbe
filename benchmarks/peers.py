"""Other readers of LaTeX, each in a process of its own with a limit for each formula.

No environment holds all of them, because they need different versions of ANTLR's runtime: each is taken from the
first interpreter in which it starts. That one *accepts* a formula says nothing about whether it reads it rightly.
"""

from __future__ import annotations

import statistics
import sys
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, TypeAlias

from measuring import milliseconds

from derive.second_reader.process import environment
from derive.workers import NotStarted, Unanswered, Worker

PEERS = ("latex2sympy2", "sympy-antlr", "sympy-lark", "math-verify")
"""The names by which `peer_worker.py` knows them."""
WORKER = Path(__file__).with_name("peer_worker.py")

Outcome: TypeAlias = Literal["accepted", "refused", "gave up"]


@dataclass(frozen=True)
class Answer:
    """What became of one formula, and how long it took; *gave up*: it did not answer in time, or its process ended."""

    outcome: Outcome
    seconds: float


@dataclass(frozen=True)
class Line:
    """One reader on one group of formulas; without figures where it is not installed.

    The median is of all formulas, those refused or given up among them.
    """

    name: str
    group: str
    formulas: int = 0
    accepted: int | None = None
    refused: int | None = None
    gave_up: int | None = None
    median: float | None = None
    median_accepted: float | None = None

    @classmethod
    def of(cls, name: str, group: str, answers: Sequence[Answer] | None) -> Line:
        """The figures of some answers; None where there are none because the reader is not installed."""
        if answers is None:
            return cls(name, group)
        counts = Counter(answer.outcome for answer in answers)
        accepted = [answer.seconds for answer in answers if answer.outcome == "accepted"]
        return cls(
            name,
            group,
            formulas=len(answers),
            accepted=counts["accepted"],
            refused=counts["refused"],
            gave_up=counts["gave up"],
            median=statistics.median(answer.seconds for answer in answers) if answers else None,
            median_accepted=statistics.median(accepted) if accepted else None,
        )


def started(peer: str, pythons: Sequence[str], seconds: float, script: Path = WORKER) -> Worker | None:
    """A peer that the script knows, in the first interpreter in which it starts; None where it starts in none.

    This interpreter is tried before those named.
    """
    for python in (sys.executable, *pythons):
        # -P: the folder of the script stays off the path, where it would hide packages.
        worker = Worker((python, "-P", str(script), peer), seconds, environment())
        try:
            worker.start()
        except (NotStarted, OSError):
            continue
        return worker
    return None


def ask_all(peer: str, formulas: Sequence[str], pythons: Sequence[str], seconds: float) -> dict[str, Answer]:
    """What a peer makes of each formula; nothing where it is not installed."""
    worker = started(peer, pythons, seconds)
    if worker is None:
        return {}
    with worker:
        return {latex: ask(worker, latex) for latex in formulas}


def ask(worker: Worker, latex: str) -> Answer:
    """What a peer makes of one formula."""
    try:
        found = worker.ask({"latex": latex})
    except Unanswered:
        return Answer("gave up", worker.seconds)
    return Answer("accepted" if found["accepted"] else "refused", found["seconds"])


def table(lines: Sequence[Line]) -> str:
    """The lines, aligned, under a title for each group."""
    shown, group = [], ""
    for line in lines:
        if line.group != group:
            group = line.group
            title = f"{group}: {line.formulas}"
            columns = "".join(f"{column:>18}" for column in ("accepted", "refused", "gave up", "median", "of accepted"))
            shown += [f"{title:32}{columns}"]
        if line.accepted is None:
            shown.append(f"  {line.name:30}{'not installed':>18}")
            continue
        counts = "".join(f"{count:18}" for count in (line.accepted, line.refused, line.gave_up))
        times = (
            f"{milliseconds(time)} ms" if time is not None else "–" for time in (line.median, line.median_accepted)
        )
        shown.append(f"  {line.name:30}{counts}" + "".join(f"{time:>18}" for time in times))
    return "\n".join(
        [*shown, "", "Accepted is not the same as read rightly; that is what the tests over the corpora judge."]
    )
