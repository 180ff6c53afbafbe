"""Replaying certificates from files: what is said of each, and whether all of them hold."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from derive.certificates import FORMAT, LARGEST, Rejected, Replayed, replayed_data
from derive.judging.grounds import said_assumption
from derive.notation.typesetting import PLAIN, typeset
from reports.emitters.plain import plain


class Unreadable(Exception):
    """A file holds no certificates. The message says why, and what would be right."""


def verified(path: Path) -> Iterator[tuple[bool, str]]:
    """For each certificate in a file whether it holds, and a line that says so. Raises `Unreadable`.

    The file holds a certificate, or findings as ``derive check --format json`` prints them.
    """
    found = list(_certificates(_data(path)))
    if not found:
        raise Unreadable(
            f"{path}: there is no certificate in it; 'derive check … --format json' prints one with a proof"
        )
    for data in found:
        try:
            yield True, _line(replayed_data(data))
        except Rejected as problem:
            yield False, f"rejected:  {problem}"


def _data(path: Path) -> Any:
    try:
        if path.stat().st_size > LARGEST:
            raise Unreadable(f"{path}: it has {path.stat().st_size} bytes; the longest that is read has {LARGEST}")
        return json.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise Unreadable(f"{path}: cannot be read: {error.strerror or error}") from error
    except (ValueError, RecursionError) as error:
        raise Unreadable(f"{path}: it is not JSON: {error}") from error


def _certificates(data: Any) -> Iterator[Any]:
    """Whatever calls itself a certificate, and the certificates of findings, in order."""
    pending = [data]
    while pending:
        part = pending.pop(0)
        if isinstance(part, list):
            pending = [*part, *pending]
        elif isinstance(part, dict) and "format" in part and part.get("format", "").startswith(FORMAT.split("/")[0]):
            yield part
        elif isinstance(part, dict):
            pending = [part.get("certificate"), part.get("links") or [], *pending]


def _line(proofs: tuple[Replayed, ...]) -> str:
    first, steps = proofs[0], sum(proof.steps for proof in proofs)
    sides = " = ".join(plain(typeset(side, PLAIN)) for side in (first.left, first.right))
    assumed = "; ".join(dict.fromkeys(said_assumption(a) for proof in proofs for a in proof.assumptions))
    return f"holds ({steps} steps replayed):  {sides}" + (f"  assuming {assumed}" if assumed else "")
