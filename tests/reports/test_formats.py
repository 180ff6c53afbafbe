"""The sample document in every format: against the golden files, and looked into where a file cannot say it."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import pytest
from sample_for_tests import sample

from derive.notation.math import EQUALS, Brackets, Fraction, Letter, Number, Sign, row
from reports import formats
from reports.document import (
    Block,
    Callout,
    Display,
    Document,
    Equation,
    Formula,
    Graph,
    GraphNode,
    Heading,
    Paragraph,
    Table,
    words,
)
from reports.emitters.mathml import mathml
from reports.emitters.plain import plain, width
from reports.figures import figure
from reports.formats import (
    EngineFailed,
    MissingGlyph,
    Options,
    UnknownFormat,
    alone,
    breaking,
    latexmk,
    pdf,
    render,
    typesetter,
)

GOLDEN = Path(__file__).parents[1] / "golden"
SAMPLE = sample()


def one(*blocks: Block) -> Document:
    return Document(words("Title"), blocks)


def text_of(document: Document, name: str, width: int = 92) -> str:
    rendered = render(document, name, Options(width=width))
    assert isinstance(rendered, str)
    return rendered


@pytest.mark.parametrize(("name", "suffix"), [("latex", "tex"), ("html", "html"), ("markdown", "md"), ("text", "txt")])
def test_the_sample_is_as_it_was_when_a_person_looked_at_it(name: str, suffix: str) -> None:
    """Set DERIVE_NEW_GOLDEN=1 to write the files anew, and look at what changed before committing it."""
    path = GOLDEN / f"sample.{suffix}"
    rendered = text_of(SAMPLE, name)
    if os.environ.get("DERIVE_NEW_GOLDEN"):
        path.write_text(rendered, encoding="utf-8")
    assert path.read_text(encoding="utf-8") == rendered


# --- PDF


def test_the_same_document_gives_the_same_bytes() -> None:
    first = render(SAMPLE, "pdf")
    assert first == render(sample(), "pdf")
    assert isinstance(first, bytes)
    assert first.startswith(b"%PDF-")


def test_a_pdf_has_a_title_keywords_and_bookmarks() -> None:
    content = pdf.render(SAMPLE)
    assert b"/Title" in content
    assert b"Logistic regression" in content
    assert b"written by derive, backpropagation, logistic regression" in content
    assert content.count(b"/Title(") >= 1 + sum(isinstance(block, Heading) for block in SAMPLE.blocks)


def test_a_pdf_is_accessible_with_words_for_every_formula() -> None:
    content = pdf.render(SAMPLE)
    assert b"<pdfuaid:part>1</pdfuaid:part>" in content
    equations = [equation for block in SAMPLE.blocks if isinstance(block, Display) for equation in block.equations]
    assert content.count(b"/Alt") > 2 * len(equations)


def test_a_pdf_with_a_formula_without_words_does_not_say_that_it_is_accessible(monkeypatch: pytest.MonkeyPatch) -> None:
    document = replace(SAMPLE, blocks=(Paragraph((Formula(Letter("x")),)),))
    assert b"pdfuaid:part" in pdf.render(document)
    monkeypatch.setattr(typesetter, "said_source", lambda math, spelled: f"${spelled}$")
    assert b"pdfuaid:part" not in pdf.render(document)


@pytest.mark.parametrize(("paper", "box"), [("a4", b"595.2756 841.8898"), ("us-letter", b"612 792")])
def test_the_paper_is_the_one_asked_for(paper: formats.Paper, box: bytes) -> None:
    assert b"/MediaBox[0 0 " + box + b"]" in pdf.render(SAMPLE, formats.Options(paper=paper))
    name = {"a4": "a4paper", "us-letter": "letterpaper"}[paper]
    assert f"[11pt,{name},fleqn]" in str(render(SAMPLE, "latex", formats.Options(paper=paper)))


@pytest.mark.parametrize("count", [1, 30])
def test_pages_can_be_looked_at(count: int) -> None:
    found = pdf.pages(one(*(Heading(1, words(f"Section {k}")) for k in range(count))), ppi=20)
    assert all(page.startswith(b"\x89PNG") for page in found)
    assert (len(found) > 1) == (count > 1)


@pytest.mark.parametrize(
    ("block", "character"),
    [
        (Paragraph(words("before 漢 after")), "漢"),
        (Paragraph((Formula(Letter("字")),)), "字"),
        (Callout("Note\U0001f600", words("x")), "\U0001f600"),
    ],
)
def test_a_character_without_a_picture_is_an_error_that_names_it(block: Block, character: str) -> None:
    with pytest.raises(MissingGlyph, match=f"{character}.*U\\+{ord(character):04X}"):
        render(one(block), "pdf")


def test_a_missing_picture_says_where_it_stands_and_what_would_work() -> None:
    block = Paragraph(words("before 漢 after"))
    with pytest.raises(MissingGlyph, match=r"stands in: before 漢 after; write \.html, \.md or \.txt"):
        render(one(block), "pdf")
    for name in ("html", "markdown", "text"):
        assert "before 漢 after" in render(one(block), name)


@pytest.mark.parametrize("suffix", [".svg", ".png", ".pdf"])
def test_a_figure_with_such_a_name_is_refused_too(suffix: str) -> None:
    drawing = figure(Graph((GraphNode("v", Letter("字"), "data"),), ()))
    with pytest.raises(MissingGlyph, match=r"'字'.*rename it"):
        alone.drawn(drawing, Path(f"graph{suffix}"), "A graph", "a graph of one node")


def test_the_characters_that_reports_use_all_have_pictures() -> None:
    used = "σ′(z) = σ(z)(1 − σ(z)) ∂L/∂w ŷ wᵀx ≈ ≤ → ⁻¹ ½ é ß – — “ ” … · × ⊙ ℝ ℒ Σ ∈ 3·10⁻¹¹ ✓"
    assert render(one(Paragraph(words(used.replace("✓", "")))), "pdf")


@pytest.mark.skipif(not shutil.which("pdftotext"), reason="pdftotext is not installed")
def test_nothing_runs_into_the_margin(tmp_path: Path) -> None:
    terms = [Letter(c) for c in "abcdefghijklmnopqrstuvwxyz" * 6]
    long = row(*(item for term in terms for item in (term, Sign("+", "binary"))), Letter("z"))
    unbreakable = row(*terms, *terms)
    display = Display(
        (
            Equation(Letter("y"), EQUALS, long, words("a reason " * 12)),
            Equation(unbreakable, EQUALS, unbreakable, words("why")),
        )
    )
    path = tmp_path / "wide.pdf"
    path.write_bytes(pdf.render(one(display)))
    boxes = subprocess.run(["pdftotext", "-bbox", str(path), "-"], capture_output=True, text=True, check=True)
    ends = [float(x) for x in re.findall(r'xMax="([\d.]+)"', boxes.stdout)]
    assert ends
    assert max(ends) <= 595.3 - 2.6 / 2.54 * 72 + 1


def test_what_typst_refuses_is_reported(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf, "source", lambda document, paper: "#panic()")
    with pytest.raises(EngineFailed, match="panicked"):
        render(SAMPLE, "pdf")


def test_the_source_needs_nothing_from_anywhere() -> None:
    source = typesetter.source(SAMPLE)
    assert "@preview" not in source
    assert "#import" not in source


def test_the_blackboard_one_is_defined_where_it_is_used() -> None:
    indicator = Letter("1", "blackboard")
    assert r"\renewcommand{\mathbb}" in text_of(one(Display((Equation(Letter("a"), EQUALS, indicator),))), "latex")
    assert r"\renewcommand{\mathbb}" not in text_of(SAMPLE, "latex")


# --- LaTeX as an engine


def test_a_missing_latex_is_said_with_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(latexmk.shutil, "which", lambda name: None)
    with pytest.raises(EngineFailed, match="install TeX Live"):
        render(SAMPLE, "pdf", Options(engine="latexmk"))


@pytest.mark.skipif(not shutil.which("pdflatex"), reason="LaTeX is not installed")
def test_latex_sets_the_sample(tmp_path: Path) -> None:
    content = pdf.render(SAMPLE, Options(engine="latexmk"))
    path = tmp_path / "sample.pdf"
    path.write_bytes(content)
    assert content.startswith(b"%PDF-")
    assert formats.is_ours(path)


@pytest.mark.skipif(not shutil.which("pdflatex"), reason="LaTeX is not installed")
def test_latex_has_nothing_to_complain_about(tmp_path: Path) -> None:
    (tmp_path / "sample.tex").write_text(text_of(SAMPLE, "latex"), encoding="utf-8")
    command = ["pdflatex", "-no-shell-escape", "-interaction=nonstopmode", "sample.tex"]
    for _ in range(2):
        subprocess.run(command, cwd=tmp_path, capture_output=True, check=True, timeout=120)
    log = (tmp_path / "sample.log").read_text(encoding="utf-8", errors="replace")
    assert re.findall(r"^.*(?:Overfull|Warning).*$", log, re.MULTILINE) == []


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("Undefined control sequence.", "Undefined control sequence$"),
        ("LaTeX Error: File `lmodern.sty' not found.", r"lmodern\.sty' not found; install what has it"),
        ("Package babel Error: Unknown option `ngerman'.", "texlive-lang-german"),
        ("LaTeX Error: Unicode character 漢 (U+6F22)", r"U\+6F22\); write \.html"),
    ],
)
def test_what_latex_refuses_is_reported(said: str, told: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    failing = tmp_path / "pdflatex"
    failing.write_text(f'#!/bin/sh\ncat > report.log <<"END"\n! {said}\nEND\nexit 1\n')
    failing.chmod(0o755)
    monkeypatch.setattr(latexmk.shutil, "which", lambda name: str(failing) if name == "pdflatex" else None)
    with pytest.raises(EngineFailed, match=f"pdflatex did not accept the document: .*{told}"):
        render(SAMPLE, "pdf", Options(engine="latexmk"))


def test_latex_that_never_ends_is_stopped(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    waiting = tmp_path / "pdflatex"
    waiting.write_text("#!/bin/sh\nexec sleep 60\n")
    waiting.chmod(0o755)
    monkeypatch.setattr(latexmk.shutil, "which", lambda name: str(waiting) if name == "pdflatex" else None)
    monkeypatch.setattr(latexmk, "_SECONDS", 0.2)
    with pytest.raises(EngineFailed, match="not done after"):
        render(SAMPLE, "pdf", Options(engine="latexmk"))


# --- HTML


class Page(HTMLParser):
    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in ("meta", "br"):
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def test_the_page_is_closed_and_fetches_nothing() -> None:
    text = text_of(SAMPLE, "html")
    page = Page(text)
    assert page.open == []
    assert not {tag for tag, _ in page.tags} & {"script", "link", "img", "iframe", "object", "embed"}
    assert "url(" not in text
    assert "@import" not in text
    addresses = [value or "" for _, attrs in page.tags for key, value in attrs.items() if key in ("href", "src")]
    assert addresses
    assert all(address.startswith("#") for address in addresses)


def test_headings_and_displays_can_be_linked_to() -> None:
    ids = [attrs["id"] for _, attrs in Page(text_of(SAMPLE, "html")).tags if "id" in attrs]
    assert ids == list(dict.fromkeys(ids))
    assert {"model", "activation", "sigmoid", "chain", "check"} <= set(ids)


def test_every_link_leads_to_a_place_and_every_line_of_a_chain_has_one() -> None:
    page = Page(text_of(SAMPLE, "html"))
    ids = {attrs["id"] for _, attrs in page.tags if "id" in attrs}
    links = [attrs["href"] for tag, attrs in page.tags if tag == "a"]
    anchors = {block.anchor for block in SAMPLE.blocks if isinstance(block, Display)}
    assert {str(link)[1:] for link in links} == ids - anchors
    lines = next(block for block in SAMPLE.blocks if isinstance(block, Display) and block.anchor == "sigmoid")
    assert {f"sigmoid-{number}" for number in range(1, len(lines.equations) + 1)} <= ids


def test_the_table_of_contents_lists_the_headings_that_can_be_linked_to() -> None:
    text = text_of(SAMPLE, "html")
    contents = text[text.index("<nav") : text.index("</nav>")]
    anchors = [block.anchor for block in SAMPLE.blocks if isinstance(block, Heading) and block.level <= 2]
    assert re.findall(r'href="#([^"]+)"', contents) == [anchor for anchor in anchors if anchor]
    assert "<nav" not in text_of(one(Heading(1, words("One"), "one")), "html")


def test_a_chain_can_be_folded_and_then_shows_its_start_and_its_result() -> None:
    text = text_of(SAMPLE, "html")
    folded = re.findall(r'<details class="chain" open id="([^"]+)">\n<summary[^>]*>(.*?)</summary>', text)
    assert "sigmoid" in dict(folded)
    lines = next(block for block in SAMPLE.blocks if isinstance(block, Display) and block.anchor == "sigmoid").equations
    assert dict(folded)["sigmoid"] == f"<span>{mathml(row(lines[0].left, lines[-1].relation, lines[-1].right))}</span>"
    unfinished = Display((*lines[:-1], replace(lines[-1], result=False)), "sigmoid")
    assert "<details" not in text_of(one(unfinished), "html")


def test_the_graph_says_the_same_in_words() -> None:
    (svg,) = [attrs for tag, attrs in Page(text_of(SAMPLE, "html")).tags if tag == "svg"]
    assert svg["role"] == "img"
    assert svg["aria-label"] == "x, w and b give z; z gives a; a and y give the loss."


# --- text


@pytest.mark.parametrize("columns", [80, 92, 100])
def test_lines_fit_where_formulas_can_be_broken(columns: int) -> None:
    blocks = tuple(block for block in SAMPLE.blocks if block != SAMPLE.blocks[12])
    text = text_of(replace(SAMPLE, blocks=blocks), "text", columns)
    assert [line for line in text.splitlines() if width(line) > columns] == []


@pytest.mark.parametrize("columns", [5, 20, 40])
def test_a_very_narrow_terminal_gets_everything(columns: int) -> None:
    text = re.sub(r"\s+", "", text_of(SAMPLE, "text", columns))
    assert "σ(z)(1−σ(z))" in text
    assert "thelogisticfunction" in text


def test_relations_stand_under_one_another() -> None:
    lines = (("abc", "1"), ("x", "2"), ("xy", "3"))
    equations = tuple(Equation(row(*map(Letter, left)), EQUALS, Number(right)) for left, right in lines)
    text = text_of(one(Display(equations)), "text")
    assert "  abc = 1\n    x = 2\n   xy = 3\n" in text


def test_a_fraction_wider_than_the_line_is_cut_inside() -> None:
    a, b, c, plus = Letter("a"), Letter("b"), Letter("c"), Sign("+", "binary")
    wide = row(Letter("x"), Fraction(row(a, plus, b, plus, c), row(a, plus, b)))
    lines = breaking.filled(wide, 7, lambda math: len(plain(math)))
    assert [plain(line) for line in lines] == ["x((a", "+ b", "+ c)", "/ (a", "+ b))"]
    slope = row(Fraction(a, b), Brackets(row(a, plus, b, plus, c)))
    lines = breaking.filled(slope, 10, lambda math: len(plain(math)))
    assert [plain(line) for line in lines] == ["(a/b)(a", "+ b + c)"], "a short fraction stays one"


# --- all formats


def test_an_empty_document_is_a_document() -> None:
    for name in formats.FORMATS:
        assert render(Document((), ()), name)


def test_empty_parts_are_let_through() -> None:
    empty: tuple[Block, ...] = (Paragraph(()), Heading(1, ()), Heading(7, words("deep")), Table(((),), (), "l"))
    for name in formats.FORMATS:
        assert render(one(*empty), name)


def test_there_are_no_other_formats() -> None:
    with pytest.raises(UnknownFormat, match="there is no format 'docx'; there are pdf, latex"):
        render(SAMPLE, "docx")
