"""Values that are worked out when they are first asked for: what nobody asks for costs nothing."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Generic, TypeVar

T = TypeVar("T")


class Later(Generic[T]):
    """A value that a function gives when it is first asked for, and that stays the same from then on.

    It is equal to whatever its value is equal to, and is copied and pickled as its value: the function is called
    before. What the function raises is raised by whoever asks, and the next one to ask calls it again.
    """

    def __init__(self, find: Callable[[], T]) -> None:
        self._find: Callable[[], T] | None = find
        self._value: T | None = None

    @property
    def value(self) -> T:
        """The value."""
        find = self._find
        if find is not None:
            self._value = find()
            self._find = None  # nor is what the function holds kept any longer
        return self._value  # type: ignore[return-value]

    def __eq__(self, other: object) -> bool:
        return bool(self.value == (other.value if isinstance(other, Later) else other))

    def __hash__(self) -> int:
        return hash(self.value)

    def __repr__(self) -> str:
        return repr(self.value)

    def __reduce__(self) -> tuple[Any, ...]:
        return _itself, (self.value,)


def _itself(value: T) -> T:
    return value
