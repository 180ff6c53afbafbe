"""Code in JAX: NumPy's names under another one, and its own functions where it has safe ones."""

from __future__ import annotations

from dataclasses import replace

from derive.coding.target import Target, Template
from derive.coding.targets.numpy import TEMPLATES as NUMPY

TEMPLATES = {
    **{name: replace(template, text=template.text.replace("np.", "jnp.")) for name, template in NUMPY.items()},
    "erf": Template("jax.scipy.special.erf(#0)"),
    "normal_cdf": Template("jax.scipy.special.ndtr(#0)"),
    "leaky_relu": Template("jax.nn.leaky_relu(#0)"),
    "log_softmax": Template("jax.nn.log_softmax(#0, #axis)"),
    "relu": Template("jax.nn.relu(#0)"),
    "scatter": Template("jnp.zeros(#shape).at[#@].add(#0)"),
    "sigmoid": Template("jax.nn.sigmoid(#0)"),
    "softmax": Template("jax.nn.softmax(#0, #axis)"),
    "softplus": Template("jax.nn.softplus(#0)"),
}

TARGET = Target(
    "jax",
    "jax",
    ("import jax", "import jax.numpy as jnp"),
    TEMPLATES,
    reserved=frozenset({"jax", "jnp"}),
    array="jax.numpy:asarray",
    precise=("jax:enable_x64", "jax.experimental:enable_x64"),
)
