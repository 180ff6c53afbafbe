"""A formula differentiated by the rules of the schoolbook, for the terminal, as a document and as data."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import combinations
from typing import Any

from derive import __version__
from derive.elementary import Elementary, differentiate
from derive.ir import Apply, Const, Expr, Symbol, Var, variables
from derive.kernel import ReplayError
from derive.notation.declarations import symbol_of
from derive.notation.errors import Refusal
from derive.notation.latex import latex
from derive.notation.math import EQUALS
from derive.notation.reading import read
from derive.notation.readings import Reading
from derive.notation.scope import MAKESHIFT, Scope
from derive.notation.styling import Style
from derive.notation.typesetting import together, typeset
from derive.proposing import DerivingError
from derive.resizing import resized
from derive.rules import get
from derive.shapes import SCALAR, Size
from derive.steps import Chain, Line, Step
from reports import evidence, languages
from reports.chains import merged
from reports.document import Block, Display, Document, Equation, Heading, Inlines, Paragraph, Words
from reports.emitters.plain import plain, width
from reports.failing import Failure
from reports.manner import Manner, manner
from reports.words import CHAIN_RULE, phrases

IN_PASSING = ("derivative of the variable", "derivative of a constant")
"""Rules that are named only where a line has no other."""
LONGEST = 32
"""The longest left side, in columns, beside which lines are aligned; below a longer one they are set in."""
WIDEST = 72
"""The widest right side that moves the column of the reasons."""
MOST = 4
"""How often a formula may be differentiated at most: the lines grow with each time."""


@dataclass(frozen=True)
class Found:
    """The derivatives of one formula, each with its steps, all replayed; and in which style they are written."""

    formula: str
    every: tuple[Elementary, ...]
    style: Manner

    @property
    def lemmas(self) -> tuple[Chain, ...]:
        """What is found on the side, each once."""
        return tuple({chain.start: chain for one in self.every for chain in one.lemmas}.values())


def found(formula: str, names: Sequence[str], scope: Scope, order: int, language: str = languages.DEFAULT) -> Found:
    """The derivatives of a formula by each name, or by the only one in it; of order 2 the mixed ones too.

    Raises `Failure` for what cannot be done.
    """
    if not 1 <= order <= MOST:
        raise Failure(f"--order is {order}, expected 1 to {MOST}")
    body, style = _named_sizes(_body(formula, names, scope)), _style(formula)
    raised = bool(style.example_sizes)
    try:
        wanted = list(dict.fromkeys(_names(names, body)))
        every = [differentiate(body, v, order, raised=raised) for v in wanted]
        for first, second in combinations(every, 2) if order == 2 else ():
            every.append(differentiate(differentiate(body, first.v).result, second.v, raised=raised))
    except (DerivingError, ReplayError) as error:
        raise Failure(f"{formula} was not differentiated, and nothing is shown: {error}") from error
    return Found(formula, tuple(every), manner(style, language))


def _body(formula: str, names: Sequence[str], scope: Scope) -> Expr:
    reading = _read(formula, names, scope)
    if reading.error is not None:
        raise Failure(reading.error.render(formula))
    if reading.expr is None or reading.kind not in ("expression", "definition") or len(reading.sides) > 1:
        raise Failure(f"{formula} is no formula that can be differentiated: write one without a relation, such as x^2")
    if not reading.expr.shape.is_scalar:
        raise Failure(f"{formula} is an array of shape {reading.expr.shape}; a number can be differentiated here")
    return reading.expr


def _names(names: Sequence[str], body: Expr) -> list[Var]:
    known = {v.symbol: v for v in variables(body)}
    if not names:
        numbers = [v for v in known.values() if v.shape.is_scalar]
        if len(numbers) != 1:
            listed = ", ".join(str(v) for v in known.values()) or "none"
            raise Failure(f"say by which name: there is {listed}; as in derive diff 'x^2 y' x y")
        return numbers
    wanted = []
    for name in names:
        try:
            symbol = symbol_of(name)
        except Refusal as refusal:
            raise Failure(f"{name} is no name: {refusal.error.message}") from refusal
        v = known.get(symbol, Var(symbol))
        if not v.shape.is_scalar:
            raise Failure(f"{name} is an array of shape {v.shape}; a formula is differentiated by a number here")
        wanted.append(v)
    return wanted


def _read(formula: str, names: Sequence[str], scope: Scope) -> Reading:
    """The formula as it is read in the scope; where nothing is declared and it cannot be read so, the names to
    differentiate by are numbers.
    """
    reading = read(formula, scope)
    for known in _scopes(names, formula, scope) if reading.error is not None and scope.open else ():
        again = read(formula, known)
        if again.error is None:
            return again
    return reading


def _scopes(names: Sequence[str], formula: str, scope: Scope) -> Iterator[Scope]:
    """The scope with the names as numbers; then also with σ or Φ as one, which are functions elsewhere."""
    try:
        symbols = [symbol_of(name) for name in names]
    except Refusal:
        return
    for symbol in symbols:
        scope = scope.with_shape(symbol, SCALAR)
    yield scope
    for letter in ("sigma", "Phi"):
        if f"\\{letter}" in formula:
            yield scope.with_shape(Symbol(letter), SCALAR)


def _style(formula: str) -> Style:
    """Indices stand above the line, as in x^{(i)}, where they do so in the formula."""
    raised = re.search(r"\^\s*\{\s*\(", formula)
    return Style(whole_families=True) if raised else Style(whole_families=True, example_sizes=frozenset())


def _named_sizes(body: Expr) -> Expr:
    """A size that nobody named is called n, where there is only one and nothing else is called so."""
    sizes = {name for v in variables(body) for name in v.shape.names}
    makeshift = [name for name in sizes if name.startswith(MAKESHIFT)]
    taken = {v.name for v in variables(body)} | sizes
    return resized(body, {makeshift[0]: Size.of("n")}) if len(makeshift) == 1 and "n" not in taken else body


# The reasons.


def told(line: Line, style: Manner) -> Inlines:
    """Why a line follows: the chain rule is named only where the inner function is more than the variable."""
    telling = tuple(step for step in line.steps if step.rule not in IN_PASSING) or line.steps
    bookkeeping = all(get(step.rule).minor for step in telling)
    reasons = phrases(line if bookkeeping else Line(telling), style)
    if not any(map(_is_chained, telling)):
        reasons = [(key, phrase) for key, phrase in reasons if key != CHAIN_RULE]
    return style.speech.joined("then", [phrase for _, phrase in reasons])


def _is_chained(step: Step) -> bool:
    """Whether a step differentiates a function of more than the variable."""
    inner = next((step.binding[name] for name in ("u", "x", "z", "p", "q") if name in step.binding), None)
    return (
        step.rule.startswith("derivative of ")
        and isinstance(inner, Var | Const | Apply)
        and inner is not step.binding.get("v")
    )


# The terminal.


def lines(found: Found) -> Iterator[str]:
    """The steps for the terminal."""
    for lemma in found.lemmas:
        yield from _chain(lemma, found.style)
        yield ""
    for number, one in enumerate(found.every):
        if number:
            yield ""
        for chain in one.chains:
            yield from _chain(chain, found.style)
        if not one.depends:
            yield spoken(found.style.say("does not occur", v=typeset(one.v, found.style))).removesuffix(".")
        if one.assumptions:
            yield spoken(found.style.say("assuming", assumptions=evidence.assumed(one.assumptions, found.style)))


def _chain(chain: Chain, style: Manner) -> Iterator[str]:
    write = together([chain.start, *(line.after for line in chain.lines)], style)
    rows = [
        (plain(write(line.after, None)), spoken(told(line, style)))
        for line in merged(chain.lines, lambda line: write(line.after, None))
    ]
    start = plain(write(chain.start, None))
    lead = start if width(start) <= LONGEST else " "
    if lead != start:
        yield start
    column = max((width(right) for right, _ in rows if width(right) <= WIDEST), default=0)
    for number, (right, why) in enumerate(rows):
        left = lead if number == 0 else " " * width(lead)
        yield f"{left} = {right}{' ' * max(0, column - width(right))}   {why}".rstrip()


def spoken(inlines: Inlines) -> str:
    """A sentence as text."""
    return "".join(part.text if isinstance(part, Words) else plain(part.math) for part in inlines)


# The document.


def document(found: Found) -> Document:
    """The steps as a document; every line of it has been replayed."""
    blocks: list[Block] = []
    style = found.style
    for chain in found.lemmas:
        blocks += [Paragraph(style.say("used below")), _display(chain, style)]
    for number, one in enumerate(found.every):
        by = typeset(one.v, style)
        blocks.append(Heading(1, style.say("by", v=by), f"by-{number}"))
        blocks += [_display(chain, style) for chain in one.chains]
        if not one.depends:
            blocks.append(Paragraph(style.say("does not occur", v=by)))
        blocks += evidence.assumptions_callout(one.assumptions, style)
    count = str(sum(one.replayed.equalities for one in found.every))
    return Document(
        style.say("derivative of", function=typeset(found.every[0].body, style)),
        tuple(blocks),
        provenance=style.text("made of formula", version=__version__, formula=found.formula, count=count),
        language=style.language,
        keywords=(style.text("keyword derivative"),),
    )


def _display(chain: Chain, style: Manner) -> Display:
    write = together([chain.start, *(line.after for line in chain.lines)], style)
    shown = merged(chain.lines, lambda line: write(line.after, None))
    equations = [Equation(None, EQUALS, write(line.after, None), told(line, style)) for line in shown]
    if equations:
        equations[0] = replace(equations[0], left=write(chain.start, None))
        equations[-1] = replace(equations[-1], result=True)
    return Display(tuple(equations))


# Data.


def as_data(found: Found) -> list[dict[str, Any]]:
    """The same for programs."""
    return [
        {
            "by": str(one.v),
            "of": latex(typeset(one.body, found.style)),
            "result": latex(typeset(one.result, found.style)),
            "plain": plain(typeset(one.result, found.style)),
            "lines": [[latex(typeset(line.after, found.style)) for line in chain.lines] for chain in one.chains],
            "reasons": [[spoken(told(line, found.style)) for line in chain.lines] for chain in one.chains],
            "assuming": spoken(evidence.assumed(one.assumptions, found.style)),
            "replayed": one.replayed.equalities,
        }
        for one in found.every
    ]
