"""Rows of the stage's table: an article's reading, and in brief an event that the readings tell of.

The readings are all that counts: events in brief spare a restart the work of making them again, and whoever needs
one the memory. A row of an event is written before that of the article on whose account it changes, so after a crash
between the two the article is new when it comes again, and the row of the event is written again.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import orjson

from schemas.report import Reading

Name = tuple[str, str, str]
"""Its kind ("relation", "actor" or that of an event), its key, and of an event the article that it is named after."""

_EVENT = "event\x1f"  # no article id has a character that cannot be printed


@dataclass(frozen=True, slots=True)
class Row:
    """Of an article.

    `reading` is what it reports, as JSON; None where it was withdrawn. `keys` are those that its reports are found
    under. `changed` names all that the article has ever changed: it is said again with the article, for a crash may
    have swallowed what was said. `heirs` tells of events that were named after reports which the article no longer
    has: the name that an event would have from another report, which takes their place.
    """

    reading: dict[str, Any] | None = None
    keys: tuple[int, ...] = ()
    changed: frozenset[Name] = frozenset()
    heirs: tuple[tuple[str, Name], ...] = ()

    def encode(self) -> bytes:
        """JSON."""
        row = {"reading": self.reading, "keys": self.keys, "changed": sorted(self.changed)}
        return orjson.dumps(row | {"heirs": self.heirs} if self.heirs else row)

    def told(self) -> Reading | None:
        """What the article reports, without the evidence: that is for those who read `reports`."""
        if self.reading is None:
            return None
        reports = [{**report, "evidence": ()} for report in self.reading.get("reports", ())]
        return Reading.model_validate({**self.reading, "reports": reports})


def row(value: bytes) -> Row:
    """The row of an article that `Row.encode` wrote."""
    found = orjson.loads(value)
    changed = frozenset((what, key, article) for what, key, article in found["changed"])
    heirs = tuple((name, (what, key, article)) for name, (what, key, article) in found.get("heirs", ()))
    return Row(found["reading"], tuple(found["keys"]), changed, heirs)


def event_key(event_id: str) -> str:
    """The key of the row of an event."""
    return _EVENT + event_id


def event_of(key: str) -> str | None:
    """The id of the event whose row has this key; None for the row of an article."""
    return key.removeprefix(_EVENT) if key.startswith(_EVENT) else None
