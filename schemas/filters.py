"""Which records someone wants: by kind, party, status and date."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Filter:
    """What must hold of a record: every part that is not empty. Days are ISO 8601 dates."""

    kinds: frozenset[str] = frozenset()
    parties: frozenset[str] = frozenset()
    statuses: frozenset[str] = frozenset()
    since: str | None = None
    until: str | None = None

    def __bool__(self) -> bool:
        return self != Filter()

    def takes(self, record: Mapping[str, Any]) -> bool:
        """Whether the record (a report, an event, or anything published) is wanted."""
        return (
            (not self.kinds or record.get("kind") in self.kinds)
            and self.parties <= frozenset(record.get("parties", record.get("countries", ())))
            and (not self.statuses or record.get("status", record.get("action")) in self.statuses)
            and self._within(record)
        )

    def _within(self, record: Mapping[str, Any]) -> bool:
        if self.since is None and self.until is None:
            return True
        span = days(record)
        return (
            span is not None
            and (self.since is None or span[1] >= self.since)
            and (self.until is None or span[0] <= self.until)
        )


def days(record: Mapping[str, Any]) -> tuple[str, str] | None:
    """First and last day of what the record tells of, else of its publication; None where it says neither."""
    if span := record.get("date"):
        return span["start"], span["end"]
    published = record.get("published") or next(
        (source["published"] for source in record.get("sources", ()) if source.get("published")), None
    )
    return (published, published) if published else None


def code(party: str) -> str:
    """A party's code as records spell it: "kaz" is KAZ, "org:un" is org:UN."""
    prefix, colon, name = party.rpartition(":")
    return f"{prefix.lower()}{colon}{name.upper()}"
