"""What a statement is: a definition, a claim, an update, a declaration … and what its sides mean."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType

from derive import building, constants
from derive.ir import Expr, Symbol, Var, children
from derive.notation.binding import Binder
from derive.notation.counting import FreeIndex, Unified
from derive.notation.declarations import surface_symbol
from derive.notation.defining import (
    Left,
    check_declared,
    defined_symbol,
    left_side,
    may_define,
    occurs,
    says_square,
    take_arguments,
)
from derive.notation.deltas import names_errors
from derive.notation.errors import ReadError, Refusal
from derive.notation.forms import is_worded
from derive.notation.freeing import OneSided, bound, labels, with_jacobians
from derive.notation.inferring import MAX_INFERRED, Inferred, InferredFunction
from derive.notation.kinds import Form, form_of, without_remark
from derive.notation.labelling import layers_of, with_layers
from derive.notation.logarithms import without_logarithm
from derive.notation.means import with_means
from derive.notation.members import CLASSES
from derive.notation.pointfree import with_points
from derive.notation.readings import Kind, Reading, Update
from derive.notation.restricting import place_of, restricted_sides
from derive.notation.scope import CLASS, LOSS_LETTERS, UNSPECIFIED, Scope
from derive.notation.sets import shape_of_members
from derive.notation.stepping import with_its_target, without_steps
from derive.notation.sums import Allowance, counts
from derive.notation.superscripts import check_label
from derive.notation.surface import (
    Differential,
    Product,
    Statement,
    Surface,
    unmarked,
)
from derive.notation.updating import updated
from derive.shapes import SCALAR, Size

_KINDS: Mapping[Form, Kind] = MappingProxyType(
    {
        "worded": "notation",
        "ordinal": "notation",
        "notation": "notation",
        "claims-nothing": "notation",
        "cut-off": "fragment",
        "fragment": "fragment",
        "continuation": "continuation",
        "declaration": "declaration",
        "expression": "expression",
        "update": "update",
    }
)

MAX_REREAD = 60_000
"""How many characters are read again, all in all, because a shape was inferred."""

MAX_UNIFIED = 8
"""How many sizes one statement may turn out to make equal."""


def interpret(
    statement: Statement, text: str, scope: Scope, *, defining: bool, allowance: Allowance | None = None
) -> Reading:
    """The reading of one statement. Raises nothing: what cannot be read is in its error.

    ``allowance`` is shared by the statements of one formula, and grows smaller.
    """
    allowance = Allowance() if allowance is None else allowance
    statement, means = with_means(statement, scope)
    statement, scope, points = with_points(statement, scope)
    scope = scope.with_sizes(*(letter for letter in counts(*statement.sides) if not scope.declares(Symbol(letter))))
    unified: dict[str, Size] = {}
    inferred: dict[Symbol, Inferred] = {}
    functions: dict[Symbol, str] = {}
    reread, length = 0, statement.span.end - statement.span.start
    while True:
        reread += length
        try:
            reading = _Interpreter(statement, text, scope, defining, allowance, frozenset(inferred)).run()
        except Inferred as found:
            if len(inferred) == MAX_INFERRED or reread > MAX_REREAD:
                message = "too many shapes are left to be inferred here: declare them"
                error = ReadError("never", message, statement.span, hint=f"shape {found.symbol.plain}: …")
                return Reading("unreadable", text, surface=statement, error=error)
            inferred[found.symbol] = found
            scope = scope.with_inferred(found.symbol, found.shape, found.why)
        except InferredFunction as met:
            functions[met.symbol] = met.told
            scope = scope.with_function(met.symbol, UNSPECIFIED)
        except Unified as found:
            if len(unified) == MAX_UNIFIED:
                error = ReadError("never", f"more than {MAX_UNIFIED} sizes turn out to be equal", statement.span)
                return Reading("unreadable", text, surface=statement, error=error)
            scope = scope.unified(found.name, found.size)
            unified[found.name] = found.size
        else:
            shapes = tuple((symbol, scope.variables[symbol].shape, one.why) for symbol, one in inferred.items())
            told = (*means, *points, *(one.told for one in inferred.values()), *functions.values())
            return replace(
                reading,
                choices=(*told, *reading.choices),
                inferred=shapes,
                unified=tuple(unified.items()),
                functions=tuple(functions),
            )


@dataclass
class _Interpreter:
    statement: Statement
    text: str
    scope: Scope
    defining: bool
    allowance: Allowance
    told: frozenset[Symbol] = frozenset()
    kind: Kind = "claim"

    def run(self) -> Reading:
        self._begin()
        error: ReadError | None = None
        result = Reading("claim", self.text)
        try:
            result = self._under_conditions()
        except Refusal as refusal:
            error = refusal.error
            waits = refusal.fragment or self._ends_in_differential()
            result = Reading("fragment" if waits else self.kind, self.text)
        except FreeIndex as free:
            message = f"nothing says over which examples or entries {free.name} runs"
            error = ReadError("not-yet", message, free.span)
        alternatives = error.expected if error is not None and error.kind == "ambiguous" else ()
        return replace(
            result,
            surface=self.statement,
            names=tuple(self.binder.uses.values()),
            choices=tuple(self.binder.choices),
            alternatives=alternatives,
            error=error,
            flat=self.binder.flat,
        )

    def _begin(self) -> None:
        """Bind the statement from its beginning."""
        self.binder = Binder(self.scope, self.text, self.allowance)
        self.binder.frozen = labels(self.statement.sides, self.scope)
        self.binder.told_here = self.told

    def _under_conditions(self) -> Reading:
        """The reading; a claim that is made under conditions is one of its sides where they hold."""
        conditions = self.statement.conditions
        try:
            reading = self._understood()
        except (Refusal, FreeIndex):
            if not conditions:
                raise
            return self._restricted()
        if conditions and reading.kind in ("claim", "continuation"):
            return self._restricted()
        for condition in conditions:
            self.binder.choose(f"{self.binder.shown(place_of(condition))} is the condition under which this is meant")
        return reading

    def _restricted(self) -> Reading:
        """A claim under conditions, which says that its sides are equal as far as those hold."""
        self.kind = "claim"
        self._begin()
        return self._chain(restricted_sides(self.statement, self.binder), self.statement.relations)

    def _ends_in_differential(self) -> bool:
        """Whether the formula ends in a ∂ whose fraction is still to be written."""
        if not self.statement.sides:
            return False
        last = unmarked(self.statement.sides[-1])
        if isinstance(last, Product):
            last = unmarked(last.parts[-1])
        return isinstance(last, Differential) and last.sign == "∂"

    # --- which kind

    def _understood(self) -> Reading:
        bare = without_logarithm(without_steps(with_its_target(self.statement, self.binder), self.binder), self.binder)
        self.statement = self._layered(bare)
        form = form_of(self.statement, self._is_order)
        self.kind = _KINDS.get(form, self.kind)
        readers: dict[Form, Callable[[], Reading]] = {
            "worded": self._worded,
            "said": lambda: Reading(self.statement.kind or "notation", self.text),
            "ordinal": lambda: Reading("notation", self.text),
            "cut-off": self._cut_off,
            "arrow-behind": self._arrow_behind,
            "declaration": self._declaration,
            "claims-nothing": self._notation,
            "update": lambda: updated(self.binder, self.statement, self.text),
            "assignment": self._assignment,
            "equation": self._equation,
        }
        return readers.get(form, self._sides)()

    def _layered(self, statement: Statement) -> Statement:
        """The statement where a bare letter above names numbers layers, because it does so in the name it defines."""
        letters = layers_of(statement) if len(statement.sides) > 1 and statement.relations[0] in ("=", ":=") else set()
        if not letters or not self._defines_nothing_yet(with_layers(statement, letters).sides[0]):
            return statement
        self.binder.choose(f"{', '.join(sorted(letters))} above a name is the number of a layer")
        return with_layers(statement, letters)

    def _sides(self) -> Reading:
        if self.kind == "notation" and self.binder.function_of(unmarked(self.statement.sides[0])) is not None:
            return Reading("notation", self.text)
        return self._chain(self.statement.sides, self.statement.relations)

    def _cut_off(self) -> Reading:
        """A fragment; a name that is not known yet is one whose equation is still to be written."""
        sides = self.statement.sides
        if len(sides) == 1 and self._defines_nothing_yet(sides[0]):
            return Reading("fragment", self.text)
        return self._sides()

    def _arrow_behind(self) -> Reading:
        bare = without_remark(self.statement)
        if bare is None:
            raise Refusal("not-yet", "an arrow behind a formula is not read yet", self.statement.span)
        self.binder.choose(f"{self.binder.shown(self.statement.sides[-1].span)} behind the arrow is a remark")
        self.statement = bare
        return self._understood()

    def _defines_nothing_yet(self, side: Surface) -> bool:
        """Whether a side is a name without a meaning, whose equation is still to be written."""
        left = left_side(self.binder, side)
        return left is not None and self.binder.found(left.symbol) is None

    def _assignment(self) -> Reading:
        """A value that goes to a name: a definition of a new name, else an update of any form."""
        if left_side(self.binder, self.statement.sides[0]) is None:
            return self._notation()
        if not self._defines_nothing_yet(self.statement.sides[0]):
            self.kind = "update"
            return updated(self.binder, self.statement, self.text)
        reading = self._equation()
        if reading.kind != "claim":
            return reading
        return replace(reading, kind="update", update=Update(reading.sides[0], None, None, 1))

    def _is_order(self, symbol: Symbol) -> bool:
        """Whether a name is the O of an order of growth: one that is bound to nothing."""
        plain = symbol.font != "cal" and (symbol.font or self.scope.open)
        return not plain and self.binder.found(symbol) is None

    def _notation(self) -> Reading:
        """What claims no equality: its sides mean something only where that is needed for nothing."""
        self.kind = "notation"
        try:
            return self._chain(self.statement.sides, self.statement.relations)
        except (Refusal, FreeIndex):
            self.binder.choose("this claims no equality, and its sides are not all read")
            return Reading("notation", self.text, relations=self.statement.relations)

    def _chain(self, sides: Sequence[Surface], relations: tuple[str, ...]) -> Reading:
        exprs = with_jacobians(self.binder, sides, bound(self.binder, sides))
        last = exprs[-1] if len(exprs) == 1 else None
        spans = tuple(side.span for side in sides)
        return Reading(self.kind, self.text, expr=last, sides=exprs, relations=relations, spans=spans)

    def _worded(self) -> Reading:
        """A statement one side of which is words: it says in words what the other sides are, and claims nothing."""
        self.kind = "notation"
        spoken = [side for side in self.statement.sides if not is_worded(side)]
        if not spoken:
            return Reading("prose", self.text)
        exprs = bound(self.binder, spoken)
        self.binder.choose("the words are no part of a formula")
        spans = tuple(side.span for side in spoken)
        relations = ("=",) * (len(spoken) - 1)
        return Reading(self.kind, self.text, sides=exprs, relations=relations, spans=spans)

    # --- declarations

    def _declaration(self) -> Reading:
        sides, relations = self.statement.sides, self.statement.relations
        if relations[-1] != "in" or set(relations[:-1]) - {","}:
            raise Refusal("not-yet", "∈ together with other relations is not read yet", self.statement.span)
        shape = shape_of_members(unmarked(sides[-1]), self.binder)
        declares = []
        for side in sides[:-1]:
            left = left_side(self.binder, side)
            symbol = left.symbol if left is not None else surface_symbol(side, declaring=True)
            if symbol is None:
                raise Refusal("unreadable", f"{self.binder.shown(side.span)} is no name", side.span)
            declares.append((symbol, shape))
        return Reading("declaration", self.text, declares=tuple(declares), relations=relations)

    # --- equations

    def _equation(self) -> Reading:
        sides, relations = self.statement.sides, self.statement.relations
        if names_errors(sides, self.scope):
            self.binder.choose("this says of every layer what its δ is")
            return Reading("definition", self.text)
        lefts: list[Left] = []
        for side in sides[:-1]:
            left = left_side(self.binder, side)
            if left is None or not all(map(self._may_define, self._defined_by(left))):
                break
            lefts.append(left)
        if not lefts:
            self.kind = "definition" if says_square(self.binder, sides) else "claim"
            reading = self._chain(sides, relations)
            return self._as_shares(reading) or self._as_value(reading)
        self.kind = "definition"
        rest = sides[len(lefts) :]
        check_label(self.binder, unmarked(sides[0]), rest)
        take_arguments(self.binder, lefts[0])
        try:
            exprs = bound(self.binder, rest, lefts[0].letters)
            defines = [defined_symbol(self.binder, left, self.statement.span) for left in lefts]
        except OneSided as refusal:
            self._infer_class(refusal.letters, lefts[0])
            raise
        constant = constants.constant_value(exprs[0])
        if constant is not None and len(exprs) == 1 and not self.defining:
            self.kind = "value"
        if any(occurs(self.binder, symbol, expr) for symbol in defines for expr in exprs):
            if relations[0] in ("<-", ":="):
                self.kind = "update"
                chain = self._chain(sides, relations)
                return replace(chain, update=Update(target=chain.sides[0], gradient=None, rate=None, sign=1))
            self.kind = "claim"
            return self._chain(sides, relations)
        check_declared(self.binder, defines, exprs[0], self.statement.span)
        return Reading(
            self.kind,
            self.text,
            expr=exprs[0],
            sides=exprs,
            relations=relations[len(defines) :],
            spans=tuple(side.span for side in rest),
            defines=tuple(defines),
            arguments=lefts[0].arguments,
        )

    def _infer_class(self, letters: tuple[str, ...], left: Left) -> None:
        """Raise that the one letter below p_k is the number of a class, in the loss of an example: L = −log p_k."""
        one = Symbol(letters[0]) if len(letters) == 1 and letters[0] in CLASSES else None
        alone = self.scope.open and left.symbol.letter in LOSS_LETTERS and not left.letters
        if alone and one is not None and not self.scope.declares(one):
            raise Inferred(one, SCALAR, CLASS)

    def _defined_by(self, left: Left) -> set[Symbol]:
        """What a left side defines; beside a number z, z_1 is a name of its own and no entry."""
        bare = self.scope.variables.get(replace(left.symbol, sub=""))
        apart = bare is not None and bare.shape.is_scalar and not left.letters and bare.symbol != left.written
        return left.targets - {bare.symbol} if apart and bare is not None else left.targets

    def _may_define(self, symbol: Symbol) -> bool:
        return may_define(self.binder, symbol, self.statement.sides[1:], defining=self.defining)

    def _as_shares(self, reading: Reading) -> Reading | None:
        """That the entries of a vector of which nothing is known add up to 1 is no claim: it says what they are."""
        left, right = (reading.sides + reading.sides)[:2]
        whole = children(left)[0] if building.is_apply(left, "sum") else None
        if not self.scope.open or reading.kind != "claim" or len(reading.sides) != 2 or right is not building.ONE:
            return None
        if not isinstance(whole, Var) or whole.shape.rank != 1 or self._is_spoken_for(whole.symbol):
            return None
        self.binder.choose(f"it says that the entries of {whole.name} add up to 1")
        return replace(reading, kind="declaration", facts=((whole.symbol, "distribution"),))

    def _is_spoken_for(self, symbol: Symbol) -> bool:
        """Whether a name has an equation, or something is declared of its values."""
        return symbol in self.scope.definitions or bool(self.scope.facts.get(symbol))

    def _as_value(self, reading: Reading) -> Reading:
        """A number said of a name that has no equation is a printed value, not a claim."""
        if len(reading.sides) != 2 or constants.constant_value(reading.sides[1]) is None:
            return reading
        symbol = self._without_equation(reading.sides[0])
        if symbol is None:
            return reading
        number = reading.sides[1]
        return replace(
            reading,
            kind="value",
            expr=number,
            sides=(number,),
            relations=(),
            spans=reading.spans[1:],
            defines=(symbol,),
        )

    def _without_equation(self, side: Expr) -> Symbol | None:
        """The name that the first side is, or the name of the one entry w₁ that it is, if that has no equation."""
        if isinstance(side, Var):
            return None if side.symbol in self.scope.definitions else side.symbol
        if not building.is_apply(side, "take") or not side.shape.is_scalar:
            return None
        array, *_ = children(side)
        left = left_side(self.binder, self.statement.sides[0])
        if left is None or not isinstance(array, Var) or array.symbol in self.scope.definitions:
            return None
        return left.written
