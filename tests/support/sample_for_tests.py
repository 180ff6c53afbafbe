"""A realistic document: the derivation for logistic regression, with every kind of block a report has."""

from __future__ import annotations

from fractions import Fraction as Rational

from derive import building as b
from derive.ir import Const, Expr, Symbol, Var
from derive.notation.math import EQUALS, Blank, Coloured, Letter, Math, Number, Scripts, Sign, row
from derive.notation.typesetting import Mark, typeset
from derive.shapes import Shape
from reports.document import (
    Callout,
    Display,
    Document,
    Equation,
    Formula,
    Graph,
    GraphEdge,
    GraphNode,
    Heading,
    Inlines,
    Listing,
    Paragraph,
    Room,
    Table,
    Words,
    words,
)

M = Shape.of("m")
X, W = Var("x", M), Var("w", M)
BIAS, Z, A, Y = Var("b"), Var("z"), Var("a"), Var("y")
LOSS = Var(Symbol("L", font="cal"))

WX = b.add(b.matmul(b.transpose(W), X), BIAS)
SIGMOID = b.call("sigmoid", Z)
CROSS_ENTROPY = b.neg(b.add(b.mul(Y, b.call("log", A)), b.mul(b.sub(b.ONE, Y), b.call("log", b.sub(b.ONE, A)))))


def equation(left: Expr | None, right: Expr, reason: str = "", *, result: bool = False) -> Equation:
    return Equation(typeset(left) if left is not None else None, EQUALS, typeset(right), words(reason), result)


def sigmoid_lines() -> list[tuple[Expr, str]]:
    one, e = b.ONE, b.call("exp", b.neg(Z))
    under = b.add(one, e)
    fraction = b.div(one, under)
    minus_one, minus_two = Const(-1), Const(-2)
    return [
        (b.derivative(fraction, Z), "by the definition of σ"),
        (b.derivative(b.power(under, minus_one), Z), "a fraction as a power"),
        (
            b.mul(minus_one, b.power(under, minus_two), b.derivative(under, Z)),
            "power rule, and the chain rule for the expression inside",
        ),
        (
            b.mul(minus_one, b.power(under, minus_two), b.add(b.derivative(one, Z), b.derivative(e, Z))),
            "sum rule",
        ),
        (
            b.mul(minus_one, b.power(under, minus_two), e, b.derivative(b.neg(Z), Z)),
            "the derivative of a constant is 0; the exponential is its own derivative, times the inner one",
        ),
        (b.mul(minus_one, b.power(under, minus_two), e, minus_one), "the derivative of −z is −1"),
        (b.mul(b.power(under, minus_two), e), "two minus signs cancel"),
        (b.div(e, b.power(under, Const(2))), "a negative power as a fraction"),
        (b.div(b.add(e, one, minus_one), b.power(under, Const(2))), "add and subtract 1"),
        (b.sub(fraction, b.div(one, b.power(under, Const(2)))), "split the fraction, and cancel"),
        (b.mul(fraction, b.sub(one, fraction)), "take out the common factor"),
        (b.mul(SIGMOID, b.sub(one, SIGMOID)), "by the definition of σ, backwards"),
    ]


def sigmoid_display() -> Display:
    start: Expr | None = b.derivative(SIGMOID, Z)
    equations = []
    lines = sigmoid_lines()
    for k, (expr, reason) in enumerate(lines):
        marks: dict[tuple[int, ...], Mark] = {(0,): "struck", (3,): "struck"} if k == 5 else {}
        right = typeset(expr, marks=marks)
        left = typeset(start) if start is not None else None
        equations.append(Equation(left, EQUALS, right, words(reason), k == len(lines) - 1))
        start = None
    return Display(tuple(equations), "sigmoid")


def chain_display() -> Display:
    total, partial = b.total_derivative, b.partial
    chain = b.mul(total(LOSS, A), partial(A, Z), partial(Z, BIAS))
    struck: dict[tuple[int, ...], Mark] = {
        (0, 1): "struck",
        (1, 0): "struck",
        (1, 1): "struck",
        (2, 0): "struck",
    }
    open_sides = b.mul(b.add(b.neg(b.div(Y, A)), b.div(b.sub(b.ONE, Y), b.sub(b.ONE, A))), A, b.sub(b.ONE, A), Const(1))
    return Display(
        (
            Equation(typeset(total(LOSS, BIAS)), EQUALS, typeset(chain, marks=struck), words("chain rule")),
            equation(None, open_sides, "the local derivatives from above"),
            equation(None, b.add(b.neg(b.mul(Y, b.sub(b.ONE, A))), b.mul(b.sub(b.ONE, Y), A)), "multiply out"),
            equation(None, b.sub(A, Y), "the products cancel", result=True),
        ),
        "chain",
    )


def wide_display() -> Display:
    """An equation that no column holds, and a left side that is too wide for its own."""
    terms = [
        b.mul(Const(Rational(k + 1, 7)), b.call("log", b.sub(b.ONE, b.mul(A, Var(f"{c}")))))
        for k, c in enumerate("pqrstu")
    ]
    long = b.add(*terms)
    return Display(
        (
            equation(Y, long, "a sum that is too wide for one line goes on below, and its reason stands under it"),
            equation(b.derivative(b.mul(Y, long), Y), long, "the factor y"),
        )
    )


def value(name: Math, number: str) -> Math:
    return row(name, EQUALS, Number(number))


def gradient(of: Var, number: str) -> Math:
    negative = (Sign("−", "prefix"),) if number.startswith("-") else ()
    return Coloured(
        row(typeset(b.total_derivative(LOSS, of)), EQUALS, *negative, Number(number.lstrip("-"))), "backward"
    )


def graph() -> Graph:
    partial = b.partial
    ink = lambda expr: Coloured(typeset(expr), "backward")  # noqa: E731
    nodes = (
        GraphNode("x", typeset(X), "data", value=value(typeset(X), "0.5")),
        GraphNode("w", typeset(W), "parameter", value=value(typeset(W), "0.8"), gradient=gradient(W, "-0.21")),
        GraphNode("b", typeset(BIAS), "parameter", value=value(typeset(BIAS), "0.1"), gradient=gradient(BIAS, "-0.43")),
        GraphNode("z", typeset(Z), "operation", typeset(WX), value(typeset(Z), "0.50"), gradient(Z, "-0.43")),
        GraphNode("a", typeset(A), "operation", typeset(SIGMOID), value(typeset(A), "0.57"), gradient(A, "-1.76")),
        GraphNode("y", typeset(Y), "data", value=value(typeset(Y), "1")),
        GraphNode("L", typeset(LOSS), "loss", None, value(typeset(LOSS), "0.56"), gradient(LOSS, "1")),
    )
    edges = (
        GraphEdge("w", "z", ink(partial(Z, W))),
        GraphEdge("x", "z"),
        GraphEdge("b", "z"),
        GraphEdge("z", "a", ink(partial(A, Z))),
        GraphEdge("a", "L", ink(partial(LOSS, A))),
        GraphEdge("y", "L"),
    )
    caption: Inlines = (
        Words("Figure: the computation graph of "),
        Formula(typeset(LOSS)),
        Words(". Above each node its value, below it its gradient."),
    )
    return Graph(nodes, edges, caption, "x, w and b give z; z gives a; a and y give the loss.")


def formula_cell(expr: Expr) -> Inlines:
    return (Formula(typeset(expr)),)


def table() -> Table:
    header = (words("Gradient"), words("by hand"), words("differences"), words("agree to"), words("verdict"))
    total = b.total_derivative
    power = Scripts(Number("10"), sup=row(Sign("−", "prefix"), Number("11")))
    scientific: Inlines = (Formula(row(Number("3"), Sign("·", "binary"), power)),)
    proved: Inlines = (Words("proved", "strong"),)
    return Table(
        header,
        (
            (formula_cell(total(LOSS, W)), words("−0.2127"), words("−0.2127"), scientific, proved),
            (formula_cell(total(LOSS, BIAS)), words("−0.4256"), words("−0.4256"), scientific, proved),
        ),
        "lrrrl",
        words("Four independent roads to the same numbers."),
    )


def sample() -> Document:
    """The document that the golden files show."""
    blocks = (
        Heading(1, words("The model"), "model"),
        Paragraph(
            (
                Words("One example "),
                Formula(typeset(X)),
                Words(" with its label "),
                Formula(row(typeset(Y), Sign("∈", "relation"), Letter("Y", "cal"))),
                Words(" passes three equations; the loss is the "),
                Words("binary cross-entropy", "emphasis"),
                Words(", called "),
                Words("log_loss", "code"),
                Words(" & 100% <by> many_names #1."),
            )
        ),
        Display(
            (
                equation(Z, WX, "the weighted sum"),
                equation(A, SIGMOID, "the logistic function"),
                equation(LOSS, CROSS_ENTROPY, "binary cross-entropy"),
            ),
            "given",
        ),
        Callout(
            "Assumption",
            (Words("All equalities hold where "), Formula(typeset(A)), Words(" lies strictly between 0 and 1.")),
            "assumption",
        ),
        graph(),
        Heading(1, words("The derivative of the activation"), "activation"),
        sigmoid_display(),
        Heading(1, words("The gradient of the bias"), "bias"),
        Heading(2, words("Along the chain"), "along"),
        chain_display(),
        Listing((words("The factors cancel pairwise."), words("Prediction minus label remains.")), numbered=True),
        Heading(2, words("An equation that is too wide"), "wide"),
        wide_display(),
        Heading(1, words("Cross-check"), "check"),
        Paragraph(words("The same numbers come out on every road.")),
        table(),
        Listing((words("finite differences of the loss alone"), words("a pass written by hand"))),
        Callout("Note", words("Agreement of floats is evidence, not proof.")),
        Paragraph((Words("Name "), Formula(Blank(12)))),
        Display((Equation(Letter("a"), EQUALS, row(Blank(5, "1"), Sign("·", "binary"), Blank(5, "2", Letter("z")))),)),
        Room(2),
        Callout("Warning", words("At a kink there is no derivative."), "warning"),
    )
    return Document(
        words("Logistic regression"),
        blocks,
        words("Every gradient, derived and checked"),
        "derive 0.1.0, from the model logistic-regression",
        "en",
        ("backpropagation", "logistic regression"),
    )
