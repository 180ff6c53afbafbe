"""The second reader's parts: splitting, translating, the process that may hang, fail or be missing."""

import importlib.util
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
import sympy

from derive import building
from derive.ir import Symbol, Var
from derive.notation.scope import OPEN
from derive.second_reader import process
from derive.second_reader.comparing import Comparison, Side, compare, split
from derive.second_reader.converting import NoCounterpart, expression, spelled, with_opaque_derivatives
from derive.second_reader.process import NotInstalled, SecondReader, Tree
from derive.second_reader.worker import answer, tree
from reports import cli, exits

HAS_READER = importlib.util.find_spec("latex2sympy2") is not None
x, y = sympy.symbols("x y")


def made(expr: object) -> Tree:
    return Tree(tuple((name, args if isinstance(args, str) else tuple(args)) for name, args in tree(expr)))


@pytest.mark.parametrize(
    ("latex", "pieces"),
    [
        ("a = b = c", ["a", "b", "c"]),
        (r"$w \leftarrow w - d$", ["w", "w - d"]),
        (r"\sum_{i=1}^{n} i = n", [r"\sum_{i=1}^{n} i", "n"]),
        (r"f(x = 1) := 2", ["f(x = 1)", "2"]),
        (r"\frac{a}{b}.", [r"\frac{a}{b}"]),
        ("= x", ["x"]),
        ("", [""]),
        ("=", ["="]),
    ],
)
def test_a_formula_is_split_at_its_signs_of_equality(latex: str, pieces: list[str]) -> None:
    assert split(latex) == pieces


@pytest.mark.parametrize(
    ("theirs", "ours"),
    [
        (x + 2 * y, "add(x, mul(2, y))"),
        (x / y, "mul(x, power(y, -1))"),
        (sympy.log(x, 10, evaluate=False), "div(log(x), log(10))"),
        (sympy.exp(-x), "exp(mul(-1, x))"),
        (sympy.Max(0, x), "max(0, x)"),
        (sympy.Function(r"\sigma")(x), "sigmoid(x)"),
        (sympy.Rational(1, 3) + sympy.E, "add(1/3, exp(1))"),
        (sympy.sin(sympy.pi * x), "sin(mul(pi(), x))"),
        (sympy.atan(x), "arctan(x)"),
        (sympy.Derivative(x**2, x), "derivative(power(x, 2), x)"),
    ],
)
def test_a_tree_becomes_an_expression(theirs: object, ours: str) -> None:
    assert str(expression(made(theirs))) == ours


@pytest.mark.parametrize(
    "theirs",
    [sympy.asin(x), sympy.Catalan * x, sympy.I, sympy.Derivative(x**3, (x, 2)), sympy.Function("f")(x), sympy.oo],
)
def test_what_has_no_counterpart_is_refused(theirs: object) -> None:
    with pytest.raises(NoCounterpart):
        expression(made(theirs))


def test_shared_parts_are_one_node_and_large_trees_are_refused() -> None:
    square = (x + y) ** 2
    assert len(tree(square + sympy.exp(square))) == len(tree(square)) + 2
    with pytest.raises(ValueError, match="list"):
        tree([x, y])
    with pytest.raises(ValueError, match="nodes"):
        tree(sympy.Add(*sympy.symbols("a0:20010")))


@pytest.mark.parametrize(
    ("text", "symbol"),
    [
        ("x", Symbol("x")),
        ("alpha_2", Symbol("alpha", sub="2")),
        (r"\hat{y}", Symbol("y", accent="hat")),
        ("w_{12}", Symbol("w", sub="12")),
    ],
)
def test_names_are_matched_by_their_spelling(text: str, symbol: Symbol) -> None:
    assert spelled(text) == symbol


def test_a_derivative_of_a_name_is_a_number_of_its_own() -> None:
    loss, w = Var("L"), Var("w")
    slope = with_opaque_derivatives(building.mul(building.total_derivative(loss, w), w))
    assert str(slope) == "mul(dL_dw, w)"
    taken = building.derivative(building.mul(w, w), w)
    assert with_opaque_derivatives(taken) is taken


def test_the_outcome_of_a_formula_is_the_worst_of_its_sides() -> None:
    sides = (Side("a", "agree"), Side("b", "only-we"), Side("c", "differ", "b", "c", "at b = 2"))
    comparison = Comparison("a = b = c", sides)
    assert comparison.outcome == "differ"
    assert comparison.lines()[0] == "second reader: reads something else"
    assert Comparison("a", sides[:1]).lines() == ["second reader: agrees"]


def test_whatever_another_reader_raises_is_an_answer() -> None:
    def refuse(latex: str) -> object:
        raise RecursionError(f"I cannot read this\n{latex}")

    assert answer(refuse, "x") == {"error": "I cannot read this"}
    assert answer(lambda latex: [latex], "x")["nodes"] == []


# --- the process

SILENT = "import sys; print('{\"ready\": true}', flush=True); sys.stdin.read()"
ENDS = "import sys; print('{\"ready\": true}', flush=True); sys.stdin.readline()"


@pytest.mark.parametrize(("code", "says"), [(SILENT, "did not answer within 0.2 seconds"), (ENDS, "process ended")])
def test_a_process_that_hangs_or_ends_is_replaced(code: str, says: str) -> None:
    with SecondReader(0.2, (sys.executable, "-c", code)) as second:
        assert says in second.read("x").error
        assert says in second.read("y").error
        assert second.starts == 2


@pytest.mark.parametrize(
    ("code", "says"),
    [
        ('print(\'{"missing": "latex2sympy2"}\')', r"pip install 'derive-gradients\[second-reader\]'"),
        ("raise SystemExit(1)", "does not start"),
    ],
)
@pytest.mark.skipif(sys.version_info >= (3, 13), reason="another message there")
def test_a_missing_reader_says_what_to_install(code: str, says: str) -> None:
    with SecondReader(command=(sys.executable, "-c", code)) as second, pytest.raises(NotInstalled, match=says):
        second.read("x")


def test_the_command_says_what_to_install(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(process, "WORKER", Path("no-such-file.py"))
    assert cli.main(["read", "--second-reader", "x + 1"]) == exits.FAILED
    assert "second-reader" in capsys.readouterr().err or sys.version_info >= (3, 13)


# --- with the other reader


@pytest.fixture(scope="module")
def second() -> Iterator[SecondReader]:
    if not HAS_READER:
        pytest.skip("latex2sympy2 is not installed")
    with SecondReader() as reader:
        yield reader


@pytest.mark.parametrize(
    ("latex", "outcome"),
    [
        (r"\frac{1}{1 + e^{-z}}", "agree"),
        (r"\log x", "differ"),
        (r"\frac12 x", "only-we"),
        (r"x!", "only-they"),
        ("{x", "neither"),
        ("x < y", "incomparable"),
        (r"a = \frac{1}{2} b", "agree"),
        (r"a = \log b", "differ"),
    ],
)
def test_each_outcome(second: SecondReader, latex: str, outcome: str) -> None:
    assert compare(latex, second, OPEN).outcome == outcome


def test_one_formula_leaves_nothing_behind(second: SecondReader) -> None:
    before = second.read("x + y")
    for poison in (r"\int x dx", "x = 2", r"d\alpha", "{"):
        second.read(poison)
    assert second.read("x + y") == before
    assert second.starts == 1


def test_the_command_prints_both_readings(second: SecondReader, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["read", "--second-reader", r"\log x + 1"]) == exits.FINE
    printed = capsys.readouterr().out
    assert "second reader: reads something else\n  it reads  log(x, 10) + 1\n" in printed
