r"""Losses and activations by cases: Huber, hinge, leaky ReLU, Gaussian log likelihood, log cosh."""

import numpy as np
from paper_entries import Paper
from textbook_entries import gradient

p = Paper("losses")

HUBER = (
    r"\rho(r) = \begin{cases} \frac{1}{2} r^2 & \text{if } |r| \le c, \\"
    r" c\,|r| - \frac{1}{2} c^2 & \text{otherwise} \end{cases}"
)
GAUSS = {
    "declare": r"data y; parameter \mu; positive \sigma",
    "given": (r"p = \frac{1}{\sqrt{2\pi\sigma^2}} \exp\left( -\frac{(y - \mu)^2}{2\sigma^2} \right)",),
    "shapes": {"y": (), "mu": (), "sigma": ()},
}


def absolute(r):
    return np.where(np.real(r) < 0, -r, r)


def huber(r, c):
    return np.where(np.abs(np.real(r)) <= c, r**2 / 2, c * absolute(r) - c**2 / 2)


def leaky(z, alpha):
    return np.where(np.real(z) > 0, z, alpha * z)


def gauss(y, mu, sigma):
    return np.exp(-((y - mu) ** 2) / (2 * sigma**2)) / np.sqrt(2 * np.pi * sigma**2)


ENTRIES = (
    p.definition(
        "huber",
        HUBER,
        "data r; positive c",
        lambda rho: rho,
        huber,
        shapes={"rho": (), "r": (), "c": ()},
    ),
    p.claim(
        "huber-slope-is-clipped",
        r"\rho'(r) = \max\{-c, \min\{r, c\}\}",
        "data r; positive c",
        gradient(huber, "r"),
        lambda r, c: max(-c, min(r, c)),
        given=(HUBER,),
        shapes={"r": (), "c": ()},
        note="braces around the arguments, as for sets",
    ),
    p.claim(
        "hinge",
        r"\frac{\partial}{\partial f} \max(0, 1 - y f) = -y \, \mathbb{1}[y f < 1]",
        "data y, f",
        gradient(lambda y, f: np.where(np.real(y * f) < 1, 1 - y * f, 0), "f"),
        lambda y, f: -y * (y * f < 1),
        shapes={"y": (), "f": ()},
        note="away from the kink; f is a number here",
    ),
    p.claim(
        "leaky-relu-slope",
        r"g'(z) = \begin{cases} 1 & z > 0 \\ \alpha & z < 0 \end{cases}",
        r"data z; parameter \alpha",
        gradient(leaky, "z"),
        lambda z, alpha: np.where(z > 0, 1.0, alpha),
        given=(r"g(z) = \begin{cases} z & z > 0 \\ \alpha z & z \leq 0 \end{cases}",),
        shapes={"z": (), "alpha": ()},
        note="neither `if` nor commas",
    ),
    p.claim(
        "relu-without-cases",
        r"\max(0, z) = \frac{z + |z|}{2}",
        "",
        lambda z: np.maximum(0, z - 0.0),
        lambda z: (z + abs(z)) / 2,
        shapes={"z": ()},
        note="nothing is declared",
    ),
    p.claim(
        "gaussian-log-likelihood",
        r"-\log p = \frac{1}{2} \log(2\pi\sigma^2) + \frac{(y - \mu)^2}{2\sigma^2}",
        GAUSS["declare"],
        lambda y, mu, sigma: -np.log(gauss(y, mu, sigma)),
        lambda y, mu, sigma: np.log(2 * np.pi * sigma**2) / 2 + (y - mu) ** 2 / (2 * sigma**2),
        given=GAUSS["given"],
        shapes=GAUSS["shapes"],
        note="sigma is a number here and pi the number of the circle",
    ),
    p.claim(
        "gaussian-gradients",
        r"\frac{\partial(-\log p)}{\partial \mu} = \frac{\mu - y}{\sigma^2}, \qquad"
        r" \frac{\partial(-\log p)}{\partial \sigma} = \frac{1}{\sigma} - \frac{(y - \mu)^2}{\sigma^3}",
        GAUSS["declare"],
        gradient(lambda y, mu, sigma: -np.log(gauss(y, mu, sigma)), "mu"),
        lambda y, mu, sigma: (mu - y) / sigma**2,
        gradient(lambda y, mu, sigma: -np.log(gauss(y, mu, sigma)), "sigma"),
        lambda y, mu, sigma: 1 / sigma - (y - mu) ** 2 / sigma**3,
        given=GAUSS["given"],
        kind="claim; claim",
        split=(2, 2),
        shapes=GAUSS["shapes"],
    ),
    p.claim(
        "log-cosh",
        r"\frac{\mathrm d}{\mathrm d r} \ln \cosh \frac{r}{s} = \frac{1}{s} \tanh \frac{r}{s}",
        "",
        gradient(lambda r, s: np.log((np.exp(r / s) + np.exp(-r / s)) / 2), "r"),
        lambda r, s: np.tanh(r / s) / s,
        shapes={"r": (), "s": ()},
        note="nothing is declared; upright d, and functions without brackets",
    ),
)
