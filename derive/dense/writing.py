"""How a network's arrays are written: their letters, and the order and the transposes of their products.

With one example, or with examples as columns, a layer is z = W a + b with a row of weights for each neuron and
z = Wᵀ a + b with a column; with examples as rows it is Z = A Wᵀ + b and Z = A W + b. Deck 002, lines 198–746, has
columns of both.
"""

from __future__ import annotations

from dataclasses import dataclass

from derive.dense import shapes


@dataclass(frozen=True)
class Writing:
    """``examples`` is ``one``, ``columns`` or ``rows``; ``weights`` says what a neuron's weights are: ``rows``,
    ``columns``."""

    examples: str
    weights: str

    @property
    def several(self) -> bool:
        """Whether there is more than one example."""
        return self.examples != "one"

    @property
    def loss(self) -> str:
        """The loss of one example, the cost of several."""
        return "J" if self.several else "L"

    @property
    def features(self) -> str:
        """What comes in."""
        return "X" if self.several else "x"

    @property
    def targets(self) -> str:
        """What should come out."""
        return "Y" if self.several else "y"

    def z(self, layer: str) -> str:
        """What goes into a layer's activation function."""
        return self._capital("z", layer)

    def a(self, layer: str) -> str:
        """What comes out of a layer; the features for layer 0."""
        return self.features if layer == "0" else self._capital("a", layer)

    def mask(self, layer: str) -> str:
        """The mask of a layer with dropout."""
        return f"D^{{[{layer}]}}"

    def delta(self, layer: str) -> str:
        """The derivative of the loss by what goes into a layer's activation function."""
        return (r"\Delta" if self.several else r"\delta") + f"^{{[{layer}]}}"

    def weight(self, layer: str) -> str:
        """The weights of a layer."""
        return f"W^{{[{layer}]}}"

    def bias(self, layer: str) -> str:
        """The biases of a layer."""
        return f"b^{{[{layer}]}}"

    def by(self, name: str) -> str:
        """The derivative of the loss by a name."""
        return rf"\frac{{\partial {self.loss}}}{{\partial {name}}}"

    # Products.

    def into(self, layer: str, below: str) -> str:
        """What goes into a layer's activation function, by what comes out of the one below."""
        w, a = self.weight(layer), self.a(below)
        turned = self.transposed(w)
        if self.examples == "rows":
            product = f"{a} {turned if self.weights == 'rows' else w}"
        else:
            product = f"{w if self.weights == 'rows' else turned} {a}"
        return f"{product} + {self.bias(layer)}"

    def back(self, layer: str) -> str:
        """∂L/∂a of the layer below, by the δ of a layer."""
        w, delta = self.weight(layer), self.delta(layer)
        turned = self.transposed(w)
        if self.examples == "rows":
            return f"{delta} {w if self.weights == 'rows' else turned}"
        return f"{turned if self.weights == 'rows' else w} {delta}"

    def weight_gradient(self, layer: str, below: str) -> str:
        """∂L/∂W of a layer, by its δ."""
        a, delta = self.a(below), self.delta(layer)
        first, second = (delta, a) if self.weights == "rows" else (a, delta)
        if self.examples == "rows":
            return f"{self.transposed(first)} {second}"
        return f"{first} {self.transposed(second)}"

    def bias_gradient(self, layer: str) -> str:
        """∂L/∂b of a layer, by its δ: with several examples the sum over them."""
        delta = self.delta(layer)
        if not self.several:
            return delta
        if self.examples == "rows":
            return rf"\mathbf{{1}}^T {delta}"
        return rf"\sum_{{i=1}}^{{n}} {delta.removesuffix('}')}(i)}}"

    # Shapes.

    def values(self, width: str) -> str:
        """The shape of what has an entry for each neuron, of each example."""
        if not self.several:
            return shapes.column(width)
        return f"{width}, n" if self.examples == "columns" else f"n, {width}"

    def weights_shape(self, width: str, below: str) -> str:
        """The shape of a layer's weights."""
        return shapes.matrix(width, below) if self.weights == "rows" else shapes.matrix(below, width)

    def bias_shape(self, width: str) -> str:
        """The shape of a layer's biases: a row where examples are rows."""
        return shapes.row(width) if self.examples == "rows" else shapes.column(width)

    def _capital(self, letter: str, layer: str) -> str:
        return f"{letter.upper() if self.several else letter}^{{[{layer}]}}"

    @staticmethod
    def transposed(name: str) -> str:
        """A name with a T above: behind the layer that stands there, if one does."""
        return f"{name.removesuffix(']}')}]T}}" if name.endswith("]}") else f"{name}^T"
