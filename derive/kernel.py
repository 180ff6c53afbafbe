"""The kernel: replays a derivation, step by step, and refuses whatever it cannot re-check.

A step is checked three times over: its rule, instantiated with the step's own binding, must turn ``before`` into
``after`` at the place it names; each of the rule's conditions must hold or be recorded as an assumption; and what
it equates, evaluated in balls at random points where derivatives come from power series and from no rule, must not
certainly differ. The first two make the step an instance of a known rule; the last refuses a rule that is itself
wrong.

Replaying searches nothing, proves nothing and imports no prover. It does not establish that the equations given are
the ones somebody meant, or that the assumptions hold.
"""

from __future__ import annotations

import random
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from derive.adjoints import adjoints
from derive.arrays import filled, mapped
from derive.balls import BITS, Balls, apart, ball, is_defined, relative_width
from derive.building import total_derivative
from derive.conditions import Context, UnknownCondition, open_conditions
from derive.declared import COLUMNS, ROWS, as_declared
from derive.dependence import UNTAKEN
from derive.indexing import bounds_of_positions, last_position
from derive.ir import Apply, Expr, Path, Var, at, variables
from derive.lowering import NoValue, Setting, evaluate
from derive.resizing import numbered_within
from derive.rewriting import Rule, applied, instance
from derive.rules import UnknownRule, get
from derive.ruletext import RuleTextError
from derive.shapes import ShapeError, UnknownSize
from derive.steps import Chain, Derivation, Step
from numeric.enclosure import precision

POINTS = 2
"""At how many points each equality is evaluated."""
MANY = 40
"""From how many derivatives of one number on they are evaluated in one sweep, and checked together."""
PRIMES = (2, 3, 5, 7, 11, 13, 17, 19)
"""The numbers that size names get: pairwise distinct and at least 2, so that a confusion of sizes shows."""
MOST_ENTRIES = 60
"""How many entries an array may have at a point; where sizes would make more, smaller numbers stand for them."""


class ReplayError(Exception):
    """A derivation does not replay. The message says which step, which rule and what is wrong."""


class NoPoint(ReplayError):
    """A step has a value at none of the points that were asked, so nothing speaks for it or against it."""


@dataclass(frozen=True)
class Replay:
    """What was re-checked: how many equalities, at how many points, and how closely the balls agree (relative)."""

    equalities: int
    evaluations: int
    widest: float

    def __add__(self, other: Replay) -> Replay:
        return Replay(
            self.equalities + other.equalities,
            self.evaluations + other.evaluations,
            max(self.widest, other.widest),
        )


def replay(
    derivation: Derivation, given: Mapping[Var, Expr] | None = None, points: int = POINTS, above: int = 0
) -> Replay:
    """Re-check every step of every chain, in order; raises `ReplayError` at the first that fails.

    A chain may use the results of the chains before it. Where ``given`` is there, the derivation may rest on no other
    equations than these. The values at the points lie between ``above`` and ``above`` + 1; where a step has no value
    at any of them, as log(log x) has none below 1, `NoPoint` is raised: that says nothing against the step.
    """
    if given is not None:
        foreign = [v for v, e in derivation.given.items() if given.get(v) is not e]
        if foreign:
            raise ReplayError(f"the derivation rests on an equation for {foreign[0]} that is not the model's")
    results: dict[Expr, Expr] = {}
    where = _where(derivation, points, above)
    done = Replay(0, 0, 0.0)
    context = Context(derivation.given, results, derivation.facts)
    for chain in derivation.chains:
        done += _replay_chain(chain, context, where)
        results[chain.start] = chain.result
    return done


@dataclass(frozen=True)
class _Point:
    """Where a derivation is evaluated, with what was evaluated there so far: steps share most of their parts."""

    setting: Setting
    values: dict[Expr, Any]


def _replay_chain(chain: Chain, context: Context, points: Sequence[_Point]) -> Replay:
    standing, widest = chain.start, 0.0
    for number, step in enumerate(chain.steps, start=1):
        try:
            if step.before is not standing:
                raise ReplayError("it does not start where the step before it ended")
            _check_rule(step, context)
            widest = max(widest, _check_values(step, points))
        except ReplayError as error:
            raise type(error)(f"step {number} ({step.rule}) of {chain.start} does not hold: {error}") from error
        standing = step.after
    return Replay(len(chain.steps), len(chain.steps) * len(points), widest)


NAMES = ("v", "w", "node")
"""Parameters of derivatives that speak of a name and not of its value: the s and the q in ∂s/∂q."""
HELD_CONSTANT = ("derivative", "pullback")
"""Derivatives that hold all other names constant, so that the model's equations do not count in what they are of."""
ABOUT_VALUES = ("given", "result")
"""Conditions of rules that hold because a name has the value of its equation."""


def _check_place(root: Expr, place: Path, rule: Rule, form: int) -> None:
    """Equal values may not stand for one another everywhere: a derivative is by a name, and may be of a formula."""
    about_values = any(name in ABOUT_VALUES for name, *_ in rule.needs(form))
    for depth, index in enumerate(place):
        node = at(root, place[:depth])
        if not (isinstance(node, Apply) and node.op.name in UNTAKEN):
            continue
        parameter = node.op.parameters[index]
        if parameter in NAMES:
            raise ReplayError(f"it changes the name {at(node, (index,))} of which {node} speaks")
        if about_values and parameter == "body" and node.op.name in HELD_CONSTANT:
            raise ReplayError(f"it uses an equation inside {node}, where other names are constant")


def _check_rule(step: Step, context: Context) -> None:
    """The step must be an instance of its rule, with each condition decided or assumed."""
    try:
        rule = get(step.rule)
        _check_place(step.before, step.place, rule, step.form)
        after = applied(rule, step.form, step.binding, step.before, step.place)
    except (UnknownRule, RuleTextError, IndexError, ShapeError, KeyError, ValueError) as error:
        raise ReplayError(str(error)) from error
    if after is None:
        raise ReplayError("the rule's left side is not what stands at that place")
    if after is not step.after:
        raise ReplayError("the rule does not give what the step claims")
    if after.shape != step.before.shape:
        raise ReplayError(f"the two sides have different shapes, {step.before.shape} and {after.shape}")
    try:
        needed = open_conditions(rule, step.form, step.binding, context)
    except (UnknownCondition, RuleTextError, ShapeError) as error:
        raise ReplayError(str(error)) from error
    if needed is None:
        raise ReplayError("a condition of the rule does not hold")
    missing = [a for a in needed if a not in step.assumptions]
    if missing:
        raise ReplayError(f"it needs {missing[0].condition} of {missing[0].parts[0]}, and does not say so")


def _check_values(step: Step, points: Sequence[_Point]) -> float:
    """What the rule equates must not certainly differ at any point, and must have values at one at least.

    The parts themselves are compared, not the whole lines: under a derivative, say, a wrong constant would not show.
    """
    domain, widest, defined = Balls(), 0.0, 0
    left, right = instance(get(step.rule), step.form, step.binding)
    with precision(BITS):
        for point in points:
            try:
                before = evaluate(left, point.setting, domain, point.values)
                after = evaluate(right, point.setting, domain, point.values)
            except (NoValue, UnknownSize, ZeroDivisionError) as error:
                raise ReplayError(f"it cannot be evaluated: {error}") from error
            if not (is_defined(before) and is_defined(after)):
                continue
            defined += 1
            entry = apart(before, after)
            if entry is not None:
                raise ReplayError(f"the two sides certainly differ{f' in entry {entry}' if entry else ''} at a point")
            widest = max(widest, relative_width(before, after))
    if not defined:
        raise NoPoint("the two sides have values at none of the points")
    return widest


def _where(derivation: Derivation, points: int, above: int) -> list[_Point]:
    """Points at which a derivation is evaluated: short fractions between two whole numbers, sizes small and distinct.

    Names have values as they are declared, and square matrices a large diagonal, so that their determinants are
    positive.
    """
    starts = [chain.start for chain in derivation.chains]
    roots = [*starts, *(step.after for step in derivation.steps), *derivation.given.values()]
    names = [name for name in variables(*roots) if name not in derivation.given]
    sizes = numbered_within(MOST_ENTRIES, PRIMES, roots)
    rng, bounds, facts = random.Random(0), bounds_of_positions(roots), derivation.declared
    ends = {v: last_position(v, bounds, sizes) for v in names}
    if any({ROWS, COLUMNS} <= known for known in facts.values()):
        raise ReplayError("it takes both the rows and the columns of one matrix to be one-hot")
    with precision(BITS):
        return [
            _point(derivation, Setting(_values(names, sizes, rng, ends, facts, above), sizes, derivation.given))
            for _ in range(points)
        ]


def _values(
    names: Iterable[Var],
    sizes: Mapping[str, int],
    rng: random.Random,
    ends: Mapping[Var, int | None],
    facts: Mapping[Var, frozenset[str]],
    above: int,
) -> dict[Var, Any]:
    found = {}
    for v in names:
        known = facts.get(v, frozenset())
        value = as_declared(_random(v, sizes, rng, ends[v], above), known)
        found[v] = mapped(ball, value)
    return found


def _point(derivation: Derivation, setting: Setting) -> _Point:
    """The point with the values of all names that have one there, so that no step evaluates the whole model again."""
    domain, found, values = Balls(), dict(setting.values), dict[Expr, Any]()
    for name in derivation.given:
        with suppress(NoValue, UnknownSize, ZeroDivisionError):
            found[name] = evaluate(name, setting, domain, values)
    setting = Setting(found, setting.sizes, setting.given)
    values.update(_many_at_once(derivation, setting))
    return _Point(setting, values)


def _many_at_once(derivation: Derivation, setting: Setting) -> dict[Expr, Any]:
    """The values of the derivatives of a number by very many names, where a sweep finds them (`derive.adjoints`)."""
    totals: dict[Var, list[Var]] = {}
    for start in (chain.start for chain in derivation.chains):
        if isinstance(start, Apply) and start.op.name == "total":
            end, v = start.args
            if isinstance(end, Var) and isinstance(v, Var):
                totals.setdefault(end, []).append(v)
    large = (end for end, names in totals.items() if len(names) >= MANY)
    return {
        total_derivative(end, v): slope for end in large for v, slope in adjoints(end, totals[end], setting).items()
    }


def _random(v: Var, sizes: Mapping[str, int], rng: random.Random, end: int | None, above: int) -> Any:
    """Numbers for a name, or positions up to ``end`` for one that is used as such."""
    if end is not None:
        return filled(v.shape.numbers(sizes), lambda _: Fraction(rng.randint(1, end)))
    square = v.shape.rank == 2 and v.shape.sizes[0] == v.shape.sizes[1]

    def entry(index: tuple[int, ...]) -> Fraction:
        large = v.shape.numbers(sizes)[0] if square and index[0] == index[1] else 0
        return Fraction(rng.randint(11, 89), 100) + large + above

    return filled(v.shape.numbers(sizes), entry)
