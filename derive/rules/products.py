"""Products of matrices with sums and with diagonal matrices."""

from derive.rewriting import Form, Rule

LINEAR = "linear algebra: a product is linear in each factor"

RULES = (
    Rule("a sum times a vector", (Form("matmul(add(*u), w)", "add(*matmul(u, w))"),), LINEAR),
    Rule(
        "a diagonal matrix times a vector",
        (Form("matmul(diag(u), w)", "u * w"),),
        "linear algebra: diag(u) v multiplies each entry of v by that of u",
        (("column", "w"),),
    ),
)
