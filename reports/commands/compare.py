"""`derive compare`: the same gradients in the usual conventions, side by side."""

from __future__ import annotations

import argparse

from derive.kernel import ReplayError
from derive.proposing import DerivingError
from reports import formats, houses, recurrences
from reports.comparing import compared
from reports.exits import FINE
from reports.failing import Failure
from reports.houses import UnknownNotation
from reports.languages import UnknownLanguage
from reports.loading import loaded
from reports.printing import timed
from reports.rereading import NotWritable


def run(options: argparse.Namespace) -> int:
    """Print the comparison, or write it to a file."""
    model = loaded(options.model)
    large = next((v for v in model.variants.values() if recurrences.is_large(v.system)), None)
    if large is not None:
        raise Failure(f"{options.model} has too many layers to be compared; take fewer, as with --layers 3,4,1")
    try:
        if options.output is not None:
            formats.refuse_others(options.output, options.force)
        with timed("comparison"):
            document = compared(model, options.lang, houses.chosen(options.notation))
        if options.output is None:
            print(formats.render(document, "text"), end="")
        else:
            formats.write(document, options.output, force=options.force)
            print(f"written to {options.output}")
    except (ReplayError, DerivingError) as error:
        raise Failure(f"nothing was compared, because a gradient of the model did not check: {error}") from error
    except (UnknownLanguage, UnknownNotation, NotWritable, formats.ReportError) as error:
        raise Failure(str(error)) from error
    return FINE
