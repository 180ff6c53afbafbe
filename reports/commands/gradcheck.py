"""`derive gradcheck`: a hand-written backward function against a model's loss, or the user's own."""

from __future__ import annotations

import argparse

from derive.usercode.checking import Task, check
from derive.usercode.naming import DoesNotMatch
from derive.usercode.points import NoPoint
from derive.usercode.process import Failed, Function, Process, Unusable
from derive.valuefiles import BadValues, read_file
from numeric.arrays import NotFinite
from reports.failing import Failure
from reports.gradchecking import as_dict, exit_code, lines_of, warning
from reports.loading import loaded
from reports.printing import print_json
from reports.spelling import text


def run(options: argparse.Namespace) -> int:
    """Run the function, and print what becomes of each gradient."""
    if not 0 < options.timeout <= MOST_SECONDS:
        raise Failure(f"--timeout is {options.timeout:g}, expected seconds up to {MOST_SECONDS}")
    try:
        task = Task(
            Function.of(options.function),
            loaded(options.model),
            Function.of(options.forward) if options.forward else None,
            options.variant,
            options.vectors,
            read_file(options.at) if options.at else None,
            options.seed,
        )
        if options.format == "text":
            print(f"{task.function.written} {warning(options.timeout)}", flush=True)
        with Process(options.timeout) as process:
            checked = check(task, process, text)
    except DoesNotMatch as problem:
        raise Failure(f"{options.function}: {problem}") from problem
    except (Failed, Unusable, NoPoint, BadValues, NotFinite) as problem:
        raise Failure(str(problem)) from problem
    if options.format == "json":
        print_json(as_dict(checked, options.timeout))
    else:
        print("\n".join(lines_of(checked)))
    return exit_code(checked, options.strict)


MOST_SECONDS = 3600
"""The longest time limit of a call."""
