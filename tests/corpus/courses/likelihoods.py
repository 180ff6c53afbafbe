r"""Gaussian and Bernoulli likelihoods, their logarithms, maximisers and divergences."""

import numpy as np
from course_entries import Course
from textbook_entries import gradient

c = Course("likelihood")

GAUSS = r"data x; parameter \mu, \sigma"
SAMPLE = r"shape x: n; parameter \mu, \sigma"
NLL = r"\mathrm{NLL} = \frac{n}{2} \ln(2\pi\sigma^2) + \frac{1}{2\sigma^2} \sum_{i=1}^{n} (x_i - \mu)^2"
INVERSE, DET = np.linalg.inv, np.linalg.det


def density(x, mu, sigma):
    return np.exp(-((x - mu) ** 2) / (2 * sigma**2)) / np.sqrt(2 * np.pi * sigma**2)


def negative(x, mu, sigma):
    return len(x) / 2 * np.log(2 * np.pi * sigma**2) + ((x - mu) ** 2).sum() / (2 * sigma**2)


def many(x, mu, Sigma):
    r = x - mu
    return -len(x) / 2 * np.log(2 * np.pi) - np.log(DET(Sigma)) / 2 - r @ INVERSE(Sigma) @ r / 2


def prior_divergence(mu, sigma):
    return -(1 + np.log(sigma**2) - mu**2 - sigma**2).sum() / 2


ENTRIES = (
    c.definition(
        "density",
        r"p(x \mid \mu, \sigma^2) = \frac{1}{\sqrt{2\pi\sigma^2}} \exp\left( -\frac{(x-\mu)^2}{2\sigma^2} \right)",
        GAUSS,
        lambda p: p,
        density,
        shapes={"p": (), "x": (), "mu": (), "sigma": ()},
        note="pi is the number; sigma is declared, and no logistic function",
    ),
    c.claim(
        "log-density",
        r"\log p(x) = -\tfrac{1}{2} \log(2\pi) - \log\sigma - \frac{(x - \mu)^2}{2\sigma^2}",
        GAUSS + r"; positive \sigma",
        lambda x, mu, sigma: np.log(density(x, mu, sigma)),
        lambda x, mu, sigma: -np.log(2 * np.pi) / 2 - np.log(sigma) - (x - mu) ** 2 / (2 * sigma**2),
        given=(r"p(x) = \frac{1}{\sigma\sqrt{2\pi}} e^{-\frac{(x-\mu)^2}{2\sigma^2}}",),
        shapes={"x": (), "mu": (), "sigma": ()},
    ),
    c.claim(
        "sample-gradients",
        r"\begin{align} \frac{\partial\, \mathrm{NLL}}{\partial \mu} &= -\frac{1}{\sigma^2} \sum_{i=1}^{n} (x_i - \mu)"
        r" \\ \frac{\partial\, \mathrm{NLL}}{\partial \sigma} &= \frac{n}{\sigma} - \frac{1}{\sigma^3}"
        r" \sum_{i=1}^{n} (x_i - \mu)^2 \end{align}",
        SAMPLE,
        gradient(negative, "mu"),
        lambda x, mu, sigma: -(x - mu).sum() / sigma**2,
        gradient(negative, "sigma"),
        lambda x, mu, sigma: len(x) / sigma - ((x - mu) ** 2).sum() / sigma**3,
        given=(NLL,),
        kind="claim; claim",
        split=(2, 2),
        shapes={"x": (4,), "mu": (), "sigma": ()},
    ),
    c.definition(
        "multivariate",
        r"\ell(\boldsymbol\mu, \boldsymbol\Sigma) = -\frac{D}{2} \ln 2\pi - \frac{1}{2} \ln |\boldsymbol\Sigma| -"
        r" \frac{1}{2} (\mathbf{x} - \boldsymbol\mu)^{T} \boldsymbol\Sigma^{-1} (\mathbf{x} - \boldsymbol\mu)",
        r"shape \mathbf{x}: D; shape \boldsymbol\mu: D; shape \boldsymbol\Sigma: D,D; symmetric \boldsymbol\Sigma",
        lambda ell: ell,
        many,
        shapes={"ell": (), "x": (3,), "mu": (3,), "Sigma": (3, 3)},
        note="ln reaches over 2 pi; Sigma is a matrix and no sum",
    ),
    c.claim(
        "multivariate-gradient-of-the-mean",
        r"\nabla_{\bm\mu}\, \ell = \bm\Sigma^{-1} (\bm x - \bm\mu)",
        r"shape \bm x: D; shape \bm\mu: D; shape \bm\Sigma: D,D; symmetric \bm\Sigma",
        gradient(many, "mu"),
        lambda x, mu, Sigma: INVERSE(Sigma) @ (x - mu),
        given=(r"\ell = -\frac12 \ln\det\bm\Sigma - \frac12 (\bm x - \bm\mu)^\top \bm\Sigma^{-1} (\bm x - \bm\mu)",),
        shapes={"x": (3,), "mu": (3,), "Sigma": (3, 3)},
    ),
    c.claim(
        "precision-matrix",
        r"\frac{\partial \ell}{\partial \Lambda} = \tfrac{1}{2} \left( \Lambda^{-1} - (x - \mu)(x - \mu)^\top \right)",
        r"shape x: D; shape \mu: D; shape \Lambda: D,D; symmetric \Lambda",
        gradient(lambda x, mu, Lambda: (np.log(DET(Lambda)) - (x - mu) @ Lambda @ (x - mu)) / 2, "Lambda"),
        lambda x, mu, Lambda: (INVERSE(Lambda) - np.outer(x - mu, x - mu)) / 2,
        given=(r"\ell = \frac12 \log\det\Lambda - \frac12 (x - \mu)^\top \Lambda (x - \mu)",),
        shapes={"x": (3,), "mu": (3,), "Lambda": (3, 3)},
        note="all entries vary independently, at a symmetric point",
    ),
    c.definition(
        "sample-mean-hatted",
        r"\hat{\mu}_{\mathrm{ML}} = \frac1N \sum_{n=1}^N \mathbf{x}_n",
        r"shape \mathbf{x}_n: D",
        lambda mu_hat_ML: mu_hat_ML,
        lambda x: x.mean(axis=0),
        shapes={"mu_hat_ML": (3,), "x": (4, 3)},
    ),
    c.definition(
        "sample-covariance",
        r"\mathbf{S} = \frac{1}{N} \sum_{n=1}^{N} (\mathbf{x}_n - \bar{\mathbf{x}})(\mathbf{x}_n -"
        r" \bar{\mathbf{x}})^{\mathrm{T}}",
        r"shape \mathbf{x}_n: D; shape \bar{\mathbf{x}}: D",
        lambda S: S,
        lambda x, x_bar: (x - x_bar).T @ (x - x_bar) / len(x),
        shapes={"S": (3, 3), "x": (4, 3), "x_bar": (3,)},
        note="brackets side by side are an outer product",
    ),
    c.entry(
        "prior-divergence",
        r"\mathrm{KL} = -\frac{1}{2} \sum_{j=1}^{J} \left( 1 + \log \sigma_j^2 - \mu_j^2 - \sigma_j^2 \right)",
        "definition",
        r"shape \mu: J; shape \sigma: J",
        lambda KL: KL,
        prior_divergence,
        shapes={"KL": (), "mu": (3,), "sigma": (3,)},
        note="log sigma_j^2 is the logarithm of the square",
    ),
    c.claim(
        "prior-divergence-gradients",
        r"\frac{\partial\, \mathrm{KL}}{\partial \mu_j} = \mu_j, \qquad"
        r" \frac{\partial\, \mathrm{KL}}{\partial \sigma_j} = \sigma_j - \frac{1}{\sigma_j}",
        r"shape \mu: J; shape \sigma: J",
        gradient(prior_divergence, "mu"),
        lambda mu: 1 * mu,
        gradient(prior_divergence, "sigma"),
        lambda sigma: sigma - 1 / sigma,
        given=(r"\mathrm{KL} = -\frac12 \sum_{j=1}^J (1 + \log(\sigma_j^2) - \mu_j^2 - \sigma_j^2)",),
        kind="claim; claim",
        split=(2, 2),
        shapes={"mu": (3,), "sigma": (3,)},
        free=("j",),
    ),
    c.claim(
        "bernoulli-score",
        r"\frac{d}{d\theta} \Bigl[ k \log\theta + (n - k) \log(1 - \theta) \Bigr] = \frac{k}{\theta} - \frac{n - k}{1"
        r" - \theta}",
        r"data k, n; parameter \theta",
        gradient(lambda k, n, theta: k * np.log(theta) + (n - k) * np.log(1 - theta), "theta"),
        lambda k, n, theta: k / theta - (n - k) / (1 - theta),
        shapes={"k": (), "n": (), "theta": ()},
        note="k is a count and no index",
    ),
)
