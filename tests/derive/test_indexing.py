"""Names that are used as positions get whole numbers, where claims are refuted and where derivations are replayed."""

from __future__ import annotations

from derive import building as b
from derive.bench import Bench
from derive.checking import decide
from derive.indexing import bounds_of_positions, last_position
from derive.ir import Const, Var
from derive.refuters.points import probe
from derive.shapes import Shape, Size
from derive.systems import System
from derive.verdicts import Proved, Refuted

P, Y, K = Var("P", Shape.of("c", "n")), Var("y", Shape.of("n")), Var("k")
LABELLED = b.call("take", P, Y, b.positions("n"))
EMPTY = Bench(System({}, Var("L"), (), ()))


def test_the_names_of_positions_and_how_far_they_point() -> None:
    one = b.call("take", Y, K)
    bounds = bounds_of_positions([b.total(LABELLED), b.mul(one, b.call("take", P, K, K))])
    assert bounds == {Y: (Size.of("c"),), K: (Size.of("n"), Size.of("c"), Size.of("n"))}
    assert last_position(K, bounds, {"c": 3, "n": 5}) == 3
    assert last_position(P, bounds, {"c": 3, "n": 5}) is None
    repeated = b.call("take", P, b.align(Y, P.shape, (1,)), b.align(b.positions("n"), P.shape, (1,)))
    assert bounds_of_positions([repeated]) == {Y: (Size.of("c"),)}


def test_a_claim_about_labels_is_evaluated_at_labels() -> None:
    doubled = b.mul(Const(2), LABELLED)
    agreeing = probe(b.add(LABELLED, LABELLED), doubled, {}, (P, Y), {"c": 2, "n": 3})
    assert agreeing.counterexample is None
    assert agreeing.agreeing > 1
    verdict = decide(LABELLED, doubled, EMPTY)
    assert isinstance(verdict, Refuted)
    assert verdict.counterexample.point["y"] == "(2, 1, 2)"


def test_equal_labels_are_proved_by_their_entries() -> None:
    assert isinstance(decide(b.add(LABELLED, LABELLED), b.mul(Const(2), LABELLED), EMPTY), Proved)
