"""Update rules, and steps of loops: what a value goes to, along which gradient, at which rate."""

from __future__ import annotations

from dataclasses import dataclass

from derive.ir import Span, Symbol
from derive.notation.binding import Binder
from derive.notation.errors import Refusal
from derive.notation.forms import is_average, rate_in, spelling
from derive.notation.freeing import OneSided, bound
from derive.notation.lifting import Lifted
from derive.notation.readings import Kind, Reading, Update
from derive.notation.surface import Group, Name, Number, Product, Statement, Sum, Surface, unmarked
from derive.shapes import SCALAR


@dataclass(frozen=True)
class Rule:
    """An update as it is written: what is added to the target, and the rate and the gradient in that.

    ``gradient`` is None where there are several terms not all of one rate, and where the formula breaks off behind it.
    """

    terms: tuple[tuple[int, Surface], ...]
    rate: Name | Number | None = None
    gradient: Surface | None = None

    @property
    def sign(self) -> int:
        """Whether the first term is added or taken away."""
        return self.terms[0][0] if self.terms else 1


def rule_of(statement: Statement) -> Rule:
    """The rule that the second side of an update says: w − α g, or w − α g − α λ w.

    It is without terms where the side says nothing of the kind.
    """
    right = unmarked(statement.sides[1])
    averaged = is_average(statement.sides[0], right)
    terms = _added(right, spelling(statement.sides[0])) if isinstance(right, Sum) and not averaged else ()
    if not terms:
        return Rule(terms)
    first, found = terms[0][0], [rate_in(term) for _, term in terms]
    rate = found[0][0]
    if len(terms) == 1:
        return Rule(terms, rate, found[0][1] if rate is not None else terms[0][1])
    if not isinstance(rate, Name) or any(
        r is None or rest is None or spelling(r) != spelling(rate) for r, rest in found
    ):
        return Rule(terms)
    parts = tuple((first * sign, rest) for (sign, _), (_, rest) in zip(terms, found, strict=True) if rest is not None)
    return Rule(terms, rate, Sum(parts, Span(parts[0][1].span.start, parts[-1][1].span.end)))


def _added(right: Sum, target: tuple[object, ...] | None) -> tuple[tuple[int, Surface], ...]:
    """What a step adds to its target: what stands behind w, and behind (1 − αλ) w also −αλ w; nothing behind others."""
    sign, first = right.terms[0][0], unmarked(right.terms[0][1])
    if sign < 0 or target is None:
        return ()
    if spelling(first) == target:
        return right.terms[1:]
    if not isinstance(first, Product) or len(first.parts) != 2 or first.operations[0] == "/":
        return ()
    shrunk, w = (unmarked(part) for part in first.parts)
    inner = unmarked(shrunk.items[0]) if isinstance(shrunk, Group) and len(shrunk.items) == 1 else shrunk
    if spelling(w) != target or not isinstance(inner, Sum) or not _is_one(inner.terms[0]):
        return ()
    return (*((sign, _times(term, w)) for sign, term in inner.terms[1:]), *right.terms[1:])


def _is_one(term: tuple[int, Surface]) -> bool:
    number = unmarked(term[1])
    return term[0] > 0 and isinstance(number, Number) and number.value == 1


def _times(term: Surface, w: Surface) -> Surface:
    parts, operations = (term.parts, term.operations) if isinstance(term, Product) else ((term,), ())
    return Product((*parts, w), (*operations, ""), Span(term.span.start, w.span.end))


def updated(binder: Binder, statement: Statement, text: str) -> Reading:
    """The reading of an update; one that breaks off behind its rate is a fragment. Raises `Refusal`."""
    sides, rule = statement.sides, rule_of(statement)
    if rule.rate is not None:
        _take_rate(binder, rule.rate)
    cut_off = rule.rate is not None and rule.gradient is None and len(sides) == 2
    kind: Kind = "fragment" if cut_off else "update"
    wanted = [*sides] if rule.gradient is None else [*sides, rule.gradient]
    try:
        exprs = bound(binder, wanted)
    except Refusal as refusal:
        if binder.indices and (isinstance(refusal, OneSided) or refusal.error.kind in ("not-yet", "ambiguous")):
            return _step_of_loop(binder, statement, rule, kind, text)
        refusal.fragment = refusal.fragment or cut_off
        raise
    update = Update(
        target=exprs[0],
        gradient=exprs[len(sides)] if rule.gradient is not None else None,
        rate=binder.expression(rule.rate) if rule.rate is not None else None,
        sign=rule.sign,
    )
    spans = tuple(side.span for side in sides)
    chain = exprs[: len(sides)]
    return Reading(kind, text, expr=exprs[1], sides=chain, relations=statement.relations, spans=spans, update=update)


def _take_rate(binder: Binder, rate: Name | Number) -> None:
    """The rate is a number, where nothing else is known about it."""
    if isinstance(rate, Number):
        binder.choose(f"{binder.shown(rate.span)} is the learning rate")
        return
    symbol = Symbol(rate.letter, rate.accent, font=rate.font)
    if binder.found(symbol) is None:
        binder.scope = binder.scope.with_shape(symbol, SCALAR)
        binder.choose(f"{binder.shown(rate.span)} is the learning rate")


def _step_of_loop(binder: Binder, statement: Statement, rule: Rule, kind: Kind, text: str) -> Reading:
    """A step of a loop, such as dw = dw + dz⁽ⁱ⁾ x⁽ⁱ⁾: what is added belongs to one example."""
    target = binder.expression(statement.sides[0])
    values = [binder.bind(term) for _, term in rule.terms]
    if len(statement.sides) != 2 or not any(isinstance(value, Lifted) for value in values):
        raise Refusal("not-yet", "this step of a loop is not read yet", statement.span)
    index = ", ".join(binder.indices)
    binder.choices.pop(f"the statement is meant for every {index}", None)
    binder.choose(f"this is a step of a loop over {index}: what is added belongs to one {index}")
    sign = rule.sign if len(rule.terms) == 1 else 1
    update = Update(target=target, gradient=None, rate=None, sign=sign)
    return Reading(kind, text, sides=(target,), spans=(statement.sides[0].span,), update=update)
