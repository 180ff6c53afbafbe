"""The choices of a house style that carry no meaning, and the style that reads back in a scope."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from derive.ir import Symbol, Var
from derive.notation.math import CASE_WORDS
from derive.notation.naming import Layers
from derive.notation.scope import Scope
from derive.shapes import Size


@dataclass(frozen=True)
class Style:
    """The choices of a house style that carry no meaning.

    ``product`` stands between the derivatives of a chain (``·`` or ``×``), ``entrywise`` between arrays that are
    multiplied entry by entry; ``order`` says where the arriving cotangent stands beside a local derivative.
    ``derivative`` may force ∂ where d would do, or d everywhere; where it is ``short``, the derivative of ``loss`` by w
    is dw, unless that is one of ``names``. ``layers`` says how the number of a layer stands at a name.
    ``log`` is the logarithm's word, and with ``log_base`` 10 it is the one to that base, and the natural one is ln.

    ``example_sizes`` are the sizes that count examples, whose index is written :math:`x^{(i)}`; ``examples`` says which
    arrays have such an axis: all (``any``), or those whose examples are their columns, or their rows. ``layout`` is the
    layout that a derivative stands in where nothing else is said; None leaves that open. ``names`` are those of
    the surroundings, which neither an entry nor an index may be taken for; ``unknown_sizes`` have a makeshift name,
    which no sum can be written to; ``called`` names take arguments, so that brackets do not stand close behind them.

    ``whole_families``: where no index can stand, a family goes by its letter; nobody can read that back. ``case_words``
    are said of several cases, before a condition and beside the last one.
    """

    product: Literal["·", "×"] = "·"
    order: Literal["outer-inner", "inner-outer"] = "outer-inner"
    transpose: Literal["top", "T", "prime"] = "top"
    entrywise: Literal["⊙", "∘", "∗"] = "⊙"
    layers: Layers = "brackets"
    log: Literal["log", "ln"] = "log"
    log_base: Literal["natural", "10"] = "natural"
    derivative: Literal["auto", "partial", "d", "short"] = "auto"
    loss: Symbol | None = None
    example_sizes: frozenset[str] = frozenset({"n"})
    examples: Literal["any", "columns", "rows"] = "any"
    layout: Literal["denominator", "numerator"] | None = None
    names: frozenset[Symbol] = frozenset()
    unknown_sizes: frozenset[str] = frozenset()
    called: frozenset[Symbol] = frozenset()
    whole_families: bool = False
    case_words: tuple[str, str] = CASE_WORDS

    def counts_examples(self, size: Size) -> bool:
        """Whether an axis of this size counts examples."""
        return any(size == Size.of(name) for name in self.example_sizes)

    def has_examples(self, array: Var, axis: int) -> bool:
        """Whether an axis of an array may be one of examples: the other axis of a capital letter, or all of a row."""
        if self.examples == "any":
            return True
        columns = self.examples == "columns"
        if array.shape.rank == 1:
            return array.shape.row == columns
        sizes = array.shape.sizes
        capital = array.symbol.small != array.symbol.letter
        return len(sizes) == 2 and capital and sizes[0] != sizes[1] and axis == (1 if columns else 0)


PLAIN = Style()
"""The style where none is asked for."""

SPOKEN = Style(whole_families=True)
"""The style of what is read by people only."""


def style_of(scope: Scope) -> Style:
    """The style in which a formula reads back in this scope to what was written."""
    lines = [var.shape for var in scope.variables.values() if var.shape.rank == 1]
    counted = [shape.sizes[0] for shape in lines if shape.row == (scope.examples == "columns")]
    return Style(
        log_base=scope.log,
        example_sizes=frozenset(str(size) for size in counted),
        examples=scope.examples,
        layout=scope.layout,
        unknown_sizes=scope.unresolved,
        called=frozenset(scope.arguments),
        names=frozenset((*scope.variables, *scope.data, *scope.parameters, *scope.functions)),
    )
