"""The process of another decider: names of scalar cases come in as JSON lines, its answer and how long goes out.

    python deciding_worker.py NAME

Run as a script, under the interpreter that has the decider; it imports nothing of this project. Each case is written
in SymPy by hand, the left side differentiated before the clock starts: what is timed is the decision alone. What is
answered is ``equal``, ``different`` or ``none``.
"""

from __future__ import annotations

import importlib
import json
import sys
import time
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from typing import Any

Sides = tuple[Any, Any, Any]
"""The left side of a claim, a right one that holds, and a wrong one."""
Decide = Callable[[Any, Any], str]


def reals(sympy: Any, names: str) -> tuple[Any, ...]:
    """Real symbols."""
    return tuple(sympy.symbols(names, real=True))


def sigmoid(sympy: Any, z: Any) -> Any:
    """The logistic function, written out."""
    return 1 / (1 + sympy.exp(-z))


def log_loss(sympy: Any, y: Any, a: Any) -> Any:
    """The log loss."""
    return -(y * sympy.log(a) + (1 - y) * sympy.log(1 - a))


def sigmoid_derivative(sympy: Any) -> Sides:
    """σ′ = σ (1 − σ)."""
    (z,) = sympy.symbols("z,", real=True)
    s = sigmoid(sympy, z)
    return sympy.diff(s, z), s * (1 - s), s * (s - 1)


def loss_by_output(sympy: Any) -> Sides:
    """∂L/∂p = −(y − p)/(p (1 − p))."""
    y, p = reals(sympy, "y p")
    right = -(y - p) / (p * (1 - p))
    return sympy.diff(log_loss(sympy, y, p), p), right, -right


def logistic(sympy: Any) -> Sides:
    """∂L/∂w = (a − y) x."""
    w, x, b, y = reals(sympy, "w x b y")
    a = sigmoid(sympy, w * x + b)
    return sympy.diff(log_loss(sympy, y, a), w), (a - y) * x, (y - a) * x


def tanh_by_sigmoid(sympy: Any) -> Sides:
    """tanh z = 2 σ(2z) − 1."""
    (z,) = sympy.symbols("z,", real=True)
    return sympy.tanh(z), 2 * sigmoid(sympy, 2 * z) - 1, 2 * sigmoid(sympy, z) - 1


def _network(sympy: Any) -> tuple[Any, ...]:
    """The output of two inputs, two hidden neurons and one output, with the names that its gradients need."""
    w11, w12, w21, w22, b1, b2, v1, v2, c, x1, x2, y = reals(sympy, "w11 w12 w21 w22 b1 b2 v1 v2 c x1 x2 y")
    a1 = sigmoid(sympy, w11 * x1 + w12 * x2 + b1)
    a2 = sigmoid(sympy, w21 * x1 + w22 * x2 + b2)
    return sigmoid(sympy, v1 * a1 + v2 * a2 + c), a1, a2, w11, w21, v1, v2, x1, y


def network_squares(sympy: Any) -> Sides:
    """∂L/∂w11 of a 2-2-1 network with the squared error."""
    out, a1, _, w11, _, v1, _, x1, y = _network(sympy)
    right = (out - y) * out * (1 - out) * v1 * a1 * (1 - a1) * x1
    return sympy.diff((out - y) ** 2 / 2, w11), right, -right


def network_log_loss(sympy: Any) -> Sides:
    """∂L/∂w21 of a 2-2-1 network with the log loss."""
    out, _, a2, _, w21, _, v2, x1, y = _network(sympy)
    right = (out - y) * v2 * a2 * (1 - a2) * x1
    return sympy.diff(log_loss(sympy, y, out), w21), right, -right


def softmax(sympy: Any) -> Sides:
    """∂L/∂z1 = p1 − y1 of three classes, with y3 = 1 − y1 − y2."""
    z1, z2, z3, y1, y2 = reals(sympy, "z1 z2 z3 y1 y2")
    total = sum(sympy.exp(z) for z in (z1, z2, z3))
    p1, p2, p3 = (sympy.exp(z) / total for z in (z1, z2, z3))
    loss = -(y1 * sympy.log(p1) + y2 * sympy.log(p2) + (1 - y1 - y2) * sympy.log(p3))
    return sympy.diff(loss, z1), p1 - y1, y1 - p1


def batch_norm(sympy: Any) -> Sides:
    """∂L/∂x1 behind batch norm of three examples."""
    xs, gs = reals(sympy, "x1 x2 x3"), reals(sympy, "g1 g2 g3")
    (t,) = sympy.symbols("t,", positive=True)
    mean = sum(xs) / 3
    root = sympy.sqrt(sum((x - mean) ** 2 for x in xs) / 3 + t)
    hs = [(x - mean) / root for x in xs]
    inner = 3 * gs[0] - sum(gs) - hs[0] * sum(g * h for g, h in zip(gs, hs, strict=True))
    return sympy.diff(sum(g * h for g, h in zip(gs, hs, strict=True)), xs[0]), inner / (3 * root), -inner / (3 * root)


CASES: Mapping[str, Callable[[Any], Sides]] = {
    "sigma' = s(1 - s)": sigmoid_derivative,
    "log loss by its output": loss_by_output,
    "logistic dw": logistic,
    "tanh by sigma": tanh_by_sigmoid,
    "2-2-1, squares, dw11": network_squares,
    "2-2-1, log loss, dw21": network_log_loss,
    "softmax of 3, dz1": softmax,
    "batch norm of 3, dx1": batch_norm,
}

# --- the deciders


def simplify(sympy: Any) -> Decide:
    """``simplify`` of the difference; that it does not become 0 says nothing."""
    return lambda left, right: "equal" if sympy.simplify(left - right) == 0 else "none"


def equals(_sympy: Any) -> Decide:
    """``equals``, which may answer None."""
    answers = {True: "equal", False: "different", None: "none"}
    return lambda left, right: answers[left.equals(right)]


def math_verify(sympy: Any) -> Decide:
    """A grader: both sides as LaTeX. That it does not find them equal is its verdict that they differ."""
    module = importlib.import_module("math_verify")
    config = [module.LatexExtractionConfig()]

    def decide(left: Any, right: Any) -> str:
        gold, answer = (
            module.parse(f"${sympy.latex(side)}$", extraction_config=config, parsing_timeout=None)
            for side in (left, right)
        )
        if not any(isinstance(one, sympy.Basic) for one in gold):
            return "none"
        return "equal" if module.verify(gold, answer, timeout_seconds=None) else "different"

    return decide


DECIDERS: Mapping[str, Callable[[Any], Decide]] = {
    "sympy-simplify": simplify,
    "sympy-equals": equals,
    "math-verify": math_verify,
}


def answer(decide: Decide, sides: Sides, wrong: bool) -> dict[str, Any]:
    """What a decider says to a case, and its time; whatever it raises is no answer."""

    def timed() -> str:
        times.append(time.perf_counter())
        return decide(sides[0], sides[2] if wrong else sides[1])

    times: list[float] = []
    # They raise bare exceptions; a future holds whatever was raised without a clause that would catch everything.
    with ThreadPoolExecutor(1) as pool:
        call = pool.submit(timed)
        error = call.exception()
        seconds = time.perf_counter() - times[0]
    return {"answer": "none" if error else call.result(), "seconds": seconds}


def main(name: str) -> None:
    """Answer every line of stdin with a line on stdout, after a first line that says whether there is a decider."""
    out, sys.stdout = sys.stdout, sys.stderr

    def send(message: dict[str, Any]) -> None:
        out.write(json.dumps(message) + "\n")
        out.flush()

    try:
        sympy = importlib.import_module("sympy")
        decide = DECIDERS[name](sympy)
    except (ImportError, KeyError) as error:
        send({"missing": str(error)})
        return
    x = sympy.Symbol("x")
    send({"ready": True} if answer(decide, (x + 1, 1 + x, x), False)["answer"] == "equal" else {"missing": name})
    for line in sys.stdin:
        question = json.loads(line)
        send(answer(decide, CASES[question["case"]](sympy), question["wrong"]))


if __name__ == "__main__":
    main(sys.argv[1])
