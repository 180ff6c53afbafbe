"""What stands above a value: transposes, powers and primes, and an index that has fallen from there to the line."""

from __future__ import annotations

import re
from abc import abstractmethod

from derive import building, constants
from derive.ir import Expr, Span, Symbol, Var, children, postorder, variables
from derive.notation import contracting, lifting
from derive.notation.counting import FREE_LETTERS
from derive.notation.errors import Refusal
from derive.notation.inferring import behind_norm, under_transpose
from derive.notation.labelling import is_label
from derive.notation.lifting import Lifted, Value, rank
from derive.notation.numbered import Numbered
from derive.notation.surface import Group, Name, Part, Scripted, Surface, unmarked, walk
from derive.shapes import Shape

MAX_MATRIX_POWER = 12
"""The largest power of a matrix that is read: it is written as a product."""

MAX_EXPONENT = 10_000
"""The largest number that may stand as an exponent: powers are evaluated exactly."""

_WORD = 3
"""How many letters without a space above a name are taken for a word."""

_LAYERS = frozenset("lL")
"""The letters that count layers wherever nothing says otherwise."""


_COUNTED = re.compile(r"_\s*(?:T(?![A-Za-z])|\{\s*T\s*\})")
"""A T below a name, where it counts something."""


class Raising(Numbered):
    """Binds superscripts."""

    def on_the_line(self, head: Surface, group: Group) -> Scripted | None:
        """z^{[1]}(i), an example's index that stands on the line, as one name; None for anything else."""
        base = head.base if isinstance(head, Scripted) else head
        item = unmarked(group.items[0]) if group.bracket == "(" and len(group.items) == 1 else None
        if not isinstance(base, Name) or not isinstance(item, Name) or len(item.letter) > 1 or item.accent or item.font:
            return None
        counts = item.letter in FREE_LETTERS and item.letter not in self.scope.sizes
        if not counts or self.scope.declares(Symbol(item.letter)):
            return None
        sub, sup = (head.sub, head.sup) if isinstance(head, Scripted) else (None, ())
        symbol, examples, rest = self.symbol(base, sub, sup, "")
        if examples or rest or not self.has_examples(symbol):
            return None
        self.choose(f"({item.letter}) behind {self.shown(head.span)} is an example's index")
        part = Part("paren", item.letter, group.span, item)
        return Scripted(base, sub, (*sup, part), Span(head.span.start, group.span.end))

    def raised(self, value: Value, parts: list[Part], span: Span) -> Value:
        """The value under transposes, powers and primes, in their order."""
        for part in parts:
            value = self._raised_once(value, part, span)
        return value

    def _raised_once(self, value: Value, part: Part, span: Span) -> Value:
        if self._is_transpose(value, part, span):
            return self._transposed(value, part, span)
        if part.kind == "prime":
            return self._primed(value, part, span)
        if part.kind == "inverse-transpose":
            return self._transposed(self._inverse(value, part, span), part, span)
        if part.kind == "entrywise" and part.value is not None:
            self.choose(f"the power in {self.shown(span)} is taken entry by entry")
            return self.built(span, lifting.power, value, self.bind(part.value))
        if part.kind == "star" or part.value is None:
            raise Refusal("not-yet", f"this superscript on {self.shown(span)} is not read yet", part.span)
        self._check_letters(value, part, span)
        exponent = self.bind(part.value)
        if rank(value) == 2:
            return self._matrix_power(value, exponent, part, span)
        if rank(value) == 1:
            self.choose(f"the power in {self.shown(span)} is taken entry by entry")
        if not isinstance(exponent, Lifted):
            self._check_exponent(exponent, part)
        return self.built(span, lifting.power, value, exponent)

    def _check_letters(self, value: Value, part: Part, span: Span) -> None:
        """Refuse a word, and the letter of a layer, above a name where nothing declares them as an exponent."""
        names = [node for node in walk(part.value) if isinstance(node, Name)] if part.value is not None else []
        scope = self.scope
        known = {*scope.sizes, *self.indices, *(symbol.plain for symbol in (*scope.variables, *scope.data))}
        named = isinstance(value, (Var, Lifted))
        if not named or not names or any(n.letter in known or scope.declares(Symbol(n.letter)) for n in names):
            return
        text = "".join(name.letter for name in names)
        if len(names) >= _WORD and text == self.source[names[0].span.start : names[-1].span.end]:
            readings = ("a label", "a product of numbers as the exponent")
            hint = f"write ^{{\\text{{{text}}}}} for a label"
            message = f"the letters above {self.shown(span)} have two readings"
            raise Refusal("ambiguous", message, part.span, expected=readings, hint=hint)
        if names[0].letter in _LAYERS and is_label(part):
            readings = (f"layer {text}", f"to the power {text}")
            message = f"the letter above {self.shown(span)} has two readings"
            hint = f"write ^{{[{part.text}]}} for a layer, or declare {names[0].letter}"
            raise Refusal("ambiguous", message, part.span, expected=readings, hint=hint)

    def _is_transpose(self, value: Value, part: Part, span: Span) -> bool:
        """Whether a superscript is the sign of the transpose; T on an array is, unless T is a number here."""
        if part.kind == "transpose":
            return True
        small = part.kind == "value" and part.text == "t" and rank(value) > 0 and not self.is_known(Symbol("t"))
        if small:
            self.choose(f"the small t on {self.shown(span)} is a transpose")
        if part.kind != "letter-T":
            return small and "t" not in self.indices
        known = self.scope.variables.get(Symbol("T"))
        if not self.is_known(Symbol("T")) or (known is not None and known.shape.rank > 0):
            if rank(value) > 0 and _COUNTED.search(self.source):
                self.choose(f"the T above {self.shown(span)} is a transpose, though T stands below a name as a number")
            return True
        if rank(value) > 0:
            readings = ("the transpose", "the power T of each entry")
            message = f"T is a number here, so the superscript on {self.shown(span)} has two readings"
            raise Refusal("ambiguous", message, part.span, expected=readings, hint="write ^\\top for a transpose")
        self.choose(f"T on {self.shown(span)} is the number T")
        return False

    def _primed(self, value: Value, part: Part, span: Span) -> Value:
        """A prime behind brackets or on a name: a transpose on an array, on a formula of one variable a derivative."""
        if rank(value) > 0:
            self.choose("the prime on an array is a transpose")
            return self._transposed(value, part, span)
        again = None if isinstance(value, Lifted) else self._primed_again(value, part, span)
        if again is not None:
            return again
        inputs = [] if isinstance(value, Lifted) else variables(self.written_out(value))
        if isinstance(value, Var) and value.symbol in self.free and not self.scope.declares(value.symbol):
            readings = (f"the transpose of the array {value.name}", f"the derivative of the function {value.name}")
            raise Refusal("ambiguous", f"the prime on {value.name} has two readings", part.span, expected=readings)
        if len(inputs) > 1 and isinstance(value, Var):
            several = tuple(f"the derivative by {name.name}" for name in inputs)
            raise Refusal("ambiguous", f"the prime on {value.name} has two readings", part.span, expected=several)
        if isinstance(value, Lifted) or len(inputs) != 1 or inputs[0] is value:
            raise Refusal("not-yet", "a prime on a number or function is not read yet", part.span)
        self.choose(f"the prime behind {self.shown(span)} is the derivative by {inputs[0].name}")
        if isinstance(value, Var):
            return building.total_derivative(value, inputs[0])
        return building.derivative(self.written_out(value), inputs[0])

    def _primed_again(self, value: Expr, part: Part, span: Span) -> Expr | None:
        """The second derivative that a prime on a first one makes; None for anything else."""
        if building.is_apply(value, "hessian"):
            raise Refusal("not-yet", "a third derivative is not read yet", part.span)
        body, by = children(value) if building.is_apply(value, "total") else (value, value)
        if not isinstance(by, Var) or body is by:
            return None
        self.choose(f"the second prime in {self.shown(span)} makes it the second derivative by {by.name}")
        return building.hessian(self.written_out(body, by), by, by)

    @abstractmethod
    def written_out(self, body: Expr, *by: Var) -> Expr:
        """The body in which names with an equation are replaced by it: those that depend on the names, or all."""

    def _matrix_power(self, value: Value, exponent: Value, part: Part, span: Span) -> Value:
        """A matrix raised to a whole number: a product with itself, or an inverse."""
        power = None if isinstance(exponent, Lifted) else constants.constant_value(exponent)
        if power == -1:
            return self._inverse(value, part, span)
        if power is None or power.denominator != 1 or not 2 <= abs(power) <= MAX_MATRIX_POWER:
            readings = ("the product with itself", "the power of each entry")
            message = f"a superscript on the matrix {self.shown(span)} has two readings"
            raise Refusal("ambiguous", message, part.span, expected=readings, hint="write ^{\\odot 2} for each entry")
        if power > 0 and self.among_numbers and not isinstance(value, Lifted) and self._is_oblong(value.shape):
            self.choose(f"{self.shown(span)} is no square matrix, so that the power is of each entry")
            return self.built(span, lifting.power, value, exponent)
        self._check_square(value, span)
        self.choose(f"{self.shown(span)} to the power {power} is a product of matrices")
        factor = value if power > 0 else self._inverse(value, part, span)
        product = factor
        for _ in range(abs(int(power)) - 1):
            product = self.built(span, contracting.matmul, product, factor)
        return product

    def _is_oblong(self, shape: Shape) -> bool:
        """Whether a matrix is certainly not square."""
        return shape.sizes[0] != shape.sizes[1] and not self.scope.inferred_sizes & shape.names

    def _inverse(self, value: Value, part: Part, span: Span) -> Value:
        if rank(value) != 2 or isinstance(value, Lifted):
            raise Refusal("not-yet", f"{self.shown(span)} is no single matrix, and this is an inverse", part.span)
        self._check_square(value, span)
        return self.built(span, building.call, "inverse", value)

    def _check_square(self, value: Value, span: Span) -> None:
        if not isinstance(value, Lifted) and value.shape.sizes[0] != value.shape.sizes[1]:
            message = f"{self.shown(span)} has the shape {value.shape}; only a square matrix has powers and an inverse"
            raise Refusal("ill-shaped", message, span, hint="write ^{\\odot 2} for the power of each entry")

    def _transposed(self, value: Value, part: Part, span: Span) -> Value:
        if isinstance(value, Var) and value.symbol in self.free and not self.scope.declares(value.symbol):
            self.infer(under_transpose(value, self.sizes_taken()))
            message = f"{value.name} is under a transpose, so it is no number, and nothing else is known about it"
            raise Refusal("unbound", message, span, hint=f"say what it is: shape {value.name}: m")
        if self.scope.open:
            self.infer(behind_norm(value, self.sizes_taken(), "it is transposed"))
        if rank(value) == 0:
            self.flat = True
            self.choose(f"{self.shown(span)} is a number, and its own transpose")
        return self.built(part.span, lifting.transpose, value)

    def _check_exponent(self, exponent: Expr, part: Part) -> None:
        """Refuse a number too large to be a power of anything."""
        constant = constants.constant_value(exponent)
        below = list(postorder(exponent))
        tower = any(building.is_apply(n, "power") for n in below) and not any(isinstance(n, Var) for n in below)
        if (constant is not None and abs(constant) > MAX_EXPONENT) or (constant is None and tower):
            raise Refusal("never", f"an exponent is at most {MAX_EXPONENT}", part.span)
