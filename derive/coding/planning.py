"""The plan of a function that computes a loss and its gradients: which names it computes, in which order, by what.

The gradients come from the reverse sweep of `derive.reverse`, equation by equation from the loss back, so that every
name of the model has one cotangent and every line one idea. Nothing here is evidence that they are right: the text
that comes of them is run and compared (`derive.coding.checking`).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from itertools import chain, count

from derive import building as b
from derive import ruletext
from derive.building import is_apply
from derive.coding.arrays import ENTRYWISE, RULES, NotWritten
from derive.coding.fusing import FUSED, fused
from derive.conditions import ancestors
from derive.dependence import UNTAKEN
from derive.ir import Apply, Const, Expr, Symbol, Var, children, postorder, variables
from derive.reverse import Share, carried
from derive.systems import System

SLOPES: Mapping[str, str] = {
    "sigmoid": "y * (1 - y)",
    "tanh": "1 - y ** 2",
    "softplus": "sigmoid(z)",
    "abs": "sign(z)",
    "step": "0",
    "leaky_relu": "choose(greater(z, 0), 1, 1 / 100)",
    "cosh": "sinh(z)",
    "sinh": "cosh(z)",
    "tan": "1 + y ** 2",
    "sigmoid_prime": "y * (1 - 2 * sigmoid(z))",
    "tanh_prime": "-(2 * tanh(z) * y)",
}
"""The slopes of functions that others define, in the form in which code computes them, through the output ``y``."""

ACTIVATIONS = frozenset({"sigmoid", "tanh", "relu", "leaky_relu", "softplus", "opaque", *FUSED})
"""What goes before one of these gets a name of its own, if it has none: its cotangent is used many times."""


@dataclass(frozen=True)
class Step:
    """A line: a name, and the expression that it is, in the names before it."""

    v: Var
    expr: Expr


@dataclass(frozen=True)
class Plan:
    """The forward lines, the backward lines in the order of the sweep, and the cotangent of each name.

    The forward lines are all that can be computed: what the loss does not need may be handy in the backward lines.
    """

    system: System
    forward: tuple[Step, ...]
    backward: tuple[Step, ...]
    cotangents: Mapping[Var, Var]


def planned(system: System) -> Plan:
    """The plan for the gradients with respect to all parameters. Raises `NotWritten`, and `derive.reverse.NoRule`."""
    names, taken = _derivatives(system)
    computable = {v: _written_out(system.equations[v]) for v in system.computable if v not in taken}
    equations = named_arguments(fused(computable), {v.name for v in (*system.parameters, *system.data)})
    if system.loss not in equations:
        raise NotWritten(f"{system.loss} uses a name that has neither a value nor an equation")
    needed = ancestors(system.loss, equations)
    forward = [Step(v, equation) for v, equation in equations.items()]
    forward_only = {v: e for v, e in equations.items() if v in needed or v is system.loss}
    backward, cotangents = _swept(system, forward_only, names)
    return Plan(system, tuple(forward), tuple(backward), cotangents)


def slopes() -> dict[str, Share]:
    """The rule for each function of `SLOPES`, and for those of two numbers, of which always one has the slope."""
    return {**{name: _by_slope(text) for name, text in SLOPES.items()}, "max": _larger, "min": _smaller}


def _larger(node: Apply, y_bar: Expr) -> tuple[Expr, ...]:
    p, q = node.args
    return b.mul(y_bar, b.call("greater", p, q)), b.mul(y_bar, b.call("at_least", q, p))


def _smaller(node: Apply, y_bar: Expr) -> tuple[Expr, ...]:
    p, q = node.args
    return b.mul(y_bar, b.call("greater", q, p)), b.mul(y_bar, b.call("at_least", p, q))


def _by_slope(text: str) -> Share:
    template = ruletext.parse(text)

    def share(node: Apply, y_bar: Expr) -> tuple[Expr, ...]:
        slope = ruletext.instantiate(template, {"z": node.args[0], "y": node})
        return (b.mul(y_bar, b.broadcast(slope, y_bar.shape)),)

    return share


def _written_out(equation: Expr) -> Expr:
    """The equation with its functions written by their definitions, where code has no function for them."""
    done: dict[Expr, Expr] = {}
    for node in postorder(equation):
        args = tuple(done[arg] for arg in children(node))
        if isinstance(node, Apply):
            operator = node.op
            if operator.definition and operator.name not in {*ENTRYWISE, *RULES}:
                parts = dict(zip(operator.parameters, args, strict=True))
                written = ruletext.instantiate(ruletext.parse(operator.definition), parts)
                done[node] = _written_out(b.broadcast(written, node.shape))
            else:
                done[node] = node if args == node.args else Apply(operator, args, node.attrs)
        else:
            done[node] = node
    return done[equation]


def named_arguments(equations: Mapping[Var, Expr], taken: Iterable[str]) -> dict[Var, Expr]:
    """The equations, with an equation before them for what goes into an activation and has no name: z = wᵀx + b."""
    desk = _Arguments({*taken, *(v.name for v in equations)}, _unnamed(equations))
    for v, equation in equations.items():
        done: dict[Expr, Expr] = {}
        for node in postorder(equation):
            args = tuple(done[arg] for arg in children(node))
            if isinstance(node, Apply) and node.op.name in ACTIVATIONS:
                args = tuple(desk.named(arg, v) for arg in args)
            same = not isinstance(node, Apply) or args == node.args
            done[node] = node if same else Apply(node.op, args, node.attrs)  # type: ignore[union-attr]
        desk.equations[v] = done[equation]
    return desk.equations


def _unnamed(equations: Mapping[Var, Expr]) -> int:
    """How many different things go into activations that have no name, in equations without a layer."""
    found: set[Expr] = set()
    for v, equation in equations.items():
        activations = [n for n in postorder(equation) if isinstance(n, Apply) and n.op.name in ACTIVATIONS]
        found.update(_positive(arg) for n in activations for arg in n.args if not v.symbol.layer)
    return sum(not isinstance(arg, Var) for arg in found)


def _positive(arg: Expr) -> Expr:
    return children(arg)[0] if is_apply(arg, "neg") else arg


@dataclass
class _Arguments:
    """Names for what goes into activations; ``unnamed`` is how many are needed in equations without a layer."""

    taken: set[str]
    unnamed: int
    equations: dict[Var, Expr] = field(default_factory=dict)
    names: dict[Expr, Var] = field(default_factory=dict)

    def named(self, arg: Expr, owner: Var) -> Expr:
        """The name of an argument, which gets one where it is more than a name; −z is told by z."""
        if is_apply(arg, "neg"):
            return b.neg(self.named(children(arg)[0], owner))
        if (
            not isinstance(arg, Apply)
            or not variables(arg)
            or all(isinstance(x, Var | Const) for x in (arg, *arg.args))
        ):
            return arg
        if arg not in self.names:
            letter = "Z" if arg.shape.rank > 1 else "z"
            wanted = [Symbol(letter, layer=owner.symbol.layer)] if owner.symbol.layer or self.unnamed == 1 else []
            wanted += [Symbol(letter, sub=owner.symbol.sub)] if owner.symbol.sub else []
            wanted += [Symbol(letter, sub=owner.name)]
            more = (Symbol(letter, sub=f"{owner.name}_{number}") for number in count(2))
            symbol = next(s for s in chain(wanted, more) if s.plain not in self.taken)
            self.names[arg] = Var(symbol, arg.shape)
            self.taken.add(symbol.plain)
            self.equations[self.names[arg]] = arg
        return self.names[arg]


def _derivatives(system: System) -> tuple[dict[Var, Var], set[Var]]:
    """What the model calls a derivative of its loss, such as δ for ∂L/∂z, by the name that it is a derivative by;
    and all names that stand for derivatives, or are computed from one, and do not lead to the loss."""
    names: dict[Var, Var] = {}
    taken: set[Var] = set()
    for v, equation in system.equations.items():
        untaken = [node for node in postorder(equation) if isinstance(node, Apply) and node.op.name in UNTAKEN]
        if v not in system.nodes and (untaken or taken.intersection(variables(equation))):
            taken.add(v)
        if is_apply(equation, "total") and children(equation)[0] is system.loss:
            by = children(equation)[1]
            assert isinstance(by, Var)
            names[by] = v
    return names, taken


def _swept(
    system: System, equations: Mapping[Var, Expr], names: Mapping[Var, Var]
) -> tuple[list[Step], dict[Var, Var]]:
    """The cotangents from the loss back: each parameter's as soon as it is complete."""
    wanted = _wanted(system, equations)
    rules = {**slopes(), **FUSED}
    shares: dict[Var, list[Expr]] = {v: [] for v in wanted}
    uses = {v: [node for node, e in equations.items() if v in variables(e)] for v in system.parameters}
    cotangents = {v: names.get(v, _cotangent(v)) for v in wanted}
    steps: list[Step] = []
    for node in reversed(list(equations)):
        if node not in wanted and node is not system.loss:
            continue
        seed: Expr = b.ONE
        if node is not system.loss:
            steps.append(Step(cotangents[node], b.add(*shares[node])))
            seed = cotangents[node]
        below = [v for v in variables(equations[node]) if v in wanted]
        for v, share in carried(equations[node], seed, below, others=rules).items():
            shares[v].append(share)
        for v in system.parameters:
            if v in below and uses[v][0] is node:
                steps.append(Step(cotangents[v], b.add(*shares[v])))
    for v in system.parameters:
        if not uses[v]:
            steps.append(Step(cotangents[v], b.zeros(v.shape)))
    return steps, cotangents


def _cotangent(v: Var) -> Var:
    """A name for ∂loss/∂v. By its font it is another one than a dZ of the model's, which may be something else."""
    return Var(Symbol(f"d{v.name}", font=f"cotangent {v.symbol.font}"), v.shape)


def _wanted(system: System, equations: Mapping[Var, Expr]) -> dict[Var, None]:
    """The parameters, and the names of the model that depend on one, in order."""
    found = dict.fromkeys(system.parameters)
    for v, equation in equations.items():
        if v is not system.loss and any(u in found for u in variables(equation)):
            found[v] = None
    return found
