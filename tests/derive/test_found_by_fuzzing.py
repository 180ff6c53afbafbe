"""What random expressions found: each was a wrong answer, or none at all."""

from fractions import Fraction

import numpy as np
import pytest

from derive import building as b
from derive import ops
from derive.balls import Balls, ball, relative_width
from derive.bench import Bench
from derive.checking import decide
from derive.deriving import derive_gradient
from derive.ir import Apply, Const, Expr, Var
from derive.kernel import ReplayError, replay
from derive.lowering import Floats, Setting, evaluate
from derive.provers.proving import equal_for_all_sizes
from derive.shapes import Shape
from derive.steps import Chain, Derivation, Line, Step
from derive.systems import System
from derive.verdicts import Refuted
from numeric.enclosure import precision

x, y, s, t, loss = (Var(name) for name in ("x", "y", "s", "t", "L"))
q, r = Var("q", Shape.of("m")), Var("r", Shape.of("m"))
SHAPED = (("shape", Shape.of("m")),)
NOTHING = Bench(System({}, loss, (), ()))


@pytest.mark.parametrize("operator", ["greater", "at_least"])
def test_a_derivative_at_a_jump_has_no_value(operator: str) -> None:
    """It counted as 0 there, and right formulas were refuted at the very point where they say nothing."""
    beyond = b.call(operator, x, Const(2))
    slope = b.derivative(b.call("choose", beyond, b.sub(x, Const(2)), b.ZERO), x)
    assert not evaluate(slope, Setting({x: ball(2)}), Balls()).is_finite()
    assert evaluate(slope, Setting({x: ball(3)}), Balls()) == 1
    assert not isinstance(decide(slope, b.call("choose", beyond, b.ONE, b.ZERO), NOTHING), Refuted)
    assert isinstance(decide(slope, b.call("choose", beyond, b.ZERO, b.ONE), NOTHING), Refuted)


def test_values_too_small_for_floats_are_compared() -> None:
    with precision(128):
        tiny = (ball(-2000)).exp()
        assert float(tiny) == 0
        assert 0 < relative_width(tiny, tiny) < 1e-30
        assert relative_width(tiny, 2 * tiny) > 0.4


def test_a_ball_around_0_has_powers() -> None:
    around = ball(Fraction(1, 3)) * 3 - 1
    assert around.contains(0)
    assert not around.is_exact()
    for exponent in (2, 3, 5):
        value = Balls().power(around, ball(exponent))
        assert value.contains(0)
        assert float(abs(value).abs_upper()) < 1e-30
    assert Balls().power(ball(3), ball(5)) == 243
    assert Balls().power(ball(2), ball(-3)) == ball(Fraction(1, 8))
    assert Balls().power(ball(7), ball(0)) == 1


def test_an_exponent_that_may_not_be_whole_is_not_taken_for_a_whole_one() -> None:
    nearly = ball(2) + ball(Fraction(1, 3)) - ball(Fraction(1, 3))
    assert nearly.contains(2)
    assert not Balls().power(ball(-3), nearly).is_finite()
    assert not Balls().power(ball(-3), ball(2 + Fraction(1, 10**60))).is_finite()
    assert Balls().power(ball(3), nearly).contains(9)


def _alias() -> System:
    """L is another name for s, as ŷ is for a on many slides."""
    equations = {r: b.call("exp", q), s: b.total(b.mul(q, r)), loss: s}
    return System(equations, loss, (q,), ())


def test_a_name_for_a_name_is_not_put_where_a_derivative_speaks_of_the_name() -> None:
    derivation = derive_gradient(_alias(), q)
    replay(derivation, _alias().equations)
    assert derivation.result in (b.add(b.mul(q, r), r), b.add(r, b.mul(q, r)))


def _one_step(before: Expr, after: Expr, place: tuple[int, ...], v: Var, e: Expr, form: int) -> Derivation:
    step = Step("by definition", form, place, before, after, {"v": v, "e": e})
    return Derivation((Chain(before, (Line((step,)),)),), _alias().equations)


def test_the_kernel_refuses_another_name_in_a_derivative() -> None:
    slope, other = b.partial(s, q), b.partial(loss, q)
    with pytest.raises(ReplayError, match="changes the name"):
        replay(_one_step(slope, other, (0,), loss, s, 1))


def test_the_kernel_refuses_an_equation_where_other_names_are_constant() -> None:
    slope, other = b.derivative(b.total(b.call("exp", q)), q), b.derivative(b.total(r), q)
    with pytest.raises(ReplayError, match="other names are constant"):
        replay(_one_step(slope, other, (0, 0), r, b.call("exp", q), 1))


@pytest.mark.parametrize("outer", ["norm", "sum", "softmax"])
def test_a_sum_of_equal_terms_is_differentiated(outer: str) -> None:
    """Where equal cotangents stood twice, the second place was looked for after it had gone."""
    body = b.call(outer, b.add(q, q))
    body = body if body.shape.is_scalar else b.total(b.mul(r, body))
    system = System({s: body, loss: b.mul(s, s)}, loss, (q,), ())
    replay(derive_gradient(system, q), system.equations)


def test_the_logarithm_of_a_denominator_that_is_a_number_is_not_lost() -> None:
    """A third of a norm has a root of 1/9 in front: its logarithm was dropped, and log(‖q‖/3) was log ‖q‖."""
    length = b.call("log", b.call("norm", q))
    third = b.call("log", b.call("norm", b.div(q, Const(3))))
    assert not equal_for_all_sizes(length, third, {})[0]
    assert equal_for_all_sizes(b.sub(length, b.call("log", Const(3))), third, {})[0]


@pytest.mark.parametrize("expr", [b.call("diag", q), Apply(ops.get("scatter"), (q, b.positions("m")), SHAPED)], ids=str)
def test_an_array_filled_by_entries_keeps_their_imaginary_parts(expr: Expr) -> None:
    """A complex step through it was 0: the entries were put into an array of floats."""
    value = evaluate(expr, Setting({q: np.array([1 + 2j, 3 - 1j])}, {"m": 2}), Floats())
    assert value.sum() == 4 + 1j
