r"""What is only typography: kinds of fraction, spaces, sizes of brackets, styles, invisible braces, marks."""

from functools import partial

import numpy as np
from textbook_entries import Entry, sigmoid

new = partial(Entry, family="typography")


def numbers(name, latex, side, names=("a", "b"), note="", declare="data a, b, c", may_refuse=False):
    """A number s made from numbers."""
    return new(
        id=f"typography-{name}",
        latex=latex,
        kind="definition",
        declare=declare,
        sides=(lambda s: s, side),
        shapes=dict.fromkeys(("s", *names), ()),
        may_refuse=may_refuse,
        note=note,
    )


def half_product(a, b):
    return a * b / 2


def quotient(a, b):
    return a / b


def sum_squared(a, b):
    return (a + b) ** 2


ENTRIES: tuple[Entry, ...] = (
    numbers("tfrac", r"s = \tfrac{1}{2} ab", half_product),
    numbers("dfrac", r"s = \dfrac{ab}{2}", half_product),
    numbers("cfrac", r"s = \cfrac{ab}{2}", half_product),
    numbers("nicefrac", r"s = \nicefrac{1}{2}\,ab", half_product),
    numbers("sfrac", r"s = \sfrac{1}{2} a b", half_product),
    numbers("frac-without-braces", r"s = \frac12ab", half_product, note="one digit above, one below"),
    numbers("frac-space", r"s = \frac 1 2 ab", half_product),
    numbers("frac-letters", r"s = \frac ab", quotient),
    numbers("frac-mixed", r"s = \frac a{b}", quotient),
    numbers(
        "frac-command-tokens",
        r"s = \frac\alpha\beta",
        lambda alpha, beta: alpha / beta,
        ("alpha", "beta"),
        declare=r"parameter \alpha, \beta",
    ),
    numbers("tfrac-digits-then-bracket", r"s = \tfrac12(a+b)^2", lambda a, b: (a + b) ** 2 / 2),
    numbers("unicode-half", r"s = ½ a b", half_product),
    numbers("left-right-invisible", r"s = \left. \frac{a}{b} \right.", quotient),
    numbers(
        "left-right-mixed",
        r"s = \left( a + b \right]^2",
        sum_squared,
        may_refuse=True,
        note="unlike brackets that \\left and \\right join",
    ),
    numbers("big", r"s = \big( a + b \big)^2", sum_squared),
    numbers("bigg", r"s = \biggl[ a + b \biggr]^{2}", sum_squared),
    numbers("lbrack", r"s = \lbrack a + b \rbrack^2", sum_squared),
    numbers("lparen", r"s = \left\lparen a + b \right\rparen^2", sum_squared),
    numbers("mleft", r"s = \mleft( a + b \mright)^2", sum_squared),
    numbers("nested-left", r"s = \left[ \left( a + b \right) \right]^2", sum_squared),
    numbers("spaces-of-every-kind", r"s\;=\,\!\left(a\:+\ b~\right)^2\quad", sum_squared),
    numbers("hspace", r"s = a \hspace{2mm} / \hspace*{1em} b", quotient),
    numbers("mskip", r"s = \mspace{3mu} a / \mskip 2mu b", quotient, may_refuse=True),
    numbers("kern", r"s = a \kern 1pt / \kern-2pt b", quotient),
    numbers("phantom", r"s = \vphantom{\Big(} a / b \hphantom{=}", quotient),
    numbers("smash", r"s = \smash{a} / \mathstrut b", quotient),
    numbers("displaystyle", r"\displaystyle s = \frac{\textstyle a}{\scriptstyle b}", quotient),
    numbers(
        "limits-no",
        r"s = \sum\nolimits_{i=1}^{2} x_i",
        lambda x_1, x_2: x_1 + x_2,
        ("x_1", "x_2"),
        declare="data x_1, x_2",
    ),
    numbers("newline-in-formula", "s =\n  a\n  / b\n", quotient),
    numbers("tabs", "s\t=\ta\t/\tb", quotient),
    numbers("trailing-full-stop", r"s = a / b.", quotient, note="the full stop belongs to the sentence"),
    numbers("trailing-comma", r"s = a / b \,,", quotient),
    numbers("trailing-semicolon", r"s = a / b;", quotient),
    numbers("color", r"s = \color{red}{a} / {\color{blue} b}", quotient),
    numbers("textcolor", r"s = \textcolor{red}{a} / \textcolor[rgb]{0,0,1}{b}", quotient),
    numbers("colorbox", r"s = \colorbox{yellow}{$a$} / b", quotient, may_refuse=True),
    numbers("boxed", r"\boxed{s = a / b}", quotient),
    numbers("boxed-part", r"s = \boxed{a / b}", quotient),
    numbers("fbox", r"\fbox{$s = a / b$}", quotient),
    numbers("underbrace", r"s = \underbrace{a}_{\text{input}} / b", quotient),
    numbers("overbrace", r"s = \overbrace{a}^{\text{signal}} / \underbrace{b}_{>0}", quotient),
    numbers("underset", r"s = \underset{\text{size } 1}{a} / b", quotient),
    numbers("stackrel", r"s \stackrel{\text{def}}{=} a / b", quotient),
    numbers("overset", r"s \overset{(3)}{=} a / b", quotient),
    numbers("triangleq", r"s \triangleq a / b", quotient),
    numbers("coloneqq", r"s \coloneqq a / b", quotient),
    numbers("colon-equals", r"s := a / b", quotient),
    numbers("doteq", r"s \doteq a / b", quotient),
    numbers("equiv", r"s \equiv a / b", quotient),
    numbers("cancel", r"s = \frac{\cancel{c}\, a}{b\, \cancel{c}}", lambda a, b, c: c * a / (b * c), ("a", "b", "c")),
    numbers(
        "bcancel", r"s = \frac{\bcancel{c}\, a}{b\, \xcancel{c}}", lambda a, b, c: c * a / (b * c), ("a", "b", "c")
    ),
    numbers("invisible-braces-in-product", r"s = {a}{{/}}{b}", quotient, may_refuse=True),
    numbers("invisible-braces-cover-power", r"s = {(a + b)}^{2}", sum_squared),
    numbers("braces-limit-power", r"s = a {b^2}", lambda a, b: a * b**2),
    numbers("braces-around-minus", r"s = a {-} b", lambda a, b: a - b),
    numbers("braces-around-decimal", r"s = 0{.}5 a b", half_product),
    numbers("empty-braces", r"s = {} a {} / {} b {}", quotient),
    numbers("dollar", r"$s = a / b$", quotient),
    numbers("double-dollar", r"$$ s = a / b $$", quotient),
    numbers("round-escaped", r"\( s = a / b \)", quotient),
    numbers("square-escaped", r"\[ s = a / b \]", quotient),
    numbers("ensuremath", r"\ensuremath{s = a / b}", quotient),
    numbers("mathstyle-scopes", r"s = {\bf a} / {\rm b}", quotient, declare=r"data \mathbf{a}, \mathrm{b}"),
    numbers("operatorname-e", r"s = a\,\operatorname{e}^{b}", lambda a, b: a * np.exp(b)),
    numbers("mathit", r"s = \mathit{a} / \mathsf{b}", quotient, declare=r"data \mathit{a}, \mathsf{b}"),
    numbers(
        "mathtt-word",
        r"s = \mathtt{loss} / b",
        lambda loss, b: loss / b,
        ("loss", "b"),
        declare=r"data \mathtt{loss}, b",
    ),
    numbers(
        "text-word",
        r"s = \text{loss} \cdot \text{rate}",
        lambda loss, rate: loss * rate,
        ("loss", "rate"),
        declare=r"data \text{loss}, \text{rate}",
    ),
    numbers("label-and-tag", r"s = a / b \label{eq:ratio} \tag{4.2}", quotient),
    numbers("nonumber", r"s = a / b \nonumber \notag", quotient),
    numbers(
        "comment",
        "s = a % the numerator, 50\\% of it\n / b",
        quotient,
        note="a comment ends with its line; \\% within is text",
    ),
    numbers("comment-with-braces", "s = a % } \\right) {\n / b", quotient),
    numbers("footnote", r"s = a / b \footnote{See below.}", quotient, may_refuse=True),
    numbers("ref", r"s = a / b \qquad \text{by } \eqref{eq:one}", quotient),
    numbers("because-text", r"s = a / b \quad \text{(because } c > 0)", quotient),
    numbers("strut-minus-sign", r"s = a \mathbin{-} b \mathrel{+} 0", lambda a, b: a - b),
    numbers("mathop-function", r"s = \mathop{\rm exp}(a) b", lambda a, b: np.exp(a) * b),
    numbers("raised-exponent-in-group", r"s = {e}^{-{a}} b", lambda a, b: np.exp(-a) * b),
    numbers(
        "superscript-before-subscript", r"s = x^2_1 + b", lambda x_1, b: x_1**2 + b, ("x_1", "b"), declare="data x_1, b"
    ),
    numbers(
        "subscript-before-superscript", r"s = x_1^2 + b", lambda x_1, b: x_1**2 + b, ("x_1", "b"), declare="data x_1, b"
    ),
    numbers("sp-sb", r"s = a\sp{2} + x\sb{1}", lambda a, x_1: a**2 + x_1, ("a", "x_1"), declare="data a, x_1"),
    numbers("limits-on-underbrace", r"s = \underbrace{\sigma(a)}_{\in (0,1)} b", lambda a, b: sigmoid(a) * b),
    numbers("hfill", r"\hfill s = a / b \hfill", quotient),
)
