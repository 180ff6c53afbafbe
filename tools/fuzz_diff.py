"""Differentiates generated formulas and compares with SymPy: ``python tools/fuzz_diff.py --count 1000 --seed 1``.

The formulas are written in LaTeX, read, and differentiated by the schoolbook rules, each step replayed; SymPy gets the
same formula by another road and takes its own derivative. Both are evaluated with many digits at several points, also
negative ones. Agreement there is evidence and no proof. A formula that is not differentiated is counted, and told.
"""

from __future__ import annotations

import argparse
import random
import sys
from collections import Counter
from dataclasses import dataclass

import sympy

from derive.cas import to_sympy
from derive.elementary import differentiate
from derive.ir import Var, variables
from derive.kernel import ReplayError
from derive.notation.reading import read
from derive.proposing import DerivingError

X = sympy.Symbol("x")
POINTS = ("0.37", "1.83", "2.6", "-0.71", "-1.9")
DIGITS = 30
CLOSE = 1e-15
FUNCTIONS = {
    r"\sin": sympy.sin,
    r"\cos": sympy.cos,
    r"\tanh": sympy.tanh,
    r"\exp": sympy.exp,
    r"\log": sympy.log,
    r"\arctan": sympy.atan,
    r"\sqrt": sympy.sqrt,
    r"\sigma": lambda u: 1 / (1 + sympy.exp(-u)),
}
"""The functions that are generated, with SymPy's."""


@dataclass(frozen=True)
class Made:
    """A formula in LaTeX and the same in SymPy."""

    latex: str
    sympy: sympy.Expr


def made(rng: random.Random, depth: int) -> Made:
    """A formula of the name x, at most so deep."""
    if depth == 0 or rng.random() < 0.15:
        number = rng.choice((1, 2, 3, 5))
        return rng.choice((Made("x", X), Made("x", X), Made(str(number), sympy.Integer(number))))
    kind = rng.choice(("sum", "product", "quotient", "power", "function", "function", "exponential"))
    first = made(rng, depth - 1)
    if kind == "function":
        name = rng.choice(list(FUNCTIONS))
        written = rf"\sqrt{{{first.latex}}}" if name == r"\sqrt" else rf"{name}\left({first.latex}\right)"
        return Made(written, FUNCTIONS[name](first.sympy))
    if kind == "power":
        n = rng.choice((2, 3, -1, -2))
        return Made(rf"\left({first.latex}\right)^{{{n}}}", first.sympy**n)
    second = made(rng, depth - 1)
    if kind == "sum":
        sign = rng.choice((1, -1))
        written = rf"\left({first.latex}\right) {'+' if sign > 0 else '-'} \left({second.latex}\right)"
        return Made(written, first.sympy + sign * second.sympy)
    if kind == "product":
        return Made(rf"\left({first.latex}\right) \cdot \left({second.latex}\right)", first.sympy * second.sympy)
    if kind == "exponential":
        base = rng.choice((2, 3))
        return Made(rf"{base}^{{{first.latex}}}", sympy.Integer(base) ** first.sympy)
    return Made(rf"\frac{{{first.latex}}}{{{second.latex}}}", first.sympy / second.sympy)


def outcome(formula: Made) -> str:
    """What became of a formula: ``agrees``, ``differs``, or why it was not compared."""
    if formula.sympy.has(sympy.zoo, sympy.nan):
        return "no value at any point"
    reading = read(formula.latex)
    if reading.expr is None or reading.error is not None:
        return "not read"
    names = [v for v in variables(reading.expr) if str(v) == "x"]
    try:
        result = differentiate(reading.expr, names[0] if names else Var("x")).result
    except ReplayError as error:
        return "no value at any point" if "none of the points" in str(error) else f"not replayed: {error}"
    except DerivingError as error:
        return f"not differentiated: {error}"
    return compared(to_sympy(result), sympy.diff(formula.sympy, X))


def compared(ours: sympy.Expr, theirs: sympy.Expr) -> str:
    """Whether two derivatives agree wherever SymPy's is a real number."""
    asked = 0
    named = {symbol: X for symbol in ours.free_symbols if symbol.name == "x"}
    difference = ours.subs(named)
    for point in POINTS:
        right = sympy.N(theirs.subs(X, sympy.Rational(point)), DIGITS)
        if not right.is_real:
            continue
        left = sympy.N(difference.subs(X, sympy.Rational(point)), DIGITS)
        if not left.is_number or not left.is_finite:
            continue
        asked += 1
        if abs(left - right) > CLOSE * (1 + abs(right)):
            return "differs"
    return "agrees" if asked else "no value at any point"


def run(count: int, seed: int, depth: int) -> tuple[Counter[str], list[str]]:
    """The outcomes of so many formulas, and those that are alarms."""
    rng, found, alarms = random.Random(seed), Counter[str](), list[str]()
    for _ in range(count):
        formula = made(rng, rng.randint(1, depth))
        said = outcome(formula)
        found[said.partition(":")[0]] += 1
        if said not in ("agrees", "no value at any point"):
            alarms.append(f"{said}\n    {formula.latex}")
    return found, alarms


def main() -> int:
    """Print the totals; 1 where a derivative differs or was not replayed."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0] if __doc__ else None)
    parser.add_argument("--count", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--depth", type=int, default=3)
    options = parser.parse_args()
    found, alarms = run(options.count, options.seed, options.depth)
    for said, number in found.most_common():
        print(f"{number:8} {said}")
    print("\n".join(alarms))
    return 1 if any(said in found for said in ("differs", "not replayed")) else 0


if __name__ == "__main__":
    sys.exit(main())
