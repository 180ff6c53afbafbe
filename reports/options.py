"""What the commands of the command line take: their arguments and options."""

from __future__ import annotations

import argparse
from pathlib import Path


def model_argument(parser: argparse.ArgumentParser) -> None:
    """The model that a command is about."""
    parser.add_argument("model", metavar="MODEL", help="a model of the library, or a model document (.md)")


def order_option(parser: argparse.ArgumentParser) -> None:
    """In which order the chain rule is written."""
    parser.add_argument(
        "--order",
        choices=("outer-inner", "inner-outer"),
        default="outer-inner",
        help="the order of factors in the chain rule (default: outer-inner)",
    )


def report_options(parser: argparse.ArgumentParser) -> None:
    """The options of ``derive report``."""
    model_argument(parser)
    order_option(parser)
    parser.add_argument("-o", "--output", type=Path, metavar="FILE", help="where to write; the suffix says the format")
    parser.add_argument("--format", choices=("pdf", "latex", "html", "markdown", "text"), help="overrides the suffix")
    parser.add_argument("--detail", choices=("brief", "full"), default="full", help="how many lines (default: full)")
    parser.add_argument("--seed", type=int, default=0, help="which points the cross-check uses (default: 0)")
    parser.add_argument("--components", type=int, default=2, metavar="M", help="write M features out; 0 for none")
    parser.add_argument("--at", type=Path, metavar="FILE", help="a worked example at these values (YAML or JSON)")
    parser.add_argument("--log", choices=("natural", "10"), default="natural", help="logarithms of the worked example")
    parser.add_argument("--engine", choices=("typst", "latexmk"), default="typst", help="what makes the PDF")
    parser.add_argument("--force", action="store_true", help="overwrite a file that derive did not write")


def code_options(parser: argparse.ArgumentParser) -> None:
    """The options of ``derive code``."""
    model_argument(parser)
    parser.add_argument("--to", metavar="TARGET", default="numpy", help="numpy (default), torch or jax")
    parser.add_argument("--variant", metavar="LABEL", help="one variant, such as 'n examples', instead of all")
    parser.add_argument("-o", "--output", type=Path, metavar="FILE", help="write it to a file instead of printing it")
    parser.add_argument("--force", action="store_true", help="overwrite a file that derive did not write")


def check_options(parser: argparse.ArgumentParser) -> None:
    """The arguments and options of ``derive check``; ``refuse`` is how it refuses them."""
    parser.usage = (
        "derive check [-h] [MODEL] [--given EQUATION] [--shape TEXT] [--declare TEXT] [--hint]\n"
        "                    [--format {text,json}] CLAIM …\n"
        "       derive check [MODEL] … - < homework.tex\n"
        "       derive check [MODEL] … --file homework.md"
    )
    parser.epilog = "A claim that begins with a minus comes last, behind --."
    parser.add_argument(
        "items",
        metavar="MODEL CLAIM …",
        nargs="*",
        help="a model of the library or a model document (.md), unless --given says what the equations are; then "
        r"claims in LaTeX, such as '\frac{\partial L}{\partial w} = (a-y)x', or - for a whole derivation",
    )
    parser.add_argument("--file", metavar="FILE", help="judge the whole derivation in this file; - is what is piped in")
    _scope_options(parser)
    parser.add_argument("--shape", metavar="TEXT", action="append", default=[], help="--declare 'shape TEXT'")
    parser.add_argument("--format", choices=("text", "json"), default="text", help="json: an array of findings")
    parser.add_argument("--hint", action="store_true", help="say where to look, and not what is right")
    parser.add_argument(
        "--strict", action="store_true", help="exit with 3 where something is undecided, or true by convention only"
    )
    parser.set_defaults(refuse=parser.error)


def _scope_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--declare",
        metavar="TEXT",
        action="append",
        default=[],
        help="what names are: 'shape w: m; data x'; repeatable",
    )
    parser.add_argument(
        "--given", metavar="EQUATION", action="append", default=[], help="an equation that is read first; repeatable"
    )


def read_options(parser: argparse.ArgumentParser) -> None:
    """The arguments and options of ``derive read``."""
    parser.epilog = "A formula that begins with a minus comes behind --, as in: derive read -- '-x'"
    parser.add_argument("formula", metavar="LATEX", nargs="+")
    parser.add_argument("--model", metavar="MODEL", help="read it among the names of this model")
    _scope_options(parser)
    parser.add_argument(
        "--format", choices=("text", "json"), default="text", help="json: an array, one entry a formula"
    )
    parser.add_argument(
        "--second-reader", action="store_true", help="compare with latex2sympy2, for formulas of numbers"
    )
