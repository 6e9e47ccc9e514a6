"""The stage: readings in, events out, revised as further readings come in.

The events are a function of the set of readings (`Clusters`); what a reading has changed of them is said. An event
is named after its first report, so events keep their names while articles arrive in the order of publication;
names that a late arrival overtakes are withdrawn, and the tombstone says which event has taken over. What the
events say of pairs of parties, and of each party, is said with them (`Ledger`).
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from functools import partial

import orjson
from pydantic import ValidationError

from schemas.event import event_id
from schemas.message import Message, instant, message, tombstone
from schemas.report import Reading
from schemas.topics import ACTORS, EVENT_TOPICS, RELATIONS, REPORTS, Topic
from streams.resolve.cluster import Clusters
from streams.resolve.compare import fit
from streams.resolve.ledger import Ledger
from streams.resolve.member import Member, member
from streams.resolve.merge import AnyEvent, merge
from streams.resolve.parties import NO_ORGANISATIONS, Organisations
from streams.stage import Step, unreadable

Name = tuple[str, str]
"""What is said, and under which key: an event by its kind, a relation or an actor."""

_RELATION, _ACTOR = "relation", "actor"


class Resolve:
    """Unites reports of the same event.

    A row of the table holds an article's reading, and the names of all that the article has ever changed: they are
    said again with it, for a crash may have swallowed what was said.
    """

    name = "resolve"
    source: Topic = REPORTS
    table: str | None = "readings"

    def __init__(self, organisations: Organisations = NO_ORGANISATIONS) -> None:
        self._organisations = organisations
        self._forget()

    def _forget(self) -> None:
        self._readings: dict[str, Reading | None] = {}
        self._changed: dict[str, set[Name]] = {}
        self._members: dict[str, list[Member]] = {}
        self._clusters = {kind: Clusters(partial(fit, self._organisations)) for kind in EVENT_TOPICS}
        self._first: dict[Name, Member] = {}  # the member that an event of this name would be named after
        self._names: dict[Member, Name] = {}  # of the cluster that the member leads
        self._events: dict[Name, tuple[Member, ...]] = {}
        self._ledger = Ledger()
        self._merged: dict[Name, AnyEvent | None] = {}  # of the events that the present reading has changed

    def restore(self, items: Iterable[tuple[str, bytes]]) -> None:
        """Forget everything, then remember the table's rows."""
        self._forget()
        for article_id, value in items:
            row = orjson.loads(value)
            self._changed[article_id] = {(what, key) for what, key in row["changed"]}
            self._remember(article_id, Reading.model_validate(row["reading"]) if row["reading"] else None)
        self._update((), [one for members in self._members.values() for one in members])
        self._enter(self._events)
        self._merged.clear()

    def handle(self, message: Message) -> Step:
        """Take an article's reading, or its withdrawal."""
        article_id, reading = message.key, None
        if message.value is not None:
            try:
                reading = Reading.decode(message.value)
            except ValidationError as error:
                return Step((unreadable(Resolve.name, "reading", message, error),))
        known = article_id in self._readings
        if not known and (reading is None or not reading.reports):
            return Step()
        if known and reading == self._readings[article_id]:
            self._merged.clear()
            return Step(self._say(self._changed[article_id]))
        changed = self._changed.setdefault(article_id, set())
        self._merged.clear()
        events = self._update(*self._remember(article_id, reading))
        changed |= events | self._enter(events)
        row = {"reading": reading.model_dump(mode="json", exclude_none=True) if reading else None}
        return Step(self._say(changed), ((article_id, orjson.dumps(row | {"changed": sorted(changed)})),))

    def _remember(self, article_id: str, reading: Reading | None) -> tuple[list[Member], list[Member]]:
        """Put the article's reports in the place of what it reported before; the old ones and the new."""
        reports = {report.report_id: report for report in reading.reports} if reading else {}
        old = self._members.get(article_id, [])
        new = [member(each, reading, self._organisations) for each in reports.values()] if reading else []
        self._readings[article_id] = reading
        self._members[article_id] = new
        for one in old:
            self._first.pop(_named_after(one), None)
        self._first |= {_named_after(one): one for one in new}
        return old, new

    def _update(self, old: Collection[Member], new: Collection[Member]) -> set[Name]:
        """Put the new reports in the place of the old ones; the names of events that changed."""
        changed: set[Name] = set()
        for kind, clusters in self._clusters.items():
            gone, come = ([one for one in members if one.report.kind == kind] for members in (old, new))
            if gone or come:
                changed |= self._rename(clusters, clusters.update(gone, come))
        return changed

    def _rename(self, clusters: Clusters, touched: set[Member]) -> set[Name]:
        """Bring the events of the leaders up to date; the names that have changed, come up or gone."""
        changed = {self._names.pop(leader) for leader in touched if leader in self._names}
        for name in changed:
            self._events.pop(name, None)
        for leader in touched:
            members = clusters.of(leader)
            if members:
                name = _named_after(members[0])
                self._names[leader], self._events[name] = name, members
                changed.add(name)
        return changed

    def _enter(self, events: Iterable[Name]) -> set[Name]:
        """Enter the events as they stand into the ledger; the names of relations and actors that this may change."""
        changed: set[Name] = set()
        for name in events:
            members = self._events.get(name)
            event = self._merged[name] = merge(members) if members else None
            pairs, parties = self._ledger.update(name[1], event)
            changed.update((_RELATION, ",".join(pair)) for pair in pairs)
            changed.update((_ACTOR, party) for party in parties)
        return changed

    def _say(self, names: Iterable[Name]) -> tuple[Message, ...]:
        return tuple(self._message(what, key) for what, key in sorted(names))

    def _message(self, what: str, key: str) -> Message:
        """What is said under the name as things stand, or that it is withdrawn."""
        if what == _RELATION:
            one, other = key.split(",")
            relation = self._ledger.relation((one, other))
            return message(RELATIONS, key, relation) if relation else tombstone(RELATIONS, key)
        if what == _ACTOR:
            actor = self._ledger.actor(key)
            return message(ACTORS, key, actor) if actor else tombstone(ACTORS, key)
        return self._event((what, key))

    def _event(self, name: Name) -> Message:
        topic, members = EVENT_TOPICS[name[0]], self._events.get(name)
        if members is None:
            return tombstone(topic, name[1], superseded_by=self._successor(name))
        event = self._merged.get(name) or merge(members)
        first = event.sources[0].published
        time = instant(first.isoformat() if first else None)
        return message(topic, event.event_id, event, subject=",".join(event.parties), time=time)

    def _successor(self, name: Name) -> str:
        """The id of the event that now holds the report which the event of this name was named after, or ""."""
        first = self._first.get(name)
        return self._names[self._clusters[name[0]].leader(first)][1] if first else ""


def _named_after(member: Member) -> Name:
    return member.report.kind, event_id(member.report.report_id)
