"""Records of the contract that say something hostile wherever a stranger could have written it."""

import types
import typing
from datetime import date
from typing import Any, Literal, Union

from pydantic import BaseModel

HOSTILE = (
    "</title></script><script>window.pwned=1</script>'\"><img src=x onerror=window.pwned=1><a href=javascript:pwned=1>"
)
"""Leaves any place of a page that does not escape it, and runs there."""


def hostile(model: type[BaseModel], **given: Any) -> Any:
    """A record of the model with every field filled: texts by HOSTILE, all else by what its type allows."""
    hints = typing.get_type_hints(model)
    return model(**{name: given.get(name, _filled(hints[name])) for name in model.model_fields})


def _filled(hint: Any) -> Any:
    origin, arguments = typing.get_origin(hint), typing.get_args(hint)
    if origin is typing.Annotated:
        return _filled(arguments[0])
    if origin is Literal:
        return arguments[0]
    if origin in (Union, types.UnionType):
        return _filled(next(each for each in arguments if each is not type(None)))
    if origin is tuple:
        return (_filled(arguments[0]), _filled(arguments[0]))
    if origin is dict:
        return {_filled(arguments[0]): _filled(arguments[1])}
    if isinstance(hint, type) and issubclass(hint, BaseModel):
        return hostile(hint)
    return {str: HOSTILE, Any: HOSTILE, int: 3, float: 0.5, bool: True, date: date(2024, 11, 27)}.get(hint) or next(
        iter(hint)
    )
