"""The cache: what is kept comes back as it was, for the very same document alone, and never where it is damaged."""

from __future__ import annotations

import json
import sqlite3
from concurrent.futures import ThreadPoolExecutor
from dataclasses import fields, replace
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from derive import fingerprints, scanning
from derive.cache import FILE, Cache
from derive.documents import document
from derive.findings import Finding
from derive.packing import BUILT, PLAIN, Unpackable, packed, unpacked
from derive.scanning import Settings, findings_of, scan
from derive.verdicts import Proved, Refuted, Undecided
from reports.judgements import judged

TEXT = r"""$z = w x + b$ $a = \sigma(z)$ $L = -(y \log a + (1 - y) \log(1 - a))$
$$dz = \frac{\partial L}{\partial a} a (1 - a) = y - a$$
$$dw = (y - a) x, \quad db = a - y$$
$$\frac{\partial L}{\partial w} = (a - y) \frac{x^2}{x}$$
$$dw = \log_{10}(e) (a - y) x$$
$$q = )$$
"""


@cache
def found() -> tuple[Finding, ...]:
    return tuple(findings_of(document(TEXT, "a.md"), Settings().standpoints()))


def without_certificates(finding: Finding) -> Finding:
    return replace(finding, certificate=None, links=tuple(map(without_certificates, finding.links)))


def test_findings_come_back_as_they_were() -> None:
    data = json.loads(json.dumps(packed(found())))
    back, _ = unpacked(data)
    assert list(map(without_certificates, back)) == list(found()), "a certificate is made of the steps of a proof"
    assert json.dumps([f.as_dict() for f in back]) == json.dumps([f.as_dict() for f in found()])
    for one, other in zip(back, found(), strict=True):
        assert (one.sides, one.in_scope, one.named) == (other.sides, other.in_scope, other.named)
        assert list(judged(one)) == list(judged(other))
    kinds = {type(link.verdict) for finding in found() for link in (finding, *finding.links)}
    assert {Proved, Refuted} <= kinds
    assert any(finding.assumptions for finding in found())
    undecided = Finding("undecided", "claim", "q", verdict=Undecided("why"), sizes=({"n": 2},))
    assert unpacked(json.loads(json.dumps(packed([undecided]))))[0] == (undecided,)


def test_every_field_of_a_finding_is_packed() -> None:
    plain = [each for each in fields(Finding) if each.name not in BUILT]
    assert {str(each.type) for each in plain} <= set(PLAIN), "tell derive.packing how to pack a field of this type"


def test_what_is_no_packed_finding_is_refused() -> None:
    good = packed(found())
    rows = good["expressions"]["rows"]
    unknown = {"rows": [*rows, ["apply", "evil", [0], []]], "roots": [0]}
    sure = {"outcome": "proved", "kind": "claim", "latex": "", "verdict": ["sure"]}
    others = [{"findings": [{"mood": 1}]}, {"findings": [{"sides": [10**6]}]}, {"findings": [sure]}]
    for bad in (None, [], {}, *({**good, **other} for other in others), {**good, "expressions": unknown}):
        with pytest.raises(Unpackable):
            unpacked(bad)


POISON = Finding("prose", "prose", "kept")

DOCUMENT = "$$L = (w x - y)^2$$\n<!-- derive: shape q: m -->\n$$dw = 2 (w x - y) x$$\n"


def kept(folder: Path, text: str = DOCUMENT, name: str = "a.md", **settings: Any) -> bool:
    """Whether the findings of a document are those that were kept."""
    (folder / name).write_text(text, encoding="utf-8")
    found = scan(folder / name, Settings(cache=folder / "kept", **settings))
    return [finding.latex for finding in found.findings] == ["kept"]


@pytest.fixture
def poisoned(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder whose cache holds something of the document that only it can know."""
    with monkeypatch.context() as patch:
        patch.setattr(scanning, "findings_of", lambda *_: (POISON,))
        kept(tmp_path)
    assert kept(tmp_path), "otherwise the tests below can never fail"
    return tmp_path


@pytest.mark.parametrize(
    "change",
    [
        {"text": DOCUMENT.replace("x - y", "x + y", 1)},
        {"text": DOCUMENT.replace("q: m", "q: n")},
        {"text": DOCUMENT.replace("\n<", "\n# Next\n<")},
        {"text": DOCUMENT + "\n"},
        {"text": DOCUMENT + '<!-- derive: refuted "why" -->'},
        {"name": "b.md"},
        {"name": "a.tex"},
        {"declare": ("positive x",)},
        {"given": ("c = 2",)},
        {"model": "logistic-regression"},
        {"format": "latex"},
    ],
)
def test_what_was_kept_of_anything_else_is_not_used(poisoned: Path, change: dict[str, Any]) -> None:
    assert not kept(poisoned, **change)
    assert kept(poisoned)


def test_another_program_finds_anew(poisoned: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scanning, "program", lambda: "another one")
    assert not kept(poisoned)


def test_a_file_that_is_drawn_in_counts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "part.tex").write_text("$1 = 1$", encoding="utf-8")
    with monkeypatch.context() as patch:
        patch.setattr(scanning, "findings_of", lambda *_: (POISON,))
        kept(tmp_path, r"\input{part}", "main.tex")
    assert kept(tmp_path, r"\input{part}", "main.tex")
    (tmp_path / "part.tex").write_text("$1 = 2$", encoding="utf-8")
    assert not kept(tmp_path, r"\input{part}", "main.tex")


def test_the_program_is_told_by_every_byte_of_its_files(tmp_path: Path) -> None:
    (tmp_path / "models").mkdir()
    (tmp_path / "a.py").write_text("x = 1")
    seen = {fingerprints.of_files(tmp_path)}
    for name, text in (("a.py", "x = 2"), ("models/m.md", "$a = b$"), ("models/m.md", "$a = c$"), ("b.py", "")):
        (tmp_path / name).write_text(text)
        seen.add(fingerprints.of_files(tmp_path))
    assert len(seen) == 5
    files = {file.relative_to(fingerprints.HOME).parts[0] for file in fingerprints.HOME.rglob("derive/models/*.md")}
    assert files == {"derive"}, "the models of the library are among them"


def altered(path: Path, change: str) -> None:
    with sqlite3.connect(path) as base:
        base.execute(change)
    base.close()


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE entries SET data = substr(data, 1, length(data) - 1)",
        "UPDATE entries SET data = zeroblob(length(data))",
        "UPDATE entries SET data = 'text'",
        "UPDATE entries SET checksum = NULL",
        "DROP TABLE entries",
        "PRAGMA application_id = 7",
    ],
)
def test_a_damaged_entry_is_none(poisoned: Path, change: str) -> None:
    altered(poisoned / "kept" / FILE, change)
    assert not kept(poisoned)


def test_an_entry_under_another_key_is_none(tmp_path: Path) -> None:
    cache = Cache(tmp_path)
    cache.put("a", 1)
    cache.put("b", 2)
    assert (cache.get("a"), cache.get("b"), cache.get("c")) == (1, 2, None)
    altered(cache.path, "UPDATE entries SET (data, checksum) = (SELECT data, checksum FROM entries WHERE key = 'b')")
    assert cache.get("a") is None


def test_an_entry_with_the_right_checksum_that_is_no_finding_is_none(poisoned: Path) -> None:
    cache = Cache(poisoned / "kept")
    with sqlite3.connect(cache.path) as base:
        [(key,)] = base.execute("SELECT key FROM entries").fetchall()
    base.close()
    cache.put(key, {"findings": "many"})
    assert not kept(poisoned)
    assert scan(poisoned / "a.md", Settings(cache=poisoned / "kept")).counts == {
        "definition": 1,
        "declaration": 1,
        "proved": 1,
    }


@pytest.mark.parametrize("content", [b"no database", b"SQLite format 3\0" + b"\0" * 5000, b""])
def test_a_file_that_is_no_cache_is_replaced(tmp_path: Path, content: bytes) -> None:
    cache = Cache(tmp_path)
    cache.path.write_bytes(content)
    assert cache.get("a") is None
    cache.put("a", 1)
    cache.put("a", 1)
    assert cache.get("a") == 1


def test_where_nothing_can_be_written_all_is_found_anew(tmp_path: Path) -> None:
    (tmp_path / "kept").write_text("a file, and no folder")
    assert not kept(tmp_path)
    assert Cache(tmp_path / "kept").size() == (0, 0)


def test_the_cache_does_not_grow_without_end(tmp_path: Path) -> None:
    cache = Cache(tmp_path, most=100_000)
    numbers = [hash(number) * 7919 % 10**9 for number in range(2_000)]
    for number in range(60):
        cache.put(f"{number}", [number, numbers])
    entries, size = cache.size()
    assert 1 < entries < 60
    assert size <= 100_000
    assert (cache.get("0"), cache.get("59")) == (None, [59, numbers])
    cache.put("large", [number * 999_983 % 10**8 for number in range(30_000)])
    assert cache.get("large") is None


def test_several_writers_do_one_another_no_harm(tmp_path: Path) -> None:
    def write(number: int) -> None:
        Cache(tmp_path).put(f"{number % 20}", number % 20)

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(write, range(80)))
    assert [Cache(tmp_path).get(f"{number}") for number in range(20)] == list(range(20))


def test_settings_are_told_apart_by_all_that_they_hold() -> None:
    settings = Settings()
    for each in fields(Settings):
        if each.name == "cache":
            continue
        other = replace(settings, **{each.name: "logistic-regression" if each.name == "model" else ("x",)})
        assert other.fingerprint != settings.fingerprint, each.name
