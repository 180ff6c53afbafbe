"""The last steps of a derivation: into the form in which a source states the result, where little separates them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable

from derive.building import is_apply, rebuilt
from derive.constants import constant_value
from derive.ir import Apply, Const, Expr, Path, Var, at, children, fold
from derive.matching import places
from derive.proposing import Draft
from derive.rewriting import Binding

TOWARD = (
    "a difference turned around",
    "take out a minus sign",
    "the minus sign in front",
    "the minus sign into the bracket",
    "the denominator in front",
    "by definition",
)
"""What may separate a tidy form from the published one."""


def turn_errors(draft: Draft) -> None:
    """Write −(y − a) as a − y where y is given and a is computed: an error is how much too large an output is."""
    whole = draft.standing
    inner = children(whole)[0] if is_apply(whole, "neg") else whole
    factors = children(inner) if is_apply(inner, "mul") else (inner,)
    for index, factor in enumerate(factors if inner is not whole else ()):
        y, minus_a = children(factor) if is_apply(factor, "add") and len(children(factor)) == 2 else (factor, factor)
        a = children(minus_a)[0] if is_apply(minus_a, "neg") else minus_a
        if isinstance(y, Var) and y not in draft.context.given and a in draft.context.given and a is not minus_a:
            beside: Binding = {} if inner is factor else {"a": factors[:index], "b": factors[index + 1 :]}
            draft.apply("a difference turned around", 1 if beside else 0, {"p": y, "q": a, **beside})
            draft.end_line()
            return


def toward(draft: Draft, target: Expr | None) -> None:
    """Bring the draft's expression into a published form, where a step or two and a reordering do it."""
    if target is None or target.shape != draft.standing.shape:
        return
    target = _with_numbers(target)
    if draft.standing is target:
        return
    start = draft.standing
    parts = frozenset(part for _, part in places(target))
    for there in (frozenset[Expr](), parts):
        for plan in _plans():
            if all(_attempt(draft, name, target, there) for name in plan) and _arrived(draft, target):
                draft.end_line()
                return
            draft.undo_line()
    assert draft.standing is start


def _with_numbers(root: Expr) -> Expr:
    """The expression with a fraction of numbers as the number that it is, as tidying leaves it."""

    def visit(node: Expr, args: tuple[Expr, ...]) -> Expr:
        value = constant_value(node) if node.shape.is_scalar and args else None
        return rebuilt(node, args) if value is None else Const(value)

    found: Expr = fold(root, visit)
    return found


def _plans() -> list[tuple[str, ...]]:
    single = [(name,) for name in TOWARD]
    return [(), *single, *((a, b) for a in TOWARD for b in TOWARD)]


def _attempt(draft: Draft, name: str, target: Expr, there: frozenset[Expr]) -> bool:
    """One step of a plan, at the first place where it fits; parts in ``there``, as the target has them, are left."""
    if name != "by definition":
        return draft.rewrite(name, where=lambda part: part not in there)
    for v, e in draft.context.given.items():
        for place, node in places(draft.standing):
            if node is e and any(part is v for _, part in places(target)):
                return draft.apply(name, 1, {"v": v, "e": e}, place)
    return False


def _arrived(draft: Draft, target: Expr) -> bool:
    """Write out the names that the target writes out, and reorder; False where more than that differs."""
    _write_out(draft, target)
    return _key(draft.standing) == _key(target) and _reordered(draft, target)


def _write_out(draft: Draft, target: Expr) -> None:
    """Put in the equation of a name where the target has the equation and not the name, as Xw − y for r."""
    parts = {part for _, part in places(target)}
    for v, e in reversed(list(draft.context.given.items())):
        while v not in parts and e in parts and children(e):
            place = next((place for place, node in places(draft.standing) if node is v), None)
            if place is None or not draft.apply("by definition", 0, {"v": v, "e": e}, place):
                break


def _key(root: Expr) -> Hashable:
    """What two expressions share that differ in the order of terms and factors, and in the grouping of products."""

    def visit(node: Expr, keys: tuple[Hashable, ...]) -> Hashable:
        if is_apply(node, "add") or is_apply(node, "mul"):
            return node.op.name, frozenset(Counter(keys).items())  # type: ignore[union-attr]
        if is_apply(node, "matmul"):
            sides = (side[1] if isinstance(side, tuple) and side[0] == "matmul" else (side,) for side in keys)
            return "matmul", tuple(key for side in sides for key in side)
        return (node.op.name, node.attrs, keys) if isinstance(node, Apply) else node

    found: Hashable = fold(root, visit)
    return found


def _reordered(draft: Draft, target: Expr) -> bool:
    """Reorder terms and factors, and group products of matrices, until the target stands there."""
    for place, wanted in list(places(target)):
        here = at(draft.standing, place)
        if here is wanted:
            continue
        if is_apply(wanted, "matmul"):
            _group(draft, place)
        for name, op in (("reorder the terms", "add"), ("reorder the factors", "mul")):
            if is_apply(wanted, op):
                draft.apply(name, 0, {"t": children(here), "u": _in_the_order_of(wanted, here)}, place)
        if len(children(at(draft.standing, place))) != len(children(wanted)):
            return False
    return draft.standing is target


def _in_the_order_of(wanted: Expr, here: Expr) -> tuple[Expr, ...]:
    """The terms of one sum in the order of an equal one."""
    left: dict[Hashable, list[Expr]] = {}
    for part in children(here):
        left.setdefault(_key(part), []).append(part)
    return tuple(left[_key(part)].pop(0) for part in children(wanted))


def _group(draft: Draft, place: Path) -> None:
    """Group a product of matrices from the left, as products are read."""
    while True:
        factors = children(at(draft.standing, place))
        if len(factors) != 2 or not is_apply(factors[1], "matmul"):
            return
        b, c = children(factors[1])
        parts: Binding = {"a": factors[0], "b": b, "c": c}
        if not draft.apply("products of matrices in another grouping", 0, parts, place):
            return
