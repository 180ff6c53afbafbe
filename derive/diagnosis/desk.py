"""The desk: what a mistake may be made of. The pieces of the formulas at hand, found by their values.

A piece is a name, or a part of the claim or of a right formula; a name comes before what is longer.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from itertools import combinations
from typing import Any

import numpy as np

from derive import building
from derive.building import is_apply, unwrapped
from derive.constants import constant_value
from derive.diagnosis.sites import value_or_none
from derive.diagnosis.values import CLOSE, Values, is_small_fraction, is_untaken, same
from derive.ir import Apply, Expr, Var, children, names_in, postorder
from derive.shapes import Shape

MOST_PIECES = 160
"""How many pieces lie on the desk."""
MOST_NODES = 24
"""How large a piece may be."""
MOST_REMEMBERED = 4096
"""Of how many pieces the sizes are remembered."""
_GRAIN = 2.0**28


@dataclass(frozen=True)
class Desk:
    """The values at a point, the pieces, the size names, and the slopes: derivatives of the functions in a model."""

    values: Values
    pieces: tuple[Expr, ...]
    size_names: tuple[str, ...] = ()
    slopes: tuple[Expr, ...] = ()
    _tables: dict[Shape, dict[tuple[int, int], list[Expr]]] = field(default_factory=dict)
    _slopes: dict[Expr, bool] = field(default_factory=dict)

    @cached_property
    def by_shape(self) -> dict[Shape, list[Expr]]:
        """The pieces by their shapes."""
        found: dict[Shape, list[Expr]] = defaultdict(list)
        for piece in self.pieces:
            found[piece.shape].append(piece)
        return found

    @cached_property
    def functions(self) -> frozenset[str]:
        """The names of the operators that occur in the pieces."""
        return frozenset(node.op.name for node in postorder(*self.pieces) if isinstance(node, Apply))

    @cached_property
    def constants(self) -> tuple[float, ...]:
        """Numbers by which formulas are wrong: the sizes and the logarithms of bases, and one over them."""
        found = [*map(float, self.values.sizes.values()), math.log(10), math.log(2)]
        return (*found, *(1 / x for x in found))

    def is_explained(self, x: float) -> bool:
        """Whether a constant factor is a number that a mistake may be made of."""
        return is_small_fraction(x) or any(abs(x / c - 1) < CLOSE for c in self.constants)

    def names(self, shape: Shape) -> list[Var]:
        """The names of that shape."""
        return [piece for piece in self.by_shape.get(shape, ()) if isinstance(piece, Var)]

    def worth(self, value: Any, shape: Shape) -> Iterator[Expr]:
        """The pieces of that shape that have this value."""
        signature = key(value)
        if signature is None:
            return
        exponent, mantissa = signature
        table = self._table(shape)
        for near in (mantissa, mantissa - 1, mantissa + 1):
            for piece in table.get((exponent, near), ()):
                if same(self.values.of(piece), value):
                    yield piece

    def _table(self, shape: Shape) -> dict[tuple[int, int], list[Expr]]:
        if shape not in self._tables:
            table: dict[tuple[int, int], list[Expr]] = defaultdict(list)
            for piece in self.by_shape.get(shape, ()):
                signature = key(self.values.of(piece))
                if signature is not None:
                    table[signature].append(piece)
            self._tables[shape] = table
        return self._tables[shape]

    @cached_property
    def slope_values(self) -> tuple[Any, ...]:
        """The values of the slopes, where they have one."""
        found = (value_or_none(slope, self.values) for slope in self.slopes)
        return tuple(value for value in found if value is not None)

    def is_slope(self, piece: Expr) -> bool:
        """Whether a piece has the value of a function's derivative."""
        if piece not in self._slopes:
            value = value_or_none(piece, self.values)
            self._slopes[piece] = any(same(value, slope) for slope in self.slope_values)
        return self._slopes[piece]

    @cached_property
    def matrices(self) -> tuple[Expr, ...]:
        """The names of vectors and matrices, each as it is and transposed."""
        short = [piece for piece in self.pieces if piece.shape.rank in (1, 2) and _is_short(piece)]
        return tuple(factor for piece in short for factor in (piece, building.transpose(piece)))


def key(value: Any) -> tuple[int, int] | None:
    """A number that equal values share, up to the last few digits; None where there is none."""
    if isinstance(value, float):
        number = float(value)
    else:
        flat = np.ravel(value)
        number = float(flat[0] if len(flat) == 1 else flat @ _weights(len(flat)))
    if not math.isfinite(number) or number == 0:
        return None
    mantissa, exponent = math.frexp(number)
    return exponent, round(mantissa * _GRAIN)


def _weights(count: int) -> Any:
    """Numbers without any pattern that a model could share."""
    while len(_WEIGHTS[0]) < count:
        _WEIGHTS[0] = np.random.default_rng(5).uniform(0.5, 1.5, 2 * max(count, 256))
    return _WEIGHTS[0][:count]


_WEIGHTS: list[Any] = [np.empty(0)]


def desk(
    values: Values, forms: Sequence[Expr], names: Iterable[Var], slopes: Iterable[Expr], target: Any = None
) -> Desk:
    """A desk with the names and with all parts of the formulas that have a value.

    What has the value ``target`` is left out: a claim is not explained by what it should be equal to.
    """
    found: dict[Expr, None] = {}
    slopes = tuple(slopes)
    for piece in (*names, *_parts(forms), *slopes):
        if len(found) >= MOST_PIECES:
            break
        bare = unwrapped(piece)
        if bare not in found and constant_value(bare) is None and not _is_size(bare):
            value = value_or_none(bare, values)
            if value is not None and np.any(value != 0) and not (target is not None and same(abs(value), abs(target))):
                found[bare] = None
    pieces = sorted(found, key=_order)
    return Desk(values, tuple(pieces), tuple(values.sizes), slopes)


@lru_cache(MOST_REMEMBERED)
def size_of(piece: Expr) -> int:
    """How many different nodes a piece has; a name counts for less than any other."""
    return 0 if isinstance(piece, Var) else sum(1 for _ in postorder(piece))


def _order(piece: Expr) -> int:
    """Short pieces first, and slopes in terms of names, such as a(1 − a), before those of functions."""
    return size_of(piece) + (MOST_NODES if isinstance(piece, Apply) and piece.op.name.endswith("_prime") else 0)


def _is_short(piece: Expr) -> bool:
    return not children(piece) or (is_apply(piece, "transpose") and not children(children(piece)[0]))


def _is_size(piece: Expr) -> bool:
    """Whether a piece is made of sizes and numbers alone: sums and means have mutations of their own."""
    return not names_in(piece)


def _parts(forms: Iterable[Expr]) -> Iterator[Expr]:
    """The parts of formulas, and the products of some of the factors of a product."""
    for form in forms:
        for node in postorder(form, within=lambda n: not is_untaken(n)):
            if isinstance(node, Apply) and size_of(node) > MOST_NODES:
                continue
            yield node
            if is_apply(node, "mul") and len(children(node)) in (3, 4):
                for some in combinations(children(node), len(children(node)) - 1):
                    yield building.mul(*some)


def differences_of(names: Iterable[Var], forms: Iterable[Expr], given: Mapping[Var, Expr]) -> Iterator[Expr]:
    """What a model computes, minus what is given: the errors that stand in most gradients of a loss."""
    names = tuple(names)
    applied = [part for part in _parts(forms) if isinstance(part, Apply) and part.op.name in SLOPES]
    computed: dict[Expr, None] = dict.fromkeys((*(v for v in names if v in given), *applied))
    return (building.sub(p, q) for p in computed for q in names if q not in given and q.shape == p.shape)


def slopes_of(given: Mapping[Var, Expr]) -> Iterator[Expr]:
    """The derivatives of the functions that a model applies: what a chain rule must not forget.

    They are looked up by value, and confirmed where they explain anything.
    """
    for v, equation in given.items():
        for node in postorder(equation, within=lambda n: not is_untaken(n)):
            if isinstance(node, Apply) and node.op.name in SLOPES:
                yield from SLOPES[node.op.name](v if node is equation else node, node.args[0])


def complements_of(given: Mapping[Var, Expr]) -> Iterator[Expr]:
    """One minus each name that is a value of σ: the factor of its derivative that is so often forgotten."""
    return (_one_minus(v) for v, equation in given.items() if is_apply(equation, "sigmoid"))


def _one_minus(y: Expr) -> Expr:
    return building.sub(building.broadcast(building.ONE, y.shape), y)


SLOPES: Mapping[str, Callable[[Expr, Expr], tuple[Expr, ...]]] = {
    "sigmoid": lambda y, z: (building.mul(y, _one_minus(y)), building.call("sigmoid_prime", z)),
    "tanh": lambda y, z: (_one_minus(building.power(y, building.number(2))), building.call("tanh_prime", z)),
    "relu": lambda y, z: (building.call("step", z),),
    "softplus": lambda y, z: (building.call("sigmoid", z),),
}
"""The derivatives of the functions of neural networks, in terms of the result y and the argument z."""
