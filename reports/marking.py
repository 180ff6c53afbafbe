"""A derivation that was judged, as the terminal shows it: a mark for every line, the first wrong one in full."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from derive.findings import Finding, assumptions_of
from derive.homework import CLAIMING, first_wrong
from derive.ir import Expr
from reports.judgements import judged
from reports.spelling import text

MARKS = {
    "proved": "✓", "refuted": "✗", "ill-shaped": "✗", "undecided": "?", "convention": "~", "definition": "·",
    "declaration": "·", "fragment": "·", "value": "·", "update": "·", "unreadable": "!", "unbound": "!",
    "ambiguous": "!",
}  # fmt: skip
"""The mark of each outcome that has a line; what claims nothing has none."""

UNREAD = ("unreadable", "unbound", "ambiguous")
"""The outcomes of formulas that were not understood."""

MOST_UNREAD = 5
"""Of how many of them it is said in full why not."""

CARRIED_ON = "↳"
"""The mark of a line that is wrong only because an earlier one is."""

_BEFORE_REASON = re.compile(r"^(?:line|paragraph) \d+, column \d+: ")

LONGEST = 64
"""How wide a formula may be on the screen."""

USUAL = 48
"""Behind wider formulas than this the remarks do not line up: all others would be far away."""


_MACRO = re.compile(r"\\(?:(?:re|provide)?newcommand|def|DeclareMathOperator)\b")


def marked(findings: Sequence[Finding], name: str, hint: bool = False) -> Iterator[str]:
    """Every line that says something with its mark, then the first wrong one in full, and how many there were.

    With ``hint`` it says where to look, and not what is right.
    """
    rows = [row for finding in findings for row in _rows(finding, hint)]
    numbers = max((len(str(line)) for line, *_ in rows), default=1)
    widths = [_width(formula) for _, _, formula, note in rows if note]
    width = max((found for found in widths if found <= USUAL), default=0)
    for line, mark, formula, note in rows:
        gap = " " * (max(width - _width(formula), 0) + 3) if note else ""
        yield f"{line:>{numbers}}  {mark}  {formula}{gap}{note}".rstrip()
    yield from _unread(findings)
    wrong = first_wrong(findings)
    if wrong is not None:
        yield ""
        yield f"the first wrong line is line {_line_of(wrong)}"
        yield from ("  " + line for line in judged(replace(wrong, latex=in_a_line(wrong.latex)), hint))
    assumptions = assumptions_of(findings)
    if assumptions:
        yield ""
        yield f"assuming {', '.join(assumptions)}"
    if rows:
        yield ""
    yield f"{name}: {_counted(findings)}" if name else _counted(findings)


def _unread(findings: Sequence[Finding]) -> Iterator[str]:
    """Why lines could not be read, each with the place: every reason once, and of many reasons the first ones."""
    reasons: dict[str, list[Finding]] = {}
    for finding in findings:
        if finding.outcome in UNREAD:
            reasons.setdefault(_reason(finding), []).append(finding)
    for first, *others in list(reasons.values())[:MOST_UNREAD]:
        yield ""
        yield from first.message.splitlines()
        if others:
            lines = dict.fromkeys(str(other.line) for other in others)
            yield f"  the same on line{'s' if len(lines) > 1 else ''} {', '.join(lines)}"
    if len(reasons) > MOST_UNREAD:
        yield ""
        yield f"and {len(reasons) - MOST_UNREAD} reasons more; --format json has them all"


def _rows(finding: Finding, hint: bool) -> Iterator[tuple[int, str, str, str]]:
    """The line, the mark, the formula and a remark, for each line on which a new side of the formula stands."""
    if _is_mention(finding):
        return
    links = finding.links or (finding,)
    begun = False
    while links:
        line = links[0].line
        count = next((k for k, link in enumerate(links) if link.line != line), len(links))
        here, links = links[:count], links[count:]
        worst = _worst(here)
        yield line, _mark(worst), _clipped(_formula(here, finding, goes_on=begun)), noted(worst, hint)
        begun = True


def _is_mention(finding: Finding) -> bool:
    """Whether a formula says nothing that could be right or wrong, so that it has no line: a name, a macro."""
    if finding.outcome == "fragment":
        return CLAIMING.search(finding.latex) is None
    is_macro = finding.outcome == "declaration" and _MACRO.match(finding.latex) is not None
    return is_macro or finding.outcome not in MARKS


def _worst(links: Sequence[Finding]) -> Finding:
    order = ("refuted", "ill-shaped", "unreadable", "unbound", "ambiguous", "undecided", "convention", "proved")
    ranked = {outcome: rank for rank, outcome in enumerate(order)}
    return min(links, key=lambda link: (ranked.get(link.outcome, len(order)), link.follows_from is not None))


def _mark(finding: Finding) -> str:
    return CARRIED_ON if finding.follows_from is not None else MARKS.get(finding.outcome, "·")


def _formula(links: Sequence[Finding], finding: Finding, *, goes_on: bool) -> str:
    sides: list[Expr] = []
    for link in links:
        sides += link.sides[1:] if sides or goes_on or _begins_with_relation(finding) else link.sides
    if not sides:
        return in_a_line(finding.latex)
    shown = " = ".join(map(text, sides))
    return f"  = {shown}" if goes_on or _begins_with_relation(finding) else shown


def in_a_line(latex: str) -> str:
    """LaTeX in one line, without the marks of columns."""
    return " ".join(latex.replace("&", " ").split())


def _begins_with_relation(finding: Finding) -> bool:
    return finding.latex.lstrip(" &").startswith(("=", "\\equiv", "≡"))


def noted(finding: Finding, hint: bool = False) -> str:
    """What is said of a line beside its formula."""
    if finding.follows_from is not None:
        return f"follows from line {finding.follows_from}"
    if finding.outcome == "refuted":
        return "wrong" if hint or finding.named is None else finding.named.told(text)
    if finding.outcome == "proved" and finding.sizes != "all":
        return "for some sizes"
    if finding.outcome == "undecided":
        return "neither proved nor refuted"
    if finding.outcome == "ill-shaped":
        return "shapes do not fit"
    if finding.outcome in ("convention", *UNREAD):
        return _reason(finding)
    if finding.outcome == "fragment":
        return finding.message if finding.kind == "claim" else "one side only: nothing was judged"
    return finding.hint if finding.outcome in ("declaration", "definition") else ""


def _reason(finding: Finding) -> str:
    """Why a formula was not understood, without the place."""
    return _BEFORE_REASON.sub("", finding.message.partition("\n")[0]) or finding.outcome


def _line_of(finding: Finding) -> int:
    """The line on which the wrong step of a finding stands."""
    wrong = (link for link in finding.links if link.outcome == "refuted" and link.follows_from is None)
    return next(wrong, finding).line


def _clipped(formula: str) -> str:
    return formula if _width(formula) <= LONGEST else formula[: LONGEST - 1].rstrip() + "…"


def _width(formula: str) -> int:
    return sum(not unicodedata.combining(character) for character in formula)


def shown_formula(finding: Finding) -> str:
    """The formula of a finding with all its links in one line, as wide as a screen has room for."""
    links = finding.links or (finding,)
    in_chain = all(len(link.sides) == 2 for link in links)
    return _clipped(_formula(links, finding, goes_on=False) if in_chain else in_a_line(finding.latex))


def named_counts(counts: Mapping[str, int]) -> str:
    """How many formulas there were of each outcome, in words."""
    order = {kind: place for place, kind in enumerate(_NAMES)}
    ranked = sorted(counts, key=lambda kind: order.get(kind, len(order)))
    return ", ".join(f"{counts[kind]} {_NAMES.get(kind, (kind, kind))[counts[kind] > 1]}" for kind in ranked)


def _counted(findings: Sequence[Finding]) -> str:
    """How many formulas there were of each outcome; the numbers add up to their total."""
    if not findings:
        return "there is no formula in it"
    kinds = ["carried on" if f.follows_from is not None else f.outcome for f in findings]
    return f"{len(kinds)} formula{'s' if len(kinds) > 1 else ''}: {named_counts(Counter(kinds))}"


_NAMES = {
    "proved": ("proved", "proved"),
    "refuted": ("refuted", "refuted"),
    "carried on": ("that follows from a mistake", "that follow from a mistake"),
    "undecided": ("undecided", "undecided"),
    "unbound": ("with an unknown name", "with unknown names"),
    "definition": ("definition", "definitions"),
    "declaration": ("declaration", "declarations"),
    "value": ("value", "values"),
    "update": ("step of a loop", "steps of a loop"),
    "fragment": ("fragment", "fragments"),
    "notation": ("that claims nothing", "that claim nothing"),
    "prose": ("that is prose", "that are prose"),
}
"""What one formula of an outcome is called, and what several are; others go by their outcome."""
