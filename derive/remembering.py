"""What became of a document's statements when it was scanned before, so that an edit costs what it changes.

A statement is known by a digest of all that its finding follows from: the program, the standpoints in force in every
field of them (`derive.recalling`), its text, and what the chain before it is about. Whatever an edit changes for a
statement changes that digest, and it is judged anew; the others are as they were. Where a statement stands, and which
earlier mistake it carries on, is worked out each time.

What was kept is data: it comes back through the constructors of `derive.packing`. That it is right is for the key, and
for the checksum of `derive.cache`.
"""

from __future__ import annotations

import json
from collections.abc import Hashable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, fields, is_dataclass
from fractions import Fraction
from itertools import islice
from typing import Any

from derive import wire
from derive.cache import Cache
from derive.consequences import Believed
from derive.documents import Document
from derive.findings import Finding
from derive.fingerprints import digest, program
from derive.ir import Apply, Const, Expr, Var
from derive.judging.grounds import Grounds
from derive.packing import Unpackable, packed, unpacked
from derive.recalling import Key, Known
from derive.stating import Judged

FEWEST = 40
"""In a document of fewer pieces it costs no more to judge all of it than to look for what has not changed."""

MOST = 4_000
"""How many statements of a document are kept."""


@dataclass(frozen=True)
class Statement:
    """What became of a statement, what it is about, and what follows for it from which earlier mistakes.

    ``elsewhere`` is what becomes of it under other conventions, the finding itself where they do not help.
    """

    finding: Finding
    elsewhere: Finding
    subject: Expr | None
    followed: dict[Believed, bool]


@dataclass
class Remembered:
    """The statements of a document: those ``before``, and those that are judged ``now``, by their digests."""

    cache: Cache
    key: str
    before: dict[str, Statement] = field(default_factory=dict)
    now: dict[str, Statement] = field(default_factory=dict)
    _contents: dict[int, tuple[Known, str]] = field(default_factory=dict)

    def found(self, known: Known, key: Key, at: Grounds) -> Judged | None:
        """What became of a statement on such standpoints before; None where nothing is known of it."""
        name = self._name(known, key)
        if name is None or name not in self.before:
            return None
        kept = self.before[name]
        known.followed[key] = dict(kept.followed)
        judged = Judged(kept.finding, kept.subject, at, kept.elsewhere)
        self.note(known, key, judged)
        return judged

    def note(self, known: Known, key: Key, judged: Judged) -> None:
        """Remember what became of a statement."""
        name = self._name(known, key)
        if name is not None and len(self.now) < MOST:
            followed = known.followed.setdefault(key, {})
            self.now[name] = Statement(judged.finding, judged.elsewhere, judged.subject, followed)

    def keep(self) -> None:
        """Keep what is known now, unless it is just what was known before."""
        if self.now.keys() != self.before.keys() or any(
            statement.followed != self.before[name].followed for name, statement in self.now.items()
        ):
            self.cache.put(self.key, _written(self.now))

    def _name(self, known: Known, key: Key) -> str | None:
        """The digest of a statement; None where its standpoints cannot be told apart from all others."""
        if known.content is None:
            return None
        if id(known) not in self._contents:
            self._contents[id(known)] = known, content_digest(known.content) or ""
        content = self._contents[id(known)][1]
        text, number, subject = key
        about = None if subject is None else wire.dump(subject)
        return digest("statement", content, text, number, about) if content else None


def remembered(document: Document, where: Cache) -> Remembered | None:
    """What was kept of a document of that name; None for one that is short."""
    if len(document.pieces) < FEWEST:
        return None
    found = Remembered(where, digest("statements", program(), document.name, document.format))
    data = where.get(found.key)
    if data is not None:
        with suppress(Unpackable, LookupError, TypeError, ValueError, StopIteration, RuntimeError):
            found.before = _read(data)
    return found


def _written(statements: Mapping[str, Statement]) -> dict[str, Any]:
    """Statements as plain data, the expressions of all of them in one table."""
    findings: list[Finding] = []
    exprs: list[Expr] = []
    told = []
    for name, each in statements.items():
        findings += [each.finding, each.elsewhere]
        subject = [] if each.subject is None else [each.subject]
        exprs += subject
        exprs += [expr for believed in each.followed for expr in believed]
        followed = [[len(believed), holds] for believed, holds in each.followed.items()]
        told.append([name, each.elsewhere is each.finding, len(subject), followed])
    return {"statements": told, "packed": packed(findings, *exprs)}


def _read(data: Any) -> dict[str, Statement]:
    """The statements that `_written` wrote. Raises `Unpackable` and what data that is none of it raises."""
    findings, table = unpacked(data["packed"])
    exprs, pairs = iter(table), zip(findings[::2], findings[1::2], strict=True)
    found = {}
    for (name, same, has_subject, followed), (finding, elsewhere) in zip(data["statements"], pairs, strict=True):
        subject = next(exprs) if has_subject else None
        known = {tuple(islice(exprs, count)): bool(holds) for count, holds in followed}
        found[str(name)] = Statement(finding, finding if same else elsewhere, subject, known)
    return found


def content_digest(content: Hashable) -> str | None:
    """A digest of all that standpoints say; None where they say something that is no plain data."""
    table: dict[Expr, int] = {}
    try:
        plain = _plain(content, table)
    except TypeError:
        return None
    return digest("standpoints", program(), plain, wire.dump(*table))


def _plain(value: Any, table: dict[Expr, int]) -> Any:
    """A value as data in which different values are different, with a number for each expression."""
    if value is None or isinstance(value, bool | int | float | str):
        return value
    if isinstance(value, Var | Const | Apply):
        return ["expression", table.setdefault(value, len(table))]
    if isinstance(value, Fraction):
        return ["number", str(value)]
    if isinstance(value, tuple):
        return ["tuple", *(_plain(each, table) for each in value)]
    if isinstance(value, frozenset):
        return ["set", *sorted((_plain(each, table) for each in value), key=json.dumps)]
    if isinstance(value, type):
        return ["type", value.__name__]
    if is_dataclass(value):
        return [type(value).__name__, *(_plain(getattr(value, each.name), table) for each in fields(value))]
    raise TypeError(f"{type(value).__name__} is no plain data")
