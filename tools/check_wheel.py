"""Builds the wheel and checks that it holds the three packages, all of their files, and nothing else.

python tools/check_wheel.py            builds from this repository
python tools/check_wheel.py FILE.whl   checks a wheel that exists already
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Iterable, Sequence
from pathlib import Path

PACKAGES = ("derive", "numeric", "reports")
MODELS = "derive/models"


def wheel_problems(wheel: Iterable[str], source: Iterable[str]) -> list[str]:
    """What is wrong with a wheel that holds the files `wheel`, where the packages hold the files `source`."""
    held = {name for name in wheel if not name.endswith("/")}
    wanted = set(source)
    tops = {name.split("/")[0] for name in held}
    metadata = {top for top in tops if top.endswith(".dist-info")}
    found = [f"the package {package} is missing" for package in PACKAGES if package not in tops]
    found += [f"{top} does not belong at the top level" for top in sorted(tops - metadata - set(PACKAGES))]
    found += [f"{package} has no py.typed" for package in PACKAGES if f"{package}/py.typed" not in held]
    if len(metadata) != 1:
        found.append(f"one .dist-info is needed, not {len(metadata)}")
    if not any(name.startswith(f"{MODELS}/") and name.endswith(".md") for name in held):
        found.append(f"{MODELS} holds no model")
    packaged = {name for name in held if name.split("/")[0] in PACKAGES}
    found += [f"{name} was left out" for name in sorted(wanted - packaged)]
    found += [f"{name} is not in the source" for name in sorted(packaged - wanted)]
    return found


def package_files(root: Path) -> list[str]:
    """The files of the packages in a source tree, by-products of running them aside."""
    return [
        path.relative_to(root).as_posix()
        for package in PACKAGES
        for path in sorted((root / package).rglob("*"))
        if path.is_file() and "__pycache__" not in path.parts
    ]


def build_wheel(root: Path, folder: Path) -> Path:
    """Build the wheel of the project in `root` as pip does for a user, and return its path."""
    command = [
        sys.executable,
        "-m",
        "pip",
        "wheel",
        "--quiet",
        "--no-deps",
        "--wheel-dir",
        str(folder),
        str(root),
    ]
    subprocess.run(command, check=True)
    (wheel,) = folder.glob("*.whl")
    return wheel


def main(arguments: Sequence[str] | None = None) -> int:
    """Check a wheel and print what is wrong with it; the exit code is 1 if anything is."""
    root = Path(__file__).resolve().parents[1]
    parser = argparse.ArgumentParser(description="Check what the wheel of this project holds.")
    parser.add_argument("wheel", nargs="?", type=Path, help="a wheel; built from this repository if absent")
    wheel: Path | None = parser.parse_args(arguments).wheel
    with tempfile.TemporaryDirectory() as folder:
        path = wheel or build_wheel(root, Path(folder))
        with zipfile.ZipFile(path) as archive:
            names = archive.namelist()
    found = wheel_problems(names, package_files(root))
    for problem in found:
        print(f"{path.name}: {problem}")
    if not found:
        print(f"{path.name}: {len(names)} files, exactly {', '.join(PACKAGES)} and their metadata")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
