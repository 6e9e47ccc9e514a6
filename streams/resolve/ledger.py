"""What the events say of each pair of parties and of each party, kept up to date event by event."""

from __future__ import annotations

import sys
from bisect import bisect_left, insort
from collections import Counter, OrderedDict, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from heapq import nsmallest
from itertools import islice
from typing import Any, TypeVar

import orjson

from schemas.event import AgreementEvent, FigureEvent, MeetingEvent
from schemas.relation import Actor, AgreementBrief, FigureBrief, MeetingBrief, Partner, Relation, pairs
from schemas.slots import Kind

AnyEvent = MeetingEvent | AgreementEvent | FigureEvent
Brief = MeetingBrief | AgreementBrief | FigureBrief
Pair = tuple[str, str]
Place = tuple[str, str]
"""Where an event stands in a list: the day it begins or the period it is of, and its id."""

PLANNED = 5  # of the meetings ahead, in a record
RECENT = 5  # of an actor's meetings
IN_FORCE = 20  # of the agreements of a pair
PARTNERS = 20

_IN_FORCE = frozenset({"signed", "adopted", "ratified", "in_force", "extended"})
_UNKNOWN = ""  # the day of what has none: before all days
B = TypeVar("B", MeetingBrief, AgreementBrief, FigureBrief)


def brief(event: AnyEvent) -> Brief:
    """The event without its sources."""
    model = _MODELS[event.kind]
    same = {name: getattr(event, name) for name in model.model_fields if name not in {"sources", "first_told"}}
    return model(**same, sources=len(event.sources), first_told=event.sources[0].published)


_MODELS: dict[str, type[Brief]] = {"meeting": MeetingBrief, "agreement": AgreementBrief, "figure": FigureBrief}


class Ledger:
    """An account for each pair of parties and for each party, of the events that name them.

    In memory are the places of events in the accounts; the events themselves, in brief, are read through `fetch` by
    their ids, as `update` has given them. Those that were needed last, about `capacity`, stay.
    """

    def __init__(self, fetch: Callable[[str], bytes | None], capacity: int) -> None:
        self._fetch = fetch
        self._capacity = capacity
        self._briefs: OrderedDict[str, Brief] = OrderedDict()
        self._pairs: dict[Pair, _Account] = {}
        self._actors: dict[str, _Account] = {}
        self._partners: dict[str, dict[str, _Account]] = defaultdict(dict)

    def restore(self, rows: Iterable[bytes]) -> None:
        """Enter the events of these rows into an empty ledger."""
        for entry in sorted(map(_entry, rows), key=lambda entry: entry.place):
            self._enter(entry)

    def update(self, event_id: str, event: AnyEvent | None) -> bytes | None:
        """Let the event be as given, or not be; the row that is to be kept of it."""
        self._briefs.pop(event_id, None)
        old = self._fetch(event_id)
        if old is not None:
            self._strike(_entry(old))
        if event is None:
            return None
        self._briefs[event_id] = made = brief(event)
        row = made.encode()
        self._enter(_entry(row))
        return row

    def make_room(self) -> None:
        """Forget briefs that are too many. Call when the rows of all updates are in the table."""
        while len(self._briefs) > self._capacity:
            self._briefs.popitem(last=False)

    def relation(self, pair: Pair) -> Relation | None:
        """What the events say of the pair; None where they say nothing."""
        account = self._pairs.get(pair)
        if account is None:
            return None
        planned = self._planned(account)
        return Relation(
            parties=pair,
            events=account.events,
            counts=account.counts(),
            last_meeting=next(self._latest(account.held, MeetingBrief), None),
            next_meeting=planned[0] if planned else None,
            planned=planned,
            in_force=len(account.agreements),
            agreements=tuple(islice(self._latest(account.agreements, AgreementBrief), IN_FORCE)),
            figures=tuple(next(self._latest(account.figures[key], FigureBrief)) for key in sorted(account.figures)),
        )

    def actor(self, party: str) -> Actor | None:
        """What the events say of the party; None where they say nothing."""
        account = self._actors.get(party)
        if account is None:
            return None
        common = self._partners.get(party, {})
        partners = nsmallest(PARTNERS, [(-len(account.days), other) for other, account in common.items()])
        return Actor(
            party=party,
            events=account.events,
            counts=account.counts(),
            partners=tuple(_partner(other, -events, common[other].days[-1][0]) for events, other in partners),
            meetings=tuple(islice(self._latest(account.held, MeetingBrief), RECENT)),
            planned=self._planned(account),
        )

    def _enter(self, entry: _Entry) -> None:
        for party in entry.parties:
            self._actors.setdefault(party, _Account()).add(entry)
        for one, other in pairs(entry.parties):
            account = self._pairs.get((one, other))
            if account is None:
                account = self._pairs[one, other] = self._partners[one][other] = self._partners[other][one] = _Account()
            account.add(entry)

    def _strike(self, entry: _Entry) -> None:
        for party in entry.parties:
            self._actors[party].remove(entry)
            if not self._actors[party].events:
                del self._actors[party]
        for one, other in pairs(entry.parties):
            account = self._pairs[one, other]
            account.remove(entry)
            if not account.events:
                del self._pairs[one, other], self._partners[one][other], self._partners[other][one]

    def _brief(self, event_id: str) -> Brief:
        found = self._briefs.get(event_id)
        if found is None:
            value = self._fetch(event_id)
            if value is None:
                raise LookupError(f"the table has no row of event {event_id!r}, which the ledger holds")
            found = _MODELS[orjson.loads(value)["kind"]].model_validate_json(value)
            self._briefs[event_id] = found
        self._briefs.move_to_end(event_id)
        return found

    def _latest(self, places: Sequence[Place], model: type[B]) -> Iterator[B]:
        for _, event_id in reversed(places):
            found = self._brief(event_id)
            assert isinstance(found, model)
            yield found

    def _planned(self, account: _Account) -> tuple[MeetingBrief, ...]:
        """The plans that begin after the last meeting was over, the earliest first."""
        last = self._brief(account.held[-1][1]) if account.held else None
        over = last.date.end.isoformat() if last and last.date else account.held[-1][0] if last else _UNKNOWN
        ahead = account.planned[bisect_left(account.planned, (over, "~")) :]
        return tuple(found for _, name in ahead[:PLANNED] if isinstance(found := self._brief(name), MeetingBrief))


@lru_cache(maxsize=1 << 12)
def _partner(party: str, events: int, last: str) -> Partner:
    return Partner(party=party, events=events, last=date.fromisoformat(last) if last else None)


@dataclass(frozen=True, slots=True)
class _Entry:
    """Of an event what its accounts have to know. `place` is shared by all lists that the event stands in.

    The day is that on which the event begins; where no source says, that on which it was first told.
    """

    kind: Kind
    parties: tuple[str, ...]
    place: Place
    state: str
    """Of a meeting its status, of an agreement its action."""
    measure: tuple[str, bool] | None
    """Of a figure what it measures, and whether it is a goal."""
    period: Place

    @property
    def day(self) -> str:
        """In ISO 8601; empty where it is not known."""
        return self.place[0]


def _entry(row: bytes) -> _Entry:
    """What the row that `Ledger.update` gave tells."""
    event: dict[str, Any] = orjson.loads(row)
    kind, name = event["kind"], event["event_id"]
    day = event["date"]["start"] if "date" in event else event.get("first_told", _UNKNOWN)
    return _Entry(
        kind=kind,
        parties=tuple(event["parties"]),
        place=(sys.intern(day), name),
        state=event.get("status") or event.get("action") or "",
        measure=(event["metric"], event["target"]) if kind == "figure" else None,
        period=(event.get("period") or day[:4], name),
    )


class _Account:
    """Events in order: all, the meetings held and planned, agreements in force, and figures by measure."""

    __slots__ = ("_years", "agreements", "days", "figures", "held", "planned")

    def __init__(self) -> None:
        self.days: list[Place] = []
        self.held: list[Place] = []
        self.planned: list[Place] = []
        self.agreements: list[Place] = []
        self.figures: dict[tuple[str, bool], list[Place]] = {}
        self._years: Counter[tuple[int, Kind]] = Counter()

    @property
    def events(self) -> int:
        """How many there are."""
        return len(self.days)

    def add(self, entry: _Entry) -> None:
        """Enter the event."""
        for places, place in self._places(entry):
            insort(places, place)
        if entry.day:
            self._years[int(entry.day[:4]), entry.kind] += 1

    def remove(self, entry: _Entry) -> None:
        """Strike the event that was entered."""
        for places, place in self._places(entry):
            del places[bisect_left(places, place)]
        if entry.measure and not self.figures[entry.measure]:
            del self.figures[entry.measure]
        if entry.day:
            self._years[int(entry.day[:4]), entry.kind] -= 1

    def counts(self) -> dict[int, dict[Kind, int]]:
        """Events by year and kind; the undated are left out."""
        counts: dict[int, dict[Kind, int]] = {}
        for (year, kind), count in sorted((+self._years).items()):
            counts.setdefault(year, {})[kind] = count
        return counts

    def _places(self, entry: _Entry) -> Iterator[tuple[list[Place], Place]]:
        yield self.days, entry.place
        if entry.measure:
            yield self.figures.setdefault(entry.measure, []), entry.period
        elif entry.kind == "agreement":
            if entry.state in _IN_FORCE:
                yield self.agreements, entry.place
        elif entry.state != "cancelled":
            yield self.held if entry.state == "held" else self.planned, entry.place
