"""Named mistakes that can be planted in a right formula, at every depth of it.

A kind of mistake makes other parts for one part of a formula. Whether what comes out is wrong is not decided here: a
planted mistake may leave a formula right, or meaningless, and only what is certainly wrong by its values counts.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from derive import building as b
from derive.building import is_apply, unwrapped
from derive.ir import Apply, Const, Expr, Var, children, rebuild
from derive.operators import AttrValue
from twins.trees import Pool, must_be_a_name, places

Change = Callable[[Expr, Pool], Iterator[Expr]]


@dataclass(frozen=True)
class Kind:
    """A kind of mistake; ``named`` lists the kinds of the diagnosis that name it, and is empty where none should."""

    name: str
    change: Change
    named: tuple[str, ...] = ()
    whole: bool = False


@dataclass(frozen=True)
class Planted:
    """A formula with a mistake of a kind in it."""

    kind: Kind
    expr: Expr


def planted(root: Expr, pool: Pool) -> Iterator[Planted]:
    """Every mistake of every kind at every place of a formula, each wrong formula once for each kind."""
    seen: set[tuple[str, Expr]] = set()
    for place in places(root):
        for kind in KINDS:
            if (kind.whole and place.path) or (place.bound and kind.change is not _other_name):
                continue
            for whole in pool.changed(kind.change, place):
                if (kind.name, whole) not in seen:
                    seen.add((kind.name, whole))
                    yield Planted(kind, whole)


# --- signs, factors, terms


def _minus(part: Expr, pool: Pool) -> Iterator[Expr]:
    yield b.neg(part)


def _term_sign(part: Expr, pool: Pool) -> Iterator[Expr]:
    terms = children(part) if is_apply(part, "add") else ()
    for index, term in enumerate(terms):
        if not _is_minus(term):
            yield b.add(*terms[:index], b.neg(term), *terms[index + 1 :])


def _is_minus(term: Expr) -> bool:
    return is_apply(term, "neg")


def _minus_lost(part: Expr, pool: Pool) -> Iterator[Expr]:
    if is_apply(part, "neg"):
        yield children(part)[0]
    if isinstance(part, Const) and part.value < 0:
        yield b.neg(part)


def _minus_put_in(part: Expr, pool: Pool) -> Iterator[Expr]:
    if not isinstance(part, Apply) or part.op.name in ("add", "neg", "take"):
        return
    for index, arg in enumerate(part.args):
        if not isinstance(arg, Const) and not must_be_a_name(part, index):
            yield _with_arg(part, index, b.neg(arg))


def _with_arg(part: Apply, index: int, arg: Expr) -> Expr:
    return b.rebuilt(part, (*part.args[:index], arg, *part.args[index + 1 :]))


def _times(value: str) -> Change:
    def change(part: Expr, pool: Pool) -> Iterator[Expr]:
        yield b.mul(b.number(value), part)

    return change


def _times_size(part: Expr, pool: Pool) -> Iterator[Expr]:
    for name in pool.sizes:
        yield b.mul(b.extent(name), part)


def _over_size(part: Expr, pool: Pool) -> Iterator[Expr]:
    for name in pool.sizes:
        yield b.mul(b.div(b.ONE, b.extent(name)), part)


def _number_lost(part: Expr, pool: Pool) -> Iterator[Expr]:
    """A number or a size that stood as a factor or below a line is forgotten."""
    if is_apply(part, "mul"):
        for index, factor in enumerate(children(part)):
            bare = unwrapped(factor)
            if isinstance(bare, Const) or not any(isinstance(p, Var) for p in (bare, *children(bare))):
                yield _without(part, index)
    if is_apply(part, "div") and not isinstance(unwrapped(children(part)[1]), Var):
        bare = unwrapped(children(part)[1])
        if isinstance(bare, Const) or is_apply(bare, "extent"):
            yield children(part)[0]


def _without(part: Expr, index: int) -> Expr:
    builder = b.mul if is_apply(part, "mul") else b.add
    return builder(*(arg for k, arg in enumerate(children(part)) if k != index))


def _factor_lost(part: Expr, pool: Pool) -> Iterator[Expr]:
    if is_apply(part, "mul"):
        for index, factor in enumerate(children(part)):
            if not isinstance(unwrapped(factor), Const):
                yield _without(part, index)
    if is_apply(part, "matmul"):
        yield from children(part)


def _denominator_lost(part: Expr, pool: Pool) -> Iterator[Expr]:
    if is_apply(part, "div"):
        yield children(part)[0]


def _numerator_lost(part: Expr, pool: Pool) -> Iterator[Expr]:
    if is_apply(part, "div"):
        yield b.div(b.ONE, children(part)[1])


def _factor_added(part: Expr, pool: Pool) -> Iterator[Expr]:
    for name in pool.names[:6]:
        if name.shape in (part.shape, b.ONE.shape):
            yield b.mul(part, name)


def _complement_added(part: Expr, pool: Pool) -> Iterator[Expr]:
    for name in pool.names[:3]:
        if name.shape in (part.shape, b.ONE.shape):
            yield b.mul(part, b.sub(b.ONE, name))


def _term_lost(part: Expr, pool: Pool) -> Iterator[Expr]:
    if is_apply(part, "add"):
        for index in range(len(children(part))):
            yield _without(part, index)


def _term_added(part: Expr, pool: Pool) -> Iterator[Expr]:
    for other in pool.names[:4]:
        if other.shape in (part.shape, b.ONE.shape):
            yield b.add(part, other)


def _one_added(part: Expr, pool: Pool) -> Iterator[Expr]:
    yield b.add(part, b.ONE)


# --- names and numbers


def _other_name(part: Expr, pool: Pool) -> Iterator[Expr]:
    if isinstance(part, Var):
        yield from (name for name in pool.names if name.shape == part.shape and name is not part)


def _constant_off_by_one(part: Expr, pool: Pool) -> Iterator[Expr]:
    if isinstance(part, Const):
        yield Const(part.value + 1)


def _constant_upside_down(part: Expr, pool: Pool) -> Iterator[Expr]:
    if isinstance(part, Const) and part.value not in (0, 1, -1):
        yield Const(1 / part.value)


def _position_off_by_one(part: Expr, pool: Pool) -> Iterator[Expr]:
    if is_apply(part, "take"):
        x, *at = children(part)
        for index, place in enumerate(at):
            for shift in (b.ONE, Const(-1)):
                moved = Const(place.value + 1) if isinstance(place, Const) else b.add(place, shift)
                yield b.rebuilt(part, (x, *at[:index], moved, *at[index + 1 :]))


# --- transposes, orders of factors, sums


def _transposed(part: Expr, pool: Pool) -> Iterator[Expr]:
    if part.shape.rank == 2:
        yield children(part)[0] if is_apply(part, "transpose") else b.transpose(part)


def _operands_swapped(part: Expr, pool: Pool) -> Iterator[Expr]:
    if is_apply(part, "matmul"):
        yield b.matmul(*reversed(children(part)))


def _transposes_moved(part: Expr, pool: Pool) -> Iterator[Expr]:
    """Both factors of a product of matrices transposed, where that gives the same shape."""
    if is_apply(part, "matmul"):
        left, right = children(part)
        yield b.matmul(_turned(left), _turned(right))


def _transposed_product(part: Expr, pool: Pool) -> Iterator[Expr]:
    if is_apply(part, "matmul"):
        left, right = children(part)
        yield b.matmul(_turned(right), _turned(left))


def _turned(x: Expr) -> Expr:
    return children(x)[0] if is_apply(x, "transpose") else b.transpose(x)


def _elementwise(part: Expr, pool: Pool) -> Iterator[Expr]:
    if is_apply(part, "matmul"):
        yield b.mul(*children(part))


def _matrix_product(part: Expr, pool: Pool) -> Iterator[Expr]:
    if is_apply(part, "mul") and part.shape.rank == 2:
        args = children(part)
        for index in range(len(args) - 1):
            yield b.mul(*args[:index], b.matmul(args[index], args[index + 1]), *args[index + 2 :])


def _mean_for_sum(part: Expr, pool: Pool) -> Iterator[Expr]:
    if isinstance(part, Apply) and part.op.name in ("sum", "sum_along"):
        axes = part.attr("axes") if part.op.name == "sum_along" else range(part.args[0].shape.rank)
        assert isinstance(axes, tuple | range)
        for axis in axes:
            yield b.div(part, b.extent(part.args[0].shape.sizes[axis]))
    if is_apply(part, "matmul"):
        yield b.div(part, b.extent(children(part)[0].shape.sizes[-1]))


def _other_axis(part: Expr, pool: Pool) -> Iterator[Expr]:
    if isinstance(part, Apply) and part.op.name in ("sum_along", "max_along", "prod_along"):
        for axis in range(part.args[0].shape.rank):
            if (axis,) != part.attr("axes"):
                attrs: tuple[tuple[str, AttrValue], ...] = (("axes", (axis,)),)
                yield Apply(part.op, part.args, attrs)


# --- functions


OTHERS = {
    "sigmoid": ("tanh", "relu"), "tanh": ("sigmoid", "relu"), "relu": ("sigmoid", "tanh"), "sin": ("cos",),
    "cos": ("sin",), "greater": ("at_least", "equals"), "max": ("min",), "min": ("max",), "step": ("relu",),
    "exp": ("sigmoid",), "softplus": ("relu", "exp"), "sinh": ("cosh",), "cosh": ("sinh",), "abs": ("relu",),
    "sign": ("step",), "sigmoid_prime": ("tanh_prime", "sigmoid"), "tanh_prime": ("sigmoid_prime", "tanh"),
}  # fmt: skip
"""Which function somebody may have taken for which."""


def _other_function(part: Expr, pool: Pool) -> Iterator[Expr]:
    for name in OTHERS.get(part.op.name, ()) if isinstance(part, Apply) else ():
        yield b.call(name, *children(part))


def _log_for_exp(part: Expr, pool: Pool) -> Iterator[Expr]:
    if is_apply(part, "exp"):
        yield b.call("log", b.call("abs", children(part)[0]))


def _function_lost(part: Expr, pool: Pool) -> Iterator[Expr]:
    single = isinstance(part, Apply) and len(part.args) == 1 and part.op.name not in ("neg", "transpose", "broadcast")
    if single and children(part)[0].shape == part.shape:
        yield children(part)[0]


def _power_off_by_one(shift: int) -> Change:
    def change(part: Expr, pool: Pool) -> Iterator[Expr]:
        if is_apply(part, "power"):
            base, exponent = children(part)
            bare = unwrapped(exponent)
            moved = Const(bare.value + shift) if isinstance(bare, Const) else b.add(exponent, Const(shift))
            yield b.power(base, moved)

    return change


def _power_lost(part: Expr, pool: Pool) -> Iterator[Expr]:
    if is_apply(part, "power"):
        yield children(part)[0]


def _squared(part: Expr, pool: Pool) -> Iterator[Expr]:
    yield b.power(part, Const(2))


def _upside_down(part: Expr, pool: Pool) -> Iterator[Expr]:
    if is_apply(part, "div"):
        yield b.div(*reversed(children(part)))


def _complements(part: Expr) -> Iterator[tuple[Expr, Expr]]:
    """1 and a of a part 1 − a."""
    if is_apply(part, "add") and len(children(part)) == 2:
        one, minus = children(part)
        if unwrapped(one) is b.ONE and is_apply(minus, "neg"):
            yield one, children(minus)[0]


def _plus_in_complement(part: Expr, pool: Pool) -> Iterator[Expr]:
    for one, a in _complements(part):
        yield b.add(one, a)


def _complement_lost(part: Expr, pool: Pool) -> Iterator[Expr]:
    for _, a in _complements(part):
        yield a


def _derivative_of_tanh(part: Expr, pool: Pool) -> Iterator[Expr]:
    """a(1 − a) taken for 1 − a², and the other way round."""
    if is_apply(part, "mul"):
        factors = children(part)
        for index, factor in enumerate(factors):
            for one, a in _complements(factor):
                rest = [f for k, f in enumerate(factors) if k != index and f is not a]
                if len(rest) == len(factors) - 2:
                    yield b.mul(*rest, b.sub(one, b.power(a, Const(2))))
    for one, square in _complements(part):
        if is_apply(square, "power") and unwrapped(children(square)[1]) is Const(2):
            yield b.mul(children(square)[0], b.sub(one, children(square)[0]))


def _log_base(part: Expr, pool: Pool) -> Iterator[Expr]:
    if is_apply(part, "log"):
        yield b.div(part, b.call("log", Const(10)))


def _bracket_lost(part: Expr, pool: Pool) -> Iterator[Expr]:
    """a (b + c) taken for a b + c."""
    if is_apply(part, "mul"):
        factors = children(part)
        for index, factor in enumerate(factors):
            if is_apply(factor, "add"):
                first, *rest = children(factor)
                yield b.add(b.mul(*factors[:index], first, *factors[index + 1 :]), *rest)
    if is_apply(part, "matmul") and is_apply(children(part)[1], "add"):
        left, right = children(part)
        yield b.add(b.matmul(left, children(right)[0]), *children(right)[1:])


def _plus_for_times(part: Expr, pool: Pool) -> Iterator[Expr]:
    if is_apply(part, "mul"):
        yield b.add(*children(part))


def _times_for_plus(part: Expr, pool: Pool) -> Iterator[Expr]:
    if is_apply(part, "add"):
        yield b.mul(*children(part))


def _cases_swapped(part: Expr, pool: Pool) -> Iterator[Expr]:
    if is_apply(part, "choose"):
        c, first, second = children(part)
        yield b.call("choose", c, second, first)
    if isinstance(part, Apply) and part.op.name in ("greater", "at_least"):
        yield b.call(part.op.name, *reversed(part.args))


def _order_of_derivative(part: Expr, pool: Pool) -> Iterator[Expr]:
    """g taken for g′, and g′ for g."""
    if is_apply(part, "opaque") and isinstance(part, Apply):
        order = part.attr("order")
        assert isinstance(order, int)
        for other in (order + 1, order - 1):
            if other >= 0:
                attrs = tuple((name, other if name == "order" else value) for name, value in part.attrs)
                yield rebuild(Apply(part.op, part.args, attrs), part.args)


SIGN = ("sign",)
FACTOR = ("factor", "sum-mean", "extra-factor", "missing-factor")
MISSING = ("missing-factor", "factor", "chain-rule", "activation-derivative", "sum-mean")
EXTRA = ("extra-factor", "factor")
NAMES = ("index", "layer", "look-alike", "other")
ACTIVATION = ("activation-derivative", "missing-function", "other")

KINDS = (
    Kind("the sign of the whole", _minus, SIGN, whole=True),
    Kind("the sign of a term", _term_sign, SIGN),
    Kind("a minus lost", _minus_lost, SIGN),
    Kind("a minus put in", _minus_put_in, SIGN),
    Kind("twice the whole", _times("2"), FACTOR, whole=True),
    Kind("half the whole", _times("1/2"), FACTOR, whole=True),
    Kind("n times the whole", _times_size, FACTOR, whole=True),
    Kind("an n-th of the whole", _over_size, FACTOR, whole=True),
    Kind("twice a part", _times("2"), FACTOR),
    Kind("half a part", _times("1/2"), FACTOR),
    Kind("n times a part", _times_size, FACTOR),
    Kind("a number lost", _number_lost, FACTOR),
    Kind("a factor lost", _factor_lost, MISSING),
    Kind("a denominator lost", _denominator_lost, MISSING),
    Kind("a numerator lost", _numerator_lost, MISSING),
    Kind("a factor too many", _factor_added, EXTRA),
    Kind("a factor 1 - a too many", _complement_added, EXTRA),
    Kind("a term lost", _term_lost, ("missing-term",)),
    Kind("a term too many", _term_added, ("extra-term",)),
    Kind("1 too many", _one_added, ("extra-term",)),
    Kind("another name", _other_name, NAMES),
    Kind("a number off by one", _constant_off_by_one),
    Kind("a number upside down", _constant_upside_down, FACTOR),
    Kind("a position off by one", _position_off_by_one, ("index",)),
    Kind("a square matrix transposed", _transposed, ("transpose",)),
    Kind("operands swapped", _operands_swapped, ("order",)),
    Kind("transposes moved", _transposes_moved, ("transpose", "order")),
    Kind("a product transposed", _transposed_product, ("transpose", "order")),
    Kind("entry by entry for a matrix product", _elementwise, ("elementwise-matrix",)),
    Kind("a matrix product for entry by entry", _matrix_product, ("elementwise-matrix",)),
    Kind("a mean for a sum", _mean_for_sum, FACTOR),
    Kind("a sum along another axis", _other_axis, ("index", "sum-mean")),
    Kind("another function", _other_function, ACTIVATION),
    Kind("log for exp", _log_for_exp),
    Kind("a function lost", _function_lost, ("missing-function", "chain-rule", "activation-derivative")),
    Kind("an exponent one too high", _power_off_by_one(1)),
    Kind("an exponent one too low", _power_off_by_one(-1)),
    Kind("a power lost", _power_lost, ("missing-factor", "factor", "missing-function")),
    Kind("a square too many", _squared),
    Kind("a fraction upside down", _upside_down),
    Kind("1 + a for 1 - a", _plus_in_complement, SIGN),
    Kind("a for 1 - a", _complement_lost, ("activation-derivative", "missing-term", "other")),
    Kind("the derivative of tanh", _derivative_of_tanh, ("activation-derivative",)),
    Kind("the logarithm to base 10", _log_base, ("log-base", "factor")),
    Kind("a bracket lost", _bracket_lost, ("bracket",)),
    Kind("plus for times", _plus_for_times),
    Kind("times for plus", _times_for_plus),
    Kind("cases swapped", _cases_swapped),
    Kind("g for its derivative", _order_of_derivative, ("activation-derivative", "missing-function")),
)
"""The kinds of mistakes. Those without a list are unknown to the diagnosis, and must be refuted all the same."""
