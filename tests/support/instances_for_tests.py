"""Random instances of rules: parts of fitting shapes that satisfy the rule's conditions, and nothing else assumed.

Shapes are handed down from the left side: the parts of a sum have its shape, those of a matrix product shapes that fit.
A condition that says what a part must be has a maker here, which makes that part.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

from applications_for_tests import ATTRS, applications, constants, whole_numbers
from expressions_for_tests import SCALAR, SHAPES, expression
from systems_for_tests import two_paths

from derive import building as b
from derive import calculus, ops
from derive.conditions import Context, chain_terms, denominators, function_derivative, open_conditions
from derive.constants import constant_value
from derive.ir import Apply, Const, Expr, Symbol, Var, postorder
from derive.operators import Operator
from derive.rewriting import Rule, instance
from derive.ruletext import Call, Part, RuleTextError, Template
from derive.shapes import Shape, ShapeError

Bound: TypeAlias = dict[str, Expr | tuple[Expr, ...]]
LENT_BY_SHAPE = ("broadcast_like", "spread_like")
"""Operators whose attributes follow from the shape of the part that lends them."""
SHAPED = ("det", "diag", "diagonal", "inverse", "kron", "single", "take", "trace", "vec")
"""Operators without attributes that take arrays of certain shapes only."""
DERIVATIVES = ("derivative", "pullback", "partial", "total", "vjp")


class Unsuitable(Exception):
    """These shapes or parts do not make an instance; others may."""


@dataclass
class Making:
    """An instance in the making."""

    rng: random.Random
    v: Var | None = None
    shapes: dict[str, Shape] = field(default_factory=dict)
    many: set[str] = field(default_factory=set)
    counts: dict[str, int] = field(default_factory=dict)
    whole: dict[str, tuple[Operator, int]] = field(default_factory=dict)
    free: set[str] = field(default_factory=set)
    plain: bool = False
    names: int = 0
    parts: Bound = field(default_factory=dict)
    context: Context = field(default_factory=Context)

    def single(self, name: str, shape: Shape | None = None) -> Expr:
        """A random expression for a part; it depends on the variable unless it must be free of it."""
        shape = shape or self.shapes.get(name, SCALAR)
        if name in self.whole:
            numbers = constants(*self.whole[name], shape)
            assert numbers is not None
            return numbers
        if self.plain:
            self.names += 1
            return Var(f"{name}{self.names}", shape)
        v = None if name in self.free else self.v
        return expression(shape, self.rng, v, depth=1)

    def several(self, name: str, least: int = 0) -> tuple[Expr, ...]:
        """A few random expressions."""
        count = self.counts.get(name, self.rng.randint(least, 3))
        return tuple(self.single(name) for _ in range(count))


@dataclass(frozen=True)
class Instance:
    """A rule's equality for certain parts."""

    left: Expr
    right: Expr
    binding: Bound
    context: Context


# --- shapes


def _infer(template: Template, shape: Shape, making: Making) -> None:
    """Hand the shape of a template down to its parts. Raises `Unsuitable` where a part would have two."""
    if isinstance(template, Part):
        if template.many:
            making.many.add(template.name)
        if making.shapes.setdefault(template.name, shape) != shape:
            raise Unsuitable
    elif isinstance(template, Call):
        _ask_for_whole_numbers(template, making)
        for arg, inner in zip(template.args, _inner_shapes(template, shape, making), strict=True):
            _infer(arg, inner, making)


def _ask_for_whole_numbers(call: Call, making: Making) -> None:
    """Positions and the conditions of cases are whole numbers, whatever else the rule says of them."""
    name = call.name.removesuffix("_like")
    for index, part in enumerate(call.args if name in ops.names() else ()):
        if isinstance(part, Part) and whole_numbers(ops.get(name), index):
            making.whole[part.name] = (ops.get(name), index)


def _inner_shapes(call: Call, shape: Shape, making: Making) -> list[Shape]:
    rng = making.rng
    if call.name == "transpose":
        return [shape.transposed]
    if call.name == "sum":
        return [rng.choice(SHAPES[1:])]
    if call.name == "matmul":
        fitting = [pair for pair in _factor_shapes() if _product_shape(*pair) == shape]
        if not fitting:
            raise Unsuitable
        return list(rng.choice(fitting))
    if call.name in ("derivative", "partial", "total"):
        body = rng.choice((SCALAR, shape)) if call.name == "derivative" else SCALAR
        return [body, shape]
    if call.name in ("pullback", "vjp"):
        body = making.shapes.get("u") or rng.choice(_shapes_of(call.args[1]))
        return [body, body, shape]
    if call.name in ("norm", "broadcast_like", "spread_like"):
        return _vector_shapes(call.name, shape, rng)
    if _like_an_application(call):
        return _applied(call, shape, making)
    return [shape] * len(call.args)


def _shapes_of(template: Template) -> tuple[Shape, ...]:
    """The shapes that a cotangent is tried in."""
    if not _like_an_application(template):
        return SHAPES
    assert isinstance(template, Call)
    return tuple(app.shape for app in applications(template.name.removesuffix("_like")))


def _vector_shapes(name: str, shape: Shape, rng: random.Random) -> list[Shape]:
    """The argument of a norm is a vector; what is spread over a matrix is a column of it, or a number."""
    if name == "broadcast_like":
        return [SCALAR, shape]
    if name == "norm" and shape == SCALAR:
        return [rng.choice([s for s in SHAPES if s.rank == 1])]
    if name == "spread_like" and shape.rank == 2:
        return [Shape((shape.sizes[0],)), shape]
    raise Unsuitable


def _like_an_application(template: Template) -> bool:
    """Whether the shapes of a template's arguments follow from no rule of thumb: they are taken from applications."""
    name = template.name if isinstance(template, Call) else ""
    lent = name.endswith("_like") and name.removesuffix("_like") in ATTRS and name not in LENT_BY_SHAPE
    return lent or name in SHAPED


def _applied(call: Call, shape: Shape, making: Making) -> list[Shape]:
    """The shapes of the arguments of one application; another one lends the attributes, where there are any."""
    fitting = [app for app in applications(call.name.removesuffix("_like")) if app.shape == shape]
    if not fitting:
        raise Unsuitable
    app, args = making.rng.choice(fitting), call.args
    shapes = [arg.shape for arg in app.args]
    if call.name.endswith("_like"):
        *args, like = args
        assert isinstance(like, Part)
        making.parts[like.name] = app
    grouped = _grouped(args, shapes, making)
    return [*grouped, app.shape] if call.name.endswith("_like") else grouped


def _grouped(args: Sequence[Template], shapes: list[Shape], making: Making) -> list[Shape]:
    """One shape for each argument of a template; a part of any number of arguments has one for all of them."""
    spare, grouped = len(shapes) - len(args), []
    several = [arg for arg in args if isinstance(arg, Part) and arg.many]
    spare += len(several)
    for arg in args:
        count = 1
        if arg in several:
            assert isinstance(arg, Part)
            count = spare if arg is several[-1] else making.rng.randint(0, spare)
            spare -= count
            making.counts[arg.name] = count
        group, shapes = shapes[:count], shapes[count:]
        if len(set(group)) > 1:
            raise Unsuitable
        grouped += group[:1] or [SCALAR]
    return grouped


def _infer_from_conditions(needs: Sequence[tuple[str, ...]], making: Making) -> None:
    """Parts that are taken from one another have one shape, though only one of them stands on the left side."""
    for name, *parts in needs:
        known = [making.shapes[part] for part in parts if part in making.shapes]
        if name in TAKEN_FROM_ONE_ANOTHER and known:
            for part in parts:
                making.shapes.setdefault(part, known[0])


TAKEN_FROM_ONE_ANOTHER = (
    "interleaves",
    "interleaves-both",
    "cancelled-terms",
    "same-terms",
    "same-sum",
    "factored",
    "numbers",
)


def _factor_shapes() -> list[tuple[Shape, Shape]]:
    sizes = ("m", "k", "n")
    pool = [Shape.of(s) for s in sizes] + [Shape.of(s, row=True) for s in sizes]
    pool += [Shape.of(s, t) for s in sizes for t in sizes]
    return [(left, right) for left in pool for right in pool if _product_shape(left, right) is not None]


def _product_shape(left: Shape, right: Shape) -> Shape | None:
    try:
        return ops.get("matmul").shape([left, right], {})
    except ShapeError:
        return None


# --- parts that conditions speak of


def _number(making: Making, name: str) -> Const:
    return b.number(making.rng.choice(("2", "3", "5/2", "-1/3")))


def _maker_of_value(m: Making, c: str, d: str) -> None:
    m.parts[c] = b.add(_number(m, c), b.mul(_number(m, c), _number(m, c)))
    value = constant_value(m.parts[c])  # type: ignore[arg-type]
    assert value is not None
    m.parts[d] = Const(value)


def _maker_of_numbers(m: Making, t: str, k: str, u: str) -> None:
    m.parts[u] = m.several(u, 1)
    first, second = _number(m, t), _number(m, t)
    m.parts[k] = Const(first.value * second.value)
    m.parts[t] = (first, m.parts[u][0], second, *m.parts[u][1:])  # type: ignore[index]


def _maker_of_minus_one(m: Making, name: str) -> None:
    m.parts[name] = b.broadcast(Const(-1), m.shapes.get(name, SCALAR))


def _maker_of_negated(m: Making, n: str, k: str) -> None:
    m.parts[n], m.parts[k] = Const(-3), Const(3)


def _maker_of_one_less(m: Making, p: str, q: str) -> None:
    m.parts[p], m.parts[q] = Const(3), Const(2)


def _maker_of_cancelled(m: Making, t: str, u: str) -> None:
    extra, factor = m.single(t), m.single(t)
    kept = m.several(u)
    # The same product, its factors turned around, once with a minus sign and once split into two thirds and a third.
    pair = (b.mul(extra, factor), b.neg(b.mul(factor, extra)))
    thirds = (b.mul(b.number("2/3"), extra), b.mul(b.number("1/3"), extra), b.neg(extra))
    m.parts[u] = kept
    m.parts[t] = (pair[0], *kept, *thirds, pair[1])


def _maker_of_interleaved(m: Making, t: str, u: str, c: str) -> None:
    common = m.parts.setdefault(c, m.several(c, 1))
    kept = m.several(u)
    m.parts[u], m.parts[t] = kept, _shuffled(m, kept + common)  # type: ignore[operator]


def _maker_of_interleaved_both(m: Making, left: str, right: str, j: str, k: str, c: str) -> None:
    common = m.parts.setdefault(c, m.several(c, 1))
    m.parts[j], m.parts[k] = m.several(j), m.several(k)
    cut = m.rng.randint(0, len(common))  # type: ignore[arg-type]
    m.parts[left] = m.parts[j] + common[:cut]  # type: ignore[operator, index]
    m.parts[right] = common[cut:] + m.parts[k]  # type: ignore[operator, index]


def _shuffled(m: Making, exprs: tuple[Expr, ...]) -> tuple[Expr, ...]:
    return tuple(m.rng.sample(exprs, len(exprs)))


def _maker_of_same_terms(m: Making, t: str, u: str) -> None:
    terms = m.several(t, 2)
    if len(set(terms)) < 2:
        raise Unsuitable
    m.parts[t], m.parts[u] = terms, (*terms[1:], terms[0])
    if m.parts[t] == m.parts[u]:
        raise Unsuitable


def _maker_of_given(m: Making, v: str, e: str) -> None:
    node = Var(f"node_{v}", m.shapes.get(v, SCALAR))
    m.parts[v], m.parts[e] = node, m.single(e, node.shape)
    m.context = Context({node: m.parts[e]}, m.context.results)  # type: ignore[dict-item]


def _maker_of_result(m: Making, u: str, w: str) -> None:
    x = Var("x")
    m.parts[u], m.parts[w] = b.derivative(b.mul(x, x), x), b.mul(Const(2), x)
    m.context = Context({}, {m.parts[u]: m.parts[w]})  # type: ignore[dict-item]


def _maker_of_chain(m: Making, node: str, v: str, t: str) -> None:
    system = two_paths()
    m.parts[node] = system.loss
    m.parts[v] = m.rng.choice([name for name in (*system.equations, *system.parameters) if name is not system.loss])
    m.parts[t] = chain_terms(system.loss, m.parts[v], system.equations)  # type: ignore[arg-type]
    m.context = Context(system.equations, {})


def _maker_of_lemma(m: Making, f: str, u: str, w: str) -> None:
    chain = calculus.function_chain(ops.get("sigmoid"))
    results = {chain.start: chain.result}
    inner = m.single(u, m.shapes.get(f, SCALAR))
    function = b.call("sigmoid", inner)
    assert isinstance(function, Apply)
    derivative = function_derivative(function, inner, results)
    assert derivative is not None
    m.parts.update({f: function, u: inner, w: derivative})
    m.context = Context({}, results)


def _maker_of_half(m: Making, p: str) -> None:
    m.parts[p] = b.number("1/2")


def _maker_of_quotient(m: Making, c: str, k: str, e: str) -> None:
    m.parts[c], m.parts[k], m.parts[e] = b.number("3/2"), Const(2), b.number("3/4")


def _maker_of_same_sum(m: Making, t: str, u: str) -> None:
    first, second = m.single(t), m.single(t)
    others = m.several(t)
    m.parts[t] = (b.mul(first, second), *others, b.neg(b.mul(Const(3), second, first)))
    m.parts[u] = (*others, b.mul(Const(-2), first, second))


def _maker_of_factored(m: Making, t: str, c: str, u: str) -> None:
    m.parts[c], m.parts[u] = m.several(t, 1), (m.single(t), b.neg(m.single(t)))
    m.parts[t] = tuple(b.mul(*reversed(m.parts[c]), part) for part in m.parts[u])  # type: ignore[arg-type]


def _maker_of_rational_form(m: Making, u: str, w: str, d: str) -> None:
    if m.shapes.get(u, SCALAR) != SCALAR:
        raise Unsuitable
    p, q, r = m.single(w, SCALAR), m.single(w, SCALAR), m.single(w, SCALAR)
    m.parts[u] = b.add(b.div(p, q), r)
    m.parts[w] = b.div(b.add(p, b.mul(r, q)), q)
    m.parts[d] = tuple(denominators(m.parts[u]))


def _maker_of_entry_lemma(m: Making, u: str, v: str, w: str) -> None:
    shape = m.shapes.get(u, SCALAR)
    if shape == SCALAR or m.shapes.get(v, SCALAR) != SCALAR:
        raise Unsuitable
    slope = Var("v")
    x, y = Var(Symbol("x"), shape), Var(Symbol("y"), shape)
    x_i, y_i = Var(Symbol("x", sub="i")), Var(Symbol("y", sub="i"))

    def square(x: Expr, y: Expr) -> Expr:
        return b.power(b.sub(y, b.mul(slope, x)), Const(2))

    def derived(x: Expr, y: Expr) -> Expr:
        return b.neg(b.mul(Const(2), x, b.sub(y, b.mul(slope, x))))

    m.parts.update({u: square(x, y), v: slope, w: derived(x, y)})
    m.context = Context({}, {b.derivative(square(x_i, y_i), slope): derived(x_i, y_i)})


def _square(m: Making, name: str) -> Shape:
    shape = m.shapes.get(name, SCALAR)
    if shape.rank != 2 or shape.sizes[0] != shape.sizes[1]:
        raise Unsuitable
    return shape


def _maker_of_ones(m: Making, s: str) -> None:
    size = _square(m, s).sizes[0]
    m.parts[s] = b.matmul(b.broadcast(b.ONE, Shape((size,))), b.broadcast(b.ONE, Shape((size,), row=True)))


def _maker_of_identity(m: Making, e: str) -> None:
    m.parts[e] = b.eye(_square(m, e).sizes[0])


def _declared(fact: str, *facts: str) -> Callable[..., None]:
    """What makes a name that is declared to be something."""

    def maker(m: Making, name: str) -> None:
        shape = _square(m, name) if fact == "symmetric" else m.shapes.get(name, SCALAR)
        m.parts[name] = v = Var(f"declared_{name}", shape)
        m.context = Context(facts={v: frozenset((fact, *facts))})

    return maker


MAKERS: dict[str, Callable[..., None]] = {
    "value": _maker_of_value,
    "numbers": _maker_of_numbers,
    "minus-one": _maker_of_minus_one,
    "negated": _maker_of_negated,
    "one-less": _maker_of_one_less,
    "cancelled-terms": _maker_of_cancelled,
    "interleaves": _maker_of_interleaved,
    "interleaves-both": _maker_of_interleaved_both,
    "same-terms": _maker_of_same_terms,
    "half": _maker_of_half,
    "quotient": _maker_of_quotient,
    "same-sum": _maker_of_same_sum,
    "factored": _maker_of_factored,
    "identity": _maker_of_identity,
    "ones": _maker_of_ones,
    "one-hot": _declared("one-hot"),
    "one-hot columns": _declared("one-hot", "one-hot columns"),
    "one-hot rows": _declared("one-hot", "one-hot rows"),
    "distribution": _declared("distribution"),
    "symmetric": _declared("symmetric"),
    "given": _maker_of_given,
    "result": _maker_of_result,
    "chain": _maker_of_chain,
    "function-lemma": _maker_of_lemma,
    "same-rational-form": _maker_of_rational_form,
    "entry-lemma": _maker_of_entry_lemma,
}
"""What makes the parts that a condition relates. The other conditions are about one part, and hold or do not."""


# --- instances


def instances(rule: Rule, form: int, count: int, seed: int = 0, *, plain: bool = False) -> Iterator[Instance]:
    """Up to ``count`` instances of one form of a rule; fewer, or none, where random parts do not fit.

    In ``plain`` ones each part is a name of its own, so that no builder merges a part with what stands around it.
    """
    rng = random.Random(f"{rule.name}/{form}/{seed}")
    found = 0
    for _ in range(60 * count):
        try:
            made = _instance(rule, form, rng, plain)
        except (Unsuitable, ShapeError, RuleTextError):
            continue
        found += 1
        yield made
        if found == count:
            return


def _instance(rule: Rule, form: int, rng: random.Random, plain: bool) -> Instance:
    left, right = rule.sides(form)
    making = Making(rng, plain=plain)
    needs = rule.needs(form)
    squares = "inverse" in _calls(left) or any(name in ("symmetric", "ones", "identity") for name, *_ in needs)
    _infer(left, rng.choice((*SHAPES, Shape.of("m", "m")) if squares else SHAPES), making)
    _infer_from_conditions(needs, making)
    for name, *parts in needs:
        if name == "scalar":
            making.shapes[parts[0]] = SCALAR
        if name == "free":
            making.free.add(parts[0])
    if _has_variable(left, needs):
        making.v = Var("v", making.shapes["v"])
        making.parts["v"] = making.v
    for name, *parts in needs:
        if name in MAKERS and name != "negative-number":
            MAKERS[name](making, *parts)
    for name in sorted({*_parts(left), *_parts(right)}):
        if name not in making.parts:
            making.parts[name] = making.several(name, 1) if name in making.many else making.single(name)
    if open_conditions(rule, form, making.parts, making.context) is None:
        raise Unsuitable
    sides = instance(rule, form, making.parts)
    if sides[0].shape != sides[1].shape or not _is_as_written(left, sides[0]):
        raise Unsuitable
    return Instance(*sides, making.parts, making.context)


def _has_variable(left: Template, needs: tuple[tuple[str, ...], ...]) -> bool:
    """Whether the part ``v`` is what is differentiated by, and not a name that an equation is given for."""
    made = {part for name, *parts in needs if name in MAKERS for part in parts}
    return "v" not in made and "v" in _parts(left) and any(name in _calls(left) for name in DERIVATIVES)


def _parts(template: Template) -> set[str]:
    if isinstance(template, Part):
        return {template.name}
    return {name for arg in template.args for name in _parts(arg)} if isinstance(template, Call) else set()


def _calls(template: Template) -> set[str]:
    if not isinstance(template, Call):
        return set()
    return {template.name}.union(*(_calls(arg) for arg in template.args))


def _is_as_written(template: Template, left: Expr) -> bool:
    """Whether every operator of the left side stands in the instance, and no builder saw to it that it does not."""
    present = {node.op.name for node in postorder(left) if isinstance(node, Apply)}
    wanted = {name.removesuffix("_like") for name in _calls(template)} - {"add", "mul", "neg"}
    return wanted <= present
