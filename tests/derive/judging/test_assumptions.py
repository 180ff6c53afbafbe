"""How assumptions are said: every condition that a prover can assume has words."""

from derive.findings import Finding
from derive.ir import Var
from derive.judging.grounds import CONDITION_WORDS, with_proof
from derive.rewriting import Assumption
from derive.verdicts import Proved


def test_every_condition_is_said() -> None:
    x = Var("x")
    for condition in ("nonzero", "positive", "not-negative", "regular", "one-hot rows", "one-hot columns"):
        verdict = Proved("all", assumptions=(Assumption(condition, (x,)),))
        [said] = with_proof(Finding("notation", "claim", ""), verdict).assumptions
        assert said == CONDITION_WORDS[condition].format("x")
