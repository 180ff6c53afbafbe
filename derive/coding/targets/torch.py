"""Code in PyTorch: the gradients themselves, computed by hand and not by autograd."""

from __future__ import annotations

from derive.coding.target import COMPARISON, POWER, Target, Template

HELPERS = {
    "scatter": '''\
def scatter(values, places, shape):
    """A tensor of zeros with the values added in at their places."""
    result = torch.zeros(shape, dtype=values.dtype, device=values.device)
    return result.index_put(torch.broadcast_tensors(*places), values, accumulate=True)
''',
}

TEMPLATES = {
    "abs": Template("#0!6.abs()"),
    "arange": Template("torch.arange(#size)"),
    "arctan": Template("torch.arctan(#0)"),
    "argmax": Template("#0!6.argmax(#axis)"),
    "array": Template("torch.stack([#*])#reshape"),
    "at_least": Template("#0!2 >= #1!2", COMPARISON),
    "choose": Template("torch.where(#?0, #1, #2)"),
    "concatenate": Template("torch.cat([#*], #axis)"),
    "cos": Template("torch.cos(#0)"),
    "cosh": Template("torch.cosh(#0)"),
    "det": Template("torch.linalg.det(#0)"),
    "diag": Template("torch.diag(#0)"),
    "diagonal": Template("torch.diagonal(#0)"),
    "equals": Template("#0!2 == #1!2", COMPARISON),
    "erf": Template("torch.erf(#0)"),
    "exp": Template("torch.exp(#0)"),
    "expand": Template("#0!6[#slots]"),
    "eye": Template("torch.eye(#size, dtype=#like.dtype)"),
    "full": Template("torch.broadcast_to(#0, #shape)"),
    "greater": Template("#0!2 > #1!2", COMPARISON),
    "inverse": Template("torch.linalg.inv(#0)"),
    "kron": Template("torch.kron(#0, #1)"),
    "kron_left": Template('torch.einsum("ipjq,pq->ij", #0!6.reshape(#shape), #1)'),
    "kron_right": Template('torch.einsum("ipjq,ij->pq", #0!6.reshape(#shape), #1)'),
    "leaky_relu": Template("torch.nn.functional.leaky_relu(#0)"),
    "log": Template("torch.log(#0)"),
    "log_det": Template("torch.linalg.slogdet(#0)[1]"),
    "log_softmax": Template("torch.log_softmax(#0, #axis)"),
    "max": Template("torch.clamp(#0, min=#1)"),
    "max_along": Template("#0!6.amax(#axis)"),
    "mean": Template("#0!6.mean(#axis)"),
    "min": Template("torch.clamp(#0, max=#1)"),
    "normal_cdf": Template("torch.special.ndtr(#0)"),
    "norm": Template("torch.linalg.norm(#0)"),
    "outer": Template("torch.outer(#0, #1)"),
    "permute": Template("#0!6.permute(#order)"),
    "pi": Template("torch.pi"),
    "prod_along": Template("#0!6.prod(#axis)"),
    "relu": Template("torch.relu(#0)"),
    "scatter": Template("scatter(#0, (#@,), #shape)", helper="scatter"),
    "sigmoid": Template("torch.sigmoid(#0)"),
    "sign": Template("torch.sign(#0)"),
    "sin": Template("torch.sin(#0)"),
    "sinh": Template("torch.sinh(#0)"),
    "softmax": Template("torch.softmax(#0, #axis)"),
    "softplus": Template("torch.nn.functional.softplus(#0)"),
    "sqrt": Template("#0!6 ** 0.5", POWER),
    "squeeze": Template("torch.squeeze(#0, #axis)"),
    "step": Template("#0!2 > 0", COMPARISON),
    "sum": Template("#0!6.sum(#axis)"),
    "take": Template("#0!6[#@]"),
    "tan": Template("torch.tan(#0)"),
    "tanh": Template("torch.tanh(#0)"),
    "to_the": Template("#0!6 ** #1!6", POWER),
    "trace": Template("torch.trace(#0)"),
    "transpose": Template("#0!6.T"),
    "unvec": Template("#0!6.reshape(#shape).T"),
    "vec": Template("#0!6.T.reshape(-1)"),
    "truth": Template("(#0).to(#like.dtype)"),
    "zeros_like": Template("torch.zeros_like(#0)"),
    "whole_numbers": Template("#0!6.long()"),
}

OF_NUMBERS = {
    "full": Template("torch.full(#shape, #0, dtype=#like.dtype)"),
    **{
        name: Template(f"math.{name}(#0)", helper="math")
        for name in ("exp", "log", "sin", "cos", "sinh", "cosh", "tanh")
    },
    "arctan": Template("math.atan(#0)", helper="math"),
    "erf": Template("math.erf(#0)", helper="math"),
}

TARGET = Target(
    "torch",
    "torch",
    ("import torch",),
    TEMPLATES,
    HELPERS,
    axis="dim",
    keep="keepdim",
    casts=True,
    needed={"math": "import math"},
    of_numbers=OF_NUMBERS,
    reserved=frozenset({"torch", "math"}),
    array="torch:as_tensor",
)
