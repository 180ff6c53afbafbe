"""Whole documents: what every formula in them is, in which scope it is judged, and what is said of files."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

import derive
from derive.files import NoFiles
from derive.findings import Finding
from derive.scanning import Findings, Settings, is_failing, scan

NEURON = r"""
The neuron is $z = w^T x + b$ and $a = \sigma(z)$, its loss $L = -(y \log a + (1-y)\log(1-a))$.
"""


@pytest.fixture
def scanned(tmp_path: Path) -> Callable[..., Findings]:
    def run(text: str, name: str = "lecture.md", **settings: object) -> Findings:
        (tmp_path / name).write_text(text, encoding="utf-8")
        return scan(tmp_path / name, Settings(**settings))  # type: ignore[arg-type]

    return run


def outcomes(found: Findings) -> list[str]:
    return [finding.outcome for finding in found.findings]


def test_a_document_is_its_own_model_and_the_counts_add_up(scanned: Callable[..., Findings]) -> None:
    text = NEURON + "$$dw = (a - y) x$$\n$$db = a + y$$\nIt costs $5 and $6. Some $x$.\n$$dw = (a - y) x$$\n$$q +$$\n"
    found = scanned(text)
    assert found.counts == {"definition": 3, "proved": 2, "refuted": 1, "notation": 1, "fragment": 1}
    assert sum(found.counts.values()) == 8
    assert found.checked == 3
    proved = next(finding for finding in found.findings if finding.outcome == "proved")
    assert [place["line"] for place in proved.places] == [3, 6], "a repeated formula is one finding"
    assert [finding.latex for finding in found.failing] == ["db = a + y"]
    data = found.as_dict()
    assert (data["schema"], data["counts"]) == (1, found.counts)
    assert data["findings"][3]["places"][1]["line"] == 6


def test_a_second_equation_is_a_claim_and_behind_a_heading_another_model(scanned: Callable[..., Findings]) -> None:
    other = "$$L = \\frac12 (z - y)^2$$\n$$dw = (z - y) x$$\n"
    assert outcomes(scanned(NEURON + other))[3:] == ["refuted", "refuted"]
    found = scanned(NEURON + "# Regression\n" + other)
    assert outcomes(found)[3:] == ["definition", "proved"]
    assert found.findings[3].replaces.startswith("L = -(y")
    together = scanned(NEURON + "# Regression\n$$z = w^T x + b, \\quad L = \\frac12 (z - y)^2$$\n$$dw = (z - y) x$$\n")
    assert outcomes(together)[3:] == ["proved", "definition", "proved"]
    same = scanned(NEURON + "# Again\n$$z = w^T x + b$$\n$$dw = (a - y) x$$")
    assert outcomes(same)[3:] == ["proved", "proved"], "what is said again is no new model"


def test_behind_a_heading_names_may_have_other_shapes(scanned: Callable[..., Findings]) -> None:
    numbers = "$$z = w x + b$$\n$$L = (z - y)^2$$\n$$dw = 2 (z - y) x$$\n"
    vectors = "$$z = w^T x$$\n$$L = (z - y)^2$$\n$$dw = 2 (z - y) x$$\n"
    for first, second in ((numbers, vectors), (vectors, numbers)):
        found = outcomes(scanned(f"# One\n{first}\n# Two\n{second}"))
        assert found.pop(4) in ("definition", "proved"), "L is what it was, or all begins anew"
        assert found == ["definition", "definition", "proved", "definition", "proved"]


MEMBERS = "$z^{(i)} = w^T x^{(i)} + b$ $a^{(i)} = \\sigma(z^{(i)})$ "
MEAN = "$J = \\frac{1}{2n} \\sum_{i=1}^n (w^T x^{(i)} - y^{(i)})^2$ "


def test_examples_by_their_index_need_no_declaration(scanned: Callable[..., Findings]) -> None:
    mean = "$J = -\\frac{1}{n} \\sum_{i=1}^n y^{(i)} \\log a^{(i)} + (1 - y^{(i)}) \\log(1 - a^{(i)})$ "
    claims = "$\\frac{\\partial J}{\\partial w} = \\frac{1}{n} \\sum_{i=1}^n (a^{(i)} - y^{(i)}) x^{(i)}$ "
    claims += "$\\frac{\\partial J}{\\partial b} = \\sum_{i=1}^n (a^{(i)} - y^{(i)})$"
    assert outcomes(scanned(f"{MEMBERS} {mean} {claims}")) == [*["definition"] * 3, "proved", "refuted"]


def test_behind_a_heading_one_example_becomes_many(scanned: Callable[..., Findings]) -> None:
    claim = "$\\nabla_w J = \\frac{1}{n} \\sum_{i=1}^n (w^T x^{(i)} - y^{(i)}) x^{(i)}$"
    found = outcomes(scanned(f"$z = w^T x$ $L = (z - y)^2$\n\n## Many\n\n{MEAN} {claim}"))
    assert found == ["definition", "definition", "definition", "proved"]
    assert outcomes(scanned(f"$z = w^T x$ $L = (z - y)^2$\n\n{MEAN}"))[-1] == "ill-shaped", "there is no heading"


def test_a_shape_may_be_given_behind_the_equation(scanned: Callable[..., Findings]) -> None:
    where = "$r = X w - y$ where $w \\in \\mathbb{R}^d$, $X \\in \\mathbb{R}^{n \\times d}$."
    cost = "$J = \\frac{1}{2n} \\|r\\|^2$ and $\\nabla_w J = \\frac{1}{n} X^T r$, $\\nabla_w J = X^T r$"
    begun = ["definition", "declaration", "declaration", "definition"]
    assert outcomes(scanned(f"{where} {cost}")) == [*begun, "proved", "refuted"]
    judged = "$r = X w - y$ so $\\frac{\\partial r}{\\partial w} = X$ where $X \\in \\mathbb{R}^{n \\times d}$."
    assert outcomes(scanned(judged)) == ["definition", "proved", "refuted"], "that was said of numbers"
    assert outcomes(scanned("$r = X w - y$, $s = X r$ where $X \\in \\mathbb{R}^{n \\times 2}$"))[-1] == "refuted"


def test_behind_a_heading_a_shape_may_be_given_again(scanned: Callable[..., Findings]) -> None:
    one = "$z = w^T x + b, w \\in \\mathbb{R}^d$ $a = \\sigma(z)$ $L = -y \\log a - (1 - y) \\log(1 - a)$"
    two = "$X \\in \\mathbb{R}^{n \\times d}$ $y \\in \\mathbb{R}^n$ $z = X w + b \\mathbf{1}$ "
    two += "$J = \\frac{1}{2n} \\|z - y\\|^2$"
    claims = "$\\nabla_w J = \\frac{1}{n} X^T (z - y)$ $\\frac{\\partial J}{\\partial b} = \\mathbf{1}^T (z - y)$"
    begun = ["definition", "declaration", "definition", "definition"]
    found = outcomes(scanned(f"{one}\n\n## Two\n\n{two}\n{claims}"))
    assert found == [*begun, "declaration", "declaration", "definition", "definition", "proved", "refuted"]
    assert outcomes(scanned(f"{one}\n\n$y \\in \\mathbb{{R}}^n$")) == [*begun, "refuted"]
    assert outcomes(scanned(f"{one}\n\n## Two\n$y \\in \\mathbb{{R}}^n$\n$y \\in \\mathbb{{R}}$"))[-2:] == [
        "declaration",
        "refuted",
    ]


@pytest.mark.parametrize("heading", ["## Two\n", "Two\n---\n", "\f\n"])
def test_what_begins_a_section_in_markdown(scanned: Callable[..., Findings], heading: str) -> None:
    assert outcomes(scanned(f"$z = x^2$\n\n{heading}\n$z = x^3$")) == ["definition", "definition"]
    assert outcomes(scanned("$z = x^2$\n\n```\n## no heading\n```\n\n$z = x^3$")) == ["definition", "refuted"]


@pytest.mark.parametrize("heading", [r"\section{Two}", r"\subsection*{Two}", r"\begin{frame}", r"\frametitle{Two}"])
def test_what_begins_a_section_in_latex(scanned: Callable[..., Findings], heading: str) -> None:
    assert outcomes(scanned(f"$z = x^2$\n{heading}\n$z = x^3$", "a.tex")) == ["definition", "definition"]
    assert outcomes(scanned(f"$z = x^2$\n% {heading}\n$z = x^3$", "a.tex")) == ["definition", "refuted"]


# --- marks


def marked(found: Findings) -> list[tuple[str, str, bool]]:
    return [
        (f.outcome, f.expected, is_failing(f)) for f in found.findings if f.outcome not in ("definition", "declaration")
    ]


@pytest.mark.parametrize(
    "text",
    [
        '<!-- derive: refuted "a minus" -->\n$$db = a + y$$',
        '$$db = a + y$$ <!-- derive: refuted "a minus" -->\n$db = a - y$',
        '$$\ndb = a + y.\n$$\n<!-- derive: refuted "a minus" -->\n\n$db = a - y$',
        '$$db = a + y$$\n<!-- derive: refuted "a minus" -->\nThis was wrong.\n\nSo $db = a - y$.',
        '$$db = a + y$$\n<!-- derive: refuted "a minus" -->\n## Two\n$db = a - y$',
    ],
)
def test_what_is_known_to_be_wrong_does_not_fail(scanned: Callable[..., Findings], text: str) -> None:
    assert marked(scanned(NEURON + text))[0] == ("refuted", "a minus", False)
    assert not scanned(NEURON + text).failing


def test_a_mark_is_about_what_is_next_to_it(scanned: Callable[..., Findings]) -> None:
    between = '$$\ndb = a - y\n$$\n<!-- derive: refuted "a minus" -->\n$$\ndb = a + y\n$$'
    assert marked(scanned(NEURON + between)) == [("proved", "", False), ("refuted", "a minus", False)]
    stray = scanned(NEURON + 'So $db = a - y$.\n\n<!-- derive: refuted "a minus" -->\n\n## Two\n$db = a + y$')
    assert marked(stray) == [("proved", "", False), ("unreadable", "", False), ("refuted", "", True)]
    assert "about no formula" in stray.findings[-2].message


def test_what_is_known_to_be_wrong_and_is_not_fails(scanned: Callable[..., Findings]) -> None:
    found = scanned(NEURON + '<!-- derive: refuted "a minus" -->\n$$db = a - y$$\n$$db = a + y$$')
    assert marked(found) == [("proved", "a minus", True), ("refuted", "", True)]


def test_what_follows_from_a_known_mistake_is_known(scanned: Callable[..., Findings]) -> None:
    text = '% derive: refuted "a minus"\n\\[\\frac{\\partial L}{\\partial z} = y - a\\]\n\\[dw = (y - a) x\\]\n'
    assert scanned(NEURON + text, "a.tex").failing == ()


def test_what_is_skipped_is_neither_judged_nor_known(scanned: Callable[..., Findings]) -> None:
    found = scanned("<!-- derive: skip -->\n$$L = w^2$$\n$$\\frac{\\partial L}{\\partial w} = 2w$$")
    assert outcomes(found) == ["declaration", "skipped", "unbound"]


def test_a_model_may_be_declared(scanned: Callable[..., Findings]) -> None:
    found = scanned("<!-- derive: model logistic-regression -->\n$$dw = (a - y) x$$\n<!-- derive: model nothing -->")
    assert outcomes(found) == ["declaration", "proved", "unreadable"]
    assert "did you mean" in found.findings[2].message
    assert outcomes(scanned("$$dw = (a - y) x$$", model="logistic-regression")) == ["proved"]
    assert outcomes(scanned("$$dw = 2w$$", given=("L = w^2",))) == ["proved"]


def test_a_convention_does_not_excuse_what_contradicts_what_is_proved(scanned: Callable[..., Findings]) -> None:
    model = "<!-- derive: shape x: d; shape y: k; shape W: k, d -->\n$$L = \\frac12 \\|W x - y\\|^2$$\n"
    wrong = "$$\\frac{\\partial L}{\\partial x} = W (W x - y)$$\n"
    alone = outcomes(scanned(model + wrong))
    beside = outcomes(scanned(model + "$$\\frac{\\partial L}{\\partial W} = (W x - y) x^T$$\n" + wrong))
    assert beside[2:] == ["proved", "ill-shaped"]
    assert alone[2:] == ["ill-shaped"] or alone[2:] == ["convention"]


# --- files


def test_files_drawn_in_stand_in_their_places_and_are_judged_once(tmp_path: Path) -> None:
    (tmp_path / "main.tex").write_text(
        "\\input{model}\n\\input{missing}\n\\[dw = 2w\\]\n% \\input{no}\n", encoding="utf-8"
    )
    (tmp_path / "model.tex").write_text("\n\\[L = w^2\\]\n", encoding="utf-8")
    found = scan(tmp_path)
    assert [(f.outcome, Path(f.file).name, f.line) for f in found.findings] == [
        ("definition", "model.tex", 2), ("unreadable", "main.tex", 2), ("proved", "main.tex", 3),
    ]  # fmt: skip
    assert "no such file" in found.findings[1].message


@pytest.mark.parametrize("name", ["/etc/passwd", "../secret", "~/secret", "|ls", "main", "link"])
def test_nothing_outside_the_folder_is_drawn_in(tmp_path: Path, name: str) -> None:
    folder = tmp_path / "paper"
    folder.mkdir()
    (tmp_path / "secret.tex").write_text("$L = w^2$", encoding="utf-8")
    (folder / "link.tex").symlink_to(tmp_path / "secret.tex")
    (folder / "main.tex").write_text(f"\\input{{{name}}} $1 = 1$", encoding="utf-8")
    found = scan(folder / "main.tex")
    assert outcomes(found) == ["unreadable", "proved"]
    assert found.findings[0].message.startswith(name)


def test_a_bad_file_is_one_finding_and_the_others_are_scanned(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_bytes(b"$1 = 1$\0")
    (tmp_path / "b.md").write_bytes(b"\xff\xfe")
    (tmp_path / "c.md").write_text("$1 = 1$", encoding="utf-8")
    (tmp_path / "d.md").write_bytes(b"x" * 9_000_000)
    (tmp_path / "e.png").write_bytes(b"")
    (tmp_path / "loop").symlink_to(tmp_path)
    found = scan([tmp_path, tmp_path / "c.md"])
    assert [(Path(f.file).name, f.outcome) for f in found.findings] == [
        ("a.md", "unreadable"), ("b.md", "unreadable"), ("c.md", "proved"), ("d.md", "unreadable"),
    ]  # fmt: skip
    assert [f.kind for f in found.findings].count("file") == 3
    assert len(scan(str(tmp_path / "[a-c].md")).files) == 3
    with pytest.raises(NoFiles, match="no such file"):
        scan(tmp_path / "nothing.md")
    (tmp_path / "empty").mkdir()
    with pytest.raises(NoFiles, match="no file of a known format"):
        scan(tmp_path / "empty")


NOTEBOOK = {
    "cells": [
        {"cell_type": "markdown", "source": ["# One\n", "$$L = w^2$$"]},
        {"cell_type": "code", "source": "$$L = w^3$$", "outputs": []},
        {"cell_type": "markdown", "source": "so\n\n$$dw = 2w$$ and\n$$dw = w$$"},
    ],
    "nbformat": 4,
}


def test_the_cells_of_a_notebook_are_one_document(tmp_path: Path) -> None:
    (tmp_path / "a.ipynb").write_text(json.dumps(NOTEBOOK), encoding="utf-8")
    found = [(f.outcome, f.cell, f.line) for f in scan(tmp_path).findings]
    assert found == [("definition", 1, 2), ("proved", 3, 3), ("refuted", 3, 4)]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("{", "line 1"), ("[]", "no list of cells"), ("[" * 100_000, "no JSON"),
        ('{"cells": [1]}', "cell 1"), ('{"cells": [{"source": [1]}]}', "cell 1"),
    ],
)  # fmt: skip
def test_a_broken_notebook_is_one_finding(tmp_path: Path, text: str, told: str) -> None:
    (tmp_path / "a.ipynb").write_text(text, encoding="utf-8")
    [finding] = scan(tmp_path).findings
    assert (finding.outcome, told in finding.message) == ("unreadable", True), finding.message


def test_scanning_is_part_of_the_package() -> None:
    assert derive.scan is scan
    assert derive.Findings is Findings
    assert Finding("proved", "claim", "").places == ()


@pytest.mark.parametrize(
    "text", ["$$ℝ + 1 = ß$$", "$L = ü^2$\n\n$\\frac{\\partial L}{\\partial ü} = ü$", "$ก = ก + 1$"]
)
def test_letters_that_have_no_latex_are_no_crash(scanned: Callable[..., Findings], text: str) -> None:
    assert len(scanned(text).findings) == text.count("=")


def test_a_mistake_of_other_shapes_is_carried_on_by_nothing(scanned: Callable[..., Findings]) -> None:
    wrong = "$$\\frac{\\partial L}{\\partial w} = z$$\n$$\\frac{\\partial L}{\\partial x} = z w z$$"
    text = "$$z = w^T x$$\n$$L = z^2$$\n" + wrong
    assert outcomes(scanned(text)) == ["definition", "definition", "refuted", "refuted"]
