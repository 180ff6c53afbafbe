"""Grading a text: what each line is to be judged as, and which mistakes are carried on."""

from __future__ import annotations

import pytest

import derive
from derive.documents import document
from derive.findings import Finding
from derive.homework import first_wrong, graded
from derive.standpoints import standpoints_of

NEURON = derive.scope(
    "shape w, x: m; shape b, y: scalar", "z = w^T x + b", r"a = \sigma(z)", r"L = -y \log a - (1-y) \log(1-a)"
)
WRONG = r"$$\frac{\partial L}{\partial z} = y - a$$"


def grade(text: str, model: object = "logistic-regression") -> list[Finding]:
    return list(graded(document(text), standpoints_of(model)))  # type: ignore[arg-type]


def outcomes(text: str, model: object = "logistic-regression") -> list[str | tuple[str, int]]:
    found = []
    for finding in grade(text, model):
        for link in finding.links or (finding,):
            found.append(link.outcome if link.follows_from is None else (link.outcome, link.follows_from))
    return found


def follows(line: int) -> tuple[str, int]:
    return ("refuted", line)


# --- what a line is judged as


def test_a_row_that_begins_with_a_relation_goes_on_from_the_one_before() -> None:
    for text in (
        "db = (a - y)\n\n= -(y - a)\n\n= y - a",
        "$db = (a - y)$ and so $= -(y - a)$ and $= y - a$",
        "$$db = (a - y)$$\n$$= -(y - a)$$\nso\n$$= y - a$$",
        "\\begin{align}db &= (a - y) \\\\ &= -(y - a) \\\\ &= y - a\\end{align}",
    ):
        assert outcomes(text) == ["proved", "proved", "refuted"]
        wrong = first_wrong(grade(text))
        assert wrong is not None
        assert wrong.correct == r"\frac{\partial L}{\partial b} = a - y", "it is known what the chain is about"


def test_a_formula_that_breaks_off_is_read_with_the_next_one() -> None:
    assert outcomes("$$db = $$\n$$a - y$$") == ["fragment", "proved"]
    assert outcomes("$$db = $$\n$$y - a$$") == ["fragment", "refuted"]


def test_a_row_that_cannot_be_read_costs_no_other() -> None:
    rows = ["db &= (a - y)", " &= \\foo{a}", " &= -(y - a)", " &= y - a", "dw &= (a - y) x"]
    text = "\\begin{align}\n" + "\\\\\n".join(rows) + "\n\\end{align}"
    assert outcomes(text) == ["proved", "unreadable", "fragment", "refuted", "proved"]
    assert [finding.line for finding in grade(text)] == [2, 3, 4, 5, 6]
    assert "line 3, column 5" in grade(text)[1].message


def test_definitions_extend_the_scope() -> None:
    assert outcomes("$g = a - y$, $dw = g x$, $h = g$, $db = 2h$") == ["definition", "proved", "definition", "refuted"]
    assert outcomes("$g = a - y = y - a$") == ["definition", "refuted"]
    assert outcomes("$dw = g x$, $g = a - y$") == ["unbound", "definition"]
    assert outcomes("$dw = g x$", derive.scope()) == ["definition"]


def test_a_document_may_bring_its_whole_model() -> None:
    text = "z = w x + b\na = z^2\nL = (a - y)^2\ndw = 4 (a - y) z x\ndw = 2 (a - y) z x"
    assert outcomes(text, derive.scope()) == ["definition", "definition", "definition", "proved", "refuted"]


def test_the_loss_of_a_model_stays_the_loss() -> None:
    assert outcomes("$M = L + b$, $J = L + b^2$, $db = a - y$, $\\frac{\\partial J}{\\partial b} = a - y + 2b$") == [
        "definition", "definition", "proved", "proved",
    ]  # fmt: skip


def test_a_second_shape_of_a_name_is_told_and_not_taken() -> None:
    declared, claim = grade(r"$w \in \mathbb{R}^{k}$ and $dw = (a - y) x$")
    assert declared.outcome == "declaration"
    assert "stays so" in declared.hint
    assert claim.outcome == "proved"


def test_declarations_in_comments_count_from_where_they_stand() -> None:
    text = "$dw = c x$\n<!-- derive: shape c: scalar -->\n$dw = c x$\n<!-- derive: shpe d: m -->"
    assert outcomes(text) == ["unbound", "declaration", "refuted", "unreadable"]


def test_a_section_begins_anew() -> None:
    exercise = "z = w x\n\nL = z^2\n\ndw = 2 z x\n\n"
    other = exercise.replace("w x", "w x + 1")
    assert outcomes(exercise + other, derive.scope())[3:] == ["refuted", "proved", "proved"]
    divided = exercise + "<!-- derive: section -->\n\n" + other
    assert outcomes(divided, derive.scope())[3:] == ["declaration", "definition", "definition", "proved"]
    wrong = "$db = y - a$\n\n% derive: section\n\n$= a$, $dw = (y - a) x$"
    assert outcomes(wrong) == ["refuted", "declaration", "fragment", "refuted"]


def test_what_is_only_mentioned_is_no_failure() -> None:
    text = r"Let $n$ be the number, $\frac{\partial L}{\partial w}$ the gradient, and $q^2$ a square."
    assert outcomes(text) == ["notation", "fragment", "notation"]
    assert outcomes("$$q = $$") != ["notation"]


def test_each_formula_is_judged_in_the_variant_that_knows_its_names() -> None:
    found = grade(r"$dw = (a - y) x$ and $\frac{\partial J}{\partial w} = \frac{1}{n} X (A - Y)^\top$")
    assert [(finding.outcome, finding.variant) for finding in found] == [("proved", ""), ("proved", "n examples")]


# --- what follows


@pytest.mark.parametrize(
    ("line", "outcome"),
    [
        (r"\frac{\partial L}{\partial w} = (y - a) x", follows(1)),
        (r"\frac{\partial L}{\partial b} = y - a", follows(1)),
        (r"\frac{\partial L}{\partial z} = y - a", follows(1)),
        (r"w \leftarrow w - \alpha (y - a) x", follows(1)),
        (r"\frac{\partial L}{\partial b} = a - y", "proved"),
        (r"\frac{\partial L}{\partial b} = \frac{\partial L}{\partial z}", "proved"),
        (r"\frac{\partial L}{\partial w} = (y + a) x", "refuted"),
        (r"\frac{\partial L}{\partial w} = y - a", "refuted"),
        (r"\frac{\partial L}{\partial a} = \frac{y - a}{a (1 - a)}", "refuted"),
        ("a = z", "refuted"),
    ],
)
@pytest.mark.parametrize("model", ["logistic-regression", NEURON], ids=["model", "scope"])
def test_a_mistake_is_carried_on_or_made_anew(line: str, outcome: str | tuple[str, int], model: object) -> None:
    assert outcomes(f"{WRONG}\n\n$${line}$$", model) == ["refuted", outcome]


def test_nothing_follows_from_a_right_line_or_a_later_one() -> None:
    right = WRONG.replace("y - a", "a - y")
    later = r"$$\frac{\partial L}{\partial b} = y - a$$"
    assert outcomes(f"{right}\n\n{later}") == ["proved", "refuted"]
    assert outcomes(f"{later}\n\n{WRONG}") == ["refuted", "refuted"]


def test_a_wrong_local_derivative_is_carried_on() -> None:
    text = (
        "∂a/∂z = a(1 + a)\n∂L/∂z = (a − y)(1 + a)/(1 − a)\n∂L/∂w = ((a − y)(1 + a)/(1 − a)) x\n∂L/∂b = (a − y)(1 + a)"
    )
    assert outcomes(text) == ["refuted", follows(1), follows(1), "refuted"]


def test_a_wrong_equation_is_carried_on() -> None:
    text = "a = tanh(z)\n∂a/∂z = 1 − a^2\n∂L/∂z = (−y/a + (1 − y)/(1 − a))(1 − a^2)"
    assert outcomes(text)[1:] == [follows(1), follows(1)]


def test_two_mistakes_may_be_carried_on_together() -> None:
    text = "∂L/∂a = y/a\n∂a/∂z = a(1 + a)\n∂L/∂b = y(1 + a)"
    assert outcomes(text) == ["refuted", "refuted", follows(1)]


def test_what_is_carried_on_is_believed_in_its_turn_and_the_root_is_named() -> None:
    text = "∂L/∂a = y/a\n∂L/∂z = y(1 − a)\n∂L/∂b = y(1 − a)\n∂L/∂b = y − ya"
    assert outcomes(text) == ["refuted", follows(1), follows(1), follows(1)]


def test_paths_that_do_not_pass_through_the_mistake_stay_right() -> None:
    """With L = a + w² a wrong ∂L/∂a leaves the 2w of the other path as it is."""
    scope = derive.scope("shape w, x: scalar", "a = w^3 x", "L = a^2 + w^2")
    text = "$$\\frac{\\partial L}{\\partial a} = 3a$$\n\n$$dw = 9 a w^2 x + 2w$$\n\n$$dw = 9 a w^2 x$$"
    assert outcomes(text, scope) == ["refuted", follows(1), "refuted"]


def test_a_gradient_of_an_array_is_carried_on() -> None:
    scope = derive.scope(
        "shape X: d, n; shape Y: k, n; shape W: k, h; shape V: h, d",
        "Z = V X", r"A = \sigma(Z)", r"L = \frac12 \lVert W A - Y \rVert_F^2",
    )  # fmt: skip
    text = (
        r"$$\frac{\partial L}{\partial A} = W^\top (Y - W A)$$"
        "\n\n"
        r"$$\frac{\partial L}{\partial Z} = W^\top (Y - W A) \odot A \odot (1 - A)$$"
        "\n\n"
        r"$$\frac{\partial L}{\partial V} = (W^\top (Y - W A) \odot A \odot (1 - A)) X^\top$$"
        "\n\n"
        r"$$\frac{\partial L}{\partial W} = (W A - Y) A^\top$$"
    )
    assert outcomes(text, scope) == ["refuted", follows(1), follows(1), "proved"]


def test_a_wrong_delta_is_carried_on() -> None:
    text = r"$\delta = y - a$, $dw = \delta x$, $db = \delta$, $db = y - a$; but $dw = (a - y) x$ and $db = 2 \delta$"
    assert outcomes(text) == ["refuted", follows(1), follows(1), follows(1), "proved", "refuted"]


def test_a_wrong_link_in_a_chain_is_the_line_that_is_named() -> None:
    rows = [r"\frac{\partial L}{\partial z} &= \frac{\partial L}{\partial b}", "&= y - a", "&= -(a - y)"]
    text = "\\begin{align}\n" + "\\\\\n".join(rows) + "\n\\end{align}\n$$dw = (y - a) x$$"
    assert outcomes(text) == ["proved", "refuted", "proved", follows(3)]


# --- names of a student's own


def test_a_new_name_for_a_node_of_the_model_stands_for_it() -> None:
    """Beside the model's a = σ(z) a ŷ = σ(wᵀx + b) leads nowhere, and ∂L/∂ŷ would be 0."""
    text = (
        r"$\hat{y} = \sigma(w^\top x + b)$, $L = -y \log \hat{y} - (1-y) \log(1-\hat{y})$, "
        r"$\frac{\partial L}{\partial \hat{y}} = \frac{\hat{y} - y}{\hat{y} (1 - \hat{y})}$, $q = b$, "
        r"$\frac{\partial L}{\partial q} = \hat{y} - y$, $g = \hat{y} - y$, $dw = g x$, $dw = \hat{y} x$"
    )
    expected = ["definition", "proved", "proved", "definition", "proved", "definition", "proved", "refuted"]
    assert outcomes(text) == expected
    assert [finding.hint for finding in grade(text)][:4] == ["another name for a", "", "", "another name for b"]


def test_another_spelling_of_a_node_is_another_name_for_it_and_a_wrong_one_is_not() -> None:
    claim = r"$\frac{\partial L}{\partial p} = \frac{p - y}{p (1 - p)}$"
    assert outcomes(r"$p = \frac{1}{1 + e^{-z}}$ " + claim) == ["definition", "proved"]
    assert outcomes(r"$p = \frac{1}{1 + e^{z}}$ " + claim) == ["definition", "unbound"]
    assert outcomes(r"$p = 2a$ " + claim) == ["definition", "unbound"]


def test_names_that_are_alike_before_there_is_a_loss_are_two() -> None:
    text = "u = w x\nv = w x\nL = u^2 v\n∂L/∂u = 2 u v\n∂L/∂v = u^2\n∂L/∂v = 3 u^2"
    assert outcomes(text, derive.scope()) == ["definition"] * 3 + ["proved", "proved", "refuted"]


def test_nothing_is_said_of_a_name_that_leads_nowhere() -> None:
    text = r"$u = w^\top x$, $\frac{\partial L}{\partial u} = a - y$, $\frac{\partial L}{\partial u} = 0$"
    found = grade(text)
    assert [finding.outcome for finding in found] == ["definition", "unbound", "proved"]
    assert "L is not computed from u here" in found[1].message


def test_a_row_that_only_compares_spoils_no_chain() -> None:
    text = "\\begin{align}db &= -(y - a) \\\\ &= y - a \\\\ &\\leq 1\\end{align}"
    assert outcomes(text) == ["proved", "refuted", "notation"]
