"""Deriving a model's gradients the way a lecturer does: node by node from the loss back, each step with its rule.

For every node the local derivative is found on the side, the chain rule is written down, the factors found before
are put in, and what cancels is cancelled. The chains come in an order in which each uses only results of earlier
ones.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import islice
from typing import Literal, TypeAlias

from derive import approaching, calculus, expressing, tidying
from derive.building import is_apply, partial, total_derivative
from derive.conditions import Context, terms_in
from derive.ir import Apply, Expr, Path, Var, at, children, names_in, postorder
from derive.matching import places
from derive.operators import Operator
from derive.proposing import DerivingError, Draft
from derive.steps import Chain, Derivation
from derive.systems import System

LONGEST_PUT_IN = 40
"""How many parts the derivatives of the loss may have together, written out, to be put into a later one."""
LONGEST_THAT_GOES_ON = 5
"""How many, where one of them goes on from another already: so that a recurrence keeps to one step."""

Order: TypeAlias = Literal["outer-inner", "inner-outer"]


@dataclass
class _Desk:
    """Where the chains of one model accumulate."""

    system: System
    order: Order
    chains: list[Chain] = field(default_factory=list)
    results: dict[Expr, Expr] = field(default_factory=dict)

    @cached_property
    def context(self) -> Context:
        """What a chain may use: the equations, and all results so far."""
        return Context(self.system.equations, self.results, self.system.facts)

    def add(self, chain: Chain) -> None:
        """Put a chain on the desk; its result may be used from now on."""
        self.chains.append(chain)
        self.results[chain.start] = chain.result

    def draft(self, start: Expr) -> Draft:
        """A new chain that may use all results so far."""
        return Draft(start, self.context)


def derive_gradients(system: System, wrt: Iterable[Var] | None = None, order: Order = "outer-inner") -> Derivation:
    """The derivation of ∂loss/∂v for each v in ``wrt`` (the parameters, where not given), with all it needs.

    Raises `DerivingError` where no rule fits; what it returns has not been replayed.
    """
    desk = _Desk(system, order)
    wanted = tuple(wrt) if wrt is not None else system.parameters
    for operator in _functions(system, wanted):
        desk.add(calculus.function_chain(operator))
    for v in _backwards(system, wanted):
        _derive_node(desk, v)
    return Derivation(tuple(desk.chains), dict(system.equations), system.facts)


def derive_gradient(system: System, v: Var, order: Order = "outer-inner") -> Derivation:
    """The derivation of ∂loss/∂v alone, with the chains it uses and no others."""
    return restricted(derive_gradients(system, (v,), order), total_derivative(system.loss, v))


def restricted(derivation: Derivation, goal: Expr) -> Derivation:
    """The chains of a derivation that the chain for ``goal`` uses, and that one last."""
    by_start = {chain.start: chain for chain in derivation.chains}
    if goal not in by_start:
        raise DerivingError(f"there is no chain for {goal}")
    bodies = {start: children(start)[0] for start in by_start if is_apply(start, "derivative")}
    functions = {body.op: start for start, body in bodies.items() if isinstance(body, Apply)}
    needed: set[Expr] = set()
    pending = [goal]
    while pending:
        start = pending.pop()
        if start not in needed:
            needed.add(start)
            pending += [other for other in _used(by_start[start], functions) if other in by_start]
    ordered = [chain for chain in derivation.chains if chain.start in needed and chain.start is not goal]
    return Derivation((*ordered, by_start[goal]), derivation.given, derivation.facts)


def _used(chain: Chain, functions: Mapping[Operator, Expr]) -> Iterator[Expr]:
    """What a chain uses: results put in, derivatives of functions, and derivatives that its result goes on from."""
    for step in chain.steps:
        borrowed = {"from above": "u", "by definition": "e"}.get(step.rule, "f")
        part = step.binding.get(borrowed)
        if isinstance(part, Apply):
            yield functions[part.op] if borrowed == "f" else part
    yield from (node for node in postorder(chain.result) if is_apply(node, "total"))


def _functions(system: System, wanted: Sequence[Var]) -> list[object]:
    found = {}
    for node in _on_the_way(system, wanted):
        for operator in calculus.needed_functions(system.equations[node]):
            found[operator.name] = operator
    return list(found.values())


def _on_the_way(system: System, wanted: Sequence[Var]) -> list[Var]:
    """The nodes that depend on a wanted name other than themselves, in the order of computation."""
    moved, found = set(wanted), list[Var]()
    for node in system.nodes:
        if not moved.isdisjoint(names_in(system.equations[node])):
            moved.add(node)
            found.append(node)
    return found


def _backwards(system: System, wanted: Sequence[Var]) -> list[Var]:
    """The nodes on the way from the loss to the wanted names, then those names, later nodes first."""
    on_the_way = _on_the_way(system, wanted)
    names = [*reversed(on_the_way), *(v for v in wanted if v not in on_the_way)]
    return [v for v in names if v is not system.loss]


def _derive_node(desk: _Desk, v: Var) -> None:
    """The chains for one node: its consumers' local derivatives, then the chain rule."""
    system = desk.system
    goal = total_derivative(system.loss, v)
    for consumer in system.consumers(v):
        if consumer is not system.loss and consumer.shape.is_scalar:
            desk.add(_local(desk, consumer, v))
    draft = desk.draft(goal)
    terms = [ordered(term, desk.order) for term in terms_in(desk.context, system.loss, v)]
    draft.apply("chain rule", 0, {"L": system.loss, "v": v, "t": tuple(terms)})
    if len(terms) > 1 or not is_apply(terms[0], "partial"):
        draft.end_line()
    _take_open(draft, system.loss)
    form = system.staged.get(goal)
    _work_out(draft, frozenset() if form is None else frozenset(filter(_is_total, postorder(form))))
    target = system.published.get(goal, form)
    if target is None:
        approaching.turn_errors(draft)
    approaching.toward(draft, target)
    desk.add(draft.finished())


def ordered(term: Expr, order: Order) -> Expr:
    """A term of the chain rule with its two factors in the order asked for."""
    if order == "inner-outer" and is_apply(term, "mul"):
        return Apply(term.op, children(term)[::-1])  # type: ignore[union-attr]
    return term


def _local(desk: _Desk, node: Var, v: Var) -> Chain:
    """The local derivative of a scalar node, found on the side."""
    goal = partial(node, v)
    draft = desk.draft(goal)
    _take_open(draft, node)
    _fold(draft, node)
    tidying.tidy(draft)
    expressing.express_through_name(draft, node)
    approaching.toward(draft, desk.system.published.get(total_derivative(node, v)))
    return draft.finished()


def _take_open(draft: Draft, node: Var) -> None:
    """Write the node's equation into its local derivative, and differentiate."""
    if not draft.rewrite("open a local derivative", where=lambda part: children(part)[:1] == (node,)):
        return
    draft.end_line()
    calculus.take(draft)
    tidying.tidy(draft)


def _fold(draft: Draft, node: Var) -> None:
    """Write the node's own name again for its equation, as a(1 − a) for σ(z)(1 − σ(z))."""
    equation = draft.context.given[node]
    if isinstance(equation, Var):
        return  # a name for a name tells nothing, and the equation's own name stands where only it may: in ∂s/∂q
    folded = False
    while any(draft.apply("by definition", 1, {"v": node, "e": equation}, p) for p, n in _places_of(draft, equation)):
        folded = True
    if folded:
        draft.end_line()


def _places_of(draft: Draft, part: Expr) -> list[tuple[tuple[int, ...], Expr]]:
    return [(place, node) for place, node in places(draft.standing) if node is part]


def _work_out(draft: Draft, held: frozenset[Expr] = frozenset()) -> None:
    """Put in what was derived before, carry cotangents through the equations of arrays, and tidy."""
    carried = False
    while draft.rewrite("open a pullback"):
        carried = True
    if carried:
        draft.end_line()
        calculus.take(draft)
        tidying.tidy(draft)
        _fold_all(draft)
    names = {equation: v for v, equation in draft.context.given.items()}
    for place, part in reversed(_borrowed(draft, names, held)):
        if at(draft.standing, place) is not part:
            continue
        if part in names:
            draft.apply("by definition", 1, {"v": names[part], "e": part}, place)
        else:
            draft.apply("from above", 0, {"u": part, "w": draft.context.results[part]}, place)
    draft.end_line()
    tidying.tidy(draft)


def _is_total(part: Expr) -> bool:
    return is_apply(part, "total")


def _fold_all(draft: Draft) -> None:
    """Write every name again for its equation, wherever that stands."""
    for name, equation in draft.context.given.items():
        if any(part is equation for part in postorder(draft.standing)):
            _fold(draft, name)


def _borrowed(draft: Draft, names: Mapping[Expr, Var], held: frozenset[Expr]) -> list[tuple[Path, Expr]]:
    """The derivatives found before that are put in now, or that have a name, with their places.

    Those in ``held`` stay, because the published form goes on from them. Where that would be more than a person
    reads, the derivatives of the loss are left as they stand: then each line goes on from the one before, as the
    errors of a deep network do from layer to layer.
    """
    known = draft.context.results
    found = [(place, part) for place, part in places(draft.standing) if part in known and part not in held]
    long = {part for _, part in found if is_apply(part, "total") and part not in names}
    results = [draft.context.results[part] for _, part in found if part in long]
    goes_on = any(is_apply(node, "total") for node in postorder(*results))
    longest = LONGEST_THAT_GOES_ON if goes_on else LONGEST_PUT_IN
    if len(list(islice(_written_out(results), longest + 1))) > longest:
        return [(place, part) for place, part in found if part not in long]
    return found


def _written_out(roots: Sequence[Expr]) -> Iterator[Expr]:
    """The parts of expressions as often as they stand there; a derivative of the loss is one sign."""
    stack = list(roots)
    while stack:
        node = stack.pop()
        yield node
        stack.extend(() if is_apply(node, "total") else children(node))
