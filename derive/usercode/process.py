"""A user's functions in a process of their own, with a limit on the time of each call and on what comes back.

The file runs as the user's own Python, with all that the user may do: nothing here is a sandbox. What it prints is left
out. The limit is on the process, so that an endless loop ends it, and nothing here can hang.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any

import numpy as np

from derive.workers import NotStarted, Unanswered, Worker

WORKER = Path(__file__).with_name("worker.py")


LIBRARIES = {"torch": "PyTorch", "jax": "JAX"}
"""The names of the libraries whose arrays a function may expect."""


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
        # -P: the worker's own folder stays off the path, where it would hide modules of the user.
        self.libraries: dict[Function, str] = {}
        """Functions that got arrays of another library than NumPy, and its name."""
        self.single: set[Function] = set()
        """Functions that returned numbers in single precision."""
        self._worker = Worker((sys.executable, "-P", str(WORKER)), seconds)

    def __enter__(self) -> Process:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self._worker.close()

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
        if answer.get("library"):
            self.libraries[function] = LIBRARIES[answer["library"]]
        if _is_single(answer["returned"]):
            self.single.add(function)
        return _decoded(answer["returned"])

    def notes(self, *functions: Function) -> Iterator[str]:
        """With what numbers functions computed, where they did not with NumPy's in double precision."""
        for function in functions:
            if function in self.libraries:
                yield f"{function} takes no arrays of NumPy, and was given those of {self.libraries[function]}"
        single = [str(function) for function in functions if function in self.single]
        if single:
            yield (
                f"in single precision, with six or seven digits: what {' and '.join(single)} returned; JAX computes in "
                'double after jax.config.update("jax_enable_x64", True), PyTorch with torch.float64'
            )

    def _asked(self, function: Function, message: dict[str, Any]) -> dict[str, Any]:
        try:
            answer = self._worker.ask({"file": str(function.file), "function": function.name, **message})
        except NotStarted as problem:
            raise Failed("Python could not be started in a process of its own") from problem
        except Unanswered as problem:
            if problem.code is not None:
                ended = f"ended its process without a result (exit code {problem.code})"
                raise Failed(f"{_place(function)} {ended}") from problem
            doing = "" if "arguments" in message else "being imported "
            raise Failed(
                f"{_place(function)} did not finish {doing}within {self.seconds:g} seconds; is there an endless loop? "
                "--timeout gives it longer"
            ) from problem
        if "ends" in answer:
            self._worker.close()
        if "left" in answer:
            raise Failed(_where(function, answer, f"the code calls sys.exit({answer['left']})"))
        if "raised" in answer:
            said = f"{answer['raised']}: {answer['message']}" if answer["message"] else answer["raised"]
            raise Failed(_where(function, answer, said))
        return answer


@dataclass(frozen=True)
class Other:
    """A returned value that is no array of numbers; ``kind`` says what it is."""

    kind: str


def _encoded(value: Any) -> dict[str, Any]:
    if isinstance(value, Mapping):
        return {"named": {name: _encoded(item) for name, item in value.items()}}
    if isinstance(value, int):
        return {"whole": value}
    array = np.asarray(value, dtype=float)
    return {"shape": list(array.shape), "numbers": array.ravel().tolist()}


def _is_single(message: Mapping[str, Any]) -> bool:
    parts = [*message.get("tuple", ()), *message.get("named", {}).values()]
    return bool(message.get("single")) or any(_is_single(part) for part in parts)


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
