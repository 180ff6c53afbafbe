r"""The error of a layer: \delta^{l}, with layers as superscripts, in brackets of every kind, and as subscripts."""

from functools import partial

import numpy as np
from textbook_entries import Entry, gradient, relu, sigmoid, sigmoid_prime

new = partial(Entry, family="delta")


def half_square(a, y):
    return ((a - y) ** 2).sum() / 2


ENTRIES: tuple[Entry, ...] = (
    new(
        id="delta-hidden",
        latex=r"\delta^{l} = ((w^{l+1})^T \delta^{l+1}) \odot \sigma'(z^{l})",
        kind="definition",
        declare=r"shape w^{l+1}: k,h; shape \delta^{l+1}: k; shape z^{l}: h",
        sides=(
            lambda deltal: deltal,
            lambda wl_plus_1, deltal_plus_1, zl: (wl_plus_1.T @ deltal_plus_1) * sigmoid_prime(zl),
        ),
        shapes={"deltal": (3,), "wl_plus_1": (2, 3), "deltal_plus_1": (2,), "zl": (3,)},
    ),
    new(
        id="delta-output-nabla",
        latex=r"\delta^{L} = \nabla_{a^L} C \odot \sigma'(z^{L})",
        kind="definition",
        declare=r"shape a^L: k; shape y: k; shape z^L: k",
        given=(r"C = \tfrac12 \lVert a^L - y \rVert^2",),
        sides=(lambda deltaL: deltaL, lambda aL, y, zL: (aL - y) * sigmoid_prime(zL)),
        shapes={"deltaL": (3,), "aL": (3,), "y": (3,), "zL": (3,)},
        note="the gradient stands for one factor of the Hadamard product; L is the last layer, C the loss",
    ),
    new(
        id="delta-output-components",
        latex=r"\delta^L_j = \frac{\partial C}{\partial a^L_j} \, \sigma'(z^L_j)",
        kind="definition",
        declare=r"shape a^L: k; shape y: k; shape z^L: k",
        given=(r"C = \frac12 \sum_j (y_j - a^L_j)^2",),
        sides=(lambda deltaL: deltaL, lambda aL, y, zL: (aL - y) * sigmoid_prime(zL)),
        shapes={"deltaL": (3,), "aL": (3,), "y": (3,), "zL": (3,)},
        free=("j",),
    ),
    new(
        id="delta-hidden-components",
        latex=r"\delta^l_j = \sum_k w^{l+1}_{kj}\, \delta^{l+1}_k\, \sigma'(z^l_j)",
        kind="definition",
        declare=r"shape w^{l+1}: k,h; shape \delta^{l+1}: k; shape z^l: h",
        sides=(
            lambda deltal: deltal,
            lambda wl_plus_1, deltal_plus_1, zl: np.einsum("kj,k->j", wl_plus_1, deltal_plus_1) * sigmoid_prime(zl),
        ),
        shapes={"deltal": (3,), "wl_plus_1": (2, 3), "deltal_plus_1": (2,), "zl": (3,)},
        free=("j",),
    ),
    new(
        id="delta-weight-components",
        latex=r"\frac{\partial C}{\partial w^l_{jk}} = a^{l-1}_k \delta^l_j",
        kind="claim",
        declare=r"shape w^l: j,k; shape a^{l-1}: k; shape b^l: j; shape y: j",
        given=(
            r"z^l_j = \sum_k w^l_{jk} a^{l-1}_k + b^l_j",
            r"C = \frac12 \sum_j (\sigma(z^l_j) - y_j)^2",
            r"\delta^l_j = (\sigma(z^l_j) - y_j) \sigma'(z^l_j)",
        ),
        sides=(
            gradient(lambda wl, al_minus_1, bl, y: half_square(sigmoid(wl @ al_minus_1 + bl), y), "wl"),
            lambda wl, al_minus_1, bl, y: np.einsum(
                "k,j->jk",
                al_minus_1,
                (sigmoid(wl @ al_minus_1 + bl) - y) * sigmoid_prime(wl @ al_minus_1 + bl),
            ),
        ),
        shapes={"wl": (2, 3), "al_minus_1": (3,), "bl": (2,), "y": (2,)},
        free=("j", "k"),
    ),
    new(
        id="delta-bias-components",
        latex=r"\frac{\partial C}{\partial b^l_j} = \delta^l_j",
        kind="claim",
        declare=r"shape b^l: j; shape u^l: j; shape y: j",
        given=(
            r"z^l_j = u^l_j + b^l_j",
            r"C = \frac12 \sum_j (\sigma(z^l_j) - y_j)^2",
            r"\delta^l_j = (\sigma(z^l_j) - y_j) \sigma'(z^l_j)",
        ),
        sides=(
            gradient(lambda bl, ul, y: half_square(sigmoid(ul + bl), y), "bl"),
            lambda bl, ul, y: (sigmoid(ul + bl) - y) * sigmoid_prime(ul + bl),
        ),
        shapes={"bl": (3,), "ul": (3,), "y": (3,)},
        free=("j",),
    ),
    new(
        id="delta-parentheses-octave-product",
        latex=r"\delta^{(l)} = \left(\Theta^{(l)}\right)^T \delta^{(l+1)} \;.*\; g'(z^{(l)})",
        kind="definition",
        declare=r"shape \Theta^{(l)}: k,h; shape \delta^{(l+1)}: k; shape z^{(l)}: h; function g",
        sides=(
            lambda deltal: deltal,
            lambda Thetal, deltal_plus_1, zl, g_prime: (Thetal.T @ deltal_plus_1) * g_prime(zl),
        ),
        shapes={"deltal": (3,), "Thetal": (2, 3), "deltal_plus_1": (2,), "zl": (3,)},
        functions=("g",),
        note="`.*` is the elementwise product of Octave",
    ),
    new(
        id="delta-square-brackets-circ",
        latex=r"\delta^{[l]} = W^{[l+1]\top} \delta^{[l+1]} \circ g^{[l]\prime}(z^{[l]})",
        kind="definition",
        declare=r"shape W^{[l+1]}: k,h; shape \delta^{[l+1]}: k; shape z^{[l]}: h; function g^{[l]}",
        sides=(
            lambda deltal: deltal,
            lambda Wl_plus_1, deltal_plus_1, zl, gl_prime: (Wl_plus_1.T @ deltal_plus_1) * gl_prime(zl),
        ),
        shapes={"deltal": (3,), "Wl_plus_1": (2, 3), "deltal_plus_1": (2,), "zl": (3,)},
        functions=("gl",),
    ),
    new(
        id="delta-function-prime-before-layer",
        latex=r"\delta^{[l]} = W^{[l+1]\top} \delta^{[l+1]} \circ {g'}^{[l]}(z^{[l]})",
        kind="definition",
        declare=r"shape W^{[l+1]}: k,h; shape \delta^{[l+1]}: k; shape z^{[l]}: h; function g^{[l]}",
        sides=(
            lambda deltal: deltal,
            lambda Wl_plus_1, deltal_plus_1, zl, gl_prime: (Wl_plus_1.T @ deltal_plus_1) * gl_prime(zl),
        ),
        shapes={"deltal": (3,), "Wl_plus_1": (2, 3), "deltal_plus_1": (2,), "zl": (3,)},
        functions=("gl",),
    ),
    new(
        id="delta-bold-output",
        latex=r"\boldsymbol{\delta}^{(2)} = \hat{\mathbf y} - \mathbf y",
        kind="definition",
        declare=r"shape \hat{\mathbf y}: k; shape \mathbf y: k",
        sides=(lambda delta2: delta2, lambda y_hat, y: y_hat - y),
        shapes={"delta2": (3,), "y_hat": (3,), "y": (3,)},
    ),
    new(
        id="delta-bold-without-braces",
        latex=r"\boldsymbol\delta^{(1)} = (\mathbf W^{(2)})^\top \boldsymbol\delta^{(2)} \odot (1 - \mathbf h)",
        kind="definition",
        declare=r"shape \mathbf W^{(2)}: k,h; shape \boldsymbol\delta^{(2)}: k; shape \mathbf h: h",
        sides=(lambda delta1: delta1, lambda W2, delta2, h: (W2.T @ delta2) * (1 - h)),
        shapes={"delta1": (3,), "W2": (2, 3), "delta2": (2,), "h": (3,)},
    ),
    new(
        id="delta-output-unit",
        latex=r"\delta_j = (t_j - o_j)\, o_j (1 - o_j)",
        kind="definition",
        declare=r"shape t: k; shape o: k",
        sides=(lambda delta: delta, lambda t, o: (t - o) * o * (1 - o)),
        shapes={"delta": (3,), "t": (3,), "o": (3,)},
        free=("j",),
        note="o_j (1 - o_j) is a product",
    ),
    new(
        id="delta-hidden-unit-sum-over-word",
        latex=r"\delta_h \leftarrow o_h (1 - o_h) \sum_{k \in \text{outputs}} w_{kh} \delta_k",
        kind="update|definition",
        declare=r"shape o: n; shape w: n,n; shape \delta: n",
        sides=(lambda delta: delta, lambda o, w, delta: o * (1 - o) * (delta @ w)),
        shapes={"delta": (3,), "o": (3,), "w": (3, 3)},
        free=("h",),
        note="the set outputs is named and not given: the sum runs over all that w has",
    ),
    new(
        id="delta-weight-change",
        latex=r"\Delta w_{ji} = \eta\, \delta_j\, x_{ji}",
        kind="definition|update",
        declare=r"shape \Delta w: j,i; shape \delta: j; shape x: j,i; parameter \eta",
        sides=(lambda Deltaw: Deltaw, lambda eta, delta, x: eta * delta[:, None] * x),
        shapes={"Deltaw": (2, 3), "eta": (), "delta": (2,), "x": (2, 3)},
        free=("j", "i"),
    ),
    new(
        id="delta-accumulator",
        latex=r"\Delta^{(l)} := \Delta^{(l)} + \delta^{(l+1)} (a^{(l)})^T",
        kind="update",
        declare=r"shape \Delta^{(l)}: k,h; shape \delta^{(l+1)}: k; shape a^{(l)}: h",
        sides=(
            lambda Deltal: Deltal,
            lambda Deltal, deltal_plus_1, al: Deltal + np.outer(deltal_plus_1, al),
        ),
        shapes={"Deltal": (2, 3), "deltal_plus_1": (2,), "al": (3,)},
        note="both capital and small delta stand in one formula; capital Delta is a name and no difference",
    ),
    new(
        id="delta-accumulator-components",
        latex=r"\Delta^{(l)}_{ij} := \Delta^{(l)}_{ij} + a^{(l)}_j \delta^{(l+1)}_i",
        kind="update",
        declare=r"shape \Delta^{(l)}: k,h; shape \delta^{(l+1)}: k; shape a^{(l)}: h",
        sides=(
            lambda Deltal: Deltal,
            lambda Deltal, deltal_plus_1, al: Deltal + np.outer(deltal_plus_1, al),
        ),
        shapes={"Deltal": (2, 3), "deltal_plus_1": (2,), "al": (3,)},
        free=("i", "j"),
    ),
    new(
        id="delta-regularised-with-condition",
        latex=r"D^{(l)}_{ij} = \frac{1}{m} \Delta^{(l)}_{ij} + \lambda \Theta^{(l)}_{ij} \quad \text{if } j \neq 0",
        kind="definition",
        declare=r"shape \Delta^{(l)}: k,h; shape \Theta^{(l)}: k,h; parameter m, \lambda",
        sides=(lambda Dl: Dl, lambda m, Deltal, lam, Thetal: Deltal / m + lam * Thetal),
        shapes={"Dl": (2, 3), "m": (), "Deltal": (2, 3), "lam": (), "Thetal": (2, 3)},
        free=("i", "j"),
        note="the condition restricts the indices",
    ),
    new(
        id="delta-layers-as-subscripts",
        latex=r"\delta_{L} = (a_L - y) \odot f'(z_L)",
        kind="definition",
        declare=r"shape a_L: k; shape y: k; shape z_L: k; function f",
        sides=(lambda delta_L: delta_L, lambda a_L, y, z_L, f_prime: (a_L - y) * f_prime(z_L)),
        shapes={"delta_L": (3,), "a_L": (3,), "y": (3,), "z_L": (3,)},
        functions=("f",),
    ),
    new(
        id="delta-backwards-with-subscripts",
        latex=r"\delta_{l-1} = W_l^{\top} \delta_l \odot f_{l-1}'(z_{l-1})",
        kind="definition",
        declare=r"shape W_l: k,h; shape \delta_l: k; shape z_{l-1}: h; function f_{l-1}",
        sides=(
            lambda delta_l_minus_1: delta_l_minus_1,
            lambda W_l, delta_l, z_l_minus_1, f_l_minus_1_prime: (W_l.T @ delta_l) * f_l_minus_1_prime(z_l_minus_1),
        ),
        shapes={"delta_l_minus_1": (3,), "W_l": (2, 3), "delta_l": (2,), "z_l_minus_1": (3,)},
        functions=("f_l_minus_1",),
    ),
    new(
        id="delta-diag",
        latex=r"\delta^{l} = \operatorname{diag}(\sigma'(z^{l}))\,(W^{l+1})^{\top} \delta^{l+1}",
        kind="definition",
        declare=r"shape W^{l+1}: k,h; shape \delta^{l+1}: k; shape z^{l}: h",
        sides=(
            lambda deltal: deltal,
            lambda Wl_plus_1, deltal_plus_1, zl: np.diag(sigmoid_prime(zl)) @ Wl_plus_1.T @ deltal_plus_1,
        ),
        shapes={"deltal": (3,), "Wl_plus_1": (2, 3), "deltal_plus_1": (2,), "zl": (3,)},
    ),
    new(
        id="delta-row-vectors",
        latex=r"\delta^{l} = \delta^{l+1} W^{l+1} \odot \sigma'(z^{l})",
        kind="definition",
        declare=r"shape \delta^{l+1}: 1,k; shape W^{l+1}: k,h; shape z^{l}: 1,h",
        sides=(
            lambda deltal: deltal,
            lambda deltal_plus_1, Wl_plus_1, zl: (deltal_plus_1 @ Wl_plus_1) * sigmoid_prime(zl),
        ),
        shapes={"deltal": (1, 3), "Wl_plus_1": (2, 3), "deltal_plus_1": (1, 2), "zl": (1, 3)},
        note="the matrix product binds tighter than the Hadamard product: the other grouping does not conform",
    ),
    new(
        id="delta-weight-matrix",
        latex=r"\frac{\partial C}{\partial W^{l}} = \delta^{l} (a^{l-1})^{T}",
        kind="claim",
        declare=r"shape W^l: j,k; shape a^{l-1}: k; shape y: j",
        given=(
            r"z^l = W^l a^{l-1}",
            r"C = \frac12 \|\sigma(z^l) - y\|^2",
            r"\delta^l = (\sigma(z^l) - y) \odot \sigma'(z^l)",
        ),
        sides=(
            gradient(lambda Wl, al_minus_1, y: half_square(sigmoid(Wl @ al_minus_1), y), "Wl"),
            lambda Wl, al_minus_1, y: np.outer(
                (sigmoid(Wl @ al_minus_1) - y) * sigmoid_prime(Wl @ al_minus_1), al_minus_1
            ),
        ),
        shapes={"Wl": (2, 3), "al_minus_1": (3,), "y": (2,)},
    ),
    new(
        id="delta-bias-wrong-sign",
        latex=r"\frac{\partial C}{\partial b^{l}} = -\delta^{l}",
        kind="claim",
        declare=r"shape b^l: j; shape u: j; shape y: j",
        given=(r"C = \frac12 \|\sigma(u + b^l) - y\|^2", r"\delta^l = (\sigma(u + b^l) - y) \odot \sigma'(u + b^l)"),
        sides=(
            gradient(lambda bl, u, y: half_square(sigmoid(u + bl), y), "bl"),
            lambda bl, u, y: -(sigmoid(u + bl) - y) * sigmoid_prime(u + bl),
        ),
        shapes={"bl": (3,), "u": (3,), "y": (3,)},
        holds=False,
        note="wrong sign, to be read with it",
    ),
    new(
        id="delta-tanh-squared",
        latex=r"\delta^{(1)} = (1 - \tanh^2(z^{(1)})) \odot \delta^{(2)}",
        kind="definition",
        declare=r"shape z^{(1)}: h; shape \delta^{(2)}: h",
        sides=(lambda delta1: delta1, lambda z1, delta2: (1 - np.tanh(z1) ** 2) * delta2),
        shapes={"delta1": (3,), "z1": (3,), "delta2": (3,)},
    ),
    new(
        id="delta-scalar-chain",
        latex=r"\frac{\partial C}{\partial b^1} = \sigma'(z^1) \, w^2 \sigma'(z^2) \, w^3 \sigma'(z^3) \, (a^3 - y)",
        kind="claim",
        declare=r"data x, y; parameter w^1, w^2, w^3, b^1, b^2, b^3",
        given=(
            r"z^1 = w^1 x + b^1",
            r"z^2 = w^2 \sigma(z^1) + b^2",
            r"z^3 = w^3 \sigma(z^2) + b^3",
            r"a^3 = \sigma(z^3)",
            r"C = \frac12 (a^3 - y)^2",
        ),
        sides=(
            gradient(
                lambda x, y, w1, w2, w3, b1, b2, b3: (
                    (sigmoid(w3 * sigmoid(w2 * sigmoid(w1 * x + b1) + b2) + b3) - y) ** 2 / 2
                ),
                "b1",
            ),
            lambda x, y, w1, w2, w3, b1, b2, b3: (
                sigmoid_prime(w1 * x + b1)
                * w2
                * sigmoid_prime(w2 * sigmoid(w1 * x + b1) + b2)
                * w3
                * sigmoid_prime(w3 * sigmoid(w2 * sigmoid(w1 * x + b1) + b2) + b3)
                * (sigmoid(w3 * sigmoid(w2 * sigmoid(w1 * x + b1) + b2) + b3) - y)
            ),
        ),
        shapes=dict.fromkeys(("x", "y", "w1", "w2", "w3", "b1", "b2", "b3"), ()),
        note="w^2 and w^3 are weights of layers 2 and 3, no powers: the definitions before it say so",
    ),
    new(
        id="delta-two-layer-superscript-by-scope",
        latex=r"\delta^2 = a^2 - y",
        kind="definition",
        declare=r"shape w^2: k,h; shape a^1: h; shape b^2: k; shape y: k",
        given=(r"z^2 = w^2 a^1 + b^2", r"a^2 = \sigma(z^2)"),
        sides=(lambda delta2: delta2, lambda w2, a1, b2, y: sigmoid(w2 @ a1 + b2) - y),
        shapes={"delta2": (2,), "w2": (2, 3), "a1": (3,), "b2": (2,), "y": (2,)},
        note="the given formulas make 2 a layer",
    ),
    new(
        id="delta-relu-mask",
        latex=r"\delta^{[1]} = (W^{[2]})^\top \delta^{[2]} \odot \mathbb{1}[z^{[1]} > 0]",
        kind="definition",
        declare=r"shape W^{[2]}: k,h; shape \delta^{[2]}: k; shape z^{[1]}: h",
        sides=(lambda delta1: delta1, lambda W2, delta2, z1: (W2.T @ delta2) * (z1 > 0)),
        shapes={"delta1": (3,), "W2": (2, 3), "delta2": (2,), "z1": (3,)},
    ),
    new(
        id="delta-mixed-square-and-example",
        latex=r"\delta^{[2](i)} = a^{[2](i)} - y^{(i)}",
        kind="definition",
        declare=r"shape a^{[2](i)}: k; shape y^{(i)}: k",
        sides=(lambda delta2: delta2, lambda a2, y: a2 - y),
        shapes={"delta2": (4, 3), "a2": (4, 3), "y": (4, 3)},
        free=("i",),
    ),
    new(
        id="delta-relu-forward-subscripted-nonlinearity",
        latex=r"a^{[l]} = \mathrm{ReLU}\!\left(W^{[l]} a^{[l-1]} + b^{[l]}\right)",
        kind="definition",
        declare=r"shape W^{[l]}: k,h; shape a^{[l-1]}: h; shape b^{[l]}: k",
        sides=(lambda al: al, lambda Wl, al_minus_1, bl: relu(Wl @ al_minus_1 + bl)),
        shapes={"al": (2,), "Wl": (2, 3), "al_minus_1": (3,), "bl": (2,)},
    ),
)
