"""The process of another reader: formulas come in as JSON lines, whether it took them and how long goes out.

    python peer_worker.py NAME

Run as a script, under the interpreter that has the reader; it imports nothing of this project but the file in which
latex2sympy2 is already tamed. How long a formula may take is the other process's business.
"""

from __future__ import annotations

import importlib
import importlib.util
import json
import sys
import time
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

SECOND_READER = Path(__file__).resolve().parents[1] / "derive" / "second_reader" / "worker.py"
PROBE = "x + 1"
"""What a reader must take before it counts as installed: some find out only then that they lack something."""

Read = Callable[[str], bool]


def latex2sympy2() -> Read:
    """Everything that is returned counts as taken."""
    spec = importlib.util.spec_from_file_location("second_reader_worker", SECOND_READER)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    read = module.second_reader()
    return lambda latex: read(latex) is not None


def sympy(backend: str) -> Callable[[], Read]:
    """SymPy's own reader; what it leaves undecided, as a tree of several readings, is not taken."""

    def made() -> Read:
        parse = importlib.import_module("sympy.parsing.latex").parse_latex
        basic = importlib.import_module("sympy").Basic
        return lambda latex: isinstance(parse(latex, backend=backend), basic)

    return made


def math_verify() -> Read:
    """Its last resort, the text itself, is not taken. Its own limit of time is off."""
    module = importlib.import_module("math_verify")
    extraction = [module.LatexExtractionConfig()]

    def read(latex: str) -> bool:
        found = module.parse(f"${latex.strip('$ ')}$", extraction_config=extraction, parsing_timeout=None)
        return any(not isinstance(one, str) for one in found)

    return read


READERS: Mapping[str, Callable[[], Read]] = {
    "latex2sympy2": latex2sympy2,
    "sympy-antlr": sympy("antlr"),
    "sympy-lark": sympy("lark"),
    "math-verify": math_verify,
}


def answer(read: Read, latex: str) -> dict[str, Any]:
    """Whether a reader takes a formula, and its time; whatever it raises is a refusal."""

    def timed() -> bool:
        times.append(time.perf_counter())
        return read(latex)

    times: list[float] = []
    # They raise bare exceptions; a future holds whatever was raised without a clause that would catch everything.
    with ThreadPoolExecutor(1) as pool:
        call = pool.submit(timed)
        error = call.exception()
        seconds = time.perf_counter() - times[0]
    return {"accepted": error is None and call.result(), "seconds": seconds}


def main(name: str) -> None:
    """Answer every line of stdin with a line on stdout, after a first line that says whether there is a reader."""
    out, sys.stdout = sys.stdout, sys.stderr

    def send(message: dict[str, Any]) -> None:
        out.write(json.dumps(message) + "\n")
        out.flush()

    try:
        read = READERS[name]()
    except ImportError as error:
        send({"missing": error.name})
        return
    send({"ready": True} if answer(read, PROBE)["accepted"] else {"missing": name})
    for line in sys.stdin:
        send(answer(read, json.loads(line)["latex"]))


if __name__ == "__main__":
    main(sys.argv[1])
