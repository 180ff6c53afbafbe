"""What must hold for an expression to have a value: no denominator is 0, logarithms are of positive numbers, and so on.

Equality is proved where both sides have values; a condition that does not follow from how a part is built is listed as
an assumption. That is more than is needed where a part cannot matter, as in a case that is not chosen.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache

from derive import ruletext, signs
from derive.building import add, is_apply, unwrapped
from derive.constants import constant_value
from derive.ir import Apply, Expr, Var, children, postorder
from derive.operators import Operator
from derive.rewriting import Assumption
from derive.shapes import Size

NOT_NEGATIVE, POSITIVE, NONZERO, REGULAR, WITHIN = "not-negative", "positive", "nonzero", "regular", "within"
"""The conditions: u ≥ 0, u > 0, u ≠ 0 in every entry, that a matrix has an inverse, that a position is one of n."""


def obligations(
    roots: Iterable[Expr], given: Mapping[Var, Expr], positive: frozenset[Var] = frozenset()
) -> list[Assumption]:
    """The conditions under which the expressions have values, each once; those of ``given`` names they rest on too.

    Conditions that hold by how a part is built are left out; the names in ``positive`` are declared to be that.
    """
    found: dict[Assumption, None] = {}
    for node in _nodes(roots, given):
        for needed in _RULES[node.op.name](node) if node.op.name in _RULES else ():
            if not holds(needed, given, positive):
                found[needed] = None
    known = positive | {a.parts[0] for a in found if a.condition == POSITIVE and isinstance(a.parts[0], Var)}
    return [a for a in found if not _is_implied(a, found) and (a.parts[0] in known or not holds(a, given, known))]


def _nodes(roots: Iterable[Expr], given: Mapping[Var, Expr]) -> Iterator[Apply]:
    """Every application below the roots, through equations and through what operators abbreviate."""
    pending, seen = list(roots), set[Expr]()
    while pending:
        for node in postorder(pending.pop(), within=lambda n: n not in seen):
            if node in seen:
                continue
            seen.add(node)
            if isinstance(node, Var) and node in given:
                pending.append(given[node])
            if isinstance(node, Apply):
                yield node
                if node.op.definition and not _asks_nothing(node.op):
                    pending.append(_written_out(node.op, node.args))


def _written_out(operator: Operator, args: tuple[Expr, ...]) -> Expr:
    """What an operator that others define abbreviates."""
    binding = dict(zip(operator.parameters, args, strict=True))
    return ruletext.instantiate(ruletext.parse(operator.definition), binding)


@cache
def _asks_nothing(operator: Operator) -> bool:
    """Whether what an operator abbreviates has a value wherever its arguments have, whatever these are."""
    names = tuple(map(Var, operator.parameters))
    return operator.elementwise and not obligations([_written_out(operator, names)], {})


def _denominator(node: Apply) -> Iterator[Assumption]:
    for factor in _factors(node.args[1]):
        yield Assumption(NONZERO, (factor,))


def _factors(expr: Expr) -> Iterator[Expr]:
    """The factors of a product: it is not 0 where none of them is."""
    bare = unwrapped(expr)
    if isinstance(bare, Apply) and bare.op.name in ("mul", "neg"):
        for arg in bare.args:
            yield from _factors(arg)
    elif isinstance(bare, Apply) and bare.op.name == "power" and (constant_value(unwrapped(bare.args[1])) or 0) > 0:
        yield from _factors(bare.args[0])
    else:
        yield bare


def _power(node: Apply) -> Iterator[Assumption]:
    base, power = map(unwrapped, node.args)
    exponent = constant_value(power)
    if exponent is None:
        if is_apply(power, "neg") and _is_whole(children(power)[0]):
            for factor in _factors(base):
                yield Assumption(NONZERO, (factor,))
        elif not _is_whole(power):
            yield Assumption(POSITIVE, (base,))
    elif exponent.denominator == 1:
        if exponent < 0:
            for factor in _factors(base):
                yield Assumption(NONZERO, (factor,))
    else:
        yield Assumption(NOT_NEGATIVE if exponent > 0 else POSITIVE, (base,))


def _is_whole(exponent: Expr) -> bool:
    """Whether it is a size, or a sum of products of sizes and whole numbers: any number has such a power."""
    if is_apply(exponent, "add") or is_apply(exponent, "mul"):
        return all(_is_whole(part) for part in children(exponent))
    if isinstance(exponent, Apply) and exponent.op.name == "extent":
        size = exponent.attr("size")
        return isinstance(size, Size) and all(count > 0 for _, count in size.terms)
    value = constant_value(exponent)
    return value is not None and value.denominator == 1 and value > 0


_RULES: dict[str, Callable[[Apply], Iterator[Assumption]]] = {
    "div": _denominator,
    "power": _power,
    "log": lambda node: iter((Assumption(POSITIVE, (unwrapped(node.args[0]),)),)),
    "step": lambda node: iter((Assumption(NONZERO, (unwrapped(node.args[0]),)),)),
    "inverse": lambda node: iter((Assumption(REGULAR, node.args),)),
}
"""What each operator needs of its arguments to have a value."""


def holds(needed: Assumption, given: Mapping[Var, Expr], positive: frozenset[Var] = frozenset()) -> bool:
    """Whether a condition follows from the signs of how a part is built; no sign says that a matrix has an inverse."""
    if needed.condition not in (NONZERO, NOT_NEGATIVE, POSITIVE):
        return False
    (part,) = needed.parts
    known = signs.facts(part, given, positive)
    if needed.condition == NONZERO:
        return known.nonzero
    return known.positive or (needed.condition == NOT_NEGATIVE and known.not_negative)


def _is_implied(assumption: Assumption, others: Iterable[Assumption]) -> bool:
    """Whether a stronger condition on the same part is listed."""
    stronger = {NONZERO: (POSITIVE,), NOT_NEGATIVE: (POSITIVE,)}.get(assumption.condition, ())
    return any(other.condition in stronger and other.parts == assumption.parts for other in others)


def kinks(body: Expr, v: Var, given: Mapping[Var, Expr]) -> Iterator[Assumption]:
    """Where the derivative of a body with respect to v does not exist, though its rule, such as 0, has a value."""
    moving: set[Expr] = {v}
    order: list[Expr] = []
    for root in (*given.values(), body):
        order += [n for n in postorder(root) if n not in moving]
    for node in order:
        if any(child in moving for child in children(node)) or (isinstance(node, Var) and given.get(node) in moving):
            moving.add(node)
            if isinstance(node, Apply) and (node.op.piecewise_constant or node.op.definition):
                binding = dict(zip(node.op.parameters, node.args, strict=False))
                for condition, text in node.op.domain:
                    yield Assumption(condition, (_without_zero(ruletext.instantiate(ruletext.parse(text), binding)),))


def _without_zero(part: Expr) -> Expr:
    """z for z − 0."""
    terms = children(part) if is_apply(part, "add") else ()
    kept = [t for t in terms if constant_value(unwrapped(children(t)[0] if is_apply(t, "neg") else t)) != 0]
    return add(*kept) if 0 < len(kept) < len(terms) else part
