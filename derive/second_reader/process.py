"""The other process: started when it is first asked, given so many seconds for a formula, and started anew after that.

The limit is on a process of its own, so that nothing here can hang and no signal interrupts anything.
"""

from __future__ import annotations

import json
import os
import queue
import subprocess
import sys
import threading
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import IO, Any

WORKER = Path(__file__).with_name("worker.py")
START_SECONDS = 60.0
"""How long the other process may take to import what it needs."""
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


class NotStarted(Exception):
    """The other process did not say that it is ready; ``said`` is its first message, if it sent one."""

    def __init__(self, said: dict[str, Any]) -> None:
        super().__init__(f"it said {said}" if said else "it said nothing")
        self.said = said


class Unanswered(Exception):
    """The other process ended, or was ended because it took too long. The message says which."""


class Worker:
    """A process that answers JSON lines with JSON lines, after a first one with ``ready`` in it.

    It is started when it is first asked, ended after ``seconds`` without an answer, and started anew after that. Use
    it in a ``with`` statement; the process ends with it.
    """

    def __init__(self, command: Sequence[str], seconds: float) -> None:
        self.command = tuple(command)
        self.seconds = seconds
        self.starts = 0
        self.hello: dict[str, Any] = {}
        self._process: subprocess.Popen[str] | None = None
        self._lines: queue.Queue[str] = queue.Queue()

    def __enter__(self) -> Worker:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.close()

    def ask(self, message: dict[str, Any]) -> dict[str, Any]:
        """The answer to a message. Raises `NotStarted` and `Unanswered`."""
        process = self._process or self.start()
        assert process.stdin is not None
        try:
            process.stdin.write(json.dumps(message) + "\n")
            process.stdin.flush()
        except OSError as error:
            self.close()
            raise Unanswered("its process ended") from error
        answer = self._receive(self.seconds)
        if not answer:
            self.close()
            late = f"it did not answer within {self.seconds:g} seconds"
            raise Unanswered(late if answer is None else "its process ended")
        return answer

    def close(self) -> None:
        """End the process, whatever it is doing; the next message starts another one."""
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            for stream in (self._process.stdin, self._process.stdout):
                if stream is not None:
                    stream.close()
            self._process = None

    def start(self) -> subprocess.Popen[str]:
        """Start the process and wait until it is ready; ``hello`` is what it said. Raises `NotStarted`."""
        # The path of this process is not the other one's: a `gen` or `tests` on it would hide what it needs. Sets are
        # ordered alike in every run.
        environment = {key: value for key, value in os.environ.items() if key not in ("PYTHONPATH", "PYTHONHOME")}
        process = subprocess.Popen(
            self.command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            encoding="utf-8",
            env={**environment, "PYTHONHASHSEED": "0"},
        )
        self._process, self._lines, self.starts = process, queue.Queue(), self.starts + 1
        assert process.stdout is not None
        threading.Thread(target=_forward, args=(process.stdout, self._lines), daemon=True).start()
        self.hello = self._receive(START_SECONDS) or {}
        if "ready" not in self.hello:
            self.close()
            raise NotStarted(self.hello)
        return process

    def _receive(self, seconds: float) -> dict[str, Any] | None:
        """The next message; an empty one where the process has ended, None where time is up."""
        try:
            line = self._lines.get(timeout=seconds)
        except queue.Empty:
            return None
        message: dict[str, Any] = json.loads(line) if line else {}
        return message


class SecondReader:
    """latex2sympy2 in a process of its own. Use it in a ``with`` statement; the process ends with it.

    ``command`` starts the process, for tests.
    """

    def __init__(self, seconds: float = SECONDS, command: Sequence[str] = ()) -> None:
        # -P: the folder of the script stays off the path, where it would hide packages.
        self._worker = Worker(command or (sys.executable, "-P", str(WORKER)), seconds)

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


def _forward(stream: IO[str], lines: queue.Queue[str]) -> None:
    for line in stream:
        lines.put(line)
    lines.put("")


def _advice(hello: dict[str, Any]) -> str:
    if sys.version_info >= (3, 13):
        return "the second reader, latex2sympy2, does not run on Python 3.13 or later"
    if hello.get("missing") == "latex2sympy2":
        return "the second reader is not installed: pip install 'derive-gradients[second-reader]'"
    return (
        "the second reader is installed but does not start, most likely because of another version of ANTLR's"
        " runtime: pip install 'derive-gradients[second-reader]' in an environment of its own"
    )
