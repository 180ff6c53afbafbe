"""What an entry of `tests/corpus/textbooks/` and `tests/corpus/decks/` is, and what its readings are written with.

The entries were written by somebody who had not seen the reader, and before it was run on them. What an entry expects
is a *meaning*: Python functions of NumPy arrays. An entry that looks wrong is first of all a question.
"""

from __future__ import annotations

import importlib.util
import inspect
import re
import zlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from itertools import islice, pairwise
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np

Function = Callable[..., Any]

TEXTBOOKS = Path(__file__).resolve().parents[1] / "corpus" / "textbooks"
DECKS = TEXTBOOKS.with_name("decks")
COURSES = TEXTBOOKS.with_name("courses")
HOMEWORK = TEXTBOOKS.with_name("homework")
PAPERS = TEXTBOOKS.with_name("papers")

END = "<end of the formula>"  # as a place: behind the last character


@dataclass(frozen=True, kw_only=True)
class Refused:
    """A formula that must not be read: with which outcome, where, and what the message speaks of.

    `outcome` is a word of section 8 of the design (`unreadable`, `unbound`, `ill-shaped`). The caret stands at one of
    `at`: pieces of the formula, of which the first occurrence counts, or `END`; it may stand anywhere within the piece.
    No piece: anywhere. The message has at least one of the words `says` in it, in any case. `when` is `never` (a slip)
    or `not yet` (a sound notation), and empty where the entry does not prescribe it.
    """

    outcome: str
    at: tuple[str, ...] = ()
    says: tuple[str, ...] = ()
    when: str = ""

    def spans(self, latex: str) -> tuple[tuple[int, int], ...]:
        """Where the caret may stand, as code point offsets from 0, both ends included."""
        found = []
        for piece in self.at:
            start = len(latex) if piece == END else latex.index(piece)
            found.append((start, start if piece == END else start + len(piece) - 1))
        return tuple(found)


@dataclass(frozen=True, kw_only=True)
class Entry:
    r"""One input for the reader, with the reading, the refusal or the two readings it must come to.

    Exactly one of `sides`, `refused`, `ambiguous` is set; a declaration, fragment, notation or prose may have none.

    `latex`      the input, as a person writes it. `declare`: declarations of section 8 of the design, names as in the
                 formula. `given`: formulas read before it. A name that `declare` or `given` names without a shape
                 is a number. `\sigma` is the logistic function and `\log` is natural unless something else is declared.
    `kind`       a word of section 8 (definition, claim, update, value, declaration, notation, fragment, prose) or
                 `expression`. `a|b`: the design does not decide between the two. `a; b`: two statements.
    `sides`      what stands left and right of each equality sign, in order: functions of NumPy arrays, called with
                 arguments by name. `split` says how many sides each of several statements has. What is defined (also
                 by `f(x) = …`) has itself as its left side: `lambda z: z`, `lambda f: f`. Names that an earlier
                 statement of the same entry defines are arguments like any other; functions that it defines are not.
    `shapes`     the arrays to evaluate with. A vector has one axis, a number none. Entries are drawn from (0.2, 0.9);
                 a square matrix has its size added to its diagonal; `symmetric`, `one-hot` (last axis) are respected.
    `functions`  arguments that are functions (declared `function g`): `g`, `g_prime`, `g_prime2`, elementwise.
    `labels`     arguments that are class numbers, counted from 0 here.
    `free`       the free indices: each side has one leading axis for each of them, in this order.
    `holds`      claims only: whether all sides are equal. A wrong formula must be read wrong, not repaired.
    `may_refuse` the notation is sound but far from the field: a refusal `not yet` is honest, a misreading is not.
    `may_read`   with `refused`: a literal reading that records what it did, after bounded work, is right too.
    `ambiguous`  both readings in words. Either both are reported, or one is taken by a rule and the choice recorded;
                 a reading without a word about it is a misreading.
    `binds`      declarations only: name -> sizes, as in `shape name: sizes` ("" is a number).

    **Names.** A letter (Greek spelt out, but `lam` for \lambda), then `_accent`, then the layer, then `_sub`: `\hat y`
    y_hat, `w_1` w_1, `W^{[1]}` W1, `\hat y^{[2]}_1` y_hat2_1, `w_{12}` and `w_{1,2}` w_12, `x_{t-1}` x_t_minus_1,
    `\theta_{\text{old}}` theta_old, `W_{xh}` W_xh. `^{(l)}`, `^{l}`, `^{[l]}`, `^{\langle t\rangle}` are all layers:
    `W^{[l]}` Wl, `a^{(l-1)}` al_minus_1, `h^{\langle t\rangle}` ht. Bold, calligraphic, roman and blackboard letters
    keep their letter; where two styles of one letter meet, the styled one is `x_bold`, `L_cal`. A starred name is
    `w_star` (`w^{+}` w_plus), a primed one that is no function `x_prime`; a word is like a
    layer: `w^{\text{new}}` wnew. `dz`, `\Delta w`, `\delta x` as one name: dz, Deltaw, deltax.

    **Indices.** An index that is bound by a sum, or free, is an axis and no part of the name: superscripts first, then
    subscripts, then the axes of the thing itself. So in `\sum_i x^{(i)}_j` the argument is `x` with x[i, j], and for
    vectors x^{(i)} it is x[i, :]. A number as index of such an array selects from 1: `x_2` of the vector x is x[1].

    **Derivatives.** A name that `given` defines is no argument: its value follows. A derivative of something opaque (a
    loss that nothing defines) is an argument: `\frac{\partial L}{\partial w}`, `\nabla_w L` are dL_dw, in the shape
    of w.
    """

    id: str
    family: str
    latex: str
    kind: str = "expression"
    declare: str = ""
    given: tuple[str, ...] = ()
    sides: tuple[Function, ...] = ()
    split: tuple[int, ...] = ()
    shapes: Mapping[str, tuple[int, ...]] = field(default_factory=dict)
    functions: tuple[str, ...] = ()
    labels: tuple[str, ...] = ()
    free: tuple[str, ...] = ()
    holds: bool = True
    binds: Mapping[str, str] = field(default_factory=dict)
    refused: Refused | None = None
    ambiguous: tuple[str, str] | None = None
    may_refuse: bool = False
    may_read: bool = False
    note: str = ""


# --- finding the entries


def _load(path: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location(f"{path.parent.name}_{path.stem}", path)
    if spec is None or spec.loader is None:
        raise ImportError(f"{path.name} is no Python module")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def load_entries(folder: Path = TEXTBOOKS) -> tuple[Entry, ...]:
    """Every entry of every module of a corpus, in the order of the file names."""
    modules = [_load(path) for path in sorted(folder.glob("*.py")) if not path.stem.startswith(("_", "test_"))]
    return tuple(entry for module in modules for entry in module.ENTRIES)


# --- evaluating them


def _declared(entry: Entry, key: str) -> set[str]:
    """The names under a key of the declarations, without the commands for their style, Greek letters spelt out."""
    lines = (part.strip().partition(" ") for part in entry.declare.split(";"))
    plain = (re.sub(r"\\(math\w+|boldsymbol|bm)|[{} \\]", "", names) for first, _, names in lines if first == key)
    return {name for names in plain for name in names.split(",")}


def _opaque(name: str) -> dict[str, Function]:
    speed = 0.5 + zlib.crc32(name.encode()) % 97 / 97
    return {
        name: lambda z: np.sin(speed * z) + z**2 / 3,
        f"{name}_prime": lambda z: speed * np.cos(speed * z) + 2 * z / 3,
        f"{name}_prime2": lambda z: -(speed**2) * np.sin(speed * z) + 2 / 3,
    }


def sample(entry: Entry, seed: int = 0) -> dict[str, Any]:
    """Arguments for the sides of an entry: arrays of its shapes, drawn as the entry's docstring says."""
    random = np.random.default_rng(seed)
    values: dict[str, Any] = {}
    for name, shape in entry.shapes.items():
        values[name] = random.uniform(0.2, 0.9, shape)
        if name in entry.labels:
            values[name] = random.integers(0, 2, shape)
        elif len(shape) == 2 and shape[0] == shape[1]:
            values[name] = values[name] + shape[0] * np.eye(shape[0])
    for name in _declared(entry, "symmetric") & set(values):
        values[name] = (values[name] + values[name].T) / 2
    for name in _declared(entry, "one-hot") & set(values):
        hot = random.integers(0, values[name].shape[-1], values[name].shape[:-1])
        values[name] = np.eye(values[name].shape[-1])[hot]
    for name in entry.functions:
        values |= _opaque(name)
    return values


def evaluate(side: Function, values: Mapping[str, Any]) -> np.ndarray:
    """A side at a point, of which it takes what it names."""
    return np.asarray(side(**{name: values[name] for name in inspect.signature(side).parameters}))


# --- what the sides are written with: all of them take complex numbers, so that `gradient` is exact


def sigmoid(z: Any) -> Any:
    return 1 / (1 + np.exp(-z))


def sigmoid_prime(z: Any) -> Any:
    return sigmoid(z) * (1 - sigmoid(z))


def relu(z: Any) -> Any:
    return np.where(np.real(z) > 0, z, 0)


def step(z: Any) -> Any:
    return np.where(np.real(z) > 0, 1.0, 0.0)


def softmax(z: Any) -> Any:
    """Along the last axis."""
    return np.exp(z) / np.exp(z).sum(axis=-1, keepdims=True)


def log_loss(y: Any, a: Any) -> Any:
    return -(y * np.log(a) + (1 - y) * np.log(1 - a))


def jacobian(f: Function, name: str) -> Function:
    """The derivative of `f` by its argument `name`, by complex step: axes of the value first (numerator layout)."""

    def derivative(**values: Any) -> np.ndarray:
        point = np.asarray(values[name], dtype=complex)
        columns = []
        for place in np.ndindex(point.shape):
            moved = point.copy()
            moved[place] += 1e-30j
            columns.append(np.imag(f(**{**values, name: moved})) / 1e-30)
        stacked = np.stack(columns, axis=-1)
        return stacked.reshape(stacked.shape[:-1] + point.shape)

    derivative.__signature__ = inspect.signature(f)  # type: ignore[attr-defined]
    return derivative


def gradient(f: Function, name: str) -> Function:
    """The derivative of a number by its argument `name`, in the shape of that argument."""
    return jacobian(f, name)


def differences(entry: Entry, seed: int = 0) -> list[float]:
    """How far apart neighbouring sides of each statement are: infinitely far if they have different shapes."""
    values = sample(entry, seed)
    sides = iter([evaluate(side, values) for side in entry.sides])
    statements = [list(islice(sides, size)) for size in entry.split or (len(entry.sides),)]
    pairs = [pair for statement in statements for pair in pairwise(statement)]
    return [float(np.max(np.abs(left - right))) if left.shape == right.shape else np.inf for left, right in pairs]
