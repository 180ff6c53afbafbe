"""Files to scan: from names, folders and patterns to the files themselves, and what they may draw in.

Hidden files and folders are passed over, links to folders are not followed, and each file is taken once.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO

from derive import sources
from derive.documents import BadDocument, decoded

PASSED_OVER = frozenset({"node_modules", "__pycache__", "site-packages", "venv"})
"""Folders that hold nothing of the user's own."""


class NoFiles(ValueError):
    """There is nothing to scan under a name. The message says what was looked for."""


def files_under(names: Sequence[str]) -> Iterator[str]:
    """The files that names, folders and patterns stand for, in order. Raises `NoFiles`.

    A name that is a file is taken whatever its suffix is; ``-`` stands for what is piped in. A pipe, and a link that
    leads nowhere, are taken too: that they cannot be read is found out, and the others are scanned all the same.
    """
    seen: set[str] = set()
    for name in names:
        found = [name] if name == "-" or _is_one(name) else list(_under(name))
        if not found:
            known = ", ".join(sorted(sources.suffixes()))
            what = "no file of a known format is in it" if _is_folder(name) else "there is no such file or folder"
            raise NoFiles(f"{name}: {sources.way_out(name) or what}; what is read ends in {known}")
        for file in found:
            real = os.path.realpath(file) if file != "-" else file
            if real not in seen:
                seen.add(real)
                yield file


def _is_one(name: str) -> bool:
    """Whether something is there under a name that is no folder."""
    return os.path.lexists(name) and not _is_folder(name)


def _is_folder(name: str) -> bool:
    try:
        return Path(name).is_dir()
    except OSError:
        # Such as a name that is too long for one.
        return False


def _under(name: str) -> Iterator[str]:
    if _is_folder(name):
        yield from _in_folder(name)
    elif any(character in name for character in "*?["):
        pattern = Path(name)
        root = Path(pattern.anchor)
        for found in sorted(root.glob(str(pattern.relative_to(root)))):
            if found.is_file() and sources.format_of(str(found)) is not None:
                yield str(found)


def _in_folder(folder: str) -> Iterator[str]:
    for at, folders, files in os.walk(folder):
        folders[:] = sorted(f for f in folders if not f.startswith(".") and f not in PASSED_OVER)
        for file in sorted(files):
            if not file.startswith(".") and sources.format_of(file) is not None:
                yield str(Path(at) / file)


def content_of(name: str, format: str | None = None) -> bytes:
    """The bytes of a file, of which no more are read than its format may have. Raises `BadDocument`.

    A pipe or a device is no file, and is not waited for; a file that changes meanwhile is none that could be judged.
    """
    try:
        if not stat.S_ISREG(Path(name).stat().st_mode):
            raise BadDocument(f"{name}: this is no file, but a folder, a pipe or a device")
        with Path(name).open("rb") as file:
            before = _state(file)
            content = file.read(sources.most_bytes(name, format) + 1)
            if _state(file) != before:
                raise BadDocument(f"{name}: this was changed while it was read; scan it again")
            return content
    except OSError as error:
        raise BadDocument(f"{name}: cannot be read: {error.strerror}") from error


def _state(file: BinaryIO) -> tuple[int, int]:
    """What tells that a file has been written to: its size, and when it was written last."""
    status = os.fstat(file.fileno())
    return status.st_size, status.st_mtime_ns


@dataclass
class Folder:
    """The folder outside of which nothing is drawn in; ``drawn_in`` lists the files that were."""

    root: Path
    drawn_in: list[str] = field(default_factory=list)

    def text_of(self, name: str, drawn_in_by: str) -> tuple[str, str]:
        """The path and the text of a file that another one draws in. Raises `BadDocument` where it may not be read."""
        if Path(name).is_absolute() or name.startswith("~") or "|" in name:
            raise BadDocument(f"{name}: only files inside the folder {self.root} are drawn in")
        beside = Path(drawn_in_by).parent
        tried = [folder / (name + suffix) for folder in (beside, self.root) for suffix in (".tex", "")]
        root = Path(os.path.realpath(self.root))
        for path in tried:
            real = Path(os.path.realpath(path))
            if not real.is_relative_to(root):
                raise BadDocument(f"{name}: only files inside the folder {self.root} are drawn in")
            if real.is_file():
                self.drawn_in.append(str(real))
                return str(path), decoded(content_of(str(path)), str(path))
        raise BadDocument(f"{name}: there is no such file beside {drawn_in_by}")
