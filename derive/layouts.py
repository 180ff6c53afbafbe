"""The gradients of a model under the usual conventions, each proved on the model restated under it.

What a convention changes is said by `derive.conventions`; the model's own gradient, carried over to the arrays as they
then are, is only a proposal, and `derive.checking.decide` says whether it holds.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass

from derive import conventions
from derive.building import add, is_apply, neg, rebuilt, total_derivative, transpose
from derive.checking import decide
from derive.deriving import derive_gradients
from derive.ir import Expr, Var, children, fold
from derive.judging.grounds import Grounds
from derive.judging.restating import under
from derive.kernel import ReplayError, replay
from derive.modelling import Model
from derive.proposing import DerivingError
from derive.rewriting import Assumption
from derive.standpoints import standpoints_of
from derive.systems import System
from derive.turning import NotTurnable, over_turned, turned_name
from derive.verdicts import Proved

COMPARED = ("layout", "weights", "examples", "reduce")
"""The families of conventions that are compared."""
LEFT_OUT = ("one-example",)
"""Conventions that change what is computed, and not only how it is written."""
NUMERATOR = "numerator-layout"


@dataclass(frozen=True)
class Written:
    """A gradient as it is written under a convention, and what its proof assumes.

    ``right`` is None where no form of it was proved.
    """

    left: Expr
    right: Expr | None
    assumptions: tuple[Assumption, ...] = ()


@dataclass(frozen=True)
class Restatement:
    """A model under a convention: its equations, and its gradients by the model's own names.

    ``convention`` is its name, and empty for the model as it stands, in its own ``layout``.
    """

    convention: str
    system: System
    gradients: dict[Var, Written]
    layout: str = "denominator"


def restatements(model: Model, label: str = "") -> list[Restatement]:
    """A variant of a model as it stands, then under each other convention that changes something.

    Every gradient is proved for all sizes. Raises `DerivingError` and `ReplayError` where the model's own gradients
    cannot be derived.
    """
    [standpoint] = standpoints_of(model, label)
    grounds = standpoint.grounds
    system = model.variants[label].system
    derivation = derive_gradients(system)
    replay(derivation, system.equations)
    own = {v: derivation.closed[total_derivative(system.loss, v)] for v in system.parameters}
    as_it_stands = {v: _proved(grounds, total_derivative(system.loss, v), [e]) for v, e in own.items()}
    stands = Restatement("", system, as_it_stands, grounds.scope.layout)
    return [stands, *_under_others(grounds, system, own)]


def _under_others(grounds: Grounds, system: System, own: dict[Var, Expr]) -> Iterator[Restatement]:
    for convention in conventions.ordered():
        if convention.family not in COMPARED or convention.name in LEFT_OUT:
            continue
        restated = under(grounds, convention)
        if restated is None:
            continue
        other = restated.bench.system
        if convention.name == NUMERATOR:
            yield Restatement(convention.name, system, _transposed(grounds, system, own), "numerator")
        elif other.equations != system.equations or other.parameters != system.parameters:
            names = _turned(system, other)
            found = {v: _carried(restated, names, v, e) for v, e in own.items()}
            yield Restatement(convention.name, other, found)


def _turned(old: System, new: System) -> dict[Var, Var]:
    """The names whose arrays are stored transposed, with those that stand for them."""
    names = {*new.parameters, *new.data, *new.equations}
    every = (*old.parameters, *old.data, *old.equations)
    return {v: turned_name(v) for v in every if v not in names and turned_name(v) in names}


def _carried(restated: Grounds, names: dict[Var, Var], v: Var, gradient: Expr) -> Written:
    """The gradient over the arrays as they are stored now, or as it is derived of the restated model."""
    here = names.get(v, v)
    proposals: list[Expr] = []
    with suppress(NotTurnable, KeyError):
        both = over_turned(gradient, names)
        carried = both.turned if v in names else both.plain
        proposals += [gathered(carried), carried]
    system = restated.bench.system
    with suppress(DerivingError, ReplayError):
        derived = derive_gradients(system, (here,)).closed[total_derivative(system.loss, here)]
        proposals += [gathered(derived), derived]
    return _proved(restated, total_derivative(system.loss, here), proposals)


def _transposed(grounds: Grounds, system: System, own: dict[Var, Expr]) -> dict[Var, Written]:
    """Numerator layout: the derivative by an array is the transpose of the gradient."""
    found = {}
    for v, gradient in own.items():
        left = total_derivative(system.loss, v)
        if v.shape.rank not in (1, 2):
            found[v] = _proved(grounds, left, [gradient])
            continue
        proposals = [transpose(gradient)]
        with suppress(NotTurnable, KeyError):
            turned = over_turned(gradient, {}).turned
            proposals = [gathered(turned), turned]
        found[v] = _proved(grounds, transpose(left), proposals)
    return found


def gathered(root: Expr) -> Expr:
    """The expression with (A − Y)ᵀ for Aᵀ − Yᵀ, and A − Y for −Y + A."""

    def visit(node: Expr, args: tuple[Expr, ...]) -> Expr:
        node = rebuilt(node, args)
        if not is_apply(node, "add"):
            return node
        terms = sorted(children(node), key=lambda term: is_apply(term, "neg"))
        inner = [_untransposed(term) for term in terms]
        whole = [term for term in inner if term is not None]
        return transpose(add(*whole)) if len(whole) == len(terms) else add(*terms)

    found: Expr = fold(root, visit)
    return found


def _untransposed(term: Expr) -> Expr | None:
    if is_apply(term, "neg"):
        inner = _untransposed(children(term)[0])
        return None if inner is None else neg(inner)
    return children(term)[0] if is_apply(term, "transpose") else None


def _proved(grounds: Grounds, left: Expr, proposals: list[Expr]) -> Written:
    """The first proposal that is proved to be the derivative, for all sizes."""
    for right in proposals:
        verdict = decide(left, right, grounds.bench)
        if isinstance(verdict, Proved) and verdict.sizes == "all":
            return Written(left, right, verdict.assumptions)
    return Written(left, None)
