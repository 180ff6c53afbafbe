"""Terms: one that is missing in a sum, or one too many."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np

from derive.building import add, broadcast, is_apply, mul, neg, unwrapped
from derive.constants import constant_value
from derive.diagnosis.desk import Desk, size_of
from derive.diagnosis.edits import Edit, Example, Mutation, Slip, bracketed, change, instead
from derive.diagnosis.families.numbers import small_fraction
from derive.diagnosis.sites import Site, without
from derive.ir import Apply, Const, Expr, Var, children, contains

FEW = 8
"""How many nodes a missing term may have before other explanations are better."""
PENALTY = (r"L = (w x - y)^2 + \lambda w^2",)
DATA = r"data x, y; parameter w; parameter \lambda"


def _missing(site: Site, desk: Desk) -> Iterator[Edit]:
    """A term of the size that is needed, with either sign, or a small number."""
    if site.needed is None or np.shape(site.needed) != np.shape(site.value):
        return
    if constant_value(site.part) is not None:
        return
    if site.parent is not None and site.parent.op.name in ("add", "neg", "broadcast"):
        return
    gap = site.needed - site.value
    for sign, piece in _terms(gap, site.part, desk):
        if contains(piece, site.part):
            continue
        term = piece if sign > 0 else neg(piece)
        slip = Slip("missing-term", f"the term {{}} is missing behind {bracketed(site.part)}", (term, site.part))
        reverse = Slip("extra-term", "the term {} is one too many", (term,))
        yield change(site, add(site.part, term), slip, reverse, 44 if size_of(piece) <= FEW else 52)


def _terms(gap: Any, part: Expr, desk: Desk) -> Iterator[tuple[int, Expr]]:
    flat = np.ravel(gap)
    if np.ptp(flat) <= 1e-9 * np.abs(flat).max():
        found = small_fraction(float(flat[0])) if flat[0] else None
        if found is not None:
            yield (1 if found > 0 else -1), Const(abs(found))
    for factor in (1, 2):
        for sign in (1, -1):
            for piece in desk.worth(sign * np.asarray(gap) / factor, part.shape):
                yield sign, piece if factor == 1 else mul(Const(factor), piece)


def _extra(site: Site, desk: Desk) -> Iterator[Edit]:
    """One term of a sum left out."""
    part = site.part
    if not is_apply(part, "add"):
        return
    assert isinstance(part, Apply)
    for k, term in enumerate(part.args):
        rest = without(part, k)
        after = add(*rest)
        if all(unwrapped(other) is not other for other in rest):
            after = broadcast(add(*map(unwrapped, rest)), part.shape)
        shown = unwrapped(term)
        slip = Slip("extra-term", "the term {} is one too many", (shown,))
        reverse = Slip("missing-term", "the term {} is missing in {}", (shown, part))
        yield change(site, after, slip, reverse, 43)


def _one_minus(site: Site, desk: Desk) -> Iterator[Edit]:
    """a for 1 − a."""
    part = site.part
    if is_apply(part, "power") and constant_value(children(part)[1]) == 2:
        base = children(part)[0]
        for after in (mul(base, add(Const(1), neg(base))), add(Const(1), neg(part))):
            yield instead(site, after, "missing-term", "it must be {}, not {}", 27)
        return
    is_function = isinstance(part, Apply) and part.op.elementwise and len(part.op.parameters) == 1
    if not (isinstance(part, Var) or is_function) or is_apply(part, "neg"):
        return
    after = add(Const(1), neg(part))
    slip = Slip("missing-term", "it must be {}, not {}: the 1 is missing", (after, part))
    reverse = Slip("extra-term", "it must be {}, not {}", (part, after))
    yield change(site, after, slip, reverse, 27)


MUTATIONS = (
    Mutation(
        "missing term",
        _missing,
        Example(DATA, PENALTY, r"\frac{\partial L}{\partial w} = 2 (w x - y) x", "missing-term"),
        guided=True,
    ),
    Mutation(
        "extra term",
        _extra,
        Example(DATA, PENALTY, r"\frac{\partial L}{\partial x} = 2 (w x - y) w + 2 \lambda w", "extra-term"),
        keeps_shape=True,
    ),
    Mutation(
        "one minus forgotten",
        _one_minus,
        Example("data z", (), r"\sigma'(z) = \sigma(z) \sigma(z)", "missing-term"),
        keeps_shape=True,
    ),
)
