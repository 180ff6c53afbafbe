r"""Natural logarithms: what is written \log, in the model's equations and in the formula, is ln.

What a formula may be in where logarithms to base 10 are declared: the gradients of a log loss lose the factor 1/ln 10.
"""

from __future__ import annotations

from derive.judging.grounds import Grounds
from derive.judging.restating import Convention, with_logarithms, with_setting


def _restated(grounds: Grounds) -> Grounds | None:
    found = with_setting(grounds, "log", "natural")
    return None if found is None else with_logarithms(found, None)


CONVENTION = Convention(
    name="log-natural",
    words="with natural logarithms",
    family="log",
    order=6,
    restated=_restated,
    source="calculus: d/dx log x = 1/x holds for the natural logarithm alone",
    explains=frozenset({"values"}),
)
