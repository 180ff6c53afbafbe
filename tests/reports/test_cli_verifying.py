"""``derive verify``: certificates from files, replayed in a process that imports no prover."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from reports import exits

RIGHT = r"\frac{\partial L}{\partial w} = (a - y) x"
CHAIN = r"\frac{\partial L}{\partial z} = \frac{\partial L}{\partial a} a (1 - a) = a - y"


@pytest.fixture
def findings(run: Any, tmp_path: Path) -> Path:
    path = tmp_path / "findings.json"
    path.write_text(run("check", "logistic-regression", "--format", "json", RIGHT, CHAIN).out, encoding="utf-8")
    return path


def test_every_proof_in_the_findings_is_replayed(run: Any, findings: Path) -> None:
    result = run("verify", str(findings))
    assert result.code == exits.FINE
    lines = result.out.splitlines()
    assert len(lines) == 3
    assert all(line.startswith("holds (") for line in lines)
    assert "∂L/∂w = (a − y) x" in lines[0]


def test_another_process_replays_it_without_a_prover(findings: Path) -> None:
    code = (
        "import sys; from reports import cli; code = cli.main(['verify', sys.argv[1]])\n"
        "assert not [n for n in sys.modules if n.startswith(('derive.provers', 'derive.diagnosis', 'sympy'))]\n"
        "sys.exit(code)"
    )
    done = subprocess.run([sys.executable, "-c", code, str(findings)], capture_output=True, text=True, check=False)
    assert done.returncode == exits.FINE, done.stderr


def test_a_changed_certificate_is_rejected(run: Any, findings: Path) -> None:
    data = json.loads(findings.read_text(encoding="utf-8"))
    (proof,) = data[0]["certificate"]["proofs"]
    assert proof["steps"][0]
    proof["steps"][0].pop()
    findings.write_text(json.dumps(data), encoding="utf-8")
    result = run("verify", str(findings))
    assert result.code == exits.WRONG
    assert result.out.startswith("rejected:  after all its steps, a difference is left")


def test_a_truncated_file_and_one_without_certificates_are_refused(run: Any, findings: Path, tmp_path: Path) -> None:
    text = findings.read_text(encoding="utf-8")
    findings.write_text(text[: len(text) // 2], encoding="utf-8")
    assert run("verify", str(findings)).code == exits.FAILED
    empty = tmp_path / "empty.json"
    empty.write_text("[]", encoding="utf-8")
    result = run("verify", str(empty))
    assert result.code == exits.FAILED
    assert "there is no certificate in it" in result.err
    assert run("verify", str(tmp_path / "missing.json")).code == exits.FAILED


def test_an_unknown_format_is_rejected(run: Any, findings: Path) -> None:
    data = json.loads(findings.read_text(encoding="utf-8"))
    data[0]["certificate"]["format"] = "derive-certificate/99"
    findings.write_text(json.dumps(data[0]["certificate"]), encoding="utf-8")
    result = run("verify", str(findings))
    assert result.code == exits.WRONG
    assert "its format is 'derive-certificate/99'" in result.out
