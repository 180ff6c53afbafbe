"""What a reader sees crossed out in a step: the places of the parts that cancel."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence

from derive.building import is_apply
from derive.ir import Expr, Path, at, children
from derive.rewriting import Binding
from derive.steps import Step


def struck_places(step: Step) -> tuple[Path, ...]:
    """The places in ``step.before`` of what the step cancels; none for a step that cancels nothing."""
    find = _FINDERS.get(step.rule)
    if find is None:
        return ()
    return tuple((*step.place, *place) for place in find(at(step.before, step.place), step.binding))


def _many(binding: Binding, name: str) -> tuple[Expr, ...]:
    part = binding[name]
    return part if isinstance(part, tuple) else (part,)


def _positions(exprs: Sequence[Expr], gone: Sequence[Expr]) -> list[int]:
    """Where the members of a multiset stand among the expressions, earlier ones first."""
    missing, found = Counter(gone), []
    for index, expr in enumerate(exprs):
        if missing[expr]:
            missing[expr] -= 1
            found.append(index)
    return found


def _within(part: Expr, factors: Sequence[Expr], gone: Sequence[Expr], place: Path) -> list[Path]:
    """The places of some factors of a part, which is their product or the only one of them."""
    if len(factors) == 1:
        return [place] if gone else []
    return [(*place, index) for index in _positions(factors, gone)]


def _minus_ones(part: Expr, binding: Binding) -> list[Path]:
    first = len(_many(binding, "a"))
    return [(first,), (first + 1 + len(_many(binding, "b")),)]


def _terms(part: Expr, binding: Binding) -> list[Path]:
    t, u = _many(binding, "t"), _many(binding, "u")
    kept = _positions(t, u)
    return [(index,) for index in range(len(t)) if index not in kept]


def _factors(part: Expr, binding: Binding) -> list[Path]:
    top, bottom = children(part)
    c = _many(binding, "c")
    above, below = _many(binding, "t"), _many(binding, "d")
    return [*_within(top, above, c, (0,)), *_within(bottom, below, c, (1,))]


def _across(part: Expr, binding: Binding) -> list[Path]:
    c = _many(binding, "c")
    left, right = _many(binding, "l"), _many(binding, "r")
    fraction = len(left)
    beside = [index if index < fraction else index + 1 for index in _positions(left + right, c)]
    place: Path = (fraction,)
    while not is_apply(at(part, place), "div"):
        place = (*place, 0)  # one number for all entries
    below = _within(at(part, (*place, 1)), _many(binding, "d"), c, (*place, 1))
    return [*((index,) for index in beside), *below]


def _powers(part: Expr, binding: Binding) -> list[Path]:
    return [(0,), (1, 0)]


_FINDERS: dict[str, Callable[[Expr, Binding], list[Path]]] = {
    "two minus signs cancel": _minus_ones,
    "opposite terms cancel": _terms,
    "equal factors cancel": _factors,
    "equal factors cancel across": _across,
    "equal powers cancel": _powers,
}
