"""A vanilla RNN unrolled over T steps, as a document: ``derive report rnn --steps 3``. Its gradients are those of
backpropagation through time.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from derive.families import BadOption, Family, Option

FEWEST, MOST, USUAL = 1, 12, "3"

SOURCES = """## Sources

- Jeffrey L. Elman: Finding Structure in Time (1990); the network.
- Paul J. Werbos: Backpropagation Through Time: What It Does and How to Do It (1990); its gradients.
"""


def document(options: Mapping[str, str]) -> str:
    """The document of an RNN over so many steps. Raises `BadOption` for a number of steps that makes none."""
    steps = range(1, _steps(options.get("steps", USUAL)) + 1)
    over = "one step" if len(steps) == 1 else f"{len(steps)} steps"
    sections = [
        f"# RNN over {over}",
        "A hidden state is carried from step to step; all steps share their weights, so their gradients add up.",
        f"<!-- derive: {'; '.join(_declarations(steps))} -->",
        "## Model",
        *_displayed(_forward(steps)),
        "## Loss",
        *_displayed(["L = " + " + ".join(rf"\frac{{1}}{{2}} \| \hat{{y}}_{k} - y_{k} \|^2" for k in steps)]),
        "## Claims",
        *_displayed(_claims(steps)),
        SOURCES,
    ]
    return "\n\n".join(sections)


def _steps(text: str) -> int:
    if not text.isdecimal() or not FEWEST <= int(text) <= MOST:
        raise BadOption(f"rnn: --steps is {text!r}, expected a whole number from {FEWEST} to {MOST}")
    return int(text)


def _displayed(formulas: Iterator[str] | list[str]) -> list[str]:
    return [f"$${formula}$$" for formula in formulas]


def _declarations(steps: range) -> Iterator[str]:
    inputs, targets = (", ".join(f"{letter}_{k}" for k in steps) for letter in "xy")
    yield f"data h_0, {inputs}, {targets}"
    yield "parameter W, U, b, V, c"
    yield f"shape W: h, h; shape U: h, m; shape V: k, h; shape b, h_0: h; shape c, {targets}: k; shape {inputs}: m"


def _forward(steps: range) -> Iterator[str]:
    for k in steps:
        yield f"a_{k} = W h_{k - 1} + U x_{k} + b"
        yield rf"h_{k} = \tanh(a_{k})"
        yield rf"\hat{{y}}_{k} = V h_{k} + c"


def _claims(steps: range) -> Iterator[str]:
    """The published gradients, from the last step back: a state hears from its output and from later steps."""
    for k in reversed(steps):
        later = rf" + W^{{\top}} {_by(f'a_{k + 1}')}" if k + 1 in steps else ""
        yield rf"{_by(f'h_{k}')} = V^{{\top}} {_output(k)}{later}"
        yield rf"{_by(f'a_{k}')} = {_by(f'h_{k}')} \odot (1 - h_{k}^2)"
    yield f"{_by('W')} = " + " + ".join(rf"{_by(f'a_{k}')} h_{k - 1}^{{\top}}" for k in steps)
    yield f"{_by('U')} = " + " + ".join(rf"{_by(f'a_{k}')} x_{k}^{{\top}}" for k in steps)
    yield f"{_by('b')} = " + " + ".join(_by(f"a_{k}") for k in steps)
    yield f"{_by('V')} = " + " + ".join(rf"{_output(k)} h_{k}^{{\top}}" for k in steps)
    yield f"{_by('c')} = " + " + ".join(map(_output, steps))


def _by(name: str) -> str:
    return rf"\frac{{\partial L}}{{\partial {name}}}"


def _output(k: int) -> str:
    return _by(rf"\hat{{y}}_{k}")


FAMILY = Family(
    "rnn",
    "A vanilla RNN unrolled over some steps, for backpropagation through time.",
    (Option("steps", f"over how many steps it is unrolled, {FEWEST} to {MOST}; {USUAL} if not said", "T"),),
    document,
)
