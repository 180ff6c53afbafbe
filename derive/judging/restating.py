"""Restating a model: the same equations under another convention, as grounds on which a formula is read and judged.

A restated model says what the model says, about arrays that are stored otherwise, or with another logarithm, or for
another reduction: what is proved on it is proved of the formula *as it reads under that convention*, and of nothing
else.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType

from derive.bench import Bench
from derive.building import ONE as ONE_NUMBER
from derive.building import call, div, extent, is_apply, mul, number, rebuilt, unwrapped
from derive.ir import Expr, Var, children, contains, fold, postorder, variables
from derive.judging.grounds import Grounds
from derive.notation.scope import Scope
from derive.resizing import resized, size_names
from derive.shapes import ONE, ShapeError
from derive.squeezing import NotSqueezable, squeezed
from derive.systems import System
from derive.turning import NotTurnable, over_turned, turned_name

FAILURES: Mapping[str, str] = MappingProxyType(
    {
        "shapes": "the sides do not fit, or are of different shapes",
        "squares": "the sides fit and differ, and there is a square matrix, which fits transposed as well",
        "values": "the sides fit and differ",
        "names": "a name has no meaning",
    }
)
"""The ways in which a formula can fail that may be true under another convention."""


INPUTS = frozenset({"x", "X", "y", "Y", "t", "T"})
"""The letters that inputs and targets go by."""


@dataclass(frozen=True)
class Convention:
    """A convention that a formula may have been written in.

    ``words`` go behind "true"; ``family`` says what it is about: two conventions of one family exclude one another.
    ``order`` says which is thought of first. ``restated`` gives the grounds under it, or None where it is in force
    already or would change nothing. ``explains`` says which of the `FAILURES` it can explain. ``open`` is False where
    the model says by itself which convention it is in, so that one formula alone cannot tell of another.
    """

    name: str
    words: str
    family: str
    order: int
    restated: Callable[[Grounds], Grounds | None]
    source: str
    explains: frozenset[str]
    open: bool = True


def under(grounds: Grounds, convention: Convention) -> Grounds | None:
    """The grounds under a convention, made once and kept; None where it is in force already or changes nothing."""
    if convention.name not in grounds.restated:
        grounds.restated[convention.name] = convention.restated(grounds)
    return grounds.restated[convention.name]


def with_setting(grounds: Grounds, key: str, value: str) -> Grounds | None:
    """The grounds with a convention of reading set otherwise; None where it is so already."""
    if getattr(grounds.scope, key) == value:
        return None
    return replace(grounds, scope=grounds.scope.with_setting(key, value))


def with_equations(grounds: Grounds, scope: Scope, names: Mapping[Var, Var]) -> Grounds:
    """Grounds over that scope, whose system has ``names`` in place of those it had."""
    old = grounds.bench.system
    system = System(
        scope.given(),
        names.get(old.loss, old.loss),
        tuple(names.get(v, v) for v in old.parameters),
        tuple(names.get(v, v) for v in old.data),
        facts=scope.facts_of_variables(),
    )
    return replace(grounds, bench=Bench(system), scope=scope)


def turned(grounds: Grounds, chosen: Iterable[Var]) -> Grounds | None:
    """The grounds on which the chosen arrays are stored transposed, in every equation; None where one cannot be so."""
    names = {v: turned_name(v) for v in chosen if v.shape.rank in (1, 2)}
    if not names:
        return None
    scope = grounds.scope
    definitions = {}
    try:
        for symbol, expr in scope.definitions.items():
            both = over_turned(expr, names)
            definitions[symbol] = both.turned if scope.variables[symbol] in names else both.plain
    except NotTurnable:
        return None
    variables = {symbol: names.get(v, v) for symbol, v in scope.variables.items()}
    return with_equations(grounds, replace(scope, variables=variables, definitions=definitions), names)


def without_ones(grounds: Grounds) -> Grounds | None:
    """The grounds without axes of length 1; None where there are none, or where an equation needs one."""
    scope = grounds.scope
    try:
        names = {
            v: found for v in scope.variables.values() if (found := squeezed(v)) is not v and isinstance(found, Var)
        }
        definitions = {symbol: squeezed(expr) for symbol, expr in scope.definitions.items()}
    except (NotSqueezable, ShapeError):
        return None
    if not names:
        return None
    variables = {symbol: names.get(v, v) for symbol, v in scope.variables.items()}
    return with_equations(grounds, replace(scope, variables=variables, definitions=definitions), names)


def with_loss(grounds: Grounds, equation: Expr) -> Grounds:
    """The grounds on which the loss has another equation."""
    scope, loss = grounds.scope, grounds.bench.system.loss
    changed = {symbol: equation if scope.variables[symbol] is loss else e for symbol, e in scope.definitions.items()}
    return with_equations(grounds, replace(scope, definitions=changed), {})


def weights(grounds: Grounds) -> dict[Var, str]:
    """The weights that a matrix product of the model multiplies by, and how each is stored.

    ``rows`` means that a neuron's weights are a row, as in W x and in x Wᵀ; ``columns`` that they are a column, as in
    wᵀ x and in x W. What is used in both ways is left out.
    """
    system = grounds.bench.system
    found: dict[Var, set[str]] = {}
    for node in postorder(*system.equations.values()):
        if is_apply(node, "matmul"):
            for side, factor in enumerate(children(node)):
                bare = children(factor)[0] if is_apply(factor, "transpose") else factor
                if isinstance(bare, Var) and _is_weight(bare, grounds):
                    found.setdefault(bare, set()).add("rows" if (bare is factor) == (side == 0) else "columns")
    return {v: next(iter(ways)) for v, ways in found.items() if len(ways) == 1}


_OF_WEIGHTS = frozenset({"w", "W", "theta", "Theta"})
"""The letters of weights, where a model does not say what is data."""


def _is_weight(v: Var, grounds: Grounds) -> bool:
    """Whether it is a parameter, or goes by the letter of one where the model itself does not say what is learnt."""
    system, scope = grounds.bench.system, grounds.scope
    if v.symbol in scope.parameters or (system.data and v in system.parameters):
        return True
    free = not (system.data or v.symbol in scope.data or v in system.equations)
    return free and v.symbol.letter in _OF_WEIGHTS


def examples_size(grounds: Grounds) -> str | None:
    """The name of the size that counts the examples: the one that data has and no parameter has; None if unclear.

    Where nothing says which names are data, they are those of inputs and targets: x and y.
    """
    system = grounds.bench.system
    data, parameters = system.data, system.parameters
    if not data and not parameters:
        free = [v for v in variables(*system.equations.values()) if v not in system.equations]
        data = tuple(v for v in free if v.symbol.letter in INPUTS)
        parameters = tuple(v for v in free if v.symbol.letter not in INPUTS)
    of_parameters = frozenset[str]().union(*(v.shape.names for v in parameters))
    found = frozenset[str]().union(*(v.shape.names for v in data)) - of_parameters
    return next(iter(found)) if len(found) == 1 else None


def for_one_example(grounds: Grounds, size: str) -> Grounds | None:
    """The grounds on which a size is 1, without the axes that this makes superfluous."""
    one = {size: ONE}
    names = {v: resized(v, one) for v in grounds.scope.variables.values() if size in v.shape.names}
    return without_ones(with_equations(grounds, grounds.scope.unified(size, ONE), names))


def with_examples(grounds: Grounds, standing: str) -> Grounds | None:
    """The grounds on which every array but the weights is transposed, so that the examples stand that way."""
    found = with_setting(grounds, "examples", standing)
    if found is None:
        return None
    used = weights(grounds)
    return turned(found, [v for v in grounds.scope.variables.values() if v not in used])


def summed(loss: Expr, size: str) -> Expr | None:
    """A loss that is a mean over the examples, as the sum; None where it is no mean."""
    n = extent(size)

    def visit(node: Expr, args: tuple[Expr, ...]) -> Expr:
        if is_apply(node, "div") and n in _factors(args[1]):
            rest = [factor for factor in _factors(args[1]) if factor is not n]
            return div(args[0], mul(*rest)) if rest else args[0]
        return rebuilt(node, args)

    found: Expr = fold(loss, visit)
    return found if found is not loss and not contains(found, n) else None


def averaged(loss: Expr, size: str) -> Expr | None:
    """A loss that is a sum over the examples, as the mean; None where it has the number of examples in it already.

    None as well where it is a sum with a term that is not about the examples: whether that is divided is not clear.
    """
    terms = children(loss) if is_apply(loss, "add") else (loss,)
    if contains(loss, extent(size)) or not all(size in size_names(term) for term in terms):
        return None
    return mul(div(ONE_NUMBER, extent(size)), loss)


def _factors(expr: Expr) -> tuple[Expr, ...]:
    expr = unwrapped(expr)
    return children(expr) if is_apply(expr, "mul") else (expr,)


_FOLLOWING, _FIXED = re.compile(r"log(?![_2])"), re.compile(r"ln|lg|log[_2]")
"""How logarithms are written whose base follows the convention, and whose base does not."""


def with_logarithms(grounds: Grounds, base: int | None) -> Grounds | None:
    r"""The grounds on which the logarithms of the model's equations have that base, natural where it is None.

    None where one of them is written so that its base does not depend on the convention, or where nothing says how
    they are written.
    """
    scope, natural = grounds.scope, call("log", number(10))
    text = " ".join(grounds.written)
    if not any(is_apply(node, "log") for node in postorder(*scope.definitions.values())):
        return grounds
    if _FIXED.search(text) or not _FOLLOWING.search(text):
        return None if _FOLLOWING.search(text) or not _FIXED.search(text) else grounds

    def visit(node: Expr, args: tuple[Expr, ...]) -> Expr:
        if base is None:
            of_base_10 = is_apply(node, "div") and unwrapped(args[1]) is natural
            return args[0] if of_base_10 else rebuilt(node, args)
        return div(rebuilt(node, args), call("log", number(base))) if is_apply(node, "log") else rebuilt(node, args)

    changed = {symbol: fold(expr, visit) for symbol, expr in scope.definitions.items()}
    return with_equations(grounds, replace(scope, definitions=changed), {})
