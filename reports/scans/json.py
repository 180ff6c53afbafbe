"""Findings as JSON, for programs."""

from __future__ import annotations

import json
from typing import Any

from derive import __version__
from derive.scanning import Findings

SUFFIX = ".json"


def as_data(found: Findings) -> dict[str, Any]:
    """The findings as plain data, with the version of what found them."""
    return {"version": __version__, **found.as_dict()}


def written(found: Findings) -> str:
    """The schema, the version, every finding with all its keys, and how many formulas had each outcome."""
    return json.dumps(as_data(found), ensure_ascii=False, indent=2) + "\n"
