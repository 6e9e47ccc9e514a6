"""Regular expressions that are compiled when they are first tried."""

from __future__ import annotations

import re
from collections.abc import Callable

from streams.extract.lazy import keeping, lazy


@keeping
class Deferred:
    """A pattern of which thousands are known and few are tried on an article: compiled at once they would take as
    long as all else that a start does.
    """

    def __init__(self, source: str, flags: int = 0) -> None:
        self._source = source
        self._flags = flags

    @lazy
    def match(self) -> Callable[..., re.Match[str] | None]:
        """As `re.Pattern.match`; raises re.error at the first call where the pattern is none."""
        return re.compile(self._source, self._flags).match
