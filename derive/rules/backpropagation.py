"""The chain rule over the named nodes of a model, and how a cotangent passes an equation."""

from derive.rewriting import Form, Rule

CHAIN = "calculus: the chain rule for several variables"

RULES = (
    Rule("chain rule", (Form("total(L, v)", "add(*t)"),), CHAIN, (("chain", "L", "v", "t"),)),
    Rule("by definition", (Form("v", "e"), Form("e", "v")), "the model's equations", (("given", "v", "e"),)),
    Rule(
        "open a local derivative",
        (Form("partial(c, v)", "derivative(e, v)"),),
        "the definition of the partial derivative",
        (("given", "c", "e"),),
        minor=True,
    ),
    Rule(
        "open a pullback",
        (Form("vjp(s, c, v)", "pullback(s, e, v)"),),
        "the chain rule",
        (("given", "c", "e"),),
        minor=True,
    ),
    Rule("from above", (Form("u", "w"),), "an equality derived before", (("result", "u", "w"),)),
    Rule("pullback to the variable", (Form("pullback(s, v, v)", "s"),), CHAIN, minor=True),
    Rule(
        "pullback to a constant",
        (Form("pullback(s, c, v)", "zeros_like(v)"),),
        CHAIN,
        (("free", "c", "v"),),
        minor=True,
    ),
    Rule(
        "derivative as a pullback",
        (Form("derivative(u, v)", "pullback(1, u, v)"),),
        CHAIN,
        (("scalar", "u"),),
        minor=True,
    ),
    Rule(
        "pullback of a product",
        (
            Form("pullback(s, mul(*a, u, *w), v)", "pullback(mul(s, *a, *w), u, v)", (("free", "w", "v"),)),
            Form(
                "pullback(s, mul(*a, u, *w), v)",
                "pullback(mul(s, *a, *w), u, v) + pullback(mul(s, *a, u), mul(*w), v)",
                (("depends", "w", "v"),),
            ),
        ),
        "calculus: the product rule",
        (("free", "a", "v"), ("depends", "u", "v")),
    ),
    Rule(
        "pullback of a function",
        (Form("pullback(s, f, v)", "pullback(s * w, u, v)"),),
        "calculus: the chain rule, with f′ from the derivation of its own",
        (("function-lemma", "f", "u", "w"),),
    ),
    Rule("pullback of a sum", (Form("pullback(s, add(*u), v)", "add(*pullback(s, u, v))"),), CHAIN),
    Rule(
        "pullback entry by entry",
        (Form("pullback(s, u, v)", "s * derivative(u, v)"),),
        "calculus: each entry of u depends on the same entry of v alone",
        (("entrywise", "u", "v"),),
    ),
)
