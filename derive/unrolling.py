"""The chain rule all the way: a gradient as one product of local derivatives, from the loss to a parameter.

A lecture writes this product on the board first, then finds one factor after the other and puts it in. The chains here
do the same with the results of `derive.deriving`, and end in the same forms. What is returned has not been replayed.
"""

from __future__ import annotations

from collections.abc import Iterator

from derive import approaching, tidying
from derive.building import is_apply, total_derivative
from derive.conditions import Context, terms_in
from derive.deriving import Order, ordered
from derive.ir import Expr, Path, Var, children
from derive.proposing import DerivingError, Draft
from derive.steps import Chain, Derivation
from derive.systems import System

SHORTEST = 2
"""How many factors a product has at least that tells more than the chain for its node does."""


def unrolled(system: System, derivation: Derivation, order: Order = "outer-inner") -> tuple[Chain, ...]:
    """A chain for each parameter that the loss depends on along one path of numbers, in the order of the parameters.

    The path is followed as far as it does not branch; where it does, the product begins with a derivative that
    ``derivation`` has found. A parameter along whose path there are arrays has no chain here, and neither has one whose
    product does not come to the same form as the result of ``derivation``.
    """
    context = Context(system.equations, derivation.results, system.facts)
    found = (_chain(system, context, v, order) for v in system.parameters)
    return tuple(chain for chain in found if chain is not None)


def _chain(system: System, context: Context, v: Var, order: Order) -> Chain | None:
    goal = total_derivative(system.loss, v)
    draft = Draft(goal, context)
    try:
        _roll_out(draft, system, v, order)
        if len(list(factors(draft.standing))) < SHORTEST:
            return None
        _put_in(draft)
        tidying.tidy(draft)
        approaching.toward(draft, context.results[goal])
    except DerivingError:
        return None  # longer than anybody writes on a board
    return draft.finished() if draft.standing is context.results[goal] else None


def factors(product: Expr, place: Path = ()) -> Iterator[tuple[Path, Expr]]:
    """The factors of a product from left to right with their places, whatever is spread over an array among them."""
    if is_apply(product, "mul") or is_apply(product, "broadcast"):
        for k, part in enumerate(children(product)):
            yield from factors(part, (*place, k))
    else:
        yield place, product


def _roll_out(draft: Draft, system: System, v: Var, order: Order) -> None:
    """One line: the derivative of the loss by each node on the path is written by the chain rule in turn."""
    node = v
    while (through := _next(system, node)) is not None:
        goal = total_derivative(system.loss, node)
        place = next(place for place, factor in factors(draft.standing) if factor is goal)
        terms = (ordered(term, order) for term in terms_in(draft.context, system.loss, node))
        draft.apply("chain rule", 0, {"L": system.loss, "v": node, "t": tuple(terms)}, place)
        node = through
    draft.end_line()


def _next(system: System, node: Var) -> Var | None:
    """The node through which alone the loss depends on another, where both sides of it are numbers."""
    consumers = system.consumers(node)
    if len(consumers) != 1 or consumers[0] is system.loss or not consumers[0].shape.is_scalar:
        return None
    return consumers[0]


def _put_in(draft: Draft) -> None:
    """A line for each factor: what was found for it before stands in its stead."""
    results = draft.context.results
    for wanted in [factor for _, factor in factors(draft.standing) if factor in results]:
        place = next(place for place, factor in factors(draft.standing) if factor is wanted)
        draft.apply("from above", 0, {"u": wanted, "w": results[wanted]}, place)
        draft.end_line()
