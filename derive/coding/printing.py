"""From terms to text: Python expressions, with brackets only where Python needs them."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import TypeAlias

from derive.coding import terms as t
from derive.coding.target import ATOM, NEGATIVE, POWER, PRODUCT, SUM, Target
from derive.coding.terms import Term, is_constant
from derive.shapes import Size

Text: TypeAlias = tuple[str, int]
"""A text, and how tightly it holds together."""

MOST_PLACES = 10**4
"""A number is written as a decimal where it is a whole number of parts of this size."""

HOLE = re.compile(r"#(\?)?(\d)(?:!(\d))?|#(\*|@|[a-z]+)")


@dataclass
class Printer:
    """Writes terms in a target; ``functions`` are unspecified functions by name and order, as the code calls them.

    ``helpers`` collects what is called, and ``like`` is an input, an array where there is one.
    """

    target: Target
    sizes: Mapping[str, str]
    functions: Mapping[tuple[str, int], str] = field(default_factory=dict)
    helpers: set[str] = field(default_factory=set)
    like: str = "x"

    def text(self, term: Term) -> str:
        """The term as an expression."""
        return self._written(term, as_number=True)[0]

    def summands(self, term: Term) -> list[str]:
        """A sum as its terms, each with its sign, for a formula on several lines; other terms are one."""
        if term.op != "sum_of":
            return [self.text(term)]
        parts = self._signed(term)
        return [("-" if parts[0][0] else "") + parts[0][1], *(f"{'-' if minus else '+'} {p}" for minus, p in parts[1:])]

    def _at(self, term: Term, least: int) -> str:
        """The text of a term where it must hold together at least that tightly."""
        text, precedence = self._written(term, as_number=True)
        return text if precedence >= least else f"({text})"

    def _written(self, term: Term, as_number: bool = False) -> Text:
        if term.op in t.COMPARISONS and as_number:
            return self._filled("truth", Term("truth", (term,), None, term.shape))
        own = OWN.get(term.op)
        return own(self, term) if own else self._filled(term.op, term)

    def _filled(self, name: str, term: Term) -> Text:
        template = self.target.templates[name]
        if name in self.target.of_numbers and is_constant(term):
            template = self.target.of_numbers[name]
        if template.helper:
            self.helpers.add(template.helper)

        def fill(hole: re.Match[str]) -> str:
            raw, place, least, word = hole.groups()
            if word:
                return self._word(word, term)
            arg = term.args[int(place)]
            if raw:
                return self._condition(arg)
            if name == "truth":
                return self._written(arg)[0]
            return self._at(arg, int(least or 0))

        return HOLE.sub(fill, template.text), template.precedence

    def _word(self, word: str, term: Term) -> str:
        """What stands for a hole that is no single argument."""
        return WORDS[word](self, term)

    def _listed(self, args: tuple[Term, ...]) -> str:
        return ", ".join(self._at(arg, 0) for arg in args)

    def _shape(self, term: Term) -> str:
        lengths = [self.size(size) if size is not None else "1" for size in term.data]
        return f"({', '.join(lengths)}{',' if len(lengths) == 1 else ''})"

    def _axis(self, term: Term, keep: bool = False) -> str:
        axes = term.data if isinstance(term.data, tuple) else (term.data,)
        if term.op in ("sum", "mean", "max_along", "prod_along") and len(axes) == len(term.args[0].shape):
            return ""
        shown = str(axes[0]) if len(axes) == 1 else str(axes)
        return f"{self.target.axis}={shown}" + (f", {self.target.keep}=True" if keep else "")

    def _condition(self, term: Term) -> str:
        """What decides between two cases, true or false."""
        return self._written(term)[0] if term.op in t.COMPARISONS else f"{self._at(term, SUM)} == 1"

    def size(self, size: Size) -> str:
        """A size as a formula of the numbers that the code knows."""
        text = ""
        for monomial, coefficient in sorted(size.terms, key=lambda term: term[1] < 0):
            names = [self.sizes[name] for name in monomial]
            parts = [] if abs(coefficient) == 1 and names else [str(abs(coefficient))]
            sign = ("-" if coefficient < 0 else "") if not text else (" - " if coefficient < 0 else " + ")
            text += sign + " * ".join([*parts, *names])
        return text or "0"

    # --- arithmetic

    def _signed(self, term: Term) -> list[tuple[bool, str]]:
        """The terms of a sum, each with whether it has a minus sign; one without comes first, where there is one."""
        parts = []
        for monomial, coefficient in t.terms(term).items():
            text = self._at(t.product(t.number(abs(coefficient)), monomial), PRODUCT)
            parts.append((coefficient < 0, text))
        first = next((place for place, (minus, _) in enumerate(parts) if not minus), 0)
        return [parts[first], *parts[:first], *parts[first + 1 :]]

    def sum_of(self, term: Term) -> Text:
        """A sum."""
        first, *rest = self._signed(term)
        text = ("-" if first[0] else "") + first[1]
        return text + "".join(f" {'-' if minus else '+'} {part}" for minus, part in rest), SUM

    def product(self, term: Term) -> Text:
        """A product, what divides behind it; a sum over n, divided by n, is a mean."""
        coefficient, bases = t.factors(term)
        bases = _with_means(bases)
        above = [t.power(b, e) for b, e in bases.items() if e > 0]
        under = [t.power(b, -e) for b, e in bases.items() if e < 0]
        above = [*(x for x in above if x.is_scalar), *(x for x in above if not x.is_scalar)]
        number = abs(coefficient)
        top = [] if number.numerator == 1 and (above or (number == 1 and not under)) else [str(number.numerator)]
        bottom = [] if number.denominator == 1 else [str(number.denominator)]
        if bottom and (number.numerator != 1 or not (above or under)) and _is_decimal(number):
            top, bottom = [str(float(number))], []
        # What is true or false may stand beside numbers, where the target counts it as 1 or 0 of their kind.
        others = [x for x in above if x.op not in t.COMPARISONS and not (self.target.casts and is_constant(x))]
        some = bool(others) or (bool(top) and not self.target.casts)
        for factor in above:
            truth = factor.op in t.COMPARISONS and some
            text, precedence = self._written(factor) if truth else self._written(factor, as_number=True)
            tight = NEGATIVE if top else PRODUCT
            top.append(text if precedence >= tight else f"({text})")
        bottom += [self._at(factor, NEGATIVE) for factor in under]
        text = " * ".join(top or ["1"])
        if bottom:
            text += f" / {bottom[0]}" if len(bottom) == 1 else f" / ({' * '.join(bottom)})"
        return (f"-{text}" if coefficient < 0 else text), PRODUCT

    def power(self, term: Term) -> Text:
        """A power, a root, or one over something."""
        [base], exponent = term.args, term.data
        if exponent == Fraction(1, 2):
            return self._filled("sqrt", term)  # of a number: other roots are terms of their own
        if exponent < 0:
            under = t.power(base, -exponent)
            return f"1 / {self._at(under, NEGATIVE)}", PRODUCT
        shown = (
            str(exponent.numerator) if exponent.denominator == 1 else f"({exponent.numerator} / {exponent.denominator})"
        )
        return f"{self._at(base, ATOM)} ** {shown}", POWER

    def matmul(self, term: Term) -> Text:
        """A matrix product."""
        left, right = term.args
        return f"{self._at(left, ATOM if left.op != 'matmul' else PRODUCT)} @ {self._at(right, ATOM)}", PRODUCT

    def permute(self, term: Term) -> Text:
        """A transpose, or the axes in another order."""
        return self._filled("transpose" if term.data == (1, 0) else "permute", term)

    def expand(self, term: Term) -> Text:
        """An axis of length 1, which a sum can keep."""
        inner = term.args[0]
        if inner.op == "sum":
            missing = [place for place, slot in enumerate(_all_slots(inner, term)) if not slot]
            if tuple(missing) == inner.data:
                text = self._at(inner.args[0], ATOM)
                return f"{text}.sum({self._axis(inner, keep=True)})", ATOM
        return self._filled("expand", term)

    def choose(self, term: Term) -> Text:
        """One of two, by a condition."""
        c, p, q = term.args
        if self.target.casts and is_constant(p) and is_constant(q):
            return self._written(t.total(q, t.product(t.difference(p, q), c)))
        return self._filled("choose", term)

    def number(self, term: Term) -> Text:
        """A number."""
        value = term.data
        if value.denominator == 1:
            return str(value), ATOM if value >= 0 else NEGATIVE
        if _is_decimal(value):
            return str(float(value)), ATOM if value >= 0 else NEGATIVE
        return f"{value.numerator} / {value.denominator}", PRODUCT

    def named_size(self, term: Term) -> Text:
        """A size."""
        size = term.data
        return self.size(size), ATOM if str(size) in self.sizes else SUM

    def opaque(self, term: Term) -> Text:
        """A function that the caller gives."""
        return f"{self.functions[term.data]}({self._at(term.args[0], 0)})", ATOM


def _is_decimal(value: Fraction) -> bool:
    """Whether a number is a short decimal, so that it is no less exact than the quotient."""
    return MOST_PLACES % value.denominator == 0 and abs(value) < MOST_PLACES


def _all_slots(inner: Term, term: Term) -> tuple[bool, ...]:
    """The slots of an expansion, with those in front that need not be said."""
    rank = len(inner.args[0].shape)
    return (False,) * (rank - len(term.data)) + tuple(term.data)


def _with_means(bases: Mapping[Term, Fraction]) -> dict[Term, Fraction]:
    """The factors, with the mean in place of a sum that is divided by how many it adds."""
    found = dict(bases)
    for base in bases:
        if base.op != "sum" or bases[base] != 1:
            continue
        lengths = [base.args[0].shape[axis] for axis in base.data]
        counted = [t.size(length) for length in lengths if length is not None and length.number is None]
        divided = counted and all(found.get(size) == -1 for size in counted)
        if divided and len(counted) == len(lengths) == len(set(counted)):
            mean = Term("mean", base.args, base.data, base.shape)
            found = {mean if b is base else b: e for b, e in found.items() if b not in counted}
    return found


OWN: Mapping[str, Callable[[Printer, Term], Text]] = {
    "choose": Printer.choose,
    "name": lambda printer, term: (term.data, ATOM),
    "number": Printer.number,
    "size": Printer.named_size,
    "sum_of": Printer.sum_of,
    "product": Printer.product,
    "power": Printer.power,
    "matmul": Printer.matmul,
    "permute": Printer.permute,
    "expand": Printer.expand,
    "opaque": Printer.opaque,
}

WORDS: Mapping[str, Callable[[Printer, Term], str]] = {
    "*": lambda printer, term: printer._listed(term.args),
    "@": lambda printer, term: printer._listed(term.args[1:]),
    "axis": lambda printer, term: printer._axis(term),
    "like": lambda printer, term: printer.like,
    "order": lambda printer, term: ", ".join(map(str, term.data)),
    "reshape": lambda printer, term: "" if len(term.data) == 1 else f".reshape({', '.join(map(str, term.data))})",
    "shape": lambda printer, term: printer._shape(term),
    "size": lambda printer, term: printer.size(term.data),
    "slots": lambda printer, term: ", ".join(":" if slot else "None" for slot in term.data),
}
"""What each word of a template stands for."""
