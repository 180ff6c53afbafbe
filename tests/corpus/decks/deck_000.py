r"""Deck 000, logistic regression as a computation graph: three forward lines and the loss."""

from functools import partial

from textbook_entries import Entry, log_loss, sigmoid

new = partial(Entry, family="deck-000")

NEURON = r"shape w: m; shape \theta: m; parameter b"
SUM = r"z = w^{T}\theta + b"
SHAPES = {"w": (3,), "theta": (3,), "b": ()}


def weighted_sum(w, theta, b):
    return w @ theta + b


def activation(w, theta, b):
    return sigmoid(w @ theta + b)


ENTRIES: tuple[Entry, ...] = (
    new(
        id="s000-001",
        latex=r"\Rightarrow z = w^{T}\theta + b",
        kind="definition",
        declare=NEURON,
        sides=(lambda z: z, weighted_sum),
        shapes={"z": (), **SHAPES},
        note="theta is the input here; it was printed for x. The arrow only opens the line",
    ),
    new(
        id="s000-002",
        latex=r"\Rightarrow \hat{y} = a = \sigma(z)",
        kind="definition",
        declare=NEURON,
        given=(SUM,),
        sides=(lambda y_hat: y_hat, lambda a: a, activation),
        shapes={"y_hat": (), "a": (), **SHAPES},
    ),
    new(
        id="s000-003",
        latex=r"Loss(a, y) = -(ylog(a) + (1 - y)log(1 - a))",
        kind="definition",
        declare="data a, y",
        sides=(lambda Loss: Loss, lambda a, y: log_loss(y, a)),
        shapes={"Loss": (), "a": (), "y": ()},
        note="Loss and log are words of bare letters; ylog(a) is y times log(a)",
    ),
    new(
        id="s000-004",
        latex=r"\Rightarrow z = \sigma(z)",
        kind="claim",
        declare=NEURON,
        given=(SUM,),
        sides=(weighted_sum, activation),
        shapes=SHAPES,
        holds=False,
        note="the left side was lost on the slide; as printed it says that z is the fixed point of sigma",
    ),
)
