"""What the commands of the command line take: their arguments and options."""

from __future__ import annotations

import argparse
from pathlib import Path

from reports import houses, languages, styles


def model_argument(parser: argparse.ArgumentParser) -> None:
    """The model that a command is about."""
    parser.add_argument("model", metavar="MODEL", help="a model of the library, or a model document (.md, .tex, .txt)")


def order_option(parser: argparse.ArgumentParser) -> None:
    """In which order the chain rule is written."""
    parser.add_argument(
        "--order",
        choices=("outer-inner", "inner-outer"),
        default="outer-inner",
        help="the order of factors in the chain rule (default: outer-inner)",
    )


def language_option(parser: argparse.ArgumentParser) -> None:
    """The language of a document."""
    known = ", ".join(languages.codes())
    parser.add_argument(
        "--lang", default=languages.DEFAULT, metavar="CODE", help=f"the language of the words: {known} (default: en)"
    )


def notation_option(parser: argparse.ArgumentParser) -> None:
    """How layers, derivatives, transposes and products are written."""
    parser.add_argument(
        "--notation", default="", metavar="STYLES", help=f"house styles, several with commas: {houses.listed()}"
    )


def show_options(parser: argparse.ArgumentParser) -> None:
    """The options of ``derive show``."""
    model_argument(parser)
    order_option(parser)
    parser.add_argument("--steps", action="store_true", help="every line of the derivation with its reason")


def report_options(parser: argparse.ArgumentParser) -> None:
    """The options of ``derive report``."""
    model_argument(parser)
    parser.add_argument(
        "--style",
        default=styles.DEFAULT,
        metavar="STYLE",
        help=f"{', '.join(styles.names())} (default: {styles.DEFAULT})",
    )
    order_option(parser)
    language_option(parser)
    notation_option(parser)
    parser.add_argument("-o", "--output", type=Path, metavar="FILE", help="where to write; the suffix says the format")
    parser.add_argument("--format", choices=("pdf", "latex", "html", "markdown", "text"), help="overrides the suffix")
    parser.add_argument("--detail", choices=("brief", "full"), default="full", help="how many lines (default: full)")
    parser.add_argument(
        "--seed", type=int, metavar="N", help="the points of the cross-check (default: 0), or the exercise (default: 1)"
    )
    parser.add_argument("--copies", type=int, metavar="K", help="so many exercise sheets, each with a seed of its own")
    parser.add_argument("--components", type=int, default=2, metavar="M", help="write M features out; 0 for none")
    parser.add_argument("--at", type=Path, metavar="FILE", help="a worked example at these values (YAML or JSON)")
    parser.add_argument("--log", choices=("natural", "10"), default="natural", help="logarithms of the worked example")
    parser.add_argument("--paper", choices=("a4", "us-letter"), help="of the PDF or the LaTeX source (default: a4)")
    parser.add_argument("--engine", choices=("typst", "latexmk"), default="typst", help="what makes the PDF")
    parser.add_argument("--force", action="store_true", help="overwrite a file that derive did not write")


def compare_options(parser: argparse.ArgumentParser) -> None:
    """The options of ``derive compare``."""
    model_argument(parser)
    parser.add_argument(
        "--layouts", action="store_true", help="layouts, rows and columns, sum and mean: what is compared by default"
    )
    language_option(parser)
    notation_option(parser)
    parser.add_argument("-o", "--output", type=Path, metavar="FILE", help="write it, as .pdf, .md, .html, .tex or .txt")
    parser.add_argument("--force", action="store_true", help="overwrite a file that derive did not write")


def diff_options(parser: argparse.ArgumentParser) -> None:
    """The options of ``derive diff``."""
    parser.epilog = "A formula that begins with a minus comes behind --, as in: derive diff -- '-x^2' x"
    parser.add_argument("formula", metavar="FORMULA", help="a formula in LaTeX, such as '\\log(x^2)'")
    parser.add_argument("names", metavar="NAME", nargs="*", help="by what: one name, or several in turn")
    parser.add_argument("--order", type=int, default=1, metavar="N", help="differentiate N times (default: 1)")
    parser.add_argument("--declare", action="append", default=[], metavar="TEXT", help="what names are")
    language_option(parser)
    forms = ("text", "md", "latex", "html", "pdf", "json")
    parser.add_argument("--format", choices=forms, help="what is printed (default: text), or written to the file")
    parser.add_argument("-o", "--output", type=Path, metavar="FILE", help="as .pdf, .md, .html, .tex, .txt or .json")
    parser.add_argument("--force", action="store_true", help="overwrite a file that derive did not write")


def figure_options(parser: argparse.ArgumentParser) -> None:
    """The options of ``derive figure``."""
    model_argument(parser)
    parser.add_argument(
        "--kind", choices=("graph", "network"), default="graph", help="the computation graph (default), or the neurons"
    )
    parser.add_argument("--variant", metavar="LABEL", help="one variant, such as 'n examples', instead of the first")
    parser.add_argument("--numbers", action="store_true", help="the worked example in the graph, or other numbers")
    parser.add_argument(
        "-o", "--output", type=Path, metavar="FILE", help="where to write: .pdf, .png, .svg or .tex (default: .svg)"
    )
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
        "       derive check [MODEL] … --file homework.md\n"
        "       derive check [MODEL] --answers FILE … [--solutions]"
    )
    parser.epilog = "A claim that begins with a minus comes last, behind --."
    parser.add_argument(
        "items",
        metavar="MODEL CLAIM …",
        nargs="*",
        help="a model of the library or a model document (.md, .tex), unless --given says the equations; then "
        r"claims in LaTeX, such as '\frac{\partial L}{\partial w} = (a-y)x', or - for a whole derivation",
    )
    parser.add_argument("--file", metavar="FILE", help="judge the whole derivation in this file; - is what is piped in")
    parser.add_argument(
        "--answers", metavar="FILE", type=Path, nargs="+", help="mark the answers files of exercise sheets, with points"
    )
    parser.add_argument("--solutions", action="store_true", help="with --answers: say what is right, too")
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


def train_options(parser: argparse.ArgumentParser) -> None:
    """The arguments and options of ``derive train``."""
    model_argument(parser)
    parser.epilog = "Names are given values as in --start 'w=[0.7, 0.2], b=0.1'."
    parser.add_argument(
        "--data",
        metavar="FILE.csv",
        required=True,
        help="a table with a line of headings; or houses, points, sentences",
    )
    parser.add_argument("--rate", type=float, default=0.1, metavar="R", help="the learning rate (default: 0.1)")
    parser.add_argument("--steps", type=int, default=100, metavar="N", help="how many steps at most (default: 100)")
    parser.add_argument("--method", choices=("descent", "newton"), default="descent", help="newton needs no rate")
    parser.add_argument("--start", metavar="VALUES", help="where parameters start; or: random")
    parser.add_argument("--seed", type=int, default=0, metavar="N", help="of a random start (default: 0)")
    parser.add_argument(
        "--until-change", type=float, metavar="D", help="stop when the loss changes by no more than this"
    )
    parser.add_argument("--until-slope", type=float, metavar="D", help="stop when the gradient is no longer than this")
    parser.add_argument("--columns", metavar="NAMES", help="which columns are which data: x_1=size, y=price")
    parser.add_argument("--set", metavar="VALUES", help="data that is in no column: lambda=0.1, x_0=1")
    parser.add_argument("--sizes", metavar="VALUES", help="sizes that do not follow from the table: h=4")
    parser.add_argument(
        "--line-by-line", choices=("mean", "sum"), help="one example after the other; the mean or sum of their losses"
    )
    parser.add_argument("--log", choices=("natural", "10"), default="natural", help="logarithms of the loss")
    parser.add_argument("--every", type=int, metavar="N", help="show every so manyth step of the history")
    parser.add_argument("--values", action="store_true", help="show all values on the way to the loss")
    parser.add_argument("--query", metavar="VALUES", help="a new input to predict for: x=0.4")
    parser.add_argument("--plot", type=Path, metavar="FILE", help="a picture of the losses (.svg, .png or .pdf)")
    parser.add_argument("--boundary", type=Path, metavar="FILE", help="a picture of what is predicted where")
    parser.add_argument("--force", action="store_true", help="overwrite a picture that derive did not write")
    parser.add_argument("--format", choices=("text", "json"), default="text")


def scan_options(parser: argparse.ArgumentParser) -> None:
    """The arguments and options of ``derive scan``."""
    parser.add_argument("files", metavar="FILE", nargs="+", help="files, folders and patterns; - is what is piped in")
    _scope_options(parser)
    parser.add_argument("--model", metavar="MODEL", help="the model that every document is about")
    parser.add_argument(
        "--assume-models",
        action="store_true",
        help="take a document without a loss to be about the one model whose names fit; every verdict says so",
    )
    parser.add_argument(
        "--as", dest="as_format", metavar="FORMAT", help="how the files are written, whatever they end in"
    )
    parser.add_argument(
        "--options", metavar="FILE", type=Path, help="declarations to stand before lines of the document: 12: data x, y"
    )
    parser.add_argument("--all", action="store_true", help="list every formula, and not only what needs a look")
    parser.add_argument("--hint", action="store_true", help="say where to look, and not what is right")
    parser.add_argument("--strict", action="store_true", help="exit with 3 where something is not settled")
    forms = ("text", "json", "sarif", "junit", "html", "markdown")
    parser.add_argument("--format", choices=forms, default="text", help="what is printed (default: text)")
    parser.add_argument(
        "-o", "--output", type=Path, metavar="FILE", action="append", default=[],
        help="write the findings too, as .json, .sarif, .xml (JUnit), .html or .md; may be repeated",
    )  # fmt: skip
    parser.add_argument(
        "--annotate", type=Path, metavar="FOLDER", help="write copies of .tex and .md files there, with marks in them"
    )
    parser.add_argument("-j", "--jobs", type=int, default=1, metavar="N", help="how many processes (default: 1)")
    parser.add_argument("--dask", metavar="ADDRESS", help="scan on the Dask cluster there, such as tcp://host:8786")
    parser.add_argument("--baseline", type=Path, metavar="FILE", help="findings in it are known, and do not fail")
    parser.add_argument("--write-baseline", type=Path, metavar="FILE", help="write what is wrong now as a baseline")
    parser.add_argument("--force", action="store_true", help="overwrite files that derive did not write")
    parser.add_argument("--no-cache", action="store_true", help="judge all anew, and keep nothing ('derive cache')")


def cache_options(parser: argparse.ArgumentParser) -> None:
    """The options of ``derive cache``."""
    parser.add_argument("--clear", action="store_true", help="throw away all that was kept")


def verify_options(parser: argparse.ArgumentParser) -> None:
    """The arguments of ``derive verify``."""
    parser.add_argument("certificate", metavar="FILE", nargs="+", type=Path, help="JSON: a certificate, or findings")


def gradcheck_options(parser: argparse.ArgumentParser) -> None:
    """The arguments and options of ``derive gradcheck``."""
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.epilog = GRADCHECK_EPILOG
    parser.add_argument("function", metavar="FILE.py:FUNCTION", help="the backward function, such as net.py:backward")
    parser.add_argument("--model", metavar="MODEL", required=True, help="the model whose loss it is the gradient of")
    parser.add_argument("--variant", metavar="LABEL", help="the statement of the model that is meant: 'n examples'")
    parser.add_argument("--forward", metavar="FILE.py:LOSS", help="a loss of your own, in place of the model's")
    parser.add_argument("--at", type=Path, metavar="FILE", help="at these values only (YAML or JSON)")
    parser.add_argument("--vectors", choices=("1d", "2d"), help="vectors as (m,), or as (m, 1) and (1, m)")
    parser.add_argument("--seed", type=int, default=0, metavar="N", help="which points are tried (default: 0)")
    parser.add_argument("--timeout", type=float, default=10.0, metavar="S", help="seconds for each call (default: 10)")
    parser.add_argument("--strict", action="store_true", help="exit with 3 where something is undecided or at a kink")
    parser.add_argument("--format", choices=("text", "json"), default="text", help="what is printed (default: text)")


GRADCHECK_EPILOG = r"""
The file runs as your own Python, in a process of its own, with a time limit: it may do all that you may, so check only
code that you would run. What it prints is left out.

Parameters of the function are matched with the model's names: exactly, else without underscores (W1, W_1), else in any
case. It may take inputs, anything computed from them (Z, A1), sizes (n), params for a dict of all parameters, and cache
for a dict of all values. It returns a dict such as {"dW": …, "db": …} (or "W", "grad_W", "W_grad", "dL_dW"), or a tuple
in the order of the model's parameters; a loss may stand in front: return loss, {"dW": …}. A gradient has the shape of
what it is the gradient of. Vectors have one axis where the function does well with it, else two; --vectors says which.

Exit codes: 0 nothing is wrong, 1 a gradient is wrong or missing, 2 the function could not be judged.
"""
