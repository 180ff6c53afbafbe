"""Files that cannot be read, or were made to do harm: each is one finding, and the others are scanned all the same."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO

import pytest

from derive import files
from derive.files import NoFiles
from derive.scanning import scan


def loop(path: Path) -> None:
    path.symlink_to(path.name)


def large(path: Path) -> None:
    with path.open("wb") as file:
        file.truncate(100_000_000)


def text(content: str) -> Callable[[Path], None]:
    return lambda path: path.write_text(content, encoding="utf-8") and None


def unreadable(path: Path) -> None:
    path.write_text("$1 = 2$", encoding="utf-8")
    path.chmod(0)
    if os.access(path, os.R_OK):
        pytest.skip("this user may read every file")


HOSTILE = {
    "100 MB": ("a.md", large, "too long: a file has at most 8,000,000 bytes"),
    "10 MB of formula": ("a.md", text("$$a = " + "a + " * 2_500_000 + "a$$"), "too long"),
    "a long formula": ("a.md", text("$$a = " + "a + " * 20_000 + "a$$"), "a formula has at most 50,000 characters"),
    "a deep formula": ("a.md", text("$$a = " + "{" * 20_000 + "$$"), "nested more than 40 deep"),
    "a link to itself": ("a.md", loop, "cannot be read: Too many levels of symbolic links"),
    "a link to nothing": ("a.md", lambda path: path.symlink_to("gone"), "cannot be read: No such file"),
    "a pipe": ("a.md", os.mkfifo, "this is no file, but a folder, a pipe or a device"),
    "no permission": ("a.md", unreadable, "cannot be read: Permission denied"),
    "random bytes": ("a.md", lambda path: path.write_bytes(bytes(range(1, 256)) * 9), "no UTF-8 text: byte 128"),
    "a link drawn in": ("a.tex", text(r"\input{loop}"), "there is no such file"),
    "what draws itself in": ("a.tex", text(r"\input{a}"), "draws itself in"),
    "the passwords": ("a.tex", text(r"\input{/etc/passwd}"), "only files inside the folder"),
    "a long name": ("a.tex", text(r"\input{" + "n" * 190 + "}"), "no such file"),
}


@pytest.mark.parametrize("case", HOSTILE)
def test_it_is_one_finding_and_the_run_goes_on(tmp_path: Path, case: str) -> None:
    name, make, told = HOSTILE[case]
    if case == "a link drawn in":
        loop(tmp_path / "loop.tex")
    (tmp_path / "around").symlink_to(tmp_path)
    make(tmp_path / name)
    (tmp_path / "z.md").write_text("$1 = 2$", encoding="utf-8")
    for paths in ([tmp_path], [tmp_path / name, tmp_path / "z.md"]):
        found = {Path(file.name).name: file.findings for file in scan(paths).files}
        [finding] = found[name]
        assert finding.outcome == "unreadable"
        assert told in finding.message
        assert [each.outcome for each in found["z.md"]] == ["refuted"]


def test_a_file_that_changes_while_it_is_read_is_not_judged(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.md"
    path.write_text("$1 = 1$", encoding="utf-8")
    genuine = files._state
    states = iter((path.write_text, lambda *_, **__: 0))

    def state(file: BinaryIO) -> tuple[int, int]:
        found = genuine(file)
        next(states)("$1 = 2$ and more", encoding="utf-8")
        return found

    monkeypatch.setattr(files, "_state", state)
    [finding] = scan(path).findings
    assert (finding.outcome, "changed while it was read" in finding.message) == ("unreadable", True)


def test_a_name_that_is_none_is_refused() -> None:
    with pytest.raises(NoFiles, match="no such file"):
        scan("n" * 300)
