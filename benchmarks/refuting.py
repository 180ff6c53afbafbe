r"""Measures how long refuting takes: claims read from LaTeX, right and wrong, about numbers and about matrices.

    python benchmarks/refuting.py          a table; the exit code is 1 if anything is over its budget or failed
    python benchmarks/refuting.py --json   the same for machines

A claim is read once and its two sides are refuted many times, as they are on the way to every verdict; the figure is
the median. A right claim takes as long as it takes to find no point.
"""

from __future__ import annotations

import argparse
import json
import statistics
import sys
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass

from measuring import MeasurementError, Row, median_of, table

from derive.building import neg
from derive.ir import Expr
from derive.modelling import library, model_from
from derive.notation.reading import read
from derive.refuters.points import Probe
from derive.refuters.refuting import refute
from derive.systems import System

SCALAR_BUDGET = 0.0015
MATRIX_BUDGET = 0.005

NETWORK = r"""# Two layers

<!-- derive: data X, Y; parameter W, b, V, c; examples columns -->

## Model

$$W \in \mathbb{R}^{h \times d}, \quad X \in \mathbb{R}^{d \times n}, \quad b \in \mathbb{R}^{h}$$
$$V \in \mathbb{R}^{k \times h}, \quad c \in \mathbb{R}^{k}, \quad Y \in \mathbb{R}^{k \times n}$$
$$Z = W X + b$$
$$H = \sigma(Z)$$
$$U = V H + c$$

## Loss

$$J = \frac{1}{2n} \lVert U - Y \rVert_F^2$$
"""
"""One hidden layer, written as a person writes a model."""


@dataclass(frozen=True)
class Claim:
    """A claim about a model, whether it holds, and whether it is about matrices."""

    model: str
    latex: str
    holds: bool
    matrix: bool = False


CLAIMS = (
    Claim("linear-perceptron", r"\frac{\partial L}{\partial w_1} = -(y - \hat{y}) x_1", True),
    Claim("linear-perceptron", r"\frac{\partial L}{\partial w_1} = (y - \hat{y}) x_1", False),
    Claim("linear-perceptron", r"\frac{\partial L}{\partial w_1} = -2(y - \hat{y}) x_1", False),
    Claim("linear-perceptron", r"\frac{\partial L}{\partial w_1} = -(y - \hat{y}) x_2", False),
    Claim("perceptron-classifier", r"\frac{\partial L}{\partial w_1} = -(y - \hat{y}) x_1", True),
    Claim("perceptron-classifier", r"\frac{\partial L}{\partial w_1} = -(y - \hat{y}) \hat{y} x_1", False),
    Claim("logistic-regression", r"\frac{\partial L}{\partial a} = -\frac{y}{a} + \frac{1 - y}{1 - a}", True),
    Claim("logistic-regression", r"\frac{\partial L}{\partial a} = -\frac{y}{a} - \frac{1 - y}{1 - a}", False),
    Claim("logistic-regression", r"\frac{\partial a}{\partial z} = a (1 - a)", True),
    Claim("logistic-regression", r"\frac{\partial a}{\partial z} = a (1 + a)", False),
    Claim("logistic-regression", r"\frac{\partial L}{\partial w} = (a - y) x", True),
    Claim("logistic-regression", r"\frac{\partial L}{\partial w} = (y - a) x", False),
    Claim("logistic-regression", r"\frac{\partial L}{\partial w} = 1.000000001 (a - y) x", False),
    Claim("logistic-regression", r"\frac{\partial J}{\partial w} = \frac{1}{n} X (A - Y)^T", True, True),
    Claim("logistic-regression", r"\frac{\partial J}{\partial w} = X (A - Y)^T", False, True),
    Claim("network", r"\frac{\partial J}{\partial V} = \frac{1}{n} (U - Y) H^T", True, True),
    Claim("network", r"\frac{\partial J}{\partial V} = \frac{1}{n} (Y - U) H^T", False, True),
    Claim(
        "network",
        r"\frac{\partial J}{\partial W} = \frac{1}{n} \left( V^T (U - Y) \odot H \odot (1 - H) \right) X^T",
        True,
        True,
    ),
    Claim(
        "network", r"\frac{\partial J}{\partial W} = \frac{1}{n} \left( V^T (U - Y) \odot H \right) X^T", False, True
    ),
    Claim("network", r"\frac{\partial J}{\partial W} = \frac{1}{n} V^T (U - Y) X^T", False, True),
)


def asked(claim: Claim) -> tuple[Expr, Expr, System]:
    """The two sides of a claim and the system that it is about, in the first variant that reads it."""
    model = model_from(NETWORK) if claim.model == "network" else library(claim.model)
    for variant in model.variants.values():
        reading = read(claim.latex, variant.scope)
        if reading.error is None and len(reading.sides) == 2:
            return reading.sides[0], reading.sides[1], variant.system
    raise MeasurementError(f"{claim.latex} was not read")


def row(claim: Claim) -> Row:
    """How long it takes to refute a claim or to find no point for it. Raises `MeasurementError` for a wrong answer."""
    left, right, system = asked(claim)
    found = refute(left, right, system)
    if (found.counterexample is None) is not claim.holds:
        raise MeasurementError(f"{claim.latex} was {'not ' if found.counterexample is None else ''}refuted")
    seconds = median_of(lambda: refute(left, right, system))
    budget = MATRIX_BUDGET if claim.matrix else SCALAR_BUDGET
    return Row(f"{'right' if claim.holds else 'wrong'}: {claim.latex}", seconds, budget, note=said(found))


def said(found: Probe) -> str:
    """A counterexample, or at how many points there is none, for the table."""
    point = found.counterexample
    if point is None:
        return f"{found.agreeing} points in balls, {found.floats} in floats"
    inputs = ", ".join(f"{name} = {value}" for name, value in point.point.items())
    return f"{point.left} and {point.right} at {inputs}"


def rows(claims: Sequence[Claim] = CLAIMS) -> Iterator[Row]:
    """A row for each claim, and the medians; what cannot be measured costs its own row and not the table."""
    figures: dict[tuple[bool, bool], list[float]] = {}
    for claim in claims:
        try:
            found = row(claim)
        except MeasurementError as error:
            yield Row(claim.latex, None, None, str(error))
            continue
        yield found
        if found.measured is not None:
            figures.setdefault((claim.matrix, claim.holds), []).append(found.measured)
    for (matrix, holds), seconds in sorted(figures.items()):
        name = f"median of {'right' if holds else 'wrong'} claims about {'matrices' if matrix else 'numbers'}"
        yield Row(name, statistics.median(seconds), MATRIX_BUDGET if matrix else SCALAR_BUDGET)


def measure() -> list[Row]:
    """Everything in this file."""
    left, right, system = asked(CLAIMS[0])
    refute(left, neg(right), system)  # what is imported and made once is not counted
    return list(rows())


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure, print, and return 1 if anything is over its budget or failed."""
    parser = argparse.ArgumentParser(description="Measure how long refuting takes.")
    parser.add_argument("--json", action="store_true", help="print JSON instead of a table")
    as_json: bool = parser.parse_args(arguments).json
    found = measure()
    print(json.dumps([asdict(one) | {"ok": one.ok} for one in found], indent=2) if as_json else table(found))
    return 0 if all(one.ok for one in found) else 1


if __name__ == "__main__":
    sys.exit(main())
