"""Derivations on disk: written as JSON, read back, and then replayed like any other.

Reading establishes only that the file has the form of a derivation; whether its steps hold is
`derive.kernel.replay`'s to say, and whether its equations are the model's is for whoever passes ``given`` to it.
"""

from __future__ import annotations

import json
from typing import Any

from derive import __version__, wire
from derive.ir import Expr, Var
from derive.rewriting import Assumption, Binding
from derive.steps import Chain, Derivation, Line, Step

FORMAT = "derive-derivation/1"
"""The name and version of the file format."""


class RecordingError(Exception):
    """The text is not a recorded derivation. The message says where it stops being one."""


class _Table:
    """Expressions by number, each written once."""

    def __init__(self) -> None:
        self.exprs: list[Expr] = []
        self._numbers: dict[Expr, int] = {}

    def number(self, expr: Expr) -> int:
        """The number of an expression, new where it is new."""
        if expr not in self._numbers:
            self._numbers[expr] = len(self.exprs)
            self.exprs.append(expr)
        return self._numbers[expr]

    def part(self, part: Expr | tuple[Expr, ...]) -> int | list[int]:
        """The number of a bound part, or the numbers of several."""
        return [self.number(e) for e in part] if isinstance(part, tuple) else self.number(part)


def dumped(derivation: Derivation) -> str:
    """The derivation as JSON text."""
    table = _Table()
    chains = [
        {
            "start": table.number(chain.start),
            "lines": [[_step_out(s, table) for s in line.steps] for line in chain.lines],
        }
        for chain in derivation.chains
    ]
    given = [[table.number(v), table.number(e)] for v, e in derivation.given.items()]
    data = {
        "format": FORMAT,
        "version": __version__,
        "given": given,
        "chains": chains,
        "expressions": wire.dump(*table.exprs),
    }
    return json.dumps(data, ensure_ascii=False, separators=(",", ":"))


def _step_out(step: Step, table: _Table) -> dict[str, Any]:
    return {
        "rule": step.rule,
        "form": step.form,
        "place": list(step.place),
        "before": table.number(step.before),
        "after": table.number(step.after),
        "binding": {name: table.part(part) for name, part in step.binding.items()},
        "assumes": [[a.condition, [table.number(e) for e in a.parts]] for a in step.assumptions],
    }


def loaded(text: str) -> Derivation:
    """The derivation that `dumped` wrote; raises `RecordingError` for any other text."""
    try:
        data = json.loads(text)
        if data["format"] != FORMAT:
            raise RecordingError(f"the format is {data['format']!r}, expected {FORMAT!r}")
        exprs = wire.load(data["expressions"])
        given = {_variable(exprs[v]): exprs[e] for v, e in data["given"]}
        chains = tuple(_chain_in(chain, exprs) for chain in data["chains"])
        if not chains:
            raise RecordingError("it has no chains")
        return Derivation(chains, given)
    except (LookupError, TypeError, ValueError, AttributeError, RecursionError, wire.WireError) as error:
        raise RecordingError(f"this is no recorded derivation: {type(error).__name__}: {error}") from error


def _variable(expr: Expr) -> Var:
    if not isinstance(expr, Var):
        raise ValueError("an equation's left side is not a name")
    return expr


def _chain_in(data: Any, exprs: tuple[Expr, ...]) -> Chain:
    lines = tuple(Line(tuple(_step_in(step, exprs) for step in line)) for line in data["lines"])
    if any(not line.steps for line in lines):
        raise ValueError("a line has no steps")
    return Chain(_at(exprs, data["start"]), lines)


def _at(exprs: tuple[Expr, ...], number: Any) -> Expr:
    if not isinstance(number, int) or isinstance(number, bool) or not 0 <= number < len(exprs):
        raise ValueError(f"{number!r} is not the number of an expression")
    return exprs[number]


def _step_in(data: Any, exprs: tuple[Expr, ...]) -> Step:
    binding: Binding = {
        str(name): tuple(_at(exprs, n) for n in part) if isinstance(part, list) else _at(exprs, part)
        for name, part in data["binding"].items()
    }
    place = tuple(data["place"])
    if not all(isinstance(index, int) and index >= 0 for index in place):
        raise ValueError("a place is a list of numbers from 0")
    form = data["form"]
    if not isinstance(form, int) or form < 0:
        raise ValueError("a form is a number from 0")
    return Step(
        str(data["rule"]),
        form,
        place,
        _at(exprs, data["before"]),
        _at(exprs, data["after"]),
        binding,
        tuple(Assumption(str(name), tuple(_at(exprs, n) for n in parts)) for name, parts in data["assumes"]),
    )
