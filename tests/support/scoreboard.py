"""Judging the reader: each entry of a corpus is read right, refused, or misread.

*Right* is the meaning, kind, refusal or ambiguity that the entry asks for. *Refused* is an honest error where something
else was asked for. *Misread* is everything else: a wrong value, a wrong kind, a reading of what must be refused.
"""

from __future__ import annotations

import inspect
import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from itertools import permutations
from typing import Any, Literal

import flint
import numpy as np
from textbook_entries import Entry, sample
from textbook_entries import evaluate as expected_value

from derive.arrays import mapped
from derive.balls import Balls, ball
from derive.building import is_apply
from derive.ir import Expr, Symbol, Var, children, postorder, substitute, variables
from derive.lowering import NoValue, Setting, evaluate
from derive.notation.counting import SLOT
from derive.notation.declarations import declared, parse_declarations
from derive.notation.naming import function_symbol
from derive.notation.reading import Reading, read
from derive.notation.scope import Scope
from derive.resizing import size_names
from derive.shapes import Shape

Status = Literal["right", "refused", "misread"]

CLOSE = 1e-9
"""How far a value may be from the expected one, relative to the larger of the two."""

_SPELLED = {"lambda": "lam"}
_SIGNS = {"*": "_star", "+": "_plus", "'": "_prime", "''": "_prime2"}


@dataclass(frozen=True)
class Judgement:
    """What became of an entry, and why where it is not right."""

    entry: Entry
    status: Status
    why: str = ""


class Unjudged(Exception):
    """The entry's scope was not read: an honest refusal of something before the formula."""


class _Disagreement(Exception):
    """The reading is not the one that the entry asks for."""


class _Functions(Balls):
    """Balls in which an unspecified function is the one that the corpus draws."""

    def opaque(self, name: str, order: int, x: Any) -> Any:
        spelled = name_of(function_symbol(name))
        speed = ball(Fraction(1, 2) + Fraction(zlib.crc32(spelled.encode()) % 97, 97))
        ways = (
            lambda z: (speed * z).sin() + z * z / 3,
            lambda z: speed * (speed * z).cos() + 2 * z / 3,
            lambda z: -speed * speed * (speed * z).sin() + ball(Fraction(2, 3)),
        )
        return mapped(ways[order], x)


def judge(entry: Entry) -> Judgement:
    """What becomes of an entry."""
    try:
        scope = scope_of(entry)
    except Unjudged as refused:
        return Judgement(entry, "refused", str(refused))
    reading = read(entry.latex, scope)
    try:
        why = _refusal(entry, reading)
        if why is None:
            _check(entry, reading, scope)
    except _Disagreement as found:
        return Judgement(entry, "misread", str(found))
    except Unjudged as refused:
        return Judgement(entry, "refused", str(refused))
    return Judgement(entry, "refused" if why else "right", why or "")


def scope_of(entry: Entry) -> Scope:
    """The scope in which an entry is read; without declarations, one in which every name is a number."""
    declarations, errors = parse_declarations(entry.declare)
    if errors:
        raise Unjudged(f"the declaration: {errors[0].message}")
    scope = Scope(open=not entry.declare)
    for declaration in declarations:
        scope = declared(scope, declaration)
    for text in entry.given:
        reading = read(text, scope)
        if reading.error is not None:
            raise Unjudged(f"{text}: {reading.error.message}")
        scope = reading.after(scope)
    return scope


# --- refusals and ambiguities


def _refusal(entry: Entry, reading: Reading) -> str | None:
    """Why a refusal is not the one asked for; empty where it is; None for what has been read and is to be checked."""
    error = reading.error
    if entry.ambiguous is not None:
        if error is not None:
            told = error.kind == "ambiguous" and len(error.expected) > 1
            return "" if told else f"{error.kind}: {error.message}"
        if not reading.choices:
            raise _Disagreement("read without a word about its two readings")
        return ""
    if entry.refused is None:
        broken_off = reading.kind == "fragment" in _kinds(entry)[0] and not entry.sides
        return None if error is None or broken_off else f"{error.kind}: {error.message}"
    if error is None:
        if entry.may_read or reading.kind == "fragment":
            return ""
        raise _Disagreement(f"read as {reading.kind} {[str(side) for side in reading.sides]}, and must be refused")
    return _other_refusal(entry, reading)


def _other_refusal(entry: Entry, reading: Reading) -> str:
    error, refused = reading.error, entry.refused
    assert error is not None
    assert refused is not None
    outcome = "unreadable" if error.kind in ("not-yet", "never") else error.kind
    if outcome != refused.outcome and reading.kind != "fragment":
        return f"{outcome} instead of {refused.outcome}: {error.message}"
    spans = refused.spans(entry.latex)
    if spans and not any(start <= error.span.start <= end for start, end in spans):
        return f"the caret is at {error.span.start}, expected in {spans}: {error.message}"
    said = " ".join((error.message, error.hint, *error.expected)).lower()
    if refused.says and not any(word.lower() in said for word in refused.says):
        return f"the message speaks of none of {refused.says}: {error.message}"
    return ""


# --- kinds


def _kinds(entry: Entry) -> list[list[str]]:
    return [[kind.strip() for kind in part.split("|")] for part in entry.kind.split(";")]


def _statements(reading: Reading) -> Iterator[Reading]:
    if reading.kind == "statements":
        for statement in reading.statements:
            yield from _statements(statement)
    else:
        yield reading


def _check(entry: Entry, reading: Reading, scope: Scope) -> None:
    statements = list(_statements(reading))
    wanted = _kinds(entry)
    listed = len(statements) == 1 and set(statements[0].relations) == {","} and len(wanted) == len(reading.sides)
    if listed and all("notation" in kinds for kinds in wanted):
        return
    if len(statements) != len(wanted):
        raise _Disagreement(f"{len(statements)} statements instead of {len(wanted)}: {reading.kind}")
    for statement, kinds in zip(statements, wanted, strict=True):
        kind = "fragment" if statement.kind == "continuation" else statement.kind
        if kind not in kinds:
            raise _Disagreement(f"{statement.kind} instead of {' or '.join(kinds)}")
    _check_declared(entry, statements)
    start, later = 0, scope
    for statement, count in zip(statements, entry.split or (len(entry.sides),) * len(statements), strict=True):
        sides = entry.sides[start : start + count]
        if sides:
            _check_sides(entry, statement, list(sides), (statement.within(scope), statement.within(later)))
        later = statement.after(later)
        start += count


def _check_declared(entry: Entry, statements: list[Reading]) -> None:
    found = {name_of(symbol): _sizes(shape) for statement in statements for symbol, shape in statement.declares}
    if entry.binds and found != {name: sizes.replace(" ", "") for name, sizes in entry.binds.items()}:
        raise _Disagreement(f"declares {found} instead of {dict(entry.binds)}")


def _sizes(shape: Shape) -> str:
    if shape.rank == 1 and shape.row:
        return f"1,{shape.sizes[0]}"
    return ",".join(str(size).replace("·", "") for size in shape.sizes)


# --- meanings


def name_of(symbol: Symbol) -> str:
    """The name that an entry's functions give to a symbol, as the docstring of `Entry` says."""
    name = _SPELLED.get(symbol.letter, symbol.letter)
    for accent in filter(None, symbol.accent.split()):
        name += f"_{accent}"
    layer = _plain((symbol.layer + symbol.example).replace(SLOT, ""))
    name += _SIGNS.get(layer, layer)
    sub = _plain(symbol.sub.replace(",", "").replace(SLOT, "")).replace(" ", "")
    return name + (f"_{sub}" if sub else "")


def _plain(text: str) -> str:
    return re.sub(r"\s", "", text).replace("-", "_minus_").replace("+", "_plus_") if len(text) > 1 else text


def _check_sides(entry: Entry, reading: Reading, wanted: list[Any], scopes: tuple[Scope, Scope]) -> None:
    for symbol in reading.defines:
        if not inspect.signature(wanted[0]).parameters.keys() & {name_of(symbol)} and "=:" in entry.latex:
            wanted = [*wanted[1:], wanted[0]] if len(wanted) == 2 else wanted
        parameters = list(inspect.signature(wanted.pop(0)).parameters) if wanted else []
        named = name_of(symbol)
        alike = SLOT in (symbol.sub, symbol.example, symbol.layer) and parameters[0].startswith(named)
        if parameters not in ([named], [f"{named}_{symbol.font}"]) and not alike:
            raise _Disagreement(f"defines {symbol} instead of {parameters}")
    if len(reading.sides) < len(wanted) and reading.kind == "update":
        raise Unjudged("only what is changed is read of this step of a loop")
    if len(reading.sides) != len(wanted):
        raise _Disagreement(f"{len(reading.sides)} sides instead of {len(wanted)}")
    values = sample(entry)
    sides = tuple(_with_opaque_derivatives(side, scopes[1], values) for side in reading.sides)
    setting = _setting(entry, sides, scopes, values, reading.defines)
    for side, meaning in zip(sides, wanted, strict=True):
        if _is_shorthand(side, meaning):
            continue
        expected = np.asarray(expected_value(meaning, values), dtype=float)
        if any(name_of(symbol) in entry.labels for symbol in reading.defines):
            expected = expected + 1  # classes are counted from 1 here, and from 0 in the entries
        found = _numbers(_value(side, setting))
        if not _agree(found, expected, len(entry.free)):
            raise _Disagreement(f"{side} is {found.tolist()}, expected {expected.tolist()}")


def _with_opaque_derivatives(side: Expr, scope: Scope, values: dict[str, Any]) -> Expr:
    """The side with the derivatives of what has no equation as names: dL_dw."""
    found: dict[Expr, Expr] = {}
    for node in postorder(side):
        if is_apply(node, "total"):
            body, v = children(node)
            name = f"d{name_of(body.symbol)}_d{name_of(v.symbol)}"  # type: ignore[union-attr]
            if name in values and body not in scope.given():
                found[node] = Var(name, node.shape)
    return substitute(side, found)


def _is_shorthand(side: Expr, meaning: Any) -> bool:
    """Whether a side that the entry takes for a name, such as dz, is read as the gradient that it is short for."""
    if not is_apply(side, "total"):
        return False
    v = children(side)[1]
    return isinstance(v, Var) and list(inspect.signature(meaning).parameters) == [f"d{name_of(v.symbol)}"]


def _value(side: Expr, setting: Setting) -> Any:
    try:
        return evaluate(side, setting, _Functions())
    except NoValue as error:
        raise _Disagreement(f"{side} has no value: {error}") from error


def _agree(found: Any, expected: Any, free: int) -> bool:
    """Whether two arrays agree; axes of length 1 do not count, and free indices may come in another order."""
    found, expected = np.squeeze(found), np.squeeze(expected)
    orders = permutations(range(found.ndim)) if free else [tuple(range(found.ndim))]
    turned = [found.transpose(order) for order in orders]
    if found.ndim > expected.ndim:
        expected = np.broadcast_to(expected, found.shape)
    return any(t.shape == expected.shape and np.allclose(t, expected, rtol=CLOSE, atol=CLOSE) for t in turned)


def _numbers(value: Any) -> Any:
    entries = value if isinstance(value, np.ndarray) else np.array(value, dtype=object)
    flat = [float(entry.mid()) if isinstance(entry, flint.arb) else float(entry) for entry in entries.ravel()]
    return np.array(flat).reshape(entries.shape)


def _setting(
    entry: Entry,
    sides: tuple[Expr, ...],
    scopes: tuple[Scope, Scope],
    values: dict[str, Any],
    defines: tuple[Symbol, ...],
) -> Setting:
    """The point: names with an equation follow from it, but those that the entry itself defines have values too."""
    before, given = scopes[0].given(), scopes[1].given()
    names = variables(*sides, *given.values())
    sizes: dict[str, int] = {}
    arrays: dict[Var, Any] = {}
    others: dict[Var, None] = {}
    for var in names:
        if var in before:
            continue
        array = _argument(entry, var, values)
        if array is None and var in given:
            continue
        if array is None:
            array = _of_members(entry, var, scopes[1], values)
        if array is None or _is_argument_only(var, array, scopes[1]):
            # A name that the sides do not depend on; if they do after all, no value agrees by chance.
            others[var] = None
            continue
        arrays[var] = _in_balls(_fitted(var, array, sizes))
    for symbol, expr in zip(defines, sides, strict=False):
        for size, length in zip(expr.shape.sizes, np.shape(values.get(name_of(symbol), ())), strict=False):
            sizes.setdefault(str(size), length)
    for name in size_names(*sides, *given.values(), *names):
        sizes.setdefault(name, 4)
    for var in others:
        random = np.random.default_rng(zlib.crc32(var.name.encode())).uniform(0.2, 0.9, var.shape.numbers(sizes))
        arrays[var] = _in_balls(np.asarray(random))
    return Setting(arrays, sizes, given)


def _is_argument_only(var: Var, array: Any, scope: Scope) -> bool:
    """Whether a number is the argument that a function lists, where the entry's values of that name are many."""
    listed = any(var.symbol in symbols for symbols in scope.arguments.values())
    return listed and var.shape.is_scalar and np.ndim(array) > 0


def _fitted(var: Var, array: Any, sizes: dict[str, int]) -> Any:
    """The array with as many axes as the name has; their lengths are noted as sizes."""
    array = np.asarray(array, dtype=float)
    if array.ndim != var.shape.rank:
        array = np.squeeze(array)
    if array.ndim != var.shape.rank:
        raise _Disagreement(f"{var} has the shape {var.shape}, and should have {array.ndim} axes")
    for size, length in zip(var.shape.sizes, array.shape, strict=True):
        for name in size.names if size.terms == ((tuple(size.names), 1),) else ():
            if sizes.setdefault(name, length) != length:
                raise _Disagreement(f"the size {name} is {sizes[name]} and {length}")
    return array


def _in_balls(array: Any) -> Any:
    return mapped(lambda x: ball(Fraction(float(x))), array if array.ndim else float(array))


def _of_members(entry: Entry, var: Var, scope: Scope, values: dict[str, Any]) -> Any:
    """All members of a family where the entry names one of them: as many equal ones."""
    families = [family for group in scope.families.values() for family in group if family.var is var]
    origin = next((family.origin for family in families if family.origin is not None), None)
    one = None if origin is None else values.get(name_of(origin))
    if one is None:
        return None
    shift = 1 if name_of(origin) in entry.labels else 0
    array = np.asarray(one) + shift
    return np.broadcast_to(array, (_MEMBERS,) * len(families[0].slots) + array.shape)


_MEMBERS = 3
"""How many equal members stand for one."""


def _argument(entry: Entry, var: Var, values: dict[str, Any]) -> Any:
    plain = name_of(var.symbol)
    for name in (f"{plain}_{var.symbol.font}", plain):
        if name in values and not callable(values[name]):
            shift = 1 if name in entry.labels else 0
            return np.asarray(values[name]) + shift
    return None
