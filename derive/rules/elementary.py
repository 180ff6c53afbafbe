"""Elementary calculus: roots, powers with exponents that move, sums over an index, and the algebra of fractions and
powers in one step.
"""

from derive.rewriting import Form, Rule

CALCULUS = "calculus: the rules of differentiation"
FIELDS = "algebra: the laws of fractions and powers"
REARRANGED = ("powers together", "multiply out", "over one denominator", "factors in front")
"""Steps between two forms of the same fraction; which name a step has says only what was done."""

RULES = (
    Rule(
        "derivative of a root",
        (Form("derivative(u ** h, v)", "(1 / (2 * u ** h)) * derivative(u, v)"),),
        "calculus: d/dx √x = 1/(2√x)",
        (("half", "h"),),
    ),
    Rule(
        "sum rule over an index",
        (Form("derivative(sum(u), v)", "sum(w)"),),
        CALCULUS,
        (("entry-lemma", "u", "v", "w"),),
    ),
    *(
        Rule(name, (Form("u", "w"),), FIELDS, (("same-rational-form", "u", "w", "d"), ("nonzero", "d")))
        for name in REARRANGED
    ),
    Rule(
        "a sign over its absolute value",
        (Form("sign(u) / abs(u)", "1 / u"),),
        "the definition of the absolute value",
        (("nonzero", "u"),),
    ),
    Rule(
        "sine and cosine squared",
        (
            Form("add(*a, sin(u) ** 2, *b, cos(u) ** 2, *c)", "add(*a, 1, *b, *c)"),
            Form("add(*a, cos(u) ** 2, *b, sin(u) ** 2, *c)", "add(*a, 1, *b, *c)"),
            Form("add(*a, -(sin(u) ** 2), *b, -(cos(u) ** 2), *c)", "add(*a, -1, *b, *c)"),
            Form("add(*a, -(cos(u) ** 2), *b, -(sin(u) ** 2), *c)", "add(*a, -1, *b, *c)"),
        ),
        "geometry: sin² u + cos² u = 1",
    ),
)
