r"""Formulas that are made to hang a reader or to fill its memory, each read in a process of its own.

python benchmarks/hostile.py NAME      reads one of them, and prints seconds, megabytes and the answer
"""

from __future__ import annotations

import importlib
import json
import sys
from collections.abc import Callable, Mapping
from itertools import pairwise
from pathlib import Path
from typing import Any

from measuring import time_of

from derive.notation.reading import Reading, read
from derive.notation.scope import OPEN

LENGTH = 50_000
"""The length of most of the formulas: as long as the reader takes any."""


def filled(piece: str, last: str, length: int = LENGTH) -> str:
    """A piece as often as it fits into a length, and a last one."""
    return piece * ((length - len(last)) // len(piece)) + last


def doubling(levels: int) -> str:
    """Macros of which each stands for two of the next."""
    names = [chr(ord("a") + level) for level in range(levels + 1)]
    macros = (rf"\newcommand{{\z{name}}}{{\z{after}\z{after}}}" for name, after in pairwise(names))
    return "".join(macros) + rf"\newcommand{{\z{names[-1]}}}{{x}}\za"


def layers(count: int) -> str:
    """Definitions of so many layers, each from the one before, with an index that nothing bounds."""
    return r" \\ ".join(f"z_j^{{[{number}]}} = a_j^{{[{number - 1}]}}" for number in range(1, count + 1))


def statements(count: int, length: int) -> str:
    """Definitions of so many different names, which fill a length together."""
    each = length // count - len(r" \\ ")
    return r" \\ ".join(filled("y + ", "y", each - 10).join((f"x_{{{number}}} = ", "")) for number in range(count))


HOSTILE: Mapping[str, Callable[[], str]] = {
    "10,000 nested braces": lambda: "{" * 10_000 + "x" + "}" * 10_000,
    "a formula of 1 MB": lambda: filled("x + ", "x", 1_000_000),
    "a tower of powers": lambda: "x^{9^{9^9}}",
    "macros that double 20 times": lambda: doubling(20),
    r"3,000 times \left(": lambda: r"\left(" * 3_000 + "x" + r"\right)" * 3_000,
    "50,000 characters of sums": lambda: filled("x + ", "x"),
    r"50,000 characters of \sum": lambda: filled(r"\sum_{i=1}^{n} x + ", "x"),
    "50,000 characters of products": lambda: filled("x y ", "x"),
    "50,000 characters of fractions": lambda: filled(r"\frac{a}{b} + ", "x"),
    "50,000 characters of scripts": lambda: filled("x_{i}^{2} + ", "x"),
    "50,000 characters of names": lambda: " + ".join(f"x_{{{i}}}" for i in range(1_000, 1_000 + LENGTH // 11)),
    "50,000 characters of bars": lambda: filled("|x| + ", "x"),
    "50,000 characters of lone bars": lambda: filled("|", "x"),
    "50,000 characters of brackets": lambda: filled("(x + y)", "x"),
    "50,000 characters of derivatives": lambda: filled(r"\frac{\partial L}{\partial x} ", "x"),
    "50,000 characters of matrices": lambda: filled(r"\begin{bmatrix} a & b \\ c & d \end{bmatrix} + ", "A"),
    "a matrix of 50,000 characters": lambda: rf"\begin{{bmatrix}}{filled('a & ', 'a', LENGTH - 40)}\end{{bmatrix}}",
    "50,000 characters of statements": lambda: statements(LENGTH // 25, LENGTH),
    "500 statements of 100 characters": lambda: statements(500, LENGTH),
    "490 layers with a free index": lambda: layers(490),
    "20 shapes to infer behind 50,000 characters": lambda: (
        filled("x + ", "x", LENGTH - 200) + " + " + " + ".join(f"{name}^T {name}" for name in "abcdfghjkmnpqrsuvwyz")
    ),
    r"a \sum of 30 terms, each of 50,000 characters": lambda: (
        rf"\sum_{{i=1}}^{{30}} ({filled('x_i + ', 'x_i', LENGTH - 30)})"
    ),
    "50,000 characters of a chain": lambda: filled("x = ", "x"),
    "50,000 characters of a list": lambda: filled("x, ", "x"),
    "50,000 characters of letters": lambda: filled("x", "x"),
    "50,000 characters of prose": lambda: filled("word ", "word"),
}


def peak_megabytes() -> float:
    """The most memory that this process has held, in millions of bytes. Raises `ImportError` on Windows."""
    # What the system counts for a child (`ru_maxrss`) begins with what the parent held when it started the child.
    status = Path("/proc/self/status")
    if status.exists():
        line = next(line for line in status.read_text(encoding="utf-8").splitlines() if line.startswith("VmHWM:"))
        return int(line.split()[1]) * 1024 / 1e6
    resource: Any = importlib.import_module("resource")  # does not exist on Windows
    most: float = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return most / 1e6 if sys.platform == "darwin" else most * 1024 / 1e6


def main(name: str) -> None:
    """Read one formula, and print what it took and what was said."""
    text = HOSTILE[name]()
    readings: list[Reading] = []
    seconds = time_of(lambda: readings.append(read(text, OPEN)))
    error = readings[0].error
    said = f"refused: {error.message}" if error is not None else f"read as {readings[0].kind}"
    print(json.dumps({"seconds": seconds, "megabytes": peak_megabytes(), "said": said}))


if __name__ == "__main__":
    main(sys.argv[1])
