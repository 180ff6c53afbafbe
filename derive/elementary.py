"""Differentiation for its own sake: a formula, a name, and the steps of the schoolbook, each of them replayed.

Functions that are defined by others, such as tanh, have their derivative derived first. What is printed is what the
kernel has replayed, under the assumptions that the steps record. Nothing says that the route is the shortest.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from derive.differentiating import chains_of
from derive.ir import Expr, Var, contains
from derive.kernel import NoPoint, Replay, replay
from derive.rewriting import Assumption
from derive.steps import Chain, Derivation
from derive.where_defined import conditions_of

PLACES = (0, 1, -1, 3, 9)
"""Above which whole numbers the points lie at which steps are evaluated: the next where a step has no value."""

NOTHING = Replay(0, 0, 0.0)


@dataclass(frozen=True)
class Elementary:
    """The derivative of a formula by a name: the chains of the functions that it needs, and those of the formula.

    There are several chains where it was differentiated more than once: each begins with the result before it.
    """

    body: Expr
    v: Var
    lemmas: tuple[Chain, ...]
    chains: tuple[Chain, ...]
    replayed: Replay

    @property
    def result(self) -> Expr:
        """The derivative."""
        return self.chains[-1].result

    @property
    def depends(self) -> bool:
        """Whether the name occurs in the formula at all."""
        return contains(self.body, self.v)

    @property
    def assumptions(self) -> tuple[Assumption, ...]:
        """Where the formula has a value and a slope, with what the steps assume; each in its simplest form.

        What the derivatives found on the side assume of their own argument is what the functions ask for.
        """
        every = (step for chain in self.chains for line in chain.lines for step in line.steps)
        return conditions_of(self.body, also=(a for step in every for a in step.assumptions))


def differentiate(body: Expr, v: Var, order: int = 1, *, raised: bool = False) -> Elementary:
    """The derivative of a number, ``order`` times by one name.

    ``raised`` says that the index of an entry stands above its name, x⁽ⁱ⁾.
    Raises `DerivingError` where a rule is missing, and `ReplayError` where a step does not hold.
    """
    lemmas: dict[Expr, Chain] = {}
    chains: list[Chain] = []
    replayed, standing = NOTHING, body
    for _ in range(order):
        *needed, chain = chains_of(standing, v, raised=raised)
        lemmas |= {lemma.start: lemma for lemma in needed}
        replayed += _replayed((*needed, chain))
        chains.append(chain)
        standing = chain.result
    return Elementary(body, v, tuple(lemmas.values()), tuple(chains), replayed)


def _replayed(chains: Iterable[Chain]) -> Replay:
    """The replay at the first points at which every step has a value. Raises `ReplayError`."""
    derivation = Derivation(tuple(chains))
    for above in PLACES[:-1]:
        try:
            return replay(derivation, above=above)
        except NoPoint:
            continue
    return replay(derivation, above=PLACES[-1])
