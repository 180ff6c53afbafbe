"""Claims about equations in which nothing is declared: what is a matrix, and what a number, their use tells."""

import pytest

import derive
from derive.certificates import Rejected, replayed, written
from derive.ir import Symbol
from derive.notation.scope import Scope
from derive.notation.scoping import in_arrays
from derive.verdicts import Proved

ONE_LAYER = (r"z = W x + b", r"a = \sigma(z)", r"L = -(y \log a + (1 - y) \log(1 - a))")
TWO_LAYERS = (r"h = \mathrm{ReLU}(W_1 x + b_1)", r"\hat y = W_2 h + b_2", r"L = \frac12 \|\hat y - y\|_2^2")
BINARY = (r"h = \tanh(W_1 x + b_1)", r"p = \sigma(W_2 h + b_2)", r"L = -(y \log p + (1 - y) \log(1 - p))")
SOFTMAX = (r"z = W x + b", r"p = \mathrm{softmax}(z)", r"L = -\sum_k y_k \log p_k")
ENTRIES = (r"p_i = \frac{e^{z_i}}{\sum_j e^{z_j}}", r"L = -\sum_i y_i \log p_i")
CHAIN = r"\frac{\partial L}{\partial z_i} = \sum_j -\frac{y_j}{p_j} \frac{\partial p_j}{\partial z_i} = p_i - y_i"
EACH = (r"z = W x + b", r"p = \sigma(z)", r"L = -\sum_k (y_k \log p_k + (1 - y_k) \log(1 - p_k))")
RIDGE = (r"J(w) = \|y - X w\|^2 + \lambda \|w\|^2",)
LINEAR = (r"Y = X W", r"L = \frac12 \|Y - T\|_F^2")
MARGIN = (r"L = \log(1 + e^{-y w^T x})",)

JUDGED = [
    (ONE_LAYER, r"dW = (a - y) x^T", "proved"),
    (ONE_LAYER, r"dW = (y - a) x^T", "refuted"),
    (TWO_LAYERS, r"\frac{\partial L}{\partial W_2} = (\hat y - y) h^T", "proved"),
    (TWO_LAYERS, r"\frac{\partial L}{\partial W_2} = h^T (\hat y - y)", "refuted"),
    (TWO_LAYERS, r"\frac{\partial L}{\partial b_1} = W_2^T (\hat y - y) \odot \mathbb{1}[h > 0]", "proved"),
    (TWO_LAYERS, r"\frac{\partial L}{\partial b_1} = W_2 (\hat y - y) \odot \mathbb{1}[h > 0]", "refuted"),
    (BINARY, r"dW_1 = (W_2^T (p - y) \odot (1 - h^2)) x^T", "proved"),
    (BINARY, r"dW_1 = (W_2^T (p - y) \odot (1 - h^2)) x", "ill-shaped"),
    (SOFTMAX, r"\frac{\partial L}{\partial z} = p \sum_k y_k - y", "proved"),
    (SOFTMAX, r"\frac{\partial L}{\partial W} = (p \sum_k y_k - y) x^T", "proved"),
    (SOFTMAX, r"\frac{\partial L}{\partial z} = p - y", "proved"),
    (SOFTMAX, r"\frac{\partial L}{\partial z} = y - p", "refuted"),
    (SOFTMAX, r"\frac{\partial L}{\partial z} = p - 2 y", "refuted"),
    (
        ENTRIES,
        r"\frac{\partial L}{\partial z_i} = \sum_j -\frac{y_j}{p_j} \frac{\partial p_j}{\partial z_i} = p_i - y_i",
        "proved",
    ),
    (ENTRIES, CHAIN, "proved"),
    (EACH, r"\frac{\partial L}{\partial z} = p - y", "proved"),
    (EACH, r"\sum_k y_k^2 = 1", "refuted"),
    (RIDGE, r"\nabla^2 J = 2 X^T X + 2 \lambda I", "proved"),
    (RIDGE, r"\nabla^2 J = 2 X^T X + \lambda I", "refuted"),
    (LINEAR, r"\frac{\partial L}{\partial X} = (Y - T) W^T", "proved"),
    (LINEAR, r"\frac{\partial L}{\partial X} = W^T (Y - T)", "refuted"),
    ((r"f(X) = \|A X - B\|_F^2",), r"\nabla f(X) = 2 A^T (A X - B)", "proved"),
    ((r"f(X) = \|A X - B\|_F^2",), r"\nabla f(X) = 2 A (A X - B)", "refuted"),
    (MARGIN, r"\nabla_w L = -y \sigma(-y w^T x) x", "proved"),
    (MARGIN, r"\nabla_w L = y \sigma(-y w^T x) x", "refuted"),
]


@pytest.mark.parametrize(("equations", "claim", "outcome"), JUDGED)
def test_claims_without_declarations(equations: tuple[str, ...], claim: str, outcome: str) -> None:
    assert derive.check(claim, derive.scope("", *equations)).outcome == outcome


def _ranks(scope: Scope) -> dict[str, int]:
    return {str(symbol): var.shape.rank for symbol, var in scope.variables.items()}


def test_a_transpose_in_a_claim_makes_capital_letters_matrices() -> None:
    scope = derive.scope("", "z = W x + b", "h = z^2")
    assert set(_ranks(scope).values()) == {0}
    found = in_arrays(scope)
    assert found is not None
    assert _ranks(found) == {"x": 1, "W": 2, "b": 1, "z": 1, "h": 1}
    assert in_arrays(found) is None


def test_the_last_matrix_is_a_row_where_the_loss_is_a_number() -> None:
    found = in_arrays(derive.scope("", *BINARY))
    assert found is not None
    assert found.variables[Symbol("W", sub="2")].shape.row
    assert found.variables[Symbol("W", sub="1")].shape.rank == 2


def test_nothing_is_read_again_where_something_is_declared() -> None:
    scope = derive.scope("shape W, x, b: scalar", "z = W x + b")
    assert in_arrays(scope) is None
    assert derive.check("dW = x^T", scope).outcome != "proved"
    assert derive.check(r"\frac{\partial z}{\partial W} = x", scope).outcome == "proved"


ASSUMED = "the entries of y add up to 1"


def test_that_targets_add_up_to_1_is_an_assumption_unless_it_is_said() -> None:
    claim = r"\frac{\partial L}{\partial z_i} = p_i - y_i"
    finding = derive.check(claim, derive.scope("", *ENTRIES))
    assert finding.assumptions == (ASSUMED,)
    softmax, loss = ENTRIES
    for scope in (
        derive.scope("", softmax, r"\sum_i y_i = 1", loss),
        derive.scope("shape z, y: k; distribution y", softmax, loss),
        derive.scope("shape z, y: k; one-hot y", softmax, loss),
    ):
        said = derive.check(claim, scope)
        assert (said.outcome, said.assumptions) == ("proved", ())


def test_nothing_is_assumed_of_other_vectors() -> None:
    """Neither of weights nor of what a softmax does not stand beside: there Σ y is a factor that is missing."""
    alone, beside = derive.scope("", r"L = -\sum_k y_k \log p_k"), derive.scope("", *ENTRIES)
    tripled = r"3 \sum_k y_k = 3"
    assert [derive.check(tripled, scope).outcome for scope in (alone, beside)] == ["refuted", "proved"]
    assert derive.check(r"3 \sum_k z_k = 3", beside).outcome == "refuted"


def test_what_needs_shares_is_replayed() -> None:
    finding = derive.check(r"\frac{\partial L}{\partial z_i} = p_i - y_i", derive.scope("", *ENTRIES))
    assert isinstance(finding.verdict, Proved)
    text = written(finding.verdict.proofs)
    assert replayed(text)
    with pytest.raises(Rejected):
        replayed(text.replace("distribution", "positive"))
