"""An edit costs what it changes: what else a document says is remembered, and never for another scope."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from derive import homework, remembering
from derive.cache import Cache
from derive.documents import document
from derive.findings import Finding
from derive.packing import packed
from derive.remembering import FEWEST
from derive.scanning import Settings, scan

LECTURE = r"""$$z = w x$$
$$L = (z - y)^2$$
$$\frac{\partial L}{\partial z} = (z - y)$$
$$\frac{\partial L}{\partial w} = (z - y) x$$
$$\frac{\partial L}{\partial w} = 2 (z - y) x$$
$$dw = 2 (z - y) x = (z - y) x + (z - y) x$$
"""
LONG = LECTURE + "$1 = 1$\n" * FEWEST
EDITED = LONG.replace("= 2 (z - y) x$$", "= 3 (z - y) x$$")
REDEFINED = LONG.replace("= w x", "= w x^2")


def scanned(folder: Path, text: str, monkeypatch: pytest.MonkeyPatch, **settings: Any) -> tuple[dict[str, Any], int]:
    """What is found in a document with that text, and how many of its statements were judged for it."""
    judged: list[object] = []
    with monkeypatch.context() as patch:
        known = homework.judged_statement
        patch.setattr(homework, "judged_statement", lambda *given: judged.append(given) or known(*given))
        (folder / "a.md").write_text(text, encoding="utf-8")
        found = scan(folder / "a.md", Settings(cache=folder / "kept", **settings))
    return found.as_dict(), len(judged)


def anew(folder: Path, text: str, **settings: Any) -> dict[str, Any]:
    (folder / "a.md").write_text(text, encoding="utf-8")
    return scan(folder / "a.md", Settings(**settings)).as_dict()


def test_an_edit_costs_what_it_changes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first, all_of_it = scanned(tmp_path, LONG, monkeypatch)
    assert first == anew(tmp_path, LONG)
    assert {"refuted", "proved"} <= {finding["outcome"] for finding in first["findings"]}
    assert any(finding["follows_from"] for finding in first["findings"])
    found, judged = scanned(tmp_path, EDITED, monkeypatch)
    assert found == anew(tmp_path, EDITED) != first
    assert (judged, all_of_it) == (1, 8)
    found, judged = scanned(tmp_path, "A word.\n" + EDITED, monkeypatch)
    assert (found["counts"], judged) == (anew(tmp_path, EDITED)["counts"], 0)


@pytest.mark.parametrize(
    ("text", "settings"),
    [(REDEFINED, {}), (LONG, {"given": ("c = 1",)}), (f"<!-- derive: positive x -->\n{LONG}", {})],
)
def test_in_another_scope_all_is_judged_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, text: str, settings: dict[str, Any]
) -> None:
    scanned(tmp_path, LONG, monkeypatch)
    found, judged = scanned(tmp_path, text, monkeypatch, **settings)
    assert found == anew(tmp_path, text, **settings)
    assert judged >= 6
    if text is REDEFINED:
        outcomes = [finding["outcome"] for finding in found["findings"] if finding["line"] == 5]
        assert outcomes == ["refuted"], "what was proved of z = wx is not proved of another z"


def test_scopes_that_were_all_alike_would_be_remembered_wrongly(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(remembering, "content_digest", lambda content: "the same")
    scanned(tmp_path, LONG, monkeypatch)
    assert scanned(tmp_path, REDEFINED, monkeypatch)[0] != anew(tmp_path, REDEFINED)


def test_another_program_remembers_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    scanned(tmp_path, LONG, monkeypatch)
    monkeypatch.setattr(remembering, "program", lambda: "another one")
    assert scanned(tmp_path, EDITED, monkeypatch)[1] == 8


GOOD = {"statements": [["a", True, 0, []]], "packed": packed([Finding("prose", "prose", "")] * 2)}


@pytest.mark.parametrize(
    "damage",
    [
        {"packed": {}},
        {"packed": packed([Finding("prose", "prose", "")])},
        {"statements": [["a", True, 0]]},
        {"statements": [["a", True, 1, []]]},
        {"statements": 7},
    ],
)
def test_what_is_no_statement_is_not_remembered(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, damage: dict[str, Any]
) -> None:
    monkeypatch.setattr(Cache, "get", lambda self, key: GOOD)
    found = remembering.remembered(document(LONG, "a.md"), Cache(tmp_path))
    assert found is not None
    assert found.before.keys() == {"a"}
    for data in ({**GOOD, **damage}, [], 7):
        monkeypatch.setattr(Cache, "get", lambda self, key, data=data: data)
        found = remembering.remembered(document(LONG, "a.md"), Cache(tmp_path))
        assert found is not None
        assert found.before == {}


def test_a_short_document_is_judged_as_a_whole(tmp_path: Path) -> None:
    assert remembering.remembered(document(LECTURE, "a.md"), Cache(tmp_path)) is None


def test_what_helps_under_another_convention_is_remembered(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    turned = LONG.replace("= w x", "= w^T x").replace("2 (z - y) x", "2 (z - y) x^T")
    text = "<!-- derive: shape w: m; shape x: m -->\n" + turned
    found, _ = scanned(tmp_path, text, monkeypatch)
    assert any(finding["conventions"] for finding in found["findings"])
    assert scanned(tmp_path, text + "\nA word.", monkeypatch) == (found, 0)
