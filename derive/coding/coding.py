"""The code of a model: a text that was run before anybody sees it."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable
from dataclasses import dataclass

from derive.coding import targets
from derive.coding.arrays import NotWritten
from derive.coding.checking import TOLERANCE, Check, NotChecked, WrongCode, check
from derive.coding.targets import UnknownTarget
from derive.coding.writing import Function, function, module
from derive.modelling import Model, Variant, library
from derive.reverse import NoRule

__all__ = ["Code", "NotChecked", "NotWritten", "UnknownTarget", "WrongCode", "code"]

REFERENCE = "numpy"
"""The target in which a program is run where its own library is not installed."""


@dataclass(frozen=True)
class Code:
    """The gradients of a model as a file of code, and what running each function of it said."""

    text: str
    functions: tuple[Function, ...]
    checks: tuple[Check, ...]

    def __str__(self) -> str:
        return self.text


def code(model: Model | str, target: str = "numpy", variant: str | None = None) -> Code:
    """The loss of a model and all its gradients as functions of a target, one for each variant, or for one of them.

    A model of the library goes by its name. Raises `UnknownModel` and `UnknownTarget`; `NotWritten` for what has no
    code; `WrongCode` and `NotChecked` where running it did not confirm it. What is returned agrees with the derived
    gradients in floating point; that is evidence, not proof.
    """
    model = library(model) if isinstance(model, str) else model
    to = targets.get(target)
    labels = list(model.variants) if variant is None else [variant]
    functions, checks = [], []
    for label in labels:
        made = written(model.variants[label], to.name, _name(label, labels))
        stand_in = written(model.variants[label], REFERENCE, made.name) if to.name != REFERENCE else None
        functions.append(made)
        checks.append(check(made, stand_in))
    return Code(module(functions, _heading(model, labels, checks, to.name)), tuple(functions), tuple(checks))


def written(variant: Variant, target: str, name: str = "gradients") -> Function:
    """The function of a variant, which has not been run. Raises `NotWritten`."""
    try:
        return function(variant.system, targets.get(target), name)
    except NoRule as error:
        raise NotWritten(str(error)) from error


def _name(label: str, labels: Iterable[str]) -> str:
    """What the function of a variant is called."""
    words = "".join(c if c.isalnum() and c.isascii() else " " for c in label).split()
    return "_".join(["gradients", *(["for", *words] if words and len(list(labels)) > 1 else [])])


def _heading(model: Model, labels: Iterable[str], checks: Iterable[Check], target: str) -> list[str]:
    """What was done before this was printed, and what was decided when the model was read."""
    checks = list(checks)
    points = sum(len(found.sizes) for found in checks)
    what = f"{model.title or model.name}, written by derive."
    if any(found.target != target for found in checks):
        ran = (
            f"It was not run, because {target} is not installed here; the same lines in NumPy were, at {points} points:"
        )
    else:
        ran = f"It was run before it was printed, at {points} points:"
    agrees = f"it agrees with the derived gradients to {TOLERANCE:.0e}, and with differences of the loss."
    notes = dict.fromkeys(f"{note}." for label in labels for note in model.variants[label].notes)
    return textwrap.wrap(" ".join((what, ran, agrees, *notes)), 98)
