"""Powers whose exponents are sizes: their laws hold for bases of any sign, and only these."""

from __future__ import annotations

import pytest

from derive import check, scope
from derive.algebra import sized
from derive.algebra.core import Algebra
from derive.algebra.terms import Polynomial
from derive.certificates import Rejected, replayed, written
from derive.shapes import Size
from derive.verdicts import Proved

SCOPE = scope("shape A: n,n; shape B: m,m; shape C: n,n; shape a: ; shape b: ")

HOLDS = (
    r"\det(A \otimes B) = \det(A)^m \det(B)^n",
    r"\log\det(A \otimes B) = m \log\det A + n \log\det B",
    r"\det((A \otimes B)^{-1}) = \det(A)^{-m} \det(B)^{-n}",
    r"\det(a A) = a^n \det A",
    r"\det(A - C^T) = (-1)^n \det(C - A^T)",
    r"(a b)^n = a^n b^n",
    r"a^{n + m} = a^n a^m",
    r"(a^n)^m = a^{n m}",
    r"(a^2 - 2 a b + b^2)^n = (b - a)^{2 n}",
    r"(-2)^n = (-1)^n 2^n",
    r"(1 + \frac{1}{a})^n = \frac{(a + 1)^n}{a^n}",
)
FAILS = (
    r"\det(A \otimes B) = \det(A)^n \det(B)^m",
    r"\det(a A) = a \det A",
    r"\det(-A) = -\det A",
    r"(a + b)^n = a^n + b^n",
    r"(a^n)^m = a^{n + m}",
    r"(a - b)^n = (b - a)^n",
    r"\sqrt{a^{2 n}} = a^n",
)


@pytest.mark.parametrize("claim", HOLDS)
def test_laws_of_powers_are_proved_for_all_sizes_and_replayed(claim: str) -> None:
    verdict = check(claim, SCOPE).verdict
    assert isinstance(verdict, Proved)
    assert verdict.sizes == "all"
    replayed(written(verdict.proofs))


@pytest.mark.parametrize("claim", FAILS)
def test_what_is_no_law_is_refuted(claim: str) -> None:
    assert check(claim, SCOPE).outcome == "refuted"


def test_no_number_needs_to_be_positive() -> None:
    """A size is a whole number: nothing is assumed of what has it as its exponent, but where that is negative."""
    assert check(HOLDS[0], SCOPE).assumptions == ()
    assert check(r"a^{n} a^{-n} = 1", SCOPE).assumptions == ("a ≠ 0",)


def test_a_wrong_law_is_rejected_at_replay(monkeypatch: pytest.MonkeyPatch) -> None:
    verdict = check(r"(a^2)^n = a^{2 n}", SCOPE).verdict
    assert isinstance(verdict, Proved)
    text, right = written(verdict.proofs), sized._atoms

    def counted_once(algebra: Algebra, p: Polynomial, exponent: Size) -> Polynomial:
        return right(algebra, p, Size(tuple((names, 1) for names, _ in exponent.terms)))

    monkeypatch.setattr(sized, "_atoms", counted_once)
    with pytest.raises(Rejected):
        replayed(text)
