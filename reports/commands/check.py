"""`derive check`: formulas that somebody derived by hand, judged."""

from __future__ import annotations

import argparse

from reports.checking import findings_for, lines_of
from reports.exits import worst
from reports.loading import loaded
from reports.printing import print_json


def run(options: argparse.Namespace) -> int:
    """Print what becomes of each formula."""
    findings, document = findings_for(options, loaded)
    if options.format == "json":
        print_json([finding.as_dict() for finding in findings])
    else:
        print("\n".join(lines_of(findings, document, options.hint)))
    return worst(findings, options.strict)
