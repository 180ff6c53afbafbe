"""The gradients of a layer with a Kronecker product, as code that was run before it is given."""

from __future__ import annotations

import derive

DOCUMENT = r"""
<!-- derive: shape A: m,n; shape B: p,q; shape X: q,n; shape T: p,m; data X, T; parameter A, B -->

## Model

$$y = (A \otimes B) \operatorname{vec}(X)$$

## Loss

$$L = \frac{1}{2} \|y - \operatorname{vec}(T)\|^2$$
"""


def test_the_sizes_of_the_blocks_are_taken_from_the_arrays() -> None:
    code = str(derive.code(derive.model_from(DOCUMENT), "numpy"))
    assert "np.kron(A, B)" in code
    assert "reshape((m, p, n, q))" in code
