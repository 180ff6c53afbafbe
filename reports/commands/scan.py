"""`derive scan`: every formula of documents, each judged in the scope that it stands in."""

from __future__ import annotations

import argparse

from reports import scanning
from reports.loading import loaded
from reports.printing import print_json
from reports.scans.json import as_data


def run(options: argparse.Namespace) -> int:
    """Print what somebody should look at, and write the findings where they are asked for."""
    options.model = loaded(options.model) if options.model else None
    found = scanning.findings_of(options)
    for path in options.output:
        scanning.write(found, path)
    if options.format == "json":
        print_json(as_data(found))
    else:
        print("\n".join(scanning.lines_of(found, everything=options.all, hint=options.hint)))
    return scanning.exit_code(found, strict=options.strict)
