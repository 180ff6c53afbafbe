"""How a report is written: its formulas in a style, its words in a language."""

from __future__ import annotations

from dataclasses import dataclass, fields

from derive.notation.styling import Style
from derive.shapes import Shape
from reports import languages
from reports.document import Inlines
from reports.languages import Filling, Language


@dataclass(frozen=True)
class Manner(Style):
    """The style of formulas, with the language of the words around them."""

    language: str = languages.DEFAULT

    @property
    def speech(self) -> Language:
        """The language with its sentences."""
        return languages.get(self.language)

    def say(self, key: str, **holes: Filling) -> Inlines:
        """A sentence with its holes filled, which may hold formulas."""
        return self.speech.say(key, **holes)

    def shape_text(self, shape: Shape) -> str:
        """The shape of an array in a table of shapes."""
        return self.text("scalar") if shape.is_scalar else str(shape)

    def text(self, key: str, **holes: Filling) -> str:
        """A sentence without formulas."""
        return self.speech.text(key, **holes)


def manner(style: Style, language: str = languages.DEFAULT) -> Manner:
    """A style of formulas with the language of the words around them."""
    chosen = {field.name: getattr(style, field.name) for field in fields(Style)}
    speech = languages.get(language)
    return Manner(**{**chosen, "case_words": (speech.text("if"), speech.text("otherwise"))}, language=language)
