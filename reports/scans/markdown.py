"""Findings as Markdown, for a comment on a pull request: what is to be looked at, and the counts."""

from __future__ import annotations

from derive.findings import Finding
from derive.scanning import Findings, is_failing
from reports.placing import first_line, places
from reports.scanning import summary
from reports.scans._told import message

SUFFIX = ".md"


def written(found: Findings) -> str:
    """A table for every file with something to look at, and the counts."""
    lines = ["# Formulas", "", *(f"{line.strip()}  " for line in summary(found))]
    for file in found.files:
        failing = [finding for finding in file.findings if is_failing(finding)]
        if failing:
            lines += [
                "",
                f"## {_cell(file.name)}",
                "",
                "| line | formula | what is wrong | right |",
                "|---|---|---|---|",
            ]
            lines += [_row(finding) for finding in failing]
    return "\n".join(lines) + "\n"


def _row(finding: Finding) -> str:
    lines = ", ".join(first_line(place) for place in places(finding))
    return f"| {lines} | {_formula(finding.latex)} | {_cell(message(finding))} | {_formula(finding.correct)} |"


def _formula(latex: str) -> str:
    line = _cell(" ".join(latex.replace("&", " ").split()))
    return f"${line}$" if line else ""


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ")
