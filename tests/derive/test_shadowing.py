"""A folder of the user's that bears one of our names is named, instead of a puzzling ImportError."""

import subprocess
import sys
from pathlib import Path

import pytest

from derive.shadowing import OURS, Shadowed, refuse_shadows

PROGRAM = "import sys; sys.path.insert(0, sys.argv[1]); import derive; derive.model"


def test_our_own_packages_are_no_shadows() -> None:
    refuse_shadows()


def test_packages_that_are_elsewhere_are_shadows(tmp_path: Path) -> None:
    with pytest.raises(Shadowed, match="'numeric'"):
        refuse_shadows(tmp_path)


@pytest.mark.parametrize("name", OURS)
def test_the_folder_in_the_way_is_named(name: str, tmp_path: Path) -> None:
    (tmp_path / name).mkdir()
    (tmp_path / name / "__init__.py").write_text("", encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM, str(tmp_path)], capture_output=True, text=True, timeout=60, check=False
    )
    assert done.returncode == 1
    assert "Shadowed" in done.stderr
    assert str(tmp_path / name) in done.stderr
