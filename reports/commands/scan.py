"""`derive scan`: every formula of documents, each judged in the scope that it stands in."""

from __future__ import annotations

import argparse
import sys

from reports import baseline, scanning, scans
from reports.annotating import annotate
from reports.loading import loaded
from reports.printing import print_json
from reports.scans.json import as_data


def run(options: argparse.Namespace) -> int:
    """Print what somebody should look at, and write the findings where they are asked for."""
    options.model = loaded(options.model) if options.model else None
    forms = [(path, scanning.form_of(path)) for path in options.output]
    found = scanning.findings_of(options)
    scanning.refuse_inputs(found, (*options.output, options.write_baseline))
    if options.write_baseline is not None:
        scanning.write(baseline.written(found), options.write_baseline, force=options.force)
    if options.baseline is not None:
        found = baseline.beside(found, options.baseline)
    for path, form in forms:
        scanning.write(scans.written(found, form), path, force=options.force)
    if options.annotate is not None:
        for line in annotate(found, options.annotate, options.as_format, force=options.force):
            print(line, file=sys.stderr)
    if options.format == "text":
        print("\n".join(scanning.lines_of(found, everything=options.all, hint=options.hint)))
    elif options.format == "json":
        print_json(as_data(found))
    else:
        print(scans.written(found, options.format), end="")
    return scanning.exit_code(found, strict=options.strict)
