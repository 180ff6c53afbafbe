"""What is worked out later is worked out once, and then is a value like any other."""

from __future__ import annotations

import copy
import pickle
from dataclasses import replace

import pytest
from systems_for_tests import logistic

from derive import building as b
from derive import checking, wire
from derive.bench import Bench
from derive.building import total_derivative
from derive.ir import Expr, Var
from derive.later import Later
from derive.verdicts import Counterexample, Diagnosis, Mistake, Refuted

assert wire, "expressions are pickled as it says"
POINT = Counterexample({}, {"x": "3"}, (), "1", "2")


class Finder:
    """Finds the same thing again, and counts how often; raises at first where it is told to."""

    def __init__(self, found: object, failures: int = 0) -> None:
        self.found, self.failures, self.calls = found, failures, 0

    def __call__(self) -> object:
        self.calls += 1
        if self.calls <= self.failures:
            raise ArithmeticError("not yet")
        return self.found


def test_a_value_is_found_when_it_is_asked_for_and_once() -> None:
    find = Finder([1])
    later = Later(find)
    assert find.calls == 0
    assert later.value is later.value is find.found
    assert find.calls == 1


def test_what_raises_is_asked_again() -> None:
    later = Later(Finder("found", failures=1))
    with pytest.raises(ArithmeticError):
        _ = later.value
    assert later.value == "found"


def test_it_is_equal_to_its_value_and_hashed_and_shown_as_that() -> None:
    one, same, other = (Later(Finder(value)) for value in ("found", "found", "other"))
    assert one == same == "found" == one
    assert one != other
    assert (hash(one), repr(one)) == (hash("found"), repr("found"))


def refuted(kind: str) -> Refuted:
    found = Diagnosis(Mistake(kind, f"{kind} of {{}}", (Var("x"),)), b.neg(Var("x")))
    return Refuted(POINT, Later(lambda: found))


def test_a_verdict_is_the_same_value_whenever_it_is_explained() -> None:
    at_once = Refuted(POINT, refuted("sign").diagnosis)
    assert refuted("sign") == at_once == refuted("sign")
    assert refuted("sign") != refuted("factor")
    assert repr(refuted("sign")) == repr(at_once)
    for again in (copy.deepcopy(refuted("sign")), pickle.loads(pickle.dumps(refuted("sign")))):
        assert again == at_once
        assert isinstance(again.explained, Diagnosis), "it was found before it was copied"
        assert again.correct is b.neg(Var("x"))
    assert replace(refuted("sign"), counterexample=POINT) == at_once
    assert (Refuted(POINT).mistake, Refuted(POINT).correct, Refuted(POINT).about) == (None, None, None)


def test_a_refutation_looks_for_no_mistake_until_it_is_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[Expr] = []
    found = Diagnosis(Mistake("sign", "it is wrong"))

    def diagnosed(left: Expr, right: Expr, bench: Bench, subject: Expr) -> Diagnosis:
        asked.append(left)
        return found

    monkeypatch.setattr(checking, "diagnosed", diagnosed)
    system = logistic()
    goal = total_derivative(system.loss, system.parameters[0])
    verdict = checking.decide(goal, b.mul(b.number("2"), system.data[0]), Bench(system))
    assert isinstance(verdict, Refuted)
    assert asked == []
    assert (verdict.mistake, verdict.correct, verdict.about) == (found.mistake, None, None)
    assert asked == [goal], "once, for all that is asked"
