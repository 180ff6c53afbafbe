"""`derive figure`: a picture of a model by itself."""

from __future__ import annotations

import argparse
from pathlib import Path

from derive.crosschecking import Disagreement
from derive.kernel import ReplayError
from derive.proposing import DerivingError
from reports import formats
from reports.exits import FINE
from reports.failing import Failure
from reports.families import stem_of
from reports.formats import alone
from reports.loading import loaded
from reports.picturing import pictured
from reports.printing import timed


def run(options: argparse.Namespace) -> int:
    """Write the picture, after what it shows was checked."""
    model = loaded(options.model)
    stem = stem_of(model.name) or Path(options.model).stem
    path = options.output or Path(f"{stem}-{options.kind}.svg")
    try:
        alone.check(path)
        formats.refuse_others(path, options.force)
        with timed("figure"):
            figure, words = pictured(model, options.kind, options.variant, options.numbers)
            content = alone.drawn(figure, path, model.title, words)
        formats.write_bytes(path, content)
    except (ReplayError, Disagreement, DerivingError) as error:
        raise Failure(f"nothing was drawn, because something in it did not check: {error}") from error
    except formats.ReportError as error:
        raise Failure(str(error)) from error
    print(f"written to {path}")
    return FINE
