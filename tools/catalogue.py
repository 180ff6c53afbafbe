"""The formulas of the decks against what those who wrote the decks down said of them: each entry, and each difference.

    python tools/catalogue.py

An entry of ours belongs to the judgement of its id (``s002-171b`` to that of ``s002-171``). Prints how many entries of
each judgement have which outcome, and every entry whose outcome is none of those that the judgement allows. The exit
code is 1 if one of them is a difference that nobody has argued for.
"""

from __future__ import annotations

import importlib
import re
import sys
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from derive.claims import check
from derive.findings import Finding
from derive.ir import Var
from derive.modelling import Model, Variant
from derive.notation.scope import Scope
from derive.systems import System

TESTS = Path(__file__).resolve().parents[1] / "tests"
DECKS = TESTS / "corpus" / "decks"

NOT_JUDGED = ("definition", "declaration", "value", "notation", "fragment", "prose", "update")
REFUSED = ("unreadable", "unbound", "ambiguous", "ill-shaped")
ALLOWED: Mapping[str, tuple[str, ...]] = {
    "correct": ("proved", *NOT_JUDGED),
    "wrong": ("refuted", "ill-shaped"),
    "convention": ("convention", "proved", *NOT_JUDGED),
    "fragment": NOT_JUDGED,
    "garbled": (*REFUSED, "refuted", *NOT_JUDGED),
}
"""The outcomes that a judgement allows. A convention that the scope declares is in scope, so the formula is proved."""
LITERALLY = {False: ("refuted",), True: ("proved",)}
"""What else a fragment or a garbled formula may be where the judgement says that its equality holds, or does not."""


@dataclass(frozen=True)
class Judged:
    """An entry of the decks, the judgement on it, our finding, and what we say of the right formula that it names."""

    id: str
    latex: str
    judgement: Mapping[str, Any]
    finding: Finding
    corrected: Finding | None = None

    @property
    def agrees(self) -> bool:
        """Whether the outcome is one that the judgement allows."""
        allowed = ALLOWED[self.judgement["verdict"]]
        if self.judgement["verdict"] in ("fragment", "garbled"):
            allowed += LITERALLY.get(self.judgement.get("literally"), ())  # type: ignore[arg-type]
        return self.finding.outcome in allowed

    @property
    def is_opposite(self) -> bool:
        """Whether a correct formula was refuted or a wrong one proved: worse than a difference."""
        opposite = {"correct": "refuted", "wrong": "proved"}
        return opposite.get(self.judgement["verdict"]) == self.finding.outcome

    def __str__(self) -> str:
        return f"{self.id} {self.judgement['verdict']}, here {self.finding.outcome}: {self.latex}"


def judgements() -> dict[str, Mapping[str, Any]]:
    """What was said of each formula of the decks, by its id."""
    found: dict[str, Mapping[str, Any]] = yaml.safe_load((DECKS / "judgements.yaml").read_text(encoding="utf-8"))
    return found


@dataclass(frozen=True)
class Difference:
    """Why an entry has an outcome that the judgement does not allow; ``open`` says that ours is to change."""

    outcome: str
    why: str
    open: bool = False


def differences() -> dict[str, Difference]:
    """The argued differences by the id of the entry."""
    groups = yaml.safe_load((DECKS / "differences.yaml").read_text(encoding="utf-8"))
    return {
        name: Difference(group["outcome"], group["why"].strip(), group.get("open", False))
        for group in groups
        for name in group["entries"]
    }


def judged() -> Iterator[Judged]:
    """Every entry of the decks, each read in its own scope."""
    said = judgements()
    support = str(TESTS / "support")
    if support not in sys.path:
        sys.path.append(support)
    entries, scoreboard = importlib.import_module("textbook_entries"), importlib.import_module("scoreboard")
    for entry in entries.load_entries(DECKS):
        number = re.fullmatch(r"(s\d{3}-\d{3})[a-z]*", entry.id)
        if number is not None:
            model, judgement = model_of(scoreboard.scope_of(entry)), said[number[1]]
            finding = check(entry.latex, model)
            asked = finding.outcome == "refuted" and judgement["verdict"] == "wrong" and "fixed" in judgement
            corrected = check(judgement["fixed"], model) if asked else None
            yield Judged(entry.id, entry.latex, judgement, finding, corrected)


def model_of(scope: Scope) -> Model:
    """A model that is nothing but a scope."""
    loss = scope.variables[scope.loss] if scope.loss is not None else Var("L")
    system = System(scope.given(), loss, (), (), {}, scope.facts_of_variables())
    return Model("a scope", "", "", {"": Variant("", (), scope, system, ())})


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the table and the differences; 1 if one has not been argued."""
    found, argued = list(judged()), differences()
    counts = Counter((one.judgement["verdict"], one.finding.outcome) for one in found)
    for (verdict, outcome), count in sorted(counts.items()):
        print(f"{verdict:12} {outcome:14} {count:5}")
    apart = [one for one in found if not one.agrees]
    print(f"{len(found)} entries, {len(apart)} differences")
    new = 0
    for one in apart:
        known = argued.get(one.id)
        fits = known is not None and known.outcome == one.finding.outcome
        new += not fits
        print(f"  {one}\n    {known.why if known and fits else 'NOT ARGUED'}")
    for name in sorted(set(argued) - {one.id for one in apart}):
        print(f"  {name} is argued for, and is no difference any more")
    return 1 if new else 0


if __name__ == "__main__":
    sys.exit(main())
