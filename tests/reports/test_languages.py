"""The languages of documents: which sentences there are, and that each is said by somebody."""

from __future__ import annotations

import ast
import os
import re
import shutil
import subprocess
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from derive import models
from derive.modelling import library, model_from
from derive.notation.math import Letter
from derive.notation.scoping import scope
from reports import formats, languages, styles
from reports.comparing import compared
from reports.deck import Deck
from reports.differentiating import document, found
from reports.document import Document, Formula, Paragraph, Words
from reports.emitters.characters import UNBREAKABLE
from reports.formats import pdf, typesetter
from reports.languages import Language, filled, holes_of
from reports.parts import Checked, Options, check_all

REPORTS = Path(languages.__file__).parents[1]
ENGLISH = languages.get(languages.DEFAULT)
PUT_INTO_DOCUMENTS = ("words", "Words", "Callout")


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


def untranslatable(tree: Iterable[ast.AST]) -> list[str]:
    """Texts that a source puts into documents itself, in no language's table."""
    found: list[ast.expr] = []
    for node in tree:
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in PUT_INTO_DOCUMENTS:
            found += [part for text in node.args[:1] for part in getattr(text, "values", (text,))]
    texts = (part.value for part in found if isinstance(part, ast.Constant))
    return [text for text in texts if isinstance(text, str) and re.search(r"[^\W\d_]{2}", text)]


def test_no_source_has_words_of_documents_of_its_own() -> None:
    assert untranslatable(trees()) == []
    assert untranslatable(ast.walk(ast.parse('words("the loss"); Words(f"{n} points"); words(", ")'))) == [
        "the loss",
        " points",
    ]


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
    "sine and cosine squared", "sigmoid of a negative", "then", "listed", "labelled", "two sentences",
    "sentence of reason",
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


# --- the library


@pytest.mark.parametrize("code", OTHERS)
def test_the_library_has_its_words_in_every_language(code: str) -> None:
    language = languages.get(code)
    assert set(language.models) == {*models.names(), *models.families()}
    assert list(language.names) == list(languages.get("de").names)
    assert all(holes_of(own) == holes_of(english) for english, own in language.names.items())
    members = ("network --layers 2,1", f"network --layers {'2,' * 9}1", "rnn --steps 1", "rnn --steps 2")
    for name in (*models.names(), *members):
        model = library(name)
        called = [language.title(model), language.summary(model), *map(language.called, filter(None, model.variants))]
        written = [model.title, model.summary, *filter(None, model.variants)]
        for own, english in zip(called, written, strict=True):
            assert own
            assert own != english or own in ("Attention", "Lasso"), own


def test_the_words_of_a_document_of_ones_own_stand_as_written() -> None:
    model = model_from("# My log loss\n\nMine.\n\n$$L = (w x - y)^2$$\n")
    language = languages.get("fr")
    assert (language.title(model), language.summary(model)) == ("My log loss", "Mine.")
    assert language.called("my example") == "my example"


# --- documents

SEEN = ("half-squared-error", "relu-unit", "linear-regression", "network --layers 2,2,2,2,2,2,1")


@cache
def checked(name: str, code: str) -> Checked:
    """A model without the sources that it cites, which stay in the language that they are written in."""
    model = replace(library(name), sources=())
    return check_all(model, Options(unrolled=True, language=code))


def documents(code: str) -> Iterator[tuple[Document | Deck, str]]:
    """Documents, each with the format that it is looked at in."""
    for name in SEEN:
        for style in styles.names():
            yield styles.get(style).compose(checked(name, code)), "html" if style == styles.DEFAULT else "text"
    yield compared(replace(library("half-squared-error"), sources=()), code), "text"
    yield document(found(r"\frac{|x|}{x}", ["x"], scope([]), 1, code)), "text"


def shown(rendered: str) -> str:
    """What a reader of a page sees, and what is read out: no style sheet, no tags, but the words in attributes."""
    page = re.sub(r"<style>.*?</style>", "", rendered, flags=re.DOTALL)
    told = re.findall(r'(?:title|aria-label)="([^"]*)"', page)
    return " ".join([*re.sub(r"<[^>]*>", " ", page).split(), *told])


@cache
def english_alone(code: str) -> tuple[str, ...]:
    """What stands between the holes of English sentences, and in no sentence of a language."""
    language = languages.get(code)
    own = [sentence for table in tables(language).values() for sentence in table.values()]
    spoken = "\n".join([*own, *(text for both in language.models.values() for text in both), *language.names.values()])
    sentences = (sentence for table in tables(ENGLISH).values() for sentence in table.values())
    parts = {part.strip(" .,:;()") for sentence in sentences for part in re.split(r"\{\w+\}", sentence)}
    return tuple(part for part in sorted(parts) if re.search(r"\w{4}", part) and not says(spoken, part))


def says(text: str, part: str) -> bool:
    """Whether whole words stand in a text."""
    return part in text and re.search(rf"(?<![\w-]){re.escape(part)}(?![\w-])", text) is not None


def left_over(text: str, code: str) -> list[str]:
    """The English in a text of another language."""
    return [part for part in english_alone(code) if says(text, part)]


@pytest.mark.parametrize("code", OTHERS)
def test_no_english_is_left_in_a_document(code: str) -> None:
    for made, name in documents(code):
        assert made.language == code
        assert left_over(shown(str(formats.render(made, name)).replace(formats.NOTICE, "")), code) == []


@pytest.mark.parametrize("code", OTHERS)
def test_every_format_says_which_language_it_is_in_and_has_its_letters(code: str) -> None:
    language = languages.get(code)
    said = [*language.reasons.values(), *language.texts.values(), *map(" ".join, language.models.values())]
    letters = "".join(sorted(set("".join(said))))
    page = Document((Words("T"),), (Paragraph((Words(letters),)),), language=code)
    assert b"%PDF" in pdf.render(page)
    assert f'#set text(lang: "{code}")' in typesetter.source(page)
    assert f'<html lang="{code}">' in str(formats.render(page, "html"))
    source = str(formats.render(page, "latex"))
    assert f"[shorthands=off,{language.babel}]{{babel}}" in source
    assert "babel" not in str(formats.render(replace(page, language="en"), "latex"))
    for unbreakable in UNBREAKABLE if code == "fr" else "":
        assert all(unbreakable in str(formats.render(page, name)) for name in ("html", "markdown"))
        assert unbreakable in typesetter.source(page)


def has_latex(babel: str) -> bool:
    """Whether LaTeX is installed, with a language and the fonts of its letters."""
    if shutil.which("pdflatex") is None or shutil.which("kpsewhich") is None:
        return False
    asked = ["kpsewhich", f"{babel}.ldf", "lmodern.sty"]
    return len(subprocess.run(asked, capture_output=True, check=False, text=True).stdout.splitlines()) == 2


@pytest.mark.parametrize("code", OTHERS)
def test_latex_sets_the_language(code: str) -> None:
    if not has_latex(languages.get(code).babel):
        pytest.skip("LaTeX is not installed, or without the language")
    made = styles.get("article").compose(checked("half-squared-error", code))
    assert formats.render(made, "pdf", formats.Options(engine="latexmk"))


def test_english_that_is_left_is_found() -> None:
    page = str(formats.render(styles.get("article").compose(checked("half-squared-error", "de")), "text"))
    english = str(formats.render(styles.get("article").compose(checked("half-squared-error", "en")), "text"))
    assert left_over(f"{page} power rule", "de") == ["power rule"]
    assert {"What is given", "The loss depends on", "the loss before the step"} <= {*left_over(english, "de")}


@pytest.mark.parametrize("code", OTHERS)
def test_the_article_is_as_it_was_when_a_person_looked_at_it(code: str) -> None:
    """Set DERIVE_NEW_GOLDEN=1 to write the file anew, and look at what changed before committing it."""
    golden = Path(__file__).parents[1] / "golden" / f"half-squared-error-{code}.md"
    made = styles.get("article").compose(checked("half-squared-error", code))
    assert isinstance(made, Document)
    rendered = str(formats.render(replace(made, provenance=""), "markdown"))
    if os.environ.get("DERIVE_NEW_GOLDEN"):
        golden.write_text(rendered, encoding="utf-8")
    assert golden.read_text(encoding="utf-8") == rendered
