"""Scanning: whole documents, formula by formula, each judged in the scope that those before it leave.

A document is its own model. Every formula that is found ends in exactly one outcome, and the counts add up. What is
wrong with a file is a finding, and the others are scanned all the same.
"""

from __future__ import annotations

import json
import os
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from functools import cached_property, partial
from pathlib import Path
from typing import Any

from derive import sources
from derive.assuming import assuming, fitting
from derive.cache import Cache
from derive.documents import BadDocument, Document
from derive.files import Folder, content_of, files_under
from derive.findings import Finding
from derive.fingerprints import digest, of_document, program
from derive.homework import WRONG, graded
from derive.modelling import Model
from derive.notation.scoping import scope
from derive.packing import Unpackable, packed, unpacked
from derive.placing import Placed, with_placed
from derive.remembering import Remembered, remembered
from derive.standpoints import Standpoint, standpoints_of, with_declarations, with_equations

SCHEMA = 1
"""The version of the form that findings have as plain data."""

VERDICTS = ("proved", "refuted", "undecided", "convention", "ill-shaped")
"""The outcomes of formulas that were actually checked."""

UNREAD = ("unreadable", "unbound", "ambiguous")
"""The outcomes of formulas that were not understood."""


@dataclass(frozen=True)
class Settings:
    """What is known before a document is read: declarations, equations, a model; and the format that files have.
    ``placed`` are declarations that are to stand somewhere in it. ``assume`` says that a document without a loss is
    taken to be about the one model of the library whose names fit.

    ``cache`` is the folder where findings are kept; without one nothing is kept, and nothing is written.
    """

    declare: tuple[str, ...] = ()
    given: tuple[str, ...] = ()
    model: Model | str | None = None
    format: str | None = None
    cache: Path | None = None
    placed: tuple[Placed, ...] = ()
    assume: bool = False

    @cached_property
    def fingerprint(self) -> str:
        """The digest of all that findings depend on beside the document."""
        model = self.model
        about = (model.name, model.text, model.source) if isinstance(model, Model) else model
        return digest(program(), repr(replace(self, model=None, cache=None)), about)

    def standpoints(self) -> tuple[Standpoint, ...]:
        """Where every document begins. Raises `BadScope` and `UnknownModel`."""
        if self.model is None:
            return standpoints_of(scope(self.declare, *self.given))
        return with_equations(with_declarations(standpoints_of(self.model), *self.declare), *self.given)


@dataclass(frozen=True)
class File:
    """A file that was scanned: its findings, each distinct formula once, and the files that it drew in."""

    name: str
    findings: tuple[Finding, ...]
    drawn_in: tuple[str, ...] = ()


@dataclass(frozen=True)
class Findings:
    """What became of every formula of several files. The counts are of formulas, with every place of repeated ones."""

    files: tuple[File, ...] = field(default=())

    @cached_property
    def findings(self) -> tuple[Finding, ...]:
        """All findings, in the order of the files and of the formulas in them."""
        return tuple(finding for file in self.files for finding in file.findings)

    @cached_property
    def counts(self) -> dict[str, int]:
        """How many formulas had each outcome; together they are all that were found."""
        return counted(self.findings)

    @property
    def checked(self) -> int:
        """How many formulas were actually checked: the others claim nothing, or were not understood."""
        return sum(self.counts.get(outcome, 0) for outcome in VERDICTS)

    @property
    def failing(self) -> tuple[Finding, ...]:
        """The findings that are wrong and not known to be, and those that are known to be wrong and are not."""
        return tuple(finding for finding in self.findings if is_failing(finding))

    def as_dict(self) -> dict[str, Any]:
        """All of it as plain data, in the form that other tools are built on."""
        findings = [finding.as_dict() for finding in self.findings]
        return {"schema": SCHEMA, "findings": findings, "counts": self.counts}


def scan(paths: str | Path | Sequence[str | Path], settings: Settings | None = None) -> Findings:
    """Scan files, folders and patterns. Raises `NoFiles` where there is nothing under a name, and what is raised for
    settings that cannot be read; nothing for what is wrong in a file.
    """
    listed = [paths] if isinstance(paths, str | Path) else list(paths)
    names = list(files_under([str(path) for path in listed]))
    return together(scanned(names, settings or Settings()))


def scanned(names: Iterable[str], settings: Settings, piped: Callable[[], bytes] | None = None) -> Iterator[File]:
    """The files one after the other as they are scanned; ``piped`` gives what ``-`` stands for."""
    standpoints = settings.standpoints()
    for name in names:
        content = piped if name == "-" and piped is not None else partial(content_of, name, settings.format)
        yield scanned_file(name, content, standpoints, settings)


def scanned_file(
    name: str, content: Callable[[], bytes], standpoints: tuple[Standpoint, ...], settings: Settings
) -> File:
    """What becomes of a file; one that cannot be read is one finding."""
    found = opened(name, content, settings)
    if isinstance(found, File):
        return found
    return finished(found, judged(found.document, standpoints, settings), settings)


def judged(document: Document, standpoints: tuple[Standpoint, ...], settings: Settings) -> tuple[Finding, ...]:
    """The findings of a document, under a model that its names fit where that is asked for and there is one.

    What became of its statements is kept where there is a cache.
    """
    known = None if settings.cache is None else remembered(document, Cache(settings.cache))
    findings = _judged(document, standpoints, settings, known)
    if known is not None:
        known.keep()
    return findings


def _judged(
    document: Document, standpoints: tuple[Standpoint, ...], settings: Settings, known: Remembered | None
) -> tuple[Finding, ...]:
    findings = tuple(findings_of(document, standpoints, known))
    names = fitting(findings) if settings.assume and settings.model is None else ()
    if len(names) != 1:
        return findings
    anew = replace(settings, model=names[0]).standpoints()
    return assuming(names[0], tuple(findings_of(document, anew, known)), VERDICTS)


@dataclass(frozen=True)
class Opened:
    """A file that was read, and is still to be judged; ``key`` is what its findings will be kept under."""

    name: str
    document: Document
    drawn_in: tuple[str, ...]
    key: str = ""


def opened(name: str, content: Callable[[], bytes], settings: Settings) -> Opened | File:
    """A file as far as it comes without judging anything: all the way where it cannot be read, or was kept."""
    folder, format = Folder(Path(name).parent), settings.format
    try:
        document = sources.read(content(), name, folder, "markdown" if name == "-" and format is None else format)
        document = with_placed(document, settings.placed)
    except BadDocument as problem:
        return File(name, (Finding("unreadable", "file", "", file=name, message=str(problem)),))
    drawn_in = tuple(path for path in folder.drawn_in if path != os.path.realpath(name))
    if settings.cache is None:
        return Opened(name, document, drawn_in)
    key = digest("document", settings.fingerprint, of_document(document))
    with suppress(Unpackable):
        return File(name, unpacked(Cache(settings.cache).get(key))[0], drawn_in)
    return Opened(name, document, drawn_in, key)


def finished(file: Opened, findings: tuple[Finding, ...], settings: Settings) -> File:
    """The file with its findings, which are kept."""
    if settings.cache is not None:
        kept(file, findings, settings)
    return File(file.name, findings, file.drawn_in)


def kept(file: Opened, findings: Sequence[Finding], settings: Settings) -> dict[str, Any]:
    """The findings of a file as plain data, which is kept where there is a cache."""
    data = packed(findings)
    if settings.cache is not None:
        Cache(settings.cache).put(file.key, data)
    return data


def together(files: Iterable[File]) -> Findings:
    """The findings of all files but those that others have drawn in, where they were judged already."""
    found = tuple(files)
    drawn_in = {name for file in found for name in file.drawn_in}
    return Findings(tuple(file for file in found if os.path.realpath(file.name) not in drawn_in))


def findings_of(
    document: Document, standpoints: tuple[Standpoint, ...], known: Remembered | None = None
) -> Iterator[Finding]:
    """The findings of a document; a formula that is repeated and fares alike is one finding, with all its places."""
    found: dict[str, list[Finding]] = {}
    for finding in graded(document, standpoints, known):
        found.setdefault(_alike(finding), []).append(finding)
    for same in found.values():
        yield replace(same[0], places=tuple(map(place_of, same)))


def _alike(finding: Finding) -> str:
    """What findings have in common that say the same of the same formula."""
    told = (finding.mistake, finding.counterexample, finding.correct, finding.expected)
    outcomes = [link.outcome for link in finding.links]
    text = " ".join(finding.latex.split())
    return json.dumps(
        [finding.model, text, finding.outcome, finding.read_as, finding.replaces, outcomes, told], default=str
    )


def place_of(finding: Finding) -> dict[str, Any]:
    """Where a formula stands."""
    keys = ("file", "line", "column", "end_line", "end_column", "cell")
    return {key: getattr(finding, key) for key in keys}


def counted(findings: Iterable[Finding]) -> dict[str, int]:
    """How many formulas had each outcome, the most frequent first."""
    counts: Counter[str] = Counter()
    for finding in findings:
        counts[finding.outcome] += max(len(finding.places), 1)
    return dict(counts.most_common())


def is_failing(finding: Finding) -> bool:
    """Whether a finding is wrong and not known to be, or known to be wrong and is not."""
    return (finding.outcome in WRONG) != bool(finding.expected)
