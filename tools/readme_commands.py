"""Prints the shell commands that the README shows in fenced blocks, or one of them: CI runs what users read.

python tools/readme_commands.py      all of them, one per line
python tools/readme_commands.py 1    the first
"""

from __future__ import annotations

import re
import sys
from collections.abc import Sequence
from pathlib import Path

_FENCE = re.compile(
    r"^(?P<marks>`{3,}|~{3,})[ \t]*(?P<language>\w*)[^\n]*\n(?P<body>.*?)^(?P=marks)[ \t]*$", re.M | re.S
)
_SHELLS = frozenset({"sh", "bash", "shell", "console"})


def shell_commands(text: str) -> list[str]:
    """The commands in the fenced shell blocks of a Markdown text, in order, without prompts and comments."""
    lines = [
        line.strip().removeprefix("$ ")
        for fence in _FENCE.finditer(text)
        if fence["language"] in _SHELLS
        for line in fence["body"].splitlines()
    ]
    return [line for line in lines if line and not line.startswith("#")]


def main(arguments: Sequence[str]) -> int:
    """Print the commands, or the one whose number is given."""
    readme = Path(__file__).resolve().parents[1] / "README.md"
    commands = shell_commands(readme.read_text(encoding="utf-8"))
    if not arguments:
        print(*commands, sep="\n")
        return 0
    number = int(arguments[0])
    if not 1 <= number <= len(commands):
        print(f"README.md has {len(commands)} shell commands, there is no number {number}", file=sys.stderr)
        return 1
    print(commands[number - 1])
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
