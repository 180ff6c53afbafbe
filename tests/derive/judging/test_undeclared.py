"""Claims about equations in which nothing is declared: what is a matrix, and what a number, their use tells."""

import pytest

import derive
from derive.certificates import Rejected, replayed, written
from derive.claims import check_all
from derive.ir import Symbol
from derive.notation.scope import Scope
from derive.notation.scoping import in_arrays
from derive.standpoints import standpoints_of
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
BY_ENTRIES = (
    r"a_j = \sum_i w_{ji} x_i",
    r"z_j = \tanh(a_j)",
    r"y_k = \sum_j v_{kj} z_j",
    r"E = \frac12 \sum_k (y_k - t_k)^2",
)
MATRIX_VECTOR = (r"y_i = \sum_j A_{ij} x_j", r"L = \sum_i y_i")
BATCH = (r"p_{ik} = \frac{e^{z_{ik}}}{\sum_j e^{z_{ij}}}", r"L = -\frac1n \sum_{i=1}^n \sum_k y_{ik} \log p_{ik}")
NUMBERED = (r"z^l_j = \sum_k w^l_{jk} a^{l-1}_k + b^l_j", r"a^l_j = \sigma(z^l_j)")
LINE = (r"L = \frac12 (y - w x)^2",)
CALLED = (r"z = w x + b", r"a = g(z)", r"L = \frac12 (a - y)^2")
PREFERENCE = (r"L = -\log \sigma(\beta (r_w - r_l))",)
DENSITY = (r"p(x) = \frac{1}{\sqrt{2 \pi \sigma^2}} e^{-\frac{(x - \mu)^2}{2 \sigma^2}}",)
LIKELIHOOD = (r"\ell = -\frac n2 \log(2 \pi \sigma^2) - \frac{1}{2 \sigma^2} \sum_{i=1}^n (x_i - \mu)^2",)
SPREAD = (
    r"\frac{\partial \ell}{\partial \sigma^2} = -\frac{n}{2 \sigma^2} + \frac{1}{2 \sigma^4} \sum_{i=1}^n (x_i - \mu)^2"
)
MEAN = (r"\bar x = \frac1n \sum_i x_i",)
FLIPS = (r"L(p) = k \log p + (n - k) \log(1 - p)",)
SVM = (r"L(w) = \frac12 \|w\|^2 + C \sum_{i=1}^n \max(0, 1 - y_i (w^T x_i + b))",)
HINGES = r"\sum_{i=1}^n y_i x_i \mathbb{1}[1 - y_i (w^T x_i + b) > 0]"
MANY = (r"f(W) = \frac1n \sum_{i=1}^n \|W x_i - y_i\|^2",)
LINEAR_MODEL = (r"f_{w,b}(x) = w x + b", r"J(w, b) = \frac{1}{2m} \sum_{i=1}^m (f_{w,b}(x^{(i)}) - y^{(i)})^2")
DOTS = (
    r"f_{\mathbf w,b}(\mathbf x) = \mathbf w \cdot \mathbf x + b",
    r"J = \frac{1}{2m} \sum_{i=1}^m (f_{\mathbf w,b}(\mathbf x^{(i)}) - y^{(i)})^2",
)
FEATURE = (
    r"\frac{\partial J}{\partial w_j}"
    r" = \frac1m \sum_{i=1}^m (f_{\mathbf w,b}(\mathbf x^{(i)}) - y^{(i)}) x_j^{(i)}"
)
CLASS = (r"o = W h", r"p = \mathrm{softmax}(o)", r"L = -\log p_k")
SQUARES = (r"RSS = (y - X \beta)^T (y - X \beta)",)
ATTENTION = (r"P = \mathrm{softmax}(Q K^T / \sqrt{d})", r"O = P V")
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
    (BY_ENTRIES, r"\frac{\partial E}{\partial w_{ji}} = x_i (1 - z_j^2) \sum_k v_{kj} (y_k - t_k)", "proved"),
    (BY_ENTRIES, r"\frac{\partial E}{\partial w_{ji}} = x_i (1 - z_j)^2 \sum_k v_{kj} (y_k - t_k)", "refuted"),
    (BY_ENTRIES, r"\frac{\partial E}{\partial v_{kj}} = (y_k - t_k) z_j", "proved"),
    (MATRIX_VECTOR, r"\frac{\partial y_i}{\partial A_{ij}} = x_j", "proved"),
    (MATRIX_VECTOR, r"\frac{\partial y_i}{\partial A_{ij}} = x_i", "refuted"),
    (MATRIX_VECTOR, r"\frac{\partial L}{\partial A_{ij}} = x_j", "proved"),
    (MATRIX_VECTOR, r"\frac{\partial L}{\partial A_{ij}} = x_i", "refuted"),
    (MATRIX_VECTOR, r"\frac{\partial y_i}{\partial x_j} = A_{ji}", "refuted"),
    (BATCH, r"\frac{\partial L}{\partial z_{ik}} = \frac1n (p_{ik} - y_{ik})", "proved"),
    (BATCH, r"\frac{\partial L}{\partial z_{ik}} = \frac1n (y_{ik} - p_{ik})", "refuted"),
    (NUMBERED, r"\frac{\partial z^l_j}{\partial w^l_{jk}} = a^{l-1}_k", "proved"),
    (NUMBERED, r"\frac{\partial a^l_j}{\partial a^{l-1}_k} = a^l_j (1 - a^l_j) w^l_{jk}", "proved"),
    (NUMBERED, r"\frac{\partial a^l_j}{\partial a^{l-1}_k} = a^l_j (1 - a^l_j) w^l_{kj}", "refuted"),
    (LINE, r"w_{t+1} = w_t + \eta (y - w_t x) x", "proved"),
    (LINE, r"w_{t+1} = w_t - \eta (y - w_t x) x", "refuted"),
    (CALLED, r"\frac{\partial L}{\partial w} = (a - y) g'(z) x", "proved"),
    (CALLED, r"\frac{\partial L}{\partial w} = (a - y) g'(x) x", "refuted"),
    ((), r"\frac{d}{dx} f(g(x)) = f'(g(x)) g'(x)", "proved"),
    ((), r"\frac{d}{dx} [f(x) g(x)] = f'(x) g'(x)", "refuted"),
    (PREFERENCE, r"\frac{\partial L}{\partial r_w} = -\beta \sigma(\beta (r_l - r_w))", "proved"),
    (PREFERENCE, r"\frac{\partial L}{\partial r_w} = \beta \sigma(\beta (r_l - r_w))", "refuted"),
    ((r"f = x (1 - x)",), r"\frac{df}{dx} = 1 - 2 x", "proved"),
    ((r"f = x^2",), r"f'(x) = 2 x", "proved"),
    ((r"f = \frac{1}{1 + e^{-x}}",), r"f'(x) = f(x) (1 - f(x))", "proved"),
    (DENSITY, r"p'(x) = -\frac{x - \mu}{\sigma^2} p(x)", "proved"),
    (DENSITY, r"\frac{\partial \log p(x)}{\partial \mu} = -\frac{x - \mu}{\sigma^2}", "refuted"),
    (LIKELIHOOD, SPREAD, "proved"),
    (LIKELIHOOD, SPREAD.replace("4}", "2}"), "refuted"),
    ((), r"\sigma' = \sigma (1 - \sigma)", "proved"),
    ((), r"\sigma' = \sigma (1 + \sigma)", "refuted"),
    ((), r"\frac{d \sigma}{dz} = \sigma \cdot (1 - \sigma)", "proved"),
    ((), r"\tanh' = 1 - \tanh^2", "proved"),
    ((), r"\tanh' = 1 - \tanh", "refuted"),
    ((), r"\sigma(0) = \frac12", "proved"),
    (MEAN, r"\sum_i (x_i - \bar x) = 0", "proved"),
    (MEAN, r"\frac{\partial \bar x}{\partial x_i} = \frac1n", "proved"),
    (RIDGE, r"w^* = (X^T X + \lambda I)^{-1} X^T y", "proved"),
    (RIDGE, r"w_{MAP} = (X^T X + \lambda I)^{-1} X^T y", "proved"),
    (RIDGE, r"w^* = (X^T X)^{-1} X^T y", "refuted"),
    (FLIPS, r"p^* = \frac kn", "proved"),
    (FLIPS, r"p^* = \frac nk", "refuted"),
    (FLIPS, r"q^* = \frac nk", "definition"),
    (SVM, rf"\nabla_w L = w - C {HINGES}", "proved"),
    (SVM, rf"\nabla_w L = w + C {HINGES}", "refuted"),
    (MANY, r"\nabla_W f = \frac2n \sum_{i=1}^n (W x_i - y_i) x_i^T", "proved"),
    (MANY, r"\nabla_W f = \frac2n \sum_{i=1}^n x_i (W x_i - y_i)^T", "refuted"),
    (
        LINEAR_MODEL,
        r"\frac{\partial J}{\partial w} = \frac1m \sum_{i=1}^m (f_{w,b}(x^{(i)}) - y^{(i)}) x^{(i)}",
        "proved",
    ),
    (LINEAR_MODEL, r"\frac{\partial J}{\partial b} = \frac2m \sum_{i=1}^m (f_{w,b}(x^{(i)}) - y^{(i)})", "refuted"),
    (DOTS, FEATURE, "proved"),
    (CLASS, r"\frac{\partial L}{\partial o_i} = p_i - \mathbb{1}[i = k]", "proved"),
    (CLASS, r"\frac{\partial L}{\partial o_i} = p_i + \mathbb{1}[i = k]", "refuted"),
    (SQUARES, r"\beta^* = (X^T X)^{-1} X^T y", "proved"),
    (SQUARES, r"\frac{\partial RSS}{\partial \beta} = 2 X^T (y - X \beta)", "refuted"),
    (ATTENTION, r"\frac{\partial L}{\partial V} = P^T \frac{\partial L}{\partial O}", "proved"),
    (ATTENTION, r"\frac{\partial L}{\partial V} = P \frac{\partial L}{\partial O}", "refuted"),
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


def test_a_wrong_closed_form_is_shown_as_it_is_written_and_not_learnt() -> None:
    scope = derive.scope("", *RIDGE)
    wrong, right = check_all(
        (r"w^* = (X^T X)^{-1} X^T y", r"w^* = (X^T X + \lambda I)^{-1} X^T y"), standpoints_of(scope)
    )
    assert (wrong.outcome, right.outcome) == ("refuted", "proved")
    assert wrong.message == "∂J/∂w is not 0 where w is the right side"
    assert str(wrong.sides[0]) == str(right.sides[0])
    assert wrong.mistake is None
