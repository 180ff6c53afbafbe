"""Reports as files: whole or not at all, and never over somebody else's file."""

from __future__ import annotations

import errno
import os
import shutil
import sys
from pathlib import Path

import pytest
from sample_for_tests import sample

from reports import formats
from reports.document import Document, Paragraph, words
from reports.formats import CannotWrite, NotOurs, UnknownFormat, write

SMALL = Document(words("Title"), (Paragraph(words("text")),), provenance="derive 0.1.0,\nfrom a test --> %")


def files(folder: Path) -> list[str]:
    return [path.name for path in folder.iterdir()]


SUFFIXES = ["pdf", "tex", "html", "md", "txt"]


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_the_suffix_decides_and_our_own_file_is_replaced(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"report.{suffix.upper()}"
    write(SMALL, path)
    first = path.read_bytes()
    write(sample(), path)
    assert path.read_bytes() != first
    assert formats.is_ours(path)
    assert files(tmp_path) == [path.name]


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_somebody_elses_file_is_left_alone_unless_forced(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"notes.{suffix}"
    path.write_bytes(b"%PDF-1.7 my thesis" if suffix == "pdf" else b"I like what is written by derive")
    before = path.read_bytes()
    with pytest.raises(NotOurs, match=r"notes\..* is there already, and derive did not write it"):
        write(SMALL, path)
    assert path.read_bytes() == before
    write(SMALL, path, force=True)
    assert formats.is_ours(path)


def test_an_empty_file_is_somebody_elses(tmp_path: Path) -> None:
    path = tmp_path / "empty.txt"
    path.touch()
    with pytest.raises(NotOurs):
        write(SMALL, path)


def test_a_format_can_be_named(tmp_path: Path) -> None:
    write(SMALL, tmp_path / "report", "markdown")
    assert (tmp_path / "report").read_text(encoding="utf-8").startswith("<!-- written by derive;")


@pytest.mark.parametrize("name", ["report.docx", "report", ".pdf"])
def test_an_unknown_suffix_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(UnknownFormat, match=r"none of \.pdf, \.tex"):
        write(SMALL, tmp_path / name)
    assert files(tmp_path) == []


@pytest.mark.parametrize("where", ["missing/report.md", "file/report.md", "folder.md"])
def test_where_nothing_can_be_written_the_path_and_the_reason_are_said(tmp_path: Path, where: str) -> None:
    (tmp_path / "file").write_text("")
    (tmp_path / "folder.md").mkdir()
    reason = "it is a folder|there is no folder|is no folder"
    with pytest.raises(CannotWrite, match=rf"cannot write .*{where}: .*({reason})"):
        write(SMALL, tmp_path / where)


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_without_permission(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    with pytest.raises(CannotWrite, match="Permission denied"):
        write(SMALL, tmp_path / "report.md")


@pytest.mark.parametrize("call", ["fsync", "fdopen", "replace"])
def test_a_full_disk_leaves_the_old_file_and_nothing_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, call: str
) -> None:
    path = tmp_path / "report.md"
    write(SMALL, path)
    before = path.read_bytes()

    def full(*args: object, **options: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(Path if call == "replace" else formats.os, call, full)
    with pytest.raises(CannotWrite, match=r"report\.md: No space left on device"):
        write(sample(), path)
    monkeypatch.undo()
    assert path.read_bytes() == before
    assert files(tmp_path) == ["report.md"]


def test_a_document_that_cannot_be_rendered_leaves_the_old_file(tmp_path: Path) -> None:
    path = tmp_path / "report.pdf"
    write(SMALL, path)
    before = path.read_bytes()
    with pytest.raises(formats.MissingGlyph):
        write(Document(words("漢"), ()), path)
    assert path.read_bytes() == before
    assert files(tmp_path) == ["report.pdf"]


@pytest.mark.skipif(sys.platform == "win32", reason="permissions are POSIX's")
def test_permissions_are_those_of_the_old_file_or_of_a_new_one(tmp_path: Path) -> None:
    path = tmp_path / "report.md"
    old = os.umask(0o027)
    try:
        write(SMALL, path)
    finally:
        os.umask(old)
    assert path.stat().st_mode & 0o777 == 0o640
    path.chmod(0o604)
    write(SMALL, path)
    assert path.stat().st_mode & 0o777 == 0o604


def test_a_link_is_written_through_its_name_only(tmp_path: Path) -> None:
    target, link = tmp_path / "target.md", tmp_path / "link.md"
    write(SMALL, target)
    link.symlink_to(target)
    write(sample(), link)
    assert formats.is_ours(link)
    assert shutil.which("sh") is None or target.exists()


def test_provenance_is_one_line_and_ends_no_comment() -> None:
    for name in ("latex", "markdown", "html"):
        text = str(formats.render(SMALL, name))
        (line,) = [line for line in text.splitlines() if "written by derive;" in line]
        assert "derive 0.1.0, from a test" in line
        assert line.count("-->") == {"latex": 1, "markdown": 1, "html": 0}[name]


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no such device")
def test_a_device_is_neither_read_nor_replaced(tmp_path: Path) -> None:
    link = tmp_path / "full.md"
    link.symlink_to("/dev/full")  # a mistake here would cost a link
    for force in (False, True):
        with pytest.raises(CannotWrite, match="no ordinary file"):
            write(SMALL, link, force=force)
