"""The process in which latex2sympy2 runs: formulas come in as JSON lines, SymPy's trees go out as plain data.

Run as a script, and alone: it imports nothing of this package, and what is printed by others goes to stderr. A tree
is a list of nodes, children first, each ``[name, children]``, with the text of a symbol or a number for children where
it has none. Nothing is evaluated here, and how long a formula takes is the other process's business.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

MAX_NODES = 20_000
"""How many nodes a tree may have; a larger one is an error, not a part of a tree."""
MAX_TEXT = 300
"""How much of what was read is shown."""

STATE = ("var", "variances", "is_real", "frac_type", "VARIABLE_VALUES")
"""The globals of latex2sympy2 that one formula changes for all later ones: reading `dx` makes ``var`` a symbol."""


def tree(root: Any) -> list[list[Any]]:
    """A SymPy expression as plain data. Raises `ValueError` for what is none, or too large."""
    nodes: list[list[Any]] = []
    places: dict[int, int] = {}
    kept: list[Any] = []  # some arguments are made when asked for: an object that has gone would lend its id to another
    pending: list[tuple[Any, bool]] = [(root, False)]
    while pending:
        node, is_ready = pending.pop()
        if id(node) in places:
            continue
        if not hasattr(node, "args") or not hasattr(node, "func") or len(nodes) > MAX_NODES:
            raise ValueError(f"{type(node).__name__}, which is no expression of at most {MAX_NODES} nodes")
        if not is_ready and node.args:
            pending.append((node, True))
            pending += [(child, False) for child in node.args]
            continue
        places[id(node)] = len(nodes)
        kept.append(node)
        nodes.append([type(node).__name__, [places[id(child)] for child in node.args] or _atom(node)])
    return nodes


def _atom(node: Any) -> str:
    return f"{node.p}/{node.q}" if getattr(node, "is_Rational", False) else str(node)


def answer(read: Callable[[str], Any], latex: str) -> dict[str, Any]:
    """What another reader makes of a formula: its tree and text, or the error."""
    # It raises bare exceptions; a future holds whatever was raised without a clause that would catch everything.
    with ThreadPoolExecutor(1) as pool:
        call = pool.submit(read, latex)
    error = call.exception()
    if error is not None:
        # What it says is followed by the formula and a caret of its own.
        return {"error": (str(error).splitlines() or [type(error).__name__])[0][:MAX_TEXT] or type(error).__name__}
    result = call.result()
    text = str(result)[:MAX_TEXT]
    try:
        return {"nodes": tree(result), "text": text}
    except ValueError as problem:
        return {"nodes": [], "text": text, "note": str(problem)}


def second_reader() -> Callable[[str], Any]:
    """latex2sympy2, without what one formula leaves behind for the next. Raises `ModuleNotFoundError`."""
    import latex2sympy2  # here, because that it is missing must be told

    first = {name: getattr(latex2sympy2, name) for name in STATE}

    def read(latex: str) -> Any:
        for name, value in first.items():
            setattr(latex2sympy2, name, dict(value) if isinstance(value, dict) else value)
        return latex2sympy2.latex2sympy(latex)

    return read


def main() -> None:
    """Answer every line of stdin with a line on stdout, after a first line that says whether there is a reader."""
    out, sys.stdout = sys.stdout, sys.stderr

    def send(message: dict[str, Any]) -> None:
        out.write(json.dumps(message) + "\n")
        out.flush()

    try:
        read = second_reader()
    except ModuleNotFoundError as error:
        send({"missing": error.name})
        return
    send({"ready": True})
    for line in sys.stdin:
        send(answer(read, json.loads(line)["latex"]))


if __name__ == "__main__":
    main()
