"""Exit codes, as linters have them: 0 nothing wrong, 1 something is, 2 could not run; 3 is for ``--strict``."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from derive.findings import Finding

FINE, WRONG, FAILED, UNSETTLED = 0, 1, 2, 3
"""The exit codes."""

GRAVEST_FIRST = (FAILED, WRONG, UNSETTLED)
"""Which exit code counts where findings would make several."""

OUTCOME_CODES = {"refuted": WRONG, "ill-shaped": WRONG, "unreadable": FAILED, "unbound": FAILED, "ambiguous": FAILED}
"""What an outcome of ``derive check`` makes the exit code; all others leave it at 0."""

STRICT_CODES = {**OUTCOME_CODES, "undecided": UNSETTLED, "convention": UNSETTLED}
"""The same where only what is proved, or claims nothing, will do."""


def worst(findings: Iterable[Finding], strict: bool = False) -> int:
    """The exit code that findings of ``derive check`` make together."""
    return gravest((finding.outcome for finding in findings), STRICT_CODES if strict else OUTCOME_CODES)


def gravest(outcomes: Iterable[str], table: Mapping[str, int]) -> int:
    """The gravest of the exit codes that a table has for outcomes."""
    codes = {table.get(outcome, FINE) for outcome in outcomes}
    return next((code for code in GRAVEST_FIRST if code in codes), FINE)
