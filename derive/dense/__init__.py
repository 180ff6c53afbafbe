"""Dense networks as documents: the activations, the costs, and how their equations and gradients are written."""
