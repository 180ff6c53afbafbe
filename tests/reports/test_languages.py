"""The languages of documents: which sentences there are, and that each is said by somebody."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from derive.notation.math import Letter
from reports import languages
from reports.document import Formula, Words
from reports.languages import filled

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
