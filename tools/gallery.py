"""Makes the pictures of `docs/gallery.md` from real reports, and the page itself; it needs Poppler and Pillow.

    python tools/gallery.py              the page and all pictures
    python tools/gallery.py attention    the pictures with that in their name, and the page

Every picture is made by the command that stands below it, run as a user would.
"""

from __future__ import annotations

import argparse
import contextlib
import io
import shlex
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pictures

from reports import cli

DOCS = Path(__file__).parents[1] / "docs"
PAGE = DOCS / "gallery.md"
FOLDER = DOCS / "gallery"
LARGEST = 1_000_000
"""How many bytes all pictures together may take."""
HEAD = """\
# Gallery

Made by `python tools/gallery.py`; do not edit. Below each picture stands the command that made it: a page of a PDF, as
far as something stands on it, or a picture by itself. Every derivation on them has been replayed.
"""


@dataclass(frozen=True)
class Shown:
    """A picture: its name, what is to be seen, the command without its output, the page; 0 for a picture by itself."""

    name: str
    title: str
    command: str
    page: int = 0
    ppi: int = 84

    @property
    def file(self) -> Path:
        """Where the picture is kept."""
        return FOLDER / f"{self.name}.png"

    @property
    def suffix(self) -> str:
        """What the command writes: a picture, or a PDF of which a page is shown."""
        return ".pdf" if self.page else ".png"

    @property
    def typed(self) -> str:
        """The command as a user types it."""
        return f"derive {self.command} -o {self.name}{self.suffix}"


PICTURES = (
    Shown("logistic-regression", "An article: what is given, the graph", "report logistic-regression", 1),
    Shown("logistic-regression-backward", "One reason for each line, what cancels is struck, the result is boxed",
          "report logistic-regression", 3),
    Shown("two-two-one", "The 2-2-1 net: nine gradients, weight by weight", "report two-two-one", 1),
    Shown("softmax-regression", "Softmax regression", "report softmax-regression", 1),
    Shown("batch-norm", "Batch norm", "report batch-norm", 1),
    Shown("attention", "Attention", "report attention", 1),
    Shown("two-two-one-slides", "Slides: a factor is boxed, and found on the side",
          "report two-two-one --style slides", 39),
    Shown("two-two-one-slides-end", "Slides: what cancels is struck, the result, the step",
          "report two-two-one --style slides", 46),
    Shown("exercise", "An exercise sheet with gaps", "report two-two-one --style exercise --seed 7", 1),
    Shown("sheet", "A cheat sheet, with layers below the letters and d for derivatives",
          "report two-two-two-two --style sheet --notation subscripts,d", 1),
    Shown("compare", "The same gradients in the usual conventions", "compare logistic-regression --layouts", 1),
    Shown("diff", "A formula differentiated as in school", r"diff '\frac{\sin x}{x}' x", 1),
    Shown("graph", "A computation graph by itself", "figure two-two-one"),
    Shown("network", "The neurons of a network", "figure 'network --layers 3,4,4,2' --kind network"),
)  # fmt: skip
"""What the gallery shows, in its order."""


def page() -> str:
    """The text of the gallery."""
    parts = [HEAD]
    for one in PICTURES:
        of = f" (page {one.page})" if one.page else ""
        alternative = one.title.replace("[", "").replace("]", "")
        picture = f"![{alternative}](gallery/{one.name}.png)"
        parts.append(f"\n## {one.title}\n\n{picture}\n\n```sh\n{one.typed}\n```\n{of and f'Shown is{of[1:]}.'}\n")
    return "".join(parts)


def made(one: Shown) -> bytes:
    """The picture of an entry, by its command. Raises `SystemExit` where the command fails."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"{one.name}{one.suffix}"
        said = io.StringIO()
        with contextlib.redirect_stdout(said), contextlib.redirect_stderr(said):
            code = cli.main([*shlex.split(one.command), "-o", str(path)])
        if code or not path.exists():
            raise SystemExit(f"{one.typed}: {said.getvalue()}")
        content = pictures.trimmed(_page(path, one.page, one.ppi)) if one.page else path.read_bytes()
        return pictures.reduced(pictures.narrowed(content))


def _page(path: Path, number: int, ppi: int) -> bytes:
    where = ["-f", str(number), "-l", str(number), "-singlefile", "-r", str(ppi), "-png"]
    subprocess.run(["pdftoppm", *where, str(path), str(path.with_suffix(""))], check=True)
    return path.with_suffix(".png").read_bytes()


def main(arguments: Sequence[str] | None = None) -> int:
    """Write the pictures asked for, and the page."""
    parser = argparse.ArgumentParser(description="Make the gallery of the documentation.")
    parser.add_argument("names", nargs="*", help="parts of names of pictures; all where none is given")
    names = parser.parse_args(arguments).names
    FOLDER.mkdir(exist_ok=True)
    for one in PICTURES:
        if not names or any(name in one.name for name in names):
            one.file.write_bytes(made(one))
            print(f"{one.file.name}: {one.file.stat().st_size} bytes")
    PAGE.write_text(page(), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
