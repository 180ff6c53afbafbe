"""What a document that has shown its convention is read by from there on."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from derive import conventions
from derive.judging.restating import under
from derive.standpoints import Standpoint

ADOPTED = {"own-losses": "own_losses", "reduce-sum": "own_losses"}
"""The conventions that bind the rest of a document, and the files of those that then are in force.

A single formula is only excused by the sum of the losses where it is about the short name dZ of a batch: from there on
dZ is the gradient of each example's own loss, and a later dW without its mean is wrong.
"""


def adopting(standpoints: tuple[Standpoint, ...], names: Iterable[str]) -> tuple[Standpoint, ...]:
    """The standpoints under the conventions of those names by which a formula was true, as far as they bind."""
    for file in dict.fromkeys(ADOPTED[name] for name in names if name in ADOPTED):
        convention = conventions.get(file)
        restated = [(each, under(each.grounds, convention)) for each in standpoints]
        standpoints = tuple(each if found is None else replace(each, grounds=found) for each, found in restated)
    return standpoints
