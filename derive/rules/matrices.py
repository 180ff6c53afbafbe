"""Transposes, and numbers inside products and sums of arrays."""

from derive.rewriting import Form, Rule

LINEAR = "linear algebra: (AB)ᵀ = BᵀAᵀ, and a number may stand anywhere in a product"

RULES = (
    Rule("transpose of a product", (Form("transpose(matmul(a, b))", "matmul(transpose(b), transpose(a))"),), LINEAR),
    Rule("transpose of a transpose", (Form("transpose(transpose(u))", "u"),), LINEAR, minor=True),
    Rule(
        "a number in front",
        (
            Form("transpose(c * u)", "c * transpose(u)"),
            Form("matmul(c * a, b)", "c * matmul(a, b)"),
            Form("matmul(a, c * b)", "c * matmul(a, b)"),
            Form("sum(c * u)", "c * sum(u)"),
        ),
        LINEAR,
        (("scalar", "c"),),
    ),
)
