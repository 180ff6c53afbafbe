"""Declarations: the `key value; key value` lines that say what names are, in comments, documents and options.

    shape w: m; shape X: m,n; data x,y; log 10; one-hot y; refuted "the slide lost a minus"

A shape lists sizes, each a number, a name, or a sum such as ``n + k - 1``. One size is a column; ``1,n`` is a row
(also ``1,4``), ``m,1`` a column, ``1,1`` a matrix of one entry, and no size (or ``scalar``) a number.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from derive.ir import Span, Symbol
from derive.notation import commands, vocabulary
from derive.notation.errors import ReadError, Refusal
from derive.notation.grammar import parse
from derive.notation.scope import UNSPECIFIED, Scope
from derive.notation.surface import Differential, Name, Product, Scripted, Surface, unmarked
from derive.notation.tokens import tokenize
from derive.shapes import SCALAR, Shape, Size

FACTS = frozenset({"one-hot", "distribution", "positive", "below-one", "symmetric"})
"""What may be declared of the values of names."""
NAME_LISTS = FACTS | {"data", "parameter", "function"}
CHOICES: dict[str, tuple[str, ...]] = {
    "layout": ("denominator", "numerator"),
    "examples": ("columns", "rows"),
    "log": ("natural", "10"),
    "reduce": ("sum", "mean"),
}
MARKS = frozenset({"section", "skip", "steps"})
TEXTS = frozenset({"model", "refuted"})
KEYS = tuple(sorted({"shape", *NAME_LISTS, *CHOICES, *MARKS, *TEXTS}))
"""Every key, for the error that suggests the nearest one."""

MAX_SIZE = 1_000_000
"""The largest number that may be given as a size."""

_SIZE_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_]*(?:\^?\[[A-Za-z0-9-]+\])?")
_TIMES = re.compile(r"[*·]|\\cdot(?![A-Za-z])")
_SIZE_PIECES = re.compile(r"[+-]|(?:\[[^\]]*\]|[^+\-\[])+")


@dataclass(frozen=True)
class Declaration:
    """One declaration: its key and what it says. Only the fields that belong to the key are filled."""

    key: str
    span: Span
    names: tuple[Symbol, ...] = ()
    shape: Shape | None = None
    value: str = ""


def shape_of(sizes: Sequence[int | str | Size]) -> Shape:
    """The shape with those sizes: a literal 1 makes a vector of two sizes a row or a column."""
    if len(sizes) == 2 and list(sizes) != [1, 1]:
        if sizes[0] == 1:
            return Shape.of(sizes[1], row=True)
        if sizes[1] == 1:
            return Shape.of(sizes[0])
    return Shape.of(*sizes)


def parse_declarations(text: str, offset: int = 0) -> tuple[list[Declaration], list[ReadError]]:
    """The declarations in a text that begins at ``offset``, and an error for each that cannot be read."""
    found: list[Declaration] = []
    errors: list[ReadError] = []
    for start, piece in _split(text):
        if not piece.strip():
            continue
        lead = len(piece) - len(piece.lstrip())
        span = Span(offset + start + lead, offset + start + len(piece.rstrip()))
        try:
            found.append(_declaration(piece.strip(), span))
        except Refusal as refusal:
            error = refusal.error
            errors.append(ReadError(error.kind, error.message, span, error.expected, error.hint))
    return found, errors


def _split(text: str) -> list[tuple[int, str]]:
    """The pieces between semicolons outside quotes, with their places."""
    pieces, start, quoted = [], 0, False
    for index, character in enumerate(text):
        if character == '"':
            quoted = not quoted
        elif character == ";" and not quoted:
            pieces.append((start, text[start:index]))
            start = index + 1
    return [*pieces, (start, text[start:])]


def _declaration(text: str, span: Span) -> Declaration:
    key, _, rest = text.partition(" ")
    key, rest = key.rstrip(":"), rest.strip()
    if key not in KEYS:
        close = tuple(difflib.get_close_matches(key, KEYS, n=2)) or KEYS
        raise Refusal("unreadable", f"unknown declaration {key!r}", span, expected=close)
    if key in MARKS:
        if rest:
            raise Refusal("unreadable", f"{key} stands alone, but is followed by {rest!r}", span)
        return Declaration(key, span)
    if not rest:
        raise Refusal("unreadable", f"{key} needs a value", span, expected=CHOICES.get(key, ()))
    if key in CHOICES:
        if rest not in CHOICES[key]:
            raise Refusal("unreadable", f"{key} cannot be {rest!r}", span, expected=CHOICES[key])
        return Declaration(key, span, value=rest)
    if key in TEXTS:
        return Declaration(key, span, value=rest.strip('"'))
    if key in NAME_LISTS:
        return Declaration(key, span, names=tuple(symbol_of(name, span) for name in _listed(rest)))
    name, colon, sizes = rest.partition(":")
    if not colon:
        raise Refusal("unreadable", "a shape is written `shape W: h,d`", span, expected=("a colon",))
    names = tuple(symbol_of(part, span) for part in _listed(name))
    return Declaration(key, span, names=names, shape=_shape(sizes, span))


def _listed(text: str) -> list[str]:
    """The names between commas outside braces."""
    found, depth, start = [], 0, 0
    for index, character in enumerate(text):
        depth += {"{": 1, "}": -1}.get(character, 0)
        if character == "," and depth == 0:
            found.append(text[start:index])
            start = index + 1
    return [*found, text[start:]]


def _shape(text: str, span: Span) -> Shape:
    words = [word.strip() for word in re.split(r"[,×]|\\times", text.strip().strip("()"))]
    words = [word for word in words if word]
    if words in ([], ["scalar"]):
        return SCALAR
    return shape_of([_size(word, span) for word in words])


def _size(word: str, span: Span) -> int | str | Size:
    """A number, a name, or a sum of both that is at least 1, such as n + K - 1; a term may be a product, m*n."""
    pieces = [piece.strip() for piece in _SIZE_PIECES.findall(word)]
    if len(pieces) < 2 and not _TIMES.search(word):
        return _single_size(word, span)
    if len(pieces) % 2 == 0 or not all(sign in "+-" for sign in pieces[1::2]):
        raise _no_size(word, span)
    total = _product_size(pieces[0], span)
    for sign, piece in zip(pieces[1::2], pieces[2::2], strict=True):
        total = total + _product_size(piece, span) * Size((((), 1 if sign == "+" else -1),))
    if not total.is_positive:
        raise Refusal("unreadable", f"{word!r} may be less than 1, and every size is at least 1", span)
    return total


def _product_size(word: str, span: Span) -> Size:
    total = Size.of(1)
    for factor in _TIMES.split(word):
        total = total * Size.of(_single_size(factor.strip(), span))
    return total


def _single_size(word: str, span: Span) -> int | str:
    if word.isascii() and word.isdigit() and len(word) <= len(str(MAX_SIZE)) and 1 <= int(word) <= MAX_SIZE:
        return int(word)
    if not _SIZE_NAME.fullmatch(word):
        raise _no_size(word, span)
    return word


def _no_size(word: str, span: Span) -> Refusal:
    wanted = ("a number from 1", "a name such as m", "a sum such as n + 1", "a product such as m*n")
    return Refusal("unreadable", f"{word!r} is no size", span, expected=wanted)


def symbol_of(text: str, span: Span | None = None) -> Symbol:
    """The symbol of a name in LaTeX or as code spells it: ``w_1``, ``\\hat{y}``, ``y_hat``, ``W^{[1]}``.

    Raises `Refusal` for what is no single name.
    """
    text = text.strip()
    place = span or Span(0, len(text))
    stem, _, accent = text.rpartition("_")
    if accent in commands.ACCENTS and stem:
        text = f"\\{accent}{{{stem}}}"
    elif text in vocabulary.GREEK:
        text = f"\\{text}"
    elif text[:1] == "\\" and text[1:].isalpha() and text[1:] not in commands.COMMANDS:
        text = text[1:]  # the command of an operator that the formula defines
    statements = parse(tokenize(text, frozenset({text, text.partition("_")[0]})))
    if len(statements) == 1 and len(statements[0].sides) == 1 and not statements[0].relations:
        symbol = surface_symbol(statements[0].sides[0], declaring=True)
        if symbol is not None:
            return symbol
    raise Refusal("unreadable", f"{text!r} is no single name", place, expected=("a name",))


_BRACKETED = frozenset({"bracket", "angle", "paren"})
_IN_NAMES = _BRACKETED | {"value", "prime", "star", "letter-T"}
"""What may stand in the superscript of a name."""

CHANGES = ("delta", "Delta")
"""The letters that make a name of their own with the one behind them, where that is declared: δx, Δw."""


def surface_symbol(node: Surface, *, declaring: bool = False) -> Symbol | None:
    """The symbol of a name with at most a subscript, a layer and an example; None for anything else.

    ``declaring`` says that the whole formula is a name, so that a bare superscript, a prime and a star belong to it.
    """
    node = unmarked(node)
    if isinstance(node, Name):
        return Symbol(node.letter, node.accent, font=node.font)
    if isinstance(node, Differential) and node.sign == "d" and node.target is not None:
        return _prefixed("d", surface_symbol(node.target, declaring=declaring))
    if declaring and isinstance(node, Product) and len(node.parts) == 2:
        first = unmarked(node.parts[0])
        if not isinstance(first, Name) or first.letter not in CHANGES:
            return None
        return _prefixed(first.letter, surface_symbol(node.parts[1], declaring=True))
    if not isinstance(node, Scripted) or not isinstance(node.base, Name):
        return None
    base = node.base
    allowed = _IN_NAMES if declaring else _BRACKETED
    if not all(part.kind in allowed for part in node.sup):
        return None
    layer = "".join(part.text for part in node.sup if part.kind != "paren")
    example = "".join(part.text for part in node.sup if part.kind == "paren")
    return Symbol(base.letter, base.accent, node.sub.text if node.sub else "", layer, example, base.font)


def _prefixed(prefix: str, symbol: Symbol | None) -> Symbol | None:
    return None if symbol is None else replace(symbol, letter=prefix + symbol.letter)


def declared(scope: Scope, declaration: Declaration) -> Scope:
    """The scope after a declaration; one that says nothing about names or conventions changes nothing."""
    match declaration.key:
        case "shape":
            assert declaration.shape is not None
            for name in declaration.names:
                scope = scope.with_shape(name, declaration.shape)
        case fact if fact in FACTS:
            unknown = [name for name in declaration.names if not scope.declares(name)]
            scope = scope.with_roles(data=unknown).with_fact(declaration.key, declaration.names)
        case "data":
            scope = scope.with_roles(data=declaration.names)
        case "parameter":
            scope = scope.with_roles(parameters=declaration.names)
        case "function":
            for name in declaration.names:
                scope = scope.with_function(name, UNSPECIFIED)
        case "log" | "examples" | "layout":
            scope = scope.with_setting(declaration.key, declaration.value)
        case _:
            pass
    return scope
