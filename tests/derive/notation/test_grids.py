"""Matrices, cases, comparisons and evaluation bars: how they are parsed, and what is refused of them."""

import pytest

from derive.notation.errors import Refusal
from derive.notation.grammar import parse
from derive.notation.surface import At, Cases, Conditioned, Given, Group, Matrix, Product, Relation, Surface, unmarked
from derive.notation.tokens import tokenize


def side(text: str) -> Surface:
    (statement,) = parse(tokenize(text))
    return unmarked(statement.sides[-1])


@pytest.mark.parametrize(
    ("text", "sizes", "bracket"),
    [
        (r"M = \begin{bmatrix} a & b \\ c & d \end{bmatrix}", (2, 2), "["),
        (r"M = \begin{pmatrix} a \\ b \\[2ex] c \\ \end{pmatrix}", (3, 1), "("),
        (r"M = \begin{vmatrix} a & b \end{vmatrix}", (1, 2), "|"),
        (r"M = \begin{matrix} a & b \end{matrix}", (1, 2), ""),
        (r"M = \left[ \begin{array}{cc|c} a & b & 1 \\ \hline 0 & 1 & a \end{array} \right]", (2, 3), "["),
        (r"M = \left( \begin{smallmatrix} a & b \end{smallmatrix} \right)", (1, 2), "("),
        (r"M = \begin{bmatrix*}[r] -a & \frac{b}{c} \end{bmatrix*}", (1, 2), "["),
    ],
)
def test_matrices(text: str, sizes: tuple[int, int], bracket: str) -> None:
    found = side(text)
    assert isinstance(found, Matrix)
    assert ((len(found.rows), len(found.rows[0])), found.bracket) == (sizes, bracket)


@pytest.mark.parametrize(
    "text",
    [
        r"f = \begin{cases} a & \text{if } a > 0 \\ 0 & \text{otherwise} \end{cases}",
        r"f = \begin{cases} a, & a > 0, \\ 0, & \text{sonst}. \end{cases}",
        r"f = \left\{ \begin{array}{ll} a & a > 0 \\ 0 & \text{else} \end{array} \right.",
        r"f = \begin{cases} a & \text{if $a > 0$} \\ 0 & otherwise \end{cases}",
        r"f = \begin{cases} a \quad a > 0 \\ 0 \quad \text{otherwise} \end{cases}",
    ],
)
def test_cases(text: str) -> None:
    found = side(text)
    assert isinstance(found, Cases)
    (_, condition), (_, otherwise) = found.rows
    assert isinstance(condition, Relation)
    assert condition.relation == ">"
    assert otherwise is None


@pytest.mark.parametrize(
    ("text", "count"),
    [
        (r"\begin{cases} a = b \\ c = d \end{cases}", 2),
        (r"\left\{ \begin{array}{rcl} a &=& b \\ c &=& d \end{array} \right.", 2),
        (r"\begin{array}{l} a = b \\ c = d \end{array}", 2),
        (r"\begin{align} a &= b & c &= d \end{align}", 2),
        (r"\begin{align} a &= b \\ &+ c \end{align}", 1),
        (r"\begin{align} a &= \left( b \right. \\ & \left. + c \right) \end{align}", 1),
        (r"\begin{align} a &= b = \\ &= c \end{align}", 1),
        (r"\boxed{a = b}", 1),
        (r"\fbox{$a = b$}", 1),
        (r"{\displaystyle a = b}", 1),
    ],
)
def test_lines_of_statements(text: str, count: int) -> None:
    statements = parse(tokenize(text))
    assert len(statements) == count
    assert all(len(statement.sides) > 1 for statement in statements)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (r"\begin{bmatrix} 1 & 2 \\ 3 \end{bmatrix}", "rows of this matrix differ"),
        (r"\begin{bmatrix} 1 & \end{bmatrix}", "empty entry"),
        (r"\begin{bmatrix} | & | \\ a & b \end{bmatrix}", "lines through them"),
        (r"f = \begin{cases} a \\ b \end{cases}", "has no condition"),
        (r"f = \begin{cases} a & b & c \end{cases}", "two columns"),
        (r"f = \begin{cases} a & \text{on Sundays} \end{cases}", "in words"),
        (r"f = \begin{cases} a & 0 < b < c \end{cases}", "single comparison"),
    ],
)
def test_what_is_refused(text: str, says: str) -> None:
    with pytest.raises(Refusal, match=says):
        parse(tokenize(text))


@pytest.mark.parametrize(
    "text",
    [
        r"\left. f \right|_{x = 0}",
        r"f \Big|_{x = 0}",
        r"f|_{x=0}",
        r"f \bigg\rvert_{x = 0}".replace("rvert", "vert"),
    ],
)
def test_evaluation_bars(text: str) -> None:
    found = side(text)
    assert isinstance(found, At)
    assert [condition.relation for condition in found.conditions] == ["="]


def test_an_evaluation_bar_takes_the_product_before_it() -> None:
    (statement,) = parse(tokenize(r"a + b c \big|_{b = 1, c = 2} = d"))
    last = statement.sides[0].terms[1][1]  # type: ignore[union-attr]
    assert isinstance(last, At)
    assert isinstance(last.body, Product)
    assert len(last.conditions) == 2


def test_comparisons_inside_formulas() -> None:
    assert isinstance(side(r"\mathbf{1}_{z > 0}"), Conditioned)
    group = side("1(k = i)").parts[1]  # type: ignore[union-attr]
    assert isinstance(group, Group)
    assert isinstance(group.items[0], Relation)
    given = side(r"p(y = 1 \mid x, w)").parts[1].items[0]  # type: ignore[union-attr]
    assert isinstance(given, Given)
    assert (len(given.left), len(given.right)) == (1, 2)


def test_bars_beside_each_other() -> None:
    assert side("||x||").bracket == "‖"  # type: ignore[union-attr]
    assert [part.bracket for part in side("|a||b|").parts] == ["|", "|"]  # type: ignore[union-attr]
