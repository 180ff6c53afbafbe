"""A user's functions in a process of their own, with a limit on the time of each call and on what comes back.

The file runs as the user's own Python, with all that the user may do: nothing here is a sandbox. What it prints is left
out. The limit is on the process, so that an endless loop ends it, and nothing here can hang.
"""

from __future__ import annotations

import json
import os
import queue
import signal
import subprocess
import sys
import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import IO, Any

import numpy as np

WORKER = Path(__file__).with_name("worker.py")
START_SECONDS = 60.0
"""How long the process may take to start, before anything of the user runs."""
LONGEST = 64_000_000
"""How many characters of an answer are read."""


class Failed(ValueError):
    """The user's code did not give a result. The message says what happened, with the user's file and line."""


class Unusable(Exception):
    """There is no such file or function. The message says what there is."""


@dataclass(frozen=True)
class Function:
    """A function of a file; ``written`` is how the user named it on the command line."""

    file: Path
    name: str
    written: str

    @staticmethod
    def of(text: str) -> Function:
        """From ``FILE.py:FUNCTION``. Raises `Unusable`."""
        file, colon, name = text.rpartition(":")
        if not colon or not name.isidentifier() or not file.endswith(".py"):
            raise Unusable(f"{text!r} names no function: write FILE.py:FUNCTION, such as backprop.py:backward")
        path = Path(file)
        if not path.is_file():
            raise Unusable(f"{file}: there is no such file")
        return Function(path.resolve(), name, file)

    def __str__(self) -> str:
        return self.name


@dataclass(frozen=True)
class Parameter:
    """A parameter of a function: whether it must be given, and only by its position."""

    name: str
    kind: str
    required: bool

    @property
    def takes_many(self) -> bool:
        """Whether it is ``*args`` or ``**kwargs``."""
        return self.kind.startswith("VAR_")


class Process:
    """Runs functions of the user. Use it in a ``with`` statement: the process ends with it."""

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds
        self._process: subprocess.Popen[str] | None = None
        self._lines: queue.Queue[str] = queue.Queue()

    def __enter__(self) -> Process:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.close()

    def parameters(self, function: Function) -> tuple[Parameter, ...]:
        """What a function takes. Raises `Unusable` and `Failed`."""
        answer = self._asked(function, {})
        if "no_function" in answer:
            known = ", ".join(answer["no_function"]) or "no function at all"
            raise Unusable(f"{function.written}: there is no function {function.name!r}; the file has {known}")
        return tuple(Parameter(one["name"], one["kind"], one["required"]) for one in answer["parameters"])

    def call(self, function: Function, arguments: Mapping[str, Any], positional: Sequence[str] = ()) -> Any:
        """What a function returns: arrays, or tuples or mappings of such; `Other` for all else. Raises `Failed`."""
        given = {name: _encoded(value) for name, value in arguments.items()}
        answer = self._asked(function, {"arguments": given, "positional": list(positional)})
        return _decoded(answer["returned"])

    def close(self) -> None:
        """End the process, with what it may have started, whatever it is doing."""
        if self._process is None:
            return
        if self._process.poll() is None:
            if os.name == "posix":
                os.killpg(self._process.pid, signal.SIGKILL)
            else:
                self._process.kill()
        self._process.wait()
        for stream in (self._process.stdin, self._process.stdout):
            if stream is not None:
                stream.close()
        self._process = None

    def _asked(self, function: Function, message: dict[str, Any]) -> dict[str, Any]:
        process = self._process or self._started()
        assert process.stdin is not None
        question = json.dumps({"file": str(function.file), "function": function.name, **message}) + "\n"
        try:
            process.stdin.write(question)
            process.stdin.flush()
        except OSError:
            pass  # It has ended, and what it said last says why.
        answer = self._received(self.seconds)
        if answer is None:
            self.close()
            doing = "" if "arguments" in message else "being imported "
            raise Failed(
                f"{_place(function)} did not finish {doing}within {self.seconds:g} seconds; is there an endless loop? "
                "--timeout gives it longer"
            )
        if not answer:
            code = process.wait()
            self.close()
            raise Failed(f"{_place(function)} ended its process without a result (exit code {code})")
        if "ends" in answer:
            self.close()
        if "left" in answer:
            raise Failed(_where(function, answer, f"the code calls sys.exit({answer['left']})"))
        if "raised" in answer:
            said = f"{answer['raised']}: {answer['message']}" if answer["message"] else answer["raised"]
            raise Failed(_where(function, answer, said))
        return answer

    def _started(self) -> subprocess.Popen[str]:
        # -P: the worker's own folder stays off the path, where it would hide modules of the user.
        process = subprocess.Popen(
            [sys.executable, "-P", str(WORKER)],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
            encoding="utf-8", errors="replace", start_new_session=True,
        )  # fmt: skip
        self._process, self._lines = process, queue.Queue()
        assert process.stdout is not None
        threading.Thread(target=_forward, args=(process.stdout, self._lines), daemon=True).start()
        if not self._received(START_SECONDS):
            self.close()
            raise Failed("Python could not be started in a process of its own")
        return process

    def _received(self, seconds: float) -> dict[str, Any] | None:
        """The next message; an empty one where the process has ended, None where time is up."""
        try:
            line = self._lines.get(timeout=seconds)
        except queue.Empty:
            return None
        try:
            message: dict[str, Any] = json.loads(line) if line else {}
        except json.JSONDecodeError:
            return {}
        return message


@dataclass(frozen=True)
class Other:
    """A returned value that is no array of numbers; ``kind`` says what it is."""

    kind: str


def _forward(stream: IO[str], lines: queue.Queue[str]) -> None:
    try:
        while line := stream.readline(LONGEST):
            lines.put(line)
    except ValueError:
        pass  # The stream was closed, because nobody waits for an answer any more.
    lines.put("")


def _encoded(value: Any) -> dict[str, Any]:
    if isinstance(value, Mapping):
        return {"named": {name: _encoded(item) for name, item in value.items()}}
    if isinstance(value, int):
        return {"whole": value}
    array = np.asarray(value, dtype=float)
    return {"shape": list(array.shape), "numbers": array.ravel().tolist()}


def _decoded(message: Mapping[str, Any]) -> Any:
    if "named" in message:
        return {name: _decoded(item) for name, item in message["named"].items()}
    if "tuple" in message:
        return tuple(_decoded(item) for item in message["tuple"])
    if "other" in message:
        return Other(message["other"])
    return np.array(message["numbers"], dtype=float).reshape(message["shape"])


def _place(function: Function) -> str:
    return f"{function.written}:{function.name}"


def _where(function: Function, answer: Mapping[str, Any], said: str) -> str:
    """What happened, with the lines of the user's own files that led to it."""
    frames = answer.get("frames") or []
    if not frames:
        return f"{_place(function)}: {said}"
    lines = [f"{_name(frames[-1]['file'], function)}:{frames[-1]['line']}: {said}"]
    for frame in frames:
        within = f"in {frame['function']}" if frame["function"] not in ("", "<module>") else ""
        lines.append(f"  line {frame['line']} {within}".rstrip() + f": {frame['text']}")
    return "\n".join(lines)


def _name(file: str, function: Function) -> str:
    return function.written if Path(file) == function.file else Path(file).name
