"""Elementary differentiation: a formula by one of its names, by the rules of school, in few lines.

A line is a round: first sums and constant factors, then every function that stands outermost, each with its own rule;
derivatives of constants, of the variable and of short polynomials are taken in passing. What is left is tidied into the
form that a person would leave (`derive.neatening`). Nothing here is checked: `derive.kernel.replay` does that.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction

from derive import calculus, neatening
from derive.building import broadcast, derivative, is_apply
from derive.conditions import Context, cast_to, entry_lemma, function_derivative
from derive.constants import constant_value
from derive.ir import Apply, Const, Expr, Path, Var, at, children, contains, fold, names_in
from derive.matching import matches, places
from derive.proposing import DerivingError, Draft
from derive.rewriting import Binding
from derive.rules import get, table
from derive.steps import Chain

IN_PASSING = (
    *("drop a zero term", "arithmetic", "power 1", "drop a factor 1", "a product with 0", "divide by 1"),
    *("minus of a minus", "minus one as a minus sign"),
)
"""What nobody gives a line of its own."""
LINEAR = ("sum rule", "constant factor rule")
SHORT = 3
"""How many terms a polynomial may have whose derivative is taken in one line within a longer formula."""
ROUNDS = 200
"""How many rounds a derivative may take."""
HALF = Fraction(1, 2)


def chains_of(body: Expr, v: Var, *, raised: bool = False) -> tuple[Chain, ...]:
    """The chains of the derivative of a number by a number: what is found on the side first, the derivative last.

    ``raised`` says that the index of an entry stands above its name, x⁽ⁱ⁾. Raises `DerivingError` where no rule fits;
    nothing is replayed yet.
    """
    lemmas = [calculus.function_chain(operator) for operator in calculus.needed_functions(body)]
    lemmas += _entries(body, v, lemmas, raised)
    return (*lemmas, _chain(body, v, lemmas))


def _context(lemmas: list[Chain]) -> Context:
    return Context({}, {lemma.start: lemma.result for lemma in lemmas})


def _chain(body: Expr, v: Var, lemmas: list[Chain]) -> Chain:
    draft = Draft(derivative(body, v), _context(lemmas))
    for _ in range(ROUNDS):
        if not _untaken(draft.standing):
            break
        _round(draft)
    draft.exhaust(IN_PASSING)
    draft.end_line()
    if any(is_apply(node, "sum") for _, node in places(draft.standing)):
        draft.exhaust(("the minus sign in front", "a number in front"))
        draft.end_line()
    neatening.neaten(draft)
    return draft.finished()


def _untaken(root: Expr, within: Path = ()) -> list[Path]:
    """The places of the derivatives not yet taken, none inside another, left to right."""
    found: list[Path] = []
    for place, node in places(at(root, within)):
        if is_apply(node, "derivative") and not any(place[: len(outer)] == outer for outer in found):
            found.append(place)
    return [(*within, *place) for place in found]


def _round(draft: Draft) -> None:
    """One line: sums and constant factors where there are any to be opened, else the outermost functions."""
    linear = [place for place in _untaken(draft.standing) if _opens(draft, place)]
    for place in reversed(linear):
        _open(draft, place)
    if not linear:
        for place in reversed(_untaken(draft.standing)):
            _take(draft, place)
        while _slip(draft):
            pass
    for place in reversed(_untaken(draft.standing)):
        if _is_trivial(draft, place):
            _take(draft, place)
    draft.exhaust(IN_PASSING)
    draft.end_line()


def _slip(draft: Draft) -> bool:
    """Take in passing what needs no line: a short polynomial; a sum with one term that moves, a constant factor."""
    for place in reversed(_untaken(draft.standing)):
        body, v = _of(draft, place)
        if _is_short(draft, place):
            _take(draft, place)
            return True
        moving = sum(contains(term, v) for term in children(body)) if is_apply(body, "add") else 0
        if moving == 1 or (not moving and _bare(body, v) is not body):
            return any(_applied(draft, name, place) for name in LINEAR)
    return False


def _of(draft: Draft, place: Path) -> tuple[Expr, Var]:
    body, v = children(at(draft.standing, place))
    if not isinstance(v, Var):
        raise DerivingError(f"cannot differentiate with respect to {v}, which is not a name")
    return body, v


def _is_trivial(draft: Draft, place: Path) -> bool:
    body, v = _of(draft, place)
    return body is v or not contains(body, v)


def _opens(draft: Draft, place: Path) -> bool:
    """Whether a sum or a constant factor is in the way. A single power or function with a factor goes in one line."""
    body, v = _of(draft, place)
    inner = _bare(body, v)
    return contains(body, v) and not _is_monomial(body, v) and (is_apply(inner, "add") or inner is not body)


def _bare(body: Expr, v: Var) -> Expr:
    """The body without signs and constant factors."""
    while True:
        if is_apply(body, "neg") or (is_apply(body, "div") and not contains(children(body)[1], v)):
            body = children(body)[0]
            continue
        moving = [f for f in children(body) if contains(f, v)] if is_apply(body, "mul") else []
        if len(moving) != 1:
            return body
        body = moving[0]


def _open(draft: Draft, place: Path) -> None:
    """Open all sums and constant factors at a place, as far as they go."""
    body, v = _of(draft, place)
    if _is_trivial(draft, place) or _is_monomial(body, v):
        return
    for name in LINEAR:
        if _applied(draft, name, place):
            for inner in reversed(_untaken(draft.standing, place)):
                _open(draft, inner)
            return


def _is_monomial(body: Expr, v: Var) -> bool:
    """c xⁿ, in any order: what everybody differentiates at sight."""
    bare = _bare(body, v)
    if is_apply(bare, "power"):
        return children(bare)[0] is v and constant_value(children(bare)[1]) not in (None, HALF)
    return bare is v or not contains(body, v)


def _is_short(draft: Draft, place: Path) -> bool:
    """A polynomial of a few terms, each a number times a power of the variable."""
    body, v = _of(draft, place)
    terms = children(body) if is_apply(body, "add") else (body,)
    return len(terms) <= SHORT and all(_is_monomial(term, v) for term in terms)


def _take(draft: Draft, place: Path) -> None:
    """Take one derivative by one rule. Raises `DerivingError` where none fits."""
    body, v = _of(draft, place)
    if isinstance(body, Apply) and body.op.definition and contains(body, v):
        slope = function_derivative(body, body.args[0], draft.context.results)
        parts: Binding = {"f": body, "u": body.args[0], "v": v}
        if slope is not None and draft.apply("derivative of a function", 0, {**parts, "w": slope}, place):
            return
    if _over_an_index(draft, place, body, v):
        return
    for name in _candidates(body, v):
        if name in table() and _applied(draft, name, place):
            return
    raise DerivingError(f"no rule of differentiation fits d/d{v} of {body}")


def _candidates(body: Expr, v: Var) -> tuple[str, ...]:
    """The names of the rules to try, the most telling first."""
    if body is v:
        return ("derivative of the variable",)
    if not contains(body, v):
        return ("derivative of a constant",)
    assert isinstance(body, Apply)
    if is_apply(body, "power"):
        if not contains(body.args[1], v):
            return ("derivative of a root", "derivative of power in its x")
        return (calculus.VARIABLE_EXPONENT,)
    if is_apply(body, "div"):
        return ("constant factor rule", "derivative of div in its q", "quotient rule")
    rule = {"add": "sum rule", "mul": "product rule", "neg": "constant factor rule"}.get(body.op.name, "")
    in_one = (f"derivative of {body.op.name} in its {parameter}" for parameter in body.op.parameters)
    return ("constant factor rule", rule, "derivative by cases", *in_one, f"derivative of {body.op.name}")


def _applied(draft: Draft, name: str, place: Path) -> bool:
    """Apply a rule at a place, in the first of its forms that fits."""
    rule = get(name)
    for form in range(len(rule.forms)):
        for binding in matches(rule.sides(form)[0], at(draft.standing, place), {}):
            if draft.apply(name, form, binding, place):
                return True
    return False


def _over_an_index(draft: Draft, place: Path, body: Expr, v: Var) -> bool:
    """A sum over an index, where the derivative of one term is known."""
    if not is_apply(body, "sum"):
        return False
    u = children(body)[0]
    entries = [entry_of(u, raised) for raised in (True, False)]
    for start, result in draft.context.results.items():
        entry = next((e for e in entries if e is not None and start is derivative(e, v)), None)
        if entry is None:
            continue
        arrays = {name.symbol.letter: name for name in names_in(u) if name.shape == u.shape}
        put: dict[Expr, Expr] = {
            name: arrays[name.symbol.letter] for name in names_in(entry) if name not in names_in(u)
        }
        w = broadcast(cast_to(result, put), u.shape)
        if entry_lemma(u, v, w, draft.context.results):
            return draft.apply("sum rule over an index", 0, {"u": u, "v": v, "w": w}, place)
    return False


def _entries(body: Expr, v: Var, lemmas: list[Chain], raised: bool) -> Iterator[Chain]:
    """The derivatives of the terms of sums over an index, each found for one number out of every array."""
    for _, node in dict.fromkeys(places(body)):
        if is_apply(node, "sum") and contains(node, v):
            entry = entry_of(children(node)[0], raised)
            if entry is None:
                raise DerivingError(f"the terms of {node} are not made of single entries: its slope is not taken here")
            yield _chain(entry, v, lemmas)


def entry_of(u: Expr, raised: bool) -> Expr | None:
    """One entry of an array, with numbers x_i for arrays x; None where an entry is not made of the same entries."""
    taken = {name.symbol.sub for name in names_in(u)} | {name.name for name in names_in(u)}
    letter = next((letter for letter in "ijklpqrst" if letter not in taken), "i")
    script = {"example": letter} if raised else {"sub": letter}

    def visit(node: Expr, args: tuple[Expr | None, ...]) -> Expr | None:
        if isinstance(node, Const) or node.shape.is_scalar:
            return node
        if isinstance(node, Var):
            free = node.shape == u.shape
            return Var(replace(node.symbol, **script)) if free else None
        if is_apply(node, "broadcast"):
            return args[0]
        if not node.op.elementwise or any(arg is None for arg in args):
            return None
        return Apply(node.op, [arg for arg in args if arg is not None], node.attrs)

    found: Expr | None = fold(u, visit)
    return found
