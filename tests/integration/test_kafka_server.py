"""The server that `make up` and the other tests run on is a real Kafka that keeps what it was given."""

from __future__ import annotations

import pytest
from kafka import KafkaConsumer, KafkaProducer, TopicPartition
from kafka.admin import KafkaAdminClient, NewTopic
from kafka.errors import KafkaTimeoutError

from deploy.kafka import probe
from deploy.kafka.broker import HOST, Broker

pytestmark = pytest.mark.kafka


def create(broker: Broker, topic: str) -> None:
    """A topic of one partition."""
    admin = KafkaAdminClient(bootstrap_servers=broker.address)
    admin.create_topics([NewTopic(topic, num_partitions=1, replication_factor=1)])
    admin.close()


def produce(broker: Broker, topic: str, values: list[bytes]) -> None:
    """Sends each value and waits until the broker has it."""
    producer = KafkaProducer(bootstrap_servers=broker.address, acks="all", max_request_size=5_000_000)
    for sent in [producer.send(topic, value, partition=0) for value in values]:
        sent.get(timeout=30)
    producer.close()


def consume(broker: Broker, topic: str, count: int) -> list[bytes]:
    """The first `count` values of the topic, fewer where no more come for ten seconds."""
    consumer = KafkaConsumer(bootstrap_servers=broker.address, consumer_timeout_ms=10_000)
    consumer.assign([TopicPartition(topic, 0)])
    consumer.seek_to_beginning()
    values = [record.value for _, record in zip(range(count), consumer, strict=False)]
    consumer.close()
    return values


def test_what_is_produced_is_consumed(broker: Broker) -> None:
    create(broker, "server.round-trip")
    values = ["договор".encode(), b"", b"x" * 2_500_000]
    produce(broker, "server.round-trip", values)
    assert consume(broker, "server.round-trip", 3) == values


def test_a_topic_that_was_not_declared_is_not_made(broker: Broker) -> None:
    producer = KafkaProducer(bootstrap_servers=broker.address, max_block_ms=1000)
    with pytest.raises(KafkaTimeoutError):
        producer.send("server.mistyped", b"lost?")
    producer.close()
    admin = KafkaAdminClient(bootstrap_servers=broker.address)
    assert "server.mistyped" not in admin.list_topics()
    admin.close()


def test_data_outlive_a_stop_and_a_crash_on_the_same_port(kafka_installed: None) -> None:
    with Broker() as server:
        port = server.port
        create(server, "kept")
        produce(server, "kept", [b"before the stop"])
        assert server.stop() is True
        assert probe.serves(HOST, port) is False
        server.start()
        produce(server, "kept", [b"before the crash"])
        with pytest.raises(RuntimeError, match=f"runs on port {port} already"):
            Broker(server.home, port + 1).start()
        server.kill()
        assert server.pid is None
        with Broker(server.home) as revived:
            assert revived.port == port
            assert consume(revived, "kept", 2) == [b"before the stop", b"before the crash"]
