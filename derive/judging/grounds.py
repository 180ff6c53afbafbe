"""What a formula is judged against."""

from __future__ import annotations

from dataclasses import dataclass

from derive.bench import Bench
from derive.findings import Finding
from derive.ir import Expr
from derive.notation.latex import latex
from derive.notation.reading import Reading
from derive.notation.scope import Scope
from derive.notation.typesetting import typeset_sides


@dataclass(frozen=True)
class Grounds:
    """The model that a formula is about, as far as it has been derived, and the scope in which it was read."""

    bench: Bench
    scope: Scope


def said(reading: Reading, text: str) -> Finding:
    """A finding that says what was read, and nothing yet of whether it is right."""
    return Finding("notation", reading.kind, text, read_as=equation(reading.sides), names=names_of(reading))


def names_of(reading: Reading) -> tuple[str, ...]:
    """The plain names that a formula uses, each once."""
    return tuple(dict.fromkeys(use.symbol.plain for use in reading.names))


def equation(sides: tuple[Expr, ...]) -> str:
    """Sides as they were understood, in LaTeX."""
    return " = ".join(map(latex, typeset_sides(sides)))
