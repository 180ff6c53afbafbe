"""What is computed in one step, so that no float overflows: softmax along an axis, and logarithms of σ, softmax, det.

A model says log a with a = σ(z); where z is large, a is 1 in floating point, and log(1 − a) minus infinity. So the
logarithm is taken of z: log σ(z) = −softplus(−z), log(1 − σ(z)) = −softplus(z), log softmax(z) = z − log Σ e^z, all
shifted where they are computed. The operators here stand in no formula; they are for code alone.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from derive import building as b
from derive import ops
from derive.building import is_apply, unwrapped
from derive.coding import terms as t
from derive.coding.arrays import NotWritten, lowered
from derive.coding.terms import Term
from derive.ir import Apply, Const, Expr, Var, children, postorder, substitute, variables
from derive.operators import ATOM, Array, Call, Domain, Operator
from derive.reverse import Share
from derive.shapes import SCALAR, Shape


def _same(shapes: Sequence[Shape], attrs: Mapping[str, Any]) -> Shape:
    return shapes[0]


def _number(shapes: Sequence[Shape], attrs: Mapping[str, Any]) -> Shape:
    return SCALAR


def _softmax(domain: Domain, values: Sequence[Array], call: Call) -> Array:
    up, axis = domain.exp(values[0]), call.attrs["axis"]
    below = up.sum(axis=axis)
    return up / (below.reshape((*below.shape[:axis], 1, *below.shape[axis:])))


def _log_softmax(domain: Domain, values: Sequence[Array], call: Call) -> Array:
    return domain.log(_softmax(domain, values, call))


def _log_det(domain: Domain, values: Sequence[Array], call: Call) -> Array:
    return domain.log(ops.get("det").evaluate(domain, values, call))


def _fused(name: str, evaluate: Callable[..., Array], shape: Callable[..., Shape] = _same) -> Operator:
    return Operator(name, ("x",), shape, evaluate, "", ATOM, "a step of code: see derive.coding.fusing")


SOFTMAX = _fused("softmax_along", _softmax)
LOG_SOFTMAX = _fused("log_softmax", _log_softmax)
LOG_DET = _fused("log_det", _log_det, _number)


def _axis(node: Apply) -> int:
    axis = node.attr("axis")
    assert isinstance(axis, int)
    return axis


def _along(x: Expr, axis: int) -> Expr:
    """The sums along an axis, repeated along it."""
    shape = x.shape
    left = tuple(place for place in range(shape.rank) if place != axis)
    return b.align(b.sum_along(x, (axis,)), shape, left)


def _softmax_share(node: Apply, y_bar: Expr) -> tuple[Expr, ...]:
    return (b.mul(node, b.sub(y_bar, _along(b.mul(y_bar, node), _axis(node)))),)


def _log_softmax_share(node: Apply, y_bar: Expr) -> tuple[Expr, ...]:
    y = Apply(SOFTMAX, node.args, node.attrs)
    return (b.sub(y_bar, b.mul(y, _along(y_bar, _axis(node)))),)


def _log_det_share(node: Apply, y_bar: Expr) -> tuple[Expr, ...]:
    return (b.mul(y_bar, b.transpose(b.call("inverse", node.args[0]))),)


FUSED: Mapping[str, Share] = {
    "softmax_along": _softmax_share,
    "log_softmax": _log_softmax_share,
    "log_det": _log_det_share,
}
"""How the cotangent of each is carried back."""


# --- where they stand in a model


def fused(equations: Mapping[Var, Expr]) -> dict[Var, Expr]:
    """The equations with fused steps where a formula spells them out."""
    found: dict[Var, Expr] = {}
    for v, equation in equations.items():
        done: dict[Expr, Expr] = {}
        for node in postorder(equation):
            args = tuple(done[arg] for arg in children(node))
            done[node] = _step(node, args, found) if isinstance(node, Apply) else node
        found[v] = done[equation]
    return found


def _step(node: Apply, args: tuple[Expr, ...], given: Mapping[Var, Expr]) -> Expr:
    """The node over its new arguments, as one step where it is one."""
    node = node if args == node.args else Apply(node.op, args, node.attrs)
    match node.op.name:
        case "softmax":
            return Apply(SOFTMAX, args, (("axis", 0),))
        case "softmax_along":
            return Apply(SOFTMAX, args, node.attrs)
        case "div":
            return _quotient(_spelled(node, given))
        case "mul":
            return _softmax_in(_spelled(node, given))
        case "log":
            return _logarithm(node, given)
    return node


def _spelled(node: Apply, given: Mapping[Var, Expr]) -> Apply:
    """The node with the equations of names that are exponentials, or sums of such, where that makes it a softmax."""
    spelled: Expr = node
    for _ in range(STAGES):
        parts: dict[Expr, Expr] = {}
        parts |= {v: given[v] for v in variables(spelled) if v in given and _sums_exponentials(given[v], given)}
        spelled = substitute(spelled, parts)
    if spelled is node or not isinstance(spelled, Apply):
        return node
    found = _softmax_in(spelled)
    return found if isinstance(found, Apply) and found.op is SOFTMAX else node


def _sums_exponentials(equation: Expr, given: Mapping[Var, Expr]) -> bool:
    """Whether an equation is e^u, or is made of sums, products with ones and repetitions of a name that is."""
    if is_apply(equation, "exp"):
        return True
    inside = variables(equation)
    plain = all(isinstance(node, Var | Const) or node.op.name in SUMMING for node in postorder(equation))
    return plain and len(inside) == 1 and is_apply(given.get(inside[0], inside[0]), "exp")


STAGES = 2
"""How many names may stand between e^u and its softmax: that of e^u, and that of its sums."""
SUMMING = frozenset({"sum", "sum_along", "matmul", "align", "spread", "broadcast", "transpose"})
"""The operators in the sums of an array along an axis, and in what repeats them."""


def _quotient(node: Apply) -> Expr:
    """e^u over its sums is a softmax; 1/(1 + e^(−u)) and e^u/(1 + e^u) are σ(u)."""
    if node.op is SOFTMAX:
        return node
    above, below = (unwrapped(arg) for arg in node.args)
    up = _one_more_than_exp(below)
    if up is not None and unwrapped(above) is b.ONE:
        return _spread_to(b.call("sigmoid", b.neg(up) if not is_apply(up, "neg") else children(up)[0]), node)
    if up is not None and is_apply(above, "exp") and children(above)[0] is up:
        return _spread_to(b.call("sigmoid", up), node)
    return _softmax_in(node)


def _spread_to(x: Expr, node: Expr) -> Expr:
    return b.broadcast(x, node.shape)


def _one_more_than_exp(x: Expr) -> Expr | None:
    """u where x is 1 + e^u."""
    if not is_apply(x, "add") or len(children(x)) != 2:
        return None
    one, up = sorted(map(unwrapped, children(x)), key=lambda part: not isinstance(part, Const))
    return children(up)[0] if one is b.ONE and is_apply(up, "exp") else None


def _softmax_in(node: Apply) -> Expr:
    """A quotient or product that is a softmax along an axis, however its sums are written; else the node itself.

    It is one where the terms of code say so, in which what is repeated does not show.
    """
    if node.op is SOFTMAX:
        return node
    ups = [arg for arg in node.args if is_apply(arg, "exp") and arg.shape == node.shape and arg.shape.rank]
    names: dict[Expr, Term] = {}
    for place, v in enumerate(variables(node) if ups else ()):
        names[v] = t.name(f"v{place}", v.shape.sizes)
    for up in ups:
        [u] = children(up)
        try:
            term, inside = lowered(node, names), lowered(u, names)
        except NotWritten:
            return node
        if term.op == "softmax" and term.args == (inside,):
            return Apply(SOFTMAX, (u,), (("axis", term.data),))
    return node


def _logarithm(node: Apply, given: Mapping[Var, Expr]) -> Expr:
    """The logarithm of σ, of 1 − σ, of a softmax or entries of one, of a determinant, and of 1 + e^u."""
    x = node.args[0]
    up = _one_more_than_exp(unwrapped(x))
    if up is not None:
        return b.broadcast(b.call("softplus", up), node.shape)
    found = _meant(x, given)
    if is_apply(found, "sigmoid"):
        return b.neg(b.call("softplus", b.neg(children(found)[0])))
    if is_apply(found, "det"):
        return Apply(LOG_DET, children(found))
    if isinstance(found, Apply) and found.op is SOFTMAX:
        return Apply(LOG_SOFTMAX, found.args, found.attrs)
    if is_apply(x, "take"):
        of, *at = children(x)
        found = _meant(of, given)
        if isinstance(found, Apply) and found.op is SOFTMAX:
            return b.call("take", Apply(LOG_SOFTMAX, found.args, found.attrs), *at)
    rest = _complement(x)
    if rest is not None and is_apply(_meant(rest, given), "sigmoid"):
        return b.neg(b.call("softplus", children(_meant(rest, given))[0]))
    return node


def _meant(x: Expr, given: Mapping[Var, Expr]) -> Expr:
    """What a name stands for, through other names."""
    while isinstance(x, Var) and x in given:
        x = given[x]
    return x


def _complement(x: Expr) -> Expr | None:
    """u where x is 1 − u."""
    if not is_apply(x, "add") or len(children(x)) != 2:
        return None
    one, rest = children(x)
    return children(rest)[0] if unwrapped(one) is b.ONE and is_apply(rest, "neg") else None
