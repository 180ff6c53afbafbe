"""Models as people write them: in any order, in Markdown or LaTeX, in displays, sentences and plain lines."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from derive.building import partial
from derive.claims import check
from derive.deriving import derive_gradients
from derive.kernel import replay
from derive.modelling import MalformedModel, Model, model_from
from derive.shapes import Shape
from reports.cli import main
from reports.spelling import text

LOG_LOSS = r"-y \log a - (1 - y) \log(1 - a)"

WRITTEN = {
    # what it is: (file, text, parameters, a claim that is true)
    "lines without headings": (
        "a.md", "<!-- derive: data x, y -->\n$$z = w x + b$$\n$$a = \\sigma(z)$$\n$$L = " + LOG_LOSS + "$$\n",
        ("w", "b"), "dw = (a - y) x",
    ),
    "one block of LaTeX": (
        "a.tex", "% derive: data x, y\n\\begin{align}\n z &= w^\\top x + b \\\\\n a &= \\sigma(z) \\\\\n \\mathcal{L} "
        "&= " + LOG_LOSS + "\n\\end{align}\n", ("w", "b"), "dw = (a - y) x",
    ),
    "a paper": (
        "a.tex", r"""\documentclass{article}
\newcommand{\R}{\mathbb{R}}
\title{My network}
\begin{document}
Let $x \in \R^d$ be the input, $y \in \R$ the label; we learn $W \in \R^{h \times d}$, $b \in \R^h$, $v \in \R^h$.
% derive: data x, y
\begin{align*} u &= \tanh(W x + b) \\ s &= v^T u \end{align*}
The loss is \[ \text{loss} = \frac{1}{2}(s - y)^2 . \]
\end{document}""", ("W", "b", "v"), r"dW = (s - y) (v \odot (1 - u \odot u)) x^T",
    ),
    "a bare file of notes": (
        "a.txt", "z = wᵀx + b\nŷ = σ(z)\n\nL = −y·log(ŷ) − (1 − y)·log(1 − ŷ)\n",
        ("w", "x", "b", "y"), r"dw = (\hat{y} - y) x",
    ),
    "an aligned block": (
        "a.md", "# Ridge\n\nData $X \\in \\mathbb{R}^{n \\times d}$, $y \\in \\mathbb{R}^n$.\n<!-- derive: data X, y; "
        "parameter w, \\lambda -->\n\n$$\n\\begin{aligned}\n\\hat{y} &= X w \\\\\nJ &= \\frac{1}{2n} "
        "\\|\\hat{y} - y\\|^2\n + \\frac{\\lambda}{2} \\|w\\|^2\n\\end{aligned}\n$$\n",
        ("w", "lambda"), r"dw = \frac{1}{n} X^T (\hat{y} - y) + \lambda w",
    ),
    "a cost with its arguments": (
        "a.md", "The hypothesis is $f(x) = w x + b$.\n\n$$J(w, b) = \\frac{1}{2m} \\sum_{i=1}^{m} (w x^{(i)} + b - "
        "y^{(i)})^2$$\n<!-- derive: data x, y -->\n",
        ("w", "b"), r"db = \frac{1}{m} \sum_{i=1}^{m} (w x^{(i)} + b - y^{(i)})",
    ),
    "the loss first": (
        "a.md", "$$L = (a - y)^2$$ where $a = g(z)$ and $z = w x$, with\n\n$$g(t) = \\frac{t}{1 + e^{-t}}$$\n"
        "<!-- derive: data x, y -->", ("w",), r"\frac{\partial L}{\partial z} = 2 (a - y) "
        r"\left(\frac{1}{1 + e^{-z}} + \frac{z e^{-z}}{(1 + e^{-z})^2}\right)",
    ),
    "several losses that are added": (
        "a.md", "$$z = w x$$\n$$L_1 = (z - y)^2$$\n$$L_2 = w^2$$\n$$L = L_1 + \\lambda L_2$$\n"
        "<!-- derive: data x, y, \\lambda -->", ("w",), r"dw = 2 (z - y) x + 2 \lambda w",
    ),
    "a loss by its name": (
        "a.md", "$$p = w x$$\n$$\\text{MSE} = \\frac{1}{2} (p - y)^2$$\n<!-- derive: data x, y -->",
        ("w",), r"\frac{\partial \text{MSE}}{\partial w} = (p - y) x",
    ),
    "headings of one's own": (
        "a.md", "# My model\n\n## The forward pass\n\n$$h = \\mathrm{ReLU}(W x)$$\n\n## The objective\n\n$$E = "
        "\\frac{1}{2} \\|h\\|^2$$\n\n## Shapes\n\n$$W \\in \\mathbb{R}^{k \\times d}, \\quad x \\in \\mathbb{R}^d$$\n"
        "<!-- derive: data x -->", ("W",), "dW = h x^T",
    ),
    "shapes behind the equation": (
        "a.md", "$$z = W x + b, \\quad W \\in \\mathbb{R}^{k \\times d}, \\; b, y \\in \\mathbb{R}^k$$\n$$p = "
        "\\mathrm{softmax}(z)$$\n$$L = -\\sum_j y_j \\log p_j$$\n"
        "<!-- derive: data x, y; shape x: d; one-hot y -->", ("W", "b"), "db = p - y",
    ),
    "examples in a sum": (
        "a.md", "$$\\hat{y}_i = \\sigma(w^T x_i + b)$$\n$$L = -\\frac{1}{n} \\sum_{i=1}^n \\left[ y_i \\log \\hat{y}_i "
        "+ (1-y_i) \\log (1-\\hat{y}_i) \\right]$$\n<!-- derive: data x, y -->",
        ("w", "b"), r"dw = \frac{1}{n} \sum_{i=1}^n (\hat{y}_i - y_i) x_i",
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", WRITTEN)
def test_it_is_understood(case: str) -> None:
    source, written, parameters, claim = WRITTEN[case]
    model = model_from(written, source=source)
    assert model.parameters == parameters
    assert check(claim, model).outcome == "proved"
    assert check(claim.replace("=", "= 1.5 (", 1) + ")", model).outcome == "refuted"


def test_titles_and_what_is_published() -> None:
    assert model_from(WRITTEN["a paper"][1], source="a.tex").title == "My network"
    assert model_from(WRITTEN["a bare file of notes"][1], source="my-notes.txt").title == "my-notes"
    text = "$$z = w x$$\n$$L = z^2$$\n$$\\frac{\\partial L}{\\partial w} = 2 z x$$\n$$dx = z w$$\n"
    claims = model_from(text).main.claims
    assert [check(claim.formula.latex, model_from(text)).outcome for claim in claims] == ["proved", "refuted"]


def test_a_macro_and_a_size_with_the_name_of_a_vector() -> None:
    model = model_from(WRITTEN["a paper"][1].replace("u", "h"), source="a.tex")
    assert model.main.variable("W").shape == Shape.of("h", "d")


SHAPES = "$W \\in \\mathbb{R}^{h \\times d}$, $x \\in \\mathbb{R}^{d}$"


def notes(text: str) -> str:
    return " / ".join(map(str, model_from(text).main.notes))


def test_what_was_decided_is_told() -> None:
    plain = "$$z = W x$$\n$$L = (z - y)^2$$\n"
    assert re.search(r"x, y are counted among the parameters.*derive: data x, y -->", notes(plain))
    assert "W is read as numbers" not in notes(plain.replace("(z - y)^2", "z^T z") + SHAPES)
    assert r"a matrix is $W \in \mathbb{R}^{h \times d}$" in notes(plain)
    assert notes(f"<!-- derive: data x, y; parameter W, v -->\n{plain}").endswith("v: the gradient is zero")
    assert notes("<!-- derive: data x, y -->\n$$L = (w x - y)^2$$") == ""


BAD = {
    # what is wrong: (text, line, what is said)
    "nothing": ("", 1, "there are no equations"),
    "words alone": ("# Hello\n\nWords.\n", 1, "there are no equations"),
    "a circle of three": (
        "$$a = b w$$\n\n$$b = c x$$\n\n$$c = \\sigma(a)$$\n\n$$L = c^2$$\n", 1,
        "a .line 1. uses b, and b .line 3. uses c, and c .line 5. uses a",
    ),
    "a circle of one": ("$$z = z w + b$$\n$$L = z^2$$\n", 1, "circle: it uses z itself"),
    "a name that nothing is said about": (
        "<!-- derive: data x, y; parameter w -->\n$$z = w x$$\n$$L = (q - y)^2$$\n", 3,
        "q has no equation, and is declared neither as data nor as a parameter\n  L = .q - y.\\^2\n {7}\\^\n",
    ),
    "a loss that is no number": (
        "$W \\in \\mathbb{R}^{h \\times d}$, $x \\in \\mathbb{R}^d$.\n\n$$z = W x$$\n$$L = z \\odot z$$\n", 4,
        "no loss.*L, on line 4, has the shape .h, 1.: add its entries up",
    ),
    "shapes that do not fit": (
        "$W \\in \\mathbb{R}^{h \\times d}$, $x \\in \\mathbb{R}^h$.\n\n$$z = W x$$\n$$L = z^T z$$\n", 3,
        "shapes do not fit.*\n  z = W x\n {6}\\^\\^\\^\n  hint: it would fit with a transpose",
    ),
    "two shapes of one name": (
        "$W \\in \\mathbb{R}^{h \\times d}$, and $W \\in \\mathbb{R}^{d}$\n\n$$L = \\|W\\|^2$$\n", 1,
        "W is .* say it once",
    ),
    "two losses": ("$$L = w^2$$\n\n$$J = v^2$$\n", 3, "J is a second loss, beside L on line 1"),
    "no loss": ("$$z = w x + b$$\n$$a = \\sigma(z)$$\n", 2, "no loss.*an equation for L or J"),
    "an equation too many": ("$$z = w x$$\n$$z = v x$$\n$$L = z^2$$\n", 2, "z has an equation already, on line 1"),
    "a row of a block": (
        "\\begin{align}\n z &= w x \\\\\n a &= \\frac{z}{ \\\\\n L &= a^2\n\\end{align}\n", 3, "`{` is never closed",
    ),
    "a display without an end": ("\\begin{align}\nL &= w^2\n", 1, "end.align.` is missing"),
    "a declaration": (
        "<!-- derive: dta x -->\n$$L = w x$$\n", 1, "unknown declaration 'dta'.*\n.*\n.*\n  expected: data",
    ),
    "a macro without end": (
        "\\newcommand{\\q}{\\q\\q}\n\\begin{equation}L = \\q w\\end{equation}", 2, "expands without end",
    ),
    "brackets without end": (f"$$L = {'(' * 999}w{')' * 999}$$", 1, "nested more than 40 deep"),
    "a formula without end": (f"$$L = {'+'.join(['w'] * 40_000)}$$", 1, "too long: a formula has at most"),
    "a constant": ("$$L = 3$$", 1, "depends on no parameter"),
    "entries of nothing": (
        "$$p = \\sigma(w)$$\n$$L = \\sum_k y_k p_k$$\n", 2, "(?s)has p_k as an entry.*said in a comment: <!-- derive",
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", BAD)
def test_it_is_refused_with_its_line(case: str) -> None:
    text, line, message = BAD[case]
    with pytest.raises(MalformedModel) as caught:
        model_from(text)
    assert str(caught.value).startswith(f"line {line}: "), str(caught.value)
    assert re.search(message, str(caught.value)), str(caught.value)


FILES = {
    "is random.md": (bytes(range(256)), "random.md: this is no text: byte 1 is 0"),
    "is latin.tex": ("$L = w$ größer".encode("latin-1"), "latin.tex: this is no UTF-8 text: byte 11 is 0xf6"),
    "is big.md": (b"$$z = w x$$\n" * 700_000, "big.md: this is too long: a document has at most 2,000,000 characters"),
    "is empty.txt": (b"", "empty.txt: line 1: there are no equations"),
}


@pytest.mark.parametrize("case", FILES)
def test_a_file_that_is_no_model(case: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    content, message = FILES[case]
    path = tmp_path / case.removeprefix("is ")
    path.write_bytes(content)
    for command in (["show"], ["report"], ["check"]):
        assert main([*command, str(path), *(["dw = x"] if command == ["check"] else [])]) == 2
        assert message in capsys.readouterr().err


def test_a_parameter_without_effect_is_told_by_all_three(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("mine.md").write_text("<!-- derive: data x; parameter w, v -->\n$$L = (w x)^2$$\n", encoding="utf-8")
    assert main(["show", "mine.md"]) == 0
    assert "∂L/∂v = 0" in capsys.readouterr().out
    assert main(["report", "mine.md", "-o", "mine.md.txt"]) == 0
    written = Path("mine.md.txt").read_text(encoding="utf-8")
    assert "L does not depend on v: the gradient is zero." in written
    assert "The loss does not depend on v:" in written
    assert main(["check", "mine.md", "dv = 0"]) == 0
    assert main(["check", "mine.md", "dv = x"]) == 1


def test_the_order_of_equations_does_not_matter() -> None:
    lines = ["$$z = w x$$", "$$a = \\sigma(z)$$", "$$L = (a - y)^2$$"]
    found: list[Model] = [
        model_from("\n".join(order)) for order in (lines, lines[::-1], [lines[1], lines[2], lines[0]])
    ]
    assert {tuple(v.name for v in model.system.equations) for model in found} == {("z", "a", "L")}


@pytest.mark.parametrize("case", ["examples in a sum", "a cost with its arguments", "a paper"])
def test_every_line_of_its_report_can_be_written(
    case: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Examples that are counted by an index have no form of their own, all together: their letter stands for them."""
    monkeypatch.chdir(tmp_path)
    source, text, parameters, _ = WRITTEN[case]
    Path(source).write_text(text, encoding="utf-8")
    assert main(["show", source, "--steps"]) == 0
    assert "chain rule" in capsys.readouterr().out
    assert main(["report", source, "-o", "made.txt"]) == 0
    written = Path("made.txt").read_text(encoding="utf-8")
    assert "·_" not in written
    assert "_·" not in written
    assert "equalities replayed" in written
    assert len(parameters) > 1


def test_results_are_written_as_a_lecturer_would() -> None:
    """An error is the output minus what is given, and a function of one's own has its derivative in its own name."""
    lines = [
        "<!-- derive: data x, y -->",
        r"$$p = \frac{e^{w x} - e^{-w x}}{e^{w x} + e^{-w x}}$$",
        r"$$q = \frac{1}{1 + e^{-u}}, \quad u = p + b$$",
        r"$$L = -y \log q - (1 - y) \log(1 - q)$$",
    ]
    system = model_from("\n".join(lines)).system
    derivation = derive_gradients(system)
    assert replay(derivation, system.equations).equalities == len(derivation)
    found = {text(chain.start): text(chain.result) for chain in derivation.chains}
    assert found["∂q/∂u"] == "q(1 − q)"
    assert found["∂L/∂u"] == "q − y"
    assert found["∂L/∂b"] == "q − y"
    own = model_from(
        "\n".join([lines[0], r"$$p = \frac{e^{v} - e^{-v}}{e^{v} + e^{-v}}$$", "$$L = (p - y)^2$$"])
    ).system
    assert text(derive_gradients(own).closed[partial(own.nodes[0], own.parameters[0])]) == "1 − p²"


def test_a_summary_of_many_gradients_tells_the_first_and_how_many_more(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    terms = " + ".join(f"w_{{{k}}} x_{{{k}}}" for k in range(1, 16))
    data = ", ".join(f"x_{{{k}}}" for k in range(1, 16))
    Path("many.md").write_text(f"<!-- derive: data {data} -->\n$$L = ({terms})^2$$\n", encoding="utf-8")
    assert main(["report", "many.md", "-o", "many.txt"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "The model:"
    assert lines[1].startswith("  ∂L/∂w₁ = 2(w₁x₁ + w₂x₂")
    assert lines[1].endswith("x₁")
    assert lines[13] == "  and 3 more"
