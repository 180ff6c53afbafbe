"""Every operator that has a value has code, and the code computes what the operator's evaluation does."""

from __future__ import annotations

from dataclasses import replace
from importlib.util import find_spec
from typing import Any

import numpy as np
import pytest
from applications_for_tests import NUMBERS, applications, whole_numbers

from derive import building, calculus, ops, ruletext
from derive.coding import targets
from derive.coding import terms as t
from derive.coding.arrays import lowered, whole
from derive.coding.checking import imported, ran
from derive.coding.fusing import FUSED, LOG_DET, LOG_SOFTMAX, SOFTMAX
from derive.coding.planning import SLOPES
from derive.coding.printing import Printer
from derive.coding.target import Target, Template
from derive.dependence import UNTAKEN
from derive.ir import Apply, Expr, Var, variables
from derive.lowering import Floats, Setting, evaluate
from derive.shapes import Shape

CODED = [name for name in ops.names() if name not in UNTAKEN and name != "opaque"]
INSTALLED = [name for name in targets.names() if find_spec(targets.get(name).package)]


def disagreement(app: Expr, target: Target, whole_at: dict[Var, tuple[int, ...]] | None = None) -> str:
    """Where the code of an expression gives something else than its evaluation; nothing where they agree."""
    drawing = np.random.default_rng(0)
    values = {}
    for v in variables(app):
        shape, among = v.shape.numbers(NUMBERS), (whole_at or {}).get(v, ())
        values[v] = drawing.choice(among, shape) if among else drawing.uniform(0.1, 0.9, shape)
        values[v] = np.asarray(values[v], dtype=float)
    names = {v: t.name(v.name, v.shape.sizes) for v in values}
    printer = Printer(target, {name: str(number) for name, number in NUMBERS.items()}, like="like")
    body = printer.text(whole(lowered(app, names), app.shape))
    helpers = "\n".join(target.helpers[name] for name in sorted(printer.helpers & set(target.helpers)))
    lines = [
        *target.imports,
        *target.needed.values(),
        helpers,
        f"def f({', '.join([*(v.name for v in values), 'like'])}):",
        f"    return {body}",
        "",
    ]
    found = ran(target, imported("\n".join(lines), "f"), [*values.values(), np.ones(1)])
    expected = np.asarray(evaluate(app, Setting(values, NUMBERS), Floats()), dtype=float)
    if found.shape != expected.shape or not np.allclose(found, expected, rtol=1e-10, atol=1e-12):
        return f"{app}: {body} is {found}, not {expected}"
    return ""


def whole_of(app: Apply) -> dict[Var, tuple[int, ...]]:
    """The names in an application that stand for whole numbers."""
    found = {arg: whole_numbers(app.op, index) for index, arg in enumerate(app.args) if isinstance(arg, Var)}
    return {v: among for v, among in found.items() if among}


@pytest.mark.parametrize("target", INSTALLED)
@pytest.mark.parametrize("name", CODED)
def test_the_code_computes_what_the_operator_does(name: str, target: str) -> None:
    for app in applications(name):
        t.forget()
        assert disagreement(app, targets.get(target), whole_of(app)) == ""


MATRIX, SQUARE = Var("A", Shape.of("m", "k")), Var("A", Shape.of("k", "k"))
FUSED_APPLICATIONS = [
    *(Apply(op, (MATRIX,), (("axis", axis),)) for op in (SOFTMAX, LOG_SOFTMAX) for axis in (0, 1)),
    Apply(LOG_DET, (building.add(building.mul(building.number(9), building.eye("k")), SQUARE),)),
]


@pytest.mark.parametrize("app", FUSED_APPLICATIONS, ids=repr)
def test_the_code_of_a_fused_step_computes_it(app: Apply) -> None:
    assert app.op.name in FUSED
    assert disagreement(app, targets.get("numpy")) == ""


@pytest.mark.parametrize("name", [name for name in SLOPES if name in ops.names()])
def test_a_slope_in_the_form_of_code_is_the_derived_one(name: str) -> None:
    z = Var("z")
    chain = calculus.function_chain(ops.get(name))
    slope = ruletext.instantiate(ruletext.parse(SLOPES[name]), {"z": z, "y": Apply(ops.get(name), (z,))})
    for value in (-1.7, -0.3, 0.4, 2.1):
        setting = Setting({z: value}, {})
        assert evaluate(slope, setting, Floats()) == pytest.approx(evaluate(chain.result, setting, Floats()), rel=1e-9)


@pytest.mark.parametrize("target", targets.names())
def test_each_target_has_a_template_for_what_the_others_have_one_for(target: str) -> None:
    assert set(targets.get(target).templates) == set(targets.get("numpy").templates)
    helpers = {template.helper for template in targets.get(target).templates.values()} - {""}
    assert helpers == set(targets.get(target).helpers)


@pytest.mark.parametrize(("name", "wrong"), [("exp", "np.log(#0)"), ("relu", "#0"), ("softmax", "#0"), ("max", "#0")])
def test_a_wrong_template_is_found(name: str, wrong: str) -> None:
    numpy = targets.get("numpy")
    corrupted = replace(numpy, templates={**numpy.templates, name: Template(wrong)})
    apps: Any = FUSED_APPLICATIONS[:1] if name == "softmax" else applications(name)
    assert any(disagreement(Apply(app.op, [negated(a) for a in app.args], app.attrs), corrupted) for app in apps)


def negated(arg: Expr) -> Expr:
    """An argument that a rectifier does not pass, and that is the smaller one of two where it stands first."""
    return arg if not isinstance(arg, Var) or arg.name not in ("p", "w", "r", "A") else Apply(ops.get("neg"), (arg,))
