"""Which records a reader wants to see."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Any, get_args

import typer

from schemas.slots import KINDS, Action, MeetingStatus


def _one_of(known: Sequence[str]) -> Callable[[list[str] | None], list[str] | None]:
    """A check that every value is one of those a record may hold: a misspelt one would silently find nothing."""

    def check(values: list[str] | None) -> list[str] | None:
        for value in values or ():
            if value not in known:
                raise typer.BadParameter(f"{value!r} is none of {', '.join(known)}")
        return values

    return check


Kinds = Annotated[
    list[str] | None,
    typer.Option("--kind", callback=_one_of(KINDS), help="meeting, agreement or figure; may be given several times."),
]
Parties = Annotated[
    list[str] | None,
    typer.Option("--party", help="Country or organisation code, such as KAZ or org:UN; all given must take part."),
]
Since = Annotated[datetime | None, typer.Option("--since", formats=["%Y-%m-%d"], help="On this day or later.")]
Until = Annotated[datetime | None, typer.Option("--until", formats=["%Y-%m-%d"], help="On this day or earlier.")]
Statuses = Annotated[
    list[str] | None,
    typer.Option(
        "--status",
        callback=_one_of((*get_args(MeetingStatus), *get_args(Action))),
        help="held, planned, cancelled; signed, ratified, …; may be given several times.",
    ),
]


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


def make_filter(
    kinds: list[str] | None,
    parties: list[str] | None,
    statuses: list[str] | None,
    since: datetime | None,
    until: datetime | None,
) -> Filter:
    """The filter that the options ask for."""
    return Filter(
        frozenset(kinds or ()),
        frozenset(code(party) for party in parties or ()),
        frozenset(statuses or ()),
        since.date().isoformat() if since else None,
        until.date().isoformat() if until else None,
    )


def code(party: str) -> str:
    """A party's code as records spell it: "kaz" is KAZ, "org:un" is org:UN."""
    prefix, colon, name = party.rpartition(":")
    return f"{prefix.lower()}{colon}{name.upper()}"
