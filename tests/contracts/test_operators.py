"""What every operator's record must satisfy: each check is held against the record, and against corrupted ones."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from importlib import import_module
from typing import Any

import flint
import numpy as np
import pytest
from applications_for_tests import (
    ATTRS,
    NUMBERS,
    POOL,
    applications,
    constants,
    counts,
    pool,
    variable,
    whole_numbers,
)
from expressions_for_tests import expression
from points_for_tests import close, differ, drawn, positive, setting_for

from derive import building as b
from derive import calculus, ops, ruletext
from derive.balls import BITS, Balls, apart, ball, is_defined
from derive.conditions import _CONDITIONS, function_derivative
from derive.dependence import UNTAKEN
from derive.ir import Apply, Const, Expr, Var, postorder, substitute, variables
from derive.kernel import replay
from derive.lowering import Floats, Setting, evaluate
from derive.notation.latex import latex
from derive.notation.naming import function_symbol
from derive.notation.reading import read
from derive.notation.scope import Scope
from derive.notation.typesetting import style_of, typeset
from derive.operators import Call, Operator
from derive.resizing import size_names
from derive.shapes import Shape, ShapeError, Size
from derive.steps import Derivation
from numeric.enclosure import precision

DERIVED = [name for name in ops.names() if ops.get(name).definition]
DIFFERENTIATED = [name for name in ops.names() if ops.get(name).local or ops.get(name).pullback]


# --- the record


def record_problems(op: Operator, module_docstring: str | None) -> Iterator[str]:
    """What is missing or too much in a record."""
    plain = {parameter.lstrip("*") for parameter in op.parameters}
    if not (module_docstring or "").strip():
        yield "the module has no docstring"
    if not op.source.strip():
        yield "there is no source"
    if not callable(op.shape) or not callable(op.evaluate):
        yield "there is no shape rule or no evaluation"
    ways = sum(map(bool, (op.local, op.pullback, op.definition)))
    expected = 0 if op.name in UNTAKEN or not op.parameters else 1
    if ways != expected:
        yield f"it has {ways} ways to be differentiated, expected {expected}"
    for table in (op.local, op.pullback):
        if table and set(table) != plain:
            yield f"it is differentiated in {sorted(table)}, expected {sorted(plain)}"
    if op.local and not op.elementwise:
        yield "a local derivative belongs to an elementwise operator"


@pytest.mark.parametrize("name", ops.names())
def test_the_record_is_complete(name: str) -> None:
    module = import_module(f"derive.ops.{name}")
    assert list(record_problems(ops.get(name), module.__doc__)) == []


@pytest.mark.parametrize(
    "change",
    [
        {"source": " "},
        {"shape": None},
        {"local": {}},
        {"local": {"x": "y", "z": "1"}},
        {"pullback": {"x": "y_bar"}},
        {"definition": "1 / exp(-x)"},
        {"elementwise": False},
    ],
)
def test_an_incomplete_record_is_found(change: dict[str, Any]) -> None:
    assert list(record_problems(replace(ops.get("exp"), **change), "A docstring."))
    assert list(record_problems(ops.get("exp"), " "))


# --- shapes


def _with_bodies(app: Apply, rng: random.Random) -> tuple[Apply, dict[Var, Expr]]:
    """A derivative not yet taken of something that depends on its variable, and the equation of its node."""
    v = app.args[app.op.parameters.index("v")]
    assert isinstance(v, Var)
    position = app.op.parameters.index("body" if "body" in app.op.parameters else "node")
    node = app.args[position]
    assert isinstance(node, Var)
    body = expression(node.shape, rng, v)
    if "node" in app.op.parameters:
        return app, {node: body}
    return Apply(app.op, (*app.args[:position], body, *app.args[position + 1 :]), app.attrs), {}


def _floats(op: Operator, index: int, shape: Shape) -> Any:
    drawing, whole = np.random.default_rng(0), whole_numbers(op, index)
    return drawing.choice(whole, shape.numbers(NUMBERS)) if whole else drawing.uniform(0.1, 0.9, shape.numbers(NUMBERS))


def shape_disagreement(shape: Callable[..., Shape], app: Apply) -> str:
    """Where a shape rule says something else than the evaluation gives; nothing where they agree."""
    rng = random.Random(0)
    claimed = shape([arg.shape for arg in app.args], dict(app.attrs))
    if app.op.name in UNTAKEN:
        app, given = _with_bodies(app, rng)
        with precision(BITS):
            setting = setting_for((app,), rng, given)
            found = np.shape(evaluate(app, setting, Balls()))
        expected = claimed.numbers({**NUMBERS, **setting.sizes})
    else:
        values = {arg: _floats(app.op, index, arg.shape) for index, arg in enumerate(app.args)}
        found = np.shape(evaluate(app, Setting(values, NUMBERS), Floats()))  # type: ignore[arg-type]
        expected = claimed.numbers(NUMBERS)
    return "" if found == expected else f"{app}: {expected} claimed, {found} found"


@pytest.mark.parametrize("name", ops.names())
def test_the_shape_rule_agrees_with_the_evaluation(name: str) -> None:
    for app in applications(name):
        assert shape_disagreement(ops.get(name).shape, app) == ""


@pytest.mark.parametrize("name", ["transpose", "matmul", "vjp", "exp"])
def test_a_wrong_shape_rule_is_found(name: str) -> None:
    def turned(shapes: Sequence[Shape], attrs: Mapping[str, Any]) -> Shape:
        right = ops.get(name).shape(shapes, attrs)
        return Shape((*right.sizes, Size.of("n")))

    assert all(shape_disagreement(turned, app) for app in applications(name))


@pytest.mark.parametrize("name", [name for name in ops.names() if len(ops.get(name).parameters) > 1])
def test_arguments_that_do_not_fit_are_refused(name: str) -> None:
    op = ops.get(name)
    tried = sum(len(pool(name)) ** number for number in counts(op)) * len(ATTRS.get(name, ((),)))
    assert 0 < len(applications(name)) < tried
    with pytest.raises(ShapeError):
        Apply(op, [Var("p")] * (len(op.parameters) - 1 - op.variadic))


# --- derivatives, against power series


def _slopes(op: Operator, app: Apply) -> Iterator[tuple[Expr, Expr]]:
    """Each argument with what the record says of it: a slope for each entry, or its share of the cotangent ``s``."""
    s = Var("s_bar", app.shape)
    chain = calculus.function_chain(app.op) if op.definition else None
    for index, arg in enumerate(app.args):
        parameter = op.parameters[min(index, len(op.parameters) - 1)].lstrip("*")
        binding: dict[str, Any] = dict(zip(op.parameters, app.args, strict=False))
        binding |= {parameter: arg, "y": app, "y_bar": s, "before": app.args[:index], "after": app.args[index + 1 :]}
        if chain is not None:
            slope = function_derivative(app, arg, {chain.start: chain.result})
            assert slope is not None
        else:
            text = op.local.get(parameter) or op.pullback[parameter]
            slope = ruletext.instantiate(ruletext.parse(text), binding)
        yield arg, slope


def _directional(op: Operator, app: Apply) -> Expr:
    """What the record says of a change of all arguments at once, each in its own direction, weighed by ``s``."""
    s = Var("s_bar", app.shape)
    terms = []
    for index, (arg, slope) in enumerate(_slopes(op, app)):
        direction = Var(f"d_{index}", arg.shape)
        weighed = b.mul(slope, direction) if op.pullback else b.mul(s, slope, direction)
        terms.append(b.total(weighed))
    return b.add(*terms)


def _coefficient(value: Any, order: int) -> Any:
    if isinstance(value, np.ndarray):
        return drawn(value.shape, iter([_coefficient(entry, order) for entry in value.ravel()]).__next__)
    return value[order] if isinstance(value, flint.arb_series) else flint.arb(0) if order else value


def derivative_disagreement(op: Operator, app: Apply, seed: int = 0) -> str:
    """Where the record's derivative differs from the power series of its evaluation, to first or second order.

    The series are carried through the operator's own evaluation; no derivative rule takes part.
    """
    rng, domain = random.Random(seed), Balls()
    s, along = Var("s_bar", app.shape), _directional(op, app)
    with precision(BITS):
        values: dict[Var, Any] = {s: drawn(app.shape.numbers(NUMBERS), lambda: ball(positive(rng)))}
        for index, arg in enumerate(app.args):
            assert isinstance(arg, Var)
            shape = arg.shape.numbers(NUMBERS)
            # The largest of several numbers is certain only where no two of them are equal.
            starts = rng.sample(range(1100, 9000), int(np.prod(shape)))
            points = [(ball(Fraction(start, 10_000)), ball(positive(rng))) for start in starts]
            values[Var(f"d_{index}", arg.shape)] = drawn(shape, iter([d for _, d in points]).__next__)
            whole = whole_numbers(op, index)
            series = [ball(rng.choice(whole)) if whole else flint.arb_series([x, d], 3) for x, d in points]
            values[arg] = drawn(shape, iter(series).__next__)
        call = Call(tuple(arg.shape for arg in app.args), dict(app.attrs), NUMBERS)
        series = op.evaluate(domain, [values[arg] for arg in app.args], call)  # type: ignore[index]
        found = evaluate(along, Setting(values, NUMBERS), domain)
        for order in (1, 2):
            weighed = values[s] * _coefficient(series, order) * order
            expected = weighed.sum() if isinstance(weighed, np.ndarray) else weighed
            said = _coefficient(found, order - 1)
            assert is_defined(expected)
            assert is_defined(said)
            if apart(expected, said) is not None or not close(expected, said):
                return f"{app}, order {order}: {said} from the record, {expected} from the series"
    return ""


@pytest.mark.parametrize("name", [*DIFFERENTIATED, *DERIVED])
def test_the_derivative_agrees_with_power_series_to_second_order(name: str) -> None:
    for seed, app in enumerate(applications(name)):
        assert derivative_disagreement(ops.get(name), app, seed) == ""


@pytest.mark.parametrize("change", ["({}) + 1", "2 * ({})", "-({})"])
@pytest.mark.parametrize("name", DIFFERENTIATED)
def test_a_corrupted_derivative_is_found(name: str, change: str) -> None:
    op = ops.get(name)
    for field in ("local", "pullback"):
        for parameter, text in getattr(op, field).items():
            if change != "({}) + 1" and (text == "0" or text.startswith("zeros_like")):
                continue  # twice 0 is 0
            wrong = replace(op, **{field: {**getattr(op, field), parameter: change.format(text)}})
            assert derivative_disagreement(wrong, applications(name)[-1])


@pytest.mark.parametrize("name", DIFFERENTIATED)
def test_each_derivative_agrees_with_lowering_by_itself(name: str) -> None:
    """The untaken derivative of an application, which `derive.lowering` evaluates, against the record's text."""
    op = ops.get(name)
    for app in applications(name):
        known = {arg: constants(op, index, arg.shape) for index, arg in enumerate(app.args)}
        whole = {arg: value for arg, value in known.items() if value is not None}
        at_whole = substitute(app, whole)
        assert isinstance(at_whole, Apply)
        for arg, slope in _slopes(op, at_whole):
            if not isinstance(arg, Var):
                continue
            if op.pullback:
                assert not differ(b.pullback(Var("s_bar", app.shape), at_whole, arg), slope, supplies=(positive,))
            else:
                assert not differ(b.derivative(at_whole, arg), b.broadcast(slope, arg.shape), supplies=(positive,))


# --- functions that others define


def definition_disagreement(op: Operator, app: Apply) -> bool:
    """Whether the definition and the evaluation differ."""
    written_out = ruletext.instantiate(ruletext.parse(op.definition), dict(zip(op.parameters, app.args, strict=True)))
    return differ(app, written_out)


@pytest.mark.parametrize("name", DERIVED)
def test_the_definition_says_what_is_evaluated(name: str) -> None:
    op = ops.get(name)
    for app in applications(name):
        assert not definition_disagreement(op, app)
        assert definition_disagreement(replace(op, definition=f"({op.definition}) + 1"), app)
        assert definition_disagreement(replace(op, definition=f"({op.definition}) * 2"), app)


@pytest.mark.parametrize("name", DERIVED)
def test_the_derivation_of_its_derivative_replays(name: str) -> None:
    chain = calculus.function_chain(ops.get(name))
    needed = [calculus.function_chain(op) for op in calculus.needed_functions(chain.start)]
    assert needed[-1] is chain
    steps = sum(len(found.steps) for found in needed)
    assert replay(Derivation(tuple(needed))).equalities == steps >= len(chain.steps) > 0
    assert not differ(chain.start, chain.result)


# --- LaTeX


def _scope(app: Apply) -> Scope:
    scope = Scope().with_sizes(*size_names(app))
    for v in variables(app):
        scope = scope.with_shape(v.symbol, v.shape)
    for node in postorder(app):
        if b.is_apply(node, "opaque"):
            scope = scope.with_function(function_symbol(str(node.attr("name"))), "opaque")  # type: ignore[union-attr]
        if b.is_apply(node, "softmax_along"):
            scope = scope.with_setting("examples", ("columns", "rows")[node.attr("axis")])  # type: ignore[union-attr, index]
    return scope


def _readable(app: Apply) -> Apply:
    """The application as a model would hold it: derivatives are of something that depends on their variable."""
    if app.op.name != "derivative":
        return app
    body, v = app.args
    assert isinstance(v, Var)
    c = Var("c", v.shape.transposed)
    return Apply(app.op, (b.mul(body, b.matmul(v, c) if v.shape.row else b.matmul(c, v)), v))


def _factor_times_derivative(app: Apply) -> Expr | None:
    """What a factor before a derivative is read as: a product with the Jacobian, where their sizes fit."""
    s, node, v = app.args
    assert isinstance(v, Var)
    if node.shape.is_scalar:
        return b.mul(s, b.total_derivative(node, v))  # type: ignore[arg-type]
    if v.shape.is_scalar:
        return b.matmul(s if s.shape.row else b.transpose(s), b.jacobian(node, v, "numerator"))
    fits = s.shape.row and node.shape.sizes == v.shape.sizes
    return b.matmul(s, b.jacobian(node, v, "denominator")) if fits else None


READ_AS_SOMETHING_ELSE: dict[str, Callable[[Apply], Expr | None]] = {
    # A number in every entry is written as the number; beside an array it is spread again.
    "broadcast": lambda app: app.args[0],
    "spread": lambda app: app.args[0],
    # A local derivative is written as any other: which one is meant is said in words.
    "partial": lambda app: b.total_derivative(app.args[0], app.args[1]),  # type: ignore[arg-type]
    # A condition that is no comparison is one that holds where the number is 1.
    "choose": lambda app: Apply(
        app.op, (b.call("equals", app.args[0], b.broadcast(Const(1), app.args[0].shape)), *app.args[1:])
    ),
    # A cotangent stands as a factor before the derivative; the derivative of an array is its Jacobian.
    "pullback": _factor_times_derivative,
    "vjp": _factor_times_derivative,
}


def misread(app: Apply, text: str) -> str:
    """Empty where the LaTeX of an application reads back to the same expression, or to an equal one."""
    reading = read(text, _scope(app))
    if reading.expr is app:
        return ""
    if reading.expr is None or reading.expr.shape != app.shape or app.op.name in UNTAKEN:
        return f"{text} reads as {reading.expr}, not {app}: {reading.error}"
    return f"{text} reads as {reading.expr}, not {app}" if differ(reading.expr, app) else ""


WITHOUT_NOTATION: dict[str, str] = {
    "align": "what is repeated along which axis is told by the array beside it",
    "concatenate": "a matrix of blocks is not read yet",
    "kron_left": "it stands in gradients alone, over the blocks of a cotangent",
    "kron_right": "it stands in gradients alone, over the blocks of a cotangent",
    "unvec": "it stands in gradients alone; which of many shapes is meant, its notation does not say",
    "positions": "a letter is an index only beside something that it is an index of",
    "scatter": "it stands in gradients alone, over the indices of an entry that says how far they run",
    "single": "that a matrix of one entry is meant as a number is told by the array beside it",
}
"""Operators that have no notation by themselves, each with the reason."""


def _scalars(app: Apply) -> bool:
    return all(arg.shape.is_scalar for arg in app.args)


def _is_plain_hessian(app: Apply) -> bool:
    """Whether it is by two numbers, or by a column and a column."""
    first, second = (arg.shape for arg in app.args[1:])
    return (first.is_scalar and second.is_scalar) or (first.rank == second.rank == 1 and not (first.row or second.row))


NOT_WRITTEN: dict[str, tuple[Callable[[Apply], bool], str]] = {
    "derivative": (
        lambda app: not (app.args[0].shape.is_scalar and app.args[1].shape.rank < 2),
        "the derivative of an array is its Jacobian, and that by a matrix is taken of an equation",
    ),
    "hessian": (lambda app: not _is_plain_hessian(app), "only those by numbers and by columns are read"),
    "jacobian": (
        lambda app: app.attr("layout") == "denominator" and (app.args[1].shape.is_scalar or app.shape.rank > 2),
        "its entries are the same in numerator layout, which is the one that they are read in",
    ),
    "max_along": (lambda app: len(app.attr("axes")) > 1, "the largest entry along two axes is not read yet"),  # type: ignore[arg-type]
    "take": (
        lambda app: len(app.args) > 2 or app.shape.is_scalar,
        "what stands below a letter is a number, an index, or one name that has an index of its own",
    ),
}
"""Of some operators, the applications that have no notation of their own, and the reason."""


def has_notation(app: Apply) -> bool:
    unwritten, _ = NOT_WRITTEN.get(app.op.name, (lambda app: False, ""))
    return app.op.name not in WITHOUT_NOTATION and not unwritten(app)


def written(name: str) -> Iterator[Apply]:
    """The applications of an operator that have a notation: nothing is read of three axes yet."""
    if name in WITHOUT_NOTATION:
        pytest.skip(WITHOUT_NOTATION[name])
    yield from (app for app in applications(name) if all(arg.shape.rank < 3 for arg in (app, *app.args)))


def printed(app: Apply) -> str:
    return latex(typeset(app, style_of(_scope(app))))


def test_what_has_no_notation_is_an_operator_that_does_not_read_back() -> None:
    assert set(WITHOUT_NOTATION) | set(NOT_WRITTEN) <= set(ops.names())
    for name in (*WITHOUT_NOTATION, *NOT_WRITTEN):
        without = [app for app in applications(name) if not has_notation(app)]
        assert any(misread(app, printed(app)) for app in without), f"{name} has a notation now"


@pytest.mark.parametrize("name", [name for name in ops.names() if name not in READ_AS_SOMETHING_ELSE])
def test_the_latex_reads_back(name: str) -> None:
    for app in written(name):
        if has_notation(app):
            assert misread(_readable(app), printed(_readable(app))) == ""


@pytest.mark.parametrize("name", READ_AS_SOMETHING_ELSE)
def test_what_is_written_like_something_else_is_read_as_that(name: str) -> None:
    for app in written(name):
        if all(arg.shape.rank < 2 for arg in app.args):
            assert read(printed(app), _scope(app)).expr is READ_AS_SOMETHING_ELSE[name](app)


def test_a_number_beside_an_array_reads_back_as_a_broadcast() -> None:
    for shape in POOL[1:]:
        app = b.add(variable(0, shape), b.broadcast(Var("p"), shape))
        assert isinstance(app, Apply)
        assert misread(app, printed(app)) == ""


@pytest.mark.parametrize("name", ["exp", "sigmoid", "div", "transpose"])
def test_another_operators_formula_does_not_read_back(name: str) -> None:
    """The check above tells a wrong template: here another operator's formula stands for this one's."""
    others = {"exp": "log", "sigmoid": "exp", "div": "mul", "transpose": "neg"}
    for app in applications(name):
        assert misread(app, latex(typeset(Apply(ops.get(others[name]), app.args))))


@pytest.mark.parametrize("name", ops.names())
def test_what_an_operator_asks_of_its_arguments_can_be_asked(name: str) -> None:
    """Each condition exists, and its text speaks of the operator's parameters alone."""
    operator = ops.get(name)
    for condition, text in operator.domain:
        assert condition in _CONDITIONS
        assert ruletext.parts(ruletext.parse(text)) <= set(operator.parameters)
