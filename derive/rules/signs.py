"""Minus signs: where they go, and when two of them cancel."""

from derive.rewriting import Form, Rule

RINGS = "algebra: (−u)w = −(uw) and (−u)(−w) = uw"

RULES = (
    Rule(
        "the root of a square",
        (Form("(u ** 2) ** h", "abs(u)"),),
        "the definition of the absolute value of a real number",
        (("half", "h"),),
    ),
    Rule(
        "a number over its absolute value",
        (Form("u / abs(u)", "sign(u)"),),
        "the definition of the sign of a number",
        (("nonzero", "u"),),
    ),
    Rule(
        "sigmoid of a negative",
        (Form("1 - sigmoid(-u)", "sigmoid(u)"),),
        "calculus: 1 − 1/(1 + e^z) = e^z/(1 + e^z) = 1/(1 + e^(−z))",
    ),
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
