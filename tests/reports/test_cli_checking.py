"""`derive check`: what is printed, the exit codes, and the findings for machines."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest

from derive import models
from derive.findings import KEYS, Finding
from reports import exits

WRONG = r"\frac{\partial L}{\partial w} = (y - a) x"
RIGHT = r"\frac{\partial L}{\partial w} = (a - y) x"
CODES = {
    RIGHT: ("proved", exits.FINE),
    "dw = (a - y) x = x (a - y)": ("proved", exits.FINE),
    r"w \leftarrow w - \alpha (a - y) x": ("proved", exits.FINE),
    r"dw = (a - y) x \quad db = a - y": ("proved", exits.FINE),
    r"\frac{\partial L}{\partial y} = -z": ("proved", exits.FINE),
    r"\sin 2z = 2 \sin z \cos z": ("undecided", exits.FINE),
    "a - y": ("fragment", exits.FINE),
    "g = (a - y) x": ("definition", exits.FINE),
    "dW = (a - y) x": ("definition", exits.FINE),
    "w = 0.1": ("value", exits.FINE),
    "0 < w": ("notation", exits.FINE),
    "0 < a < 1": ("proved", exits.FINE),
    "a > 1": ("refuted", exits.WRONG),
    r"a \neq a": ("notation", exits.FINE),
    r"a \approx 0.5": ("value", exits.FINE),
    "w, x, b": ("notation", exits.FINE),
    r"\frac{\partial L}{\partial b} = y - a +": ("fragment", exits.FINE),
    r"a \equiv \sigma(z)": ("proved", exits.FINE),
    WRONG: ("refuted", exits.WRONG),
    "dw = (a - y) x^T": ("convention", exits.FINE),
    "dw = (y - a) x^T": ("refuted", exits.WRONG),
    "dw = a - y": ("refuted", exits.WRONG),
    r"w \leftarrow w + \alpha (a - y) x": ("refuted", exits.WRONG),
    r"dw = (a - y) x \quad db = y - a": ("refuted", exits.WRONG),
    "1 = 2": ("refuted", exits.WRONG),
    r"dw = \frac{1}{n} X X dZ^T": ("ill-shaped", exits.WRONG),
    "dw = (a - q) x": ("unbound", exits.FAILED),
    "dw = (a - y)) x": ("unreadable", exits.FAILED),
    r"db = \frac{1}{n} \sum dz": ("ambiguous", exits.FAILED),
    "": ("unreadable", exits.FAILED),
}


HEADLINES = {"proved": "proved for all sizes:", "convention": "true in numerator layout:"}
"""The outcomes that are said in other words."""


@pytest.mark.parametrize("claim", CODES)
def test_the_outcome_of_a_claim_decides_the_exit_code(claim: str, run: Any) -> None:
    outcome, code = CODES[claim]
    printed = run("check", "logistic-regression", claim)
    found = json.loads(run("check", "logistic-regression", "--format", "json", claim).out)
    assert [finding["outcome"] for finding in found] == [outcome]
    assert printed.code == code
    headline = HEADLINES.get(outcome, f"{outcome}:")
    assert re.search(rf"^{headline}  ", printed.out, re.M)
    if outcome not in ("proved", "refuted"):
        assert len(printed.out.splitlines()) > 1, "it says why there is no verdict"


def test_the_worst_of_several_claims_decides_the_exit_code(run: Any) -> None:
    assert run("check", "logistic-regression", RIGHT, "db = a - y").code == exits.FINE
    assert run("check", "logistic-regression", RIGHT, WRONG).code == exits.WRONG
    several = run("check", "logistic-regression", "dw = q", WRONG, RIGHT)
    assert several.code == exits.FAILED
    assert [line.split(":")[0] for line in several.out.splitlines() if re.match(r"\w", line)] == [
        "unbound", "refuted", "proved for all sizes",
    ]  # fmt: skip


def test_a_refutation_shows_the_mistake_the_right_formula_and_a_point(run: Any) -> None:
    lines = run("check", "logistic-regression", WRONG).out.splitlines()
    assert lines[:3] == [
        "refuted:  ∂L/∂w = (y − a) x",
        "  the difference is the wrong way round: it must be a − y, not y − a",
        "  right:  ∂L/∂w = (a − y) x",
    ]  # fmt: skip
    assert re.fullmatch(r"  at w = .*, x = .*, b = .*, y = .*", lines[3])
    assert re.fullmatch(r"  the left side is .*, the right side .* in entry \d", lines[4])


def test_a_hint_says_where_to_look_and_not_what_is_right(run: Any) -> None:
    lines = run("check", "logistic-regression", WRONG, "--hint").out.splitlines()
    assert lines[:2] == ["refuted:  ∂L/∂w = (y − a) x", "  look at the signs in y − a"]
    assert not any("right:" in line or "a − y" in line for line in lines)


def test_different_shapes_are_said_once(run: Any) -> None:
    assert run("check", "logistic-regression", "dw = a - y").out.splitlines() == [
        "refuted:  ∂L/∂w = a − y",
        "  the left side is of shape (m, 1), the right side a scalar; the factor x is missing",
        "  right:  ∂L/∂w = (a − y) x",
    ]


def test_a_difference_of_numbers_is_shown_without_a_point(run: Any) -> None:
    assert run("check", "logistic-regression", "1 = 2").out.splitlines() == [
        "refuted:  1 = 2", "  the left side is 1, the right side 2",
    ]  # fmt: skip


def test_a_chain_is_judged_link_by_link(run: Any) -> None:
    chain = r"\frac{\partial L}{\partial b} = \frac{\partial L}{\partial a} \cdot \frac{\partial a}{\partial z} = y - a"
    lines = run("check", "logistic-regression", chain).out.splitlines()
    assert lines[0] == "refuted:  ∂L/∂b = ∂L/∂a · ∂a/∂z = y − a"
    assert "  right:  ∂L/∂b = a − y" in lines
    assert lines[-2:] == ["  proved: ∂L/∂b = ∂L/∂a · ∂a/∂z", "  refuted: ∂L/∂a · ∂a/∂z = y − a"]


def test_several_statements_are_each_judged(run: Any) -> None:
    statements = r"\begin{cases} dw = (a - y) x \\ db = y - a \end{cases}"
    out = run("check", "logistic-regression", statements).out
    assert re.findall(r"^\w.*", out, re.M) == ["proved for all sizes:  ∂L/∂w = (a − y) x", "refuted:  ∂L/∂b = y − a"]
    assert "right:  ∂L/∂b = a − y" in out
    [finding] = json.loads(run("check", "logistic-regression", "--format", "json", statements).out)
    assert [link["outcome"] for link in finding["links"]] == ["proved", "refuted"]
    assert finding["links"][1]["latex"] == "db = y - a"


def _keys(finding: dict[str, Any]) -> Iterator[set[str]]:
    yield set(finding)
    for link in finding["links"]:
        yield from _keys(link)


def test_json_has_exactly_the_promised_keys(run: Any) -> None:
    claims = [claim for claim in CODES if claim] + ["dw = (a - y) x = (y - a) x"]
    findings = json.loads(run("check", "logistic-regression", "--format", "json", *claims).out)
    assert len(findings) == len(claims)
    assert [finding["latex"] for finding in findings] == claims
    for finding in findings:
        assert all(keys == {*KEYS, "links"} for keys in _keys(finding))
    refuted = next(finding for finding in findings if finding["latex"] == WRONG)
    assert refuted["mistake"] == {
        "kind": "sign",
        "message": "the difference is the wrong way round: it must be $a - y$, not $y - a$",
        "where": {"latex": "y - a", "column": 34, "end_column": 39},
    }
    assert refuted["hint"] == "look at the signs in $y - a$"
    assert refuted["correct"] == r"\frac{\partial L}{\partial w} = (a - y) x"
    assert set(refuted["counterexample"]) == {"sizes", "point", "entry", "left", "right"}


def test_what_a_claim_knew_decides_which_variant_speaks(run: Any) -> None:
    result = run("check", "logistic-regression", r"dw = \frac{1}{n} X X dZ^T")
    assert "shapes do not fit" in result.out
    assert "nothing is known about n" not in result.out


# --- what is not settled

STRICT = {
    ("dw = (a - y) x",): exits.FINE,
    ("dw = (a - y) x^T",): exits.UNSETTLED,
    ("dw = (a - y) x^T", WRONG): exits.WRONG,
    ("dw = (a - y) x^T", WRONG, "dw = (a - q) x"): exits.FAILED,
    ("dw = (a - y) x^T", "dw = (a - q) x"): exits.FAILED,
}


@pytest.mark.parametrize("claims", STRICT, ids=len)
def test_what_is_true_by_convention_only_fails_where_that_is_asked_for(claims: tuple[str, ...], run: Any) -> None:
    assert run("check", "--strict", "logistic-regression", *claims).code == STRICT[claims]
    lenient = exits.FINE if STRICT[claims] == exits.UNSETTLED else STRICT[claims]
    assert run("check", "logistic-regression", *claims).code == lenient


def test_what_is_undecided_fails_where_that_is_asked_for() -> None:
    finding = Finding("undecided", "claim", "a = b")
    assert exits.worst([finding], strict=True) == exits.UNSETTLED
    assert exits.worst([finding]) == exits.FINE


def test_what_is_true_by_convention_is_shown_with_what_is_true_in_scope(run: Any) -> None:
    out = run("check", "logistic-regression", "dw = (a - y) x^T").out
    assert out.splitlines() == [
        "true in numerator layout:  ∂L/∂w = (a − y) xᵀ",
        "  in the layout in scope:  ∂L/∂w = (a − y) x",
    ]
    out = run("check", "logistic-regression", r"\frac{d}{dz} \sigma(z) = \cancel{2} \cancel{2} a (1 - a)").out
    assert out.splitlines()[0] == "true by convention only:  d/dz σ(z) = 2 · 2a(1 − a)"
    assert out.splitlines()[1].startswith("  it holds only if what is struck is taken away")
    out = run("check", "logistic-regression", "z = w x + b").out
    assert out.splitlines() == [
        "true with a row of weights for each neuron:  z = wx + b",
        "  in the convention in scope:  z = wᵀx + b",
    ]


@pytest.mark.parametrize(
    ("claim", "lines"),
    [
        (
            r"\sigma(0.24) = 0.55",
            ["refuted:  \\sigma(0.24) = 0.55", "cut off", "right:  \\sigma(0.24) = 0.56", "0.5597"],
        ),
        (r"L = 0.6931", ["value:  L = 0.6931", "nothing was judged"]),
        (r"b \in \mathbb{R}^{3}", ["refuted:", "b is of shape scalar, and is said to be of shape (3, 1)"]),
        (r"(3 \times 4)(3 \times 1) = (4 \times 1)", ["refuted:", "the inner sizes 4 and 3 differ"]),
        (r"\frac{\cancel{b} + z}{\cancel{b}} = z", ["refuted:", "b is struck, but is a term of a sum and no factor"]),
        (r"w = w + \alpha (a - y) x", ["refuted:", "goes uphill"]),
        (r"w = w - (a - y) x", ["proved for all sizes:", "no learning rate is written"]),
        (r"\delta = a - y", ["proved for all sizes:", r"δ is taken for \frac{\partial L}{\partial z}"]),
    ],
)
def test_claims_of_every_kind_are_shown(run: Any, claim: str, lines: list[str]) -> None:
    out = run("check", "logistic-regression", claim).out
    for line in lines:
        assert line.replace("{", "").replace("}", "") in out.replace("{", "").replace("}", "")


def test_a_wrong_loss_is_shown_before_its_gradient(run: Any, tmp_path: Any) -> None:
    document = models.text("logistic-regression").replace(r"\log(1 - a)\right)", r"(1 - a)\right)")
    path = tmp_path / "wrong.md"
    path.write_text(document, encoding="utf-8")
    out = run("check", str(path), r"dz = a - y").out.splitlines()
    assert out[0] == "refuted:  L = −(y log a + (1 − y)(1 − a))"
    assert "a function is missing: it must be log(1 − a)" in out[1]
    assert any(line.startswith("proved for all sizes:  ∂L/∂z = a − y") for line in out)
