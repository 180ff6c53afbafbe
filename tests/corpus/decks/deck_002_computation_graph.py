r"""Deck 002: the computation graph J = 3(a + bc), the derivatives of J, and what the slides say about them."""

from deck_002_entries import new, prose, words
from textbook_entries import Entry, gradient

GRAPH = {"declare": "data a, b, c", "given": ("u = bc", "v = a + u", "J = 3v")}
NUMBERS = {"a": (), "b": (), "c": ()}

dJ_da = gradient(lambda a, b, c: 3 * (a + b * c), "a")
dJ_dv = gradient(lambda v: 3 * v, "v")
dv_da = gradient(lambda a, b, c: a + b * c, "a")
dv_du = gradient(lambda a, u: a + u, "u")


def dJ_du(a, b, c):
    return gradient(lambda a, u: 3 * (a + u), "u")(a=a, u=b * c)


def local(a, b, c):
    """dJ/dv."""
    return dJ_dv(v=a + b * c)


def through_a(a, b, c):
    """dJ/dv times dv/da."""
    return local(a, b, c) * dv_da(a=a, b=b, c=c)


def through_u(a, b, c):
    """dJ/dv times dv/du."""
    return local(a, b, c) * dv_du(a=a, u=b * c)


def claim(number, latex, *sides, note=""):
    return new(id=f"s002-{number}", latex=latex, kind="claim", **GRAPH, sides=sides, shapes=NUMBERS, note=note)


def equations(number, latex, note):
    """J(a, b, c) = 3(a + bc), and beside it, behind a brace, u = bc, v = a + u, J = 3v."""
    return new(
        id=f"s002-{number}",
        latex=latex,
        kind="definition; definition; definition; definition|claim",
        declare=GRAPH["declare"],
        sides=(
            lambda J: J,
            lambda a, b, c: 3 * (a + b * c),
            lambda u: u,
            lambda b, c: b * c,
            lambda v: v,
            lambda a, u: a + u,
            lambda J: J,
            lambda v: 3 * v,
        ),
        split=(2, 2, 2, 2),
        shapes={**NUMBERS, "J": (), "u": (), "v": ()},
        may_refuse=True,
        note=note,
    )


ARRAY = (
    r"\begin{array}{l} \textcolor{red}{u} = bc \\ \textcolor{green}{v} = a + \textcolor{red}{u} \\"
    r" J = 3\textcolor{green}{v} \end{array}"
)
BRACES = (
    r"\underbrace{\underbrace{\underbrace{J(a, b, c) = 3(a + \underbrace{bc}_{\textcolor{red}{u}})}"
    r"_{\textcolor{green}{v}}}_{J}}"
)

ENTRIES: tuple[Entry, ...] = (
    prose(
        "098a",
        "**Left-to-right**: This is referred to as *forward propagation*, which results in computing the"
        " output of the network",
    ),
    prose(
        "098b",
        "**Right-to-left**: This is referred to as *back propagation*, which results in computing the gradients (or"
        " derivatives) of the parameters in the network",
    ),
    new(
        id="s002-099",
        latex="J",
        kind="notation|expression|fragment",
        declare="data J",
        sides=(lambda J: J,),
        shapes={"J": ()},
    ),
    equations(
        "100",
        BRACES + r" \quad \left. \vphantom{" + BRACES + r"} \right\} " + ARRAY,
        "the scanner put the equation itself under the braces, so that their labels v and J name nothing sensible;"
        " what \\vphantom holds is not printed at all",
    ),
    equations(
        "101",
        r"\begin{array}{c} J(a, b, c) = 3(a + \underbrace{bc}_{\underbrace{u}_{v}}) \\ \underbrace{\hspace{1.5cm}}_J"
        r" \end{array} \left. " + ARRAY + r" \right\}",
        "a label v under the label u, and a brace with nothing but space above it",
    ),
    words("102", r"\frac{dJ}{dv} = \text{Derivative of } J \text{ with respect to } v", GRAPH),
    prose("103a", r"$\frac{dJ}{dv}$  = If we change  $v$  a little bit, how would  $J$  change?", **GRAPH),
    prose("103b", r"$\frac{dJ}{da}$  = If we change  $a$  a little bit, how would  $J$  change?", **GRAPH),
    prose("103c", r"$\frac{dJ}{du}$  = Derivative of  $J$  with respect to  $u$", **GRAPH),
    prose("103d", r"$\frac{dJ}{du}$  = If we change  $u$  a little bit, how would  $J$  change?", **GRAPH),
    prose("103e", r"$\frac{dJ}{db}$  = If we change  $b$  a little bit, how would  $J$  change?", **GRAPH),
    prose("103f", r"$\frac{dJ}{dc}$  = If we change  $c$  a little bit, how would  $J$  change?", **GRAPH),
    new(
        id="s002-103g",
        latex=r"\frac{dJ}{dv}",
        kind="fragment|expression|notation",
        **GRAPH,
        sides=(local,),
        shapes=NUMBERS,
        note="the formula of 103a: a left side alone",
    ),
    new(
        id="s002-103h",
        latex=r"\frac{dJ}{db}",
        kind="fragment|expression|notation",
        **GRAPH,
        sides=(gradient(lambda a, b, c: 3 * (a + b * c), "b"),),
        shapes=NUMBERS,
        note="the formula of 103e: through u and v it is 3c",
    ),
    prose(
        "104",
        "To compute the derivative of  $J$  with respect to  $v$ , we went *back* to  $v$ , nudged it, and measured the"
        " corresponding resultant increase on  $J$",
        **GRAPH,
    ),
    words("105", r"\frac{dJ}{da} = \text{Derivative of } J \text{ with respect to } a", GRAPH),
    new(
        id="s002-106", latex=r"\frac{dJ}{da} = 3 =", kind="fragment", **GRAPH, note="the next side is on another slide"
    ),
    new(
        id="s002-107",
        latex=r"\frac{dv}{da}",
        kind="fragment|expression|notation",
        **GRAPH,
        sides=(dv_da,),
        shapes=NUMBERS,
        note="a factor of the line before, in a display of its own",
    ),
    prose("108a", "The change in  $a$  caused a change in  $v$", **GRAPH),
    prose("108b", "And the change in  $v$  caused a change in  $J$", **GRAPH),
    prose("108c", "This is denoted as *the chain rule* in calculus"),
    claim(
        "109",
        r"\frac{dJ}{da} = 3 = \frac{dJ}{dv} \times \frac{dv}{da}",
        dJ_da,
        lambda: 3.0,
        through_a,
        note="straight letters d for partial derivatives",
    ),
    claim("110", r"\frac{dJ}{da} = 3 = \frac{dJ}{dv} \times 1", dJ_da, lambda: 3.0, local),
    claim("111", r"\frac{dJ}{da} = 3 = 3 \times 1", dJ_da, lambda: 3.0, lambda: 3.0 * 1),
    prose("112", "Then, we multiplied the changes together (i.e., we applied the chain rule!)"),
    claim("113", r"\frac{dJ}{du} = 3 = \frac{dJ}{dv} \times \frac{dv}{du}", dJ_du, lambda: 3.0, through_u),
    claim("114", r"\frac{dJ}{du} = 3 = \frac{dJ}{dv} \times 1", dJ_du, lambda: 3.0, local),
    claim("115", r"\frac{dJ}{du} = 3 = 3 \times 1", dJ_du, lambda: 3.0, lambda: 3.0 * 1),
    prose(
        "116",
        "Same as before, we had to go back to  $v$  then to  $u$  in order to compute the derivative of  $J$",
        **GRAPH,
    ),
    words("117", r"\frac{dJ}{db} = \text{Derivative of } J \text{ with respect to } b", GRAPH),
    words("118", r"\frac{dJ}{dc} = \text{Derivative of } J \text{ with respect to } c", GRAPH),
)
