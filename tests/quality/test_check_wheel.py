"""The wheel check accepts a right wheel and names each way in which one can be wrong."""

from __future__ import annotations

import zipfile
from pathlib import Path

import check_wheel
import pytest

PACKAGED = [
    "derive/__init__.py",
    "derive/py.typed",
    "derive/models/__init__.py",
    "derive/models/logistic-regression.md",
    "numeric/__init__.py",
    "numeric/py.typed",
    "reports/__init__.py",
    "reports/py.typed",
]
METADATA = ["derive_gradients-0.1.0.dist-info/METADATA", "derive_gradients-0.1.0.dist-info/RECORD"]


def found(wheel: list[str], source: list[str] | None = None) -> list[str]:
    return check_wheel.wheel_problems(wheel, PACKAGED if source is None else source)


def without(prefix: str) -> list[str]:
    return [name for name in PACKAGED if not name.startswith(prefix)]


def test_a_right_wheel_is_accepted() -> None:
    assert found(["derive/", *PACKAGED, *METADATA]) == []


@pytest.mark.parametrize("package", check_wheel.PACKAGES)
def test_a_missing_package_or_marker_is_named(package: str) -> None:
    assert f"the package {package} is missing" in found(without(package) + METADATA)
    assert f"{package} has no py.typed" in found(without(f"{package}/py.typed") + METADATA)
    unmarked = without(f"{package}/py.typed")
    assert found(unmarked + METADATA, unmarked) == [f"{package} has no py.typed"]


def test_a_stray_top_level_is_named() -> None:
    assert found([*PACKAGED, *METADATA, "tests/conftest.py"]) == ["tests does not belong at the top level"]
    assert found([*PACKAGED, *METADATA, "stray.py"]) == ["stray.py does not belong at the top level"]


def test_metadata_is_needed_once() -> None:
    assert found(PACKAGED) == ["one .dist-info is needed, not 0"]
    assert found([*PACKAGED, *METADATA, "other-1.dist-info/METADATA"]) == ["one .dist-info is needed, not 2"]


def test_models_are_needed() -> None:
    wheel = without("derive/models/logistic")
    assert found(wheel + METADATA, wheel) == ["derive/models holds no model"]


def test_files_left_out_and_left_over_are_named() -> None:
    second = "derive/models/perceptron.md"
    assert found(PACKAGED + METADATA, [*PACKAGED, second]) == [f"{second} was left out"]
    assert found([*PACKAGED, second, *METADATA]) == [f"{second} is not in the source"]


def test_the_files_of_the_packages_leave_caches_out(tmp_path: Path) -> None:
    for name in (*PACKAGED, "derive/__pycache__/x.pyc", "tests/test_x.py"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).touch()
    assert sorted(check_wheel.package_files(tmp_path)) == sorted(PACKAGED)


def test_a_wrong_wheel_file_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    wheel = tmp_path / "wrong-1-py3-none-any.whl"
    with zipfile.ZipFile(wheel, "w") as archive:
        archive.writestr("stray/__init__.py", "")
    assert check_wheel.main([str(wheel)]) == 1
    assert "stray does not belong at the top level" in capsys.readouterr().out
