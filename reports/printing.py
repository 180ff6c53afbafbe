"""What commands print for programs."""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any


def print_json(data: Sequence[Mapping[str, Any]] | Mapping[str, Any]) -> None:
    """The data as JSON: with the characters themselves where the output can hold all of them."""
    holds_all = (sys.stdout.encoding or "").lower().replace("-", "") == "utf8"
    print(json.dumps(data, ensure_ascii=not holds_all, indent=2))


@contextmanager
def timed(name: str) -> Iterator[None]:
    """Say how long a part took, where DERIVE_TIMINGS asks for it."""
    start = time.perf_counter()
    yield
    if os.environ.get("DERIVE_TIMINGS"):
        print(f"timing {name} {time.perf_counter() - start:.4f}", file=sys.stderr)
