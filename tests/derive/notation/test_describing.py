"""What `derive read` shows: the kind, the sides with their shapes, the names, the choices, and errors with a caret."""

import pytest

from derive.notation.declarations import declared, parse_declarations
from derive.notation.describing import describe
from derive.notation.reading import read
from derive.notation.scope import EMPTY, Scope


def _scope() -> Scope:
    scope = EMPTY
    for declaration in parse_declarations("shape X: m,n; shape Y: 1,n; shape w: m; shape b: scalar; data X,Y")[0]:
        scope = declared(scope, declaration)
    for text in (r"Z = w^T X + b", r"J = \frac1n \sum_i (y^{(i)} - z^{(i)})^2"):
        scope = read(text, scope).after(scope)
    return scope


SCOPE = _scope()


def test_a_claim_is_described() -> None:
    assert describe(read(r"dw = \frac1n X dZ^T", SCOPE)).lines() == [
        "a claim",
        r"  \frac{\partial J}{\partial w}    of shape (m, 1)",
        r"  = \frac{1}{n} \cdot X\left( \frac{\partial J}{\partial Z} \right)^{\top}    of shape (m, 1)",
        "  names",
        "    dw: the derivative of J by w",
        "    n: a size",
        "    X: an array of shape (m, n)",
        "    dZ: the derivative of J by Z",
        "  choices",
        "    dw is the derivative of J by w",
        "    dZ is the derivative of J by Z",
    ]


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        (r"q = c = b", ["a definition", "  q", "  = c", "  = b    a number", "  names", "    b: a number"]),
        (r"v \in \mathbb{R}^m", ["a declaration", "  v has the shape (m, 1)"]),
        (
            r"b + \frac{1}",
            [
                "a fragment",
                r"  cannot be read: `\frac` needs an argument here",
                r"    b + \frac{1}",
                "        ^^^^^",
                "    expected: an argument in braces",
            ],
        ),
        ("J \\ge b", ["notation that claims nothing", "  J    a number", "  ≥ b    a number", "  names"]),
        ("This is only a sentence.", ["words, not a formula"]),
    ],
)
def test_other_kinds_are_described(text: str, lines: list[str]) -> None:
    assert describe(read(text, SCOPE)).lines()[: len(lines)] == lines


def test_several_statements_are_described_one_by_one() -> None:
    description = describe(read(r"u = b \\ v = 2u", SCOPE))
    assert [part.kind for part in description.parts] == ["a definition", "a definition"]
    assert description.lines()[:4] == ["2 statements", "1. a definition", "     u", "     = b    a number"]
