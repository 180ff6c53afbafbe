"""Sums, products and extremes over an index, with and without limits, and the conditions below them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from derive import building
from derive.ir import Span, Symbol
from derive.notation import contracting, lifting
from derive.notation.counting import FreeIndex, Index, counted, shifted
from derive.notation.errors import Refusal
from derive.notation.lifting import Lifted, Value
from derive.notation.norms import Norms
from derive.notation.surface import (
    BigSum,
    Group,
    Name,
    Number,
    Product,
    Relation,
    Scripted,
    Sum,
    Surface,
    Text,
    indices,
    unmarked,
    walk,
)
from derive.shapes import Size

MAX_TERMS = 64
"""How many terms a sum over numbered names may have when it is written out."""

MAX_WRITTEN_OUT = 15_000
"""How many parts, such as names and products, all sums of one formula together may have when they are written out."""

INDICATORS = {
    "=": ("equals", False),
    "!=": ("equals", True),
    ">": ("greater", False),
    "<=": ("greater", True),
    ">=": ("at_least", False),
    "<": ("at_least", True),
}
"""For each comparison the operator that is 1 where it holds, or, where the second says so, where it does not hold."""


@dataclass
class Allowance:
    """How many parts the sums of one formula may still be written out in."""

    parts: int = MAX_WRITTEN_OUT

    def take(self, parts: int, span: Span) -> None:
        """Take so many off. Raises `Refusal` where fewer are left."""
        self.parts -= parts
        if self.parts < 0:
            message = f"sums over numbered names are written out, to at most {MAX_WRITTEN_OUT:,} parts in one formula"
            raise Refusal("never", message, span, hint="give the names an index, and say how far it runs")


class Sums(Norms):
    """Binds big operators and indicators."""

    allowance: Allowance
    """What is left of it, which all statements of one formula share."""

    # --- indicators

    def indicator(self, node: Relation) -> Value:
        """1 where a comparison holds, else 0."""
        left = self.bind(node.left)
        if node.relation == "in":
            return self._membership(node, left)
        right = self.bind(node.right)
        if node.relation not in INDICATORS:
            raise Refusal("not-yet", f"the condition {self.shown(node.span)} is not read yet", node.span)
        return self.built(node.span, self._compared, node.relation, left, right)

    def _compared(self, relation: str, left: Value, right: Value) -> Value:
        operator, negated = INDICATORS[relation]
        value = lifting.together(lambda p, q: building.call(operator, p, q), (left, right))
        return lifting.entrywise(lambda x: building.sub(building.ONE, x), value) if negated else value

    def _membership(self, node: Relation, left: Value) -> Value:
        group = unmarked(node.right)
        if not isinstance(group, Group) or not all(isinstance(unmarked(item), Number) for item in group.items):
            raise Refusal("not-yet", f"the set in {self.shown(node.span)} is not read yet", node.span)
        ways = [(1, self._compared("=", left, self.bind(item))) for item in group.items]
        return lifting.add(ways) if len(ways) > 1 else ways[0][1]

    # --- big operators

    def big_sum(self, node: BigSum) -> Value:
        """A sum or product over one or several indices."""
        names = (*node.indices, *self._compared_indices(node)) or (self._only_index(node),)
        for name in names:
            if name in self.indices and not self.indices[name].free:
                raise Refusal("unreadable", f"the index {name} is already that of a sum around this one", node.span)
        outer = {name: self.indices.pop(name) for name in names if name in self.indices}
        own = [Index(name) for name in names]
        try:
            return self._over(node, own)
        finally:
            for name in names:
                self.indices.pop(name, None)
            self.indices.update(outer)

    def _compared_indices(self, node: BigSum) -> tuple[str, ...]:
        """The letters that are indices of a sum because another is compared with them below it: the j of i < j."""
        found: list[str] = []
        for condition in node.conditions:
            right = unmarked(condition.right)
            if condition.relation in ("in", "!=") or not isinstance(right, Name) or len(right.letter) > 1:
                continue
            taken = right.letter in self.indices or right.letter in self.outer or self.is_known(Symbol(right.letter))
            if not taken and right.letter in indices(node.body):
                found.append(right.letter)
        return tuple(found)

    def _over(self, node: BigSum, own: Sequence[Index]) -> Value:
        if node.kind == "prod":
            self._check_reach_of("this product", node.body, {index.name for index in own})
        first, last = self._limits(node)
        if last is not None or first is not None:
            if isinstance(last, Index) and len(node.indices) > 1:
                raise Refusal("not-yet", "the upper end of this sum is not read yet", node.span)
            for index in own[: max(1, len(node.indices))]:
                index.first = 1 if first is None else first
                index.size = self._size(node, index.first, last)
        self.indices.update((index.name, index) for index in own)
        try:
            return self._of_whole_arrays(node, own, last)
        except Refusal as refusal:
            if not isinstance(last, int) or len(own) > 1:
                raise
            try:
                return self._in_terms(node, own[0], own[0].first, last)
            except Refusal as other:
                raise (refusal if refusal.error.kind == "ill-shaped" else other) from other

    def _of_whole_arrays(self, node: BigSum, own: Sequence[Index], last: int | Size | Index | None) -> Value:
        for index in own:
            self.size_from((node.body, *node.conditions), index)
        value = self.bind(node.body)
        masks = [self._mask(condition) for condition in node.conditions]
        if isinstance(last, Index):
            furthest, mine = (self._number_of(index, node.span) for index in (last, own[0]))
            masks.append(self.built(node.span, self._compared, ">=", furthest, mine))
        for mask in masks:
            if mask is not None and node.kind == "prod":
                raise Refusal("not-yet", "a product under a condition is not read yet", node.span)
            value = value if mask is None else self.built(node.span, lifting.mul, (mask, value))
        if node.kind == "prod":
            return self._product_over(node, value, own)
        whole = self._all_at_once(value, own)
        if whole is not None:
            return whole
        for index in reversed(own):
            value = self.built(node.span, contracting.sum_over, value, index.name, index.size)
        return value

    def _all_at_once(self, value: Value, own: Sequence[Index]) -> Value | None:
        """The sum of all entries of an array with just these indices."""
        if len(own) < 2 or not isinstance(value, Lifted) or len(value.factors) > 1:
            return None
        factor = value.factors[0]
        return building.total(factor.expr) if sorted(factor.axes) == sorted(index.name for index in own) else None

    def _product_over(self, node: BigSum, value: Value, own: Sequence[Index]) -> Value:
        for index in reversed(own):
            if not isinstance(value, Lifted) or index.name not in value.axes:
                raise Refusal(
                    "not-yet", "products over an index of what does not depend on it are not read yet", node.span
                )
            value = self.built(node.span, contracting.reduced, building.prod_along, value, index.name)
        return value

    def _check_reach_of(self, shown: str, body: Surface, own: set[str]) -> None:
        """Refuse a product or an extreme before factors that come last and are the same for all values of its index.

        A sum may be taken before or behind them; Πᵢ xᵢ y is either (Πᵢ xᵢ) y or Πᵢ (xᵢ y), and these differ.
        """
        node = unmarked(body)
        last = unmarked(node.parts[-1]) if isinstance(node, Product) else node
        if not isinstance(node, Product) or own & _letters_in(last):
            return
        if not any(own & _letters_in(part) for part in node.parts[:-1]):
            return
        place = self.shown(last.span)
        message = f"how far {shown} reaches has two readings"
        readings = (f"up to {place}, which is a factor behind it", f"over {place} too")
        raise Refusal("ambiguous", message, last.span, expected=readings, hint="write brackets")

    def extreme(self, word: str, name: str, node: Surface, span: Span) -> Value:
        """The largest or smallest value over an index, or the index where it is reached."""
        self._check_reach_of(f"the {word} over {name}", node, {name})
        outer = self.indices.pop(name, None)
        if outer is not None and not outer.free:
            self.choose(f"the {name} below {word} in {self.shown(span)} is an index of its own")
        self.indices[name] = Index(name)
        try:
            self.size_from((node,), self.indices[name])
            value = self.bind(node)
        finally:
            del self.indices[name]
            if outer is not None:
                self.indices[name] = outer
        if not isinstance(value, Lifted) or name not in value.axes:
            raise Refusal("not-yet", f"{self.shown(span)} does not depend on {name}", span)
        negated = word in ("min", "argmin")
        value = lifting.neg(value) if negated else value
        along = building.argmax if word.startswith("arg") else building.max_along
        found: Value = self.built(span, contracting.reduced, along, value, name)
        return lifting.neg(found) if word == "min" else found

    def size_from(self, nodes: Sequence[Surface], index: Index) -> None:
        """Find out how far an index runs from the arrays whose entries it counts; what cannot be read is left alone."""
        if index.size is not None:
            return
        kept = dict(self.choices), dict(self.uses)
        named = [node for node in walk(*nodes) if isinstance(node, Scripted) and index.name in indices(node)]
        for node in sorted(named, key=lambda node: not _counts_alone(node, index.name)):
            if index.size is not None:
                break
            self._bind_alone(Scripted(node.base, node.sub, tuple(p for p in node.sup if p.kind == "paren"), node.span))
        self.choices, self.uses = kept

    def _bind_alone(self, node: Surface) -> None:
        """Bind a name for what it says of the indices; those that nothing binds yet are indices while that lasts."""
        known = dict(self.indices)
        while True:
            try:
                self.bind(node)
            except FreeIndex as free:
                if free.name not in self.indices:
                    self.indices[free.name] = Index(free.name, free=True)
                    continue
            except Refusal:
                pass
            break
        self.indices = known

    # --- limits

    def _mask(self, condition: Relation) -> Value | None:
        """The indicator of a condition below a sum; None where it is a word for all values."""
        node = unmarked(condition.right)
        if condition.relation == "in" and isinstance(node, (Text, Name)):
            if isinstance(node, Name) and (self.is_known(Symbol(node.letter)) or node.font):
                raise Refusal("not-yet", f"the set {self.shown(node.span)} is not read yet", node.span)
            self.choose(f"{self.shown(node.span)} is taken for all values of the index")
            return None
        return self.indicator(condition)

    def _number_of(self, index: Index, span: Span) -> Value:
        if index.size is None:
            raise Refusal("not-yet", f"nothing says how far the index {index.name} runs", span)
        return counted(index)

    def _only_index(self, node: BigSum) -> str:
        """The index of a sum that names none: the only letter that occurs as one."""
        found = sorted(i for i in indices(node.body) if len(i) == 1 and i.isalpha() and i not in self.indices)
        found = [i for i in found if i != "T"]
        if len(found) != 1:
            hint = "write \\sum_{i=1}^{n}"
            readings = tuple(f"over {letter}" for letter in found)
            message = "this sum does not say over which index it runs"
            raise Refusal("ambiguous", message, node.span, expected=readings, hint=hint)
        self.choose(f"the sum runs over {found[0]}")
        return found[0]

    def _limits(self, node: BigSum) -> tuple[int | None, int | Size | Index | None]:
        first = None if node.lower is None else self._whole_number(node.lower)
        if node.upper is None:
            return first, None
        upper = unmarked(node.upper)
        if isinstance(upper, Name) and upper.letter in self.indices:
            return first, self.indices[upper.letter]
        if isinstance(upper, Number):
            return first, self._whole_number(upper)
        return first, self._size_of(upper)

    def _size_of(self, node: Surface) -> Size:
        """A size as a limit says it: n, T − 1, 2 n is none."""
        terms = node.terms if isinstance(node, Sum) else ((1, node),)
        total = Size(())
        for sign, marked in terms:
            term = unmarked(marked)
            if isinstance(term, Number):
                total = shifted(total, sign * self._whole_number(term))
                continue
            symbol = self.plain_name(term)
            if symbol is None or sign < 0:
                raise Refusal("not-yet", "the upper end of this sum is not read yet", node.span)
            if self.scope.declares(Symbol(symbol)) and Symbol(symbol) not in self.scope.variables:
                self.choose(f"{symbol} is a size, because a sum runs to it")
            if symbol not in self.scope.sizes and not self.scope.open:
                raise Refusal("unbound", f"{symbol} is no size that is known here", term.span)
            total = total + Size.of(symbol)
        return total

    def plain_name(self, node: Surface) -> str | None:
        """The plain name of a letter with at most a subscript, or None."""
        if isinstance(node, Name):
            return node.letter
        if isinstance(node, Scripted) and isinstance(node.base, Name) and node.sub is not None and not node.sup:
            return f"{node.base.letter}_{node.sub.text}"
        return None

    def _whole_number(self, node: Surface) -> int:
        node = unmarked(node)
        if not isinstance(node, Number) or node.value.denominator != 1:
            raise Refusal("not-yet", "the limits of this sum are not read yet", node.span)
        return int(node.value)

    def _size(self, node: BigSum, first: int, last: int | Size | Index | None) -> Size | None:
        if last is None or isinstance(last, Index):
            return last if last is None else None
        if isinstance(last, Size):
            return shifted(last, 1 - first)
        if last < first:
            raise Refusal("never", "this sum has no terms", node.span)
        return Size.of(last - first + 1)

    def _in_terms(self, node: BigSum, index: Index, first: int, last: int) -> Value:
        """The sum written out term by term, over names that are numbered one by one."""
        count = last - first + 1
        if count > MAX_TERMS:
            raise Refusal("never", f"a sum of more than {MAX_TERMS} terms is not written out", node.span)
        if node.conditions:
            raise Refusal("not-yet", "a condition on numbered names is not read yet", node.span)
        terms: list[Value] = []
        parts = sum(1 for _ in walk(node.body))
        for value in range(first, last + 1):
            self.allowance.take(parts, node.span)
            index.value = value
            terms.append(self.bind(node.body))
        self.choose(f"the {node.kind} over {index.name} is written out")
        if node.kind == "prod":
            return self.built(node.span, lifting.mul, terms)
        return self.built(node.span, lifting.add, [(1, term) for term in terms])


def counts(*nodes: Surface) -> set[str]:
    """The letters that sums run to: they are sizes."""
    found: set[str] = set()
    for node in walk(*nodes):
        upper = unmarked(node.upper) if isinstance(node, BigSum) and node.upper is not None else None
        for _, term in upper.terms if isinstance(upper, Sum) else ((1, upper),):
            if isinstance(term, Name):
                found.add(term.letter)
    return found


def _counts_alone(node: Scripted, name: str) -> bool:
    """Whether the index stands by itself in the scripts of a name, and not in a sum with numbers."""
    return node.sub is None or not {"+", "-"} & set(node.sub.pieces)


def _letters_in(root: Surface) -> set[str]:
    """The letters in a part: its indices, and the names that may be numbers of its terms."""
    return indices(root) | {node.letter for node in walk(root) if isinstance(node, Name)}
