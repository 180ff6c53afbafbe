"""Scanning with several processes: the same findings, in the same order, as with one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from functools import partial
from itertools import islice
from multiprocessing import get_context
from typing import Any

from derive.packing import packed, unpacked
from derive.scanning import File, Settings, scanned

AT_ONCE = 8
"""How many files a process takes at most before it gives their findings back."""


def scanned_by(jobs: int, names: Sequence[str], settings: Settings) -> Iterator[File]:
    """The files one after the other as they are scanned by so many processes.

    Where a process is lost, the files that are left are scanned here. Raises what `derive.scanning.scanned` raises.
    """
    settings.standpoints()
    done = 0
    try:
        # Processes that are forked from one with threads may hang.
        with ProcessPoolExecutor(jobs, mp_context=get_context("spawn")) as pool:
            at_once = max(1, min(AT_ONCE, len(names) // (4 * jobs)))
            for name, found, drawn_in in pool.map(partial(_scanned, settings=settings), names, chunksize=at_once):
                done += 1
                yield File(name, unpacked(found)[0], drawn_in)
    except BrokenProcessPool:
        yield from scanned(islice(names, done, None), settings)


def _scanned(name: str, settings: Settings) -> tuple[str, dict[str, Any], tuple[str, ...]]:
    """A file as plain data, in which an expression that several findings share stands once."""
    [file] = scanned([name], settings)
    return file.name, packed(file.findings), file.drawn_in
