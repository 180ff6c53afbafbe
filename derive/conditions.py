"""The conditions of rules. Each is decided true, decided false, or left open; what is open becomes an assumption.

A condition speaks of parts by name, or of a rule text over them. One that relates parts (``cancelled``: these terms
are those without pairs that add to 0) is decided here by code of its own, a line or two each, because the kernel rests
on it. An unknown condition is an error, never true.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cache, cached_property
from typing import Any, TypeAlias

from derive import ruletext
from derive.building import broadcast, is_apply, mul, neg, partial, rebuilt, total_derivative, unwrapped, vjp, zeros
from derive.constants import constant_value
from derive.ir import Apply, Const, Expr, Var, children, contains, fold, names_in, postorder
from derive.rational_form import identical
from derive.rewriting import Assumption, Condition, Rule
from derive.signs import facts

Many: TypeAlias = "tuple[Expr, ...]"


class UnknownCondition(Exception):
    """A rule names a condition that does not exist, or a part that is not bound."""


@dataclass(frozen=True)
class Context:
    """What a condition may look up: the equations given, the results of lemmas as ``start -> result``, and what is
    declared of the values of names.

    More results may come in; the equations stay as they are.
    """

    given: Mapping[Var, Expr] = field(default_factory=dict)
    results: Mapping[Expr, Expr] = field(default_factory=dict)
    facts: Mapping[Var, frozenset[str]] = field(default_factory=dict)

    @cached_property
    def users(self) -> Mapping[Var, Sequence[Var]]:
        """For each name the names whose equations use it, in the order of the equations."""
        found: dict[Var, list[Var]] = {}
        for node, equation in self.given.items():
            for name in names_in(equation):
                found.setdefault(name, []).append(node)
        return found

    @cached_property
    def below(self) -> Callable[[Var], set[Var]]:
        """What a name depends on, itself included; found once for each name."""
        return cache(lambda node: ancestors(node, self.given))


def monomial(expr: Expr) -> tuple[Fraction, Counter[Expr]]:
    """A product as its rational coefficient and the multiset of its other factors; order and signs drop out."""
    coefficient, factors = Fraction(1), Counter[Expr]()
    stack = [expr]
    while stack:
        node = unwrapped(stack.pop())
        if isinstance(node, Const):
            coefficient *= node.value
        elif is_apply(node, "neg"):
            coefficient = -coefficient
            stack.extend(node.args)  # type: ignore[union-attr]
        elif is_apply(node, "mul"):
            stack.extend(node.args)  # type: ignore[union-attr]
        else:
            factors[node] += 1
    return coefficient, factors


def opposite(u: Expr, v: Expr) -> bool:
    """Whether v = −u, up to the order of factors."""
    (a, factors), (b, others) = monomial(u), monomial(v)
    return a == -b and factors == others


def equal_products(u: Expr, v: Expr) -> bool:
    """Whether u = v, up to the order of factors."""
    return monomial(u) == monomial(v)


def _many(part: Expr | Many) -> Many:
    return part if isinstance(part, tuple) else (part,)


def _free(context: Context, c: Expr | Many, v: Expr) -> bool:
    return not any(contains(expr, v) for expr in _many(c))


def _depends(context: Context, c: Expr | Many, v: Expr) -> bool:
    return not _free(context, c, v)


def _nonzero(context: Context, *parts: Expr | Many) -> bool | None:
    exprs = [expr for part in parts for expr in _many(part)]
    if any(constant_value(expr) == 0 for expr in exprs):
        return False
    return True if all(facts(expr, context.given).nonzero for expr in exprs) else None


def _positive(context: Context, u: Expr) -> bool | None:
    value = constant_value(u)
    if value is not None:
        return value > 0
    return True if facts(u, context.given).positive else None


def _value(context: Context, c: Expr, d: Expr) -> bool:
    return isinstance(d, Const) and constant_value(c) == d.value


def _numbers(context: Context, t: Many, k: Expr, u: Many) -> bool:
    """t is a product of which k is the product of the numbers and u the rest, in order."""
    numbers = [value for value in map(constant_value, t) if value is not None]
    rest = tuple(expr for expr in t if constant_value(expr) is None)
    expected = Fraction(1)
    for value in numbers:
        expected *= value
    return constant_value(k) == expected and rest == tuple(u)


def _minus_one(context: Context, m: Expr) -> bool:
    return unwrapped(m) is Const(-1)


def _negated(context: Context, n: Expr, m: Expr) -> bool:
    value = constant_value(n)
    return value is not None and constant_value(m) == -value


def _negative_number(context: Context, n: Expr) -> bool:
    value = constant_value(n)
    return value is not None and value < 0


def _one_less(context: Context, p: Expr, q: Expr) -> bool:
    value = constant_value(p)
    return value is not None and constant_value(q) == value - 1


def _half(context: Context, p: Expr) -> bool:
    return constant_value(p) == Fraction(1, 2)


def _quotient(context: Context, c: Expr, k: Expr, e: Expr) -> bool:
    """c, k and e are numbers, and c / k is e."""
    number, below = constant_value(c), constant_value(k)
    return number is not None and bool(below) and constant_value(e) == number / (below or 1)


def _left_over(t: Many, u: Many) -> Many | None:
    """What remains of t without u, in order; None where u is no part of it."""
    missing = Counter(u)
    rest = []
    for expr in t:
        if missing[expr]:
            missing[expr] -= 1
        else:
            rest.append(expr)
    return None if +missing else tuple(rest)


def _cancelled_terms(context: Context, t: Many, u: Many) -> bool:
    """The terms of t that u leaves out add up to 0, monomial by monomial."""
    rest = _left_over(t, u)
    if not rest:
        return False
    sums: dict[frozenset[Any], Fraction] = {}
    for expr in rest:
        coefficient, factors = monomial(expr)
        key = frozenset(factors.items())
        sums[key] = sums.get(key, Fraction(0)) + coefficient
    return not any(sums.values())


def _same_sum(context: Context, t: Many, u: Many) -> bool:
    """Both have the same sum, monomial by monomial."""
    return _cancelled_terms(context, (*t, *(neg(expr) for expr in u)), ())


def _factored(context: Context, t: Many, c: Many, u: Many) -> bool:
    """Each term of t is the product of all of c and the term of u at its place."""
    return bool(c) and len(t) == len(u) and all(equal_products(a, mul(*c, b)) for a, b in zip(t, u, strict=True))


def _interleaves(context: Context, t: Many, u: Many, c: Many) -> bool:
    return bool(c) and Counter(_many(t)) == Counter(_many(u)) + Counter(_many(c))


def _interleaves_both(context: Context, left: Many, right: Many, j: Many, k: Many, c: Many) -> bool:
    return _interleaves(context, _many(left) + _many(right), _many(j) + _many(k), c)


def _same_terms(context: Context, t: Many, u: Many) -> bool:
    return Counter(t) == Counter(u) and t != u


def _given(context: Context, v: Expr, e: Expr) -> bool:
    return isinstance(v, Var) and context.given.get(v) is e


def _result(context: Context, u: Expr, w: Expr) -> bool:
    return context.results.get(u) is w


def _scalar(context: Context, c: Expr) -> bool:
    return c.shape.is_scalar


def _scalar_factors(context: Context, c: Many) -> bool:
    return all(unwrapped(expr).shape.is_scalar for expr in c)


def is_entrywise(u: Expr, v: Expr) -> bool:
    """Whether each entry of u depends on v only through the same entry of v."""
    if u.shape != v.shape:
        return False
    for node in postorder(u, within=lambda n: contains(n, v)):
        if isinstance(node, Apply) and not node.op.elementwise and contains(node, v):
            return False
    return True


def _entrywise(context: Context, u: Expr, v: Expr) -> bool:
    return is_entrywise(u, v)


def ancestors(node: Var, given: Mapping[Var, Expr]) -> set[Var]:
    """The nodes that ``node`` depends on through the equations, itself included."""
    found: set[Var] = set()
    pending = [node]
    while pending:
        name = pending.pop()
        if name not in found:
            found.add(name)
            pending += names_in(given[name]) if name in given else ()
    return found


def chain_terms(node: Var, v: Var, given: Mapping[Var, Expr]) -> tuple[Expr, ...]:
    """The chain rule's terms for ∂node/∂v: one for each node whose equation uses v, outer factor first."""
    return terms_in(Context(given), node, v)


def terms_in(context: Context, node: Var, v: Var) -> tuple[Expr, ...]:
    """The same, where the equations are those of a context."""
    terms: list[Expr] = []
    for consumer in context.users.get(v, ()):
        if consumer not in context.below(node):
            continue
        if consumer is node:
            terms.append(partial(node, v))
        elif consumer.shape.is_scalar:
            terms.append(mul(total_derivative(node, consumer), partial(consumer, v)))
        else:
            terms.append(vjp(total_derivative(node, consumer), consumer, v))
    return tuple(terms) or (zeros(v.shape),)


def _chain(context: Context, node: Expr, v: Expr, t: Many) -> bool:
    if not (isinstance(node, Var) and isinstance(v, Var)) or node is v:
        return False
    expected = terms_in(context, node, v)
    return len(t) == len(expected) and all(equal_products(a, b) for a, b in zip(t, expected, strict=True))


def function_derivative(f: Apply, u: Expr, results: Mapping[Expr, Expr]) -> Expr | None:
    """f′(u) from a lemma that derived ∂f(z)/∂z, with z replaced by u; None where there is no such lemma.

    The lemma's result may speak of z alone: anything else in it would not be replaced, and hold for one u only.
    """
    for start, result in results.items():
        if not is_apply(start, "derivative"):
            continue
        body, z = children(start)
        if not (isinstance(body, Apply) and body.op is f.op and body.args == (z,)):
            continue
        if isinstance(z, Var) and names_in(result) <= {z}:
            return cast_to(result, {z: u})
    return None


def cast_to(root: Expr, replacements: Mapping[Expr, Expr]) -> Expr:
    """``root`` with names replaced by expressions of other shapes, scalars broadcast anew where needed."""

    def visit(node: Expr, args: tuple[Expr, ...]) -> Expr:
        return replacements[node] if node in replacements else rebuilt(node, args)

    result: Expr = fold(root, visit)
    return result


def entry_lemma(u: Expr, v: Expr, w: Expr, results: Mapping[Expr, Expr]) -> bool:
    """Whether a lemma about one entry says that w is the derivative of each entry of u with respect to the number v.

    The lemma is about numbers, one for each name; put in for some of them, arrays make its formula u and its result w.
    """
    for start, result in results.items():
        body, by = children(start) if is_apply(start, "derivative") else (start, start)
        if by is not v or not isinstance(v, Var) or not v.shape.is_scalar or not body.shape.is_scalar:
            continue
        arrays = _arrays_for(body, u, v)
        if arrays is None or not names_in(result) <= names_in(body):
            continue
        if _over_array(body, arrays, u) is u and _over_array(result, arrays, u) is w:
            return True
    return False


def _arrays_for(body: Expr, u: Expr, v: Var) -> dict[Expr, Expr] | None:
    """The arrays that go by the same letters as names in ``body``; None where there is not one for a letter."""
    found: dict[Expr, Expr] = {}
    arrays = {a.symbol.letter: a for a in names_in(u) if a.shape == u.shape}
    for name in names_in(body):
        if name not in names_in(u):
            if name.symbol.letter not in arrays or name is v:
                return None
            found[name] = arrays[name.symbol.letter]
    return found


def _over_array(expr: Expr, arrays: Mapping[Expr, Expr], like: Expr) -> Expr:
    return broadcast(cast_to(expr, arrays), like.shape)


def _entry_lemma(context: Context, u: Expr, v: Expr, w: Expr) -> bool:
    return entry_lemma(u, v, w, context.results)


def _same_rational_form(context: Context, u: Expr, w: Expr, d: Many) -> bool:
    """u is w by the laws of fractions and powers, and d holds everything that stands below a fraction in u."""
    return u.shape.is_scalar and denominators(u) <= set(d) and identical(u, w)


def denominators(u: Expr) -> set[Expr]:
    """What stands below fractions and under negative powers anywhere in an expression."""
    found = set()
    for node in postorder(u):
        if is_apply(node, "div"):
            found.add(unwrapped(children(node)[1]))
        elif is_apply(node, "power"):
            base, exponent = children(node)
            value = constant_value(exponent)
            if value is not None and value < 0:
                found.add(unwrapped(base))
    return found


def _function_lemma(context: Context, f: Expr, u: Expr, w: Expr) -> bool:
    return isinstance(f, Apply) and f.args == (u,) and function_derivative(f, u, context.results) is w


def _ones(context: Context, s: Expr) -> bool:
    """Whether s is a matrix of ones: 𝟏𝟏ᵀ, a column times a row."""
    sides = children(s) if is_apply(s, "matmul") else ()
    product = [side.shape.row for side in sides] == [False, True] and all(side.shape.rank == 1 for side in sides)
    return product and all(unwrapped(side) is Const(1) for side in sides)


def _identity(context: Context, e: Expr) -> bool:
    return is_apply(e, "eye")


def _column(context: Context, w: Expr) -> bool:
    return w.shape.rank == 1 and not w.shape.row


def _declared(fact: str, rank: int) -> Callable[[Context, Expr], bool | None]:
    """A condition on a name that holds by its declaration: that it was used is recorded, as an assumption is."""

    def condition(context: Context, v: Expr) -> bool | None:
        known = isinstance(v, Var) and v.shape.rank == rank and fact in context.facts.get(v, ())
        return None if known else False

    return condition


_CONDITIONS: dict[str, Callable[..., bool | None]] = {
    "free": _free,
    "depends": _depends,
    "nonzero": _nonzero,
    "positive": _positive,
    "value": _value,
    "numbers": _numbers,
    "minus-one": _minus_one,
    "negated": _negated,
    "negative-number": _negative_number,
    "one-less": _one_less,
    "half": _half,
    "quotient": _quotient,
    "cancelled-terms": _cancelled_terms,
    "same-sum": _same_sum,
    "factored": _factored,
    "interleaves": _interleaves,
    "interleaves-both": _interleaves_both,
    "same-terms": _same_terms,
    "given": _given,
    "result": _result,
    "scalar": _scalar,
    "scalar-factors": _scalar_factors,
    "entrywise": _entrywise,
    "chain": _chain,
    "function-lemma": _function_lemma,
    "entry-lemma": _entry_lemma,
    "same-rational-form": _same_rational_form,
    "ones": _ones,
    "identity": _identity,
    "column": _column,
    "one-hot": _declared("one-hot", 1),
    "distribution": _declared("distribution", 1),
    "one-hot rows": _declared("one-hot", 2),
    "one-hot columns": _declared("one-hot", 2),
    "symmetric": _declared("symmetric", 2),
}

MAY_BE_ASSUMED = (*("nonzero", "positive", "one-hot", "one-hot rows", "one-hot columns", "distribution", "symmetric"),)
"""The conditions that are recorded as assumptions where they are not known to hold. All others must hold."""


def decide(condition: Condition, binding: Mapping[str, Expr | Many], context: Context) -> bool | None:
    """True or False where the condition is known to hold or to fail, None where it would have to be assumed."""
    name, *parts = condition
    if name not in _CONDITIONS:
        raise UnknownCondition(f"there is no condition {name!r}")
    return _CONDITIONS[name](context, *(_spoken_of(name, part, binding) for part in parts))


def _spoken_of(name: str, part: str, binding: Mapping[str, Expr | Many]) -> Expr | Many:
    """What a condition speaks of: a part, or a rule text over the parts."""
    template = ruletext.parse(part)
    missing = sorted(ruletext.parts(template) - set(binding))
    if missing:
        raise UnknownCondition(f"the condition {name!r} speaks of {', '.join(missing)}, which is not bound")
    return binding[part] if part in binding else ruletext.instantiate(template, binding)


def open_conditions(rule: Rule, form: int, binding: Mapping[str, Any], context: Context) -> list[Assumption] | None:
    """What has to be assumed for the rule to apply here; None where a condition fails or may not be assumed."""
    needed: list[Assumption] = []
    for name, *parts in rule.needs(form):
        holds = decide((name, *parts), binding, context)
        if holds is False or (holds is None and name not in MAY_BE_ASSUMED):
            return None
        if holds is None:
            bound = [_spoken_of(name, part, binding) for part in parts]
            flat = [e for part in bound for e in (part if isinstance(part, tuple) else (part,))]
            needed.append(Assumption(name, tuple(flat)))
    return needed
