"""Code in NumPy."""

from __future__ import annotations

from derive.coding.target import COMPARISON, POWER, Target, Template

HELPERS = {
    "sigmoid": '''\
def sigmoid(z):
    """1 / (1 + e^-z), without overflow."""
    e = np.exp(-np.abs(z))
    return np.where(z >= 0, 1, e) / (1 + e)
''',
    "erf": '''\
def erf(x):
    """The error function, entry by entry; scipy.special.erf is the same, and fast."""
    return np.vectorize(math.erf, otypes=[float])(x)
''',
    "normal_cdf": '''\
def normal_cdf(z):
    """The normal distribution function, entry by entry; scipy.special.ndtr is the same, and fast."""
    return np.vectorize(lambda u: math.erfc(-u / math.sqrt(2)) / 2, otypes=[float])(z)
''',
    "softmax": '''\
def softmax(z, axis):
    """e^z over its sums along an axis, without overflow."""
    e = np.exp(z - z.max(axis=axis, keepdims=True))
    return e / e.sum(axis=axis, keepdims=True)
''',
    "log_softmax": '''\
def log_softmax(z, axis):
    """The logarithm of the softmax along an axis, without overflow."""
    shifted = z - z.max(axis=axis, keepdims=True)
    return shifted - np.log(np.exp(shifted).sum(axis=axis, keepdims=True))
''',
    "scatter": '''\
def scatter(values, places, shape):
    """An array of zeros with the values added in at their places."""
    result = np.zeros(shape)
    np.add.at(result, places, values)
    return result
''',
}

NEEDED = dict.fromkeys(("erf", "normal_cdf"), "import math")

TEMPLATES = {
    "abs": Template("np.abs(#0)"),
    "arange": Template("np.arange(#size)"),
    "arctan": Template("np.arctan(#0)"),
    "argmax": Template("#0!6.argmax(#axis)"),
    "array": Template("np.array([#*])#reshape"),
    "at_least": Template("#0!2 >= #1!2", COMPARISON),
    "choose": Template("np.where(#?0, #1, #2)"),
    "concatenate": Template("np.concatenate([#*], #axis)"),
    "cos": Template("np.cos(#0)"),
    "cosh": Template("np.cosh(#0)"),
    "det": Template("np.linalg.det(#0)"),
    "diag": Template("np.diag(#0)"),
    "diagonal": Template("np.diagonal(#0)"),
    "equals": Template("#0!2 == #1!2", COMPARISON),
    "erf": Template("erf(#0)", helper="erf"),
    "exp": Template("np.exp(#0)"),
    "expand": Template("#0!6[#slots]"),
    "eye": Template("np.eye(#size)"),
    "full": Template("np.full(#shape, #0)"),
    "greater": Template("#0!2 > #1!2", COMPARISON),
    "inverse": Template("np.linalg.inv(#0)"),
    "kron": Template("np.kron(#0, #1)"),
    "kron_left": Template('np.einsum("ipjq,pq->ij", #0!6.reshape(#shape), #1)'),
    "kron_right": Template('np.einsum("ipjq,ij->pq", #0!6.reshape(#shape), #1)'),
    "leaky_relu": Template("np.where(#0!2 > 0, #0, 0.01 * #0!4)"),
    "log": Template("np.log(#0)"),
    "log_det": Template("np.linalg.slogdet(#0)[1]"),
    "log_softmax": Template("log_softmax(#0, #axis)", helper="log_softmax"),
    "max": Template("np.maximum(#0, #1)"),
    "max_along": Template("#0!6.max(#axis)"),
    "mean": Template("#0!6.mean(#axis)"),
    "min": Template("np.minimum(#0, #1)"),
    "normal_cdf": Template("normal_cdf(#0)", helper="normal_cdf"),
    "norm": Template("np.linalg.norm(#0)"),
    "outer": Template("np.outer(#0, #1)"),
    "permute": Template("#0!6.transpose(#order)"),
    "pi": Template("np.pi"),
    "prod_along": Template("#0!6.prod(#axis)"),
    "relu": Template("np.maximum(#0, 0)"),
    "scatter": Template("scatter(#0, (#@,), #shape)", helper="scatter"),
    "sigmoid": Template("sigmoid(#0)", helper="sigmoid"),
    "sign": Template("np.sign(#0)"),
    "sin": Template("np.sin(#0)"),
    "sinh": Template("np.sinh(#0)"),
    "softmax": Template("softmax(#0, #axis)", helper="softmax"),
    "softplus": Template("np.logaddexp(0, #0)"),
    "sqrt": Template("np.sqrt(#0)"),
    "squeeze": Template("np.squeeze(#0, #axis)"),
    "step": Template("#0!2 > 0", COMPARISON),
    "sum": Template("#0!6.sum(#axis)"),
    "take": Template("#0!6[#@]"),
    "tan": Template("np.tan(#0)"),
    "tanh": Template("np.tanh(#0)"),
    "to_the": Template("#0!6 ** #1!6", POWER),
    "trace": Template("np.trace(#0)"),
    "transpose": Template("#0!6.T"),
    "unvec": Template("#0!6.reshape(#shape).T"),
    "vec": Template("#0!6.T.reshape(-1)"),
    "truth": Template("np.where(#0, 1.0, 0.0)"),
    "zeros_like": Template("np.zeros_like(#0)"),
    "whole_numbers": Template("#0!6.astype(int)"),
}

TARGET = Target(
    "numpy", "numpy", ("import numpy as np",), TEMPLATES, HELPERS, NEEDED, reserved=frozenset({"np", "math"})
)
