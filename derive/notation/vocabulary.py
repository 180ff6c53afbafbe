"""The names that a formula may spell out: letters, functions, words of several letters."""

from __future__ import annotations

from derive.notation import greek

GREEK = tuple(greek.GREEK)
"""Commands that are letters."""

FUNCTION_WORDS = [
    "log",
    "ln",
    "exp",
    "lg",
    "sin",
    "cos",
    "tan",
    "cot",
    "sinh",
    "cosh",
    "tanh",
    "arcsin",
    "arccos",
    "arctan",
    "max",
    "min",
    "argmax",
    "argmin",
    "sup",
    "inf",
    "lim",
    "det",
    "tr",
    "Tr",
    "diag",
    "vec",
    "sign",
    "sgn",
    "rank",
    "dim",
    "erf",
]
"""Names of functions that bind what follows them without brackets."""

WORDS = frozenset(
    [
        "softmax",
        "sigmoid",
        "relu",
        "ReLU",
        "softplus",
        "abs",
        "step",
        "LeakyReLU",
        "gelu",
        "GELU",
        "silu",
        "SiLU",
        "swish",
        "Swish",
        "Loss",
        "loss",
        "Cost",
        "cost",
        "sqrt",
        "logistic",
        "MSE",
        "CE",
    ]
)

NAMES = frozenset(
    [
        *("net", "out", "target", "label", "input", "output", "hidden", "pred", "prediction", "predicted", "actual"),
        *("desired", "expected", "error", "true", "score", "logit", "logits", "bias", "weight", "rate"),
    ]
)
"""Words that people write as names of quantities, where none of their letters is a name by itself."""
"""Names of several letters that are written without a command."""

CONNECTIVES = frozenset(
    [
        *("and", "or", "if", "where", "for", "with", "so", "then", "otherwise", "when", "as", "since"),
        *("thus", "hence", "by", "else", "let", "und", "oder", "wenn", "falls", "wo", "mit", "also", "dann"),
        *("sonst", "et", "ou", "si", "avec", "donc", "alors", "sinon", "est", "ist", "is", "are"),
    ]
)
"""Words between formulas: they are no names."""

EITHER = frozenset(["or", "oder", "ou", "или", "或"])
"""Words between two statements of which one holds."""

CONDITIONS = (
    *("if", "when", "whenever", "for", "provided", "unless", "falls", "wenn", "für", "sofern", "si", "pour", "quand"),
    *("lorsque", "если", "при", "для", "若", "如果", "当", "对", "given that", "assuming", "as long as"),
)
"""Words that begin a condition on the statement before them."""

NEGATED = "unless"
"""The one of them that says where the statement is not made."""

OTHERWISE = frozenset(
    [
        *("otherwise", "else", "sonst", "andernfalls", "sinon", "autrement", "иначе", "否则", "其他", "其它"),
        *("elsewhere", "anderswo", "ailleurs"),
    ]
)
"""Words for the last case of a function that is defined case by case."""
