"""The benchmark of scanning: what is measured is what is meant. Nothing is timed here."""

from __future__ import annotations

from pathlib import Path

import pytest
import scanning
from measuring import MeasurementError

from derive.scanning import scan


def test_every_third_document_has_one_mistake(tmp_path: Path) -> None:
    folder = scanning.generated(tmp_path / "some", 4)
    assert len({file.read_text(encoding="utf-8") for file in folder.iterdir()}) == 4
    found = scan(folder)
    assert [len([f for f in file.findings if f.outcome == "refuted"]) for file in found.files] == [1, 0, 0, 1]
    assert found.checked == 12


def test_what_does_not_run_is_a_row_that_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: str, cache: Path) -> None:
        raise MeasurementError("it did not run")

    monkeypatch.setattr(scanning, "ran", broken)
    rows = list(scanning.measured(scanning.DECK, 4, tmp_path))
    assert [(row.ok, row.error) for row in rows] == [(False, "it did not run")] * 2


def test_another_output_from_the_cache_is_no_measurement(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    outputs = iter(["cold", "kept", "warm"])
    monkeypatch.setattr(scanning, "ran", lambda *_, **__: scanning.Ran(1, 1, next(outputs)))
    with pytest.raises(MeasurementError, match="the cache gives something else"):
        list(scanning.deck(scanning.DECK, tmp_path))
