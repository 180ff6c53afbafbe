"""Diagonal matrices: their inverses and determinants are known entry by entry, for all sizes."""

from __future__ import annotations

from dataclasses import replace

import pytest

from derive import check, scope
from derive.algebra.proofs import Replacement, Step
from derive.certificates import Rejected, replayed, written
from derive.verdicts import Proved

SCOPE = scope(
    "shape X: n,d; shape w: d; shape y, v: n; shape A: n,n; shape c: ; data X, y; parameter w",
    r"p = \sigma(X w)",
    r"S = \operatorname{diag}(p \odot (1 - p))",
    r"q = X w + S^{-1} (y - p)",
)
HOLDS = (
    r"\operatorname{diag}(v)^{-1} = \operatorname{diag}(1/v)",
    r"\det \operatorname{diag}(v) = \prod_i v_i",
    r"\det(c \operatorname{diag}(v) A) = c^n \det A \prod_i v_i",
    r"(\operatorname{diag}(v) A)^{-1} = A^{-1} \operatorname{diag}(1/v)",
    r"(I_n + \operatorname{diag}(v))^{-1} = \operatorname{diag}(1/(1 + v))",
    r"w - (X^T S X)^{-1} X^T (p - y) = (X^T S X)^{-1} X^T S q",
)
FAILS = (
    r"\operatorname{diag}(v)^{-1} = \operatorname{diag}(v)",
    r"\det \operatorname{diag}(v) = \sum_i v_i",
    r"(\operatorname{diag}(v) A)^{-1} = \operatorname{diag}(1/v) A^{-1}",
    r"(A + \operatorname{diag}(v))^{-1} = A^{-1} + \operatorname{diag}(1/v)",
    r"w - (X^T S X)^{-1} X^T (p - y) = (X^T S X)^{-1} X^T q",
)


@pytest.mark.parametrize("claim", HOLDS)
def test_what_is_known_of_a_diagonal_matrix_is_proved_and_replayed(claim: str) -> None:
    """Among it that a step of Newton's method is a problem of weighted least squares."""
    verdict = check(claim, SCOPE).verdict
    assert isinstance(verdict, Proved)
    assert verdict.sizes == "all"
    replayed(written(verdict.proofs))


@pytest.mark.parametrize("claim", FAILS)
def test_what_fails_is_refuted(claim: str) -> None:
    assert check(claim, SCOPE).outcome == "refuted"


def test_the_inverse_of_a_diagonal_matrix_assumes_that_there_is_one() -> None:
    assumed = check(HOLDS[0], SCOPE).assumptions
    assert "v ≠ 0" in assumed
    assert any("inverse" in one for one in assumed)


def test_equal_matrices_have_equal_inverses() -> None:
    """Newton's step: the Hessian as it is derived, and as a book has it. A step that changes the matrix is rejected."""
    claim = r"(\nabla_w^2 J)^{-1} \nabla_w J = (X \operatorname{diag}(a \odot (1 - a)) X^{\top})^{-1} X (a - y)"
    verdict = check(claim, "newton-logistic-regression").verdict
    assert isinstance(verdict, Proved)
    assert verdict.sizes == "all"
    proof = verdict.proofs[0]
    replayed(written([proof]))
    spoilt = tuple(tuple(_spoilt(step) for step in steps) for steps in proof.steps)
    assert spoilt != proof.steps
    with pytest.raises(Rejected):
        replayed(written([replace(proof, steps=spoilt)]))


def _spoilt(step: Step) -> Step:
    if isinstance(step, Replacement) and step.head.kind == "inverse":
        return replace(step, becomes={monomial: 2 * number for monomial, number in step.becomes.items()})
    return step
