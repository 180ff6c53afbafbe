"""Checking a claim: refute it at a point, else prove it for all sizes, else say why not; and if refuted, what is
wrong.

The order is the promise: a wrong formula is answered as fast as a right one. A refutation rests on balls and power
series alone; `derive.provers` and `derive.diagnosis` say what their answers rest on.
"""

from __future__ import annotations

from derive.bench import Bench
from derive.diagnosis.diagnosing import diagnosed, different_shapes
from derive.ir import Expr
from derive.provers.proving import prove
from derive.refuters.refuting import refute
from derive.verdicts import Proved, Verdict


def decide(left: Expr, right: Expr, bench: Bench, subject: Expr | None = None) -> Verdict:
    """The verdict on ``left = right`` in the scope of a model's equations.

    ``subject`` is what a chain of equalities is about, where ``left`` is not its first side: if the link is wrong,
    that is what the right formula is derived from.
    """
    subject = left if subject is None else subject
    if left.shape != right.shape:
        return different_shapes(left, right, bench, subject)
    found = refute(left, right, bench.system)
    if found.counterexample is not None:
        return diagnosed(found.counterexample, left, right, bench, subject)
    return prove(left, right, bench, found)


def is_proved(left: Expr, right: Expr, bench: Bench) -> bool:
    """Whether ``left = right`` is refuted nowhere and proved: the verdict where nobody asks what is wrong."""
    if left.shape != right.shape:
        return False
    found = refute(left, right, bench.system)
    return found.counterexample is None and isinstance(prove(left, right, bench, found), Proved)
