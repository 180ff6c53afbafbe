"""`derive check`: what is printed, the exit codes, and the findings for machines."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest

from derive.findings import KEYS
from reports import cli

WRONG = r"\frac{\partial L}{\partial w} = (y - a) x"
RIGHT = r"\frac{\partial L}{\partial w} = (a - y) x"
CODES = {
    RIGHT: ("proved", cli.FINE),
    "dw = (a - y) x = x (a - y)": ("proved", cli.FINE),
    r"w \leftarrow w - \alpha (a - y) x": ("proved", cli.FINE),
    r"dw = (a - y) x \quad db = a - y": ("proved", cli.FINE),
    r"\frac{\partial L}{\partial y} = -z": ("proved", cli.FINE),
    r"\sin 2z = 2 \sin z \cos z": ("undecided", cli.FINE),
    "a - y": ("fragment", cli.FINE),
    "g = (a - y) x": ("definition", cli.FINE),
    "dW = (a - y) x": ("definition", cli.FINE),
    "w = 0.1": ("value", cli.FINE),
    "0 < a": ("notation", cli.FINE),
    r"a \neq a": ("notation", cli.FINE),
    r"a \approx 0.5": ("value", cli.FINE),
    "w, x, b": ("notation", cli.FINE),
    r"\frac{\partial L}{\partial b} = y - a +": ("fragment", cli.FINE),
    r"a \equiv \sigma(z)": ("proved", cli.FINE),
    WRONG: ("refuted", cli.WRONG),
    "dw = (a - y) x^T": ("refuted", cli.WRONG),
    "dw = a - y": ("refuted", cli.WRONG),
    r"w \leftarrow w + \alpha (a - y) x": ("refuted", cli.WRONG),
    r"dw = (a - y) x \quad db = y - a": ("refuted", cli.WRONG),
    "1 = 2": ("refuted", cli.WRONG),
    r"dw = \frac{1}{n} dZ^T X": ("ill-shaped", cli.WRONG),
    "dw = (a - q) x": ("unbound", cli.FAILED),
    "dw = (a - y)) x": ("unreadable", cli.FAILED),
    r"db = \frac{1}{n} \sum dz": ("ambiguous", cli.FAILED),
    "": ("unreadable", cli.FAILED),
}


@pytest.mark.parametrize("claim", CODES)
def test_the_outcome_of_a_claim_decides_the_exit_code(claim: str, run: Any) -> None:
    outcome, code = CODES[claim]
    printed = run("check", "logistic-regression", claim)
    found = json.loads(run("check", "logistic-regression", "--format", "json", claim).out)
    assert [finding["outcome"] for finding in found] == [outcome]
    assert printed.code == code
    headline = "proved for all sizes:" if outcome == "proved" else f"{outcome}:"
    assert re.search(rf"^{headline}  ", printed.out, re.M)
    if outcome not in ("proved", "refuted"):
        assert len(printed.out.splitlines()) > 1, "it says why there is no verdict"


def test_the_worst_of_several_claims_decides_the_exit_code(run: Any) -> None:
    assert run("check", "logistic-regression", RIGHT, "db = a - y").code == cli.FINE
    assert run("check", "logistic-regression", RIGHT, WRONG).code == cli.WRONG
    several = run("check", "logistic-regression", "dw = q", WRONG, RIGHT)
    assert several.code == cli.FAILED
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
    assert re.fullmatch(r"  at w = .*, y = .*, x = .*, b = .*", lines[3])
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
    result = run("check", "logistic-regression", r"dw = \frac{1}{n} dZ^T X")
    assert "shapes do not fit" in result.out
    assert "nothing is known about n" not in result.out
