"""What a statement is: a definition, a claim, an update, a declaration … and what its sides mean."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from types import MappingProxyType

from derive import building
from derive.ir import Expr, Symbol, Var, contains
from derive.notation.binding import Binder
from derive.notation.counting import FREE_LETTERS, FreeIndex, Unified, positions
from derive.notation.declarations import surface_symbol
from derive.notation.errors import ReadError, Refusal
from derive.notation.families import pattern
from derive.notation.forms import is_worded, leading_rate
from derive.notation.freeing import OneSided, freed, is_label, labels
from derive.notation.kinds import Form, form_of
from derive.notation.lifting import Lifted
from derive.notation.names import array_symbol
from derive.notation.readings import Kind, Reading, Update
from derive.notation.scope import LOSS_LETTERS, Scope
from derive.notation.sets import shape_of_members
from derive.notation.sums import counts
from derive.notation.surface import (
    indices,
    Derivative,
    Differential,
    Group,
    Name,
    Part,
    Product,
    Scripted,
    Statement,
    Sum,
    Surface,
    unmarked,
    walk,
)
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

MAX_UNIFIED = 8
"""How many sizes one statement may turn out to make equal."""


def interpret(statement: Statement, text: str, scope: Scope, *, defining: bool) -> Reading:
    """The reading of one statement. Raises nothing: what cannot be read is in its error."""
    scope = scope.with_sizes(*(letter for letter in counts(*statement.sides) if not scope.declares(Symbol(letter))))
    unified: dict[str, Size] = {}
    while True:
        try:
            reading = _Interpreter(statement, text, scope, defining).run()
        except Unified as found:
            if len(unified) == MAX_UNIFIED:
                error = ReadError("never", f"more than {MAX_UNIFIED} sizes turn out to be equal", statement.span)
                return Reading("unreadable", text, surface=statement, error=error)
            scope = scope.unified(found.name, found.size)
            unified[found.name] = found.size
        else:
            return replace(reading, unified=tuple(unified.items()))


@dataclass(frozen=True)
class _Left:
    """What a left side would define: a symbol, the arguments it lists, and the letters in its scripts.

    ``examples`` are letters that count examples, ``below`` those that stand below, where there are ``positions``.
    """

    symbol: Symbol
    arguments: tuple[Symbol, ...] = ()
    examples: tuple[str, ...] = ()
    below: tuple[str, ...] = ()
    positions: int = 0

    @property
    def letters(self) -> tuple[str, ...]:
        """All letters that may be indices of what is defined."""
        return (*self.examples, *self.below)


def _targets(left: _Left) -> set[Symbol]:
    """The names that a left side with indices may define: as written, of the whole array, of the whole family."""
    written = replace(left.symbol, example="".join(left.examples) or left.symbol.example)
    found = {written}
    if left.letters:
        found.add(pattern(written, left.letters))
    if left.examples:
        found.add(array_symbol(left.symbol))
    if left.positions and left.symbol.letter not in LOSS_LETTERS:
        found.add(replace(left.symbol, sub=""))
    return found


@dataclass
class _Interpreter:
    statement: Statement
    text: str
    scope: Scope
    defining: bool
    kind: Kind = "claim"
    found: dict[str, object] = field(default_factory=dict)

    def run(self) -> Reading:
        self.binder = Binder(self.scope, self.text)
        self.binder.frozen = labels(self.statement.sides, self.scope)
        error: ReadError | None = None
        result = Reading("claim", self.text)
        try:
            result = self._under_conditions(self._understood())
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
        )

    def _under_conditions(self, reading: Reading) -> Reading:
        """The reading, where what stands behind words as its condition is no reason against it."""
        for place in self.statement.conditions:
            if reading.kind in ("claim", "continuation"):
                message = "a claim that is made under a condition only is not read yet"
                raise Refusal("not-yet", message, place)
            self.binder.choose(f"{self.binder.shown(place)} is the condition under which this is meant")
        return reading

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
            "update": self._update,
            "assignment": self._assignment,
            "equation": self._equation,
        }
        return readers.get(form, self._sides)()

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
        raise Refusal("not-yet", "an arrow behind a formula is not read yet", self.statement.span)

    def _defines_nothing_yet(self, side: Surface) -> bool:
        """Whether a side is a name without a meaning, whose equation is still to be written."""
        left = self._left(side)
        return left is not None and self.binder.found(left.symbol) is None

    def _assignment(self) -> Reading:
        """A value that goes to a name: a definition of a new name, else an update of any form."""
        if self._left(self.statement.sides[0]) is None:
            return self._notation()
        if not self._defines_nothing_yet(self.statement.sides[0]):
            self.kind = "update"
            return self._update()
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
        exprs = self._with_jacobians(sides, self.bound(sides))
        last = exprs[-1] if len(exprs) == 1 else None
        spans = tuple(side.span for side in sides)
        return Reading(self.kind, self.text, expr=last, sides=exprs, relations=relations, spans=spans)

    def _worded(self) -> Reading:
        """A statement one side of which is words: it says in words what the other sides are, and claims nothing."""
        self.kind = "notation"
        spoken = [side for side in self.statement.sides if not is_worded(side)]
        if not spoken:
            return Reading("prose", self.text)
        exprs = self.bound(spoken)
        self.binder.choose("the words are no part of a formula")
        spans = tuple(side.span for side in spoken)
        relations = ("=",) * (len(spoken) - 1)
        return Reading(self.kind, self.text, sides=exprs, relations=relations, spans=spans)

    def _with_jacobians(self, sides: Sequence[Surface], exprs: tuple[Expr, ...]) -> tuple[Expr, ...]:
        """The sides, where the derivative of an array beside a side of another shape is the matrix of all of them."""
        for side, expr in zip(sides, exprs, strict=False):
            taken = isinstance(unmarked(side), Derivative) and not building.is_apply(expr, "total")
            if taken and not expr.shape.is_scalar and any(other.shape != expr.shape for other in exprs):
                whole = self.binder.bind(side)
                if isinstance(whole, Lifted) or any(other.shape != whole.shape for other in exprs if other is not expr):
                    message = "the derivative of an array has two layouts, and the one in force fits no other side here"
                    readings = ("numerator layout: the entry i, j is ∂yᵢ/∂xⱼ", "denominator layout: it is ∂yⱼ/∂xᵢ")
                    hint = "declare the layout: numerator or denominator"
                    raise Refusal("ambiguous", message, side.span, expected=readings, hint=hint)
                exprs = tuple(whole if other is expr else other for other in exprs)
        return exprs

    # --- binding

    def bound(self, nodes: Sequence[Surface], left: Sequence[str] | None = None) -> tuple[Expr, ...]:
        """What the sides mean; a statement over free indices is read for all their values at once.

        ``left`` holds the indices of the name that is being defined, where one is: the sides must have just these.
        """
        self.binder.outer = frozenset(left or ())
        self.binder.counting = (
            frozenset() if self.scope.open else FREE_LETTERS.intersection(set().union(*map(indices, nodes)))
        )
        try:
            return freed(self.binder, nodes, left)
        except OneSided as refusal:
            return self._with_names(nodes, left, refusal)

    def _with_names(self, nodes: Sequence[Surface], left: Sequence[str] | None, refusal: OneSided) -> tuple[Expr, ...]:
        """The sides where their free indices are parts of names and count nothing."""
        indices, frozen = dict(self.binder.indices), self.binder.frozen
        letters = frozenset(indices)
        self.binder.indices.clear()
        self.binder.frozen |= letters
        try:
            exprs = freed(self.binder, nodes, None)
        except Refusal:
            self.binder.indices.update(indices)
            self.binder.frozen = frozen
            raise refusal from None
        self.binder.choose(f"{', '.join(sorted(letters))} belongs to the names here, and counts nothing")
        return exprs

    # --- declarations

    def _declaration(self) -> Reading:
        sides, relations = self.statement.sides, self.statement.relations
        if relations[-1] != "in" or set(relations[:-1]) - {","}:
            raise Refusal("not-yet", "∈ together with other relations is not read yet", self.statement.span)
        shape = shape_of_members(unmarked(sides[-1]), self.binder)
        declares = []
        for side in sides[:-1]:
            left = self._left(side)
            if left is None:
                raise Refusal("unreadable", f"{self.binder.shown(side.span)} is no name", side.span)
            declares.append((left.symbol, shape))
        return Reading("declaration", self.text, declares=tuple(declares), relations=relations)

    # --- updates

    def _update(self) -> Reading:
        sides, relations = self.statement.sides, self.statement.relations
        right = unmarked(sides[1])
        terms = right.terms[1:] if isinstance(right, Sum) else ()
        rate, rest = leading_rate(terms[0][1]) if len(terms) == 1 else (None, None)
        if rate is not None:
            symbol = Symbol(rate.letter, rate.accent, font=rate.font)
            if self.binder.found(symbol) is None:
                self.binder.scope = self.binder.scope.with_shape(symbol, SCALAR)
                self.binder.choose(f"{self.binder.shown(rate.span)} is the learning rate")
        if rate is not None and rest is None and len(sides) == 2:
            self.kind = "fragment"
        wanted: list[Surface] = [*sides]
        gradient_at = None
        if rest is not None or (rate is None and len(terms) == 1):
            gradient_at = len(wanted)
            wanted.append(rest if rest is not None else terms[0][1])
        try:
            exprs = self.bound(wanted)
        except Refusal as refusal:
            if not self.binder.indices or refusal.error.kind not in ("not-yet", "ambiguous"):
                raise
            return self._loop_step(terms)
        update = Update(
            target=exprs[0],
            gradient=exprs[gradient_at] if gradient_at is not None else None,
            rate=self.binder.expression(rate) if rate is not None else None,
            sign=terms[0][0] if terms else 1,
        )
        spans = tuple(side.span for side in sides)
        chain = exprs[: len(sides)]
        return Reading(
            self.kind, self.text, expr=exprs[1], sides=chain, relations=relations, spans=spans, update=update
        )

    def _loop_step(self, terms: Sequence[tuple[int, Surface]]) -> Reading:
        """A step of a loop, such as dw = dw + dz⁽ⁱ⁾ x⁽ⁱ⁾: what is added belongs to one example."""
        target = self.binder.expression(self.statement.sides[0])
        values = [self.binder.bind(term) for _, term in terms]
        if len(self.statement.sides) != 2 or not any(isinstance(value, Lifted) for value in values):
            raise Refusal("not-yet", "this step of a loop is not read yet", self.statement.span)
        index = ", ".join(self.binder.indices)
        self.binder.choices.pop(f"the statement is meant for every {index}", None)
        self.binder.choose(f"this is a step of a loop over {index}: what is added belongs to one {index}")
        sign = terms[0][0] if len(terms) == 1 else 1
        update = Update(target=target, gradient=None, rate=None, sign=sign)
        spans = (self.statement.sides[0].span,)
        return Reading(self.kind, self.text, sides=(target,), spans=spans, update=update)

    # --- equations

    def _left(self, node: Surface) -> _Left | None:
        """What a left side would define, or None."""
        node = unmarked(node)
        arguments: tuple[Symbol, ...] = ()
        if isinstance(node, Product) and len(node.parts) == 2 and node.operations == ("",):
            head, group = node.parts[0], unmarked(node.parts[1])
            change = self._change(node)
            if change is not None:
                return change
            if not isinstance(group, Group) or group.bracket != "(":
                return None
            indexed = self.binder.on_the_line(unmarked(head), group)
            listed = [left.symbol for item in group.items if (left := self._left(item)) is not None]
            if len(listed) < len(group.items):
                return None
            arguments = () if indexed is not None else tuple(listed)
            node = indexed if indexed is not None else unmarked(head)
        prefix = ""
        if isinstance(node, Differential) and node.sign == "d" and node.target is not None:
            prefix, node = "d", node.target
        base = node.base if isinstance(node, Scripted) else node
        if isinstance(node, Scripted) and isinstance(base, Name) and base.letter == "e":
            self.binder.check_euler(node)
        if not isinstance(base, Name) or self.binder.function_of(base) is not None:
            return None
        sub, sup = (node.sub, node.sup) if isinstance(node, Scripted) else (None, ())
        symbol, examples, rest = self.binder.symbol(base, sub, sup, prefix, left=True)
        if len(rest) == 1 and self._labels_unknown(symbol, rest[0]):
            symbol, rest = replace(symbol, layer=symbol.layer + rest[0].text), []
        if rest:
            return None
        at = positions(sub.pieces) if sub is not None else ()
        return _Left(symbol, arguments, tuple(examples), tuple(p.letter for p in at if p.letter), len(at))

    def _change(self, node: Product) -> _Left | None:
        """δx or Δw on the left, where that is one name."""
        whole = surface_symbol(node, declaring=True)
        bare = None if whole is None else replace(whole, sub="")
        if whole is None or bare is None or not self.scope.declares(bare):
            return None
        inner = unmarked(node.parts[1])
        sub = inner.sub if isinstance(inner, Scripted) else None
        at = positions(sub.pieces) if sub is not None else ()
        return _Left(whole, (), (), tuple(p.letter for p in at if p.letter), len(at))

    def _labels_unknown(self, symbol: Symbol, part: Part) -> bool:
        """Whether a bare superscript is a part of the name: on one that is unknown without it, and no power."""
        bare = replace(symbol, sub="")
        known = any(self.binder.found(candidate) or self.scope.declares(candidate) for candidate in (symbol, bare))
        return not known and symbol.letter != "e" and (part.kind in ("star", "prime", "letter-T") or is_label(part))

    def _equation(self) -> Reading:
        sides, relations = self.statement.sides, self.statement.relations
        lefts: list[_Left] = []
        for side in sides[:-1]:
            left = self._left(side)
            if left is None or not all(map(self._may_define, _targets(left))):
                break
            lefts.append(left)
        if not lefts:
            self.kind = "definition" if self._says_square(sides[0]) else "claim"
            reading = self._chain(sides, relations)
            return self._as_value(reading)
        self.kind = "definition"
        rest = sides[len(lefts) :]
        self._take_arguments(lefts[0])
        exprs = self.bound(rest, lefts[0].letters)
        defines = [self._indexed(left) for left in lefts]
        constant = building.constant_value(exprs[0])
        if constant is not None and len(exprs) == 1 and not self.defining:
            self.kind = "value"
        if any(self._occurs(symbol, expr) for symbol in defines for expr in exprs):
            if relations[0] in ("<-", ":="):
                self.kind = "update"
                chain = self._chain(sides, relations)
                return replace(chain, update=Update(target=chain.sides[0], gradient=None, rate=None, sign=1))
            self.kind = "claim"
            return self._chain(sides, relations)
        self._check_declared(defines, exprs[0])
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

    def _take_arguments(self, left: _Left) -> None:
        """The arguments that a function lists are numbers in its equation, where nothing else is known about them."""
        for symbol in left.arguments:
            plain = replace(symbol, sub="", layer="", example="") == symbol
            if plain and not self.scope.open and not self.binder.is_known(symbol) and self.binder.found(symbol) is None:
                self.binder.scope = self.binder.scope.with_shape(symbol, SCALAR)
                self.binder.choose(f"{symbol} is the argument of the function")

    def _indexed(self, left: _Left) -> Symbol:
        """The symbol that is defined: where the right side has free indices, that of the whole array or family."""
        free = set(self.binder.indices)
        if left.examples and not free and self.binder.frozen.isdisjoint(left.examples):
            raise OneSided(left.examples, self.statement.span)
        written = replace(left.symbol, example="".join(left.examples) or left.symbol.example)
        if not free:
            return written
        if free != set(left.letters):
            raise OneSided(sorted(free), self.statement.span)
        if not left.examples and not self.binder.is_member_like(left.symbol):
            return replace(left.symbol, sub="")
        if left.examples and not left.below and not self.binder.met_family:
            return array_symbol(left.symbol)
        return pattern(written, left.letters)

    def _as_value(self, reading: Reading) -> Reading:
        """A number said of a name that has no equation is a printed value, not a claim."""
        if len(reading.sides) != 2 or building.constant_value(reading.sides[1]) is None:
            return reading
        left = reading.sides[0]
        if isinstance(left, Var) and left.symbol not in self.scope.definitions:
            number = reading.sides[1]
            return replace(
                reading,
                kind="value",
                expr=number,
                sides=(number,),
                relations=(),
                spans=reading.spans[1:],
                defines=(left.symbol,),
            )
        return reading

    def _has_differentials(self) -> bool:
        """Whether a side behind the first has names such as dx in it, as the differential of a function does."""
        for node in walk(*self.statement.sides[1:]):
            if isinstance(node, Differential) or (
                isinstance(node, Name) and len(node.letter) == 2 and node.letter[0] == "d"
            ):
                return True
        return False

    def _says_square(self, node: Surface) -> bool:
        """Whether a side is the square of a name of which nothing is known but that it is data: σ_B² = …"""
        node = unmarked(node)
        squared = isinstance(node, Scripted) and [part.kind for part in node.sup] == ["value"]
        symbol = surface_symbol(replace(node, sup=())) if squared and isinstance(node, Scripted) else None
        named = [
            other for side in self.statement.sides[1:] for other in walk(side) if isinstance(other, (Name, Scripted))
        ]
        fresh = symbol in self.scope.data and symbol not in self.scope.variables
        return fresh and all(surface_symbol(other) != symbol for other in named)

    def _may_define(self, symbol: Symbol) -> bool:
        """Whether an equation with that name on its left defines it here."""
        known = self.binder.found(symbol)
        if known is None:
            if symbol.letter[0] == "d" and len(symbol.letter) > 1 and not self.defining:
                base = replace(symbol, letter=symbol.letter[1:])
                if self.binder.found(base) in self.scope.definitions and self._has_differentials():
                    return False
                return self.scope.loss is None or self.binder.found(base) is None
            return self.defining or symbol not in self.scope.parameters
        if self.defining:
            return True
        if known in self.scope.definitions or known in self.scope.data or known in self.scope.parameters:
            return False
        var = self.scope.variables[known]
        return not any(contains(expr, var) for expr in self.scope.definitions.values())

    def _occurs(self, symbol: Symbol, expr: Expr) -> bool:
        var = self.binder.free.get(symbol, self.scope.variables.get(symbol))
        return var is not None and contains(expr, var)

    def _check_declared(self, defines: list[Symbol], expr: Expr) -> None:
        for symbol in defines:
            known = self.scope.variables.get(symbol)
            if known is not None and known.shape != expr.shape and symbol not in self.scope.definitions:
                message = f"{symbol.plain} is declared as {known.shape}, but the right side is {expr.shape}"
                raise Refusal("ill-shaped", message, self.statement.span)
