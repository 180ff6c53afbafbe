"""`derive read`: what is understood of formulas, or why they are refused."""

from __future__ import annotations

import argparse
from collections.abc import Sequence

from derive.notation.reading import read
from derive.notation.scope import Scope
from derive.notation.scoping import BadScope, scope
from derive.notation.styling import style_of
from derive.second_reader.comparing import Comparison, compare
from derive.second_reader.process import NotInstalled, SecondReader
from reports.describing import Description, describe
from reports.exits import FAILED, FINE
from reports.failing import Failure
from reports.loading import loaded
from reports.printing import print_json


def run(options: argparse.Namespace) -> int:
    """Print what was understood; 2 where something was not."""
    known = _scope_of(options)
    readings = [read(formula, known) for formula in options.formula]
    described = [describe(reading, style_of(reading.after(known))) for reading in readings]
    # Both readers have spoken before anything is printed: nothing is printed where the other one is not installed.
    compared = _comparisons(options.formula, known) if options.second_reader else []
    if options.format == "json":
        found = [description.as_dict() for description in described]
        for entry, comparison in zip(found, compared, strict=False):
            entry["second_reader"] = comparison.as_dict()
        print_json(found)
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
    if options.model and (options.declare or options.given):
        raise Failure("--model brings its own names: use it, or --declare and --given")
    if options.model:
        return loaded(options.model).main.scope
    try:
        return scope(options.declare, *options.given)
    except BadScope as problem:
        raise Failure(str(problem)) from problem


def _comparisons(formulas: Sequence[str], known: Scope) -> list[Comparison]:
    try:
        with SecondReader() as second:
            return [compare(formula, second, known) for formula in formulas]
    except NotInstalled as problem:
        raise Failure(str(problem)) from problem
