"""The schoolbook rules of differentiation that are not one operator's own derivative."""

from derive.rewriting import Condition, Form, Rule

CALCULUS = "calculus: the rules of differentiation"

CONSTANT_PARTS = (("free", "c", "v"), ("free", "d", "v"))
COMPARED = ("greater", "at_least", "equals")
INDICATORS = ("{}(p, q)", "1 - {}(p, q)")
"""An indicator, and that of the opposite: [p ≤ q] is 1 − [p > q]."""


def _by_cases(c: str, needed: Condition) -> Form:
    return Form(f"derivative(choose({c}, a, b), v)", f"choose({c}, derivative(a, v), derivative(b, v))", (needed,))


RULES = (
    Rule(
        "derivative of a constant",
        (Form("derivative(c, v)", "zeros_like(v)"),),
        "calculus: d/dx k = 0 (deck 001, line 63)",
        (("free", "c", "v"),),
    ),
    Rule("derivative of the variable", (Form("derivative(v, v)", "1"),), CALCULUS, (("scalar", "v"),)),
    Rule("derivative of each entry", (Form("derivative(v, v)", "broadcast_like(1, v)"),), CALCULUS),
    Rule(
        "sum rule",
        (
            Form("derivative(add(*u), v)", "add(*derivative(u, v))"),
            Form("derivative(add(*c, u, *d), v)", "derivative(u, v)", CONSTANT_PARTS),
        ),
        "calculus: the sum rule (deck 004, line 2985); the derivative of a constant term is 0",
    ),
    Rule(
        "constant factor rule",
        (
            Form("derivative(mul(*c, u, *d), v)", "mul(*c, derivative(u, v), *d)", CONSTANT_PARTS),
            Form("derivative(-u, v)", "-derivative(u, v)"),
            Form("derivative(u / c, v)", "derivative(u, v) / c", CONSTANT_PARTS[:1]),
        ),
        CALCULUS,
    ),
    Rule(
        "product rule",
        (Form("derivative(mul(u, *w), v)", "derivative(u, v) * mul(*w) + u * derivative(mul(*w), v)"),),
        CALCULUS,
    ),
    Rule(
        "quotient rule",
        (Form("derivative(p / q, v)", "(derivative(p, v) * q - p * derivative(q, v)) / q ** 2"),),
        CALCULUS,
        (("nonzero", "q"),),
    ),
    Rule(
        "derivative of a power with a variable exponent",
        (
            Form("derivative(u ** p, v)", "u ** p * log(u) * derivative(p, v)", (("free", "u", "v"),)),
            Form("derivative(u ** p, v)", "u ** p * (derivative(p, v) * log(u) + p * (derivative(u, v) / u))"),
        ),
        "calculus: u^p = e^(p log u), with the chain rule and the product rule",
        (("positive", "u"),),
    ),
    Rule(
        "derivative of a function",
        (Form("derivative(f, v)", "w * derivative(u, v)"),),
        "calculus: the chain rule, with f′ from the derivation of its own",
        (("function-lemma", "f", "u", "w"),),
    ),
    Rule(
        "derivative by cases",
        (
            _by_cases("c", ("free", "c", "v")),
            *(_by_cases(text.format(name), ("nonzero", "p - q")) for text in INDICATORS for name in COMPARED),
        ),
        "calculus: between its jumps, a formula by cases is one of its cases",
    ),
    Rule(
        "derivative of a scalar product",
        (
            Form("derivative(matmul(transpose(v), c), v)", "c"),
            Form("derivative(matmul(transpose(c), v), v)", "c"),
        ),
        "matrix calculus: ∂(wᵀx)/∂w = x (deck 002, line 1460)",
        (("free", "c", "v"),),
    ),
    Rule(
        "each entry in one term",
        (Form("derivative(sum(u), v)", "derivative(u, v)"),),
        "calculus: an entry of v occurs in the same entry of u alone, so all other terms are constant",
        (("entrywise", "u", "v"),),
    ),
)
