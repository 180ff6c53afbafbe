"""Which names of a model a user's function means: by its parameters, and by what it returns.

A name is meant exactly, else without underscores, hats and brackets, else whatever its case; in each round it must be
one name only. ``dW1``, ``grad_W1``, ``W1_grad`` and ``dL_dW1`` are the gradient of W1, and so is ``W1`` itself.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from derive.usercode.process import Other, Parameter
from numeric.arrays import Array

ALIASES = {"lambda_": "lambda", "lam": "lambda", "lmbda": "lambda", "lambd": "lambda"}
"""What Python code writes where a name is not allowed, or long."""
ALL_PARAMETERS = ("params", "parameters", "weights")
"""A parameter of such a name takes all parameters of the model, by name."""
ALL_VALUES = ("cache", "memory", "values")
"""A parameter of such a name takes the values of all names of the model."""
PREFIXES = (r"d[LJEC]_?d_?", r"grad(?:ient)?_?(?:of_)?", r"d_?")
SUFFIXES = (r"_?grad(?:ient)?",)


class DoesNotMatch(Exception):
    """A function's parameters, or what it returns, do not fit the model. The message says what would."""


@dataclass(frozen=True)
class Returned:
    """What a function returned: gradients by the name that they are of, and what each is called by the user.

    ``loss`` is a loss that stood in front of them. ``others`` are names of which nothing is known.
    """

    gradients: Mapping[str, Any]
    called: Mapping[str, str]
    loss: Array | None = None
    others: tuple[str, ...] = ()


def meant(name: str, known: Sequence[str]) -> str | None:
    """The known name that a name in code stands for, if there is one and only one."""
    name = ALIASES.get(name, name)
    rounds: tuple[Callable[[str], str], ...] = (str, _bare, lambda text: _bare(text).lower())
    for spelled in rounds:
        found = [one for one in known if spelled(one) == spelled(name)]
        if found:
            return found[0] if len(found) == 1 else None
    return None


def _bare(name: str) -> str:
    return re.sub(r"[\W_]", "", name)


def arguments_for(
    parameters: Sequence[Parameter], values: Mapping[str, Any], learnt: Sequence[str], sizes: Mapping[str, int]
) -> tuple[dict[str, Any], list[str]]:
    """The arguments by the names of the function's parameters, and those that are given by position.

    Raises `DoesNotMatch` for a parameter that must be given and that the model has nothing for.
    """
    given: dict[str, Any] = {}
    positional: list[str] = []
    for parameter in parameters:
        if parameter.takes_many:
            continue
        name = meant(parameter.name, list(values))
        if name is not None:
            given[parameter.name] = values[name]
        elif parameter.name in ALL_PARAMETERS:
            given[parameter.name] = {one: values[one] for one in learnt}
        elif parameter.name in ALL_VALUES:
            given[parameter.name] = dict(values)
        elif parameter.name in sizes:
            given[parameter.name] = sizes[parameter.name]
        elif parameter.required:
            raise DoesNotMatch(_unknown(parameter.name, [*values, *sizes]))
        if parameter.kind == "POSITIONAL_ONLY" and parameter.name in given:
            positional.append(parameter.name)
    return given, positional


def exactness(parameters: Sequence[Parameter], known: Sequence[str]) -> tuple[int, int] | None:
    """How well a function's parameters fit the names of a model: larger is better, None where one does not fit."""
    exact = loose = 0
    for parameter in parameters:
        if parameter.takes_many or parameter.name in (*ALL_PARAMETERS, *ALL_VALUES):
            continue
        exact += parameter.name in known
        fits = meant(parameter.name, known) is not None
        loose += fits
        if parameter.required and not fits:
            return None
    return exact, loose


def _unknown(name: str, known: Sequence[str]) -> str:
    near = difflib.get_close_matches(name, known, n=1, cutoff=0.6)
    hint = f"did you mean {near[0]}?" if near else f"it has {', '.join(known)}"
    return f"the model has nothing for the parameter {name!r}; {hint} (params takes all parameters, cache all values)"


def gradients_of(returned: Any, learnt: Sequence[str], known: Sequence[str]) -> Returned:
    """What was returned, sorted out: by name, or in the order of the model's parameters.

    A loss may stand in front, as in ``return loss, gradients``. Raises `DoesNotMatch`.
    """
    loss = None
    if isinstance(returned, tuple) and len(returned) == 2 and isinstance(returned[1], (dict, tuple)):
        loss, returned = returned[0], returned[1]
    elif isinstance(returned, tuple) and len(returned) == len(learnt) + 1 and np_size(returned[0]) == 1:
        loss, returned = returned[0], returned[1:]
    if isinstance(loss, Other) or np_size(loss) != 1:
        loss = None
    if isinstance(returned, dict):
        return _by_name(returned, loss, learnt, known)
    if isinstance(returned, Other):
        raise DoesNotMatch(f"the function returned {returned.kind}; {_wanted(learnt)}")
    in_order = returned if isinstance(returned, tuple) else (returned,)
    if len(in_order) != len(learnt):
        count = f"{len(in_order)} values" if isinstance(returned, tuple) else "one array"
        raise DoesNotMatch(f"the function returned {count} for {len(learnt)} parameters; {_wanted(learnt)}")
    return Returned(dict(zip(learnt, in_order, strict=True)), {name: f"d{name}" for name in learnt}, loss)


def np_size(value: Any) -> int:
    """How many entries a value has; 0 for what is no array."""
    return int(getattr(value, "size", 0))


def _wanted(learnt: Sequence[str]) -> str:
    first = learnt[0]
    order = ", ".join(f"d{name}" for name in learnt)
    return f'expected a dict such as {{"d{first}": …}}, or a tuple in the order of the parameters: {order}'


def _by_name(returned: Mapping[str, Any], loss: Any, learnt: Sequence[str], known: Sequence[str]) -> Returned:
    gradients: dict[str, Any] = {}
    called: dict[str, str] = {}
    others: list[str] = []
    for key, value in returned.items():
        name = _of_gradient(key, learnt, known)
        if name is None or isinstance(value, (dict, tuple)):
            others.append(key)
        elif name in gradients:
            raise DoesNotMatch(f"{key} and {called[name]} are both gradients of {name}")
        else:
            gradients[name], called[name] = value, key
    if not any(name in gradients for name in learnt):
        raise DoesNotMatch(
            f"the function returned {', '.join(map(repr, returned)) or 'an empty dict'}; {_wanted(learnt)}"
        )
    return Returned(gradients, called, loss, tuple(others))


def _of_gradient(key: str, learnt: Sequence[str], known: Sequence[str]) -> str | None:
    """What a key is the gradient of; a name that the model has itself, other than a parameter's, is its value."""
    if key not in learnt and key in known:
        return None
    for part in _parts(key):
        name = meant(part, learnt) or (meant(part, known) if part != key else None)
        if name is not None:
            return name
    return None


def _parts(key: str) -> Iterator[str]:
    yield key
    for prefix in PREFIXES:
        match = re.fullmatch(prefix + "(.+)", key)
        if match:
            yield match[1]
    for suffix in SUFFIXES:
        match = re.fullmatch("(.+?)" + suffix, key)
        if match:
            yield match[1]
