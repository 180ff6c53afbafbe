"""Claims about a large model in the part that they are about: what is proved there, and what is not believed."""

from __future__ import annotations

import json

import pytest

from derive import building as b
from derive.algebra.localizing import FEWEST_EQUATIONS, Graph, localized, plain
from derive.bench import Bench
from derive.certificates import Rejected, replayed, written
from derive.checking import decide
from derive.ir import Const, Expr, Var
from derive.shapes import Shape
from derive.systems import System
from derive.verdicts import Proved, Refuted

H = Shape.of("h")
LOSS, X, Y = Var("L"), Var("x", H), Var("y", H)
LAYERS = FEWEST_EQUATIONS


def w(layer: int) -> Var:
    return Var(f"W{layer}", Shape.of("h", "h"))


def z(layer: int) -> Var:
    return Var(f"z{layer}", H)


def a(layer: int) -> Var:
    return Var(f"a{layer}", H) if layer else X


def network(shortcut: bool = False) -> System:
    """Sigmoid layers of one width; with a shortcut around the fourth layer."""
    equations: dict[Var, Expr] = {}
    for layer in range(1, LAYERS + 1):
        inside = b.matmul(w(layer), a(layer - 1))
        equations[z(layer)] = b.add(inside, a(2)) if shortcut and layer == 5 else inside
        equations[a(layer)] = b.call("sigmoid", z(layer))
    equations[LOSS] = b.mul(b.number("1/2"), b.total(b.power(b.sub(a(LAYERS), Y), Const(2))))
    return System(equations, LOSS, tuple(w(k) for k in range(1, LAYERS + 1)), (X, Y))


def delta(layer: int) -> Expr:
    return b.total_derivative(LOSS, z(layer))


def step_back(layer: int) -> Expr:
    """∂L/∂z of a layer by that of the next."""
    return b.mul(b.matmul(b.transpose(w(layer + 1)), delta(layer + 1)), a(layer), b.sub(b.ONE, a(layer)))


SYSTEM = network()
BENCH = Bench(SYSTEM)


def test_a_claim_between_two_layers_needs_the_equations_between_them() -> None:
    local = localized(delta(3), step_back(3), Graph(SYSTEM.equations))
    assert local is not None
    assert [v.name for v in local.equations][:2] == ["a3", "z4"]
    assert len(local.equations) == 3


def test_layers_that_are_alike_become_one_claim() -> None:
    keys = set()
    for layer in range(2, LAYERS):
        local = localized(delta(layer), step_back(layer), Graph(SYSTEM.equations))
        assert local is not None
        keys.add(plain(local, {}).key)
    assert len(keys) == 1


@pytest.mark.parametrize("layer", [1, 7, LAYERS - 1])
def test_it_is_proved_and_replayed(layer: int) -> None:
    verdict = decide(delta(layer), step_back(layer), BENCH)
    assert isinstance(verdict, Proved)
    assert all(proof.is_local for proof in verdict.proofs)
    assert replayed(written(verdict.proofs))[0].left is delta(layer)


def test_a_wrong_sign_is_refuted_in_the_whole_model() -> None:
    verdict = decide(delta(3), b.neg(step_back(3)), BENCH)
    assert isinstance(verdict, Refuted)
    assert verdict.mistake is not None
    assert verdict.mistake.kind == "sign"
    assert verdict.correct is not None
    assert "surrogate" not in str(verdict.correct)
    assert "upstream" not in str(verdict.correct)


def test_what_is_true_of_this_loss_alone_is_not_refuted() -> None:
    """In the part, ∂L/∂z of the last layer is any number; in the model it is what it is, and then the claim holds."""
    last = b.mul(b.sub(a(LAYERS), Y), a(LAYERS), b.sub(b.ONE, a(LAYERS)))
    half = b.mul(b.number("1/2"), b.add(delta(LAYERS), last))
    layer = LAYERS - 1
    claim = b.mul(b.matmul(b.transpose(w(LAYERS)), half), a(layer), b.sub(b.ONE, a(layer)))
    assert not isinstance(decide(delta(layer), claim, BENCH), Refuted)


def test_a_shortcut_is_another_way_to_the_loss() -> None:
    system = network(shortcut=True)
    graph = Graph(system.equations)
    assert localized(delta(2), step_back(2), graph) is None or not isinstance(
        decide(delta(2), step_back(2), Bench(system)), Proved
    )
    both = b.mul(b.add(b.matmul(b.transpose(w(3)), delta(3)), delta(5)), a(2), b.sub(b.ONE, a(2)))
    assert not isinstance(decide(delta(2), both, Bench(system)), Refuted)
    assert isinstance(decide(delta(2), step_back(2), Bench(system)), Refuted)


def test_a_certificate_about_a_part_is_not_one_about_another_model() -> None:
    verdict = decide(delta(4), step_back(4), BENCH)
    assert isinstance(verdict, Proved)
    data = json.loads(written(verdict.proofs))
    (proof,) = data["proofs"]
    for row in proof["expressions"]["rows"]:
        _replace_operator(row, "sigmoid", "tanh")
    with pytest.raises(Rejected):
        replayed(json.dumps(data))


def _replace_operator(row: list[object], old: str, new: str) -> None:
    if row[0] == "apply" and row[1] == old:
        row[1] = new
