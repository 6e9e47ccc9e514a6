"""A broker that stood still is kept out of its own cluster for a while: a worker that starts then waits for it."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator

import pytest
from aiokafka import AIOKafkaConsumer

from deploy.kafka.broker import Broker
from schemas.topics import ARTICLES_RAW
from streams.kafka import admin
from streams.kafka.connection import connect
from streams.kafka.faust_fixes import wait_for_brokers
from streams.settings import Settings

pytestmark = pytest.mark.kafka

LATE_HEARTBEATS = "broker.heartbeat.interval.ms=6000\nbroker.session.timeout.ms=4000\n"
"""The broker is out for two seconds of every six."""


@pytest.fixture(scope="module")
def fenced(kafka_installed: None) -> Iterator[Broker]:
    with Broker(properties=LATE_HEARTBEATS) as running:
        yield running


def test_a_consumer_that_finds_no_broker_in_the_cluster_joins_its_group_later(fenced: Broker) -> None:
    settings = Settings(broker=fenced.url)
    client = connect(settings)
    admin.create(client, admin.wanted(settings))
    client.close()
    assert asyncio.run(_partitions_when_fenced(fenced, settings.topic(ARTICLES_RAW)))


async def _partitions_when_fenced(broker: Broker, topic: str) -> set[object]:
    """What a consumer is assigned that was started while the broker was out."""
    async with asyncio.timeout(60):
        while True:
            consumer = AIOKafkaConsumer(bootstrap_servers=broker.address, group_id="late")
            await consumer.start()
            try:
                if consumer._client.get_random_node() is None:
                    wait_for_brokers(consumer._client)
                    consumer.subscribe([topic])
                    while not consumer.assignment():
                        await asyncio.sleep(0.1)
                    return set(consumer.assignment())
            finally:
                await consumer.stop()
            await asyncio.sleep(0.1)
