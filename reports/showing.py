"""What the terminal shows: a model with its gradients, a finished report. Plain lines, calm and aligned."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from derive.building import is_apply, total_derivative
from derive.claims import check_each
from derive.curvature import Curvature, curvatures
from derive.deriving import Order, derive_gradients
from derive.ir import Expr
from derive.kernel import replay
from derive.modelling import Model, Variant
from derive.notation.styling import SPOKEN
from derive.steps import Chain, Line
from reports import curving, languages, recurrences
from reports.chains import merged
from reports.document import Words
from reports.emitters.plain import plain
from reports.judgements import formula
from reports.manner import manner
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
SAID = manner(SPOKEN)
"""How the terminal writes: its messages are English."""


def shown(model: Model, order: Order, steps: bool) -> Iterator[str]:
    """A model's equations and every derivative on the way to its gradients; with ``steps`` every line of them."""
    yield model.title
    yield from filter(None, (model.summary,))
    for label, variant in model.variants.items():
        yield ""
        yield recurrences.title_of(label, variant.system, model.variants, languages.get(languages.DEFAULT))
        if recurrences.is_large(variant.system):
            findings = check_each((claim.formula.latex for claim in variant.claims), model, label)
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
        yield from chain_lines(chain) if steps else [f"  {text(chain.start)} = {_ends(chain)}"]
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
        yield from chain_lines(chain) if steps else [f"  {text(chain.start)} = {_ends(chain)}"]
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


def chain_lines(chain: Chain) -> Iterator[str]:
    """A chain for the terminal: its lines under one another, each with its reason, and an empty one behind them."""
    lines = merged(chain.lines, lambda line: text(line.after))
    rows = [(text(line.after), "".join(_words(line))) for line in lines]
    start = text(chain.start)
    width = min(max(len(right) for right, _ in rows), 70)
    for number, (right, why) in enumerate(rows):
        left = start if number == 0 else " " * len(start)
        yield f"  {left} = {right:<{width}}   {why}".rstrip()
    yield ""


def _words(line: Line) -> list[str]:
    return [part.text if isinstance(part, Words) else plain(part.math) for part in reason(line, SAID)]


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
            yield f"  {finding.outcome}: {formula(finding)}"
