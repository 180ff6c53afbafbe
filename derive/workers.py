"""A process that answers JSON lines with JSON lines, so that what may not end, or ends everything, happens elsewhere.

The limit on time is on the process: nothing here can hang, and no signal interrupts anything.
"""

from __future__ import annotations

import json
import os
import queue
import signal
import subprocess
import threading
from collections.abc import Mapping, Sequence
from types import TracebackType
from typing import IO, Any

START_SECONDS = 60.0
"""How long a process may take to say that it is ready."""

LONGEST = 64_000_000
"""How many characters of an answer are read; a longer one is none."""


class NotStarted(Exception):
    """The process did not say that it is ready; ``said`` is its first message, if it sent one."""

    def __init__(self, said: dict[str, Any]) -> None:
        super().__init__(f"it said {said}" if said else "it said nothing")
        self.said = said


class Unanswered(Exception):
    """The process ended, with the exit code ``code``, or was ended because it took too long: then ``code`` is None."""

    def __init__(self, seconds: float, code: int | None) -> None:
        late = f"it did not answer within {seconds:g} seconds"
        super().__init__(late if code is None else "its process ended")
        self.code = code


class Worker:
    """Asks the process. It must send a first line with ``ready`` in it, and then one line for each that it gets.

    It is started when it is first asked, ended after ``seconds`` without an answer, and started anew after that; what
    it has started is ended with it. Use it in a ``with`` statement. It has the environment of this process, or another.
    """

    def __init__(self, command: Sequence[str], seconds: float, environment: Mapping[str, str] | None = None) -> None:
        self.command = tuple(command)
        self.seconds = seconds
        self.starts = 0
        self.hello: dict[str, Any] = {}
        self._environment = environment
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
        except OSError:
            pass  # It has ended, and what it said last says why.
        answer = self._receive(self.seconds)
        if answer:
            return answer
        code = None if answer is None else process.wait()
        self.close()
        raise Unanswered(self.seconds, code)

    def close(self) -> None:
        """End the process, whatever it is doing; the next message starts another one."""
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

    def start(self) -> subprocess.Popen[str]:
        """Start the process and wait until it is ready; ``hello`` is what it said. Raises `NotStarted`."""
        process = subprocess.Popen(
            self.command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            encoding="utf-8",
            errors="replace",
            env=self._environment,
            start_new_session=True,
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
        """The next message; an empty one where there is none any more, or none that can be read; None if time is up."""
        try:
            line = self._lines.get(timeout=seconds)
        except queue.Empty:
            return None
        try:
            message: dict[str, Any] = json.loads(line) if line else {}
        except json.JSONDecodeError:
            return {}
        return message


def _forward(stream: IO[str], lines: queue.Queue[str]) -> None:
    try:
        while line := stream.readline(LONGEST):
            lines.put(line)
    except ValueError:
        pass  # The stream was closed, because nobody waits for an answer any more.
    lines.put("")
