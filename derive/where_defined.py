"""Where a formula has a value and a slope: what its logarithms, roots, fractions and kinks ask for.

What follows from how the formula is built (e^u > 0) is left out, and a condition is said in its simplest form: x ≠ 0
for x² > 0. It is what the formula as it stands asks for; where that is the whole line, nothing is said.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from derive import ruletext
from derive.building import is_apply, unwrapped
from derive.constants import constant_value
from derive.ir import Apply, Const, Expr, Var, children, names_in, postorder, substitute
from derive.rewriting import Assumption
from derive.signs import facts


def conditions_of(*exprs: Expr, also: Iterable[Assumption] = ()) -> tuple[Assumption, ...]:
    """What the expressions need, and what is assumed besides, each once and in its simplest form."""
    found = dict.fromkeys(simple for need in (*_needs(*exprs), *_split(also)) for simple in _simplest(*need))
    positive = {part for name, part in found if name == "positive"}
    away = frozenset(part for name, part in found if isinstance(part, Var))
    kept = [(name, part) for name, part in found if name == "positive" or part not in positive]
    kept = [(name, part) for name, part in kept if isinstance(part, Var) or not _follows(part, away)]
    return tuple(Assumption(name, (part,)) for name, part in kept)


def _follows(part: Expr, away: frozenset[Var]) -> bool:
    """Whether a part is positive because names are not 0: 1 + x²/a² where a ≠ 0."""
    square = Var("the square of a name")
    squares = {node: square for node in postorder(part) if is_apply(node, "power") and _is_square(node, away)}
    return facts(substitute(part, squares), positive=frozenset((square,))).positive


def _is_square(node: Expr, away: frozenset[Var]) -> bool:
    base, exponent = children(node)
    value = constant_value(exponent)
    return base in away and value is not None and value.denominator == 1 and value.numerator % 2 == 0


def _split(assumptions: Iterable[Assumption]) -> Iterator[tuple[str, Expr]]:
    for assumption in assumptions:
        yield from ((assumption.condition, part) for part in assumption.parts)


def _needs(*exprs: Expr) -> Iterator[tuple[str, Expr]]:
    for node in postorder(*exprs):
        if not isinstance(node, Apply):
            continue
        parts = dict(zip(node.op.parameters, node.args, strict=False))
        if node.op.name == "power":
            yield from _of_power(*node.args)
        elif node.op.domain:
            for condition, text in node.op.domain:
                yield condition, ruletext.instantiate(ruletext.parse(text), parts)
        elif node.op.definition:
            yield from _needs(ruletext.instantiate(ruletext.parse(node.op.definition), parts))


def _of_power(base: Expr, exponent: Expr) -> Iterator[tuple[str, Expr]]:
    value = constant_value(exponent)
    if value is None or value.denominator != 1:
        yield "positive", base
    elif value < 0:
        yield "nonzero", base


def _simplest(name: str, part: Expr) -> Iterator[tuple[str, Expr]]:
    """What a condition comes to: nothing where it is known to hold, x ≠ 0 for x² ≠ 0 and for x² > 0."""
    part = unwrapped(part)
    known = facts(part)
    if known.positive or (name == "nonzero" and known.nonzero) or not names_in(part):
        return
    if name == "positive" and known.not_negative:
        name = "nonzero"
    numeric = [f for f in children(part) if isinstance(f, Const)] if is_apply(part, "mul") else []
    if name == "nonzero" and (is_apply(part, "mul") or is_apply(part, "neg")):
        for factor in children(part):
            yield from _simplest(name, factor)
    elif name == "nonzero" and any(is_apply(part, other) for other in ("power", "div", "abs")):
        yield from _simplest("nonzero", children(part)[0])
    elif name == "positive" and len(numeric) == len(children(part)) - 1 >= 1 and all(f.value > 0 for f in numeric):
        [rest] = [f for f in children(part) if not isinstance(f, Const)]
        yield from _simplest("positive", rest)
    elif name == "positive" and is_apply(part, "div") and facts(children(part)[1]).positive:
        yield from _simplest("positive", children(part)[0])
    else:
        yield name, part
