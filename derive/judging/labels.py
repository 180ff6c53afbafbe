"""A refuted equation for a name: whether it defines the name by itself, and whether it is right for another name."""

from __future__ import annotations

from dataclasses import replace

from derive.checking import is_proved
from derive.findings import Finding, with_mistake
from derive.ir import Expr, Symbol, Var, contains
from derive.judging.grounds import Grounds, equation
from derive.notation.spelling import spelled
from derive.verdicts import Mistake

LOOK_ALIKES = frozenset(
    {("alpha", "a"), ("omega", "w"), ("gamma", "y"), ("nu", "v"), ("rho", "p"), ("kappa", "k"), ("beta", "B")}
)
"""Letters that are taken for one another, by hand and by scanners."""
MAX_NAMES = 50
"""How many other names are tried."""


def relabelled(finding: Finding, grounds: Grounds) -> Finding:
    """A refuted equation with what is wrong about its left side, where that is a name; any other finding as it is."""
    if finding.outcome != "refuted" or len(finding.sides) != 2 or finding.counterexample is None:
        return finding
    left, right = finding.sides
    if not isinstance(left, Var) or left.shape != right.shape:
        return finding
    meant = named_by(left, right, grounds)
    circular = f"{_said(left)} stands on both sides: no name is defined by itself" if contains(right, left) else ""
    if meant is None and not circular:
        return finding
    intended = f"this is the equation of {_said(meant)}" if meant is not None else ""
    alike = meant is not None and _are_alike(left.symbol, meant.symbol)
    mistake = Mistake("look-alike" if alike else "label", "; ".join(filter(None, (circular, intended))))
    if meant is not None:
        finding = replace(finding, correct=equation((meant, right)), in_scope=(meant, right))
    return with_mistake(finding, mistake)


def named_by(left: Var, right: Expr, grounds: Grounds) -> Var | None:
    """The name of the scope, other than the one on the left, whose equation a formula provably is."""
    others = [v for v in grounds.bench.system.equations if v is not left and v.shape == right.shape]
    fitting = (v for v in others[:MAX_NAMES] if not contains(right, v))
    return next((v for v in fitting if is_proved(v, right, grounds.bench)), None)


def _are_alike(one: Symbol, other: Symbol) -> bool:
    return (one.letter, other.letter) in LOOK_ALIKES or (other.letter, one.letter) in LOOK_ALIKES


def _said(v: Var) -> str:
    return spelled(v)
