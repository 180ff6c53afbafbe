"""The evidence as blocks: the cross-check of the roads, what became of the published formulas, what was assumed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from derive.building import total_derivative
from derive.crosschecking import CrossCheck
from derive.findings import Finding
from derive.ir import Var
from derive.notation.math import EQUALS, Math, row
from derive.notation.typesetting import Style, typeset, typeset_sides
from derive.rewriting import Assumption
from reports.document import Block, Callout, Formula, Heading, Inlines, Paragraph, Table, Words, words

ROADS = (
    "Each gradient was also found by roads that share no derivative rule with the derivation above: a NumPy pass "
    "written by hand, differences of the loss alone, and SymPy’s own chain rule on the loss in components. The numbers "
    "are the largest relative errors at seeded points. Agreement of numbers is evidence, not proof; what is proved are "
    "the equalities above, step by step."
)
ASSUMPTION_SIGNS: Mapping[str, str] = {"nonzero": " ≠ 0", "positive": " > 0"}


def cross_check_heading() -> list[Block]:
    """The heading of the section and what its tables show."""
    return [Heading(1, words("Cross-check"), "cross-check"), Paragraph(words(ROADS))]


def cross_check_table(checked: CrossCheck, loss: Var, names: Sequence[Var], label: str, style: Style) -> Table:
    """The worst relative error of each road for each gradient."""
    header = (words("road"), *((Formula(typeset(total_derivative(loss, v), style)),) for v in names))
    rows = []
    for road in checked.roads:
        cells = [words(error_text(road.errors.get(v))) for v in names]
        title = road.name if road.errors else f"{road.name}: {road.note}"
        rows.append((words(title), *cells))
    sizes = "".join(f", {name} = {number}" for name, number in checked.sizes.items())
    caption = f"{label}: " if label else ""
    return Table(
        header,
        tuple(rows),
        "l" + "r" * len(names),
        words(f"{caption}{checked.points} points, seed {checked.seed}{sizes}"),
    )


def error_text(error: float | None) -> str:
    """A relative error to one digit, as a person writes it."""
    if error is None:
        return "–"
    if error == 0:
        return "0"
    mantissa, exponent = f"{error:.0e}".split("e")
    return f"{mantissa}e−{abs(int(exponent))}"


def published_section(findings: Sequence[Finding], style: Style) -> list[Block]:
    """The published formulas with their verdicts; nothing where there are none."""
    rows = tuple((_as_read(finding, style), words(judgement(finding))) for finding in findings)
    if not rows:
        return []
    return [
        Heading(1, words("What is published, and what became of it"), "published"),
        Table((words("published"), words("verdict")), rows, "ll"),
    ]


def _as_read(finding: Finding, style: Style) -> Inlines:
    """The formula, all sides of a chain; as it stands in the document where it was not judged."""
    links = finding.links or (finding,)
    if any(len(link.sides) != 2 for link in links) or finding.kind == "statements":
        return (Words(finding.latex, "code"),)
    first, *others = typeset_sides([links[0].sides[0], *(link.sides[1] for link in links)], style)
    items: list[Math] = [first]
    for side in others:
        items += [EQUALS, side]
    return (Formula(row(*items)),)


def judgement(finding: Finding) -> str:
    """A finding's outcome in a few words."""
    if finding.outcome != "proved":
        return finding.outcome
    where = "for all sizes" if finding.sizes == "all" else "for the sizes named"
    assumed = f", assuming {'; '.join(finding.assumptions)}" if finding.assumptions else ""
    return f"proved {where}{assumed}"


def assumptions_callout(assumptions: Sequence[Assumption], style: Style) -> list[Block]:
    """What the derivation assumes; nothing where it assumes nothing."""
    if not assumptions:
        return []
    inlines: list[Words | Formula] = []
    for assumption in assumptions:
        if inlines:
            inlines.append(Words(", "))
        for part in assumption.parts:
            inlines += [Formula(typeset(part, style)), Words(ASSUMPTION_SIGNS[assumption.condition])]
    return [Callout("Assumed", tuple(inlines), "assumption")]
