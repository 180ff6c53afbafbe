"""The kernel replays what was derived, and refuses a derivation of which any part was changed."""

import json
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from systems_for_tests import ALL

from derive import building as b
from derive import ops, recording
from derive.building import total_derivative
from derive.conditions import function_derivative
from derive.deriving import derive_gradient, derive_gradients
from derive.ir import Apply, Const, Var
from derive.kernel import ReplayError, replay
from derive.recording import RecordingError
from derive.shapes import Shape
from derive.steps import Derivation
from derive.systems import System


@pytest.mark.parametrize("make", ALL.values(), ids=ALL)
@pytest.mark.parametrize("order", ["outer-inner", "inner-outer"])
def test_every_derivation_replays(make: Callable[[], System], order: Any) -> None:
    system = make()
    done = replay(derive_gradients(system, order=order), system.equations)
    assert done.equalities > 5
    assert done.widest < 1e-30


def test_a_recorded_derivation_reads_back_equal() -> None:
    system = ALL["batch"]()
    derivation = derive_gradients(system)
    again = recording.loaded(recording.dumped(derivation))
    assert again == derivation
    assert replay(again, system.equations) == replay(derivation, system.equations)


def _steps(data: Any) -> Iterator[dict[str, Any]]:
    for chain in data["chains"]:
        for line in chain["lines"]:
            yield from line


def _another(number: int, count: int) -> int:
    return (number + 1) % count


def _corruptions(step: dict[str, Any], count: int) -> Iterator[Callable[[dict[str, Any]], None]]:
    """Every way in which one field of a step can be changed by itself."""
    yield lambda s: s.update(rule="sum rule" if s["rule"] != "sum rule" else "product rule")
    yield lambda s: s.update(form=s["form"] + 1)
    yield lambda s: s.update(place=[*s["place"], 0])
    if step["place"]:
        yield lambda s: s.update(place=s["place"][:-1])
    yield lambda s: s.update(before=_another(s["before"], count))
    yield lambda s: s.update(after=_another(s["after"], count))
    yield lambda s: s.update(after=s["before"])
    for name, part in step["binding"].items():
        if isinstance(part, int):
            yield lambda s, n=name: s["binding"].update({n: _another(s["binding"][n], count)})  # type: ignore[misc]
        else:
            yield lambda s, n=name: s["binding"].update({n: [*s["binding"][n], 0]})  # type: ignore[misc]
        yield lambda s, n=name: s["binding"].pop(n)  # type: ignore[misc]


def indexed() -> System:
    """A layer in index notation, by cases, of which one entry is the loss."""
    w, x, loss = Var("W", Shape.of("k", "m")), Var("x", Shape.of("m")), Var("L")
    z, a = (Var(name, Shape.of("k")) for name in "za")
    equations = {
        z: b.sum_along(b.mul(w, Apply(ops.get("align"), (x,), (("shape", w.shape), ("axes", (1,))))), (1,)),
        a: b.call("choose", b.call("greater", z, b.ZERO), b.call("sin", z), b.ZERO),
        loss: b.call("take", a, Const(2)),
    }
    return System(equations, loss, (w, x), ())


@pytest.mark.parametrize(
    ("make", "every"),
    [(ALL["logistic"], 2), (ALL["batch"], 6), (indexed, 2)],
    ids=["logistic", "batch", "indexed"],
)
def test_every_corruption_of_every_recorded_step_is_refused(make: Callable[[], System], every: int) -> None:
    system = make()
    text = recording.dumped(derive_gradients(system))
    count = len(json.loads(text)["expressions"]["roots"])
    tried = 0
    for index, step in enumerate(_steps(json.loads(text))):
        for corrupt in list(_corruptions(step, count))[index % every :: every]:
            data = json.loads(text)
            corrupt(list(_steps(data))[index])
            with pytest.raises((ReplayError, RecordingError)):
                replay(recording.loaded(json.dumps(data)), system.equations, points=1)
            tried += 1
    assert tried > 150


def test_a_step_left_out_is_noticed() -> None:
    system = ALL["linear"]()
    text = recording.dumped(derive_gradients(system))
    for chain in range(len(json.loads(text)["chains"])):
        data = json.loads(text)
        if len(data["chains"][chain]["lines"]) > 2:
            del data["chains"][chain]["lines"][1]
            with pytest.raises(ReplayError, match="does not start where"):
                replay(recording.loaded(json.dumps(data)))


def test_an_equation_that_is_not_the_models_is_refused() -> None:
    system = ALL["linear"]()
    derivation = derive_gradients(system)
    other = dict(derivation.given)
    other[next(iter(other))] = Var("q")
    with pytest.raises(ReplayError, match="not the model's"):
        replay(derivation, other)


def test_a_result_may_be_used_only_after_it_was_derived() -> None:
    system = ALL["logistic"]()
    derivation = derive_gradients(system)
    turned = Derivation(derivation.chains[::-1], derivation.given)
    with pytest.raises(ReplayError):
        replay(turned, system.equations)


def test_a_gradient_alone_carries_what_it_uses() -> None:
    system = ALL["logistic"]()
    w = system.parameters[0]
    alone = derive_gradient(system, w)
    assert alone.start is total_derivative(system.loss, w)
    replay(alone, system.equations)
    assert len(alone) < len(derive_gradients(system))


@pytest.mark.parametrize("text", ["", "{}", "[]", "null", '{"format": "derive-derivation/1"}', "\x00", "{" * 5000])
def test_what_is_no_recording_is_refused(text: str) -> None:
    with pytest.raises(RecordingError):
        recording.loaded(text)


def test_a_lemma_about_one_z_only_is_no_lemma_about_all() -> None:
    """σ′(u) must not be taken from a result that speaks of other names than the variable that u replaces."""
    z, w, u = Var("z"), Var("w"), Var("u")
    start = b.derivative(b.call("sigmoid", z), z)
    sigmoid_of_u = b.call("sigmoid", u)
    assert isinstance(sigmoid_of_u, Apply)
    assert function_derivative(sigmoid_of_u, u, {start: b.mul(z, z)}) is b.mul(u, u)
    assert function_derivative(sigmoid_of_u, u, {start: b.mul(w, z)}) is None
