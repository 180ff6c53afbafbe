"""Why each line follows: the rules behind it, and which of them are told in the same words.

The words themselves stand in `reports.languages`, each under the first rule that they are said of.
"""

from __future__ import annotations

from derive.ir import Expr
from derive.notation.typesetting import typeset, typeset_sides
from derive.rules import get
from derive.steps import Line, Step
from reports.document import Inlines
from reports.languages import DEFAULT, filled, holes_of
from reports.languages import get as language
from reports.manner import Manner

CHAIN_RULE = "chain rule"

SAME = {
    "open a pullback": "open a local derivative",
    "derivative of each entry": "derivative of the variable",
    "derivative of neg": "constant factor rule",
    "derivative of div in its p": "constant factor rule",
    "derivative as a pullback": CHAIN_RULE,
    "pullback to the variable": CHAIN_RULE,
    "pullback of a function": "derivative of a function",
    "pullback of a product": "product rule",
    "pullback of a sum": "sum rule",
    "pullback of softmax_along": "pullback of softmax",
    "pullback of sum_along": "pullback of sum",
    "pullback of prod_along": "product rule",
    "pullback of kron_right": "pullback of kron_left",
    "pullback of kron_left in its x": "pullback of kron_left",
    "pullback of kron_left in its b": "pullback of kron_left",
    "pullback of kron_right in its x": "pullback of kron_left",
    "pullback of kron_right in its a": "pullback of kron_left",
    "pullback of unvec": "pullback of vec",
    "derivative of max in its q": "derivative of max in its p",
    "derivative of min in its q": "derivative of min in its p",
    "derivative of max": "derivative of max in its p",
    "derivative of min": "derivative of min in its p",
    "derivative of div": "quotient rule",
    "derivative of choose": "derivative by cases",
    "derivative of choose in its c": "derivative by cases",
    "derivative of choose in its a": "derivative by cases",
    "derivative of choose in its b": "derivative by cases",
    "derivative of equals in its p": "derivative of equals",
    "derivative of equals in its q": "derivative of equals",
    "derivative of greater": "derivative of equals",
    "derivative of greater in its p": "derivative of equals",
    "derivative of greater in its q": "derivative of equals",
    "derivative of at_least": "derivative of equals",
    "derivative of at_least in its p": "derivative of equals",
    "derivative of at_least in its q": "derivative of equals",
    "reorder the factors": "reorder the terms",
    "minus of a minus": "minus times minus is plus",
    "one power for all entries": "one fraction for all entries",
    "equal factors cancel across": "equal factors cancel",
    "a number against a denominator": "equal powers cancel",
    "the root of a square": "definition of abs",
    "the transpose of the identity matrix": "the identity matrix drops out",
    "a number in front": "the numbers first",
    "transpose of equal entries": "transpose of a transpose",
    "a vector times ones": "one fraction for all entries",
}
"""Rules that are told in the words of another."""

CHAINED = frozenset(
    {"derivative of a function", "derivative of exp", "derivative of log", "derivative of power in its x",
     "derivative of div in its q", "derivative of opaque", "derivative of relu", "derivative of power",
     "derivative of sin", "derivative of cos", "derivative of arctan", "derivative of erf",
     "derivative of normal_cdf", "derivative of a root"}
)  # fmt: skip
"""Rules that differentiate a function of more than the variable: the chain rule is named with them."""


def keys(rule: str) -> tuple[str, ...]:
    """Under which rules the words for one stand. A cotangent passes a function for the reason a derivative does."""
    derivative = rule.replace("pullback of ", "derivative of ", 1)
    known = language(DEFAULT).reasons
    said = derivative if rule not in SAME and rule not in known else rule
    key = SAME.get(said, said)
    return (key, CHAIN_RULE) if key in CHAINED else (key,)


def reason(line: Line, style: Manner) -> Inlines:
    """Why a line follows from the one before: the rules that count, each once, in the order of use."""
    return style.speech.joined("then", [phrase for _, phrase in phrases(line, style)])


def phrases(line: Line, style: Manner) -> list[tuple[str, Inlines]]:
    """The reasons of a line, each once, with the rule under which its words stand."""
    telling = [step for step in line.steps if not get(step.rule).minor] or list(line.steps[-1:])
    found: list[tuple[str, Inlines]] = []
    for step in telling:
        for key in keys(step.rule):
            told = (key, _phrase(key, step, style))
            if told not in found:
                found.append(told)
    return found


def _phrase(key: str, step: Step, style: Manner) -> Inlines:
    sentence = style.speech.reasons[key]
    names = sorted(holes_of(sentence), key=sentence.index)
    parts = [_single(step.binding[name]) for name in names]
    shown = typeset_sides(parts, style) if len(parts) > 1 else [typeset(part, style) for part in parts]
    return filled(sentence, dict(zip(names, shown, strict=True)))


def _single(part: Expr | tuple[Expr, ...]) -> Expr:
    assert not isinstance(part, tuple)
    return part
