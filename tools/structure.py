"""What the shape of the source must be, as checks over its text: each returns a list of what is wrong.

The checks are pure functions, so that tests can show each of them failing on a small bad sample.
"""

from __future__ import annotations

import ast
import io
import re
import subprocess
import sys
import tokenize
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path, PurePosixPath

PACKAGES = ("derive", "numeric", "reports")
MAX_FILE_LINES = 420
MAX_FUNCTION_LINES = 60

Function = ast.FunctionDef | ast.AsyncFunctionDef

_BROAD = frozenset({"Exception", "BaseException"})
_FORBIDDEN_CALLS = frozenset({"eval", "exec", "builtins.eval", "builtins.exec", "os.system", "os.popen"})
# Both hand their text to `eval`, whatever object or alias they are reached through.
_FORBIDDEN_NAMES = frozenset({"sympify", "parse_expr"})
_UNWALKED = frozenset({"__pycache__", "build", "dist", "venv", "node_modules"})
# The pattern is put together from pieces so that this file does not match it.
_MACHINE_PATH = re.compile(
    r"/(?:work|farm|root)" + r"/|\.\." + r"/shared|(?<![\w.~/-])/(?:home|Users)" + r"/\w+/|/tmp" + r"/\w*venv"
)
_BLANKET_IGNORE = re.compile(r"#\s*type:\s*ignore(?!\[[a-z])")


@dataclass(frozen=True)
class Source:
    """One Python file: its path relative to the repository, and its text."""

    path: PurePosixPath
    text: str

    @cached_property
    def tree(self) -> ast.Module:
        """The parsed file."""
        return ast.parse(self.text, filename=str(self.path))

    @property
    def is_package(self) -> bool:
        """Whether the file is the `__init__` of a package."""
        return self.path.name == "__init__.py"

    @property
    def module(self) -> str:
        """The dotted name under which Python imports the file."""
        parts = self.path.parent.parts if self.is_package else self.path.with_suffix("").parts
        return ".".join(parts)


def read_sources(root: Path, folders: Sequence[str] = PACKAGES) -> list[Source]:
    """Every Python file below the given folders; a folder without any is an error, not an empty answer."""
    sources: list[Source] = []
    for folder in folders:
        files = sorted((root / folder).rglob("*.py"))
        if not files:
            raise FileNotFoundError(f"{folder}/ holds no Python file")
        sources += [
            Source(PurePosixPath(file.relative_to(root).as_posix()), file.read_text(encoding="utf-8")) for file in files
        ]
    return sources


# --- the import graph


def import_graph(sources: Sequence[Source], *, lazy: bool = False) -> dict[str, set[str]]:
    """Which module imports which of the others, inside functions only if `lazy`.

    Imports under `if TYPE_CHECKING:` count: two modules that need each other's types cannot be read one by
    one either.
    """
    known = {source.module for source in sources}
    graph: dict[str, set[str]] = {}
    for source in sources:
        targets: set[str] = set()
        for node in ast.walk(source.tree) if lazy else _outside_functions(source.tree):
            targets.update(_import_targets(node, source, known))
        graph[source.module] = targets
    return graph


def _outside_functions(tree: ast.AST) -> Iterator[ast.AST]:
    for child in ast.iter_child_nodes(tree):
        if not isinstance(child, Function | ast.Lambda):
            yield child
            yield from _outside_functions(child)


def _import_targets(node: ast.AST, source: Source, known: set[str]) -> Iterator[str]:
    if isinstance(node, ast.Import):
        names = [alias.name for alias in node.names]
    elif isinstance(node, ast.ImportFrom):
        base = _absolute(node, source)
        submodules = [f"{base}.{alias.name}" for alias in node.names]
        # `from package import submodule` needs the submodule; any other name is the package's own.
        names = [name if name in known else base for name in submodules]
    else:
        return
    yield from (name for name in names if name in known)


def _absolute(node: ast.ImportFrom, source: Source) -> str:
    if not node.level:
        return node.module or ""
    package = source.module.split(".") if source.is_package else source.module.split(".")[:-1]
    base = package[: len(package) - (node.level - 1)]
    return ".".join([*base, *([node.module] if node.module else [])])


def import_cycles(graph: Mapping[str, set[str]]) -> list[list[str]]:
    """The groups of modules that import one another, each sorted by name."""
    reach = {module: reachable(module, graph) for module in graph}
    groups = {
        tuple(sorted({other for other in reach[module] if module in reach.get(other, ())}))
        for module in graph
        if module in reach[module]
    }
    return [list(group) for group in sorted(groups)]


def reachable(start: str, graph: Mapping[str, set[str]]) -> set[str]:
    """The modules that one module imports, directly or through others."""
    seen: set[str] = set()
    pending = list(graph[start])
    while pending:
        module = pending.pop()
        if module not in seen:
            seen.add(module)
            pending.extend(graph.get(module, ()))
    return seen


def name_clashes(sources: Sequence[Source]) -> list[str]:
    """Names bound by a package that a submodule of it bears: importing the submodule would replace them."""
    modules = {source.module for source in sources}
    return [
        f"{source.path}: {name} is also the submodule {source.module}.{name}"
        for source in sources
        if source.is_package
        for name in sorted(_bound_names(source))
        if f"{source.module}.{name}" in modules
    ]


def _bound_names(source: Source) -> set[str]:
    names: set[str] = set()
    for node in source.tree.body:
        if isinstance(node, Function | ast.ClassDef):
            names.add(node.name)
        elif isinstance(node, ast.ImportFrom) and _absolute(node, source) != source.module:
            names.update(alias.asname or alias.name for alias in node.names)
        elif isinstance(node, ast.Assign):
            names.update(target.id for target in node.targets if isinstance(target, ast.Name))
            if any(isinstance(target, ast.Name) and target.id == "__all__" for target in node.targets):
                names.update(
                    leaf.value
                    for leaf in ast.walk(node.value)
                    if isinstance(leaf, ast.Constant) and isinstance(leaf.value, str)
                )
    return names


# --- sizes


def file_lines(source: Source) -> int:
    """The lines of a file, tables of data at its top level not counted."""
    tables = sum(_height(node) for node in source.tree.body if _is_table(node))
    return len(source.text.splitlines()) - tables


def _height(node: ast.stmt) -> int:
    return (node.end_lineno or node.lineno) - node.lineno + 1


def _is_table(node: ast.stmt) -> bool:
    if not isinstance(node, ast.Assign | ast.AnnAssign):
        return False
    value = node.value
    if isinstance(value, ast.Call) and len(value.args) == 1 and not value.keywords:
        value = value.args[0]
    return isinstance(value, ast.Dict | ast.List | ast.Set | ast.Tuple)


def oversized(source: Source) -> dict[str, int]:
    """The file and the functions in it that are too long, as `path` or `path::name`, with their lines."""
    found: dict[str, int] = {}
    if (lines := file_lines(source)) > MAX_FILE_LINES:
        found[str(source.path)] = lines
    for node in ast.walk(source.tree):
        if isinstance(node, Function) and (lines := _height(node)) > MAX_FUNCTION_LINES:
            found[f"{source.path}::{node.name}"] = lines
    return found


# --- what a file may not contain


def function_imports(source: Source) -> list[str]:
    """Imports inside functions."""
    nodes = {
        inner
        for node in ast.walk(source.tree)
        if isinstance(node, Function)
        for inner in ast.walk(node)
        if isinstance(inner, ast.Import | ast.ImportFrom)
    }
    return [f"{source.path}:{line}: import inside a function" for line in sorted(node.lineno for node in nodes)]


def forbidden_constructs(source: Source) -> list[str]:
    """Handlers that catch everything, and calls that run text as code or as shell commands."""
    found = [
        (node.lineno, reason)
        for node in ast.walk(source.tree)
        for reason in (*_broad_handler(node), *_forbidden_call(node), *_forbidden_name(node))
        if isinstance(node, ast.expr | ast.stmt | ast.ExceptHandler)
    ]
    return [f"{source.path}:{line}: {reason}" for line, reason in sorted(found)]


def _broad_handler(node: ast.AST) -> Iterator[str]:
    if not isinstance(node, ast.ExceptHandler):
        return
    if node.type is None:
        yield "bare except"
        return
    caught = node.type.elts if isinstance(node.type, ast.Tuple) else [node.type]
    yield from (f"except {name}" for name in map(_dotted, caught) if name.removeprefix("builtins.") in _BROAD)


def _forbidden_call(node: ast.AST) -> Iterator[str]:
    if not isinstance(node, ast.Call):
        return
    if (name := _dotted(node.func)) in _FORBIDDEN_CALLS:
        yield f"call of {name}"
    for keyword in node.keywords:
        is_false = isinstance(keyword.value, ast.Constant) and keyword.value.value is False
        if keyword.arg == "shell" and not is_false:
            yield "shell=True"


def _forbidden_name(node: ast.AST) -> Iterator[str]:
    names: list[str] = []
    if isinstance(node, ast.Name):
        names = [node.id]
    elif isinstance(node, ast.Attribute):
        names = [node.attr]
    elif isinstance(node, ast.ImportFrom):
        names = [alias.name for alias in node.names]
        if node.module in {"builtins", "os"}:
            yield from (
                f"import of {node.module}.{name}" for name in names if f"{node.module}.{name}" in _FORBIDDEN_CALLS
            )
    yield from (f"use of {name}" for name in names if name in _FORBIDDEN_NAMES)


def _dotted(node: ast.expr) -> str:
    if isinstance(node, ast.Name):
        return node.id
    if isinstance(node, ast.Attribute):
        return f"{_dotted(node.value)}.{node.attr}"
    return ""


def missing_docstrings(source: Source) -> list[str]:
    """Public modules, classes and functions (methods aside, which Ruff's D102 covers) without a docstring."""
    parts = source.module.split(".")
    if any(part.startswith("_") and not part.endswith("__") for part in parts):
        return []
    found = [] if ast.get_docstring(source.tree) else [f"{source.path}:1: module {source.module}"]
    for node in source.tree.body:
        is_public = isinstance(node, Function | ast.ClassDef) and not node.name.startswith("_")
        if isinstance(node, Function | ast.ClassDef) and is_public and not _documented(node):
            found.append(f"{source.path}:{node.lineno}: {node.name}")
    return found


def _documented(node: Function | ast.ClassDef) -> bool:
    # The text stands at the implementation of an overloaded function, not at its overloads.
    is_overload = any(_dotted(item).split(".")[-1] == "overload" for item in node.decorator_list)
    return is_overload or bool((ast.get_docstring(node) or "").strip())


def blanket_ignores(source: Source) -> list[str]:
    """`type: ignore` comments that do not say which error they silence."""
    tokens = tokenize.generate_tokens(io.StringIO(source.text).readline)
    return [
        f"{source.path}:{token.start[0]}: {token.string}"
        for token in tokens
        if token.type == tokenize.COMMENT and _BLANKET_IGNORE.search(token.string)
    ]


# --- what the repository may not contain


def machine_paths(text: str) -> list[str]:
    """Paths that exist on one machine only, or outside of a user's clone."""
    return [
        f"line {number}: {line.strip()[:100]}"
        for number, line in enumerate(text.splitlines(), 1)
        if _MACHINE_PATH.search(line)
    ]


def repository_files(root: Path) -> list[Path]:
    """What git tracks or would add; in a copy without git, every file that is not a by-product."""
    command = ["git", "-C", str(root), "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    try:
        listed = subprocess.run(command, capture_output=True, check=True).stdout.decode().split("\0")
    except (FileNotFoundError, subprocess.CalledProcessError):
        listed = []
    # A copy that lies inside of somebody else's repository gets a list without its own files.
    if "pyproject.toml" in listed:
        return [root / name for name in listed if name and (root / name).is_file()]
    return sorted(path for path in root.rglob("*") if path.is_file() and _is_ours(path.relative_to(root)))


def _is_ours(path: Path) -> bool:
    hidden = any(part.startswith(".") and part != ".ci" for part in path.parts[:-1])
    return not hidden and not _UNWALKED.intersection(path.parts) and path.parts[0] != ".git"


# --- what an import brings along


def imported_along(module: str, unwanted: Sequence[str], path: Path) -> list[str]:
    """Which unwanted modules an interpreter started in the folder `path` loads when it imports `module`."""
    code = f"import sys, {module}; print(*sorted(sys.modules.keys() & set({tuple(unwanted)!r})))"
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False, cwd=path)
    if result.returncode:
        raise ImportError(f"`import {module}` failed:\n{result.stderr}")
    return result.stdout.split()
