"""Models: the library's are derived, replayed, cross-checked and proved; a user's own are read, or refused by line."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache

import numpy as np
import pytest

from derive import models
from derive.building import total_derivative, unwrapped
from derive.claims import check
from derive.crosschecking import BY_HAND, cross_check
from derive.declared import COLUMNS, ONE_HOT, as_declared
from derive.deriving import derive_gradients
from derive.ir import Expr, Var, at
from derive.kernel import ReplayError, replay
from derive.lowering import Floats, Setting, evaluate
from derive.modelling import MalformedModel, Model, UnknownModel, Variant, library, losses, model_from
from derive.steps import Derivation
from derive.striking import struck_places
from derive.systems import System
from derive.verdicts import Proved
from numeric.networks import hand_written

VARIANTS = [(name, label) for name in models.names() for label in library(name).variants]
CLAIMS = [
    (name, label, claim.formula.latex) for name, label in VARIANTS for claim in library(name).variants[label].claims
]
SIZES = [(1, 1, 1), (1, 3, 2), (3, 2, 1)]
LARGE = {"attention", "convolution-2d", "gru-cell", "lstm-cell", "max-pooling", "multi-head-attention"}
"""Models that are taken along all roads at small sizes only."""
SMALL = [(1, 2, 1), (2, 1, 1)]


def _sizes(name: str) -> list[tuple[int, int, int]]:
    return SMALL if name in LARGE else SIZES


SIZED = [
    (*v, s) for v in VARIANTS for s in _sizes(v[0]) if library(v[0]).variants[v[1]].system.size_names or s == SIZES[0]
]

ASSUMED = {
    "relu-unit": {"z ≠ 0"},
    "newton-logistic-regression": {r"X \operatorname{diag}(a \odot (1 - a)) X^{\top} has an inverse"},
    "multi-class-hinge": {"t ≠ 0", "T ≠ 0"},
    "lasso": {"w ≠ 0"},
    "softmax-regression": {"each column of Y is one-hot"},
    "gaussian-likelihood": {
        *(rf"{matrix} has an inverse" for matrix in (r"\Sigma", r"\Sigma^{\top}", r"\Lambda", r"\Lambda^{\top}")),
        *(r"\det \Sigma ≠ 0", r"\det \Lambda ≠ 0"),
    },
    "euclidean-distance": {"L ≠ 0"},
    "cross-entropy": {r"\hat{y} ≠ 0"},
    "log-loss": {r"\hat{y} ≠ 0", r"1 - \hat{y} ≠ 0", r"\hat{y} > 0", r"1 - \hat{y} > 0"},
}
"""What the claims of a model may rest on beside its equations."""
TOO_LARGE = {"gaussian-likelihood"}
"""Models that overflow at a size of a thousand: the determinant of a matrix of as many rows."""
THOUSANDS = [v for v in VARIANTS if library(v[0]).variants[v[1]].system.size_names and v[0] not in TOO_LARGE]
KINKED = {"relu-unit", "multi-class-hinge"}
"""Models whose loss has kinks, near which differences are less exact."""


@cache
def derived(name: str, label: str) -> tuple[System, Derivation, dict[Var, Expr]]:
    system = library(name).variants[label].system
    derivation = derive_gradients(system)
    results, system = derivation.closed, replace(system, facts=derivation.declared)
    return system, derivation, {v: results[total_derivative(system.loss, v)] for v in system.parameters}


# --- the library


@pytest.mark.parametrize("name", models.names())
def test_a_model_says_what_it_is_and_where_it_comes_from(name: str) -> None:
    model = library(name)
    assert model.title[0].isupper()
    assert model.summary.endswith(".")
    assert model.summary == models.summary(name)
    assert model.sources
    assert model.source == f"{name}.md"
    for variant in model.variants.values():
        assert variant.system.loss in variant.system.equations
        assert variant.system.parameters
        assert variant.equations
        assert variant.claims


def test_the_models_of_the_library() -> None:
    assert set(models.names()) >= {"logistic-regression", "linear-perceptron", "perceptron-classifier"}
    assert list(library("logistic-regression").variants) == ["", "n examples"]


@pytest.mark.parametrize(("name", "label", "claim"), CLAIMS)
def test_every_published_claim_is_proved_for_all_sizes(name: str, label: str, claim: str) -> None:
    finding = check(claim, library(name), label)
    assert (finding.outcome, finding.sizes) == ("proved", "all"), finding
    assert isinstance(finding.verdict, Proved)
    assert set(finding.assumptions) <= ASSUMED.get(name, set())


@pytest.mark.parametrize(("name", "label"), VARIANTS)
def test_every_derivation_replays(name: str, label: str) -> None:
    system, derivation, gradients = derived(name, label)
    replayed = replay(derivation, system.equations)
    assert replayed.equalities == len(derivation.steps) > 5
    assert replayed.widest < 1e-20
    assert set(gradients) == set(system.parameters)


@pytest.mark.parametrize(("name", "label"), VARIANTS)
def test_a_derivation_on_other_equations_than_the_models_does_not_replay(name: str, label: str) -> None:
    system, derivation, _ = derived(name, label)
    others = {v: e for v, e in system.equations.items() if v is not system.loss}
    with pytest.raises(ReplayError, match=r"rests on an equation for .* that is not the model's"):
        replay(derivation, others)


@pytest.mark.parametrize(("name", "label", "sizes"), SIZED)
def test_every_gradient_is_the_one_of_the_other_roads(
    name: str, label: str, sizes: tuple[int, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    system, _, gradients = derived(name, label)
    monkeypatch.setattr("derive.crosschecking.SIZES", sizes)
    monkeypatch.setattr("derive.crosschecking.SYMPY_WORK", 5_000)
    known = f"{name}/{label}" if label else name
    checked = cross_check(system, gradients, known, seed=sum(sizes), points=1 if name in LARGE else 2)
    assert checked.sizes == {size: sizes[k % 3] for k, size in enumerate(system.size_names)}
    missing = [] if hand_written(known) else [BY_HAND]
    assert [road.name for road in checked.roads if not road.errors] == missing
    assert len(checked.roads) == 4
    assert checked.worst < (1e-3 if name in KINKED else 1e-7 if name in LARGE else 1e-9)


@pytest.mark.parametrize(("name", "label"), THOUSANDS)
def test_every_gradient_is_right_at_a_size_of_a_thousand(name: str, label: str) -> None:
    """Along one direction, the loss alone changes as the gradient says; a wrong factor shows."""
    system, _, gradients = derived(name, label)
    sizes = {size: (1000, 3, 2)[min(k, 2)] for k, size in enumerate(system.size_names)}
    rng = np.random.default_rng(1)
    values = {v: rng.uniform(0.1, 0.9, v.shape.numbers(sizes)) for v in (*system.parameters, *system.data)}
    for v in system.parameters:
        values[v] *= 0.002  # so that no sigmoid of a thousand terms is 1 in floating point
    of_columns = library(name).variants[label].scope.examples == "columns"
    facts = {v: {*known, COLUMNS} if of_columns and ONE_HOT in known else known for v, known in system.facts.items()}
    values = {v: np.asarray(as_declared(x, frozenset(facts.get(v, ()))), float) for v, x in values.items()}
    step = {v: rng.uniform(-1, 1, values[v].shape) * 1e-7 for v in system.parameters}

    def loss(sign: int) -> float:
        moved = {v: value + sign * step[v] if v in step else value for v, value in values.items()}
        return float(evaluate(system.loss, Setting(moved, sizes, system.equations), Floats()))

    slopes = {v: evaluate(g, Setting(values, sizes, system.equations), Floats()) for v, g in gradients.items()}
    along = sum(float(np.sum(slopes[v] * step[v])) for v in step)
    assert (loss(1) - loss(-1)) / 2 == pytest.approx(along, rel=1e-5, abs=0)
    assert (loss(1) - loss(-1)) / 2 != pytest.approx(1.001 * along, rel=1e-5, abs=0)


def test_what_cancels_is_struck_below_one_number_for_all_entries_too() -> None:
    """(1/det Σ)(det Σ) Σ⁻¹: the fraction is a number, and stands in every entry."""
    derivation = derived("gaussian-likelihood", "")[1]
    steps = [step for step in derivation.steps if step.rule == "equal factors cancel across"]
    struck = [at(steps[0].before, place) for place in struck_places(steps[0])]
    assert [str(unwrapped(part)) for part in struck] == ["det(Sigma)", "det(Sigma)"]


def test_derivations_have_the_published_form() -> None:
    system, _, gradients = derived("logistic-regression", "n examples")
    published = {v: system.published[total_derivative(system.loss, v)] for v in system.parameters}
    assert gradients == published


def test_losses_are_read_without_what_is_published() -> None:
    for name in models.names():
        systems = [variant.system for variant in library(name).variants.values()]
        assert list(losses(name)) == [system.equations[system.loss] for system in systems]


def test_an_unknown_model_names_the_nearest() -> None:
    with pytest.raises(UnknownModel, match="did you mean logistic-regression"):
        library("logistc-regresion")
    with pytest.raises(UnknownModel, match="did you mean w"):
        library("logistic-regression").gradient("ww")


@pytest.mark.parametrize(
    ("model", "claim", "outcome"),
    [
        ("logistic-regression", "dw_1 = (a - y) x_1", "proved"),
        ("logistic-regression", "dw_1 = (y - a) x_1", "refuted"),
        ("logistic-regression", "dw_2 = (a - y) x_1", "refuted"),
        ("multi-class-hinge", "dW_{12} = ds_1 x_2", "proved"),
        ("multi-class-hinge", "dW_{1,2} = ds_2 x_1", "refuted"),
        ("linear-perceptron", r"dw_1 = \frac{\partial L}{\partial w_1}", "proved"),
    ],
)
def test_dw_with_a_number_is_an_entry_of_the_gradient(model: str, claim: str, outcome: str) -> None:
    """Where w is a vector, and no w_1 or dw_1 is a name of its own."""
    assert check(claim, library(model)).outcome == outcome


def test_a_document_under_the_name_of_no_library_model_can_be_checked() -> None:
    model = model_from(plain("h = w x", "L = h^2"), "my-own")
    assert check("dw = 2 h x", model).outcome == "proved"
    assert check("dw = h x", model).outcome == "refuted"


# --- documents of a user's own


def plain(*equations: str, declare: str = "data x, y; parameter w, b", more: str = "") -> str:
    *forward, loss = (f"$${equation}$$\n\n" for equation in equations)
    return f"# A model\n\nWords.\n\n<!-- derive: {declare} -->\n\n## Model\n\n{''.join(forward)}## Loss\n\n{loss}{more}"


OWN = {
    "a line": (plain(r"\hat{y} = w x + b", r"L = \frac{1}{2} (y - \hat{y})^2"), "w", r"-(y - \hat{y}) x"),
    "a penalty": (plain("h = w x", "L = (y - h)^2 + 3 w^2"), "w", "2 (h - y) x + 6 w"),
    "an exponential": (plain("h = e^{w x}", "L = h^2"), "w", "2 h^2 x"),
    "a logarithm": (plain(r"h = \log(w x)", "L = h^2"), "w", r"\frac{2 h}{w}"),
    "a quotient": (plain(r"h = \frac{x}{w}", "L = h"), "w", r"-\frac{x}{w^2}"),
    "two sigmoids": (plain(r"u = \sigma(w x)", r"h = \sigma(u + b)", "L = h"), "w", "h (1 - h) u (1 - u) x"),
    "two paths": (plain("u = w x", "v = u^2", "L = u v"), "w", "3 u^2 x"),
    "a high power": (plain("h = w^{7} x", "L = h"), "w", "7 w^6 x"),
    "names with hats and subscripts": (
        plain(r"\hat{y}_1 = \theta_1 x_1 + \hat{b}", r"L = (y - \hat{y}_1)^2",
              declare=r"data x_1, y; parameter \theta_1, \hat{b}"),
        "theta_1", r"-2 (y - \hat{y}_1) x_1",
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", OWN)
def test_a_model_of_ones_own_is_derived_replayed_and_cross_checked(case: str) -> None:
    text, name, expected = OWN[case]
    model = model_from(text)
    v = model.main.variable(name)
    gradient = model.gradient(name)
    assert gradient.replay().equalities == len(gradient)
    checked = cross_check(model.system, {v: gradient.result}, points=2)
    assert checked.worst < 1e-9
    assert checked.roads[0].errors == {}
    assert "nobody has written one" in checked.roads[0].note
    latex = r"\theta_1" if name == "theta_1" else name
    loss = rf"\frac{{\partial L}}{{\partial {latex}}}"
    assert check(f"{loss} = {expected}", model).outcome == "proved"
    assert check(f"{loss} = 1.5 ({expected})", model).outcome == "refuted"


def test_names_with_hats_and_subscripts_have_plain_names() -> None:
    model = model_from(OWN["names with hats and subscripts"][0])
    assert model.parameters == ("theta_1", "b_hat")
    value = model.gradient("b_hat").numpy()(theta_1=2.0, x_1=3.0, b_hat=1.0, y=5.0)
    assert float(value) == pytest.approx(4.0)


def test_vectors_of_ones_own() -> None:
    declare = "data x, y; parameter v; shape v: k; shape x: k"
    model = model_from(plain(r"s = v^{\top} x", "L = (s - y)^2", declare=declare))
    assert check("dv = 2 (s - y) x", model).outcome == "proved"
    assert check("dv = 2 (s - y) v", model).outcome == "refuted"
    found = model.gradient("v").numpy()(v=np.array([1.0, 2.0]), x=np.array([3.0, -1.0]), y=0.5)
    assert np.allclose(found, [3.0, -1.0])


def test_a_published_form_that_goes_on_from_other_derivatives_is_kept() -> None:
    declare = "data x, y; parameter v; shape v: k; shape x: k"
    claims = "## Claims\n\n" + r"$$\frac{\partial L}{\partial v} = \frac{\partial L}{\partial s} x$$"
    model = model_from(plain(r"s = v^{\top} x", "L = (s - y)^2", declare=declare, more=claims))
    gradient = model.gradient("v")
    assert gradient.latex() == r"\frac{\partial L}{\partial v} = \frac{\partial L}{\partial s} \cdot x"
    assert gradient.replay().equalities > 10
    found = gradient.numpy()(v=np.array([1.0, 2.0]), x=np.array([3.0, -1.0]), y=0.5)
    assert np.allclose(found, [3.0, -1.0])


def test_a_parameter_that_the_loss_does_not_depend_on() -> None:
    model = model_from(plain("z = w x", "u = v x", "L = z^2", declare="data x; parameter w, v"))
    assert model.parameters == ("w", "v")
    assert [str(note) for note in model.main.notes] == ["L does not depend on v: the gradient is zero"]
    assert model.gradient("v").replay().equalities > 0
    assert check("dv = 0", model).outcome == "proved"
    assert check("dv = x", model).outcome == "refuted"


def test_several_equations_in_one_display_are_all_taken() -> None:
    model = model_from(plain(r"z = w x \quad a = \sigma(z)", "L = a^2"))
    assert [v.name for v in model.system.equations] == ["z", "a", "L"]
    assert check("dw = 2 a a (1 - a) x", model).outcome == "proved"


def test_words_between_equations_are_words() -> None:
    text = plain("h = w x", "L = h^2", more="Here $w$ is the weight.\n\n## Sources\n\n- A book.\n")
    model = model_from(text)
    assert model.sources == ("A book.",)
    assert model.summary == "Words."


def test_what_is_not_declared_as_data_is_a_parameter() -> None:
    assert model_from(plain("h = w x", "L = (y - h)^2", declare="data x, y")).parameters == ("w",)
    assert set(model_from(plain("h = w x", "L = (y - h)^2", declare="log natural")).parameters) == {"w", "x", "y"}


# --- documents that make no model

MALFORMED = {
    "nothing": ("", 1, "there are no equations"),
    "words only": ("# T\n\nWords.\n", 1, "there are no equations"),
    "a section without equations": ("# T\n\n## Model\n", 1, r"no equations; write them between \$\$ and \$\$"),
    "a variant only": ("# T\n## Model for n examples\n$$L = w^2$$\n", 1, "no plain section 'Model'"),
    "an unknown section": ("# T\n## Model\n## Theory\n$$L = w^2$$\n", 3, "no section is called 'Theory'; there are"),
    "two titles": ("# T\n# U\n## Model\n$$L = w^2$$\n", 2, "a second title, 'U'"),
    "a section as a title": ("# T\n# Model\n## Model\n$$L = w^2$$\n", 2, "a section has two hashes"),
    "no loss": ("# T\n## Model\n$$z = w x$$\n", 3, "there is no loss"),
    "a loss that is no number": (
        "# T\n## Model\n$$w \\in \\mathbb{R}^{m}$$\n## Loss\n$$L = w$$\n", 5, "there is no loss.*a number",
    ),
    "a constant loss": ("# T\n## Model\n$$z = w x$$\n## Loss\n$$L = 3$$\n", 5, "depends on no parameter"),
    "two losses": ("# T\n## Model\n$$L = w^2$$\n$$J = 3 w$$\n", 4, "J is a second loss, beside L on line 3"),
    "a circle of one": ("# T\n## Model\n$$z = 2 z w$$\n$$L = z$$\n", 3, "goes in a circle|gives no name"),
    "an update": ("# T\n## Model\n$$w = w - \\alpha x$$\n$$L = w$$\n", 3, "gives no name an equation"),
    "a circle of two": (
        "# T\n## Model\n$$z = a w$$\n$$a = z w$$\n$$L = a$$\n", 3, "circle: z .line 3. uses a, and a .line 4. uses z",
    ),
    "defined twice": ("# T\n## Model\n$$h = w$$\n$$h = 2 w$$\n$$L = h$$\n", 4, "h has an equation already, on line 3"),
    "no equation": ("# T\n## Model\n$$w + 1$$\n$$L = w$$\n", 3, "gives no name an equation"),
    "single dollars": ("# T\n## Model\n$L = w^2$\n", 3, "stands between \\$\\$ and \\$\\$"),
    "an unknown declaration": ("# T\n<!-- derive: dat x -->\n## Model\n$$L = w x$$\n", 2, "(?s)'dat'.*expected: data"),
    "a bracket that is open": ("# T\n## Model\n$$L = (w + 1$$\n", 3, "is never closed"),
    "half an equation": ("# T\n## Model\n$$h = w +$$\n$$L = h$$\n", 3, ""),
    "shapes that do not fit": (
        "# T\n## Model\n$$w \\in \\mathbb{R}^{m}, x \\in \\mathbb{R}^{n}$$\n$$L = w^T x$$\n", 4,
        "(?s)shapes do not fit.*\\^",
    ),
    "a claim about nothing": ("# T\n## Model\n$$L = w x$$\n## Claims\n$$dw = q x$$\n", 5, "nothing is known about q"),
    "a claim that breaks off": ("# T\n## Model\n$$L = w x$$\n## Claims\n$$dw = (x$$\n", 5, "is never closed"),
    "a function of the future": ("# T\n## Model\n$$L = \\arccosh(w)$$\n", 3, "arccosh"),
}  # fmt: skip


@pytest.mark.parametrize("case", MALFORMED)
def test_a_malformed_document_is_refused_with_its_line(case: str) -> None:
    text, line, message = MALFORMED[case]
    with pytest.raises(MalformedModel) as caught:
        model_from(text)
    said = str(caught.value)
    assert said.startswith(f"line {line}: "), said
    assert re.search(message, said), said


def test_the_malformed_documents_are_close_to_a_good_one() -> None:
    model = model_from("# T\n## Model\n$$z = w x$$\n## Loss\n$$L = z^2$$\n## Claims\n$$dw = 2 z x$$\n")
    assert isinstance(model, Model)
    assert isinstance(model.main, Variant)
    assert check(model.main.claims[0].formula.latex, model).outcome == "proved"
