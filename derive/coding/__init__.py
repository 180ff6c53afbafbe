"""Code: the gradients of a model as a short, vectorised function in NumPy, PyTorch or JAX, run before it is printed."""
