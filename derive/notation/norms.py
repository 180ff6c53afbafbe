"""Bars and angle brackets: absolute values, norms and inner products."""

from __future__ import annotations

from derive import building
from derive.ir import Expr, Span
from derive.notation import contracting, functions, lifting
from derive.notation.errors import Refusal
from derive.notation.inferring import LENGTH, behind_norm
from derive.notation.lifting import COLUMN, ROW, Lifted, Value
from derive.notation.products import Products
from derive.notation.surface import Group, Number, Part, Scripted, unmarked

_NORMS = frozenset({"", "2", "F", "1", "∞"})
"""The subscripts of norms that are read."""


class Norms(Products):
    """Binds what stands between bars."""

    def between_bars(self, group: Group, node: Scripted | None) -> Value:
        """The absolute value, norm or inner product that a group in bars or angle brackets is, with its scripts."""
        span = node.span if node is not None else group.span
        if group.bracket == "<":
            return self._inner_product(group, node)
        if len(group.items) != 1:
            raise Refusal("unreadable", "a comma stands between bars", group.span)
        value = self.bind(group.items[0])
        sub = node.sub.text if node is not None and node.sub is not None else ""
        sup = list(node.sup) if node is not None else []
        if group.bracket != "|" and self.scope.open:
            rank = 2 if sub == "F" else 1
            self.infer(behind_norm(value, self.sizes_taken(), LENGTH, rank))
        if isinstance(value, Lifted) and not value.is_number:
            return self._norm_of_each(value, sub, sup, span)
        if isinstance(value, Lifted) or value.shape.is_scalar:
            self.flat |= group.bracket == "‖"
            if sub:
                raise Refusal("not-yet", f"{self.shown(span)} is not read yet", span)
            if self.scope.open:
                self.choose(f"{self.shown(group.span)} is an absolute value")
            return self.raised(self.applied("abs", value, group.span), sup, span)
        if group.bracket == "|":
            if value.shape.rank == 2:
                self.choose(f"{self.shown(group.span)} is the determinant")
                return self.raised(self.built(group.span, building.call, "det", value), sup, span)
            readings = ("the length", "the size of each entry")
            message = f"bars around an array of shape {value.shape} are not read"
            hint = "write \\lVert … \\rVert for a length"
            raise Refusal("ambiguous", message, group.span, expected=readings, hint=hint)
        return self._norm(value, sub, sup, span)

    def _norm(self, value: Expr, sub: str, sup: list[Part], span: Span) -> Value:
        if sub not in _NORMS or (value.shape.rank == 2) != (sub == "F"):
            if value.shape.rank == 2 and not sub:
                readings = ("the Frobenius norm", "the operator norm")
                message = "which norm of a matrix this is does not say itself"
                raise Refusal("ambiguous", message, span, expected=readings, hint="write \\lVert … \\rVert_F")
            raise Refusal("not-yet", f"the norm {self.shown(span)} is not read yet", span)
        if sub == "∞":
            return self.raised(
                building.max_along(building.call("abs", value), tuple(range(value.shape.rank))), sup, span
            )
        if sub == "1":
            return self.raised(building.total(building.call("abs", value)), sup, span)
        power = unmarked(sup[0].value) if len(sup) == 1 and sup[0].value is not None else None
        if isinstance(power, Number) and power.value == 2 and sup[0].kind == "value":
            self.choose(f"{self.shown(span)} is the sum of the squares of all entries")
            return functions.squares(value)
        if value.shape.rank == 1:
            return self.raised(self.applied("norm", value, span), sup, span)
        half = building.div(building.ONE, building.number(2))
        return self.raised(building.power(functions.squares(value), half), sup, span)

    def _norm_of_each(self, value: Lifted, sub: str, sup: list[Part], span: Span) -> Value:
        """The norm of a column, row or matrix for each index."""
        power = unmarked(sup[0].value) if len(sup) == 1 and sup[0].value is not None else None
        squared = isinstance(power, Number) and power.value == 2
        if sub not in ("", "2", "F") or not squared or (len(value.axes & {COLUMN, ROW}) == 2) != (sub == "F"):
            raise Refusal("not-yet", f"the norm {self.shown(span)} for each index is not read yet", span)
        self.choose(f"{self.shown(span)} is the sum of the squares of all entries")
        result: Value = self.built(span, lifting.power, value, building.number(2))
        for axis in sorted(value.axes & {COLUMN, ROW}):
            result = self.built(span, contracting.sum_over, result, axis, None)
        return result

    def _inner_product(self, group: Group, node: Scripted | None) -> Value:
        frobenius = node is not None and node.sub is not None and node.sub.text == "F" and not node.sup
        if len(group.items) != 2 or (node is not None and not frobenius):
            raise Refusal("not-yet", "angle brackets are only read as an inner product of two vectors", group.span)
        a, b = (self.bind(item) for item in group.items)
        if isinstance(a, Lifted) or isinstance(b, Lifted) or a.shape.is_scalar or b.shape.is_scalar:
            raise Refusal("not-yet", "an inner product is read of two whole arrays only", group.span)
        if a.shape != b.shape:
            message = f"an inner product of the shapes {a.shape} and {b.shape}: they must be one"
            raise Refusal("ill-shaped", message, group.span)
        if a.shape.rank > 1:
            self.choose(f"{self.shown(group.span)} is the sum of the products of all entries")
            return building.total(building.mul(a, b))
        self.choose(f"{self.shown(group.span)} is the inner product")
        left, right = (a, building.transpose(b)) if a.shape.row else (building.transpose(a), b)
        return building.matmul(left, right)
