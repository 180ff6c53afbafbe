r"""Matrix factorisation, word vectors with negative sampling, and autoencoders."""

import numpy as np
from course_entries import Course
from textbook_entries import gradient, sigmoid, softmax

c = Course("embeddings")

RATINGS = r"shape r: m,n; shape u_i: k; shape v_j: k; parameter \lambda"


def squares(r):
    return (r**2).sum()


def ratings_loss(r, u, v, lam):
    return squares(r - u @ v.T) / 2 + lam / 2 * (squares(u) + squares(v))


def negatives(u_o, v_c, u):
    return -np.log(sigmoid(u_o @ v_c)) - np.log(sigmoid(-(u @ v_c))).sum()


def tied_loss(W, x):
    return squares(x - W.T @ (W @ x)) / 2


def tied_gradient(W, x):
    r = x - W.T @ (W @ x)
    return -W @ (np.outer(x, r) + np.outer(r, x))


def sparsity(beta, rho, rho_hat):
    return beta * (rho * np.log(rho / rho_hat) + (1 - rho) * np.log((1 - rho) / (1 - rho_hat))).sum()


ENTRIES = (
    c.definition(
        "ratings-objective",
        r"J = \frac{1}{2} \sum_{i=1}^{m} \sum_{j=1}^{n} \left( r_{ij} - u_i^\top v_j \right)^2"
        r" + \frac{\lambda}{2} \left( \sum_{i=1}^{m} \lVert u_i \rVert^2 + \sum_{j=1}^{n} \lVert v_j \rVert^2"
        r" \right)",
        RATINGS,
        lambda J: J,
        ratings_loss,
        shapes={"J": (), "r": (4, 3), "u": (4, 2), "v": (3, 2), "lam": ()},
    ),
    c.claim(
        "ratings-gradient",
        r"\frac{\partial J}{\partial u_i} = -\sum_{j=1}^{n} \left( r_{ij} - u_i^\top v_j \right) v_j + \lambda u_i",
        RATINGS,
        gradient(ratings_loss, "u"),
        lambda r, u, v, lam: -(r - u @ v.T) @ v + lam * u,
        given=(
            r"J = \frac{1}{2} \sum_{i=1}^{m} \sum_{j=1}^{n} (r_{ij} - u_i^\top v_j)^2"
            r" + \frac{\lambda}{2} \sum_{i=1}^{m} \| u_i \|^2 + \frac{\lambda}{2} \sum_{j=1}^{n} \| v_j \|^2",
        ),
        shapes={"r": (4, 3), "u": (4, 2), "v": (3, 2), "lam": ()},
        free=("i",),
        note="a gradient by the vector u_i, for every i",
    ),
    c.claim(
        "factors-as-matrices",
        r"\nabla_{U} J = (UV^\top - R)\,V, \qquad \nabla_{V} J = (UV^\top - R)^\top U",
        "shape U: m,k; shape V: n,k; shape R: m,n",
        gradient(lambda U, V, R: squares(R - U @ V.T) / 2, "U"),
        lambda U, V, R: (U @ V.T - R) @ V,
        gradient(lambda U, V, R: squares(R - U @ V.T) / 2, "V"),
        lambda U, V, R: (U @ V.T - R).T @ U,
        given=(r"J = \tfrac12 \lVert R - U V^\top \rVert_F^2",),
        kind="claim; claim",
        split=(2, 2),
        shapes={"U": (4, 2), "V": (3, 2), "R": (4, 3)},
    ),
    c.definition(
        "predicted-rating-with-offsets",
        r"\hat{r}_{ui} = \mu + b_u + c_i + p_u^{\top} q_i",
        r"parameter \mu; shape b: m; shape c: n; shape p_u: f; shape q_i: f",
        lambda r_hat: r_hat,
        lambda mu, b, c, p, q: mu + b[:, None] + c + p @ q.T,
        shapes={"r_hat": (4, 3), "mu": (), "b": (4,), "c": (3,), "p": (4, 2), "q": (3, 2)},
        free=("u", "i"),
    ),
    c.definition(
        "negative-sampling",
        r"J_{\text{neg}} = -\log \sigma(\mathbf{u}_o^\top \mathbf{v}_c) - \sum_{k=1}^{K} \log \sigma(-\mathbf{u}_k^\top"
        r" \mathbf{v}_c)",
        r"shape \mathbf{u}_o: d; shape \mathbf{v}_c: d; shape \mathbf{u}_k: d",
        lambda J_neg: J_neg,
        negatives,
        shapes={"J_neg": (), "u_o": (3,), "v_c": (3,), "u": (4, 3)},
        note="u_o and v_c are the vectors of two words; u_k are K samples",
    ),
    c.claim(
        "negative-sampling-gradient",
        r"\frac{\partial J}{\partial v_c} = \bigl(\sigma(u_o^T v_c) - 1\bigr) u_o + \sum_{k=1}^K \bigl(1 -"
        r" \sigma(-u_k^T v_c)\bigr) u_k",
        "shape u_o: d; shape v_c: d; shape u_k: d",
        gradient(negatives, "v_c"),
        lambda u_o, v_c, u: (sigmoid(u_o @ v_c) - 1) * u_o + (1 - sigmoid(-(u @ v_c))) @ u,
        given=(r"J = -\log \sigma(u_o^T v_c) - \sum_{k=1}^K \log \sigma(-u_k^T v_c)",),
        shapes={"u_o": (3,), "v_c": (3,), "u": (4, 3)},
    ),
    c.claim(
        "naive-softmax-gradient",
        r"\frac{\partial J}{\partial v_c} = U(\hat{y} - y)",
        "shape U: d,V; shape v_c: d; shape y: V; one-hot y",
        gradient(lambda U, v_c, y: -(y * np.log(softmax(U.T @ v_c))).sum(), "v_c"),
        lambda U, v_c, y: U @ (softmax(U.T @ v_c) - y),
        given=(r"\hat{y} = \operatorname{softmax}(U^\top v_c)", r"J = -\sum_{w} y_w \log \hat{y}_w"),
        shapes={"U": (3, 5), "v_c": (3,), "y": (5,)},
        note="the words are the columns of U, so U is a factor and no function",
    ),
    c.definition(
        "global-vectors",
        r"J = \sum_{i,j=1}^{V} f(X_{ij}) \left( w_i^\top \tilde{w}_j + b_i + \tilde{b}_j - \log X_{ij} \right)^2",
        r"function f; shape X: V,V; shape w_i: d; shape \tilde{w}_j: d; shape b: V; shape \tilde{b}: V",
        lambda J: J,
        lambda f, X, w, w_tilde, b, b_tilde: (f(X) * (w @ w_tilde.T + b[:, None] + b_tilde - np.log(X)) ** 2).sum(),
        shapes={"J": (), "X": (4, 4), "w": (4, 3), "w_tilde": (4, 3), "b": (4,), "b_tilde": (4,)},
        functions=("f",),
        note="one sign with two indices and one upper limit",
    ),
    c.definition(
        "decoder-with-primed-names",
        r"\mathbf{z} = s(\mathbf{W}' \mathbf{y} + \mathbf{b}')",
        r"function s; shape \mathbf{W}': d,h; shape \mathbf{y}: h; shape \mathbf{b}': d",
        lambda z: z,
        lambda s, W_prime, y, b_prime: s(W_prime @ y + b_prime),
        shapes={"z": (3,), "W_prime": (3, 2), "y": (2,), "b_prime": (3,)},
        functions=("s",),
        note="the primed parameters of the decoder are declared: nothing is transposed",
    ),
    c.claim(
        "tied-weights",
        r"\nabla_W L = -W \left( x r^\top + r x^\top \right)",
        "shape W: h,d; shape x: d",
        gradient(tied_loss, "W"),
        tied_gradient,
        given=(r"r = x - W^\top W x", r"L = \frac{1}{2} \| r \|^2"),
        shapes={"W": (2, 3), "x": (3,)},
    ),
    c.claim(
        "sparsity-gradient",
        r"\frac{\partial \Omega}{\partial \hat\rho_j}"
        r" = \beta \left( -\frac{\rho}{\hat\rho_j} + \frac{1 - \rho}{1 - \hat\rho_j} \right)",
        r"parameter \beta, \rho; shape \hat\rho: s",
        gradient(sparsity, "rho_hat"),
        lambda beta, rho, rho_hat: beta * (-rho / rho_hat + (1 - rho) / (1 - rho_hat)),
        given=(
            r"\Omega = \beta \sum_{j=1}^{s} \left[ \rho \log \frac{\rho}{\hat\rho_j} + (1 - \rho) \log \frac{1 -"
            r" \rho}{1 - \hat\rho_j} \right]",
        ),
        shapes={"beta": (), "rho": (), "rho_hat": (3,)},
        free=("j",),
    ),
    c.definition(
        "contractive-penalty",
        r"\Omega = \gamma \sum_{j} \bigl( h_j (1 - h_j) \bigr)^2 \sum_{i} W_{ji}^2",
        r"shape h: p; shape W: p,q; parameter \gamma",
        lambda Omega: Omega,
        lambda gamma, h, W: gamma * ((h * (1 - h)) ** 2 * (W**2).sum(axis=1)).sum(),
        shapes={"Omega": (), "gamma": (), "h": (2,), "W": (2, 3)},
        note="the inner sum stands within the outer",
    ),
)
