"""Models: from a Markdown document with equations, a loss and published gradients to systems that can be derived.

A document has a title, a paragraph, and the sections ``Model``, ``Loss``, ``Claims``, ``Numbers`` and ``Sources``;
a section called ``Model for n examples`` belongs to another statement of the same model, the variant ``n
examples``. Formulas stand between dollars; shapes are formulas such as ``w \\in \\mathbb{R}^{m}``, and ``<!--
derive: data x, y -->`` says what is data. A user's own model may also be any text with formulas in it
(`derive.drafts`).
"""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path

from derive import models
from derive.assembling import assembled, system_of
from derive.deriving import Order
from derive.drafts import MalformedModel, outlined
from derive.families import BadOption, words_of
from derive.gradients import Gradient
from derive.ir import Expr, Var
from derive.systems import System
from derive.variants import Claim, UnknownModel, Variant

__all__ = [
    "Claim",
    "MalformedModel",
    "Model",
    "UnknownModel",
    "Variant",
    "library",
    "model_from",
    "nearest",
    "system_of",
]


@dataclass(frozen=True)
class Model:
    """A model of the library or of a user: its document, and its variants by label, the plain one under ``""``."""

    name: str
    title: str
    summary: str
    variants: Mapping[str, Variant]
    sources: tuple[str, ...] = ()
    text: str = field(default="", repr=False)
    source: str = ""

    @property
    def main(self) -> Variant:
        """The variant without a label."""
        return self.variants[""]

    @property
    def system(self) -> System:
        """The equations of the main variant."""
        return self.main.system

    @property
    def parameters(self) -> tuple[str, ...]:
        """The plain names of the parameters."""
        return tuple(v.name for v in self.system.parameters)

    def gradient(self, name: str | Var, order: Order = "outer-inner") -> Gradient:
        """The derivation of the loss's gradient with respect to a name of the model, one example."""
        return self.main.gradient(name, order)


def library(name: str, **options: object) -> Model:
    """The model of that name in the library; raises `UnknownModel`.

    The model of a family has options, as keywords or in its name: ``network --layers 3,4,1`` is
    ``library("network", layers=(3, 4, 1))``. Raises `derive.families.BadOption` for options that make no model.
    """
    words = name.split()
    if words and words[0] in models.families():
        family = models.family(words[0])
        values = family.values([*words[1:], *words_of(options)])
        return _of_family(words[0], family.call(values))
    if options:
        raise BadOption(f"{name!r} is no family, so it has no option {next(iter(options))!r}")
    return _documented(name)


@cache
def _of_family(family: str, name: str) -> Model:
    made = models.family(family)
    return model_from(made.document(made.values(name.split()[1:])), name)


@cache
def _documented(name: str) -> Model:
    try:
        text = models.text(name)
    except KeyError:
        near = nearest(name, cutoff=0.3) or [*models.names(), *models.families()]
        raise UnknownModel(f"there is no model {name!r}; did you mean {' or '.join(near)}?") from None
    return model_from(text, name)


@cache
def losses(name: str) -> tuple[Expr, ...]:
    """What the loss of each variant of a model of the library is; what is published of the model is not read.

    Raises KeyError for an unknown name.
    """
    drafts = outlined(models.text(name)).drafts
    systems = [assembled(label, replace(draft, claims=[])).system for label, draft in drafts.items()]
    return tuple(system.equations[system.loss] for system in systems)


def nearest(name: str, cutoff: float = 0.6) -> list[str]:
    """The names of the library that are most like this one, at most three."""
    return difflib.get_close_matches(name, [*models.names(), *models.families()], n=3, cutoff=cutoff)


def model_from(text: str, name: str = "", source: str = "") -> Model:
    """The model that a document describes; raises `MalformedModel` with the line at fault.

    ``source`` is what the document is called in messages.
    """
    found = outlined(text, source)
    variants = {label: assembled(label, draft) for label, draft in found.drafts.items()}
    title = found.title or Path(source).stem or name
    source = source or (f"{name}.md" if name else "the model document")
    return Model(name, title, found.summary, variants, tuple(found.sources), text, source)
