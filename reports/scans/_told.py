"""What the forms say of a finding, in words: one place for all of them."""

from __future__ import annotations

import hashlib
import re

from derive.findings import Finding
from derive.scanning import UNREAD, VERDICTS, is_failing
from reports.judgements import judged

_PLACE = re.compile(r"^(?:line|paragraph) \d+, column \d+: ")


def message(finding: Finding) -> str:
    """What is found, in one sentence."""
    if finding.expected and is_failing(finding):
        found = finding.outcome if finding.outcome in (*VERDICTS, *UNREAD) else "no claim"
        return f"is marked as wrong ({finding.expected}), and is {found}"
    told = (finding.mistake or {}).get("message") if finding.mistake else ""
    first = told or _PLACE.sub("", finding.message.partition("\n")[0])
    return first or finding.outcome


def evidence(finding: Finding) -> str:
    """All that is shown of a finding: the counterexample, the right formula, what was assumed."""
    return "\n".join(judged(finding, hint=False)) if finding.kind != "file" else finding.message


def fingerprint(finding: Finding) -> str:
    """What tells a finding from others wherever its formula moves: the formula and what became of it."""
    text = " ".join(finding.latex.split()) or finding.message
    return hashlib.sha256(f"{finding.outcome}\n{text}".encode(errors="backslashreplace")).hexdigest()[:16]
