"""Models for the tests of judging."""

from derive.modelling import model_from

TWO_LAYERS = model_from(
    r"""# Two layers

Two layers of sigmoids under half the squared error.

<!-- derive: data x, y; parameter W^{[1]}, b^{[1]}, W^{[2]}, b^{[2]} -->

## Model

$$W^{[1]} \in \mathbb{R}^{h \times m}, \quad b^{[1]} \in \mathbb{R}^{h}, \quad x \in \mathbb{R}^{m}$$

$$W^{[2]} \in \mathbb{R}^{k \times h}, \quad b^{[2]} \in \mathbb{R}^{k}, \quad y \in \mathbb{R}^{k}$$

$$z^{[1]} = W^{[1]} x + b^{[1]}$$

$$a^{[1]} = \sigma(z^{[1]})$$

$$z^{[2]} = W^{[2]} a^{[1]} + b^{[2]}$$

$$a^{[2]} = \sigma(z^{[2]})$$

## Loss

$$L = \frac{1}{2} \| a^{[2]} - y \|^2$$
"""
)
