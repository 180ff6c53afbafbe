"""`derive code`: a model's gradients as a function in NumPy, PyTorch or JAX."""

from __future__ import annotations

import argparse

from reports.coding import coded
from reports.exits import FINE
from reports.loading import loaded


def run(options: argparse.Namespace) -> int:
    """Print the function, or write it, after it was checked."""
    print(coded(options, loaded(options.model)), end="")
    return FINE
