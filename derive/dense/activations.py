"""The activation functions of dense networks, as they are written; their derivatives as published.

Nothing here is believed: a document's claims are judged like anybody's.
"""

from __future__ import annotations

from dataclasses import dataclass

FLAT = (
    "The step function is flat on both sides of its jump: its derivative is 0 wherever it has one. So the gradient of "
    "every weight below a step is 0, and gradient descent never moves them."
)


@dataclass(frozen=True)
class Activation:
    """An activation function: its LaTeX with ``{z}`` for its argument, and its derivative.

    ``slope`` is the derivative at ``{z}``, empty where it is 1; ``by_value`` says it through the value ``{a}`` of the
    function, where that can be done. ``zero`` says that the derivative is 0 wherever there is one.
    """

    name: str
    latex: str
    slope: str
    by_value: str = ""
    remark: str = ""
    zero: bool = False


def _named(name: str, command: str, by_value: str = "") -> Activation:
    return Activation(name, f"{command}({{z}})", f"{command}'({{z}})", by_value)


_ALL = (
    Activation("identity", "{z}", ""),
    Activation("step", r"\operatorname{{step}}({z})", "0", remark=FLAT, zero=True),
    _named("sigmoid", r"\sigma", by_value=r"{a} \odot (1 - {a})"),
    _named("tanh", r"\tanh", by_value=r"(1 - {a} \odot {a})"),
    _named("relu", r"\operatorname{{ReLU}}"),
    _named("leaky-relu", r"\operatorname{{LeakyReLU}}"),
    _named("softplus", r"\operatorname{{softplus}}"),
    _named("swish", r"\operatorname{{swish}}"),
    _named("gelu", r"\operatorname{{GELU}}"),
    _named("g", "g"),
)

ACTIVATIONS = {activation.name: activation for activation in _ALL}
"""Those that work on each entry by itself, by their names; ``g`` is a function that is left open."""

SOFTMAX = Activation("softmax", r"\operatorname{{softmax}}({z})", "")
"""The one that works on all entries of an example together, and only at the end."""
