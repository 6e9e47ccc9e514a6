"""The client for Python on a real broker: what subscribers are promised."""

from __future__ import annotations

import asyncio
import itertools
import threading
import time
from collections.abc import Iterable
from datetime import UTC, date, datetime

import pytest
from kafka import KafkaAdminClient, KafkaProducer
from kafka.admin import NewTopic

from deploy.kafka.broker import Broker
from schemas.client import FeedError, Subscription, Switched, Withdrawn, subscribe
from schemas.event import AgreementEvent, MeetingEvent
from schemas.message import Message, message, tombstone
from schemas.run import Alias
from schemas.slots import Codes, DateSpan
from schemas.topics import ALIASES, EVENT_TOPICS, EVENTS_AGREEMENT, EVENTS_MEETING

pytestmark = pytest.mark.kafka
_numbers = itertools.count(1)


def meeting(number: int, *parties: str, status: str = "held") -> Message:
    day = date(2024, 11, number)
    event = MeetingEvent(
        event_id=f"evt-{number}",
        parties=parties,
        status=status,
        format="talks",
        date=DateSpan(start=day, end=day),
        confidence=0.9,
        codes=Codes(plover="CONSULT", cameo="040"),
        ruleset="1",
        sources=(),
    )
    return message(EVENTS_MEETING, event.event_id, event, subject=",".join(parties))


def agreement(number: int, *parties: str) -> Message:
    event = AgreementEvent(
        event_id=f"evt-{number}",
        parties=parties,
        instrument="treaty",
        action="signed",
        confidence=0.9,
        codes=Codes(plover="SUPPORT", cameo="057"),
        ruleset="1",
        sources=(),
    )
    return message(EVENTS_AGREEMENT, event.event_id, event, subject=",".join(parties))


EVENTS = (
    meeting(1, "KAZ", "RUS"),
    meeting(2, "KAZ", "UZB", status="planned"),
    agreement(3, "KAZ", "RUS"),
    meeting(4, "FRA", "GBR"),
    agreement(5, "FRA", "org:EU"),
)


class Topics:
    """Topics of a prefix of their own, with one partition each, so that their order is known."""

    def __init__(self, broker: Broker) -> None:
        self.broker = broker
        self.prefix = f"client{next(_numbers)}."
        self.create(self.prefix + topic.name for topic in EVENT_TOPICS.values())

    def create(self, names: Iterable[str]) -> None:
        admin = KafkaAdminClient(bootstrap_servers=self._servers)
        admin.create_topics([NewTopic(name, 1, 1) for name in names])
        admin.close()

    def send(self, messages: Iterable[Message], run: str = "") -> None:
        producer = KafkaProducer(bootstrap_servers=self._servers)
        for each in messages:
            producer.send(
                self.prefix + run + each.topic.name,
                key=each.key.encode(),
                value=each.value,
                headers=list(each.headers),
            )
        producer.flush()
        producer.close()

    def subscribe(self, **options: object) -> Subscription:
        return subscribe(self.broker.url, prefix=self.prefix, **{"follow": False, **options})  # type: ignore[arg-type]

    @property
    def _servers(self) -> str:
        return self.broker.url.removeprefix("kafka://")


@pytest.fixture
def topics(broker: Broker) -> Topics:
    made = Topics(broker)
    made.send(EVENTS)
    return made


def ids(subscription: Subscription) -> list[str]:
    with subscription:
        return sorted(item.event_id for item in subscription if not isinstance(item, Switched))


@pytest.mark.parametrize(
    ("wanted", "expected"),
    [
        ({}, [1, 2, 3, 4, 5]),
        ({"kinds": ["agreement"]}, [3, 5]),
        ({"parties": ["kaz"]}, [1, 2, 3]),
        ({"parties": ["KAZ", "RUS"], "kinds": ["meeting"]}, [1]),
        ({"parties": ["org:eu"]}, [5]),
        ({"statuses": ["planned", "signed"]}, [2, 3, 5]),
        ({"since": date(2024, 11, 2), "until": date(2024, 11, 3)}, [2]),
    ],
)
def test_it_gives_what_is_asked_for(topics: Topics, wanted: dict[str, object], expected: list[int]) -> None:
    assert ids(topics.subscribe(**wanted)) == [f"evt-{number}" for number in expected]


def test_events_are_typed(topics: Topics) -> None:
    with topics.subscribe(kinds=["meeting"], parties=["GBR"]) as events:
        event = next(events)
    assert isinstance(event, MeetingEvent)
    assert event.date == DateSpan(start=date(2024, 11, 4), end=date(2024, 11, 4))


def test_async_for_gives_the_same(topics: Topics) -> None:
    async def collect() -> list[str]:
        async with topics.subscribe() as events:
            return sorted([item.event_id async for item in events if not isinstance(item, Switched)])

    assert asyncio.run(collect()) == ids(topics.subscribe())


def test_async_for_leaves_the_loop_free_while_it_waits(topics: Topics) -> None:
    async def wait_for_one() -> int:
        ticks = 0

        async def tick() -> None:
            nonlocal ticks
            while True:
                ticks += 1
                await asyncio.sleep(0.01)

        async with topics.subscribe(start="now", follow=True) as events:
            threading.Timer(1.0, topics.send, [[meeting(6, "NOR", "SWE")]]).start()
            ticking = asyncio.create_task(tick())
            assert (await anext(events)).event_id == "evt-6"
        ticking.cancel()
        return ticks

    assert asyncio.run(wait_for_one()) > 20


def test_a_group_goes_on_behind_what_it_has_handled(topics: Topics) -> None:
    options = {"group": f"{topics.prefix}readers", "kinds": ["meeting"]}
    with topics.subscribe(**options) as events:
        assert next(events).event_id == "evt-1"
        assert next(events).event_id == "evt-2"
    assert ids(topics.subscribe(**options)) == ["evt-4"]
    assert ids(topics.subscribe(**options)) == []


def test_what_fails_while_it_is_handled_comes_again(topics: Topics) -> None:
    options = {"group": f"{topics.prefix}readers", "kinds": ["meeting"]}

    def handle() -> None:
        with topics.subscribe(**options) as events:
            for event in events:
                if event.event_id == "evt-2":
                    raise RuntimeError

    with pytest.raises(RuntimeError):
        handle()
    assert ids(topics.subscribe(**options)) == ["evt-2", "evt-4"]


def test_a_second_member_takes_its_share_and_nothing_is_lost(topics: Topics) -> None:
    """The first member has events in hand when the second comes; between them they see all, the late ones too."""
    options = {"group": f"{topics.prefix}readers", "follow": True}
    seen: list[str] = []

    def read(subscription: Subscription) -> None:
        for event in subscription:
            assert not isinstance(event, Switched)
            seen.append(event.event_id)

    first = topics.subscribe(**options)
    seen.append(next(first).event_id)
    members = (first, topics.subscribe(**options))
    readers = [threading.Thread(target=read, args=[member]) for member in members]
    for reader in readers:
        reader.start()
    topics.send([meeting(6, "NOR", "SWE"), agreement(7, "NOR", "SWE")])
    deadline = time.monotonic() + 60
    while len(set(seen)) < len(EVENTS) + 2 and time.monotonic() < deadline:
        time.sleep(0.1)
    for member in members:
        member.close()
    for reader in readers:
        reader.join(20)
        assert not reader.is_alive()
    assert set(seen) == {f"evt-{number}" for number in range(1, 8)}


def test_it_begins_now_or_at_a_time(topics: Topics) -> None:
    time.sleep(0.1)
    moment = datetime.now(UTC)
    with topics.subscribe(start="now", follow=True) as events:
        late = meeting(6, "NOR", "SWE")
        threading.Timer(0.5, topics.send, [[late]]).start()
        assert next(events).event_id == "evt-6"
    assert ids(topics.subscribe(start=moment)) == ["evt-6"]


def test_withdrawals_are_told_to_those_who_ask(topics: Topics) -> None:
    gone = tombstone(EVENTS_MEETING, "evt-4")
    topics.send([Message(gone.topic, gone.key, None, (*gone.headers, ("superseded-by", b"evt-1")))])
    with topics.subscribe(kinds=["meeting"], parties=["KAZ"], withdrawals=True) as events:
        told = [item for item in events if isinstance(item, Withdrawn)]
    assert told == [Withdrawn("evt-4", "meeting", ("evt-1",))]
    assert ids(topics.subscribe(kinds=["meeting"], parties=["KAZ"])) == ["evt-1", "evt-2"]


def test_a_promoted_run_takes_over_and_says_so(topics: Topics) -> None:
    topics.create([topics.prefix + ALIASES.name, *(f"{topics.prefix}run-new.{t.name}" for t in EVENT_TOPICS.values())])
    topics.send([meeting(7, "KAZ", "RUS")], run="run-new.")
    with topics.subscribe(follow=True, withdrawals=True) as events:
        assert [next(events) for _ in EVENTS]
        topics.send([message(ALIASES, "live", Alias().to("new"))])
        assert next(events) == Switched("new")
        assert next(events).event_id == "evt-7"
    assert ids(topics.subscribe()) == ["evt-7"]
    assert len(ids(topics.subscribe(run="main"))) == len(EVENTS)


def test_a_record_of_a_newer_feed_is_not_taken_for_another(topics: Topics) -> None:
    newer = meeting(6, "NOR", "SWE")
    assert newer.value is not None
    topics.send([Message(newer.topic, newer.key, newer.value.replace(b'"talks"', b'"seance"'), newer.headers)])
    with (
        topics.subscribe(kinds=["meeting"], parties=["NOR"]) as events,
        pytest.raises(FeedError, match=r"format.*update"),
    ):
        next(events)


def test_whoever_keeps_positions_goes_on_there(topics: Topics) -> None:
    with topics.subscribe(kinds=["meeting"]) as events:
        first, record, kept = next(events), events.record, events.positions()
    assert isinstance(first, MeetingEvent)
    assert (record.key, record.value) == (b"evt-1", EVENTS[0].value)
    assert kept == {(f"{topics.prefix}events.meeting", 0): 1}
    assert ids(topics.subscribe(kinds=["meeting"], start=kept)) == ["evt-2", "evt-4"]
    assert len(ids(topics.subscribe(start={}))) == len(EVENTS)


def test_a_feed_that_is_not_there_is_said(broker: Broker) -> None:
    with pytest.raises(FeedError, match=r"no topic nowhere\.events\.agreement"):
        subscribe(broker.url, prefix="nowhere.")
    with pytest.raises(FeedError, match=r"no Kafka broker answers at kafka://127\.0\.0\.1:1"):
        subscribe("kafka://127.0.0.1:1")


@pytest.mark.parametrize(
    "wrong",
    [
        {"kinds": ["visit"]},
        {"start": datetime(2024, 1, 1)},  # noqa: DTZ001
        {"start": "later"},
        {"start": {}, "group": "g"},
    ],
)
def test_a_wrong_argument_is_refused_before_any_broker_is_asked(wrong: dict[str, object]) -> None:
    with pytest.raises(ValueError, match=r"kind of event|start is"):
        subscribe("kafka://127.0.0.1:1", **wrong)  # type: ignore[arg-type]
