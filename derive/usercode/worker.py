"""The other process: imports a user's file and calls its functions, as JSON lines ask for. Nothing of `derive` is here.

What the user's code prints goes nowhere; the answers have a stream of their own. An error that ends the process is told
first, with the place in the user's files.
"""

import dataclasses
import importlib.util
import inspect
import json
import os
import sys
import traceback
from pathlib import Path
from types import TracebackType
from typing import Any

import numpy as np

MOST_ENTRIES = 1_000_000
"""How many entries an array may have that a function returns."""
MOST_NAMES = 1000
"""How many arrays it may return."""
MOST_TEXT = 500
"""How long the text of an error may be."""
MOST_FRAMES = 3
"""How many lines of the user's files are told on the way to an error."""

Message = dict[str, Any]


def encoded(value: Any, depth: int = 0) -> Message:
    """What a function returned, as JSON: arrays, and what holds them; of all else no more than its type."""
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        value = {field.name: getattr(value, field.name) for field in dataclasses.fields(value)}
    if hasattr(value, "_asdict"):
        value = value._asdict()
    if isinstance(value, dict) and depth < 2 and len(value) <= MOST_NAMES:
        return {"named": {str(key): encoded(item, depth + 1) for key, item in value.items()}}
    if isinstance(value, tuple) and depth < 2 and len(value) <= MOST_NAMES:
        return {"tuple": [encoded(item, depth + 1) for item in value]}
    if value is None:
        return {"other": "None"}
    if hasattr(value, "detach"):
        value = value.detach().cpu().numpy()
    try:
        array = np.asarray(value)
    except ValueError:
        return {"other": "lists of different lengths"}
    if array.dtype.kind not in "biufc":
        return {"other": type(value).__name__}
    if array.size > MOST_ENTRIES:
        return {"other": f"an array of {array.size:,} entries, more than {MOST_ENTRIES:,}"}
    if array.dtype.kind == "c":
        return {"other": "complex numbers"}
    single = array.dtype.kind == "f" and array.dtype.itemsize < 8
    numbers = array.astype(float).ravel().tolist()
    return {"shape": list(array.shape), "numbers": numbers, **({"single": True} if single else {})}


def decoded(message: Any) -> Any:
    """An argument: an array, a whole number, or arrays by name."""
    if "named" in message:
        return {key: decoded(item) for key, item in message["named"].items()}
    if "whole" in message:
        return message["whole"]
    array = np.array(message["numbers"], dtype=float).reshape(message["shape"])
    # A number stays one of NumPy's: Python's own would be taken for one in single precision by PyTorch.
    return array if array.ndim else array[()]


def run(function: Any, arguments: dict[str, Any], positional: list[str]) -> Any:
    """What a function returns, with some arguments by their position."""
    rest = {name: value for name, value in arguments.items() if name not in positional}
    return function(*(arguments[name] for name in positional), **rest)


def library_of(error: Exception) -> str:
    """The library whose arrays a function expects, as what it raised for NumPy's says; the user's file imports it."""
    said = str(error)
    if "torch" in sys.modules and ("Tensor" in said or "numpy.ndarray" in said or "numpy.float64" in said):
        return "torch"
    return "jax" if "jax" in sys.modules and "numpy.ndarray" in said else ""


def in_library(value: Any, name: str) -> Any:
    """A value as an array of a library, in double precision where the library allows it; whole numbers stay whole."""
    if isinstance(value, dict):
        return {key: in_library(item, name) for key, item in value.items()}
    if isinstance(value, int):
        return value
    library = sys.modules["jax.numpy" if name == "jax" else name]
    return library.asarray(value)


def told(error: BaseException, trace: TracebackType | None, home: Path) -> Message:
    """An error with the lines of the user's own files that lead to it, the last one the nearest."""
    frames = [
        {"file": frame.filename, "line": frame.lineno, "function": frame.name, "text": frame.line or ""}
        for frame in traceback.extract_tb(trace)
        if is_own(frame.filename, home)
    ]
    if isinstance(error, SyntaxError) and error.filename and is_own(error.filename, home):
        text = (error.text or "").strip()
        frames = [{"file": error.filename, "line": error.lineno or 0, "function": "", "text": text}]
        message = error.msg
    else:
        message = str(error)
    frames = frames[-MOST_FRAMES:]
    return {"raised": type(error).__name__, "message": message[:MOST_TEXT], "frames": frames}


def is_own(name: str, home: Path) -> bool:
    """Whether a file is the user's: it lies where the given file does, and is no installed package."""
    path = Path(name)
    return path.is_relative_to(home) and "site-packages" not in path.parts


class Server:
    """Answers messages: a file is loaded once, its functions are called by name."""

    def __init__(self, stream: Any) -> None:
        self.stream = stream
        self.home = Path.cwd()
        self.modules: dict[str, Any] = {}
        self.libraries: dict[str, str] = {}

    def send(self, message: Message) -> None:
        """A line of JSON."""
        self.stream.write(json.dumps(message) + "\n")
        self.stream.flush()

    def answer(self, message: Message) -> Message:
        """The answer to a message."""
        module = self.loaded(Path(message["file"]))
        function = getattr(module, message["function"], None)
        if not callable(function):
            own = [name for name, value in vars(module).items() if inspect.isfunction(value)]
            return {"no_function": sorted(own)[:MOST_NAMES]}
        if "arguments" not in message:
            return {"parameters": parameters_of(function)}
        arguments = {name: decoded(value) for name, value in message["arguments"].items()}
        with np.errstate(all="ignore"):
            try:
                return self.called(function, arguments, message["positional"])
            except (ValueError, ArithmeticError) as error:
                # What is no more than a point outside the function's domain need not end the process.
                return told(error, error.__traceback__, self.home)

    def called(self, function: Any, arguments: dict[str, Any], positional: list[str]) -> Message:
        """What a function returns for arrays of NumPy; where it was written for those of another library, for these."""
        key = f"{function.__module__}.{function.__qualname__}"
        if key not in self.libraries:
            try:
                answer = {"returned": encoded(run(function, arguments, positional))}
            except (TypeError, AttributeError) as error:
                self.libraries[key] = library_of(error)
                if not self.libraries[key]:
                    raise
            else:
                self.libraries[key] = ""
                return answer
        name = self.libraries[key]
        given = {argument: in_library(value, name) for argument, value in arguments.items()} if name else arguments
        return {"returned": encoded(run(function, given, positional)), "library": name}

    def loaded(self, path: Path) -> Any:
        """The module in a file, with its own folder first on the path, as Python has it."""
        key = str(path)
        if key not in self.modules:
            self.home = path.parent
            sys.path.insert(0, str(path.parent))
            spec = importlib.util.spec_from_file_location(path.stem, path)
            assert spec is not None
            assert spec.loader is not None
            module = importlib.util.module_from_spec(spec)
            sys.modules.setdefault(path.stem, module)
            spec.loader.exec_module(module)
            self.modules[key] = module
        return self.modules[key]

    def hook(self, kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        """What becomes of an error that nothing caught: it is told, and the process ends."""
        self.send({**told(error, trace, self.home), "ends": True})


def parameters_of(function: Any) -> list[Message]:
    """The parameters of a function: name, kind, and whether it must be given."""
    try:
        signature = inspect.signature(function)
    except (TypeError, ValueError):
        return [{"name": "", "kind": "unknown", "required": True}]
    return [
        {"name": name, "kind": parameter.kind.name, "required": parameter.default is inspect.Parameter.empty}
        for name, parameter in signature.parameters.items()
    ]


def main() -> None:
    """Answer until there is nothing more to read."""
    stream = os.fdopen(os.dup(1), "w", encoding="utf-8")
    nowhere = os.open(os.devnull, os.O_RDWR)
    questions = os.fdopen(os.dup(0), encoding="utf-8")
    for descriptor in (0, 1, 2):
        os.dup2(nowhere, descriptor)
    server = Server(stream)
    sys.excepthook = server.hook
    server.send({"ready": True})
    for line in questions:
        try:
            server.send(server.answer(json.loads(line)))
        except SystemExit as leaving:
            server.send({"left": str(leaving.code), **told(leaving, leaving.__traceback__, server.home)})


if __name__ == "__main__":
    main()
