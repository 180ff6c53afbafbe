"""`derive cache`: where the findings of documents are kept, how many there are, and how to be rid of them."""

from __future__ import annotations

import argparse

from derive.cache import Cache, folder
from reports.exits import FINE
from reports.failing import Failure


def run(options: argparse.Namespace) -> int:
    """Say where the cache is and what is in it; with ``--clear``, throw it away."""
    where = folder()
    if where is None:
        raise Failure("there is no folder for caches: set XDG_CACHE_HOME to one")
    cache = Cache(where)
    if options.clear:
        try:
            cache.clear()
        except OSError as problem:
            raise Failure(f"{cache.path}: cannot be removed: {problem.strerror}") from problem
    entries, size = cache.size()
    print(cache.path)
    print(f"{entries} {'entry' if entries == 1 else 'entries'}, {size / 1e6:.1f} MB")
    return FINE
