r"""Time, layers and examples together: `_t`, `^{(t)}`, `^{\langle t\rangle}`, `^{[2](i)}`, and powers beside them."""

from functools import partial

import numpy as np
from textbook_entries import Entry, sigmoid

time = partial(Entry, family="time")

CELL = "shape W_{hh}: h,h; shape W_{xh}: h,m; shape b_h: h; "

ENTRIES: tuple[Entry, ...] = (
    time(
        id="time-rnn-subscripts",
        latex=r"h_t = \tanh(W_{hh} h_{t-1} + W_{xh} x_t + b_h)",
        kind="definition",
        declare=CELL + "shape h_{t-1}: h; shape x_t: m",
        sides=(
            lambda h_t: h_t,
            lambda W_hh, h_t_minus_1, W_xh, x_t, b_h: np.tanh(W_hh @ h_t_minus_1 + W_xh @ x_t + b_h),
        ),
        shapes={"h_t": (2,), "W_hh": (2, 2), "h_t_minus_1": (2,), "W_xh": (2, 3), "x_t": (3,), "b_h": (2,)},
        note="hh and xh are parts of names and no indices",
    ),
    time(
        id="time-rnn-angles",
        latex=r"a^{\langle t \rangle} = g(W_{aa} a^{\langle t-1 \rangle} + W_{ax} x^{\langle t \rangle} + b_a)",
        kind="definition",
        declare=r"shape W_{aa}: h,h; shape W_{ax}: h,m; shape b_a: h; shape a^{\langle t-1\rangle}: h;"
        r" shape x^{\langle t\rangle}: m; function g",
        sides=(
            lambda at: at,
            lambda W_aa, at_minus_1, W_ax, xt, b_a, g: g(W_aa @ at_minus_1 + W_ax @ xt + b_a),
        ),
        shapes={"at": (2,), "W_aa": (2, 2), "at_minus_1": (2,), "W_ax": (2, 3), "xt": (3,), "b_a": (2,)},
        functions=("g",),
    ),
    time(
        id="time-rnn-parentheses",
        latex=r"\boldsymbol h^{(t)} = \tanh(\boldsymbol b + \boldsymbol W \boldsymbol h^{(t-1)}"
        r" + \boldsymbol U \boldsymbol x^{(t)})",
        kind="definition",
        declare=r"shape \boldsymbol b: h; shape \boldsymbol W: h,h; shape \boldsymbol U: h,m;"
        r" shape \boldsymbol h^{(t-1)}: h; shape \boldsymbol x^{(t)}: m",
        sides=(lambda ht: ht, lambda b, W, ht_minus_1, U, xt: np.tanh(b + W @ ht_minus_1 + U @ xt)),
        shapes={"ht": (2,), "b": (2,), "W": (2, 2), "ht_minus_1": (2,), "U": (2, 3), "xt": (3,)},
    ),
    time(
        id="time-lstm-gate",
        latex=r"f_t = \sigma(W_f \cdot [h_{t-1}, x_t] + b_f)",
        kind="definition",
        declare="shape W_f: 2,5; shape h_{t-1}: 2; shape x_t: 3; shape b_f: 2",
        sides=(
            lambda f_t: f_t,
            lambda W_f, h_t_minus_1, x_t, b_f: sigmoid(W_f @ np.concatenate([h_t_minus_1, x_t]) + b_f),
        ),
        shapes={"f_t": (2,), "W_f": (2, 5), "h_t_minus_1": (2,), "x_t": (3,), "b_f": (2,)},
        may_refuse=True,
        note="square brackets with a comma put two vectors one above the other",
    ),
    time(
        id="time-lstm-state",
        latex=r"c_t = f_t \odot c_{t-1} + i_t \odot \tilde{c}_t",
        kind="definition",
        declare=r"shape f_t: h; shape c_{t-1}: h; shape i_t: h; shape \tilde c_t: h",
        sides=(
            lambda c_t: c_t,
            lambda f_t, c_t_minus_1, i_t, c_tilde_t: f_t * c_t_minus_1 + i_t * c_tilde_t,
        ),
        shapes={"c_t": (2,), "f_t": (2,), "c_t_minus_1": (2,), "i_t": (2,), "c_tilde_t": (2,)},
        note="i_t is a gate: neither an index nor the imaginary unit",
    ),
    time(
        id="time-gru",
        latex=r"h_t = (1 - z_t) \circ h_{t-1} + z_t \circ \tilde h_t",
        kind="definition",
        declare=r"shape z_t: h; shape h_{t-1}: h; shape \tilde h_t: h",
        sides=(
            lambda h_t: h_t,
            lambda z_t, h_t_minus_1, h_tilde_t: (1 - z_t) * h_t_minus_1 + z_t * h_tilde_t,
        ),
        shapes={"h_t": (2,), "z_t": (2,), "h_t_minus_1": (2,), "h_tilde_t": (2,)},
    ),
    time(
        id="time-loss-over-time",
        latex=r"\mathcal{L} = \sum_{t=1}^{T} \mathcal{L}_t = -\sum_{t=1}^{T} \log p_t",
        kind="definition",
        declare="shape p: T",
        given=(r"\mathcal{L}_t = -\log p_t",),
        sides=(lambda L: L, lambda p: -np.log(p).sum(), lambda p: -np.log(p).sum()),
        shapes={"L": (), "p": (4,)},
    ),
    time(
        id="time-backward",
        latex=r"\frac{\partial h_t}{\partial h_{t-1}} = \operatorname{diag}(1 - h_t^2)\, W",
        kind="claim",
        declare="layout numerator; shape W: h,h; shape h_{t-1}: h; shape u_t: h",
        given=(r"h_t = \tanh(W h_{t-1} + u_t)",),
        sides=(
            lambda W, h_t_minus_1, u_t: (1 - np.tanh(W @ h_t_minus_1 + u_t) ** 2)[:, None] * W,
            lambda W, h_t_minus_1, u_t: np.diag(1 - np.tanh(W @ h_t_minus_1 + u_t) ** 2) @ W,
        ),
        shapes={"W": (2, 2), "h_t_minus_1": (2,), "u_t": (2,)},
        note="the square of the vector h_t is meant entry by entry",
    ),
    time(
        id="time-momentum",
        latex=r"v^{(t+1)} = \beta v^{(t)} - \eta\, g^{(t)}",
        kind="update|definition",
        declare=r"parameter \beta, \eta; shape v^{(t)}: m; shape g^{(t)}: m",
        sides=(lambda vt_plus_1: vt_plus_1, lambda beta, vt, eta, gt: beta * vt - eta * gt),
        shapes={"vt_plus_1": (3,), "beta": (), "vt": (3,), "eta": (), "gt": (3,)},
    ),
    time(
        id="time-adam-bias-correction",
        latex=r"\hat m_t = \frac{m_t}{1 - \beta_1^t}",
        kind="definition",
        declare=r"shape m_t: k; parameter \beta_1, t",
        sides=(lambda m_hat_t: m_hat_t, lambda m_t, beta_1, t: m_t / (1 - beta_1**t)),
        shapes={"m_hat_t": (3,), "m_t": (3,), "beta_1": (), "t": ()},
        note="t is a declared number: a power on beta_1, and part of the name of m_t",
    ),
    time(
        id="time-adam-step",
        latex=r"\theta_{t+1} = \theta_t - \frac{\eta}{\sqrt{\hat v_t} + \epsilon} \hat m_t",
        kind="update|definition",
        declare=r"shape \theta_t: k; parameter \eta, \epsilon; shape \hat v_t: k; shape \hat m_t: k",
        sides=(
            lambda theta_t_plus_1: theta_t_plus_1,
            lambda theta_t, eta, v_hat_t, epsilon, m_hat_t: theta_t - eta / (np.sqrt(v_hat_t) + epsilon) * m_hat_t,
        ),
        shapes={"theta_t_plus_1": (3,), "theta_t": (3,), "eta": (), "v_hat_t": (3,), "epsilon": (), "m_hat_t": (3,)},
        note="root, sum with a number, quotient and product of vectors are all meant entry by entry",
    ),
    time(
        id="time-layer-and-example",
        latex=r"z^{[2](i)} = W^{[2]} a^{[1](i)} + b^{[2]}",
        kind="definition",
        declare="shape W^{[2]}: k,h; shape a^{[1](i)}: h; shape b^{[2]}: k",
        sides=(lambda z2: z2, lambda W2, a1, b2: a1 @ W2.T + b2),
        shapes={"z2": (4, 2), "W2": (2, 3), "a1": (4, 3), "b2": (2,)},
        free=("i",),
    ),
    time(
        id="time-layer-in-parentheses-example-below",
        latex=r"a_n^{(2)} = \sigma(w^{(2)} a_n^{(1)})",
        kind="definition",
        declare="parameter w^{(2)}; data a_n^{(1)}",
        sides=(lambda a2: a2, lambda w2, a1: sigmoid(w2 * a1)),
        shapes={"a2": (4,), "w2": (), "a1": (4,)},
        free=("n",),
    ),
    time(
        id="time-minibatch-in-braces",
        latex=r"Z^{[1]} = W^{[1]} X^{\{t\}}",
        kind="definition",
        declare=r"shape W^{[1]}: h,m; shape X^{\{t\}}: m,B",
        sides=(lambda Z1: Z1, lambda W1, Xt: W1 @ Xt),
        shapes={"Z1": (2, 4), "W1": (2, 3), "Xt": (3, 4)},
        note="braces as a superscript number the mini-batches",
    ),
    time(
        id="time-unit-and-layer",
        latex=r"a^{[1]}_2 = \sigma(w^{[1]\top}_2 x + b^{[1]}_2)",
        kind="definition",
        declare="shape w^{[1]}_2: m; shape x: m; parameter b^{[1]}_2",
        sides=(lambda a1_2: a1_2, lambda w1_2, x, b1_2: sigmoid(w1_2 @ x + b1_2)),
        shapes={"a1_2": (), "w1_2": (3,), "x": (3,), "b1_2": ()},
    ),
    time(
        id="time-layer-of-bias-outside",
        latex=r"z^{[l]}_j = \sum_k w^{[l]}_{jk} a^{[l-1]}_k + b^{[l]}_j",
        kind="definition",
        declare="shape w^{[l]}: k,h; shape a^{[l-1]}: h; shape b^{[l]}: k",
        sides=(lambda zl: zl, lambda wl, al_minus_1, bl: wl @ al_minus_1 + bl),
        shapes={"zl": (2,), "wl": (2, 3), "al_minus_1": (3,), "bl": (2,)},
        free=("j",),
    ),
    time(
        id="time-layer-power-and-example",
        latex=r"J = \frac1m \sum_{i=1}^{m} \left( a^{[L](i)} - y^{(i)} \right)^2",
        kind="definition",
        declare="data a^{[L](i)}, y^{(i)}",
        sides=(lambda J: J, lambda aL, y: ((aL - y) ** 2).mean()),
        shapes={"J": (), "aL": (4,), "y": (4,)},
        note="last layer, example, and a square, all as superscripts",
    ),
    time(
        id="time-square-of-an-example",
        latex=r"s = \sum_{i=1}^{n} (x^{(i)})^2 w^{(i)}",
        kind="definition",
        declare="data x^{(i)}, w^{(i)}",
        sides=(lambda s: s, lambda x, w: (x**2 * w).sum()),
        shapes={"s": (), "x": (4,), "w": (4,)},
    ),
)
