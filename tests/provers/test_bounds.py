"""What bounds of names prove: 0 < α < 1 makes 1 − α positive, and nothing else does; roots of squares of sums."""

from __future__ import annotations

import pytest

from derive import check
from derive.certificates import Rejected, replayed, written
from derive.declared import BELOW_ONE, POSITIVE, as_declared
from derive.ir import Symbol
from derive.notation.scoping import BadScope, scope
from derive.verdicts import Proved

LEAKY = r"f = \begin{cases} x & x > 0 \\ \alpha x & x \le 0 \end{cases}"
GIVEN = r"f = \max(\alpha x, x)"


def outcome(claim: str, *given: str) -> str:
    return str(check(claim, scope("shape x: ", *given)).outcome)


def test_a_leaky_rectifier_is_a_maximum_where_its_slope_is_below_one(monkeypatch: pytest.MonkeyPatch) -> None:
    assert outcome(LEAKY, r"0 < \alpha < 1", GIVEN) == outcome(LEAKY, r"1 > \alpha", GIVEN) == "proved"
    assert outcome(LEAKY, r"\alpha > 0", GIVEN) == "refuted"
    monkeypatch.setattr("derive.algebra.signs.BELOW_ONE", "another fact")
    assert outcome(LEAKY, r"0 < \alpha < 1", GIVEN) == "undecided"


def test_the_proof_rests_on_the_bound() -> None:
    verdict = check(LEAKY, scope("shape x: ; below-one \\alpha", GIVEN)).verdict
    assert isinstance(verdict, Proved)
    text = written(verdict.proofs)
    replayed(text)
    assert BELOW_ONE in text
    with pytest.raises(Rejected):
        replayed(text.replace(BELOW_ONE, POSITIVE))


@pytest.mark.parametrize("said", [r"\alpha < 2", r"\alpha \ge 0", r"0 < \alpha < 2", r"\alpha < x"])
def test_a_bound_that_would_be_heeded_in_part_is_refused(said: str) -> None:
    with pytest.raises(BadScope, match="0 < a or a < 1"):
        scope("shape x: ", said)


def test_what_has_an_equation_has_no_other_bounds() -> None:
    with pytest.raises(BadScope, match="has an equation"):
        scope("shape x: ", "f = 2 x", "f < 1")
    assert scope("", r"0 < \alpha < 1").facts[Symbol("alpha")] == {POSITIVE, BELOW_ONE}


@pytest.mark.parametrize("number", [0, 3, -2, 0.5])
def test_values_keep_to_the_bounds(number: float) -> None:
    assert 0 < as_declared(number, frozenset({POSITIVE, BELOW_ONE})) < 1
    assert as_declared(number, frozenset({BELOW_ONE})) < 1


@pytest.mark.parametrize(
    ("claim", "is_proved"),
    [
        (r"\sqrt{(a - b)^2} = |a - b|", True),
        (r"\sqrt{(a - b)^2} = a - b", False),
        (r"\sqrt{(a - b)^2 (c + 1)} = |a - b| \sqrt{c + 1}", True),
        (r"\left((a - b)^2\right)^{3/2} = |a - b|^3", True),
        (r"\left((a - b)^2\right)^{3/2} = (a - b)^3", False),
        (r"\frac{1}{\sqrt{(a - b)^2}} = \frac{1}{|a - b|}", True),
        (r"\frac{1}{\sqrt{(a - b)^2}} = \frac{1}{a - b}", False),
    ],
)
def test_the_root_of_the_square_of_a_sum_is_its_size(claim: str, is_proved: bool) -> None:
    assert (outcome(claim, "a = 2 x", "b = x^2", "c = x^4") == "proved") == is_proved
