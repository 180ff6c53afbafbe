"""The command line: ``derive models | show | report | compare | figure | code | diff | read | check``,
``scan | train | gradcheck | cache | verify``.

Exit codes are those of linters (`reports.exits`). A command is one file in `reports/commands`, imported when it runs.
"""

from __future__ import annotations

import argparse
import io
import os
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib import import_module

from derive import __version__
from derive.shadowing import Shadowed, refuse_shadows
from reports import options as takes
from reports.failing import Failure
from reports.families import meant, with_family

FINE, FAILED = 0, 2
"""The exit codes of what goes well, and of what could not run."""


@dataclass(frozen=True)
class Command:
    """A command: its name, what is said of it, and what adds its arguments and options to a parser."""

    name: str
    help: str
    options: Callable[[argparse.ArgumentParser], None]


COMMANDS = (
    Command("models", "the library, one line each", lambda parser: None),
    Command("show", "a model's equations and all its gradients, in the terminal", takes.show_options),
    Command("report", "a PDF with the derivation, the graph, the numbers, the cross-check", takes.report_options),
    Command("compare", "a model's gradients in the usual conventions, side by side", takes.compare_options),
    Command("figure", "a model's computation graph, or its network of neurons, as a picture", takes.figure_options),
    Command("code", "a model's gradients as a function in NumPy, PyTorch or JAX", takes.code_options),
    Command("diff", "the derivative of a formula, by the rules of the schoolbook", takes.diff_options),
    Command("read", "what is understood of a formula, or why it is refused", takes.read_options),
    Command("check", "judge formulas that somebody derived by hand", takes.check_options),
    Command("scan", "judge every formula of documents, each in the scope it stands in", takes.scan_options),
    Command("train", "fit a model to a table, step by step, by its gradients", takes.train_options),
    Command("gradcheck", "judge a backward function that somebody wrote in Python", takes.gradcheck_options),
    Command("cache", "where the findings of scanned documents are kept; --clear throws them away", takes.cache_options),
    Command("verify", "replay the proofs that 'check --format json' printed", takes.verify_options),
)
"""The commands, in the order in which they are listed."""


def main(argv: Sequence[str] | None = None) -> int:
    """Run a command; the exit code."""
    parser = _parser()
    argv = with_family(sys.argv[1:] if argv is None else argv)
    options, rest = parser.parse_known_args(argv)
    if options.command is None:
        parser.print_help()
        return FAILED
    if not _taken_in(options, rest):
        parser.error(f"unrecognized arguments: {' '.join(rest)}{meant(argv, rest)}")
    _spell_what_the_terminal_cannot()
    try:
        refuse_shadows()
        code: int = import_module(f"reports.commands.{options.command}").run(options)
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


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="derive", description="Gradients of neural networks: derived line by line, checked, guarded."
    )
    parser.add_argument("--version", action="version", version=f"derive {__version__}")
    listed = parser.add_subparsers(title="commands", metavar="COMMAND", dest="command")
    for command in COMMANDS:
        command.options(listed.add_parser(command.name, help=command.help))
    return parser


if __name__ == "__main__":
    sys.exit(main())
