"""The three verdicts. None of them is true or false: asking so raises, because "not proved" is not "wrong"."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Literal, NoReturn, TypeAlias

from derive.algebra.digits import Digit
from derive.algebra.heads import Head
from derive.algebra.proofs import Step
from derive.ir import Expr, Var
from derive.later import Later
from derive.rewriting import Assumption
from derive.shapes import Size

Sizes: TypeAlias = "Literal['all'] | tuple[Mapping[str, int], ...]"


class _Verdict:
    """What the verdicts share: they refuse to be a bool."""

    __slots__ = ()

    def __bool__(self) -> NoReturn:
        raise TypeError(
            f"a verdict is {type(self).__name__}, not true or false; "
            "match on derive.Proved, derive.Refuted, derive.Undecided, or look at .outcome"
        )


@dataclass(frozen=True)
class Proof:
    """What was proved and by which steps: all that a certificate holds.

    ``way`` says what names stand for (`derive.algebra.comparing`), ``facts`` how they are declared; there are steps for
    each difference that is compared, and ``heads``, ``sizes`` and ``digits`` say what the numbers in them stand for.
    """

    left: Expr
    right: Expr
    way: str
    facts: Mapping[Var, frozenset[str]]
    assumptions: tuple[Assumption, ...]
    steps: tuple[tuple[Step, ...], ...]
    equations: Mapping[Var, Expr] = field(default_factory=dict, repr=False)
    """The equations of the model in scope."""
    at_sizes: Mapping[str, int] = field(default_factory=dict)
    """The numbers that names of sizes were given; none for a proof for all sizes."""
    is_local: bool = False
    """Whether it was proved in the part of the model that it is about (`derive.algebra.localizing`)."""
    heads: Mapping[int, Head] = field(default_factory=dict, repr=False)
    sizes: Mapping[int, Size] = field(default_factory=dict, repr=False)
    digits: Mapping[int, Digit] = field(default_factory=dict, repr=False)


@dataclass(frozen=True)
class Proved(_Verdict):
    """The two sides are equal wherever both have a value, for the sizes named, under the assumptions listed.

    ``method`` says how; ``proofs`` holds the steps, once for each way in which declared facts may be meant.
    """

    sizes: Sizes
    layout: str = "denominator"
    assumptions: tuple[Assumption, ...] = ()
    method: str = ""
    proofs: tuple[Proof, ...] = field(default=(), repr=False)

    @property
    def outcome(self) -> str:
        """``proved``."""
        return "proved"


@dataclass(frozen=True)
class Counterexample:
    """A point at which the two sides certainly differ: exact inputs, sizes, the entry, and both values there.

    ``entry`` is counted from 1 and empty for a scalar. Values are decimal enclosures, or shapes where the shapes
    differ.
    """

    sizes: Mapping[str, int]
    point: Mapping[str, str]
    entry: tuple[int, ...]
    left: str
    right: str


@dataclass(frozen=True)
class Mistake:
    """What went wrong, in a word and in a sentence; ``kind`` is one of the design's list.

    ``message`` has a hole ``{}`` for each of ``parts``, which `told` fills in as a reader wants formulas written;
    ``hint`` says where to look without the answer, with a hole for ``where``, the part of the claim that is wrong. A
    second mistake of the same claim stands in ``also``.
    """

    kind: str
    message: str
    parts: tuple[Expr, ...] = ()
    hint: str = ""
    where: Expr | None = None
    also: tuple[Mistake, ...] = ()

    def with_parts(self, change: Callable[[Expr], Expr]) -> Mistake:
        """The same mistake, said of other formulas."""
        where = None if self.where is None else change(self.where)
        also = tuple(other.with_parts(change) for other in self.also)
        return replace(self, parts=tuple(map(change, self.parts)), where=where, also=also)

    def told(self, write: Callable[[Expr], str]) -> str:
        """The sentence, its formulas written by ``write``; for two mistakes one after the other."""
        sentences = (
            one.message.format(*map(write, one.parts)) if one.parts else one.message for one in (self, *self.also)
        )
        return "; ".join(sentences)

    def hinted(self, write: Callable[[Expr], str]) -> str:
        """The hint, its formula written by ``write``; for two mistakes one after the other."""
        return "; ".join(dict.fromkeys(one._hint(write) for one in (self, *self.also)))

    def _hint(self, write: Callable[[Expr], str]) -> str:
        if not self.hint:
            return f"the mistake is of this kind: {self.kind}"
        return self.hint.format("it" if self.where is None else write(self.where))


@dataclass(frozen=True)
class Diagnosis:
    """What is wrong with a refuted claim: an explanation, and no part of the refutation.

    ``mistake`` is there where a mistake with a name explains the difference, ``correct`` where the right side could
    be derived: it is what ``about`` is equal to, or the subject of the claim where that is None.
    """

    mistake: Mistake | None = None
    correct: Expr | None = None
    about: Expr | None = None


@dataclass(frozen=True)
class Refuted(_Verdict):
    """The two sides differ: at a point, certified by balls that do not meet, or in their shapes.

    What is wrong is looked for when it is first asked for.
    """

    counterexample: Counterexample
    explained: Diagnosis | Later[Diagnosis] = Diagnosis()

    @property
    def diagnosis(self) -> Diagnosis:
        """What is wrong, and what is right."""
        return self.explained.value if isinstance(self.explained, Later) else self.explained

    @property
    def mistake(self) -> Mistake | None:
        """The mistake, where one with a name explains the difference."""
        return self.diagnosis.mistake

    @property
    def correct(self) -> Expr | None:
        """What is right, where that could be derived."""
        return self.diagnosis.correct

    @property
    def about(self) -> Expr | None:
        """What ``correct`` is equal to; None for the subject of the claim."""
        return self.diagnosis.about

    @property
    def outcome(self) -> str:
        """``refuted``."""
        return "refuted"


@dataclass(frozen=True)
class Attempt:
    """One way that was tried and did not decide: its name, and where it ended."""

    method: str
    ended: str


@dataclass(frozen=True)
class Undecided(_Verdict):
    """Neither proved nor refuted. ``tried`` says what was tried; ``evidence`` what numbers say, which is no proof."""

    reason: str
    tried: tuple[Attempt, ...] = field(default=())
    evidence: str = ""

    @property
    def outcome(self) -> str:
        """``undecided``."""
        return "undecided"


Verdict: TypeAlias = Proved | Refuted | Undecided
