"""Word documents and slides: Office maths becomes LaTeX that is judged, and no package does harm."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest

from derive import sources
from derive.documents import Document
from derive.files import Folder
from derive.scanning import scan
from derive.sources import _package
from derive.sources._omml import UnknownMath, latex
from derive.sources._package import _Reader

OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006"
SPACES = (
    f'xmlns:m="{OFFICE}/math" xmlns:r="{OFFICE}/relationships" '
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:a14="http://schemas.microsoft.com/office/drawing/2010/main" '
    'xmlns:o="urn:schemas-microsoft-com:office:office"'
)


def run(text: str, style: str = "") -> str:
    return f"<m:r><m:rPr>{style}</m:rPr><m:t>{text}</m:t></m:r>"


def tag(name: str, properties: str = "", **parts: str) -> str:
    inside = "".join(f"<m:{part}>{content}</m:{part}>" for part, content in parts.items())
    return f"<m:{name}><m:{name}Pr>{properties}<m:ctrlPr/></m:{name}Pr>{inside}</m:{name}>"


def value(name: str, said: str) -> str:
    return f'<m:{name} m:val="{said}"/>'


Y_HAT = tag("acc", value("chr", "\u0302"), e=run("𝑦"))
W, X = run("𝑤"), run("𝑥")
ROWS = f"<m:mr><m:e>{run('1')}</m:e><m:e>{X}</m:e></m:mr><m:mr><m:e>{run('0')}</m:e><m:e>{W}</m:e></m:mr>"
MATRIX = f"<m:m><m:mPr/>{ROWS}</m:m>"
PIECEWISE = f"<m:eqArr><m:e>{run('𝑧&amp;𝑧&gt;0')}</m:e><m:e>{run('0&amp;𝑧≤0')}</m:e></m:eqArr>"
LINES = f"<m:eqArr><m:e>{run('𝑎&amp;=𝑏')}</m:e><m:e>{run('&amp;=𝑐')}</m:e></m:eqArr>"
LABELLED = tag("limLow", e=tag("groupChr", value("chr", "⏟"), e=run("𝑎+𝑏")), lim=run("𝑐"))

FORMULAS = {
    tag("f", num=run("∂𝐿"), den=run("∂𝑤")): r"\frac{∂L}{∂w}",
    tag("f", value("type", "lin"), num=W, den=X): "w/x",
    tag("sSup", e=W, sup=run("𝑇")) + X: "w^{T}x",
    tag("sSubSup", e=run("𝒘"), sub=run("𝑗"), sup=run("(𝑖)")): "𝒘_{j}^{(i)}",
    tag("sSup", e=tag("sSup", e=X, sup=run("2")), sup=run("3")): "{x^{2}}^{3}",
    tag("sSup", e=tag("sSub", e=X, sub=run("𝑖")), sup=run("2")): "x_{i}^{2}",
    tag("sSup", e=tag("f", num=W, den=X), sup=run("2")): r"{\frac{w}{x}}^{2}",
    tag("nary", value("chr", "∑"), sub=run("𝑖=1"), sup=run("𝑛"), e=tag("sSub", e=X, sub=run("𝑖"))): (
        r"\sum_{i=1}^{n} x_{i}"
    ),
    tag("nary", value("chr", "∏") + value("subHide", "1") + value("supHide", "on"), sub="", sup="", e=X): r"\prod x",
    tag("rad", value("degHide", "1"), deg="", e=X): r"\sqrt{x}",
    tag("rad", deg=run("3"), e=X): r"\sqrt[3]{x}",
    tag("d", e=MATRIX): r"\begin{pmatrix} 1 & x \\ 0 & w \end{pmatrix}",
    tag("d", value("begChr", "[") + value("endChr", "]"), e=MATRIX): r"\begin{bmatrix} 1 & x \\ 0 & w \end{bmatrix}",
    tag("d", value("begChr", "{") + value("endChr", ""), e=PIECEWISE): r"\begin{cases} z & z>0 \\ 0 & z≤0 \end{cases}",
    tag("d", value("begChr", "‖") + value("endChr", "‖"), e=W): r"\left\| w \right\|",
    tag("d", e=run("1−") + Y_HAT): r"(1−\hat{y})",
    LINES: r"\begin{aligned} a=b \\ =c \end{aligned}",
    Y_HAT: r"\hat{y}",
    tag("bar", value("pos", "top"), e=X): r"\bar{x}",
    LABELLED: r"\underbrace{a+b}_{c}",
    tag("func", fName=run("log", value("sty", "p")), e=Y_HAT): r"\log \hat{y}",
    tag("func", fName=run("softmax", value("sty", "p")), e=tag("d", e=X)): r"\operatorname{softmax} (x)",
    tag("func", fName=tag("limLow", e=run("max", value("sty", "p")), lim=run("𝑖")), e=X): r"\max_{i} x",
    tag("borderBox", value("strikeBLTR", "1"), e=X): r"\cancel{x}",
    tag("borderBox", e=X): r"\boxed{x}",
    tag("phant", value("show", "0"), e=X) + W: "w",
    tag("box", e=X): "x",
    run("w", value("sty", "b")) + run("L", value("scr", "script")): r"\mathbf{w}\mathcal{L}",
    run("if 5%", "<m:nor/>"): r"\text{if 5\%}",
    "<w:del><m:r><m:t>q</m:t></m:r></w:del><w:bookmarkStart/>" + X: "x",
}
REFUSED = {
    tag("acc", value("chr", "\u20db"), e=X): "accent",
    tag("f", value("type", "noBar"), num=W, den=X): "without a bar",
    tag("nary", value("chr", "⨌"), sub="", sup="", e=X): "a sum with the sign",
    tag("d", value("begChr", "⦃"), e=X): "bracket",
    run("w^T x"): "Professional",
    f"<m:hologram>{X}</m:hologram>": "m-hologram",
}


@pytest.mark.parametrize("omml", FORMULAS)
def test_formulas_become_latex(omml: str) -> None:
    content = f"<m:oMath {SPACES}>{omml}</m:oMath>".encode()
    assert latex(_Reader("it").tree(content)) == FORMULAS[omml]


@pytest.mark.parametrize("omml", REFUSED)
def test_what_is_not_known_is_refused(omml: str) -> None:
    with pytest.raises(UnknownMath, match=REFUSED[omml]):
        latex(_Reader("it").tree(f"<m:oMath {SPACES}>{omml}</m:oMath>".encode()))


# --- whole files

NEURON = run("𝑧=") + tag("sSup", e=W, sup=run("𝑇")) + run("𝑥+𝑏")
LOSS = run("𝐿=") + tag("sSup", e=tag("d", e=run("𝑧−𝑦")), sup=run("2"))
RIGHT = tag("f", num=run("∂𝐿"), den=run("∂𝑤")) + run("=2(𝑧−𝑦)𝑥")
WRONG = tag("f", num=run("∂𝐿"), den=run("∂𝑏")) + run("=(𝑧−𝑦)")


def related(**targets: str) -> str:
    kinds = "".join(
        f'<Relationship Id="{key}" Type="{OFFICE}/relationships/{target.partition(" ")[0]}" '
        f'Target="{target.partition(" ")[2]}"/>'
        for key, target in targets.items()
    )
    return (
        f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{kinds}</Relationships>'
    )


def packed(parts: dict[str, str]) -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            archive.writestr(name, text)
    return content.getvalue()


def math(*formulas: str) -> str:
    return "".join(f"<m:oMathPara><m:oMath>{formula}</m:oMath></m:oMathPara>" for formula in formulas)


def word(body: str, **others: str) -> bytes:
    document = f"<w:document {SPACES}><w:body>{body}</w:body></w:document>"
    style = '<w:style w:styleId="berschrift1"><w:name w:val="heading 1"/></w:style>'
    parts = {
        "_rels/.rels": related(a="officeDocument word/document.xml"),
        "word/_rels/document.xml.rels": related(a="styles styles.xml"),
        "word/styles.xml": f"<w:styles {SPACES}>{style}</w:styles>",
        "word/document.xml": document,
    }
    return packed({**parts, **others})


def slides(*bodies: str, notes: str = "") -> bytes:
    count = range(1, len(bodies) + 1)
    # The slides are numbered in another order than the one in which they are shown.
    shown = "".join(f'<p:sldId id="25{number}" r:id="s{number}"/>' for number in count)
    numbers = {f"s{number}": f"slide slides/slide{len(bodies) + 1 - number}.xml" for number in count}
    parts = {
        "_rels/.rels": related(a="officeDocument ppt/presentation.xml"),
        "ppt/presentation.xml": f"<p:presentation {SPACES}><p:sldIdLst>{shown}</p:sldIdLst></p:presentation>",
        "ppt/_rels/presentation.xml.rels": related(**numbers),
        f"ppt/slides/_rels/slide{len(bodies)}.xml.rels": related(n="notesSlide ../notesSlides/notesSlide1.xml"),
        "ppt/notesSlides/notesSlide1.xml": f"<p:notes {SPACES}><a:p><a:r><a:t>{notes}</a:t></a:r></a:p></p:notes>",
    }
    parts |= {
        f"ppt/slides/slide{len(bodies) - n}.xml": f"<p:sld {SPACES}>{body}</p:sld>" for n, body in enumerate(bodies)
    }
    return packed(parts)


def box(inside: str) -> str:
    """A box of a slide with Office maths, with the picture for programs that know none."""
    shape = f'<mc:Choice Requires="a14"><p:sp><p:txBody>{inside}</p:txBody></p:sp></mc:Choice>'
    picture = "<mc:Fallback><a:p><a:r><a:t>$1 = 2$</a:t></a:r></a:p></mc:Fallback>"
    return f"<mc:AlternateContent>{shape}{picture}</mc:AlternateContent>"


def found(content: bytes, name: str, folder: Path) -> list[tuple[str, int | None, int, str]]:
    (folder / name).write_bytes(content)
    return [
        (f.outcome, f.cell, f.line, f.expected or (f.message if f.outcome == "unreadable" else ""))
        for f in scan(folder / name).findings
    ]


def test_a_word_document(tmp_path: Path) -> None:
    text = "<w:p><w:r><w:t>It costs $5 and $6: </w:t></w:r>" + f"<m:oMath>{NEURON}</m:oMath></w:p><w:p/>"
    said = "<w:p><w:r><w:rPr><w:vanish/></w:rPr><w:t>derive: refuted “the old slide”</w:t></w:r></w:p>"
    table = f"<w:tbl><w:tr><w:tc><w:p>{math(LOSS)}</w:p></w:tc><w:tc><w:p>{math(RIGHT)}</w:p></w:tc></w:tr></w:tbl>"
    heading = '<w:p><w:pPr><w:pStyle w:val="berschrift1"/></w:pPr><w:r><w:t>Two</w:t></w:r></w:p>'
    again = math(run("𝐿=3𝑧"), tag("f", num=run("∂𝐿"), den=run("∂𝑏")) + run("=3"))
    old = '<w:p><w:r><w:object><o:OLEObject ProgID="Equation.DSMT4"/></w:object></w:r></w:p>'
    broken = f"<w:p>{math(run('w^T x'))}</w:p>"
    content = word(text + table + said + f"<w:p>{math(WRONG)}</w:p>{heading}<w:p>{again}</w:p>{old}{broken}")
    assert found(content, "a.docx", tmp_path) == [
        ("definition", None, 1, ""), ("definition", None, 2, ""), ("proved", None, 3, ""), ("declaration", None, 4, ""),
        ("refuted", None, 5, "the old slide"), ("definition", None, 7, ""), ("proved", None, 7, ""),
        ("unreadable", None, 8, "a formula is an object of Equation.DSMT4: convert it to Office maths"),
        ("unreadable", None, 9,
         "a formula is written in linear form, with ^ or _ as signs: choose Convert to Professional"),
    ]  # fmt: skip


def test_slides_in_the_order_in_which_they_are_shown(tmp_path: Path) -> None:
    first = f"<a:p><a:r><a:t>The neuron</a:t></a:r></a:p><a:p><a14:m>{math(NEURON)}</a14:m></a:p>"
    second = f"<a:tbl><a:tr><a:tc><a:txBody><a:p><a14:m>{math(WRONG)}</a14:m></a:p></a:txBody></a:tc></a:tr></a:tbl>"
    content = slides(box(f"{first}<a:p>{math(LOSS)}</a:p>"), box(f"<a:p/><a:p>{math(RIGHT)}</a:p>") + second, notes="x")
    assert found(content, "a.pptx", tmp_path) == [
        ("definition", 1, 2, ""), ("definition", 1, 3, ""), ("proved", 2, 1, ""), ("refuted", 2, 2, ""),
    ]  # fmt: skip
    declared = slides(box(f"<a:p>{math(WRONG)}</a:p>"), notes="derive: skip")
    assert [outcome for outcome, *_ in found(declared, "b.pptx", tmp_path)] == ["declaration", "skipped"]


BOMB = '<!DOCTYPE d [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;">]><w:document>&b;</w:document>'
OUTSIDE = related(a="officeDocument word/../../../../etc/passwd")
DEEP = "<w:p>" * 300 + "</w:p>" * 300


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"no zip", "no Office file"),
        (b"\xd0\xcf\x11\xe0" + bytes(600), "password"),
        (packed({"a": "b"}), "no document in word/"),
        (word("", **{"_rels/.rels": OUTSIDE}), "no document in word/"),
        (word("", **{"word/document.xml": BOMB}), "has a document type"),
        (word("", **{"word/document.xml": "<w:document"}), "is no XML"),
        (word(DEEP), "nests them more than"),
        (word("")[:-30], "no Office file"),
    ],
)
def test_a_bad_package_is_one_finding(tmp_path: Path, content: bytes, why: str) -> None:
    [(outcome, _, _, message)] = found(content, "a.docx", tmp_path)
    assert outcome == "unreadable"
    assert why in message


def test_sizes_are_bounded_before_anything_is_unpacked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    content = word("<w:p><w:r><w:t>" + "a" * 100_000 + "</w:t></w:r></w:p>")
    assert len(content) < 4_000
    assert found(content, "a.docx", tmp_path) == []
    monkeypatch.setattr(_package, "MOST_UNPACKED", 100_000)
    monkeypatch.setattr(zipfile.ZipFile, "open", None)
    monkeypatch.setattr(_package.Package, "related", lambda *_: {"a": "word/document.xml"})
    [(outcome, _, _, message)] = found(content, "a.docx", tmp_path)
    assert outcome == "unreadable"
    assert "more than 100,000 bytes" in message


def test_the_text_has_a_line_for_each_paragraph() -> None:
    content = word("<w:p><w:r><w:t>a</w:t><w:br/><w:t>b</w:t></w:r></w:p><w:p><w:r><w:t>c\n\u2028d</w:t></w:r></w:p>")
    document: Document = sources.read(content, "a.docx", Folder(Path()))
    assert document.text == "a b\nc d\n"
