"""Certificates: a proof as plain data, and its replay, which trusts nothing that the certificate says.

A certificate holds two sides, the equations that they are in the scope of, how names are declared, what is assumed, and
steps. Replaying takes the derivatives anew, expands both sides anew, collects the conditions anew, and subtracts what
the steps name until nothing is left. No prover is imported, and nothing is searched.

A replay establishes that the two sides are equal under the assumptions listed, if the modules that it imports are
right. It does not establish that the equations are the ones that somebody meant.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from derive import wire
from derive.algebra.comparing import WAYS, Scene
from derive.algebra.localizing import Graph, Plain, localized, plain
from derive.algebra.proofs import Unsound, after
from derive.algebra.relations import NoRelation
from derive.algebra.resolving import Unresolved
from derive.algebra.terms import NotCovered, TooBig
from derive.algebra.writing import Malformed, Reader, Writer
from derive.ir import Expr, Var
from derive.kernel import ReplayError
from derive.reverse import NoRule
from derive.rewriting import Assumption
from derive.shapes import ShapeError
from derive.verdicts import Proof

FORMAT = "derive-certificate/1"
"""The name and version of the format."""

LARGEST = 20_000_000
"""The longest certificate that is read, in characters."""


class Rejected(Exception):
    """A certificate is not one, or does not replay. The message says what is wrong."""


@dataclass(frozen=True)
class Replayed:
    """What was re-checked: both sides, what is assumed, how many steps were taken, and for which sizes.

    ``sizes`` is empty where the proof is for all sizes.
    """

    left: Expr
    right: Expr
    assumptions: tuple[Assumption, ...]
    steps: int
    sizes: Mapping[str, int]


def certificate(proofs: Sequence[Proof]) -> dict[str, Any]:
    """Proofs of one equality as plain data, to be written as JSON: one for each way to take the declared facts."""
    return {"format": FORMAT, "proofs": [_proof_out(proof) for proof in proofs]}


def _proof_out(proof: Proof) -> dict[str, Any]:
    roots = [proof.left, proof.right, *(e for pair in proof.equations.items() for e in pair), *proof.facts]
    parts = [part for assumption in proof.assumptions for part in assumption.parts]
    writer = Writer(proof.heads, proof.sizes, proof.digits)
    steps = [[writer.step(step) for step in steps] for steps in proof.steps]
    return {
        "way": proof.way,
        "local": proof.is_local,
        "sizes": dict(proof.at_sizes),
        "equations": len(proof.equations),
        "facts": [sorted(known) for known in proof.facts.values()],
        "assumptions": [[a.condition, len(a.parts)] for a in proof.assumptions],
        "steps": steps,
        "heads": writer.table,
        "expressions": wire.dump(*roots, *parts),
    }


def written(proofs: Sequence[Proof]) -> str:
    """The certificate as JSON text."""
    return json.dumps(certificate(proofs), ensure_ascii=False, separators=(",", ":"))


def replayed(text: str) -> tuple[Replayed, ...]:
    """Re-check a certificate from its text, proof by proof. Raises `Rejected`."""
    if len(text) > LARGEST:
        raise Rejected(f"it has {len(text)} characters; the longest that is read has {LARGEST}")
    try:
        data = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise Rejected(f"it is not JSON: {error}") from error
    return replayed_data(data)


def replayed_data(data: Any) -> tuple[Replayed, ...]:
    """Re-check a certificate that is plain data. Raises `Rejected`."""
    try:
        if data["format"] != FORMAT:
            raise Rejected(f"its format is {data['format']!r}, expected {FORMAT!r}")
        if not data["proofs"]:
            raise Rejected("it holds no proof")
        return tuple(_replayed(proof) for proof in data["proofs"])
    except (Unsound, NoRelation, NotCovered, TooBig, ZeroDivisionError) as error:
        raise Rejected(f"a step does not hold: {error}") from error
    except (NoRule, Unresolved, ReplayError) as error:
        raise Rejected(f"a derivative cannot be taken: {error}") from error
    except (
        Malformed,
        wire.WireError,
        ShapeError,
        LookupError,
        TypeError,
        ValueError,
        AttributeError,
        RecursionError,
    ) as error:
        raise Rejected(f"it is no certificate: {type(error).__name__}: {error}") from error


_ILL_FORMED = (
    *(Malformed, wire.WireError, ShapeError),
    *(LookupError, TypeError, ValueError, AttributeError, RecursionError),
)
"""What data that is no certificate raises where it is taken for one."""


def _replayed(data: Any) -> Replayed:
    claim = _claim(data)
    scene, about = _scene(claim, bool(data["local"]))
    sizes = {str(name): int(number) for name, number in data["sizes"].items()}
    comparison = (scene.at_sizes(sizes) if sizes else scene).compared(claim.way)
    needed = comparison.assumptions if about is None else map(about.named, comparison.assumptions)
    missing = [a for a in needed if a not in claim.assumptions]
    if missing:
        raise Rejected(f"it does not say that it assumes {missing[0].condition} of {missing[0].parts[0]}")
    algebra = comparison.algebra()
    differences = comparison.differences(algebra)
    count = _replay_all(Reader(algebra, data["heads"]), data["steps"], differences)
    return Replayed(claim.left, claim.right, claim.assumptions, count, sizes)


def _scene(claim: _Claim, is_local: bool) -> tuple[Scene, Plain | None]:
    """What the certificate is about: the whole claim, or the part of the model between its nodes, worked out anew."""
    if not is_local:
        return Scene(claim.left, claim.right, claim.equations, claim.facts), None
    local = localized(claim.left, claim.right, Graph(claim.equations))
    if local is None:
        raise Rejected("it is about no part of its model")
    about = plain(local, claim.facts)
    return Scene(about.left, about.right, about.equations, about.facts), about


def _replay_all(reader: Reader, recorded: Any, differences: list[Any]) -> int:
    if len(recorded) != len(differences):
        raise Rejected(f"it has steps for {len(recorded)} differences, and there are {len(differences)}")
    count = 0
    for steps, difference in zip(recorded, differences, strict=True):
        read = [reader.step(step) for step in steps]
        if after(reader.algebra, read, difference):
            raise Rejected("after all its steps, a difference is left")
        count += len(read)
    return count


@dataclass(frozen=True)
class _Claim:
    left: Expr
    right: Expr
    equations: Mapping[Var, Expr]
    facts: Mapping[Var, frozenset[str]]
    assumptions: tuple[Assumption, ...]
    way: str


def _claim(data: Any) -> _Claim:
    if data["way"] not in WAYS:
        raise Rejected(f"it compares in a way that is not known: {data['way']!r}")
    exprs = iter(wire.load(data["expressions"]))
    left, right = next(exprs), next(exprs)
    equations = {_name(next(exprs)): next(exprs) for _ in range(int(data["equations"]))}
    facts = {_name(next(exprs)): frozenset(map(str, known)) for known in data["facts"]}
    assumptions = tuple(
        Assumption(str(condition), tuple(next(exprs) for _ in range(int(count))))
        for condition, count in data["assumptions"]
    )
    if next(exprs, None) is not None:
        raise Rejected("it holds expressions that nothing speaks of")
    if left.shape != right.shape:
        raise Rejected(f"its sides have different shapes, {left.shape} and {right.shape}")
    return _Claim(left, right, equations, facts, assumptions, data["way"])


def _name(expr: Expr) -> Var:
    if not isinstance(expr, Var):
        raise Rejected("an equation or a fact is about something that is no name")
    return expr
