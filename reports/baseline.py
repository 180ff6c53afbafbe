"""The baseline: findings that are known, so that an old document can start green, and only what is new fails."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path, PurePath

from derive.findings import Finding
from derive.scanning import Findings, is_failing
from reports.failing import Failure
from reports.scans._told import fingerprint

NOTE = "derive: findings that are known"
"""By this a baseline is known as one."""


def written(found: Findings) -> str:
    """The baseline of all that is wrong now."""
    known = [
        {"file": _name(finding), "fingerprint": fingerprint(finding), "formula": finding.latex}
        for finding in found.findings
        if is_failing(finding) and finding.kind != "file"
    ]
    return json.dumps({"note": NOTE, "known": known}, ensure_ascii=False, indent=2) + "\n"


def beside(found: Findings, path: Path) -> Findings:
    """The findings, of which those that the baseline has are known. Raises `Failure`."""
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
        entries = {(entry["file"], entry["fingerprint"]) for entry in data["known"]}
    except OSError as problem:
        hint = "--write-baseline makes one of what is wrong now"
        raise Failure(f"{path}: cannot be read: {problem.strerror}; {hint}") from problem
    except (ValueError, KeyError, TypeError, RecursionError) as problem:
        raise Failure(f"{path}: this is no baseline that derive has written") from problem
    files = (replace(file, findings=tuple(_known(f, entries) for f in file.findings)) for file in found.files)
    return Findings(tuple(files))


def _known(finding: Finding, entries: set[tuple[str, str]]) -> Finding:
    is_known = is_failing(finding) and not finding.expected and (_name(finding), fingerprint(finding)) in entries
    return replace(finding, expected="in the baseline") if is_known else finding


def _name(finding: Finding) -> str:
    return PurePath(finding.file).as_posix()
