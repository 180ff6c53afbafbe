"""Hessians: found along a direction, and the same as the published matrix; a wrong matrix is never called one."""

from __future__ import annotations

from dataclasses import replace

import pytest

from derive import building as b
from derive.claims import check
from derive.curvature import Curvature, curvatures
from derive.deriving import derive_gradients
from derive.ir import Const, Expr
from derive.kernel import ReplayError, replay
from derive.modelling import library
from reports import formats
from reports.parts import Options
from reports.reporting import report
from reports.showing import shown

MODELS = ("newton-logistic-regression", "ridge-regression")


def found(name: str, change: Expr | None = None) -> tuple[Curvature, ...]:
    """The Hessians of a model, or of one whose published matrix is multiplied by something."""
    variant = library(name).main
    claims = [claim.sides for claim in variant.claims]
    if change is not None:
        claims = [(sides[0], b.mul(change, sides[1])) for sides in claims if b.is_apply(sides[0], "hessian")]
    return curvatures(variant.system, derive_gradients(variant.system), claims)


@pytest.mark.parametrize("name", MODELS)
def test_both_chains_replay_and_meet(name: str) -> None:
    [curvature] = found(name)
    replayed = replay(curvature.derivation, curvature.system.equations)
    assert replayed.equalities == len(curvature.derivation.steps) > 20
    assert curvature.acting.start is b.matmul(curvature.matrix, curvature.direction)
    assert curvature.acting.result is curvature.carried.result
    assert {v.name for v in (curvature.direction, curvature.gradient, curvature.system.loss)} == {"p", "g", "q"}


@pytest.mark.parametrize("name", MODELS)
def test_a_wrong_matrix_is_no_hessian(name: str) -> None:
    assert found(name, Const(2)) == ()
    assert len(found(name, Const(1))) == 1


def test_a_step_that_was_changed_does_not_replay() -> None:
    [curvature] = found("ridge-regression")
    [first, *others] = curvature.acting.lines
    broken = replace(first, steps=(replace(first.steps[0], after=curvature.acting.result), *first.steps[1:]))
    acting = replace(curvature.acting, lines=(broken, *others))
    with pytest.raises(ReplayError, match="does not give what the step claims"):
        replay(replace(curvature, acting=acting).derivation, curvature.system.equations)


def test_the_hessian_and_the_step_are_shown() -> None:
    lines = [line.strip() for line in shown(library("newton-logistic-regression"), "outer-inner", False)]
    assert "∂²J/(∂w ∂wᵀ) = (1/n) X diag(a ⊙ (1 − a)) Xᵀ" in lines
    assert "w ← w − (∂²J/(∂w ∂wᵀ))⁻¹ (∂J/∂w)" in lines


def test_a_report_has_the_hessian_and_says_what_is_assumed() -> None:
    made = formats.render(report(library("newton-logistic-regression"), Options()).document, "text")
    lines = [" ".join(line.split()) for line in (made if isinstance(made, str) else made.decode()).splitlines()]
    assert "Second derivatives" in lines
    assert "∂²J/(∂w ∂wᵀ) = (1/n) X diag(a ⊙ (1 − a)) Xᵀ proved for all sizes" in lines
    assert any(line.endswith("assuming X diag(a ⊙ (1 − a)) Xᵀ has an inverse") for line in lines)


MATRIX = r"X \operatorname{diag}(a \odot (1 - a)) X^{\top}"
STEPS = {
    rf"w \leftarrow w - ({MATRIX})^{{-1}} X (a - y)": "proved",
    r"w \leftarrow w - (\nabla_w^2 J)^{-1} \nabla_w J": "proved",
    rf"w \leftarrow w - ({MATRIX})^{{-1}} X (y - a)": "refuted",
    rf"w \leftarrow w - n ({MATRIX})^{{-1}} X (a - y)": "refuted",
}


@pytest.mark.parametrize("rule", STEPS)
def test_a_step_of_newtons_method_is_judged_as_one(rule: str) -> None:
    finding = check(rule, library("newton-logistic-regression"))
    assert finding.outcome == STEPS[rule]
    assert ("Newton" in finding.message) is (finding.outcome == "proved")
    assert any("has an inverse" in assumed for assumed in finding.assumptions) is (finding.outcome == "proved")
