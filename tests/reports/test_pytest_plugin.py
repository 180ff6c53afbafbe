"""The pytest plugin: which documents it collects, what its tests are called, and how they fail."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from derive import sources
from reports import pytest_plugin

LECTURE = r"""$L = (w x - y)^2$

$$\frac{\partial L}{\partial w} = 2 (w x - y) x$$
$$\frac{\partial L}{\partial w} = 2 (w x - y)$$
<!-- derive: refuted "as on the slide" -->
$$\frac{\partial L}{\partial x} = 2 (w x - y)$$
$$\frac{\partial M}{\partial w} = 1$$
"""


def run(folder: Path, *arguments: str) -> tuple[int, str]:
    # Where derive is installed pytest finds the plugin by itself, under its own name.
    plugins = ["-p", "no:derive", "-p", "reports.pytest_plugin", "-p", "no:cacheprovider"]
    command = [sys.executable, "-m", "pytest", *plugins, *arguments]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join([str(Path(pytest_plugin.__file__).parents[1])])}
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)
    return done.returncode, done.stdout + done.stderr


@pytest.fixture
def lectures(tmp_path: Path) -> Path:
    (tmp_path / "pytest.ini").write_text("[pytest]\n", encoding="utf-8")
    (tmp_path / "lectures").mkdir()
    (tmp_path / "lectures" / "one.md").write_text(LECTURE, encoding="utf-8")
    (tmp_path / "test_none.py").write_text("def test_none():\n    pass\n", encoding="utf-8")
    return tmp_path


def test_every_claim_is_a_test_and_fails_with_the_mistake(lectures: Path) -> None:
    code, out = run(lectures, "lectures", "-v", "-rs")
    assert code == 1, out
    assert r"lectures/one.md::3 \frac{\partial L}{\partial w} = 2 (w x - y) x PASSED" in out
    assert r"lectures/one.md::4 \frac{\partial L}{\partial w} = 2 (w x - y) FAILED" in out
    assert r"lectures/one.md::6 \frac{\partial L}{\partial x} = 2 (w x - y) PASSED" in out
    assert "the factor x is missing" in out
    assert "at w = " in out
    assert "Traceback" not in out
    assert "unbound: " in out
    assert "1 failed, 2 passed, 1 skipped" in out


def test_strictness_selection_and_models(lectures: Path) -> None:
    assert "2 failed" in run(lectures, "lectures", "--derive-strict")[1]
    (lectures / "lectures" / "one.md").write_text("$$dw = (a - y) x$$\n$$db = a - y$$", encoding="utf-8")
    code, out = run(lectures, "lectures", "--derive-model", "logistic-regression", "-k", "db")
    assert (code, "1 passed, 1 deselected" in out) == (0, True), out


def test_documents_are_collected_where_they_are_asked_for(lectures: Path) -> None:
    assert "1 passed" in run(lectures)[1]
    assert "1 failed, 3 passed" in run(lectures, "-o", "derive_files=lectures/*.md")[1]
    (lectures / "lectures" / "one.md").write_bytes(b"\0")
    code, out = run(lectures, "lectures")
    assert (code, "this is no text" in out) == (2, True), out


def test_the_suffixes_are_those_that_are_read() -> None:
    assert set(pytest_plugin.SUFFIXES) - {".ipynb"} <= set(sources.suffixes())


def test_nothing_heavy_is_imported_without_documents() -> None:
    heavy = "[m for m in sys.modules if m.split('.')[0] in ('derive', 'numpy', 'sympy')]"
    check = f"import sys, reports.pytest_plugin; print({heavy})"
    done = subprocess.run([sys.executable, "-c", check], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
