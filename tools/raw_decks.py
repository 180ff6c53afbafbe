"""Raw decks against what those who catalogued them said of every entry: each outcome, and each difference.

    python tools/raw_decks.py FOLDER

The folder holds decks as a scanner left them, `NUMBER_*.txt`, and `catalogue.yaml`, which judges their formulas. Each
deck is scanned as it is, with the declarations of `tools/raw_decks/NUMBER.options`, which say no outcome. An entry is
compared with every place of its formula behind the line where it first stands; entries in words, which no reader could
judge, are listed, and not counted as passed. The exit code is 1 if there is a difference that nobody has argued for in
`tools/raw_decks/differences.yaml`, or none where one is argued for.
"""

from __future__ import annotations

import re
import sys
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml
from catalogue import ALLOWED, LITERALLY

from derive.placing import placed_in
from derive.scanning import Findings, Settings, scan

BESIDE = Path(__file__).resolve().parent / "raw_decks"
UNFOUND = "not found"
MOST_LINES = 12
"""Over how many lines an entry may reach that is several formulas; it is wrong, or a fragment, if one of them is."""


@dataclass(frozen=True)
class Place:
    """What became of a formula at one place of a deck."""

    line: int
    latex: str
    outcome: str


@dataclass(frozen=True)
class Entry:
    """An entry of the catalogue, and what became of its formula, at each place that is no other entry's."""

    id: str
    latex: str
    verdict: str
    allowed: tuple[str, ...]
    is_prose: bool
    outcomes: tuple[str, ...]

    @property
    def wrong(self) -> tuple[str, ...]:
        """The outcomes that the catalogue does not allow."""
        return tuple(dict.fromkeys(outcome for outcome in self.outcomes if outcome not in self.allowed))

    def __str__(self) -> str:
        return f"{self.id} {self.verdict}, here {', '.join(self.wrong)}: {' '.join(self.latex.split())[:90]}"


def spelled(latex: str) -> str:
    """A formula without what only says how it is set."""
    bare = re.sub(r"\\Rightarrow|\\begin\{aligned\}|\\end\{aligned\}|\$|&|\\\\|\\[ ,;:!]", "", latex)
    return re.sub(r"\s+|[.,;]$", "", bare)


def places_in(found: Findings) -> list[Place]:
    """Every formula of a deck at each of its places, in order."""
    places = [
        Place(place["line"], spelled(finding.latex), finding.outcome)
        for finding in found.findings
        for place in finding.places
        if finding.outcome != "declaration" or finding.kind != "declaration"
    ]
    return sorted(places, key=lambda place: place.line)


def entries_of(catalogue: Sequence[Mapping[str, Any]], places: Sequence[Place]) -> Iterator[Entry]:
    """The entries of one deck with what became of them; of two spelled alike one ends where the next begins."""
    for number, said in enumerate(catalogue):
        texts = [spelled(text) for text in (said["latex"], *said.get("variants", ()))]
        later = [other["line"] for other in catalogue[number + 1 :] if spelled(other["latex"]) in texts]
        end = min(later, default=sys.maxsize)
        outcomes = [p.outcome for p in places if p.latex in texts and said["line"] <= p.line < end]
        if not outcomes:
            near = [p for p in places if said["line"] <= p.line < min(end, said["line"] + MOST_LINES)]
            outcomes = [p.outcome for p in near if p.latex and p.latex in texts[0]]
            meant = ALLOWED[said["verdict"]] if said["verdict"] in ("wrong", "fragment") else ()
            outcomes = [outcome for outcome in outcomes if outcome in meant] or outcomes
        allowed = ALLOWED[said["verdict"]]
        if said["verdict"] in ("fragment", "garbled"):
            allowed += LITERALLY.get(said.get("literal_true"), ())  # type: ignore[arg-type]
        prose = "prose" in said.get("notation", ())
        yield Entry(said["id"], said["latex"], said["verdict"], allowed, prose, tuple(outcomes) or (UNFOUND,))


def entries(folder: Path) -> Iterator[Entry]:
    """Every entry of the catalogue, deck by deck."""
    catalogue = yaml.safe_load((folder / "catalogue.yaml").read_text(encoding="utf-8"))
    for deck in sorted(folder.glob("[0-9]*.txt")):
        options = BESIDE / f"{deck.name[:3]}.options"
        placed = placed_in(options.read_text(encoding="utf-8"), options.name) if options.exists() else ()
        found = scan(deck, Settings(placed=placed))
        yield from entries_of([said for said in catalogue if said["seed"] == deck.name], places_in(found))


def main(arguments: Sequence[str]) -> int:
    """Print how many entries of each deck ended where, the entries in words, and the differences; 1 if one is new."""
    found = list(entries(Path(arguments[0])))
    differences = BESIDE / "differences.yaml"
    groups = yaml.safe_load(differences.read_text(encoding="utf-8")) if differences.exists() else []
    argued = {
        name: ("open: " if group.get("open") else "") + " ".join(group["why"].split())
        for group in groups
        for name in group["entries"]
    }
    formulas = [entry for entry in found if not entry.is_prose]
    for deck in sorted({entry.id[:4] for entry in found}):
        own = [entry for entry in formulas if entry.id.startswith(deck)]
        passed = sum(not entry.wrong for entry in own)
        prose = sum(entry.id.startswith(deck) for entry in found) - len(own)
        kinds = Counter((entry.verdict, outcome) for entry in own for outcome in set(entry.outcomes))
        print(f"{deck}: {passed} of {len(own)} entries as catalogued, {prose} in words")
        print("  " + ", ".join(f"{verdict} {outcome} {count}" for (verdict, outcome), count in sorted(kinds.items())))
    print("in words: " + ", ".join(entry.id for entry in found if entry.is_prose))
    apart = {entry.id: entry for entry in formulas if entry.wrong}
    for name, entry in apart.items():
        print(f"  {entry}\n    {argued.get(name, 'NOT ARGUED')}")
    gone = sorted(argued.keys() - apart.keys())
    for name in gone:
        print(f"  {name} is argued for, and is no difference")
    return 1 if gone or apart.keys() - argued.keys() else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
