"""House styles of notation: how layers, derivatives, transposes and products are written.

A house style is one entry of `HOUSES`: what it changes are fields of `derive.notation.styling.Style`; or it asks for
another model, in which the examples stand otherwise.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from difflib import get_close_matches
from typing import Any, Literal

from derive.notation.styling import Style


class UnknownNotation(Exception):
    """There is no house style of that name, or two of them exclude one another; the message says which there are."""


@dataclass(frozen=True)
class House:
    """A house style: two that are ``about`` the same exclude one another.

    ``changes`` are fields of a `Style`; ``examples`` says how they stand in the model that is derived.
    """

    name: str
    about: str
    changes: Mapping[str, Any] = field(default_factory=dict)
    examples: Literal["rows", "columns"] | None = None


HOUSES = (
    House("brackets", "layers", {"layers": "brackets"}),
    House("parentheses", "layers", {"layers": "parentheses"}),
    House("subscripts", "layers", {"layers": "subscripts"}),
    House("partial", "derivatives", {"derivative": "partial"}),
    House("d", "derivatives", {"derivative": "d"}),
    House("short", "derivatives", {"derivative": "short"}),
    House("rows", "examples", examples="rows"),
    House("columns", "examples", examples="columns"),
    House("top", "transposes", {"transpose": "top"}),
    House("T", "transposes", {"transpose": "T"}),
    House("prime", "transposes", {"transpose": "prime"}),
    House("odot", "products entry by entry", {"entrywise": "⊙"}),
    House("circ", "products entry by entry", {"entrywise": "∘"}),
    House("star", "products entry by entry", {"entrywise": "∗"}),
    House("dot", "products of derivatives", {"product": "·"}),
    House("cross", "products of derivatives", {"product": "×"}),
)
"""All house styles; those about the same stand together."""


def chosen(text: str) -> tuple[House, ...]:
    """The house styles of a list with commas. Raises `UnknownNotation`."""
    found: dict[str, House] = {}
    for name in (part.strip() for part in text.split(",") if part.strip()):
        house = _named(name)
        other = found.setdefault(house.about, house)
        if other is not house:
            raise UnknownNotation(f"{other.name} and {house.name} are both about {house.about}: take one of them")
    return tuple(found.values())


def _named(name: str) -> House:
    known = {house.name: house for house in HOUSES}
    if name not in known:
        near = get_close_matches(name, known, n=1, cutoff=0.5)
        meant = f": did you mean {near[0]}?" if near else ";"
        raise UnknownNotation(f"there is no notation {name!r}{meant} there are {listed()}")
    return known[name]


def listed() -> str:
    """The names of all house styles, those about the same with a bar between them."""
    groups: dict[str, list[str]] = {}
    for house in HOUSES:
        groups.setdefault(house.about, []).append(house.name)
    return ", ".join(" | ".join(names) for names in groups.values())


def under(style: Style, houses: Iterable[House]) -> Style:
    """The style as those house styles change it."""
    for house in houses:
        style = replace(style, **house.changes)
    return style
