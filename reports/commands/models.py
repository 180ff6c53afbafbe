"""`derive models`: the library, one line each."""

from __future__ import annotations

import argparse

from derive import models
from reports.exits import FINE


def run(options: argparse.Namespace) -> int:
    """Print every model and every family with its summary."""
    families = {name: models.family(name).summary for name in models.families()}
    summaries = {**{name: models.summary(name) for name in models.names()}, **families}
    width = max(map(len, summaries))
    for name, summary in sorted(summaries.items()):
        print(f"{name:<{width}}  {summary}")
    return FINE
