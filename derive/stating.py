"""One statement of a document: what becomes of it where it stands, whatever has become of those before it."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace

from derive.findings import Finding
from derive.ir import Expr, Span, Symbol, Var
from derive.judging.equalities import EQUALITIES, linked, links_of, whole_chain
from derive.judging.flattened import as_arrays
from derive.judging.grounds import Grounds, said
from derive.judging.kinds import judged
from derive.judging.reinterpreting import reinterpreted
from derive.judging.strikes import with_strikes
from derive.judging.worth import numbers_in
from derive.notation.reading import Reading
from derive.standpoints import redeclared, renames_sizes


@dataclass(frozen=True)
class Judged:
    """What becomes of a statement in the conventions in scope, what it is about, and the grounds that it stands on."""

    finding: Finding
    subject: Expr | None
    grounds: Grounds
    elsewhere: Finding
    """What becomes of it beside no other formulas: what helps then may be forbidden by others, and nothing else is."""

    def beside(self, proved: tuple[str, ...]) -> Finding:
        """What becomes of it, read again under other conventions where it fails, beside formulas that are proved."""
        if not proved or self.elsewhere is self.finding:
            return self.elsewhere
        return reinterpreted(self.finding, self.grounds, proved)


def judged_statement(part: Reading, at: Grounds, text: str, before: Expr | None, known: Finding | None) -> Judged:
    """What becomes of a statement; ``before`` is what a chain is about that it goes on from.

    ``known`` is what has been found out already of one that goes on from none.
    """
    is_chain = len(part.sides) > 1 and set(part.relations) <= set(EQUALITIES)
    if before is None or not is_chain:
        finding = known or as_arrays(judged(part, text, at), at)
        return Judged(finding, subject_of(part, finding), at, reinterpreted(finding, at))
    links = links_of(part.sides, said(part, text), at, before, numbers_in(part, at))
    finding = with_strikes(whole_chain(links, said(part, text)), part, at)
    if finding.outcome == "convention" and len(part.sides) == 2:
        whole = linked(before, part.sides[1], said(part, text), at, before)
        finding = whole if whole.outcome == "proved" else finding
    return Judged(finding, before, at, reinterpreted(finding, at))


def subject_of(part: Reading, finding: Finding) -> Expr | None:
    """What a statement is about: its first side, the name that it defines, or the gradient that an update is due."""
    sides = (finding.links or (finding,))[0].sides or part.sides
    return sides[0] if sides else None


def told(finding: Finding, part: Reading, at: Grounds, given: Collection[Symbol] = ()) -> Finding:
    """The finding of a statement; a declaration that says again what is declared is no claim that holds.

    Nor is one that only calls sizes otherwise: the first names stay. What an equation or a model that is ``given`` says
    of a name is another matter: there a shape is a claim.
    """
    names = redeclared(part, at.scope)
    if not names or not renames_sizes(part, at.scope, names):
        return _said_again(finding, part, at, given)
    known = ", ".join(f"{name} is of shape {at.scope.variables[name].shape} here" for name in names)
    quiet = replace(finding, outcome="declaration", verdict=None, counterexample=None, mistake=None, correct="")
    return replace(quiet, hint=f"{known}, and stays so")


def _said_again(finding: Finding, part: Reading, at: Grounds, given: Collection[Symbol]) -> Finding:
    known = at.scope.in_any_font
    names = {s if s in at.scope.variables else known.get(replace(s, font=""), s) for s, _ in part.declares}
    declared = names <= at.scope.variables.keys() - at.scope.definitions.keys() - set(given)
    if finding.outcome != "proved" or not names or not declared:
        return finding
    return replace(finding, outcome="declaration", verdict=None, sizes=None, hint="as before")


def named(finding: Finding, meanings: Mapping[Expr, Expr]) -> Finding:
    """The finding of a definition, with what is to be said where it gives a node of the model another name."""
    sides = (finding.links or (finding,))[0].sides
    node = meanings.get(sides[0]) if sides and finding.kind == "definition" else None
    if not isinstance(node, Var):
        return finding
    return replace(finding, hint=f"another name for {node.symbol}")


def spans_of_links(finding: Finding, part: Reading, whole: Span) -> list[Span]:
    """Where each link of a chain stands: its new side, and for the first one its left side, too."""
    spans = part.spans if part.kind == "definition" else part.spans[1:]
    if not finding.links or len(spans) != len(finding.links):
        return [whole] * len(finding.links)
    return [Span(whole.start, spans[0].end), *spans[1:]]
