"""Events as they come, typed and filtered.

A subscription of a group is remembered by the broker: what was handled is committed once the next event is asked for,
so after a crash the event that was being handled comes again and none is lost. An event comes again as it is revised:
keep the last of each `event_id`.
"""

from __future__ import annotations

import asyncio
import threading
from collections import deque
from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from datetime import date
from types import TracebackType
from typing import Any, Self

from kafka import KafkaConsumer, TopicPartition
from kafka.errors import KafkaError

from schemas.client.items import FeedError, Item, Switched, item
from schemas.client.live import LiveRun
from schemas.client.positions import Place, Positions, Start
from schemas.filters import Filter, code
from schemas.run import MAIN, run_prefix
from schemas.slots import KINDS, Kind
from schemas.topics import EVENT_TOPICS

_POLL_MS = 500
_FETCH_BYTES = 8_000_000  # twice the largest record


def subscribe(
    broker: str = "kafka://127.0.0.1:9092",
    *,
    kinds: Sequence[Kind] = (),
    parties: Sequence[str] = (),
    statuses: Sequence[str] = (),
    since: date | None = None,
    until: date | None = None,
    start: Start = "beginning",
    group: str | None = None,
    follow: bool = True,
    withdrawals: bool = False,
    run: str | None = None,
    prefix: str = "",
    **options: Any,
) -> Subscription:
    """Events for `for` and for `async for`.

    `parties` must all take part; `statuses` are those of meetings and the actions of agreements; `since` and `until`
    bound the event's own dates. `start` says where to begin, in a `group` only where it has not read before: at the
    "beginning", "now", at a datetime (aware; by arrival on the topic), or at what `Subscription.positions` gave
    (without a group; a partition that it lacks from its beginning). Without `follow` the subscription ends where the
    topics ended when it began.

    `withdrawals` gives `Withdrawn` and `Switched` too, which whoever keeps events needs; of the filters only `kinds`
    holds withdrawals back, as they name no parties. `run` names a replay to read; without it the subscription follows
    the alias `live` when another run is promoted. `prefix` stands before the topics' names, as in the feed's settings;
    further `options` are kafka-python's (TLS, SASL).

    Raises FeedError where no broker answers or it has no such topics, ValueError for a wrong argument.
    """
    if wrong := set(kinds) - set(KINDS):
        raise ValueError(f"{', '.join(sorted(wrong))}: no kind of event; they are {', '.join(KINDS)}")
    if isinstance(start, Mapping):
        if group is not None:
            raise ValueError("start is positions, and those of a group are what it has handled: leave one out")
    elif start not in ("beginning", "now") and getattr(start, "tzinfo", None) is None:
        raise ValueError(f'start is {start!r}; it may be "beginning", "now", positions or a datetime with a time zone')
    chosen = tuple(kind for kind in KINDS if not kinds or kind in kinds)
    wanted = Filter(
        frozenset(),
        frozenset(map(code, parties)),
        frozenset(statuses),
        since.isoformat() if since else None,
        until.isoformat() if until else None,
    )
    consumer = _connected(broker, group, options)
    live = None
    try:
        live = LiveRun(_connected(broker, None, options), prefix) if run is None else None
        return Subscription(
            consumer,
            live,
            prefix,
            run,
            chosen,
            wanted,
            start,
            grouped=group is not None,
            follow=follow,
            tell=withdrawals,
        )
    except BaseException:
        consumer.close(autocommit=False)
        if live is not None:
            live.close()
        raise


class Subscription(Iterator[Item], AsyncIterator[Item]):
    """An open subscription: made by `subscribe`, left with `close` or by `with` (`async with`)."""

    def __init__(
        self,
        consumer: KafkaConsumer,
        live: LiveRun | None,
        prefix: str,
        run: str | None,
        kinds: tuple[Kind, ...],
        wanted: Filter,
        start: Start,
        *,
        grouped: bool,
        follow: bool,
        tell: bool,
    ) -> None:
        self._consumer = consumer
        self._live = live
        self._prefix = prefix
        self._kinds = kinds
        self._wanted = wanted
        self._tell = tell
        self._positions = Positions(consumer, start, grouped=grouped)
        self._records: deque[Any] = deque()
        self._handed: Any = None
        self._closed = False
        self._lock = threading.Lock()  # a cancelled `async for` leaves its poll running for a moment
        self._grouped = grouped
        self._topics: dict[str, Kind] = {}
        partitions = self._take(live.run if live else run or MAIN)
        self._ends = None if follow else consumer.end_offsets(partitions)

    @property
    def run(self) -> str:
        """The run whose topics are read."""
        return self._run

    @property
    def record(self) -> Any:
        """The Kafka record of the last item: its bytes, headers and offset; None where the item is `Switched`."""
        return self._handed

    def positions(self) -> dict[Place, int]:
        """(topic, partition): the offset behind the last item. Whoever keeps them with its own state can begin there.

        Not to be called while another thread waits for an item.
        """
        waiting = {(each.topic, each.partition): each.offset for each in reversed(self._records)}
        read = {
            (each.topic, each.partition): self._consumer.position(each) for each in sorted(self._consumer.assignment())
        }
        return read | waiting

    def _take(self, run: str) -> list[TopicPartition]:
        """Read the run's topics from here on; all their partitions."""
        topics: dict[str, Kind] = {
            self._prefix + run_prefix(run) + EVENT_TOPICS[kind].name: kind for kind in self._kinds
        }
        partitions = _partitions(self._consumer, topics)
        self._topics = topics
        self._run = run
        if self._grouped:
            self._consumer.subscribe(topics=sorted(topics), listener=self._positions)
        else:
            self._consumer.assign(partitions)
            self._consumer.seek_to_beginning(*partitions)
            self._positions.on_partitions_assigned(partitions)
            self._positions.begin()
        return partitions

    def __next__(self) -> Item:
        """The next event; the one before it counts as handled. Raises FeedError where the broker refuses."""
        event = self._next()
        if event is None:
            raise StopIteration
        return event

    async def __anext__(self) -> Item:
        """The next event, without holding up the loop while it waits."""
        event = await asyncio.to_thread(self._next)
        if event is None:
            raise StopAsyncIteration
        return event

    def _next(self) -> Item | None:
        with self._lock:
            self._settle()
            while not self._closed:
                self._forget(self._positions.revoked())
                while self._records:
                    self._handed = self._records.popleft()
                    kind = self._topics[self._handed.topic]
                    event = item(self._handed, kind, self._wanted, withdrawals=self._tell)
                    if event is not None:
                        return event
                    self._settle()
                if self._at_end():
                    self._positions.commit(now=True)
                    return None
                if self._ends is None and self._live is not None and self._live.changed():
                    self._positions.switch()
                    self._take(self._live.run)
                    if self._tell:
                        return Switched(self._live.run)
                self._poll()
            return None

    def _settle(self) -> None:
        """What was handed out last has been handled."""
        if self._handed is not None:
            partition = TopicPartition(self._handed.topic, self._handed.partition)
            self._positions.handled(partition, self._handed.offset)
            self._handed = None
        self._positions.commit()

    def _poll(self) -> None:
        try:
            fetched = self._consumer.poll(timeout_ms=_POLL_MS)
            # Before what was fetched is kept: partitions that went and came back during the poll were fetched anew.
            self._forget(self._positions.revoked())
            moved = self._positions.begin()
            for partition, records in fetched.items():
                if partition in moved:
                    continue
                end = self._ends.get(partition) if self._ends is not None else None
                self._records.extend(record for record in records if end is None or record.offset < end)
        except KafkaError as error:
            raise FeedError(f"the broker refuses: {error}") from error

    def _forget(self, revoked: set[TopicPartition]) -> None:
        """What waits of partitions that were taken away comes again, here or elsewhere, from where it was committed."""
        if revoked:
            kept = (each for each in self._records if TopicPartition(each.topic, each.partition) not in revoked)
            self._records = deque(kept)

    def _at_end(self) -> bool:
        """Whether every partition that this member reads has been read to where it ended at the beginning."""
        if self._ends is None:
            return False
        mine = self._consumer.assignment()
        return bool(mine) and all(self._consumer.position(each) >= self._ends.get(each, 0) for each in mine)

    def close(self, *, handled: bool = False) -> None:
        """Leave the group; `handled`: the last event too has been handled, else it comes again.

        Another thread that waits for an event gets no more.
        """
        if self._closed:
            return
        self._closed = True
        with self._lock:
            if handled:
                self._settle()
            try:
                self._positions.commit(now=True)
            finally:
                self._consumer.close(autocommit=False)
                if self._live is not None:
                    self._live.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close(handled=kind is None)

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await asyncio.to_thread(self.__exit__, kind, error, trace)


def _connected(broker: str, group: str | None, options: dict[str, Any]) -> KafkaConsumer:
    servers = [server.strip().removeprefix("kafka://") for server in broker.split(",")]
    defaults = {
        "client_id": "communique-client",
        "bootstrap_timeout_ms": 5_000,
        "auto_offset_reset": "earliest",
        "max_partition_fetch_bytes": _FETCH_BYTES,
        "allow_auto_create_topics": False,
    }
    try:
        return KafkaConsumer(
            bootstrap_servers=servers, group_id=group, enable_auto_commit=False, **(defaults | options)
        )
    except (KafkaError, OSError, ValueError) as error:
        raise FeedError(f"no Kafka broker answers at {broker} ({error})") from error


def _partitions(consumer: KafkaConsumer, topics: dict[str, Kind]) -> list[TopicPartition]:
    """All partitions of the topics; raises FeedError where the broker lacks one."""
    numbers = {topic: consumer.partitions_for_topic(topic) for topic in sorted(topics)}
    missing = [topic for topic in numbers if not numbers[topic]]
    if missing:
        raise FeedError(f"the broker has no topic {', '.join(missing)}; is the prefix right, has the feed ever run?")
    return [TopicPartition(topic, number) for topic in numbers for number in sorted(numbers[topic] or ())]
