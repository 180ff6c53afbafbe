"""The operators, one file each; the file's name is the operator's name.

Names are listed without importing the files; a file is imported when its operator is first used.
"""

from __future__ import annotations

from functools import cache
from importlib import import_module
from pathlib import Path

from derive.operators import Operator


class UnknownOperator(Exception):
    """There is no operator of that name."""


@cache
def names() -> tuple[str, ...]:
    """The names of all operators, sorted."""
    files = Path(__file__).parent.glob("*.py")
    return tuple(sorted(file.stem for file in files if not file.stem.startswith("_")))


@cache
def get(name: str) -> Operator:
    """The operator of that name; raises `UnknownOperator`."""
    if name not in names():
        raise UnknownOperator(f"there is no operator {name!r}; there are {', '.join(names())}")
    operator = import_module(f"derive.ops.{name}").OPERATOR
    if not isinstance(operator, Operator) or operator.name != name:
        raise UnknownOperator(f"derive/ops/{name}.py does not define the operator {name!r}")
    return operator
