"""A claim about derivatives of one loss by several nodes, in as much of a model as lies between these nodes.

∂L/∂z, where L depends on z only by way of u, is ∂L/∂u carried back from u to z, whatever L is. So a claim that speaks
of both is a claim about any number for ∂L/∂u: if it holds for the surrogate loss Σ c·u with an arbitrary c, with all
names before z free, it holds in the model. The converse is false: a claim that fails here may hold in the model.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from derive import building
from derive.building import is_apply, total_derivative
from derive.ir import Expr, Symbol, Var, children, postorder, substitute, variables
from derive.rewriting import Assumption

MOST_NODES = 60
"""How many nodes may lie between."""
FEWEST_EQUATIONS = 9
"""In a model of fewer equations nothing is gained."""
SURROGATE = Var(Symbol("surrogate"))
"""The name of the surrogate loss."""


@dataclass(frozen=True)
class Local:
    """Two sides and the equations between the nodes that they are about."""

    left: Expr
    right: Expr
    equations: Mapping[Var, Expr]
    stands_for: Mapping[Expr, Expr] = field(default_factory=dict)
    """What the names that were put in for derivatives stand for."""


@dataclass(frozen=True)
class Plain:
    """A claim with its names replaced by numbered ones, in the order of their occurrence.

    Claims about one layer of a network and about another become the same; ``names`` says what each name was.
    """

    left: Expr
    right: Expr
    equations: Mapping[Var, Expr]
    facts: Mapping[Var, frozenset[str]]
    names: Mapping[Var, Var]

    @property
    def key(self) -> Hashable:
        """What two claims have in common that are the same but for their names."""
        facts = frozenset(self.facts.items())
        return self.left, self.right, tuple(self.equations.items()), facts

    def named(self, assumption: Assumption) -> Assumption:
        """An assumption about the claim as it was."""
        back: dict[Expr, Expr] = dict(self.names.items())
        return Assumption(assumption.condition, tuple(substitute(part, back) for part in assumption.parts))


def plain(local: Local, facts: Mapping[Var, frozenset[str]]) -> Plain:
    """The claim with numbered names."""
    roots = (local.left, local.right, *(e for pair in local.equations.items() for e in pair))
    numbers: dict[Expr, Expr] = {v: Var(Symbol("name", sub=str(k)), v.shape) for k, v in enumerate(variables(*roots))}
    back = {new: old for old, new in numbers.items() if isinstance(new, Var) and isinstance(old, Var)}
    forth = {old: new for new, old in back.items()}
    return Plain(
        substitute(local.left, numbers),
        substitute(local.right, numbers),
        {forth[v]: substitute(e, numbers) for v, e in local.equations.items()},
        {forth[v]: known for v, known in facts.items() if v in forth},
        back,
    )


class Graph:
    """The equations of a model with the nodes that use each name; ``names`` are those for derivatives, δ = ∂L/∂z."""

    def __init__(self, equations: Mapping[Var, Expr]) -> None:
        self.names: Mapping[Expr, Expr] = {v: e for v, e in equations.items() if is_apply(e, "total")}
        self.equations = {v: e for v, e in equations.items() if v not in self.names}

    @cached_property
    def consumers(self) -> Mapping[Var, tuple[Var, ...]]:
        """For each name the nodes whose equations it stands in."""
        found: dict[Var, list[Var]] = {}
        for node, equation in self.equations.items():
            for v in variables(equation):
                found.setdefault(v, []).append(node)
        return {v: tuple(nodes) for v, nodes in found.items()}

    @cached_property
    def place(self) -> Mapping[Var, int]:
        """The order of computation."""
        return {node: number for number, node in enumerate(self.equations)}

    def between(self, start: Var, ends: Iterable[Var]) -> list[Var] | None:
        """The nodes after ``start`` up to ``ends``, in order; None where there are more than `MOST_NODES`."""
        stop, found, pending = set(ends), dict[Var, None](), [start]
        while pending:
            for node in self.consumers.get(pending.pop(), ()):
                if node not in found:
                    found[node] = None
                    if len(found) > MOST_NODES:
                        return None
                    if node not in stop:
                        pending.append(node)
        return sorted(found, key=self.place.__getitem__)


def localized(left: Expr, right: Expr, graph: Graph) -> Local | None:
    """The claim between the nodes that it is about; None where that is not less than the whole model.

    The sides may hold derivatives of one loss by several nodes, and no others.
    """
    if len(graph.equations) < FEWEST_EQUATIONS:
        return None
    left, right = (substitute(side, graph.names) for side in (left, right))
    goals = [n for n in postorder(left, right) if is_apply(n, "total")]
    untaken = [n for n in postorder(left, right) if n in goals or _is_other_derivative(n)]
    losses = {children(goal)[0] for goal in goals}
    if not goals or len(untaken) > len(goals) or len(losses) != 1:
        return None
    (loss,) = losses
    names = [v for goal in goals if isinstance(v := children(goal)[1], Var)]
    if len(names) < len(goals) or not isinstance(loss, Var) or loss in names:
        return None
    return _between(left, right, graph, loss, dict(zip(names, goals, strict=True)))


def _between(left: Expr, right: Expr, graph: Graph, loss: Var, goals: Mapping[Var, Expr]) -> Local | None:
    """Cut at the one node that all the others lead to, or at none where one node alone is spoken of."""
    if len(goals) == 1:
        (start,) = goals
        nodes = graph.between(start, (loss,))
        if nodes is None or loss not in nodes:
            return None
        return Local(left, right, {node: graph.equations[node] for node in nodes})
    end = max(goals, key=lambda v: graph.place.get(v, -1))
    starts = [v for v in goals if v is not end]
    inside: dict[Var, None] = {}
    for start in starts:
        found = graph.between(start, (end,))
        # A node without consumers that is not the end would be another way to the loss.
        if found is None or end not in found or any(not graph.consumers.get(n) for n in found if n is not end):
            return None
        inside.update(dict.fromkeys(found))
    if end not in graph.equations:
        return None
    cotangent = Var(Symbol("upstream", sub=end.name), end.shape)
    ordered = sorted(inside, key=graph.place.__getitem__)
    equations = {node: graph.equations[node] for node in ordered}
    equations[SURROGATE] = building.total(building.mul(cotangent, end))
    moved = {goal: total_derivative(SURROGATE, v) for v, goal in goals.items() if v is not end}
    moved[goals[end]] = cotangent
    back = {new: old for old, new in moved.items()}
    return Local(substitute(left, moved), substitute(right, moved), equations, back)


def _is_other_derivative(node: Expr) -> bool:
    return any(
        is_apply(node, name)
        for name in ("derivative", "partial", "pullback", "vjp", "jacobian", "hessian", "evaluated")
    )
