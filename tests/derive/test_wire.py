"""The wire format: reads back to the same object, and refuses everything else."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from derive import building as b
from derive import wire
from derive.ir import Expr, Symbol, Var
from derive.shapes import Shape

LEAVES = st.sampled_from([Var("x"), Var(Symbol("y", "hat")), Var(Symbol("w", sub="1", layer="2")), b.number("-3/7")])


def _grow(inner: st.SearchStrategy[Expr]) -> st.SearchStrategy[Expr]:
    pair = st.tuples(inner, inner)
    return st.one_of(
        pair.map(lambda p: b.add(*p)),
        pair.map(lambda p: b.mul(*p)),
        pair.map(lambda p: b.div(*p)),
        inner.map(lambda e: b.call("sigmoid", e)),
        inner.map(lambda e: b.total(b.broadcast(e, Shape.of("m", "n")))),
    )


@given(st.recursive(LEAVES, _grow, max_leaves=20))
def test_what_is_written_reads_back_as_the_same_object(expr: Expr) -> None:
    text = json.dumps(wire.dump(expr))
    assert wire.load(json.loads(text)) == (expr,)


GOOD: dict[str, Any] = wire.dump(b.add(Var("x"), Var("y")))


@pytest.mark.parametrize(
    "change",
    [
        {"rows": [["apply", "add", [1, 0], []], *GOOD["rows"]]},
        {"rows": [["apply", "nonsense", [], []]], "roots": [0]},
        {"rows": [["spell", "x"]], "roots": [0]},
        {"rows": [["const", "1/0"]], "roots": [0]},
        {"rows": [["var", ["x"], [[[[["m"], 1]]], True, 3]]], "roots": [0]},
        {"roots": [17]},
        {"rows": 5},
        {"rows": [["apply", "exp", [0], []]], "roots": [0]},
        {"rows": [["apply", "../../etc/passwd", [], []]], "roots": [0]},
    ],
)
def test_anything_else_is_refused(change: dict[str, Any]) -> None:
    with pytest.raises(wire.WireError):
        wire.load({**GOOD, **change})
