r"""Batch, layer, weight and root-mean-square normalisation, in one line, in stages, and backwards."""

import numpy as np
from course_entries import Course
from textbook_entries import gradient, jacobian, relu

c = Course("norm")

STAGES = (
    r"\mu = \frac{1}{m} \sum_{i=1}^{m} x_i",
    r"v = \frac{1}{m} \sum_{i=1}^{m} (x_i - \mu)^2",
    r"\hat{x}_i = \frac{x_i - \mu}{\sqrt{v + \epsilon}}",
)


def variance(x):
    return ((x - x.mean()) ** 2).mean()


def normal(x, epsilon):
    return (x - x.mean()) / np.sqrt(variance(x) + epsilon)


def normal_loss(x, epsilon, t):
    return ((normal(x, epsilon) - t) ** 2).sum() / 2


def normal_backward(x, epsilon, t):
    hat = normal(x, epsilon)
    g = hat - t
    m = len(x)
    return (m * g - g.sum() - hat * (g * hat).sum()) / (m * np.sqrt(variance(x) + epsilon))


ENTRIES = (
    c.entry(
        "layer-norm-in-stages",
        r"\begin{align}"
        r" \mu &= \frac{1}{H} \sum_{i=1}^{H} a_i \\"
        r" s &= \sqrt{\frac{1}{H} \sum_{i=1}^{H} (a_i - \mu)^2} \\"
        r" \mathbf{h} &= f\left( \frac{\mathbf{g}}{s} \odot (\mathbf{a} - \mu) + \mathbf{b} \right)"
        r" \end{align}",
        "definition; definition; definition",
        r"shape \mathbf{a}: H; shape \mathbf{g}: H; shape \mathbf{b}: H; function f",
        lambda mu: mu,
        lambda a: a.mean(),
        lambda s: s,
        lambda a, mu: np.sqrt(((a - mu) ** 2).mean()),
        lambda h: h,
        lambda f, g, s, a, mu, b: f(g / s * (a - mu) + b),
        split=(2, 2, 2),
        shapes={"mu": (), "a": (4,), "s": (), "h": (4,), "g": (4,), "b": (4,)},
        functions=("f",),
        note="a_i are the entries of the bold a",
    ),
    c.entry(
        "batch-norm-vector-stages",
        r"\mathbf{c} = \mathbf{z} - m, \qquad \hat{\mathbf{z}} = \frac{\mathbf{c}}{\sqrt{v + \epsilon}}, \qquad"
        r" \mathbf{y} = \gamma\, \hat{\mathbf{z}} + \beta",
        "definition; definition; definition",
        r"shape \mathbf{z}: n; data m, v; parameter \gamma, \beta, \epsilon",
        lambda c: c,
        lambda z, m: z - m,
        lambda z_hat: z_hat,
        lambda c, v, epsilon: c / np.sqrt(v + epsilon),
        lambda y: y,
        lambda gamma, z_hat, beta: gamma * z_hat + beta,
        split=(2, 2, 2),
        shapes={
            "c": (4,),
            "z": (4,),
            "m": (),
            "z_hat": (4,),
            "v": (),
            "epsilon": (),
            "y": (4,),
            "gamma": (),
            "beta": (),
        },
    ),
    c.definition(
        "one-line-activation",
        r"a_i = \max\Bigl(0,\; \gamma\, \frac{u_i - \mu}{\sqrt{\nu + \epsilon}} + \beta \Bigr)",
        r"shape u: m; data \mu, \nu; parameter \gamma, \beta, \epsilon",
        lambda a: a,
        lambda gamma, u, mu, nu, epsilon, beta: relu(gamma * (u - mu) / np.sqrt(nu + epsilon) + beta),
        shapes={"a": (4,), "gamma": (), "u": (4,), "mu": (), "nu": (), "epsilon": (), "beta": ()},
        free=("i",),
    ),
    c.claim(
        "derivative-of-the-mean",
        r"\frac{\partial \mu}{\partial x_j} = \frac{1}{m}",
        "shape x: m",
        gradient(lambda x: x.mean(), "x"),
        lambda x: np.full(len(x), 1 / len(x)),
        given=STAGES[:1],
        shapes={"x": (4,)},
        free=("j",),
    ),
    c.claim(
        "derivative-of-the-variance",
        r"\frac{\partial v}{\partial x_k} = \frac{2}{m} \left( x_k - \mu \right)",
        "shape x: m",
        gradient(variance, "x"),
        lambda x: 2 / len(x) * (x - x.mean()),
        given=STAGES[:2],
        shapes={"x": (4,)},
        free=("k",),
        note="the way over the mean vanishes",
    ),
    c.claim(
        "backward-in-full",
        r"\frac{\partial L}{\partial x_i} = \frac{1}{m \sqrt{v + \epsilon}} \left( m \frac{\partial L}{\partial"
        r" \hat{x}_i} - \sum_{j=1}^{m} \frac{\partial L}{\partial \hat{x}_j}"
        r" - \hat{x}_i \sum_{j=1}^{m} \frac{\partial L}{\partial \hat{x}_j} \hat{x}_j \right)",
        r"shape x: m; shape t: m; parameter \epsilon",
        gradient(normal_loss, "x"),
        normal_backward,
        given=(*STAGES, r"L = \frac{1}{2} \sum_{i=1}^{m} (\hat{x}_i - t_i)^2"),
        shapes={"x": (4,), "epsilon": (), "t": (4,)},
        free=("i",),
    ),
    c.claim(
        "gradients-of-scale-and-shift",
        r"\frac{\partial \ell}{\partial \gamma} = \sum_{i=1}^{m} \frac{\partial \ell}{\partial y_i} \cdot \hat{x}_i,"
        r" \quad \frac{\partial \ell}{\partial \beta} = \sum_{i=1}^{m} \frac{\partial \ell}{\partial y_i}",
        r"shape \hat{x}: m; shape t: m; parameter \gamma, \beta",
        gradient(lambda gamma, x_hat, beta, t: ((gamma * x_hat + beta - t) ** 2).sum(), "gamma"),
        lambda gamma, x_hat, beta, t: (2 * (gamma * x_hat + beta - t) * x_hat).sum(),
        gradient(lambda gamma, x_hat, beta, t: ((gamma * x_hat + beta - t) ** 2).sum(), "beta"),
        lambda gamma, x_hat, beta, t: (2 * (gamma * x_hat + beta - t)).sum(),
        given=(r"y_i = \gamma \hat{x}_i + \beta", r"\ell = \sum_{i=1}^{m} (y_i - t_i)^2"),
        kind="claim; claim",
        split=(2, 2),
        shapes={"gamma": (), "x_hat": (4,), "beta": (), "t": (4,)},
    ),
    c.definition(
        "design-matrix-centred",
        r"\widetilde{\mathbf{X}} = \mathbf{X} - \mathbf{1} \boldsymbol{\mu}^{\top}",
        r"examples rows; shape \mathbf{X}: n,d; shape \boldsymbol{\mu}: d",
        lambda X_tilde: X_tilde,
        lambda X, mu: X - np.outer(np.ones(len(X)), mu),
        shapes={"X_tilde": (4, 3), "X": (4, 3), "mu": (3,)},
    ),
    c.entry(
        "running-mean",
        r"\mu_{\text{run}} \leftarrow \rho\, \mu_{\text{run}} + (1 - \rho)\, \mu_{B}",
        "update",
        r"shape \mu_{\text{run}}: d; shape \mu_{B}: d; parameter \rho",
        lambda mu_run: mu_run,
        lambda rho, mu_run, mu_B: rho * mu_run + (1 - rho) * mu_B,
        shapes={"mu_run": (3,), "rho": (), "mu_B": (3,)},
    ),
    c.definition(
        "root-mean-square",
        r"y_i = \frac{x_i}{\sqrt{\frac{1}{d} \sum_{j=1}^{d} x_j^2 + \epsilon}} \, g_i",
        r"shape x: d; shape g: d; parameter \epsilon",
        lambda y: y,
        lambda x, epsilon, g: x / np.sqrt((x**2).mean() + epsilon) * g,
        shapes={"y": (4,), "x": (4,), "epsilon": (), "g": (4,)},
        free=("i",),
        note="epsilon is added once, behind the sum",
    ),
    c.definition(
        "layer-norm-over-features",
        r"\hat{h}_{nj} = \frac{h_{nj} - m_n}{\sqrt{v_n + \epsilon}}",
        r"shape h: N,D; shape m: N; shape v: N; parameter \epsilon",
        lambda h_hat: h_hat,
        lambda h, m, v, epsilon: (h - m[:, None]) / np.sqrt(v + epsilon)[:, None],
        shapes={"h_hat": (3, 4), "h": (3, 4), "m": (3,), "v": (3,), "epsilon": ()},
        free=("n", "j"),
    ),
    c.claim(
        "variance-shortcut",
        r"\frac{1}{m} \sum_{i=1}^{m} (x_i - \mu)^2 = \frac{1}{m} \sum_{i=1}^{m} x_i^2 - \mu^2",
        "shape x: m",
        variance,
        lambda x: (x**2).mean() - x.mean() ** 2,
        given=STAGES[:1],
        shapes={"x": (4,)},
    ),
    c.claim(
        "centred-sum-vanishes",
        r"\sum_{i} (x_i - \mu) = 0",
        "shape x: m",
        lambda x: (x - x.mean()).sum(),
        lambda: 0.0,
        given=STAGES[:1],
        shapes={"x": (4,)},
    ),
    c.claim(
        "normalised-jacobian",
        r"\frac{\partial (x_i - \mu)}{\partial x_j} = \delta_{ij} - \frac{1}{m}",
        "shape x: m",
        jacobian(lambda x: x - x.mean(), "x"),
        lambda x: np.eye(len(x)) - 1 / len(x),
        given=STAGES[:1],
        shapes={"x": (4,)},
        free=("i", "j"),
    ),
    c.claim(
        "weight-norm-gradient",
        r"\frac{\partial L}{\partial g} = \frac{\mathbf{v}^\top \nabla_{\mathbf{w}} L}{\lVert \mathbf{v} \rVert}",
        r"shape \mathbf{v}: d; shape \mathbf{x}: d; parameter g; data y",
        gradient(lambda g, v, x, y: (g * v @ x / np.sqrt(v @ v) - y) ** 2 / 2, "g"),
        lambda g, v, x, y: v @ ((g * v @ x / np.sqrt(v @ v) - y) * x) / np.sqrt(v @ v),
        given=(
            r"\mathbf{w} = \frac{g}{\lVert \mathbf{v} \rVert} \mathbf{v}",
            r"L = \frac12 (\mathbf{w}^\top \mathbf{x} - y)^2",
        ),
        shapes={"g": (), "v": (3,), "x": (3,), "y": ()},
    ),
)
