"""Counting work instead of time: how many calls of functions of the package a piece of code makes."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from types import FrameType
from typing import Any

import derive

PACKAGE = str(Path(derive.__file__).parent)


class TooMuchWork(AssertionError):
    """More calls were made than allowed; raised in the middle of the work, so that a test ends."""


def calls_of(run: Callable[[], object], most: int = sys.maxsize) -> int:
    """How many calls of the package's functions ``run`` makes. Raises `TooMuchWork` beyond ``most``.

    Generators count each time they are resumed. What a single call does inside the interpreter does not count.
    """
    count = 0

    def note(frame: FrameType, event: str, argument: Any) -> None:
        nonlocal count
        if event == "call" and frame.f_code.co_filename.startswith(PACKAGE):
            count += 1
            if count > most:
                raise TooMuchWork(f"more than {most} calls")

    before = sys.getprofile()
    sys.setprofile(note)
    try:
        run()
    finally:
        sys.setprofile(before)
    return count
