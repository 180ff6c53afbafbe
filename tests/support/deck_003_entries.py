r"""Short ways to write the entries of slide deck 003, which is hand-written, and printed in many small displays.

Three examples are numbers x_1, x_2, x_3 with labels y_1, y_2, y_3. The slides compute with logarithms to the base 10.
"""

from __future__ import annotations

import inspect
from functools import partial
from typing import Any

from textbook_entries import Entry, Function, Refused

ALONE = "expression|notation|fragment"  # an expression without an equality sign
VALUE = "value|definition"
NUMBERS = "claim|value"  # equal to within half a unit of the last printed digit

new = partial(Entry, family="deck-003")


def prose(number: str, latex: str, note: str = "", kind: str = "prose|notation") -> Entry:
    """Words, without a formula in them."""
    return new(id=f"s003-{number}", latex=latex, kind=kind, note=note)


def names(number: str, latex: str, note: str = "", **scope: Any) -> Entry:
    """Names in a sentence."""
    return new(id=f"s003-{number}", latex=latex, kind="notation|fragment", note=note, **scope)


def cut(number: str, latex: str, note: str = "", **scope: Any) -> Entry:
    """A formula that breaks off."""
    return new(id=f"s003-{number}", latex=latex, kind="fragment", note=note, **scope)


def alone(number: str, latex: str, side: Function, note: str = "", **scope: Any) -> Entry:
    """An expression without an equality sign."""
    return new(id=f"s003-{number}", latex=latex, kind=ALONE, sides=(side,), note=note, **scope)


def goes_on(number: str, latex: str, *sides: Function, note: str = "", **scope: Any) -> Entry:
    """A display that begins with an equality sign: its sides are those that are printed."""
    return new(id=f"s003-{number}", latex=latex, kind="fragment", sides=sides, note=note, **scope)


def value(number: str, latex: str, name: Function, printed: float, note: str = "", **scope: Any) -> Entry:
    """A name and its value."""
    (argument,) = inspect.signature(name).parameters
    return new(
        id=f"s003-{number}",
        latex=latex,
        kind=VALUE,
        sides=(name, lambda: printed),
        shapes={argument: ()},
        note=note,
        **scope,
    )


def scanned(number: str, latex: str, outcome: str, at: tuple[str, ...], note: str, **scope: Any) -> Entry:
    """What the scanner made of a formula: a refusal is right, and so is a literal reading that says what it did."""
    refused = Refused(outcome=outcome, at=at)
    return new(id=f"s003-{number}", latex=latex, kind="claim", refused=refused, may_read=True, note=note, **scope)
