"""Functions: the derivative of another activation, a function for its derivative, one forgotten or one too many."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import permutations

from derive import building
from derive.building import add, call, is_apply, mul, neg, number, power, total, unwrapped
from derive.constants import constant_value
from derive.diagnosis.desk import Desk
from derive.diagnosis.edits import Edit, Example, Mutation, Slip, bracketed, change
from derive.diagnosis.sites import Site
from derive.ir import Apply, Const, Expr, children

SLOPES = ("sigmoid_prime", "tanh_prime", "step")
ACTIVATIONS = ("sigmoid", "tanh", "relu", "softplus")
FUNCTIONS = (*ACTIVATIONS, *SLOPES, "exp", "log", "sin", "cos", "abs")
SWAPS = {
    **{slope: (*(other for other in SLOPES if other != slope), *ACTIVATIONS) for slope in SLOPES},
    **{f: (*(other for other in ACTIVATIONS if other != f), *SLOPES) for f in ACTIVATIONS},
    "sin": ("cos",),
    "cos": ("sin",),
    "exp": ("log", "sigmoid"),
    "log": ("exp",),
}
"""What each function is easily mistaken for."""


def _swapped(site: Site, desk: Desk) -> Iterator[Edit]:
    """Another function of the same argument."""
    part = site.part
    if not isinstance(part, Apply) or len(part.args) != 1:
        return
    for after in _other_orders(part):
        words = "this must be {1}, not {0}: the derivative has another order"
        slips = (Slip("activation-derivative", words, pair) for pair in ((part, after), (after, part)))
        yield Edit(site.path, part, after, next(slips), next(slips), 28)
    for name in SWAPS.get(part.op.name, ()):
        after = call(name, part.args[0])
        slip = _instead(part, after)
        yield change(site, after, slip, _instead(after, part), 46 if slip.kind == "other" else 28)


def _other_orders(part: Apply) -> Iterator[Expr]:
    """An unspecified function for its derivative, or the derivative for the function."""
    order = part.attr("order") if part.op.name == "opaque" else None
    for other in (order - 1, order + 1) if isinstance(order, int) else ():
        if other >= 0:
            yield building.opaque(part.args[0], str(part.attr("name")), other)


def _instead(wrong: Expr, right: Expr) -> Slip:
    kind = "activation-derivative" if {_name(wrong), _name(right)} & set(SLOPES) else "other"
    return Slip(kind, "this must be {1}, not {0}", (wrong, right))


def _name(part: Expr) -> str:
    return part.op.name if isinstance(part, Apply) else ""


def _written_slope(site: Site, desk: Desk) -> Iterator[Edit]:
    """1 − a² for a(1 − a), and the other way round: the derivatives of tanh and σ in terms of their values."""
    factors = children(site.part) if is_apply(site.part, "mul") else ()
    for i, j in permutations(range(len(factors)), 2):
        a, other = factors[i], factors[j]
        if other in (add(Const(1), neg(a)), add(neg(a), Const(1))):
            right = add(Const(1), neg(power(a, number(2))))
            after = mul(*(right if k == j else factor for k, factor in enumerate(factors) if k != i))
            yield change(site, after, _slope("σ", "tanh", right), _slope("tanh", "σ", mul(a, other)), 28)
    t = _value_of_tanh_slope(site.part)
    if t is not None:
        after = mul(t, add(Const(1), neg(t)))
        yield change(site, after, _slope("tanh", "σ", after), _slope("σ", "tanh", site.part), 28)


def _slope(wrong: str, right: str, part: Expr) -> Slip:
    return Slip("activation-derivative", f"this is the derivative of {wrong}, not of {right}: it must be {{}}", (part,))


def _value_of_tanh_slope(part: Expr) -> Expr | None:
    """The t of 1 − t²."""
    terms = children(part) if is_apply(part, "add") else ()
    if len(terms) == 2 and unwrapped(terms[0]) is Const(1) and is_apply(terms[1], "neg"):
        square = children(terms[1])[0]
        if is_apply(square, "power") and unwrapped(children(square)[1]) is Const(2):
            return children(square)[0]
        if is_apply(square, "mul") and len(set(children(square))) == 1 and len(children(square)) == 2:
            return children(square)[0]
    return None


def _forgotten(site: Site, desk: Desk) -> Iterator[Edit]:
    """A function that the model or its derivatives apply, forgotten here; or a sum over all entries."""
    if constant_value(site.part) is not None:
        return  # nobody forgets a function of a number
    for name in sorted(desk.functions.intersection(FUNCTIONS)):
        after = call(name, site.part)
        slip = Slip("missing-function", "a function is missing: it must be {}, not {}", (after, site.part))
        extra = Slip("other", "there is a function too many: it must be {}, not {}", (site.part, after))
        yield change(site, after, slip, extra, 46)
    for piece in desk.pieces:
        if isinstance(piece, Apply) and piece.op.name == "opaque" and piece.args[0] is site.part:
            slip = Slip("missing-function", "a function is missing: it must be {}, not {}", (piece, site.part))
            extra = Slip("other", "there is a function too many: it must be {}, not {}", (site.part, piece))
            yield change(site, piece, slip, extra, 46)
    if not site.part.shape.is_scalar:
        after = total(site.part)
        slip = Slip("missing-function", "the sum over the entries of {} is missing", (site.part,))
        extra = Slip("other", "the sum over the entries of {} is too many", (site.part,))
        yield change(site, after, slip, extra, 46)


def _too_many(site: Site, desk: Desk) -> Iterator[Edit]:
    """A function left out, or a sum."""
    name = _name(site.part)
    if name in FUNCTIONS or name in ("sum", "norm", "transpose"):
        bare = children(site.part)[0]
        if name == "transpose" or (name in FUNCTIONS and bare.shape != site.part.shape):
            return
        slip = Slip("other", f"{{}} must not stand here: it must be {bracketed(bare)}", (site.part, bare))
        reverse = Slip("missing-function", "a function is missing: it must be {}, not {}", (site.part, bare))
        yield change(site, bare, slip, reverse, 47)


def _root(site: Site, desk: Desk) -> Iterator[Edit]:
    """A square root forgotten, or a square; beside a comparison either could explain much."""
    if constant_value(site.part) is not None or site.is_compared:
        return
    for exponent, word, rank in ((number("1/2"), "the root", 37), (number(2), "the square", 46)):
        after = power(site.part, exponent)
        slip = Slip("missing-function", f"{word} is missing: it must be {{}}, not {{}}", (after, site.part))
        reverse = Slip("other", f"{word} is too many: it must be {{}}, not {{}}", (site.part, after))
        yield change(site, after, slip, reverse, rank)


LOSS = (r"z = w x", r"a = \sigma(z)", r"L = \frac{1}{2} (a - y)^2")
DATA = "data x, y; parameter w"

MUTATIONS = (
    Mutation(
        "another function",
        _swapped,
        Example(DATA, LOSS, r"\frac{\partial L}{\partial w} = (a - y) \tanh'(z) x", "activation-derivative"),
        keeps_shape=True,
    ),
    Mutation(
        "another slope",
        _written_slope,
        Example(DATA, LOSS, r"\frac{\partial a}{\partial z} = 1 - a^2", "activation-derivative"),
        keeps_shape=True,
    ),
    Mutation(
        "function forgotten",
        _forgotten,
        Example(
            "data z", (r"L = \log(1 + e^z)",), r"\frac{\partial L}{\partial z} = \frac{e^z}{1 + z}", "missing-function"
        ),
        stage=2,
    ),
    Mutation(
        "function too many",
        _too_many,
        Example("data x", (r"L = \log x",), r"\frac{\partial L}{\partial x} = \frac{1}{\log x}", "other"),
    ),
    Mutation(
        "root forgotten",
        _root,
        Example("data x", (r"L = \sqrt{x}",), r"\frac{\partial L}{\partial x} = \frac{1}{2 x}", "missing-function"),
        keeps_shape=True,
    ),
)
