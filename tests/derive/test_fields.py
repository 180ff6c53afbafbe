"""Finite fields as a domain: the arithmetic of rationals, exact exponentials, formal derivatives, and no guesses."""

from __future__ import annotations

import operator
import random
from collections.abc import Callable
from fractions import Fraction
from typing import Any

import flint
import numpy as np
import pytest

from derive.fields import EXACT_BITS, TOWER, Element, Fields
from derive.operators import Undefined

FIELDS = Fields()
RNG = random.Random(4)
OPERATIONS: tuple[Callable[[Any, Any], Any], ...] = (operator.add, operator.sub, operator.mul, operator.truediv)


def generic() -> Element:
    return FIELDS.generic(RNG.randrange(TOWER.moduli[0]))


def known(value: Fraction | int) -> Element:
    return FIELDS.constant(*Fraction(value).as_integer_ratio())


def unlabelled(value: Fraction) -> Element:
    """The same number by its residues alone."""
    return Element(TOWER, 0, known(value).terms)


def series(*terms: Fraction | int) -> Element:
    return Element(TOWER, 0, tuple(known(term).terms[0] for term in terms))


def same(a: Element, b: Element) -> bool:
    depth = max(a.depth, b.depth)
    return [t % TOWER.moduli[depth] for t in a.terms] == [t % TOWER.moduli[depth] for t in b.terms]  # type: ignore[operator]


# --- the tower


def test_the_primes_are_primes_and_each_divides_the_next_less_1() -> None:
    assert all(flint.fmpz(p).is_prime() for p in TOWER.primes)
    assert TOWER.primes[0].bit_length() >= 60
    for p, above in zip(TOWER.primes, TOWER.primes[1:], strict=False):
        assert (above - 1) % p == 0


def test_the_bases_have_the_order_of_the_prime_below() -> None:
    for base, order, modulus in zip(TOWER.bases, TOWER.primes[:-1], TOWER.primes[1:], strict=True):
        assert 1 < base < modulus
        assert pow(base, order, modulus) == 1


def test_units_pick_one_prime() -> None:
    for position, unit in enumerate(TOWER.units):
        assert [unit % p for p in TOWER.primes] == [int(k == position) for k in range(len(TOWER.primes))]


# --- arithmetic


@pytest.mark.parametrize("seed", range(40))
def test_rational_expressions_have_the_residues_of_their_values(seed: int) -> None:
    rng = random.Random(seed)
    pairs = []
    for _ in range(8):
        value = Fraction(rng.randint(-99, 99), rng.randint(1, 99))
        pairs.append((value, rng.choice((known, unlabelled))(value)))
    while len(pairs) > 1:
        (a, x), (b, y) = (pairs.pop(rng.randrange(len(pairs))) for _ in range(2))
        operation = rng.choice(OPERATIONS[: 4 if b else 3])
        pairs.append((operation(a, b), operation(x, y)))
        if rng.random() < 0.3 and pairs[-1][0]:
            count = rng.choice((-2, -1, 0, 2, 3))
            pairs[-1] = (pairs[-1][0] ** count, pairs[-1][1].power(count))
    ((value, found),) = pairs
    for p in TOWER.primes:
        assert found.terms[0] is not None
        assert (found.terms[0] * value.denominator - value.numerator) % p == 0
    assert found.exact in (None, value)


def test_rationals_are_kept_until_they_grow_long() -> None:
    third = known(Fraction(1, 3))
    assert (third + known(2) / known(5) - -third).exact == Fraction(16, 15)
    assert known(2).power(EXACT_BITS - 1).exact == 2 ** (EXACT_BITS - 1)
    assert known(2).power(EXACT_BITS).exact is None
    assert same(known(2).power(EXACT_BITS), unlabelled(Fraction(2**EXACT_BITS)))


def test_numbers_go_with_every_entry_of_an_array_on_either_side() -> None:
    array = np.array([known(2), known(3)], dtype=object)
    for operation in OPERATIONS:
        expected = [operation(Fraction(6), Fraction(k)) for k in (2, 3)]
        assert [entry.exact for entry in operation(known(6), array)] == expected
        assert [entry.exact for entry in operation(array, known(6))] == [
            operation(Fraction(k), Fraction(6)) for k in (2, 3)
        ]


@pytest.mark.parametrize("residue", [0, TOWER.primes[0], TOWER.primes[-1]])
def test_what_is_0_modulo_one_prime_divides_nothing(residue: int) -> None:
    assert FIELDS.magnitude(FIELDS.generic(residue)) == 0
    with pytest.raises(ZeroDivisionError, match="modulo a prime"):
        known(1) / FIELDS.generic(residue)


# --- exponentials


def test_exponentials_of_sums_are_products() -> None:
    for u, v in ((generic(), generic()), (generic().exp(), generic()), (generic().exp().exp(), generic().exp())):
        assert same((u + v).exp(), u.exp() * v.exp())
        assert same((u * known(Fraction(2, 3))).exp().power(3), u.exp().power(2))
        assert not same((u + v).exp(), u.exp() + v.exp())
        assert not same((u * v).exp(), u.exp() * v.exp())
    assert known(0).exp().exact == 1
    assert same(unlabelled(Fraction(0)).exp(), known(1))


def test_exponentials_can_be_nested_as_deep_as_the_tower_is_high() -> None:
    value = generic()
    for storey in range(1, len(TOWER.primes)):
        value = value.exp()
        assert value.depth == storey
    with pytest.raises(Undefined, match=f"more than {len(TOWER.bases)} deep"):
        value.exp()


# --- power series


def test_a_quotient_has_its_series() -> None:
    x = Fraction(2, 7)
    along = FIELDS.perturbed(known(x), 2)
    found = known(1) / (along * along + known(1))
    size = x * x + 1
    assert same(found, series(1 / size, -2 * x / size**2, (3 * x * x - 1) / size**3))
    assert same(found.power(-1), series(size, 2 * x, 1))
    assert same(found.power(2), found * found)


def test_an_exponential_has_its_series() -> None:
    x = generic()
    along = FIELDS.perturbed(x, 2)
    value, inner = x.exp(), known(5) * x * x + x
    assert same(along.exp(), Element(TOWER, 1, tuple((value * known(c)).terms[0] for c in (1, 1, Fraction(1, 2)))))
    slope = known(10) * x + known(1)
    found = (known(5) * along * along + along).exp()
    assert same(FIELDS.coefficient(found, 0), inner.exp())
    assert same(FIELDS.coefficient(found, 1), slope * inner.exp())
    assert same(FIELDS.coefficient(found, 2), (slope * slope / known(2) + known(5)) * inner.exp())


def test_a_logarithm_has_a_series_without_a_value() -> None:
    x = Fraction(3, 5)
    along = FIELDS.perturbed(known(x), 2)
    found = (along * along).log() * known(7)
    assert found.terms[0] is None
    assert same(FIELDS.coefficient(found, 1), known(14 / x))
    assert same(FIELDS.coefficient(found, 2), known(-7 / x**2))
    assert (found * along).terms == (None, None, None)
    assert (found.exp() + along).terms[1] is None
    assert (along / found).terms == (None, None, None)
    assert known(1).log().exact == 0


def test_a_number_is_perturbed_once_and_one_that_is_not_does_not_change() -> None:
    with pytest.raises(Undefined, match="series in two variables"):
        FIELDS.perturbed(FIELDS.perturbed(generic()))
    assert FIELDS.coefficient(generic(), 1).exact == 0


# --- what has no value


@pytest.mark.parametrize(
    "ask",
    [
        lambda x: FIELDS.power(x, known(Fraction(1, 2))),
        lambda x: FIELDS.power(known(2), x),
        lambda x: FIELDS.power(x, unlabelled(Fraction(2))),
        FIELDS.sign,
        FIELDS.sin,
        FIELDS.cos,
        FIELDS.arctan,
        lambda x: FIELDS.choose(x, x, x),
        lambda x: FIELDS.choose(known(2), x, x),
        lambda x: FIELDS.pi(),
        lambda x: FIELDS.fingerprint(x.log()),
        lambda x: FIELDS.fingerprint(FIELDS.perturbed(x)),
    ],
)
def test_what_has_no_meaning_in_a_field_has_no_value(ask: Callable[[Element], Any]) -> None:
    with pytest.raises(Undefined):
        ask(generic())


def test_known_rationals_have_an_order() -> None:
    third, two = known(Fraction(1, 3)), known(2)
    assert [FIELDS.sign(x).exact for x in (third, -third, third - third)] == [1, -1, 0]
    assert (FIELDS.whole(two), FIELDS.whole(third), FIELDS.whole(generic())) == (2, None, None)
    assert FIELDS.choose(known(1), third, two).exact == Fraction(1, 3)
    assert FIELDS.choose(known(0), third, two).exact == 2
