"""Taking the derivatives that stand in an expression, by the reverse sweep, so that what is left can be expanded.

The sweep applies the operators' own derivative rules, and for a function that others define a derivation that was
replayed. That the operators' rules are right is not established here: tests hold each of them against power series, and
so does every point at which the two sides of a claim are compared.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cache, cached_property

from derive import building
from derive.algebra.obligations import kinks
from derive.calculus import function_chain, needed_functions
from derive.indexing import positions_among, taken_at
from derive.ir import Apply, Const, Expr, Symbol, Var, children, contains, postorder, rebuild, substitute, variables
from derive.kernel import replay
from derive.operators import Operator
from derive.reverse import pullback
from derive.rewriting import Assumption
from derive.shapes import Size
from derive.steps import Chain, Derivation

MANY = 16
"""In a model of more equations the derivatives by all names are taken at once."""


class Unresolved(Exception):
    """A derivative cannot be taken. The message says which, and why."""


@dataclass(frozen=True)
class Equations:
    """Equations without derivatives, with the positions that stand in them, and where what was taken does not exist."""

    given: Mapping[Var, Expr]
    positions: Mapping[Var, tuple[Size, ...]] = field(default_factory=dict)
    taken: tuple[tuple[Size, Var | Const], ...] = ()
    kinks: tuple[Assumption, ...] = ()

    @cached_property
    def names(self) -> Mapping[Expr, Expr]:
        """The name of each node by its equation."""
        return {e: v for v, e in self.given.items() if children(e)}


@dataclass
class Resolver:
    """Takes derivatives in the scope of a model's equations; ``jacobians`` collects those of arrays by arrays.

    Such a derivative stays as it stands; the table says what carrying a cotangent through its body gave.
    """

    given: Mapping[Var, Expr] = field(default_factory=dict)
    jacobians: dict[Expr, tuple[Var, Expr]] = field(default_factory=dict)
    kinks: dict[Expr, tuple[Assumption, ...]] = field(default_factory=dict)
    """For each derivative that was taken, where it does not exist beside where its result has no value."""
    _kinks: list[Assumption] = field(default_factory=list)
    _done: dict[Expr, Expr] = field(default_factory=dict)
    _functions: dict[Expr, Expr] = field(default_factory=dict)
    _sweeps: dict[Expr, dict[Var, Expr]] = field(default_factory=dict)
    _searched: set[Expr] = field(default_factory=set)

    def resolved(self, root: Expr) -> Expr:
        """The expression with its derivatives taken. Raises `derive.reverse.NoRule` and `Unresolved`."""
        for node in postorder(root, within=lambda n: n not in self._done):
            if node not in self._done:
                args = tuple(self._done[child] for child in children(node))
                self._done[node] = self._taken(node, args) if is_untaken(node) else rebuild(node, args)
        return self._done[root]

    @cached_property
    def equations(self) -> Equations:
        """The equations with their derivatives taken. Raises what taking them raises."""
        given = {v: self.resolved(e) for v, e in self.given.items()}
        nodes = list(postorder(*given.values()))
        kinks = [k for node in postorder(*self.given.values()) for k in self.kinks.get(node, ())]
        return Equations(given, positions_among(nodes), tuple(taken_at(nodes)), tuple(kinks))

    def _taken(self, node: Expr, args: tuple[Expr, ...]) -> Expr:
        assert isinstance(node, Apply)
        for name, role in zip(node.args, node.op.parameters, strict=True):
            if role in ("v", "w") and not isinstance(name, Var):
                raise Unresolved(f"{name} is no name, so nothing changes with it")
        self._kinks = []
        taken = TAKEN[node.op.name](self, node, args)
        self.kinks[node] = tuple(dict.fromkeys(self._kinks))
        return taken

    def gradient(self, body: Expr, v: Var, through: bool) -> Expr:
        """∂body/∂v of a scalar; ``through`` the equations of all names, or with the others held constant."""
        given = self.given if through else {}
        for root in (body, *given.values()):
            self._learn(root)
        self._kinks += kinks(body, v, given)
        if isinstance(body, Var) and len(given) > MANY:
            if body not in self._sweeps:
                names = dict.fromkeys((*given, *variables(*given.values())))
                self._sweeps[body] = pullback(body, names, given, self._functions)
            return self._sweeps[body].get(v, building.zeros(v.shape))
        return pullback(body, (v,), given, self._functions)[v]

    def _learn(self, root: Expr) -> None:
        """Derive the functions that occur and that others define."""
        if root in self._searched:
            return
        self._searched.add(root)
        for node in postorder(root):
            if isinstance(node, Apply) and node.op.definition:
                chain = lemma(node.op)
                self._functions[chain.start] = chain.result

    def carried(self, body: Expr, v: Var, through: bool) -> tuple[Var, Expr]:
        """A name for a cotangent of ``body``, and what carrying it back to ``v`` gives."""
        cotangent = Var(Symbol("cotangent", sub=str(len(self.jacobians) + 1)), body.shape)
        return cotangent, self.gradient(building.total(building.mul(cotangent, body)), v, through)

    def equation(self, node: Expr) -> Expr:
        """The equation of a named node, its derivatives taken."""
        if not (isinstance(node, Var) and node in self.given):
            raise Unresolved(f"{node} has no equation here")
        return self.resolved(self.given[node])


@cache
def lemma(operator: Operator) -> Chain:
    """The derivation of the derivative of a function that others define; it has been replayed."""
    chain = function_chain(operator)
    replay(Derivation(tuple(map(function_chain, needed_functions(chain.start)))))
    return chain


def is_untaken(expr: Expr) -> bool:
    """Whether it is a derivative not yet taken, or a value elsewhere."""
    return isinstance(expr, Apply) and expr.op.name in TAKEN


def _name(expr: Expr) -> Var:
    assert isinstance(expr, Var)
    return expr


def _total(r: Resolver, node: Apply, args: tuple[Expr, ...]) -> Expr:
    return r.gradient(args[0], _name(node.args[1]), through=True)


def _derivative(r: Resolver, node: Apply, args: tuple[Expr, ...]) -> Expr:
    """Each entry of an array depends on the same entry of v alone, so that the gradient of their sum is meant."""
    return r.gradient(building.total(args[0]), _name(node.args[1]), through=False)


def _partial(r: Resolver, node: Apply, args: tuple[Expr, ...]) -> Expr:
    return r.gradient(r.equation(node.args[0]), _name(node.args[1]), through=False)


def _pullback(r: Resolver, node: Apply, args: tuple[Expr, ...]) -> Expr:
    cotangent, carried = r.carried(args[1], _name(node.args[2]), through=False)
    return substitute(carried, {cotangent: args[0]})


def _vjp(r: Resolver, node: Apply, args: tuple[Expr, ...]) -> Expr:
    cotangent, carried = r.carried(r.equation(node.args[1]), _name(node.args[2]), through=False)
    return substitute(carried, {cotangent: args[0]})


def _jacobian(r: Resolver, node: Apply, args: tuple[Expr, ...]) -> Expr:
    result = Apply(node.op, args, node.attrs)
    r.jacobians[result] = r.carried(args[0], _name(node.args[1]), through=True)
    return result


def _hessian(r: Resolver, node: Apply, args: tuple[Expr, ...]) -> Expr:
    """The Jacobian of the gradient."""
    result = Apply(node.op, args, node.attrs)
    first = r.gradient(args[0], _name(node.args[1]), through=True)
    r.jacobians[result] = r.carried(first, _name(node.args[2]), through=True)
    return result


def _evaluated(r: Resolver, node: Apply, args: tuple[Expr, ...]) -> Expr:
    """The body with v put in, and in the equations of the names that follow v."""
    body, v, point = args[0], _name(node.args[1]), args[2]
    follows: dict[Expr, Expr] = {v: point}
    for name, equation in r.given.items():
        if name is not v and any(contains(equation, earlier) for earlier in follows):
            follows[name] = substitute(r.resolved(equation), follows)
    for part in [n for n in postorder(body) if n in r.jacobians]:
        cotangent, carried = r.jacobians[part]
        moved = substitute(part, follows)
        r.jacobians[moved] = cotangent, substitute(carried, follows)
        follows[part] = moved
    return substitute(body, follows)


TAKEN: dict[str, Callable[[Resolver, Apply, tuple[Expr, ...]], Expr]] = {
    "total": _total,
    "derivative": _derivative,
    "partial": _partial,
    "pullback": _pullback,
    "vjp": _vjp,
    "jacobian": _jacobian,
    "hessian": _hessian,
    "evaluated": _evaluated,
}
"""How each kind of derivative is taken."""


def folded(root: Expr, given: Mapping[Var, Expr]) -> Expr:
    """The expression with the name of a node wherever its equation stands."""
    return substitute(root, Equations(given).names)
