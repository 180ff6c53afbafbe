r"""What must not be read: slips of the keyboard, shapes that do not fit, names that nothing binds."""

from paper_entries import Paper
from textbook_entries import END

p = Paper("refused")

CROSS_ENTROPY = (r"p = \operatorname{softmax}(z)", r"\ell = -y^\top \log p")
LABELS = "shape z: K; shape y: K; one-hot y"

ENTRIES = (
    p.refused(
        "parenthesis-not-closed",
        r"\nabla_z \ell = \frac{1}{N} \left( p - y",
        "unreadable",
        r"\left(",
        END,
        says=(r"\right", r"\left", "(", "closed"),
        declare=LABELS,
        given=CROSS_ENTROPY,
        kind="claim",
        when="never",
    ),
    p.refused(
        "subscript-lost",
        r"\ell = -\sum_{k=1}^{K} y_k \log p_",
        "unreadable",
        "p_",
        END,
        says=("_", "subscript"),
        declare="shape y: K; shape p: K",
        when="never",
    ),
    p.refused(
        "cases-not-ended",
        r"f(x) = \begin{cases} x & x > 0 \\ 0.01 x & x \le 0",
        "unreadable",
        r"\begin{cases}",
        END,
        says=("cases", r"\end"),
        declare="data x",
        when="never",
    ),
    p.refused(
        "two-superscripts",
        r"\delta^{l} = W^{l+1}^\top \delta^{l+1}",
        "unreadable",
        r"W^{l+1}^\top",
        says=("superscript", "^"),
        declare=r"shape W^{l+1}: k,m; shape \delta^{l+1}: k",
        may_read=True,
        note="TeX refuses it; the transposed matrix was meant, and may be read if that is told",
    ),
    p.refused(
        "misspelt-operatorname",
        r"p = \operatornam{softmax}(z)",
        "unreadable",
        r"\operatornam",
        says=(r"\operatorname",),
        declare="shape z: K",
        when="never",
    ),
    p.refused(
        "brackets-crossed",
        r"\mathcal{L} = \sum_{i=1}^{N} [ y_i \log( p_i ] )",
        "unreadable",
        r"( p_i ] )",
        "[",
        says=("]", ")", "(", "bracket"),
        declare="shape y: N; shape p: N",
        when="never",
    ),
    p.refused(
        "keys-not-transposed",
        r"S = \frac{1}{\sqrt{d}}\, Q K",
        "ill-shaped",
        "Q K",
        says=("shape", "size", "d", "m"),
        declare="shape Q: n,d; shape K: m,d",
    ),
    p.refused(
        "bias-of-the-wrong-layer",
        r"z = W_1 x + b_2",
        "ill-shaped",
        r"W_1 x + b_2",
        says=("shape", "size", "4", "2"),
        declare="shape W_1: 4,3; shape x: 3; shape b_2: 2",
    ),
    p.refused(
        "prediction-of-another-name",
        r"\nabla_z \ell = \hat{y} - y",
        "unbound",
        r"\hat{y}",
        says=(r"\hat{y}", "y_hat", "ŷ", r"\hat y"),
        declare=LABELS,
        given=CROSS_ENTROPY,
        kind="claim",
        note="the prediction is called p here",
    ),
    p.refused(
        "rate-of-another-name",
        r"w - \alpha \nabla E(w) = (1 - \eta)\, w",
        "unbound",
        r"\alpha",
        says=(r"\alpha", "alpha"),
        declare=r"shape w: d; parameter \eta",
        given=(r"E(w) = \frac{1}{2} \lVert w \rVert^2",),
        kind="claim",
        note="the rate is called eta here",
    ),
)
