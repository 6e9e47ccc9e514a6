"""The stage: readings in, events out, revised as further readings come in.

The events are a function of the set of readings (`Clusters`); what a reading has changed of them is said. An event
is named after its first report, so events keep their names while articles arrive in the order of publication;
names that a late arrival overtakes are withdrawn.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

import orjson
from pydantic import ValidationError

from schemas.message import Message, instant, message, tombstone
from schemas.report import Reading
from schemas.topics import EVENT_TOPICS, REPORTS, Topic
from streams.resolve.cluster import Clusters
from streams.resolve.member import Block, Member, block, member
from streams.resolve.merge import event_id, merge
from streams.stage import Step, unreadable

Name = tuple[str, str]  # kind and event id


class Resolve:
    """Unites reports of the same event.

    A row of the table holds an article's reading, and the names of all events that the article has ever changed:
    they are said again with it, for a crash may have swallowed what was said.
    """

    name = "resolve"
    source: Topic = REPORTS
    table: str | None = "readings"

    def __init__(self) -> None:
        self._forget()

    def _forget(self) -> None:
        self._readings: dict[str, Reading | None] = {}
        self._changed: dict[str, set[Name]] = {}
        self._members: dict[str, list[Member]] = {}
        self._blocks: dict[Block, Clusters] = defaultdict(Clusters)
        self._names: dict[Member, Name] = {}  # of the cluster that the member leads
        self._events: dict[Name, tuple[Member, ...]] = {}

    def restore(self, items: Iterable[tuple[str, bytes]]) -> None:
        """Forget everything, then remember the table's rows."""
        self._forget()
        for article_id, value in items:
            row = orjson.loads(value)
            self._changed[article_id] = {(kind, event) for kind, event in row["changed"]}
            self._replace(article_id, Reading.model_validate(row["reading"]) if row["reading"] else None)

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
            return Step(self._say(self._changed[article_id]))
        changed = self._changed.setdefault(article_id, set())
        changed |= self._replace(article_id, reading)
        row = {"reading": reading.model_dump(mode="json", exclude_none=True) if reading else None}
        return Step(self._say(changed), ((article_id, orjson.dumps(row | {"changed": sorted(changed)})),))

    def _replace(self, article_id: str, reading: Reading | None) -> set[Name]:
        """Put the article's reports in the place of what it reported before; the names of events that changed."""
        reports = {report.report_id: report for report in reading.reports} if reading else {}
        old = self._members.get(article_id, [])
        new = [member(report, reading) for report in reports.values()] if reading else []
        self._readings[article_id] = reading
        self._members[article_id] = new
        changed: set[Name] = set()
        for where in {block(one.report) for one in (*old, *new)}:
            clusters = self._blocks[where]
            gone = [one for one in old if block(one.report) == where]
            touched = clusters.update(gone, [one for one in new if block(one.report) == where])
            changed |= self._rename(clusters, touched)
            if not len(clusters):
                del self._blocks[where]
        return changed

    def _rename(self, clusters: Clusters, touched: set[Member]) -> set[Name]:
        """Bring the events of the leaders up to date; the names that have changed, come up or gone."""
        changed = {self._names.pop(leader) for leader in touched if leader in self._names}
        for name in changed:
            self._events.pop(name, None)
        for leader in touched:
            members = clusters.of(leader)
            if members:
                name = (leader.report.kind, event_id(members[0].report.report_id))
                self._names[leader], self._events[name] = name, members
                changed.add(name)
        return changed

    def _say(self, names: Iterable[Name]) -> tuple[Message, ...]:
        return tuple(self._event(name) for name in sorted(names))

    def _event(self, name: Name) -> Message:
        """The event of this name as it stands, or that there is none."""
        topic, members = EVENT_TOPICS[name[0]], self._events.get(name)
        if members is None:
            return tombstone(topic, name[1])
        event = merge(members)
        first = event.sources[0].published
        time = instant(first.isoformat() if first else None)
        return message(topic, event.event_id, event, subject=",".join(event.parties), time=time)
