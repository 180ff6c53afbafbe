"""Claims: a formula somebody wrote, judged against a model; what is found is a `Finding`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from itertools import pairwise
from typing import Any

from derive import models
from derive.bench import Bench
from derive.building import neg, total_derivative
from derive.checking import decide
from derive.ir import Expr, Var
from derive.modelling import Model, UnknownModel, Variant, library
from derive.notation.latex import latex
from derive.notation.reading import Reading, read
from derive.notation.typesetting import typeset, typeset_sides
from derive.verdicts import Proved, Refuted, Undecided, Verdict


@dataclass(frozen=True)
class Finding:
    """What became of one formula. ``outcome`` is one of the design's outcomes; ``verdict`` is there where one was
    reached.

    ``links`` holds one finding for each link of a chain A = B = C; lines and columns count from 1.
    """

    outcome: str
    kind: str
    latex: str
    read_as: str = ""
    file: str = ""
    line: int = 1
    column: int = 1
    end_line: int = 1
    end_column: int = 1
    names: tuple[str, ...] = ()
    sizes: Any = None
    layout: str = "denominator"
    conventions: tuple[str, ...] = ()
    assumptions: tuple[str, ...] = ()
    links: tuple[Finding, ...] = ()
    counterexample: Mapping[str, Any] | None = None
    mistake: Mapping[str, str] | None = None
    correct: str = ""
    hint: str = ""
    tried: tuple[str, ...] = ()
    readings: tuple[str, ...] = ()
    certificate: Mapping[str, Any] | None = None
    message: str = ""
    variant: str = ""
    sides: tuple[Expr, ...] = field(default=(), compare=False, repr=False)
    verdict: Verdict | None = field(default=None, compare=False, repr=False)

    def as_dict(self) -> dict[str, Any]:
        """The finding as plain data, with the keys that other tools are built on."""
        data = {name: getattr(self, name) for name in _KEYS}
        return {**data, "links": [link.as_dict() for link in self.links]}


_KEYS = (
    "outcome", "kind", "latex", "read_as", "file", "line", "column", "end_line", "end_column", "names", "sizes",
    "layout", "conventions", "assumptions", "counterexample", "mistake", "correct", "hint", "tried", "readings",
    "certificate", "message", "variant",
)  # fmt: skip

CONDITION_WORDS = {
    "nonzero": "{} ≠ 0", "positive": "{} > 0", "not-negative": "{} ≥ 0", "regular": "{} has an inverse",
    "one-hot rows": "each row of {} is one-hot", "one-hot columns": "each column of {} is one-hot",
}  # fmt: skip
"""How an assumption is said."""

JUDGED = ("claim", "update")
"""The kinds of formulas that are judged."""

EQUALITIES = ("=", ":=")
"""The relations that claim that two sides are equal."""

NOT_JUDGED = {
    "definition": "definition", "declaration": "declaration", "value": "value", "notation": "notation",
    "prose": "prose", "fragment": "fragment", "expression": "fragment", "continuation": "fragment",
}  # fmt: skip
"""What becomes of a formula that claims nothing, or not enough."""

WHY_NOT_JUDGED = {
    "definition": "its left side is a new name, so it is a definition: nothing was judged",
    "value": "it gives a name a value: nothing was judged",
    "fragment": "it is one side only, or half of one: nothing was judged",
    "prose": "it reads like prose: nothing was judged",
    "declaration": "it declares a name: nothing was judged",
    "notation": "it claims nothing: nothing was judged",
}
"""What is said of a formula that was not judged."""


@cache
def _bench(model: str, label: str) -> Bench:
    return Bench(library(model).variants[label].system)


def bench_of(model: Model, variant: Variant) -> Bench:
    """Where a variant's derivations are kept: one bench for each model of the library, a new one for others."""
    in_library = model.name in models.names() and model is library(model.name)
    return _bench(model.name, variant.label) if in_library else Bench(variant.system)


def check(claim: str, model: Model | str, variant: str | None = None) -> Finding:
    """Judge a claim, in LaTeX, against a model. Never raises for a bad claim; `UnknownModel` for an unknown model.

    The claim is read in the variant of that label, or else in the first one in which it can be read. Where none
    reads it, the finding is of the one that knew its names.
    """
    model = library(model) if isinstance(model, str) else model
    unread: list[Finding] = []
    for label, statement in model.variants.items():
        if variant not in (None, label):
            continue
        reading = read(claim, statement.scope)
        if reading.error is None:
            return replace(_judge(reading, claim, bench_of(model, statement)), variant=label)
        unread.append(replace(_unread(reading, claim), variant=label))
    if not unread:
        raise UnknownModel(f"the model has no variant {variant!r}; it has {', '.join(map(repr, model.variants))}")
    return min(unread, key=lambda finding: (finding.outcome == "unbound", -finding.column))


def _unread(reading: Reading, claim: str) -> Finding:
    error = reading.error
    assert error is not None
    outcome: str = "unreadable" if error.kind in ("not-yet", "never") else error.kind
    if reading.kind == "fragment":
        outcome = "fragment"
    return Finding(
        outcome,
        reading.kind,
        claim,
        column=error.span.start + 1,
        end_column=error.span.end + 1,
        message=error.render(claim),
        hint=error.hint,
        readings=error.expected if error.kind == "ambiguous" else (),
    )


def _judge(reading: Reading, claim: str, bench: Bench) -> Finding:
    if reading.statements:
        return _together([_judge(part, _its_text(part, claim), bench) for part in reading.statements], reading, claim)
    sides = _sides(reading, bench)
    base = Finding("notation", reading.kind, claim, read_as=_read_as(sides), names=_names(reading))
    if len(sides) < 2 or reading.kind not in JUDGED:
        outcome = NOT_JUDGED.get(reading.kind, "notation")
        return replace(base, outcome=outcome, message=WHY_NOT_JUDGED.get(outcome, ""))
    others = [relation for relation in reading.relations if reading.update is None and relation not in EQUALITIES]
    if others:
        return replace(base, message=f"only equalities are judged, and this says {others[0]}: nothing was judged")
    links = tuple(_link(left, right, base, bench, sides[0]) for left, right in pairwise(sides))
    if len(links) == 1:
        return links[0]
    assumptions = tuple(dict.fromkeys(assumption for link in links for assumption in link.assumptions))
    return replace(_decisive(links), latex=claim, read_as=base.read_as, links=links, assumptions=assumptions)


def _decisive(findings: Sequence[Finding]) -> Finding:
    """The first that is refuted, else the first that is not settled, else the first."""
    refuted = next((k for k in findings if k.outcome == "refuted"), None)
    return refuted or next((k for k in findings if k.outcome not in ("proved", *NOT_JUDGED.values())), findings[0])


def _together(findings: Sequence[Finding], reading: Reading, claim: str) -> Finding:
    """One finding for several statements: each is a link, and the whole is what the decisive one is."""
    judged = [finding for finding in findings if finding.verdict is not None] or findings
    chosen = _decisive(judged)
    assumptions = tuple(dict.fromkeys(assumption for part in judged for assumption in part.assumptions))
    return replace(
        chosen, kind=reading.kind, latex=claim, names=_names(reading), assumptions=assumptions, links=tuple(findings)
    )


def _its_text(statement: Reading, claim: str) -> str:
    """The part of the claim's text that a statement stands in."""
    span = statement.surface.span if statement.surface else None
    return claim[span.start : span.end] if span else claim


def _names(reading: Reading) -> tuple[str, ...]:
    return tuple(dict.fromkeys(use.symbol.plain for use in reading.names))


def _sides(reading: Reading, bench: Bench) -> tuple[Expr, ...]:
    """The sides that are claimed to be equal; an update rule claims that its step is along the gradient."""
    update = reading.update
    if update is None:
        return reading.sides
    if update.gradient is None or not isinstance(update.target, Var):
        return ()
    along = update.gradient if update.sign < 0 else neg(update.gradient)
    return total_derivative(bench.system.loss, update.target), along


def _read_as(sides: Sequence[Expr]) -> str:
    return " = ".join(map(latex, typeset_sides(sides)))


def _link(left: Expr, right: Expr, base: Finding, bench: Bench, subject: Expr) -> Finding:
    verdict = decide(left, right, bench, subject)
    finding = replace(base, latex=base.latex, read_as=_read_as((left, right)), verdict=verdict, outcome=verdict.outcome)
    finding = replace(finding, sides=(left, right))
    details: Finding = _DETAILS[type(verdict)](finding, subject, verdict)
    return details


def _proved(finding: Finding, subject: Expr, verdict: Proved) -> Finding:
    assumptions = tuple(
        CONDITION_WORDS[a.condition].format(", ".join(latex(typeset(e)) for e in a.parts)) for a in verdict.assumptions
    )
    return replace(finding, sizes=verdict.sizes, layout=verdict.layout, assumptions=assumptions)


def _refuted(finding: Finding, subject: Expr, verdict: Refuted) -> Finding:
    point = verdict.counterexample
    counterexample = {
        "sizes": dict(point.sizes),
        "point": dict(point.point),
        "entry": list(point.entry),
        "left": point.left,
        "right": point.right,
    }
    mistake = {"kind": verdict.mistake.kind, "message": verdict.mistake.message} if verdict.mistake else None
    correct = _read_as((subject, verdict.correct)) if verdict.correct is not None else ""
    return replace(finding, counterexample=counterexample, mistake=mistake, correct=correct)


def _undecided(finding: Finding, subject: Expr, verdict: Undecided) -> Finding:
    tried = tuple(f"{attempt.method}: {attempt.ended}" for attempt in verdict.tried)
    return replace(finding, tried=tried, message=f"{verdict.reason}; {verdict.evidence}".rstrip("; "))


_DETAILS: Mapping[type, Any] = {Proved: _proved, Refuted: _refuted, Undecided: _undecided}
