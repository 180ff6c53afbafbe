"""The pre-commit hook and the GitHub action call the command as it is, and the README shows them so."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from derive import sources
from reports import cli, scans

ROOT = Path(__file__).resolve().parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")


def loaded(name: str) -> Any:
    return yaml.safe_load((ROOT / name).read_text(encoding="utf-8"))


def test_the_hook_runs_the_command_on_the_files_that_it_reads() -> None:
    [hook] = loaded(".pre-commit-hooks.yaml")
    assert hook["entry"].split() == ["derive", "scan"]
    assert f"- id: {hook['id']}" in README
    pattern = re.compile(hook["files"])
    assert {suffix for suffix in sources.suffixes() if not pattern.search("a" + suffix)} == {".txt"}, (
        "notes are not asked for"
    )


def test_the_action_runs_the_command_and_keeps_its_exit_code(tmp_path: Path) -> None:
    action = loaded("action.yml")
    [step] = [step for step in action["runs"]["steps"] if step.get("id") == "scan"]
    (tmp_path / "derive").write_text(f'#!/bin/sh\nexec {sys.executable} -m reports.cli "$@"\n', encoding="utf-8")
    (tmp_path / "derive").chmod(0o755)
    (tmp_path / "a.md").write_text("$$1 = 2$$", encoding="utf-8")
    path = f"{tmp_path}:/usr/bin:/bin"
    environment = {"PATH": path, "PYTHONPATH": str(ROOT), "FILES": "a.md", "OPTIONS": "--strict"}
    environment |= {"RUNNER_TEMP": str(tmp_path), "GITHUB_STEP_SUMMARY": str(tmp_path / "summary")}
    command = ["bash", "-e", "-c", step["run"]]
    done = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 1, done.stderr
    assert "# Formulas" in (tmp_path / "summary").read_text(encoding="utf-8")
    assert (tmp_path / "derive.sarif").exists()


@pytest.mark.parametrize(
    "option",
    sorted(
        set(re.findall(r"--[a-z]+(?:-[a-z]+)*", README.partition("option of `derive scan`")[2].partition("\n\n")[0]))
    ),
)
def test_every_option_of_the_scan_exists(option: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        cli.main(["scan", "--help"])
    assert option in capsys.readouterr().out


def test_the_readme_names_every_form() -> None:
    for name in scans.names():
        assert f"`{name}`" in README
        assert f"`{scans.suffix_of(name)}`" in README
