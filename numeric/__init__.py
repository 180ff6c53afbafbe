"""Functions and arrays: the numerical road beside the symbolic one.

The gradients in this package are written by hand, with NumPy, to be read beside lecture slides. They share no
derivative rule with the symbolic package, so that an agreement of the two is worth something. Nothing here
knows what a formula is.

    numeric.neurons      forward and backward passes of one neuron, written by hand
    numeric.slides       the small networks of the slides, written out number by number
    numeric.dense        dense networks of any depth and widths, all examples at once and as a loop
    numeric.layouts      the same under the names and in the layouts that people use
    numeric.networks     the hand-written passes by name, in one uniform shape: `hand_written(name)`
    numeric.differences  derivatives estimated from the loss alone, every value with its own error estimate
    numeric.gradcheck    a gradient against the loss alone: outcome, worst entry, kinks, what the mistake looks like
    numeric.enclosure    ball arithmetic: is this certainly not zero?
    numeric.training     gradient descent and Newton's method with their history, and when they stop
    numeric.curvature    how the loss of a pass curves, which says how large a rate may be
    numeric.tables       CSV tables, and the tables of the slides

Agreement of floating-point numbers is evidence, not proof. Only `numeric.enclosure` certifies anything, and
only that two numbers differ. Importing this package imports neither NumPy nor python-flint; its modules do.

    import numeric
    print(numeric.check_gradient(loss, gradient, point))
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from numeric.gradcheck import check_gradient
    from numeric.outcomes import Outcome, Report

_HOMES = {"check_gradient": "numeric.gradcheck", "Outcome": "numeric.outcomes", "Report": "numeric.outcomes"}

__all__ = ["Outcome", "Report", "check_gradient"]


def __getattr__(name: str) -> Any:
    if name in _HOMES:
        return getattr(import_module(_HOMES[name]), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
