"""From the formula as written to a typed expression: what every part means in a scope."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from derive import building
from derive.ir import Expr, Span, Symbol
from derive.notation import lifting
from derive.notation.arrangements import Arrangements
from derive.notation.counting import FreeIndex
from derive.notation.errors import Refusal
from derive.notation.inferring import in_sum
from derive.notation.lifting import Lifted, Value
from derive.notation.scope import Scope
from derive.notation.sums import Allowance
from derive.notation.surface import (
    At,
    BigSum,
    Cases,
    Conditioned,
    Derivative,
    Differential,
    Dots,
    Fractional,
    FunctionWord,
    Given,
    Group,
    Marked,
    Matrix,
    Name,
    Number,
    Part,
    Product,
    Relation,
    Restricted,
    Root,
    Scripted,
    Sum,
    Surface,
    Text,
    unmarked,
)


class Binder(Arrangements):
    """Binds one statement."""

    def __init__(self, scope: Scope, source: str, allowance: Allowance) -> None:
        super().__init__(scope, source)
        self.allowance = allowance
        self._ways: dict[type, Callable[[Any], Value]] = {
            Name: self._name,
            Number: _number,
            Sum: self._sum,
            Product: self.product,
            Scripted: self._scripted,
            Group: self._group,
            Fractional: self._fraction,
            Marked: lambda node: self.bind(node.body),
            BigSum: self.big_sum,
            Relation: self.indicator,
            Derivative: self._derivative,
            FunctionWord: lambda node: self.resolved([node], 0)[0],
            Differential: self.differential,
            Root: self._root,
            Text: self._text,
            Matrix: self.matrix,
            Cases: self.cases,
            At: self.at_point,
            Restricted: self.restricted,
            Given: lambda node: _unread(node, "a bar inside brackets, with a condition behind it,"),
            Conditioned: self.conditioned,
            Dots: lambda node: _unread(node, "a formula with dots for what is left out"),
        }

    def bind(self, node: Surface) -> Value:
        """What a part of the formula means.

        Raises `Refusal`, and `FreeIndex` for a statement that is meant for every value of an index.
        """
        return self._ways[type(node)](node)

    def side(self, node: Surface) -> Value:
        """What a whole side of a statement means."""
        self.entry_by_entry = isinstance(unmarked(node), Derivative)
        try:
            return self.bind(node)
        finally:
            self.entry_by_entry = False

    def _name(self, node: Name) -> Value:
        return self._euler(node, ()) if node.letter == "e" else self.scripted_name(node)

    def _fraction(self, node: Fractional) -> Value:
        top, bottom = self.alike([partial(self.bind, node.top), partial(self.bind, node.bottom)])
        if lifting.rank(top) == 0 and lifting.rank(bottom) == 2:
            hint = "write W^{-1} for the inverse"
            raise Refusal("ill-shaped", "a number divided by a matrix has no meaning", node.span, hint=hint)
        return self.built(node.span, lifting.div, top, bottom)

    def _derivative(self, node: Derivative) -> Value:
        return self.resolved([node], 0)[0] if node.target is None else self.derivative(node)

    def _text(self, node: Text) -> Value:
        raise Refusal("not-yet", f"words inside a formula are not read yet: {node.text!r}", node.span)

    def expression(self, node: Surface) -> Expr:
        """What a part means, where that may have no index left."""
        value = self.bind(node)
        if isinstance(value, Lifted):
            raise Refusal("not-yet", "an index is left over here", node.span)
        return value

    def _euler(self, node: Name, sup: tuple[Part, ...]) -> Value:
        """e: the base of the exponential function, unless the name is bound."""
        if self._known_e(node):
            return self.scripted_name(Scripted(node, None, sup, node.span))
        self.check_euler(Scripted(node, None, sup, node.span))
        if len(sup) == 1 and sup[0].value is not None:
            self._tell_reach(sup[0])
            return self.applied("exp", self.bind(sup[0].value), Span(node.span.start, sup[0].span.end))
        if sup:
            raise Refusal("not-yet", "this power of e is not read yet", node.span)
        return building.call("exp", building.ONE)

    def check_euler(self, node: Scripted) -> None:
        """Refuse e with a number in brackets above it, which may be a power or a name, where e is no name."""
        base, sup = node.base, node.sup
        if not isinstance(base, Name) or self._known_e(base) or len(sup) != 1 or sup[0].kind != "paren":
            return
        if sup[0].text.isdigit() and not self.is_known(Symbol("e", example=sup[0].text)):
            readings = (f"the power {sup[0].text} of Euler's number", f"the name e with the index ({sup[0].text})")
            message = f"{self.shown(sup[0].span)} above e has two readings"
            raise Refusal("ambiguous", message, sup[0].span, expected=readings)

    def _tell_reach(self, part: Part) -> None:
        """Say so where an exponent without braces ends before what stands close behind it."""
        start, end = part.span.start, part.span.end
        if self.source[start - 1 : start] == "^" and self.source[end : end + 1].isalnum():
            self.choose(f"only {self.shown(part.span)} is raised, as it is printed")

    def _known_e(self, node: Name) -> bool:
        return any(self.scope.declares(Symbol("e", font=font)) for font in ("", node.font)) or bool(node.accent)

    def _scripted(self, node: Scripted) -> Value:
        base = node.base
        if isinstance(base, Name):
            if base.letter == "e" and node.sub is None:
                return self._euler(base, node.sup)
            return self.scripted_name(node)
        if isinstance(base, FunctionWord):
            return self.resolved([node], 0)[0]
        if isinstance(base, Group) and base.bracket in ("|", "‖", "<"):
            return self.between_bars(base, node)
        if isinstance(base, Group) and len(base.items) > 1 and base.bracket in ("(", "["):
            turned = any(part.kind in ("transpose", "letter-T", "prime") for part in node.sup)
            return self.raised(self.listed(base, turned=turned), list(node.sup), node.span)
        if node.sub is not None:
            value = self.entry_of(self.bind(base), node.sub, base.span)
            return self.raised(value, list(node.sup), base.span)
        inner = unmarked(base)
        braces = isinstance(base, Group) and base.bracket == "{"
        if braces and isinstance(inner, (Sum, Product)):
            readings = ("the power of all of it", "as printed, on the last part alone")
            hint = "write ( ) around it"
            raise Refusal("ambiguous", "braces print no brackets", node.span, expected=readings, hint=hint)
        value, rest = self.bind(base), list(node.sup)
        if rest and rest[0].kind == "paren" and not isinstance(value, Lifted) and not value.shape.is_scalar:
            value = self._example(value, rest.pop(0))
        return self.raised(value, rest, base.span)

    def _example(self, value: Expr, part: Part) -> Value:
        """An example of an array in brackets, as in (A − Y)⁽ⁱ⁾."""
        index = self.indices.get(part.text)
        if index is None and part.text.isalpha() and len(part.text) == 1:
            raise FreeIndex(part.text, part.span)
        columns = self.scope.examples == "columns"
        sizes = value.shape.sizes
        size = sizes[-1] if columns else sizes[0]
        if index is None or index.value is not None or not index.fits(size):
            raise Refusal("not-yet", "this example of what stands in brackets is not read yet", part.span)
        index.size = size
        if len(sizes) == 1:
            return lifting.lifted(value, index.name)
        return lifting.lifted(value if columns else building.transpose(value), lifting.COLUMN, index.name)

    def _group(self, node: Group) -> Value:
        if node.bracket in ("|", "‖", "<"):
            return self.between_bars(node, None)
        if len(node.items) != 1:
            return self.listed(node, turned=False)
        if node.bracket == "{}":
            self.choose("braces { } are brackets")
        return self.bind(node.items[0])

    def _sum(self, node: Sum) -> Value:
        split = [self._negated(sign, term) for sign, term in node.terms]
        outer, self.among_numbers = self.among_numbers, any(isinstance(unmarked(term), Number) for _, term in split)
        values = self.alike([partial(self.bind, term) for _, term in split])
        self.among_numbers = outer
        terms = [(sign, value) for (sign, _), value in zip(split, values, strict=True)]
        self.infer(in_sum(values, self.sizes_taken()) if self.scope.open else None)
        self.infer_members_beside(values)
        if len(terms) == 1:
            sign, value = terms[0]
            return value if sign > 0 else self.built(node.span, lifting.neg, value)
        self._tell_spread([(term.span, value) for (_, term), (_, value) in zip(node.terms, terms, strict=True)])
        return self.built(node.span, lifting.add, terms)

    def _tell_spread(self, terms: list[tuple[Span, Value]]) -> None:
        """Say which terms of a sum with matrices are columns or rows that are added to each of theirs."""
        shapes = [None if isinstance(value, Lifted) else value.shape for _, value in terms]
        matrices = [shape for shape in shapes if shape is not None and shape.rank == 2]
        if not matrices:
            return
        to_vectors = set(matrices) == {lifting.LONE} and any(shape is not None and shape.rank == 1 for shape in shapes)
        for (place, _), shape in zip(terms, shapes, strict=True):
            if shape is not None and (shape.is_scalar or (to_vectors and shape == lifting.LONE)):
                self.choose(f"{self.shown(place)} is added to every entry")
            elif shape is not None and shape.rank == 1 and not to_vectors:
                self.choose(f"{self.shown(place)} is added to every {'row' if shape.row else 'column'}")

    def _negated(self, sign: int, term: Surface) -> tuple[int, Surface]:
        """A term with its sign; −1·x is a product with the number −1, as it is written."""
        first = term.parts[0] if isinstance(term, Product) else None
        whole = isinstance(first, Number) and first.value.denominator == 1
        if sign < 0 and isinstance(term, Product) and isinstance(first, Number) and whole and term.operations[0] != "/":
            negative = Number(first.text, -first.value, first.span)
            return 1, Product((negative, *term.parts[1:]), term.operations, term.span)
        return sign, term

    def _root(self, node: Root) -> Value:
        degree = building.number(2) if node.degree is None else self.expression(node.degree)
        exponent = building.div(building.ONE, degree)
        return self.built(node.span, lifting.power, self.bind(node.body), exponent)


def _unread(node: Surface, what: str) -> Value:
    raise Refusal("not-yet", f"{what} is not read yet", node.span)


def _number(node: Number) -> Expr:
    """A number; a decimal is the fraction that it says, as it is printed again."""
    value = node.value
    if value.denominator == 1:
        return building.number(value)
    return building.div(building.number(value.numerator), building.number(value.denominator))
