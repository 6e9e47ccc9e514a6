"""Which records someone wants: by kind, party, status and date."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from schemas.slots import KINDS, STATUSES

_SHOWN = 20
"""Characters of a value that is not understood."""


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


def from_query(query: Mapping[str, Sequence[str]], code: Callable[[str], str] = code) -> tuple[Filter, list[str]]:
    """The filter that a query's fields ask for, and what of them cannot be understood.

    `kind`, `party` and `status` may be given several times, `since` and `until` once; empty values, as forms send
    them, ask for nothing. `code` is what a party is called in records.
    """
    problems: list[str] = []

    def given(name: str) -> list[str]:
        return [value.strip() for value in query.get(name, ()) if value.strip()]

    def among(name: str, known: Sequence[str]) -> frozenset[str]:
        values = frozenset(given(name))
        unknown = sorted(values.difference(known))
        problems.extend(f"{name} {value[:_SHOWN]} is none of {', '.join(known)}" for value in unknown)
        return values.intersection(known)

    def day(name: str) -> str | None:
        values = given(name)
        if len(values) > 1:
            problems.append(f"{name} is given more than once")
        try:
            return date.fromisoformat(values[0]).isoformat() if values else None
        except ValueError:
            problems.append(f"{name} {values[0][:_SHOWN]}: a day is written 2024-11-27")
            return None

    kinds, statuses = among("kind", KINDS), among("status", STATUSES)
    parties = frozenset(map(code, given("party")))
    return Filter(kinds, parties, statuses, day("since"), day("until")), problems
