r"""Homework that cannot be read: slips of the keyboard, names of another net, products whose sizes do not fit."""

from functools import partial

from textbook_entries import END, Entry, Refused

new = partial(Entry, family="homework-refused")

NEURON = (r"\hat{y} = w_1 x_1 + w_2 x_2 + b", r"L = \frac{1}{2} (\hat{y} - y)^2")
NUMBERS = r"data x_1, x_2, y; parameter w_1, w_2, b, \alpha"


def slip(name, latex, *at, says, when="never", **more):
    """A formula of a single neuron that is unreadable at a place."""
    scope = {"declare": NUMBERS, "given": NEURON, **more}
    refused = Refused(outcome="unreadable", at=at, says=says, when=when)
    return new(id=f"h2-slip-{name}", latex=latex, refused=refused, **scope)


def meaningless(name, latex, outcome, *at, says, **more):
    """Good LaTeX that means nothing in this scope."""
    scope = {"declare": NUMBERS, "given": NEURON, **more}
    return new(id=f"h2-{name}", latex=latex, kind="claim", refused=Refused(outcome=outcome, at=at, says=says), **scope)


ENTRIES: tuple[Entry, ...] = (
    slip(
        "denominator-not-closed",
        r"\frac{\partial L}{\partial w_1 = (\hat{y} - y) x_1",
        r"{\partial w_1",
        "=",
        END,
        says=("brace", "{", "}", "closed"),
    ),
    slip(
        "parenthesis-not-closed",
        r"\frac{\partial L}{\partial w_1} = (\hat{y} - y \cdot x_1",
        "(",
        END,
        says=("(", ")", "parenthesis", "bracket", "closed"),
    ),
    slip(
        "denominator-without-braces",
        r"\frac{\partial L}\partial w_1 = (\hat{y} - y) x_1",
        r"\frac{\partial L}\partial w_1",
        says=(r"\partial", r"\frac", "denominator", "brace"),
        note="TeX takes the sign alone for the denominator",
    ),
    slip(
        "right-without-bracket",
        r"L = \frac{1}{2} \left( \hat{y} - y \right^2",
        r"\right^",
        r"\left(",
        says=(r"\right", "delimiter", "bracket"),
        given=NEURON[:1],
    ),
    slip(
        "hat-not-closed",
        r"\hat{y = w_1 x_1 + w_2 x_2 + b",
        "{y",
        "=",
        END,
        says=("brace", "{", "}", "closed"),
        given=(),
    ),
    slip(
        "factor-lost-before-dot",
        r"\frac{\partial L}{\partial w_1} = \cdot \, x_1",
        r"= \cdot",
        says=(r"\cdot", "operand", "operator", "expected", "factor"),
    ),
    slip(
        "misspelt-alpha",
        r"w_1 := w_1 - \aplha \cdot \frac{\partial L}{\partial w_1}",
        r"\aplha",
        says=(r"\alpha",),
        note="the message names the nearest macro",
    ),
    slip(
        "star-lost-at-the-end",
        r"\begin{align*} \frac{\partial L}{\partial w_1} &= (\hat{y} - y) x_1 \end{align}",
        r"\begin{align*}",
        r"\end{align}",
        says=("align",),
        may_read=True,
        note="only the star differs",
    ),
    slip(
        "exponent-lost",
        r"L = \frac{1}{2} (y - \hat{y})^",
        ")^",
        END,
        says=("^", "superscript", "exponent"),
        given=NEURON[:1],
    ),
    slip(
        "layer-without-braces",
        r"z = w^(1) x + b",
        "^(",
        "(1)",
        says=("^", "brace", "superscript", "(", ")"),
        declare=r"data x; parameter w^{(1)}, b",
        given=(),
        when="",
        may_read=True,
        note="prints a raised bracket and then 1); the layer (1) was meant, and may be read if that is told",
    ),
    slip(
        "brace-too-many",
        r"\frac{\partial L}{\partial w_1} = (\hat{y} - y) x_1}",
        "x_1}",
        says=("brace", "}", "open"),
    ),
    meaningless(
        "unbound-delta",
        r"\frac{\partial L}{\partial w_1} = \delta \cdot x_1",
        "unbound",
        r"\delta",
        says=(r"\delta", "delta"),
        note="no line before says what delta is",
    ),
    meaningless(
        "unbound-target",
        r"\frac{\partial L}{\partial \hat{y}} = \hat{y} - t",
        "unbound",
        "- t",
        says=("t",),
        note="the target is called y here",
    ),
    meaningless(
        "misfit-normal-equation",
        r"\theta = (X X^T)^{-1} X^T y",
        "ill-shaped",
        r"(X X^T)^{-1} X^T y",
        says=("shape", "size", "m", "n"),
        declare=r"shape X: m,n; shape y: m; shape \theta: n",
        given=(),
        note="the transposition stands on the wrong factor",
    ),
    meaningless(
        "misfit-inner-instead-of-outer",
        r"\frac{\partial L}{\partial W} = x^T \delta",
        "ill-shaped",
        r"x^T \delta",
        says=("shape", "size", "3", "4"),
        declare=r"data L; shape W: 4,3; shape x: 3; shape \delta: 4",
        given=(),
    ),
)
