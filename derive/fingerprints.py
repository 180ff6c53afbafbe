"""Fingerprints: digests of everything that findings depend on, so that a cache never gives those of something else.

They hold the text, the pieces that were found in it, what was declared before it, and this program: the bytes of all
its files, its models among them, and the versions of what it computes with. Two digests are equal only where all of
that is, short of a collision of SHA-256.
"""

from __future__ import annotations

import hashlib
import json
import platform
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from derive.documents import Document

HOME = Path(__file__).parent.parent

BUILT_ON = ("numpy", "sympy", "python-flint", "markdown-it-py", "mdit-py-plugins")
"""The packages whose results findings rest on."""


def digest(*parts: Any) -> str:
    """A digest of plain data, in which no two different lists of parts are alike."""
    text = json.dumps(parts, ensure_ascii=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


@cache
def program() -> str:
    """This program: the digest of its files, which say their version, and of what it is built on."""
    built_on = [(name, _version(name)) for name in BUILT_ON]
    return digest(platform.python_version(), built_on, of_files(HOME / "derive"), of_files(HOME / "numeric"))


def of_files(home: Path) -> str:
    """The digest of all files of code and models in a folder, their names and their contents."""
    files = sorted(file for suffix in ("*.py", "*.md") for file in home.rglob(suffix))
    return digest(
        [(file.relative_to(home).as_posix(), hashlib.sha256(file.read_bytes()).hexdigest()) for file in files]
    )


def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return ""


def of_document(document: Document) -> str:
    """All that is judged in a document, and where it stands."""
    return digest(repr(document))
