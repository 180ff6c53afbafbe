"""Every relation and every kind of step is tested by being made wrong: no proof that rests on it is accepted.

A certificate is replayed with the relations as they are here. So a prover that works with a wrong relation either
finds no proof, or one that is rejected; and one that was right is rejected where the replay has the wrong relation.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import fields, is_dataclass, replace
from typing import Any, TypeAlias

import pytest

from derive import building as b
from derive.algebra import labelling, relations
from derive.algebra.core import Algebra
from derive.algebra.heads import Head
from derive.algebra.proofs import Cleared, Multiple, Opened, Replacement, Split, Step, Unwound
from derive.algebra.relations import RELATIONS, At
from derive.algebra.terms import Polynomial, constant
from derive.bench import Bench
from derive.certificates import Rejected, certificate, replayed, replayed_data, written
from derive.checking import decide
from derive.ir import Const, Expr, Var
from derive.provers.proving import equal_for_all_sizes
from derive.shapes import Shape
from derive.systems import System
from derive.verdicts import Proof, Proved, Refuted, Verdict

Change: TypeAlias = Callable[[Algebra, Polynomial], Polynomial]

x, y = Var("x"), Var("y")
A, B = (Var(name, Shape.of("n", "n")) for name in "AB")
u, w = (Var(name, Shape.of("n")) for name in "uw")
HOT = {u: frozenset(("one-hot",))}
N = b.extent("n")
SIGN, INVERSE = b.call("sign", x), b.call("inverse", A)
SQUARES = b.add(b.power(b.call("sin", x), Const(2)), b.power(b.call("cos", x), Const(2)))
SUM = b.call("inverse", b.add(A, B))
ONE_MORE = (b.add(b.eye("n"), b.matmul(A, B)), b.add(b.eye("n"), b.matmul(B, A)))

CLAIMS: dict[str, tuple[Expr, Expr]] = {
    "base": (b.total(b.call("softmax", w)), b.ONE),
    "sign squared": (b.mul(b.power(SIGN, Const(2)), b.div(x, x)), b.ONE),
    "sign of a size": (b.mul(x, b.power(SIGN, Const(2))), x),
    "sign cubed": (b.power(SIGN, Const(3)), SIGN),
    "one-hot sum": (b.total(u), b.ONE),
    "one-hot product": (b.matmul(u, b.transpose(u)), b.call("diag", u)),
    "inverse before": (b.matmul(INVERSE, A), b.eye("n")),
    "inverse after": (b.matmul(A, INVERSE), b.eye("n")),
    "sine squared": (SQUARES, b.ONE),
    "minus one squared": (b.power(b.sub(x, y), N), b.mul(b.power(Const(-1), N), b.power(b.sub(y, x), N))),
}
"""A right claim for each relation, which is not proved without it."""
STEPS: dict[type, tuple[Expr, Expr]] = {
    Multiple: CLAIMS["base"],
    Replacement: (b.call("exp", b.mul(y, b.total(u))), b.call("exp", y)),
    Cleared: (
        b.div(b.ONE, b.mul(b.add(b.ONE, b.call("exp", x)), b.add(Const(2), b.call("exp", x)))),
        b.sub(b.div(b.ONE, b.add(b.ONE, b.call("exp", x))), b.div(b.ONE, b.add(Const(2), b.call("exp", x)))),
    ),
    Opened: (
        b.total(b.div(w, b.mul(b.add(b.ONE, b.call("exp", w)), b.add(Const(2), b.call("exp", w))))),
        b.total(b.sub(b.div(w, b.add(b.ONE, b.call("exp", w))), b.div(w, b.add(Const(2), b.call("exp", w))))),
    ),
    Unwound: (b.matmul(b.call("inverse", ONE_MORE[0]), A), b.matmul(A, b.call("inverse", ONE_MORE[1]))),
    Split: (b.mul(b.call("max", x, y), b.call("min", x, y)), b.mul(x, y)),
}
"""A right claim for each kind of step."""


def verdict(left: Expr, right: Expr) -> Verdict:
    return decide(left, right, Bench(System({}, Var("L"), (), (), {}, HOT)))


def proof_of(left: Expr, right: Expr) -> Proof:
    found = verdict(left, right)
    assert isinstance(found, Proved), found
    return found.proofs[0]


def every_step(steps: Sequence[Step]) -> Iterator[Step]:
    for step in steps:
        yield step
        if isinstance(step, Replacement):
            yield from every_step(step.steps)


def steps_of(proof: Proof) -> list[Step]:
    return [step for steps in proof.steps for step in every_step(steps)]


def test_every_relation_and_every_kind_of_step_has_a_claim() -> None:
    assert set(CLAIMS) == set(RELATIONS)
    assert set(STEPS) == set(Step.__args__)  # type: ignore[attr-defined]


@pytest.mark.parametrize("name", CLAIMS)
def test_a_relation_is_used_and_replayed(name: str) -> None:
    proof = proof_of(*CLAIMS[name])
    assert name in {step.name for step in steps_of(proof) if isinstance(step, Multiple)}
    assert replayed_data(certificate([proof]))[0].steps >= 1


@pytest.mark.parametrize("kind", STEPS, ids=lambda kind: kind.__name__)
def test_a_kind_of_step_is_used_and_replayed(kind: type) -> None:
    proof = proof_of(*STEPS[kind])
    assert kind in {type(step) for step in steps_of(proof)}
    replayed_data(certificate([proof]))


# --- wrong relations


def _one_too_much(algebra: Algebra, p: Polynomial) -> Polynomial:
    return algebra.subtracted(p, constant(-1))


def _scaled(factor: int) -> Change:
    def change(algebra: Algebra, p: Polynomial) -> Polynomial:
        first, *_ = sorted(p, key=str)
        return {monomial: factor * value if monomial is first else value for monomial, value in p.items()}

    return change


def _term_lost(algebra: Algebra, p: Polynomial) -> Polynomial:
    first, *_ = sorted(p, key=str)
    return {monomial: value for monomial, value in p.items() if monomial is not first}


CHANGES: dict[str, Change] = {
    "1 too much": _one_too_much,
    "a sign": _scaled(-1),
    "twice a term": _scaled(2),
    "a term lost": _term_lost,
}


def corrupted(name: str, change: str) -> relations.Relation:
    right = RELATIONS[name]

    def wrong(algebra: Algebra, head: Head, at: At) -> Polynomial:
        return CHANGES[change](algebra, right(algebra, head, at))

    return wrong


@pytest.mark.parametrize("change", CHANGES)
@pytest.mark.parametrize("name", CLAIMS)
def test_a_replay_with_a_wrong_relation_rejects(name: str, change: str, monkeypatch: pytest.MonkeyPatch) -> None:
    data = certificate([proof_of(*CLAIMS[name])])
    monkeypatch.setitem(RELATIONS, name, corrupted(name, change))
    with pytest.raises(Rejected):
        replayed_data(data)


@pytest.mark.parametrize("change", CHANGES)
@pytest.mark.parametrize("name", CLAIMS)
def test_a_prover_with_a_wrong_relation_is_not_believed(
    name: str, change: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        patch.setitem(RELATIONS, name, corrupted(name, change))
        found = verdict(*CLAIMS[name])
        if not isinstance(found, Proved) or found.sizes != "all":
            return  # for sizes that are numbers no relation was needed
        data = certificate([found.proofs[0]])
    with pytest.raises(Rejected):
        replayed_data(data)


# --- wrong steps


def changed(value: Any) -> Iterator[Any]:
    """Each way to change one field of a step: a number moved, a coefficient doubled, a part left out."""
    for entry in fields(value):
        now = getattr(value, entry.name)
        if isinstance(now, bool):
            yield replace(value, **{entry.name: not now})
        elif isinstance(now, dict) and now:
            doubled = {monomial: 2 * coefficient for monomial, coefficient in now.items()}
            yield replace(value, **{entry.name: doubled})
            yield replace(value, **{entry.name: dict(list(now.items())[1:])})
        elif entry.name in ("at", "bound", "steps", "cases") and now:
            yield replace(value, **{entry.name: now[1:]})
        elif entry.name == "exponent":
            yield replace(value, exponent=now + 1)


def with_step(proof: Proof, line: int, place: int, step: Step | None) -> Proof:
    steps = list(proof.steps[line])
    steps[place : place + 1] = [] if step is None else [step]
    return replace(proof, steps=(*proof.steps[:line], tuple(steps), *proof.steps[line + 1 :]))


@pytest.mark.parametrize("kind", STEPS, ids=lambda kind: kind.__name__)
def test_a_changed_or_missing_step_is_rejected(kind: type) -> None:
    proof = proof_of(*STEPS[kind])
    wrong = 0
    for line, steps in enumerate(proof.steps):
        for place, step in enumerate(steps):
            assert is_dataclass(step)
            others = [None, *changed(step)] if isinstance(step, kind) else []
            for other in others:
                with pytest.raises(Rejected):
                    replayed_data(certificate([with_step(proof, line, place, other)]))
                wrong += 1
    assert wrong >= 2


@pytest.mark.parametrize("name", CLAIMS)
def test_a_proof_of_one_claim_is_none_of_another(name: str) -> None:
    proof = proof_of(*CLAIMS[name])
    for wrong in (b.add(proof.right, b.broadcast(b.ONE, proof.right.shape)), b.neg(proof.right), b.mul(x, proof.right)):
        with pytest.raises(Rejected):
            replayed_data(certificate([replace(proof, right=wrong)]))


def test_a_certificate_cut_off_anywhere_is_rejected() -> None:
    text = written([proof_of(*CLAIMS["one-hot product"])])
    replayed(text)
    for end in range(0, len(text), 7):
        with pytest.raises(Rejected):
            replayed(text[:end])


# --- a wrong labelling


def test_a_labelling_that_calls_all_indices_alike_proves_nothing_wrong(monkeypatch: pytest.MonkeyPatch) -> None:
    """With it the prover takes tr(A B) for tr(A' B); points are asked first, and say no."""

    def alike(powers: Any, sizes: Any, symmetric: Any, work: Any) -> Any:
        return labelling.BOUND, tuple(sizes.values()), labelling._renamed(powers, dict.fromkeys(sizes, -1), symmetric)

    monkeypatch.setattr("derive.algebra.core.labelled", alike)
    left, right = (b.call("trace", b.matmul(matrix, B)) for matrix in (A, b.transpose(A)))
    assert equal_for_all_sizes(left, right, {})[0]
    assert isinstance(verdict(left, right), Refuted)
