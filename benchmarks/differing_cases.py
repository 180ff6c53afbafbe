r"""Functions of known derivatives, on which differences are measured: easy ones, and those that make differences lie.

The right values are SymPy's derivatives in 50 digits at the very floats that the functions are given.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import numpy as np
import sympy

DIGITS = 50
SCALES = (1e-8, 1e-4, 1e4, 1e8)


def unchanged(value: Any) -> Any:
    """The value as it was computed."""
    return value


def single(value: Any) -> Any:
    """The value in single precision: noise in the seventh digit."""
    return np.float64(np.float32(value)) if np.isrealobj(value) else np.complex128(np.complex64(value))


def jittered(value: Any) -> Any:
    """The value with noise in the tenth digit, which is not random but looks so."""
    return value * (1 + 1e-10 * np.sin(1e13 * np.real(value)))


@dataclass(frozen=True)
class Case:
    """A function of some variables at a point; ``spoilt`` is what becomes of its computed value."""

    kind: str
    formula: str | Sequence[str]
    point: tuple[float, ...]
    spoilt: Callable[[Any], Any] = field(default=unchanged)

    @cached_property
    def variables(self) -> list[sympy.Symbol]:
        """As many as the point has entries."""
        return [sympy.Symbol(f"x{k}", real=True) for k in range(len(self.point))]

    @cached_property
    def parsed(self) -> list[sympy.Expr]:
        """The formulas; one where the function is scalar."""
        names = {str(v): v for v in self.variables}
        formulas = [self.formula] if isinstance(self.formula, str) else self.formula
        return [sympy.sympify(formula, locals=names) for formula in formulas]

    @cached_property
    def function(self) -> Callable[[Any], Any]:
        """The function of an array, real or complex; scalar where there is one formula."""
        computed = sympy.lambdify(self.variables, self.parsed, "numpy")
        alone = isinstance(self.formula, str)

        def f(x: Any) -> Any:
            values = [self.spoilt(value) for value in computed(*np.reshape(x, -1))]
            return values[0] if alone else np.array(values)

        return f

    @cached_property
    def x(self) -> Any:
        """The point as an array."""
        return np.array(self.point)

    def _at(self, expression: sympy.Expr) -> float:
        exact = {
            v: sympy.Rational(*value.as_integer_ratio()) for v, value in zip(self.variables, self.point, strict=True)
        }
        return float(expression.subs(exact).evalf(DIGITS))

    def jacobian(self) -> Any:
        """The right derivatives, a row for each formula."""
        return np.array([[self._at(sympy.diff(f, v)) for v in self.variables] for f in self.parsed])

    def gradient(self) -> Any:
        """The right gradient of the one formula."""
        return self.jacobian()[0]

    def hessian(self) -> Any:
        """The right second derivatives of the one formula."""
        [f] = self.parsed
        return np.array([[self._at(sympy.diff(f, u, v)) for v in self.variables] for u in self.variables])


SMOOTH = (
    "sin(x0)", "exp(x0)", "tanh(x0)", "1/(1+exp(-x0))", "log(1+exp(x0))", "x0**4-3*x0**2+x0", "exp(-x0**2)",
    "x0*sin(3*x0)", "sqrt(1+x0**2)", "atan(x0)",
)  # fmt: skip
STIFF = (
    "tanh(100*x0)", "exp(40*x0)", "1/(1+exp(-1000*(x0-1/3)))", "exp(-10**4*x0**2)", "sin(200*x0)", "1/(1+10**4*x0**2)",
    "sin(1/x0)", "x0**41", "log(1+exp(30*x0))", "sin(x0)+sin(5000*x0)/1000",
)  # fmt: skip
SCALED = ("sin({}*x0)", "exp(-({}*x0)**2)", "1/(1+({}*x0)**2)", "log(1+exp({}*x0))")
SINGULAR = ("log(x0)", "1/x0", "sqrt(x0)", "x0*log(x0)", "x0**(-3)", "x0**(1/3)", "log(sin(x0))")
KINKED = ("Abs(x0-{})", "Max(x0,{})**2", "x0**2+Abs(x0-{})/100", "Max(0,x0-{})+exp(x0)", "Abs(x0-{})**3")
CANCELLING = (
    "(x0+10**6)**2-10**12",
    "sin(x0)+10**8",
    "(1-cos(x0))/x0**2",
    "exp(x0)-1-x0",
    "(x0**2-1)/(x0-1)",
    "log(1+x0)-x0",
)
WIDE = (
    "100*(x1-x0**2)**2+(1-x0)**2+100*(x2-x1**2)**2+(1-x1)**2", "log(exp(x0)+exp(x1)+exp(x2))", "x0*x1*x2+sin(x0*x1)",
    "log(1+exp(-(3*x0-2*x1+x2)))", "x0**2+10**4*x1**2+10**8*x2**2+x0*x1", "exp(x0*x1)/(1+x2**2)",
    "sqrt(x0**2+x1**2+x2**2)", "(x0-x1)**4+x2", "10**(-8)*sin(x0)*cos(x1)+10**(-8)*x2**2", "log(x0**2+1)*tanh(x1*x2)",
)  # fmt: skip
ARRAYS = (
    ("exp(x0)/(exp(x0)+exp(x1)+exp(x2))", "exp(x1)/(exp(x0)+exp(x1)+exp(x2))"),
    ("x0*x1", "x1/x2", "sin(x0+x2)", "Abs(x0)+x1"), ("10**8*tanh(x0)", "10**(-8)*tanh(x1)", "x2"),
    ("sqrt(x0**2+x1**2)", "atan(x1/x0)"),
)  # fmt: skip


def scalar_cases(count: int, seed: int = 0) -> Iterator[Case]:
    """Functions of one variable, each at so many points of its own."""
    rng = np.random.default_rng(seed)

    def drawn(low: float, high: float) -> tuple[float, ...]:
        return (float(rng.uniform(low, high)),)

    def power(low: float, high: float) -> tuple[float, ...]:
        return (float(10 ** rng.uniform(low, high)),)

    for _ in range(count):
        yield from (Case("smooth", f, drawn(-3, 3)) for f in SMOOTH)
        yield from (Case("stiff", f, drawn(-1, 1)) for f in STIFF)
        for scale in SCALES:
            shown = f"10**({round(np.log10(scale))})"
            yield from (Case("scaled", f.format(shown), (drawn(-2, 2)[0] / scale,)) for f in SCALED)
            yield from (Case("scaled", f"{shown}*({f})", drawn(-2, 2)) for f in SMOOTH[:4])
        yield from (Case("near-singular", f, power(-6, -0.5)) for f in SINGULAR)
        for kink in ("1/3", "-1/7"):
            sign, away = rng.choice((-1, 1)), power(-9, 0)[0]
            at = float(sympy.Rational(kink)) + sign * away
            yield from (Case("kinks", f.format(kink), (at,)) for f in KINKED)
        yield from (Case("cancelling", f, drawn(0.001, 0.9)) for f in CANCELLING)
        yield from (Case("noisy", f, drawn(-3, 3), single) for f in SMOOTH[:6])
        yield from (Case("noisy", f, drawn(-3, 3), jittered) for f in SMOOTH[:6])


def wide_cases(count: int, seed: int = 0) -> Iterator[Case]:
    """Scalar functions of three variables."""
    rng = np.random.default_rng(seed)
    for _ in range(count):
        for f in WIDE:
            yield Case("three variables", f, tuple(map(float, rng.uniform(-1.5, 1.5, 3))))
        yield from (Case("one variable", f, (float(rng.uniform(-2, 2)),)) for f in SMOOTH)
        for f in WIDE[:4]:
            yield Case("noisy", f, tuple(map(float, rng.uniform(-1.5, 1.5, 3))), single)


def array_cases(count: int, seed: int = 0) -> Iterator[Case]:
    """Functions of three variables with several values."""
    rng = np.random.default_rng(seed)
    for _ in range(count):
        for f in ARRAYS:
            yield Case("three variables", f, tuple(map(float, rng.uniform(-1.5, 1.5, 3))))
