"""A user's own folder ``numeric`` or ``reports`` may stand before ours on the import path: then say so."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path

OURS = ("numeric", "reports")
"""The packages beside this one whose names a user's folder may bear."""


class Shadowed(ImportError):
    """Another package bears the name of one of ours. The message says which folder it is."""


def refuse_shadows(home: Path = Path(__file__).parent.parent) -> None:
    """Raise `Shadowed` where one of our packages would be imported from elsewhere than beside this one."""
    for name in OURS:
        spec = find_spec(name)
        places = list(spec.submodule_search_locations or []) if spec else []
        if not any(Path(place).resolve() == (home / name).resolve() for place in places):
            found = places[0] if places else spec.origin if spec else None
            where = f"{found} stands before it on the import path" if found else "it is not installed"
            raise Shadowed(
                f"derive needs its own package {name!r}, but {where}; rename that folder, or run from another one"
            )
