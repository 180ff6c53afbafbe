"""Claims about shapes: of names, of products, of gradients; and counts of parameters."""

import pytest

from derive.findings import Finding
from derive.judging.grounds import Grounds
from derive.judging.kinds import judged, read_on, unread
from derive.modelling import model_from
from derive.notation.scope import OPEN, Scope
from derive.notation.scoping import scope

NUMBERS = scope("shape W: 3,4; shape x: 4; shape b: 3", r"z = W x + b", r"L = z^T z")
NAMES = scope("shape W: h,m; shape x: m; shape b: h; parameter W, b", r"z = W x + b", r"L = z^T z")


def finding(text: str, known: Scope = NUMBERS) -> Finding:
    reading, grounds = read_on(text, Grounds.of(known))
    return judged(reading, text, grounds) if reading.error is None else unread(reading, text, grounds)


def kind(found: Finding) -> str:
    assert found.outcome == "refuted"
    assert found.mistake is not None
    return found.mistake["kind"]


@pytest.mark.parametrize(
    "text",
    [
        r"W \in \mathbb{R}^{3 \times 4}",
        r"x \in \mathbb{R}^{4}",
        r"x \in \mathbb{R}^{4 \times 1}",
        r"\dim W = 3 \times 4",
        r"\operatorname{shape}(W) = (3, 4)",
        r"\text{Dimension of } W = (3,4)",
    ],
)
def test_a_shape_as_it_was_declared_is_proved(text: str) -> None:
    assert finding(text).outcome == "proved"
    assert kind(finding(text.replace("4", "5"))) == "shape"


def test_a_transposed_shape_is_told() -> None:
    assert kind(finding(r"W \in \mathbb{R}^{4 \times 3}")) == "transpose"
    assert kind(finding(r"W \in \mathbb{R}^{m \times h}", NAMES)) == "transpose"


def test_numbers_may_stand_for_sizes_with_names() -> None:
    found = finding(r"W \in \mathbb{R}^{3 \times 4}", NAMES)
    assert (found.outcome, found.verdict) == ("declaration", None)
    assert kind(finding(r"W \in \mathbb{R}^{3 \times 4}, \quad x \in \mathbb{R}^{5}", NAMES)) == "shape"
    assert kind(finding(r"W \in \mathbb{R}^{3 \times 1}", NAMES)) == "shape"


def test_a_new_name_is_declared() -> None:
    assert finding(r"V \in \mathbb{R}^{3 \times 4}").outcome == "declaration"


def test_a_shape_said_again_changes_no_equation() -> None:
    text = r"W \in \mathbb{R}^{4 \times 3}, \quad \frac{\partial L}{\partial W} = 2 z x^T"
    assert [link.outcome for link in finding(text).links] == ["refuted", "proved"]


@pytest.mark.parametrize(
    ("text", "outcome"),
    [
        (r"(3 \times 4)(4 \times 1) = (3 \times 1)", "proved"),
        (r"(3, 4)(4, 1) = (3, 1)", "proved"),
        (r"(h \times m)(m \times n)(n \times 1) = (h \times 1)", "proved"),
        (r"(3 \times 4) \cdot (4 \times 1) \rightarrow (3 \times 1)", "proved"),
        (r"(3 \times 4)(3 \times 1) = (4 \times 1)", "shape"),
        (r"(3 \times 4)(4 \times 2) = (2 \times 3)", "transpose"),
        (r"(3 \times 4)(4 \times 2) = (3 \times 4)", "shape"),
    ],
)
def test_products_of_shapes(text: str, outcome: str) -> None:
    found = finding(text)
    assert (found.outcome if found.outcome == "proved" else kind(found)) == outcome


def test_arithmetic_in_brackets_stays_arithmetic() -> None:
    assert finding(r"(2 \times 3)(1 \times 4) = (6 \times 4)", OPEN).outcome == "proved"
    assert finding(r"(3 \times 4) + (4 \times 1) = 16", OPEN).outcome == "proved"
    assert finding(r"(3 \times 4)(4 \times 1) = 47", OPEN).outcome == "refuted"


@pytest.mark.parametrize(
    "text",
    [
        r"shape(dW) = shape(W)",
        r"\mathrm{shape}(dW) = \mathrm{shape}(W)",
        r"\dim(\frac{\partial L}{\partial x}) = \dim(x)",
    ],
)
def test_a_gradient_has_the_shape_of_its_variable(text: str) -> None:
    assert finding(text).outcome == "proved"
    assert kind(finding(text.replace("(W)", "(W^T)").replace("(x)", "(x^T)"))) == "transpose"


MODEL = model_from(
    r"""# Three inputs, four neurons

A network of two layers.

<!-- derive: data x, y; parameter W, b, v, c -->

## Model

$$W \in \mathbb{R}^{4 \times 3}, \quad b \in \mathbb{R}^4, \quad x \in \mathbb{R}^3, \quad v \in \mathbb{R}^4$$

$$h = \sigma(W x + b)$$

$$z = v^T h + c$$

## Loss

$$L = (z - y)^2$$
"""
)


def counted(text: str) -> Finding:
    variant = MODEL.main
    grounds = Grounds.of(variant.scope)
    grounds = Grounds(type(grounds.bench)(variant.system), variant.scope)
    reading, grounds = read_on(text, grounds)
    assert reading.error is None
    return judged(reading, text, grounds)


def test_parameters_are_counted() -> None:
    assert counted(r"\text{number of parameters} = 21").outcome == "proved"
    assert counted(r"\text{number of parameters} = 4 \cdot 3 + 4 + 4 + 1 = 21").outcome == "proved"
    assert counted(r"\text{number of parameters} = 20").outcome == "refuted"
    assert counted(r"\text{number of parameters} = 4 \cdot 3 + 4 + 4 = 20").outcome == "refuted"
    assert counted(r"\text{number of students in class} = 20").outcome == "notation"


def test_a_number_is_a_matrix_of_one_entry_by_convention_alone() -> None:
    known = scope("shape w: 1,2; shape x: 2; shape b: 1", "z = w x + b")
    found = finding(r"w x + b = \left[ w_1 x_1 + w_2 x_2 + b_1 \right]", known)
    assert (found.outcome, found.conventions) == ("convention", ("1x1-scalar",))
    assert finding(r"w x + b = \left[ w_1 x_1 - w_2 x_2 + b_1 \right]", known).outcome == "refuted"
