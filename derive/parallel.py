"""Scanning with several processes: the same findings, in the same order, as with one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from functools import partial
from itertools import islice
from multiprocessing import get_context
from typing import Any

from derive.files import content_of
from derive.packing import packed, unpacked
from derive.scanning import File, Settings, judged, kept, opened, scanned
from derive.standpoints import Standpoint

AT_ONCE = 8
"""How many files a process takes at most before it gives their findings back."""


def scanned_by(jobs: int, names: Sequence[str], settings: Settings) -> Iterator[File]:
    """The files one after the other as they are scanned by so many processes.

    Where a process is lost, the files that are left are scanned here. Raises what `derive.scanning.scanned` raises.
    """
    settings.standpoints()
    done = 0
    at_once = max(1, min(AT_ONCE, len(names) // (4 * jobs)))
    shares = [names[first : first + at_once] for first in range(0, len(names), at_once)]
    try:
        # Processes that are forked from one with threads may hang.
        with ProcessPoolExecutor(jobs, mp_context=get_context("spawn")) as pool:
            for files in pool.map(partial(_scanned, settings=settings), shares):
                for name, found, drawn_in in files:
                    done += 1
                    yield File(name, unpacked(found)[0], drawn_in)
    except BrokenProcessPool:
        yield from scanned(islice(names, done, None), settings)


def _scanned(names: Sequence[str], settings: Settings) -> list[tuple[str, dict[str, Any], tuple[str, ...]]]:
    """Files as plain data, in which an expression that several findings share stands once.

    What is known before each of them is worked out once for all.
    """
    standpoints = settings.standpoints()
    return [_plain(name, standpoints, settings) for name in names]


def _plain(
    name: str, standpoints: tuple[Standpoint, ...], settings: Settings
) -> tuple[str, dict[str, Any], tuple[str, ...]]:
    file = opened(name, partial(content_of, name, settings.format), settings)
    if isinstance(file, File):
        return name, packed(file.findings), file.drawn_in
    return name, kept(file, judged(file.document, standpoints, settings), settings), file.drawn_in
