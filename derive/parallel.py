"""Scanning with several processes: the same findings, in the same order, as with one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from functools import partial
from itertools import islice
from multiprocessing import get_context

from derive.scanning import File, Settings, scanned


def scanned_by(jobs: int, names: Sequence[str], settings: Settings) -> Iterator[File]:
    """The files one after the other as they are scanned by so many processes.

    Where a process is lost, the files that are left are scanned here. Raises what `derive.scanning.scanned` raises.
    """
    settings.standpoints()
    done = 0
    try:
        # Processes that are forked from one with threads may hang.
        with ProcessPoolExecutor(jobs, mp_context=get_context("spawn")) as pool:
            for file in pool.map(partial(_scanned, settings=settings), names):
                done += 1
                yield file
    except BrokenProcessPool:
        yield from scanned(islice(names, done, None), settings)


def _scanned(name: str, settings: Settings) -> File:
    [file] = scanned([name], settings)
    return file
