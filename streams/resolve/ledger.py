"""What the events say of each pair of parties and of each party, kept up to date event by event."""

from __future__ import annotations

from bisect import bisect_left, insort
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from heapq import nsmallest
from itertools import combinations, islice
from typing import TypeVar

from schemas.event import AgreementEvent, FigureEvent, MeetingEvent
from schemas.relation import Actor, AgreementBrief, FigureBrief, MeetingBrief, Partner, Relation
from schemas.slots import Kind
from streams.resolve.parties import MANY

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

    An event of more than `MANY` parties is a gathering: it counts for each of them and for no pair.
    """

    def __init__(self) -> None:
        self._briefs: dict[str, Brief] = {}
        self._pairs: dict[Pair, _Account] = {}
        self._actors: dict[str, _Account] = {}
        self._partners: dict[str, dict[str, _Account]] = defaultdict(dict)

    def update(self, event_id: str, event: AnyEvent | None) -> tuple[set[Pair], set[str]]:
        """Let the event be as given, or not be; the pairs and parties whose record this may change."""
        old, new = self._briefs.pop(event_id, None), brief(event) if event else None
        if old:
            for account in self._accounts(old):
                account.remove(old)
        if new:
            self._briefs[event_id] = new
            for account in self._accounts(new):
                account.add(new)
        changed = [each for each in (old, new) if each]
        pairs = {pair for each in changed for pair in _pairs(each)}
        for pair in pairs:
            self._introduce(pair)
        parties = {party for each in changed for party in each.parties}
        for party in parties:
            if not self._actors[party].events:
                del self._actors[party]
        return pairs, parties

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
        partners = nsmallest(
            PARTNERS, self._partners.get(party, {}).items(), key=lambda each: (-each[1].events, each[0])
        )
        return Actor(
            party=party,
            events=account.events,
            counts=account.counts(),
            partners=tuple(_partner(other, common) for other, common in partners),
            meetings=tuple(islice(self._latest(account.held, MeetingBrief), RECENT)),
            planned=self._planned(account),
        )

    def _accounts(self, event: Brief) -> Iterator[_Account]:
        for party in event.parties:
            yield self._actors.setdefault(party, _Account())
        for pair in _pairs(event):
            yield self._pairs.setdefault(pair, _Account())

    def _introduce(self, pair: Pair) -> None:
        """Let the parties of the pair be partners exactly where it has events."""
        account = self._pairs[pair]
        if not account.events:
            del self._pairs[pair]
        for party, other in (pair, pair[::-1]):
            if account.events:
                self._partners[party][other] = account
            elif self._partners[party].pop(other, None) and not self._partners[party]:
                del self._partners[party]

    def _latest(self, places: Sequence[Place], model: type[B]) -> Iterator[B]:
        for _, event_id in reversed(places):
            found = self._briefs[event_id]
            assert isinstance(found, model)
            yield found

    def _planned(self, account: _Account) -> tuple[MeetingBrief, ...]:
        """The plans that begin after the last meeting was over, the earliest first."""
        last = self._briefs[account.held[-1][1]] if account.held else None
        over = last.date.end.isoformat() if last and last.date else account.held[-1][0] if last else _UNKNOWN
        ahead = account.planned[bisect_left(account.planned, (over, "~")) :]
        return tuple(found for _, name in ahead[:PLANNED] if isinstance(found := self._briefs[name], MeetingBrief))


def _partner(party: str, account: _Account) -> Partner:
    last = account.days[-1][0]
    return Partner(party=party, events=account.events, last=date.fromisoformat(last) if last else None)


class _Account:
    """Events in order: all, the meetings held and planned, agreements in force, and figures by measure."""

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

    def add(self, event: Brief) -> None:
        """Enter the event."""
        for places, place in self._places(event):
            insort(places, place)
        if day := _day(event):
            self._years[int(day[:4]), event.kind] += 1

    def remove(self, event: Brief) -> None:
        """Strike the event that was entered."""
        for places, place in self._places(event):
            del places[bisect_left(places, place)]
        if isinstance(event, FigureBrief) and not self.figures[event.metric, event.target]:
            del self.figures[event.metric, event.target]
        if day := _day(event):
            self._years[int(day[:4]), event.kind] -= 1

    def counts(self) -> dict[int, dict[Kind, int]]:
        """Events by year and kind; the undated are left out."""
        counts: dict[int, dict[Kind, int]] = {}
        for (year, kind), count in sorted((+self._years).items()):
            counts.setdefault(year, {})[kind] = count
        return counts

    def _places(self, event: Brief) -> Iterator[tuple[list[Place], Place]]:
        day = _day(event)
        yield self.days, (day, event.event_id)
        if isinstance(event, FigureBrief):
            key = (event.metric, event.target)
            yield self.figures.setdefault(key, []), (event.period or day[:4], event.event_id)
        elif isinstance(event, AgreementBrief):
            if event.action in _IN_FORCE:
                yield self.agreements, (day, event.event_id)
        elif event.status != "cancelled":
            yield self.held if event.status == "held" else self.planned, (day, event.event_id)


def _day(event: Brief) -> str:
    """The ISO 8601 day on which the event begins; where no source says, on which it was first told."""
    day = event.date.start if event.date else event.first_told
    return day.isoformat() if day else _UNKNOWN


def _pairs(event: Brief) -> Iterable[Pair]:
    return combinations(sorted(set(event.parties)), 2) if len(event.parties) <= MANY else ()
