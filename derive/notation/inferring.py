"""Shapes that nobody declared, from how names are used: w in wᵀx is a vector, and so is x; sizes unify.

Only where nothing at all is declared. Whatever is inferred is told as a choice of the reader's.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from derive import building
from derive.ir import Apply, Expr, Symbol, Var, variables
from derive.notation.forms import RATES
from derive.notation.greek import GREEK
from derive.notation.lifting import COLUMN, ROW, Lifted, Value
from derive.notation.scope import LOSS_LETTERS
from derive.shapes import SCALAR, Shape, Size

MAX_INFERRED = 24
"""How many shapes one statement may leave to be inferred."""

NUMBERS = RATES | {"lambda", "epsilon", "varepsilon"}
"""The letters that are numbers wherever they stand."""

_COUNTS = frozenset("NMT")
"""Capital letters that are counts of something rather than matrices."""


ENTRIES = "it has an index"
MEMBER = "it has an index, beside examples or products of arrays"
EXAMPLE = "it is an example of what a function takes"
OTHER = "it has an index, and the name without one is a number"
STEP = "the others of its name are so"
ENTRYWISE = "it is multiplied entry by entry"
TRANSPOSED = "it is transposed"
BEHIND, BEFORE_ROW = "it stands behind an array in a product", "it stands before a row in a product"
BEFORE_COLUMN = "it stands before a column in a product"
BEHIND_CAPITAL = "it stands behind a capital letter in a product"
BOLD = "it is printed bold"
LENGTH = "its length is taken"
BEHIND_TRACE = "it stands behind a trace or determinant"
BESIDE = "it is added to an array"
WEIGHTS = "the loss is a number, and it stands before a column in a product"

IN_PRODUCTS = frozenset({TRANSPOSED, BEHIND, BEFORE_ROW, BEFORE_COLUMN, BEHIND_CAPITAL, BOLD, LENGTH})
"""What tells that there are products of arrays: then what is indexed may be an array itself, as in wᵀxᵢ."""


class Inferred(Exception):
    """The use of a name tells its shape: the statement must be read again with it."""

    def __init__(self, symbol: Symbol, shape: Shape, why: str) -> None:
        super().__init__(symbol.plain)
        self.symbol = symbol
        self.shape = shape
        self.why = why

    @property
    def told(self) -> str:
        """What is to be told about it."""
        symbol, kind = self.symbol, ("a number", "a vector", "a matrix")[self.shape.rank]
        if self.why in (MEMBER, EXAMPLE, OTHER):
            kind += f" for each {symbol.example or symbol.sub}"
        name = f"{replace(symbol, example='')}^({symbol.example})" if symbol.example else str(symbol)
        return f"{name} is {kind}, because {self.why}"


class InferredFunction(Exception):
    """A letter is some function, of which nothing else is known: the statement must be read again with it."""

    def __init__(self, symbol: Symbol) -> None:
        super().__init__(symbol.plain)
        self.symbol = symbol

    @property
    def told(self) -> str:
        """What is to be told about it."""
        return f"{self.symbol} is some function, because it stands before a name in brackets"


def is_capital(symbol: Symbol) -> bool:
    """Whether a name is written like a matrix."""
    return symbol.letter[:1].isupper()


def fresh(symbol: Symbol, rank: int, taken: Iterable[str]) -> Shape:
    """A shape of that rank with sizes of its own, named after the name."""
    used, sizes = set(taken), []
    stem = "n_" + "".join(character for character in symbol.plain if character.isalnum())
    for axis in range(rank):
        name = stem if axis == 0 else f"{stem}{axis + 1}"
        while name in used:
            name += "'"
        used.add(name)
        sizes.append(Size.of(name))
    return Shape(tuple(sizes))


def by_font(symbol: Symbol, taken: Iterable[str]) -> Inferred:
    """What bold type tells of a name."""
    return Inferred(symbol, fresh(symbol, 2 if is_capital(symbol) else 1, taken), BOLD)


def under_transpose(name: Var, taken: Iterable[str]) -> Inferred:
    """What a transpose tells of a name."""
    return Inferred(name.symbol, fresh(name.symbol, 2 if is_capital(name.symbol) else 1, taken), TRANSPOSED)


def by_entries(symbol: Symbol, size: Size | None, taken: Iterable[str]) -> Inferred:
    """What the index of a sum tells of a name that it stands under."""
    return Inferred(symbol, fresh(symbol, 1, taken) if size is None else Shape((size,)), ENTRIES)


def in_entrywise(values: Sequence[Value]) -> Inferred | None:
    """What a product entry by entry with one array tells of a new name in it: that it is as large."""
    shapes = {value.shape for value in values if not isinstance(value, Lifted) and not value.shape.is_scalar}
    new = [v for v in values if isinstance(v, Var) and v.shape.is_scalar]
    return Inferred(new[0].symbol, shapes.pop(), ENTRYWISE) if new and len(shapes) == 1 else None


def as_member(symbol: Symbol) -> Inferred:
    """What an index tells of a name that is one of many: a number, unless products tell that it is a vector."""
    return Inferred(symbol, SCALAR, MEMBER)


def behind_norm(value: Value, taken: Iterable[str], why: str, rank: int = 1) -> Inferred | None:
    """What bars, or a transpose of brackets, tell of the names in a sum; of capital letters under a Frobenius norm."""
    if isinstance(value, Lifted) or not value.shape.is_scalar:
        return None
    terms = _args(value, "add") or (value,)
    bare = [(_args(term, "neg") or (term,))[0] for term in terms]
    names = [name for term in bare if (name := may_be_array(term)) is not None]
    found = next((name.symbol for name in names if rank == 1 or is_capital(name.symbol)), None)
    return None if found is None else Inferred(found, fresh(found, rank, taken), why)


def as_square(value: Value, taken: Iterable[str]) -> Inferred | None:
    """What a trace or determinant tells of the name that it is taken of."""
    names = [may_be_array(arg) for arg in _args(value, "mul") or (value,)]
    name = next((one for one in names if one is not None and is_capital(one.symbol)), None)
    if name is None:
        return None
    if len(names) > 1:
        return Inferred(name.symbol, fresh(name.symbol, 2, taken), BEHIND_TRACE)
    (size,) = fresh(name.symbol, 1, taken).sizes
    return Inferred(name.symbol, Shape((size, size)), BEHIND_TRACE)


def as_vector(value: Value, taken: Iterable[str], why: str) -> Inferred | None:
    """What an operation on vectors tells of the name that it is applied to."""
    name = may_be_array(value)
    return None if name is None else Inferred(name.symbol, fresh(name.symbol, 1, taken), why)


def may_be_array(value: Value) -> Var | None:
    """The name that a value is, where it could as well be a vector or matrix; None for anything else."""
    if isinstance(value, Lifted) or not isinstance(value, Var) or not value.shape.is_scalar:
        return None
    letter = value.symbol.letter
    single = len(letter) == 1 or letter in GREEK
    return value if single and letter not in NUMBERS else None


def beside(left: Value, right: Value, taken: Iterable[str], *, arrays: bool = False) -> Inferred | None:
    """What a product of an array and a name side by side tells of the name.

    ``arrays`` says that capital letters are matrices here: then a small letter behind one is a column.
    """
    after, before = may_be_array(right), may_be_array(left)
    inner = _inner(left, ROW)
    if after is not None and inner is not None:
        shape = Shape((inner, *fresh(after.symbol, 1, taken).sizes)) if is_capital(after.symbol) else Shape((inner,))
        return Inferred(after.symbol, shape, BEHIND)
    if arrays and after is not None and before is not None and _is_matrix(before.symbol):
        return Inferred(after.symbol, fresh(after.symbol, 1 + is_capital(after.symbol), taken), BEHIND_CAPITAL)
    column = _inner(right, COLUMN) if isinstance(right, Lifted) and arrays else None
    if column is not None and before is not None and _is_matrix(before.symbol):
        return Inferred(before.symbol, Shape((*fresh(before.symbol, 1, taken).sizes, column)), BEFORE_COLUMN)
    if before is None or isinstance(right, Lifted) or right.shape.rank == 0:
        return None
    if right.shape.rank == 2:
        shape = Shape((*fresh(before.symbol, 1, taken).sizes, right.shape.sizes[0]))
        return Inferred(before.symbol, shape, BEFORE_COLUMN) if _is_matrix(before.symbol) else None
    if right.shape.row and not is_capital(before.symbol):
        return Inferred(before.symbol, fresh(before.symbol, 1, taken), BEFORE_ROW)
    if not right.shape.row and is_capital(before.symbol):
        shape = Shape((*fresh(before.symbol, 1, taken).sizes, right.shape.sizes[0]))
        return Inferred(before.symbol, shape, BEFORE_COLUMN)
    return None


def is_matrix(value: Value) -> bool:
    """Whether a value is a name that is written like a matrix, of which nothing says that it is a number."""
    name = may_be_array(value)
    return name is not None and _is_matrix(name.symbol)


def _is_matrix(symbol: Symbol) -> bool:
    """Whether a name is written like a matrix, and not as a loss or a count is."""
    return is_capital(symbol) and symbol.letter not in _COUNTS and symbol.letter not in LOSS_LETTERS


def in_sum(values: Sequence[Value], taken: Iterable[str]) -> Inferred | None:
    """What a sum with columns or matrices tells of a name that is a term of it.

    Where arrays are printed bold, a letter that is not is a number.
    """
    arrays = [value for value in values if not isinstance(value, Lifted) and value.shape.rank > 0]
    if not arrays or arrays[0].shape.row:
        return None
    why, shape = BESIDE, arrays[0].shape
    bold = any(name.symbol.font == "bold" for name in variables(*arrays))
    for value in values:
        name = may_be_array(value)
        if name is not None and (name.symbol.font == "bold" or not bold):
            return Inferred(name.symbol, shape, why)
        factors = [may_be_array(arg) for arg in _args(value, "mul")]
        if len(factors) == 2 and is_matrix_before(factors[0], factors[1], shape.rank):
            symbol = next(name.symbol for name in factors[1:] if name is not None)
            return Inferred(symbol, fresh(symbol, shape.rank, taken), BEHIND_CAPITAL)
    return None


def is_matrix_before(left: Var | None, right: Var | None, rank: int) -> bool:
    """Whether a capital letter stands before a small one, as in Xw, or before a capital one, as in AX."""
    names = left is not None and right is not None and is_capital(left.symbol)
    return names and right is not None and is_capital(right.symbol) == (rank == 2)


def _args(value: Value, op: str) -> tuple[Expr, ...]:
    """The arguments of an operator; none where the value is not made by it."""
    return value.args if isinstance(value, Apply) and value.op.name == op else ()


def _inner(value: Value, axis: str) -> Size | None:
    """The size over which a product sums, of what stands as a row, a column or a matrix in it."""
    if isinstance(value, Lifted):
        return dict(_extents(value)).get(axis)
    if value.shape.rank == 2:
        return value.shape.sizes[-1 if axis == ROW else 0]
    return value.shape.sizes[0] if value.shape.rank == 1 and value.shape.row == (axis == ROW) else None


def same_size(make: Callable[..., Any], args: Sequence[Any], unresolved: frozenset[str]) -> tuple[str, Size] | None:
    """A size of an inferred shape, and the size that it must be for an operation to fit; None where none helps."""
    exprs = [expr for arg in args for expr in _exprs(arg)]
    if make is building.matmul and len(args) == 2:
        row, column = _inner(args[0], ROW), _inner(args[1], COLUMN)
        return None if row is None or column is None else _unifiable(row, column, unresolved)
    met: dict[str, Size] = {}
    for axis, size in (pair for arg in args for pair in _extents(arg)):
        found = _unifiable(met.setdefault(axis, size), size, unresolved)
        if found is not None:
            return found
    shapes = [expr.shape for expr in exprs if not expr.shape.is_scalar]
    for shape in shapes[1:]:
        if shape.rank != shapes[0].rank or shape.row != shapes[0].row:
            continue
        for one, other in zip(shapes[0].sizes, shape.sizes, strict=True):
            found = _unifiable(one, other, unresolved)
            if found is not None:
                return found
    if len(shapes) == 1 and shapes[0].rank == 2:
        rows, columns = shapes[0].sizes
        return _unifiable(rows, columns, unresolved)  # only a square matrix fits
    return None


def _extents(arg: Any) -> list[tuple[str, Size]]:
    """The axes of indexed values, with their sizes."""
    if isinstance(arg, tuple | list):
        return [pair for part in arg for pair in _extents(part)]
    factors = arg.factors if isinstance(arg, Lifted) else ()
    return [pair for factor in factors for pair in zip(factor.axes, factor.expr.shape.sizes, strict=True)]


def _exprs(arg: Any) -> list[Expr]:
    if isinstance(arg, tuple | list):
        return [expr for part in arg for expr in _exprs(part)]
    return [arg] if hasattr(arg, "shape") and not isinstance(arg, Shape) else []


def _unifiable(one: Size, other: Size, unresolved: frozenset[str]) -> tuple[str, Size] | None:
    if one == other:
        return None
    if str(one) in unresolved:
        return str(one), other
    return (str(other), one) if str(other) in unresolved else None


STEPS = ("-1", "+1")
"""How the index of another step ends."""


def at_another_step(symbol: Symbol, known: Mapping[Symbol, Var]) -> Var | None:
    """The quantity h_t where the symbol is h_{t-1} or the like: what is carried on has one shape at all steps."""
    for step in STEPS:
        sub = symbol.sub.removesuffix(step)
        if sub != symbol.sub and sub.isalpha():
            return known.get(replace(symbol, sub=sub))
    return None
