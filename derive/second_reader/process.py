"""The other process: started when it is first asked, given so many seconds for a formula, and started anew after that.

The limit is on a process of its own, so that nothing here can hang and no signal interrupts anything.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any

from derive.workers import NotStarted, Unanswered, Worker

WORKER = Path(__file__).with_name("worker.py")
SECONDS = 10.0
"""How long it may take over one formula."""

Node = tuple[str, tuple[int, ...] | str]


class NotInstalled(Exception):
    """There is no second reader in this environment. The message says what to install."""


@dataclass(frozen=True)
class Tree:
    """What the other reader returned: its nodes, children first, and their text; ``error`` where it refused.

    ``note`` says why there are no nodes where it did read something.
    """

    nodes: tuple[Node, ...] = ()
    text: str = ""
    error: str = ""
    note: str = ""


class SecondReader:
    """latex2sympy2 in a process of its own. Use it in a ``with`` statement; the process ends with it.

    ``command`` starts the process, for tests.
    """

    def __init__(self, seconds: float = SECONDS, command: Sequence[str] = ()) -> None:
        # -P: the folder of the script stays off the path, where it would hide packages.
        self._worker = Worker(command or (sys.executable, "-P", str(WORKER)), seconds, environment())

    def __enter__(self) -> SecondReader:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self._worker.close()

    @property
    def starts(self) -> int:
        """How often the process was started."""
        return self._worker.starts

    def read(self, latex: str) -> Tree:
        """What the other reader makes of a formula. Raises `NotInstalled`, and nothing for bad input."""
        try:
            message = self._worker.ask({"latex": latex})
        except NotStarted as error:
            raise NotInstalled(_advice(error.said)) from error
        except Unanswered as error:
            return Tree(error=str(error))
        nodes = tuple((name, args if isinstance(args, str) else tuple(args)) for name, args in message.get("nodes", ()))
        return Tree(nodes, message.get("text", ""), message.get("error", ""), message.get("note", ""))


def environment() -> dict[str, str]:
    """What another tool's process has for environment: the path of this one is not its own.

    A `gen` or `tests` on the path would hide what the tool needs. Sets are ordered alike in every run.
    """
    kept = {key: value for key, value in os.environ.items() if key not in ("PYTHONPATH", "PYTHONHOME")}
    return {**kept, "PYTHONHASHSEED": "0"}


def _advice(hello: dict[str, Any]) -> str:
    if sys.version_info >= (3, 13):
        return "the second reader, latex2sympy2, does not run on Python 3.13 or later"
    if hello.get("missing") == "latex2sympy2":
        return "the second reader is not installed: pip install 'derive-gradients[second-reader]'"
    return (
        "the second reader is installed but does not start, most likely because of another version of ANTLR's"
        " runtime: pip install 'derive-gradients[second-reader]' in an environment of its own"
    )
