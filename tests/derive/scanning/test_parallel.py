"""Scanning with several processes gives what one gives, whatever becomes of the processes."""

from __future__ import annotations

from pathlib import Path

import pytest

from derive import parallel
from derive.scanning import Settings, scan, together


def documents(folder: Path) -> list[str]:
    texts = {"a.md": "$L = w^2$ $$dw = w$$", "b.md": "$L = w^3$ $$dw = 3w^2$$", "c.md": "$1 = 2$", "d.md": "\0"}
    for name, text in texts.items():
        (folder / name).write_text(text, encoding="utf-8")
    return [str(folder / name) for name in texts]


def test_several_processes_find_what_one_finds(tmp_path: Path) -> None:
    names = documents(tmp_path)
    found = together(parallel.scanned_by(2, names, Settings()))
    assert found.as_dict() == scan(names).as_dict()
    assert [type(finding.verdict) for finding in found.findings] == [type(f.verdict) for f in scan(names).findings]


def test_a_lost_process_loses_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class Broken:
        def __init__(self, *_: object, **__: object) -> None: ...

        def __enter__(self) -> Broken:
            return self

        def __exit__(self, *_: object) -> None: ...

        def map(self, function: object, shares: list[list[str]]) -> object:
            yield function(shares[0])  # type: ignore[operator]
            raise parallel.BrokenProcessPool

    monkeypatch.setattr(parallel, "ProcessPoolExecutor", Broken)
    names = documents(tmp_path)
    assert together(parallel.scanned_by(2, names, Settings())).as_dict() == scan(names).as_dict()
