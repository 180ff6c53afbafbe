"""A prime on a function is its derivative: the functions that stand for primes against power series."""

from fractions import Fraction

import pytest

from derive import balls, building
from derive.ir import Var
from derive.lowering import Setting, evaluate
from derive.notation import functions
from derive.notation.declarations import declared, parse_declarations
from derive.notation.reading import read
from derive.notation.scope import EMPTY
from numeric.enclosure import precision

T = Var("t")
WRITTEN = {
    "sigmoid": r"\sigma",
    "tanh": r"\tanh",
    "relu": r"\operatorname{ReLU}",
    "softplus": r"\operatorname{softplus}",
}


def slopes_agree(function: str, prime: str, at: Fraction) -> bool:
    series = building.derivative(building.call(function, T), T)
    with precision(balls.BITS):
        setting = Setting({T: balls.ball(at)})
        left = evaluate(series, setting, balls.Balls())
        right = evaluate(building.call(prime, T), setting, balls.Balls())
        return balls.is_defined(left) and balls.is_defined(right) and balls.apart(left, right) is None


@pytest.mark.parametrize("at", [Fraction(-3, 2), Fraction(1, 7), Fraction(5, 2)])
@pytest.mark.parametrize(("function", "prime"), functions.PRIMES.items())
def test_a_prime_is_the_derivative_of_its_function(function: str, prime: str, at: Fraction) -> None:
    assert slopes_agree(function, prime, at)


def test_another_functions_prime_is_told_apart() -> None:
    assert not slopes_agree("tanh", "sigmoid_prime", Fraction(1, 7))


@pytest.mark.parametrize("function", WRITTEN)
def test_primes_are_read_as_that_function(function: str) -> None:
    scope = EMPTY
    for declaration in parse_declarations("shape t: scalar")[0]:
        scope = declared(scope, declaration)
    reading = read(rf"{WRITTEN[function]}'(t)", scope)
    assert str(reading.expr) == f"{functions.PRIMES[function]}(t)"
