"""The languages of documents: which sentences there are, and that each is said by somebody."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from derive.notation.math import Letter
from reports import languages
from reports.document import Formula, Words
from reports.languages import Language, filled, holes_of

REPORTS = Path(languages.__file__).parents[1]
ENGLISH = languages.get(languages.DEFAULT)


def trees() -> Iterator[ast.AST]:
    for file in REPORTS.rglob("*.py"):
        if file.parent.name != "languages":
            yield from ast.walk(ast.parse(file.read_text(encoding="utf-8")))


def test_every_sentence_of_the_table_is_said_somewhere() -> None:
    texts, beginnings = set(), set()
    for node in trees():
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            texts.add(node.value)
        elif isinstance(node, ast.JoinedStr) and isinstance(node.values[0], ast.Constant):
            beginnings.add(str(node.values[0].value))
    beginnings = {text for text in beginnings if text.endswith(" ")}
    assert [key for key in ENGLISH.texts if key not in texts and not any(map(key.startswith, beginnings))] == []


def test_a_sentence_with_other_holes_is_refused() -> None:
    x = Letter("x")
    assert filled("so {a} is {b}", {"a": x, "b": "small"}) == (Words("so "), Formula(x), Words(" is small"))
    assert filled("{Why}:", {"Why": "an end"}) == (Words("An end:"),)
    for holes in ({"a": x}, {"a": x, "b": x, "c": x}):
        with pytest.raises(KeyError, match=r"so \{a\} is \{b\}"):
            filled("so {a} is {b}", holes)
    with pytest.raises(KeyError, match="no such sentence"):
        ENGLISH.say("no such sentence")


def test_an_unknown_language_is_refused_with_the_list() -> None:
    with pytest.raises(languages.UnknownLanguage, match=r"there is no language 'xx'; there are .*en \(English\)"):
        languages.get("xx")


# --- every other language

OTHERS = [code for code in languages.codes() if code != languages.DEFAULT]
ALIKE = {
    "sine and cosine squared", "sigmoid of a negative", "then", "listed", "labelled", "sentence of reason",
    "if nonzero", "if positive", "if not-negative", "keyword gradient", "head gradient", "head verdict",
    "head convention", "outcome notation", "outcome fragment",
}  # fmt: skip
"""Sentences that may be those of English: signs alone, and words that two languages share."""


def tables(language: Language) -> dict[str, Mapping[str, str]]:
    return {"reasons": language.reasons, "texts": language.texts}


def problems(language: Language) -> list[str]:
    """In what a language is not English sentence by sentence."""
    found = []
    for name, table in tables(language).items():
        english = tables(ENGLISH)[name]
        found += [f"{key!r} of its {name} is missing" for key in english if key not in table]
        found += [f"{key!r} is none of the {name}" for key in table if key not in english]
        both = [key for key in english if key in table]
        found += [f"{key!r} has other holes" for key in both if holes_of(table[key]) != holes_of(english[key])]
        found += [f"{key!r} is English" for key in both if table[key] == english[key] and key not in ALIKE]
    return found


@pytest.mark.parametrize("code", OTHERS)
def test_a_language_has_the_sentences_and_the_holes_of_english(code: str) -> None:
    language = languages.get(code)
    assert problems(language) == []
    assert language.name
    assert language.babel


@pytest.mark.parametrize(
    ("table", "change", "told"),
    [
        ("texts", {"given": None}, "'given' of its texts is missing"),
        ("reasons", {"chain rule": None}, "'chain rule' of its reasons is missing"),
        ("texts", {"give": "x"}, "'give' is none of the texts"),
        ("texts", {"loss not": "Der Verlust hängt nicht von {w} ab:"}, "'loss not' has other holes"),
        ("reasons", {"add and subtract the same": "addieren"}, "'add and subtract the same' has other holes"),
        ("texts", {"sources": "Sources"}, "'sources' is English"),
    ],
)
def test_a_corrupted_table_is_found(table: str, change: dict[str, str | None], told: str) -> None:
    language = languages.get("de")
    changed = {key: text for key, text in ({**tables(language)[table], **change}).items() if text is not None}
    assert problems(replace(language, **{table: changed})) == [told]


@pytest.mark.parametrize("command", [("report", "log-loss"), ("compare", "log-loss"), ("diff", "x^2")])
def test_an_unknown_language_is_refused_and_nothing_is_written(
    command: tuple[str, ...], run: Any, folder: Path
) -> None:
    done = run(*command, "--lang", "xx", "-o", "out.md")
    assert (done.code, done.out) == (2, "")
    assert done.err.startswith("derive: there is no language 'xx'; there are de (Deutsch), en (English), ")
    assert not list(folder.iterdir())
