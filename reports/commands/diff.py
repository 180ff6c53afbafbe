"""`derive diff`: a formula differentiated step by step."""

from __future__ import annotations

import argparse
import json

from derive.notation.scoping import BadScope, scope
from reports import formats
from reports.differentiating import Found, as_data, document, found, lines
from reports.exits import FINE
from reports.failing import Failure
from reports.languages import UnknownLanguage
from reports.printing import print_json, timed

NAMES = {"md": "markdown"}
"""What formats are called elsewhere."""


def run(options: argparse.Namespace) -> int:
    """Print the steps, or write them to a file."""
    try:
        known = scope(options.declare)
    except BadScope as problem:
        raise Failure(str(problem)) from problem
    try:
        name = _format_of(options)
        if options.output is not None:
            formats.refuse_others(options.output, options.force)
        with timed("derivative"):
            every = found(options.formula, options.names, known, options.order, options.lang)
        if options.output is not None:
            _write(every, options, name)
        elif name == "json":
            print_json(as_data(every))
        elif name == "terminal":
            print("\n".join(lines(every)))
        else:
            print(formats.render(document(every), name), end="")
    except (UnknownLanguage, formats.ReportError) as error:
        raise Failure(str(error)) from error
    return FINE


def _format_of(options: argparse.Namespace) -> str:
    """The format that is asked for, or that the file's suffix says."""
    if options.output is None:
        if options.format == "pdf":
            raise Failure("a PDF goes into a file: say which, with -o FILE.pdf")
        asked = options.format or "text"
        return "terminal" if asked == "text" else NAMES.get(asked, asked)
    if options.format is None and options.output.suffix.lower() == ".json":
        return "json"
    if options.format is not None:
        return str(NAMES.get(options.format, options.format))
    try:
        return formats.format_of(options.output)
    except formats.UnknownFormat as error:
        raise Failure(f"{error}, .json") from error


def _write(every: Found, options: argparse.Namespace, name: str) -> None:
    if name == "json":
        data = {"note": formats.NOTICE, "derivatives": as_data(every)}
        formats.write_bytes(options.output, (json.dumps(data, ensure_ascii=False, indent=2) + "\n").encode())
    else:
        formats.write(document(every), options.output, name, options.force)
    print(f"written to {options.output}")
