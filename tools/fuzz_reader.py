"""Reads random formulas, well formed and damaged, and reports whatever is no proper answer of the reader.

    python tools/fuzz_reader.py --count 100000 --seed 1

Prints totals by kind, and every input that broke a promise; the exit code is 1 if any did. The same seed gives the
same formulas.
"""

from __future__ import annotations

import argparse
import random
import sys
import traceback
from collections import Counter
from collections.abc import Callable, Sequence
from concurrent.futures import Executor, ThreadPoolExecutor
from pathlib import Path
from typing import Any, TypeAlias, get_args

from derive.notation.declarations import declared, parse_declarations
from derive.notation.reading import Kind, Reading, read
from derive.notation.scope import OPEN, Scope

Choose: TypeAlias = Callable[[Sequence[str]], str]
"""Picks one of several: a random generator's ``choice``, or a draw of a property-based test."""

DECLARATIONS = """
shape w,x,u: m; shape X: m,n; shape V: m,m; shape Y,A,Z: 1,n; parameter w,b; data x,y;
shape a,b,y,z,s,t,alpha,y_hat,ell: scalar; shape q^{[1]}: scalar
"""
DEFINITIONS = (r"L = (a - y)^2", r"p = \sigma(w^T x + b)")
"""The scope that the formulas are read in, beside the open one."""

ATOMS = {
    "scalar": (
        *("a", "b", "y", "z", r"\alpha", r"\hat{y}", "s", "t", "2", "0.5", "L", "p", r"w^{T} x", "10"),
        *("x_1", "w_{2}", "V_{12}", r"\pi", "q^{[1]}", r"\tfrac12", r"\ell"),
    ),
    "vector": ("w", "x", "u", r"\mathbf{w}", r"V x", r"X Y^{T}"),
    "matrix": ("V", "V^{T}", r"w x^{\top}", r"X X^{T}"),
}
"""What each kind of expression ends in."""

FORMS = {
    "scalar": (
        ("{} + {}", "ss"),
        ("{} - {}", "ss"),
        ("-({})", "s"),
        ("({})", "s"),
        (r"\left( {} \right)", "s"),
        ("({}) ({})", "ss"),
        (r"{} \cdot {}", "ss"),
        (r"{} \times {}", "ss"),
        (r"\frac{{{}}}{{{}}}", "ss"),
        ("({})^2", "s"),
        ("e^{{{}}}", "s"),
        (r"\log({})", "s"),
        (r"\sigma({})", "s"),
        (r"\tanh({})", "s"),
        (r"\sqrt{{{}}}", "s"),
        (r"\max(0, {})", "s"),
        ("|{}|", "s"),
        (r"\sum_{{i=1}}^{{m}} {}", "s"),
        (r"\frac{{\partial L}}{{\partial {}}}", "s"),
        (r"\frac{{d}}{{dz}} ({})", "s"),
        (r"\underbrace{{{}}}_{{\text{{error}}}}", "s"),
        (r"\cancel{{{}}}", "s"),
        (r"({})^T ({})", "vv"),
        (r"\lVert {} \rVert^2", "v"),
        (r"\tanh^2({})", "s"),
        (r"\sin {{{}}}", "s"),
        (r"\sigma'({})", "s"),
        (r"\sum_{{i=1}}^{{m}} w_i ({})", "s"),
        (r"\sum_i x_i ({})", "s"),
        (r"\sum_{{k=1}}^{{3}} ({})^k", "s"),
        (r"\prod_{{k=1}}^{{2}} ({})", "s"),
        (r"\frac{{1}}{{m}} \sum_{{i=1}}^{{m}} x_i {}", "s"),
        (r"\begin{{cases}} {} & a > 0 \\ {} & a \leq 0 \end{{cases}}", "ss"),
        (r"\left. {} \right|_{{b = 2}}", "s"),
        (r"\operatorname{{tr}}(({})({}))", "mm"),
        (r"\operatorname{{tr}}(\begin{{bmatrix}} {} & a \\ b & {} \end{{bmatrix}})", "ss"),
        (r"\lVert {} \rVert_1", "v"),
        (r"{} \bigl( {} \bigr)", "ss"),
        (r"\mathbb{{1}}[{} > 0]", "s"),
    ),
    "vector": (
        ("{} + {}", "vv"),
        ("-({})", "v"),
        ("({}) ({})", "mv"),
        (r"({}) \odot ({})", "vv"),
        ("({}) ({})", "sv"),
        (r"\sigma({})", "v"),
        (r"\nabla_w L + {}", "v"),
        (r"({})^T ({})", "mv"),
        (r"\operatorname{{diag}}({}) ({})", "vv"),
    ),
    "matrix": (("{} + {}", "mm"), ("({}) ({})", "mm"), ("({})^T", "m"), ("({}) ({})^T", "vv"), (r"2 \cdot {}", "m")),
}
"""How each kind of expression is built from others, by the initials of their kinds."""

STATEMENTS = {
    "scalar": (
        "{}",
        "L = {}",
        "a = {} = {}",
        "dz = {}",
        "db = {}",
        "u_i = x_i ({})",
        r"{} \\ &= {}",
        "b := b - \\alpha ({})",
        "= {}",
        "{} =",
        "{},",
        "${}$",
    ),
    "vector": (
        "{}",
        "w = {}",
        r"dw = {}",
        r"w \leftarrow w - \alpha ({})",
        r"\begin{{aligned}} u &= {} \end{{aligned}}",
    ),
    "matrix": ("{}", "V = {}", r"V = {} \quad V = {}"),
}
KINDS = {kind[0]: kind for kind in ATOMS}

_MARKS = r"{ } ( ) [ ] ^ _ & ~ % $ = + - * / | ' , . ; : ! ? < > # \ @ ½ ŷ ᵀ ² ∂"
_COMMANDS = r"""
\frac \left( \right) \left. \right| \\ \quad \sum_{i=1}^n \partial \begin{aligned} \end{aligned} \text{
\begin{bmatrix} \end{bmatrix} \newcommand \def \cancel \underbrace \color{red} \limits \not \mathbb
"""
PIECES = (*_MARKS.split(), *_COMMANDS.split(), "\0", "\n", "\t", "\u202e", "\ud800", "é")
"""What is put into a formula to damage it."""


def expression(choose: Choose, kind: str, depth: int) -> str:
    """A random expression of a kind, nested at most so deep."""
    if depth <= 0 or choose("fffa") == "a":
        return choose(ATOMS[kind])
    names = [str(number) for number in range(len(FORMS[kind]))]
    form, parts = FORMS[kind][int(choose(names))]
    return form.format(*(expression(choose, KINDS[part], depth - 1) for part in parts))


def formula(choose: Choose, depth: int = 4) -> str:
    """A random well-formed formula of the scope of `DECLARATIONS`, in the notation of the field."""
    kind = choose(tuple(STATEMENTS))
    form = choose(STATEMENTS[kind])
    parts = [expression(choose, kind, depth) for _ in range(form.count("{}"))]
    return form.format(*parts)


def damaged(text: str, place: Callable[[int], int], choose: Choose) -> str:
    """The formula with a few characters taken out, and something else put in."""
    start = place(len(text))
    end = min(len(text), start + place(5))
    action = choose(("put", "put", "cut", "double", "swap"))
    if action == "cut":
        return text[:start] + text[end:]
    if action == "double":
        return text[:end] + text[start:]
    if action == "swap":
        return text[:start] + text[end : end + 1] + text[start:end] + text[end + 1 :]
    return text[:start] + choose(PIECES) + text[end:]


def scope_of_formulas() -> Scope:
    """The scope in which the random formulas stand."""
    scope = Scope()
    for declaration in parse_declarations(DECLARATIONS)[0]:
        scope = declared(scope, declaration)
    for text in DEFINITIONS:
        scope = read(text, scope).after(scope)
    return scope


def broken_promises(text: str, scope: Scope) -> list[str]:
    """What is wrong with the reader's answer to a text: nothing, for whatever text.

    An answer is a `Reading` of a documented kind, with an error or sides where its kind has some, with places inside
    the text, and the same when asked again. What the reader raises is not caught here, but by `answered`.
    """
    reading = read(text, scope)
    if not isinstance(reading, Reading):
        return [f"{type(reading).__name__} is no reading"]
    reading.after(scope)
    found = [] if _said(read(text, scope)) == _said(reading) else ["the second answer is another one"]
    return found + [problem for one in (reading, *reading.statements) for problem in _problems(one, text)]


def answered(pool: Executor, text: str, scope: Scope) -> list[str]:
    """What `broken_promises` finds; an exception of the reader is one more, told by its name and place."""
    # A future holds whatever was raised without a clause that would catch everything.
    call = pool.submit(broken_promises, text, scope)
    error = call.exception()
    if error is None:
        return call.result()
    place = traceback.extract_tb(error.__traceback__)[-1]
    return [f"{type(error).__name__}: {error} ({Path(place.filename).name}, {place.name}, line {place.lineno})"]


def _said(reading: Reading) -> tuple[Any, ...]:
    """What an answer says, without the trees that are compared by identity."""
    return (
        reading.kind,
        reading.sides,
        reading.relations,
        reading.spans,
        reading.defines,
        reading.declares,
        reading.names,
        reading.choices,
        reading.alternatives,
        reading.error,
        tuple(map(_said, reading.statements)),
    )


def _problems(reading: Reading, text: str) -> list[str]:
    found = [] if reading.kind in get_args(Kind) else [f"there is no kind {reading.kind}"]
    spans = [*reading.spans, *([reading.surface.span] if reading.surface else [])]
    if reading.error is not None:
        spans.append(reading.error.span)
        if not reading.error.message or not reading.error.render(text):
            found.append("an error says nothing")
        if reading.expr is not None:
            found.append("an error, and an expression beside it")
    elif reading.kind == "unreadable":
        found.append("unreadable, and no word why")
    elif reading.kind in ("claim", "definition", "expression", "update", "value") and not reading.sides:
        found.append(f"a {reading.kind} without sides")
    found += [f"the place {span} is outside" for span in spans if not 0 <= span.start <= span.end <= len(text) + 1]
    return found


def main(arguments: Sequence[str] | None = None) -> int:
    """Read as many formulas as asked for; 1 if a promise was broken."""
    parser = argparse.ArgumentParser(description="Read random formulas and report what is no proper answer.")
    parser.add_argument("--count", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=0)
    options = parser.parse_args(arguments)
    rng = random.Random(options.seed)
    scopes = (scope_of_formulas(), OPEN)
    totals: Counter[str] = Counter()
    broken = 0
    with ThreadPoolExecutor(1) as pool:
        for number in range(options.count):
            text = formula(rng.choice)
            for _ in range(number % 4):
                text = damaged(text, lambda most: rng.randint(0, most), rng.choice)
            problems = answered(pool, text, scopes[number % 2])
            totals["damaged" if number % 4 else "well formed"] += 1
            broken += bool(problems)
            for problem in problems:
                print(f"{text!r}: {problem}", flush=True)
    print(f"{options.count} formulas with seed {options.seed}: {dict(totals)}, {broken} broke a promise")
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(main())
