"""`derive report`: the derivation as a document."""

from __future__ import annotations

import argparse
from dataclasses import replace
from pathlib import Path

from derive.crosschecking import Disagreement
from derive.kernel import ReplayError
from derive.modelling import Model
from derive.proposing import DerivingError
from derive.standing import NotStanding
from derive.valuefiles import BadValues, read_file
from reports import exercising, formats, houses, languages, styles
from reports.deck import Deck
from reports.exits import FINE, worst
from reports.failing import Failure
from reports.families import stem_of
from reports.houses import UnknownNotation
from reports.loading import loaded
from reports.parts import Options
from reports.printing import timed
from reports.reporting import report
from reports.rereading import NotWritable
from reports.showing import summary

FIRST_SEED = 1
"""The seed of the first exercise sheet where none is given."""
MOST_COMPONENTS = 12
"""How many features are written out in components at most: beyond that the lines do not fit a page."""


def run(options: argparse.Namespace) -> int:
    """Write the report, and print what it holds; the exit code is that of its claims."""
    model = loaded(options.model)
    stem = stem_of(model.name) or Path(options.model).stem
    if options.style != styles.DEFAULT:
        stem = f"{stem}-{options.style}"
    if options.lang != languages.DEFAULT:
        stem = f"{stem}-{options.lang}"
    if not 0 <= options.components <= MOST_COMPONENTS:
        raise Failure(f"--components is {options.components}, expected 0 to {MOST_COMPONENTS}")
    try:
        if styles.get(options.style).in_copies:
            return _copies(options, model, stem)
        if options.copies is not None:
            raise Failure("--copies goes with --style exercise")
        path, name = _target(options, stem)
        formats.refuse_others(path, options.force)
        values = read_file(options.at) if options.at else None
        chosen = replace(_chosen(options), seed=options.seed or 0, values=values)
        with timed("report"):
            made = report(model, chosen, options.style)
        if options.paper and isinstance(made.document, Deck):
            raise Failure("slides are 16:9 and have no paper: leave --paper out, or take another style")
        with timed(name):
            content = formats.render(made.document, name, formats.Options(options.engine, options.paper or "a4"))
        formats.write_bytes(path, content.encode() if isinstance(content, str) else content)
    except (ReplayError, Disagreement, DerivingError) as error:
        raise Failure(f"no report was written, because something in it did not check: {error}") from error
    except (BadValues, NotWritable, NotStanding, formats.ReportError) as error:
        raise Failure(str(error)) from error
    except (styles.UnknownStyle, languages.UnknownLanguage, UnknownNotation) as error:
        raise Failure(str(error)) from error
    for line in summary(made, path):
        print(line)
    return worst(finding for part in made.parts for finding in part.claims)


def _chosen(options: argparse.Namespace) -> Options:
    return Options(
        options.order,
        options.detail,
        components=options.components,
        log10=options.log == "10",
        language=options.lang,
        houses=houses.chosen(options.notation),
    )


def _copies(options: argparse.Namespace, model: Model, stem: str) -> int:
    """Write exercise sheets, each with its solutions and its answers file."""
    exercising.refuse_options(options)
    alone = stem + formats.suffix_of(options.format or "pdf")
    output = options.output or Path(alone if options.copies is None else stem)
    named = bool(output.suffix) and not output.is_dir()
    name = options.format or (formats.format_of(output) if named else "pdf")
    suffix = output.suffix if named else formats.suffix_of(name)
    seed = FIRST_SEED if options.seed is None else options.seed
    wanted = exercising.copies(output, suffix, seed, options.copies)
    exercising.refuse_others(wanted, options.force)
    rendering = formats.Options(options.engine, options.paper or "a4")
    for line in exercising.written(model, wanted, _chosen(options), name, rendering):
        print(line)
    return FINE


def _target(options: argparse.Namespace, stem: str) -> tuple[Path, str]:
    """The file to write and its format: the suffix decides, ``--format`` overrides, a PDF here by default."""
    if options.output is None:
        name = options.format or "pdf"
        return Path(stem + formats.suffix_of(name)), name
    return options.output, options.format or formats.format_of(options.output)
