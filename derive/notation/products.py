"""Products: how factors of each shape multiply, side by side and with an operation between them.

Side by side binds more tightly than a written operation. Numbers multiply every entry; two arrays side by
side are a matrix product; ⊙ is entry by entry. A dot or a cross between arrays is whichever product their
shapes allow, and ambiguous where they allow two.
"""

from __future__ import annotations

from abc import abstractmethod
from itertools import pairwise

from derive import building, constants
from derive.ir import Expr, Span, Var, children, contains
from derive.notation import contracting, lifting
from derive.notation.chains import Chains
from derive.notation.errors import Refusal
from derive.notation.inferring import BEFORE_ROW, Inferred, beside, in_entrywise
from derive.notation.lifting import Lifted, NotLifted, Value, is_number
from derive.notation.surface import (
    BigSum,
    Derivative,
    Fractional,
    FunctionWord,
    Group,
    Name,
    Number,
    Product,
    Relation,
    Scripted,
    Surface,
    unmarked,
)
from derive.shapes import Shape, ShapeError

_ENTRYWISE = frozenset({"⊙", "∘"})


class Products(Chains):
    """Binds products."""

    def product(self, node: Product) -> Value:
        """The meaning of a row of parts with operations between them."""
        node = self.regrouped(node)
        chained = self.chain(node)
        if chained is not None:
            return chained
        segments: list[tuple[str, list[Surface]]] = [("", [node.parts[0]])]
        for part, operation in zip(node.parts[1:], node.operations, strict=True):
            if operation in ("", "quad"):
                if operation == "quad":
                    self.choose("the wide space is a product sign")
                if operation == "quad" and not isinstance(part, Group):
                    segments.append(("·", [part]))
                else:
                    segments[-1][1].append(part)
            else:
                segments.append((operation, [part]))
        return self._joined(segments, node.span)

    def _joined(self, segments: list[tuple[str, list[Surface]]], span: Span) -> Value:
        """The segments multiplied from left to right; entry by entry products last."""
        factors: list[tuple[Value, Span]] = []
        entrywise: list[Value] = []
        numbers = True
        for position, (operation, parts) in enumerate(segments):
            place = Span(parts[0].span.start, parts[-1].span.end)
            around = {operation, *(op for op, _ in segments[position + 1 : position + 2])}
            self.entry_by_entry = bool(around & _ENTRYWISE) and len(parts) == 1
            values = self.segment(parts)
            self.entry_by_entry = False
            if operation == "/":
                self._check_bare_function(segments[position - 1][1], place)
                self._check_operator(segments[position - 1][1], values, place)
                factors = [self._divided(factors, values, parts)]
                numbers = _all_numbers(factors)
                continue
            if operation not in ("", "/"):
                self._check_operator(segments[position - 1][1], values, place)
            if operation in _ENTRYWISE:
                self.flat |= _all_numbers(factors) and _all_numbers(values)
                if operation == "∘":
                    self.choose("∘ is the product entry by entry")
                entrywise.append(self.multiplied(factors, span))
                factors = []
            elif operation == "⊗":
                factors = [self._outer(factors, values, place)]
                continue
            elif operation and factors and not numbers and not _all_numbers(values):
                factors = [self._operated(operation, factors, values)]
                continue
            numbers = _all_numbers(values) and (numbers or not factors)
            factors += values
        last = self.multiplied(factors, span)
        if not entrywise:
            return last
        self.infer(in_entrywise([*entrywise, last]) if self.scope.open else None)
        return self.built(span, lifting.mul, [*entrywise, last])

    def _check_operator(self, before: list[Surface], values: list[tuple[Value, Span]], place: Span) -> None:
        """Refuse d/dx before a product with a sign where it matters whether it reaches over the sign."""
        operator = next((node for part in before if isinstance(node := unmarked(part), Derivative)), None)
        if operator is None or operator.target is not None or isinstance(_base(before[-1]), Group):
            return
        variable = self.bind(operator.variables[0])
        if isinstance(variable, Lifted):
            return
        if any(isinstance(value, Lifted) or contains(value, variable) for value, _ in values):
            shown = self.shown(operator.span)
            readings = (f"{shown} of what stands before the sign", f"{shown} of the whole product")
            message = f"how far {shown} reaches has two readings"
            raise Refusal("ambiguous", message, operator.span, expected=readings, hint="write brackets")

    def _check_bare_function(self, before: list[Surface], place: Span) -> None:
        """Refuse a slash behind a function without brackets: it may be inside or outside of the argument."""
        words = [n for n, part in enumerate(before) if isinstance(_base(part), FunctionWord)]
        if words and not isinstance(_base(before[-1]), Group) and words[-1] < len(before) - 1:
            shown = self.shown(Span(before[words[-1]].span.start, before[-1].span.end))
            readings = (
                f"({shown}) divided by {self.shown(place)}",
                f"{shown}/{self.shown(place)}, all under the function",
            )
            message = f"how far the function reaches in {shown} / {self.shown(place)} has two readings"
            raise Refusal("ambiguous", message, place, expected=readings, hint="write brackets")

    def _outer(
        self, left: list[tuple[Value, Span]], right: list[tuple[Value, Span]], place: Span
    ) -> tuple[Value, Span]:
        """⊗ between two vectors: the matrix of all products of their entries; between two matrices: of all blocks."""
        whole = Span(left[0][1].start, place.end)
        a, b = self.multiplied(left, whole), self.multiplied(right, whole)
        if not isinstance(a, Lifted) and not isinstance(b, Lifted) and a.shape.rank == b.shape.rank == 2:
            self.choose(f"⊗ in {self.shown(whole)} is the Kronecker product")
            return building.call("kron", a, b), whole
        if isinstance(a, Lifted) or isinstance(b, Lifted) or a.shape.rank != 1 or b.shape.rank != 1:
            message = "⊗ is only read between two vectors, or between two matrices"
            raise Refusal("not-yet", message, place, hint="write ⊙ or a matrix product")
        column = building.transpose(a) if a.shape.row else a
        row = b if b.shape.row else building.transpose(b)
        self.choose(f"⊗ in {self.shown(whole)} is the outer product")
        return building.matmul(column, row), whole

    def _operated(
        self, operation: str, left: list[tuple[Value, Span]], right: list[tuple[Value, Span]]
    ) -> tuple[Value, Span]:
        """Factors on both sides of a dot or a cross, with an array among them on each side."""
        whole = Span(left[0][1].start, right[-1][1].end)
        a, b = self.multiplied(left, whole), self.multiplied(right, whole)
        return self._between_arrays(operation, a, b, whole), whole

    def _between_arrays(self, operation: str, a: Value, b: Value, span: Span) -> Value:
        ways = {"the matrix product": contracting.matmul}
        if operation == "·":
            ways["the dot product"] = _dot
        else:
            ways["the product entry by entry"] = _entrywise
        fitting: dict[str, Value] = {}
        for way, make in ways.items():
            try:
                fitting[way] = make(a, b)
            except (ShapeError, NotLifted):
                continue
        shown = self.shown(span)
        if operation == "*" and _are_turned(a, b):
            message = f"* between shapes {_sizes(a)} and {_sizes(b)}: entry by entry they do not fit"
            hint = "leave the sign out for a matrix product, or transpose one of them"
            raise Refusal("ill-shaped", message, span, hint=hint)
        if not fitting:
            self.unify(lifting.mul, (a, b))
            raise self._ill_shaped(a, b, span)
        if len(fitting) > 1:
            message = f"{operation} between these arrays has two readings"
            raise Refusal("ambiguous", message, span, expected=tuple(fitting), hint="write ⊙, or leave the sign out")
        way, value = next(iter(fitting.items()))
        self.choose(f"{operation} in {shown} is {way}")
        return value

    def _divided(
        self, factors: list[tuple[Value, Span]], values: list[tuple[Value, Span]], parts: list[Surface]
    ) -> tuple[Value, Span]:
        """What stands before a slash over the factor behind it; two are ambiguous but for 1/n (…)."""
        whole = Span(factors[0][1].start, values[-1][1].end)
        top = self.multiplied(factors, whole)
        (bottom, _), *rest = values
        if rest:
            simple = isinstance(unmarked(parts[0]), (Number, Name)) and isinstance(
                unmarked(parts[1]), (BigSum, Group, Fractional)
            )
            if not simple:
                place = Span(parts[0].span.start, parts[-1].span.end)
                shown = self.shown(place)
                readings = (f"… / ({shown})", f"(… / {self.shown(parts[0].span)}) times the rest")
                raise Refusal("ambiguous", f"the slash before {shown} has two readings", place, expected=readings)
            self.choose(f"only {self.shown(parts[0].span)} stands under the slash")
        value = self.built(whole, lifting.div, top, bottom)
        return (self.multiplied([(value, whole), *rest], whole), whole) if rest else (value, whole)

    # --- side by side

    def segment(self, parts: list[Surface]) -> list[tuple[Value, Span]]:
        """The values that stand side by side, with their places."""
        values: list[tuple[Value, Span]] = []
        index = 0
        while index < len(parts):
            standing = _ones_in(parts[index])
            if standing and not (index + 1 < len(parts) and _holds_condition(parts[index + 1])):
                following = self.resolved(parts, index + 1)[0] if standing == "row" and index + 1 < len(parts) else None
                beside = following if standing == "row" else values[-1][0] if values else None
                values.append((self._ones(beside, standing == "row", parts[index].span), parts[index].span))
                index += 1
                continue
            value, after = self.resolved(parts, index)
            values.append((value, Span(parts[index].span.start, parts[after - 1].span.end)))
            index = after
        return values

    def _ones(self, beside: Value | None, row: bool, span: Span) -> Expr:
        """A vector of ones as long as what stands beside it needs."""
        if beside is None or isinstance(beside, Lifted) or beside.shape.rank == 0:
            return self.ones(row, span)
        size = beside.shape.sizes[0 if row else -1]
        if (row and beside.shape.row) or (not row and beside.shape.rank == 1 and not beside.shape.row):
            return self.ones(row, span)
        self.choose(f"{self.shown(span)} is a vector of ones")
        return building.broadcast(building.ONE, Shape((size,), row=row))

    @abstractmethod
    def ones(self, row: bool, span: Span) -> Expr:
        """A vector of ones beside nothing that says how long it is."""

    # --- multiplying

    def multiplied(self, factors: list[tuple[Value, Span]], span: Span) -> Value:
        """Factors side by side: numbers in their order, arrays as one matrix product at the first."""
        if len(factors) == 1:
            return factors[0][0]
        for number, ((left, _), (right, _)) in enumerate(pairwise(factors)):
            found = self._told_beside(left, right)
            closed = number + 2 < len(factors)  # y wᵀx is a number times another, and no outer product times x
            self.infer(None if found is not None and found.why == BEFORE_ROW and closed else found)
            self.infer_members(left, right)
        arrays = [(value, place) for value, place in factors if not is_number(value)]
        if len(arrays) < 2:
            return self.built(span, lifting.mul, [value for value, _ in factors])
        product, start = arrays[0]
        for value, place in arrays[1:]:
            whole = Span(start.start, place.end)
            try:
                product = self._side_by_side(product, value, whole)
            except ShapeError as error:
                self.unify(building.matmul, (product, value))
                raise self._ill_shaped(product, value, whole) from error
            except NotLifted as error:
                raise Refusal("not-yet", f"{error} cannot be read as whole arrays yet", whole) from error
        position = next(n for n, (value, _) in enumerate(factors) if not is_number(value))
        before = [value for value, _ in factors[:position]]
        behind = [value for value, _ in factors[position + 1 :] if is_number(value)]
        if not before and not behind:
            return product
        return self.built(span, lifting.mul, [*before, product, *behind])

    def _told_beside(self, left: Value, right: Value) -> Inferred | None:
        """What a product tells of the shape of one of its two factors."""
        return beside(left, right, self.sizes_taken(), arrays=self.scope.arrays) if self.scope.open else None

    def _side_by_side(self, a: Value, b: Value, span: Span) -> Value:
        """The matrix product; entry by entry a (1 − a) of an array, and a quotient of arrays before another."""
        plain = not isinstance(a, Lifted) and not isinstance(b, Lifted)
        if isinstance(a, Lifted) or isinstance(b, Lifted):
            return contracting.matmul(a, b)
        if plain and (_complements(a, b) or _complements(b, a) or (building.is_apply(a, "div") and a.shape == b.shape)):
            try:
                return contracting.matmul(a, b)
            except ShapeError:
                self.choose(f"{self.shown(span)} is taken entry by entry, because no matrix product fits")
                return lifting.mul((a, b))
        return contracting.matmul(a, b)

    def _ill_shaped(self, a: Value, b: Value, span: Span) -> Refusal:
        if isinstance(a, Lifted) or isinstance(b, Lifted):
            return Refusal("ill-shaped", "the shapes of this product do not fit", span)
        message = f"a product of {_shape(a)} and {_shape(b)}: the inner sizes do not fit"
        hint = ""
        if a.shape == b.shape and a.shape.rank == 1:
            hint = "x^T w is a number, x w^T a matrix, x \\odot w entry by entry"
        elif b.shape.rank and a.shape.rank and _fits_turned(a, b):
            hint = "it would fit with a transpose, or in the other order"
        return Refusal("ill-shaped", message, span, hint=hint)


def _fits_turned(a: Expr, b: Expr) -> bool:
    for left, right in ((building.transpose(a), b), (a, building.transpose(b)), (b, a)):
        try:
            building.matmul(left, right)
        except ShapeError:
            continue
        return True
    return False


def _ones_in(part: Surface) -> str:
    """Whether a part is a vector of ones, and how it stands: ``column``, ``row``, or empty for anything else."""
    node = unmarked(part)
    sup = node.sup if isinstance(node, Scripted) else ()
    base = node.base if isinstance(node, Scripted) else node
    if not isinstance(base, Name) or base.letter != "1" or (isinstance(node, Scripted) and node.sub is not None):
        return ""
    if not sup:
        return "column"
    return "row" if len(sup) == 1 and sup[0].kind in ("transpose", "letter-T", "prime") else ""


def _holds_condition(part: Surface) -> bool:
    """Whether a part is brackets around a comparison, so that a 1 before it is an indicator."""
    group = _base(part)
    return isinstance(group, Group) and len(group.items) == 1 and isinstance(unmarked(group.items[0]), Relation)


def _base(part: Surface) -> Surface:
    node = unmarked(part)
    return node.base if isinstance(node, Scripted) else node


def _complements(a: Expr, b: Expr) -> bool:
    """Whether b is a number plus or minus a, as in the derivative of σ and in what is written for it by mistake."""
    if a.shape != b.shape or not building.is_apply(b, "add") or len(children(b)) != 2:
        return False
    one, other = children(b)
    taken = children(other)[0] if building.is_apply(other, "neg") else other
    return constants.constant_value(one) is not None and taken is a


def _are_turned(a: Value, b: Value) -> bool:
    """Whether one is a row and the other a column: a star between them is hardly meant as a number or a matrix."""
    if isinstance(a, Lifted) or isinstance(b, Lifted):
        return False
    return a.shape.rank == b.shape.rank == 1 and a.shape.row != b.shape.row


def _sizes(value: Value) -> str:
    return "an indexed quantity" if isinstance(value, Lifted) else str(value.shape)


def _shape(expr: Expr) -> str:
    name = expr.name if isinstance(expr, Var) else "an array"
    return f"{name} {expr.shape}"


def _all_numbers(factors: list[tuple[Value, Span]]) -> bool:
    return all(is_number(value) for value, _ in factors)


def _dot(a: Value, b: Value) -> Value:
    """The dot product of two vectors that stand the same way."""
    if isinstance(a, Lifted) or isinstance(b, Lifted):
        raise NotLifted("a dot product of indexed quantities")
    if a.shape.rank != 1 or a.shape != b.shape:
        raise ShapeError("a dot product needs two vectors that stand the same way")
    return building.matmul(a, building.transpose(b)) if a.shape.row else building.matmul(building.transpose(a), b)


def _entrywise(a: Value, b: Value) -> Value:
    return lifting.mul((a, b))
