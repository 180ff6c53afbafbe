"""The styles of a report: found in their folder, and asked for by name."""

from __future__ import annotations

import pytest

from reports import cli, styles


@pytest.mark.parametrize("name", styles.names())
def test_every_file_in_the_folder_is_a_style(name):
    assert callable(styles.get(name).compose)


def test_the_default_is_one_of_them():
    assert styles.DEFAULT in styles.names()


@pytest.mark.parametrize(
    ("asked", "told"),
    [("artcle", "there is no style 'artcle': did you mean article? there are "), ("xyz", "there is no style 'xyz'; ")],
)
def test_an_unknown_style_is_refused_with_the_nearest_and_the_list(asked, told, capsys, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert cli.main(["report", "linear-perceptron", "--style", asked]) == 2
    said = capsys.readouterr().err
    assert said.startswith(f"derive: {told}")
    assert all(name in said for name in styles.names())
    assert not list(tmp_path.iterdir())
