r"""Formulas of courses that have two readings: both are reported, or a rule chooses and the choice is recorded."""

from course_entries import Course

c = Course("ambiguous")

ENTRIES = (
    c.two(
        "variance-or-logistic",
        r"s = \frac{1}{2} \sigma^2 x",
        "half of the number sigma squared, times x",
        "half of the square of the logistic function at x",
        declare="data x",
    ),
    c.two(
        "sum-and-second-addend",
        r"P = \sum_{j=1}^{s} \rho \log \frac{\rho}{q_j} + (1 - \rho) \log \frac{1 - \rho}{1 - q_j}",
        "the sum reaches over both addends, as the lecturer meant",
        "the second addend stands outside, with a free index j",
        declare=r"shape q: s; parameter \rho",
    ),
    c.two(
        "power-of-beta-or-step",
        r"c = 1 - \beta^t",
        "one minus the power t of beta",
        "one minus the value of beta at step t",
        declare=r"parameter \beta",
    ),
    c.two(
        "matrix-to-the-T",
        r"h = W^T g",
        "the transposed matrix W times g",
        "the power T of the matrix W, after T steps, times g",
        declare="shape W: n,n; shape g: n; data T",
    ),
    c.two(
        "log-of-product-of-calls",
        r"s = \log p(x) q(x)",
        "the logarithm of the product of both values",
        "the logarithm of p(x), times q(x)",
        declare="function p; function q; data x",
    ),
    c.two(
        "norm-of-a-matrix",
        r"R = \lambda \| W \|^2",
        "the Frobenius norm of W, squared",
        "the spectral norm of W, squared",
        declare=r"shape W: m,n; parameter \lambda",
    ),
    c.two(
        "softmax-of-a-matrix",
        r"P = \operatorname{softmax}(S)",
        "every row of S is normalised",
        "every column of S is normalised",
        declare="shape S: n,n",
    ),
    c.two(
        "square-of-a-gradient",
        r"s = \nabla J(\theta)^2",
        "the square of the gradient of J",
        "the gradient of the square of J",
        given=(r"J(\theta) = 3\theta + 1",),
        declare=r"parameter \theta",
    ),
    c.two(
        "inverse-of-the-logistic-function",
        r"z = \sigma^{-1}(p)",
        "the inverse function of sigma, the logit of p",
        "one divided by sigma of p",
        declare="data p",
    ),
    c.two(
        "slash-before-a-sum",
        r"\bar{x} = 1/n \sum_{i=1}^{n} x_i",
        "one over n, times the sum",
        "one divided by n times the sum",
        declare="shape x: n",
    ),
    c.two(
        "variance-of-a-sample",
        r"v = \operatorname{Var}(x)",
        "the mean of the squared deviations, divided by n",
        "the sample variance, divided by n minus one",
        declare="shape x: n",
    ),
)
