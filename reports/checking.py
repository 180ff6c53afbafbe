"""`derive check`: which claims are judged, against what, and how the findings are shown.

The first argument is a model, unless options say what is given. A ``-`` or ``--file`` stands for a whole derivation.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TypeAlias

from derive import models
from derive.claims import check_all
from derive.documents import MAX_BYTES, BadDocument, Document, decoded, document
from derive.findings import Finding
from derive.homework import graded
from derive.modelling import Model, nearest
from derive.notation.scoping import BadScope, scope
from derive.standpoints import Standpoint, standpoints_of, with_declarations, with_equations
from reports.failing import Failure
from reports.judgements import judged
from reports.loading import is_document
from reports.marking import marked

Load: TypeAlias = Callable[[str], Model]
"""Finds the model of that name. Raises `Failure`."""


def findings_for(options: argparse.Namespace, load: Load) -> tuple[list[Finding], Document | None]:
    """What becomes of all claims, and the document that they stand in, if they do. Raises `Failure`."""
    standpoints, claims = _standpoints(options, load)
    name = _document_named(options, claims)
    if name is not None:
        try:
            source = document(_text_of(name), "" if name == "-" else name)
        except BadDocument as problem:
            raise Failure(str(problem)) from problem
        return list(_watched(graded(source, standpoints), source)), source
    if not claims:
        options.refuse("there is no claim to check: give one, or - for a whole derivation that is piped in")
    return check_all(claims, standpoints), None


def _watched(findings: Iterator[Finding], source: Document) -> Iterator[Finding]:
    """The findings, with the line that is reached told where somebody watches; nothing of that goes into a pipe."""
    if not sys.stderr.isatty():
        yield from findings
        return
    last = source.place(len(source.text))[0]
    for finding in findings:
        sys.stderr.write(f"\rline {finding.line} of {last} ")
        sys.stderr.flush()
        yield finding
    sys.stderr.write("\r" + " " * len(f"line {last} of {last} ") + "\r")


def lines_of(findings: Sequence[Finding], source: Document | None, hint: bool = False) -> Iterator[str]:
    """What the terminal shows of the findings: each in full, or a mark for every line of a document.

    With ``hint`` it says where to look, and not what is right.
    """
    if source is not None:
        yield from marked(findings, source.name, hint)
        return
    for number, finding in enumerate(findings):
        if number:
            yield ""
        yield from judged(finding, hint)


def _document_named(options: argparse.Namespace, claims: Sequence[str]) -> str | None:
    """The file that holds a derivation, ``-`` for what is piped in; None where claims are given instead."""
    named = [*([options.file] if options.file is not None else []), *(claim for claim in claims if claim == "-")]
    if not named:
        return None
    if len(named) + len(claims) - claims.count("-") > 1:
        raise Failure("a derivation is judged by itself: give - or --file FILE, and no other claims")
    return str(named[0])


def _text_of(name: str) -> str:
    """The text of a file, or of what is piped in, of which no more is read than a document may have."""
    if name == "-":
        return decoded(sys.stdin.buffer.read(MAX_BYTES + 1), "what was piped in")
    try:
        with Path(name).open("rb") as file:
            return decoded(file.read(MAX_BYTES + 1), name)
    except OSError as error:
        raise Failure(f"{name}: cannot be read: {error.strerror}") from error


def _standpoints(options: argparse.Namespace, load: Load) -> tuple[tuple[Standpoint, ...], list[str]]:
    """Where claims are judged, and the claims: the first argument is a model, unless options say what is given."""
    declared = [*options.declare, *(f"shape {text}" for text in options.shape)]
    model, claims = _model_of(options.items, load, alone=not (declared or options.given))
    try:
        if model is None:
            return standpoints_of(scope(declared, *options.given)), claims
        return with_equations(with_declarations(standpoints_of(model), *declared), *options.given), claims
    except BadScope as problem:
        raise Failure(str(problem)) from problem


def _model_of(items: Sequence[str], load: Load, *, alone: bool) -> tuple[Model | None, list[str]]:
    """The model that the arguments begin with, if they do, and the claims behind it.

    ``alone`` says that no option gives an equation or declares a name, so that there must be a model.
    """
    first, others = (items[0], list(items[1:])) if items else ("", [])
    if first in models.names() or first.split()[:1] in [[name] for name in models.families()] or is_document(first):
        return load(first), others
    if not items or first == "-":
        return None, list(items)
    misspelt = first.replace("-", "").isalpha() and nearest(first)
    if not alone and not misspelt:
        return None, list(items)
    if alone and not misspelt and ("=" in first or "\\" in first):
        raise Failure(f"{first!r} is no model: name one before the claim (derive models), or give equations, --given")
    return load(first), others
