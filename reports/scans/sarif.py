"""Findings as SARIF 2.1.0, which code hosts show beside the lines of a pull request."""

from __future__ import annotations

import json
from pathlib import PurePath
from typing import Any

from derive import __version__
from derive.findings import Finding
from derive.scanning import UNREAD, Findings, is_failing
from reports.placing import places
from reports.scans._told import evidence, fingerprint, message

SUFFIX = ".sarif"

RULES = {
    "refuted": "A formula is wrong: there is a counterexample",
    "ill-shaped": "The shapes in a formula do not fit",
    "proved": "A formula that is marked as wrong is right",
    "undecided": "A formula is neither proved nor refuted",
    "convention": "A formula is true only under another convention",
    "unreadable": "A formula or a file cannot be read",
    "unbound": "A name in a formula is unknown",
    "ambiguous": "A formula has two readings",
}
"""The outcomes that are results, and what each means."""


def written(found: Findings) -> str:
    """One run with a result for every finding that is wrong or not settled; what is known to be wrong is suppressed."""
    results = [_result(finding) for finding in found.findings if finding.outcome in RULES and _is_told(finding)]
    rules = [{"id": name, "shortDescription": {"text": text}} for name, text in RULES.items()]
    driver = {"name": "derive", "version": __version__, "rules": rules}
    run = {"tool": {"driver": driver}, "columnKind": "unicodeCodePoints", "results": results}
    schema = "https://json.schemastore.org/sarif-2.1.0.json"
    return json.dumps({"$schema": schema, "version": "2.1.0", "runs": [run]}, ensure_ascii=False, indent=2) + "\n"


def _is_told(finding: Finding) -> bool:
    return finding.outcome != "proved" or is_failing(finding)


def _result(finding: Finding) -> dict[str, Any]:
    level = "error" if is_failing(finding) else "note" if finding.outcome in ("convention", *UNREAD) else "warning"
    result = {
        "ruleId": finding.outcome,
        "level": level,
        "message": {"text": f"{message(finding)}\n\n{evidence(finding)}"},
        "locations": [_location(place) for place in places(finding)],
        "partialFingerprints": {"formula/v1": fingerprint(finding)},
    }
    if finding.expected and not is_failing(finding):
        result["suppressions"] = [{"kind": "inSource", "justification": finding.expected}]
    return result


def _location(place: Any) -> dict[str, Any]:
    region = {
        "startLine": place["line"],
        "startColumn": place["column"],
        "endLine": place["end_line"],
        "endColumn": place["end_column"],
    }
    return {"physicalLocation": {"artifactLocation": {"uri": PurePath(place["file"]).as_posix()}, "region": region}}
