"""`derive show`: a model's equations and all its gradients, in the terminal."""

from __future__ import annotations

import argparse

from derive.kernel import ReplayError
from derive.proposing import DerivingError
from reports.exits import FINE
from reports.failing import Failure
from reports.loading import loaded
from reports.showing import shown


def run(options: argparse.Namespace) -> int:
    """Print the derivation; nothing where something in it did not check."""
    try:
        # The whole text, before any of it is printed: nothing is shown of a derivation that does not check.
        lines = list(shown(loaded(options.model), options.order, options.steps))
    except (ReplayError, DerivingError) as error:
        raise Failure(f"nothing is shown, because something in it did not check: {error}") from error
    print("\n".join(lines))
    return FINE
