"""Scanning on a Dask cluster that is there already: the same findings, in the same order, as in one process.

Files are read here and judged there, so that the workers need no folder in common with us; what is kept is kept here.
A worker must have the very same program as we have. What a worker does not bring back is judged here.

A cluster is trusted as Dask trusts it: with whatever it sends in its own pickled messages. Findings come as plain data
(`derive.packing`); that they are right is nothing that could be told from them.
"""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from threading import Lock
from typing import Any

from distributed import CancelledError, Client, Future, KilledWorker

from derive.documents import Document
from derive.files import content_of
from derive.fingerprints import program
from derive.packing import Unpackable, packed, unpacked
from derive.scanning import File, Opened, Settings, finished, judged, opened
from derive.standpoints import Standpoint

_ADDRESS = re.compile(r"[a-z]+://[^\s/]+:\d{1,5}")

PATIENCE = 10
"""How many seconds we wait for the cluster's first answer."""

AHEAD = 4
"""How many files are handed over for each thread of the cluster before the first of them is taken back."""

GLANCE = 2
"""After how many seconds of waiting we look whether there is still somebody to wait for."""

LOST = (KilledWorker, CancelledError, OSError, TimeoutError)
"""What happens where a worker is lost, or the whole cluster."""


_ONE_AT_A_TIME = Lock()
"""Equal expressions are one object, which two threads that build them at once could not promise."""


class BadCluster(ValueError):
    """There is no cluster that could be used. The message says why."""


def scanned_on(address: str, names: Sequence[str], settings: Settings) -> Iterator[File]:
    """The files one after the other as the cluster at that address judges them.

    Raises `BadCluster`, and what `derive.scanning.scanned` raises for settings.
    """
    standpoints = settings.standpoints()
    with _client(address) as client:
        cluster = _Cluster(client, settings, standpoints)
        most = AHEAD * max(sum(client.nthreads().values()), 1)
        waiting: deque[tuple[File | Opened, Future | None]] = deque()
        for name in names:
            file = opened(name, partial(content_of, name, settings.format), settings)
            waiting.append((file, cluster.handed(file)))
            if len(waiting) > most:
                yield cluster.taken(*waiting.popleft())
        while waiting:
            yield cluster.taken(*waiting.popleft())


def _client(address: str) -> Client:
    """The cluster, whose workers have the same program. Raises `BadCluster`."""
    if _ADDRESS.fullmatch(address) is None:
        raise BadCluster(f"{address!r} is no address of a Dask scheduler, which is written like tcp://host:8786")
    try:
        client = Client(address, timeout=PATIENCE, set_as_default=False)
    except (OSError, TimeoutError, ValueError) as problem:
        raise BadCluster(f"{address}: no Dask scheduler answers there: {problem}") from problem
    try:
        programs = client.run(program)
    except (ImportError, AttributeError, RuntimeError) as problem:
        client.close()
        raise BadCluster(f"{address}: a worker cannot import derive: install it there: {problem}") from problem
    others = sorted(worker for worker, found in programs.items() if found != program())
    if not programs or others:
        client.close()
        what = f"{', '.join(others)} has another derive, or other versions of what it is built on"
        raise BadCluster(f"{address}: {what if programs else 'this cluster has no workers'}")
    return client


def judged_there(document: Document, settings: Settings) -> dict[str, Any]:
    """The findings of a document as plain data, with the program that found them; this runs on a worker."""
    with _ONE_AT_A_TIME:
        return {**packed(judged(document, settings.standpoints(), settings)), "program": program()}


@dataclass
class _Cluster:
    """The cluster as long as it is there; once it is lost, all that is left is judged here."""

    client: Client
    settings: Settings
    standpoints: tuple[Standpoint, ...]
    is_lost: bool = False

    def handed(self, file: File | Opened) -> Future | None:
        """What will become of a file; None where that is known already, or the cluster is lost."""
        if isinstance(file, File) or self.is_lost:
            return None
        try:
            return self.client.submit(judged_there, file.document, replace(self.settings, cache=None), pure=False)
        except LOST:
            return None

    def taken(self, file: File | Opened, future: Future | None) -> File:
        """The file with its findings: those from there, or else new ones."""
        if isinstance(file, File):
            return file
        data = self._brought(future)
        with _ONE_AT_A_TIME:
            try:
                findings = unpacked(data)[0]
            except Unpackable:
                findings = judged(file.document, self.standpoints, self.settings)
        return finished(file, findings, self.settings)

    def _brought(self, future: Future | None) -> Any:
        """What a worker brings back; None where it is lost, or has another program."""
        while future is not None and not self.is_lost:
            try:
                data = future.result(timeout=GLANCE)
                return data if data.get("program") == program() else None
            except TimeoutError:
                self.is_lost = not self._has_workers()
            except LOST:
                return None
        return None

    def _has_workers(self) -> bool:
        try:
            return bool(self.client.nthreads())
        except LOST:
            return False
