"""The answers file of an exercise sheet: a text with a numbered line for each gap, which a student fills in.

It names the model, the options and the seed that the sheet is made from, so that it can be marked with nothing else at
hand. What is read from it is text, and never a path: of a document it has the name alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import cast

from derive import __version__
from derive.deriving import Order
from derive.documents import MAX_BYTES, BadDocument, decoded
from derive.exercises.gaps import Gap
from derive.exercises.sheets import Sheet
from derive.modelling import Model
from reports.failing import Failure
from reports.languages import Language

MARK = "Sheet: "
"""What the line begins with that says which sheet the answers are for."""
ORDERS: tuple[Order, ...] = ("outer-inner", "inner-outer")
LARGEST_SEED = 10**12
"""Seeds are below this."""

_SHEET = re.compile(
    r"Sheet: (?P<model>[^;]+); seed (?P<seed>\d{1,12}); order (?P<order>[a-z-]+); id (?P<id>[0-9a-f]{12})"
)
_ANSWER = re.compile(r" {0,3}(?P<number>\d{1,4})[.:)](?:\s+(?P<text>.*))?$")
_MADE = re.compile(r"derive (?P<version>[\w.]{1,20})")


@dataclass(frozen=True)
class Answers:
    """What a student's file holds: which sheet it is for, and the answers by number with their lines."""

    source: str
    model: str
    seed: int
    order: Order
    identity: str
    version: str = ""
    name: str = ""
    texts: Mapping[int, str] = field(default_factory=dict)
    lines: Mapping[int, int] = field(default_factory=dict)
    unread: tuple[int, ...] = ()
    """The lines on which something stands that belongs to no answer."""

    @property
    def is_filled_in(self) -> bool:
        """Whether somebody has written into it."""
        return bool(self.name or self.unread or any(self.texts.values()))


def written(sheet: Sheet, model: Model, source: str, order: Order, language: Language) -> str:
    """The answers file of a sheet, with nothing filled in; ``source`` is the name of the model, or of its document."""
    lines = [
        f"# {language.text('answers', model=language.title(model), seed=str(sheet.seed))}",
        "",
        language.text("answers name"),
        "",
        language.text("answers how"),
        "",
        f"{MARK}{source}; seed {sheet.seed}; order {order}; id {sheet.fingerprint}",
    ]
    for number, gaps in enumerate(_tasks(sheet), start=1):
        lines += ["", f"## {language.text('answers part', number=str(number))}", ""]
        lines += [f"{gap.number}. " for gap in gaps]
    return "\n".join([*lines, "", f"derive {__version__}", ""])


def _tasks(sheet: Sheet) -> Iterator[Sequence[Gap]]:
    """The gaps of each task, in the order of the sheet."""
    for section in sheet.sections:
        yield from filter(None, section.tasks)
    if sheet.numbers is not None and sheet.numbers.gaps:
        yield sheet.numbers.gaps


def read(path: Path) -> Answers:
    """What a student's file holds. Raises `Failure` where it is no answers file, with the line at fault."""
    try:
        with path.open("rb") as file:
            text = decoded(file.read(MAX_BYTES + 1), str(path))
    except OSError as error:
        raise Failure(f"{path}: cannot be read: {error.strerror}") from error
    except BadDocument as problem:
        raise Failure(str(problem)) from problem
    return read_text(text, str(path))


def read_text(text: str, source: str) -> Answers:
    """The same for a text. Raises `Failure`."""
    lines = text.splitlines()
    found = _sheet(lines, source)
    texts: dict[int, str] = {}
    at: dict[int, int] = {}
    unread: list[int] = []
    last, begun = 0, False
    for number, line in enumerate(lines, start=1):
        answer = _ANSWER.match(line) if begun else None
        if line.startswith(MARK):
            begun = True
        elif answer:
            last = int(answer["number"])
            if last in texts:
                raise Failure(f"{source}:{number}: there are two lines for answer {last}; the first is line {at[last]}")
            texts[last], at[last] = (answer["text"] or "").strip(), number
        elif begun and line.strip() and line[0].isspace() and last:
            texts[last] = f"{texts[last]} {line.strip()}".strip()
        elif begun and line.strip() and not line.startswith("#") and not _MADE.fullmatch(line):
            unread.append(number)
    made = [match["version"] for line in lines if (match := _MADE.fullmatch(line))]
    return Answers(
        source, found["model"].strip(), int(found["seed"]), cast("Order", found["order"]), found["id"],
        made[-1] if made else "", _name(lines), texts, at, tuple(unread),
    )  # fmt: skip


def _name(lines: Sequence[str]) -> str:
    """The name on the first line below the heading, as it may be printed: no control characters, and not too long."""
    first = next((line for line in lines if line.strip() and not line.startswith("#")), "")
    name = "" if first.startswith(MARK) else first.partition(":")[2]
    return "".join(c for c in " ".join(name.split()) if c.isprintable())[:60]


def _sheet(lines: Sequence[str], source: str) -> re.Match[str]:
    """The line that says which sheet the answers are for."""
    found = [(number, line) for number, line in enumerate(lines, start=1) if line.startswith(MARK)]
    if not found:
        raise Failure(f"{source}: is no answers file: it has no line that begins with {MARK.strip()!r}")
    if len(found) > 1:
        raise Failure(
            f"{source}:{found[1][0]}: says a second time which sheet it is for; the first is line {found[0][0]}"
        )
    number, line = found[0]
    match = _SHEET.fullmatch(line.strip())
    if match is None or match["order"] not in ORDERS:
        raise Failure(
            f"{source}:{number}: does not say which sheet it is for; expected "
            f"'{MARK}MODEL; seed N; order outer-inner; id …', as the file had when it was made"
        )
    return match
