r"""Steps of optimisers: momentum, AdaGrad, RMSProp, Adam, clipping, schedules, and Newton's method."""

import numpy as np
from course_entries import Course
from textbook_entries import gradient

c = Course("optimisers")

QUADRATIC = r"f(x) = \frac{1}{2} x^\top A x - b^\top x"


def value(x, A, b):
    return x @ A @ x / 2 - b @ x


ENTRIES = (
    c.entry(
        "heavy-ball",
        r"v \leftarrow \mu v - \eta\, g, \qquad w \leftarrow w + v",
        "update; update",
        r"shape v: d; shape w: d; shape g: d; parameter \mu, \eta",
        lambda v: v,
        lambda mu, v, eta, g: mu * v - eta * g,
        lambda w: w,
        lambda w, v: w + v,
        split=(2, 2),
        shapes={"v": (3,), "mu": (), "eta": (), "g": (3,), "w": (3,)},
    ),
    c.entry(
        "adagrad",
        r"G \gets G + g \odot g, \quad \theta \gets \theta - \frac{\eta}{\sqrt{G + \epsilon}} \odot g",
        "update; update",
        r"shape G: d; shape g: d; shape \theta: d; parameter \eta, \epsilon",
        lambda G: G,
        lambda G, g: G + g**2,
        lambda theta: theta,
        lambda theta, eta, G, epsilon, g: theta - eta / np.sqrt(G + epsilon) * g,
        split=(2, 2),
        shapes={"G": (3,), "g": (3,), "theta": (3,), "eta": (), "epsilon": ()},
        note="a number over a vector, entry by entry",
    ),
    c.entry(
        "rmsprop-average",
        r"s_{dw} = \beta s_{dw} + (1 - \beta) (dw)^2",
        "update",
        r"shape s_{dw}: d; shape dw: d; parameter \beta",
        lambda s_dw: s_dw,
        lambda beta, s_dw, dw: beta * s_dw + (1 - beta) * dw**2,
        shapes={"s_dw": (3,), "beta": (), "dw": (3,)},
        note="the square of a vector of derivatives is meant entry by entry",
    ),
    c.entry(
        "rmsprop-step",
        r"w := w - \alpha \, \frac{dw}{\sqrt{s_{dw}} + \epsilon}",
        "update",
        r"shape w: d; shape dw: d; shape s_{dw}: d; parameter \alpha, \epsilon",
        lambda w: w,
        lambda w, alpha, dw, s_dw, epsilon: w - alpha * dw / (np.sqrt(s_dw) + epsilon),
        shapes={"w": (3,), "alpha": (), "dw": (3,), "s_dw": (3,), "epsilon": ()},
        note="dw over a root is a quotient and no derivative",
    ),
    c.entry(
        "adam-in-full",
        r"\begin{align*}"
        r" m_t &= \beta_1 m_{t-1} + (1 - \beta_1) g_t \\"
        r" v_t &= \beta_2 v_{t-1} + (1 - \beta_2) g_t^2 \\"
        r" \hat{m}_t &= m_t / (1 - \beta_1^t) \\"
        r" \hat{v}_t &= v_t / (1 - \beta_2^t) \\"
        r" \theta_t &= \theta_{t-1} - \alpha\, \hat{m}_t / (\sqrt{\hat{v}_t} + \epsilon)"
        r" \end{align*}",
        "definition|update; definition|update; definition; definition; definition|update",
        r"shape m_{t-1}: d; shape v_{t-1}: d; shape g_t: d; shape \theta_{t-1}: d;"
        r" parameter \beta_1, \beta_2, \alpha, \epsilon, t",
        lambda m_t: m_t,
        lambda beta_1, m_t_minus_1, g_t: beta_1 * m_t_minus_1 + (1 - beta_1) * g_t,
        lambda v_t: v_t,
        lambda beta_2, v_t_minus_1, g_t: beta_2 * v_t_minus_1 + (1 - beta_2) * g_t**2,
        lambda m_hat_t: m_hat_t,
        lambda m_t, beta_1, t: m_t / (1 - beta_1**t),
        lambda v_hat_t: v_hat_t,
        lambda v_t, beta_2, t: v_t / (1 - beta_2**t),
        lambda theta_t: theta_t,
        lambda theta_t_minus_1, alpha, m_hat_t, v_hat_t, epsilon: (
            theta_t_minus_1 - alpha * m_hat_t / (np.sqrt(v_hat_t) + epsilon)
        ),
        split=(2, 2, 2, 2, 2),
        shapes=dict.fromkeys(
            ("m_t", "m_t_minus_1", "g_t", "v_t", "v_t_minus_1", "m_hat_t", "v_hat_t", "theta_t", "theta_t_minus_1"),
            (3,),
        )
        | dict.fromkeys(("beta_1", "beta_2", "t", "alpha", "epsilon"), ()),
        note="t is a number: the power of beta_1, and part of the other names",
    ),
    c.entry(
        "decoupled-decay",
        r"w \leftarrow w - \eta \left( \frac{\hat{m}}{\sqrt{\hat{v}} + \epsilon} + \lambda w \right)",
        "update",
        r"shape w: d; shape \hat{m}: d; shape \hat{v}: d; parameter \eta, \epsilon, \lambda",
        lambda w: w,
        lambda w, eta, m_hat, v_hat, epsilon, lam: w - eta * (m_hat / (np.sqrt(v_hat) + epsilon) + lam * w),
        shapes={"w": (3,), "eta": (), "m_hat": (3,), "v_hat": (3,), "epsilon": (), "lam": ()},
    ),
    c.entry(
        "nesterov",
        r"v_{t+1} = \mu v_t - \eta \nabla f(\theta_t + \mu v_t)",
        "update|definition",
        r"shape x: d; shape A: d,d; symmetric A; shape b: d; shape v_t: d; shape \theta_t: d; parameter \mu, \eta",
        lambda v_t_plus_1: v_t_plus_1,
        lambda mu, v_t, eta, A, theta_t, b: mu * v_t - eta * (A @ (theta_t + mu * v_t) - b),
        given=(QUADRATIC,),
        shapes={"v_t_plus_1": (3,), "mu": (), "v_t": (3,), "eta": (), "A": (3, 3), "theta_t": (3,), "b": (3,)},
        note="the gradient of f, taken at the point in the bracket",
    ),
    c.entry(
        "newton",
        r"x_{k+1} = x_k - \left[ \nabla^2 f(x_k) \right]^{-1} \nabla f(x_k)",
        "update|definition",
        r"shape x: d; shape A: d,d; symmetric A; shape b: d; shape x_k: d",
        lambda x_k_plus_1: x_k_plus_1,
        lambda x_k, A, b: x_k - np.linalg.solve(A, A @ x_k - b),
        given=(QUADRATIC,),
        shapes={"x_k_plus_1": (3,), "x_k": (3,), "A": (3, 3), "b": (3,)},
    ),
    c.definition(
        "levenberg-marquardt",
        r"\mathbf{d} = -\left( \mathbf{J}^\top \mathbf{J} + \lambda \mathbf{I} \right)^{-1} \mathbf{J}^\top \mathbf{r}",
        r"shape \mathbf{J}: m,n; shape \mathbf{r}: m; parameter \lambda",
        lambda d: d,
        lambda J, lam, r: -np.linalg.solve(J.T @ J + lam * np.eye(J.shape[1]), J.T @ r),
        shapes={"d": (3,), "J": (4, 3), "lam": (), "r": (4,)},
        note="the size of the bold identity follows from the sum",
    ),
    c.definition(
        "cosine-schedule",
        r"\eta_t = \eta_{\min} + \frac{1}{2} (\eta_{\max} - \eta_{\min}) \left( 1 + \cos\left( \frac{t}{T} \pi \right)"
        r" \right)",
        r"parameter \eta_{\min}, \eta_{\max}, t, T",
        lambda eta_t: eta_t,
        lambda eta_min, eta_max, t, T: eta_min + (eta_max - eta_min) / 2 * (1 + np.cos(t / T * np.pi)),
        shapes={"eta_t": (), "eta_min": (), "eta_max": (), "t": (), "T": ()},
        note="min and max are subscripts here and no functions",
    ),
    c.definition(
        "hyperbolic-decay",
        r"\alpha = \frac{1}{1 + \kappa \times \tau} \, \alpha_0",
        r"parameter \kappa, \tau, \alpha_0",
        lambda alpha: alpha,
        lambda kappa, tau, alpha_0: alpha_0 / (1 + kappa * tau),
        shapes={"alpha": (), "kappa": (), "tau": (), "alpha_0": ()},
    ),
    c.entry(
        "clipping",
        r"g \leftarrow \min\left( 1, \frac{c}{\lVert g \rVert} \right) g",
        "update",
        "shape g: d; parameter c",
        lambda g: g,
        lambda c, g: min(1.0, c / np.sqrt(g @ g)) * g,
        shapes={"g": (3,), "c": ()},
    ),
    c.definition(
        "exact-line-search",
        r"\alpha = \frac{g^\top g}{g^\top A\, g}",
        "shape g: d; shape A: d,d",
        lambda alpha: alpha,
        lambda g, A: g @ g / (g @ A @ g),
        shapes={"alpha": (), "g": (3,), "A": (3, 3)},
    ),
    c.claim(
        "gradient-check",
        r"\frac{J(\theta + h) - J(\theta - h)}{2h} = J'(\theta)",
        r"parameter \theta; data h",
        lambda theta, h: ((theta + h) ** 2 - (theta - h) ** 2) / (2 * h),
        gradient(lambda theta: theta**2, "theta"),
        given=(r"J(\theta) = \theta^2",),
        shapes={"theta": (), "h": ()},
        note="exact for a square",
    ),
    c.claim(
        "minimiser-has-no-gradient",
        r"\nabla f(A^{-1} b) = 0",
        "shape x: d; shape A: d,d; symmetric A; shape b: d",
        lambda A, b: A @ np.linalg.solve(A, b) - b,
        lambda b: 0 * b,
        given=(QUADRATIC,),
        shapes={"A": (3, 3), "b": (3,)},
        note="0 is the zero vector",
    ),
)
