"""Whatever a person writes stands in the document as written, and is never taken for the format's own signs."""

from __future__ import annotations

import re
import shutil
import subprocess
import unicodedata
from contextlib import suppress
from html.parser import HTMLParser
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from derive.notation.latex import escape
from derive.notation.math import EQUALS, Letter, Word
from reports.document import (
    Callout,
    Display,
    Document,
    Equation,
    Formula,
    Graph,
    GraphNode,
    Heading,
    Listing,
    Paragraph,
    Table,
    Words,
    words,
)
from reports.formats import MissingGlyph, Options, pdf, render

NASTY = st.text(st.sampled_from("\\{}$&#_%^~<>|`'\"*[]()!-+=.;:/@0129aZ é−→\n\t\x1b\x00"), max_size=40)
TEXT = st.one_of(st.text(max_size=40), NASTY)


def everywhere(text: str) -> Document:
    """A document with the text in every place that takes one."""
    found = words(text)
    node = GraphNode(text, Letter("a"), "data")
    return Document(
        found,
        (
            Heading(1, found, text),
            Heading(2, found, text),
            Paragraph((Words(text), Words(text, "strong"), Words(text, "emphasis"), Words(text, "code"))),
            Listing((found, found)),
            Listing((found,), numbered=True),
            Display((Equation(Letter("a"), EQUALS, Word(text, function=False), found, result=True),), text),
            Table((found, found), ((found, found), (found, found)), "lr", found),
            Graph((node,), (), found, text),
            Callout(text, found),
            Paragraph((Formula(Word(text)),)),
        ),
        found,
        text,
        "en",
        (text,),
    )


def shown(text: str) -> str:
    """What is left of a text that is written on one line: no control characters, and single spaces."""
    kept = (" " if c.isspace() else c for c in text if c.isspace() or c.isprintable())
    return " ".join("".join(kept).split())


# --- HTML


class Tags(HTMLParser):
    def __init__(self, text: str) -> None:
        super().__init__()
        self.seen: list[tuple[str, tuple[str, ...]]] = []
        self.text: list[str] = []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.append((tag, tuple(name for name, _ in attrs)))

    def handle_data(self, data: str) -> None:
        self.text.append(data)

    def handle_comment(self, data: str) -> None:
        raise AssertionError(f"a comment: {data}")


@given(TEXT)
@example("</title><script>alert(1)</script>")
@example("\" onload=\"alert(1)' x='")
@example("--><b>")
def test_no_text_adds_a_tag_or_an_attribute_to_a_page(text: str) -> None:
    tags = Tags(str(render(everywhere(text), "html")))
    innocent = Tags(str(render(everywhere("a" if text else ""), "html")))
    kinds = {kind for kind in tags.seen if kind[0] != "rect"}
    assert kinds <= {*innocent.seen, ("h2", ("id",)), ("h3", ("id",)), ("div", ("class", "id")), ("a", ("href",))}
    assert not text.strip() or shown(text) in shown("".join(tags.text))


# --- LaTeX


_ESCAPED = re.compile(r"\\text(?:sub|super)script\{[^{}\\]\}|\\[A-Za-z]+\{\}|\\[{}$&#_%]|\$[^$]+\$|\{[\[\]]\}|\{\}|~")


@given(TEXT)
@example(r"\input{/etc/passwd}")
@example("%\\end{document}")
@example("^^5cinput")
@example("w₁₁ ⁻ ⁽²⁾")
def test_no_text_is_a_command_in_latex(text: str) -> None:
    rest = _ESCAPED.sub("", escape(text))
    assert not set(rest) & set("\\{}$&#_%^~<>|[]`\0\x1b\n") - {"`"}


def test_what_is_low_or_high_by_itself_is_set_so_in_latex():
    assert escape("w₁²") == r"w\textsubscript{1}\textsuperscript{2}"


@given(NASTY)
def test_a_row_of_latex_never_begins_with_the_argument_of_a_break(text: str) -> None:
    for line in str(render(everywhere(text), "latex")).splitlines():
        assert not re.match(r"\s*\[", line)
        assert not line.lstrip().startswith("*") or line.startswith("*") is False


@pytest.mark.skipif(not shutil.which("pdflatex"), reason="LaTeX is not installed")
def test_latex_sets_every_printable_ascii_character() -> None:
    ascii_text = "".join(map(chr, range(32, 127)))
    tricky = " -- --- `` '' !` ?` << >> [x] *y \\input{x} $a$ %%"
    document = everywhere("x" + ascii_text + tricky)
    assert pdf.render(document, Options(engine="latexmk"))


# --- Typst


@given(NASTY)
@example('"); #panic("')
@example("#import")
@example("$ panic() $")
def test_no_text_is_code_in_typst(text: str) -> None:
    assert pdf.render(everywhere(text)).startswith(b"%PDF-")


@given(st.text(max_size=20))
def test_any_text_is_set_or_has_a_missing_character(text: str) -> None:
    with suppress(MissingGlyph):
        assert pdf.render(everywhere(text)).startswith(b"%PDF-")


@pytest.mark.skipif(not shutil.which("pdftotext"), reason="pdftotext is not installed")
def test_all_ascii_text_arrives_in_the_pdf(tmp_path: Path) -> None:
    text = "".join(map(chr, range(33, 127)))
    path = tmp_path / "a.pdf"
    path.write_bytes(pdf.render(Document(words("T"), (Paragraph(words(text)),))))
    found = subprocess.run(["pdftotext", str(path), "-"], capture_output=True, text=True, check=True).stdout
    assert text in unicodedata.normalize("NFKC", found).replace("\n", "").replace("\xad", "")


# --- Markdown


def read_back(markdown: str) -> tuple[set[str], str]:
    """The kinds of blocks and spans that a Markdown reader sees, and the text."""
    kinds: set[str] = set()
    text = ""
    for token in MarkdownIt("commonmark").enable(["table", "strikethrough"]).parse(markdown):
        kinds.add(token.type)
        for child in token.children or []:
            kinds.add(child.type)
            text += child.content if child.type in ("text", "code_inline") else " "
    return kinds, text


@given(TEXT)
@example("# heading")
@example("- item")
@example("1. item")
@example("1) item")
@example("+ item")
@example("> quote")
@example("    code")
@example("~~~")
@example("===")
@example("---")
@example("a | b")
@example("[a](b) ![c](d) <http://x> https://x")
@example("&amp; &copy;")
@example("<b>bold</b>")
@example("$a$")
@example("\\# \\")
@example("***")
@example(":-- | --:")
def test_no_text_is_markup_in_markdown(text: str) -> None:
    markdown = str(render(Document(words("T"), (Paragraph(words(text)), Paragraph(words("end")))), "markdown"))
    kinds, found = read_back(markdown)
    assert kinds <= {
        "heading_open", "inline", "text", "heading_close", "paragraph_open", "paragraph_close", "html_block",
        "softbreak", "text_special",
    }  # fmt: skip
    assert markdown.count("<!--") == 1
    assert not text.strip() or shown(text).replace(" ", "") in found.replace(" ", "")


@given(TEXT)
def test_a_table_in_markdown_keeps_its_columns(text: str) -> None:
    table = Table((words(text), words(text)), ((words(text), (Words(text, "code"),)),), "lr")
    lines = [line for line in str(render(Document((), (table,)), "markdown")).splitlines() if line.startswith("|")]
    assert len(lines) == 3
    assert [len(re.findall(r"(?<!\\)(?:\\\\)*\|", line)) for line in lines] == [3, 3, 3]


@given(TEXT)
def test_a_reason_never_ends_a_formula_in_markdown(text: str) -> None:
    display = Display((Equation(Letter("a"), EQUALS, Letter("b"), words(text)),))
    markdown = str(render(Document((), (display,)), "markdown"))
    formula = markdown.split("$$")
    assert len(formula) == 3
    assert formula[1].count("{") - formula[1].count(r"\{") == formula[1].count("}") - formula[1].count(r"\}")
    assert not re.search(r"(?<!\\)[%#]|<", formula[1])


# --- text


@given(TEXT)
def test_no_text_steers_a_terminal(text: str) -> None:
    found = str(render(everywhere(text), "text"))
    assert all(c == "\n" or c.isprintable() or c == "\u0336" for c in found)
