"""Claims about shapes: of a name, of a product of arrays, of a gradient and its variable; and counts of parameters."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from derive import building
from derive.constants import constant_value
from derive.findings import Finding, with_refutation
from derive.ir import Expr, Symbol
from derive.judging.equalities import judged_sides
from derive.judging.grounds import Grounds, said
from derive.judging.sizes import is_instance, sizes_of
from derive.judging.unjudged import not_judged
from derive.notation.reading import Reading, read
from derive.notation.surface import Group, Name, Number, Product, Surface, Text, unmarked
from derive.shapes import Shape, Size
from derive.verdicts import Counterexample, Diagnosis, Mistake, Proved, Refuted, Verdict

_WORD = r"\\?(?:text|mathrm|operatorname|mathtt)?\{?\s*(?:shape|dim|size)\s*\}?"
_SHAPES = re.compile(rf"^\s*{_WORD}\s*\((?P<left>[^=]+)\)\s*=\s*{_WORD}\s*\((?P<right>[^=]+)\)\s*\.?\s*$")
_COUNTED = re.compile(r"parameters|weights and biases", re.IGNORECASE)
DECLARED = "as it was declared, or with numbers for sizes that have names"


def judged_declaration(reading: Reading, text: str, grounds: Grounds) -> Finding:
    """What becomes of a shape that is said: a claim where every name in it has a shape already, else a declaration."""
    base = not_judged(reading, text, grounds)
    known = [(symbol.plain, _known(symbol, shape, grounds), shape) for symbol, shape in reading.declares]
    numbers: dict[str, Size] = {}
    for name, before, shape in known:
        if before is not None and not is_instance(sizes_of(before), sizes_of(shape), numbers):
            return _told(base, _apart(name, before, shape))
    if known and all(before is not None and sizes_of(before) == sizes_of(shape) for _, before, shape in known):
        return _told(base, Proved("all", method="shapes"))
    if any(before is not None for _, before, _ in known):
        return replace(base, message=DECLARED)
    return base


def _known(symbol: Symbol, shape: Shape, grounds: Grounds) -> Shape | None:
    """The shape of a name of the scope, or of the gradient that a dW stands for.

    A bold letter is the plain one of the scope if one of them is not a number where the other is an array.
    """
    own = grounds.scope.variables.get(symbol)
    if own is not None:
        return own.shape
    found = {v.name: v.shape for v in grounds.scope.variables.values()}
    name = symbol.plain
    alike = found.get(name) or (found.get(name[1:]) if name.startswith("d") else None)
    apart = alike is not None and symbol.font and alike.is_scalar != shape.is_scalar
    return None if apart else alike


def _apart(name: str, before: Shape, shape: Shape) -> Refuted:
    turned = sizes_of(shape) == sizes_of(before.transposed) and sizes_of(before) != sizes_of(before.transposed)
    message = f"{name} is of shape {before}, and is said to be of shape {shape}"
    mistake = Mistake("transpose", f"{message}: transposed") if turned else Mistake("shape", message)
    return Refuted(Counterexample({}, {}, (), str(before), str(shape)), Diagnosis(mistake))


def _told(base: Finding, verdict: Verdict) -> Finding:
    quiet = replace(base, message="")
    if isinstance(verdict, Refuted):
        return with_refutation(quiet, verdict)
    return replace(quiet, outcome=verdict.outcome, verdict=verdict, sizes="all")


# --- products of shapes


def judged_product(reading: Reading, text: str, grounds: Grounds) -> Finding | None:
    """What becomes of (3 × 4)(4 × 1) = (3 × 1), shapes of arrays that are multiplied; None for any other formula.

    Nobody puts a lone product of numbers in brackets: that is how it is told from arithmetic. What holds as arithmetic
    only is arithmetic.
    """
    statement = reading.surface
    if statement is None or len(statement.sides) < 2 or any(r not in ("=", "->") for r in statement.relations):
        return None
    sides = [_factors(side) for side in statement.sides]
    known = [factors for factors in sides if factors is not None]
    if len(known) < len(sides) or max(map(len, known)) < 2 or min(map(len, known)) > 1:
        return None
    values = {constant_value(side) for side in reading.sides}
    if len(values) == 1 and None not in values and not _is_product(known):
        return None
    return _told(replace(said(reading, text), message="", read_as=""), _multiplied(known))


def _is_product(sides: Sequence[Sequence[tuple[Size, Size]]]) -> bool:
    return isinstance(_multiplied(sides), Proved)


def _multiplied(sides: Sequence[Sequence[tuple[Size, Size]]]) -> Verdict:
    """Whether shapes can be multiplied, and all sides come to the same."""
    results = []
    for factors in sides:
        clash = next(((a, b) for a, b in pairwise(factors) if a[1] != b[0]), None)
        if clash is not None:
            inner = f"the inner sizes {clash[0][1]} and {clash[1][0]} differ"
            mistake = Mistake("shape", f"({_listed(clash[0])}) times ({_listed(clash[1])}): {inner}")
            return Refuted(Counterexample({}, {}, (), _listed(clash[0]), _listed(clash[1])), Diagnosis(mistake))
        results.append((factors[0][0], factors[-1][1]))
    first, other = results[0], next((result for result in results if result != results[0]), None)
    if other is None:
        return Proved("all", method="shapes")
    message = f"the product is of shape ({_listed(first)}), not ({_listed(other)})"
    mistake = Mistake("transpose" if first == other[::-1] else "shape", message)
    return Refuted(Counterexample({}, {}, (), _listed(first), _listed(other)), Diagnosis(mistake))


def _factors(side: Surface) -> list[tuple[Size, Size]] | None:
    """The shapes that a side multiplies; None where it is anything else."""
    side = unmarked(side)
    parts = side.parts if isinstance(side, Product) else (side,)
    found = [_pair(part) for part in parts]
    known = [pair for pair in found if pair is not None]
    return known if len(known) == len(found) else None


def _pair(part: Surface) -> tuple[Size, Size] | None:
    part = unmarked(part)
    if not isinstance(part, Group) or part.bracket not in ("(", "["):
        return None
    items = part.items
    product = unmarked(items[0]) if len(items) == 1 else None
    if isinstance(product, Product) and product.operations == ("×",):
        items = product.parts
    sizes = [_size(item) for item in items]
    known = [size for size in sizes if size is not None]
    return (known[0], known[1]) if len(known) == len(sizes) == 2 else None


def _size(node: Surface) -> Size | None:
    node = unmarked(node)
    if isinstance(node, Number) and node.value.denominator == 1 and node.value > 0:
        return Size.of(int(node.value))
    return Size.of(node.letter) if isinstance(node, Name) and not node.accent else None


def _listed(sizes: Sequence[Size]) -> str:
    return " × ".join(map(str, sizes))


# --- shapes of two formulas


def judged_shapes(text: str, grounds: Grounds) -> Finding | None:
    """What becomes of shape(dW) = shape(W); None for any other text."""
    found = _SHAPES.match(text)
    if found is None:
        return None
    readings = [read(found[side], grounds.scope) for side in ("left", "right")]
    sides = [reading.sides for reading in readings]
    if not all(len(side) == 1 for side in sides):
        return None
    shapes = sides[0][0].shape, sides[1][0].shape
    base = Finding("notation", "claim", text)
    equal = sizes_of(shapes[0]) == sizes_of(shapes[1])
    return _told(base, Proved("all", method="shapes") if equal else _apart(found["left"].strip(), *shapes))


# --- counts of parameters


def judged_notation(reading: Reading, text: str, grounds: Grounds) -> Finding:
    """What becomes of a statement in words: one about the number of parameters is counted, any other is not judged."""
    statement = reading.surface
    words = statement.sides[0] if statement is not None and statement.sides else None
    first = unmarked(words) if words is not None else None
    counted = isinstance(first, Text) and _COUNTED.search(first.text) is not None
    if not counted or not reading.sides or not all(side.shape.is_scalar for side in reading.sides):
        return not_judged(reading, text, grounds)
    count = parameter_count(grounds)
    sides = reading.sides if count is None else (count, *reading.sides)
    if len(sides) < 2:
        return not_judged(reading, text, grounds)
    return judged_sides(sides, said(reading, text), grounds)


def parameter_count(grounds: Grounds) -> Expr | None:
    """How many numbers the parameters of the model are; None where it has no parameters."""
    parameters = grounds.bench.system.parameters
    counts = [building.mul(*(building.extent(size) for size in v.shape.sizes)) for v in parameters]
    return building.add(*counts) if counts else None
