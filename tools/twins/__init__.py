"""Twins of right formulas: wrong ones with a planted mistake, and right ones written another way.

A verdict on a formula says little about the checker; verdicts on thousands of twins of known truth measure it. Nothing
here uses the refuters, the provers or the diagnosis, except `twins.judging`, which asks for their verdicts.
"""
