"""A gradient with its derivation, in the forms in which people want it: steps, LaTeX, SymPy, a NumPy function."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from importlib import import_module
from typing import Any

from derive.ir import Expr, Var
from derive.kernel import Replay, replay
from derive.notation.latex import latex
from derive.notation.styling import SPOKEN
from derive.notation.typesetting import Style, typeset
from derive.steps import Derivation
from derive.systems import System


@dataclass(frozen=True)
class Gradient(Derivation):
    """The derivation of ∂loss/∂``wrt``; iterating gives its steps. Nothing is replayed before `replay` is called."""

    system: System = field(kw_only=True)
    wrt: Var = field(kw_only=True)
    style: Style = SPOKEN

    def replay(self) -> Replay:
        """Re-check every step; raises `derive.ReplayError` where one does not hold."""
        return replay(self, self.system.equations)

    def latex(self) -> str:
        """The gradient as LaTeX, such as ``\\frac{\\partial L}{\\partial w} = (a - y) x``."""
        return f"{self._latex(self.start)} = {self._latex(self.result)}"

    def aligned(self) -> str:
        """The last chain of the derivation as a LaTeX ``aligned`` environment, a line a step."""
        rows = [f"{self._latex(self.start)} &= {self._latex(self.chains[-1].lines[0].after)}"]
        rows += [f"&= {self._latex(line.after)}" for line in self.chains[-1].lines[1:]]
        return "\\begin{aligned}\n" + " \\\\\n".join(rows) + "\n\\end{aligned}"

    def sympy(self, sizes: Mapping[str, int] | None = None) -> Any:
        """The gradient as SymPy expressions in the inputs: one for a scalar, an object array for a vector or matrix.

        ``sizes`` gives each size its number; without it sizes are 2, 3, 5, … in the order of their names.
        """
        cas = import_module("derive.cas")
        numbers = sizes or dict(zip(self.system.size_names, (2, 3, 5, 7), strict=False))
        return cas.to_sympy(self.closed[self.start], numbers, self._equations)

    def numpy(self) -> Callable[..., Any]:
        """A function of the inputs by name, ``f(w=…, x=…, b=…, y=…)``, that computes the gradient in NumPy."""
        lowering = import_module("derive.lowering")
        inputs = {v.name: v for v in (*self.system.parameters, *self.system.data)}
        equations = self._equations

        def gradient(**values: Any) -> Any:
            return lowering.evaluate_named(self.closed[self.start], values, inputs, equations)

        gradient.__doc__ = f"{self.latex()}, of {', '.join(inputs)}."
        return gradient

    @property
    def _equations(self) -> Mapping[Var, Expr]:
        """The model's equations, in which names for derivatives stand for what was found here."""
        return self.system.settled(self.closed).equations

    def _latex(self, expr: Expr) -> str:
        return latex(typeset(expr, self.style), colours=False)

    def _repr_latex_(self) -> str:
        return f"$\\displaystyle {self.latex()}$"

    def _repr_markdown_(self) -> str:
        return f"$$\n{self.aligned()}\n$$"
