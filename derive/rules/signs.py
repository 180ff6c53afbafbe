"""Minus signs: where they go, and when two of them cancel."""

from derive.rewriting import Form, Rule

RINGS = "algebra: (−u)w = −(uw) and (−u)(−w) = uw"

RULES = (
    Rule(
        "two minus signs cancel",
        (Form("mul(*a, m, *b, k, *c)", "mul(*a, *b, *c)"),),
        RINGS,
        (("minus-one", "m"), ("minus-one", "k")),
        struck=("m", "k"),
    ),
    Rule("minus times minus is plus", (Form("mul(*a, -u, *b, -w, *c)", "mul(*a, u, *b, w, *c)"),), RINGS),
    Rule("minus of a minus", (Form("-(-u)", "u"),), RINGS, minor=True),
    Rule(
        "the minus sign in front",
        (
            Form("mul(*a, -u, *b)", "-mul(*a, u, *b)"),
            Form("(-p) / q", "-(p / q)"),
            Form("p / (-q)", "-(p / q)"),
            Form("sum(-u)", "-sum(u)"),
            Form("matmul(-a, b)", "-matmul(a, b)"),
            Form("matmul(a, -b)", "-matmul(a, b)"),
            Form("transpose(-u)", "-transpose(u)"),
        ),
        RINGS,
        minor=True,
    ),
    Rule("the minus sign into the bracket", (Form("-add(*u)", "add(*neg(u))"),), RINGS),
    Rule(
        "minus one as a minus sign", (Form("mul(*a, m, *b)", "-mul(*a, *b)"),), RINGS, (("minus-one", "m"),), minor=True
    ),
    Rule(
        "a difference turned around",
        (Form("-(p - q)", "q - p"), Form("-mul(*a, p - q, *b)", "mul(*a, q - p, *b)")),
        RINGS,
    ),
    Rule("take out a minus sign", (Form("-p + q", "-(p - q)"), Form("p - q", "-(q - p)")), RINGS),
)
