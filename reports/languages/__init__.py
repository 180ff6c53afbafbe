"""The languages of documents, one file each; the file's name is the code of the language.

A file holds one table of whole sentences, with holes in braces that have names: formulas and lists are put into them,
and nothing is put together from parts of sentences. Every language has the keys and the holes of English, which the
tests demand, and what is missing is an error: no sentence is taken from another language. Where the name of a hole
begins with a capital letter, so does what is put into it.

Names are listed without importing the files; a file is imported when its language is first spoken.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from functools import cache
from importlib import import_module
from pathlib import Path
from string import Formatter
from typing import TYPE_CHECKING, TypeAlias

from derive.notation.math import Math
from reports.document import Formula, Inline, Inlines, Words

if TYPE_CHECKING:
    from derive.modelling import Model

DEFAULT = "en"
"""The language of a document where none is asked for."""

Filling: TypeAlias = str | Math | Inlines
"""What is put into a hole."""

_HOLE = re.compile(r"\\\{(\w+)\\\}")


class UnknownLanguage(Exception):
    """There is no language of that code; the message names the nearest, and all there are."""


@dataclass(frozen=True)
class Language:
    """A language: its name, the reasons for lines of a derivation, all other sentences.

    ``reasons`` are by rules (`reports.words`); their holes are parts of the rule. ``babel`` is what LaTeX is told of
    the language, and empty for that which LaTeX speaks unasked.

    ``models`` has the title of each model of the library, by its name, and what it says of itself; a family has no
    title. ``names`` are what documents call their statements and members of families, by the English. What is in
    neither of them, above all the words of a reader's own model, stands as it was written.
    """

    name: str
    babel: str
    reasons: Mapping[str, str]
    texts: Mapping[str, str]
    models: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    names: Mapping[str, str] = field(default_factory=dict)

    def say(self, key: str, **holes: Filling) -> Inlines:
        """A sentence with its holes filled. Raises `KeyError` for a sentence that is not there, or another hole."""
        return filled(self.texts[key], holes)

    def text(self, key: str, **holes: Filling) -> str:
        """The same where there are no formulas in it."""
        return "".join(part.text for part in self.say(key, **holes) if isinstance(part, Words))

    def called(self, name: str) -> str:
        """What a document calls something, in this language where it is known there."""
        for english, own in self.names.items():
            found = re.fullmatch(_HOLE.sub(r"(?P<\1>.+)", re.escape(english)), name)
            if found:
                return own.format(**found.groupdict())
        return name

    def title(self, model: Model) -> str:
        """The title of a model; that of a member of a family says which it is."""
        known = self.models.get(model.name)
        return known[0] if known and known[0] else self.called(model.title)

    def summary(self, model: Model) -> str:
        """What a model says of itself; of a family, what is true of all its members."""
        known = self.models.get(model.name.partition(" ")[0])
        return known[1] if known else model.summary

    def joined(self, key: str, items: Sequence[Filling]) -> Inlines:
        """Several things as one, each joined to those before it by the sentence of that key; nothing for none."""
        found: Inlines = ()
        for item in items:
            found = self.say(key, before=found, item=item) if found else _inlines(item)
        return found


def holes_of(sentence: str) -> frozenset[str]:
    """The names of the holes in a sentence."""
    return frozenset(hole for _, hole, _, _ in Formatter().parse(sentence) if hole is not None)


def filled(sentence: str, holes: Mapping[str, Filling]) -> Inlines:
    """A sentence with its holes filled. Raises `KeyError` where the holes are others."""
    if holes.keys() != holes_of(sentence):
        raise KeyError(f"{sentence!r} has the holes {sorted(holes_of(sentence))}, not {sorted(holes)}")
    found: list[Inline] = []
    for literal, hole, _, _ in Formatter().parse(sentence):
        found += [Words(literal)] if literal else []
        if hole is not None:
            found += capital(_inlines(holes[hole])) if hole[0].isupper() else _inlines(holes[hole])
    return _merged(found)


def _inlines(filling: Filling) -> Inlines:
    if isinstance(filling, str):
        return (Words(filling),) if filling else ()
    return filling if isinstance(filling, tuple) else (Formula(filling),)


def capital(inlines: Inlines) -> Inlines:
    """The same beginning with a capital letter, where it begins with a word."""
    if not inlines or not isinstance(inlines[0], Words) or not inlines[0].text:
        return inlines
    text = inlines[0].text
    return (Words(f"{text[0].upper()}{text[1:]}", inlines[0].style), *inlines[1:])


def _merged(parts: Sequence[Inline]) -> Inlines:
    """The parts, with words that follow each other as one."""
    kept: list[Inline] = []
    for part in parts:
        last = kept[-1] if kept else None
        if isinstance(part, Words) and isinstance(last, Words) and part.style == last.style:
            kept[-1] = Words(last.text + part.text, part.style)
        else:
            kept.append(part)
    return tuple(kept)


@cache
def codes() -> tuple[str, ...]:
    """The codes of all languages, sorted."""
    files = Path(__file__).parent.glob("*.py")
    return tuple(sorted(file.stem for file in files if not file.stem.startswith("_")))


@cache
def get(code: str) -> Language:
    """The language of that code; raises `UnknownLanguage`."""
    if code not in codes():
        near = get_close_matches(code, codes(), n=1, cutoff=0.5)
        meant = f": did you mean {near[0]}?" if near else ";"
        listed = ", ".join(f"{known} ({get(known).name})" for known in codes())
        raise UnknownLanguage(f"there is no language {code!r}{meant} there are {listed}")
    language: Language = import_module(f"reports.languages.{code}").LANGUAGE
    return language
