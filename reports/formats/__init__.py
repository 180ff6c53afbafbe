"""The formats of a report, one module each, and the one way to write a report to a file.

A format's module is imported when a document is first rendered in it.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Literal, TypeAlias, cast

from reports.deck import Deck
from reports.document import Document

MARKER = "written by derive"
"""What every PDF of ours says in its metadata."""

NOTICE = f"{MARKER}; changes to this file will be overwritten"
"""What every other report says near its beginning or at its end. A file that does not is never overwritten unasked."""

FORMATS = ("pdf", "latex", "html", "markdown", "text")
"""The names of the formats."""

SUFFIXES = {
    ".pdf": "pdf",
    ".tex": "latex",
    ".html": "html",
    ".htm": "html",
    ".md": "markdown",
    ".txt": "text",
}
"""Which format a file's suffix asks for."""

Paper: TypeAlias = Literal["a4", "us-letter"]
PAPERS: Mapping[Paper, str] = {"a4": "A4", "us-letter": "US letter"}
"""The papers, as a person calls them."""

_NEAR = 2048


class ReportError(Exception):
    """A report could not be made; the message says why, and what would help."""


class CannotWrite(ReportError):
    """The file cannot be written; the message names it and the reason."""


class NotOurs(ReportError):
    """The file is there, and derive did not write it."""


class UnknownFormat(ReportError):
    """No format has that name or that suffix."""


class EngineFailed(ReportError):
    """The typesetter is not installed, or did not accept the document."""


class MissingGlyph(ReportError):
    """The fonts of the report have no picture for a character; the message names it and where it stands."""


@dataclass(frozen=True)
class Options:
    """How a document is rendered: the PDF's typesetter, its paper, and the width of terminal text in columns."""

    engine: Literal["typst", "latexmk"] = "typst"
    paper: Paper = "a4"
    width: int = 92


DEFAULT = Options()
"""The options where none are given."""


def provenance(document: Document) -> str:
    """The line that marks a file as ours, without line breaks."""
    return provenance_of(document.provenance)


def provenance_of(told: str) -> str:
    """The same for what a document or a deck says of itself."""
    return f"{NOTICE}. {' '.join(told.split())}".rstrip()


def format_of(path: Path) -> str:
    """The format that the file's suffix asks for; raises `UnknownFormat`."""
    name = SUFFIXES.get(path.suffix.lower())
    if name is None:
        raise UnknownFormat(f"{path}: the suffix {path.suffix!r} is none of {', '.join(SUFFIXES)}")
    return name


def suffix_of(name: str) -> str:
    """The usual suffix of a format."""
    return next(suffix for suffix, format_ in SUFFIXES.items() if format_ == name)


OF_DECKS = {"pdf": "pdf", "latex": "beamer"}
"""The formats that have slides, with the modules that make them; the others show a deck as a document."""


def render(document: Document | Deck, name: str, options: Options = DEFAULT) -> str | bytes:
    """The document in the format of that name; raises `UnknownFormat` and the format's own `ReportError`."""
    if name not in FORMATS:
        raise UnknownFormat(f"there is no format {name!r}; there are {', '.join(FORMATS)}")
    if isinstance(document, Deck) and name not in OF_DECKS:
        document = document.as_document()
    module = import_module(f"reports.formats.{OF_DECKS[name] if isinstance(document, Deck) else name}")
    return cast("Callable[[Document | Deck, Options], str | bytes]", module.render)(document, options)


def write(
    document: Document,
    path: Path | str,
    name: str | None = None,
    force: bool = False,
    options: Options = DEFAULT,
) -> None:
    """Renders the document and writes it to ``path``, whole or not at all.

    The format is ``name``, or what the suffix says. Raises `NotOurs` where another file stands there and ``force`` is
    not given, `CannotWrite` where the system refuses, and what `render` raises.
    """
    path = Path(path)
    name = name or format_of(path)
    refuse_others(path, force)
    content = render(document, name, options)
    write_bytes(path, content.encode("utf-8") if isinstance(content, str) else content)


def refuse_others(path: Path, force: bool = False) -> None:
    """Raises `NotOurs` where a file stands that derive did not write, unless ``force`` is given."""
    try:
        if path.is_dir():
            raise CannotWrite(f"cannot write {path}: it is a folder")
        if path.parent.exists() and not path.parent.is_dir():
            raise CannotWrite(f"cannot write {path}: {path.parent} is no folder")
        if not path.parent.exists():
            raise CannotWrite(f"cannot write {path}: there is no folder {path.parent}; make it first")
        if path.exists() and not path.is_file():
            raise CannotWrite(f"cannot write {path}: it is no ordinary file, and would be replaced")
        if force or not path.exists():
            return
        ours = is_ours(path)
    except OSError as error:
        raise CannotWrite(f"cannot write {path}: {_reason(error)}") from error
    if not ours:
        raise NotOurs(f"{path} is there already, and derive did not write it; choose another name, or force it")


def is_ours(path: Path) -> bool:
    """Whether the file says that derive wrote it: near its beginning or end, or in a PDF's metadata."""
    content = path.read_bytes()
    if content.startswith(b"%PDF-"):
        return MARKER.encode() in content
    return NOTICE.encode() in content[:_NEAR] + b"\n" + content[-_NEAR:]


def write_bytes(path: Path, content: bytes) -> None:
    """Writes beside the file and renames, so that no half-written file is ever there. Raises `CannotWrite`."""
    beside = ""
    try:
        handle, beside = tempfile.mkstemp(prefix=f".{path.name}.", suffix=".part", dir=path.parent)
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        Path(beside).chmod(_mode(path))
        Path(beside).replace(path)
    except OSError as error:
        raise CannotWrite(f"cannot write {path}: {_reason(error)}") from error
    finally:
        if beside:
            Path(beside).unlink(missing_ok=True)


def _mode(path: Path) -> int:
    """The permissions of the file that is replaced, or those that a new file gets."""
    if path.exists():
        return path.stat().st_mode & 0o777
    mask = os.umask(0)
    os.umask(mask)
    return 0o666 & ~mask


def _reason(error: OSError) -> str:
    told = error.strerror or str(error)
    return f"{told}; choose another folder" if isinstance(error, PermissionError) else told
