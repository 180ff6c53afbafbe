"""Verdicts: what is right is proved for all sizes, what is wrong is refuted at a point, and nothing else is said."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from fractions import Fraction
from typing import Any

import numpy as np
import pytest
from points_for_tests import NoPoint, differ, positive
from systems_for_tests import ALL, batch, linear, logistic, two_paths
from wrong_claims import mutants

from derive import bench as benches
from derive import building as b
from derive.algebra import resolving
from derive.balls import Balls, ball
from derive.bench import Bench
from derive.building import total_derivative
from derive.checking import decide
from derive.claims import check_all, check_each
from derive.deriving import derive_gradients
from derive.ir import Const, Expr, Var
from derive.lowering import Setting, evaluate
from derive.proposing import DerivingError
from derive.provers.proving import METHODS
from derive.shapes import Shape
from derive.standpoints import standpoints_of
from derive.systems import System
from derive.verdicts import Proved, Refuted, Undecided, Verdict
from numeric.enclosure import precision

A, B, Y, Z, S = (Var(name) for name in ("a", "b", "y", "z", "s"))
ROW = Shape.of("n", row=True)


def gradients_of(system: System) -> dict[Var, Expr]:
    results = {chain.start: chain.result for chain in derive_gradients(system).chains}
    return {v: results[total_derivative(system.loss, v)] for v in system.parameters}


def _right_claims() -> dict[str, tuple[System, Expr, Expr]]:
    """Gradients as lecturers write them: by hand, and not as this package derives them."""
    one, half = b.ONE, b.number("1/2")
    scalar, vector, many = linear(), logistic(), batch()
    (w1, _, bias), (x1, _, y) = scalar.parameters, scalar.data
    y_hat = next(iter(scalar.equations))
    w, x = vector.parameters[0], vector.data[0]
    batch_w, batch_b, capital = *many.parameters, many.data[0]
    error = b.sub(Var("A", ROW), Var("Y", ROW))
    mean = b.div(one, b.extent("n"))
    (u, loss), (_,) = two_paths().equations, two_paths().parameters
    return {
        "scalar": (scalar, total_derivative(scalar.loss, w1), b.mul(b.sub(y_hat, y), x1)),
        "scalar, another form": (
            scalar,
            total_derivative(scalar.loss, bias),
            b.mul(half, b.sub(b.mul(Const(2), y_hat), b.mul(Const(2), y))),
        ),
        "vector": (vector, total_derivative(vector.loss, w), b.mul(b.sub(A, Y), x)),
        "local, as a fraction": (
            vector,
            total_derivative(vector.loss, A),
            b.sub(b.div(b.sub(one, Y), b.sub(one, A)), b.div(Y, A)),
        ),
        "a node in a node": (vector, total_derivative(A, Z), b.mul(A, b.sub(one, A))),
        "written out": (
            vector,
            total_derivative(A, Z),
            b.div(b.call("exp", b.neg(Z)), b.power(b.add(one, b.call("exp", b.neg(Z))), Const(2))),
        ),
        "batch": (many, total_derivative(many.loss, batch_w), b.mul(mean, b.matmul(capital, b.transpose(error)))),
        "batch, number": (many, total_derivative(many.loss, batch_b), b.mul(mean, b.total(error))),
        "two paths": (two_paths(), total_derivative(loss, u), b.add(b.mul(Const(2), u), Const(3))),
        "no dependence": (vector, total_derivative(vector.loss, Var("q", Shape.of("k"))), b.zeros(Shape.of("k"))),
        "itself": (vector, total_derivative(Z, Z), one),
        "no derivative": (vector, b.sub(one, b.call("sigmoid", S)), b.call("sigmoid", b.neg(S))),
        "sizes alone": (many, b.div(b.extent("n"), b.extent("n")), one),
    }


RIGHT = _right_claims()


@pytest.mark.parametrize("name", RIGHT)
def test_what_is_right_is_proved_for_all_sizes(name: str) -> None:
    system, left, right = RIGHT[name]
    for sides in ((left, right), (right, left)):
        verdict = decide(*sides, Bench(system))
        assert isinstance(verdict, Proved), verdict
        assert (verdict.sizes, verdict.layout, verdict.outcome) == ("all", "denominator", "proved")
        assert verdict.method.startswith("normal form")


@pytest.mark.parametrize("make", ALL.values(), ids=ALL)
def test_a_model_confirms_what_it_derives(make: Callable[[], System]) -> None:
    system = make()
    bench = Bench(system)
    for v, gradient in gradients_of(system).items():
        verdict = decide(total_derivative(system.loss, v), gradient, bench)
        assert isinstance(verdict, Proved)
        assert verdict.proofs
        assert bench.result(total_derivative(system.loss, v)) is bench.result(total_derivative(system.loss, v))


def test_what_is_assumed_is_listed() -> None:
    """The derivation cancels c, which nothing says is not 0; the claim divides by q."""
    w, c, q, loss = (Var(name) for name in ("w", "c", "q", "L"))
    system = System({loss: b.div(b.mul(c, w), b.mul(c, q))}, loss, (w,), (c, q))
    verdict = decide(total_derivative(loss, w), b.div(b.ONE, q), Bench(system))
    assert isinstance(verdict, Proved)
    assert {(a.condition, a.parts) for a in verdict.assumptions} == {("nonzero", (c,)), ("nonzero", (q,))}
    known = decide(*RIGHT["local, as a fraction"][1:], Bench(logistic()))
    assert isinstance(known, Proved)
    assert known.assumptions == ()


# --- refutations


def parsed(text: str) -> Any:
    """The exact value that a counterexample prints: a number, a vector or a matrix."""
    if text.startswith("["):
        return np.array([[Fraction(x) for x in line.split(", ")] for line in text[1:-1].split("; ")], dtype=object)
    if text.startswith("("):
        return np.array([Fraction(x) for x in text[1:-1].split(", ")], dtype=object)
    return Fraction(text)


def _as_balls(value: Any) -> Any:
    return np.vectorize(ball, otypes=[object])(value) if isinstance(value, np.ndarray) else ball(value)


def _by_differences(node: Expr, v: Var, entry: tuple[int, ...], setting: Setting) -> Any:
    """One entry of ∂node/∂v by a central difference at a step of 2⁻¹⁰⁰: no derivative rule and no power series."""
    values = []
    for sign in (1, -1):
        shift = ball(Fraction(sign, 2**100))
        if entry:
            moved = np.array(setting.values[v], dtype=object)
            moved[entry] = moved[entry] + shift
        else:
            moved = setting.values[v] + shift
        values.append(evaluate(node, Setting({**setting.values, v: moved}, setting.sizes, setting.given), Balls()))
    return (values[0] - values[1]) * 2**99


def printed(text: str) -> tuple[float, float]:
    """A printed value and how far the true one may be from it."""
    middle, _, width = text.partition(" ± ")
    return float(Fraction(middle)), float(width or 0)


def recomputed(system: System, left: Expr, right: Expr, verdict: Refuted) -> tuple[float, float]:
    """Both sides at the reported point, found in another way than the refuter's."""
    point, inputs = verdict.counterexample, {v.name: v for v in (*system.parameters, *system.data)}
    entry = tuple(index - 1 for index in point.entry)
    with precision(512):
        values = {inputs[name]: _as_balls(parsed(text)) for name, text in point.point.items()}
        setting = Setting(values, point.sizes, system.equations)
        node, v = left.args  # type: ignore[union-attr]
        assert isinstance(v, Var)
        a, c = _by_differences(node, v, entry, setting), evaluate(right, setting, Balls())
        return float(a), float(c[entry] if entry else c)


@pytest.mark.parametrize("make", ALL.values(), ids=ALL)
def test_every_mutant_is_refuted_at_a_point_that_shows_it(make: Callable[[], System]) -> None:
    system, bench = make(), Bench(make())
    refuted = 0
    for v, gradient in gradients_of(system).items():
        goal = total_derivative(system.loss, v)
        for mutant in list(dict.fromkeys(mutants(gradient, system)))[::3]:
            if mutant.shape != v.shape or not _is_wrong(mutant, gradient, system):
                continue
            verdict = decide(goal, mutant, bench)
            assert isinstance(verdict, Refuted), mutant
            refuted += 1
            left, right = recomputed(system, goal, mutant, verdict)
            for value, text in ((left, verdict.counterexample.left), (right, verdict.counterexample.right)):
                middle, width = printed(text)
                assert abs(value - middle) <= width + 1e-12 * abs(value)
            assert abs(left - right) > 1e-6 * abs(left)
    assert refuted > 3


def _is_wrong(claim: Expr, right: Expr, system: System) -> bool:
    try:
        return differ(claim, right, system.equations, supplies=(positive,))
    except NoPoint:
        return False


def test_a_refutation_needs_no_derivation(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*args: Any) -> Any:
        raise DerivingError("nothing may be derived here")

    monkeypatch.setattr(benches, "derive_gradient", refuse)
    monkeypatch.setattr(resolving, "pullback", refuse)
    system, left, right = RIGHT["batch"]
    verdict = decide(left, b.neg(right), Bench(system))
    assert isinstance(verdict, Refuted)
    assert verdict.correct is None
    assert verdict.mistake is not None, "it is found by values, and needs no derivation either"
    assert verdict.mistake.kind == "sign"
    assert verdict.counterexample.sizes == {"m": 2, "n": 3}
    undecided = decide(left, right, Bench(system))
    assert isinstance(undecided, Undecided)
    assert undecided.tried[0].ended == "nothing may be derived here"


def test_a_refutation_may_be_about_sizes_alone() -> None:
    verdict = decide(b.div(b.ONE, b.extent("n")), b.extent("n"), Bench(batch()))
    assert isinstance(verdict, Refuted)
    point = verdict.counterexample
    assert (point.sizes, point.point, point.left, point.right) == ({"n": 2}, {}, "1/2", "2")


def test_models_with_many_sizes_are_judged() -> None:
    vectors = [Var(f"v{index}", Shape.of(f"n{index}")) for index in range(7)]
    loss = Var("L")
    system = System({loss: b.add(*(b.total(b.mul(v, v)) for v in vectors))}, loss, tuple(vectors), ())
    right = b.mul(Const(2), vectors[6])
    assert isinstance(decide(total_derivative(loss, vectors[6]), right, Bench(system)), Proved)
    wrong = decide(total_derivative(loss, vectors[6]), b.mul(Const(3), vectors[6]), Bench(system))
    assert isinstance(wrong, Refuted)
    assert list(wrong.counterexample.sizes) == [f"n{index}" for index in range(7)]


def test_a_claim_nested_beyond_the_stack_gets_a_verdict() -> None:
    """Each level leaves the value near where it was, so that there are points."""

    def nested(inside: Expr, first: Callable[[Expr, Expr], Expr]) -> Expr:
        for _ in range(400):
            one = b.broadcast(b.ONE, inside.shape)
            inside = b.call("log", first(one, b.call("exp", b.neg(inside))))
        return b.total(inside)

    u, bench = Var("u", Shape.of("m")), Bench(logistic())
    verdict = decide(nested(u, b.add), nested(u, lambda one, e: b.add(e, one)), bench)
    assert isinstance(verdict, Proved | Undecided)
    assert isinstance(decide(nested(u, b.add), b.add(b.ONE, nested(u, b.add)), bench), Refuted)


# --- mistakes with names

MISTAKES: dict[str, tuple[str, str, Callable[[Expr], Expr]]] = {
    "sign": ("batch", "sign", b.neg),
    "sign of a term": ("vector", "sign", lambda e: b.mul(b.add(A, Y), logistic().data[0])),
    "factor 2": ("vector", "factor", lambda e: b.mul(Const(2), e)),
    "factor 2 where a size is 2": ("batch", "factor", lambda e: b.mul(Const(2), e)),
    "factor ½": ("scalar", "factor", lambda e: b.mul(b.number("1/2"), e)),
    "missing factor": ("vector", "missing-factor", lambda e: logistic().data[0]),
    "missing factor 1 − a": ("a node in a node", "missing-factor", lambda e: A),
    "sum for mean": ("batch", "sum-mean", lambda e: b.mul(b.extent("n"), e)),
    "sum for mean, of a number": ("batch, number", "sum-mean", lambda e: b.total(b.sub(Var("A", ROW), Var("Y", ROW)))),
    "mean twice": ("batch", "sum-mean", lambda e: b.mul(b.div(b.ONE, b.extent("n")), e)),
    "missing term": ("two paths", "missing-term", lambda e: b.mul(Const(2), next(iter(two_paths().equations)))),
    "transposed": ("vector", "transpose", b.transpose),
    "another shape": ("vector", "shape", b.total),
}


@pytest.mark.parametrize("name", MISTAKES)
def test_a_mistake_is_named_and_the_right_formula_given(name: str) -> None:
    claim, kind, change = MISTAKES[name]
    system, left, right = RIGHT[claim]
    verdict = decide(left, change(right), Bench(system))
    assert isinstance(verdict, Refuted)
    assert verdict.mistake is not None
    assert verdict.mistake.kind == kind
    assert verdict.mistake.message
    assert verdict.correct is not None
    assert not differ(verdict.correct, right, system.equations, supplies=(positive,))


def test_a_mistake_without_a_name_is_not_given_one() -> None:
    system, left, right = RIGHT["vector"]
    verdict = decide(left, b.call("sin", b.call("exp", right)), Bench(system))
    assert isinstance(verdict, Refuted)
    assert verdict.mistake is None
    assert verdict.correct is not None


@pytest.mark.parametrize("name", ["vector", "batch"])
def test_different_shapes_are_said_as_shapes(name: str) -> None:
    system, left, right = RIGHT[name]
    verdict = decide(left, b.transpose(right), Bench(system))
    assert isinstance(verdict, Refuted)
    assert (verdict.counterexample.left, verdict.counterexample.right) == ("(m, 1)", "(1, m)")
    assert verdict.mistake is not None
    assert re.search(r"\(m, 1\).*\(1, m\): transposed", verdict.mistake.message)


# --- neither


def test_what_is_beyond_the_prover_is_undecided_with_evidence() -> None:
    """sin 2x = 2 sin x cos x: the sine of a sum is not known to the prover."""
    x = Var("x")
    left, right = b.call("sin", b.mul(Const(2), x)), b.mul(Const(2), b.call("sin", x), b.call("cos", x))
    verdict = decide(left, right, Bench(System({}, Var("L"), (), (x,))))
    assert isinstance(verdict, Undecided)
    assert [attempt.ended for attempt in verdict.tried] == ["the normal forms differ"] * len(METHODS)
    assert re.fullmatch(r"the two sides agree to \de-\d\d at \d points", verdict.evidence)
    assert isinstance(decide(left, b.neg(right), Bench(System({}, Var("L"), (), (x,)))), Refuted)


def test_what_has_no_value_is_undecided() -> None:
    w, x, loss = Var("w"), Var("x"), Var("L")
    system = System({loss: b.div(b.mul(w, x), b.sub(x, x))}, loss, (w,), (x,))
    for right in (b.ONE, b.div(x, b.sub(x, x)), b.call("log", b.neg(b.power(x, Const(2))))):
        verdict = decide(total_derivative(loss, w), right, Bench(system))
        assert isinstance(verdict, Undecided)
        assert verdict.reason == "no point has values on both sides"
        assert re.search("series|div|log", verdict.tried[0].ended), "what had no value is told"
        assert verdict.evidence == ""


def test_a_wrong_derivative_proves_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """A sweep that is wrong makes right claims undecided, and never wrong ones proved: points are asked first."""
    system, left, right = RIGHT["scalar"]
    right_way = resolving.pullback

    def wrong(loss: Expr, wrt: Any, *rest: Any) -> Any:
        return {v: b.mul(Const(2), gradient) for v, gradient in right_way(loss, wrt, *rest).items()}

    monkeypatch.setattr(resolving, "pullback", wrong)
    assert isinstance(decide(left, right, Bench(system)), Undecided)
    assert isinstance(decide(left, b.mul(Const(2), right), Bench(system)), Refuted)


@pytest.mark.parametrize("name", ["proved", "refuted", "undecided"])
def test_a_verdict_is_not_true_or_false(name: str) -> None:
    system, left, right = RIGHT["vector"]
    verdicts: Mapping[str, Verdict] = {
        "proved": decide(left, right, Bench(system)),
        "refuted": decide(left, b.neg(right), Bench(system)),
        "undecided": Undecided("nothing was tried"),
    }
    assert verdicts[name].outcome == name
    with pytest.raises(TypeError, match="not true or false"):
        bool(verdicts[name])


def test_several_derivatives_of_a_name_without_an_equation_prove_nothing() -> None:
    """Taken for a constant, ∂L/∂w = 2x ∂L/∂z would be 0 = 0."""
    w, x, z, loss = (Var(name) for name in ("w", "x", "z", "L"))
    bench = Bench(System({z: b.mul(w, x)}, loss, (w,), (x,)))
    right = b.mul(Const(2), x, total_derivative(loss, z))
    assert isinstance(decide(total_derivative(loss, w), right, bench), Undecided)


def test_what_one_claim_defines_is_known_to_the_next_only_where_they_are_one_text() -> None:
    claims = ["q = a - y", r"\frac{\partial L}{\partial z} = q"]
    assert [found.outcome for found in check_each(claims, "logistic-regression")] == ["definition", "unbound"]
    together = check_all(claims, standpoints_of("logistic-regression"))
    assert [found.outcome for found in together] == ["definition", "proved"]
