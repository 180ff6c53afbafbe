"""A second witness for an equality: both sides in finite fields (`derive.fields`), where nothing is rounded.

It shares no rule, no normal form and no ball arithmetic with what refutes and proves: only the evaluation of operators
by their definitions. What it says rests on random residues and on a few sizes.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from functools import lru_cache
from itertools import cycle
from typing import Any

from derive.arrays import entries, filled, mapped
from derive.declared import as_declared, ways
from derive.fields import TOWER, Element, Fields, Tower
from derive.indexing import last_position, positions_among
from derive.ir import Expr, Var
from derive.lowering import NoValue, Setting, evaluate
from derive.operators import Array, Undefined
from derive.refuters.points import numbered
from derive.refuters.refuting import all_parts
from derive.resizing import sizes_among
from derive.systems import System

FIRST = 500
"""How many residues are drawn once and for all; what a claim needs beyond is drawn anew."""
TRIES = 3
"""How many times residues are drawn, where a divisor happens to be 0."""

Signature = tuple[int, ...]
Facts = Mapping[Var, frozenset[str]]


def signature(expr: Expr, setting: Setting, domain: Fields, results: dict[Expr, Array] | None = None) -> Signature:
    """The residues of all entries modulo the last prime: equal for expressions that are equal by the laws.

    Expressions that are not have the same one with a probability of about 2⁻⁵⁰ at random residues. Raises `NoValue`
    where there is none in a finite field, ZeroDivisionError where a divisor is 0. ``results`` are as in
    `derive.lowering.evaluate`.
    """
    value = evaluate(expr, setting, domain, results)
    try:
        return tuple(domain.fingerprint(entry) for _, entry in entries(value))
    except Undefined as error:
        raise NoValue(f"{expr} has no value here: {error}") from error


def agree(left: Expr, right: Expr, system: System, seed: int = 0, tower: Tower = TOWER) -> bool | None:
    """Whether two sides of one shape are equal in finite fields, in the scope of a system and as its facts declare.

    True is evidence and no proof: it is about the sizes 2, 3, 5, … alone, and leaves a probability of about 2⁻⁵⁰.
    False means that the equality does not follow from the laws of fields and exponentials at these sizes; then it does
    not hold of the real functions either, for identities between them that hold without these laws are not known (for
    functions, as against numbers such as e^e, there are none by Ax's theorem). A claim about every g is asked of the
    one function that stands for g. None is no answer: something here has no value in a finite field, such as a root,
    a logarithm that remains, a comparison, or exponentials nested too deep. Raises ValueError for sides of two shapes.
    """
    if left.shape != right.shape:
        raise ValueError(f"the sides have the shapes {left.shape} and {right.shape}, expected one shape")
    answers = [_agree(left, right, system, facts, seed, tower) for facts in ways(system.facts)]
    return True if True in answers else None if None in answers else False


def _agree(left: Expr, right: Expr, system: System, facts: Facts, seed: int, tower: Tower) -> bool | None:
    domain = Fields(tower)
    for number in range(TRIES):
        try:
            setting = _setting((left, right), system, facts, _residues(f"{seed}/{number}", tower), domain)
            results: dict[Expr, Array] = {}
            return signature(left, setting, domain, results) == signature(right, setting, domain, results)
        except ZeroDivisionError:
            continue
        except NoValue:
            return None
    return None


def _residues(seed: str, tower: Tower) -> Iterator[int]:
    """Random residues without end, none of them 0."""
    yield from _first_residues(seed, tower)
    rng = random.Random(f"{seed}/further")
    while True:
        yield rng.randrange(1, tower.moduli[0])


@lru_cache(maxsize=8)
def _first_residues(seed: str, tower: Tower) -> tuple[int, ...]:
    rng = random.Random(seed)
    return tuple(rng.randrange(1, tower.moduli[0]) for _ in range(FIRST))


def _setting(sides: Sequence[Expr], system: System, facts: Facts, residues: Iterator[int], domain: Fields) -> Setting:
    """Random residues for all names without an equation; whole numbers for those that stand for positions."""
    parts = all_parts(sides, system.equations)
    inputs = [node for node in parts if isinstance(node, Var) and node not in system.equations]
    sizes, own = numbered(sizes_among(parts)), positions_among(parts)
    bounds = {v: (*own.get(v, ()), *system.positions.get(v, ())) for v in (*own, *system.positions)}

    def value(v: Var) -> Any:
        end = last_position(v, bounds, sizes)
        shape = v.shape.numbers(sizes)
        if end:
            positions = cycle(range(end, 0, -1))
            return filled(shape, lambda _: domain.constant(next(positions), 1))
        drawn = filled(shape, lambda _: next(residues))
        return mapped(lambda entry: _element(entry, domain), as_declared(drawn, facts.get(v, frozenset())))

    return Setting({v: value(v) for v in inputs}, sizes, system.equations)


def _element(entry: int | Fraction, domain: Fields) -> Element:
    """A drawn residue; the 0 and 1 of a one-hot vector are fractions, and known."""
    if isinstance(entry, Fraction):
        return domain.constant(entry.numerator, entry.denominator)
    return domain.generic(entry)
