r"""What cannot be read: slips of the pen and of the scanner, and inputs that are meant to break a reader."""

from functools import partial

from textbook_entries import END, Entry, Refused

new = partial(Entry, family="refused-syntax")


# A literal reading that says what it did would be right too: the notes say why.
MAY_READ = {
    "superscript-empty",
    "ampersand-outside",
    "dollar-inside",
    "ocr-partial-as-digit",
    "derivative-by-expression",
    "power-tower",
    "braces-10000-deep",
    "fractions-5000-deep",
    "megabyte",
    "long-name",
    "long-number",
    "huge-exponent-of-ten",
}


def slip(name, latex, *at, says=(), when="never", note="", declare="data x, y, z; parameter w, b"):
    """A formula that is unreadable at a place."""
    return new(
        id=f"slip-{name}",
        latex=latex,
        kind="expression",
        declare=declare,
        refused=Refused(outcome="unreadable", at=at, says=says, when=when),
        may_read=name in MAY_READ,
        note=note,
    )


def doubling(levels):
    """Macros of which each stands for two of the one before: 2^levels letters."""
    letters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
    first = r"\newcommand{\qa}{x}"
    rest = (
        rf"\newcommand{{\q{letters[level]}}}{{\q{letters[level - 1]}\q{letters[level - 1]}}}"
        for level in range(1, levels)
    )
    return first + "".join(rest) + rf" s = \q{letters[levels - 1]}"


ENTRIES: tuple[Entry, ...] = (
    slip("brace-not-closed", r"a = \frac{1}{1 + e^{-z}", "{1 + e", END, says=("brace", "{", "}", "closed")),
    slip(
        "brace-not-closed-in-superscript",
        r"z = w^{[1 x + b",
        "{[1",
        "[1",
        END,
        says=("brace", "bracket", "closed", "}", "]"),
    ),
    slip("brace-not-opened", r"z = wx} + b", "}", says=("brace", "}", "open")),
    slip("brace-closes-parenthesis", r"z = \frac{(w + b}{x}", "(w + b", "}", says=("(", ")", "parenthesis", "bracket")),
    slip("parenthesis-not-closed", r"a = \sigma(wx + b", "(wx + b", END, says=("(", ")", "parenthesis", "bracket")),
    slip("parenthesis-not-opened", r"a = wx + b) x", ")", says=("(", ")", "parenthesis", "bracket")),
    slip("brackets-crossed", r"a = [w(x + b]) y", "(x", "]", says=("]", ")", "bracket", "parenthesis")),
    slip("left-without-right", r"a = \left( wx + b", r"\left(", END, says=(r"\left", r"\right")),
    slip("right-without-left", r"a = wx + b \right) x", r"\right)", says=(r"\left", r"\right")),
    slip("left-without-bracket", r"a = \left wx + b \right)", r"\left w", says=(r"\left", "delimiter", "bracket")),
    slip("left-alone-at-end", r"a = wx + b \left", r"\left", END, says=(r"\left", "delimiter", "bracket")),
    slip(
        "left-right-crossed-with-brace",
        r"a = \frac{\left( w}{x \right)}",
        r"\left(",
        "}",
        r"\right)",
        says=(r"\left", r"\right", "}"),
    ),
    slip("frac-one-argument", r"a = \frac{1}", r"\frac{1}", END, says=("argument", "denominator", r"\frac")),
    slip("frac-no-argument", r"a = \frac", r"\frac", END, says=("argument", "numerator", r"\frac")),
    slip("frac-empty-denominator", r"a = \frac{1}{}", r"\frac{1}{}", says=("empty", "denominator")),
    slip("frac-empty-numerator", r"a = \frac{}{x}", r"\frac{}{x}", says=("empty", "numerator")),
    slip("frac-then-equals", r"\frac{a} = x", r"\frac{a} =", says=("argument", "denominator", r"\frac")),
    slip("sqrt-no-argument", r"a = \sqrt", r"\sqrt", END, says=("argument", r"\sqrt")),
    slip("hat-no-argument", r"\hat = \sigma(z)", r"\hat =", says=("argument", r"\hat")),
    slip("superscript-nothing", r"a = x^", "^", END, says=("^", "superscript", "exponent")),
    slip(
        "superscript-empty",
        r"a = x^{}",
        "^{}",
        says=("^", "superscript", "empty", "exponent"),
        when="",
        note="prints as x; to read it as x and say so would be right too",
    ),
    slip("subscript-nothing", r"a = x_ + 1", "_ +", says=("_", "subscript")),
    slip("superscript-first", r"^2 + x", "^2", says=("^", "superscript", "nothing")),
    slip("superscript-twice", r"a = x^2^3", "^3", "^2^3", says=("^", "twice", "two", "superscript")),
    slip(
        "superscript-twice-layer-and-transpose",
        r"z = w^{[1]}^T x",
        "^T",
        "^{[1]}^T",
        says=("^", "twice", "superscript"),
    ),
    slip("subscript-twice", r"a = x_1_2", "_2", "_1_2", says=("_", "twice", "two", "subscript")),
    slip("prime-and-superscript", r"a = x'^2'", "'", "^2'", says=("'", "prime", "superscript", "twice")),
    slip(
        "partial-without-denominator",
        r"\partial L = (a - y) x",
        r"\partial L",
        says=("denominator", r"\partial", "derivative"),
        note="a differential would be written with d",
    ),
    slip(
        "partial-in-numerator-only",
        r"\frac{\partial L}{w} = x",
        r"\frac{\partial L}{w}",
        says=("denominator", r"\partial"),
    ),
    slip(
        "partial-in-denominator-only",
        r"\frac{L}{\partial w} = x",
        r"\frac{L}{\partial w}",
        says=("numerator", r"\partial"),
    ),
    slip(
        "partial-by-nothing",
        r"\frac{\partial L}{\partial} = x",
        r"\frac{\partial L}{\partial}",
        says=(r"\partial", "variable", "nothing"),
    ),
    slip(
        "partial-order-mismatch",
        r"\frac{\partial^2 a}{\partial w} = x",
        r"\frac{\partial^2 a}{\partial w}",
        r"\partial^2",
        says=("order", "second", "twice"),
    ),
    slip(
        "partial-and-d-mixed",
        r"\frac{\partial a}{d} = x",
        r"\frac{\partial a}{d}",
        says=(r"\partial", "denominator", "d"),
    ),
    slip("nabla-of-nothing", r"\nabla_w = x", r"\nabla_w", says=(r"\nabla", "nothing", "of")),
    slip("sum-of-nothing", r"a = \sum_{i=1}^{n} = x", r"\sum_{i=1}^{n}", "= x", says=("sum", "nothing", "expected")),
    slip("function-of-nothing", r"a = \log", r"\log", END, says=(r"\log", "argument")),
    slip("function-of-operator", r"a = \log + x", r"\log +", says=(r"\log", "argument")),
    slip("two-operators", r"a = w \cdot \times x", r"\cdot \times", says=(r"\times", r"\cdot", "operator", "expected")),
    slip("operator-first", r"a = \times x", r"\times", says=(r"\times", "operator", "expected")),
    slip("equals-twice", r"a = = x", "= =", says=("=", "expected", "nothing")),
    slip("operator-before-bracket-end", r"a = (x + ) y", "+ )", says=("+", ")", "expected", "operand")),
    slip("empty-brackets", r"a = () x", "()", says=("empty", "nothing", "expected")),
    slip("unknown-macro", r"a = \sigmoid(z)", r"\sigmoid", says=(r"\sigmoid", "unknown", "sigma"), when=""),
    slip(
        "unknown-macro-misspelt",
        r"a = \frca{x}{y}",
        r"\frca",
        says=(r"\frac",),
        note="the message names the nearest macro",
    ),
    slip("unknown-macro-of-somebody", r"\pd{L}{w} = x", r"\pd", says=(r"\pd", "unknown", "macro")),
    slip("macro-glued", r"a = \alphax", r"\alphax", says=(r"\alpha", "unknown"), note="\\alpha x was meant"),
    slip("backslash-at-end", "a = x \\", "\\", END, says=("backslash", "\\")),
    slip(
        "macro-argument-missing",
        r"\newcommand{\two}[2]{#1 + #2} a = \two{x}",
        r"\two{x}",
        END,
        says=(r"\two", "argument"),
    ),
    slip("macro-argument-number", r"\newcommand{\one}[1]{#2} a = \one{x}", "#2", r"\one{x}", says=("#2", "argument")),
    slip(
        "macro-recursive",
        r"\newcommand{\loop}{x + \loop} a = \loop",
        r"\loop",
        says=("itself", "recursive", "expan", "deep"),
    ),
    slip("macro-mutual", r"\def\p{\q} \def\q{\p} a = \p", r"\p", r"\q", says=("itself", "recursive", "expan", "deep")),
    slip("macro-bomb", doubling(40), says=("macro", "expan", "large", "limit"), note="2^39 letters"),
    slip("environment-not-closed", r"\begin{align} a &= x", r"\begin{align}", END, says=(r"\begin", r"\end", "align")),
    slip("environment-not-opened", r"a = x \end{align}", r"\end{align}", says=(r"\begin", r"\end", "align")),
    slip(
        "environment-mismatch",
        r"\begin{align} a &= x \end{aligned}",
        r"\begin{align}",
        r"\end{aligned}",
        says=("align", "aligned"),
    ),
    slip(
        "environment-unknown",
        r"\begin{tikzpicture} \draw (0,0) -- (1,1); \end{tikzpicture}",
        r"\begin{tikzpicture}",
        says=("tikzpicture", "unknown", "environment"),
        when="",
    ),
    slip(
        "ampersand-outside",
        r"a &= x",
        "&",
        says=("&", "align"),
        when="",
        note="reading it as one line of an align is right too",
    ),
    slip("ragged-matrix", r"\begin{bmatrix} 1 & 2 \\ 3 \end{bmatrix}", r"\begin{bmatrix}", "3", says=("row", "column")),
    slip("dollar-not-closed", r"$a = x", "$", END, says=("$", "dollar", "closed")),
    slip("dollar-inside", r"a = $x$ + y", "$", says=("$", "dollar"), when=""),
    slip(
        "ocr-partial-as-digit",
        r"\frac{3J}{3w} = \frac{3z}{3w} \cdot \frac{3J}{3z}",
        "3J",
        r"\frac{3J}{3w}",
        says=("partial", r"\partial", "3"),
        when="",
        declare="data J, z; parameter w",
        note="reading it literally is allowed only when the reading is marked as suspicious",
    ),
    slip(
        "ocr-digit-for-letter",
        r"\frac{\partial L}{\partial 2} = a - y",
        r"\partial 2",
        "2",
        says=("2", "number", "variable"),
        declare="data L, a, y",
    ),
    slip(
        "derivative-by-expression",
        r"\frac{\partial a}{\partial (w x)} = y",
        r"\partial (w x)",
        "(w x)",
        says=("variable", "name"),
        when="",
    ),
    slip("sum-over-number", r"a = \sum_{3=1}^{n} x", "3=1", "3", says=("index", "3"), declare="data x"),
    slip("decimal-twice", r"a = 0.1.2 x", "0.1.2", ".2", says=("number", "decimal", "."), note="not 0.1 times .2"),
    slip("null-byte", "a = x\0 + y", "\0", says=("character", "null", "U+0000", "\\x00"), when=""),
    slip("control-character", "a = x\x1b[31m + y", "\x1b", says=("character", "control", "U+001B", "\\x1b"), when=""),
    slip("lone-surrogate", "a = x + \ud800", "\ud800", says=("character", "surrogate", "U+D800"), when=""),
    slip(
        "right-to-left-override",
        "a = x \u202e+ y",
        "\u202e",
        says=("character", "U+202E", "direction"),
        when="",
        note="what is printed is not what is read",
    ),
    slip("replacement-character", "a = \ufffd x", "\ufffd", says=("character", "U+FFFD"), when=""),
    slip("emoji", "a = x 🙂 y", "🙂", says=("character", "🙂"), when=""),
    slip("empty", "", END, says=("empty", "nothing"), when=""),
    slip("only-spaces", " \t\n~\\, ", says=("empty", "nothing"), when="", note="anywhere"),
    slip("only-comment", "% nothing here", says=("empty", "nothing"), when=""),
    slip(
        "power-tower",
        r"a = x^{9^{9^9}}",
        "^{9^{9^9}}",
        says=("exponent", "power", "large"),
        when="",
        note="read as a symbolic power it may pass, but nothing may compute it",
    ),
    slip(
        "braces-10000-deep",
        "a = " + "{" * 10_000 + "x" + "}" * 10_000,
        says=("deep", "nest"),
        when="",
        note="refused or read as x, after a bounded amount of work",
    ),
    slip("parentheses-10000-deep-open", "a = " + "(" * 10_000 + "x", says=("deep", "nest", "(", ")", "closed")),
    slip("fractions-5000-deep", "a = " + r"\frac{1}{" * 5_000 + "x" + "}" * 5_000, says=("deep", "nest"), when=""),
    slip("left-3000-deep-open", "a = " + r"\left(" * 3_000 + "x", says=("deep", "nest", r"\left", r"\right")),
    slip("megabyte", "a = x" + " + x" * 260_000, says=("long", "large", "size", "characters"), when=""),
    slip("long-name", "a = x_{" + "i" * 100_000 + "}", says=("long", "large", "name", "index", "unbound"), when=""),
    slip("long-number", "a = " + "9" * 100_000 + " x", says=("long", "large", "number", "digits"), when=""),
    slip(
        "huge-exponent-of-ten", r"a = 10^{999999999} x", "10^{999999999}", says=("large", "exponent", "power"), when=""
    ),
)
