"""The README's two commands are the ones that CI runs, and they are read out of it rightly."""

from __future__ import annotations

from pathlib import Path

import pytest
import readme_commands

ROOT = Path(__file__).resolve().parents[2]


def test_the_two_commands_stand_in_the_readme() -> None:
    commands = readme_commands.shell_commands((ROOT / "README.md").read_text(encoding="utf-8"))
    assert commands[:2] == [
        "pip install . && derive report logistic-regression",
        "pip install '.[test]' && pytest",
    ]


def test_shell_fences_are_read_and_others_are_not() -> None:
    others = "a\n```python\nx = 1\n```\n```\nplain\n```\n"
    text = f"{others}```sh\n# why\n$ one\n\ntwo 'x'\n```\n{others}~~~bash\nthree\n~~~\n"
    assert readme_commands.shell_commands(text) == ["one", "two 'x'", "three"]


@pytest.mark.parametrize("number", ["0", "99999"])
def test_a_command_that_is_not_there_is_an_error(number: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert readme_commands.main([number]) == 1
    assert f"there is no number {number}" in capsys.readouterr().err
