"""Formulas that slides show step by step: one that is not whole yet claims nothing.

A document says so with ``steps`` among its declarations, because nothing else tells ∂L/∂w = ∂L/∂a on its way to a
product from a mistake that is mended later. What is refuted is then a fragment where a formula behind it, of the same
model, begins with all of its signs, goes on, and is proved, or true under a convention.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TypeAlias

from derive.documents import Document
from derive.findings import Finding
from derive.ir import Apply, Expr
from derive.notation.declarations import parse_declarations

KEY = "steps"
"""The declaration."""

End: TypeAlias = tuple[str, Expr, int]
"""The last side of a chain, what it is about, and its line."""

MOST_ENDS = 8
"""From how many chains before it a row may go on, on slides with several columns."""

MAX_CHAIN = 2_000
"""How many characters a chain over several rows may have."""

_LAYOUT = re.compile(
    r"\\(?:begin|end)\s*\{[a-z]*\*?\}|\\(?:left|right)(?![A-Za-z])\.?|\\[\\,;:! ]|\\boxed(?![A-Za-z])"
    r"|\\[bx]?cancel(?![A-Za-z])|&|\s+"
)
"""What says how a formula looks, and not what it says."""
_SIGN = re.compile(r"\\[A-Za-z]+|\\.|\d+(?:\.\d+)?|.", re.DOTALL)
STEP = "a step on the way to line {}, which is true"
_TRUE = ("proved", "convention")
_CLOSING = frozenset(")]")
_BOUND = frozenset("^_'!")
"""The signs that belong to what stands before them: no step ends there."""


def in_steps(document: Document) -> bool:
    """Whether a document says that its formulas are shown step by step."""
    return any(
        declaration.key == KEY
        for piece in document.pieces
        if piece.kind == "declaration"
        for declaration in parse_declarations(piece.text)[0]
    )


def completed(findings: Sequence[Finding]) -> Iterator[Finding]:
    """The findings, in their order, with those as fragments that are refuted and only the beginning of a true one."""
    whole: dict[tuple[int, str], int] = {}
    wrong = {_key(finding) for finding in findings if finding.outcome == "refuted"}
    steps: dict[int, int] = {}
    chains = _chains(findings)
    for place in range(len(findings) - 1, -1, -1):
        finding = findings[place]
        if finding.outcome in _TRUE:
            for begun in (begun for text in chains[place] for begun in _beginnings(text)):
                if (finding.model, begun) in wrong:
                    whole[finding.model, begun] = finding.line
        elif finding.outcome == "refuted" and _key(finding) in whole:
            steps[place] = whole[_key(finding)]
    lines = {findings[place].line for place in steps}
    for place, finding in enumerate(findings):
        if place in steps:
            yield _fragment(finding, steps[place])
        else:
            yield replace(finding, follows_from=None) if finding.follows_from in lines else finding


def _chains(findings: Sequence[Finding]) -> list[tuple[str, ...]]:
    """Each formula by itself, and with the rows before it that it goes on from, where all of them are true."""
    found: list[tuple[str, ...]] = []
    before = ""
    for finding in findings:
        goes_on = finding.latex.lstrip("& ").startswith("=")
        chain = f"{before} {finding.latex}" if goes_on and before else ""
        found.append((finding.latex, chain) if chain else (finding.latex,))
        before = (chain or finding.latex) if finding.outcome in _TRUE and len(chain) < MAX_CHAIN else ""
    return found


def _fragment(finding: Finding, line: int) -> Finding:
    whole = Finding("fragment", finding.kind, finding.latex, read_as=finding.read_as, sides=finding.sides)
    places = ("file", "line", "column", "end_line", "end_column", "cell", "expected", "model", "variant", "names")
    kept = {name: getattr(finding, name) for name in places}
    return replace(whole, message=STEP.format(line), **kept)


def _key(finding: Finding) -> tuple[int, str]:
    """A formula of a model by its signs, without the brackets that close behind it, between which it may go on."""
    signs = _signs(finding.latex)
    while signs and signs[-1] in _CLOSING:
        signs.pop()
    return finding.model, " ".join(signs)


def _signs(latex: str) -> list[str]:
    return _SIGN.findall(_LAYOUT.sub(" ", latex).replace(" ", ""))


def _beginnings(latex: str) -> Iterator[str]:
    """What a formula may begin with that is not all of it, sign by sign; and a row of it, from its equals sign on."""
    signs = _signs(latex)
    for first in (0, *(place for place, sign in enumerate(signs) if sign == "=" and place)):
        begun = ""
        for sign in signs[first:]:
            if begun and sign not in _BOUND:
                yield begun
            begun = f"{begun} {sign}" if begun else sign


def others(ends: Sequence[End], subject: Expr) -> Sequence[End]:
    """The ends of the last chains that are about something else."""
    return [end for end in ends if end[1] != subject][1 - MOST_ENDS :]


def columns(ends: Sequence[End], subject: Expr | None) -> Iterator[End]:
    """The ends, the last one first, of chains about derivatives of what the one at hand is a derivative of."""
    above = _differentiated(subject)
    return (end for end in reversed(ends) if above is not None and _differentiated(end[1]) == above)


def _differentiated(subject: Expr | None) -> Expr | None:
    return subject.args[0] if isinstance(subject, Apply) and subject.op.name == "total" else None


def stands(findings: Sequence[Finding]) -> bool:
    """Whether all of a formula is read, and nothing of it is wrong."""
    return all(finding.outcome not in ("refuted", "ill-shaped", "unreadable") for finding in findings)
