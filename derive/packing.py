"""Findings as plain data and back: all that is shown of them, with their expressions, readable as JSON.

A proof's steps become the certificate that is printed of them, as text; all else comes back as it was. Expressions come
back through the constructors of `derive.wire`, so that no data makes one that is ill-shaped or has an unknown operator.
Whether the data is what was packed is not looked at here (`derive.cache` holds it against a checksum).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, fields
from typing import Any

from derive import wire
from derive.certificates import written
from derive.findings import Finding
from derive.ir import Expr
from derive.rewriting import Assumption
from derive.verdicts import Attempt, Counterexample, Diagnosis, Mistake, Proved, Refuted, Undecided, Verdict


class Unpackable(ValueError):
    """The data is no findings. The message says why."""


BUILT = ("links", "sides", "in_scope", "verdict", "named", "certificate")
"""The fields of a finding that are no plain data; each is packed in its own way."""

PLAIN: Mapping[str, Callable[[Any], Any]] = {
    "str": str,
    "int": int,
    "int | None": lambda value: value,
    "Any": lambda value: tuple(value) if isinstance(value, list) else value,
    "tuple[str, ...]": tuple,
    "tuple[Mapping[str, Any], ...]": tuple,
    "Mapping[str, Any] | None": lambda value: value,
}
"""The types of all others, by what is written for them, each with what makes it from what JSON has in its place."""

_FIELDS = tuple(each for each in fields(Finding) if each.name not in BUILT)
_READERS: Mapping[str, Callable[[Any], Any]] = {each.name: PLAIN[str(each.type)] for each in _FIELDS}


def packed(findings: Sequence[Finding], *others: Expr) -> dict[str, Any]:
    """The findings as plain data; further expressions stand behind their own."""
    table = _Table()
    found = [table.finding(finding) for finding in findings]
    more = [table.number(expr) for expr in others]
    return {"findings": found, "others": more, "expressions": wire.dump(*table.exprs)}


def unpacked(data: Any) -> tuple[tuple[Finding, ...], tuple[Expr, ...]]:
    """The findings, and the further expressions, that `packed` wrote. Raises `Unpackable` for anything else."""
    try:
        exprs = wire.load(data["expressions"])
        findings = tuple(_finding(each, exprs) for each in data["findings"])
        return findings, tuple(exprs[number] for number in data["others"])
    except (wire.WireError, LookupError, TypeError, ValueError, AttributeError) as problem:
        raise Unpackable(f"this is no packed finding: {problem}") from problem


@dataclass
class _Table:
    """The expressions of the findings that are packed, each once."""

    exprs: dict[Expr, int] = field(default_factory=dict)

    def number(self, expr: Expr) -> int:
        return self.exprs.setdefault(expr, len(self.exprs))

    def numbers(self, exprs: Sequence[Expr]) -> list[int]:
        return list(map(self.number, exprs))

    def finding(self, finding: Finding) -> dict[str, Any]:
        data = {each.name: getattr(finding, each.name) for each in _FIELDS}
        data = {each.name: data[each.name] for each in _FIELDS if data[each.name] != each.default}
        built = {
            "links": [self.finding(link) for link in finding.links],
            "sides": self.numbers(finding.sides),
            "in_scope": self.numbers(finding.in_scope),
            "verdict": self.verdict(finding.verdict),
            "named": self.mistake(finding.named),
            "certificate": _certificate(finding),
        }
        return {**data, **{name: value for name, value in built.items() if value}}

    def verdict(self, verdict: Verdict | None) -> list[Any] | None:
        if isinstance(verdict, Proved):
            assumptions = [[each.condition, self.numbers(each.parts)] for each in verdict.assumptions]
            return ["proved", verdict.sizes, verdict.layout, assumptions, verdict.method]
        if isinstance(verdict, Refuted):
            at = verdict.counterexample
            point = [dict(at.sizes), dict(at.point), list(at.entry), at.left, at.right]
            right = [None if each is None else self.number(each) for each in (verdict.correct, verdict.about)]
            return ["refuted", point, self.mistake(verdict.mistake), *right]
        if isinstance(verdict, Undecided):
            return ["undecided", verdict.reason, [[t.method, t.ended] for t in verdict.tried], verdict.evidence]
        return None

    def mistake(self, mistake: Mistake | None) -> list[Any] | None:
        if mistake is None:
            return None
        where = None if mistake.where is None else self.number(mistake.where)
        also = [self.mistake(each) for each in mistake.also]
        return [mistake.kind, mistake.message, self.numbers(mistake.parts), mistake.hint, where, also]


def _certificate(finding: Finding) -> str | None:
    if isinstance(finding.verdict, Proved) and finding.verdict.proofs and not finding.links:
        return written(finding.verdict.proofs)
    return finding.certificate


def _finding(data: Any, exprs: Sequence[Expr]) -> Finding:
    plain = {name: _READERS[name](value) for name, value in data.items() if name not in BUILT}
    return Finding(
        **plain,
        links=tuple(_finding(link, exprs) for link in data.get("links", ())),
        sides=tuple(exprs[number] for number in data.get("sides", ())),
        in_scope=tuple(exprs[number] for number in data.get("in_scope", ())),
        verdict=_verdict(data.get("verdict"), exprs),
        named=_mistake(data.get("named"), exprs),
        certificate=str(data["certificate"]) if "certificate" in data else None,
    )


def _verdict(data: Any, exprs: Sequence[Expr]) -> Verdict | None:
    if data is None:
        return None
    kind, *rest = data
    if kind == "proved":
        sizes, layout, assumptions, method = rest
        conditions = tuple(Assumption(name, tuple(exprs[n] for n in parts)) for name, parts in assumptions)
        return Proved(sizes if sizes == "all" else tuple(sizes), layout, conditions, method)
    if kind == "refuted":
        (at_sizes, point, entry, left, right), mistake, correct, about = rest
        at = Counterexample(at_sizes, point, tuple(entry), left, right)
        return Refuted(at, Diagnosis(_mistake(mistake, exprs), _expr(correct, exprs), _expr(about, exprs)))
    if kind == "undecided":
        reason, tried, evidence = rest
        return Undecided(reason, tuple(Attempt(method, ended) for method, ended in tried), evidence)
    raise Unpackable(f"there is no verdict {kind!r}")


def _mistake(data: Any, exprs: Sequence[Expr]) -> Mistake | None:
    if data is None:
        return None
    kind, message, parts, hint, where, also = data
    others = tuple(other for other in (_mistake(each, exprs) for each in also) if other is not None)
    return Mistake(kind, message, tuple(exprs[n] for n in parts), hint, _expr(where, exprs), others)


def _expr(number: int | None, exprs: Sequence[Expr]) -> Expr | None:
    return None if number is None else exprs[number]
