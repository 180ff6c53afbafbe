"""Transposes, and numbers inside products and sums of arrays."""

from derive.rewriting import Form, Rule

LINEAR = "linear algebra: (AB)ᵀ = BᵀAᵀ, and a number may stand anywhere in a product"

PLACES = ("transpose({})", "matmul({}, w)", "matmul(w, {})", "sum({})", "sum_along_like({}, y)", "spread_like({}, y)")
"""What is linear in an array: a number in it may stand in front as well."""


def _linear(inside: str, rest: str, outside: str, place: str) -> Form:
    return Form(place.format(inside), outside.format(place.format(rest)))


RULES = (
    Rule("transpose of a product", (Form("transpose(matmul(a, b))", "matmul(transpose(b), transpose(a))"),), LINEAR),
    Rule(
        "products of matrices in another grouping",
        (
            Form("matmul(a, matmul(b, c))", "matmul(matmul(a, b), c)"),
            Form("matmul(matmul(a, b), c)", "matmul(a, matmul(b, c))"),
        ),
        "linear algebra: A(BC) = (AB)C",
        minor=True,
    ),
    Rule(
        "the identity matrix drops out",
        (Form("matmul(e, a)", "a"), Form("matmul(a, e)", "a")),
        "linear algebra: IA = A and AI = A",
        (("identity", "e"),),
        minor=True,
    ),
    Rule(
        "the transpose of the identity matrix", (Form("transpose(e)", "e"),), LINEAR, (("identity", "e"),), minor=True
    ),
    Rule(
        "transpose of equal entries",
        (Form("transpose(broadcast_like(p, y))", "broadcast_like(p, transpose(y))"),),
        "linear algebra: an array of equal entries has equal entries whichever way it stands",
        minor=True,
    ),
    Rule(
        "a vector times ones",
        (
            Form("matmul(u, broadcast_like(1, y))", "spread_like(u, matmul(u, broadcast_like(1, y)))"),
            Form("matmul(broadcast_like(1, y), u)", "spread_like(u, matmul(broadcast_like(1, y), u))"),
        ),
        "linear algebra: a column times a row of ones has that column everywhere, a column of ones times a row the row",
        minor=True,
    ),
    Rule("transpose of a transpose", (Form("transpose(transpose(u))", "u"),), LINEAR, minor=True),
    Rule(
        "a number in front",
        (
            *(_linear("mul(*a, c, *b)", "mul(*a, *b)", "c * {}", place) for place in PLACES),
            *(_linear("u / c", "u", "{} / c", place) for place in PLACES),
        ),
        LINEAR,
        (("scalar", "c"),),
    ),
)
