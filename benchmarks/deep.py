"""Networks of many layers: all gradients derived, the local claims of all layers judged, a wrong one among them found.

    python deep.py LAYERS derive        all gradients, once
    python deep.py LAYERS prove         the two claims of every layer, one after the other
    python deep.py LAYERS locate        the claims again, one of them with a wrong sign, until one is refuted

Run as a script in a process of its own, which is ended when it takes too long: what it has done by then stands on its
output, a JSON line each.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

# The first import puts this checkout on the path.
import measuring  # noqa: F401

from derive import building as b
from derive import calculus, ops, reverse
from derive.bench import Bench
from derive.checking import decide
from derive.ir import Const, Expr, Var
from derive.shapes import Shape
from derive.systems import System

WIDTH, FEATURES = "h", "d"
LOSS, X, Y = Var("L"), Var("x", Shape.of(FEATURES)), Var("y", Shape.of(WIDTH))

Claim = tuple[Expr, Expr]


@dataclass(frozen=True)
class Network:
    """A chain of sigmoid layers of one width, with the squared error at its end."""

    layers: int

    def weights(self, layer: int) -> Var:
        """The weights of a layer, counted from 1."""
        return Var(f"W{layer}", Shape.of(WIDTH, FEATURES if layer == 1 else WIDTH))

    def bias(self, layer: int) -> Var:
        """Its bias."""
        return Var(f"b{layer}", Shape.of(WIDTH))

    def z(self, layer: int) -> Var:
        """What goes into its sigmoid."""
        return Var(f"z{layer}", Shape.of(WIDTH))

    def a(self, layer: int) -> Var:
        """What comes out; of layer 0, the features."""
        return Var(f"a{layer}", Shape.of(WIDTH)) if layer else X

    @property
    def system(self) -> System:
        """Its equations."""
        equations: dict[Var, Expr] = {}
        for layer in range(1, self.layers + 1):
            equations[self.z(layer)] = b.add(b.matmul(self.weights(layer), self.a(layer - 1)), self.bias(layer))
            equations[self.a(layer)] = b.call("sigmoid", self.z(layer))
        squares = b.power(b.sub(self.a(self.layers), Y), Const(2))
        equations[LOSS] = b.mul(b.number("1/2"), b.total(squares))
        layers = range(1, self.layers + 1)
        return System(equations, LOSS, tuple(v for k in layers for v in (self.weights(k), self.bias(k))), (X, Y))

    def claims(self) -> Iterator[Claim]:
        """Two for each layer, from the last one back: ∂L/∂z by that of the layer above, and ∂L/∂W by ∂L/∂z."""
        for layer in range(self.layers, 0, -1):
            a, delta = self.a(layer), b.total_derivative(LOSS, self.z(layer))
            if layer == self.layers:
                upstream = b.sub(a, Y)
            else:
                above = b.total_derivative(LOSS, self.z(layer + 1))
                upstream = b.matmul(b.transpose(self.weights(layer + 1)), above)
            yield delta, b.mul(upstream, a, b.sub(b.ONE, a))
            row = b.transpose(self.a(layer - 1))
            yield b.total_derivative(LOSS, self.weights(layer)), b.matmul(delta, row)


def say(**message: object) -> None:
    """A line of output, at once."""
    print(json.dumps(message), flush=True)


def derive(network: Network) -> None:
    """All gradients by the reverse sweep."""
    system, sigma = network.system, calculus.function_chain(ops.get("sigmoid"))
    start = time.perf_counter()
    found = reverse.pullback(LOSS, system.parameters, system.equations, {sigma.start: sigma.result})
    say(gradients=len(found), seconds=time.perf_counter() - start)


def prove(network: Network) -> None:
    """The verdict on each claim."""
    bench = Bench(network.system)
    for left, right in network.claims():
        start = time.perf_counter()
        outcome = decide(left, right, bench).outcome
        say(outcome=outcome, seconds=time.perf_counter() - start)


def locate(network: Network) -> None:
    """The verdicts until one claim is refuted: the first of the layer in the middle, which has a wrong sign."""
    bench, wrong = Bench(network.system), planted(network.layers)
    for place, (left, right) in enumerate(network.claims()):
        start = time.perf_counter()
        outcome = decide(left, b.neg(right) if place == wrong else right, bench).outcome
        say(outcome=outcome, seconds=time.perf_counter() - start, place=place)
        if outcome == "refuted":
            return


def planted(layers: int) -> int:
    """Which of the claims gets a wrong sign."""
    return 2 * (layers // 2)


TASKS: Mapping[str, Callable[[Network], None]] = {"derive": derive, "prove": prove, "locate": locate}

if __name__ == "__main__":
    TASKS[sys.argv[2]](Network(int(sys.argv[1])))
