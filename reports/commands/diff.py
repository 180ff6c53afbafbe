"""`derive diff`: a formula differentiated step by step."""

from __future__ import annotations

import argparse

from derive.notation.scoping import BadScope, scope
from reports import formats
from reports.differentiating import as_data, document, found, lines
from reports.exits import FINE
from reports.failing import Failure
from reports.printing import print_json, timed


def run(options: argparse.Namespace) -> int:
    """Print the steps, or write them to a file."""
    try:
        known = scope(options.declare)
    except BadScope as problem:
        raise Failure(str(problem)) from problem
    try:
        if options.output is not None:
            formats.refuse_others(options.output, options.force)
        with timed("derivative"):
            every = found(options.formula, options.names, known, options.order)
        if options.output is not None:
            formats.write(document(options.formula, every), options.output, force=options.force)
            print(f"written to {options.output}")
        elif options.format == "json":
            print_json(as_data(every))
        else:
            print("\n".join(lines(every)))
    except formats.ReportError as error:
        raise Failure(str(error)) from error
    return FINE
