"""Formulas as they stand on the page, neutral between LaTeX, Typst, MathML and plain text.

`derive.notation.typesetting` turns an expression into this tree and settles everything that needs thought: brackets,
signs, product signs, what is struck. An emitter only spells the tree, so that all formats show the same formula.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Any, Literal, TypeAlias, TypeVar

Colour: TypeAlias = Literal["forward", "backward", "highlight", "muted"]
"""What a colour means; each format has its own ink for it."""


@dataclass(frozen=True)
class Letter:
    """A letter or a Greek letter's English name (``alpha``), in a font.

    Fonts are ``italic``, ``bold``, ``upright``, ``cal``, and ``blackboard`` for capitals and the indicator's 1.
    """

    name: str
    font: str = "italic"


@dataclass(frozen=True)
class Number:
    """Digits, with a decimal point where there is one; a sign is never part of it."""

    digits: str


@dataclass(frozen=True)
class Sign:
    """A relation, operation or punctuation mark by its Unicode character: ``+ − = · × ⊙ ∂ Σ → , … ⊤ ∈``.

    ``role`` decides the space around it: ``binary``, ``relation``, ``prefix``, ``punctuation`` or ``ordinary``.
    """

    character: str
    role: Literal["binary", "relation", "prefix", "punctuation", "ordinary"] = "ordinary"


@dataclass(frozen=True)
class Word:
    """A function's name or a word inside a formula, set upright: ``log``, ``max``."""

    text: str
    function: bool = True


@dataclass(frozen=True)
class Row:
    """Formulas one after another, without brackets."""

    items: tuple[Math, ...]


@dataclass(frozen=True)
class Fraction:
    """A fraction with its bar; ``inline`` sets it small, as in ½ x."""

    top: Math
    bottom: Math
    small: bool = False


@dataclass(frozen=True)
class Root:
    """A square root with its bar."""

    body: Math


@dataclass(frozen=True)
class Scripts:
    """A base with a subscript, a superscript, or both."""

    base: Math
    sub: Math | None = None
    sup: Math | None = None


@dataclass(frozen=True)
class Accent:
    """A letter with an accent: ``hat``, ``bar``, ``tilde``, ``dot``."""

    body: Math
    accent: str


@dataclass(frozen=True)
class Brackets:
    """A formula in brackets that grow with it: ``()``, ``[]``, ``{}``, ``||`` or ``‖‖``."""

    body: Math
    kind: str = "()"


@dataclass(frozen=True)
class Big:
    """A large operator with limits below and above: Σ, Π, or one of the words ``max``, ``min``, ``arg max``."""

    character: str
    lower: Math | None = None
    upper: Math | None = None


@dataclass(frozen=True)
class Matrix:
    """Entries in rows of one length inside brackets: a column, a row, or a matrix."""

    rows: tuple[tuple[Math, ...], ...]
    kind: str = "[]"


CASE_WORDS = ("if", "otherwise")
"""The words of `Cases`: before a condition, where a line of text has no columns; and beside the last value."""


@dataclass(frozen=True)
class Cases:
    """Values behind a brace, each with the condition it holds under, and the value where no condition holds.

    ``words`` are said before a condition and beside the last value.
    """

    rows: tuple[tuple[Math, Math], ...]
    otherwise: Math
    words: tuple[str, str] = CASE_WORDS


@dataclass(frozen=True)
class Evaluated:
    """A formula with a bar behind it, and below the bar the point at which it is taken."""

    body: Math
    point: Math


@dataclass(frozen=True)
class Struck:
    """A formula crossed out: it is still there, and cancels."""

    body: Math


@dataclass(frozen=True)
class Boxed:
    """A formula in a box: a result."""

    body: Math


@dataclass(frozen=True)
class Coloured:
    """A formula in the ink of a meaning."""

    body: Math
    colour: Colour


@dataclass(frozen=True)
class Labelled:
    """A formula with a brace under it and a label below the brace."""

    body: Math
    label: Math


@dataclass(frozen=True)
class Blank:
    """A place to write on, that many em wide: a line, or with a number a box, perhaps with what belongs in it."""

    width: float
    number: str = ""
    body: Math | None = None


Math: TypeAlias = (
    Letter
    | Number
    | Sign
    | Word
    | Row
    | Fraction
    | Root
    | Scripts
    | Accent
    | Brackets
    | Big
    | Matrix
    | Cases
    | Evaluated
    | Struck
    | Boxed
    | Coloured
    | Labelled
    | Blank
)


def row(*items: Math) -> Math:
    """The items side by side; nested rows are opened, and a single item is itself."""
    flat: list[Math] = []
    for item in items:
        flat.extend(item.items if isinstance(item, Row) else (item,))
    return flat[0] if len(flat) == 1 else Row(tuple(flat))


EQUALS = Sign("=", "relation")
"""The equality sign between two sides."""

THIN = Sign("\N{THIN SPACE}")
"""The small space that sets a name of two letters, such as ``dZ``, off from its neighbours."""


BLACKBOARD: dict[str, str] = {"1": "𝟙"} | dict(
    zip("ABCDEFGHIJKLMNOPQRSTUVWXYZ", "𝔸𝔹ℂ𝔻𝔼𝔽𝔾ℍ𝕀𝕁𝕂𝕃𝕄ℕ𝕆ℙℚℝ𝕊𝕋𝕌𝕍𝕎𝕏𝕐ℤ", strict=True)
)
"""What may stand in blackboard bold, and its Unicode character."""


class Unspellable(Exception):
    """A format has no spelling for a character or a construction of a formula; the message names both."""


T = TypeVar("T")


def parts(math: Math) -> tuple[Math | None, ...]:
    """The formulas directly inside, in a fixed order; None for a script or limit that is not there."""
    match math:
        case Row(items):
            return items
        case Fraction(first, second) | Big(_, first, second) | Labelled(first, second) | Evaluated(first, second):
            return (first, second)
        case Scripts(base, sub, sup):
            return (base, sub, sup)
        case Matrix(rows):
            return tuple(chain.from_iterable(rows))
        case Cases(rows, otherwise):
            return (*chain.from_iterable(rows), otherwise)
        case Blank(body=body):
            return () if body is None else (body,)
        case Root(body) | Accent(body) | Brackets(body) | Struck(body) | Boxed(body) | Coloured(body):
            return (body,)
    return ()


def lines(math: Matrix | Cases, inside: Sequence[T]) -> list[Sequence[T]]:
    """The results of the `parts` of a matrix or of cases, line by line; the last line of cases has the value alone."""
    length = 2 if isinstance(math, Cases) else len(math.rows[0])
    return [inside[k : k + length] for k in range(0, len(inside), length)]


def fold(math: Math, visit: Callable[[Any, tuple[Any, ...]], T]) -> T:
    """The result of ``visit(node, results of its parts)`` at the root; without recursion, for formulas nest deep."""
    results: list[Any] = []
    stack: list[tuple[Math | None, bool]] = [(math, False)]
    while stack:
        node, entered = stack.pop()
        if node is None:
            results.append(None)
            continue
        inside = parts(node)
        if entered or not inside:
            first = len(results) - len(inside)
            done = tuple(results[first:])
            results[first:] = [visit(node, done)]
        else:
            stack.append((node, True))
            stack.extend((part, False) for part in reversed(inside))
    return results[0]  # type: ignore[no-any-return]
