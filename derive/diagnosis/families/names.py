"""Names: one in place of another that differs in its index, its layer or its looks, and pieces in place of others."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields

from derive.building import is_apply, number, rebuilt
from derive.diagnosis.desk import Desk, size_of
from derive.diagnosis.edits import LAST, SMALL, Edit, Example, Mutation, Slip, change
from derive.diagnosis.sites import Site
from derive.ir import Apply, Const, Expr, Symbol, Var

LOOK_ALIKES = (
    ("z", "2"), ("alpha", "a"), ("omega", "w"), ("partial", "3"), ("l", "1"), ("I", "1"), ("o", "0"), ("O", "0"),
    ("u", "v"), ("nu", "v"), ("upsilon", "v"), ("y", "gamma"), ("rho", "p"), ("eta", "n"), ("b", "6"), ("beta", "B"),
    ("q", "9"), ("g", "9"), ("g", "q"), ("s", "5"), ("S", "5"), ("x", "chi"), ("k", "kappa"), ("t", "tau"),
    ("theta", "0"), ("epsilon", "e"), ("delta", "d"), ("sigma", "6"), ("i", "j"), ("h", "n"), ("y", "4"), ("Z", "2"),
    ("x", "X"), ("w", "W"), ("z", "Z"), ("c", "C"), ("s", "S"), ("p", "P"), ("u", "U"), ("v", "V"), ("o", "O"),
)  # fmt: skip
"""Signs that are easily taken for each other, in writing or by a scanner: pairs of letters or digits."""
_FIELDS = tuple(field.name for field in fields(Symbol))
_PAIRS = frozenset(frozenset(pair) for pair in LOOK_ALIKES)
FEW = 6
"""How many nodes a small piece has."""
MOST_INDEX = 12
"""How many entries of an array are tried in place of one."""


def _other_name(site: Site, desk: Desk) -> Iterator[Edit]:
    """Another name of the same shape."""
    part = site.part
    if not isinstance(part, Var):
        return
    for other in desk.names(part.shape):
        if other is not part:
            kind = kind_of(part.symbol, other.symbol, not part.shape.is_scalar)
            accented = _differing(part.symbol, other.symbol) <= {"accent"}
            rank = 50 if kind == "other" and not accented else 18
            yield change(site, other, _instead(kind, part, other), _instead(kind, other, part), rank)


def _instead(kind: str, wrong: Expr, right: Expr) -> Slip:
    return Slip(kind, _WORDS.get(kind, "{0} must be {1}"), (wrong, right))


_WORDS = {
    "index": "the index is wrong: it must be {1}, not {0}",
    "layer": "this is of the wrong layer: it must be {1}, not {0}",
    "look-alike": "{0} looks like {1}, which belongs here",
}


def kind_of(a: Symbol, b: Symbol, is_array: bool) -> str:
    """How two names differ: in the layer, in an index, in a letter that looks like the other, or otherwise."""
    differing = _differing(a, b)
    if differing <= {"layer"}:
        return "layer"
    if differing <= {"example", "sub"}:
        by_number = a.example == b.example and a.sub.isdigit() and b.sub.isdigit()
        return "layer" if by_number and is_array else "index"
    if differing <= {"letter"} and frozenset((a.letter, b.letter)) in _PAIRS:
        return "look-alike"
    return "other"


def _differing(a: Symbol, b: Symbol) -> set[str]:
    """The fields in which two names differ."""
    return {name for name in _FIELDS if getattr(a, name) != getattr(b, name)}


def _look_alike(site: Site, desk: Desk) -> Iterator[Edit]:
    """A digit for a letter, or a letter for a digit."""
    part = site.part
    if isinstance(part, Const) and part.value.denominator == 1:
        for name in desk.by_shape.get(part.shape, ()):
            if isinstance(name, Var) and frozenset((str(name.symbol), str(part.value))) in _PAIRS:
                slips = _instead("look-alike", part, name), _instead("look-alike", name, part)
                yield change(site, name, *slips, 51 if part.value in (0, 1) else 15)
    elif isinstance(part, Var) and part.shape.is_scalar:
        for pair in _PAIRS:
            for digit in pair - {str(part.symbol)} if str(part.symbol) in pair else ():
                if digit.isdigit():
                    after = number(digit)
                    slips = _instead("look-alike", part, after), _instead("look-alike", after, part)
                    yield change(site, after, *slips, 51 if digit in "01" else 15)


def _other_index(site: Site, desk: Desk) -> Iterator[Edit]:
    """Another entry of the same array."""
    part = site.part
    if not (isinstance(part, Apply) and part.op.name == "take" and part.shape.is_scalar):
        return
    x, *at = part.args
    for axis, place in enumerate(at):
        length = x.shape.sizes[axis].number
        numbers: list[Expr] = [number(k) for k in range(1, min(length or 0, MOST_INDEX) + 1)]
        numbers += [v for v in at if isinstance(v, Var)]
        for other in numbers:
            if other is not place:
                after = rebuilt(part, (x, *at[:axis], other, *at[axis + 1 :]))
                yield change(site, after, _instead("index", part, after), _instead("index", after, part), 18)


def _other_piece(site: Site, desk: Desk) -> Iterator[Edit]:
    """Anything on the desk that has the value that is needed."""
    if site.needed is None or site.parent is None or isinstance(site.part, Const):
        return
    for piece in desk.worth(site.needed, site.part.shape):
        if piece is not site.part and not is_apply(piece, "neg"):
            rank = SMALL if max(size_of(piece), size_of(site.part)) <= FEW else LAST
            yield change(site, piece, _instead("other", site.part, piece), _instead("other", piece, site.part), rank)
            return


MUTATIONS = (
    Mutation(
        "another name",
        _other_name,
        Example(
            "data x_1, x_2, y; parameter w_1, w_2, b",
            (r"\hat{y} = w_1 x_1 + w_2 x_2 + b", r"L = (\hat{y} - y)^2"),
            r"\frac{\partial L}{\partial w_1} = 2 (\hat{y} - y) x_2",
            "index",
        ),
        keeps_shape=True,
    ),
    Mutation(
        "look-alike digit",
        _look_alike,
        Example("data x; parameter z", ("L = x z^2",), r"\frac{\partial L}{\partial x} = 2^2", "look-alike"),
        keeps_shape=True,
    ),
    Mutation(
        "another entry",
        _other_index,
        Example("shape x: 3", ("L = x_1 x_2",), r"\frac{\partial L}{\partial x_1} = x_3", "index"),
        keeps_shape=True,
    ),
    Mutation(
        "another piece",
        _other_piece,
        Example(
            "data x, y; parameter w, b",
            (r"z = w x + b", r"a = \sigma(z)", r"L = -(y \log a + (1 - y) \log(1 - a))"),
            r"\frac{\partial L}{\partial w} = (a - y) \frac{z}{x}",
            "other",
        ),
        guided=True,
    ),
)
