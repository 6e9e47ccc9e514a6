"""The stage: readings in, events out, revised as further readings come in.

The events are a function of the set of readings (`Clusters`); what a reading has changed of them is said. An event
is named after its first report, so events keep their names while articles arrive in the order of publication;
names that a late arrival overtakes are withdrawn, and the tombstone says which event has taken over. What the
events say of pairs of parties, and of each party, is said with them (`Ledger`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial

from pydantic import ValidationError

from schemas.event import event_id
from schemas.message import Message, instant, message, tombstone
from schemas.relation import pairs
from schemas.report import Reading
from schemas.topics import ACTORS, EVENT_TOPICS, RELATIONS, REPORTS, Topic
from streams.resolve.cluster import Change, Cluster, Clusters
from streams.resolve.compare import fit, likeness
from streams.resolve.ledger import Ledger
from streams.resolve.member import Member, members
from streams.resolve.merge import AnyEvent, merge
from streams.resolve.parties import NO_ORGANISATIONS, Organisations
from streams.resolve.rows import Name, Row, event_key, event_of, row
from streams.resolve.shelf import Shelf, keys_of
from streams.stage import Rows, Step, unreadable

AWAKE = 2_000
"""So many articles are in memory, 15 KB each; the others are read from the table when a report may join theirs."""

_RELATION, _ACTOR = "relation", "actor"


class Resolve:
    """Unites reports of the same event.

    The table holds the readings of all articles, and all events in brief. By default the stage keeps the rows in
    memory too; a shell with a table on disk calls `bind` and so saves that. About `awake` articles are in memory.
    """

    name = "resolve"
    source: Topic = REPORTS
    table: str | None = "readings"

    def __init__(self, organisations: Organisations = NO_ORGANISATIONS, awake: int = AWAKE) -> None:
        self._organisations = organisations
        self._awake = awake
        self._rows = Rows()
        self._forget()

    def bind(self, fetch: Callable[[str], bytes | None]) -> None:
        """See `Rows.bind`."""
        self._rows.bind(fetch)

    def _forget(self) -> None:
        self._shelf = Shelf(self._load, self._awake)
        self._clusters = {kind: Clusters(partial(fit, self._organisations), self._shelf) for kind in EVENT_TOPICS}
        self._ledger = Ledger(lambda name: self._rows.fetch(event_key(name)), self._awake)
        self._present: dict[Name, AnyEvent] = {}  # events as the present message has made them

    def restore(self, items: Iterable[tuple[str, bytes]]) -> None:
        """Forget everything, then know the table's rows; they are read when they are needed."""
        self._forget()
        self._rows.clear()
        self._ledger.restore(self._known(items))

    def _known(self, items: Iterable[tuple[str, bytes]]) -> Iterator[bytes]:
        """Know the articles of the table; the rows of its events."""
        for key, value in items:
            self._rows.put(key, value)
            if event_of(key) is None:
                self._shelf.know(key, row(value).keys)
            else:
                yield value

    def _load(self, article_id: str) -> tuple[Member, ...]:
        value = self._rows.fetch(article_id)
        told = row(value).told() if value is not None else None
        return members(told, self._organisations) if told else ()

    def handle(self, message: Message) -> Step:
        """Take an article's reading, or its withdrawal."""
        self._make_room()
        reading = None
        if message.value is not None:
            try:
                reading = Reading.decode(message.value)
            except ValidationError as error:
                return Step((unreadable(Resolve.name, "reading", message, error),))
        value = self._rows.fetch(message.key)
        if value is None and (reading is None or not reading.reports):
            return Step()
        held = Row() if value is None else row(value)
        told = reading.model_dump(mode="json", exclude_none=True) if reading else None
        if value is not None and told == held.reading:
            return Step(tuple(self._say(held)))
        new = members(reading, self._organisations) if reading else ()
        changes = self._update(message.key, new)
        changed, writes = self._enter(changes)
        heirs = tuple(sorted((dict(held.heirs) | self._heirs(changes, message.key, new)).items()))
        held = Row(told, tuple(sorted(keys_of(new))), held.changed | changed, heirs)
        # Its own row comes last: without it the message counts as new when it is delivered again.
        writes.append((message.key, held.encode()))
        self._rows.update(writes)
        return Step(tuple(self._say(held)), tuple(writes))

    def _make_room(self) -> None:
        self._present.clear()
        self._ledger.make_room()
        if self._shelf.make_room():
            for clusters in self._clusters.values():
                clusters.forget()

    def _update(self, article_id: str, new: Sequence[Member]) -> list[Change]:
        """Put the new reports in the place of what the article reported before; the clusters that change."""
        old = self._shelf.members(article_id)
        self._shelf.add(article_id, tuple(new))
        changes: list[Change] = []
        for kind, clusters in self._clusters.items():
            gone, come = ([one for one in each if one.report.kind == kind] for each in (old, new))
            if gone or come:
                changes += clusters.update(gone, come)
        self._shelf.remove(old)
        return changes

    def _enter(self, changes: Sequence[Change]) -> tuple[frozenset[Name], list[tuple[str, bytes | None]]]:
        """Enter what has become of the clusters into the ledger; the names of all that this may change, and rows.

        The names are told by the reports alone, not by rows of events: after a crash these may be ahead.
        """
        clusters: dict[Name, Cluster] = {_name(change.before): () for change in changes if change.before}
        clusters |= {_name(change.after): change.after for change in changes if change.after}
        changed, writes = set(clusters), list[tuple[str, bytes | None]]()
        for change in changes:
            changed |= _accounts(change.before)
        for name, cluster in clusters.items():
            event = merge(cluster) if cluster else None
            writes.append((event_key(name[1]), self._ledger.update(name[1], event)))
            if event:
                self._present[name] = event
                changed |= _accounts(cluster)
        return frozenset(changed), writes

    def _heirs(self, changes: Iterable[Change], article_id: str, new: Iterable[Member]) -> dict[str, Name]:
        """Of events that were named after a report which the article no longer has, what takes their place.

        That is the first of the other reports that told of the event, else the one that corrects what is gone.
        """
        heirs: dict[str, Name] = {}
        for before in (change.before for change in changes):
            if not before or before[0].reading.article_id != article_id:
                continue
            others = [member for member in before if member.reading.article_id != article_id]
            if not others:
                fits = (
                    (how_well, member)
                    for member in new
                    if (how_well := likeness(self._organisations, before[0], member)) is not None
                )
                others = [member for _, member in sorted(fits, key=lambda each: (-each[0], each[1].firmness))]
            if others:
                heirs[_name(before)[1]] = _name((others[0],))
        return heirs

    def _say(self, held: Row) -> Iterator[Message]:
        """What is said under the names that the article has changed as things stand, or that it is withdrawn."""
        heirs = dict(held.heirs)
        for name in sorted(held.changed):
            what, key, _ = name
            if what == _RELATION:
                one, other = key.split(",")
                relation = self._ledger.relation((one, other))
                yield message(RELATIONS, key, relation) if relation else tombstone(RELATIONS, key)
            elif what == _ACTOR:
                actor = self._ledger.actor(key)
                yield message(ACTORS, key, actor) if actor else tombstone(ACTORS, key)
            else:
                yield self._event(name, heirs.get(key))

    def _event(self, name: Name, heir: Name | None) -> Message:
        topic, event = EVENT_TOPICS[name[0]], self._present.get(name)
        if event is None:
            cluster = self._holding(name) or (self._holding(heir) if heir else ())
            successor = _name(cluster) if cluster else None
            if successor != name:
                return tombstone(topic, name[1], superseded_by=successor[1] if successor else "")
            event = merge(cluster)
        first = event.sources[0].published
        time = instant(first.isoformat() if first else None)
        return message(topic, event.event_id, event, subject=",".join(event.parties), time=time)

    def _holding(self, name: Name) -> Cluster:
        """The cluster that now holds the report which the event of this name was named after; empty without it."""
        kind, key, article_id = name
        for first in self._shelf.members(article_id):
            if first.report.kind == kind and event_id(first.report.report_id) == key:
                clusters = self._clusters[kind]
                return clusters.of(clusters.leader(first))
        return ()


def _name(cluster: Cluster) -> Name:
    """The name of the event that the cluster is: after its first report."""
    first = cluster[0]
    return first.report.kind, event_id(first.report.report_id), first.reading.article_id


def _accounts(cluster: Cluster) -> set[Name]:
    """The names of the relations and actors that tell of the event which the cluster is."""
    parties = {party for member in cluster for party in member.report.parties}
    return {(_ACTOR, party, "") for party in parties} | {(_RELATION, ",".join(pair), "") for pair in pairs(parties)}
