"""The sentence that justifies each rule, in the words a lecturer would put beside the line."""

from __future__ import annotations

from collections.abc import Sequence

from derive import ops
from derive.ir import Expr
from derive.notation.typesetting import Style, typeset, typeset_sides
from derive.rules import get
from derive.steps import Line, Step
from reports.document import Formula, Inlines, Words

REASONS: dict[str, str] = {
    "chain rule": "chain rule",
    "open a local derivative": "the equation itself",
    "open a pullback": "the equation itself",
    "from above": "put in what was found above",
    "derivative of a constant": "a constant has derivative 0",
    "derivative of the variable": "the derivative of the variable is 1",
    "derivative of each entry": "the derivative of the variable is 1",
    "sum rule": "sum rule",
    "constant factor rule": "constant factor rule",
    "product rule": "product rule",
    "quotient rule": "quotient rule",
    "derivative of a power with a variable exponent": "a power is the exponential of its exponent times a logarithm",
    "derivative of a function": "its derivative, from above; chain rule",
    "derivative of a scalar product": "a scalar product is linear in each vector",
    "each entry in one term": "each entry occurs in one term only",
    "derivative of exp": "derivative of the exponential; chain rule",
    "derivative of log": "derivative of the logarithm; chain rule",
    "derivative of neg": "constant factor rule",
    "derivative of power in its x": "power rule; chain rule",
    "derivative of power in its p": "derivative of a power in its exponent",
    "derivative of div in its p": "constant factor rule",
    "derivative of div in its q": "derivative of a reciprocal; chain rule",
    "derivative as a pullback": "chain rule",
    "pullback of a product": "product rule",
    "pullback of a function": "its derivative, from above; chain rule",
    "pullback of matmul": "a matrix product, in both factors",
    "pullback to the variable": "chain rule",
    "pullback to a constant": "it does not depend on it",
    "pullback of a sum": "sum rule",
    "pullback entry by entry": "chain rule, entry by entry",
    "pullback of broadcast": "one number for all entries: their shares add up",
    "pullback of matmul in its a": "a matrix product, in its left factor",
    "pullback of matmul in its b": "a matrix product, in its right factor",
    "pullback of transpose": "a transpose",
    "pullback of sum": "a sum passes its share to every term",
    "pullback of norm": "the length of a vector changes along the vector",
    "pullback of softmax": "derivative of the softmax",
    "pullback of softmax_along": "derivative of the softmax",
    "pullback of align": "one array in several places: their shares add up",
    "pullback of sum_along": "a sum passes its share to every term",
    "pullback of take in its x": "an entry depends on itself alone",
    "pullback of scatter in its x": "a number is one term of the entry that it is added to",
    "pullback of prod_along": "product rule",
    "pullback of max_along": "the largest entry passes its share on",
    "derivative of opaque": "derivative of the function; chain rule",
    "pullback of array": "an entry of an array is itself alone",
    "pullback of concatenate": "each part receives its own stretch",
    "pullback of diag": "the entries beside the diagonal are constant",
    "pullback of diagonal": "the entries beside the diagonal do not occur",
    "pullback of trace": "the gradient of the trace is the identity matrix",
    "pullback of det": "Jacobi's formula for the determinant",
    "pullback of kron": "each entry of the left factor multiplies a block, which is the right one",
    "pullback of kron_left": "the transpose of the Kronecker product",
    "pullback of kron_right": "the transpose of the Kronecker product",
    "pullback of kron in its a": "each entry of the left factor multiplies a block",
    "pullback of kron in its b": "the right factor stands in every block",
    "pullback of kron_left in its x": "the transpose of the Kronecker product",
    "pullback of kron_left in its b": "the transpose of the Kronecker product",
    "pullback of kron_right in its x": "the transpose of the Kronecker product",
    "pullback of kron_right in its a": "the transpose of the Kronecker product",
    "pullback of vec": "vec only moves entries",
    "pullback of unvec": "vec only moves entries",
    "pullback of inverse": "derivative of the inverse matrix",
    "pullback of argmax": "the position of the largest entry does not move with small changes",
    "pullback of single": "the bias of a single neuron is one entry",
    "pullback of spread": "one vector for all examples: their shares add up",
    "derivative of relu": "derivative of the rectifier; chain rule",
    "derivative of max in its p": "the larger of the two passes its share on",
    "derivative of max in its q": "the larger of the two passes its share on",
    "derivative of min in its p": "the smaller of the two passes its share on",
    "derivative of min in its q": "the smaller of the two passes its share on",
    "derivative of max": "the larger of the two passes its share on",
    "derivative of min": "the smaller of the two passes its share on",
    "derivative of power": "power rule, in the base and in the exponent; chain rule",
    "derivative of div": "quotient rule",
    "derivative by cases": "between its jumps, a formula by cases is one of its cases",
    "derivative of choose": "between its jumps, a formula by cases is one of its cases",
    "derivative of choose in its c": "between its jumps, a formula by cases is one of its cases",
    "derivative of choose in its a": "between its jumps, a formula by cases is one of its cases",
    "derivative of choose in its b": "between its jumps, a formula by cases is one of its cases",
    "derivative of sign": "the sign is constant between its jumps",
    "derivative of equals": "an indicator is constant between its jumps",
    "derivative of equals in its p": "an indicator is constant between its jumps",
    "derivative of equals in its q": "an indicator is constant between its jumps",
    "derivative of greater": "an indicator is constant between its jumps",
    "derivative of greater in its p": "an indicator is constant between its jumps",
    "derivative of greater in its q": "an indicator is constant between its jumps",
    "derivative of at_least": "an indicator is constant between its jumps",
    "derivative of at_least in its p": "an indicator is constant between its jumps",
    "derivative of at_least in its q": "an indicator is constant between its jumps",
    "derivative of sin": "derivative of the sine; chain rule",
    "derivative of cos": "derivative of the cosine; chain rule",
    "derivative of arctan": "derivative of the inverse tangent; chain rule",
    "derivative of erf": "derivative of the error function; chain rule",
    "derivative of normal_cdf": "derivative of the normal distribution function; chain rule",
    "derivative of a root": "derivative of a root; chain rule",
    "sum rule over an index": "sum rule: each term, from above",
    "powers together": "numbers and powers together",
    "multiply out": "multiply out",
    "over one denominator": "one denominator",
    "factors in front": "common factors in front",
    "a sign over its absolute value": "x is its sign times its absolute value",
    "sine and cosine squared": "sin² + cos² = 1",
    "definition of abs": "definition of the absolute value",
    "definition of sigmoid": "definition of σ",
    "definition of sigmoid_prime": "definition of σ′",
    "definition of softplus": "definition of softplus",
    "definition of leaky_relu": "definition of the leaky rectifier",
    "definition of swish": "definition of swish",
    "definition of gelu": "definition of GELU",
    "definition of step": "definition of the step function",
    "definition of tan": "definition of the tangent",
    "definition of sinh": "definition of the hyperbolic sine",
    "definition of cosh": "definition of the hyperbolic cosine",
    "definition of tanh": "definition of tanh",
    "definition of tanh_prime": "definition of tanh′",
    "drop a zero term": "drop the 0",
    "drop a factor 1": "drop the 1",
    "a product with 0": "a product with 0 is 0",
    "arithmetic": "arithmetic",
    "multiply the numbers": "multiply the numbers",
    "power 1": "a first power",
    "divide by 1": "divide by 1",
    "reorder the terms": "reorder",
    "reorder the factors": "reorder",
    "two minus signs cancel": "the two minus signs cancel",
    "minus times minus is plus": "minus times minus is plus",
    "minus of a minus": "minus times minus is plus",
    "the minus sign in front": "the minus sign in front",
    "the minus sign into the bracket": "the minus sign into the bracket",
    "minus one as a minus sign": "a factor −1",
    "a difference turned around": "the minus sign turns the difference around",
    "take out a minus sign": "take out the minus sign",
    "a fraction as a power": "a fraction as a power",
    "a negative power as a fraction": "a negative power as a fraction",
    "one fraction": "one fraction",
    "a number into the fraction": "the numbers together",
    "the square of a power": "the square of a power",
    "one power": "one power",
    "one fraction for all entries": "one number for all entries",
    "one power for all entries": "one number for all entries",
    "the numbers first": "the number in front",
    "numbers beside an array": "a number multiplies each entry",
    "a fraction of a fraction": "a fraction of a fraction",
    "common denominator": "common denominator",
    "expand": "expand",
    "opposite terms cancel": "opposite terms cancel",
    "equal factors cancel": "equal factors cancel",
    "equal factors cancel across": "equal factors cancel",
    "equal powers cancel": "cancel",
    "a number against a denominator": "cancel",
    "equal terms together": "equal terms together",
    "the common factor in front": "the common factor in front",
    "products of matrices in another grouping": "products may be grouped in any way",
    "the root of a square": "definition of the absolute value",
    "a number over its absolute value": "a number over its absolute value is its sign",
    "sigmoid of a negative": "1 − σ(−z) = σ(z)",
    "a one-hot vector adds up to 1": "the entries of a one-hot vector add up to 1",
    "one-hot columns add up to 1": "the entries of a one-hot column add up to 1",
    "one-hot rows add up to 1": "the entries of a one-hot row add up to 1",
    "the identity matrix drops out": "the identity matrix drops out",
    "the transpose of the identity matrix": "the identity matrix drops out",
    "a sum times a vector": "each term of the sum times the vector",
    "a diagonal matrix times a vector": "a diagonal matrix multiplies entry by entry",
    "a symmetric matrix is its own transpose": "a symmetric matrix is its own transpose",
    "transpose of an inverse": "the transpose of an inverse is the inverse of the transpose",
    "add and subtract the same": "add and subtract the same",
    "split the fraction": "split the fraction",
    "a square as a product": "a square as a product",
    "a square over a square": "a square over a square",
    "take out the common factor": "take out the common factor",
    "transpose of a product": "transpose of a product",
    "transpose of a transpose": "transposed twice",
    "a number in front": "the number in front",
}
REASONS |= {
    rule.replace("derivative", "pullback", 1): words
    for rule, words in REASONS.items()
    if rule.startswith("derivative of ") and rule.split()[2] in ops.names()
}
"""The reason for each rule. A cotangent passes a function of numbers for the same reason as a derivative does."""

_PART_OF: dict[str, tuple[str, str]] = {
    "add and subtract the same": ("add and subtract", "c"),
    "take out the common factor": ("take out", "u"),
}
"""Rules whose reason names the part that they are about."""


def reason(line: Line, style: Style) -> Inlines:
    """Why a line follows from the one before: the rules that count, each once, in the order of use."""
    telling = [step for step in line.steps if not get(step.rule).minor] or list(line.steps[-1:])
    phrases: list[Inlines] = []
    for step in telling:
        phrase = _phrase(step, style)
        if phrase not in phrases:
            phrases.append(phrase)
    return _joined(_without_repeats(phrases))


def _phrase(step: Step, style: Style) -> Inlines:
    if step.rule == "by definition":
        v, e = (_single(step.binding[name]) for name in ("v", "e"))
        name, equation = typeset_sides([v, e], style)
        return (Words("since "), Formula(name), Words(" = "), Formula(equation))
    if step.rule in _PART_OF:
        words, part = _PART_OF[step.rule]
        return (Words(f"{words} "), Formula(typeset(_single(step.binding[part]), style)))
    return (Words(REASONS[step.rule]),)


def _single(part: Expr | tuple[Expr, ...]) -> Expr:
    assert not isinstance(part, tuple)
    return part


def _without_repeats(phrases: Sequence[Inlines]) -> list[Inlines]:
    """The phrases with what an earlier one says already left out: "chain rule" after "power rule; chain rule"."""
    said: set[str] = set()
    kept: list[Inlines] = []
    for phrase in phrases:
        if len(phrase) == 1 and isinstance(phrase[0], Words):
            fresh = [part for part in phrase[0].text.split("; ") if part not in said]
            said.update(fresh)
            if fresh:
                kept.append((Words("; ".join(fresh)),))
        else:
            kept.append(phrase)
    return kept


def _joined(phrases: Sequence[Inlines]) -> Inlines:
    joined: list[Words | Formula] = []
    for phrase in phrases:
        if joined:
            joined.append(Words("; "))
        joined.extend(phrase)
    return tuple(joined)
