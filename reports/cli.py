"""The command line: ``derive models | show | report | code | read | check | train | verify``.

Exit codes are a linter's: 0 nothing wrong, 1 something refuted or ill-shaped, 2 could not run; with ``--strict``, 3 for
what is not settled.
"""

from __future__ import annotations

import argparse
import io
import json
import os
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from derive import __version__
from derive.shadowing import Shadowed, refuse_shadows
from reports.failing import Failure
from reports.families import meant, stem_of, with_family
from reports.options import (
    check_options,
    code_options,
    model_argument,
    order_option,
    read_options,
    report_options,
    train_options,
)

if TYPE_CHECKING:
    from derive.findings import Finding
    from derive.modelling import Model
    from derive.notation.scope import Scope
    from derive.second_reader.comparing import Comparison
    from reports.describing import Description
    from reports.training import Trained

FINE, WRONG, FAILED, UNSETTLED = 0, 1, 2, 3
"""The exit codes."""

GRAVEST_FIRST = (FAILED, WRONG, UNSETTLED)
"""Which exit code counts where findings would make several."""

MOST_COMPONENTS = 12
"""How many features are written out in components at most: beyond that the lines do not fit a page."""

OUTCOME_CODES = {"refuted": WRONG, "ill-shaped": WRONG, "unreadable": FAILED, "unbound": FAILED, "ambiguous": FAILED}
"""What an outcome of ``derive check`` makes the exit code; all others leave it at 0."""

STRICT_CODES = {**OUTCOME_CODES, "undecided": UNSETTLED, "convention": UNSETTLED}
"""The same where only what is proved, or claims nothing, will do."""


def main(argv: Sequence[str] | None = None) -> int:
    """Run a command; the exit code."""
    parser = _parser()
    argv = with_family(sys.argv[1:] if argv is None else argv)
    options, rest = parser.parse_known_args(argv)
    if not hasattr(options, "run"):
        parser.print_help()
        return FAILED
    if not _taken_in(options, rest):
        parser.error(f"unrecognized arguments: {' '.join(rest)}{meant(argv, rest)}")
    _spell_what_the_terminal_cannot()
    try:
        refuse_shadows()
        code: int = options.run(options)
        sys.stdout.flush()
    except (Failure, Shadowed) as failure:
        print(f"derive: {failure}", file=sys.stderr)
        return FAILED
    except BrokenPipeError:
        # The reader of our output has gone; what is still buffered has nowhere to go either.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return FINE
    except KeyboardInterrupt:
        print("derive: interrupted; nothing was written", file=sys.stderr)
        return 130
    return code


def _taken_in(options: argparse.Namespace, rest: Sequence[str]) -> bool:
    """Whether arguments that stand behind options belong to the list before those; then they are put there.

    argparse ends a list of arguments at the first option: MODEL --given EQUATION CLAIM.
    """
    marked = rest.index("--") if "--" in rest else len(rest)
    plain, behind = rest[:marked], rest[marked + 1 :]
    if not rest:
        return True
    if not hasattr(options, "items") or any(item.startswith("-") and item != "-" for item in plain):
        return False
    options.items = [*options.items, *plain, *behind]
    return True


def _spell_what_the_terminal_cannot() -> None:
    """Characters that the output's encoding lacks are written as ``\\u2202``, and end no command."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")


def _print_json(data: Sequence[Mapping[str, Any]] | Mapping[str, Any]) -> None:
    """The data as JSON: with the characters themselves where the output can hold all of them."""
    holds_all = (sys.stdout.encoding or "").lower().replace("-", "") == "utf8"
    print(json.dumps(data, ensure_ascii=not holds_all, indent=2))


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="derive", description="Gradients of neural networks: derived line by line, checked, guarded."
    )
    parser.add_argument("--version", action="version", version=f"derive {__version__}")
    commands = parser.add_subparsers(title="commands", metavar="COMMAND")

    models = commands.add_parser("models", help="the library, one line each")
    models.set_defaults(run=_models)

    show = commands.add_parser("show", help="a model's equations and all its gradients, in the terminal")
    model_argument(show)
    order_option(show)
    show.add_argument("--steps", action="store_true", help="every line of the derivation with its reason")
    show.set_defaults(run=_show)

    report = commands.add_parser("report", help="a PDF with the derivation, the graph, the numbers, the cross-check")
    report_options(report)
    report.set_defaults(run=_report)

    code = commands.add_parser("code", help="a model's gradients as a function in NumPy, PyTorch or JAX")
    code_options(code)
    code.set_defaults(run=_code)

    reading = commands.add_parser("read", help="what is understood of a formula, or why it is refused")
    read_options(reading)
    reading.set_defaults(run=_read)

    check = commands.add_parser("check", help="judge formulas that somebody derived by hand")
    check_options(check)
    check.set_defaults(run=_check)

    training = commands.add_parser("train", help="fit a model to a table, step by step, by its gradients")
    train_options(training)
    training.set_defaults(run=_train)

    verify = commands.add_parser("verify", help="replay the proofs that 'check --format json' printed")
    verify.add_argument("certificate", metavar="FILE", nargs="+", type=Path, help="JSON: a certificate, or findings")
    verify.set_defaults(run=_verify)
    return parser


@contextmanager
def _timed(name: str) -> Iterator[None]:
    """Say how long a part took, where DERIVE_TIMINGS asks for it."""
    start = time.perf_counter()
    yield
    if os.environ.get("DERIVE_TIMINGS"):
        print(f"timing {name} {time.perf_counter() - start:.4f}", file=sys.stderr)


def _load(name: str) -> Model:
    """The model of that name, or the one that a document describes."""
    from reports.loading import loaded

    return loaded(name)


def _models(options: argparse.Namespace) -> int:
    from derive import models

    families = {name: models.family(name).summary for name in models.families()}
    summaries = {**{name: _load(name).summary for name in models.names()}, **families}
    width = max(map(len, summaries))
    for name, summary in sorted(summaries.items()):
        print(f"{name:<{width}}  {summary}")
    return FINE


def _show(options: argparse.Namespace) -> int:
    from derive.kernel import ReplayError
    from derive.proposing import DerivingError
    from reports.showing import shown

    try:
        # The whole text, before any of it is printed: nothing is shown of a derivation that does not check.
        lines = list(shown(_load(options.model), options.order, options.steps))
    except (ReplayError, DerivingError) as error:
        raise Failure(f"nothing is shown, because something in it did not check: {error}") from error
    print("\n".join(lines))
    return FINE


def _report(options: argparse.Namespace) -> int:
    from derive.crosschecking import Disagreement
    from derive.kernel import ReplayError
    from derive.proposing import DerivingError
    from derive.valuefiles import BadValues, read_file
    from reports import formats
    from reports.article import Options, report
    from reports.showing import summary

    model = _load(options.model)
    if not 0 <= options.components <= MOST_COMPONENTS:
        raise Failure(f"--components is {options.components}, expected 0 to {MOST_COMPONENTS}")
    try:
        path, name = _target(options, stem_of(model.name) or Path(options.model).stem)
        formats.refuse_others(path, options.force)
        values = read_file(options.at) if options.at else None
        chosen = Options(options.order, options.detail, options.seed, options.components, values, options.log == "10")
        with _timed("report"):
            made = report(model, chosen)
        with _timed(name):
            content = formats.render(made.document, name, formats.Options(engine=options.engine))
        formats.write_bytes(path, content.encode() if isinstance(content, str) else content)
    except (ReplayError, Disagreement, DerivingError) as error:
        raise Failure(f"no report was written, because something in it did not check: {error}") from error
    except (BadValues, formats.ReportError) as error:
        raise Failure(str(error)) from error
    for line in summary(made, path):
        print(line)
    return _worst(finding for part in made.parts for finding in part.claims)


def _code(options: argparse.Namespace) -> int:
    from reports.coding import coded

    print(coded(options, _load(options.model)), end="")
    return FINE


def _worst(findings: Iterable[Finding], strict: bool = False) -> int:
    """The exit code that the findings make together."""
    table = STRICT_CODES if strict else OUTCOME_CODES
    codes = {table.get(finding.outcome, FINE) for finding in findings}
    return next((code for code in GRAVEST_FIRST if code in codes), FINE)


def _target(options: argparse.Namespace, stem: str) -> tuple[Path, str]:
    """The file to write and its format: the suffix decides, ``--format`` overrides, a PDF here by default."""
    from reports import formats

    if options.output is None:
        name = options.format or "pdf"
        suffix = next(suffix for suffix, format_ in formats.SUFFIXES.items() if format_ == name)
        return Path(stem + suffix), name
    return options.output, options.format or formats.format_of(options.output)


def _read(options: argparse.Namespace) -> int:
    from derive.notation.reading import read
    from derive.notation.styling import style_of
    from reports.describing import describe

    scope = _scope_of(options)
    readings = [read(formula, scope) for formula in options.formula]
    described = [describe(reading, style_of(reading.after(scope))) for reading in readings]
    # Both readers have spoken before anything is printed: nothing is printed where the other one is not installed.
    compared = _comparisons(options.formula, scope) if options.second_reader else []
    if options.format == "json":
        found = [description.as_dict() for description in described]
        for entry, comparison in zip(found, compared, strict=False):
            entry["second_reader"] = comparison.as_dict()
        _print_json(found)
    else:
        _print_read(described, compared)
    return FINE if all(reading.error is None for reading in readings) else FAILED


def _print_read(described: Sequence[Description], compared: Sequence[Comparison]) -> None:
    """What was understood, formula by formula: several of them under their own text."""
    for number, description in enumerate(described):
        if number:
            print()
        if len(described) > 1:
            print(" ".join(description.text.split()))
        comparison = compared[number].lines() if compared else []
        print("\n".join([*description.lines(), *comparison]))


def _scope_of(options: argparse.Namespace) -> Scope:
    """The names among which formulas are read: those of a model, or those that the options declare."""
    from derive.notation.scoping import BadScope, scope

    if options.model and (options.declare or options.given):
        raise Failure("--model brings its own names: use it, or --declare and --given")
    if options.model:
        return _load(options.model).main.scope
    try:
        return scope(options.declare, *options.given)
    except BadScope as problem:
        raise Failure(str(problem)) from problem


def _comparisons(formulas: Sequence[str], scope: Scope) -> list[Comparison]:
    from derive.second_reader.comparing import compare
    from derive.second_reader.process import NotInstalled, SecondReader

    try:
        with SecondReader() as second:
            return [compare(formula, second, scope) for formula in formulas]
    except NotInstalled as problem:
        raise Failure(str(problem)) from problem


def _check(options: argparse.Namespace) -> int:
    from reports.checking import findings_for, lines_of

    findings, document = findings_for(options, _load)
    if options.format == "json":
        _print_json([finding.as_dict() for finding in findings])
    else:
        print("\n".join(lines_of(findings, document, options.hint)))
    return _worst(findings, options.strict)


def _train(options: argparse.Namespace) -> int:
    from derive.kernel import ReplayError
    from derive.proposing import DerivingError
    from reports.trained import as_dict, lines_of
    from reports.training import trained

    draw = _pictures(options)
    try:
        made = trained(_load(options.model), options)
    except (ReplayError, DerivingError) as error:
        raise Failure(f"nothing was trained, because the gradient did not check: {error}") from error
    written = [f"written to {path}" for path in draw(made)]
    if options.format == "json":
        _print_json(as_dict(made, options.values))
    else:
        print("\n".join([*lines_of(made, options.values), *written]))
    return FINE


def _pictures(options: argparse.Namespace) -> Callable[[Trained], list[Path]]:
    """What draws the pictures that are asked for, and says where; refused before the training where it cannot be."""
    if options.plot is None and options.boundary is None:
        return lambda made: []
    try:
        from reports import curves
    except ModuleNotFoundError as error:
        hint = "pip install 'derive-gradients[plots]'"
        raise Failure(f"pictures are drawn by Matplotlib, which is not installed ({error.name}): {hint}") from error
    from reports import formats

    pictures = ((options.plot, curves.loss_curve), (options.boundary, curves.boundary))
    wanted = [(path, picture) for path, picture in pictures if path is not None]
    try:
        for path, _ in wanted:
            curves.refuse_suffix(path)
            formats.refuse_others(path, options.force)
    except (curves.NoPicture, formats.ReportError) as error:
        raise Failure(str(error)) from error

    def draw(made: Trained) -> list[Path]:
        try:
            for path, picture in wanted:
                formats.write_bytes(path, curves.drawn(picture(made), path))
        except (curves.NoPicture, formats.ReportError) as error:
            raise Failure(str(error)) from error
        return [path for path, _ in wanted]

    return draw


def _verify(options: argparse.Namespace) -> int:
    from reports.verifying import Unreadable, verified

    code = FINE
    for path in options.certificate:
        try:
            for holds, line in verified(path):
                print(line)
                code = max(code, FINE if holds else WRONG)
        except Unreadable as problem:
            raise Failure(str(problem)) from problem
    return code


if __name__ == "__main__":
    sys.exit(main())
