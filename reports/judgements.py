"""What the terminal shows of a finding: the verdict, the evidence, the mistake, the right formula."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from derive.findings import Finding
from derive.ir import Expr
from derive.notation.styling import SPOKEN, Style
from derive.verdicts import Refuted
from reports.spelling import text


def judged(finding: Finding, hint: bool = False) -> Iterator[str]:
    """A finding as a person reads it: the verdict, the evidence, the mistake, the right formula.

    With ``hint`` the kind of mistake and where to look stand in place of the mistake and the right formula. Several
    statements are shown one after the other.
    """
    if finding.kind == "statements" and finding.links:
        for link in finding.links:
            yield from judged(link, hint)
        return
    if finding.outcome == "convention":
        yield from _under_convention(finding)
        return
    yield f"{_headline(finding)}  {formula(finding)}"
    if finding.message:
        yield from ("  " + line for line in finding.message.splitlines())
    mistake = finding.named
    if mistake and hint:
        yield f"  {mistake.hinted(text) if finding.verdict is not None else finding.hint}"
    elif mistake:
        yield f"  {mistake.told(text)}"
    if finding.correct and not hint:
        yield f"  right:  {right_formula(finding) if finding.verdict is not None else finding.correct}"
    if finding.counterexample and not _is_about_shapes(finding):
        yield from _counterexample(finding)
    for assumption in finding.assumptions:
        yield f"  assuming {assumption}"
    if len(finding.links) > 1:
        yield from ("  " + line for link in finding.links for line in [f"{link.outcome}: {formula(link)}"])


def _headline(finding: Finding) -> str:
    if finding.outcome == "proved":
        return f"proved for {_sizes(finding.sizes)}:" if finding.sizes else "proved:"
    return f"{finding.outcome}:"


def _sizes(sizes: Any) -> str:
    """All sizes, or those that a proof is about."""
    if sizes == "all":
        return "all sizes"
    return " and ".join(", ".join(f"{name} = {number}" for name, number in one.items()) for one in sizes)


def formula(finding: Finding, style: Style = SPOKEN) -> str:
    """A formula as it was understood; as it is written where it was not."""
    links = finding.links or (finding,)
    if any(len(link.sides) != 2 for link in links):
        return finding.latex
    return " = ".join(text(side, style) for side in (links[0].sides[0], *(link.sides[1] for link in links)))


def _under_convention(finding: Finding) -> Iterator[str]:
    """What is true under a convention, and what is true in the one in scope."""
    about = "layout" if all(name.endswith("-layout") for name in finding.conventions) else "convention"
    style = replace(SPOKEN, layout="numerator") if finding.layout == "numerator" else SPOKEN
    said = finding.message.startswith("true ")
    yield f"{finding.message if said else 'true by convention only'}:  {formula(finding, style)}"
    if not said:
        yield f"  {finding.message}"
    right = right_formula(finding) if finding.in_scope or finding.correct else ""
    if right not in ("", formula(finding, style)):
        yield f"  in the {about} in scope:  {right}"
    for assumption in finding.assumptions:
        yield f"  assuming {assumption}"


def right_formula(finding: Finding) -> str:
    """What is right instead of a formula, as the terminal writes it."""
    return " = ".join(map(text, right_sides(finding))) or finding.correct


def right_sides(finding: Finding) -> tuple[Expr, ...]:
    """The sides of the formula that is right instead; none where it is known only as it is written, or not at all."""
    if finding.in_scope or not isinstance(finding.verdict, Refuted) or finding.verdict.correct is None:
        return finding.in_scope
    about = finding.verdict.about
    sides = (finding.links or (finding,))[0].sides if about is None else (about,)
    return (sides[0], finding.verdict.correct) if sides else ()


def _is_about_shapes(finding: Finding) -> bool:
    """Whether the sides differ in shape: then the mistake has said so, and there is no point to show."""
    mistake, point = finding.mistake or {}, finding.counterexample or {}
    return mistake.get("kind") in ("shape", "transpose") and not point.get("point")


def _counterexample(finding: Finding) -> Iterator[str]:
    point = finding.counterexample
    assert point is not None
    shown = dict(point["point"])
    if not any(value.startswith(("(", "[")) for value in shown.values()):
        shown |= point["sizes"]  # which no array among the values shows
    inputs = ", ".join(f"{name} = {value}" for name, value in shown.items())
    entry = f" in entry {', '.join(map(str, point['entry']))}" if point["entry"] else ""
    if inputs:
        yield f"  at {inputs}"
    yield f"  the left side is {point['left']}, the right side {point['right']}{entry}"
