"""Edits: a small change of a formula at one place, and what it says about a mistake.

An edit is read in two directions. Where it puts a wrong formula right, what stood there before is the mistake
(``slip``). Where it spoils a right formula into a wrong one, what stands there after it is the mistake (``reverse``).
An edit establishes nothing: whether it leads from the one formula to the other is looked up by values, and confirmed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from derive.building import is_apply
from derive.diagnosis.desk import Desk
from derive.diagnosis.sites import Site
from derive.ir import Expr, Path


@dataclass(frozen=True)
class Slip:
    """A mistake by its kind and in a sentence, whose holes ``{}`` stand for the parts."""

    kind: str
    message: str
    parts: tuple[Expr, ...] = ()


@dataclass(frozen=True)
class Edit:
    """``after`` in place of ``before`` at ``path``. ``rank`` orders what explains the same: the smallest is said."""

    path: Path
    before: Expr
    after: Expr
    slip: Slip
    reverse: Slip
    rank: int


@dataclass(frozen=True)
class Example:
    """A wrong claim in which the mutation is recognised: what is declared, what is given, and the claim, in LaTeX."""

    declare: str
    given: tuple[str, ...]
    claim: str
    kind: str


@dataclass(frozen=True)
class Mutation:
    """A way to go wrong: ``edits`` proposes changes of the part at a site.

    A ``guided`` mutation looks at the value that the site needs, and proposes only what fits it; the others propose all
    they can, and are what pairs of mistakes are made of. They are tried ``stage`` by stage, as `STAGES` says. What
    ``keeps_shape`` is not tried where no value of the shape would do. Only what is ``of_cases`` looks at conditions.
    """

    name: str
    edits: Callable[[Site, Desk], Iterator[Edit]]
    example: Example
    guided: bool = False
    stage: int = 1
    keeps_shape: bool = False
    of_cases: bool = False


KNOWN = 14
"""The rank of what leads to a right formula as it is known: behind signs, before all others."""
LATE = 43
"""The smallest rank of the mutations that take most of the time."""
SMALL = 55
"""The rank of a small piece in place of another."""
LAST = 60
"""The rank of what can only be said as one piece in place of another: two named mistakes are said before it."""
STAGES: Mapping[int, int] = {0: KNOWN, 1: LATE, 2: LAST}
"""The stages of a search, each with the rank below which what was found explains better than all that later ones find.

What is tried first looks at nothing on the desk.
"""

HINTS = {
    "sign": "look at the signs in {}",
    "factor": "look at the constant factor of {}",
    "missing-factor": "a factor is missing in {}",
    "extra-factor": "there is a factor too many in {}",
    "missing-term": "a term is missing in {}",
    "extra-term": "there is a term too many in {}",
    "transpose": "look at what is transposed in {}",
    "shape": "compare the shapes of the two sides",
    "order": "check the order of the factors in {}",
    "index": "check the index of {}",
    "layer": "check the layer of {}",
    "sum-mean": "is {} meant for the sum over the examples or for their mean?",
    "activation-derivative": "check which derivative {} has to be",
    "elementwise-matrix": "check the kind of product in {}",
    "chain-rule": "the chain rule has one more factor than {}",
    "log-base": "check the base of the logarithm behind {}",
    "missing-function": "a function is missing around {}",
    "bracket": "check the brackets in {}",
    "dot-as-minus": "check the operation in {}: a dot is easily read as a minus",
    "look-alike": "check the symbol {}",
    "decimal-point": "check the decimal point of {}",
    "rounding": "check how {} was rounded",
    "label": "check the label of {}",
    "other": "look at {}",
}
"""What a hint says of each kind of mistake: the kind and the place, and not the answer."""


def change(site: Site, after: Expr, slip: Slip, reverse: Slip, rank: int) -> Edit:
    """The edit that puts ``after`` at a site."""
    return Edit(site.path, site.part, after, slip, reverse, rank)


def instead(site: Site, after: Expr, kind: str, words: str, rank: int) -> Edit:
    """The edit of a mistake that reads the same in both directions: ``words`` has holes for right and wrong."""
    slip, reverse = Slip(kind, words, (after, site.part)), Slip(kind, words, (site.part, after))
    return Edit(site.path, site.part, after, slip, reverse, rank)


def bracketed(part: Expr) -> str:
    """The hole for a part in a sentence: a sum stands in brackets there."""
    return "({})" if is_apply(part, "add") else "{}"
