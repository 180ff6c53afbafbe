"""`derive scan`: the findings of whole documents as the terminal shows them, and the forms in which they are written.

A form is one file in `reports/scans`; each says what its suffix is and how findings are written in it.
"""

from __future__ import annotations

import argparse
import os
import sys
import time
from collections.abc import Iterator, Sequence
from importlib import import_module
from pathlib import Path

from derive import cache, sources
from derive.assuming import ASSUMED, fitting
from derive.documents import BadDocument, decoded
from derive.files import NoFiles, content_of, files_under
from derive.findings import Finding
from derive.judging.optimum import AT_MINIMUM
from derive.notation.scoping import BadScope
from derive.parallel import scanned_by
from derive.placing import BadOptions, Placed, placed_in
from derive.scanning import UNREAD, VERDICTS, File, Findings, Settings, is_failing, scanned, together
from reports import scans
from reports.annotating import is_copy
from reports.baseline import NOTE
from reports.exits import FAILED, FINE, UNSETTLED, WRONG
from reports.failing import Failure
from reports.judgements import right_formula
from reports.marking import MARKS, named_counts, noted, shown_formula
from reports.placing import located, others, place
from reports.scans._told import message

SHOWN = ("refuted", "ill-shaped", "undecided", "convention", *UNREAD)
"""The outcomes of formulas that are listed; all others are counted."""

USUAL = 40
"""Behind wider formulas than this the remarks do not line up."""


def findings_of(options: argparse.Namespace) -> Findings:
    """What becomes of every formula of the files that the options name. Raises `Failure`."""
    kept = None if options.no_cache else cache.folder()
    settings = Settings(
        tuple(options.declare),
        tuple(options.given),
        options.model,
        options.as_format,
        kept,
        _placed(options.options),
        options.assume_models,
    )
    try:
        names = [name for name in files_under(options.files) if not _is_copy(name, options.annotate)]
        if options.dask is not None:
            files = _on_cluster(options.dask, names, settings)
        elif options.jobs > 1 and "-" not in names and len(names) > 1:
            files = scanned_by(options.jobs, names, settings)
        else:
            most = sources.most_bytes("-", options.as_format)
            files = scanned(names, settings, lambda: sys.stdin.buffer.read(most + 1))
        return together(_watched(files, len(names)))
    except (NoFiles, BadScope) as problem:
        raise Failure(str(problem)) from problem


def _is_copy(name: str, folder: Path | None) -> bool:
    """Whether a file is a copy that was written into that folder before."""
    try:
        inside = folder is not None and Path(os.path.realpath(name)).is_relative_to(os.path.realpath(folder))
        return inside and Path(name).is_file() and is_copy(Path(name))
    except OSError:
        return False


def _placed(path: Path | None) -> tuple[Placed, ...]:
    """The declarations of a file of options. Raises `Failure`."""
    if path is None:
        return ()
    try:
        return placed_in(decoded(content_of(str(path)), str(path)), str(path))
    except (BadDocument, BadOptions) as problem:
        raise Failure(str(problem)) from problem


def _on_cluster(address: str, names: Sequence[str], settings: Settings) -> Iterator[File]:
    """The files as a Dask cluster judges them. Raises `Failure`."""
    if "-" in names:
        raise Failure("--dask hands files over, and not what is piped in")
    try:
        cluster = import_module("derive.cluster")
    except ImportError as problem:
        raise Failure("--dask needs Dask's distributed: pip install 'derive-gradients[cluster]'") from problem
    try:
        yield from cluster.scanned_on(address, names, settings)
    except cluster.BadCluster as problem:
        raise Failure(str(problem)) from problem


def _watched(files: Iterator[File], total: int) -> Iterator[File]:
    """The files, with how far it is and how long it may take told where somebody watches."""
    if not sys.stderr.isatty():
        yield from files
        return
    start = time.monotonic()
    width = 0
    for number, file in enumerate(files, 1):
        left = (time.monotonic() - start) / number * (total - number)
        told = f"{number} of {total} files, about {left:.0f} s left"
        width = max(width, len(told))
        sys.stderr.write("\r" + told.ljust(width))
        sys.stderr.flush()
        yield file
    sys.stderr.write("\r" + " " * width + "\r")


def lines_of(found: Findings, *, everything: bool = False, hint: bool = False) -> Iterator[str]:
    """What the terminal shows: for each file what somebody should look at, then the counts, which add up."""
    for file in found.files:
        listed = [finding for finding in file.findings if everything or _is_shown(finding)]
        if listed:
            yield file.name
            for finding in listed:
                yield from _entry(finding, file.name, hint)
            yield from _offer(file)
            yield ""
    yield from summary(found)


def _offer(file: File) -> Iterator[str]:
    """The model that a document without a loss may be about, or the one that was assumed."""
    assumed = [a for finding in file.findings for a in finding.assumptions if a.startswith(ASSUMED)]
    names = fitting(file.findings)
    if assumed:
        yield f"  all of it under an assumption: {assumed[0]}"
    elif len(names) == 1:
        said = f"declare `derive: model {names[0]}`, or use --assume-models"
        yield f"  it never says what its loss is; its names fit {names[0]}: {said}"
    elif names:
        yield f"  it never says what its loss is; its names fit {', '.join(names)}: declare one, `derive: model NAME`"


def _is_shown(finding: Finding) -> bool:
    """Whether a finding is one to look at: what is known to be wrong, and is, is not."""
    return is_failing(finding) or (finding.outcome in SHOWN and not finding.expected)


def _entry(finding: Finding, name: str, hint: bool) -> Iterator[str]:
    mark = MARKS.get(finding.outcome, "·")
    formula = shown_formula(finding) if finding.latex else ""
    gap = " " * (max(USUAL - len(formula), 0) + 2) if formula else ""
    at = "" if finding.kind == "file" else place(finding) if finding.file in ("", name) else located(finding)
    yield f"  {at:>7}  {mark}  {formula}{gap}{_note(finding, hint)}".rstrip()
    indent = " " * 14
    if finding.correct and not hint and finding.outcome in ("refuted", "ill-shaped", "convention"):
        yield f"{indent}right:  {right_formula(finding)}"
    again = others(finding)
    if again:
        yield f"{indent}also {'in' if finding.cell else 'on'} {again}"


def _note(finding: Finding, hint: bool) -> str:
    if finding.kind == "file":
        return finding.message.removeprefix(f"{finding.file}: ")
    if is_failing(finding) and finding.expected:
        return message(finding)
    if finding.expected:
        return f"known: {finding.expected}"
    if finding.outcome == "proved" and finding.sizes == "all":
        return f"proved for all sizes, {AT_MINIMUM}" if finding.message == AT_MINIMUM else "proved for all sizes"
    if finding.outcome == "ill-shaped" and not hint:
        return message(finding)
    return noted(finding, hint)


def summary(found: Findings) -> Iterator[str]:
    """How many formulas there were, how many of them were actually checked, and what became of the others."""
    files, total = len(found.files), sum(found.counts.values())
    yield f"{_number(files, 'file')}, {_number(total, 'formula')}"
    checked = {outcome: found.counts[outcome] for outcome in VERDICTS if outcome in found.counts}
    others = {outcome: count for outcome, count in found.counts.items() if outcome not in VERDICTS}
    yield f"  {found.checked} checked{': ' + named_counts(checked) if checked else ''}"
    if others:
        yield f"  {total - found.checked} not: {named_counts(others)}"
    failing = len(found.failing)
    known = sum(1 for finding in found.findings if finding.expected and not is_failing(finding))
    if known:
        yield f"  {known} known to be wrong, as marks say"
    if failing:
        yield f"  {failing} to look at" if failing > 1 else "  1 to look at"


def _number(count: int, what: str) -> str:
    return f"{count} {what}{'' if count == 1 else 's'}"


def exit_code(found: Findings, *, strict: bool = False) -> int:
    """2 where a file could not be read, 1 where something is to be looked at, 3 where ``strict`` and not settled."""
    if any(finding.kind == "file" for finding in found.findings):
        return FAILED
    if found.failing:
        return WRONG
    open_ones = ("undecided", "convention", *UNREAD)
    return UNSETTLED if strict and any(found.counts.get(outcome) for outcome in open_ones) else FINE


def write(text: str, path: Path, *, force: bool = False) -> None:
    """Write a text to a file. Raises `Failure` for a file that derive did not write, unless forced."""
    try:
        if path.exists() and not force and not _is_ours(path):
            raise Failure(f"{path} is there, and derive did not write it; --force overwrites it")
        # What a name or a notebook may hold and no text can, half a character, is written as an escape.
        path.write_text(text, encoding="utf-8", errors="backslashreplace")
    except OSError as problem:
        raise Failure(f"{path}: cannot be written: {problem.strerror}") from problem


def refuse_inputs(found: Findings, paths: Sequence[Path | None]) -> None:
    """Refuse to write over a document that was scanned. Raises `Failure`."""
    inputs = {os.path.realpath(file.name) for file in found.files}
    for path in paths:
        if path is not None and os.path.realpath(path) in inputs:
            raise Failure(f"{path} is one of the documents that were scanned: give the findings another name")


OURS = ('"schema": ', '"name": "derive"', '<testsuites name="derive">', "<title>Formulas</title>", "# Formulas", NOTE)
"""By one of these, near its beginning, a file is known as written here."""


def _is_ours(path: Path) -> bool:
    with path.open(encoding="utf-8", errors="replace") as file:
        head = file.read(400)
    return not head.strip() or any(mark in head for mark in OURS)


def form_of(path: Path) -> str:
    """The form in which a file is written. Raises `Failure`."""
    try:
        return scans.form_of(str(path))
    except scans.UnknownForm as problem:
        raise Failure(str(problem)) from problem
