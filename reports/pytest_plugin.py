"""The pytest plugin: every claim of a document is a test, and fails with the counterexample and the mistake.

    pytest lectures/

Documents are collected where they, or a folder that they are in, are named on the command line, or where a pattern of
the ini option ``derive_files`` matches. Nothing of `derive` is imported before a document is collected.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from derive.findings import Finding

SUFFIXES = (
    ".docm", ".docx", ".htm", ".html", ".ipynb", ".ltx", ".markdown", ".md", ".myst", ".ppsx", ".pptm", ".pptx", ".rst",
    ".tex", ".xhtml",
)  # fmt: skip
"""What the names of documents end with; a test holds it to what `derive.sources` reads."""

LONGEST = 60
"""How long the formula in the name of a test may be."""


def pytest_addoption(parser: pytest.Parser) -> None:
    """The options of the plugin."""
    group = parser.getgroup("derive", "formulas in documents")
    strict = "fail for what is undecided, not understood, or true by convention only"
    group.addoption("--derive-strict", action="store_true", help=strict)
    group.addoption("--derive-model", metavar="MODEL", help="the model that every document is about")
    parser.addini("derive_files", "patterns of documents whose formulas are tests", type="args", default=[])


def pytest_collect_file(file_path: Path, parent: pytest.Collector) -> pytest.File | None:
    """A document, where it is asked for."""
    if file_path.suffix.lower() not in SUFFIXES or not _is_asked_for(file_path, parent.config):
        return None
    found: pytest.File = DocumentFile.from_parent(parent, path=file_path)
    return found


def _is_asked_for(path: Path, config: pytest.Config) -> bool:
    """Whether a file, or a folder that it is in, was named on the command line, or a pattern matches it."""
    root = config.rootpath
    if any(path.match(pattern) for pattern in config.getini("derive_files")):
        return True
    if config.args_source is not pytest.Config.ArgsSource.ARGS:
        return False
    named = (config.invocation_params.dir / argument.partition("::")[0] for argument in config.args)
    return any(path == place or (place != root and path.is_relative_to(place)) for place in named)


class DocumentFile(pytest.File):
    """A document; its claims are tests."""

    def collect(self) -> Iterator[ClaimItem]:
        """The claims, in order, each once however often it is repeated. Raises what says why a file cannot be read."""
        from derive import cache
        from derive.modelling import UnknownModel
        from derive.scanning import UNREAD, VERDICTS, Settings, scanned

        settings = Settings(model=self.config.getoption("derive_model"), cache=cache.folder())
        try:
            [file] = scanned([str(self.path)], settings)
        except UnknownModel as problem:
            raise pytest.UsageError(f"--derive-model: {problem}") from problem
        names: set[str] = set()
        for finding in file.findings:
            if finding.kind == "file":
                raise self.CollectError(finding.message)
            if finding.outcome in (*VERDICTS, *UNREAD) or finding.expected:
                line = f"{finding.cell}.{finding.line}" if finding.cell else str(finding.line)
                name = f"{line} {_short(finding.latex)}"
                name = name if name not in names else f"{line}:{finding.column} {_short(finding.latex)}"
                names.add(name)
                yield ClaimItem.from_parent(self, name=name, finding=finding)


def _short(latex: str) -> str:
    """A formula in one line, as long as the name of a test may be."""
    line = " ".join(latex.split())
    return line if len(line) <= LONGEST else line[: LONGEST - 1] + "…"


class WrongClaim(Exception):
    """A claim that is not what it should be. The message shows why."""


class ClaimItem(pytest.Item):
    """A claim of a document."""

    def __init__(self, *, finding: Finding, **others: Any) -> None:
        super().__init__(**others)
        self.finding = finding

    def runtest(self) -> None:
        """Fail where the claim is wrong; what is not settled is skipped, and fails where it is strict."""
        from derive.scanning import is_failing
        from reports.judgements import judged
        from reports.scans._told import message

        finding, strict = self.finding, self.config.getoption("derive_strict")
        if is_failing(finding):
            raise WrongClaim(message(finding) if finding.expected else "\n".join(judged(finding, hint=False)))
        if finding.outcome in ("proved", "refuted", "ill-shaped"):
            return
        if strict:
            raise WrongClaim("\n".join(judged(finding, hint=False)))
        if finding.outcome != "convention":
            pytest.skip(f"{finding.outcome}: {finding.message.partition(chr(10))[0]}")

    def repr_failure(self, excinfo: pytest.ExceptionInfo[BaseException], style: Any = None) -> Any:
        """What is wrong with the claim, with its place."""
        from reports.placing import located

        if isinstance(excinfo.value, WrongClaim):
            return f"{located(self.finding)}\n{excinfo.value}"
        return super().repr_failure(excinfo, style)

    def reportinfo(self) -> tuple[Path, int, str]:
        """Where the claim stands, and what it is called."""
        return self.path, self.finding.line - 1, f"{self.path.name}:{self.name}"
