"""A PDF set by an installed LaTeX, in a folder of its own, without shell escape."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from pathlib import Path

from reports.deck import Deck
from reports.document import Document
from reports.formats import MARKER, EngineFailed, Options, beamer, latex

_SECONDS = 120
_INSTALL = (
    "; install what has it (on Debian: texlive-latex-extra, and for other languages than English lmodern and "
    "texlive-lang-german, -french or -spanish), or use the engine typst, which needs nothing"
)
HELP = {
    ".sty' not found": _INSTALL,
    "Package babel": _INSTALL,
    "Unicode character": "; write .html, .md or .txt, which show it in the reader's own fonts, or rename it",
}
"""What to do, by what LaTeX says."""


def render(document: Document | Deck, options: Options) -> bytes:
    """The document as PDF by latexmk or pdflatex; raises `EngineFailed` where neither is there or the run fails."""
    commands = _commands()
    with tempfile.TemporaryDirectory(prefix="derive-") as folder:
        text = beamer.render(document, options) if isinstance(document, Deck) else latex.render(document, options)
        (Path(folder) / "report.tex").write_text(text, encoding="utf-8")
        for command in commands:
            _run(command, folder)
        # A comment behind the end of a PDF is allowed, and says whose it is without a trace in the LaTeX source.
        return (Path(folder) / "report.pdf").read_bytes() + f"% {MARKER}\n".encode()


def _commands() -> list[list[str]]:
    flags = ["-no-shell-escape", "-interaction=nonstopmode", "-halt-on-error", "report.tex"]
    latexmk, pdflatex = shutil.which("latexmk"), shutil.which("pdflatex")
    if pdflatex is None:
        raise EngineFailed(
            "no LaTeX is installed: install TeX Live or MiKTeX (on Debian: texlive-latex-extra texlive-pictures "
            "latexmk), or use the engine typst, which needs nothing"
        )
    if latexmk is not None:
        return [[latexmk, "-norc", "-pdf", "-quiet", *flags]]
    return [[pdflatex, *flags]] * 2


def _run(command: list[str], folder: str) -> None:
    try:
        done = subprocess.run(
            command, cwd=folder, capture_output=True, check=False, timeout=_SECONDS, stdin=subprocess.DEVNULL
        )
    except subprocess.TimeoutExpired as error:
        raise EngineFailed(f"{Path(command[0]).name} was not done after {_SECONDS} seconds") from error
    if done.returncode or not (Path(folder) / "report.pdf").exists():
        log = Path(folder) / "report.log"
        text = log.read_text(encoding="utf-8", errors="replace") if log.exists() else ""
        message = next((line for line in text.splitlines() if line.startswith("!")), "it gave no reason")
        help_ = next((way for said, way in HELP.items() if said in message), "")
        raise EngineFailed(f"{Path(command[0]).name} did not accept the document: {message.strip('!. ')}{help_}")
