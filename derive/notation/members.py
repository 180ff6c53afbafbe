"""Entries of arrays and members of families: x⁽ⁱ⁾, w_jk, x_{i+k−1}, s_y, δᵢⱼ.

An array that is declared as a whole has entries. A name that is declared with an index, such as x⁽ⁱ⁾, has members: all
of them together are one array with an axis for the index, which stands first.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from derive import building
from derive.ir import Expr, Span, Symbol, Var, substitute, variables
from derive.notation import lifting
from derive.notation.counting import (
    FREE_LETTERS,
    SLOT,
    FreeIndex,
    Index,
    Position,
    Unified,
    counted,
    difference,
    furthest,
    is_within,
    positions,
    shifted,
)
from derive.notation.errors import Refusal
from derive.notation.families import Family, array_symbol
from derive.notation.lifting import COLUMN, ROW, Lifted, Value, lifted
from derive.notation.names import Names
from derive.notation.noting import described
from derive.notation.scope import CLASS, LOSS_LETTERS
from derive.notation.surface import Subscript
from derive.shapes import Size

_KRONECKER = (Symbol("delta"), Symbol("I"))
"""The letters of the Kronecker delta: δᵢⱼ, and Iᵢⱼ as an entry of the identity matrix."""

CLASSES = FREE_LETTERS | {"y", "c"}
"""The letters that may stand for the number of a class, where they are given."""


class Members(Names):
    """Binds indexed names."""

    met_family = False
    """Whether a family has been met, so that what is defined from it is a family too."""

    def is_member_like(self, symbol: Symbol) -> bool:
        """Whether what is defined under a name with indices is a family, and not an array under the bare name.

        It is where its members come from a family, and where the bare name is likely to be another: 𝓛 beside 𝓛ₜ.
        """
        return self.met_family or symbol.letter in LOSS_LETTERS

    def member(
        self, symbol: Symbol, sub: Subscript | None, examples: list[str], span: Span, prefix: str
    ) -> Value | None:
        """The entry of an array, or the member of a family, that an indexed name is; None where it is neither."""
        below = self._below(sub, replace(symbol, sub="", font=""), span)
        if not below and not examples and not self._runs(symbol.layer):
            return None
        written = replace(symbol, example="".join(examples))
        if self.is_known(written) and self._is_plain(written, below, examples):
            if below and self.scope.has_entries(replace(symbol, sub="", font="")):
                self.choose(f"{self.shown(span)} is a name of its own, and no entry of {symbol.letter}")
            return None
        bare = replace(symbol, sub="" if below else symbol.sub)
        found = self.found_member(bare, symbol, below, examples, span)
        if found is None and prefix:
            return self._entry_of_gradient(symbol, sub, examples, span, prefix)
        if found is None and self._is_kronecker(symbol, below, examples):
            return self._kronecker(below, span)
        return found

    def _below(self, sub: Subscript | None, array: Symbol, span: Span) -> tuple[Position | Value, ...]:
        """The positions in a subscript: sums of indices and numbers, or a label that has a value of its own."""
        if sub is None:
            return ()
        if sub.value is not None:
            return (self.bind(sub.value),)
        read = positions(sub.pieces)
        letters = {letter for position in read for letter in position.letters}
        if len(sub.pieces) == 1 and self._is_label(sub.pieces[0]) and self.scope.has_entries(array):
            self.choose(f"{sub.pieces[0]} is the number of a class, and {self.shown(span)} the entry there")
            return (self.variable(Symbol(sub.pieces[0]), sub.span),)
        if any(letter in self.indices and self.indices[letter].value is not None for letter in letters):
            return ()
        return read

    def _is_label(self, letter: str) -> bool:
        """Whether a letter is a number that is given, so that it may say which class an entry belongs to."""
        symbol = Symbol(letter)
        given = letter in CLASSES and symbol in self.scope.data and letter not in self.indices
        known, inferred = self.scope.variables.get(symbol, Var(symbol)), self.scope.inferred.get(symbol) == CLASS
        return given and (inferred or (known.shape.is_scalar and letter not in self.frozen | self.outer))

    def has_examples(self, symbol: Symbol) -> bool:
        """Whether all examples of a name are known together, under its capital letter or as a family."""
        capital = array_symbol(symbol)
        known = self.found(capital)
        var = self.scope.variables.get(known) if known is not None and capital != symbol else None
        return (var is not None and var.shape.rank > 0) or any(
            family.member.example == SLOT and family.member.layer == symbol.layer
            for family in self.scope.families_like(symbol)
        )

    def _runs(self, letter: str) -> bool:
        """Whether a letter is an index in force."""
        index = self.indices.get(letter)
        return index is not None and index.value is None

    def _is_plain(self, written: Symbol, below: Sequence[Position | Value], examples: Sequence[str]) -> bool:
        """Whether a known name with these scripts is meant as it is written, and not as one of a family."""
        letters = [*examples, *(letter for at in below if isinstance(at, Position) for letter in at.letters)]
        if self._runs(written.layer) or any(self._runs(letter) and not self.indices[letter].free for letter in letters):
            return False
        countable = letters and (FREE_LETTERS | self.outer).issuperset(letters) and self.frozen.isdisjoint(letters)
        if written in self.scope.definitions and not FREE_LETTERS.issuperset(letters):
            return True  # the B of μ_B names the batch
        return not countable or written in self.scope.occurring or not self.scope.families_like(written)

    # --- which array or family

    def found_member(
        self, bare: Symbol, symbol: Symbol, below: Sequence[Position | Value], examples: list[str], span: Span
    ) -> Value | None:
        """The member of a family, or the entry of an array, that a name with those scripts is; None for neither."""
        family = self._of_family(symbol, below, examples, span)
        if family is not None:
            return family
        return self.array_entry(bare, below, examples, span)

    def _of_family(
        self, symbol: Symbol, below: Sequence[Position | Value], examples: list[str], span: Span
    ) -> Value | None:
        """The member that an indexed name is of a family; None where there is no such family."""
        named_so = sorted(self.scope.families_like(symbol), key=lambda family: len(family.pieces) != len(below))
        for family in named_so:
            at = family.positions(symbol, below, examples)
            if at is None:
                continue
            own = family.var.shape.rank - len(family.slots)
            rest = at[len(family.slots) :]
            uncounted = any(isinstance(a, Position) and not self._may_count(a) for a in at)
            if uncounted or (rest and len(rest) != own):
                continue
            if family.member.layer == SLOT and not self._runs(symbol.layer):
                continue
            self.infer_step(symbol, family.origin, at if not rest and not examples else ())
            self.bind_free([a for a in at if isinstance(a, Position)], span)
            if family.origin in self.scope.definitions:
                message = f"{self.shown(span)} is one of a family, but has an equation for {family.origin} alone"
                raise Refusal("not-yet", message, span, hint="give the equation with the index of the others")
            self._unify_slots(family, at)
            standing = (COLUMN, ROW) if own == 2 else (ROW,) if family.row else (COLUMN,)
            self.met_family = True
            self._met(family.var, span, "is a member of the family")
            axes = () if rest else standing[:own]
            return self.entries(family.var, (*at, *axes), span)
        return None

    def _may_count(self, at: Position) -> bool:
        """Whether the letters of a position are indices, or may become ones."""
        return all(letter in self.indices or letter not in self.frozen for letter in at.letters)

    def _unify_slots(self, family: Family, at: Sequence[Position | Value | str]) -> None:
        """Say that the sum over a family's index runs over all of the family, where its size is not known yet."""
        for position, size in zip(at, family.var.shape.sizes, strict=False):
            if not isinstance(position, Position) or not position.letter:
                continue
            index = self.indices[position.letter]
            if index.size is None or index.size == size or index.first != 1:
                continue
            for one, other in ((size, index.size), (index.size, size)):
                name = str(one)
                if name in self.scope.unresolved:
                    raise Unified(name, other)

    def array_entry(
        self, bare: Symbol, below: Sequence[Position | Value], examples: list[str], span: Span
    ) -> Value | None:
        """The entry of an array that is known as a whole; for an example, under the capital letter first."""
        order = (array_symbol(bare), bare) if examples else (bare, array_symbol(bare))
        for symbol in dict.fromkeys(order):
            known = self.found(symbol)
            var = self.scope.variables.get(known) if known else None
            if var is None:
                continue
            if examples and symbol == bare:
                self.infer_examples(var, examples)
                self._check_count(var, examples, span)
            below = _digits_apart(below, var) if symbol == bare and not examples else below
            letters = [at.letter for at in below if isinstance(at, Position)]
            plain = len(letters) == len(below) and all(letters)
            axes = self._axes(var, letters, examples, own_letter=symbol == bare) if plain else None
            if axes is not None:
                self.bind_free([Position({letter: 1}) for letter in (*examples, *letters)], span)
                return self._whole(var, axes, span)
            if symbol == bare and len(below) == var.shape.rank and not examples and self._is_entry(below):
                self.bind_free([at for at in below if isinstance(at, Position)], span)
                self._met(var, span, "is an entry or column of")
                return self.entries(var, below, span)
            if symbol == bare and len(below) > var.shape.rank > 0 and plain:
                message = (
                    f"{bare.letter} has {'one index' if var.shape.rank == 1 else 'two indices'}: shape {var.shape}"
                )
                raise Refusal("ill-shaped", message, span)
        return None

    def _check_count(self, array: Var, examples: Sequence[str], span: Span) -> None:
        """Refuse x⁽ⁱ⁾ as an entry of x where there are as many examples as something else has entries."""
        index = self.indices.get(examples[0]) if len(examples) == 1 and array.shape.rank == 1 else None
        if index is None or index.last is None or str(array.shape.sizes[0]) not in self.scope.inferred_sizes:
            return
        size = array.shape.sizes[0]
        if not index.fits(size) and is_within(index.last, size) is not True:
            message = f"{index.name} runs to {index.last}, but {self.shown(span)} has the size {size} there"
            raise Refusal("ill-shaped", message, span)

    def _is_entry(self, below: Sequence[Position | Value]) -> bool:
        """Whether positions that are more than letters are ones: they count only along an array of that rank."""
        letters = {letter for at in below if isinstance(at, Position) for letter in at.letters}
        return self.frozen.isdisjoint(letters - set(self.indices))

    def _axes(
        self, var: Var, subs: Sequence[str], examples: Sequence[str], *, own_letter: bool
    ) -> tuple[Expr, tuple[str, ...]] | None:
        """The array, turned so that its axes are what the indices say, and the name of each axis."""
        sizes, names = var.shape.sizes, [*subs, *examples]
        columns = self.scope.examples == "columns"
        indices = [self.indices.get(name, Index(name)) for name in names]
        if var.shape.rank == 1 and len(names) == 1:
            known = indices[0].size is not None or not own_letter or var.shape.row == columns
            return (
                (var, (names[0],)) if (known and own_letter) or subs or (indices[0].fits(sizes[0]) and known) else None
            )
        if var.shape.rank != 2:
            return (var, tuple(subs)) if subs and len(subs) == var.shape.rank and not examples else None
        feature, example = (sizes[0], sizes[1]) if columns else (sizes[1], sizes[0])
        whole: Expr = var if columns else building.transpose(var)
        if len(names) == 1 and (examples or indices[0].size is not None) and indices[0].fits(example):
            return whole, (COLUMN, names[0])
        if len(names) == 1 and indices[0].size is not None and indices[0].fits(feature):
            return building.transpose(whole), (COLUMN, names[0])  # the index says that it counts the other axis
        if len(names) == 2 and examples and indices[0].fits(feature) and indices[1].fits(example):
            return whole, tuple(names)
        return (var, tuple(subs)) if len(subs) == 2 else None

    # --- taking entries

    def _met(self, var: Var, span: Span, how: str) -> None:
        self.use(var.symbol, span, described(var, var.symbol in self.scope.definitions))
        self.choose(f"{self.shown(span)} {how} {var.name}")

    def bind_free(self, at: Sequence[Position], span: Span) -> None:
        """Make a letter that no sum binds an index of the whole statement."""
        for position in at:
            for letter in position.letters:
                if letter not in self.indices:
                    self._check_letter(letter, span)
                    raise FreeIndex(letter, span)

    def _check_letter(self, letter: str, span: Span) -> None:
        """Refuse an array as an index: x_u is no entry of x where u is a vector."""
        known = self.scope.variables.get(Symbol(letter))
        if known is not None and known.shape.rank > 0:
            message = f"{letter} has the shape {known.shape}, and cannot count entries in {self.shown(span)}"
            raise Refusal("unbound", message, span, hint="say what this name is, or use another letter")

    def _whole(self, array: Var, axes: tuple[Expr, tuple[str, ...]], span: Span) -> Value:
        """The array with an index along each axis, where each index runs over all of its axis."""
        expr, names = axes
        self._met(array, span, "is an entry or column of")
        at = tuple(name if name in (COLUMN, ROW) else Position({name: 1}) for name in names)
        return self.entries(expr, at, span)

    def entries(self, array: Expr, at: Sequence[Position | Value | str], span: Span) -> Value:
        """The entries of an array; along each axis a position, a label, or ``|`` or ``-`` for the axis itself."""
        names: list[str] = []
        for position, size in zip(at, array.shape.sizes, strict=True):
            if isinstance(position, str):
                names.append(position)
            elif (
                isinstance(position, Position)
                and _is_last(position.letter, size)
                and self.indices[position.letter].free
            ):
                readings = (f"the last entry, of {size}", "each entry")
                message = f"{size} is a size, so {self.shown(span)} has two readings"
                raise Refusal("ambiguous", message, span, expected=readings, hint="use another letter for each entry")
            elif isinstance(position, Position) and position.letter and self.covers(position.letter, size, span):
                names.append(position.letter)
        if len(names) == len(at):
            return self.built(span, lifted, array, *names)
        values = [self._value(position, size, span) for position, size in zip(at, array.shape.sizes, strict=True)]
        return self.built(span, lifting.entries, array, values)

    def covers(self, letter: str, size: Size, span: Span) -> bool:
        """Whether an index runs over the whole of an axis. Raises `Refusal` where it runs beyond its end."""
        index = self.indices[letter]
        self._check_first(Position({letter: 1}), span)
        if index.fits(size):
            index.size = size
            return True
        assert index.size is not None
        for one, other in ((size, index.size), (index.size, size)):
            if str(one) in self.scope.unresolved and index.first == 1:
                raise Unified(str(one), other)
        last = index.last
        assert last is not None
        whole = index.first == 1 and str(last) in last.names and str(size) in self.scope.inferred_sizes
        if whole or str(size) in self.scope.unresolved:
            raise Unified(str(size), last)
        if is_within(last, size) is not True:
            message = f"{letter} runs to {last}, but {self.shown(span)} has the size {size} there"
            raise Refusal("ill-shaped", message, span)
        return False

    def _value(self, position: Position | Value | str, size: Size, span: Span) -> Value:
        """A position as a number for each value of its indices."""
        if isinstance(position, str):
            return lifted(building.positions(size), position)
        if not isinstance(position, Position):
            return position
        self._check_first(position, span)
        self._size_last_index(position, size, span)
        if not position.letters and position.number < 1:
            raise self.no_entry(size, span)
        end = furthest(position, self.indices)
        if end is not None and is_within(end, size) is False:
            message = f"the index in {self.shown(span)} reaches {end}, but there are only {size} entries"
            raise Refusal("ill-shaped", message, span)
        terms: list[tuple[int, Value]] = []
        number = position.number
        for letter, coefficient in position.letters.items():
            index = self.indices[letter]
            terms.append((1 if coefficient > 0 else -1, counted(replace(index, first=1))))
            number += (index.first - 1) * (1 if coefficient > 0 else -1)
        if number or not terms:
            terms.append((1 if number >= 0 else -1, building.number(abs(number))))
        return lifting.add(terms) if len(terms) > 1 or terms[0][0] < 0 else terms[0][1]

    def _check_first(self, position: Position, span: Span) -> None:
        """Refuse a sum from 0 over entries that are counted from 1."""
        firsts = [(letter, self.indices[letter].first) for letter, count in position.letters.items() if count > 0]
        if any(first < 1 for _, first in firsts) and position.number + sum(first for _, first in firsts) < 1:
            letter, first = min(firsts, key=lambda one: one[1])
            message = f"{letter} begins at {first}, but the first entry of {self.shown(span)} has the number 1"
            raise Refusal("ill-shaped", message, span, hint="count from 1")

    def _size_last_index(self, position: Position, size: Size, span: Span) -> None:
        """Where one index has no size yet: it runs as far as the position stays on the axis."""
        unknown = [letter for letter in position.letters if self.indices[letter].size is None]
        if not unknown:
            return
        others = Position({k: c for k, c in position.letters.items() if k not in unknown}, position.number)
        beyond = furthest(others, self.indices)
        if len(unknown) > 1 or position.letters[unknown[0]] != 1 or beyond is None:
            raise Refusal("not-yet", f"nothing says how far {unknown[-1]} runs in {self.shown(span)}", span)
        lowest = others.number + sum(self.indices[k].first for k, c in others.letters.items() if c > 0)
        if lowest < 0:
            index = self.indices[unknown[0]]
            index.first = 1 - lowest
        self.indices[unknown[0]].size = shifted(difference(size, beyond), min(lowest, 0))

    # --- gradients and δ

    def _entry_of_gradient(
        self, symbol: Symbol, sub: Subscript | None, examples: list[str], span: Span, prefix: str
    ) -> Value | None:
        """An entry of a gradient's name, as in dz⁽ⁱ⁾ and dw₁: that entry of the derivative of the loss."""
        plain = replace(symbol, letter=symbol.letter[len(prefix) :])
        entry = self.member(plain, sub, examples, span, "")
        if entry is None:
            return None
        factor = entry.factors[0] if isinstance(entry, Lifted) else None
        whole = entry if factor is None else factor.expr
        assert not isinstance(whole, Lifted)
        arrays = variables(whole)
        if factor is None and len(arrays) != 1:
            return None  # an entry at a position that is a name itself
        (array,) = arrays
        gradient = self.named(replace(array.symbol, letter=prefix + array.symbol.letter), span, prefix)
        assert not isinstance(gradient, Lifted)
        taken = substitute(whole, {array: gradient})
        return taken if factor is None else Lifted((replace(factor, expr=taken),))

    def _is_kronecker(self, symbol: Symbol, below: Sequence[Position | Value], examples: Sequence[str]) -> bool:
        alone = replace(symbol, sub="", font="") in _KRONECKER and not examples and not self.is_known(symbol)
        return alone and len(below) == 2 and all(isinstance(at, Position) for at in below)

    def _kronecker(self, below: Sequence[Position | Value], span: Span) -> Value:
        """δᵢⱼ: 1 where both indices are the same, else 0."""
        at = [position for position in below if isinstance(position, Position)]
        self.bind_free(at, span)
        sizes = [self.indices[position.letter].size if position.letter else None for position in at]
        size = next((size for size in sizes if size is not None), None)
        if size is None or not all(position.letter for position in at):
            raise Refusal("not-yet", f"nothing says how far the indices of {self.shown(span)} run", span)
        self.choose(f"{self.shown(span)} is the Kronecker delta")
        return self.entries(building.eye(size), at, span)


def _digits_apart(below: Sequence[Position | Value], var: Var) -> Sequence[Position | Value]:
    """The positions, where 12 on a matrix is 1 and 2, and the second index of a single column is left out."""
    found = list(below)
    if len(found) == 1 and isinstance(found[0], Position) and not found[0].letters and 10 < found[0].number < 100:
        size = var.shape.sizes[0].number if var.shape.rank == 1 else None
        if var.shape.rank == 2 or (size is not None and found[0].number > size):
            found = [Position({}, found[0].number // 10), Position({}, found[0].number % 10)]
    if len(found) == 2 and var.shape.rank == 1 and not var.shape.row and found[1] == Position({}, 1):
        found.pop()
    return found


def _is_last(letter: str, size: Size) -> bool:
    """Whether a letter is the size of an axis, and none of those that count entries even where a size is called so."""
    return letter == str(size) and letter not in "ijkl"
