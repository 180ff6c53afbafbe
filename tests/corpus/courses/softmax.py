r"""Softmax and cross entropy: one-hot, by class number, by log-sum-exp, with a temperature, smoothed."""

import numpy as np
from course_entries import Course
from textbook_entries import gradient, jacobian, sigmoid, softmax

c = Course("softmax")


def log_sum_exp(x):
    return np.log(np.exp(x).sum())


def entropy(y, z):
    return -(y * np.log(softmax(z))).sum()


def loss_of_o(y, o):
    return entropy(y, o)


def softmax_of_o(o):
    return softmax(o)


def softmax_of_x(x):
    return softmax(x)


def softmax_jacobian(z):
    return np.diag(softmax(z)) - np.outer(softmax(z), softmax(z))


ENTRIES = (
    c.definition(
        "logits",
        r"\hat{y}_j = \frac{\exp(o_j)}{\sum_{k=1}^{q} \exp(o_k)}",
        "shape o: q",
        lambda y_hat: y_hat,
        softmax_of_o,
        shapes={"y_hat": (3,), "o": (3,)},
        free=("j",),
    ),
    c.entry(
        "one-hot-loss-unfolded",
        r"\begin{aligned}"
        r" l(\mathbf{y}, \hat{\mathbf{y}}) &= - \sum_{j=1}^q y_j \log \frac{\exp(o_j)}{\sum_{k=1}^q \exp(o_k)} \\"
        r" &= \sum_{j=1}^q y_j \log \sum_{k=1}^q \exp(o_k) - \sum_{j=1}^q y_j o_j \\"
        r" &= \log \sum_{k=1}^q \exp(o_k) - \sum_{j=1}^q y_j o_j. \end{aligned}",
        "definition|claim",
        r"shape o: q; shape \mathbf{y}: q; one-hot \mathbf{y}; shape \hat{\mathbf{y}}: q",
        lambda l: l,  # noqa: E741 - the loss is called l in the formula
        loss_of_o,
        lambda y, o: y.sum() * log_sum_exp(o) - y @ o,
        lambda y, o: log_sum_exp(o) - y @ o,
        shapes={"l": (), "y": (3,), "o": (3,)},
        note="the sum over k stands within the logarithm, and ends at the minus",
    ),
    c.claim(
        "derivative-by-partial-subscript",
        r"\partial_{o_j} l = \frac{\exp(o_j)}{\sum_{k=1}^q \exp(o_k)} - y_j = \mathrm{softmax}(\mathbf{o})_j - y_j",
        r"shape \mathbf{o}: q; shape y: q",
        gradient(lambda y, o: log_sum_exp(o) - y @ o, "o"),
        lambda y, o: softmax(o) - y,
        lambda y, o: softmax(o) - y,
        given=(r"l = \log \sum_{k=1}^q \exp(o_k) - \sum_{j=1}^q y_j o_j",),
        shapes={"y": (3,), "o": (3,)},
        free=("j",),
        note="a derivative sign with a subscript differentiates by it",
    ),
    c.definition(
        "temperature",
        r"q_i = \frac{\exp(z_i / T)}{\sum_j \exp(z_j / T)}",
        "shape z: n; parameter T",
        lambda q: q,
        lambda z, T: softmax(z / T),
        shapes={"q": (3,), "z": (3,), "T": ()},
        free=("i",),
        note="T is a temperature",
    ),
    c.claim(
        "distillation-gradient",
        r"\frac{\partial C}{\partial z_i} = \frac{1}{T} \left( q_i - p_i \right)"
        r" = \frac{1}{T} \left( \frac{e^{z_i/T}}{\sum_j e^{z_j/T}} - \frac{e^{v_i/T}}{\sum_j e^{v_j/T}} \right)",
        "shape z: n; shape v: n; parameter T",
        gradient(lambda z, v, T: entropy(softmax(v / T), z / T), "z"),
        lambda z, v, T: (softmax(z / T) - softmax(v / T)) / T,
        lambda z, v, T: (softmax(z / T) - softmax(v / T)) / T,
        given=(
            r"q_i = \frac{e^{z_i/T}}{\sum_j e^{z_j/T}}",
            r"p_i = \frac{e^{v_i/T}}{\sum_j e^{v_j/T}}",
            r"C = -\sum_i p_i \log q_i",
        ),
        shapes={"z": (3,), "v": (3,), "T": ()},
        free=("i",),
    ),
    c.definition(
        "class-number",
        r"\ell = -s_{c} + \log \sum_{k=1}^{K} e^{s_k}",
        "shape s: K; data c",
        lambda ell: ell,
        lambda s, c: -s[c] + log_sum_exp(s),
        shapes={"ell": (), "s": (3,), "c": ()},
        labels=("c",),
        note="c is the class of the example",
    ),
    c.claim(
        "class-number-gradient",
        r"\frac{\partial \ell}{\partial z_k} = p_k - \mathbb{1}[k = y]",
        "shape z: K; data y",
        gradient(lambda z, y: -np.log(softmax(z)[y]), "z"),
        lambda z, y: softmax(z) - (np.arange(len(z)) == y),
        given=(r"p_k = \frac{e^{z_k}}{\sum_{j=1}^{K} e^{z_j}}", r"\ell = -\log p_{y}"),
        shapes={"z": (3,), "y": ()},
        labels=("y",),
        free=("k",),
    ),
    c.definition(
        "class-number-over-a-batch",
        r"J = -\frac{1}{N} \sum_{i=1}^{N} \log p_{i, y_i}",
        "shape p: N,K; data y_i",
        lambda J: J,
        lambda p, y: -np.log(p[np.arange(len(y)), y]).mean(),
        shapes={"J": (), "p": (4, 3), "y": (4,)},
        labels=("y",),
        note="the second index is the class of example i",
    ),
    c.claim(
        "log-sum-exp-shifted",
        r"\log \sum_{i=1}^n e^{x_i} = a + \log \sum_{i=1}^n e^{x_i - a}",
        "shape x: n; data a",
        log_sum_exp,
        lambda x, a: a + log_sum_exp(x - a),
        shapes={"x": (3,), "a": ()},
    ),
    c.claim(
        "log-sum-exp-gradient",
        r"\frac{\partial}{\partial x_i} \log \sum_{j} e^{x_j} = \frac{e^{x_i}}{\sum_{j} e^{x_j}}",
        "shape x: n",
        gradient(log_sum_exp, "x"),
        softmax_of_x,
        shapes={"x": (3,)},
        free=("i",),
    ),
    c.claim(
        "gradients-of-the-last-layer",
        r"\nabla_{\mathbf W} \mathcal{L}_{CE} = (\hat{\mathbf y} - \mathbf y)\, \mathbf h^{\intercal},"
        r" \qquad \nabla_{\mathbf h} \mathcal{L}_{CE} = \mathbf W^{\intercal} (\hat{\mathbf y} - \mathbf y)",
        r"shape \mathbf W: K,d; shape \mathbf h: d; shape \mathbf y: K; one-hot \mathbf y",
        gradient(lambda W, h, y: entropy(y, W @ h), "W"),
        lambda W, h, y: np.outer(softmax(W @ h) - y, h),
        gradient(lambda W, h, y: entropy(y, W @ h), "h"),
        lambda W, h, y: W.T @ (softmax(W @ h) - y),
        given=(
            r"\hat{\mathbf y} = \operatorname{softmax}(\mathbf W \mathbf h)",
            r"\mathcal{L}_{CE} = -\mathbf y^{\intercal} \log \hat{\mathbf y}",
        ),
        kind="claim; claim",
        split=(2, 2),
        shapes={"W": (3, 4), "h": (4,), "y": (3,)},
    ),
    c.definition(
        "posterior-of-a-class",
        r"P(y = k \mid \mathbf{x})"
        r" = \frac{\exp(\mathbf{w}_k^\top \mathbf{x} + b_k)}{\sum_{j=1}^{K} \exp(\mathbf{w}_j^\top \mathbf{x} + b_j)}",
        r"shape \mathbf{w}_k: d; shape \mathbf{x}: d; shape b: K",
        lambda P: P,
        lambda w, x, b: softmax(w @ x + b),
        shapes={"P": (3,), "w": (3, 4), "x": (4,), "b": (3,)},
        free=("k",),
        note="the sign of equality within the bracket is none",
    ),
    c.claim(
        "two-classes-are-logistic",
        r"\frac{e^{z_1}}{e^{z_1} + e^{z_2}} = \frac{1}{1 + e^{-(z_1 - z_2)}} = \sigma(z_1 - z_2)",
        "data z_1, z_2",
        lambda z_1, z_2: np.exp(z_1) / (np.exp(z_1) + np.exp(z_2)),
        lambda z_1, z_2: 1 / (1 + np.exp(z_2 - z_1)),
        lambda z_1, z_2: sigmoid(z_1 - z_2),
        shapes={"z_1": (), "z_2": ()},
    ),
    c.claim(
        "shift-invariance",
        r"\operatorname{softmax}(\mathbf{z} + c\mathbf{1}) = \operatorname{softmax}(\mathbf{z})",
        r"shape \mathbf{z}: K; data c",
        lambda z, c: softmax(z + c * np.ones(len(z))),
        softmax,
        shapes={"z": (3,), "c": ()},
    ),
    c.claim(
        "divergence-and-cross-entropy",
        r"\sum_{i} p_i \ln \frac{p_i}{q_i} = -\sum_{i} p_i \ln q_i + \sum_{i} p_i \ln p_i",
        "shape p: n; shape q: n; positive p; positive q",
        lambda p, q: (p * np.log(p / q)).sum(),
        lambda p, q: -(p * np.log(q)).sum() + (p * np.log(p)).sum(),
        shapes={"p": (3,), "q": (3,)},
    ),
    c.definition(
        "divergence-named",
        r"D_{\mathrm{KL}}(p \,\|\, q) = \sum_{x} p_x \log \left( \frac{p_x}{q_x} \right)",
        "shape p: n; shape q: n",
        lambda D_KL: D_KL,
        lambda p, q: (p * np.log(p / q)).sum(),
        shapes={"D_KL": (), "p": (3,), "q": (3,)},
        note="the double bar between two distributions is no norm",
    ),
    c.definition(
        "label-smoothing",
        r"\tilde{y}_k = (1 - \alpha)\, y_k + \frac{\alpha}{K}",
        r"shape y: K; parameter \alpha",
        lambda y_tilde: y_tilde,
        lambda alpha, y: (1 - alpha) * y + alpha / len(y),
        shapes={"y_tilde": (3,), "alpha": (), "y": (3,)},
        free=("k",),
        note="K is the number of classes, which is the size of y",
    ),
    c.definition(
        "focal",
        r"\mathrm{FL}(p_t) = -\alpha_t (1 - p_t)^{\gamma} \log(p_t)",
        r"data p_t; parameter \alpha_t, \gamma",
        lambda FL: FL,
        lambda alpha_t, p_t, gamma: -alpha_t * (1 - p_t) ** gamma * np.log(p_t),
        shapes={"FL": (), "alpha_t": (), "p_t": (), "gamma": ()},
        note="alpha_t is a number: its bracket is a factor",
    ),
    c.claim(
        "jacobian-by-cases",
        r"\frac{\partial s_i}{\partial z_j} ="
        r" \begin{cases} s_i (1 - s_i), & \text{if } i = j \\ -s_i s_j, & \text{if } i \neq j \end{cases}",
        "shape z: K",
        jacobian(softmax, "z"),
        softmax_jacobian,
        given=(r"s_i = \frac{e^{z_i}}{\sum_{k=1}^K e^{z_k}}",),
        shapes={"z": (3,)},
        free=("i", "j"),
    ),
    c.claim(
        "log-softmax-jacobian",
        r"\frac{\partial \log s_i}{\partial z_j} = \delta_{ij} - s_j",
        "shape z: K",
        jacobian(lambda z: np.log(softmax(z)), "z"),
        lambda z: np.eye(len(z)) - softmax(z),
        given=(r"s_i = \frac{e^{z_i}}{\sum_{k=1}^K e^{z_k}}",),
        shapes={"z": (3,)},
        free=("i", "j"),
    ),
)
