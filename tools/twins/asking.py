"""Asking code that may break: what it raises is an answer too, and a wrong one."""

from __future__ import annotations

import traceback
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any


class Asker:
    """Calls what is measured, and tells whatever it raises by its name and place. To be closed after use."""

    def __init__(self) -> None:
        self._pool = ThreadPoolExecutor(1)

    def __enter__(self) -> Asker:
        return self

    def __exit__(self, *details: object) -> None:
        self._pool.shutdown()

    def ask(self, function: Callable[..., Any], *arguments: Any) -> tuple[Any, str]:
        """What the function returns, and an empty text; or None, and what it raised and where."""
        # A future holds whatever was raised without a clause that would catch everything.
        call = self._pool.submit(function, *arguments)
        error = call.exception()
        if error is None:
            return call.result(), ""
        place = traceback.extract_tb(error.__traceback__)[-1]
        where = f"{Path(place.filename).name}, {place.name}, line {place.lineno}"
        return None, f"{type(error).__name__}: {error} ({where})"
