"""Tidying: the algebra that turns a derivative, as the rules leave it, into the form a person would write.

A pass is a list of rules that belong in one line; passes are tried in the order in which a lecturer would do them.
Which form is *the* simple one is a matter of taste, and this module's; that each step is an equality is the
kernel's.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from derive import collecting
from derive.bookkeeping import QUIETLY, SIGNS
from derive.building import is_apply, unwrapped
from derive.collecting import is_numeric
from derive.conditions import monomial
from derive.ir import Const, Expr, Path, at, children
from derive.matching import places
from derive.proposing import Draft
from derive.rewriting import Binding
from derive.spreading import numbers_beside_arrays

ROUNDS = 12
"""How often the passes are tried in turn; each round that changes something makes the expression smaller."""


def tidy(draft: Draft) -> None:
    """Bring the draft's expression into the form a person would write, a line for each kind of step."""
    for _ in range(ROUNDS):
        before = draft.standing
        _line(draft, QUIETLY)
        for tactic in TACTICS:
            tactic(draft)
            draft.end_line()
        if draft.standing is before:
            collecting.expand_to_cancel(draft)
            draft.end_line()
        if draft.standing is before:
            return


def _line(draft: Draft, names: Sequence[str]) -> bool:
    """Apply rules until none fits, as one line; bookkeeping alone is added to the line before."""
    changed = draft.exhaust(names)
    draft.end_line()
    return changed


def _signs(draft: Draft) -> None:
    """Two factors −1 cancel in a line of their own; other minus signs move to the front in passing."""
    if draft.rewrite("two minus signs cancel"):
        draft.exhaust(QUIETLY)
        draft.end_line()
    while draft.rewrite("multiply the numbers", where=_has_several_numbers):
        draft.exhaust(QUIETLY)
    while draft.rewrite("minus times minus is plus"):
        draft.exhaust(QUIETLY)
    draft.exhaust((*QUIETLY, *SIGNS))


def _has_several_numbers(part: Expr) -> bool:
    return is_apply(part, "mul") and sum(isinstance(unwrapped(f), Const) for f in children(part)) > 1


def _numbers(draft: Draft) -> None:
    """Numbers, sizes among them, go to the front of their product; a whole number goes into a fraction of sizes."""
    # Inner products first: what is moved about in an outer one has other places afterwards.
    for place, _ in reversed(list(places(draft.standing))):
        part = at(draft.standing, place)
        if not is_apply(part, "mul"):
            continue
        numbers = tuple(f for f in children(part) if is_numeric(f))
        ordered = (*numbers, *(f for f in children(part) if f not in numbers))
        if ordered != children(part):
            draft.apply("the numbers first", 0, {"t": children(part), "u": ordered}, place)
    while draft.rewrite("one fraction for all entries", where=is_numeric):
        draft.exhaust(QUIETLY)
    while draft.rewrite("a number into the fraction", where=_has_number_beside_sizes, accepts=_of_numbers):
        draft.exhaust(QUIETLY)


def _has_number_beside_sizes(part: Expr) -> bool:
    numbers = [unwrapped(f) for f in children(part) if is_numeric(f)] if is_apply(part, "mul") else []
    return any(isinstance(f, Const) for f in numbers) and any(is_apply(f, "div") for f in numbers)


def _of_numbers(binding: Binding) -> bool:
    """Whether it is a number that goes into the fraction, and not what else stands beside it."""
    c = binding["c"]
    return not isinstance(c, tuple) and isinstance(unwrapped(c), Const)


def _fractions(draft: Draft) -> None:
    """Negative powers become fractions, and what multiplies a fraction goes into its numerator, unless it cancels."""
    while draft.rewrite("a negative power as a fraction"):
        draft.exhaust(QUIETLY)
    draft.end_line()
    if _cancel_across(draft):
        return
    while _merge(draft):
        draft.exhaust((*QUIETLY, *SIGNS))
    draft.end_line()
    while draft.rewrite("one power", where=_has_power_of_a_factor):
        draft.exhaust(QUIETLY)


def _has_power_of_a_factor(part: Expr) -> bool:
    """Whether a product holds an expression and a power of it by a number: u u^(1/2)."""
    factors = children(part) if is_apply(part, "mul") else ()
    powers = [children(f) for f in map(unwrapped, factors) if is_apply(f, "power")]
    return any(base in factors and isinstance(unwrapped(p), Const) for base, p in powers)


def _merge(draft: Draft) -> bool:
    """One fraction from a product with one; a number in front that is a fraction stays there."""
    for place, part in draft.places().all:
        if not (is_apply(part, "mul") and _worth_merging(part)):
            continue
        factors = children(part)
        ahead = next(index for index, f in enumerate(factors) if not _is_fractional(f))
        at_fraction = next(i for i, f in enumerate(factors) if is_apply(f, "div") and not is_numeric(f))
        p, q = children(factors[at_fraction])
        parts: Binding = {"a": factors[ahead:at_fraction], "p": p, "q": q, "b": factors[at_fraction + 1 :]}
        if ahead:
            parts["c"] = factors[:ahead]
        if draft.apply("one fraction", 1 if ahead else 0, parts, place):
            return True
    return False


def _is_fractional(factor: Expr) -> bool:
    """Whether a factor is a number that is a fraction: 1/2, 1/n."""
    bare = unwrapped(factor)
    return is_numeric(bare) and (is_apply(bare, "div") or (isinstance(bare, Const) and bare.value.denominator > 1))


def _worth_merging(part: Expr) -> bool:
    """A fraction takes in its factors, but a number that is a fraction stays in front: ½ x, (1/n) x/y."""
    fractions = [f for f in children(part) if is_apply(f, "div") and not is_numeric(f)]
    others = [f for f in children(part) if f not in fractions]
    return bool(fractions) and not all(is_numeric(f) for f in others)


def _over_common_denominator(draft: Draft) -> None:
    """A sum of fractions becomes one; its numerator is expanded where terms then cancel."""
    if draft.rewrite("the minus sign into the bracket", where=_is_minus_fractions):
        draft.exhaust(QUIETLY)
        draft.end_line()
    if not draft.rewrite("common denominator"):
        return
    place = draft.last_place
    draft.end_line()
    there = at(draft.standing, place)
    if is_apply(there, "add"):
        fractions = [index for index, term in enumerate(children(there)) if is_apply(term, "div")]
        place = (*place, *fractions[:1])
    if not is_apply(at(draft.standing, place), "div"):
        return
    numerator_place = (*place, 0)
    _expand_at(draft, numerator_place)
    if _cancel_terms(draft):
        draft.end_line()
        draft.rewrite("take out a minus sign", where=lambda part: part is at(draft.standing, numerator_place))
        draft.exhaust(("the minus sign in front", "minus of a minus"))


def _is_minus_fractions(part: Expr) -> bool:
    """−(p/q ± r/s): the minus sign goes into the bracket before the fractions are added."""
    return (
        is_apply(part, "neg")
        and is_apply(children(part)[0], "add")
        and all(map(_is_fraction, children(children(part)[0])))
    )


def _is_fraction(part: Expr) -> bool:
    return is_apply(part, "div") or (is_apply(part, "neg") and is_apply(children(part)[0], "div"))


def _expand_at(draft: Draft, place: Path) -> None:
    """Expand the products in the numerator at ``place``, as one line."""
    inside = at(draft.standing, place)

    def within(part: Expr) -> bool:
        return any(node is part for _, node in places(at(draft.standing, place)))

    while draft.rewrite("expand", where=within):
        draft.exhaust(("the minus sign into the bracket", "the minus sign in front", *QUIETLY))
    if at(draft.standing, place) is not inside:
        draft.end_line()


def _cancel_terms(draft: Draft) -> bool:
    """Terms of a sum that add up to zero are struck, all in one step."""
    for place, part in places(draft.standing):
        if not is_apply(part, "add"):
            continue
        kept = _without_opposites(children(part))
        if len(kept) < len(children(part)) and draft.apply(
            "opposite terms cancel", 0, {"t": children(part), "u": kept}, place
        ):
            draft.exhaust(QUIETLY)
            return True
    return False


def _without_opposites(terms: tuple[Expr, ...]) -> tuple[Expr, ...]:
    kept: list[Expr] = []
    for term in terms:
        coefficient, factors = monomial(term)
        for other in kept:
            if monomial(other) == (-coefficient, factors):
                kept.remove(other)
                break
        else:
            kept.append(term)
    return tuple(kept)


def _factors(part: Expr) -> tuple[Expr, ...]:
    return children(part) if is_apply(part, "mul") else (part,)


def _common(n: Sequence[Expr], d: Sequence[Expr]) -> tuple[Expr, ...]:
    shared = Counter(n) & Counter(d)
    return tuple(f for f in dict.fromkeys(n) for _ in range(shared[f]) if unwrapped(f) is not Const(1))


def left_over(factors: Sequence[Expr], gone: Sequence[Expr]) -> tuple[Expr, ...]:
    """The factors, or terms, that remain when those in ``gone`` are taken out, each as often as it stands there."""
    rest, missing = [], Counter(gone)
    for factor in factors:
        if missing[factor]:
            missing[factor] -= 1
        else:
            rest.append(factor)
    return tuple(rest)


def _cancel_factors(draft: Draft) -> None:
    """Factors that stand above and below one fraction are struck, all in one step."""
    for place, part in places(draft.standing):
        if not is_apply(part, "div"):
            continue
        # A number for all entries is not written as an array, and cancels like the number.
        t, d = (tuple(map(unwrapped, _factors(unwrapped(side)))) for side in children(part))
        c = _common(t, d)
        binding = {"t": t, "d": d, "u": left_over(t, c), "e": left_over(d, c), "c": c}
        if c and draft.apply("equal factors cancel", 0, dict(binding), place):
            draft.exhaust((*QUIETLY, *SIGNS))
            return


def _cancel_across(draft: Draft) -> bool:
    """Factors that stand beside a fraction and below it are struck, all in one step."""
    for place, part in places(draft.standing):
        if not is_apply(part, "mul"):
            continue
        for index, factor in enumerate(children(part)):
            if is_apply(unwrapped(factor), "div") and _cancel_beside(draft, place, part, index):
                draft.exhaust((*QUIETLY, *SIGNS))
                return True
    return False


def _cancel_beside(draft: Draft, place: Path, part: Expr, index: int) -> bool:
    factors = children(part)
    if not is_apply(factors[index], "div"):  # a number for all entries: so are those that cancel with it
        factors = tuple(map(unwrapped, factors))
    n, d = (_factors(side) for side in children(factors[index]))
    left, right = factors[:index], factors[index + 1 :]
    c = _common(left + right, d)
    if not c:
        return False
    j = left_over(left, c)
    k = left_over(right, left_over(c, _common(left, c)))
    binding = {"l": left, "n": n, "d": d, "r": right, "j": j, "k": k, "e": left_over(d, c), "c": c}
    return draft.apply("equal factors cancel across", 0, dict(binding), place)


def cancel_powers(draft: Draft) -> None:
    """u / u^p becomes 1 / u^(p−1), and u u / u² becomes 1."""
    for place, part in places(draft.standing):
        if not is_apply(part, "div"):
            continue
        u, q = children(part)
        if not is_apply(q, "power"):
            continue
        base, p = children(q)
        if not isinstance(p, Const):
            continue
        if u is base and draft.apply("equal powers cancel", 0, {"u": u, "p": p, "q": Const(p.value - 1)}, place):
            draft.exhaust(QUIETLY)
        elif is_apply(u, "mul") and children(u) == (base, base) and p is Const(2):
            draft.apply("equal powers cancel", 1, {"u": base}, place)


def _matrices(draft: Draft) -> None:
    """Transposes go inside products, and numbers in front of them."""
    if draft.exhaust(("the transpose of the identity matrix", "the identity matrix drops out")):
        draft.end_line()
    if draft.exhaust(("transpose of a product", "transpose of a transpose")):
        draft.end_line()
    while draft.rewrite("a vector times ones", where=_is_outer_product):
        pass
    if any(is_apply(part, name) for _, part in draft.places().all for name in LINEAR):
        draft.exhaust(("a number in front", *SIGNS, *QUIETLY))


def _is_outer_product(part: Expr) -> bool:
    """Whether it is a column times a row, and not both of them ones."""
    sides = children(part)
    return all(side.shape.rank == 1 for side in sides) and any(unwrapped(side) is not Const(1) for side in sides)


LINEAR = ("transpose", "matmul", "sum", "sum_along", "spread")
"""Operators in front of which a number may stand that stands in their argument."""

TACTICS = (
    *(_matrices, collecting.use_declarations, _signs, _numbers, collecting.numbers_cancel),
    *(_fractions, _cancel_factors, _over_common_denominator, cancel_powers, numbers_beside_arrays),
    *(collecting.equal_terms_together, collecting.common_number_in_front),
)
