"""The shape of the source: every check holds for the project, and fails on a small bad sample of its own."""

from __future__ import annotations

import shutil
import subprocess
import tomllib
from collections.abc import Callable
from functools import cache
from pathlib import Path, PurePosixPath

import pytest
import structure
from structure import Source

ROOT = Path(__file__).resolve().parents[2]

# `path` or `path::function` -> why it is better long than divided. An entry whose subject is short fails.
LONG_FOR_A_REASON: dict[str, str] = {}
ONE_TABLE_A_FILE = "reports/languages/"
"""A language is one file, however many sentences it takes."""

# The kernel re-checks what these find. It may not lean on them, through others and lazily neither.
CHECKED_BY_THE_KERNEL = ("calculus", "cas", "diagnosis", "provers", "refuters", "tidying")

UNWANTED_AT_START = ("numpy", "sympy", "flint", "typst")


def sample(text: str, path: str = "derive/sample.py") -> Source:
    return Source(PurePosixPath(path), text)


@cache
def sources() -> list[Source]:
    return structure.read_sources(ROOT)


def problems(check: Callable[[Source], list[str]]) -> list[str]:
    return [problem for source in sources() for problem in check(source)]


def lazy_modules() -> set[str]:
    """The modules of the packages for which pyproject.toml allows imports inside functions."""
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    table = settings["tool"]["ruff"]["lint"]["per-file-ignores"]
    return {path for path, rules in table.items() if "PLC0415" in rules and path.startswith(structure.PACKAGES)}


# --- the packages


@pytest.mark.parametrize("package", structure.PACKAGES)
def test_package_exists(package: str) -> None:
    assert (ROOT / package / "__init__.py").is_file()


def test_a_missing_package_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "derive").mkdir()
    with pytest.raises(FileNotFoundError, match="derive/ holds no Python file"):
        structure.read_sources(tmp_path)


# --- (a) cycles


def test_no_import_cycles() -> None:
    graph = structure.import_graph(sources())
    assert any(graph.values()), "a graph without a single import proves nothing"
    assert structure.import_cycles(graph) == []


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("import derive.b", "import derive.a"),
        ("from derive.b import f", "from derive.a import g"),
        ("from derive import b", "from . import a"),
        ("from .b import f", "if TYPE_CHECKING:\n    from .a import g"),
        ("from .b import f", "class K:\n    from .a import g"),
    ],
)
def test_a_cycle_is_found(first: str, second: str) -> None:
    pair = [sample(first, "derive/a.py"), sample(second, "derive/b.py"), sample("", "derive/__init__.py")]
    assert structure.import_cycles(structure.import_graph(pair)) == [["derive.a", "derive.b"]]


def test_a_cycle_through_packages_and_a_module_that_imports_itself_are_found() -> None:
    tree = [
        sample("from .ops import build", "derive/__init__.py"),
        sample("from .add import build", "derive/ops/__init__.py"),
        sample("from .. import version\nfrom .. import other", "derive/ops/add.py"),
        sample("import derive.own", "derive/own.py"),
    ]
    cycles = structure.import_cycles(structure.import_graph(tree))
    assert cycles == [["derive", "derive.ops", "derive.ops.add"], ["derive.own"]]


def test_a_lazy_import_and_a_chain_are_no_cycles() -> None:
    chain = [
        sample("from derive.b import f", "derive/a.py"),
        sample("def f():\n    import derive.a", "derive/b.py"),
    ]
    graph = structure.import_graph(chain)
    assert graph == {"derive.a": {"derive.b"}, "derive.b": set()}
    assert structure.import_cycles(graph) == []


def beneath_the_kernel(tree: list[Source]) -> set[str]:
    """The rooms among `CHECKED_BY_THE_KERNEL` that the kernel imports."""
    reached = structure.reachable("derive.kernel", structure.import_graph(tree, lazy=True))
    rooms = {module.split(".")[1] for module in reached if module.startswith("derive.")}
    return rooms.intersection(CHECKED_BY_THE_KERNEL)


def test_the_kernel_stands_on_nothing_that_it_checks() -> None:
    assert beneath_the_kernel(sources()) == set()


@pytest.mark.parametrize("room", CHECKED_BY_THE_KERNEL)
def test_a_kernel_that_leans_on_a_room_is_found(room: str) -> None:
    lazy = sample(f"def f():\n    from derive.{room} import x", "derive/ops.py")
    tree = [
        sample("from derive import ops", "derive/kernel.py"),
        lazy,
        sample("", f"derive/{room}/__init__.py"),
    ]
    assert beneath_the_kernel(tree) == {room}
    assert beneath_the_kernel([sample("import derive.ir", "derive/kernel.py"), *tree[1:]]) == set()


def test_no_name_of_a_package_is_a_submodule_too() -> None:
    assert structure.name_clashes(sources()) == []


@pytest.mark.parametrize(
    "text",
    [
        "def scan(): ...",
        "from derive.scanning import scan",
        "scan = 1",
        "__all__ = ['scan']",
        "class scan: ...",
    ],
)
def test_a_name_clash_is_found(text: str) -> None:
    package = sample(text, "derive/__init__.py")
    assert structure.name_clashes([package, sample("", "derive/scan.py")])
    assert not structure.name_clashes([package, sample("", "derive/scanning.py")])


def test_a_package_may_import_its_submodule_by_name() -> None:
    package = sample("from . import scan\nfrom derive import scan", "derive/__init__.py")
    assert structure.name_clashes([package, sample("", "derive/scan.py")]) == []


# --- (b) sizes


def test_files_and_functions_are_short() -> None:
    found = {name: lines for source in sources() for name, lines in structure.oversized(source).items()}
    long = {name: lines for name, lines in found.items() if not name.startswith(ONE_TABLE_A_FILE)}
    assert {name: lines for name, lines in long.items() if name not in LONG_FOR_A_REASON} == {}
    assert set(LONG_FOR_A_REASON) <= set(found), "these are short again: take them off the list"
    assert all(len(reason.split()) >= 5 for reason in LONG_FOR_A_REASON.values())


def test_long_files_and_functions_are_found() -> None:
    fitting = "def f():\n" + "    x = 1\n" * (structure.MAX_FUNCTION_LINES - 1)
    assert structure.oversized(sample(fitting)) == {}
    assert structure.oversized(sample(fitting + "    x = 1\n")) == {"derive/sample.py::f": 61}
    assert structure.oversized(sample("x = 1\n" * structure.MAX_FILE_LINES)) == {}
    assert structure.oversized(sample("x = 1\n" * 421)) == {"derive/sample.py": 421}


def test_tables_of_data_do_not_count_and_code_does() -> None:
    rows = "    'a',\n" * 500
    for table in (f"T = [\n{rows}]\n", f"T: list[str] = (\n{rows})\n", f"T = frozenset({{\n{rows}}})\n"):
        assert structure.oversized(sample(table)) == {}
    assert structure.oversized(sample(f"f(\n{rows})\n"))
    assert structure.oversized(sample("class K:\n" + "    x = 1\n" * 500))


# --- (c) imports inside functions


def test_lazy_imports_stand_only_in_the_listed_modules() -> None:
    lazy = lazy_modules()
    found = {str(source.path): structure.function_imports(source) for source in sources()}
    assert [problem for path, items in found.items() if path not in lazy for problem in items] == []


def test_the_listed_lazy_modules_do_import_lazily() -> None:
    used = {str(source.path) for source in sources() if structure.function_imports(source)}
    assert lazy_modules() - used == set(), "take these PLC0415 entries out of pyproject.toml"


@pytest.mark.parametrize(
    "text",
    [
        "def f():\n    import json",
        "async def f():\n    from json import loads",
        "class K:\n    def f(self):\n        if self:\n            import json",
    ],
)
def test_an_import_inside_a_function_is_found_once(text: str) -> None:
    assert len(structure.function_imports(sample(text))) == 1
    assert structure.function_imports(sample("import json\ntry:\n    import rich\nfinally:\n    pass")) == []


# --- (d) what must not be written


def test_nothing_forbidden_is_written() -> None:
    assert problems(structure.forbidden_constructs) == []


@pytest.mark.parametrize(
    "text",
    [
        "try:\n    f()\nexcept:\n    pass",
        "try:\n    f()\nexcept Exception:\n    pass",
        "try:\n    f()\nexcept (ValueError, BaseException) as error:\n    raise",
        "try:\n    f()\nexcept builtins.Exception:\n    pass",
        "try:\n    f()\nexcept* Exception:\n    pass",
        "eval('1')",
        "exec('x = 1')",
        "builtins.eval('1')",
        "from builtins import eval as run",
        "sympy.sympify(text)",
        "from sympy import sympify as read",
        "sympify(text)",
        "from sympy.parsing.sympy_parser import parse_expr",
        "os.system('ls')",
        "from os import system",
        "subprocess.run(command, shell=True)",
        "subprocess.run(command, shell=choice)",
    ],
)
def test_each_forbidden_construct_is_found(text: str) -> None:
    assert structure.forbidden_constructs(sample(text))


def test_harmless_relatives_are_let_through() -> None:
    text = "try:\n    f()\nexcept ValueError:\n    pass\nmodel.eval()\nsubprocess.run(command, shell=False)\n"
    assert structure.forbidden_constructs(sample(text + "note = 'eval(x), sympify(x)'  # exec(x)")) == []


# --- (e) docstrings


def test_everything_public_has_a_docstring() -> None:
    assert problems(structure.missing_docstrings) == []


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("x = 1", "module derive.sample"),
        ('"""A module."""\ndef f(): ...', "f"),
        ('"""A module."""\nasync def f(): ...', "f"),
        ('"""A module."""\nclass K:\n    x = 1', "K"),
        ('"""A module."""\ndef f():\n    " "', "f"),
    ],
)
def test_a_missing_docstring_is_found(text: str, name: str) -> None:
    (problem,) = structure.missing_docstrings(sample(text))
    assert problem.endswith(name)


def test_private_and_overloaded_names_need_no_docstring() -> None:
    text = '"""A module."""\ndef _f(): ...\nclass _K: ...\n@overload\ndef g(): ...\ndef h():\n    """H."""'
    assert structure.missing_docstrings(sample(text)) == []
    assert structure.missing_docstrings(sample("x = 1", "derive/_private.py")) == []
    assert structure.missing_docstrings(sample("x = 1", "derive/__init__.py")) != []


# --- (f) paths of one machine


def test_no_file_names_a_path_of_one_machine() -> None:
    found = {}
    for path in structure.repository_files(ROOT):
        content = path.read_bytes()
        if b"\0" not in content and (lines := structure.machine_paths(content.decode("utf-8", "replace"))):
            found[str(path.relative_to(ROOT))] = lines
    assert found == {}


@pytest.mark.parametrize(
    "parts", [("", "work", "main"), ("", "root", "x"), ("..", "shared", "x"), ("", "home", "ann", "x")]
)
def test_a_path_of_one_machine_is_found(parts: tuple[str, ...]) -> None:
    assert structure.machine_paths(f"first line\nsee {'/'.join(parts)} for more") != []


def test_paths_that_everybody_has_are_let_through() -> None:
    text = "see /usr/bin/env, https://example.org/home/ann/x and the network/roots/of unity, shared/x"
    assert structure.machine_paths(text) == []


@pytest.mark.parametrize("with_git", [True, False])
def test_the_files_of_the_project_are_listed(tmp_path: Path, with_git: bool) -> None:
    if with_git and not shutil.which("git"):
        pytest.skip("git is not installed")
    for name in ("pyproject.toml", "derive/a.py", ".ci/run", ".gitignore", ".mypy_cache/x", "dist/x.whl"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(".mypy_cache/\ndist/\n" if name == ".gitignore" else "")
    if with_git:
        subprocess.run(["git", "init", "--quiet", str(tmp_path)], check=True)
    listed = {path.relative_to(tmp_path).as_posix() for path in structure.repository_files(tmp_path)}
    assert listed == {"pyproject.toml", "derive/a.py", ".ci/run", ".gitignore"}


# --- (g) silenced types


def test_every_type_ignore_says_what_it_silences() -> None:
    files = structure.read_sources(ROOT, (*structure.PACKAGES, "tools", "benchmarks", "tests"))
    assert [problem for source in files for problem in structure.blanket_ignores(source)] == []


@pytest.mark.parametrize("comment", ["# type: ignore", "#type:ignore", "# type: ignore[]", "# type: ignore # why"])
def test_a_blanket_ignore_is_found(comment: str) -> None:
    assert structure.blanket_ignores(sample(f"x = 1  {comment}\n"))


def test_a_specific_ignore_and_a_string_are_let_through() -> None:
    assert structure.blanket_ignores(sample("x = 1  # type: ignore[assignment]\ny = '# type: ignore'\n")) == []


# --- (h) imports at start-up


@pytest.mark.parametrize("module", ["derive", "reports.cli"])
def test_start_up_imports_nothing_heavy(module: str) -> None:
    assert structure.imported_along(module, UNWANTED_AT_START, ROOT) == []


def test_judging_waits_for_no_cross_check() -> None:
    unwanted = ("sympy", "typst", "yaml")
    assert structure.imported_along("reports.commands.check", unwanted, ROOT) == []
    assert structure.imported_along("reports.commands.scan", unwanted, ROOT) == []


def test_a_heavy_import_is_found(tmp_path: Path) -> None:
    (tmp_path / "greedy.py").write_text("import numpy\n")
    assert structure.imported_along("greedy", UNWANTED_AT_START, tmp_path) == ["numpy"]
    with pytest.raises(ImportError, match="no_such_module"):
        structure.imported_along("no_such_module", UNWANTED_AT_START, tmp_path)
