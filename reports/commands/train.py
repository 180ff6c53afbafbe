"""`derive train`: a model is fitted to a table, step by step, by its gradients."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path

from derive.kernel import ReplayError
from derive.proposing import DerivingError
from reports import formats
from reports.exits import FINE
from reports.failing import Failure
from reports.loading import loaded
from reports.printing import print_json
from reports.trained import as_dict, lines_of
from reports.training import Trained, trained


def run(options: argparse.Namespace) -> int:
    """Train, print the history, and draw the pictures that are asked for."""
    draw = _pictures(options)
    try:
        made = trained(loaded(options.model), options)
    except (ReplayError, DerivingError) as error:
        raise Failure(f"nothing was trained, because the gradient did not check: {error}") from error
    written = [f"written to {path}" for path in draw(made)]
    if options.format == "json":
        print_json(as_dict(made, options.values))
    else:
        print("\n".join([*lines_of(made, options.values), *written]))
    return FINE


def _pictures(options: argparse.Namespace) -> Callable[[Trained], list[Path]]:
    """What draws the pictures that are asked for, and says where; refused before the training where it cannot be."""
    if options.plot is None and options.boundary is None:
        return lambda made: []
    try:
        from reports import curves
    except ModuleNotFoundError as error:
        hint = "pip install 'derive-gradients[plots]'"
        raise Failure(f"pictures are drawn by Matplotlib, which is not installed ({error.name}): {hint}") from error
    pictures = ((options.plot, curves.loss_curve), (options.boundary, curves.boundary))
    wanted = [(path, picture) for path, picture in pictures if path is not None]
    try:
        for path, _ in wanted:
            curves.refuse_suffix(path)
            formats.refuse_others(path, options.force)
    except (curves.NoPicture, formats.ReportError) as error:
        raise Failure(str(error)) from error

    def draw(made: Trained) -> list[Path]:
        try:
            for path, picture in wanted:
                formats.write_bytes(path, curves.drawn(picture(made), path))
        except (curves.NoPicture, formats.ReportError) as error:
            raise Failure(str(error)) from error
        return [path for path, _ in wanted]

    return draw
