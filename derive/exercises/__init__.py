"""Exercises: a model's derivation with gaps, numbers drawn from a seed, and the marking of what is put into the gaps.

Every answer is a result of a derivation that has been replayed, or a number that follows from one.
"""
