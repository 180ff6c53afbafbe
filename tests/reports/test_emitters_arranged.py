"""Matrices, cases, evaluation bars, words with limits and blackboard letters, in every format."""

from __future__ import annotations

from collections.abc import Callable
from itertools import combinations
from xml.etree import ElementTree

import pytest
import typst as typesetter

from derive.notation.latex import latex
from derive.notation.math import (
    BLACKBOARD,
    EQUALS,
    Big,
    Brackets,
    Cases,
    Evaluated,
    Fraction,
    Letter,
    Math,
    Matrix,
    Number,
    Row,
    Scripts,
    Sign,
    Unspellable,
    lines,
    row,
)
from reports.emitters.boxes import box
from reports.emitters.mathml import mathml
from reports.emitters.plain import plain
from reports.emitters.typst import PREAMBLE, typst

SPELLINGS: tuple[Callable[[Math], str], ...] = (latex, plain, typst, mathml)

a, b, x, i = Letter("a"), Letter("b"), Letter("x"), Letter("i")
one, two = Number("1"), Number("2")
comma, above, plus = Sign(",", "punctuation"), Sign(">", "relation"), Sign("+", "binary")
positive = row(x, above, Number("0"))
indicator = row(Letter("1", "blackboard"), Brackets(positive, "[]"))
column, line = Matrix(((a,), (b,))), Matrix(((a, b),))
square = Matrix(((a, b), (one, two)), "()")
choice = Cases(((x, positive),), Number("0"))
bar = Evaluated(Fraction(a, b), row(x, EQUALS, one))

FORMULAS: list[tuple[Math, str, str]] = [
    (column, r"\begin{bmatrix} a \\ b \end{bmatrix}", "[a; b]"),
    (line, r"\begin{bmatrix} a & b \end{bmatrix}", "[a, b]"),
    (square, r"\begin{pmatrix} a & b \\ 1 & 2 \end{pmatrix}", "(a, b; 1, 2)"),
    (Matrix(((a,), (Brackets(b, "[]"),))), r"\begin{bmatrix} a \\ {}[b] \end{bmatrix}", "[a; [b]]"),
    (row(Scripts(column, i), x), r"\begin{bmatrix} a \\ b \end{bmatrix}_{i} x", "[a; b]ᵢ x"),
    (choice, r"\begin{cases} x & x > 0 \\ 0 & \text{otherwise} \end{cases}", "{x if x > 0; 0 otherwise}"),
    (
        Cases(((a, positive), (b, row(x, EQUALS, one))), two),
        r"\begin{cases} a & x > 0 \\ b & x = 1 \\ 2 & \text{otherwise} \end{cases}",
        "{a if x > 0; b if x = 1; 2 otherwise}",
    ),
    (bar, r"\left. \frac{a}{b} \right|_{x=1}", "(a/b)|_(x = 1)"),
    (Evaluated(a, b), r"\left. a \right|_{b}", "a|_(b)"),
    (indicator, r"\mathbb{1}[x > 0]", "𝟙[x > 0]"),
    (row(Big("max", i), Scripts(x, i)), r"\max_{i} x_{i}", "maxᵢ xᵢ"),
    (row(Big("arg max", i), Scripts(x, i)), r"\operatorname{arg\,max}_{i} x_{i}", "argmaxᵢ xᵢ"),
    (row(two, Big("∏", row(i, EQUALS, one), two), Scripts(x, i)), r"2 \prod_{i=1}^{2} x_{i}", "2 Πᵢ₌₁² xᵢ"),
]


@pytest.mark.parametrize(("math", "in_latex", "in_text"), FORMULAS, ids=lambda v: v if isinstance(v, str) else "")
def test_latex_and_plain_text(math: Math, in_latex: str, in_text: str) -> None:
    assert latex(math) == in_latex
    assert plain(math) == in_text


@pytest.mark.parametrize(
    ("math", "expected"),
    [
        (square, 'mat(delim: "(", a, b; 1, 2)'),
        (Matrix(((row(a, comma, b),),)), 'mat(delim: "[", a \\, b)'),
        (choice, r'cases(x & quad x \> 0, 0 & quad upright("otherwise"))'),
        (bar, r"attach(lr(frac(a, b) |), b: x \= 1)"),
        (indicator, r"bb(1) \[ x \> 0 \]"),
        (Big("arg max", i), 'attach(limits(op("arg" thin "max")), b: i)'),
    ],
)
def test_typst(math: Math, expected: str) -> None:
    assert typst(math) == expected


def test_mathml() -> None:
    assert "<mtable><mtr><mtd><mi>a</mi></mtd></mtr><mtr><mtd><mi>b</mi></mtd></mtr></mtable>" in mathml(column)
    assert '<mtable class="cases"><mtr><mtd><mi>x</mi></mtd><mtd><mrow>' in mathml(choice)
    assert "<mtd><mtext>otherwise</mtext></mtd>" in mathml(choice)
    assert '<mi mathvariant="normal">𝟙</mi>' in mathml(indicator)
    assert mathml(bar).count("<msub><mrow><mfrac>") == 1
    assert "arg max</mo><mi>i</mi></munder>" in mathml(Big("arg max", i))


@pytest.mark.parametrize(("math", "in_latex", "in_text"), FORMULAS, ids=lambda v: v if isinstance(v, str) else "")
def test_typst_compiles_and_mathml_is_well_formed(math: Math, in_latex: str, in_text: str) -> None:
    source = f"{PREAMBLE}\n$ {typst(math)} $"
    assert typesetter.compile(source.encode(), format="pdf", ignore_system_fonts=True)
    assert ElementTree.fromstring(mathml(math)).tag.endswith("math")


@pytest.mark.parametrize("spell", SPELLINGS, ids=lambda spell: spell.__name__)
def test_arrangements_are_told_apart(spell: Callable[[Math], str]) -> None:
    alike: list[Math] = [
        Matrix(((a, b), (one, two))),
        Matrix(((a, b, one, two),)),
        Matrix(((a,), (b,), (one,), (two,))),
        Matrix(((a, b), (one, two)), "()"),
        Cases(((a, b), (one, two)), x),
        Cases(((a, b),), Cases(((one, two),), x)),
        Evaluated(row(a, plus, b), row(x, EQUALS, one)),
        row(a, plus, Evaluated(b, row(x, EQUALS, one))),
        Evaluated(Evaluated(b, row(x, EQUALS, one)), row(x, EQUALS, two)),
        Big("max", i),
        Big("arg max", i),
        Letter("1", "blackboard"),
        Letter("1", "bold"),
        one,
    ]
    for left, right in combinations(alike, 2):
        assert spell(left) != spell(right)


@pytest.mark.parametrize("spell", SPELLINGS, ids=lambda spell: spell.__name__)
@pytest.mark.parametrize("broken", [Letter("2", "blackboard"), Matrix(((a,),), "<>"), Big("lub")], ids=str)
def test_what_cannot_be_spelled_is_refused(spell: Callable[[Math], str], broken: Math) -> None:
    with pytest.raises(Unspellable, match="spelling"):
        spell(broken)


@pytest.mark.parametrize("spell", SPELLINGS, ids=lambda spell: spell.__name__)
def test_every_blackboard_letter_is_spelled(spell: Callable[[Math], str]) -> None:
    assert len({spell(Letter(name, "blackboard")) for name in BLACKBOARD}) == len(BLACKBOARD)


def test_a_table_is_cut_into_its_lines() -> None:
    assert lines(square, "abcd") == ["ab", "cd"]
    assert lines(choice, "abc") == ["ab", "c"]


def test_boxes_grow_with_rows_and_columns() -> None:
    assert box(column).total > box(line).total > box(Row((a, b))).total
    assert box(line).width > box(column).width > box(a).width
    assert box(choice).width > box(column).width
    assert box(bar).width > box(Fraction(a, b)).width
    assert box(Big("arg max")).width > box(Big("max")).width
