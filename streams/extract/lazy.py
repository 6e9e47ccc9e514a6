"""Values that are made when they are first asked for."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Generic, TypeVar, overload

Owner = TypeVar("Owner")
Value = TypeVar("Value")


Class = TypeVar("Class", bound=type)


def keeping(kind: Class) -> Class:
    """Marks a class whose instances keep lazy values: without a decorator, a compiled class has no `__dict__`."""
    return kind


class lazy(Generic[Owner, Value]):  # noqa: N801 - a decorator, named as one
    """`functools.cached_property` without its lock, which costs more than most of what a sentence keeps in it."""

    def __init__(self, make: Callable[[Owner], Value]) -> None:
        self._make = make
        self.__doc__ = make.__doc__

    def __set_name__(self, owner: type, name: str) -> None:
        self._name = name

    @overload
    def __get__(self, owner: None, kind: type) -> lazy[Owner, Value]: ...

    @overload
    def __get__(self, owner: Owner, kind: type) -> Value: ...

    def __get__(self, owner: Any, kind: type) -> Any:
        """Makes the value and keeps it under the name of the property, where Python finds it next time."""
        if owner is None:
            return self
        value = owner.__dict__[self._name] = self._make(owner)
        return value
