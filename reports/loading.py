"""The model that a command line names: one of the library, of a family, or of a document of one's own."""

from __future__ import annotations

from pathlib import Path

from derive.documents import MAX_BYTES, BadDocument, decoded
from derive.families import BadOption
from derive.modelling import MalformedModel, Model, UnknownModel, library, model_from
from reports.failing import Failure

SUFFIXES = (".md", ".markdown", ".tex", ".ltx", ".txt")
"""What the name of a document ends with."""


def is_document(name: str) -> bool:
    """Whether a name is that of a file, and not of a model of the library."""
    return name.lower().endswith(SUFFIXES)


def loaded(name: str) -> Model:
    """The model of that name, or the one that a document describes. Raises `Failure` with file and line."""
    if not is_document(name):
        try:
            return library(name)
        except (UnknownModel, BadOption) as error:
            raise Failure(str(error)) from error
    try:
        with Path(name).open("rb") as file:
            text = decoded(file.read(MAX_BYTES + 1), name)
    except OSError as error:
        raise Failure(f"{name}: cannot be read: {error.strerror}") from error
    except BadDocument as problem:
        raise Failure(str(problem)) from problem
    try:
        return model_from(text, source=name)
    except MalformedModel as error:
        raise Failure(f"{name}: {error}") from error
