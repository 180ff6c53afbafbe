"""Steps, chains and derivations as data: what was rewritten, where, by which rule, under which assumptions."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from derive.ir import Expr, Path, Var, substitute
from derive.rewriting import Assumption, Binding


@dataclass(frozen=True)
class Step:
    """One equality ``before = after``: a rule applied at one place, with the parts it was applied to."""

    rule: str
    form: int
    place: Path
    before: Expr
    after: Expr
    binding: Binding = field(hash=False)
    assumptions: tuple[Assumption, ...] = ()


@dataclass(frozen=True)
class Line:
    """The steps that a reader sees as one line, each starting where the one before it ended."""

    steps: tuple[Step, ...]

    @property
    def before(self) -> Expr:
        """What the line starts from."""
        return self.steps[0].before

    @property
    def after(self) -> Expr:
        """What the line arrives at."""
        return self.steps[-1].after


@dataclass(frozen=True)
class Chain:
    """A chain of equalities from ``start`` to ``result``, line by line."""

    start: Expr
    lines: tuple[Line, ...]

    @property
    def result(self) -> Expr:
        """What the chain arrives at."""
        return self.lines[-1].after if self.lines else self.start

    @property
    def steps(self) -> tuple[Step, ...]:
        """All steps in order."""
        return tuple(step for line in self.lines for step in line.steps)


@dataclass(frozen=True)
class Derivation:
    """Chains of equalities, each of which may use the results of those before it; the last one is the point.

    ``given`` holds the equations it may use, each name with what it stands for, and ``facts`` what is declared of the
    values of names; what it uses of that is among its assumptions. A derivation is a proposal:
    `derive.kernel.replay` says whether it holds.
    """

    chains: tuple[Chain, ...]
    given: Mapping[Var, Expr] = field(default_factory=dict, hash=False)
    facts: Mapping[Var, frozenset[str]] = field(default_factory=dict, hash=False)

    @property
    def start(self) -> Expr:
        """What is derived."""
        return self.chains[-1].start

    @property
    def result(self) -> Expr:
        """What it is equal to in the end."""
        return self.chains[-1].result

    @property
    def steps(self) -> tuple[Step, ...]:
        """All steps in order."""
        return tuple(step for chain in self.chains for step in chain.steps)

    @property
    def results(self) -> dict[Expr, Expr]:
        """What each chain arrives at."""
        return {chain.start: chain.result for chain in self.chains}

    @cached_property
    def closed(self) -> dict[Expr, Expr]:
        """What each chain arrives at, without any derivative that another chain finds: what can be evaluated.

        A result may name derivatives found before it. Putting them in shares what is equal, and may be very large
        when it is written out.
        """
        found: dict[Expr, Expr] = {}
        for chain in self.chains:
            found[chain.start] = substitute(chain.result, found)
        return found

    @property
    def assumptions(self) -> tuple[Assumption, ...]:
        """Everything that is assumed, each once."""
        return tuple(dict.fromkeys(a for step in self.steps for a in step.assumptions))

    @property
    def declared(self) -> dict[Var, frozenset[str]]:
        """What is declared of names, and which vectors of a one-hot matrix are one-hot by what is assumed."""
        found = dict(self.facts)
        for assumption in self.assumptions:
            v = assumption.parts[0]
            if isinstance(v, Var) and v in found:
                found[v] |= {assumption.condition}
        return found

    def __iter__(self) -> Iterator[Step]:
        return iter(self.steps)

    def __len__(self) -> int:
        return len(self.steps)
