"""What is arranged on the page: matrices with their entries, formulas case by case, values at a point."""

from __future__ import annotations

from abc import abstractmethod
from functools import partial

from derive import building
from derive.ir import Expr, Span, Var
from derive.notation import lifting
from derive.notation.contexts import Contexts
from derive.notation.declarations import surface_symbol
from derive.notation.errors import Refusal
from derive.notation.lifting import Lifted, Value
from derive.notation.surface import At, Cases, Derivative, Matrix, Relation, Restricted, Surface, walk
from derive.shapes import Shape


class Arrangements(Contexts):
    """Binds matrices, cases and evaluation bars."""

    # --- matrices

    def matrix(self, node: Matrix) -> Value:
        """A matrix, column or row by its entries, which are numbers; between bars its determinant."""
        if node.bracket not in ("[", "(", ""):
            raise Refusal("not-yet", f"a matrix between {node.bracket} is not read yet", node.span)
        rows, columns = len(node.rows), len(node.rows[0])
        values = [self.bind(entry) for row in node.rows for entry in row]
        entries = [value for value in values if not isinstance(value, Lifted)]
        if len(entries) < len(values):
            raise Refusal("not-yet", "a matrix whose entries have an index is not read yet", node.span)
        if not all(entry.shape.is_scalar for entry in entries):
            raise self._blocks(node, entries)
        shape = (
            Shape.of(rows) if columns == 1 else Shape.of(columns, row=True) if rows == 1 else Shape.of(rows, columns)
        )
        return self.built(node.span, building.array, entries, shape)

    def _blocks(self, node: Matrix, entries: list[Expr]) -> Refusal:
        """Why a matrix of arrays is not read: its columns or rows do not fit, or it is one of blocks."""
        shapes = {entry.shape for entry in entries}
        if all(shape.rank == 1 for shape in shapes) and len({shape.sizes for shape in shapes}) > 1:
            said = " and ".join(sorted(str(shape) for shape in shapes))
            return Refusal("ill-shaped", f"the columns of this matrix have different sizes: {said}", node.span)
        return Refusal("not-yet", "a matrix of blocks is not read yet", node.span)

    # --- case by case

    def cases(self, node: Cases) -> Value:
        """A value for each condition; the last one holds for everything else."""
        values = self.in_one_shape([value for value, _ in node.rows])
        *conditions, last = [condition for _, condition in node.rows]
        if any(condition is None for condition in conditions):
            raise Refusal("unreadable", "a case without a condition stands before others", node.span)
        if last is not None:
            self.choose(f"the case {self.shown(last.span)} is taken for all that the others leave")
        result = values[-1]
        for value, condition in zip(reversed(values[:-1]), reversed(conditions), strict=True):
            assert condition is not None
            where = self.indicator(condition)
            result = self.built(node.span, lifting.together, partial(building.call, "choose"), (where, value, result))
        return result

    # --- under conditions

    def restricted(self, node: Restricted) -> Value:
        """A side of a claim where conditions hold, and 0 elsewhere. Raises `Refusal` for a condition on an array."""
        value = self.side(node.body)
        for condition in node.conditions:
            where = self.indicator(condition)
            if not lifting.is_number(where):
                message = f"{self.shown(condition.span)} is about all entries of an array, and not read here yet"
                raise Refusal("not-yet", message, condition.span, hint="write it for one entry")
            value = lifting.mul((where, value))
        return value

    @abstractmethod
    def side(self, node: Surface) -> Value:
        """What a whole side of a statement means."""

    # --- at a point

    def at_point(self, node: At) -> Value:
        """A value where names have other values, as the equations below the bar say."""
        outside = self.scope
        for condition in node.conditions:
            self._take_place(node.body, condition)
        try:
            value = self.bind(node.body)
            for condition in node.conditions:
                value = self._at_one(value, condition, node.span)
        finally:
            self.scope = outside
        return value

    def _take_place(self, body: Surface, condition: Relation) -> None:
        """A name of which nothing else is known has the shape of its value below the bar.

        It must occur before the bar, and not only below a ∂: ω in ∂L/∂ω at ω = 0 may be a slip for w.
        """
        symbol = surface_symbol(condition.left)
        if condition.relation != "=" or symbol is None or self.scope.open:
            return
        if self.is_known(symbol) or self.found(symbol) is not None or symbol.letter in self.indices:
            return
        point = self.bind(condition.right)
        below = [v for node in walk(body) if isinstance(node, Derivative) for v in node.variables]
        occurrences = [sum(surface_symbol(part) == symbol for part in walk(*nodes)) for nodes in ([body], below)]
        if occurrences[0] > occurrences[1] and not isinstance(point, Lifted):
            self.scope = self.scope.with_shape(symbol, point.shape)
            self.choose(f"{self.shown(condition.left.span)} is what stands for {self.shown(condition.right.span)}")

    def _at_one(self, value: Value, condition: Relation, span: Span) -> Value:
        variable = self.bind(condition.left)
        if condition.relation != "=" or not isinstance(variable, Var) or isinstance(value, Lifted):
            raise Refusal("not-yet", f"the value at {self.shown(condition.span)} is not read yet", condition.span)
        point = self.bind(condition.right)
        if isinstance(point, Lifted):
            raise Refusal("not-yet", f"the value at {self.shown(condition.span)} is not read yet", condition.span)
        if point.shape.is_scalar:
            point = building.broadcast(point, variable.shape)
        if point.shape != variable.shape:
            message = f"{variable.name} has the shape {variable.shape}, and the point the shape {point.shape}"
            raise Refusal("ill-shaped", message, condition.span)
        return self.built(span, building.evaluated, value, variable, point)
