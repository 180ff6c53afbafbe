r"""Recurrent cells and backpropagation through time: Elman, LSTM, GRU, unrolled chains, losses over a sequence."""

import numpy as np
from course_entries import Course
from textbook_entries import gradient, jacobian, sigmoid, softmax

c = Course("recurrent")

VECTORS = dict.fromkeys(
    ("f_t", "i_t", "o_t", "c_tilde_t", "c_t", "h_t", "z_t", "r_t", "h_tilde_t", "h_t_minus_1", "c_t_minus_1"), (2,)
)
TANH_STEPS = (r"h_1 = \tanh(w h_0 + u x_1)", r"h_2 = \tanh(w h_1 + u x_2)", r"h_3 = \tanh(w h_2 + u x_3)")


def squares(r):
    return (r**2).sum()


def pick(names):
    return {name: VECTORS[name] for name in names.split()}


def third_of_first(w, u, h_1, x_2, x_3):
    return np.tanh(w * np.tanh(w * h_1 + u * x_2) + u * x_3)


def back_to_first(w, u, h_0, x_1, x_2, x_3):
    h_1 = np.tanh(w * h_0 + u * x_1)
    h_2 = np.tanh(w * h_1 + u * x_2)
    h_3 = np.tanh(w * h_2 + u * x_3)
    return w**2 * (1 - h_3**2) * (1 - h_2**2)


def chained(w, u, h_0, x_1, x_2, x_3):
    h_1 = np.tanh(w * h_0 + u * x_1)
    return gradient(third_of_first, "h_1")(w=w, u=u, h_1=h_1, x_2=x_2, x_3=x_3)


def read_out(V, h, y):
    return squares(V @ h - y) / 2


def next_loss(W, U, V, h_t, x_t_plus_1, y):
    return read_out(V, np.tanh(W @ h_t + U @ x_t_plus_1), y)


def next_backward(W, U, V, h_t, x_t_plus_1, y):
    h = np.tanh(W @ h_t + U @ x_t_plus_1)
    return W.T @ ((1 - h**2) * (V.T @ (V @ h - y)))


ENTRIES = (
    c.entry(
        "lstm-cell",
        r"\begin{align}"
        r" f_t &= \sigma(W_f x_t + U_f h_{t-1} + b_f) \\"
        r" i_t &= \sigma(W_i x_t + U_i h_{t-1} + b_i) \\"
        r" \tilde{c}_t &= \tanh(W_c x_t + U_c h_{t-1} + b_c) \\"
        r" c_t &= f_t \odot c_{t-1} + i_t \odot \tilde{c}_t \\"
        r" h_t &= o_t \odot \tanh(c_t)"
        r" \end{align}",
        "definition; definition; definition; definition; definition",
        "shape x_t: m; shape h_{t-1}: h; shape c_{t-1}: h; shape o_t: h; shape W_f: h,m; shape W_i: h,m;"
        " shape W_c: h,m; shape U_f: h,h; shape U_i: h,h; shape U_c: h,h; shape b_f: h; shape b_i: h; shape b_c: h",
        lambda f_t: f_t,
        lambda W_f, x_t, U_f, h_t_minus_1, b_f: sigmoid(W_f @ x_t + U_f @ h_t_minus_1 + b_f),
        lambda i_t: i_t,
        lambda W_i, x_t, U_i, h_t_minus_1, b_i: sigmoid(W_i @ x_t + U_i @ h_t_minus_1 + b_i),
        lambda c_tilde_t: c_tilde_t,
        lambda W_c, x_t, U_c, h_t_minus_1, b_c: np.tanh(W_c @ x_t + U_c @ h_t_minus_1 + b_c),
        lambda c_t: c_t,
        lambda f_t, c_t_minus_1, i_t, c_tilde_t: f_t * c_t_minus_1 + i_t * c_tilde_t,
        lambda h_t: h_t,
        lambda o_t, c_t: o_t * np.tanh(c_t),
        split=(2, 2, 2, 2, 2),
        shapes=pick("f_t i_t c_tilde_t c_t h_t o_t h_t_minus_1 c_t_minus_1")
        | {"x_t": (3,)}
        | dict.fromkeys(("W_f", "W_i", "W_c"), (2, 3))
        | dict.fromkeys(("U_f", "U_i", "U_c"), (2, 2))
        | dict.fromkeys(("b_f", "b_i", "b_c"), (2,)),
        note="the subscript i of W_i and b_i names the input gate",
    ),
    c.definition(
        "lstm-gate-in-rows",
        r"\mathbf{I}_t = \sigma(\mathbf{X}_t \mathbf{W}_{\textrm{xi}} + \mathbf{H}_{t-1} \mathbf{W}_{\textrm{hi}}"
        r" + \mathbf{b}_\textrm{i})",
        r"examples rows; shape \mathbf{X}_t: n,d; shape \mathbf{W}_{\textrm{xi}}: d,h; shape \mathbf{H}_{t-1}: n,h;"
        r" shape \mathbf{W}_{\textrm{hi}}: h,h; shape \mathbf{b}_\textrm{i}: 1,h",
        lambda I_t: I_t,
        lambda X_t, W_xi, H_t_minus_1, W_hi, b_i: sigmoid(X_t @ W_xi + H_t_minus_1 @ W_hi + b_i),
        shapes={
            "I_t": (4, 2),
            "X_t": (4, 3),
            "W_xi": (3, 2),
            "H_t_minus_1": (4, 2),
            "W_hi": (2, 2),
            "b_i": (1, 2),
        },
        note="the bold I is the input gate and no identity",
    ),
    c.entry(
        "gru-cell",
        r"\begin{aligned}"
        r" z_t &= \sigma(W_z x_t + U_z h_{t-1}), & r_t &= \sigma(W_r x_t + U_r h_{t-1}), \\"
        r" \tilde{h}_t &= \tanh\bigl(W x_t + U (r_t \odot h_{t-1})\bigr), &"
        r" h_t &= z_t \odot h_{t-1} + (1 - z_t) \odot \tilde{h}_t. \end{aligned}",
        "definition; definition; definition; definition",
        "shape x_t: m; shape h_{t-1}: h; shape W_z: h,m; shape W_r: h,m; shape W: h,m;"
        " shape U_z: h,h; shape U_r: h,h; shape U: h,h",
        lambda z_t: z_t,
        lambda W_z, x_t, U_z, h_t_minus_1: sigmoid(W_z @ x_t + U_z @ h_t_minus_1),
        lambda r_t: r_t,
        lambda W_r, x_t, U_r, h_t_minus_1: sigmoid(W_r @ x_t + U_r @ h_t_minus_1),
        lambda h_tilde_t: h_tilde_t,
        lambda W, x_t, U, r_t, h_t_minus_1: np.tanh(W @ x_t + U @ (r_t * h_t_minus_1)),
        lambda h_t: h_t,
        lambda z_t, h_t_minus_1, h_tilde_t: z_t * h_t_minus_1 + (1 - z_t) * h_tilde_t,
        split=(2, 2, 2, 2),
        shapes=pick("z_t r_t h_tilde_t h_t h_t_minus_1")
        | {"x_t": (3,)}
        | dict.fromkeys(("W_z", "W_r", "W"), (2, 3))
        | dict.fromkeys(("U_z", "U_r", "U"), (2, 2)),
    ),
    c.entry(
        "elman-and-output",
        r"s_t = \tanh(U x_t + W s_{t-1}), \qquad \hat{y}_t = \mathrm{softmax}(V s_t)",
        "definition; definition",
        "shape U: h,m; shape x_t: m; shape W: h,h; shape s_{t-1}: h; shape V: k,h",
        lambda s_t: s_t,
        lambda U, x_t, W, s_t_minus_1: np.tanh(U @ x_t + W @ s_t_minus_1),
        lambda y_hat_t: y_hat_t,
        lambda V, s_t: softmax(V @ s_t),
        split=(2, 2),
        shapes={
            "s_t": (2,),
            "U": (2, 3),
            "x_t": (3,),
            "W": (2, 2),
            "s_t_minus_1": (2,),
            "y_hat_t": (4,),
            "V": (4, 2),
        },
    ),
    c.claim(
        "linear-unrolled",
        r"h_3 = w^3 h_0 + w^2 x_1 + w x_2 + x_3",
        "data h_0, x_1, x_2, x_3; parameter w",
        lambda w, h_0, x_1, x_2, x_3: w * (w * (w * h_0 + x_1) + x_2) + x_3,
        lambda w, h_0, x_1, x_2, x_3: w**3 * h_0 + w**2 * x_1 + w * x_2 + x_3,
        given=("h_1 = w h_0 + x_1", "h_2 = w h_1 + x_2", "h_3 = w h_2 + x_3"),
        shapes=dict.fromkeys(("w", "h_0", "x_1", "x_2", "x_3"), ()),
    ),
    c.claim(
        "linear-through-time",
        r"\frac{d h_3}{d w} = h_2 + w h_1 + w^2 h_0",
        "data h_0, x_1, x_2, x_3; parameter w",
        gradient(lambda w, h_0, x_1, x_2, x_3: w * (w * (w * h_0 + x_1) + x_2) + x_3 + 0 * x_3, "w"),
        lambda w, h_0, x_1, x_2: w * (w * h_0 + x_1) + x_2 + w * (w * h_0 + x_1) + w**2 * h_0,
        given=("h_1 = w h_0 + x_1", "h_2 = w h_1 + x_2", "h_3 = w h_2 + x_3"),
        shapes=dict.fromkeys(("w", "h_0", "x_1", "x_2", "x_3"), ()),
        note="the total derivative: w acts at three steps",
    ),
    c.claim(
        "tanh-chain",
        r"\frac{\partial h_3}{\partial h_1} = \frac{\partial h_3}{\partial h_2} \cdot"
        r" \frac{\partial h_2}{\partial h_1} = w^2 (1 - h_3^2)(1 - h_2^2)",
        "data h_0, x_1, x_2, x_3; parameter w, u",
        chained,
        back_to_first,
        back_to_first,
        given=TANH_STEPS,
        shapes=dict.fromkeys(("w", "u", "h_0", "x_1", "x_2", "x_3"), ()),
        note="h_3^2 is the square of h_3",
    ),
    c.claim(
        "one-step-back",
        r"\frac{\partial L}{\partial h_t}"
        r" = W^{\top} \left( (1 - h_{t+1}^2) \odot \frac{\partial L}{\partial h_{t+1}} \right)",
        "shape W: h,h; shape U: h,m; shape V: k,h; shape h_t: h; shape x_{t+1}: m; shape y: k",
        gradient(next_loss, "h_t"),
        next_backward,
        given=(r"h_{t+1} = \tanh(W h_t + U x_{t+1})", r"L = \tfrac12 \| V h_{t+1} - y \|^2"),
        shapes={"W": (2, 2), "U": (2, 3), "V": (4, 2), "h_t": (2,), "x_t_plus_1": (3,), "y": (4,)},
    ),
    c.definition(
        "sum-of-outer-products",
        r"\Delta = \sum_{t=2}^{T} \delta_t h_{t-1}^{\top}",
        r"shape \delta_t: k; shape h_t: h",
        lambda Delta: Delta,
        lambda delta, h: delta[1:].T @ h[:-1],
        shapes={"Delta": (2, 3), "delta": (4, 2), "h": (4, 3)},
        note="t is bound: the errors and the states are sequences of vectors",
    ),
    c.claim(
        "gradient-through-the-cell",
        r"\frac{\partial c_t}{\partial c_{t-1}} = \mathrm{diag}(f_t)",
        "shape f_t: h; shape c_{t-1}: h; shape i_t: h; shape g_t: h",
        jacobian(lambda f_t, c_t_minus_1, i_t, g_t: f_t * c_t_minus_1 + i_t * g_t, "c_t_minus_1"),
        lambda f_t: np.eye(len(f_t)) * f_t,
        given=(r"c_t = f_t \odot c_{t-1} + i_t \odot g_t",),
        shapes=pick("f_t c_t_minus_1 i_t") | {"g_t": (2,)},
        note="a diagonal matrix is the same in both layouts",
    ),
    c.claim(
        "gradient-of-the-output-gate",
        r"\frac{\partial E}{\partial o_t} = \frac{\partial E}{\partial h_t} \circ \tanh(c_t)",
        "shape o_t: h; shape c_t: h; shape d_t: h",
        gradient(lambda o_t, c_t, d_t: squares(o_t * np.tanh(c_t) - d_t) / 2, "o_t"),
        lambda o_t, c_t, d_t: (o_t * np.tanh(c_t) - d_t) * np.tanh(c_t),
        given=(r"h_t = o_t \circ \tanh(c_t)", r"E = \tfrac{1}{2} \lVert h_t - d_t \rVert^2"),
        shapes=pick("o_t c_t") | {"d_t": (2,)},
        note="the ring is the entrywise product",
    ),
    c.claim(
        "gradient-of-the-update-gate",
        r"\frac{\partial h_t}{\partial z_t} = \tilde{h}_t - h_{t-1}",
        r"data z_t, h_{t-1}, \tilde{h}_t",
        gradient(lambda z_t, h_t_minus_1, h_tilde_t: (1 - z_t) * h_t_minus_1 + z_t * h_tilde_t, "z_t"),
        lambda h_tilde_t, h_t_minus_1: h_tilde_t - h_t_minus_1,
        given=(r"h_t = (1 - z_t) h_{t-1} + z_t \tilde{h}_t",),
        shapes={"z_t": (), "h_t_minus_1": (), "h_tilde_t": ()},
    ),
    c.entry(
        "perplexity",
        r"\mathrm{PP} = \exp\left( -\frac{1}{T} \sum_{t=1}^{T} \log p_t \right) = \prod_{t=1}^{T} p_t^{-1/T}",
        "definition|claim",
        "shape p: T; positive p",
        lambda PP: PP,
        lambda p: np.exp(-np.log(p).mean()),
        lambda p: np.prod(p ** (-1 / len(p))),
        shapes={"PP": (), "p": (4,)},
        note="T is the length of the sequence, in an exponent as well",
    ),
)
