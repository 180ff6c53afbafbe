"""Whatever is typed or read, there is an exit code and never an exception."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from reports import cli, exits

WRONG = r"\frac{\partial L}{\partial w} = (y - a) x"
RIGHT = r"\frac{\partial L}{\partial w} = (a - y) x"
RIDGE = """# One weight with a penalty
<!-- derive: data x, y; parameter w -->
## Model
$$\\hat{y} = w x$$
## Loss
$$L = \\frac{1}{2} (y - \\hat{y})^2 + \\frac{1}{2} w^2$$
"""

PIECES = r"""
L a y w b x z n \frac \partial { } ( ) [ ] ^ _ = + - \cdot \sum \sigma \hat \log \quad & \\ 1 0.5 dw db dZ X $ $$
\begin{aligned} \end{aligned} \left \right \cancel ∂ σ′ ᵀ ŷ → \leftarrow \alpha , ; : ' < \neq \text ² ⁽ⁱ⁾
"""
SNIPPETS = st.sampled_from(PIECES.split())
CLAIMS = st.one_of(
    st.text(max_size=40),
    st.lists(SNIPPETS, max_size=20).map(" ".join),
    st.tuples(st.sampled_from([RIGHT, WRONG, r"dw = \frac{1}{n} X dZ^T"]), st.integers(0, 40), SNIPPETS).map(
        lambda parts: parts[0][: parts[1]] + parts[2] + parts[0][parts[1] :]
    ),
).filter(lambda text: not text.startswith("-"))
LINES = st.sampled_from(
    ["# T", "## Model", "## Loss", "## Claims", "## Numbers", "## Model for n", "$$h = w x$$", r"$$a = \sigma(h)$$",
     "$$L = a^2$$", "$$L = h$$", "$$J = w$$", "$$L = L$$", "$$dw = x$$", "$$", "```yaml", "```", "x: 1", "w: a",
     "<!-- derive: data x; parameter w -->", "<!-- derive: shape w: m; shape x: m -->", "<!-- derive:", "words", "",
     r"$$w \in \mathbb{R}^{m}$$", "$$L = w^{\\top} x$$", "$h = 2$", "- item"]
)  # fmt: skip
DOCUMENTS = st.one_of(st.text(max_size=80), st.lists(LINES, max_size=10).map("\n".join))
VALUES = st.one_of(
    st.binary(max_size=60),
    st.lists(
        st.sampled_from(
            ["x: 1", "y: 2", "w: 3", "w: [1, 2]", "x: [[1], [2]]", "y: .nan", "w: 1e300", "alpha: -1e308", "query: 4",
             "query: x", "? [1]", ": 2", "x: &a 1", "- 1", "{x: 1}", "x: 1/0", "---", "\t", "#"]
        ),
        max_size=6,
    ).map(lambda lines: "\n".join(lines).encode()),
)  # fmt: skip
FUZZED = settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])


@FUZZED
@given(claim=CLAIMS)
def test_no_claim_is_a_crash(claim: str, capsys: pytest.CaptureFixture[str]) -> None:
    code = cli.main(["check", "logistic-regression", claim])
    assert code in (0, 1, 2)
    capsys.readouterr()
    assert cli.main(["check", "--format", "json", "logistic-regression", claim]) == code
    [finding] = json.loads(capsys.readouterr().out)
    assert exits.OUTCOME_CODES.get(finding["outcome"], 0) == code


@FUZZED
@given(formula=CLAIMS)
def test_no_formula_is_a_crash(formula: str, capsys: pytest.CaptureFixture[str]) -> None:
    code = cli.main(["read", "--", formula])
    assert code in (0, 2)
    assert capsys.readouterr().out.strip()
    assert cli.main(["read", "--format", "json", "--", formula]) == code
    [found] = json.loads(capsys.readouterr().out)
    assert found["text"] == formula
    refused = [part["error"] for part in (found, *found["statements"]) if part["error"] is not None]
    assert bool(refused) == (code == 2)


DECLARATIONS = st.one_of(
    st.text(max_size=30),
    st.lists(
        st.sampled_from(
            [
                "shape",
                "data",
                "parameter",
                "positive",
                "symmetric",
                "one-hot",
                "function",
                "examples",
                "layout",
                "log",
                "reduce",
                "section",
                "skip",
                "model",
                "rows",
                "numerator",
                "10",
                "x",
                "w",
                "W^{[1]}",
                "\\hat{y}",
                ":",
                ",",
                ";",
                "m",
                "n",
                "1",
                "0",
                "(",
                ")",
                "{",
                "}",
                '"',
                "=",
                "scalar",
            ]
        ),
        max_size=12,
    ).map(" ".join),
)


@FUZZED
@given(declaration=DECLARATIONS, equation=CLAIMS)
def test_no_declaration_and_no_equation_is_a_crash(declaration: str, equation: str, run: Any) -> None:
    result = run("read", "x", f"--declare={declaration}", f"--given={equation}")
    assert result.code in (0, 2)
    assert bool(result.err) != bool(result.out)
    assert "Traceback" not in result.err


@FUZZED
@given(document=DOCUMENTS)
def test_no_model_document_is_a_crash(document: str, run: Any) -> None:
    Path("m.md").write_text(document, encoding="utf-8", errors="surrogatepass")
    for arguments in (["show", "m.md"], ["check", "m.md", "dw = x"], ["report", "m.md", "-o", "o.txt"]):
        result = run(*arguments)
        assert result.code in (0, 1, 2)
        assert "Traceback" not in result.err


@FUZZED
@given(values=VALUES)
def test_no_file_of_values_is_a_crash(values: bytes, run: Any) -> None:
    Path("ridge.md").write_text(RIDGE, encoding="utf-8")
    Path("v.yaml").write_bytes(values)
    result = run("report", "ridge.md", "--at", "v.yaml", "-o", "o.txt")
    assert result.code in (0, 2)
    assert "Traceback" not in result.err
