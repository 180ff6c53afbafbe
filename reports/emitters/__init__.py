"""Formulas spelled for one format each: Typst, MathML, plain text. LaTeX is spelled in `derive.notation.latex`."""
