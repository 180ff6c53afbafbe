"""The report of a model in a style: a document, with what it rests on."""

from __future__ import annotations

from dataclasses import dataclass

from derive.kernel import Replay
from derive.modelling import Model
from derive.standing import standing
from reports import styles
from reports.deck import Deck
from reports.document import Document
from reports.parts import Checked, Options, Part, check_all
from reports.rereading import refuse_unreadable


@dataclass(frozen=True)
class Report:
    """A document with what it rests on."""

    document: Document | Deck
    checked: Checked

    @property
    def parts(self) -> tuple[Part, ...]:
        """The statements of the model."""
        return self.checked.parts

    @property
    def replayed(self) -> Replay:
        """What was replayed, over all parts."""
        return self.checked.replayed

    @property
    def worst(self) -> float:
        """The largest relative error of all cross-checks."""
        return self.checked.worst


def report(model: Model, options: Options, style: str = styles.DEFAULT) -> Report:
    """The report of a model in a style. Raises `ReplayError`, `Disagreement`, `DerivingError`: then there is none.

    Raises `UnknownStyle`, `NotWritable` and `NotStanding` for a model that a house style cannot write, and `BadValues`
    for values that do not fit the model.
    """
    chosen = styles.get(style)
    for house in options.houses:
        model = standing(model, house.examples) if house.examples else model
    checked = check_all(model, chosen.adapt(options))
    if options.houses:
        refuse_unreadable(checked)
    return Report(chosen.compose(checked), checked)
