"""The same gradients in the usual conventions side by side, as a document: a table for each gradient."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from derive import __version__
from derive.ir import Var
from derive.layouts import Restatement, restatements
from derive.modelling import Model
from derive.notation.math import EQUALS, row
from derive.notation.typesetting import Style, typeset_sides
from derive.smoothing import smoothed
from reports import evidence, recurrences
from reports.document import Block, Callout, Document, Formula, Heading, Inlines, Paragraph, Table, words

PROVED = (
    "Each gradient was proved for all sizes, in the model as it reads under the convention of its line. One convention "
    "is changed at a time."
)
NOT_PROVED = "no short form of it was proved"


def compared(model: Model) -> Document:
    """The comparison. Raises `DerivingError` and `ReplayError` where the model's own gradients cannot be derived."""
    style = Style(whole_families=True)
    blocks: list[Block] = [Paragraph(words(PROVED))]
    for label, variant in model.variants.items():
        title = recurrences.title_of(label, variant.system, model.variants)
        blocks.append(Heading(1, words(title), f"part-{len(blocks)}"))
        blocks += _tables(restatements(model, label), style)
    return Document(
        (*words(f"{model.title}: conventions side by side"),),
        tuple(blocks),
        subtitle=words(model.summary),
        provenance=f"Made by derive {__version__}.",
        keywords=("gradient", "layout", model.title),
    )


def _tables(found: Sequence[Restatement], style: Style) -> Iterator[Block]:
    first, *others = found
    rows = [_line(first.words, [_equations(first, first, style)])]
    rows += [_line(one.words, [_equations(one, first, style)]) for one in others]
    yield Table((words("convention"), words("what the model is")), tuple(rows), "ll")
    for v in first.gradients:
        lines = [_line(one.words, [_gradient(one, v, style), words(_shape(one, v))]) for one in found]
        yield Table((words("convention"), words("the gradient"), words("shape")), tuple(lines), "lll")
    if assumptions := dict.fromkeys(a for w in first.gradients.values() for a in w.assumptions):
        yield Callout("Assumed", evidence.assumed(tuple(assumptions), style), "assumption")


def _line(told: str, cells: Sequence[Inlines]) -> tuple[Inlines, ...]:
    return (words(told), *cells)


def _equations(one: Restatement, first: Restatement, style: Style) -> Inlines:
    """The equation that a convention changes first; in the model as it stands, its first equation."""
    pairs = list(one.system.equations.items())
    known = {v.name: e for v, e in first.system.equations.items()}
    changed = [(v, e) for v, e in pairs if one is first or known.get(v.name) is not e]
    if not changed:
        return words("the same equations")
    v, equation = changed[0]
    left, right = typeset_sides([v, equation if one is first else smoothed(equation)], style)
    return (Formula(row(left, EQUALS, right)),)


def _gradient(one: Restatement, v: Var, style: Style) -> Inlines:
    written = one.gradients[v]
    if written.right is None:
        return words(NOT_PROVED)
    within = replace(style, layout="numerator") if one.layout == "numerator" else style
    left, right = typeset_sides([written.left, written.right], within)
    return (Formula(row(left, EQUALS, right)),)


def _shape(one: Restatement, v: Var) -> str:
    shape = one.gradients[v].left.shape
    return "a number" if shape.is_scalar else str(shape)
