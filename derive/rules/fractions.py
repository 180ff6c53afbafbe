"""Fractions: a common denominator, splitting, cancelling. Every denominator that goes away is a condition."""

from derive.rewriting import Form, Rule

FIELDS = "algebra: the axioms of a field"

RULES = (
    Rule("a fraction as a power", (Form("1 / u", "u ** -1"),), FIELDS, (("nonzero", "u"),)),
    Rule(
        "a negative power as a fraction",
        (Form("u ** n", "1 / u ** m"),),
        FIELDS,
        (("negative-number", "n"), ("negated", "n", "m"), ("nonzero", "u")),
    ),
    Rule(
        "one fraction",
        (
            Form("mul(*a, p / q, *b)", "mul(*a, p, *b) / q"),
            Form("mul(*c, *a, p / q, *b)", "mul(*c, mul(*a, p, *b) / q)"),
        ),
        FIELDS,
    ),
    Rule(
        "the denominator in front",
        (Form("u / broadcast_like(q, z)", "broadcast_like(1 / q, z) * u"), Form("u / q", "(1 / q) * u")),
        FIELDS,
    ),
    Rule(
        "a number into the fraction",
        (
            Form("mul(*a, p / q, *b, c, *d)", "mul(*a, (c * p) / q, *b, *d)"),
            Form("mul(*a, c, *b, p / q, *d)", "mul(*a, *b, (c * p) / q, *d)"),
        ),
        FIELDS,
        minor=True,
    ),
    Rule(
        "a number against a denominator",
        (
            Form("mul(*a, c, *b, p / k, *d)", "mul(*a, e, *b, p, *d)"),
            Form("mul(*a, p / k, *b, c, *d)", "mul(*a, p, *b, e, *d)"),
        ),
        FIELDS,
        (("quotient", "c", "k", "e"),),
        minor=True,
    ),
    Rule("the square of a power", (Form("(u ** p) ** 2", "u ** (2 * p)"),), FIELDS, minor=True),
    Rule("one power", (Form("mul(*a, u, *b, u ** p, *c)", "mul(*a, u ** (p + 1), *b, *c)"),), FIELDS),
    Rule("a fraction of a fraction", (Form("(p / q) / r", "p / (q * r)"),), FIELDS, minor=True),
    Rule(
        "common denominator",
        (
            Form("add(*a, -(p / q), *b, r / s, *c)", "add(*a, (-(p * s) + q * r) / (q * s), *b, *c)"),
            Form("add(*a, p / q, *b, -(r / s), *c)", "add(*a, (p * s - q * r) / (q * s), *b, *c)"),
            Form("add(*a, p / q, *b, r / s, *c)", "add(*a, (p * s + q * r) / (q * s), *b, *c)"),
        ),
        FIELDS,
    ),
    Rule("expand", (Form("mul(*a, add(*u), *b)", "add(*mul(*a, u, *b))"),), FIELDS),
    Rule(
        "opposite terms cancel",
        (Form("add(*t)", "add(*u)"),),
        FIELDS,
        (("cancelled-terms", "t", "u"),),
        struck=("t", "u"),
    ),
    Rule(
        "equal factors cancel",
        (Form("mul(*t) / mul(*d)", "mul(*u) / mul(*e)"),),
        FIELDS,
        (("interleaves", "t", "u", "c"), ("interleaves", "d", "e", "c"), ("nonzero", "c")),
        struck=("c",),
    ),
    Rule(
        "equal factors cancel across",
        (Form("mul(*l, mul(*n) / mul(*d), *r)", "mul(*j, mul(*n) / mul(*e), *k)"),),
        FIELDS,
        (("interleaves-both", "l", "r", "j", "k", "c"), ("interleaves", "d", "e", "c"), ("nonzero", "c")),
        struck=("c",),
    ),
    Rule(
        "equal powers cancel",
        (Form("u / u ** p", "1 / u ** q", (("one-less", "p", "q"),)), Form("u * u / u ** 2", "1")),
        FIELDS,
        (("nonzero", "u"),),
        struck=("u",),
    ),
    Rule("add and subtract the same", (Form("u", "u + c - c"),), FIELDS),
    Rule("split the fraction", (Form("add(*u, r) / q", "add(*u) / q + r / q"),), FIELDS),
    Rule("a square as a product", (Form("1 / u ** 2", "(1 / u) * (1 / u)"),), FIELDS),
    Rule("a square over a square", (Form("u * u / w ** 2", "(u / w) ** 2"),), FIELDS),
    Rule("equal terms together", (Form("add(*t)", "add(*u)"),), FIELDS, (("same-sum", "t", "u"),)),
    Rule(
        "the common factor in front",
        (Form("add(*t)", "mul(*c, add(*u))"),),
        FIELDS,
        (("factored", "t", "c", "u"),),
    ),
    Rule("take out the common factor", (Form("u - u * w", "u * (1 - w)"),), FIELDS),
)
