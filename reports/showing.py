"""What the terminal shows: a model with its gradients, a finding, a finished report. Plain lines, calm and aligned."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from derive.building import is_apply, total_derivative
from derive.claims import check
from derive.curvature import Curvature, curvatures
from derive.deriving import Order, derive_gradients
from derive.findings import Finding
from derive.ir import Expr
from derive.kernel import replay
from derive.modelling import Model, Variant
from derive.notation.styling import SPOKEN, Style
from derive.steps import Chain, Line
from derive.verdicts import Refuted
from reports import curving, recurrences
from reports.chains import merged
from reports.document import Words
from reports.emitters.plain import plain
from reports.parts import Part
from reports.reporting import Report
from reports.spelling import error_text, text
from reports.words import reason

LONGEST = 200
"""The longest formula that a report's summary spells out, in characters."""
WIDEST = 120
"""The longest line of it that holds several."""
MOST = 12
"""How many gradients it spells out."""


def shown(model: Model, order: Order, steps: bool) -> Iterator[str]:
    """A model's equations and every derivative on the way to its gradients; with ``steps`` every line of them."""
    yield model.title
    yield from filter(None, (model.summary,))
    for label, variant in model.variants.items():
        yield ""
        yield recurrences.title_of(label, variant.system, several=len(model.variants) > 1)
        if recurrences.is_large(variant.system):
            findings = [check(claim.formula.latex, model, label) for claim in variant.claims]
            yield from recurrences.lines(variant.system, findings)
        else:
            yield from _variant(variant, order, steps)


def _variant(variant: Variant, order: Order, steps: bool) -> Iterator[str]:
    system = variant.system
    for v, equation in system.equations.items():
        yield f"  {text(v)} = {text(equation)}"
    yield from (f"  ({note})" for note in variant.notes)
    derivation = derive_gradients(system, order=order)
    replayed = replay(derivation, system.equations)
    yield ""
    for chain in derivation.chains:
        yield from _steps(chain) if steps else [f"  {text(chain.start)} = {_ends(chain)}"]
    yield ""
    loss = system.loss
    for v in system.parameters:
        yield f"  {text(v)} ← {text(v)} − α {text(total_derivative(loss, v))}"
    for curvature in curvatures(system, derivation, (claim.sides for claim in variant.claims)):
        replayed += replay(curvature.derivation, curvature.system.equations)
        yield ""
        yield from _curved(curvature, steps)
    yield f"  ({replayed.equalities} equalities replayed)"


def _curved(curvature: Curvature, steps: bool) -> Iterator[str]:
    """The Hessian, with the gradient along any direction, and Newton's step."""
    names = (curvature.gradient, curvature.system.loss)
    yield from (f"  {text(name)} = {text(curvature.system.equations[name])}" for name in names)
    yield ""
    for chain in (*curving.carried(curvature), curvature.acting):
        yield from _steps(chain) if steps else [f"  {text(chain.start)} = {_ends(chain)}"]
    yield f"  {text(curvature.hessian)} = {text(curvature.matrix)}"
    yield f"  {text(curvature.v)} ← {text(curvature.v)} − {text(curving.step(curvature))}"


def _ends(chain: Chain) -> str:
    """The chain rule, where the chain begins with it, and the result."""
    first = chain.lines[0].after
    is_chain_rule = chain.lines[0].steps[0].rule == "chain rule" and not _is_local(first)
    result = text(chain.result)
    return f"{text(first)} = {result}" if is_chain_rule and first is not chain.result else result


def _is_local(expr: Expr) -> bool:
    return is_apply(expr, "derivative") or is_apply(expr, "pullback")


def _steps(chain: Chain) -> Iterator[str]:
    lines = merged(chain.lines, lambda line: text(line.after))
    rows = [(text(line.after), "".join(_words(line))) for line in lines]
    start = text(chain.start)
    width = min(max(len(right) for right, _ in rows), 70)
    for number, (right, why) in enumerate(rows):
        left = start if number == 0 else " " * len(start)
        yield f"  {left} = {right:<{width}}   {why}".rstrip()
    yield ""


def _words(line: Line) -> list[str]:
    return [part.text if isinstance(part, Words) else plain(part.math) for part in reason(line, SPOKEN)]


def summary(made: Report, path: Path) -> Iterator[str]:
    """What a finished report says of itself: what was derived, what was checked, where it is."""
    for part in made.parts:
        if part.is_whole:
            yield f"{part.title}: {len(part.gradients)} gradients as published"
            continue
        yield from _gradients(part)
    yield f"{made.replayed.equalities} equalities replayed, each a known rule and none contradicted at any point"
    yield f"worst cross-check error {error_text(made.worst)} (relative)"
    yield from _published(made)
    yield f"written to {path}"


def _gradients(part: Part) -> Iterator[str]:
    """The gradients of a part in a line, or each in one of its own where they are long."""
    loss, found = part.system.loss, list(part.gradients.items())
    told = [f"{text(total_derivative(loss, v))} = {_short(text(g))}" for v, g in found[:MOST]]
    more = [f"and {len(found) - MOST} more"] if len(found) > MOST else []
    line = f"{part.title}: {'   '.join([*told, *more])}"
    if len(line) <= WIDEST:
        yield line
        return
    yield f"{part.title}:"
    yield from (f"  {line}" for line in (*told, *more))


def _short(text: str) -> str:
    """The text, or where it is too long for a line of the terminal an ellipsis: the document has it whole."""
    return text if len(text) <= LONGEST else "…"


def _published(made: Report) -> Iterator[str]:
    """How many published formulas were judged, and which of them did not hold."""
    findings = [finding for part in made.parts for finding in part.claims]
    if findings:
        proved = sum(finding.outcome == "proved" for finding in findings)
        yield f"{proved} of {len(findings)} published formulas proved"
    for finding in findings:
        if finding.outcome != "proved":
            yield f"  {finding.outcome}: {_formula(finding)}"


def judged(finding: Finding, hint: bool = False) -> Iterator[str]:
    """A finding as a person reads it: the verdict, the evidence, the mistake, the right formula.

    With ``hint`` the kind of mistake and where to look stand in place of the mistake and the right formula. Several
    statements are shown one after the other.
    """
    if finding.kind == "statements":
        for link in finding.links:
            yield from judged(link, hint)
        return
    if finding.outcome == "convention":
        yield from _under_convention(finding)
        return
    yield f"{_headline(finding)}  {_formula(finding)}"
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
        yield from ("  " + line for link in finding.links for line in [f"{link.outcome}: {_formula(link)}"])


def _headline(finding: Finding) -> str:
    if finding.outcome == "proved":
        return f"proved for {_sizes(finding.sizes)}:" if finding.sizes else "proved:"
    return f"{finding.outcome}:"


def _sizes(sizes: Any) -> str:
    """All sizes, or those that a proof is about."""
    if sizes == "all":
        return "all sizes"
    return " and ".join(", ".join(f"{name} = {number}" for name, number in one.items()) for one in sizes)


def _formula(finding: Finding, style: Style = SPOKEN) -> str:
    links = finding.links or (finding,)
    if any(len(link.sides) != 2 for link in links):
        return finding.latex
    return " = ".join(text(side, style) for side in (links[0].sides[0], *(link.sides[1] for link in links)))


def _under_convention(finding: Finding) -> Iterator[str]:
    """What is true under a convention, and what is true in the one in scope."""
    about = "layout" if all(name.endswith("-layout") for name in finding.conventions) else "convention"
    style = replace(SPOKEN, layout="numerator") if finding.layout == "numerator" else SPOKEN
    said = finding.message.startswith("true ")
    yield f"{finding.message if said else 'true by convention only'}:  {_formula(finding, style)}"
    if not said:
        yield f"  {finding.message}"
    right = right_formula(finding) if finding.in_scope or finding.correct else ""
    if right not in ("", _formula(finding, style)):
        yield f"  in the {about} in scope:  {right}"
    for assumption in finding.assumptions:
        yield f"  assuming {assumption}"


def right_formula(finding: Finding) -> str:
    """What is right instead of a formula, as the terminal writes it."""
    if finding.in_scope:
        return " = ".join(map(text, finding.in_scope))
    correct = finding.verdict.correct if isinstance(finding.verdict, Refuted) else None
    about = finding.verdict.about if isinstance(finding.verdict, Refuted) else None
    sides = (finding.links or (finding,))[0].sides if about is None else (about,)
    return f"{text(sides[0])} = {text(correct)}" if correct is not None and sides else finding.correct


def _is_about_shapes(finding: Finding) -> bool:
    """Whether the sides differ in shape: then the mistake has said so, and there is no point to show."""
    mistake, point = finding.mistake or {}, finding.counterexample or {}
    return mistake.get("kind") in ("shape", "transpose") and not point.get("point")


def _counterexample(finding: Finding) -> Iterator[str]:
    point = finding.counterexample
    assert point is not None
    inputs = ", ".join(f"{name} = {value}" for name, value in point["point"].items())
    entry = f" in entry {', '.join(map(str, point['entry']))}" if point["entry"] else ""
    if inputs:
        yield f"  at {inputs}"
    yield f"  the left side is {point['left']}, the right side {point['right']}{entry}"
