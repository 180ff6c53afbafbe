"""Bookkeeping with numbers, zeros and ones: steps that a lecturer does in passing."""

from derive.rewriting import Form, Rule

RINGS = "algebra: the axioms of a commutative ring"

EQUAL = "an operation on equal entries gives equal entries"

RULES = (
    Rule("drop a zero term", (Form("add(*a, 0, *b)", "add(*a, *b)"),), RINGS, minor=True),
    Rule("drop a factor 1", (Form("mul(*a, 1, *b)", "mul(*a, *b)"),), RINGS, minor=True),
    Rule("a product with 0", (Form("mul(*a, 0, *b)", "0"),), RINGS, minor=True),
    Rule("arithmetic", (Form("c", "d"),), "arithmetic of rational numbers", (("value", "c", "d"),), minor=True),
    Rule(
        "multiply the numbers",
        (Form("mul(*t)", "mul(k, *u)"),),
        "arithmetic of rational numbers",
        (("numbers", "t", "k", "u"),),
        minor=True,
    ),
    Rule("power 1", (Form("u ** 1", "u"),), RINGS, minor=True),
    Rule("divide by 1", (Form("u / 1", "u"),), RINGS, minor=True),
    Rule(
        "one fraction for all entries",
        (Form("broadcast_like(p, y) / broadcast_like(q, z)", "broadcast_like(p / q, y)"),),
        EQUAL,
        minor=True,
    ),
    Rule(
        "one power for all entries",
        (Form("broadcast_like(p, y) ** broadcast_like(q, z)", "broadcast_like(p ** q, y)"),),
        EQUAL,
        minor=True,
    ),
    Rule(
        "numbers beside an array",
        (
            Form("mul(*a, broadcast_like(mul(*b), y), *c)", "mul(*a, *broadcast_like(b, y), *c)"),
            Form("mul(*a, broadcast_like(p / q, y), *c)", "mul(*a, broadcast_like(p, y), *c) / broadcast_like(q, y)"),
        ),
        EQUAL,
        minor=True,
    ),
    Rule("reorder the terms", (Form("add(*t)", "add(*u)"),), RINGS, (("same-terms", "t", "u"),)),
    Rule("the numbers first", (Form("mul(*t)", "mul(*u)"),), RINGS, (("same-terms", "t", "u"),), minor=True),
    Rule("reorder the factors", (Form("mul(*t)", "mul(*u)"),), RINGS, (("same-terms", "t", "u"),)),
)
