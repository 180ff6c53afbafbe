"""A second, independent reader for scalar formulas: latex2sympy2, in a process of its own, compared with ours."""
