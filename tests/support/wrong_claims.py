"""Claims that are read in a small scope of their own and judged, so that tests see the mistake that is named."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass

from derive.bench import Bench
from derive.building import replace_at
from derive.checking import decide
from derive.diagnosis import families
from derive.diagnosis.desk import desk
from derive.diagnosis.sites import sites
from derive.diagnosis.values import at_points
from derive.ir import Expr, Var, variables
from derive.notation.reading import read
from derive.notation.scoping import scope
from derive.notation.typesetting import PLAIN, typeset
from derive.shapes import ShapeError
from derive.systems import System
from derive.verdicts import Mistake, Refuted
from reports.emitters.plain import plain

DATA = "data x, y; parameter w, b"
LOGISTIC = (r"z = w x + b", r"a = \sigma(z)", r"L = -(y \log a + (1 - y) \log(1 - a))")


@dataclass(frozen=True)
class Judged:
    """A refuted claim: the mistake, the right formula, and what both rest on."""

    mistake: Mistake | None
    correct: Expr | None
    system: System
    left: Expr
    right: Expr

    @property
    def kinds(self) -> list[str]:
        """The kinds of all mistakes that are named."""
        return [one.kind for one in (self.mistake, *self.mistake.also)] if self.mistake else []

    @property
    def told(self) -> str:
        """What is said, as in the terminal."""
        return self.mistake.told(text) if self.mistake else ""

    @property
    def hint(self) -> str:
        """The hint, as in the terminal."""
        return self.mistake.hinted(text) if self.mistake else ""


def text(expr: Expr) -> str:
    """A formula as in the terminal."""
    return plain(typeset(expr, PLAIN))


def mutants(form: Expr, system: System) -> Iterator[Expr]:
    """A formula with each of the changes that mutations propose without looking at what is needed; without roots."""
    values = next(at_points((form,), system))
    pieces = desk(values, (form,), variables(form), ())
    for site in sites(form, None, values).values():
        for mutation in families.table().values():
            blind = not mutation.guided and mutation.name != "root forgotten"
            for edit in mutation.edits(site, pieces) if blind else ():
                with suppress(ShapeError):
                    yield replace_at(form, site.path, edit.after)


def judged(claim: str, given: Sequence[str] = LOGISTIC, declare: str = DATA) -> Judged:
    """A claim that must be refuted."""
    names = scope([declare] if declare else [], *given)
    reading = read(claim, names)
    assert reading.error is None, reading.error
    names = reading.within(names)
    loss = names.variables[names.loss] if names.loss is not None else Var("L")
    system = System(names.given(), loss, (), (), {}, names.facts_of_variables())
    left, right = reading.sides
    verdict = decide(left, right, Bench(system))
    assert isinstance(verdict, Refuted), verdict
    return Judged(verdict.mistake, verdict.correct, system, left, right)
