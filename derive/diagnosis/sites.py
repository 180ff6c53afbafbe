"""Sites: the places of a formula, each with the value that would have to stand there for the whole to be right.

What is needed is carried down from the whole by undoing one operator after the other. Where an operator cannot be
undone, such as a sum or a matrix product, nothing is known; where no value at all would do, the place is a dead end.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from derive.building import is_apply, unwrapped
from derive.constants import constant_value
from derive.diagnosis.values import CLOSE, Values, is_number, is_untaken, same
from derive.ir import Apply, Const, Expr, Path, children
from derive.lowering import NoValue

MOST_SITES = 240
"""How many places of a formula are looked at."""
LINEAR = frozenset(("mul", "neg", "div", "broadcast", "transpose", "matmul", "sum", "sum_along", "align", "spread"))
"""Operators that a constant factor passes through: it is looked for above them, and not once more below."""
COMPARISONS = frozenset(("greater", "at_least", "equals"))
"""The indicators."""


@dataclass(frozen=True)
class Site:
    """A place: what stands there, above what, its value, and the value needed, or None where it is not known.

    ``dead`` says that no value of this shape would put the whole right; ``above`` names the operators on the way down.
    """

    path: Path
    part: Expr
    parent: Apply | None
    value: Any
    needed: Any = None
    dead: bool = False
    above: tuple[str, ...] = ()
    in_opposite: bool = False

    @property
    def is_fixed(self) -> bool:
        """Whether it is how a condition is written: one, or a part of 1 − [p > q], which stands for [p ≤ q]."""
        return self.in_opposite or (self.parent is not None and is_apply(self.parent, "choose") and self.path[-1] == 0)

    @property
    def is_compared(self) -> bool:
        """Whether it stands on one side of a comparison."""
        return not COMPARISONS.isdisjoint(self.above)

    def having(self, value: Any) -> Site:
        """The same place with another value there."""
        return Site(self.path, self.part, self.parent, value, self.needed, self.dead, self.above)

    @property
    def is_head(self) -> bool:
        """Whether factors that are wrong by a constant are looked for here: not inside a product."""
        return self.parent is None or self.parent.op.name not in LINEAR

    @property
    def unknown(self) -> bool:
        """Whether nothing is known of the value needed."""
        return self.needed is None and not self.dead

    @cached_property
    def ratio(self) -> Any:
        """What the part would have to be multiplied by, entry by entry; NaN where any number would do; or None."""
        needed, value = self.needed, self.value
        if isinstance(needed, float) and isinstance(value, float):
            return needed / value if value else None
        if needed is None or np.shape(needed) != np.shape(value):
            return None
        with np.errstate(all="ignore"):
            ratio = needed / np.asarray(value)
            lost = np.isinf(ratio) if np.isnan(ratio).any() or np.isinf(ratio).any() else None
        return None if (lost is not None and lost.any()) or np.isnan(ratio).all() else ratio

    @cached_property
    def constant(self) -> float | None:
        """The one number that the part would have to be multiplied by, where there is one."""
        if self.ratio is None:
            return None
        if isinstance(self.ratio, float):
            return float(self.ratio) or None
        flat = np.ravel(self.ratio)
        if abs(flat[0] - flat[-1]) > CLOSE * max(abs(flat[0]), abs(flat[-1])):
            return None
        # These pass over NaN, as nanmin and nanmax do, in a tenth of the time.
        low, high = float(np.fmin.reduce(flat)), float(np.fmax.reduce(flat))
        return low if high - low <= CLOSE * max(abs(low), abs(high)) and low != 0 else None


def sites(root: Expr, target: Any, values: Values) -> dict[Path, Site]:
    """The places of the formula, outer ones first; ``target`` is the value that the whole should have, if any."""
    found: dict[Path, Site] = {}
    pending = [Site((), root, None, values.of(root), target)]
    with np.errstate(all="ignore"):
        while pending and len(found) < MOST_SITES:
            site = pending.pop()
            found[site.path] = site
            pending += reversed(_below(site, values))
    return found


def _below(site: Site, values: Values) -> list[Site]:
    part = site.part
    if not isinstance(part, Apply) or is_untaken(part):
        return []
    args = [values.of(arg) for arg in part.args]
    below = []
    for k, arg in enumerate(part.args):
        needed, dead = (None, True) if site.dead else wanted(part, k, site.needed, args)
        above = (*site.above, part.op.name)
        below.append(Site((*site.path, k), arg, part, args[k], needed, dead, above, _in_opposite(site)))
    return below


def _in_opposite(above: Site) -> bool:
    """Whether what stands just below a place is a part of 1 − [p > q]."""
    return denied(above.part) is not None or (above.in_opposite and is_apply(above.part, "neg"))


def denied(part: Expr) -> Expr | None:
    """The indicator that is taken from 1, where the part is that."""
    terms = children(part) if is_apply(part, "add") else ()
    if len(terms) != 2 or unwrapped(terms[0]) is not Const(1) or not is_apply(terms[1], "neg"):
        return None
    (inner,) = children(terms[1])
    return inner if isinstance(inner, Apply) and inner.op.name in COMPARISONS else None


def wanted(node: Apply, k: int, needed: Any, args: list[Any]) -> tuple[Any, bool]:
    """What the k-th argument has to be for the node to be as needed, the others being as they are; and whether
    nothing would do.
    """
    undo = _UNDOING.get(node.op.name)
    if undo is None or needed is None:
        return None, False
    found = undo(node, k, needed, args)
    if found is _NOTHING:
        return None, True
    return (None, False) if found is None or not is_number(found) else (found, False)


_NOTHING = object()
Undo = Callable[[Apply, int, Any, list[Any]], Any]


def _sum(node: Apply, k: int, needed: Any, args: list[Any]) -> Any:
    return needed - sum(arg for i, arg in enumerate(args) if i != k)


def _product(node: Apply, k: int, needed: Any, args: list[Any]) -> Any:
    for i, arg in enumerate(args):
        if i != k:
            needed = needed / np.asarray(arg)
    return needed


def _quotient(node: Apply, k: int, needed: Any, args: list[Any]) -> Any:
    return needed * args[1] if k == 0 else args[0] / np.asarray(needed)


def _broadcast(node: Apply, k: int, needed: Any, args: list[Any]) -> Any:
    if np.shape(args[0]):
        return None
    flat = np.ravel(needed)
    return flat[0] if same(flat, np.full(flat.shape, flat[0])) else _NOTHING


def _power(node: Apply, k: int, needed: Any, args: list[Any]) -> Any:
    base = args[0]
    if k == 1:
        return np.log(needed) / np.log(base)
    p = constant_value(node.args[1])
    if p is None or p.numerator % 2 == 0:
        return None
    root = np.power(np.abs(needed), 1 / float(p))
    return np.copysign(root, needed) if p.denominator == 1 else root


def _logistic(node: Apply, k: int, needed: Any, args: list[Any]) -> Any:
    return np.log(needed / (1 - needed))


def _outer(node: Apply, k: int, needed: Any, args: list[Any]) -> Any:
    """Only a column times a row can be undone: each of them is what all lines of the matrix agree about."""
    a, b = node.args
    if not (a.shape.rank == 1 and not a.shape.row and b.shape.row):
        return None
    lines = (needed / args[1][None, :]).T if k == 0 else needed / args[0][:, None]
    return lines[0] if is_number(lines) and same(lines, np.array([lines[0]] * len(lines))) else _NOTHING


_UNDOING: Mapping[str, Undo] = {
    "add": _sum,
    "mul": _product,
    "div": _quotient,
    "neg": lambda node, k, needed, args: -needed,
    "broadcast": _broadcast,
    "transpose": lambda node, k, needed, args: needed.T,
    "power": _power,
    "exp": lambda node, k, needed, args: np.log(needed),
    "log": lambda node, k, needed, args: np.exp(needed),
    "sigmoid": _logistic,
    "tanh": lambda node, k, needed, args: np.arctanh(needed),
    "matmul": _outer,
}
"""How an operator is undone: what one argument has to be, given what the whole has to be and the other arguments."""


def without(node: Apply, k: int) -> tuple[Expr, ...]:
    """The arguments of the node but one."""
    return tuple(arg for i, arg in enumerate(node.args) if i != k)


def inner(part: Expr) -> Expr:
    """What a minus sign stands in front of, or the part itself."""
    return children(part)[0] if is_apply(part, "neg") else part


def value_or_none(expr: Expr, values: Values) -> Any:
    """The value of an expression, or None where it has none."""
    try:
        found = values.of(expr)
    except NoValue:
        return None
    return found if is_number(found) else None
