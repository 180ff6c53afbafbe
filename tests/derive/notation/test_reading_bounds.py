"""What is too large, macros that expand, and what importing the reader costs."""

import subprocess
import sys
from itertools import pairwise

import pytest
from reading_for_tests import ARRAYS, text_of

from derive.notation.macros import definitions
from derive.notation.reading import read


@pytest.mark.parametrize(
    "text",
    [
        "{" * 10_000 + "}" * 10_000,
        "(" * 10_000,
        "a + " * 250_000,
        r"\sqrt " * 5_000 + "a",
        r"\log " * 5_000 + "a",
        r"\sum_i " * 5_000 + "a",
        "a^{" * 40 + "a" + "}" * 40,
        r"\frac " * 5_000,
        "-" * 10_000 + "a",
        "a^a" * 5_000,
        "9" * 10_000,
        r"\begin{aligned}" * 1_000,
        r"\frac{d}{da}" * 3_000 + "a",
        "a = " * 10_000 + "a",
        r"a \\" * 10_000,
        r"\sum_{k=1}^{50}" * 20 + "q_k",
    ],
    ids=lambda text: text[:12],
)
def test_what_is_too_large_is_refused_politely(text: str) -> None:
    reading = read(text, ARRAYS)
    assert reading.error is None or reading.error.message


def test_ten_thousand_terms_are_read() -> None:
    reading = read(" + ".join(["a b"] * 8_000), ARRAYS)
    assert reading.error is None
    assert len(getattr(reading.expr, "args", ())) == 8_000


MACROS = [
    (r"\newcommand{\pd}[2]{\frac{\partial #1}{\partial #2}} \pd{a}{b}", "total(a, b)"),
    (r"\newcommand\T{^{\top}} w\T x", "matmul(transpose(w), x)"),
    (r"\renewcommand{\half}{\frac12} \half a", "mul(div(1, 2), a)"),
    (r"\newcommand{\sq}[1][a]{#1^2} \sq + \sq[b]", "add(power(a, 2), power(b, 2))"),
    (r"\def\swap#1#2{#2#1} \swap{x}{w^T}", "matmul(transpose(w), x)"),
    (r"\def\l{\left(} \def\r{\right)} \l a + b \r y", "mul(add(a, b), y)"),
    (r"\DeclareMathOperator{\act}{ReLU} \act(w)", "relu(w)"),
    (r"\def\inner{a} \def\outer{\inner\inner} \outer", "mul(a, a)"),
]


@pytest.mark.parametrize(("text", "expected"), MACROS)
def test_macros_stand_for_their_text(text: str, expected: str) -> None:
    assert text_of(text) == expected


def test_macros_are_known_behind_their_definition() -> None:
    reading = read(r"\newcommand{\wt}{w^{\top}}", ARRAYS)
    assert (reading.kind, [macro.name for macro in reading.macros]) == ("declaration", ["wt"])
    assert text_of(r"\wt x", reading.after(ARRAYS)) == "matmul(transpose(w), x)"
    preamble = r"\usepackage{bm} \newcommand{\vx}{\bm{x}} % and \n \def\broken"
    assert text_of(r"w^T \vx", ARRAYS.with_macros(definitions(preamble))) == "matmul(transpose(w), x)"


def test_an_error_in_a_macro_is_shown_where_it_is_used() -> None:
    text = r"\newcommand{\q}{\foo} a + \q"
    error = read(text, ARRAYS).error
    assert error is not None
    assert (error.message, text[error.span.start : error.span.end]) == (r"unknown command `\foo` (in `\q`)", r"\q")


@pytest.mark.parametrize(
    "text",
    [
        r"\def\x{\x} \x",
        r"\def\x{\x\x} \x",
        r"\def\a{aaaaaaaaaa}" + "".join(rf"\def\{b}{{\{a}\{a}\{a}\{a}}}" for a, b in pairwise("abcdefghijkl")) + r"\l",
    ],
)
def test_a_macro_that_explodes_is_refused(text: str) -> None:
    error = read(text, ARRAYS).error
    assert error is not None
    assert error.kind == "never"


def test_reading_imports_nothing_heavy() -> None:
    code = "import sys, derive.notation.reading; print({'numpy', 'sympy', 'flint'} & set(sys.modules) or [])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
