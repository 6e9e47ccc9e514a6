"""Topics, producing and reading on a real broker."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterable, Iterator

import pytest
from kafka import KafkaAdminClient

from deploy.kafka.broker import Broker
from schemas.topics import ARTICLES_RAW, ARTICLES_UNIQUE, TOPICS
from streams.kafka import admin
from streams.kafka.connection import connect
from streams.kafka.ingest import IngestError, Outgoing, send
from streams.kafka.read import TopicMissingError, fold, read
from streams.settings import Settings

pytestmark = pytest.mark.kafka


def produce(
    broker: Broker,
    topic: str,
    records: Iterable[tuple[str, bytes]],
    progress: Callable[[int, int], None] | None = None,
) -> int:
    return send(broker.url, (Outgoing(topic, key.encode(), value) for key, value in records), progress)


@pytest.fixture
def client(broker: Broker) -> Iterator[KafkaAdminClient]:
    client = connect(broker.url)
    yield client
    client.close()


def topics(broker: Broker, client: KafkaAdminClient, prefix: str) -> Settings:
    settings = Settings(broker=broker.url, topic_prefix=prefix)
    admin.create(client, admin.wanted(settings))
    return settings


def test_topics_are_made_once_and_as_wanted(broker: Broker, client: KafkaAdminClient) -> None:
    settings = Settings(broker=broker.url, topic_prefix="made.", partitions=3)
    wanted = admin.wanted(settings)
    assert set(admin.create(client, wanted)) == {f"made.{topic.name}" for topic in TOPICS}
    assert admin.create(client, wanted) == ()
    assert all(topic.exists and not topic.differences for topic in admin.inspect(client, wanted))


def test_a_topic_that_differs_is_described(broker: Broker, client: KafkaAdminClient) -> None:
    settings = topics(broker, client, "differs.")
    other = admin.wanted(settings.model_copy(update={"partitions": 8}))
    found = {topic.name: topic.differences for topic in admin.inspect(client, other)}
    assert found["differs.articles.unique"] == ("has 4 partitions, not 8",)
    assert found["differs.reports"] == ()
    missing = admin.inspect(client, admin.wanted(Settings(broker=broker.url, topic_prefix="absent.")))
    assert {topic.differences for topic in missing} == {("is missing",)}


def test_a_topic_made_anew_has_another_identity(broker: Broker, client: KafkaAdminClient) -> None:
    settings = topics(broker, client, "anew.")
    wanted = admin.wanted(settings)
    before = admin.identity(client, wanted)
    assert admin.identity(client, wanted) == before
    client.delete_topics(["anew.reports"])
    while "anew.reports" in client.list_topics():
        pass
    admin.create(client, wanted)
    after = admin.identity(client, wanted)
    assert {name for name in before if before[name] != after[name]} == {"anew.reports"}


def test_what_is_confirmed_can_be_read_in_order(broker: Broker, client: KafkaAdminClient) -> None:
    topic = topics(broker, client, "order.").topic(ARTICLES_RAW)
    told: list[tuple[int, int]] = []
    records = [(f"key {number % 7}", f"value {number}".encode()) for number in range(5_000)]
    assert produce(broker, topic, records, lambda count, size: told.append((count, size))) == 5_000
    assert told[-1] == (5_000, sum(len(value) for _, value in records))
    by_key: dict[bytes | None, list[bytes | None]] = {}
    for record in read(broker.url, [topic]):
        by_key.setdefault(record.key, []).append(record.value)
    assert by_key == {
        f"key {key}".encode(): [value for name, value in records if name == f"key {key}"] for key in range(7)
    }


def test_a_record_that_is_too_large_is_an_error_that_says_what_is_safe(
    broker: Broker, client: KafkaAdminClient
) -> None:
    topic = topics(broker, client, "large.").topic(ARTICLES_RAW)
    records = [("a", b"small"), ("b", b"x" * 5_000_000), ("c", b"never sent")]
    with pytest.raises(IngestError, match="confirmed 1 record,") as raised:
        produce(broker, topic, records)
    assert raised.value.confirmed == 1
    assert [record.value for record in read(broker.url, [topic])] == [b"small"]


def test_an_error_of_the_source_leaves_confirmed_what_was_sent(broker: Broker, client: KafkaAdminClient) -> None:
    topic = topics(broker, client, "source.").topic(ARTICLES_RAW)

    def source() -> Iterator[tuple[str, bytes]]:
        yield "a", b"sent"
        raise OSError("the disk is gone")

    with pytest.raises(OSError, match="disk"):
        produce(broker, topic, source())
    assert [record.value for record in read(broker.url, [topic])] == [b"sent"]


def test_reading_ends_at_the_present_end_and_following_goes_on(broker: Broker, client: KafkaAdminClient) -> None:
    topic = topics(broker, client, "follow.").topic(ARTICLES_RAW)
    produce(broker, topic, [("a", b"1"), ("b", b"2")])
    following = read(broker.url, [topic], follow=True)
    assert {record.value for record in itertools.islice(following, 2)} == {b"1", b"2"}
    produce(broker, topic, [("a", b"3")])
    assert next(following).value == b"3"
    assert len(list(read(broker.url, [topic]))) == 3
    following.close()  # type: ignore[attr-defined]


def test_folding_leaves_what_compaction_would(broker: Broker, client: KafkaAdminClient) -> None:
    topic = topics(broker, client, "fold.").topic(ARTICLES_UNIQUE)
    produce(broker, topic, [("a", b"1"), ("b", b"2"), ("a", b"3"), ("c", b"4")])
    folded = fold(read(broker.url, [topic]))
    assert {key: record.value for key, record in folded.items()} == {b"a": b"3", b"b": b"2", b"c": b"4"}


def test_a_missing_topic_is_named(broker: Broker) -> None:
    with pytest.raises(TopicMissingError, match=r"none\.such"):
        list(read(broker.url, ["none.such"]))
