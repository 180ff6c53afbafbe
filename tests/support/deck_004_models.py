"""What the readings of slide deck 004 are written with: a model is a list of named equations between numbers.

A side of an entry is written as a function of the names on its slide, `lambda y, y_hat, x_1: -(y - y_hat) * x_1`, and
`Model.side` turns it into a function of what nothing defines. A derivative is a name like any other, `dL_dw_1`; its
value comes from a complex step through the equations, and not from a rule.
"""

from __future__ import annotations

import inspect
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from textbook_entries import Entry, Function, sigmoid

STEP = 1e-30j

BARE = "fragment|expression|notation"
PART = "claim|fragment"
PROSE = "prose|notation"
CUT_PROSE = "prose|notation|fragment"


@dataclass(frozen=True)
class Model:
    """The scope of a slide: its declarations, and its equations in order, each as (name, LaTeX, value).

    An equation without LaTeX is an abbreviation of the entries, and is not given to the reader.
    """

    declare: str = ""
    equations: tuple[tuple[str, str, Function], ...] = ()

    @cached_property
    def given(self) -> tuple[str, ...]:
        """The equations as the reader gets them."""
        return tuple(latex for _, latex, _ in self.equations if latex)

    @cached_property
    def _values(self) -> dict[str, Function]:
        return {name: value for name, _, value in self.equations}

    def before(self, name: str) -> Model:
        """The same scope before the equation for a name was read."""
        names = [defined for defined, _, _ in self.equations]
        return Model(self.declare, self.equations[: names.index(name)])

    def entry(self, number: str, latex: str, kind: str, *sides: Function, **more: Any) -> Entry:
        """An entry of the deck in this scope; all its arguments are numbers."""
        wrapped = tuple(self.side(side) for side in sides)
        shapes: dict[str, tuple[int, ...]] = {name: () for side in wrapped for name in _names(side)}
        scope: dict[str, Any] = {"declare": self.declare, "given": self.given, **more}
        return Entry(
            id=f"s004-{number}", family="deck-004", latex=latex, kind=kind, sides=wrapped, shapes=shapes, **scope
        )

    def claim(self, number: str, latex: str, *sides: Function, holds: bool = True, note: str = "") -> Entry:
        return self.entry(number, latex, "claim", *sides, holds=holds, note=note)

    def part(self, number: str, latex: str, *sides: Function, holds: bool = False, note: str = "") -> Entry:
        """An equality that goes on with the next slide: as it stands, it is mostly false."""
        return self.entry(number, latex, PART, *sides, holds=holds, note=note)

    def bare(self, number: str, latex: str, side: Function, note: str = "") -> Entry:
        """An expression alone: on the slides mostly a left side without a right one."""
        return self.entry(number, latex, BARE, side, note=note)

    def cut(self, number: str, latex: str, note: str = "") -> Entry:
        """A formula that breaks off."""
        return self.entry(number, latex, "fragment", note=note)

    def continued(self, number: str, latex: str, side: Function, note: str = "") -> Entry:
        """A line that begins with an equality sign: its one side is what stands right of it."""
        return self.entry(number, latex, "fragment", side, note=note)

    def prose(self, number: str, latex: str, kind: str = PROSE, note: str = "") -> Entry:
        return self.entry(number, latex, kind, note=note)

    def name(self, number: str, latex: str, note: str = "") -> Entry:
        """A name alone."""
        return self.entry(number, latex, "notation|fragment", note=note)

    def update(self, number: str, latex: str, old: Function, new: Function, note: str = "") -> Entry:
        return self.entry(number, latex, "update", old, new, note=note)

    def cut_update(self, number: str, latex: str, old: Function, new: Function) -> Entry:
        """An update that ends with the learning rate: as it stands, its gradient is 1, and as a claim it is false."""
        kind = "update|claim|fragment" if " = " in latex else "update|fragment"
        return self.entry(number, latex, kind, old, new, holds=False)

    def side(self, function: Function) -> Function:
        """A function of names on the slide, as a function of what the equations do not define."""
        free = dict.fromkeys(leaf for name in _names(function) for leaf in self._leaves(name))

        def value(**values: Any) -> np.ndarray:
            return np.asarray(function(**{name: self._value(name, values) for name in _names(function)}))

        parameters = [inspect.Parameter(name, inspect.Parameter.KEYWORD_ONLY) for name in free]
        value.__signature__ = inspect.Signature(parameters)  # type: ignore[attr-defined]
        return value

    def _derivative(self, name: str) -> tuple[str, str] | None:
        found = re.fullmatch("d(.+)_d(.+)", name)
        return (found[1], found[2]) if found and found[1] in self._values else None

    def _leaves(self, name: str) -> Iterator[str]:
        derivative = self._derivative(name)
        if derivative:
            yield from self._leaves(derivative[0])
        elif name in self._values:
            for part in _names(self._values[name]):
                yield from self._leaves(part)
        else:
            yield name

    def _value(self, name: str, values: dict[str, Any], moved: str = "") -> Any:
        derivative = self._derivative(name)
        if derivative:
            above, below = derivative
            return np.imag(self._value(above, values, below)) / abs(STEP)
        if name in self._values:
            function = self._values[name]
            value = function(**{part: self._value(part, values, moved) for part in _names(function)})
        else:
            value = values[name]
        return value + STEP if name == moved else value


def log_loss(y: Any, y_hat: Any) -> Any:
    return -y * np.log(y_hat) - (1 - y) * np.log(1 - y_hat)


def _names(function: Function) -> tuple[str, ...]:
    return tuple(inspect.signature(function).parameters)


NETWORK = Model(
    r"data x_1, x_2, y; parameter w_{11}, w_{12}, w_{21}, w_{22}, b_1, b_2, w_1, w_2, b, \alpha",
    (
        (
            "z_1",
            r"z_1 = x_1 w_{11} + x_2 w_{21} + b_1",
            lambda x_1, w_11, x_2, w_21, b_1: x_1 * w_11 + x_2 * w_21 + b_1,
        ),
        ("a_1", r"a_1 = \sigma(z_1)", lambda z_1: 1 / (1 + np.exp(-z_1))),
        (
            "z_2",
            r"z_2 = x_1 w_{12} + x_2 w_{22} + b_2",
            lambda x_1, w_12, x_2, w_22, b_2: x_1 * w_12 + x_2 * w_22 + b_2,
        ),
        ("a_2", r"a_2 = \sigma(z_2)", lambda z_2: 1 / (1 + np.exp(-z_2))),
        ("z", r"z = a_1 w_1 + a_2 w_2 + b", lambda a_1, w_1, a_2, w_2, b: a_1 * w_1 + a_2 * w_2 + b),
        ("y_hat", r"\hat{y} = \sigma(z)", sigmoid),
        ("L", r"L(y, \hat{y}) = -y \log(\hat{y}) - (1 - y) \log(1 - \hat{y})", log_loss),
    ),
)
"""Two inputs, two hidden neurons, one output: nine parameters."""


def loss_and_chain(number: str, latex: str, slope: Function, chain: Function) -> Entry:
    """The loss of the network, and beside it the chain rule for one slope: two statements."""
    return NETWORK.before("L").entry(
        number,
        latex,
        "definition; claim",
        lambda L: L,
        log_loss,
        NETWORK.side(slope),
        NETWORK.side(chain),
        split=(2, 2),
    )


def derivation(number: str, latex: str, slope: Function, chain: Function, *values: Function) -> Entry:
    """The chain rule for one slope, and below it its values, after the same left side again: two statements."""
    return NETWORK.entry(number, latex, "claim; claim", slope, chain, slope, *values, split=(2, 1 + len(values)))
