"""What follows from how values are declared: one-hot vectors, distributions, symmetric matrices.

That a declaration was used is recorded with the step, as an assumption is.
"""

from derive.rewriting import Form, Rule

ONE_HOT = "the definition of a one-hot vector: one entry is 1, all others are 0"

RULES = (
    Rule("a one-hot vector adds up to 1", (Form("sum(y)", "1"),), ONE_HOT, (("one-hot", "y"),)),
    Rule(
        "the entries of a distribution add up to 1",
        (Form("sum(y)", "1"),),
        "the definition of a distribution",
        (("distribution", "y"),),
    ),
    Rule(
        "one-hot columns add up to 1",
        (Form("matmul(s, y)", "broadcast_like(1, y)"),),
        ONE_HOT,
        (("ones", "s"), ("one-hot columns", "y")),
    ),
    Rule(
        "one-hot rows add up to 1",
        (Form("matmul(y, s)", "broadcast_like(1, y)"),),
        ONE_HOT,
        (("ones", "s"), ("one-hot rows", "y")),
    ),
    Rule(
        "a symmetric matrix is its own transpose",
        (Form("transpose(a)", "a"),),
        "the definition of a symmetric matrix",
        (("symmetric", "a"),),
    ),
    Rule(
        "transpose of an inverse",
        (Form("transpose(inverse(a))", "inverse(transpose(a))"),),
        "linear algebra: (A⁻¹)ᵀ = (Aᵀ)⁻¹",
    ),
)
