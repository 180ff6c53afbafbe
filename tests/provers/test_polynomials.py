"""Polynomials and their quotients: exact, without zero terms, and refusing to grow without bound."""

from __future__ import annotations

from fractions import Fraction
from math import prod

import pytest
from hypothesis import given
from hypothesis import strategies as st

from derive.provers import polynomials
from derive.provers.polynomials import ONE, UNIT, Polynomial, Quotient, TooBig, times

NAMES = ("x", "y", "z")
POINT = {"x": Fraction(3), "y": Fraction(-1, 2), "z": Fraction(5, 7)}
X, Y = Polynomial.atom("x"), Polynomial.atom("y")

MONOMIALS = st.dictionaries(st.sampled_from(NAMES), st.integers(-2, 3).filter(bool).map(Fraction)).map(
    lambda exponents: frozenset(exponents.items())
)
POLYNOMIALS = st.lists(st.tuples(MONOMIALS, st.fractions(-3, 3, max_denominator=4)), max_size=4).map(Polynomial.of)


def value(polynomial: Polynomial) -> Fraction:
    total = Fraction(0)
    for monomial, coefficient in polynomial.terms.items():
        factors = [POINT[str(atom)] ** int(exponent) for atom, exponent in monomial]
        total += coefficient * prod(factors, start=Fraction(1))
    return total


@given(POLYNOMIALS, POLYNOMIALS)
def test_arithmetic_is_that_of_the_values(p: Polynomial, q: Polynomial) -> None:
    assert value(p + q) == value(p) + value(q)
    assert value(p * q) == value(p) * value(q)
    assert value(-p) == -value(p)
    assert (p + -p).is_zero
    assert all((p * q).terms.values())


@given(POLYNOMIALS, POLYNOMIALS, POLYNOMIALS)
def test_equal_polynomials_have_equal_keys(p: Polynomial, q: Polynomial, r: Polynomial) -> None:
    assert (p * (q + r)).key == (p * q + p * r).key
    assert ((p + q) + r).key == (r + (q + p)).key
    assert (p.key == q.key) is (p + -q).is_zero


@given(POLYNOMIALS, POLYNOMIALS, POLYNOMIALS)
def test_quotients_are_compared_by_their_cross_products(p: Polynomial, q: Polynomial, r: Polynomial) -> None:
    if q.is_zero or r.is_zero:
        with pytest.raises(ZeroDivisionError):
            Quotient(q * r).inverse()
        return
    quotient = Quotient(p, q)
    assert quotient.equals(Quotient(p * r, q * r))
    assert (quotient + Quotient(r)).equals(Quotient(p + r * q, q))
    assert quotient.equals(quotient + Quotient(ONE, r)) is False
    assert (-quotient + quotient).top.is_zero
    assert p.is_zero or (quotient * quotient.inverse()).equals(Quotient(ONE))


def test_monomials_of_opposite_exponents_vanish() -> None:
    x = frozenset((("x", Fraction(2)),))
    over = frozenset((("x", Fraction(-2)),))
    assert times(x, over) == UNIT
    assert times(x, x) == frozenset((("x", Fraction(4)),))
    assert times(x, UNIT) is x


def test_a_sum_of_fractions_over_one_denominator_keeps_it() -> None:
    total = Quotient(X, Y) + Quotient(ONE, Y)
    assert total.bottom == Y
    assert (Quotient(X, Y) + Quotient(ONE, X)).equals(Quotient(X * X + Y, X * Y))


def test_too_many_terms_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(polynomials, "BUDGET", 9)
    wide = Polynomial.of((frozenset(((k, Fraction(1)),)), Fraction(1)) for k in range(9))
    with pytest.raises(TooBig, match="more than 9 terms"):
        wide + Polynomial.atom("one more")
    assert len((wide + Polynomial.atom(0)).terms) == 9


def test_too_much_work_is_refused_before_it_is_done(monkeypatch: pytest.MonkeyPatch) -> None:
    wide = Polynomial.of((frozenset(((k, Fraction(1)),)), Fraction(1)) for k in range(polynomials.WORK // 100))
    narrow = Polynomial.of((frozenset(((k, Fraction(1)),)), Fraction(1)) for k in range(101))
    monkeypatch.setattr(polynomials, "times", None)
    with pytest.raises(TooBig, match="a product of 1000 and 101 terms"):
        wide * narrow


def test_too_long_coefficients_are_refused() -> None:
    long = Polynomial.constant(Fraction(3) ** 12_000)
    with pytest.raises(TooBig, match="a coefficient of more than"):
        long * long
    with pytest.raises(TooBig, match="a coefficient of more than"):
        Polynomial.constant(Fraction(1, 3) ** 12_000) * Polynomial.constant(Fraction(1, 3) ** 12_000)
