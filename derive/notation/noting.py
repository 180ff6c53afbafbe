"""What is noted while a formula is bound: names and choices, refusals at their place, shapes that use tells."""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any, TypeVar

from derive.ir import Span, Symbol, Var
from derive.notation import inferring, lifting
from derive.notation.counting import Index, Position, Unified, compound_letters
from derive.notation.errors import ErrorKind, Refusal
from derive.notation.inferring import Inferred, same_size
from derive.notation.lifting import Lifted, NotLifted, Value
from derive.notation.scope import Scope
from derive.ops import UnknownOperator
from derive.shapes import SCALAR, Shape, ShapeError, Size

Made = TypeVar("Made")

SHOWN = 60
"""How much of a formula a message quotes."""

MAX_CHOICES = 200
"""How many choices are told."""


@dataclass(frozen=True)
class NameUse:
    """A name that occurs in a formula: where it stands first, and in words what it is bound to."""

    symbol: Symbol
    span: Span
    meaning: str


class Noting(ABC):
    """What is noted of one formula: the choices that are made, and the names that are met."""

    def __init__(self, scope: Scope, source: str) -> None:
        self.scope = scope
        self.source = source
        self.choices: dict[str, None] = {}
        self.uses: dict[Symbol, NameUse] = {}
        self.free: dict[Symbol, Var] = {}
        self.indices: dict[str, Index] = {}

    flat = False
    """Whether a number is written as only an array would be: transposed, as a length, or multiplied entry by entry."""

    among_numbers = False
    """Whether what is bound is a term beside a number, as A² in 1 − A², which is added to each entry."""

    told_here: frozenset[Symbol] = frozenset()
    """The names whose shapes this very statement tells."""

    frozen: frozenset[str] = frozenset()
    """The letters that are parts of names in this statement and count nothing, such as the t of hₜ₋₁."""

    outer: frozenset[str] = frozenset()
    """The letters in the scripts of the name that the statement defines: they are its free indices."""

    counting: frozenset[str] = frozenset()
    """The letters that are an index of some name in the statement, and may be numbers beside it."""

    # --- small services

    def shown(self, span: Span) -> str:
        """What the source has at that place, or its beginning where that is long."""
        text = self.source[span.start : span.end]
        return text if len(text) <= SHOWN else text[:SHOWN] + "…"

    def choose(self, choice: str) -> None:
        """Note a decision, once."""
        if len(self.choices) < MAX_CHOICES:
            self.choices[choice] = None

    def built(self, span: Span, make: Callable[..., Value], *args: object) -> Value:
        """What ``make`` builds; a `Refusal` at the place where shapes do not fit or nothing can be lifted."""
        return self.built_with(span, make, *args)

    def built_with(self, span: Span, make: Callable[..., Made], *args: object) -> Made:
        """The same for what makes more than a value."""
        try:
            return make(*args)
        except ShapeError as error:
            self.unify(make, args)
            raise Refusal("ill-shaped", str(error), span) from error
        except UnknownOperator as error:
            raise Refusal("not-yet", str(error), span) from error
        except NotLifted as error:
            message = f"{error} cannot be read as whole arrays yet"
            raise Refusal("not-yet", message, span, hint="write it with vectors and matrices") from error

    def unify(self, make: Callable[..., Any], args: Sequence[Any]) -> None:
        """Raise `Unified` where an operation fits if a size that was inferred is another one."""
        found = same_size(make, args, self.scope.inferred_sizes) if self.scope.inferred_sizes else None
        if found is not None:
            raise Unified(*found)

    def infer(self, found: Inferred | None) -> None:
        """Raise what the use of a name tells about its shape, where nothing is declared of it or anything else."""
        if found is None or not self.scope.open or found.symbol not in self.free:
            return
        if not self.scope.declares(found.symbol) and found.symbol not in self.scope.occurring:
            raise found

    def infer_entries(self, member: Symbol, index: Index) -> None:
        """Raise what an index at a name tells: that it is one of many, or an entry of a vector.

        It is an entry only where no product of arrays was met: wᵀxᵢ is a product of vectors, and w xᵢ one of numbers.
        """
        array, taken = replace(member, sub=""), self.sizes_taken()
        if self.found(array) is not None:
            return
        found = inferring.by_entries(array, index.size, taken)
        if member.font == "bold":
            found = inferring.by_font(member, taken)
        elif member.example or self.scope.arrays or not inferring.IN_PRODUCTS.isdisjoint(self.scope.inferred.values()):
            found = inferring.as_member(member)
        self.free.setdefault(found.symbol, Var(found.symbol, SCALAR))
        self.infer(found)
        del self.free[found.symbol]

    def infer_table(self, member: Symbol, sizes: Sequence[Size | None]) -> None:
        """Raise that a name with an index for rows and one for columns is an entry of a matrix."""
        array = replace(member, sub="")
        if self.found(array) is not None:
            return
        new = inferring.fresh(array, len(sizes), self.sizes_taken()).sizes
        shape = Shape(tuple(other if size is None else size for size, other in zip(sizes, new, strict=True)))
        self.free.setdefault(array, Var(array, SCALAR))
        self.infer(Inferred(array, shape, inferring.ENTRIES))
        del self.free[array]

    def infer_examples(self, argument: Var, examples: Sequence[str]) -> None:
        """Raise that x⁽ⁱ⁾ is a vector for each i where x is one that a function takes, as in h(x) = θᵀx."""
        taken = any(argument.symbol in own for own in self.scope.arguments.values())
        if self.scope.open and taken and len(examples) == 1 and argument.symbol in self.scope.inferred:
            raise Inferred(replace(argument.symbol, example=examples[0]), argument.shape, inferring.EXAMPLE)

    def infer_other(self, member: Symbol, alone: Symbol) -> None:
        """Raise that xᵢ is a number for each i beside a number x that a function takes, as behind f(x) = wx + b."""
        number, taken = self.scope.variables.get(alone), any(alone in own for own in self.scope.arguments.values())
        if self.scope.open and taken and number is not None and number.shape.is_scalar:
            raise Inferred(member, SCALAR, inferring.OTHER)

    def infer_step(self, member: Symbol, origin: Symbol | None, at: Sequence[Position | Value]) -> None:
        """Raise that h₁ is a name of its own, as large as an hₜ that has an equation for a t that counts nothing."""
        numbers = all(isinstance(place, Position) and not place.letters for place in at)
        alone = origin is not None and origin in self.scope.definitions and self.scope.open
        if at and numbers and alone and origin is not None and not self.scope.declares(member):
            raise Inferred(member, self.scope.variables[origin].shape, inferring.STEP)

    def no_entry(self, size: Size, span: Span) -> Refusal:
        """The error for an entry 0; no mistake where nobody declared the array, whose entries may count from 0."""
        kind: ErrorKind = "not-yet" if str(size) in self.scope.inferred_sizes else "ill-shaped"
        message = f"entries are counted from 1, so there is no {self.shown(span)}"
        return Refusal(kind, message, span, hint="declare it as a name of its own")

    def infer_neighbour(self, symbol: Symbol) -> None:
        """Raise that hₜ₋₁ is as large as the hₜ that is known."""
        pieces = re.findall(r"\d+|.", symbol.sub)
        letters = sorted(compound_letters(pieces)) if len(pieces) > 1 else []
        known = self.scope.variables.get(replace(symbol, sub=letters[0])) if len(letters) == 1 else None
        self.infer(None if known is None else Inferred(symbol, known.shape, inferring.STEP))

    def infer_members(self, left: Value, right: Value) -> None:
        """Raise that each of many is a vector, and no number, because it stands behind a row: wᵀxᵢ."""
        if isinstance(left, Lifted) or not isinstance(right, Lifted):
            return
        matrix = self.scope.arrays and inferring.is_matrix(left)
        if not (left.shape.row or left.shape.rank == 2 or matrix):
            return
        whole = right.factors[0].expr if len(right.factors) == 1 else None
        if not self.scope.open or not isinstance(whole, Var):
            return
        for family in self.scope.families.get((whole.symbol.letter, whole.symbol.accent), ()):
            origin = family.origin
            if family.var is whole and origin is not None and self.scope.inferred.get(origin) == inferring.MEMBER:
                if matrix and left.shape.is_scalar:
                    raise Inferred(origin, inferring.fresh(origin, 1, self.sizes_taken()), inferring.BEHIND_CAPITAL)
                raise Inferred(origin, Shape((left.shape.sizes[-1],)), inferring.BEHIND)

    def infer_members_beside(self, terms: Sequence[Value]) -> None:
        """Raise that each of many is a vector, and no number, because a column for each is added to it: W xᵢ − yᵢ."""
        columns = [term for term in terms if isinstance(term, Lifted) and lifting.COLUMN in term.axes]
        size = (
            lifting.extents(lifting.factors_of(columns[0]))[lifting.COLUMN] if columns and self.scope.arrays else None
        )
        for term in terms if size is not None else ():
            origin = self._number_of_many(term)
            if origin is not None and size is not None:
                raise Inferred(origin, Shape((size,)), inferring.BESIDE)

    def _number_of_many(self, value: Value) -> Symbol | None:
        """The name of which a value is one of many numbers, where only its index told that; None for anything else."""
        whole = value.factors[0].expr if isinstance(value, Lifted) and len(value.factors) == 1 else None
        if not isinstance(whole, Var):
            return None
        for family in self.scope.families.get((whole.symbol.letter, whole.symbol.accent), ()):
            origin = family.origin
            if family.var is whole and origin is not None and self.scope.inferred.get(origin) == inferring.MEMBER:
                return origin
        return None

    def sizes_taken(self) -> frozenset[str]:
        """The names of sizes that are in use."""
        return frozenset(str(size) for var in self.scope.variables.values() for size in var.shape.sizes)

    def use(self, symbol: Symbol, span: Span, meaning: str) -> None:
        """Note that a name occurs."""
        self.uses.setdefault(symbol, NameUse(symbol, span, meaning))

    @abstractmethod
    def found(self, symbol: Symbol) -> Symbol | None:
        """The name under which a symbol is known here."""


def described(var: Var, defined: bool) -> str:
    """What a name is, in words."""
    kind = "a number" if var.shape.is_scalar else f"an array of shape {var.shape}"
    return f"{kind}{' with an equation' if defined else ''}"
