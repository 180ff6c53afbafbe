"""Scanning on a Dask cluster: the same findings in the same order, whatever becomes of the workers."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from derive.scanning import Settings, scan, together
from reports import cli, exits

distributed = pytest.importorskip(
    "distributed", reason="Dask is not installed: pip install 'derive-gradients[cluster]'"
)

from derive import cluster  # noqa: E402

TEXTS = {
    "a.md": "$L = w^2$ $$dw = w$$",
    "b.md": "\0",
    "c.md": "$L = w^3$ $$dw = 3w^2$$",
    "d.md": "$1 = 2$",
    "e.md": "$1 = 1$",
}


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    with distributed.LocalCluster(
        n_workers=1, threads_per_worker=2, processes=False, protocol="tcp", dashboard_address=None
    ) as local:
        yield local.scheduler_address


@pytest.fixture
def names(tmp_path: Path) -> list[str]:
    for name, text in TEXTS.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    return [str(tmp_path / name) for name in TEXTS]


def test_a_cluster_finds_what_one_process_finds(
    address: str, names: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cluster, "AHEAD", 1)
    settings = Settings(cache=tmp_path / "kept")
    expected = scan(names).as_dict()
    assert together(cluster.scanned_on(address, names, settings)).as_dict() == expected
    monkeypatch.setattr(cluster._Cluster, "handed", lambda *_: pytest.fail("they are kept by now"))
    monkeypatch.setattr(cluster._Cluster, "_brought", lambda *_: pytest.fail("they are kept by now"))
    with pytest.raises(pytest.fail.Exception):
        together(cluster.scanned_on(address, names, Settings()))
    monkeypatch.setattr(cluster._Cluster, "handed", lambda *_: None)
    assert together(cluster.scanned_on(address, names, settings)).as_dict() == expected


class Future:
    """What becomes of a file on a cluster of the tests."""

    def __init__(self, result: Any) -> None:
        self.found = result

    def result(self, timeout: float) -> Any:
        if isinstance(self.found, BaseException):
            raise self.found
        return self.found


class Client:
    """A cluster on which every file comes to the same end; one that has timed out has no workers left."""

    def __init__(self, found: Any) -> None:
        self.found, self.asked = found, 0

    def submit(self, *_: Any, **__: Any) -> Future:
        self.asked += 1
        return Future(self.found)

    def nthreads(self) -> dict[str, int]:
        return {}

    def __enter__(self) -> Client:
        return self

    def __exit__(self, *_: object) -> None: ...


FORGED = {"findings": [], "others": [], "expressions": {"rows": [], "roots": []}}


@pytest.mark.parametrize(
    ("found", "asked"),
    [
        (distributed.CancelledError(), 4),
        (distributed.KilledWorker("task", None, 3), 4),
        (OSError(), 4),
        (TimeoutError(), 1),
        ({"program": cluster.program()}, 4),
        ({**FORGED, "program": "another one"}, 4),
    ],
)
def test_what_is_lost_is_judged_here(names: list[str], monkeypatch: pytest.MonkeyPatch, found: Any, asked: int) -> None:
    client = Client(found)
    monkeypatch.setattr(cluster, "_client", lambda address: client)
    monkeypatch.setattr(cluster, "AHEAD", 1)
    assert together(cluster.scanned_on("", names, Settings())).as_dict() == scan(names).as_dict()
    assert client.asked == asked, "a cluster without workers is asked no more"


def test_workers_with_another_program_are_refused(
    address: str, names: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cluster.Client, "run", lambda *_: {"tcp://far": "another one"})
    with pytest.raises(cluster.BadCluster, match="tcp://far has another derive"):
        list(cluster.scanned_on(address, names, Settings()))
    monkeypatch.setattr(cluster.Client, "run", lambda *_: {})
    with pytest.raises(cluster.BadCluster, match="no workers"):
        list(cluster.scanned_on(address, names, Settings()))


def test_an_address_where_nothing_answers_is_refused(
    names: list[str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(cluster, "PATIENCE", 0.1)
    for address, told in (("here", "no address of a Dask"), ("tcp://127.0.0.1:1", "no Dask scheduler answers there")):
        assert cli.main(["scan", *names, "--dask", address]) == exits.FAILED
        assert told in capsys.readouterr().err
    assert cli.main(["scan", "-", "--dask", "tcp://127.0.0.1:1"]) == exits.FAILED
    assert "piped" in capsys.readouterr().err
