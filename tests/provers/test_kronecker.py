"""Kronecker products and vec: identities proved for all sizes, their usual mistakes refuted, indices split right.

Sources: linear algebra; the entries are held against NumPy in `tests/algebra`.
"""

from __future__ import annotations

import pytest

import derive
from derive import building as b
from derive import wire
from derive.algebra import digits, rebuilding
from derive.algebra.core import Algebra
from derive.algebra.digits import Digit, leftover
from derive.algebra.expanding import Expander
from derive.algebra.writing import Malformed, Reader, Writer
from derive.certificates import replayed, written
from derive.ir import Var
from derive.provers.proving import equal_for_all_sizes
from derive.shapes import ONE, Shape, Size
from derive.verdicts import Proved, Refuted

DOCUMENT = r"""
<!-- derive: shape A: m,n; shape B: p,q; shape C: n,k; shape D: q,l; shape G: m,m; shape H: p,p -->
<!-- derive: shape X: q,n; shape T: p,m; shape x: n*q; shape t: m*p -->

$$y = (A \otimes B)\, x$$
$$u = (A \otimes B) \operatorname{vec}(X)$$
$$L = \frac{1}{2} \|y - t\|^2$$
$$R = \frac{1}{2} \|u - \operatorname{vec}(T)\|^2$$
"""
RIGHT = (
    r"(A \otimes B)(C \otimes D) = AC \otimes BD",
    r"(A \otimes B)^T = A^T \otimes B^T",
    r"(G \otimes H)^{-1} = G^{-1} \otimes H^{-1}",
    r"(G \otimes H)(G^{-1} \otimes H^{-1}) = I",
    r"\operatorname{tr}(G \otimes H) = \operatorname{tr}(G) \operatorname{tr}(H)",
    r"A \otimes (B \otimes C) = (A \otimes B) \otimes C",
    r"(A \otimes B) \odot (A \otimes B) = (A \odot A) \otimes (B \odot B)",
    r"\operatorname{vec}(B X A^T) = (A \otimes B) \operatorname{vec}(X)",
    r"\operatorname{vec}(X)^T \operatorname{vec}(X) = \operatorname{tr}(X X^T)",
    r"\frac{\partial L}{\partial x} = (A^T \otimes B^T)(y - t)",
    r"\frac{\partial R}{\partial X} = B^T (B X A^T - T) A",
    r"\frac{\partial R}{\partial A} = (B X A^T - T)^T B X",
    r"\frac{\partial R}{\partial B} = (B X A^T - T) A X^T",
)
WRONG = (
    r"A \otimes B = B \otimes A",
    r"(G \otimes H)^T = H^T \otimes G^T",
    r"\operatorname{tr}(G \otimes H) = \operatorname{tr}(G) + \operatorname{tr}(H)",
    r"\operatorname{vec}(B X A^T) = (B \otimes A) \operatorname{vec}(X)",
    r"\frac{\partial R}{\partial B} = -(B X A^T - T) A X^T",
)


@pytest.fixture(scope="module")
def model() -> derive.Model:
    return derive.model_from(DOCUMENT)


@pytest.mark.parametrize("claim", RIGHT)
def test_an_identity_is_proved_for_all_sizes_and_replayed(claim: str, model: derive.Model) -> None:
    finding = derive.check(claim, model)
    assert isinstance(finding.verdict, Proved), finding
    assert finding.verdict.sizes == "all"
    assert all(proof.sizes == {} for proof in replayed(written(finding.verdict.proofs)))


@pytest.mark.parametrize("claim", WRONG)
def test_a_mistake_is_refuted(claim: str, model: derive.Model) -> None:
    finding = derive.check(claim, model)
    assert isinstance(finding.verdict, Refuted) or finding.outcome == "ill-shaped", finding


# --- splitting an index

P, M = Size.of("p"), Size.of("m")
HIGH, LOW = Digit(0, P, M, M * P), Digit(0, ONE, P, M * P)


def test_digits_that_leave_a_gap_leave_as_many_indices() -> None:
    assert leftover([HIGH, LOW], M * P) == ONE
    assert leftover([HIGH], M * P) == P
    assert leftover([LOW], M * P) == M
    overlapping = [HIGH, Digit(0, M, P, M * P)]
    assert leftover(overlapping, M * P) is None


def test_a_sum_over_one_digit_counts_the_others(monkeypatch: pytest.MonkeyPatch) -> None:
    """tr(A ⊗ I) is p tr A, and not tr A; with the count taken for 1 the prover would say so."""
    matrix = Var("A", Shape.of("m", "m"))
    whole = b.call("trace", b.call("kron", matrix, b.eye("p")))
    trace = b.call("trace", matrix)
    assert equal_for_all_sizes(whole, b.mul(b.extent("p"), trace), {})[0]
    assert not equal_for_all_sizes(whole, trace, {})[0]
    # The factor p comes from the sum over the low digit, which has no other factor.
    total = b.total(b.call("kron", matrix, b.broadcast(b.ONE, Shape.of("p", "p"))))
    times = b.mul(b.extent("p"), b.extent("p"), b.total(matrix))
    assert equal_for_all_sizes(total, times, {})[0]
    monkeypatch.setattr(digits, "leftover", lambda parts, size: ONE)
    assert not equal_for_all_sizes(total, times, {})[0]


def test_two_ways_to_split_one_index_are_not_confused() -> None:
    """The rows of A ⊗ B and of B ⊗ A are as many, and split into different digits."""
    a, other = Var("A", Shape.of("m", "n")), Var("B", Shape.of("p", "q"))
    y = Var("y", Shape.of(M * P))
    left = b.matmul(b.transpose(y), b.call("kron", a, other))
    right = b.matmul(b.transpose(y), b.call("kron", other, a))
    assert not equal_for_all_sizes(left, right, {})[0]
    assert equal_for_all_sizes(left, left, {})[0]


def test_a_digit_is_written_with_what_it_is_a_digit_of_and_checked_when_read() -> None:
    algebra = Algebra({}, rebuilding.rebuilt)
    product = b.call("kron", Var("A", Shape.of("m", "n")), Var("B", Shape.of("p", "q")))
    entry = Expander(algebra).entry(product)
    writer = Writer(algebra.heads, algebra.sizes, algebra.digits.known)
    data, other = writer._terms(entry), Algebra({}, rebuilding.rebuilt)
    assert Reader(other, writer.table)._terms(data) == entry
    with pytest.raises(Malformed, match="a digit has a stride"):
        Reader(other, writer.table)._index([0, *map(wire.size_out, (P, M, P))])
    wrong = Writer(algebra.heads, algebra.sizes, {})
    with pytest.raises(Malformed, match="is no index"):
        Reader(other, wrong.table)._terms(wrong._terms(entry))
