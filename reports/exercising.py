"""The files of exercise sheets: for each seed the sheet, its solutions, and the answers file to be filled in."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from derive.modelling import Model
from reports import answersheets, formats
from reports.failing import Failure
from reports.languages import get as language
from reports.parts import Options, check_all
from reports.printing import timed
from reports.styles import exercise, get

SHEET = "sheet"
"""What the sheets in a folder are called."""
MOST_COPIES = 1000


@dataclass(frozen=True)
class Copy:
    """One sheet: its seed, and the files that it is written to, in a folder that is made where it is not there yet."""

    seed: int
    sheet: Path
    solutions: Path
    answers: Path
    in_folder: bool

    @property
    def files(self) -> tuple[Path, ...]:
        """All three."""
        return (self.sheet, self.solutions, self.answers)


def copies(target: Path, suffix: str, seed: int, count: int | None) -> list[Copy]:
    """Where sheets go: into a folder as sheet-01 and so on, or beside a file of that name; one, where none is counted.

    Raises `Failure` for a count or a seed that makes no sheets.
    """
    if count is not None and not 1 <= count <= MOST_COPIES:
        raise Failure(f"--copies is {count}, expected 1 to {MOST_COPIES}")
    if not 0 <= seed <= answersheets.LARGEST_SEED - (count or 1):
        raise Failure(
            f"--seed is {seed}, expected a number from 0 to {answersheets.LARGEST_SEED:,}, the copies counted on"
        )
    folder = not target.suffix or target.is_dir()
    home, stem = (target, SHEET) if folder else (target.parent, target.stem)
    if count is None:
        return [_copy(home / stem, suffix, seed, folder)]
    digits = max(2, len(str(count)))
    return [_copy(home / f"{stem}-{k + 1:0{digits}}", suffix, seed + k, folder) for k in range(count)]


def _copy(stem: Path, suffix: str, seed: int, in_folder: bool) -> Copy:
    def named(end: str) -> Path:
        return stem.with_name(stem.name + end)

    return Copy(seed, named(suffix), named(f"-solutions{suffix}"), named("-answers.md"), in_folder)


def refuse_others(wanted: list[Copy], force: bool) -> None:
    """Refuses files that derive did not write, and answers that somebody has filled in, before anything is written.

    Raises `Failure` and `reports.formats.ReportError`.
    """
    for copy in wanted:
        if copy.in_folder and not copy.sheet.parent.exists():
            continue
        for path in (copy.sheet, copy.solutions):
            formats.refuse_others(path, force)
        if copy.answers.exists() and not force and _holds_answers(copy.answers):
            raise Failure(f"{copy.answers} is there already, and is filled in; choose another name, or force it")


def _holds_answers(path: Path) -> bool:
    try:
        return answersheets.read(path).is_filled_in
    except Failure:
        return True


def written(model: Model, wanted: list[Copy], options: Options, name: str, rendering: formats.Options) -> Iterator[str]:
    """Writes the files of all copies, in the format of that name; what is said of them, line by line.

    The model is derived, replayed and cross-checked once. Raises what `reports.parts.check_all` and
    `reports.formats.render` do, and `Failure` where there is nothing to ask; nothing is written before all is checked.
    """
    with timed("report"):
        sheets = exercise.sheets_of(check_all(model, get("exercise").adapt(options)))
        drawn = [(copy, sheets.sheet(copy.seed)) for copy in wanted]
    source = model.name or Path(model.source).name
    with timed(name):
        for copy, sheet in drawn:
            if copy.in_folder:
                _make_folder(copy.sheet.parent)
            for path, solved in ((copy.sheet, False), (copy.solutions, True)):
                content = formats.render(sheets.document(sheet, solved=solved), name, rendering)
                formats.write_bytes(path, content.encode() if isinstance(content, str) else content)
            answers = answersheets.written(sheet, model, source, options.order, language(options.language))
            formats.write_bytes(copy.answers, answers.encode())
    points = sorted({sheet.points for _, sheet in drawn})
    told = f"{points[0]} points" if len(points) == 1 else f"{points[0]} to {points[-1]} points"
    yield f"{len(drawn)} sheets, {told}" if len(drawn) > 1 else f"{len(drawn[0][1].gaps)} gaps, {told}"
    yield f"{sheets.checked.replayed.equalities} equalities replayed; every answer is one that they arrive at"
    files = [path for copy in wanted for path in copy.files]
    shown = [str(path) for path in files] if len(wanted) == 1 else [f"{files[0]} … {files[-1]}: {len(files)} files"]
    yield from (f"written to {line}" for line in shown)


def _make_folder(home: Path) -> None:
    try:
        home.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise formats.CannotWrite(f"cannot write into {home}: {error.strerror}") from error


def refuse_options(options: argparse.Namespace) -> None:
    """Refuses options that make no sense for a sheet. Raises `Failure`."""
    if options.at is not None:
        raise Failure("--at has no meaning for an exercise: its numbers are drawn from --seed")
    if options.log != "natural":
        raise Failure("--log has no meaning for an exercise: its logarithms are natural")
    if options.notation:
        raise Failure("--notation is not for exercises: answers are read in the model's own notation")
