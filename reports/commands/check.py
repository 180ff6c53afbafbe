"""`derive check`: formulas that somebody derived by hand, judged."""

from __future__ import annotations

import argparse
from importlib import import_module

from reports.checking import findings_for, lines_of
from reports.exits import worst
from reports.loading import loaded
from reports.printing import print_json


def run(options: argparse.Namespace) -> int:
    """Print what becomes of each formula, or of each answer to an exercise."""
    if options.answers:
        return _marked(options)
    if options.solutions:
        options.refuse("--solutions goes with --answers")
    findings, document = findings_for(options, loaded)
    if options.format == "json":
        print_json([finding.as_dict() for finding in findings])
    else:
        print("\n".join(lines_of(findings, document, options.hint)))
    return worst(findings, options.strict)


def _marked(options: argparse.Namespace) -> int:
    """Print what becomes of each answer to an exercise.

    Sheets are made with the cross-check of reports, which is imported for them alone: a claim does not wait for SymPy.
    """
    answering = import_module("reports.answering")
    papers = answering.papers(options)
    if options.format == "json":
        print_json([answering.as_dict(paper, options.solutions) for paper in papers])
    else:
        print("\n".join(answering.lines(papers, options.solutions)))
    return int(answering.code(papers, options.strict))
