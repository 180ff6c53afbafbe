"""A ∂ that was read as a digit: \\frac{3J}{3w} for ∂J/∂w, which cancels as algebra and so may hold for no reason."""

from __future__ import annotations

import re
from dataclasses import replace

from derive.checking import decide
from derive.findings import Finding
from derive.judging.grounds import Grounds
from derive.notation.reading import read
from derive.verdicts import Proved

_QUOTIENT = re.compile(r"\\frac\{\s*[2389]\s*(\\?[A-Za-z]+)\s*\}\{\s*[2389]\s*(\\?[A-Za-z]+)\s*\}")
HINT = "digits above and below the bars may be ∂ that were misread: as printed they cancel, and say nothing"
MISREAD = "digits stand where ∂ should"


def with_misreadings(finding: Finding, text: str, grounds: Grounds) -> Finding:
    """The finding about a claim with digits before names above and below bars.

    A claim that is wrong so, and right with ∂ for the digits, was misread; one that holds gets a hint.
    """
    meant = _QUOTIENT.sub(r"\\frac{\\partial \1}{\\partial \2}", text)
    if meant == text:
        return finding
    if finding.outcome == "proved":
        return replace(finding, hint=HINT)
    reading = read(meant, grounds.scope)
    if finding.outcome != "refuted" or reading.error is not None or len(reading.sides) != 2:
        return finding
    if not isinstance(decide(reading.sides[0], reading.sides[1], grounds.bench), Proved):
        return finding
    return replace(finding, mistake={"kind": "look-alike", "message": MISREAD}, correct=meant)
