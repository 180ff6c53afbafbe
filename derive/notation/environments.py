"""The environments that are read: those with lines of statements, and those that are a part of a formula."""

from __future__ import annotations

MATRICES = frozenset(
    [
        *(f"{kind}matrix" for kind in ("", "b", "p", "v", "V", "B", "small", "bsmall", "psmall")),
        *("array", "darray", "cases", "dcases", "rcases"),
    ]
)
"""Environments that are a part of a formula, with entries; `CASES` and arrays may hold lines of statements, too."""

CASES = frozenset(["cases", "dcases"])
"""Environments that define a function case by case."""

ALIGNED = frozenset(["aligned", "align", "alignat", "alignedat", "xalignat", "xxalignat", "flalign", "split"])
"""Environments of lines in which every other alignment point begins a new column of statements."""

LINES = ALIGNED | frozenset(
    [
        *("gathered", "gather", "equation", "eqnarray", "multline", "displaymath", "math", "dmath", "dgroup"),
        *("subequations", "IEEEeqnarray", "IEEEeqnarraybox", "lgathered", "multlined"),
    ]
)
"""Environments that hold lines of statements."""
