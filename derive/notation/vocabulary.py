"""The names that a formula may spell out: letters, functions, words of several letters."""

from __future__ import annotations

from derive.notation import math

GREEK = tuple(math.GREEK)
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
        "gelu",
        "silu",
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
"""Names of several letters that are written without a command."""
