r"""Logarithms to base 10: what is written \log, in the model's equations and in the formula, is log₁₀.

Every gradient of a log loss then has a factor 1/ln 10. An equation that is written with \ln keeps its logarithm, and
where it cannot be told how the model's logarithms are written, nothing is said of another base.
"""

from __future__ import annotations

from derive.judging.grounds import Grounds
from derive.judging.restating import Convention, with_logarithms, with_setting


def _restated(grounds: Grounds) -> Grounds | None:
    found = with_setting(grounds, "log", "10")
    return None if found is None else with_logarithms(found, 10)


CONVENTION = Convention(
    name="log-10",
    words="with logarithms to base 10",
    family="log",
    order=6,
    restated=_restated,
    source="engineering and pocket calculators: log is the logarithm to base 10",
    explains=frozenset({"values"}),
)
