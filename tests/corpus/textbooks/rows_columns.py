r"""Batches: examples as rows or as columns, design matrices, means over a batch, broadcast biases."""

from functools import partial

import numpy as np
from textbook_entries import Entry, gradient, log_loss, sigmoid, softmax

new = partial(Entry, family="batches")


def squares(r):
    return (r**2).sum()


def column_loss(w, X, b, Y):
    return log_loss(Y, sigmoid(w @ X + b)).mean()


ENTRIES: tuple[Entry, ...] = (
    new(
        id="columns-affine",
        latex=r"Z^{[1]} = W^{[1]} X + b^{[1]}",
        kind="definition",
        declare="examples columns; shape W^{[1]}: h,n; shape X: n,m; shape b^{[1]}: h,1",
        sides=(lambda Z1: Z1, lambda W1, X, b1: W1 @ X + b1),
        shapes={"Z1": (2, 4), "W1": (2, 3), "X": (3, 4), "b1": (2, 1)},
        note="the bias is added to every column",
    ),
    new(
        id="columns-affine-vector-bias",
        latex=r"Z^{[1]} = W^{[1]} X + b^{[1]}",
        kind="definition",
        declare="examples columns; shape W^{[1]}: h,n; shape X: n,m; shape b^{[1]}: h",
        sides=(lambda Z1: Z1, lambda W1, X, b1: W1 @ X + b1[:, None]),
        shapes={"Z1": (2, 4), "W1": (2, 3), "X": (3, 4), "b1": (2,)},
        note="never along the rows, also where m and h are the same number",
    ),
    new(
        id="rows-affine",
        latex=r"H = XW + b",
        kind="definition",
        declare="examples rows; shape X: n,d; shape W: d,h; shape b: 1,h",
        sides=(lambda H: H, lambda X, W, b: X @ W + b),
        shapes={"H": (4, 2), "X": (4, 3), "W": (3, 2), "b": (1, 2)},
    ),
    new(
        id="rows-affine-bold-with-ones",
        latex=r"\mathbf{U} = \mathbf{X}\mathbf{W} + \mathbf{1}\mathbf{b}^\top",
        kind="definition",
        declare=r"examples rows; shape \mathbf X: n,d; shape \mathbf W: d,q; shape \mathbf b: q",
        sides=(lambda U: U, lambda X, W, b: X @ W + np.outer(np.ones(len(X)), b)),
        shapes={"U": (4, 2), "X": (4, 3), "W": (3, 2), "b": (2,)},
        note="a bold one alone is the vector of ones, and its size follows from the sum",
    ),
    new(
        id="rows-weights-transposed",
        latex=r"\mathbf{Y} = \mathbf{X}\mathbf{W}^{\mathsf T}",
        kind="definition",
        declare=r"examples rows; shape \mathbf X: n,d; shape \mathbf W: q,d",
        sides=(lambda Y: Y, lambda X, W: X @ W.T),
        shapes={"Y": (4, 2), "X": (4, 3), "W": (2, 3)},
    ),
    new(
        id="rows-relu-hidden",
        latex=r"\mathbf{H} = \phi(\mathbf{X}\mathbf{W}^{(1)} + \mathbf{b}^{(1)})",
        kind="definition",
        declare=r"examples rows; shape \mathbf X: n,d; shape \mathbf W^{(1)}: d,h; shape \mathbf b^{(1)}: 1,h",
        given=(r"\phi(u) = \max(u, 0)",),
        sides=(lambda H: H, lambda X, W1, b1: np.maximum(X @ W1 + b1, 0)),
        shapes={"H": (4, 2), "X": (4, 3), "W1": (3, 2), "b1": (1, 2)},
        note="\\phi is a function because a given formula defines it, and works entry by entry",
    ),
    new(
        id="columns-logistic-gradient",
        latex=r"\frac{\partial J}{\partial w} = \frac{1}{m} X (A - Y)^T",
        kind="claim",
        declare="examples columns; shape w: n; shape X: n,m; parameter b; shape Y: 1,m",
        given=(
            r"A = \sigma(w^T X + b)",
            r"J = -\frac1m \sum_{i=1}^m \left( y^{(i)} \log a^{(i)} + (1 - y^{(i)}) \log(1 - a^{(i)}) \right)",
        ),
        sides=(
            gradient(column_loss, "w"),
            lambda w, X, b, Y: (X @ (sigmoid(w @ X + b) - Y).T / X.shape[1])[:, 0],
        ),
        shapes={"w": (3,), "X": (3, 4), "b": (), "Y": (1, 4)},
        note="a^{(i)} and y^{(i)} are the entries of the rows A and Y: the same names in small letters",
        may_refuse=True,
    ),
    new(
        id="columns-bias-gradient",
        latex=r"\frac{\partial J}{\partial b} = \frac1m \sum_{i=1}^m (a^{(i)} - y^{(i)})",
        kind="claim",
        declare="shape w: n; shape x^{(i)}: n; parameter b; data y^{(i)}",
        given=(
            r"a^{(i)} = \sigma(w^T x^{(i)} + b)",
            r"J = -\frac1m \sum_{i=1}^m \left[ y^{(i)} \log a^{(i)} + (1 - y^{(i)}) \log(1 - a^{(i)}) \right]",
        ),
        sides=(
            gradient(lambda w, x, b, y: log_loss(y, sigmoid(x @ w + b)).mean(), "b"),
            lambda w, x, b, y: (sigmoid(x @ w + b) - y).mean(),
        ),
        shapes={"w": (3,), "x": (4, 3), "b": (), "y": (4,)},
    ),
    new(
        id="rows-logistic-gradient",
        latex=r"\nabla_w J = \frac{1}{n} X^\top (\sigma(Xw) - y)",
        kind="claim",
        declare="examples rows; shape X: n,d; shape w: d; shape y: n",
        given=(r"J = -\frac1n \left( y^\top \log \sigma(Xw) + (1-y)^\top \log(1 - \sigma(Xw)) \right)",),
        sides=(
            gradient(lambda X, w, y: log_loss(y, sigmoid(X @ w)).mean(), "w"),
            lambda X, w, y: X.T @ (sigmoid(X @ w) - y) / len(y),
        ),
        shapes={"X": (4, 3), "w": (3,), "y": (4,)},
        note="1 - y of a vector subtracts from a vector of ones",
    ),
    new(
        id="rows-backward-weights",
        latex=r"\frac{\partial L}{\partial W} = X^T \frac{\partial L}{\partial Z}, \quad"
        r" \frac{\partial L}{\partial X} = \frac{\partial L}{\partial Z} W^T",
        kind="claim; claim",
        declare="examples rows; shape X: n,d; shape W: d,h; shape T: n,h",
        given=("Z = XW", r"L = \tfrac12 \|Z - T\|_F^2"),
        sides=(
            gradient(lambda X, W, T: squares(X @ W - T) / 2, "W"),
            lambda X, W, T: X.T @ (X @ W - T),
            gradient(lambda X, W, T: squares(X @ W - T) / 2, "X"),
            lambda X, W, T: (X @ W - T) @ W.T,
        ),
        split=(2, 2),
        shapes={"X": (4, 3), "W": (3, 2), "T": (4, 2)},
        note="T is a matrix of targets below the line and still a transpose in a superscript",
    ),
    new(
        id="columns-backward-weights",
        latex=r"\frac{\partial L}{\partial W} = \frac{\partial L}{\partial Z} X^T",
        kind="claim",
        declare="examples columns; shape X: d,n; shape W: h,d; shape Y: h,n",
        given=("Z = WX", r"L = \tfrac12 \|Z - Y\|_F^2"),
        sides=(
            gradient(lambda X, W, Y: squares(W @ X - Y) / 2, "W"),
            lambda X, W, Y: (W @ X - Y) @ X.T,
        ),
        shapes={"X": (3, 4), "W": (2, 3), "Y": (2, 4)},
    ),
    new(
        id="columns-backward-hidden",
        latex=r"dZ^{[1]} = W^{[2]T} dZ^{[2]} * g^{[1]\prime}(Z^{[1]})",
        kind="definition",
        declare="shape W^{[2]}: k,h; shape dZ^{[2]}: k,m; shape Z^{[1]}: h,m; function g^{[1]}",
        sides=(lambda dZ1: dZ1, lambda W2, dZ2, Z1, g1_prime: (W2.T @ dZ2) * g1_prime(Z1)),
        shapes={"dZ1": (3, 4), "W2": (2, 3), "dZ2": (2, 4), "Z1": (3, 4)},
        functions=("g1",),
        note="the star is the elementwise product",
    ),
    new(
        id="columns-bias-by-code",
        latex=r"db^{[1]} = \frac{1}{m}\, \text{np.sum}(dZ^{[1]}, \text{axis}=1, \text{keepdims=True})",
        kind="definition",
        declare="shape dZ^{[1]}: h,m; shape db^{[1]}: h,1",
        sides=(lambda db1: db1, lambda dZ1: dZ1.sum(axis=1, keepdims=True) / dZ1.shape[1]),
        shapes={"db1": (3, 1), "dZ1": (3, 4)},
        note="NumPy inside of a formula: the equality signs of the keywords are no equations",
        may_refuse=True,
    ),
    new(
        id="rows-softmax-loss",
        latex=r"\mathcal{L} = -\frac{1}{N} \sum_{n=1}^{N} \sum_{k=1}^{K} t_{nk} \ln y_{nk}",
        kind="definition",
        declare="shape t: N,K; shape y: N,K",
        sides=(lambda L: L, lambda t, y: -(t * np.log(y)).sum() / len(t)),
        shapes={"L": (), "t": (4, 3), "y": (4, 3)},
    ),
    new(
        id="rows-softmax-gradient",
        latex=r"\frac{\partial \mathcal{L}}{\partial a_{nk}} = \frac1N (y_{nk} - t_{nk})",
        kind="claim",
        declare="shape a: N,K; shape t: N,K; one-hot t",
        given=(
            r"y_{nk} = \frac{e^{a_{nk}}}{\sum_{j} e^{a_{nj}}}",
            r"\mathcal{L} = -\frac{1}{N} \sum_{n=1}^{N} \sum_{k=1}^{K} t_{nk} \ln y_{nk}",
        ),
        sides=(
            gradient(lambda a, t: -(t * np.log(softmax(a))).sum() / len(t), "a"),
            lambda a, t: (softmax(a) - t) / len(t),
        ),
        shapes={"a": (4, 3), "t": (4, 3)},
        free=("n", "k"),
    ),
    new(
        id="rows-mean-of-batch",
        latex=r"\mu_{\mathcal{B}} = \frac{1}{|\mathcal{B}|} \sum_{x \in \mathcal{B}} x",
        kind="definition",
        declare=r"shape \mathcal{B}: n",
        sides=(lambda mu_B: mu_B, lambda B: B.mean()),
        shapes={"mu_B": (), "B": (4,)},
        note="bars around a set count it; the set is given as a vector of numbers",
        may_refuse=True,
    ),
    new(
        id="batch-variance",
        latex=r"\sigma_B^2 = \frac1m \sum_{i=1}^m (x_i - \mu_B)^2",
        kind="definition",
        declare=r"shape x: m; data \mu_B, \sigma_B",
        sides=(lambda sigma_B: sigma_B**2, lambda x, mu_B: ((x - mu_B) ** 2).mean()),
        shapes={"sigma_B": (), "x": (4,), "mu_B": ()},
        note="sigma is no function here; the left side is a square, or one name for the variance: equal as numbers",
    ),
    new(
        id="batch-normalise",
        latex=r"\hat{x}_i = \frac{x_i - \mu_B}{\sqrt{\sigma_B^2 + \epsilon}}",
        kind="definition",
        declare=r"shape x: m; data \mu_B; parameter \sigma_B, \epsilon",
        sides=(lambda x_hat: x_hat, lambda x, mu_B, sigma_B, epsilon: (x - mu_B) / np.sqrt(sigma_B**2 + epsilon)),
        shapes={"x_hat": (4,), "x": (4,), "mu_B": (), "sigma_B": (), "epsilon": ()},
        free=("i",),
    ),
    new(
        id="batch-scale-and-shift",
        latex=r"y_i = \gamma \hat{x}_i + \beta \equiv \mathrm{BN}_{\gamma,\beta}(x_i)",
        kind="definition|claim",
        declare=r"shape \hat x: m; shape x: m; parameter \gamma, \beta; function \mathrm{BN}_{\gamma,\beta}",
        sides=(
            lambda y: y,
            lambda gamma, x_hat, beta: gamma * x_hat + beta,
            lambda x, BN_gammabeta: BN_gammabeta(x),
        ),
        shapes={"y": (4,), "gamma": (), "x_hat": (4,), "beta": (), "x": (4,)},
        functions=("BN_gammabeta",),
        free=("i",),
    ),
    new(
        id="columns-stacked",
        latex=r"X = \begin{bmatrix} | & | & & | \\"
        r" x^{(1)} & x^{(2)} & \cdots & x^{(m)} \\ | & | & & | \end{bmatrix}",
        kind="definition|notation",
        declare="shape x^{(i)}: n",
        sides=(lambda X: X, lambda x: x.T),
        shapes={"X": (3, 4), "x": (4, 3)},
        note="the columns of X are the examples; the rules above and below are drawing",
        may_refuse=True,
    ),
    new(
        id="rows-stacked",
        latex=r"X = \begin{bmatrix} \text{---} (x^{(1)})^T \text{---} \\ \vdots \\ \text{---} (x^{(m)})^T \text{---}"
        r" \end{bmatrix}",
        kind="definition|notation",
        declare="shape x^{(i)}: n",
        sides=(lambda X: X, lambda x: x),
        shapes={"X": (4, 3), "x": (4, 3)},
        may_refuse=True,
    ),
    new(
        id="normal-equation",
        latex=r"\theta = (X^T X)^{-1} X^T y",
        kind="definition",
        declare=r"shape X: n,d; shape y: n; shape \theta: d",
        sides=(lambda theta: theta, lambda X, y: np.linalg.lstsq(X, y, rcond=None)[0]),
        shapes={"theta": (3,), "X": (5, 3), "y": (5,)},
        note="the exponent -1 of a matrix is its inverse",
    ),
    new(
        id="rows-example-as-column-of-transpose",
        latex=r"z_n = \mathbf{w}^\top \mathbf{x}_n + b",
        kind="definition",
        declare=r"shape \mathbf w: d; shape \mathbf x_n: d; parameter b",
        sides=(lambda z: z, lambda w, x, b: x @ w + b),
        shapes={"z": (4,), "w": (3,), "x": (4, 3), "b": ()},
        free=("n",),
        note="a bold letter with a subscript is the n-th vector, no entry",
    ),
    new(
        id="rows-gram",
        latex=r"K_{ij} = x_i^\top x_j",
        kind="definition",
        declare="shape x_i: d",
        sides=(lambda K: K, lambda x: x @ x.T),
        shapes={"K": (4, 4), "x": (4, 3)},
        free=("i", "j"),
    ),
    new(
        id="sgd-on-one-example",
        latex=r"w \leftarrow w - \eta\,(w^\top x_i - y_i)\,x_i",
        kind="update",
        declare=r"shape w: d; parameter \eta; shape x_i: d; data y_i",
        sides=(
            lambda w: w,
            lambda w, eta, x_i, y_i: w - eta * (w @ x_i - y_i) * x_i,
        ),
        shapes={"w": (3,), "eta": (), "x_i": (3,), "y_i": ()},
        note="i is a fixed example: x_i and y_i are names; an index axis would be right too",
    ),
    new(
        id="minibatch-gradient",
        latex=r"g = \frac{1}{B} \sum_{b=1}^{B} \nabla_\theta \ell_b(\theta)",
        kind="definition",
        declare=r"shape \theta: d; shape c_b: d",
        given=(r"\ell_b(\theta) = \frac12 \|\theta - c_b\|^2",),
        sides=(lambda g: g, lambda theta, c: (theta - c).mean(axis=0)),
        shapes={"g": (3,), "theta": (3,), "c": (4, 3)},
        note="b runs over the batch and is no bias",
    ),
)
