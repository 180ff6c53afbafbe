"""`derive verify`: proofs that were printed, replayed without a prover."""

from __future__ import annotations

import argparse

from reports.exits import FINE, WRONG
from reports.failing import Failure
from reports.verifying import Unreadable, verified


def run(options: argparse.Namespace) -> int:
    """Print of each proof whether it holds; 1 where one does not."""
    code = FINE
    for path in options.certificate:
        try:
            for holds, line in verified(path):
                print(line)
                code = max(code, FINE if holds else WRONG)
        except Unreadable as problem:
            raise Failure(str(problem)) from problem
    return code
