"""The cache: what was found out once, in the user's folder for such things, by a digest of all that it rests on.

An entry is JSON with a checksum over it and its key. One that is damaged, that belongs to another key, or that another
program wrote, is none; a file that is no cache is replaced. Several processes may use it at once. Nothing here says
that an entry is right: that is for the key, which must hold everything the entry depends on (`derive.fingerprints`).
"""

from __future__ import annotations

import hashlib
import json
import os
import sqlite3
import sys
import zlib
from collections.abc import Callable
from contextlib import closing, suppress
from pathlib import Path
from typing import Any, TypeVar

T = TypeVar("T")

MOST_BYTES = 64_000_000
"""How large the cache grows; then the oldest entries are left out."""

LONGEST = 100_000_000
"""How many characters an entry may have."""

FILE = "verdicts.sqlite"

OURS = 0x64657269
"""The number by which SQLite's own header says whose file it is."""

PATIENCE = 5.0
"""How many seconds a process waits for another one that writes."""


def folder() -> Path | None:
    """The user's folder for caches of this program; None where there is none."""
    try:
        if os.environ.get("XDG_CACHE_HOME"):
            home = Path(os.environ["XDG_CACHE_HOME"])
        elif sys.platform == "win32":
            home = Path(os.environ.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local")
        else:
            home = Path.home() / ("Library/Caches" if sys.platform == "darwin" else ".cache")
    except RuntimeError:
        return None
    return home / "derive" if home.is_absolute() else None


class Cache:
    """Entries by keys, in one file of a folder. What cannot be read is not there; what cannot be written is left."""

    def __init__(self, where: Path, most: int = MOST_BYTES) -> None:
        self.path, self.most = where / FILE, most

    def get(self, key: str) -> Any:
        """The entry of that key; None where there is none that is whole."""
        if not self._is_there():
            return None
        rows = self._tried(
            lambda base: base.execute("SELECT data, checksum FROM entries WHERE key = ?", (key,)).fetchall()
        )
        return _read(key, *rows[0]) if rows else None

    def put(self, key: str, entry: Any) -> None:
        """Keep an entry. It is left where there is no room for it, or where nothing can be written."""
        data = zlib.compress(json.dumps(entry, separators=(",", ":")).encode(), 1)
        if len(data) > self.most // 4:
            return
        with suppress(OSError):
            self.path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            self._tried(lambda base: self._insert(base, key, data))

    def _insert(self, base: sqlite3.Connection, key: str, data: bytes) -> None:
        base.execute("INSERT OR REPLACE INTO entries VALUES (?, ?, ?)", (key, data, _checksum(key, data)))
        if _used(base) > self.most:
            base.execute(
                "DELETE FROM entries WHERE rowid IN "
                "(SELECT rowid FROM entries ORDER BY rowid LIMIT (SELECT count(*) / 2 FROM entries))"
            )
        base.commit()

    def size(self) -> tuple[int, int]:
        """How many entries there are, and how many bytes they take."""
        if not self._is_there():
            return 0, 0
        return self._tried(lambda base: (base.execute("SELECT count(*) FROM entries").fetchone()[0], _used(base))) or (
            0,
            0,
        )

    def clear(self) -> None:
        """Throw all of it away. Raises `OSError` where that cannot be done."""
        for suffix in ("", "-journal"):
            Path(f"{self.path}{suffix}").unlink(missing_ok=True)

    def _is_there(self) -> bool:
        try:
            return self.path.is_file()
        except OSError:
            return False

    def _tried(self, action: Callable[[sqlite3.Connection], T]) -> T | None:
        """What an action gives; None where it fails. A file that is no cache is thrown away."""
        try:
            with closing(sqlite3.connect(self.path, timeout=PATIENCE)) as base:
                _prepared(base)
                return action(base)
        except (sqlite3.OperationalError, sqlite3.ProgrammingError, OverflowError):
            return None
        except (sqlite3.DatabaseError, _NotOurs):
            with suppress(OSError):
                self.clear()
            return None


class _NotOurs(Exception):
    """Another program's file."""


def _prepared(base: sqlite3.Connection) -> None:
    """The table is there; what a crash of the machine would lose is lost, and is found to be damaged."""
    base.execute("PRAGMA synchronous = OFF")
    owner = base.execute("PRAGMA application_id").fetchone()[0]
    if owner == OURS:
        return
    if owner or base.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]:
        # Another process may have made the table in between.
        if base.execute("PRAGMA application_id").fetchone()[0] != OURS:
            raise _NotOurs
        return
    with base:
        base.execute("BEGIN IMMEDIATE")
        base.execute("CREATE TABLE IF NOT EXISTS entries (key TEXT PRIMARY KEY, data BLOB, checksum TEXT)")
        base.execute(f"PRAGMA application_id = {OURS}")


def _used(base: sqlite3.Connection) -> int:
    """How many bytes of the file are in use."""
    pages, free, size = (
        base.execute(f"PRAGMA {name}").fetchone()[0] for name in ("page_count", "freelist_count", "page_size")
    )
    return int((pages - free) * size)


def _checksum(key: str, data: bytes) -> str:
    return hashlib.sha256(key.encode() + b"\0" + data).hexdigest()


def _read(key: str, data: Any, checksum: Any) -> Any:
    if not isinstance(data, bytes) or checksum != _checksum(key, data):
        return None
    try:
        reader = zlib.decompressobj()
        text = reader.decompress(data, LONGEST)
        return json.loads(text) if reader.eof else None
    except (zlib.error, ValueError, RecursionError):
        return None
