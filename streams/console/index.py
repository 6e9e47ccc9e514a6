"""The events that hold, in memory: in brief, by date and by party."""

from __future__ import annotations

from bisect import bisect_left, insort
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from pydantic import ValidationError

from schemas.event import EVENT
from schemas.filters import Filter, days
from schemas.relation import pairs
from schemas.slots import KINDS

Brief = Mapping[str, Any]
"""An event as its topic has it, but `told_by` is the number of its sources, `published` the day of the first, and
steps of `history` name no reports. `aliases` are the other ids that it may have had."""

PAGE = 50
_LONG = {"sources", "history", "variants", "codes"}


@dataclass(frozen=True, slots=True)
class Page:
    """Page `number` (from 1) of `pages`, the latest events first; `total` is how many there are on all of them."""

    events: list[Brief]
    number: int
    pages: int
    total: int


class Index:
    """What holds of the events' topics. A page of twenty thousand events takes some hundredths of a second."""

    def __init__(self) -> None:
        self._events: dict[str, Brief] = {}
        self._order: list[tuple[str, str]] = []  # first day and id
        self._parties: dict[str, set[str]] = {}
        self._pairs: Counter[tuple[str, str]] = Counter()
        self._aliases: dict[str, str] = {}

    def __len__(self) -> int:
        return len(self._events)

    def load(self, values: Iterable[bytes]) -> None:
        """Take many events at once; cheaper than one by one."""
        for event in filter(None, map(brief, values)):
            self._forget(event["event_id"])
            self._remember(event)
        self._order = sorted(_place(event) for event in self._events.values())

    def put(self, value: bytes) -> Brief | None:
        """Take an event, new or revised; None where the record is none."""
        event = brief(value)
        if event is not None:
            self.drop(event["event_id"])
            self._remember(event)
            insort(self._order, _place(event))
        return event

    def drop(self, name: str) -> Brief | None:
        """Forget the event; it, or None where it was not known."""
        event = self._forget(name)
        if event is not None:
            del self._order[bisect_left(self._order, _place(event))]
        return event

    def get(self, name: str) -> Brief | None:
        """The event of this id, or the one that has taken its place."""
        return self._events.get(name) or self._events.get(self._aliases.get(name, ""))

    def page(self, wanted: Filter, number: int = 1) -> Page:
        """A page of the events that the filter takes; the last one where there are not so many."""
        names = [name for name in self._newest(wanted.parties) if wanted.takes(self._events[name])]
        pages = max(1, -(-len(names) // PAGE))
        number = min(max(1, number), pages)
        shown = names[(number - 1) * PAGE : number * PAGE]
        return Page([self._events[name] for name in shown], number, pages, len(names))

    def of(self, parties: Iterable[str]) -> list[Brief]:
        """All events in which all the parties take part, the latest first."""
        return [self._events[name] for name in self._newest(frozenset(parties))]

    def parties(self) -> dict[str, int]:
        """Each party that an event names, and in how many."""
        return {party: len(self._parties[party]) for party in sorted(self._parties)}

    def pairs(self, limit: int) -> list[tuple[tuple[str, str], int]]:
        """Pairs of parties with most events."""
        return sorted(self._pairs.items(), key=lambda each: (-each[1], each[0]))[:limit]

    def partners(self, party: str) -> list[tuple[str, int]]:
        """The others in the party's events, those with most first."""
        found = Counter(
            other for name in self._parties.get(party, ()) for other in set(self._events[name]["parties"]) - {party}
        )
        return sorted(found.items(), key=lambda each: (-each[1], each[0]))

    def kinds(self) -> dict[str, int]:
        """Events of each kind."""
        found = Counter(event["kind"] for event in self._events.values())
        return {kind: found[kind] for kind in KINDS}

    def _newest(self, parties: frozenset[str]) -> Iterator[str]:
        if parties:
            names = set.intersection(*(self._parties.get(party, set()) for party in parties))
            return (name for _, name in sorted((_place(self._events[name]) for name in names), reverse=True))
        return (name for _, name in reversed(self._order))

    def _remember(self, event: Brief) -> None:
        name = event["event_id"]
        self._events[name] = event
        self._aliases.update(dict.fromkeys(event["aliases"], name))
        for party in event["parties"]:
            self._parties.setdefault(party, set()).add(name)
        self._pairs.update(pairs(event["parties"]))

    def _forget(self, name: str) -> Brief | None:
        event = self._events.pop(name, None)
        if event is None:
            return None
        for alias in event["aliases"]:
            if self._aliases.get(alias) == name:
                del self._aliases[alias]
        for party in set(event["parties"]):
            self._parties[party].discard(name)
            if not self._parties[party]:
                del self._parties[party]
        for pair in pairs(event["parties"]):
            self._pairs[pair] -= 1
            if not self._pairs[pair]:
                del self._pairs[pair]
        return event


def brief(value: bytes) -> Brief | None:
    """The event in brief; None where the record is no event, which nobody who reads a page can mend."""
    try:
        event = EVENT.validate_json(value)
    except ValidationError:
        return None
    told = event.model_dump(mode="json", exclude_none=True, exclude=_LONG)
    return told | {
        "told_by": len(event.sources),
        "published": next((source.published.isoformat() for source in event.sources if source.published), None),
        "history": [
            {"state": step.state, "date": step.date.model_dump(mode="json") if step.date else None}
            for step in event.history
        ],
        "aliases": sorted(event.aliases() - {event.event_id}),
    }


def _place(event: Brief) -> tuple[str, str]:
    return (days(event) or ("",))[0], event["event_id"]
