"""Each formula of the corpus is read as what it means: its sides have the values of written functions."""

import importlib.util
from fractions import Fraction
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import Any

import numpy as np
import pytest

from derive import balls
from derive.ir import Var
from derive.lowering import Setting, evaluate
from derive.notation.declarations import declared, parse_declarations, symbol_of
from derive.notation.latex import latex
from derive.notation.reading import Reading, read
from derive.notation.scope import Scope
from derive.notation.typesetting import style_of, typeset
from derive.shapes import SCALAR

CORPUS = Path(__file__).parents[2] / "corpus"


def _load(path: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location(f"corpus_{path.stem}", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


MODULES = [_load(path) for path in sorted(CORPUS.glob("*.py"))]
CASES = [
    pytest.param(module, entry, id=f"{module.__name__[7:]}-{entry[0]}")
    for module in MODULES
    for entry in module.ENTRIES
]


def scope_of(module: ModuleType) -> Scope:
    declarations, errors = parse_declarations(module.DECLARATIONS)
    assert not errors
    scope = Scope()
    for declaration in declarations:
        scope = declared(scope, declaration)
    for text in module.DEFINITIONS:
        reading = read(text, scope)
        assert (reading.kind, reading.error) == ("definition", None), text
        scope = reading.after(scope)
    return scope


def _as_balls(value: Any) -> Any:
    if isinstance(value, float):
        return balls.ball(Fraction(value))
    result = np.empty(value.shape, dtype=object)
    for index in np.ndindex(value.shape):
        result[index] = balls.ball(Fraction(float(value[index])))
    return result


def _numbers(value: Any) -> Any:
    if isinstance(value, np.ndarray):
        return np.array([float(entry.mid()) for entry in value.flat]).reshape(value.shape)
    return float(value.mid())


def sides_of(reading: Reading) -> list[Any]:
    if reading.statements:
        return [side for statement in reading.statements for side in sides_of(statement)]
    return list(reading.sides)


@pytest.mark.parametrize(("module", "entry"), CASES)
def test_the_reading_means_what_the_formula_means(module: ModuleType, entry: tuple[Any, ...]) -> None:
    text, kind, meanings = entry
    scope = scope_of(module)
    reading = read(text, scope)
    assert reading.kind == kind, reading
    if meanings is None:
        assert reading.expr is None
        return
    assert reading.error is None
    sides = sides_of(reading)
    assert len(sides) == len(meanings), sides
    values: dict[Var, Any] = {}
    for name, value in module.VALUES.items():
        symbol = symbol_of(name)
        values[scope.variables.get(symbol, Var(symbol, SCALAR))] = _as_balls(value)
    setting = Setting(values, module.SIZES, scope.given())
    point = SimpleNamespace(**module.VALUES)
    module.forward(point)
    for side, meaning in zip(sides, meanings, strict=True):
        value = evaluate(side, setting, balls.Balls())
        expected = np.asarray(meaning(point), dtype=float)
        found = np.asarray(_numbers(value), dtype=float)
        assert found.shape == expected.shape
        assert np.allclose(found, expected, rtol=1e-12, atol=1e-12), side


@pytest.mark.parametrize(("module", "entry"), CASES)
def test_what_is_printed_reads_back(module: ModuleType, entry: tuple[Any, ...]) -> None:
    scope = scope_of(module).with_shape("alpha", SCALAR)
    for side in sides_of(read(entry[0], scope)):
        printed = latex(typeset(side, style_of(scope)))
        again = read(printed, scope)
        assert (again.error, again.sides) == (None, (side,)), printed


def test_an_update_says_what_it_takes_for_the_gradient() -> None:
    module = next(m for m in MODULES if m.__name__.endswith("linear_perceptron"))
    reading = read(r"w_1 \rightarrow w_1 - \alpha (-x_1 (y - \hat{y}))", scope_of(module))
    assert reading.update is not None
    assert str(reading.update.gradient) == "neg(mul(x_1, add(y, neg(y_hat))))"
    assert (str(reading.update.target), str(reading.update.rate), reading.update.sign) == ("w_1", "alpha", -1)
