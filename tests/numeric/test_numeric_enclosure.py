"""Balls: what is certain stays certain, what is not is not claimed, and flint's global state is put back."""

import threading
from fractions import Fraction

import pytest
from flint import arb, arb_series, ctx
from hypothesis import given, settings
from hypothesis import strategies as st

from numeric.enclosure import (
    PRECISIONS,
    Sign,
    certainly_nonzero,
    derivative,
    differs,
    enclosure_text,
    exp,
    from_fraction,
    log,
    precision,
    sigma,
    sign_of,
    variable,
)

RATIONALS = st.fractions(-5, 5, max_denominator=1000)
calmly = settings(deadline=None, max_examples=50)


@pytest.mark.parametrize(
    ("ball", "sign"),
    [
        (arb(2), Sign.POSITIVE),
        (arb(-2, 1), Sign.NEGATIVE),
        (arb(0), Sign.ZERO_EXACT),
        (arb(0, 1e-300), Sign.UNKNOWN),
        (arb(1, 1), Sign.UNKNOWN),
        (arb("nan"), Sign.UNKNOWN),
        (arb("inf"), Sign.UNKNOWN),
        (arb(10) ** -5000, Sign.POSITIVE),
    ],
)
def test_the_sign_of_a_ball(ball: arb, sign: Sign) -> None:
    assert sign_of(ball) is sign
    assert certainly_nonzero(ball) == (sign in (Sign.POSITIVE, Sign.NEGATIVE))


def test_signs_and_comparisons_have_no_truth_value() -> None:
    with pytest.raises(TypeError, match="no truth value"):
        bool(Sign.POSITIVE)
    with pytest.raises(TypeError, match="no truth value"):
        bool(differs(lambda: 1, lambda: 2))


@calmly
@given(RATIONALS, RATIONALS)
def test_rationals_are_compared_exactly(p: Fraction, q: Fraction) -> None:
    """Equal rationals whose balls have a radius stay UNKNOWN; different ones are told apart the right way."""
    sign = differs(lambda: p, lambda: q).sign
    if p == q:
        assert sign in (Sign.ZERO_EXACT, Sign.UNKNOWN)
    else:
        assert sign is (Sign.POSITIVE if p > q else Sign.NEGATIVE)


@calmly
@given(RATIONALS)
def test_a_ball_holds_its_rational(q: Fraction) -> None:
    with precision(20):
        rough = from_fraction(q)
    with precision(500):
        assert rough.overlaps(from_fraction(q))
        assert not certainly_nonzero(rough * q.denominator - q.numerator)


def test_more_bits_are_used_only_when_needed() -> None:
    near = differs(lambda: exp(from_fraction(1)), lambda: exp(from_fraction(1)) + from_fraction(Fraction(1, 10**50)))
    assert near.sign is Sign.NEGATIVE
    assert near.bits == 256
    assert near.spent == 53 + 113 + 256
    assert differs(lambda: exp(from_fraction(1)), lambda: 3).bits == 53


def test_true_identities_are_never_refuted_nor_proved() -> None:
    x = Fraction(7, 10)
    same = differs(lambda: sigma(from_fraction(-x)), lambda: 1 - sigma(from_fraction(x)))
    assert same.sign is Sign.UNKNOWN
    assert same.bits == PRECISIONS[-1]
    assert same.spent == sum(PRECISIONS)


def test_the_budget_counts_bits() -> None:
    def tiny() -> arb:
        return exp(from_fraction(1)) + from_fraction(Fraction(1, 10**50))

    stopped = differs(tiny, lambda: exp(from_fraction(1)), budget=200)
    assert stopped.sign is Sign.UNKNOWN
    assert stopped.spent == 166
    with pytest.raises(ValueError, match="budget of 52 bits"):
        differs(tiny, tiny, budget=52)


def test_what_is_not_a_number_decides_nothing() -> None:
    assert differs(lambda: log(from_fraction(-1)), lambda: 1).sign is Sign.UNKNOWN
    assert differs(lambda: from_fraction(1) / 0, lambda: 1).sign is Sign.UNKNOWN


@pytest.mark.parametrize("value", [0.1, "0.1", None, True])
def test_only_exact_numbers_and_balls_are_compared(value: object) -> None:
    with pytest.raises(TypeError, match="left returned"):
        differs(lambda: value, lambda: 1)  # type: ignore[arg-type, return-value]


def test_the_precision_is_put_back_even_after_an_error() -> None:
    before = ctx.prec, ctx.dps, ctx.cap
    with precision(300):
        assert ctx.prec == 300
        with precision(10):
            assert ctx.prec == 10
        assert ctx.prec == 300
    with pytest.raises(ZeroDivisionError), precision(300):
        raise ZeroDivisionError
    assert (ctx.prec, ctx.dps, ctx.cap) == before
    with pytest.raises(ZeroDivisionError):
        differs(lambda: 1 // 0, lambda: 1)
    assert (ctx.prec, ctx.dps, ctx.cap) == before


def test_threads_do_not_disturb_each_other() -> None:
    wrong: list[int] = []

    def work(bits: int) -> None:
        for _ in range(200):
            with precision(bits):
                exp(from_fraction(1))
                if ctx.prec != bits:
                    wrong.append(ctx.prec)

    before = ctx.prec
    threads = [threading.Thread(target=work, args=(bits,)) for bits in (40, 80, 160)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wrong == []
    assert ctx.prec == before


@pytest.mark.parametrize("bits", [1, 0, -5])
def test_impossible_precisions_are_refused(bits: int) -> None:
    with pytest.raises(ValueError, match="at least 2"), precision(bits):
        pass


@calmly
@given(RATIONALS)
def test_the_derivative_of_the_sigmoid_comes_out(x: Fraction) -> None:
    with precision(200):
        a = sigma(from_fraction(x))
        slope = derivative(sigma, x)
        assert slope.overlaps(a * (1 - a))
        assert slope.rad() < arb(2) ** -180


@calmly
@given(RATIONALS.filter(lambda q: q != 0))
def test_derivatives_of_powers_products_and_logarithms(x: Fraction) -> None:
    assert derivative(lambda t: t**3 - 2 * t, x).overlaps(from_fraction(3 * x**2 - 2))
    assert derivative(lambda t: log(t * t), x).overlaps(from_fraction(2 / x))
    assert derivative(lambda t: exp(t) / t, x).overlaps(exp(from_fraction(x)) * from_fraction((x - 1) / x**2))
    assert derivative(lambda t: log(t * t, base=10), x).overlaps(from_fraction(2 / x) / arb(10).log())


def test_a_wrong_derivative_is_certainly_different() -> None:
    """Deck 001 prints the inner derivative of log(x^2) as 2^x, which is right at 1 and 2 only."""
    x = Fraction(3, 2)
    wrong = differs(
        lambda: derivative(lambda t: log(t**2), x), lambda: arb(2) ** from_fraction(x) / from_fraction(x**2)
    )
    assert wrong.sign is Sign.POSITIVE


def test_an_edge_decides_nothing() -> None:
    assert sign_of(derivative(log, -1)) is Sign.UNKNOWN
    with pytest.raises(ValueError, match="power series"):
        derivative(lambda t: 1 / t, 0)


def test_a_function_that_loses_its_series_is_refused() -> None:
    with pytest.raises(TypeError, match="returned arb, expected a series"):
        derivative(lambda t: t[0] * t[0], 1)  # type: ignore[arg-type, return-value]
    with pytest.raises(TypeError, match="cut its series off after 1"):
        derivative(lambda t: t * arb_series([1], prec=1), 1)
    assert derivative(lambda t: 0 * t + 3, 1).is_zero()


def test_a_global_cap_on_series_does_no_harm() -> None:
    """With a cap of 1 flint drops coefficient 1 of every product without a word."""
    saved = ctx.cap
    ctx.cap = 1
    try:
        assert derivative(lambda t: t * t, 3).contains(6)
        assert ctx.cap == 1
    finally:
        ctx.cap = saved


def test_a_variable_is_its_centre_plus_t() -> None:
    series = variable(arb(5))
    assert (series[0], series[1]) == (5, 1)


@pytest.mark.parametrize(
    ("ball", "digits", "text"),
    [
        (arb(2), 15, "2"),
        (arb("0.5"), 15, "0.5"),
        (arb(1) / 3, 6, "0.333333 ± 3.34e-7"),
        (arb(0, 1e-5), 5, "0 ± 1.01e-5"),
        (arb("nan"), 5, "NaN"),
        (arb(1000), 15, "1000"),
        (arb(-0.25), 15, "-0.25"),
    ],
)
def test_balls_read_as_decimals(ball: arb, digits: int, text: str) -> None:
    assert enclosure_text(ball, digits) == text


@calmly
@given(RATIONALS, st.integers(1, 20))
def test_the_decimals_still_enclose(q: Fraction, digits: int) -> None:
    text = enclosure_text(sigma(from_fraction(q)), digits)
    middle, _, radius = text.partition(" ± ")
    assert arb(middle, radius or 0).overlaps(sigma(from_fraction(q)))
