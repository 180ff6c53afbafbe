"""Names for bound indices: a renaming and nothing else, the same for sums that differ only in their names."""

from __future__ import annotations

import itertools
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from derive import building as b
from derive.algebra import core, labelling
from derive.algebra.core import Algebra
from derive.algebra.labelling import labelled
from derive.algebra.terms import BOUND, TooBig, atoms_of
from derive.bench import Bench
from derive.checking import decide
from derive.ir import Expr, Var
from derive.provers.proving import equal_for_all_sizes
from derive.shapes import Shape
from derive.systems import System
from derive.verdicts import Proved

NONE: frozenset[int] = frozenset()
INDICES = st.integers(-4, 2)
"""Four bound indices and three that are visible outside."""
ATOMS = st.tuples(st.integers(2, 4), st.tuples(INDICES, INDICES))
POWERS = st.dictionaries(ATOMS, st.sampled_from([1, 2, -1, Fraction(1, 2)]), min_size=1, max_size=6)


def sizes_of(powers: dict[Any, Any], same: bool) -> dict[int, int]:
    bound = sorted({i for _, at in powers for i in at if i < 0})
    return {i: 7 if same else 7 + i % 2 for i in bound}


def renamed(powers: dict[Any, Any], names: dict[int, int]) -> dict[Any, Any]:
    return {(head, tuple(names.get(i, i) for i in at)): e for (head, at), e in powers.items()}


@given(POWERS, st.booleans(), st.randoms(use_true_random=False))
def test_other_names_give_the_same_component(powers: dict[Any, Any], same: bool, rng: Any) -> None:
    sizes = sizes_of(powers, same)
    if not sizes:
        return
    order = list(sizes)
    rng.shuffle(order)
    names = dict(zip(sizes, order, strict=True))
    assert labelled(powers, sizes, NONE) == labelled(
        renamed(powers, names), {names[i]: size for i, size in sizes.items()}, NONE
    )


@given(POWERS, st.booleans())
def test_a_labelling_is_a_renaming(powers: dict[Any, Any], same: bool) -> None:
    """Some way to call the indices by their new names turns the product into the component, sizes included."""
    sizes = sizes_of(powers, same)
    if not sizes:
        return
    component = labelled(powers, sizes, NONE)
    found = dict(atoms_of(component))
    assert component[0] == BOUND
    assert any(
        renamed(powers, names) == found and all(component[1][-1 - new] == sizes[old] for old, new in names.items())
        for new_names in itertools.permutations(range(-len(sizes), 0))
        for names in [dict(zip(sizes, new_names, strict=True))]
    )


def test_interchangeable_indices_are_not_all_tried() -> None:
    powers = {(2, (0, -1 - k)): 1 for k in range(40)}
    assert labelled(powers, dict.fromkeys(range(-40, 0), 7), NONE)[1] == (7,) * 40


def test_trials_are_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    """A cycle of alike indices: none can be exchanged for its neighbour, so that they have to be tried."""
    monkeypatch.setattr(labelling, "MOST_TRIALS", 3)
    cycle = {(2, (-1 - k, -1 - (k + 1) % 8)): 1 for k in range(8)}
    with pytest.raises(TooBig):
        labelled(cycle, dict.fromkeys(range(-8, 0), 7), NONE)


def test_all_components_of_one_algebra_share_the_work() -> None:
    cycle = {(2, (-1 - k, -1 - (k + 1) % 8)): 1 for k in range(8)}
    sizes, work = dict.fromkeys(range(-8, 0), 7), labelling.Work()
    labelled(cycle, sizes, NONE, work)
    spent = labelling.MOST_WORK - work.left
    assert spent > 0
    work.left = spent - 1
    with pytest.raises(TooBig, match="by trial"):
        labelled(cycle, sizes, NONE, work)
    assert Algebra().work is not Algebra().work


# --- a wrong labelling

U, V, S = Var("u", Shape.of("m")), Var("v", Shape.of("m")), Var("S", Shape.of("m", "m"))


def test_a_labelling_that_takes_indices_for_one_another_proves_nothing_wrong(monkeypatch: pytest.MonkeyPatch) -> None:
    """It brings different sums together in the prover; points are asked first, and they tell them apart."""
    right = core.labelled

    def merging(powers: Any, sizes: Any, symmetric: Any, work: Any) -> Any:
        return right(renamed(dict(powers), dict.fromkeys(sizes, -1)), {-1: next(iter(sizes.values()))}, symmetric)

    left = b.total(b.mul(U, b.matmul(S, V)))
    other: Expr = b.total(b.mul(V, b.matmul(S, U)))
    assert not equal_for_all_sizes(left, other, {})[0]
    monkeypatch.setattr(core, "labelled", merging)
    assert equal_for_all_sizes(left, other, {})[0]
    assert not isinstance(decide(left, other, Bench(System({}, Var("L"), (), (U, V, S)))), Proved)


def test_factors_that_are_given_other_indices_are_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    """An inverse of a large sum of matrices would otherwise take a minute: each step renames all its terms."""
    left, same = b.total(b.mul(U, b.matmul(S, V))), b.total(b.mul(V, b.matmul(b.transpose(S), U)))
    assert equal_for_all_sizes(left, same, {})[0]
    monkeypatch.setattr(labelling, "MOST_RENAMINGS", 5)
    with pytest.raises(TooBig, match="other indices"):
        equal_for_all_sizes(left, same, {})
