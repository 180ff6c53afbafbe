"""The page on trust names the files that a replay imports: no fewer, and no more."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

from derive.algebra.relations import RELATIONS

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "trust.md").read_text(encoding="utf-8")
TYPES_ONLY = {"derive/__init__.py", "derive/shadowing.py", "numeric/__init__.py"}
"""Imported with every module; they hold no mathematics."""


def imported() -> set[str]:
    """The files of this project that a process has imported once it can replay a certificate."""
    code = (
        "import sys; import derive.certificates\n"
        "print('\\n'.join(m.__file__ for n, m in sys.modules.items() if n.split('.')[0] in ('derive', 'numeric')))"
    )
    out = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT).stdout
    files = {Path(line).relative_to(ROOT).as_posix() for line in out.split()}
    return {file for file in files if not file.endswith("__init__.py")} - TYPES_ONLY


def named() -> set[str]:
    section = PAGE[PAGE.index("### Which files must be right") : PAGE.index("### What stands behind them")]
    return set(re.findall(r"`((?:derive|numeric)/[\w/.*]+)`", section))


def test_every_imported_file_is_named() -> None:
    patterns = named()
    missing = [file for file in sorted(imported()) if not any(Path(file).match(pattern) for pattern in patterns)]
    assert not missing


def test_every_named_file_exists_and_is_imported() -> None:
    files = imported()
    for pattern in named():
        assert list(ROOT.glob(pattern)), pattern
        if not pattern.startswith(("derive/ops", "derive/rules")):
            assert any(Path(file).match(pattern) for file in files), pattern


def test_no_prover_is_imported() -> None:
    assert not [file for file in imported() if file.startswith(("derive/provers", "derive/diagnosis"))]
    assert not [file for file in imported() if file.startswith("derive/refuters/") and "declared" not in file]


def test_every_relation_is_named() -> None:
    """The relations are few enough to be listed in words; a new one has to be said."""
    words = {
        "base": "base",
        "sign": "sign",
        "one-hot": "one-hot",
        "inverse": "inverse",
        "sine": "sin²",
        "minus one": "(−1)ⁿ",
    }
    for name in RELATIONS:
        assert any(name.startswith(start) and word in PAGE for start, word in words.items()), name
