"""How the formulas of a document read at one point of it, and what is known behind them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from derive import growing
from derive.adopting import adopting
from derive.ahead import fails, says_shapes
from derive.consequences import Slip
from derive.declared import ONE_HOT
from derive.documents import Document
from derive.findings import Finding
from derive.ir import Expr, Symbol
from derive.late import given_late
from derive.recalling import Key, Recalled
from derive.sections import Sections
from derive.standpoints import Read, Standpoint, behind, best, on


@dataclass
class Understanding:
    """What is known at one point of a document; ``sections`` knows what every section of it begins with.

    What was found out there is kept until something new is known: ``judged`` and ``causes`` of statements; ``slips``
    are what later ones may rest on, ``proved`` formulas, the ``ends`` of chains; ``models`` counts what has begun.
    """

    document: Document
    sections: Sections
    standpoints: tuple[Standpoint, ...]
    slips: list[Slip] = field(default_factory=list)
    ends: list[growing.End] = field(default_factory=list)
    proved: tuple[str, ...] = ()
    models: int = 0
    recalled: Recalled = field(default_factory=Recalled)
    judged: dict[Key, tuple[Finding, Expr | None]] = field(default_factory=dict)
    causes: dict[Key, Sequence[int | None]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.here = self.recalled.on(self.standpoints)

    def _best(self, text: str) -> Read:
        """How a formula reads here, which is worked out once for as long as nothing new is known."""
        if text not in self.here.read:
            self.here.read[text] = best(self.standpoints, text)
        return self.here.read[text]

    def _read(self, text: str, shapes: Sequence[str], *, goes_on: bool) -> tuple[Read, str]:
        """How a formula reads, and what its equation replaces.

        One that fails by itself may need shapes that are said behind it: those are heeded where they help.
        """
        if goes_on:
            return self._best(text), ""
        found, replaces = self._understood(text)
        if not shapes or not fails(found):
            return found, replaces
        state = {name: getattr(self, name) for name in ("standpoints", "slips", "proved", "ends", "models")}
        sections = self.sections.copy()
        for said in shapes:
            if says_shapes(self._best(said)):
                self._move_on(self._understood(said)[0])
        again = self._understood(text)
        if not fails(again[0]):
            return again
        vars(self).update(state, sections=sections)
        self._stand(self.standpoints)
        return found, replaces

    def _understood(self, text: str) -> tuple[Read, str]:
        """How a formula reads that goes on from none, where it may begin a model; and what its equation replaces."""
        found = self._best(text)
        renewed = self.sections.renewed(found, self.standpoints)
        if renewed is not None:
            self._stand(renewed.standpoints)
            self._begin()
            found = renewed.found
            if found.grounds is renewed.standpoints[found.place].grounds:
                found = self.here.read.setdefault(text, found)
            return found, renewed.replaces
        late = given_late(found, self.standpoints)
        if late is None:
            return found, ""
        self._stand(late)
        return self._best(text), ""

    def _move_on(self, found: Read) -> None:
        """Know what a formula has told."""
        after = self._behind(found)
        if any(new.grounds is not old.grounds for new, old in zip(after, self.standpoints, strict=True)):
            self.sections.tell(found.text, self.standpoints)
            self._stand(after)
            self.sections.note(after)

    def _behind(self, found: Read) -> tuple[Standpoint, ...]:
        if self.here.read.get(found.text) is not found:
            return behind(self.standpoints, found)
        if found.text not in self.here.behind:
            self.here.behind[found.text] = behind(self.standpoints, found)
        return self.here.behind[found.text]

    def _heed(self, names: Sequence[Symbol], findings: Sequence[Finding]) -> None:
        """Know that those names are one-hot, and which conventions of a document some findings show."""
        if names:
            self._stand(tuple(on(each, each.scope.with_fact(ONE_HOT, names)) for each in self.standpoints))
        adopted = adopting(self.standpoints, (name for finding in findings for name in finding.conventions))
        if adopted != self.standpoints:
            self._stand(adopted)

    def _begin(self) -> None:
        """Another model begins: what was found of the one before says nothing of it."""
        self.slips, self.proved, self.ends = [], (), []
        self.models += 1

    def _stand(self, standpoints: tuple[Standpoint, ...]) -> None:
        self.here, self.judged, self.causes = self.recalled.on(standpoints), {}, {}
        self.standpoints = self.here.standpoints
