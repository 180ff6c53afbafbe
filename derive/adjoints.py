"""The derivatives of one number by all names of a large model, at a point, in one sweep that is checked as a whole.

The sweep goes by the chain rule, from equation to equation, each of them moved by itself. That alone would share its
rule with what it is to be compared with. So one power series is carried through the whole model, every name moved at
once by an amount of its own: the number must move by the sum of all these amounts times what the sweep found. Where it
does not, nothing is returned.
"""

from __future__ import annotations

import random
from collections.abc import Iterable, Mapping
from dataclasses import replace
from fractions import Fraction
from typing import Any

from derive.arrays import entries, mapped
from derive.balls import Balls, apart, ball, is_defined
from derive.building import vjp
from derive.ir import Var, names_in
from derive.lowering import NoValue, Setting, evaluate


def adjoints(end: Var, names: Iterable[Var], setting: Setting) -> dict[Var, Any]:
    """∂end/∂v for each of the names, in balls, where ``setting`` has the values of all names.

    Nothing for a name that ``end`` does not depend on; nothing at all where a derivative has no value, or where the
    sweep and the series certainly differ. That they do not differ is no proof that the sweep is right.
    """
    wanted = frozenset(names)
    try:
        slopes = {v: slope for v, slope in _swept(end, wanted, setting).items() if v in wanted}
        swept, moved = _moved_by(slopes), _moved_at_once(end, slopes, setting)
        agree = is_defined(swept) and is_defined(moved) and apart(swept, moved) is None
    except NoValue:
        return {}
    return slopes if agree else {}


def _swept(end: Var, wanted: frozenset[Var], setting: Setting) -> dict[Var, Any]:
    """The derivatives by the wanted names, and by the names on the way from them to the end."""
    on_the_way = set(wanted)
    for node, equation in setting.given.items():
        if not on_the_way.isdisjoint(names_in(equation)):
            on_the_way.add(node)
    slopes: dict[Var, Any] = {end: ball(1)}
    values = dict(setting.values)
    within = replace(setting, values=values)
    for node in reversed(list(setting.given)):
        if node not in slopes:
            continue
        seed = Var("seed of the sweep", node.shape)
        values[seed] = slopes[node]
        for v in names_in(setting.given[node]) & on_the_way:
            share = evaluate(vjp(seed, node, v), within, Balls())
            slopes[v] = slopes[v] + share if v in slopes else share
    return slopes


def _amounts(v: Var, like: Any) -> Any:
    """By how much the entries of a name are moved: an accident for each, and the same whenever it is asked for."""
    rng = random.Random(v.name)
    return mapped(lambda _: ball(Fraction(rng.randint(11, 89), 100)), like)


def _moved_by(slopes: Mapping[Var, Any]) -> Any:
    """By how much the end moves, according to the sweep."""
    total = ball(0)
    for v, slope in slopes.items():
        for _, entry in entries(slope * _amounts(v, slope)):
            total = total + entry
    return total


def _moved_at_once(end: Var, slopes: Mapping[Var, Any], setting: Setting) -> Any:
    """By how much the end moves, according to one power series through all equations."""
    domain = Balls()
    step = domain.perturbed(ball(0))
    values = {v: value for v, value in setting.values.items() if v not in setting.given}
    within = replace(setting, values=values)
    for v in slopes:
        if v in values:
            values[v] = _moved_on(v, values[v], step)
    for node in setting.given:
        if node in setting.values:
            value = evaluate(node, within, domain)
            values[node] = _moved_on(node, value, step) if node in slopes else value
    return domain.coefficient(values[end], 1)


def _moved_on(v: Var, value: Any, step: Any) -> Any:
    # NumPy would take a lone power series for a sequence of its coefficients.
    return mapped(lambda entry, amount: entry + step * amount, value, _amounts(v, value))
