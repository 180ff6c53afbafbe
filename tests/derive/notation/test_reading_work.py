"""Reading is linear and bounded: counted in calls, not in seconds, so that the answer is the same everywhere."""

from collections.abc import Callable
from itertools import pairwise

import pytest
from work_for_tests import TooMuchWork, calls_of

from derive.notation.reading import read
from derive.notation.scope import OPEN

SIZES = (50, 100, 200)
SLACK = 1.25
"""How much more the second half of an input may cost than the first, per character."""
MOST_CALLS = 100_000
"""What a refusal of a hostile input may cost, at most."""

GROWING: dict[str, Callable[[int], str]] = {
    "sum": lambda n: " + ".join(["x"] * n),
    "sum of many names": lambda n: " + ".join(f"x_{{{i}}}" for i in range(1000, 1000 + n)),
    "juxtaposed": lambda n: " ".join(["x"] * n),
    "letters": lambda n: "x" * n,
    "product": lambda n: r" \cdot ".join(["x"] * n),
    "quotients": lambda n: "/".join(["x"] * n),
    "brackets side by side": lambda n: "(x + y)" * n,
    "fractions side by side": lambda n: r"\frac{a}{b}" * n,
    "scripts side by side": lambda n: "x_{i}^{2} " * n,
    "signs": lambda n: "-" * n + "x",
    "carets": lambda n: "^" * n,
    "primes": lambda n: "x" + "'" * n,
    "bars": lambda n: "|x|" * n,
    "lone bars": lambda n: "|" * n,
    "norms": lambda n: r"\|x\|" * n,
    "chain": lambda n: " = ".join(["x"] * n),
    "arrows": lambda n: r"x \to " * n + "x",
    "list": lambda n: ", ".join(["x"] * n),
    "one macro used": lambda n: r"\newcommand{\m}{x + }" + r"\m " * n + "x",
    "row": lambda n: r"\begin{bmatrix}" + " & ".join(["a"] * n) + r"\end{bmatrix}",
    "column": lambda n: r"\begin{bmatrix}" + r" \\ ".join(["a"] * n) + r"\end{bmatrix}",
    "cases": lambda n: r"f = \begin{cases}" + r" \\ ".join(["a & x > 0"] * n) + r"\end{cases}",
    "text": lambda n: r"x \text{" + "word " * n + "}",
    "prose": lambda n: "word " * n,
    "unicode": lambda n: "ŷ" * n,
    "superscripts": lambda n: "x" + "²" * n,
    "products of derivatives": lambda n: r"\frac{\partial L}{\partial x} " * n,
    "spaces": lambda n: " " * n + "x",
    "comments": lambda n: "% c\n" * n + "x",
    "colours": lambda n: r"\color{red}" * n + "x",
    "backslashes": lambda n: "\\" * n,
    "dollars": lambda n: "$" * n,
    "layers with a free index": lambda n: r" \\ ".join(
        f"z_j^{{[{k}]}} = a_j^{{[{k - 1}]}}" for k in range(100, 100 + n)
    ),
    "one name defined again": lambda n: r" \\ ".join(["x = y"] * n),
}

NESTED: dict[str, Callable[[int], str]] = {
    "derivatives of derivatives": lambda n: r"\frac{\partial}{\partial x}" * n + "x",
    "functions of functions": lambda n: r"\exp " * n + "x",
    "brackets": lambda n: "(" * n + "x" + ")" * n,
    "braces": lambda n: "{" * n + "x" + "}" * n,
    "sized brackets": lambda n: r"\left(" * n + "x" + r"\right)" * n,
    "fractions": lambda n: r"\frac{1}{" * n + "x" + "}" * n,
    "superscripts": lambda n: "x^{" * n + "2" + "}" * n,
    "subscripts": lambda n: "x_{" * n + "2" + "}" * n,
    "roots": lambda n: r"\sqrt{" * n + "x" + "}" * n,
    "hats": lambda n: r"\hat{" * n + "x" + "}" * n,
    "calls": lambda n: r"\exp(" * n + "x" + ")" * n,
    "labels": lambda n: r"\underbrace{" * n + "x" + "}_{a}" * n,
    "sums": lambda n: r"\sum_{i=1}^{n} " * n + "x",
    "environments": lambda n: r"\begin{aligned}" * n + "x" + r"\end{aligned}" * n,
    "opened brackets": lambda n: "(" * n,
    "closed brackets": lambda n: ")" * n,
    "opened braces": lambda n: "{" * n,
    "closed braces": lambda n: "}" * n,
    "opened and closed the wrong way round": lambda n: "}{" * n,
    "opened environments": lambda n: r"\begin{aligned}" * n,
}


def bomb(levels: int, use: str = r"\a") -> str:
    letters = "abcdefghijklmnopqrstuvwxyz"[: levels + 1]
    doubling = (rf"\newcommand{{\{name}}}{{\{after}\{after}}}" for name, after in pairwise(letters))
    return "".join(doubling) + rf"\newcommand{{\{letters[-1]}}}{{x}}" + use


HOSTILE = {
    "10,000 braces": "{" * 10_000 + "x" + "}" * 10_000,
    "a million characters": "x + " * 250_000 + "x",
    "a million braces": "{" * 1_000_000,
    "a million letters in a text": r"\text{" + "word " * 200_000 + "}",
    "a tower of powers": "x^{9^{9^9}}",
    "a power of powers": "((9^{99})^{99})^{99}",
    "a long exponent": "2^{" + "9" * 200 + "}",
    "a long number": "9" * 10_000,
    "a sum of many terms": r"\sum_{i=1}^{999999999} i",
    "macros that double": bomb(20),
    "macros that call themselves": r"\def\x{\x\x} \x",
    "macros that call each other": r"\def\x{\y}\def\y{\x} \x",
    "a macro with many arguments": r"\newcommand{\m}[9]{#1#2#3#4#5#6#7#8#9#9#9#9#9}" + r"\m" * 5_000,
    "a macro defined in a macro": r"\newcommand{\m}{\newcommand{\m}{\m\m}} \m",
}


def growth(make: Callable[[int], str]) -> float:
    """How much more the second step of growth costs than the first, per character: 1 where work is linear."""
    texts = [make(size) for size in SIZES]
    work = [calls_of(lambda text=text: read(text, OPEN)) for text in texts]
    (first, second) = (later - earlier for earlier, later in pairwise(work))
    (short, long) = (len(later) - len(earlier) for earlier, later in pairwise(texts))
    return (max(second, 1) / long) / (max(first, 20) / short)


@pytest.mark.parametrize("kind", GROWING)
def test_work_grows_with_the_length(kind: str) -> None:
    assert growth(GROWING[kind]) <= SLACK


@pytest.mark.parametrize("kind", NESTED)
def test_nesting_costs_no_more_than_its_length(kind: str) -> None:
    make = NESTED[kind]
    per_character = [calls_of(lambda size=size: read(make(size), OPEN)) / len(make(size)) for size in (30, 300)]
    assert per_character[1] <= per_character[0] * SLACK


@pytest.mark.parametrize("kind", HOSTILE)
def test_a_hostile_input_is_answered_after_bounded_work(kind: str) -> None:
    found = []
    assert calls_of(lambda: found.append(read(HOSTILE[kind], OPEN)), MOST_CALLS) <= MOST_CALLS
    (reading,) = found
    assert reading.error is not None or reading.kind in ("prose", "declaration", "expression", "fragment")
    if reading.error is not None:
        assert len(reading.error.render(reading.text)) < 2_000


def test_a_tower_of_powers_is_refused_with_its_place() -> None:
    text = "x^{9^{9^9}}"
    error = read(text, OPEN).error
    assert error is not None
    assert text[error.span.start : error.span.end].startswith("9^9")


def test_many_statements_are_bounded() -> None:
    text = r" \\ ".join(f"x_{{{i}}} = y" for i in range(600))
    assert read(text, OPEN).error is not None


def test_quadratic_and_endless_work_is_found() -> None:
    def quadratic(n: int) -> str:
        for _ in range(n * n // 100):
            read("", OPEN)
        return "x" * n

    def work(n: int) -> int:
        return calls_of(lambda: quadratic(n))

    assert work(200) - work(100) > SLACK * 2 * (work(100) - work(50))
    with pytest.raises(TooMuchWork):
        calls_of(lambda: [read("x", OPEN) for _ in range(1000)], 100)
