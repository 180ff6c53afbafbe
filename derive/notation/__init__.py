"""Mathematical notation: from LaTeX to expressions, and from expressions to formulas as they are written."""
