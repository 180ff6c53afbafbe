"""Lowering: the value of an expression in some domain of numbers, at given values of its names.

One pass over the graph, each shared node once. A domain with a method ``keep`` is asked for functions that others
define, and for those that have cases. Derivatives not yet taken are evaluated by their definition: a
truncated power series is carried through the body (in a domain that has series), so that their values share no rule
with this package. A value at one point establishes nothing about other points.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any, Protocol

import flint
import numpy as np
import numpy.typing as npt

from derive.arrays import entries, filled
from derive.dependence import dependence, is_untaken
from derive.ir import Apply, Const, Expr, Var, children, names_in, postorder, variables
from derive.operators import Array, Call, Domain, Undefined
from numeric.enclosure import precision

NO_SERIES = "{} has no power series here: {}"
"""What is said where FLINT raises because balls would be indeterminate: it divides by no series that begins with 0."""


class NoValue(Exception):
    """An expression has no value here. The message says which name, size or operator is in the way."""


class SeriesDomain(Domain, Protocol):
    """A domain that can perturb one number and read the coefficients of a power series back."""

    def perturbed(self, x: Array, order: int = 1) -> Array:
        """x + ε, cut off after that power of ε. Raises `Undefined` where x is such a series already."""

    def coefficient(self, x: Array, order: int) -> Array:
        """The coefficient of that power of ε, entry by entry."""


ERF_BITS = 1200
"""The precision of the error function of a complex number: so that a step of 1e-150 across the axis is seen."""


def _complex_erf(x: complex) -> complex:
    with precision(ERF_BITS):
        return complex(flint.acb(x.real, x.imag).erf())


class Floats:
    """IEEE doubles in NumPy arrays; complex numbers where complex values are given."""

    name = "floats"

    def constant(self, numerator: int, denominator: int) -> float:
        """The nearest double; infinite for a number that is larger than any."""
        try:
            return numerator / denominator
        except OverflowError:
            return math.inf if numerator > 0 else -math.inf

    def full(self, shape: tuple[int, ...], value: Any) -> npt.NDArray[Any]:
        """An array with that value in every entry."""
        return np.full(shape, value)

    def exp(self, x: Any) -> Any:
        """e to the x, entry by entry."""
        return np.exp(x)

    def log(self, x: Any) -> Any:
        """The natural logarithm, entry by entry; NaN outside its domain."""
        return np.log(x)

    def power(self, x: Any, p: Any) -> Any:
        """x to the p, entry by entry."""
        return np.power(x, p)

    def sign(self, x: Any) -> Any:
        """-1, 0 or 1, entry by entry; of a complex number that of its real part, which a complex step leaves alone."""
        return np.sign(np.real(x))

    def sin(self, x: Any) -> Any:
        """The sine, entry by entry."""
        return np.sin(x)

    def cos(self, x: Any) -> Any:
        """The cosine, entry by entry."""
        return np.cos(x)

    def arctan(self, x: Any) -> Any:
        """The inverse tangent, entry by entry."""
        return np.arctan(x)

    def erf(self, x: Any) -> Any:
        """The error function, entry by entry."""
        values = np.asarray(x)
        if np.iscomplexobj(values):
            return np.vectorize(_complex_erf, otypes=[complex])(values)
        return np.vectorize(math.erf, otypes=[float])(values)

    def pi(self) -> float:
        """The double nearest to π."""
        return math.pi

    def choose(self, c: Any, a: Any, b: Any) -> Any:
        """a where c is 1, b where it is 0, NaN for any other c."""
        return np.where(c == 1, a, np.where(c == 0, b, math.nan))[()]

    def magnitude(self, x: Any) -> float:
        """The absolute value of a single number; 0 where it is none."""
        return float(np.nan_to_num(abs(x)))

    def whole(self, x: Any) -> int | None:
        """The integer that a float is, or None."""
        return int(np.real(x)) if np.imag(x) == 0 and float(np.real(x)).is_integer() else None


@dataclass(frozen=True)
class Setting:
    """Where an expression is evaluated: the values of names, the numbers of sizes, the equations of a model."""

    values: Mapping[Var, Array]
    sizes: Mapping[str, int] = field(default_factory=dict)
    given: Mapping[Var, Expr] = field(default_factory=dict)


def evaluate(root: Expr, setting: Setting, domain: Domain, results: dict[Expr, Array] | None = None) -> Array:
    """The value of ``root``: a number of the domain, or an array of them in the shape of ``root``.

    A name without a value takes that of its equation in ``setting.given``. Raises `NoValue` for a name that has
    neither. ``results`` holds what was evaluated before in the very same setting and domain, and takes in what is new.
    """
    results = {} if results is None else results
    pending = {root: None}
    while pending:
        missing = _evaluate_below(next(reversed(pending)), setting, domain, results)
        if missing is None:
            pending.popitem()
        elif missing in pending:
            raise NoValue(f"the equations of {missing} go in a circle")
        else:
            pending[missing] = None
    return results[root]


def _evaluate_below(root: Expr, setting: Setting, domain: Domain, results: dict[Expr, Array]) -> Expr | None:
    """Fill in ``results`` up to ``root``; the equation that must be evaluated first, where there is one."""
    for node in postorder(root, within=lambda n: n not in results and not is_untaken(n)):
        if node in results:
            continue
        if isinstance(node, Const):
            results[node] = domain.constant(node.value.numerator, node.value.denominator)
        elif isinstance(node, Var):
            if node in setting.values:
                results[node] = setting.values[node]
                continue
            if node not in setting.given:
                raise NoValue(f"{node} has no value here")
            equation = setting.given[node]
            if equation not in results:
                return equation
            results[node] = results[equation]
        elif is_untaken(node):
            results[node] = _untaken(node, setting, domain, results)
        else:
            results[node] = _applied(node, [results[arg] for arg in node.args], setting, domain)
    return None


def _applied(node: Apply, values: list[Array], setting: Setting, domain: Domain) -> Array:
    if hasattr(domain, "keep") and (node.op.definition or node.op.by_cases):
        return domain.keep(node.op.name, values)
    call = Call(tuple(arg.shape for arg in node.args), dict(node.attrs), setting.sizes)
    try:
        return node.op.evaluate(domain, values, call)
    except Undefined as error:
        raise NoValue(f"{node} has no value here: {error}") from error


def varied(node: Apply) -> list[Var]:
    """The names by which a derivative not yet taken is taken. Raises `NoValue` for what is no name."""
    wrt = [arg for arg, name in zip(node.args, node.op.parameters, strict=True) if name in ("v", "w")]
    names = [arg for arg in wrt if isinstance(arg, Var)]
    if len(names) < len(wrt):
        raise NoValue(f"{node} speaks of no change of a name: {wrt[0]} is none")
    return names


def _untaken(node: Apply, setting: Setting, domain: Domain, results: dict[Expr, Array]) -> Array:
    """The value of a derivative not yet taken, or of an expression elsewhere."""
    names = varied(node)
    if node.op.name == "evaluated":
        return _evaluated(node.args[0], names[0], node.args[2], setting, domain)
    if not hasattr(domain, "perturbed"):
        raise NoValue(f"a derivative is evaluated in a domain of power series, not {domain.name}")
    if node.op.name == "hessian":
        return _hessian(node.args[0], names[0], names[1], setting, domain)
    return _from_body(node, names[0], setting, domain, results)


def _from_body(node: Apply, v: Var, setting: Setting, domain: Domain, results: dict[Expr, Array]) -> Array:
    """A first derivative: of the body alone, or through the equations of all names."""
    *seed, body, _ = node.args
    if node.op.name in ("partial", "vjp"):
        if not (isinstance(body, Var) and body in setting.given):
            raise NoValue(f"{body} has no equation here")
        body = setting.given[body]
    value = evaluate(v, setting, domain, results)
    moves = node.op.name in ("total", "jacobian")
    within = _released(v, setting) if moves else _pinned(body, setting, domain, results)
    weights = evaluate(seed[0], setting, domain, results) if seed else None
    return from_slopes(node, _slopes(body, v, value, within, domain, results), weights, setting.sizes, domain)


def from_slopes(
    node: Apply,
    slopes: Mapping[tuple[int, ...], Array],
    weights: Array | None,
    sizes: Mapping[str, int],
    domain: Domain,
) -> Array:
    """A derivative from the change of its body for each entry of its variable.

    A Jacobian holds every entry of the change; any other derivative has the shape of its variable, entry by entry,
    weighed by a cotangent where there is one.
    """
    body, v = node.args[-2:]
    if node.op.name == "jacobian":
        result = _empty(node.shape.numbers(sizes), domain)
        for place, slope in slopes.items():
            for index, entry in entries(slope):
                result[(*index, *place) if node.attr("layout") == "numerator" else (*place, *index)] = entry
        return result
    if v.shape.is_scalar:
        return _weighted(slopes[()], weights)
    result = _empty(v.shape.numbers(sizes), domain)
    for index, slope in slopes.items():
        entrywise = weights is None and not body.shape.is_scalar
        result[index] = slope[index] if entrywise else _weighted(slope, weights)
    return result


def _empty(shape: tuple[int, ...], domain: Domain) -> Array:
    """An array to be filled with numbers of the domain."""
    return domain.full(shape, domain.constant(0, 1))


def _evaluated(body: Expr, v: Var, point: Expr, setting: Setting, domain: Domain) -> Array:
    """The body where v is the point. Derivatives in the body are evaluated there, which is taking them first."""
    value = evaluate(point, setting, domain)
    released = _released(v, setting)
    return evaluate(body, Setting({**released.values, v: value}, setting.sizes, setting.given), domain)


def _hessian(body: Expr, v: Var, w: Var, setting: Setting, domain: Any) -> Array:
    """The second derivatives of a scalar, from the second coefficients of its power series along pairs of entries.

    Along x + ε(a + b) the coefficient is that along a, that along b, and ∂²/∂a∂b.
    """
    values = {name: evaluate(name, setting, domain) for name in (v, w)}
    for name in (v, w):
        setting = _released(name, setting)
    setting = Setting({**setting.values, **values}, setting.sizes, setting.given)

    @cache
    def along(*places: tuple[Var, tuple[int, ...]]) -> Array:
        return domain.coefficient(_moved(body, places, 2, setting, domain), 2)

    def entry(index: tuple[int, ...]) -> Array:
        first, second = (v, index[: v.shape.rank]), (w, index[v.shape.rank :])
        alone = along(first) + along(second)
        return alone if first == second else along(first, second) - alone

    return filled((*v.shape.numbers(setting.sizes), *w.shape.numbers(setting.sizes)), entry)


def _pinned(body: Expr, setting: Setting, domain: Domain, results: dict[Expr, Array]) -> Setting:
    """The setting with a value for every name in ``body``, so that none but the perturbed one moves."""
    pinned = {name: evaluate(name, setting, domain, results) for name in variables(body)}
    return Setting({**setting.values, **pinned}, setting.sizes, setting.given)


def _released(v: Var, setting: Setting) -> Setting:
    """The setting without the values of nodes that depend on ``v``, so that a change of ``v`` is felt through them."""
    dependent: set[Var] = {v}
    for name, equation in setting.given.items():
        if not dependent.isdisjoint(names_in(equation)) and name is not v:
            dependent.add(name)
    kept = {name: value for name, value in setting.values.items() if name not in dependent or name is v}
    return Setting(kept, setting.sizes, setting.given)


def _slopes(
    body: Expr, v: Var, value: Array, setting: Setting, domain: Any, known: dict[Expr, Array]
) -> dict[tuple[int, ...], Array]:
    """The first-order change of ``body`` for a change of each entry of ``v``.

    What stands still is evaluated once: ``known`` holds what was evaluated without the change, and takes it in.
    """
    setting = Setting({**setting.values, v: value}, setting.sizes, setting.given)
    places = [index for index, _ in entries(value)]

    def below(node: Expr) -> tuple[Expr, ...]:
        if not isinstance(node, Var):
            return children(node)
        return (setting.given[node],) if node in setting.given and node not in setting.values else ()

    try:
        depends = dependence(body, v, below)
        if depends is None:
            return {place: domain.coefficient(_moved(body, [(v, place)], 1, setting, domain), 1) for place in places}
        moving = [node for node, moves in depends.items() if moves and node is not v]
        results: dict[Expr, Array] = {}
        for node in (body, *(child for one in moving for child in below(one))):
            if not depends[node]:
                results[node] = evaluate(node, setting, domain, known)

        def slope(place: tuple[int, ...]) -> Array:
            results[v] = _perturbed(value, place, 1, domain)
            for node in moving:
                args = [results[arg] for arg in below(node)]
                results[node] = _applied(node, args, setting, domain) if isinstance(node, Apply) else args[0]
            return domain.coefficient(results[body], 1)

        return {place: slope(place) for place in places}
    except (Undefined, ValueError, ZeroDivisionError) as error:
        raise NoValue(NO_SERIES.format(body, error)) from error


def _moved(
    body: Expr, places: Sequence[tuple[Var, tuple[int, ...]]], order: int, setting: Setting, domain: Any
) -> Array:
    """The power series of ``body`` to that order, for a change of some entries of names by ε."""
    changed = dict(setting.values)
    try:
        for v, index in places:
            changed[v] = _perturbed(changed[v], index, order, domain)
        return evaluate(body, Setting(changed, setting.sizes, setting.given), domain)
    except (Undefined, ValueError, ZeroDivisionError) as error:
        raise NoValue(NO_SERIES.format(body, error)) from error


def _perturbed(value: Array, index: tuple[int, ...], order: int, domain: Any) -> Array:
    """A value with ε added to one of its entries."""
    if not index:
        return domain.perturbed(value, order)
    changed = np.array(value, dtype=object, copy=True)
    changed[index] = domain.perturbed(changed[index], order)
    return changed


def _weighted(slope: Array, weights: Array | None) -> Array:
    if weights is None:
        return slope
    product = weights * slope
    return product.sum() if isinstance(product, np.ndarray) else product


def evaluate_named(root: Expr, values: Mapping[str, Any], inputs: Mapping[str, Var], given: Mapping[Var, Expr]) -> Any:
    """The value of ``root`` in floating point, its inputs given by their plain names; sizes are read off the arrays.

    Raises `NoValue` for a missing or unknown name, and for arrays whose shapes do not fit one another.
    """
    unknown = [name for name in values if name not in inputs]
    missing = [name for name in inputs if name not in values]
    if unknown or missing:
        wrong = f"there is no {unknown[0]!r}" if unknown else f"{missing[0]!r} is missing"
        raise NoValue(f"{wrong}; the inputs are {', '.join(inputs)}")
    arrays = {name: np.asarray(value) for name, value in values.items()}
    sizes: dict[str, int] = {}
    for name, array in arrays.items():
        _match_sizes(name, array.shape, inputs[name], sizes)
    floats = Floats()
    return evaluate(root, Setting({inputs[n]: a for n, a in arrays.items()}, sizes, given), floats)


def _match_sizes(name: str, found: tuple[int, ...], v: Var, sizes: dict[str, int]) -> None:
    if len(found) != v.shape.rank:
        raise NoValue(f"{name} has {len(found)} axes, expected {v.shape.rank} ({v.shape})")
    for size, length in zip(v.shape.sizes, found, strict=True):
        expected = size.number if size.number is not None else sizes.get(str(size))
        if expected is None:
            sizes[str(size)] = length
        elif expected != length:
            raise NoValue(f"{name} has shape {found}, but the size {size} is {expected}")
