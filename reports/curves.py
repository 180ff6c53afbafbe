"""Pictures of a training, drawn by Matplotlib: the losses step by step, and what the model predicts where.

The only module that imports Matplotlib, which is an extra: `pip install 'derive-gradients[plots]'`.
"""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import matplotlib
import numpy as np
from matplotlib.axes import Axes
from matplotlib.colors import Colormap, ListedColormap, Normalize
from matplotlib.figure import Figure

from derive.tabulating import Wishes, new_input
from numeric.tables import Table
from reports.formats import MARKER, NOTICE
from reports.training import Trained

SUFFIXES = (".svg", ".png", ".pdf")
"""What a picture can be."""

FINE = 101
"""How many points there are along each axis where predictions are drawn."""

THRESHOLD = 0.5
"""Above this output a sigmoid says yes (deck 002, L. 1330)."""

_MARKED = {
    ".svg": {"Creator": NOTICE, "Date": None},
    ".png": {"Software": NOTICE},
    ".pdf": {"Creator": MARKER, "CreationDate": None},
}


class NoPicture(Exception):
    """There is nothing to draw; the message says why."""


def loss_curve(made: Trained) -> Figure:
    """The loss before the first step and behind every step; on a logarithmic axis where it spans much."""
    losses = made.history.losses
    figure, axes = _empty()
    axes.plot(range(len(losses)), losses, color="tab:blue", marker="." if len(losses) < 30 else "")
    if min(losses) > 0 and max(losses) > 100 * min(losses):
        axes.set_yscale("log")
    axes.set_xlabel("step")
    axes.set_ylabel(f"loss {made.fit.system.loss}" + (" (base-10 logarithms)" if made.fit.log10 else ""))
    axes.set_title(_title(made), fontsize="small")
    return figure


def boundary(made: Trained) -> Figure:
    """What the model predicts over the range of its one or two features, and the examples in it.

    With one output of a sigmoid the line at one half is drawn, with several outputs the regions of the largest one.
    Raises `NoPicture` where there are more than two features, or none.
    """
    features = _features(made)
    if not 1 <= len(features) <= 2:
        raise NoPicture(f"a picture of what is predicted needs one or two features, and there are {len(features)}")
    figure, axes = _empty()
    (_one_feature if len(features) == 1 else _two_features)(made, features, axes)
    axes.set_title(_title(made), fontsize="small")
    return figure


def drawn(figure: Figure, path: Path) -> bytes:
    """The picture in the format that the suffix of the path asks for; the same picture gives the same bytes."""
    refuse_suffix(path)
    suffix = path.suffix.lower()
    buffer = io.BytesIO()
    with matplotlib.rc_context({"svg.hashsalt": MARKER}):
        figure.savefig(buffer, format=suffix[1:], metadata=_MARKED[suffix], dpi=150)
    return buffer.getvalue()


def refuse_suffix(path: Path) -> None:
    """Raises `NoPicture` for a path that does not say what kind of picture it is."""
    if path.suffix.lower() not in SUFFIXES:
        raise NoPicture(f"{path}: the suffix {path.suffix!r} is none of {', '.join(SUFFIXES)}")


def _empty() -> tuple[Figure, Axes]:
    figure = Figure(figsize=(5.2, 3.6), layout="constrained")
    return figure, figure.add_subplot()


def _title(made: Trained) -> str:
    name = made.fit.model.name or made.fit.model.title
    return f"{name}\n{Path(made.source).name}, {made.history.taken} steps"


def _features(made: Trained) -> list[tuple[str, str, Any]]:
    """The features that the prediction is made from: the name of each, its heading, and its numbers."""
    table, found = made.fit.table, []
    for v in made.fit.inputs_of_output:
        array = np.asarray(table.values[v.name])
        if v in table.axes:
            array = np.moveaxis(array, table.axes[v], 0)
        columns = table.columns.get(v.name, ())
        matrix = array.reshape(table.examples, -1).T if columns else ()
        pairs = zip(columns, matrix, strict=True)
        found += [(column.name, column.heading, numbers) for column, numbers in pairs if column.constant is None]
    return found


def _predictions(made: Trained, names: list[str], points: Any) -> Any:
    """The outputs at points, a line each, with the parameters at the end."""
    rows = tuple((number, tuple(map(repr, map(float, point)))) for number, point in enumerate(points, start=1))
    table = made.fit.table
    values = {name: value for name, value in table.values.items() if name not in table.columns}
    constants = [column for columns in table.columns.values() for column in columns if column.constant is not None]
    values.update({column.name: np.asarray(column.constant) for column in constants})
    taken = new_input(
        made.fit.table, Table("the grid", tuple(names), rows), Wishes({}, values), made.fit.inputs_of_output
    )
    return made.fit.predicted(taken, made.history.final).reshape(len(rows), -1)


def _range(numbers: Any) -> Any:
    low, high = float(np.min(numbers)), float(np.max(numbers))
    margin = 0.15 * (high - low) or 1.0
    return np.linspace(low - margin, high + margin, FINE)


def _labels(made: Trained) -> Any:
    """The labels of the examples, a line each; None where what the output is compared with is no column."""
    table = made.fit.table
    others = [v for v in made.fit.system.data if v.name in table.columns and v not in made.fit.inputs_of_output]
    if len(others) != 1:
        return None
    array = np.asarray(table.values[others[0].name])
    array = np.moveaxis(array, table.axes[others[0]], 0) if others[0] in table.axes else array
    return array.reshape(table.examples, -1)


def _one_feature(made: Trained, features: list[tuple[str, str, Any]], axes: Axes) -> None:
    ((name, heading, numbers),) = features
    x = _range(numbers)
    outputs = _predictions(made, [name], x[:, np.newaxis])
    axes.plot(x, outputs, label=str(made.fit.output))
    labels = _labels(made)
    if labels is not None:
        axes.plot(numbers, labels, "o", color="black", markersize=4)
        if outputs.shape[1] == 1 and _yes_or_no(labels, outputs):
            axes.axhline(THRESHOLD, color="grey", linewidth=0.8, linestyle="--")
    axes.set_xlabel(heading)
    axes.set_ylabel(f"{made.fit.output}, and the labels")


def _yes_or_no(labels: Any, outputs: Any) -> bool:
    return set(np.unique(labels)) <= {0.0, 1.0} and bool(np.all((outputs >= 0) & (outputs <= 1)))


def _two_features(made: Trained, features: list[tuple[str, str, Any]], axes: Axes) -> None:
    (first, heading, x), (second, other, y) = features
    across, up = np.meshgrid(_range(x), _range(y))
    outputs = _predictions(made, [first, second], np.stack([across.ravel(), up.ravel()], axis=1))
    shades, scale = (_regions if outputs.shape[1] > 1 else _levels)(made, across, up, outputs, axes)
    labels = _labels(made)
    colours: Any = "black"
    if labels is not None and labels.shape[1] == outputs.shape[1]:
        colours = labels[:, 0] if labels.shape[1] == 1 else np.argmax(labels, axis=1)
    axes.scatter(x, y, c=colours, cmap=shades, norm=scale, edgecolors="black", zorder=3)
    axes.set_xlabel(heading)
    axes.set_ylabel(other)


def _regions(made: Trained, across: Any, up: Any, outputs: Any, axes: Axes) -> tuple[Colormap, Normalize]:
    """Where which output is the largest (deck 002, L. 901)."""
    count = outputs.shape[1]
    shades = ListedColormap([matplotlib.colormaps["tab10"](number % 10) for number in range(count)])
    scale = Normalize(-0.5, count - 0.5)
    largest = np.argmax(outputs, axis=1).reshape(across.shape)
    axes.pcolormesh(across, up, largest, cmap=shades, norm=scale, alpha=0.35, shading="nearest", rasterized=True)
    return shades, scale


def _levels(made: Trained, across: Any, up: Any, outputs: Any, axes: Axes) -> tuple[Colormap, Normalize]:
    """The output in shades, and the line where it is one half for labels of 0 and 1."""
    shades, heights, labels = matplotlib.colormaps["RdBu"], outputs.reshape(across.shape), _labels(made)
    filled = axes.contourf(across, up, heights, levels=12, cmap=shades, alpha=0.7)
    axes.figure.colorbar(filled, ax=axes, label=str(made.fit.output))
    if labels is not None and labels.shape[1] == 1 and _yes_or_no(labels, outputs):
        axes.contour(across, up, heights, levels=[THRESHOLD], colors="black")
    return shades, Normalize(*filled.get_clim())
