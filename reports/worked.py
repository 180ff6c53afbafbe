"""A worked example as blocks: the values before the step, the gradients, the step, and what it changed."""

from __future__ import annotations

from typing import Any

import numpy as np

from derive.building import is_apply, total_derivative
from derive.components import component
from derive.ir import Symbol, Var, postorder
from derive.notation.math import EQUALS, Brackets, Math, Matrix, Number, Sign, row
from derive.notation.typesetting import typeset
from derive.working import Worked, outputs
from reports.document import Block, Display, Equation, Formula, Heading, Inlines, Paragraph, Table, words
from reports.manner import Manner

DIGITS = 6
"""How many digits after the decimal point are printed."""


def blocks_of(worked: Worked, style: Manner, anchor: str = "worked-numbers") -> list[Block]:
    """The worked example from the inputs to the prediction."""
    blocks: list[Block] = [Heading(1, style.say("worked numbers"), anchor), Paragraph(_introduction(worked, style))]
    blocks += _per_example(worked, style)
    blocks += _scalars(worked, style)
    blocks.append(_step(worked, style))
    blocks += _prediction(worked, style)
    return blocks


def decimal(value: float) -> Math:
    """A number with six digits after the point, its minus sign as a sign; whole numbers stay whole."""
    rounded = f"{value:.{DIGITS}f}"
    digits = f"{value:g}" if abs(float(rounded) - float(f"{value:.4g}")) < 1e-12 and len(f"{value:g}") < 6 else rounded
    return row(Sign("−", "prefix"), Number(digits[1:])) if digits.startswith("-") else Number(digits)


def vector(value: Any) -> Math | None:
    """A number, a short vector in brackets, a small matrix; None for what is too long to be set in a line."""
    array = np.asarray(value, dtype=float)
    if array.ndim == 0:
        return decimal(float(array))
    if array.size == 1:
        return decimal(float(array.reshape(-1)[0]))
    if array.ndim == 2 and 1 not in array.shape and max(array.shape) <= 3:
        return Matrix(tuple(tuple(decimal(float(number)) for number in line) for line in array))
    if array.ndim > 1 or array.size > 6:
        return None
    items: list[Math] = []
    for number in array:
        items += [Sign(",", "punctuation")] if items else []
        items.append(decimal(float(number)))
    return Brackets(row(*items))


def _introduction(worked: Worked, style: Manner) -> Inlines:
    rate = f"{worked.rate:g}"
    if not any(is_apply(part, "log") for part in postorder(*worked.system.equations.values())):
        return style.say("at the rate", rate=rate)
    return style.say("at the rate, base 10" if worked.log10 else "at the rate, natural", rate=rate)


def _per_example(worked: Worked, style: Manner) -> list[Block]:
    """A table with a line for each example, where the model has examples."""
    columns: list[tuple[Var, tuple[int, ...]]] = []
    count = 0
    for v, value in worked.values.items():
        if v.shape.sizes and v.shape.sizes[-1].names & style.example_sizes:
            count = np.shape(value)[-1]
            rows = np.shape(value)[0] if v.shape.rank == 2 else 1
            columns += [(v, (k,) if v.shape.rank == 2 else ()) for k in range(rows)]
    if not columns or count > 20 or len(columns) > 8:
        return []
    header = tuple((Formula(_column_name(v, index, worked, style)),) for v, index in columns)
    lines = []
    for i in range(count):
        cells = [decimal(float(np.asarray(worked.values[v])[(*index, i)])) for v, index in columns]
        lines.append((words(str(i + 1)), *((Formula(cell),) for cell in cells)))
    return [Table((style.say("head example"), *header), tuple(lines), "r" * (1 + len(columns)))]


def _column_name(v: Var, index: tuple[int, ...], worked: Worked, style: Manner) -> Math:
    """The name of a column: the entry's name without its example index, which is the line's."""
    entry = component(v, (*index, 0), style.example_sizes).symbol
    single = index and worked.sizes.get(str(v.shape.sizes[0])) == 1
    sub = entry.sub.rpartition(",")[0] if single else entry.sub
    return typeset(Var(Symbol(entry.letter, entry.accent, sub, entry.layer)), style)


def _scalars(worked: Worked, style: Manner) -> list[Block]:
    """The nodes that are numbers or short vectors, the loss among them, in the order of computation."""
    equations = []
    for v in worked.system.computable:
        is_example = bool(v.shape.sizes) and bool(v.shape.sizes[-1].names & style.example_sizes)
        shown = None if is_example else vector(worked.values[v])
        if shown is not None:
            equations.append(Equation(typeset(v, style), EQUALS, shown, _role(v, worked, style)))
    return [Display(tuple(equations))] if equations else []


def _role(v: Var, worked: Worked, style: Manner) -> Inlines:
    return style.say("loss before") if v is worked.system.loss else ()


def _step(worked: Worked, style: Manner) -> Display:
    """The gradients, the step, and the loss after it."""
    loss = worked.system.loss
    equations: list[Equation] = []
    for v, slope in worked.gradients.items():
        shown = vector(slope)
        if shown is not None:
            equations.append(Equation(typeset(total_derivative(loss, v), style), EQUALS, shown))
    for v in worked.gradients:
        before, slope, after = (vector(part[v]) for part in (worked.values, worked.gradients, worked.updated))
        if before is None or slope is None or after is None:
            continue
        right = row(
            before, Sign("−", "binary"), decimal(worked.rate), Sign("·", "binary"), _bracketed(slope), EQUALS, after
        )
        equations.append(Equation(typeset(v, style), Sign("←", "relation"), right, style.say("one step")))
    equations.append(Equation(typeset(loss, style), EQUALS, decimal(worked.loss_after), style.say("loss after")))
    return Display(tuple(equations))


def _bracketed(math: Math) -> Math:
    """A negative number in brackets, as it stands behind a product sign."""
    negative = getattr(math, "items", (None,))[0] == Sign("−", "prefix")
    return Brackets(math) if negative else math


def _prediction(worked: Worked, style: Manner) -> list[Block]:
    if worked.predictions is None:
        return []
    output = outputs(worked.system)[0]
    letter = component(output, (0,) * output.shape.rank, style.example_sizes).symbol
    name = typeset(Var(Symbol(letter.letter, letter.accent)), style)
    before, after = worked.predictions
    query = vector(worked.query)
    intro = style.say("predicts") if query is None else style.say("predicts for", query=query)
    return [
        Paragraph(intro),
        Display(
            (
                Equation(name, EQUALS, vector(before) or row(), style.say("before the step")),
                Equation(name, EQUALS, vector(after) or row(), style.say("after the step")),
            )
        ),
    ]
