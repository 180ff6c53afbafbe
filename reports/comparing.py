"""The same gradients in the usual conventions side by side, as a document: a table for each gradient."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from derive import __version__
from derive.ir import Var
from derive.layouts import Restatement, restatements
from derive.modelling import Model
from derive.notation.math import EQUALS, row
from derive.notation.styling import Style
from derive.notation.typesetting import typeset_sides
from derive.smoothing import smoothed
from reports import evidence, houses, languages, recurrences
from reports.document import Block, Callout, Document, Formula, Heading, Inlines, Paragraph, Table, words
from reports.houses import House
from reports.manner import Manner, manner
from reports.rereading import NotWritable, refuse_unreadable_in


def compared(model: Model, language: str = languages.DEFAULT, chosen: Sequence[House] = ()) -> Document:
    """The comparison, under house styles of notation.

    Raises `DerivingError` and `ReplayError` where the model's own gradients cannot be derived, `NotWritable` where a
    house style cannot write them, or says what is compared here.
    """
    style = manner(houses.under(Style(whole_families=True), chosen), language)
    if style.derivative == "short" or any(house.examples for house in chosen):
        raise NotWritable("a comparison has rows, columns and layouts by itself, and short names say none of them")
    if chosen:
        refuse_unreadable_in(model, style)
    blocks: list[Block] = [Paragraph(style.say("compared how"))]
    for label, variant in model.variants.items():
        title = recurrences.title_of(label, variant.system, model.variants, style.speech)
        blocks.append(Heading(1, words(title), f"part-{len(blocks)}"))
        blocks += _tables(restatements(model, label), style)
    return Document(
        style.say("compared", model=style.speech.title(model)),
        tuple(blocks),
        subtitle=words(style.speech.summary(model)),
        provenance=style.text("made", version=__version__),
        language=language,
        keywords=(style.text("keyword gradient"), style.text("keyword layout"), style.speech.title(model)),
    )


def _tables(found: Sequence[Restatement], style: Manner) -> Iterator[Block]:
    first, *others = found
    rows = [(_told(one, style), _equations(one, first, style)) for one in (first, *others)]
    yield Table((style.say("head convention"), style.say("head model")), tuple(rows), "ll")
    header = (style.say("head convention"), style.say("head the gradient"), style.say("head shape"))
    for v in first.gradients:
        lines = [(_told(one, style), _gradient(one, v, style), _shape(one, v, style)) for one in found]
        yield Table(header, tuple(lines), "lll")
    if assumptions := dict.fromkeys(a for w in first.gradients.values() for a in w.assumptions):
        yield Callout(style.text("assumed"), evidence.assumed(tuple(assumptions), style), "assumption")


def _told(one: Restatement, style: Manner) -> Inlines:
    return style.say(f"under {one.convention}" if one.convention else f"as it stands {one.layout}")


def _equations(one: Restatement, first: Restatement, style: Manner) -> Inlines:
    """The equation that a convention changes first; in the model as it stands, its first equation."""
    pairs = list(one.system.equations.items())
    known = {v.name: e for v, e in first.system.equations.items()}
    changed = [(v, e) for v, e in pairs if one is first or known.get(v.name) is not e]
    if not changed:
        return style.say("same equations")
    v, equation = changed[0]
    left, right = typeset_sides([v, equation if one is first else smoothed(equation)], style)
    return (Formula(row(left, EQUALS, right)),)


def _gradient(one: Restatement, v: Var, style: Manner) -> Inlines:
    written = one.gradients[v]
    if written.right is None:
        return style.say("compared without")
    within = replace(style, layout="numerator") if one.convention and one.layout == "numerator" else style
    left, right = typeset_sides([written.left, written.right], within)
    return (Formula(row(left, EQUALS, right)),)


def _shape(one: Restatement, v: Var, style: Manner) -> Inlines:
    shape = one.gradients[v].left.shape
    return style.say("number") if shape.is_scalar else words(str(shape))
